"""What leave is charged: minutes away from scheduled work, day by day, as fractions of the employee's workweek.

Knows: shifts, the weeks they make, holidays in full and in partial weeks. Never knows: balances, cases, reasons.
Nothing is rounded: minutes are whole, weeks are exact fractions, and an increment never raises a charge above the
time away (825.205(a)(1)). A shift belongs to the day on which it begins. What is not told is not charged here;
`absence_counting` answers with what is missing. 29 CFR 825.200(h), 825.205 (law.md C1, C2, C4, C7, C8).
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import groupby

from workflows.rules.calendar import day_of, days_after
from workflows.rules.counting_weeks import Base, DayCharge, Taken, charge_week
from workflows.rules.intervals import MINUTE, NOTHING, length, shared, without
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Schedule
from workflows.rules.shifts import Shift
from workflows.rules.workweek import charged_by, first_of_week, weeks_around

Away = Callable[[Shift], timedelta]
"""Time of a shift that the leave takes."""


def charge_absence(
    starts_at: datetime,
    ends_at: datetime,
    *,
    schedule: Schedule,
    policy: LeavePolicy,
    base: Base | None = None,
) -> tuple[DayCharge, ...]:
    """The scheduled, paid time inside an interval of aware instants, its end excluded. Empty if there is none, or if
    no schedule is known there: `Schedule.is_known_between` tells these apart. `base`: another week to count by than
    that of the schedule."""
    if ends_at <= starts_at:
        return ()

    def away(shift: Shift) -> timedelta:
        hours = ((starts_at, ends_at),)
        return length(shared(shift.with_break_in(hours).paid, hours))

    # A shift of the evening before may reach into the absence.
    return _charge(days_after(day_of(starts_at), -1), day_of(ends_at), away, schedule, policy, base)


def charge_period(
    first_on: date,
    last_on: date,
    *,
    schedule: Schedule,
    policy: LeavePolicy,
    base: Base | None = None,
) -> tuple[DayCharge, ...]:
    """All scheduled time from one day to another, both included: leave in one piece. `base`: as above."""

    def away(shift: Shift) -> timedelta:
        return length(shift.paid) if first_on <= shift.on <= last_on else NOTHING

    return _charge(first_on, last_on, away, schedule, policy, base)


def charge_reduced(
    first_on: date, last_on: date, minutes_off: tuple[int, ...], *, schedule: Schedule, policy: LeavePolicy
) -> tuple[DayCharge, ...]:
    """Leave in fewer hours: `minutes_off` by weekday, Monday first, never more than the shifts of that day have."""

    def away(shift: Shift) -> timedelta:
        weekday = shift.on.weekday()
        if not (first_on <= shift.on <= last_on and weekday < len(minutes_off)):
            return NOTHING
        earlier = sum(s.minutes for s in schedule.shifts_on(shift.on) if s.starts_at < shift.starts_at)
        return max(0, min(minutes_off[weekday] - earlier, shift.minutes)) * MINUTE

    return _charge(first_on, last_on, away, schedule, policy)


def uncharged(
    starts_at: datetime, ends_at: datetime, charged: tuple[tuple[datetime, datetime], ...]
) -> tuple[tuple[datetime, datetime], ...]:
    """What is left of an interval when what other causes are charged for is taken out, in order: the same hour is
    charged once, whatever number of cases is open (C13)."""
    return without(((starts_at, ends_at),), charged)


def is_free(shift: Shift, *, policy: LeavePolicy) -> bool:
    """Whether a holiday, or a free day of the unit, stands where the shift does, and nobody expects work (C8)."""
    is_holiday = policy.calendar.is_holiday(shift.on) or shift.on in policy.overlay_days
    return is_holiday and not shift.works_holidays


def is_beyond_table(shift: Shift, *, policy: LeavePolicy) -> bool:
    """Whether nobody knows if a shift is free, since the table of holidays does not reach its day (C8)."""
    is_told = shift.works_holidays or shift.on in policy.overlay_days
    return not is_told and not policy.calendar.covers(shift.on)


def _charge(
    first_on: date,
    last_on: date,
    away: Away,
    schedule: Schedule,
    policy: LeavePolicy,
    base: Base | None = None,
) -> tuple[DayCharge, ...]:
    """Week by week, and as a whole where a holiday is in it: whether it counts depends on all days of its week (C8)."""

    def own_week(on: date) -> Fraction | None:
        return charged_by(schedule, on, policy=policy)

    charges: list[DayCharge] = []
    first, last = weeks_around(first_on, last_on, policy=policy)
    if not _has_free_shift(first, last, schedule, policy):
        first, last = first_on, last_on
    shifts = (shift for shift in schedule.shifts_between(first, last) if shift.is_due)
    for _, week in groupby(shifts, key=lambda shift: first_of_week(shift.on, policy=policy)):
        taken = tuple(_taken(shift, away(shift), policy) for shift in week)
        charges += charge_week(taken, base or own_week, policy=policy)
    return tuple(charges)


def _has_free_shift(first_on: date, last_on: date, schedule: Schedule, policy: LeavePolicy) -> bool:
    holidays = (on for on in (*policy.calendar.holidays, *policy.overlay_days) if first_on <= on <= last_on)
    return any(is_free(shift, policy=policy) for on in holidays for shift in schedule.shifts_on(on))


def _taken(shift: Shift, away: timedelta, policy: LeavePolicy) -> Taken:
    paid = length(shift.paid)
    if is_free(shift, policy=policy):
        return Taken(shift, due=NOTHING, held=paid, own=NOTHING, own_held=away, leave=NOTHING, leave_held=away)
    return Taken(shift, due=paid, held=NOTHING, own=away, own_held=NOTHING, leave=away, leave_held=NOTHING)
