"""Whether the employee is eligible: found from the employment record, told, and asked again on a later day of leave.

Knows: which day is asked about, and the notices that a finding owes (29 CFR 825.110(d), 825.300(b), (c)). Never knows:
a directory, a clock, or how a test is made.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from workflows.case.charging import charge_anew, eligible_from
from workflows.case.deadlines import DeadlineKind
from workflows.case.duties import TaskKind
from workflows.case.eligibility import Eligibility, EligibilityState
from workflows.case.entitlement_letters import EligibilityNotice, UnmetReason
from workflows.case.job_refusal import KEY_EMPLOYEE
from workflows.case.rights import rights_notice
from workflows.case.told import Role, Span
from workflows.case.waiting_again import reaches, wait_again
from workflows.rules.calendar import day_of, start_of_day
from workflows.rules.eligible import EligibilityFinding, EmploymentRecord, UnmetTest, fmla_eligibility
from workflows.rules.employer_notices import eligibility_notice_due, rights_notice_due
from workflows.rules.policy import LeavePolicy

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn

TESTED_AGAIN = (UnmetTest.TWELVE_MONTHS, UnmetTest.HOURS_WORKED)
"""What changes from one absence to the next: who works near the worksite is counted when notice is given (E2)."""


def employment_found(turn: "Turn", record: EmploymentRecord | None, coordinator: str | None) -> None:
    """Eligibility is found, and its notice owed. Unknown is said as unknown, never guessed."""
    turn.change(coordinator=turn.case.coordinator or coordinator)
    if record is None:
        turn.change(eligibility=_without_record(turn))
        turn.note("employment_record_missing")
        turn.ask(TaskKind.FIND_EMPLOYMENT)
        return
    if turn.case.edition >= 5:
        turn.tasks_done(TaskKind.FIND_EMPLOYMENT)
    starts_on = turn.case.eligibility_asked_for
    finding = fmla_eligibility(record, starts_on=starts_on, policy=turn.case.policy)
    if turn.case.edition >= 4:
        finding = without_what_settles_itself(finding, record, turn.case.policy)
        begins_on = begins_later(turn.case, finding)
        if begins_on is not None and begins_on <= day_of(turn.at):
            _ask_for_that_day(turn, begins_on, finding)
            return
    state = {"state": EligibilityState.FOUND, "finding": finding, "tested_on": day_of(turn.at)}
    found = turn.case.eligibility.model_copy(update=state)
    keep_what_else_it_says(turn, record)
    settle(turn, found, finding)
    begins_on = eligible_from(turn.case)
    again = wait_again(turn, begins_on) if begins_on is not None else ()
    if found.is_unchanged:
        turn.stop_deadlines(DeadlineKind.ELIGIBILITY_NOTICE, DeadlineKind.RIGHTS_NOTICE)
    else:
        give_notice(turn, finding, starts_on, again)
    if begins_on is not None:
        charge_anew(turn)
    look_again_later(turn, finding)


def keep_what_else_it_says(turn: "Turn", record: EmploymentRecord) -> None:
    """What the case goes by beside eligibility."""
    asked = {"clearance_asked": record.clearance_asked, "key_employee": record.key_employee}
    turn.change(agency=record.agency, **asked)


def settle(turn: "Turn", found: Eligibility, finding: EligibilityFinding) -> None:
    """The finding holds from now on, and the history has it."""
    turn.change(eligibility=found)
    turn.note("eligibility_found", rule="E5", eligible=finding.eligible, unmet=len(finding.unmet))


def _without_record(turn: "Turn") -> Eligibility:
    """No record is no answer: where it was asked anew, what was found last holds, and a later day asks again."""
    asked = turn.case.eligibility
    if asked.finding is None:
        return Eligibility(state=EligibilityState.NO_RECORD)
    return asked.model_copy(update={"state": EligibilityState.NO_RECORD, "tested_on": day_of(turn.at), "asking": ()})


def give_notice(
    turn: "Turn", finding: EligibilityFinding, starts_on: date, again: tuple[Span, ...], *, has_rights: bool = False
) -> None:
    """Whether the employee is eligible, and the rights, unless they were told before."""
    unmet = tuple(UnmetReason(test=u.code.value, citation=u.citation, met_on=u.met_on) for u in finding.unmet)
    letter = EligibilityNotice(starts_on=starts_on, eligible=finding.eligible, unmet=unmet, waits_again=again)
    turn.send(Role.EMPLOYEE, letter)
    if _has_open_question(turn.case, finding):
        turn.ask(TaskKind.JUDGE_ELIGIBILITY)
    elif turn.case.edition >= 4:
        turn.tasks_done(TaskKind.JUDGE_ELIGIBILITY)
    if finding.eligible is False:
        # 825.300(c) gives rights notices to eligible employees; a person still decides, under whichever program fits.
        turn.stop_deadlines(DeadlineKind.RIGHTS_NOTICE)
        if turn.case.edition < 5 or any(p.awaits_decision for p in turn.case.periods):
            turn.ask(TaskKind.DECIDE)
        return
    if has_rights:
        return
    send_rights(turn, starts_on)
    if turn.case.edition >= 4 and any(not c.is_settled for c in turn.case.certifications):
        turn.tasks_done(TaskKind.DECIDE, about="")  # asked when no certification was wanted
    if not turn.case.certifications and not again:
        turn.ask(TaskKind.DECIDE)


def look_again_later(turn: "Turn", finding: EligibilityFinding) -> None:
    """825.110(d): leave that is under way when the last test is met is FMLA leave from that day on. Nobody has to ask
    for it anew."""
    begins_on = begins_later(turn.case, finding)
    if begins_on is None:
        return
    turn.start_clock(
        DeadlineKind.ELIGIBLE_LATER,
        "eligible_later",
        rule="E7",
        started_at=turn.at,
        due_at=max(turn.at, start_of_day(begins_on)),
        inputs={"begins_on": str(begins_on)},
    )


def begins_later(case: "LeaveCase", finding: EligibilityFinding) -> date | None:
    """The day of the leave on which the last test that fails now is met; what is unknown now is asked again then."""
    if case.edition < 2 or finding.eligible is not False:
        return None
    failed = [u for u in finding.unmet if case.edition < 4 or not u.code.is_unknown]
    met_on = [u.met_on for u in failed if u.met_on is not None]
    if len(met_on) < len(failed):
        return None
    begins_on = max(met_on)
    return begins_on if reaches(case, begins_on) else None


def without_what_settles_itself(
    finding: EligibilityFinding, record: EmploymentRecord, policy: LeavePolicy
) -> EligibilityFinding:
    """What is unknown on the first day and settled on the day on which the failed tests are met is no open question:
    exempt staff are presumed to have the hours once the months are complete (825.110(c)(3))."""
    failed = [u for u in finding.unmet if not u.code.is_unknown]
    met_on = [u.met_on for u in failed if u.met_on is not None]
    if not failed or len(met_on) < len(failed):
        return finding
    then = [u.code for u in fmla_eligibility(record, starts_on=max(met_on), policy=policy).unmet]
    unmet = tuple(u for u in finding.unmet if not u.code.is_unknown or u.code in then)
    return finding.model_copy(update={"unmet": unmet})


def _has_open_question(case: "LeaveCase", finding: EligibilityFinding) -> bool:
    """Whether a fact that is missing decides: now, or on the day on which the failed tests are met."""
    is_unknown = any(u.code.is_unknown for u in finding.unmet)
    return finding.eligible is None or (case.edition >= 4 and is_unknown and begins_later(case, finding) is not None)


def _ask_for_that_day(turn: "Turn", begins_on: date, finding: EligibilityFinding) -> None:
    """The day is over already: one notice tells of it, and none of a state that has passed."""
    turn.note("eligibility_asked_again", rule="E7", begins_on=begins_on)
    holds = finding if turn.case.edition >= 5 else None
    turn.change(eligibility=Eligibility(asked_for=begins_on, finding=holds))


def days_reach_further(turn: "Turn") -> None:
    """Leave has other days: it may go on now to the day on which the tests are met, or end before it (825.110(d))."""
    finding = turn.case.eligibility.finding
    if turn.case.edition < 4 or finding is None or turn.case.awaits_employment_record:
        return
    begins_on = begins_later(turn.case, finding)
    if begins_on is None:
        turn.stop("eligible_later")
    elif begins_on <= day_of(turn.at):
        eligible_later(turn, begins_on)
    else:
        look_again_later(turn, finding)


def test_again(turn: "Turn", on: date) -> None:
    """E8: that the months or the hours were not enough is never frozen. At a later absence, or for more leave, they are
    tested on its day, once a day at most; a day from which on they are known to be enough is waited for instead."""
    case, found = turn.case, turn.case.eligibility
    if case.edition < 5 or found.finding is None or not found.is_refused or case.awaits_employment_record:
        return
    is_tested = on <= found.finding.starts_on or found.tested_on == day_of(turn.at)
    later = case.deadline("eligible_later")
    if is_tested or any(code not in TESTED_AGAIN for code in found.failed) or (later is not None and later.is_running):
        return
    eligible_later(turn, on, rule="E8", failed_before=found.failed)


def eligible_later(
    turn: "Turn", begins_on: date, *, rule: str = "E7", failed_before: tuple[UnmetTest, ...] = ()
) -> None:
    """The day has come: the record is looked up again, and its notices are owed within the employer's days."""
    found = turn.case.eligibility
    if found.asking and turn.case.awaits_employment_record:
        # Corrected records are asked about other days at this moment: this day's turn comes after theirs.
        turn.change(eligibility=found.model_copy(update={"asking": (*found.asking, begins_on)}))
        return
    holds = found.finding if turn.case.edition >= 5 else None
    turn.change(eligibility=Eligibility(asked_for=begins_on, failed_before=failed_before, finding=holds))
    turn.note("eligibility_asked_again", rule=rule, begins_on=begins_on)
    owe_eligibility_notice(turn, since=turn.at)
    owe_rights_notice(turn, since=turn.at)


def owe_eligibility_notice(turn: "Turn", *, since: datetime) -> None:
    """The employer's days begin when it learned of what may change it (825.300(b)(1))."""
    told = eligibility_notice_due(day_of(since), policy=turn.case.policy)
    turn.start_deadline(DeadlineKind.ELIGIBILITY_NOTICE, "eligibility_notice", told, started_at=since)


def owe_rights_notice(turn: "Turn", *, since: datetime) -> None:
    """Each time the eligibility notice is (825.300(c)(1))."""
    rights = rights_notice_due(day_of(since), policy=turn.case.policy)
    turn.start_deadline(DeadlineKind.RIGHTS_NOTICE, "rights_notice", rights, started_at=since)


def send_rights(turn: "Turn", starts_on: date) -> None:
    letter = rights_notice(turn.case, starts_on)
    turn.send(Role.EMPLOYEE, letter, about=KEY_EMPLOYEE if letter.key_employee else "")
