"""Periods approved by one named person.

Knows: what an approval needs and what it owes. Never knows: who holds which office, or any timer: no machine decides.
29 CFR 825.300(d), 825.301(d).
"""

from typing import TYPE_CHECKING

from workflows.case.alerting import tell_dates
from workflows.case.asked import Approval, Program
from workflows.case.certification import Certification
from workflows.case.charging import charge_leave
from workflows.case.deciding import all_decided, certification_of, designate, expect_return
from workflows.case.designation import Period
from workflows.case.duties import TaskKind
from workflows.case.late_designation import designated_backward, is_late
from workflows.case.powers import may_act
from workflows.case.refusals import Refusal, RefusalCode
from workflows.rules.calendar import day_of

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn


def may_approve(case: "LeaveCase", request: Approval) -> Refusal | None:
    """Every period named must exist, wait for a decision, and have what a decision needs."""
    refusal = may_act(case, request)
    if refusal is not None:
        return refusal
    if any(case.period(number) is None for number in request.periods):
        return Refusal(code=RefusalCode.NO_SUCH_PERIOD)
    chosen = _chosen(case, request)
    if not chosen or len(chosen) < len(set(request.periods)):
        return Refusal(code=RefusalCode.ALREADY_DECIDED)
    if request.program is Program.FMLA and case.eligibility.is_refused:
        return Refusal(code=RefusalCode.NOT_ELIGIBLE)
    if any(not _is_settled(certification_of(case, period)) for period in chosen):
        return Refusal(code=RefusalCode.CERTIFICATION_NOT_SUFFICIENT)
    if any(is_late(case, period, request) and designated_backward(case, period, request) is None for period in chosen):
        return Refusal(code=RefusalCode.DELAY_NOT_JUDGED)
    return None


def approve(turn: "Turn", request: Approval) -> None:
    """The designation notice goes to the employee, the dates to the supervisors, the days to the ledger."""
    chosen = _chosen(turn.case, request)
    approved = [_approved(turn, period, request) for period in chosen]
    turn.replace_periods(*approved)
    for before, after in zip(chosen, approved, strict=True):
        turn.note("approved", rule="D3", period=after.number, program=request.program.value, changed=before.is_approved)
        tell_dates(turn, before.decided, after)
        charge_leave(turn, after)
        expect_return(turn, after)
    designate(turn, approved, changed=any(p.is_approved for p in chosen))
    turn.tasks_done(TaskKind.CONFIRM_DENIAL)
    all_decided(turn)


def _approved(turn: "Turn", period: Period, request: Approval) -> Period:
    """Late through the employer: the days before count only where that did no harm, or both agreed (825.301(d))."""
    after = period.approved(by=request.by, at=turn.at, program=request.program)
    if not is_late(turn.case, period, request):
        return after
    found = designated_backward(turn.case, period, request)
    counts = found is not None and found.may_designate
    turn.note(
        "designated_late",
        rule="D6",
        period=period.number,
        harm=request.delay_harmed,
        agreed=request.agreed_backward,
        counted_backward=counts,
    )
    return after.model_copy(update={"counted_from": None if counts else day_of(turn.at)})


def _chosen(case: "LeaveCase", request: Approval) -> list[Period]:
    return [p for p in case.periods if p.awaits_decision and (not request.periods or p.number in request.periods)]


def _is_settled(certification: Certification | None) -> bool:
    return certification is None or certification.is_settled
