"""The job of a key employee is to be refused: announced, served, asked for again at the end of leave, and decided.

Knows: what law asks before the job may be refused, in the order in which it is asked, and which letter is owed. Never
knows: what injury there is: a named person finds it, and nothing is refused by a clock, since law sets no day. Leave
itself and health cover go on. 29 CFR 825.217-219 (law.md J7).
"""

from datetime import date
from typing import TYPE_CHECKING

from workflows.case.asked import JobAnswer, JobDecision, JobRefusalAnnouncement, Program
from workflows.case.contradictions import Contradiction, contradicts
from workflows.case.deadlines import DeadlineKind
from workflows.case.designation import Period
from workflows.case.duties import TaskKind
from workflows.case.fitness import ClearanceState
from workflows.case.job_letters import JobDecided, JobRefusalAnnounced
from workflows.case.job_refusal import JobRefusal, Served
from workflows.case.powers import may_act
from workflows.case.refusals import Refusal, RefusalCode
from workflows.case.said import JobAskedAgain, JobLetterServed
from workflows.case.told import Role, Span
from workflows.rules.calendar import day_of
from workflows.rules.key_employees import KeyEmployee, failing

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn

_WHY_NOT = {
    "found": RefusalCode.JOB_NOT_KEY_EMPLOYEE,
    "told_with_rights": RefusalCode.JOB_KEY_NOT_TOLD,
    "injury_told": RefusalCode.JOB_LETTER_NOT_SERVED,
    "time_to_return": RefusalCode.JOB_TIME_TO_RETURN,
}


def may_announce(case: "LeaveCase", request: JobRefusalAnnouncement) -> Refusal | None:
    """Only to a key employee who was told so in time, and with time to return where leave has begun."""
    refusal = may_act(case, request)
    if refusal is not None:
        return refusal
    today, job = day_of(request.received_at), case.job_refusal
    if job.is_announced or job.is_denied:
        return Refusal(code=RefusalCode.JOB_REFUSAL_ANNOUNCED)
    lacking = _lacking(case, injury_told=True, time_to_return=_leaves_time(case, request.return_by, today))
    if lacking is not None and lacking.code is not RefusalCode.JOB_TIME_TO_RETURN:
        return lacking
    if not _leave_from(case, today):
        return Refusal(code=RefusalCode.JOB_LEAVE_OVER)
    return lacking or (None if request.basis else Refusal(code=RefusalCode.JOB_NO_BASIS))


def announce(turn: "Turn", request: JobRefusalAnnouncement) -> None:
    """The letter goes out, and somebody serves it as law asks: a mail alone does not count."""
    announced = {"announced_at": turn.at, "announced_by": request.by, "basis": request.basis}
    turn.change(job_refusal=JobRefusal(**announced, return_by=request.return_by))
    basis = ", ".join(request.basis)
    turn.note("job_refusal_announced", rule="J7", basis=basis, return_by=request.return_by)
    turn.send(Role.EMPLOYEE, JobRefusalAnnounced(basis=request.basis, return_by=request.return_by))
    turn.ask(TaskKind.SERVE_JOB_LETTER, about="announcement", rule="J7")


def letter_served(turn: "Turn", told: JobLetterServed) -> None:
    """The letter that waits for it. One that leaves no time to return counts for nothing, and may be said anew."""
    job = turn.case.job_refusal
    if not job.awaits_serving:
        turn.note("job_letter_contradicts", served_on=told.served_on)
        contradicts(turn, Contradiction.NO_JOB_LETTER_TO_SERVE, about=told.message_id, fact="job_letter_served")
        return
    written_at = job.answered_at if job.is_denied else job.announced_at
    if written_at is not None and told.served_on < day_of(written_at):
        turn.note("job_letter_contradicts", served_on=told.served_on)
        what = Contradiction.JOB_LETTER_BEFORE_IT_WAS_WRITTEN
        contradicts(turn, what, about=told.message_id, fact="job_letter_served")
        return
    turn.note("job_letter_served", rule="J7", served_on=told.served_on, how=told.how.value)
    turn.tasks_done(TaskKind.SERVE_JOB_LETTER)
    served = Served(on=told.served_on, how=told.how)
    if job.is_denied:
        turn.change(job_refusal=job.model_copy(update={"denial": served}))
    elif _leaves_time(turn.case, job.return_by, told.served_on):
        turn.change(job_refusal=job.model_copy(update={"announcement": served}))
    else:
        _nothing_is_refused(turn)
        turn.send(Role.EMPLOYEE, JobDecided(is_refused=False))
        contradicts(turn, Contradiction.JOB_LETTER_TOO_LATE, about=told.message_id, fact="job_letter_served")


