"""How a need and a case end: a death, a withdrawal, a return, a closure; and a case in new hands.

Knows: what each of them stops, reverses and owes. Never knows: a relation, a cause, or the paper of a clearance.
Law part 1.12; 29 CFR 825.124, 825.311, 825.312; programme rows 8, 9, 14.
"""

from datetime import date
from typing import TYPE_CHECKING

from workflows.case import absence_reports
from workflows.case.asked import Closing, ClosingGround, CustodianChange, Reopening
from workflows.case.certification import Certification
from workflows.case.changing_dates import dates_hold
from workflows.case.charging import charge_period, charged_whole, period_of, uncharge_period
from workflows.case.contradictions import Contradiction, contradicts
from workflows.case.deadlines import DeadlineKind
from workflows.case.designation import Decision, Period, within
from workflows.case.duties import TaskKind
from workflows.case.fitness import ClearanceState
from workflows.case.intake import last_day_before
from workflows.case.mirror import owe_word_of_a_change
from workflows.case.notices import CustodianChanged, DueOn
from workflows.case.powers import is_in_custody, may_act
from workflows.case.refusals import Refusal, RefusalCode
from workflows.case.refusing_job import nothing_to_refuse
from workflows.case.return_letters import BereavementReview, LeaveEnded, NeedEnded
from workflows.case.said import FamilyMemberDied, RequestWithdrawn
from workflows.case.told import Role
from workflows.case.waiting_again import may_wait_again
from workflows.rules.calendar import day_of
from workflows.rules.reasons import CARE

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn

CLOCKS_OF_A_NEED = (
    DeadlineKind.RIGHTS_NOTICE,
    DeadlineKind.ELIGIBILITY_NOTICE,
    DeadlineKind.CERTIFICATION,
    DeadlineKind.CERTIFICATION_REMINDER,
    DeadlineKind.CURE,
    DeadlineKind.DESIGNATION_NOTICE,
    DeadlineKind.RETURN,
    DeadlineKind.ELIGIBLE_LATER,
    DeadlineKind.OPEN_LEAVE_CHARGED,
)

ASKING = (
    "rights_notice",
    "recertification_asked",
    "certification_reminder",
    "certification_overdue",
    "deficiency_notice",
    "opinion_ordered",
)
"""Notices that ask for something: none of them may reach somebody whose need has ended."""

ABOUT_PAPERS = (
    TaskKind.JUDGE_CERTIFICATION,
    TaskKind.CERTIFICATION_OVERDUE,
    TaskKind.CURE_OVERDUE,
    TaskKind.NOTICE_MISSED,
    TaskKind.JUDGE_ELIGIBILITY,
    TaskKind.OPINION_AWAITED,
    TaskKind.JUDGE_OPINIONS,
    TaskKind.OPINION_AGAINST,
)


OUTLIVE_THE_CASE = (TaskKind.BEREAVEMENT_REVIEW,)
"""What is still to be done when the case is closed."""


def family_member_died(turn: "Turn", told: FamilyMemberDied) -> None:
    """Care ends that day. The date may follow: then what lies between is settled once more."""
    case = turn.case
    care = [p for p in case.periods if p.reason in CARE]
    if not care:
        contradicts(turn, Contradiction.NO_NEED_THAT_ENDS_SO, about=told.message_id, fact="family_member_died")
        return
    is_first = not case.closure.need_is_over
    if not is_first and (told.died_on is None or told.died_on == case.closure.need_ended_on):
        return
    ended_on = told.died_on or day_of(told.received_at)
    closure = case.closure.model_copy(
        update={"need_ended_at": case.closure.need_ended_at or told.received_at, "need_ended_on": told.died_on}
    )
    turn.change(closure=closure)
    turn.note("need_ended", rule="F6", date_known=told.died_on is not None)
    _stop_the_need(turn, care, ended_on)
    if is_first:
        turn.send(Role.EMPLOYEE, NeedEnded(ended_on=told.died_on, other_leave=not turn.case.need_is_over))
        if not turn.case.need_is_over:
            turn.ask(TaskKind.DECIDE, about="other_leave_after_a_death")
    owe_word_of_a_change(turn, ended_on)
    if told.died_on is not None:
        turn.send(Role.LIAISON, BereavementReview(ended_on=told.died_on))
        turn.ask(TaskKind.BEREAVEMENT_REVIEW, Role.LIAISON, ended_on=told.died_on)


