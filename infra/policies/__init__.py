"""Leave policies, statutes and business calendars as data: one TOML file each, with sources and citations.

Knows: the files, how they are put together, and which version is in force on a day. Never knows: what a value means
or whether it is lawful; the rules judge that when they read what `read` returns.
"""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_SECTIONS = ("law", "choices", "benefits", "service")


class UnknownPolicy(LookupError):
    """There is no policy file of that name."""


class BrokenPolicy(ValueError):
    """A file that is not TOML, with its name and the line: whoever asks for another policy does not need it."""


def names() -> tuple[str, ...]:
    """The policies there are, in order, those that cannot be read among them."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml") if _is_policy(path)))


def _is_policy(path: Path) -> bool:
    """A calendar and the statutes have no day from which they are in force. Asked of the text, which may be broken."""
    return re.search(rb"^effective_from\s*=", path.read_bytes(), re.MULTILINE) is not None


def employers() -> dict[str, tuple[str, ...]]:
    """Each employer's policies by name, in order. One that cannot be read names nobody, and is left out."""
    found: dict[str, tuple[str, ...]] = {}
    for name in names():
        try:
            employer = str(_read_file(name)["employer_name"])
        except (BrokenPolicy, KeyError):
            continue
        found[employer] = (*found.get(employer, ()), name)
    return found


def read(name: str, unit: str | None = None) -> dict[str, Any]:
    """A policy with its calendar and statutes, as `LeavePolicy.model_validate` takes it; for a bargaining unit, with
    what its contract has otherwise. A unit without a section has the general choices. UnknownPolicy if there is none,
    BrokenPolicy if one of its files is no TOML."""
    if name not in names():
        raise UnknownPolicy(f"no leave policy is called so; there are: {', '.join(names())}")
    written = _read_file(name)
    contracts = written.pop("units", {})
    entries = {field: entry for section in _SECTIONS for field, entry in written.pop(section, {}).items()}
    if unit in contracts:
        entries |= contracts[unit]
        written["unit"] = unit
    statutes = _read_file(written["statutes"])
    numbers = statutes["numbers"]
    written.pop("authority")
    return {
        **written,
        **{field: entry["value"] for field, entry in entries.items()},
        "calendar": _calendar(written["calendar"]),
        "statutes": {field: entry["value"] for field, entry in numbers.items()},
        "citations": statutes["citations"] | written["citations"],
        "unconfirmed": tuple(field for field, entry in {**entries, **numbers}.items() if not entry["confirmed"]),
    }


def units(name: str) -> tuple[str, ...]:
    """The bargaining units whose contracts have something otherwise. BrokenPolicy."""
    return tuple(_read_file(name).get("units", {}))


def in_force(authority: str, on: date) -> str:
    """The newest policy of an appointing authority that is in force on a day, by its name. UnknownPolicy if none is;
    BrokenPolicy, since nobody can tell whether a file that cannot be read is a newer one."""
    dated = [
        (policy["effective_from"], name) for name in names() if (policy := _read_file(name))["authority"] == authority
    ]
    begun = [pair for pair in dated if pair[0] <= on]
    if not begun:
        raise UnknownPolicy(f"{authority} has no leave policy in force on {on}")
    return max(begun)[1]


def _calendar(name: str) -> dict[str, Any]:
    table = _read_file(name)
    return {
        "version": table["version"],
        "first_on": table["first_on"],
        "last_on": table["last_on"],
        "holidays": tuple(holiday["on"] for holiday in table["holidays"]),
    }


def _read_file(name: str) -> dict[str, Any]:
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        try:
            return tomllib.load(file)
        except ValueError as error:  # of TOML itself, or of a byte that is no text
            raise BrokenPolicy(f"{name}.toml is not TOML: {error}") from None
