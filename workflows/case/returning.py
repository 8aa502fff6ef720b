"""The return to work: reported, and held only where law lets a named person hold it; clearance, and light duty.

Knows: what a return ends, and what a hold needs. Never knows: what a clearance says, or restrictions. What was not
announced with the designation holds nobody. 29 CFR 825.312, 825.220(d), 825.702(d)(2) (law.md J1-J6, K5); programme
row 8.
"""

from datetime import date
from typing import TYPE_CHECKING

from pydantic import ValidationError

from workflows.case.asked import ReturnHold
from workflows.case.changing_dates import dates_hold
from workflows.case.contradictions import Contradiction, contradicts
from workflows.case.deadlines import DeadlineKind
from workflows.case.designation import Decision, Period
from workflows.case.duties import TaskKind
from workflows.case.fitness import ClearanceState, asks_clearance
from workflows.case.powers import may_act
from workflows.case.refusals import Refusal, RefusalCode
from workflows.case.refusing_job import nothing_to_refuse
from workflows.case.return_letters import LightDuty, ReturnHeld
from workflows.case.said import DocumentReceived, LightDutyAnswered, ReturnedToWork
from workflows.case.told import Role
from workflows.rules.calendar import day_of, days_after, end_of_day
from workflows.rules.fitness_for_duty import (
    Certificate,
    ReturnFacts,
    ReturnGround,
    SafetyConcern,
    return_held,
)
from workflows.rules.fitness_for_duty import ReturnHeld as Held
from workflows.rules.light_duty import LightDutyAnswer, LightDutyFacts, restoration_year_ends_on
from workflows.rules.reasons import LeaveReason

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn

_WHY_NOT = {
    ReturnGround.NOT_OWN_CONDITION: RefusalCode.RETURN_OTHER_REASON,
    ReturnGround.NOT_ANNOUNCED: RefusalCode.RETURN_NOT_ANNOUNCED,
    ReturnGround.CERTIFIED: RefusalCode.RETURN_CERTIFIED,
    ReturnGround.NOT_PER_ABSENCE: RefusalCode.RETURN_NOT_EACH_TIME,
}


def returned_to_work(turn: "Turn", told: ReturnedToWork) -> None:
    """Back at work: continuous leave ends with the day before, and clearance is looked for where it is asked."""
    running = _running(turn.case, told.returned_on)
    turn.note("returned_to_work", rule="J7", returned_on=told.returned_on)
    if not running:
        contradicts(turn, Contradiction.NO_LEAVE_TO_RETURN_FROM, about=told.message_id, fact="returned_to_work")
        return
    for period in running:
        if period.returned_on is None:
            _came_back(turn, period, told.returned_on)
    turn.tasks_done(TaskKind.RETURN_NOT_REPORTED)
    nothing_to_refuse(turn)
    if turn.case.edition >= 4 and turn.case.fitness.held_by is not None:
        _hold_ends(turn, told)
    elif turn.case.fitness.state is not ClearanceState.RECEIVED and _clearance_is_owed(turn.case, running):
        turn.change(fitness=turn.case.fitness.model_copy(update={"state": ClearanceState.ASKED}))
        turn.ask(TaskKind.CLEARANCE, Role.LIAISON)


def _hold_ends(turn: "Turn", told: ReturnedToWork) -> None:
    """Who is back is held no longer, and no paper is asked for a return that has been (825.312(e)). That somebody was
    back before the day that was held is for a person to clear up."""
    held_on = turn.case.fitness.held_return_on
    let_go = {"state": ClearanceState.NOT_ASKED, "held_by": None, "held_return_on": None}
    turn.change(fitness=turn.case.fitness.model_copy(update=let_go))
    turn.tasks_done(TaskKind.CLEARANCE)
    turn.note("hold_ended", rule="J3", returned_on=told.returned_on)
    if held_on is not None and told.returned_on < held_on:
        contradicts(turn, Contradiction.BACK_BEFORE_THE_HELD_DAY, about=told.message_id, fact="returned_to_work")


def clearance_received(turn: "Turn", told: DocumentReceived) -> None:
    """A copy comes here only if the days were designated (programme row 8); otherwise a person looks at it."""
    if not any(p.is_approved for p in turn.case.periods):
        contradicts(
            turn, Contradiction.CLEARANCE_WITHOUT_LEAVE, about=told.document, fact="clearance_without_designation"
        )
        return
    fitness = turn.case.fitness.model_copy(
        update={
            "state": ClearanceState.RECEIVED,
            "document": told.document,
            "received_at": told.received_at,
            "held_by": None,
        }
    )
    turn.change(fitness=fitness)
    turn.tasks_done(TaskKind.CLEARANCE)


def may_hold(case: "LeaveCase", request: ReturnHold) -> Refusal | None:
    """Whatever 825.312 says of this return; what is not shown holds nobody."""
    refusal = may_act(case, request)
    if refusal is not None:
        return refusal
    period = _left_by(case, request.returns_on)
    if period is None or _is_back(period, request.returns_on):
        return Refusal(code=RefusalCode.NO_LEAVE_TO_RETURN_FROM)
    try:
        answer = return_held(_facts(case, period, request), policy=case.policy)
    except ValidationError:
        return Refusal(code=RefusalCode.DATES_CONTRADICT)
    if answer.result is not None and answer.result.held:
        return None
    return Refusal.by_rule(_why_not(answer.result), answer)


