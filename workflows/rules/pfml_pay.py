"""State PFML: from when DFML pays for leave now and then, and for how many of its minutes.

Knows: the hours or days that must be over before payment is asked for, the multiples DFML pays in, the unpaid first
days. Never knows: what DFML approves, or money. What it does not pay is leave all the same, charged in exact minutes.
458 CMR 2.02, 2.13; DFML guidance 2020-12-23; M.G.L. c.175M s.3(a) (law.md C11, N11).
"""

from datetime import date
from itertools import accumulate

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction, told_again
from workflows.rules.calendar import days_after
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.rules.spans import Days
from workflows.rules.wording import time_of
from workflows.values import Frozen

_HOUR = 60
_LONGEST_DAY = 1500  # the day in autumn that has 25 hours


class TakenDay(Frozen):
    """A day on which leave was taken."""

    on: date = Field(description="The day, in New York, on which the shift began.")
    minutes: int | None = Field(
        ge=1, le=_LONGEST_DAY, description="Leave taken on this day, in whole minutes. None: nobody told."
    )


class PfmlPayFacts(Frozen):
    """What must be known to say for what leave now and then DFML pays."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "reason": "own_condition",
                    "taken": [
                        {"on": "2026-04-01", "minutes": 240},
                        {"on": "2026-04-09", "minutes": 250},
                        {"on": "2026-04-16", "minutes": 50},
                    ],
                },
                {"reason": "bonding", "taken": [{"on": "2026-04-01", "minutes": 240}]},
            ]
        }
    )

    reason: LeaveReason = Field(description="Why the employee is away; the coordinator confirms.")
    taken: tuple[TakenDay, ...] = Field(
        min_length=1, description="Every day of leave now and then under one application, each once, in any order."
    )
    after_childbirth: bool | None = Field(
        None, description="For bonding: whether it directly follows medical leave for the birth."
    )
    told_waiting: Days | None = Field(None, description="The waiting period as DFML told it; none: not told.")

    @model_validator(mode="after")
    def _fit(self) -> "PfmlPayFacts":
        if self.after_childbirth and self.reason is not LeaveReason.BONDING:
            raise contradiction("childbirth_of_another_leave", "bonding alone follows medical leave for a birth")
        again = told_again(day.on for day in self.taken)
        if again is not None:
            raise contradiction("day_told_twice", "all leave of a day is told together", at=("taken", again))
        return self


class PaidDay(Frozen):
    """A day of leave: minutes taken, minutes that DFML pays of them, and whether it is in the waiting period."""

    on: date
    minutes: int
    paid_minutes: int
    waiting: bool


class PfmlPay(Frozen):
    """`claim_from_on`: the first day on which payment may be asked for. `missing_minutes`: with so much more leave
    before that day it may be asked for sooner; 0: the hours are full. `paid_minutes`: of all days together."""

    claim_from_on: date
    missing_minutes: int
    paid_minutes: int
    days: tuple[PaidDay, ...]


def pfml_pay(facts: PfmlPayFacts, *, policy: LeavePolicy) -> Answer[PfmlPay]:
    """From which day payment for leave now and then may be asked for, and how many minutes DFML pays (law.md C11):
    after so many hours of leave, or more than so many days since it began; in whole multiples, never rounded up."""
    why = Reasoning(policy)
    taken = sorted(facts.taken, key=lambda day: day.on)
    latest_on = _claim_steps(why, taken[0].on, policy)
    untold = [day.on for day in taken if day.minutes is None]
    if untold:
        says = f"Payment may be asked for from {latest_on} at the latest; what is paid cannot be said yet."
        return why.not_answerable(says, *(_minutes_of(on) for on in untold))
    if facts.reason is LeaveReason.BONDING and facts.after_childbirth is None and facts.told_waiting is None:
        cases = ((label, facts.model_copy(update={"after_childbirth": value})) for label, value in _EITHER)
        return why.depends(_CHILDBIRTH, [(label, pfml_pay(case, policy=policy)) for label, case in cases])
    days = _paid(taken, _waiting(why, facts, taken[0].on, policy), policy)
    pay = _pay(days, latest_on, policy)
    _pay_steps(why, pay, policy)
    return why.settled(pay, _says(pay))


_EITHER = (("yes", True), ("no", False))
_CHILDBIRTH = Gap(
    fact="after_childbirth", asks="does bonding directly follow medical leave for the birth?", teller=Teller.EMPLOYEE
)


def _minutes_of(on: date) -> Gap:
    return Gap(fact="taken.minutes", asks=f"how long was the leave of {on}?", teller=Teller.EMPLOYEE)


def _claim_steps(why: Reasoning, first_on: date, policy: LeavePolicy) -> date:
    """The day from which payment may be asked for however short the leave is."""
    why.step(
        "C11",
        "Payment is asked for once so many hours of leave are taken, or more than so many days after the first.",
        stands="458 CMR 2.02",
        hours=policy.statutes.pay_every_hours,
        days=policy.statutes.pay_every_days,
        first_on=first_on,
    )
    return days_after(first_on, policy.statutes.pay_every_days + 1)


def _waiting(why: Reasoning, facts: PfmlPayFacts, first_on: date, policy: LeavePolicy) -> Days | None:
    """The days for which nothing is paid. None: this leave has no such days."""
    days = policy.statutes.waiting_days
    told = facts.told_waiting
    if told is None and facts.after_childbirth:
        why.step("N11", "Bonding that directly follows medical leave for the birth has no new waiting period.")
        return None
    begins_on = first_on if told is None else told.first_on
    last_on = (told.last_on if told else None) or days_after(begins_on, days - 1)
    who = "they run from the first day of leave" if told is None else "DFML told them"
    why.step("N11", f"The first days are unpaid, and {who}; their hours count.", first_on=begins_on, last_on=last_on)
    return Days(first_on=begins_on, last_on=last_on)


def _paid(taken: list[TakenDay], waiting: Days | None, policy: LeavePolicy) -> tuple[PaidDay, ...]:
    multiple = policy.statutes.pay_multiple_minutes
    days = []
    for day in taken:
        minutes, waits = day.minutes or 0, waiting is not None and waiting.has(day.on)
        paid = 0 if waits else minutes - minutes % multiple
        days.append(PaidDay(on=day.on, minutes=minutes, paid_minutes=paid, waiting=waits))
    return tuple(days)


def _pay(days: tuple[PaidDay, ...], latest_on: date, policy: LeavePolicy) -> PfmlPay:
    needed = policy.statutes.pay_every_hours * _HOUR
    so_far = list(accumulate(day.minutes for day in days))
    full_on = next((day.on for day, minutes in zip(days, so_far, strict=True) if minutes >= needed), latest_on)
    return PfmlPay(
        claim_from_on=min(full_on, latest_on),
        missing_minutes=max(0, needed - so_far[-1]),
        paid_minutes=sum(day.paid_minutes for day in days),
        days=days,
    )


def _pay_steps(why: Reasoning, pay: PfmlPay, policy: LeavePolicy) -> None:
    why.step(
        "C11",
        "DFML pays in whole multiples of so many minutes; what is left of a day is not paid.",
        multiple=policy.statutes.pay_multiple_minutes,
    )
    taken = sum(day.minutes for day in pay.days)
    says = "Leave is charged for all that was taken, in exact minutes, whether it is paid or not."
    why.step("C1", says, taken=taken, paid=pay.paid_minutes)


def _says(pay: PfmlPay) -> str:
    sooner = f", or sooner with {time_of(pay.missing_minutes)} more of leave" if pay.missing_minutes else ""
    return (
        f"Payment may be asked for from {pay.claim_from_on} on{sooner}; of the leave told so far DFML pays "
        f"{time_of(pay.paid_minutes)}{_waited(pay)}."
    )


def _waited(pay: PfmlPay) -> str:
    days = sum(day.waiting for day in pay.days)
    which = "all" if days == len(pay.days) else f"{days} of its {len(pay.days)} days"
    return f", {which} being in the waiting period" if days else ""
