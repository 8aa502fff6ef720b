"""Periods that were denied since the employee was not eligible: what is left of them when that changes in their midst.

Knows: which days wait for a decision again, as a period of their own: what was denied keeps the days of its letter.
Never knows: how eligibility is found, who decides, or any timer: nothing is approved here.
29 CFR 825.110(d), 825.300(b)(1), (d) (law.md D3, E7, E8).
"""

from datetime import date
from typing import TYPE_CHECKING

from workflows.case.asked import DenialGround
from workflows.case.charging import charged_whole
from workflows.case.deadlines import DeadlineKind
from workflows.case.deciding import certification_of
from workflows.case.designation import Decision, Period, is_inside, within
from workflows.case.duties import TaskKind
from workflows.case.told import Span
from workflows.rules.calendar import day_of
from workflows.rules.employer_notices import designation_due
from workflows.rules.reasons import CARE

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn


def may_wait_again(case: "LeaveCase", period: Period) -> bool:
    """Whether missing eligibility alone stands against it, and the leave is wanted still."""
    if case.edition < 5 or period.decision is not Decision.DENIED or period.let_go:
        return False
    is_over = case.closure.need_is_over and period.reason in CARE
    return period.ground is DenialGround.NOT_ELIGIBLE and not is_over


def reaches(case: "LeaveCase", on: date) -> bool:
    """Whether leave goes on to a day that somebody may still decide on."""
    wanted = [p for p in case.periods if case.edition < 5 or not p.is_gone or may_wait_again(case, p)]
    return any(p.asked.last_on is None or on <= p.asked.last_on for p in wanted)


def is_of_denied_leave(case: "LeaveCase", on: date) -> bool:
    """Whether a day lies in leave that may wait for a decision again."""
    return any(may_wait_again(case, p) and within(on, p.asked) for p in case.periods)


def wait_again(turn: "Turn", begins_on: date) -> tuple[Span, ...]:
    """From the day on which the employee is, or may be, eligible, what was denied waits for a named person to decide.
    Nobody has to ask for it anew."""
    spans = []
    for denied in turn.case.periods:
        rest = _rest(turn.case, denied, begins_on)
        if rest is not None:
            _add(turn, denied, rest)
            spans.append(rest)
    return tuple(spans)


def _rest(case: "LeaveCase", denied: Period, begins_on: date) -> Span | None:
    if not may_wait_again(case, denied):
        return None
    first_on, last_on = max(begins_on, denied.asked.first_on), denied.asked.last_on
    if last_on is not None and last_on < first_on:
        return None
    rest = Span(first_on=first_on, last_on=last_on)
    # The employee may have asked for these days once more, or they wait already.
    others = [p for p in case.periods if p.reason is denied.reason and not p.is_gone]
    return None if any(is_inside(rest, p.asked) for p in others) else rest


def _add(turn: "Turn", denied: Period, rest: Span) -> None:
    period = Period(
        number=len(turn.case.periods) + 1,
        reason=denied.reason,
        shape=denied.shape,
        asked=rest,
        asked_on=denied.asked_on,
        protected_from=denied.protected_from,
    )
    turn.change(periods=(*turn.case.periods, period))
    turn.note(
        "denied_leave_waits_again",
        rule="E7",
        denied=denied.number,
        period=period.number,
        first_on=rest.first_on,
        last_on=rest.last_on,
    )
    _absences_lie_in_leave(turn, period)
    _ask_to_decide(turn, period)


def _absences_lie_in_leave(turn: "Turn", period: Period) -> None:
    """An absence that lay in no leave when it was told waits with the period now: it is charged if that is approved."""
    for absence in turn.case.absences.standing:
        if not charged_whole(period) and within(day_of(absence.starts_at), period.asked):
            turn.tasks_done(TaskKind.ABSENCE_OUTSIDE_LEAVE, about=absence.absence_id)


def _ask_to_decide(turn: "Turn", period: Period) -> None:
    """At once where no paper is lacking; else the paper is asked for first, and the task comes once it suffices."""
    certification, found = certification_of(turn.case, period), turn.case.eligibility.finding
    if certification is not None and not certification.is_settled:
        return
    turn.ask(TaskKind.DECIDE, about=f"period/{period.number}")
    if found is not None and found.eligible:
        due = designation_due(day_of(turn.at), policy=turn.case.policy)
        turn.start_deadline(DeadlineKind.DESIGNATION_NOTICE, "designation_notice", due, started_at=turn.at)
