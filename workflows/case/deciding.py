"""Decisions on periods: approved by one named person, denied only by two, changed when dates change.

Knows: what a decision needs and what it owes. Never knows: who holds which office, or any timer: no machine decides.
29 CFR 825.300(d), 825.305(d), 825.313; programme row 13.
"""

from datetime import date
from typing import TYPE_CHECKING

from workflows.case.absence_reports import follow
from workflows.case.alerting import tell_dates, tell_no_longer_leave
from workflows.case.amounts import amount_of
from workflows.case.asked import Approval, DenialConfirmation, DenialGround, DenialProposal, Program
from workflows.case.certification import Certification
from workflows.case.charging import charge_leave, charge_period, is_uncounted, lies_under, uncharge_fmla
from workflows.case.contradictions import Contradiction, contradicts
from workflows.case.deadlines import DeadlineKind
from workflows.case.designation import Decision, Period
from workflows.case.duties import TaskKind
from workflows.case.entitlement_letters import DenialNotice, DesignationNotice
from workflows.case.fitness import asks_clearance
from workflows.case.intake import days_reach_further
from workflows.case.late_designation import designated_backward, is_late
from workflows.case.opinions import is_provisional, says_no
from workflows.case.pay import paid_leave_of
from workflows.case.powers import may_act
from workflows.case.refusals import Refusal, RefusalCode
from workflows.case.said import DatesChanged
from workflows.case.told import Role, Span
from workflows.rules.calendar import day_of, days_after, end_of_day
from workflows.rules.reasons import CARE, LeaveShape

DAYS_OF_A_WEEK = 7

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
    if any(not _is_settled(_certification_of(case, period)) for period in chosen):
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
        _expect_return(turn, after)
    designate(turn, approved, changed=any(p.is_approved for p in chosen))
    turn.tasks_done(TaskKind.CONFIRM_DENIAL)
    _all_decided(turn)


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
    _all_decided(turn)


def dates_changed(turn: "Turn", told: DatesChanged) -> None:
    """Inside the approved days a change holds at once; beyond them a person decides again."""
    period = turn.case.period(told.period)
    odd = _oddity(turn.case, period, told)
    if period is None or odd is not None:
        turn.note("dates_contradict", period=told.period)
        contradicts(turn, odd or Contradiction.NO_SUCH_PERIOD, about=told.message_id, fact="dates_changed")
        return
    changed = period.with_dates(Span(first_on=told.first_on, last_on=told.last_on))
    turn.replace_periods(changed)
    turn.note("dates_changed", rule="F6", period=period.number, awaits_decision=changed.awaits_decision)
    days_reach_further(turn)
    if changed.decided != period.decided:
        dates_hold(turn, period, changed)
    elif is_uncounted(turn, f"period/{period.number}"):
        charge_period(turn, changed)
    if changed.awaits_decision:
        turn.ask(TaskKind.DECIDE, about=f"period/{period.number}")


def _oddity(case: "LeaveCase", period: Period | None, told: DatesChanged) -> Contradiction | None:
    if period is not None and _is_settled_for_good(case, period):
        return Contradiction.PERIOD_SETTLED_FOR_GOOD
    if told.last_on is not None and told.last_on < told.first_on:
        return Contradiction.DATES_END_BEFORE_THEY_BEGIN
    return None


def _is_settled_for_good(case: "LeaveCase", period: Period) -> bool:
    """What was withdrawn or denied keeps the days that the letter named, and care for somebody who died is over: new
    days need a new period."""
    if case.edition < 2:
        return period.decision is Decision.WITHDRAWN
    is_over = case.closure.need_is_over and period.reason in CARE
    return period.decision in (Decision.WITHDRAWN, Decision.DENIED) or is_over


def dates_hold(turn: "Turn", before: Period, after: Period) -> None:
    """New decided dates: everybody who was told the old ones is told the new, old beside new."""
    tell_dates(turn, before.decided, after)
    charge_period(turn, after)
    follow(turn, before, after)
    _expect_return(turn, after)
    designate(turn, [after], changed=True)


