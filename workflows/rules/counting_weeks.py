"""One workweek of leave: what each shift gives, and whether a holiday or a closure counts with it.

Knows: what was due, what was free, what the leave took. Never knows: where these come from, balances. A week is judged
as a whole, its days are charged. Nothing is rounded up. 29 CFR 825.200(h), 825.205 (law.md C1, C2, C8, C9).
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from pydantic import Field

from workflows.rules.choices import EdgeHoliday, IncrementSurplus
from workflows.rules.intervals import MINUTE, NOTHING, whole_minutes
from workflows.rules.policy import LeavePolicy
from workflows.rules.shifts import Shift
from workflows.values import Frozen


class DayCharge(Frozen):
    """The charge of one day. `weeks` is exactly `minutes` / `base_minutes`; in JSON both fractions are written
    "2/7". `rules` names the rules it rests on, for `LeavePolicy.citation`."""

    on: date = Field(description="The day; a shift belongs to the New York day on which it begins.")
    minutes: int = Field(gt=0, description="Minutes charged on it, whole.")
    weeks: Fraction = Field(description="The same as a part of the workweek, exactly, such as 1/5 (C1).")
    base_minutes: Fraction = Field(description="Minutes of the workweek that it is a part of, such as 2400 (C4-C7).")
    rules: tuple[str, ...] = Field(description="The rules it rests on, such as C1 and C8.")


class Taken(NamedTuple):
    """What one shift gives: time to be worked and time held free by a holiday or a short closure, what of each the
    absence takes, and what of each any leave takes. `entered`: held time that is charged elsewhere already."""

    shift: Shift
    due: timedelta
    held: timedelta
    own: timedelta
    own_held: timedelta
    leave: timedelta
    leave_held: timedelta
    entered: timedelta = NOTHING
    held_rule: str = "C8"
    more_rules: tuple[str, ...] = ()


Base = Callable[[date], Fraction | None]
"""The minutes of the week that a day is counted by."""


def is_full(week: Sequence[Taken]) -> bool:
    """Whether leave takes all that was to be worked in the week. A week of nothing but a holiday is full if the leave
    has the holiday in it."""
    if any(t.due for t in week):
        return all(t.leave >= t.due for t in week)
    return all(t.leave_held >= t.held for t in week)


def charge_week(week: Sequence[Taken], base: Base, *, carries: bool = True, policy: LeavePolicy) -> list[DayCharge]:
    """The charges of a week, day by day. `carries`: of several absences that fill the week, this one is charged for
    its holiday."""
    full = is_full(week)
    charges: list[DayCharge] = []
    for on, of_day in groupby(week, key=lambda t: t.shift.on):
        day = tuple(of_day)
        minutes = sum(demanded(t, policy=policy) for t in day)
        held = sum(held_charged(t, carries=carries, policy=policy) for t in day) if full else 0
        total = minutes + held
        week_minutes = base(on) if total else None
        if not week_minutes:
            continue
        rules = _rules(day, minutes, held)
        charges.append(
            DayCharge(on=on, minutes=total, weeks=total / week_minutes, base_minutes=week_minutes, rules=rules)
        )
    return charges


def demanded(taken: Taken, *, policy: LeavePolicy) -> int:
    """Minutes of a shift that are charged for time to be worked. An increment limits what may be demanded of a part
    of a shift: it never raises a charge, and a whole shift is a whole shift (C2)."""
    minutes = whole_minutes(taken.own)
    if policy.increment_surplus is IncrementSurplus.DOWN and taken.own < taken.due:
        return minutes - minutes % policy.increment_minutes
    return minutes


def held_charged(taken: Taken, *, carries: bool, policy: LeavePolicy) -> int:
    """Minutes of a holiday in a full week: it is charged whole; beside the leave, by the employer's choice."""
    if policy.edge_holiday is EdgeHoliday.WHOLE_WEEK:
        return whole_minutes(taken.held - taken.entered) if carries else 0
    return whole_minutes(taken.own_held)


def _rules(day: tuple[Taken, ...], minutes: int, held: int) -> tuple[str, ...]:
    more = [rule for t in day if t.own >= MINUTE for rule in t.more_rules] if minutes else []
    of_held = [t.held_rule for t in day if t.held] if held else []
    return tuple(dict.fromkeys((*(("C1",) if minutes else ()), *more, *of_held)))
