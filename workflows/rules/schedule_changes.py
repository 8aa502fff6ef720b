"""Changes of the schedule within some days, each with its cause: whether the week changes with them turns on it.

Knows: which assignment replaced another for good, with another week. Never knows: leave, or what a week is worth.
29 CFR 825.205(b)(2) (law.md C5).
"""

from datetime import date

from workflows.rules.schedule import Assignment, Cause, Schedule, Term
from workflows.values import Frozen


class ScheduleChange(Frozen):
    """A lasting schedule that holds from a day on in place of another. `cause` None: nobody told."""

    on: date
    cause: Cause | None = None


def changes_between(schedule: Schedule, first_on: date, last_on: date) -> tuple[ScheduleChange, ...]:
    """The changes of these days, both included. Where the week is as long as before, nothing turns on the cause."""
    began = sorted((a for a in schedule.assignments if first_on <= a.from_on <= last_on), key=lambda a: a.from_on)
    found = [ScheduleChange(on=a.from_on, cause=a.cause) for a in began if _changes_the_week(schedule, a)]
    return tuple(dict.fromkeys(found))


def _changes_the_week(schedule: Schedule, assignment: Assignment) -> bool:
    if assignment.term is not Term.PERMANENT:
        return False
    before = schedule.before(assignment, assignment.from_on)
    return bool(before) and sum(a.week_minutes for a in before) != assignment.week_minutes
