"""A certification that came late: a named person waives it, or leaves the days between unprotected.

Knows: which days law lets anybody leave unprotected. Never knows: the paper, or any way to deny the leave for it.
29 CFR 825.313(a), (b) (law.md G5).
"""

from typing import TYPE_CHECKING

from pydantic import ValidationError

from workflows.case.asked import LatePaperJudgement
from workflows.case.certification import Certification, CertificationState
from workflows.case.certification_letters import DaysUnprotected
from workflows.case.charging import charge_leave
from workflows.case.deadlines import Deadline
from workflows.case.designation import Period
from workflows.case.intake import last_day_before
from workflows.case.powers import may_act
from workflows.case.refusals import Refusal, RefusalCode
from workflows.case.told import Role, Span
from workflows.rules.answers import Answer
from workflows.rules.calendar import day_of
from workflows.rules.choices import LateNotice
from workflows.rules.late_certification import (
    Deficiency,
    Effort,
    LatePaper,
    PaperState,
    Unprotected,
    UnprotectedFacts,
    unprotected_days,
)
from workflows.rules.spans import Days

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn


def may_judge(case: "LeaveCase", request: LatePaperJudgement) -> Refusal | None:
    """Only of a certification that is sufficient and came after its day."""
    refusal = may_act(case, request)
    if refusal is not None:
        return refusal
    period = case.period(request.period)
    if period is None:
        return Refusal(code=RefusalCode.NO_SUCH_PERIOD)
    if period.is_gone:
        return Refusal(code=RefusalCode.ALREADY_DECIDED)
    certification = _sufficient(case, period)
    if certification is None:
        return Refusal(code=RefusalCode.CERTIFICATION_NOT_SUFFICIENT)
    try:
        answer = _answer(case, period, certification, request)
    except ValidationError:
        return Refusal(code=RefusalCode.DATES_CONTRADICT)
    if answer.result is not None and answer.result.spans:
        return None
    code = RefusalCode.FORESEEABLE_NOT_SAID if answer.result is None else RefusalCode.PAPER_IN_TIME
    return Refusal.by_rule(code, answer)


def judge(turn: "Turn", request: LatePaperJudgement) -> None:
    """The days between do not count, and the employee is told which they are."""
    period = turn.case.period(request.period)
    certification = None if period is None else _sufficient(turn.case, period)
    found = None
    if period is not None and certification is not None:
        found = _answer(turn.case, period, certification, request).result
    if period is None or found is None:
        return
    spans = found.spans if request.choice is LateNotice.DELAY else ()
    after = period.model_copy(update={"unprotected": spans})
    turn.replace_periods(after)
    turn.note("late_paper_judged", rule="G5", period=period.number, choice=request.choice.value, days=found.days)
    if spans:
        told = tuple(Span(first_on=days.first_on, last_on=days.last_on) for days in spans)
        turn.send(Role.EMPLOYEE, DaysUnprotected(spans=told))
    if spans != period.unprotected and after.is_approved:
        charge_leave(turn, after)


def _sufficient(case: "LeaveCase", period: Period) -> Certification | None:
    mine = (c for c in case.certifications if c.reason is period.reason and c.certified_at is not None)
    return next((c for c in mine if c.state is CertificationState.SUFFICIENT), None)


def _answer(
    case: "LeaveCase", period: Period, certification: Certification, request: LatePaperJudgement
) -> Answer[Unprotected]:
    span = period.decided or period.asked
    due, cure = case.deadline(certification.due_key), case.deadline(certification.cure_key)
    asked_on, sufficient_on = day_of(request.received_at), day_of(certification.certified_at or request.received_at)
    facts = UnprotectedFacts(
        paper=LatePaper.RECERTIFICATION if certification.again else LatePaper.CERTIFICATION,
        foreseeable=request.foreseeable,
        leave=Days(first_on=span.first_on, last_on=span.last_on),
        request_received_on=day_of(certification.asked_at) if certification.asked_at else None,
        effort=_effort(due),
        state=PaperState.IN_HAND,
        sufficient_on=sufficient_on,
        deficiency=_deficiency(due, cure),
        as_of=max(asked_on, sufficient_on),
    )
    return unprotected_days(facts, policy=case.policy)


def _effort(clock: Deadline | None) -> Effort | None:
    """More time that a coordinator gave counts as found diligent."""
    if clock is None or not clock.extensions:
        return None
    return Effort(due_on=last_day_before(clock.due_at), diligent=True, found_by=clock.extensions[-1].by)


def _deficiency(due: Deadline | None, cure: Deadline | None) -> Deficiency | None:
    """A first paper was in hand, lacked something, and was cured."""
    first_at = due.settled_at if due is not None else None
    if cure is None or first_at is None:
        return None
    return Deficiency(
        first_in_hand_on=day_of(first_at), notice_received_on=day_of(cure.started_at), effort=_effort(cure)
    )
