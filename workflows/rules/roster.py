"""Whether a roster can be true: no two shifts at once, and no wall time that the clocks do not show, or show twice.

Knows: the shifts that a schedule makes on some days. Never knows: leave. Facts with such a roster are refused by name;
a schedule from the directory is not, and is read as its shifts say.
"""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from pydantic_core import PydanticCustomError

from workflows.rules.answers import contradiction
from workflows.rules.calendar import days_after
from workflows.rules.schedule import Schedule
from workflows.rules.time_in_days import DAY_MINUTES

_WEEK = 7

_SENTENCES = {
    "no_such_time": "a shift begins or ends at a time that the clocks skip on the spring night",
    "which_of_the_doubled_hour": "a shift begins or ends in the hour that the autumn night has twice: say in which",
    "more_than_the_days_have": "the shifts of a cycle have more minutes than its days",
    "no_paid_time": "the unpaid break of a shift leaves nothing of it",
    "overlapping_shifts": "two shifts of the employee lie on the same time",
}


def around(days: Iterable[date]) -> tuple[date, ...]:
    """These days with a week before and after each: whatever can be in one workweek with them."""
    reached = (days_after(on, n) for on in days for n in range(-_WEEK, _WEEK + 1))
    return tuple(sorted(dict.fromkeys(reached)))


def roster_fault(schedule: Schedule, days: Iterable[date]) -> PydanticCustomError | None:
    """What cannot be true of the shifts of these days, by its name; None if all of it can."""
    if any(a.minutes > a.cycle_days * DAY_MINUTES for a in schedule.assignments):
        return contradiction("more_than_the_days_have", _SENTENCES["more_than_the_days_have"])
    wanted = tuple(days)
    if any(p.shift.minutes == 0 for on in wanted for p in schedule.planned_on(on)):
        return contradiction("no_paid_time", _SENTENCES["no_paid_time"])
    for on in wanted:
        fault = next((f for f in (p.shift.fault_on(on) for p in schedule.planned_on(on)) if f), None)
        if fault:
            return contradiction(fault, _SENTENCES[fault])
    shifts = sorted((s for on in wanted for s in schedule.shifts_on(on)), key=lambda s: s.starts_at)
    if any(later.starts_at < earlier.ends_at for earlier, later in pairwise(shifts)):
        return contradiction("overlapping_shifts", _SENTENCES["overlapping_shifts"])
    return None
