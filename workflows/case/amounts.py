"""How much leave is counted: what a designation letter must tell of it, and what is told when the employee asks.

Knows: what of an approved period counts, when an answer is owed. Never knows: hours or balances: schedule and ledger
have them, and whoever writes or answers reads them there. 29 CFR 825.300(d)(6) (law.md D3, D4).
"""

from datetime import date
from typing import TYPE_CHECKING

from workflows.case.asked import AmountTelling, PlanAmount
from workflows.case.charging import charged_whole, plans_of
from workflows.case.deadlines import DeadlineKind
from workflows.case.designation import Period
from workflows.case.duties import TaskKind
from workflows.case.entitlement_letters import AmountCounted, AmountOfPeriod, CountedUnder
from workflows.case.powers import may_act
from workflows.case.refusals import Refusal, RefusalCode
from workflows.case.said import AmountAsked
from workflows.case.told import Role
from workflows.rules.calendar import day_of, days_after
from workflows.rules.clocks import ClockKind
from workflows.rules.employer_notices import AmountClock, amount_deadline

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn

KEY = "amount_told"


def amount_of(case: "LeaveCase", period: Period) -> AmountOfPeriod | None:
    """What the letter tells of the amount: under FMLA where the leave is FMLA leave, else under the plan that covers
    it. None: nothing of it is counted anywhere."""
    shares = plans_of(case, period)
    if period.decided is None or not shares:
        return None
    share = shares[0]
    return AmountOfPeriod(
        span=period.decided,
        plan=share.plan.value,
        in_one_piece=charged_whole(period),
        from_on=share.from_on,
        except_for=share.except_for,
        notice_on=period.asked_on,
    )


def amount_asked(turn: "Turn", told: AmountAsked) -> None:
    """Owed at most once in so many days, and only if leave was taken in them. A person answers in any case."""
    today = day_of(told.received_at)
    told_on = turn.case.amount_told_on
    facts = AmountClock(
        kind=ClockKind.AMOUNT_TOLD,
        asked_on=today,
        last_told_on=min(told_on, today) if told_on else None,
        leave_taken=_leave_taken(turn.case, today),
    )
    found = amount_deadline(facts, policy=turn.case.policy).result
    due = found.due if found is not None else None
    turn.note("amount_asked", rule="D4", owed=due is not None)
    if due is not None:
        turn.start_deadline(DeadlineKind.AMOUNT_TOLD, KEY, due, started_at=told.received_at)
    turn.ask(TaskKind.TELL_AMOUNT, about=KEY, owed=due is not None)


def may_tell(case: "LeaveCase", request: AmountTelling) -> Refusal | None:
    """What is to come is not counted yet; and what was told stands for its days, unless the employee asks again."""
    refusal = may_act(case, request)
    if refusal is not None:
        return refusal
    today = day_of(request.received_at)
    if request.as_of > today:
        return Refusal(code=RefusalCode.DAY_TO_COME)
    return _told_lately(case, today)


def _told_lately(case: "LeaveCase", today: date) -> Refusal | None:
    is_asked = any(task.kind is TaskKind.TELL_AMOUNT for task in case.open_tasks)
    if case.amount_told_on is None or is_asked:
        return None
    again_on = days_after(case.amount_told_on, case.policy.statutes.amount_told_every_days)
    if today >= again_on:
        return None
    because = f"It was told on {case.amount_told_on}; without a new request it is told again from {again_on} on."
    return Refusal(code=RefusalCode.AMOUNT_TOLD, because=because)


def tell(turn: "Turn", request: AmountTelling) -> None:
    """In writing, plan by plan: nothing is added across plans."""
    counted = tuple(_line(amount) for amount in request.amounts)
    turn.note("amount_told", rule="D4", as_of=request.as_of)
    turn.change(amount_told_on=day_of(turn.at))
    turn.send(Role.EMPLOYEE, AmountCounted(as_of=request.as_of, counted=counted))
    turn.satisfy(KEY, at=turn.at)
    turn.tasks_done(TaskKind.TELL_AMOUNT)


def _line(amount: PlanAmount) -> CountedUnder:
    kind = amount.pfml_kind.value if amount.pfml_kind is not None else None
    return CountedUnder(**dict(amount) | {"plan": amount.plan.value, "pfml_kind": kind})


def _leave_taken(case: "LeaveCase", today: date) -> bool:
    first_on = days_after(today, -case.policy.statutes.amount_told_every_days)
    absent = any(first_on <= day_of(a.starts_at) <= today for a in case.absences.standing)
    spans = [p.decided for p in case.periods if p.is_approved and not p.is_intermittent and p.decided is not None]
    return absent or any(s.first_on <= today and (s.last_on is None or s.last_on >= first_on) for s in spans)
