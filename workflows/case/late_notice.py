"""Notice that the employee gave late: a named person waives it, or delays protection by no more than law allows.

Knows: what such a choice needs, and what it changes. Never knows: any way to deny leave for it.
29 CFR 825.302-304 (law.md F1, F4).
"""

from typing import TYPE_CHECKING

from pydantic import ValidationError

from workflows.case.asked import NoticeJudgement
from workflows.case.charging import charge_leave
from workflows.case.designation import Period
from workflows.case.entitlement_letters import ProtectionDelayed
from workflows.case.powers import may_act
from workflows.case.refusals import Refusal, RefusalCode
from workflows.case.told import Role
from workflows.rules.answers import Answer
from workflows.rules.calendar import day_of
from workflows.rules.choices import LateNotice
from workflows.rules.employee_notices import NoticeChoice, NoticeStatus, ShortNotice, ShortNoticeFacts, short_notice

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn

_WHY_NOT = {
    NoticeStatus.IN_TIME: RefusalCode.NOTICE_IN_TIME,
    NoticeStatus.NOT_DELAYED: RefusalCode.NOTICE_DELAYS_NOTHING,
}


def may_judge(case: "LeaveCase", request: NoticeJudgement) -> Refusal | None:
    """Only notice that the rules find late, of leave that is not denied; and only with what they ask to be shown."""
    refusal = may_act(case, request)
    if refusal is not None:
        return refusal
    period = case.period(request.period)
    if period is None:
        return Refusal(code=RefusalCode.NO_SUCH_PERIOD)
    if period.is_gone:
        return Refusal(code=RefusalCode.ALREADY_DECIDED)
    try:
        answer = _answer(case, period, request)
    except ValidationError:
        return Refusal(code=RefusalCode.DATES_CONTRADICT)
    code = RefusalCode.NOTICE_NOT_SHOWN if answer.result is None else _WHY_NOT.get(answer.result.status)
    return None if code is None else Refusal.by_rule(code, answer)


def judge(turn: "Turn", request: NoticeJudgement) -> None:
    """Days before the later day are not charged, and the employee is told from when on the leave is protected."""
    period = turn.case.period(request.period)
    found = None if period is None else _answer(turn.case, period, _as_granted(request)).result
    if period is None or found is None:
        return
    is_delayed = found.status is NoticeStatus.DELAYED and found.protected_from > period.asked.first_on
    after = period.model_copy(update={"protected_from": found.protected_from if is_delayed else None})
    turn.replace_periods(after)
    turn.note(
        "late_notice_judged",
        rule="F4",
        period=period.number,
        choice=request.choice.value,
        late_days=found.late_days,
        protected_from=after.protected_from,
    )
    if after.protected_from is not None:
        asked = period.asked
        letter = ProtectionDelayed(first_on=asked.first_on, protected_from=after.protected_from, last_on=asked.last_on)
        turn.send(Role.EMPLOYEE, letter)
    if after.protected_from != period.protected_from and after.is_approved:
        charge_leave(turn, after)


def _as_granted(request: NoticeJudgement) -> NoticeJudgement:
    """Who asks must show both now. What was granted when one of the two was taken for enough stands as it was decided
    until a person decides anew: the letter is sent, and a case that is replayed must come to the same."""
    shown = request.posted or request.distributed
    return request.model_copy(update={"posted": shown, "distributed": shown})


def _answer(case: "LeaveCase", period: Period, request: NoticeJudgement) -> Answer[ShortNotice]:
    """The day on which it was told is the earliest that the case knows of: it is never held against the employee that
    somebody at the agency knew and said nothing."""
    clock = case.deadline("eligibility_notice")
    told_at = min(case.opened_at, clock.started_at) if clock else case.opened_at
    facts = ShortNoticeFacts(
        reason=period.reason,
        starts_on=period.asked.first_on,
        told_on=period.asked_on or day_of(told_at),
        learned_on=request.learned_on,
        foreseeable=request.foreseeable,
        practicable_on=request.practicable_on,
        excused=request.excused,
        posted=request.posted,
        distributed=request.distributed,
        chosen=NoticeChoice(choice=LateNotice(request.choice), chosen_by=request.by),
    )
    return short_notice(facts, policy=case.policy)
