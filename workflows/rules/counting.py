"""What leave is charged: minutes away from scheduled work, day by day, as fractions of the employee's workweek.

Knows: shifts, the weeks they make, holidays in full and in partial weeks. Never knows: balances, cases, reasons.
Nothing is rounded: minutes are whole, weeks are exact fractions, and an increment never raises a charge above the
time away (825.205(a)(1)). A workweek runs from Sunday to Saturday; a shift belongs to the day on which it begins.
29 CFR 825.200(h), 825.205 (law.md C1, C4, C7, C8).
"""

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby

from pydantic import Field

from workflows.rules.calendar import day_of, days_after
from workflows.rules.choices import EdgeHoliday
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Schedule, Shift
from workflows.values import Frozen


class DayCharge(Frozen):
    """The charge of one day. `weeks` is exactly `minutes` / `base_minutes`; in JSON both fractions are written
    "2/7". `rules` names the rules it rests on, for `LeavePolicy.citation`."""

    on: date
    minutes: int = Field(gt=0)
    weeks: Fraction
    base_minutes: Fraction
    rules: tuple[str, ...]


Away = Callable[[Shift], int]
"""Minutes of a shift that the leave takes."""


def charge_absence(
    starts_at: datetime, ends_at: datetime, *, schedule: Schedule, policy: LeavePolicy
) -> tuple[DayCharge, ...]:
    """The scheduled, paid time inside an interval of aware instants, its end excluded. Empty if there is none, or if
    no schedule is known there: `Schedule.is_known_between` tells these apart."""
    if ends_at <= starts_at:
        return ()

    def away(shift: Shift) -> int:
        return shift.minutes_within(starts_at, ends_at)

    # A shift of the evening before may reach into the absence.
    return _charge(days_after(day_of(starts_at), -1), day_of(ends_at), away, schedule, policy)


def charge_period(first_on: date, last_on: date, *, schedule: Schedule, policy: LeavePolicy) -> tuple[DayCharge, ...]:
    """All scheduled time from one day to another, both included: leave in one piece."""

    def away(shift: Shift) -> int:
        return shift.minutes if first_on <= shift.on <= last_on else 0

    return _charge(first_on, last_on, away, schedule, policy)


def charge_reduced(
    first_on: date, last_on: date, minutes_off: tuple[int, ...], *, schedule: Schedule, policy: LeavePolicy
) -> tuple[DayCharge, ...]:
    """Leave in fewer hours: `minutes_off` by weekday, Monday first, never more than the shifts of that day have."""

    def away(shift: Shift) -> int:
        weekday = shift.on.weekday()
        if not (first_on <= shift.on <= last_on and weekday < len(minutes_off)):
            return 0
        earlier = sum(s.minutes for s in schedule.shifts_on(shift.on) if s.starts_at < shift.starts_at)
        return max(0, min(minutes_off[weekday] - earlier, shift.minutes))

    return _charge(first_on, last_on, away, schedule, policy)


def uncharged(
    starts_at: datetime, ends_at: datetime, charged: tuple[tuple[datetime, datetime], ...]
) -> tuple[tuple[datetime, datetime], ...]:
    """What is left of an interval when what other causes are charged for is taken out, in order: the same hour is
    charged once, whatever number of cases is open (C13)."""
    left, begins_at = [], starts_at
    for other_starts_at, other_ends_at in sorted(charged):
        if other_starts_at >= other_ends_at:
            continue
        if begins_at < other_starts_at:
            left.append((begins_at, min(other_starts_at, ends_at)))
        begins_at = max(begins_at, other_ends_at)
    left.append((begins_at, ends_at))
    return tuple((a, b) for a, b in left if a < b)


def _charge(
    first_on: date, last_on: date, away: Away, schedule: Schedule, policy: LeavePolicy
) -> tuple[DayCharge, ...]:
    """Week by whole week: whether a holiday counts depends on all days of its week (C8)."""
    charges: list[DayCharge] = []
    shifts = schedule.shifts_between(_sunday_of(first_on), days_after(_sunday_of(last_on), 6))
    for _, week in groupby(shifts, key=lambda shift: _sunday_of(shift.on)):
        charges += _charge_week(tuple(week), away, schedule, policy)
    return tuple(charges)


def _charge_week(week: tuple[Shift, ...], away: Away, schedule: Schedule, policy: LeavePolicy) -> list[DayCharge]:
    free = tuple(s for s in week if policy.calendar.is_holiday(s.on) and not s.works_holidays)
    due = tuple(s for s in week if s not in free)
    is_full = _is_full(due, free, away)
    charges: list[DayCharge] = []
    for on, shifts in groupby(week, key=lambda shift: shift.on):
        day = tuple(shifts)
        minutes = sum(away(s) for s in day if s in due)
        held = sum(_of_holiday(s, away, policy) for s in day if s in free) if is_full else 0
        base = schedule.week_minutes(on)
        if minutes + held == 0 or base is None:
            continue
        rules = (*(("C1",) if minutes else ()), *(("C8",) if held else ()))
        total = minutes + held
        charges.append(DayCharge(on=on, minutes=total, weeks=total / base, base_minutes=base, rules=rules))
    return charges


def _is_full(due: tuple[Shift, ...], free: tuple[Shift, ...], away: Away) -> bool:
    """Whether the leave takes all that was to be worked in the week. A week of nothing but a holiday is full if the
    leave has the holiday in it."""
    return all(away(s) == s.minutes for s in (due or free))


def _of_holiday(shift: Shift, away: Away, policy: LeavePolicy) -> int:
    """A holiday in a full week is charged whole; beside the leave, by the employer's choice."""
    if policy.edge_holiday is EdgeHoliday.WHOLE_WEEK:
        return shift.minutes
    return away(shift)


def _sunday_of(on: date) -> date:
    """The first day of the workweek."""
    return days_after(on, -((on.weekday() + 1) % 7))
