"""The clocks of a case at a hand-over: the same before and after, and which of them its new coordinator must know.

Knows: deadlines as a case shows them. Never knows: a rule, or what follows from a passed day.
Programme row 14: no deadline moves against an employee.
"""

from collections.abc import Iterable
from datetime import datetime

from workflows.case.deadlines import DeadlineKind, DeadlineState
from workflows.case.notices import DueOn, HandedCase
from workflows.view import CaseView, DeadlineView

OVER = (DeadlineState.MISSED, DeadlineState.STOPPED)
"""How a clock may end by itself: missed, or stopped where it was a reminder."""


def are_equal(before: Iterable[DeadlineView], after: Iterable[DeadlineView], *, now: datetime) -> bool:
    """Whether each clock of before is still there and ends when it did. `now` is the case's own time."""
    present = {clock.key: clock for clock in after}
    return all(clock.key in present and _is_same(clock, present[clock.key], now) for clock in before)


def _is_same(before: DeadlineView, after: DeadlineView, now: datetime) -> bool:
    if before.rule != after.rule:
        return False
    if after.extended > before.extended:
        return after.due_at >= before.due_at  # somebody gave more time, just before the hand-over
    return before.due_at == after.due_at and _may_become(before, after, now)


def _may_become(before: DeadlineView, after: DeadlineView, now: datetime) -> bool:
    """What was due may be done meanwhile. A clock that runs may end, but not before its time."""
    if before.state == after.state or (after.state == DeadlineState.MET and before.state != DeadlineState.STOPPED):
        return True
    return before.state == DeadlineState.RUNNING and after.state in OVER and before.due_at <= now


def told_of(view: CaseView) -> HandedCase:
    """A case as its coordinator is told of it: what is overdue in it, or else what is due next."""
    overdue = [clock for clock in view.deadlines if _is_overdue(clock, view)]
    running = [clock for clock in view.deadlines if clock.state == DeadlineState.RUNNING and _concerns(clock)]
    first = min(overdue or running, key=lambda clock: (clock.due_at, clock.key), default=None)
    due = DueOn(kind=first.kind, due_on=first.due_on) if first else None
    return HandedCase(reference=view.reference, due=due, is_overdue=bool(overdue))


def _concerns(clock: DeadlineView) -> bool:
    # A reminder goes out by itself: nobody has to do anything.
    return clock.kind != DeadlineKind.CERTIFICATION_REMINDER


def _is_overdue(clock: DeadlineView, view: CaseView) -> bool:
    """Nothing came, and somebody still waits: a clock of a decided period stays missed and asks nothing of anybody."""
    if clock.state != DeadlineState.MISSED or clock.settled_at is not None or not _concerns(clock):
        return False
    return clock.kind == DeadlineKind.RETURN or any(period.awaits_decision for period in view.periods)