def asked_again(turn: "Turn", told: JobAskedAgain) -> None:
    """Whoever did not come back in time may ask all the same, and it is judged by the facts of then (825.219(d))."""
    job = turn.case.job_refusal
    if not job.is_announced:
        turn.note("job_asked_again_contradicts")
        contradicts(turn, Contradiction.NO_JOB_REFUSED, about=told.message_id, fact="job_asked_again")
        return
    turn.note("job_asked_again", rule="J7")
    turn.change(job_refusal=job.model_copy(update={"asked_again_at": job.asked_again_at or told.received_at}))
    turn.ask(TaskKind.DECIDE_ON_JOB, rule="J7")


def may_decide(case: "LeaveCase", request: JobDecision) -> Refusal | None:
    """It may be given back at any time. It is refused at the end of leave, if it was asked for again, and no sooner."""
    refusal = may_act(case, request)
    if refusal is not None:
        return refusal
    job, today = case.job_refusal, day_of(request.received_at)
    if job.answer is not None:
        return Refusal(code=RefusalCode.JOB_DECIDED)
    if not job.is_announced:
        return Refusal(code=RefusalCode.JOB_REFUSAL_NOT_ANNOUNCED)
    if request.answer is JobAnswer.GIVEN_BACK:
        return None
    # That there was time to return was seen to when the letter was served.
    lacking = _lacking(case, injury_told=job.announcement is not None, time_to_return=True)
    if lacking is not None:
        return lacking
    if job.asked_again_at is None:
        return Refusal(code=RefusalCode.JOB_NOT_ASKED_AGAIN)
    if any(_days(p).last_on != today for p in _leave_from(case, today)):
        return Refusal(code=RefusalCode.LEAVE_NOT_OVER)
    return None if request.basis else Refusal(code=RefusalCode.JOB_NO_BASIS)


def decide(turn: "Turn", request: JobDecision) -> None:
    """The employee is told. Where it is refused, nobody waits for a return any more, and this letter is served too."""
    job, answer = turn.case.job_refusal, request.answer
    answered = {"answer": answer, "answered_at": turn.at, "answered_by": request.by}
    turn.change(job_refusal=job.model_copy(update=answered))
    basis = request.basis if answer is JobAnswer.REFUSED else ()
    turn.note("job_decided", rule="J7", answer=answer.value, basis=", ".join(basis) or None)
    turn.tasks_done(TaskKind.DECIDE_ON_JOB, TaskKind.SERVE_JOB_LETTER)
    turn.send(Role.EMPLOYEE, JobDecided(is_refused=answer is JobAnswer.REFUSED, basis=basis))
    if answer is JobAnswer.REFUSED:
        turn.ask(TaskKind.SERVE_JOB_LETTER, about="denial", rule="J7")
        _no_return(turn)


def nothing_to_refuse(turn: "Turn") -> None:
    """Who is back at work has the job, and who will not return wants none: nothing is left to be done."""
    if turn.case.job_refusal.is_announced:
        turn.note("job_refusal_ended", rule="J7")
        _nothing_is_refused(turn)


def _nothing_is_refused(turn: "Turn") -> None:
    turn.change(job_refusal=JobRefusal())
    turn.tasks_done(TaskKind.SERVE_JOB_LETTER, TaskKind.DECIDE_ON_JOB)


def _no_return(turn: "Turn") -> None:
    turn.stop_deadlines(DeadlineKind.RETURN)
    turn.tasks_done(TaskKind.RETURN_NOT_REPORTED)
    fitness = turn.case.fitness
    if fitness.state is ClearanceState.ASKED:
        let_go = {"state": ClearanceState.NOT_ASKED, "held_by": None, "held_return_on": None}
        turn.change(fitness=fitness.model_copy(update=let_go))
        turn.tasks_done(TaskKind.CLEARANCE)


def _lacking(case: "LeaveCase", *, injury_told: bool, time_to_return: bool) -> Refusal | None:
    """What the rules miss first. That the record says nothing of a key employee is no ground to refuse a job."""
    told = KeyEmployee(
        found=bool(case.key_employee),
        told_with_rights=case.key_employee_told,
        injury_told=injury_told,
        time_to_return=time_to_return,
        asked_again=False,
    )
    need = failing(told)
    if need is None:
        return None
    return Refusal(code=_WHY_NOT[need.fact], because=f"{need.without.rstrip('.')} ({need.stands}).")


def _leaves_time(case: "LeaveCase", return_by: date | None, on: date) -> bool:
    """Whether somebody who is told on a day can still come back; before leave begins nobody has to."""
    has_begun = any(_days(p).first_on <= on for p in _leave_from(case, on))
    return not has_begun if return_by is None else return_by > on


def _leave_from(case: "LeaveCase", on: date) -> list[Period]:
    """FMLA leave that goes on or is ahead: this ground is that law's alone."""
    standing = [p for p in case.periods if not p.is_gone and p.returned_on is None]
    under = [p for p in standing if p.program in (None, Program.FMLA)]
    return [p for p in under if (last_on := _days(p).last_on) is None or last_on >= on]


def _days(period: Period) -> Span:
    return period.decided or period.asked
