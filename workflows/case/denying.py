"""Periods denied, by two people or not at all.

Knows: what a denial needs, which ground is shown, and what it owes. Never knows: who holds which office, or any timer:
no machine denies. 29 CFR 825.305(d), 825.307(b)(1), 825.313; programme row 13.
"""

from typing import TYPE_CHECKING

from workflows.case.alerting import tell_no_longer_leave
from workflows.case.asked import DenialConfirmation, DenialGround, DenialProposal
from workflows.case.charging import lies_under, uncharge_fmla
from workflows.case.deciding import all_decided, certification_of
from workflows.case.designation import Decision, Period
from workflows.case.duties import TaskKind
from workflows.case.entitlement_letters import DenialNotice
from workflows.case.opinions import says_no
from workflows.case.powers import may_act
from workflows.case.refusals import Refusal, RefusalCode
from workflows.case.told import Role
from workflows.rules.calendar import day_of

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn


def may_propose_denial(case: "LeaveCase", request: DenialProposal) -> Refusal | None:
    """A denial for what did not come is too early while it may still come."""
    refusal = may_act(case, request)
    if refusal is not None:
        return refusal
    period = case.period(request.period)
    if period is None:
        return Refusal(code=RefusalCode.NO_SUCH_PERIOD)
    waits = period.decision in (Decision.PENDING, Decision.DENIAL_PROPOSED)
    # Approved provisionally: the opinion that binds may end it (825.307(b)(1)).
    was_provisional = period.is_approved and request.ground is DenialGround.OPINION_DOES_NOT_CERTIFY
    if not waits and not was_provisional:
        return Refusal(code=RefusalCode.ALREADY_DECIDED)
    return _too_early(case, period, request.ground) or _not_shown(case, period, request.ground)


def propose_denial(turn: "Turn", request: DenialProposal) -> None:
    """Someone else is asked to look at it. Nothing is denied."""
    period = turn.case.period(request.period)
    if period is None:
        return
    # Another proposal takes the place of one that was wrong; whoever confirms sees the last one.
    turn.tasks_done(TaskKind.CONFIRM_DENIAL, about=f"period/{period.number}")
    turn.replace_periods(period.denial_proposed(request.ground, by=request.by))
    turn.note("denial_proposed", rule="G4", period=period.number, ground=request.ground.value)
    turn.ask(TaskKind.CONFIRM_DENIAL, about=f"period/{period.number}", proposed_by=request.by)


def may_confirm_denial(case: "LeaveCase", request: DenialConfirmation) -> Refusal | None:
    """A second person, and the ground must still hold."""
    refusal = may_act(case, request)
    if refusal is not None:
        return refusal
    period = case.period(request.period)
    if period is None:
        return Refusal(code=RefusalCode.NO_SUCH_PERIOD)
    if not period.denial_is_proposed or period.ground is None:
        return Refusal(code=RefusalCode.NO_DENIAL_PROPOSED)
    if period.proposed_by == request.by:
        return Refusal(code=RefusalCode.SAME_PERSON)
    return _too_early(case, period, period.ground) or _not_shown(case, period, period.ground)


def confirm_denial(turn: "Turn", request: DenialConfirmation) -> None:
    """The letter says why and what can be done now."""
    period = turn.case.period(request.period)
    if period is None or period.ground is None:
        return
    turn.replace_periods(period.denied(by=request.by, at=turn.at))
    turn.note("denied", rule="G4", period=period.number, ground=period.ground.value, proposed_by=period.proposed_by)
    if period.is_approved:
        _undo(turn, period)
    notice = DenialNotice(periods=(period.asked,), ground=period.ground.value, decided_on=day_of(turn.at))
    turn.send(Role.EMPLOYEE, notice, about="designation_notice")
    turn.tasks_done(TaskKind.CONFIRM_DENIAL, about=f"period/{period.number}")
    all_decided(turn)


def _too_early(case: "LeaveCase", period: Period, ground: DenialGround) -> Refusal | None:
    certification = certification_of(case, period)
    if certification is None:
        return None
    clocks = {
        DenialGround.CERTIFICATION_NOT_PROVIDED: certification.due_key,
        DenialGround.CERTIFICATION_NOT_CURED: certification.cure_key,
    }
    if ground not in clocks:
        return None
    clock = case.deadline(clocks[ground])
    if clock is None or clock.is_running or not certification.is_waited_for:
        return Refusal(code=RefusalCode.STILL_IN_TIME)
    return None


def _undo(turn: "Turn", period: Period) -> None:
    """Leave that was protected provisionally is not leave of this kind after all."""
    absences = [a for a in turn.case.absences.standing if lies_under(turn.case, period, a)]
    uncharge_fmla(turn, period, absences)
    tell_no_longer_leave(turn, period, absences)
    turn.stop(f"return/{period.number}")
    turn.stop(f"open_leave/{period.number}")


def _not_shown(case: "LeaveCase", period: Period, ground: DenialGround) -> Refusal | None:
    """A letter must be true: of these grounds the case itself knows whether they hold. Whether a reason is covered is
    a finding of the two people."""
    if case.edition < 2:
        return None
    used_up = any(task.kind is TaskKind.ENTITLEMENT_USED_UP for task in case.open_tasks)
    is_shown = {
        DenialGround.NOT_ELIGIBLE: case.eligibility.is_refused and not case.awaits_employment_record,
        DenialGround.ENTITLEMENT_USED_UP: used_up,
        DenialGround.OPINION_DOES_NOT_CERTIFY: says_no(case, period.reason),
    }
    return None if is_shown.get(ground, True) else Refusal(code=RefusalCode.GROUND_NOT_SHOWN)
