"""What became of the duties, and what became of the time: answers that come back to the case as facts.

Knows: which clock an accepted notice starts or meets, and what a passed deadline owes. Never knows: mail or ledger.
A clock that runs from receipt starts when the notice was accepted, not when it was owed. Nothing is decided here.
"""

from datetime import date
from typing import TYPE_CHECKING

from workflows.case.certification import Certification
from workflows.case.certification_letters import CertificationOverdue, CertificationReminder
from workflows.case.charging import charge_anew, charge_period
from workflows.case.contradictions import Contradiction, contradicts
from workflows.case.deadlines import Deadline, DeadlineKind
from workflows.case.deciding import charge_again_later
from workflows.case.duties import TaskKind
from workflows.case.entitlement_letters import EntitlementUsedUp
from workflows.case.finding_eligibility import eligible_later
from workflows.case.intake import certifications_asked, last_day_before
from workflows.case.job_refusal import KEY_EMPLOYEE
from workflows.case.told import Role
from workflows.case.waiting_again import reaches
from workflows.rules.calendar import day_of
from workflows.rules.certification_clocks import cure_due
from workflows.rules.schedule_changes import ScheduleChange
from workflows.rules.spans import Days

if TYPE_CHECKING:
    from workflows.case.turn import Awaited, Turn

ENDS_BY_ITSELF = (DeadlineKind.RESTORATION_HELD, DeadlineKind.DFML_APPEAL)
"""Time that somebody has: nobody owes anything when it ends."""

NOTICE_CLOCKS = (DeadlineKind.ELIGIBILITY_NOTICE, DeadlineKind.RIGHTS_NOTICE, DeadlineKind.DESIGNATION_NOTICE)


def notice_accepted(turn: "Turn", key: str, role: Role) -> None:
    """Clocks of the employer are met, clocks of the employee begin."""
    if role in (Role.SUPERVISOR, Role.NEXT_LEVEL):
        turn.change_quietly(last_alert_at=turn.at)
    awaited = _forget(turn, key)
    if awaited is None or turn.case.closure.is_closed:
        return
    if awaited.kind == "eligibility_notice":
        _notice_given(turn, "eligibility_notice")
    elif awaited.kind == "rights_notice":
        _rights_given(turn, awaited)
    elif awaited.kind == "recertification_asked":
        if not turn.case.need_is_over:
            certifications_asked(turn, at=turn.at)
    elif awaited.kind == "deficiency_notice":
        _cure_begins(turn, awaited.about)
    elif awaited.about == "designation_notice":
        _notice_given(turn, "designation_notice")


def _rights_given(turn: "Turn", awaited: "Awaited") -> None:
    """It asks for papers too, and tells a key employee of it: without that no job can be refused (825.219(a))."""
    _notice_given(turn, "rights_notice")
    if awaited.about == KEY_EMPLOYEE:
        turn.change_quietly(key_employee_told=True)
    if not turn.case.need_is_over:
        certifications_asked(turn, at=turn.at)


def _notice_given(turn: "Turn", key: str) -> None:
    """A clock of the employer is met, or was missed: then a person is told, also where no timer came first."""
    deadline = turn.case.deadline(key)
    if deadline is not None and deadline.is_running and deadline.due_at <= turn.at:
        _pass(turn, deadline)
    turn.satisfy(key, at=turn.at)


def _cure_begins(turn: "Turn", cure_key: str) -> None:
    """Seven calendar days from receipt, the day of receipt not counted (825.305(c))."""
    certification = next((c for c in turn.case.certifications if c.cure_key == cure_key), None)
    if certification is None or not certification.is_waited_for:
        return
    cured_by = cure_due(day_of(turn.at), policy=turn.case.policy)
    turn.start_deadline(DeadlineKind.CURE, cure_key, cured_by, started_at=turn.at)


def notice_failed(turn: "Turn", key: str, role: Role, failure: str) -> None:
    """A permanent no is an outcome: the Liaison finds another way to the person."""
    awaited = _forget(turn, key)
    kind = awaited.kind if awaited else "supervisor_alert"
    turn.note("notice_failed", notice=kind, role=role.value, failure=failure)
    turn.ask(
        TaskKind.NOTICE_FAILED,
        Role.LIAISON,
        about=f"{role.value}/{kind}",
        notice=kind,
        role=role.value,
        failure=failure,
    )


def days_counted(turn: "Turn", cause: str, uncounted: tuple[Days, ...], *, schedule_known: bool) -> None:
    """Days without a schedule, or beyond the table of holidays, are not counted: a person finds what is missing and
    tells the case of the same days once more."""
    if not schedule_known:
        turn.ask(TaskKind.CHARGE_NOT_POSSIBLE, about=cause, cause=cause, days=spelled(uncounted) or None)
    elif turn.case.edition >= 4:
        turn.tasks_done(TaskKind.CHARGE_NOT_POSSIBLE, about=cause)


def days_not_employed(turn: "Turn", cause: str, days: tuple[Days, ...]) -> None:
    """Nobody is on leave from work that nobody has: a person clears up the days, or the directory."""
    if days:
        kind = TaskKind.OUTSIDE_EMPLOYMENT
        contradicts(turn, Contradiction.NOT_EMPLOYED_THEN, about=cause, kind=kind, cause=cause, days=spelled(days))
    elif turn.case.edition >= 4:
        turn.tasks_done(TaskKind.OUTSIDE_EMPLOYMENT, about=cause)