def hold(turn: "Turn", request: ReturnHold) -> None:
    """The employee is told what to bring; the job stays theirs. A clearance that comes ends the hold."""
    fitness = {"state": ClearanceState.ASKED, "held_by": request.by, "held_at": turn.at}
    held_on = {"held_return_on": request.returns_on}
    turn.change(fitness=turn.case.fitness.model_copy(update=fitness | held_on))
    turn.note("return_held", rule="J3", returns_on=request.returns_on)
    turn.send(Role.EMPLOYEE, ReturnHeld(returns_on=request.returns_on, functions=bool(request.functions_listed)))
    turn.ask(TaskKind.CLEARANCE, Role.LIAISON)


def light_duty_answered(turn: "Turn", told: LightDutyAnswered) -> None:
    """Accepted: leave ends the day before, for light duty is never leave, and the right to the job is held. Refused:
    leave goes on, whatever compensation does."""
    leave = [p for p in _running(turn.case, told.from_on) if p.reason is LeaveReason.OWN_CONDITION]
    open_leave = [p for p in leave if p.returned_on is None and not _is_over(p, told.from_on)]
    if not open_leave:
        turn.note("light_duty_contradicts", from_on=told.from_on)
        contradicts(turn, Contradiction.NO_LEAVE_FOR_LIGHT_DUTY, about=told.message_id, fact="light_duty_answered")
        return
    turn.note("light_duty_answered", rule="K5", from_on=told.from_on, answer=told.answer.value)
    until = _right_until(turn, open_leave[0], told) if told.answer is LightDutyAnswer.ACCEPTED else None
    if told.answer is LightDutyAnswer.ACCEPTED:
        for period in open_leave:
            _came_back(turn, period, told.from_on)
        turn.tasks_done(TaskKind.RETURN_NOT_REPORTED)
    letter = LightDuty(
        from_on=told.from_on,
        answer=told.answer.value,
        right_until=until,
        beyond_restrictions=told.within_restrictions is False,
    )
    turn.send(Role.EMPLOYEE, letter)
    turn.ask(TaskKind.TELL_PAYROLL, Role.LIAISON, about="light_duty", from_on=told.from_on, answer=told.answer.value)


def _right_until(turn: "Turn", period: Period, told: LightDutyAnswered) -> date | None:
    """The right to the former job is held until the leave year ends; unknown is not no, so a person finds it out."""
    facts = LightDutyFacts(
        leave_first_on=(period.decided or period.asked).first_on, light_duty_from_on=told.from_on, answer=told.answer
    )
    until = restoration_year_ends_on(facts, policy=turn.case.policy)
    if until is None:
        turn.ask(TaskKind.FIND_LEAVE_YEAR, about="light_duty", rule="K5")
        return None
    turn.start_clock(
        DeadlineKind.RESTORATION_HELD,
        f"restoration/{period.number}",
        rule="K5",
        started_at=turn.at,
        due_at=max(turn.at, end_of_day(until)),
        inputs={"light_duty_from_on": str(told.from_on), "until": str(until)},
    )
    return until


def _running(case: "LeaveCase", on: date) -> list[Period]:
    """Approved leave in one piece that has begun by a day."""
    whole = [p for p in case.periods if p.is_approved and not p.is_intermittent]
    return [p for p in whole if p.decided is not None and p.decided.first_on <= on]


def _is_back(period: Period, on: date) -> bool:
    """Whether the employee came back from this leave before."""
    return period.returned_on is not None and period.returned_on <= on


def _is_over(period: Period, on: date) -> bool:
    return period.decided is not None and period.decided.last_on is not None and period.decided.last_on < on


def _came_back(turn: "Turn", period: Period, returned_on: date) -> None:
    last_on = days_after(returned_on, -1)
    after = period.model_copy(update={"returned_on": returned_on})
    if after.decided is not None and (after.decided.last_on is None or after.decided.last_on > last_on):
        after = after.ended_on(last_on).model_copy(update={"returned_on": returned_on})
    turn.replace_periods(after)
    key = f"return/{period.number}"
    turn.satisfy(key, at=turn.at)
    turn.stop(key)
    if after.decision is Decision.APPROVED and after.decided != period.decided:
        dates_hold(turn, period, after)


def _clearance_is_owed(case: "LeaveCase", periods: list[Period]) -> bool:
    """Own condition alone, and only where the designation notice said so (825.312(a), (d))."""
    if case.edition < 3:
        return case.clearance_asked
    return case.fitness.announced and asks_clearance(case, periods)


def _left_by(case: "LeaveCase", on: date) -> Period | None:
    """The approved leave that a return on a day would come from: the last one that has begun."""
    begun = [p for p in case.periods if p.is_approved and p.decided is not None and p.decided.first_on <= on]
    return max(begun, key=lambda p: (p.decided or p.asked).first_on, default=None)


def _facts(case: "LeaveCase", period: Period, request: ReturnHold) -> ReturnFacts:
    fitness = case.fitness
    received_on = day_of(fitness.received_at) if fitness.received_at else None
    is_in_hand = fitness.state is ClearanceState.RECEIVED and received_on is not None
    return ReturnFacts(
        reason=period.reason,
        shape=period.shape,
        returns_on=request.returns_on,
        announced=fitness.announced,
        functions_listed=request.functions_listed,
        practice=request.practice,
        workdays_out=request.workdays_out,
        prevailing=request.prevailing,
        certificate=Certificate(received_on=received_on, about_condition=True, answers_functions=True)
        if is_in_hand and received_on is not None
        else None,
        concern=SafetyConcern(found_by=request.by, on=day_of(request.received_at)) if request.safety_concern else None,
    )


def _why_not(found: Held | None) -> RefusalCode:
    return RefusalCode.RETURN_NOT_SHOWN if found is None else _WHY_NOT.get(found.ground, RefusalCode.RETURN_NOT_SHOWN)
