"""Leave policies and business calendars as data: one TOML file each, with sources and citations.

Knows: the files and how they are put together. Never knows: what a value means or whether it is lawful; the rules
judge that when they read what `read` returns.
"""

import tomllib
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_SECTIONS = ("law", "choices", "service")


class UnknownPolicy(LookupError):
    """There is no policy file of that name."""


def names() -> tuple[str, ...]:
    """The policies there are, in order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml") if not path.stem.endswith("-calendar")))


def read(name: str) -> dict[str, Any]:
    """A policy with its calendar, as `LeavePolicy.model_validate` takes it. UnknownPolicy if there is none."""
    if name not in names():
        raise UnknownPolicy(f"no leave policy is called so; there are: {', '.join(names())}")
    written = _read_file(name)
    merged: dict[str, Any] = {}
    unconfirmed: list[str] = []
    for section in _SECTIONS:
        for field, entry in written.pop(section).items():
            merged[field] = entry["value"]
            if not entry["confirmed"]:
                unconfirmed.append(field)
    return {**written, **merged, "calendar": _calendar(written["calendar"]), "unconfirmed": tuple(unconfirmed)}


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
        return tomllib.load(file)
