"""What a count turns on where nobody told whether the employee works on holidays: the schedule as it is in either case.

Knows: which holidays of some weeks are so. Never knows: what leave comes to, which of both is true. Whether a holiday
counts turns on whether work was expected on it, and an unknown is neither. 29 CFR 825.200(h) (law.md C8).
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from workflows.rules.counting_weeks import DayCharge
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Assignment, PostedDay, Schedule
from workflows.rules.shifts import Shift
from workflows.rules.workweek import first_of_week, weeks_around


class Either(NamedTuple):
    """One schedule, by the answer."""

    worked: Schedule
    free: Schedule


def untold_holidays(first_on: date, last_on: date, *, schedule: Schedule, policy: LeavePolicy) -> tuple[date, ...]:
    """The holidays, in the workweeks of these days, with a shift of which nobody told whether it is worked then."""
    if not _is_untold(schedule):
        return ()
    first, last = weeks_around(first_on, last_on, policy=policy)
    holidays = dict.fromkeys(on for on in (*policy.calendar.holidays, *policy.overlay_days) if first <= on <= last)
    return tuple(on for on in holidays if any(_waits(shift) for shift in schedule.shifts_on(on)))


def either(schedule: Schedule) -> Either:
    """The schedule where all holidays are worked of which it is not told, and where none of them is."""
    return Either(*(_told(schedule, works=works) for works in (True, False)))


def differing(worked: Iterable[DayCharge], free: Iterable[DayCharge]) -> tuple[date, ...]:
    """The days on which two counts do not come to the same."""
    of_worked, of_free = (
        {charge.on: (charge.minutes, charge.weeks) for charge in charges} for charges in (worked, free)
    )
    days = sorted({**of_worked, **of_free})
    return tuple(on for on in days if of_worked.get(on) != of_free.get(on))


def in_weeks_of(days: Iterable[date], others: Iterable[date], *, policy: LeavePolicy) -> tuple[date, ...]:
    """Those of the days that have one of the others in their workweek."""
    weeks = [first_of_week(on, policy=policy) for on in others]
    return tuple(on for on in days if first_of_week(on, policy=policy) in weeks)


def _is_untold(schedule: Schedule) -> bool:
    posted = (shift for day in schedule.posted for shift in day.shifts)
    return any(a.works_holidays is None for a in schedule.assignments) or any(s.works_holiday is None for s in posted)


def _waits(shift: Shift) -> bool:
    return shift.is_due and shift.works_holidays is None


def _told(schedule: Schedule, *, works: bool) -> Schedule:
    assignments = tuple(_with_answer(each, works=works) for each in schedule.assignments)
    posted = tuple(_day_with_answer(each, works=works) for each in schedule.posted)
    return schedule.model_copy(update={"assignments": assignments, "posted": posted})


def _with_answer(assignment: Assignment, *, works: bool) -> Assignment:
    told = assignment.works_holidays
    return assignment.model_copy(update={"works_holidays": works if told is None else told})


def _day_with_answer(day: PostedDay, *, works: bool) -> PostedDay:
    shifts = (
        s.model_copy(update={"works_holiday": works if s.works_holiday is None else s.works_holiday})
        for s in day.shifts
    )
    return day.model_copy(update={"shifts": tuple(shifts)})