def schedule_changed(turn: "Turn", changes: tuple[ScheduleChange, ...]) -> None:
    """Whether the new week is the base turns on why it changed (825.205(b)(2)): a person finds that out, once, and has
    it told in the directory. Once it is told, all leave is counted by it."""
    is_answered, citation = False, turn.case.policy.citation("C5")
    for change in changes if turn.case.is_open else ():
        about = str(change.on)
        if change.cause is None:
            turn.ask(TaskKind.SCHEDULE_CAUSE, about=about, days=change.on, rule="C5", citation=citation)
        elif any(task.kind is TaskKind.SCHEDULE_CAUSE and task.about == about for task in turn.case.open_tasks):
            turn.tasks_done(TaskKind.SCHEDULE_CAUSE, about=about)
            turn.note("schedule_cause_told", rule="C5", changed_on=change.on, cause=change.cause.value)
            is_answered = True
    if is_answered:
        charge_anew(turn)


def spelled(days: tuple[Days, ...]) -> str:
    """Days for a person to read."""
    return ", ".join(f"{span.first_on} to {span.last_on}" for span in days)


def charge_posted(turn: "Turn", cause: str, lacking: EntitlementUsedUp) -> None:
    """A person is asked only where the ledger could not charge all; what another plan covers is not unprotected."""
    if lacking.minutes_beyond > 0:
        is_new = all(task.kind is not TaskKind.ENTITLEMENT_USED_UP for task in turn.case.open_tasks)
        if is_new and turn.case.edition >= 3 and turn.case.is_open:
            turn.send(Role.EMPLOYEE, lacking)
        turn.ask(
            TaskKind.ENTITLEMENT_USED_UP,
            about="entitlement",
            cause=cause,
            minutes_beyond=lacking.minutes_beyond,
            minutes_no_plan_covers=lacking.minutes_uncovered,
            beyond_from=lacking.beyond_from,
            no_plan_covers_from=lacking.uncovered_from,
        )


def time_passed(turn: "Turn") -> None:
    """Each deadline that has ended is overdue and a task; a reminder is sent. No one is denied anything by a clock."""
    for deadline in turn.case.deadlines:
        if deadline.is_running and deadline.due_at <= turn.at:
            _pass(turn, deadline)


def _pass(turn: "Turn", deadline: Deadline) -> None:
    if deadline.kind is DeadlineKind.CERTIFICATION_REMINDER:
        turn.set_deadline(deadline.stopped(at=turn.at))
        _remind(turn, deadline)
        return
    if deadline.kind is DeadlineKind.ELIGIBLE_LATER:
        _eligibility_begins(turn, deadline)
        return
    if deadline.kind in ENDS_BY_ITSELF:
        turn.set_deadline(deadline.stopped(at=turn.at))
        turn.note("time_ended", rule=deadline.rule, deadline=deadline.key, last_day=last_day_before(deadline.due_at))
        return
    if deadline.kind is DeadlineKind.OPEN_LEAVE_CHARGED:
        _charge_open_leave(turn, deadline)
        return
    turn.set_deadline(deadline.passed())
    turn.note("deadline_passed", rule=deadline.rule, deadline=deadline.key, due_on=last_day_before(deadline.due_at))
    if deadline.kind in NOTICE_CLOCKS:
        turn.ask(TaskKind.NOTICE_MISSED, about=deadline.key, notice=deadline.key, rule=deadline.rule)
    elif deadline.kind is DeadlineKind.CERTIFICATION:
        turn.send(Role.EMPLOYEE, CertificationOverdue(due_on=last_day_before(deadline.due_at)))
        turn.ask(TaskKind.CERTIFICATION_OVERDUE, about=deadline.key)
    elif deadline.kind is DeadlineKind.CURE:
        turn.ask(TaskKind.CURE_OVERDUE, about=_due_key_of(turn, deadline.key))
    elif deadline.kind is DeadlineKind.RETURN:
        turn.ask(TaskKind.RETURN_NOT_REPORTED, Role.LIAISON, about=deadline.key)


def _eligibility_begins(turn: "Turn", deadline: Deadline) -> None:
    """Where all the leave was given up or denied for good meanwhile, there is nothing to be eligible for."""
    begins_on = date.fromisoformat(deadline.inputs["begins_on"])
    if turn.case.edition >= 5 and not reaches(turn.case, begins_on):
        turn.set_deadline(deadline.stopped(at=turn.at))
        return
    turn.set_deadline(deadline.satisfied(at=deadline.started_at))
    eligible_later(turn, begins_on)


def _charge_open_leave(turn: "Turn", deadline: Deadline) -> None:
    period = next((p for p in turn.case.periods if deadline.key == f"open_leave/{p.number}"), None)
    turn.set_deadline(deadline.stopped(at=turn.at))
    if period is not None and period.is_approved:
        charge_period(turn, period)
        charge_again_later(turn, period)


def _remind(turn: "Turn", reminder: Deadline) -> None:
    certification = _certification(turn, reminder_key=reminder.key)
    due = turn.case.deadline(certification.due_key) if certification else None
    if certification is not None and certification.is_waited_for and due is not None:
        letter = CertificationReminder(due_on=last_day_before(due.due_at), reason=certification.reason)
        turn.send(Role.EMPLOYEE, letter)
        turn.note("reminded", rule=reminder.rule, due_on=last_day_before(due.due_at))


def _due_key_of(turn: "Turn", cure_key: str) -> str:
    return next((c.due_key for c in turn.case.certifications if c.cure_key == cure_key), cure_key)


def _certification(turn: "Turn", *, reminder_key: str) -> Certification | None:
    return next((c for c in turn.case.certifications if c.reminder_key == reminder_key), None)


def _forget(turn: "Turn", key: str) -> "Awaited | None":
    found = next((a for a in turn.case.awaited if a.key == key), None)
    if found is not None:
        turn.change_quietly(awaited=tuple(a for a in turn.case.awaited if a.key != key))
    return found
