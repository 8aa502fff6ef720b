"""Changes of the schedule: which of them make another week, each with its cause, and which one may be counted by.

Knows: which assignment replaced another for good, when that was decided and why. Never knows: leave, or what a week is
worth. Charges and every answer on the week follow this one rule. 29 CFR 825.205(b)(1)-(2) (law.md C1, C5).
"""

from datetime import date
from fractions import Fraction

from workflows.rules.schedule import Assignment, Cause, Counts, Schedule, ScheduleKind, Term, is_lasting
from workflows.values import Frozen


class ScheduleChange(Frozen):
    """A lasting schedule that holds from a day on in place of another. `cause` None: nobody told, or nobody told when
    it was decided, on which it turns as well."""

    on: date
    cause: Cause | None = None


def changes_between(
    schedule: Schedule, first_on: date, last_on: date, *, notice_on: date | None = None
) -> tuple[ScheduleChange, ...]:
    """The changes of these days, both included. Where the week is as long as before, nothing turns on the cause."""
    began = sorted((a for a in schedule.assignments if first_on <= a.from_on <= last_on), key=lambda a: a.from_on)
    found = [
        ScheduleChange(on=a.from_on, cause=None if _turns_on_more(schedule, a, notice_on) else a.cause)
        for a in began
        if _changes_the_week(schedule, a)
    ]
    return tuple(dict.fromkeys(found))


def counting(schedule: Schedule, notice_on: date | None, *, untold: bool = True) -> Counts:
    """Which assignments may make the week. `notice_on`: the day of the notice of need; None: nobody told. `untold`:
    whether one counts of which its days and its cause do not tell."""

    def counts(assignment: Assignment) -> bool:
        by_days = counts_by_days(schedule, assignment, notice_on)
        return untold if by_days is None else by_days

    return counts


def counts_by_days(schedule: Schedule, assignment: Assignment, notice_on: date | None) -> bool | None:
    """Whether its days and its cause tell that it counts. What replaced nothing is no change. What was in force before
    the notice of need is the actual week, and no leave had made it; of what was only decided by then, the cause must
    be told to be another than the leave. A change decided after the notice brings no week of its own, whoever made it
    (825.205(b)(2)); but by an earlier and shorter week a full one would be more than a week, and no more is counted
    than is taken (825.205(b)(1)). None: they do not tell."""
    if not is_lasting(assignment):
        return False
    if not schedule.before(assignment, assignment.from_on):
        return True
    if notice_on is None:
        return None
    if assignment.from_on < notice_on or _is_longer(schedule, assignment, notice_on):
        return True
    if assignment.decided_on is None:
        return None
    is_for_another_reason = True if assignment.cause else None  # the leave as a cause is not lasting at all
    return is_for_another_reason if assignment.decided_on < notice_on else False


def _is_longer(schedule: Schedule, assignment: Assignment, notice_on: date) -> bool:
    """Whether its week is longer than any that could stand in its place."""
    before = schedule.before(assignment, assignment.from_on)
    if any(a.kind is ScheduleKind.VARIABLE for a in (assignment, *before)):
        return False
    return all(assignment.week_minutes > _longest(schedule, a, notice_on) for a in before)


def _longest(schedule: Schedule, assignment: Assignment, notice_on: date) -> Fraction:
    """The week of an assignment, or of one before it where that may be counted by in its place."""
    if counts_by_days(schedule, assignment, notice_on):
        return assignment.week_minutes
    earlier = schedule.before(assignment, assignment.from_on)
    own = assignment.week_minutes if is_lasting(assignment) else Fraction(0)
    return max([own, *(_longest(schedule, a, notice_on) for a in earlier)])


def _turns_on_more(schedule: Schedule, assignment: Assignment, notice_on: date | None) -> bool:
    """Whether the cause alone does not tell: the day of the decision is missing."""
    return notice_on is not None and counts_by_days(schedule, assignment, notice_on) is None


def _changes_the_week(schedule: Schedule, assignment: Assignment) -> bool:
    if assignment.term is not Term.PERMANENT:
        return False
    before = schedule.before(assignment, assignment.from_on)
    return bool(before) and sum(a.week_minutes for a in before) != assignment.week_minutes
