"""A need that ends otherwise than by a death: recovery, a failed placement, a deployment or employment that is over.

Knows: what the rules of the end of need cancel and un-charge, and who is told. Never knows: why, beyond the code. What
does not end a need for certain ends nothing: a person finds it out first. 29 CFR 825.311 (law.md 1.12, F6-F8).
"""

from datetime import date
from typing import TYPE_CHECKING

from pydantic import ValidationError

from workflows.case.contradictions import Contradiction, contradicts
from workflows.case.designation import Period
from workflows.case.duties import TaskKind
from workflows.case.ending import end_period, let_go
from workflows.case.fitness import ClearanceState
from workflows.case.mirror import owe_word_of_a_change
from workflows.case.refusing_job import nothing_to_refuse
from workflows.case.return_letters import LeaveEndsSooner
from workflows.case.said import NeedEnded
from workflows.case.told import Role
from workflows.rules.calendar import day_of
from workflows.rules.end_of_need import EndKind, NeedEndedFacts, PendingStep
from workflows.rules.end_of_need import NeedEnded as Ended
from workflows.rules.end_of_need import need_ended as end_of_need

if TYPE_CHECKING:
    from workflows.case.turn import Turn

_TOLD_OTHERWISE = (EndKind.DEATH, EndKind.WITHDRAWAL)
"""Each of these is a message of its own."""


def need_ended(turn: "Turn", told: NeedEnded) -> None:
    """Leave is charged to the last day of need; what waited for the need to go on is cancelled."""
    concerned = [p for p in turn.case.periods if _is_concerned(p, told)]
    if not concerned:
        turn.note("end_of_need_contradicts", how=told.how.value)
        contradicts(turn, Contradiction.NO_NEED_THAT_ENDS_SO, about=told.message_id, fact="need_ended")
        return
    turn.note("need_ended", rule="F6", how=told.how.value, last_on=told.last_day_of_need)
    begun = [p for p in concerned if _has_begun(p, told.last_day_of_need)]
    sure = [(period, end) for period in begun if (end := _found(turn, period, told)) is not None]
    if not sure or told.last_day_of_need is None:
        turn.ask(TaskKind.FIND_END_OF_NEED, about=told.how.value, how=told.how.value)
        return
    for period, end in sure:
        _end(turn, period, end, told.last_day_of_need)
    turn.tasks_done(TaskKind.FIND_END_OF_NEED)
    owe_word_of_a_change(turn, told.last_day_of_need)
    right_ends = any(end.restoration_ends for _, end in sure)
    letter = LeaveEndsSooner(how=told.how.value, last_on=told.last_day_of_need, right_ends=right_ends)
    turn.send(Role.EMPLOYEE, letter)


def _has_begun(period: Period, last_day_of_need: date | None) -> bool:
    """Leave that is to begin later would be withdrawn by it: that a person finds out, and nobody's word alone does."""
    return last_day_of_need is None or (period.decided or period.asked).first_on <= last_day_of_need


def _is_concerned(period: Period, told: NeedEnded) -> bool:
    """Whether a need for this reason can end so at all, and has not ended before."""
    last_on = (period.decided or period.asked).last_on
    is_over = told.last_day_of_need is not None and last_on is not None and last_on <= told.last_day_of_need
    return not period.is_gone and told.how not in _TOLD_OTHERWISE and not is_over and _facts(period, told) is not None


def _facts(period: Period, told: NeedEnded) -> NeedEndedFacts | None:
    try:
        return NeedEndedFacts(
            reason=period.reason,
            kind=told.how,
            last_day_of_need=told.last_day_of_need,
            told_on=day_of(told.received_at),
            # Nobody knows of a claim: the employer acts as if there were one, and a person finds out.
            pfml_claim=told.pfml_claim is not False,
            unequivocal=told.unequivocal if told.how is EndKind.NOT_RETURNING else None,
        )
    except ValidationError:
        return None


def _found(turn: "Turn", period: Period, told: NeedEnded) -> Ended | None:
    """What ends for certain; None where nothing does yet."""
    facts = _facts(period, told)
    found = end_of_need(facts, policy=turn.case.policy).result if facts is not None else None
    return found if found is not None and found.last_charged_on is not None else None


def _end(turn: "Turn", period: Period, end: Ended, last_on: date) -> None:
    mine = [c for c in turn.case.certifications if c.reason is period.reason and not c.is_settled]
    gone = [c for c in mine if PendingStep.CERTIFICATION in end.cancelled or c.again]
    let_go(turn, gone)
    for certification in mine:
        turn.stop(certification.reminder_key)
    if PendingStep.FITNESS_FOR_DUTY in end.cancelled:
        turn.change(fitness=turn.case.fitness.model_copy(update={"state": ClearanceState.NOT_ASKED, "held_by": None}))
        turn.tasks_done(TaskKind.CLEARANCE)
    end_period(turn, period, last_on)
    if end.restoration_ends:
        nothing_to_refuse(turn)
        turn.stop(f"return/{period.number}")
        turn.tasks_done(TaskKind.RETURN_NOT_REPORTED)