def _stop_the_need(turn: "Turn", periods: list[Period], ended_on: date) -> None:
    """Nothing is asked, nothing runs, and no day after the end is charged."""
    if turn.case.need_is_over:
        turn.stop_deadlines(*CLOCKS_OF_A_NEED)
        turn.withdraw_notices(*ASKING)
        turn.tasks_done(*ABOUT_PAPERS, TaskKind.DECIDE)
    reasons = [p.reason for p in periods]
    let_go(turn, [c for c in turn.case.certifications if c.reason in reasons and not c.is_settled])
    for period in periods:
        end_period(turn, period, ended_on)


def let_go(turn: "Turn", certifications: list[Certification]) -> None:
    """These certifications are not asked for any more."""
    for certification in certifications:
        for key in (certification.due_key, certification.reminder_key, certification.cure_key):
            turn.stop(key)
        turn.tasks_done(*ABOUT_PAPERS, about=certification.due_key)
    turn.replace_certifications(*(certification.let_go() for certification in certifications))


def end_period(turn: "Turn", period: Period, ended_on: date) -> None:
    """The period ends with that day. Supervisors hear of new dates from the agency, not from an automatic letter; of
    an absence that they planned for they are told that it is not taken."""
    if period.is_gone:
        return
    if not charged_whole(period):
        for absence in turn.case.absences.standing:
            on = day_of(absence.starts_at)
            # Asked days too: an absence may have been told while the period still waited for its decision.
            theirs = (period_of(turn, absence) or period).number == period.number
            if theirs and within(on, period.asked) and on > ended_on:
                absence_reports.call_off(turn, absence)
    ended = period.ended_on(ended_on)
    turn.replace_periods(ended)
    if ended.decision is Decision.WITHDRAWN:
        uncharge_period(turn, ended)
    elif ended.decided != period.decided:
        charge_period(turn, ended)
    absence_reports.follow(turn, period, ended)


def request_withdrawn(turn: "Turn", told: RequestWithdrawn) -> None:
    """What lies ahead is taken back; what was taken already stays."""
    chosen = [p for p in turn.case.periods if told.period in (None, p.number)]
    if not chosen:
        contradicts(turn, Contradiction.NOTHING_TO_WITHDRAW, about=told.message_id, fact="request_withdrawn")
        return
    today = day_of(told.received_at)
    turn.note("request_withdrawn", period=told.period)
    for period in chosen:
        _take_back(turn, period, today)
    if all(p.decision in (Decision.WITHDRAWN, Decision.DENIED) for p in turn.case.periods):
        is_wanted = any(may_wait_again(turn.case, p) for p in turn.case.periods)
        kept = (DeadlineKind.ELIGIBLE_LATER,) if is_wanted else ()
        turn.stop_deadlines(*(kind for kind in CLOCKS_OF_A_NEED if kind not in kept))
        turn.withdraw_notices(*ASKING)
        turn.tasks_done(*ABOUT_PAPERS, TaskKind.DECIDE, TaskKind.CONFIRM_DENIAL)
        nothing_to_refuse(turn)


def _take_back(turn: "Turn", period: Period, today: date) -> None:
    if may_wait_again(turn.case, period):
        turn.replace_periods(period.model_copy(update={"let_go": True}))
    if period.is_gone:
        return
    for absence in turn.case.absences.standing:
        if not charged_whole(period) and period.covers(day_of(absence.starts_at)) and day_of(absence.starts_at) > today:
            absence_reports.call_off(turn, absence)
    has_begun = period.is_approved and period.asked.first_on <= today
    after = period.ended_on(today) if has_begun else period.withdrawn()
    turn.replace_periods(after)
    turn.stop(f"return/{period.number}")
    if after.decision is Decision.WITHDRAWN:
        uncharge_period(turn, after)
        absence_reports.follow(turn, period, after)
    elif after.decided != period.decided:
        dates_hold(turn, period, after)


