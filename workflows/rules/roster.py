"""Whether a roster can be true: no two shifts at once, and no wall time that the clocks do not show, or show twice.

Knows: the shifts that a schedule makes on some days. Never knows: leave. Facts with such a roster are refused by name;
a schedule from the directory is not, and is read as its shifts say.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from pydantic_core import PydanticCustomError

from workflows.rules.answers import Place, contradiction
from workflows.rules.calendar import days_after
from workflows.rules.schedule import Planned, Schedule
from workflows.rules.shifts import WallShift
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
    for number, assignment in enumerate(schedule.assignments):
        if assignment.minutes > assignment.cycle_days * DAY_MINUTES:
            name, at = "more_than_the_days_have", ("schedule", "assignments", number)
            return contradiction(name, _SENTENCES[name], at=at)
    found = [(on, p) for on in days for p in schedule.planned_on(on)]
    unpaid = [("no_paid_time", on, p.shift) for on, p in found if p.shift.minutes == 0]
    off_the_clock = [(fault, on, p.shift) for on, p in found if (fault := p.shift.fault_on(on))]
    for name, on, shift in (*unpaid, *off_the_clock, *_overlapping(found)):
        return contradiction(name, _SENTENCES[name], at=_place(shift, schedule), on=on)
    return None


def _overlapping(found: list[tuple[date, Planned]]) -> Iterator[tuple[str, date, WallShift]]:
    """Shifts that begin before an earlier one has ended."""
    made = [(p.shift.made_on(on, works_holidays=p.works, appointment=p.appointment), p.shift) for on, p in found]
    in_order = sorted(made, key=lambda one: (one[0].starts_at, one[0].ends_at))
    for (earlier, _), (later, shift) in pairwise(in_order):
        if later.starts_at < earlier.ends_at:
            yield "overlapping_shifts", later.on, shift


def _place(shift: WallShift, schedule: Schedule) -> Place:
    """Where a shift stands in the facts, of which the schedule is a part by that name."""
    places: list[tuple[Place, WallShift]] = [(("overtime", n), one) for n, one in enumerate(schedule.overtime)]
    for n, assignment in enumerate(schedule.assignments):
        places += [(("assignments", n, "shifts", m), one) for m, one in enumerate(assignment.shifts)]
    for n, day in enumerate(schedule.posted):
        places += [(("posted", n, "shifts", m), one) for m, one in enumerate(day.shifts)]
    return next((("schedule", *place) for place, one in places if one is shift), ("schedule",))
