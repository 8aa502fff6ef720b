"""The personnel records were corrected: eligibility is asked anew where it was not found, or found wanting.

Knows: which days are asked about, and what another answer owes. Never knows: what was corrected: the directory has it,
and the tests are made as they always are. 29 CFR 825.110(d), 825.300(b)(1) (law.md D1, E7, E8).
"""

from datetime import date
from typing import TYPE_CHECKING

from workflows.case import finding_eligibility as finding_it
from workflows.case.asked import Program
from workflows.case.charging import charge_anew, charge_what_is_uncounted, lies_under, uncharge_fmla
from workflows.case.contradictions import Contradiction, contradicts
from workflows.case.deadlines import DeadlineKind, DeadlineState
from workflows.case.duties import TaskKind
from workflows.case.eligibility import Eligibility, EligibilityState
from workflows.case.said import RecordsCorrected
from workflows.case.waiting_again import wait_again
from workflows.rules.calendar import day_of
from workflows.rules.eligible import EligibilityFinding, EmploymentRecord, fmla_eligibility

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn


def records_corrected(turn: "Turn", told: RecordsCorrected) -> None:
    """Leave that was uncounted is counted again. Who was found eligible stays so: that is not asked anew."""
    turn.note("records_corrected", channel=told.channel.value)
    charge_what_is_uncounted(turn)
    found, days = turn.case.eligibility, _days(turn.case)
    if found.state is EligibilityState.AWAITED:
        early = {"asked_too_early": True, "asking": days if found.asking else ()}
        turn.change(eligibility=found.model_copy(update=early))
        return
    if found.finding is not None and found.finding.eligible:
        return
    anew = {"state": EligibilityState.AWAITED, "corrected_at": turn.at, "asking": days if found.finding else ()}
    turn.change(eligibility=found.model_copy(update=anew))
    turn.note("eligibility_asked_again", rule="E8", begins_on=turn.case.eligibility_asked_for)


def _days(case: "LeaveCase") -> tuple[date, ...]:
    """The first day of leave and, where the tests are still not met on it, the later one that was asked about last."""
    first_on, later = _first_day(case), case.eligibility.asked_for
    return (first_on, later) if later is not None and later > first_on else (first_on,)


def _first_day(case: "LeaveCase") -> date:
    return min(period.asked.first_on for period in case.periods)


def answered(turn: "Turn", record: EmploymentRecord | None, coordinator: str | None) -> None:
    """The record is in. One that may have been read before it was corrected is not looked at: it is asked for again."""
    found = turn.case.eligibility
    if found.asked_too_early:
        turn.change(eligibility=found.model_copy(update={"asked_too_early": False}))
    elif record is not None and found.asking:
        turn.change(coordinator=turn.case.coordinator or coordinator)
        _answered_anew(turn, record)
    else:
        finding_it.employment_found(turn, record, coordinator)
        if record is not None and found.corrected_at is not None:
            _found_at_last(turn, found)


def _found_at_last(turn: "Turn", asked: Eligibility) -> None:
    """There was no record before: leave that was approved all the same may turn out not to be FMLA leave."""
    turn.tasks_done(TaskKind.FIND_EMPLOYMENT)
    found = turn.case.eligibility
    if found.state is EligibilityState.AWAITED:
        turn.change(eligibility=found.model_copy(update={"corrected_at": asked.corrected_at}))
    elif found.is_refused:
        _no_fmla_leave(turn)


def _answered_anew(turn: "Turn", record: EmploymentRecord) -> None:
    """What was found last holds until the tests are met on one of the days, or are met on none."""
    turn.tasks_done(TaskKind.FIND_EMPLOYMENT)
    finding_it.keep_what_else_it_says(turn, record)
    held, policy = turn.case.eligibility, turn.case.policy
    starts_on, *rest = held.asking
    tested = fmla_eligibility(record, starts_on=starts_on, policy=policy)
    finding = finding_it.without_what_settles_itself(tested, record, policy)
    begins_on = finding_it.begins_later(turn.case, finding)
    if begins_on is not None and starts_on < begins_on <= day_of(turn.at):
        rest = [begins_on]
    if finding.eligible is False and rest:
        turn.change(eligibility=held.model_copy(update={"asking": tuple(rest)}))
        return
    _settle(turn, held, finding)


def _settle(turn: "Turn", held: Eligibility, finding: EligibilityFinding) -> None:
    is_later = finding.starts_on > _first_day(turn.case)
    found = Eligibility(
        state=EligibilityState.FOUND,
        finding=finding,
        asked_for=finding.starts_on if is_later else None,
        tested_on=day_of(turn.at),
        corrected_at=held.corrected_at,
    )
    finding_it.settle(turn, found, finding)
    turn.stop("eligible_later")
    if _is_same(held, found):
        if found.is_refused:  # of a later day that had no record, notices may be owed still
            turn.stop_deadlines(DeadlineKind.ELIGIBILITY_NOTICE, DeadlineKind.RIGHTS_NOTICE)
    else:
        _tell(turn, held, finding)
    finding_it.look_again_later(turn, finding)


def _is_same(held: Eligibility, found: Eligibility) -> bool:
    """The same tests fail or are unknown: nobody is told a second time (825.300(b)(3))."""
    before, now = held.finding, found.finding
    if before is None or now is None or before.eligible is not now.eligible:
        return False
    codes = [[(unmet.code, unmet.met_on) for unmet in each.unmet] for each in (before, now)]
    return codes[0] == codes[1] and (found.is_refused or held.asked_for == found.asked_for)


def _tell(turn: "Turn", held: Eligibility, finding: EligibilityFinding) -> None:
    """The employee hears what has changed, what was denied for it waits again, and leave is charged by it."""
    has_rights, since = not held.is_refused, held.corrected_at or turn.at
    if _is_settled(turn.case, "eligibility_notice"):
        finding_it.owe_eligibility_notice(turn, since=since)
    if not has_rights and finding.eligible is not False and _is_settled(turn.case, "rights_notice"):
        finding_it.owe_rights_notice(turn, since=since)
    may_begin = held.is_refused and finding.eligible is not False
    again = wait_again(turn, finding.starts_on) if may_begin else ()
    finding_it.give_notice(turn, finding, finding.starts_on, again, has_rights=has_rights)
    if finding.eligible is False:
        _no_fmla_leave(turn)
    else:
        charge_anew(turn)


def _is_settled(case: "LeaveCase", key: str) -> bool:
    """A clock that still runs, or was missed and is not met yet, is not forgiven by a new one."""
    clock = case.deadline(key)
    return clock is None or clock.settled_at is not None or clock.state is DeadlineState.STOPPED


def _no_fmla_leave(turn: "Turn") -> None:
    """What was approved while nothing spoke against it counts as FMLA leave no longer; a person clears it up."""
    approved = [period for period in turn.case.periods if period.is_approved]
    for period in approved:
        absences = [a for a in turn.case.absences.standing if lies_under(turn.case, period, a)]
        uncharge_fmla(turn, period, absences)
    if any(period.program is Program.FMLA for period in approved):
        contradicts(turn, Contradiction.APPROVED_AND_NOT_ELIGIBLE, about="eligibility", fact="records_corrected")