def may_close(case: "LeaveCase", request: Closing) -> Refusal | None:
    """Nothing undecided, no leave running, no clearance missing."""
    refusal = may_act(case, request)
    if refusal is not None:
        return refusal
    if case.edition >= 2 and request.ground not in (None, _ending_of(case)):
        return Refusal(code=RefusalCode.CLOSING_GROUND_DIFFERS)
    if case.job_refusal.is_owed_an_answer:
        return Refusal(code=RefusalCode.JOB_ANSWER_OPEN)
    if case.need_is_over:
        return None
    if any(p.awaits_decision for p in case.periods):
        return Refusal(code=RefusalCode.DECISION_OPEN)
    if any(_goes_on(p, day_of(request.received_at)) for p in case.periods):
        return Refusal(code=RefusalCode.LEAVE_NOT_OVER)
    if case.fitness.state is ClearanceState.ASKED:
        return Refusal(code=RefusalCode.CLEARANCE_OPEN)
    return None


def _ending_of(case: "LeaveCase") -> ClosingGround:
    """How a case ends: the letter says it, and must be true."""
    if case.need_is_over:
        return ClosingGround.NEED_ENDED
    decisions = [period.decision for period in case.periods]
    if all(decision is Decision.WITHDRAWN for decision in decisions):
        return ClosingGround.WITHDRAWN
    if all(decision in (Decision.DENIED, Decision.WITHDRAWN) for decision in decisions):
        return ClosingGround.DENIED
    return ClosingGround.LEAVE_OVER


def _goes_on(period: Period, today: date) -> bool:
    if not period.is_approved or period.decided is None or period.returned_on is not None:
        return False
    return period.decided.last_on is None or period.decided.last_on >= today


def close(turn: "Turn", request: Closing) -> None:
    """No clock runs in a closed case, and no task is left."""
    ground = request.ground or _ending_of(turn.case)
    closure = turn.case.closure.model_copy(update={"closed_at": turn.at, "ground": ground, "closed_by": request.by})
    turn.change(closure=closure)
    turn.stop_deadlines(*DeadlineKind)
    turn.tasks_done(*(kind for kind in TaskKind if kind not in OUTLIVE_THE_CASE))
    turn.withdraw_notices(*ASKING)
    turn.note("closed", ground=ground.value)
    turn.send(Role.EMPLOYEE, LeaveEnded(closed_on=day_of(turn.at), ground=ground.value))


def may_reopen(case: "LeaveCase", request: Reopening) -> Refusal | None:
    """Only a closed case, and only by its custodian."""
    if not case.closure.is_closed:
        return Refusal(code=RefusalCode.CASE_OPEN)
    return is_in_custody(case, request)


def reopen(turn: "Turn", request: Reopening) -> None:
    """Open again as it was; the closing stays in the history. Someone looks at what is to be done."""
    closure = turn.case.closure.model_copy(update={"closed_at": None, "ground": None, "closed_by": None})
    turn.change(closure=closure)
    turn.note("reopened", by=request.by)
    turn.ask(TaskKind.DECIDE, about="reopened")


def may_change_custodian(case: "LeaveCase", request: CustodianChange) -> Refusal | None:
    """Compare and set: the custody that the caller believes in must be the present one."""
    if case.closure.is_closed:
        return Refusal(code=RefusalCode.CASE_CLOSED)
    if request.custodian is not case.custodian:
        return Refusal(code=RefusalCode.CUSTODIAN_CHANGED)
    return None


def change_custodian(turn: "Turn", request: CustodianChange) -> None:
    """New hands, the same clocks. What ended meanwhile acts no more: a person looks at it."""
    case = turn.case
    turn.change(custodian=request.to, coordinator=request.coordinator)
    turn.note("custodian_changed", was=case.custodian.value, now=request.to.value, batch=request.batch)
    for deadline in case.deadlines:
        if deadline.is_running and deadline.due_at <= turn.at:
            turn.set_deadline(deadline.passed())
            turn.ask(
                TaskKind.DEADLINE_PASSED_IN_HANDOVER, about=deadline.key, kind=deadline.kind.value, rule=deadline.rule
            )
    letter = CustodianChanged(
        changed_on=day_of(turn.at),
        deadlines=_promises_to_the_employee(turn.case),
        approved=tuple(p.decided for p in turn.case.periods if p.is_approved and p.decided),
    )
    turn.send(Role.EMPLOYEE, letter)


def _promises_to_the_employee(case: "LeaveCase") -> tuple[DueOn, ...]:
    told = (DeadlineKind.CERTIFICATION, DeadlineKind.CURE)
    return tuple(
        DueOn(kind=d.kind.value, due_on=last_day_before(d.due_at))
        for d in case.deadlines
        if d.is_running and d.kind in told
    )