def _all_decided(turn: "Turn") -> None:
    if not any(p.awaits_decision for p in turn.case.periods):
        turn.tasks_done(TaskKind.DECIDE, TaskKind.JUDGE_ELIGIBILITY)
        if turn.case.edition >= 4:
            if not any(p.is_approved and says_no(turn.case, p.reason) for p in turn.case.periods):
                turn.tasks_done(TaskKind.OPINION_AGAINST)
            _late_notices_seen(turn)


def _late_notices_seen(turn: "Turn") -> None:
    """Whoever decides has seen which notice went out late, and of late designation what harm it did (825.300(e))."""
    for task in turn.case.open_tasks:
        clock = turn.case.deadline(task.about) if task.kind is TaskKind.NOTICE_MISSED else None
        if clock is not None and (clock.settled_at is not None or clock.kind is DeadlineKind.DESIGNATION_NOTICE):
            turn.tasks_done(TaskKind.NOTICE_MISSED, about=task.about)


def _chosen(case: "LeaveCase", request: Approval) -> list[Period]:
    return [p for p in case.periods if p.awaits_decision and (not request.periods or p.number in request.periods)]


def _certification_of(case: "LeaveCase", period: Period) -> Certification | None:
    return next((c for c in case.certifications if c.reason is period.reason), None)


def _is_settled(certification: Certification | None) -> bool:
    return certification is None or certification.is_settled


def _too_early(case: "LeaveCase", period: Period, ground: DenialGround) -> Refusal | None:
    certification = _certification_of(case, period)
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
        DenialGround.NOT_ELIGIBLE: case.eligibility.is_refused,
        DenialGround.ENTITLEMENT_USED_UP: used_up,
        DenialGround.OPINION_DOES_NOT_CERTIFY: says_no(case, period.reason),
    }
    return None if is_shown.get(ground, True) else Refusal(code=RefusalCode.GROUND_NOT_SHOWN)


def designate(turn: "Turn", periods: list[Period], *, changed: bool) -> None:
    """The designation notice, with all that 825.300(d) wants said of these periods."""
    case = turn.case
    announced = asks_clearance(case, periods)
    if announced and not case.fitness.announced:
        turn.change(fitness=case.fitness.model_copy(update={"announced": True}))
    notice = DesignationNotice(
        periods=tuple(p.decided for p in periods if p.decided is not None),
        intermittent=any(p.is_intermittent for p in periods),
        program=(periods[0].program or Program.FMLA).value,
        clearance_asked=announced,
        changed=changed,
        provisional=any(is_provisional(case, p.reason) for p in periods),
        counted_from=max((p.counted_from for p in periods if p.counted_from), default=None),
        protected_from=max((p.protected_from for p in periods if p.protected_from), default=None),
        paid_leave=tuple(days for p in periods for days in paid_leave_of(case, p)),
        amounts=tuple(amount for p in periods if (amount := amount_of(case, p)) is not None),
        amount_told_every_days=case.policy.statutes.amount_told_every_days,
    )
    turn.send(Role.EMPLOYEE, notice, about="designation_notice")


def _expect_return(turn: "Turn", period: Period) -> None:
    if period.is_intermittent or period.decided is None:
        return
    if period.decided.last_on is None:
        charge_again_later(turn, period)
        return
    turn.stop(f"open_leave/{period.number}")
    if period.returned_on is not None:
        return
    key = f"return/{period.number}"
    # The day after the last one is the first on which a return can be reported.
    due_on: date = days_after(period.decided.last_on, 1)
    last_on = {"last_day_of_leave": str(period.decided.last_on)}
    turn.start_clock(DeadlineKind.RETURN, key, rule="J7", started_at=turn.at, due_at=end_of_day(due_on), inputs=last_on)


def charge_again_later(turn: "Turn", period: Period) -> None:
    """Leave whose end nobody knows is charged week by week, as it is taken (825.205(b)(1))."""
    if turn.case.edition < 2 or period.decided is None or period.shape is not LeaveShape.CONTINUOUS:
        return
    starts_on = max(day_of(turn.at), period.decided.first_on)
    turn.start_clock(
        DeadlineKind.OPEN_LEAVE_CHARGED,
        f"open_leave/{period.number}",
        rule="C1",
        started_at=turn.at,
        due_at=end_of_day(days_after(starts_on, DAYS_OF_A_WEEK)),
        inputs={"first_day_of_leave": str(period.decided.first_on)},
    )
