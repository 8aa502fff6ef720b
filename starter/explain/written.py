"""How values are written for people: hours from minutes, weeks to four decimals beside the exact fraction, money.

Knows: what a field's name says it is counted in, and words for codes. Never knows: what a value means. Nothing is
rounded up: a balance is never shown above the truth.
"""

import re
from datetime import datetime
from enum import Enum
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from workflows.rules.answers import Due
from workflows.rules.calendar import NEW_YORK

_COUNTED_FROM_NOUGHT = ("leave", "benefit_year")
_YES_NO = {"True": "yes", "False": "no"}
_HOURS, _MONEY = re.compile(r"_minutes$"), re.compile(r"_cents$")
_NUMBER = re.compile(r"\d+(/[1-9]\d*)?")
_CODE = re.compile(r"[a-z][a-z0-9]*([_ ][a-z0-9]+)*")
_ACRONYMS = {name.lower(): name for name in ("FMLA", "PFML", "DFML", "HRD", "GINA", "EILB", "ADA", "USERRA")}

LABELS = {
    "amount": "left",
    "as_the_week_stands": "as the week stands so far",
    "at_most": "less may be left: not all that was taken is told",
    "cents": "money",
    "ends_at": "to",
    "first_on": "from",
    "is_never_fmla": "none of it is FMLA leave",
    "is_open": "still open",
    "is_ours": "for the employer to do",
    "last_on": "to",
    "met_when": "how sure",
    "minutes": "hours",
    "on": "day",
    "stands": "where",
    "starts_at": "from",
    "would_be": "only if the period is approved",
}
"""Where a field's own name says less than another word."""

_TEN_THOUSANDTH = 10_000


def written(name: str, value: Any) -> str:
    """One value, as it is written for people. `name` tells what it is counted in."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Fraction):
        return amount(name, value)
    if isinstance(value, datetime):
        return f"{value.astimezone(NEW_YORK):%Y-%m-%d %H:%M %Z}"
    if isinstance(value, Enum):
        return plain(str(value.value))
    if isinstance(value, tuple):
        return ", ".join(written(name, each) for each in value) or "none"
    return _parts(value) if isinstance(value, BaseModel) else str(value)


def amount(name: str, value: int | Fraction) -> str:
    """A number in what its name says it is counted in."""
    if name.endswith("minutes"):
        return hours(int(value)) + ("" if value == int(value) else f" ({value} min)")
    if isinstance(value, Fraction):
        return weeks(value)
    if name.endswith("cents"):
        return dollars(value)
    return str(value + 1 if name in _COUNTED_FROM_NOUGHT else value)


def _parts(value: BaseModel) -> str:
    if isinstance(value, Due):
        way = "" if value.unit.endswith("before") else " after"
        return f"{value.due_on}, {value.count} {value.unit}{way} {value.counted_from}"
    return span(value) or ", ".join(f"{label(n)} {written(n, v)}" for n, v in value if v is not None)


def span(value: BaseModel) -> str | None:
    """Days from one to another, as people write them. None: it is something else, or more."""
    if set(type(value).model_fields) != {"first_on", "last_on"}:
        return None
    first, last = getattr(value, "first_on"), getattr(value, "last_on")  # noqa: B009 - the fields are known by name alone
    return str(first) if first == last else f"{first} to {last or 'open'}"


def hours(minutes: int) -> str:
    """Minutes as hours: 8 h, 2 h 30 min, 45 min."""
    sign, whole = ("-" if minutes < 0 else ""), abs(minutes)
    parts = [f"{whole // 60} h"] if whole >= 60 or whole == 0 else []
    parts += [f"{whole % 60} min"] if whole % 60 else []
    return sign + " ".join(parts)


def dollars(cents: int) -> str:
    """Cents as money: $1,800.00."""
    return f"${cents // 100:,}.{cents % 100:02d}"


def weeks(exact: Fraction) -> str:
    """To four decimals, cut down, with the exact fraction where the decimals leave something out."""
    cut = Fraction(int(exact * _TEN_THOUSANDTH), _TEN_THOUSANDTH)
    shown = f"{cut.numerator / cut.denominator:.4f}".rstrip("0").rstrip(".")
    return shown if cut == exact else f"{shown} ({exact})"


def given(name: str, value: str) -> str:
    """What went into a step: codes as words, minutes as hours, weeks and money as anywhere else."""
    if _NUMBER.fullmatch(value) and name.endswith("minutes"):
        return f"{label(name)} {amount(name, Fraction(value))}"
    if _NUMBER.fullmatch(value) and name.endswith("weeks"):
        return f"{label(name)} {weeks(Fraction(value))}"
    if value.isdigit() and name.endswith("cents"):
        return f"{label(name)} {dollars(int(value))}"
    return f"{label(name)} {_YES_NO.get(value) or plain(value)}"


def plain(code: str) -> str:
    """A code as words, if it is one: `own_condition` as `own condition`, `pfml` as `PFML`."""
    if not _CODE.fullmatch(code):
        return code
    return " ".join(_ACRONYMS.get(word, word) for word in re.split("[_ ]", code))


def label(name: str) -> str:
    """The name of a field or an input as a heading."""
    return LABELS.get(name) or plain(_HOURS.sub(" hours", _MONEY.sub("", name)))
