"""What people type, read: references, days, periods, items. What cannot be read is said in one sentence.

Knows: forms of writing, and which of them is a slip. Never knows: a case, or whether something is allowed.
"""

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple, TypeVar

from infra import references
from starter import wall_clock
from starter.cli.trouble import BadInput
from workflows.case.said import RequestedPeriod
from workflows.rules.calendar import day_of
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.spans import Days
from workflows.rules.substitution import Benefit, BenefitPaid
from workflows.rules.sufficiency import CertificationItem
from workflows.rules.triage import Matter

E = TypeVar("E", bound=StrEnum)

YEARS_AROUND = 5
"""A day further away than this is a slip of the finger: 2062 for 2026."""

_OPAQUE = re.compile(r"[A-Za-z0-9-]{1,24}")
_OWN = {Matter.PREGNANCY.value: LeaveReason.OWN_CONDITION}
_KEY = re.compile(r"[A-Za-z0-9-]{6,40}")


class LastDay(NamedTuple):
    """The end of a period; None: nobody knows it yet."""

    on: date | None


def reference(said: str) -> str:
    """A reference as we write it, whatever case and dashes it was typed with."""
    found = references.normalise(said)
    if found is None:
        raise BadInput(
            f"{said} is not a reference. It looks like LV-7K4Q-92XH; check the last character, it proves the others.",
            code="bad_reference",
        )
    return found


def day(said: str) -> date:
    """A day, not impossibly far away."""
    try:
        on = wall_clock.day(said)
    except wall_clock.NotATime as error:
        raise BadInput(str(error), code="bad_day") from None
    return _near(on)


def last_day(said: str) -> LastDay:
    """A day, or `open` where nobody knows it yet."""
    return LastDay(None if said.strip().lower() == "open" else day(said))


def instant(said: str) -> datetime:
    """A time of New York's wall clock, not impossibly far away."""
    try:
        at = wall_clock.instant(said)
    except wall_clock.TwiceThatNight as error:
        raise BadInput(str(error), code="time_comes_twice") from None
    except wall_clock.NotATime as error:
        raise BadInput(str(error), code="bad_time") from None
    _near(day_of(at))
    return at


class YesNo(StrEnum):
    """An answer that somebody gave; where nobody knows, there is none."""

    YES = "yes"
    NO = "no"


def so(answer: YesNo | None) -> bool | None:
    """Whether it is so; None: nobody knows."""
    return None if answer is None else answer is YesNo.YES


def days(said: str) -> Days:
    """`2026-03-29..2027-03-27`; the last day may be the word `open`."""
    first, dots, last = said.partition("..")
    if not dots:
        raise BadInput(f"“{said}” is not a span of days. Write it like 2026-03-29..2027-03-27.", code="bad_days")
    first_on, last_on = day(first), last_day(last).on
    in_order(first_on, last_on)
    return Days(first_on=first_on, last_on=last_on)


def in_sequence(years: tuple[Days, ...]) -> None:
    """Years that end, and have no day in common."""
    ordered = sorted(years, key=lambda year: year.first_on)
    ends = [year.last_on or date.max for year in ordered]
    if any(year.last_on is None for year in years) or any(
        later.first_on <= end for end, later in zip(ends, ordered[1:], strict=False)
    ):
        raise BadInput("A benefit year has a last day, and no day of another one.", code="bad_years")


def benefit(said: str) -> BenefitPaid:
    """`compensation:2026-04-07..2026-05-17`."""
    kind, _, span = said.partition(":")
    paid = days(span)
    return BenefitPaid(kind=_one_of(Benefit, kind), first_on=paid.first_on, last_on=paid.last_on)


def period(said: str) -> RequestedPeriod:
    """`own_condition continuous 2026-03-30 2026-04-24`; the last word is `open` where nobody knows the day yet."""
    words = said.split()
    if len(words) != 4:
        raise BadInput(
            f"“{said}” is not a period. Write reason, shape, first day and last day (or the word open), "
            "like: own_condition continuous 2026-03-30 2026-04-24",
            code="bad_period",
        )
    return made(_reason(words[0]), _one_of(LeaveShape, words[1]), day(words[2]), last_day(words[3]))


def _reason(said: str) -> LeaveReason:
    """A reason; pregnancy, which callers name as their matter, is an own condition (825.115(b))."""
    found = _OWN.get(said)
    return found if found is not None else _one_of(LeaveReason, said)


def made(reason: LeaveReason, shape: LeaveShape, first_on: date, last: LastDay) -> RequestedPeriod:
    """A period whose days are in order."""
    in_order(first_on, last.on)
    return RequestedPeriod(reason=reason, shape=shape, first_on=first_on, last_on=last.on)


def in_order(first_on: date, last_on: date | None) -> None:
    """The last day is not before the first."""
    if last_on is not None and last_on < first_on:
        raise BadInput(
            f"The last day, {last_on}, is before the first, {first_on}. Check both.", code="days_in_disorder"
        )


def items(said: str) -> tuple[CertificationItem, ...]:
    """Entries of a certification, parted by commas, each once."""
    named = [word.strip() for word in said.split(",") if word.strip()]
    return tuple(dict.fromkeys(_one_of(CertificationItem, word) for word in named))


def opaque(said: str) -> str:
    """Somebody's short sign, such as A7."""
    if _OPAQUE.fullmatch(said) is None:
        raise BadInput(f"“{said}” is not a sign. Use up to 24 letters, digits and dashes, like A7.", code="bad_sign")
    return said


def key(said: str) -> str:
    """A key that makes the same thing said twice count once."""
    if _KEY.fullmatch(said) is None:
        raise BadInput(f"“{said}” is not a key. Use 6 to 40 letters, digits and dashes.", code="bad_key")
    return said


def _near(on: date) -> date:
    if abs(on.year - day_of(datetime.now(UTC)).year) > YEARS_AROUND:
        raise BadInput(f"{on} is more than {YEARS_AROUND} years away. Check the year.", code="bad_day")
    return on


def _one_of(kind: type[E], said: str) -> E:
    try:
        return kind(said)
    except ValueError:
        raise BadInput(f"“{said}” is not known. It is one of: {', '.join(kind)}.", code="bad_word") from None
