"""By when the employee owes papers: certification, its cure, recertification; and the employer copies of opinions.

Knows: how many days there are and that they run from what the employee received. Never knows: what a paper says, or
what follows if it does not come. The day of receipt is not counted, nothing rolls off a weekend, and while receipt is
not shown nothing counts against the employee. 29 CFR 825.305(b)-(c), 825.307(d), 825.308(d) (law.md G2, G3, G7, H4).
"""

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Due, Gap, Reasoning, Teller, contradiction, due
from workflows.rules.clocks import (
    MOST_DAYS,
    ClockKind,
    Deadline,
    Extension,
    before,
    counted,
    moved,
    running,
    say_extension,
)
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen

_RECEIVED = Gap(fact="received_on", asks="when did the employee receive it?", teller=Teller.EMPLOYEE)
_COPIES = Gap(fact="asked_on", asks="when did the employer receive the request for copies?", teller=Teller.AGENCY)
_RULES = {
    ClockKind.CERTIFICATION: "G2",
    ClockKind.REMINDER: "G2",
    ClockKind.CURE: "G3",
    ClockKind.RECERTIFICATION: "H4",
}
_CHOICES = {"G2": "certification_days", "G3": "cure_days", "H4": "recertification_days"}


class PapersClock(Frozen):
    """A request for papers, or the written list of what is missing in one, and when the employee received it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "certification",
                    "received_on": "2026-03-26",
                    "extension": {"due_on": "2026-04-21", "found_by": "C-7"},
                }
            ]
        }
    )

    kind: Literal[ClockKind.CERTIFICATION, ClockKind.REMINDER, ClockKind.CURE, ClockKind.RECERTIFICATION] = Field(
        description="Which papers, or the reminder of a certification."
    )
    received_on: date | None = Field(None, description="When the employee received it. None: not shown.")
    may_be_received_on: tuple[date, ...] = Field(
        (), max_length=MOST_DAYS, description="Credible days of receipt, while it is not shown."
    )
    extension: Extension | None = Field(
        None, description="More time: not practicable within the days despite diligent, good-faith efforts."
    )

    @model_validator(mode="after")
    def _one_receipt(self) -> "PapersClock":
        if self.received_on is not None and self.may_be_received_on:
            raise contradiction("receipt_shown_and_in_doubt", "the day of receipt is shown and in doubt at once")
        days = (self.received_on,) if self.received_on else self.may_be_received_on
        if self.extension is not None and any(self.extension.due_on < on for on in days):
            raise contradiction("extended_before_receipt", "more time was given until a day before the receipt")
        return self


class CopiesClock(Frozen):
    """The employee asks for copies of a second or third opinion."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"kind": "opinion_copies", "asked_on": "2026-05-20"}]})

    kind: Literal[ClockKind.OPINION_COPIES] = Field(description="Which clock.")
    asked_on: date | None = Field(None, description="When the employer received the request. None: not known.")
    earliest_on: date | None = Field(None, description="The earliest day on which it can have been received.")


def certification_due(received_on: date, *, policy: LeavePolicy) -> Due:
    """G2: calendar days from the receipt of the written request (825.305(b), 825.313(b))."""
    return due("G2", received_on, policy.certification_days, policy=policy)


def reminder_due(due_on: date, *, policy: LeavePolicy) -> Due:
    """A service: some days before a certification is due, the employee is reminded."""
    days = policy.reminder_days_before
    return before(due("G2", due_on, -days, policy=policy), days)


def cure_due(received_on: date, *, policy: LeavePolicy) -> Due:
    """G3: calendar days from the receipt of the written list of what is missing (825.305(c))."""
    return due("G3", received_on, policy.cure_days, policy=policy)


def recertification_due(received_on: date, *, policy: LeavePolicy) -> Due:
    """H4: calendar days from the receipt of the request (825.308(d))."""
    return due("H4", received_on, policy.recertification_days, policy=policy)


def copies_due(asked_on: date, *, policy: LeavePolicy) -> Due:
    """G7: business days from the employee's request for copies of the opinions (825.307(d))."""
    return due("G7", asked_on, policy.statutes.opinion_copies_days, policy=policy, business=True)


def papers_deadline(facts: PapersClock, *, policy: LeavePolicy) -> Answer[Deadline]:
    """By when the employee's papers are due, from the day of receipt. Is receipt not shown, every credible day has its
    branch, and nothing counts against the employee."""
    if facts.received_on is not None:
        return _received(facts, facts.received_on, policy=policy)
    why = Reasoning(policy)
    why.step(
        _RULES[facts.kind], "The days run from receipt. While it is not shown, nothing counts against the employee."
    )
    if not facts.may_be_received_on:
        return why.not_answerable("it is not shown when the employee received it", _RECEIVED)
    days = sorted(dict.fromkeys(facts.may_be_received_on))
    never: Answer[Deadline] = Reasoning(policy).not_answerable("no day counts until receipt is shown", _RECEIVED)
    cases = [(f"on {on}", _received(facts, on, policy=policy)) for on in days]
    return why.depends(_RECEIVED, [*cases, ("on another day, or never", never)])


def copies_deadline(facts: CopiesClock, *, policy: LeavePolicy) -> Answer[Deadline]:
    """By when the employer hands over copies of the opinions (825.307(d))."""
    return counted(
        facts.kind,
        facts.asked_on,
        facts.earliest_on,
        _COPIES,
        counts=lambda on: copies_due(on, policy=policy),
        policy=policy,
        says="Copies are handed over within business days of the request.",
    )


_DUE = {
    ClockKind.CERTIFICATION: certification_due,
    ClockKind.REMINDER: certification_due,
    ClockKind.CURE: cure_due,
    ClockKind.RECERTIFICATION: recertification_due,
}


def _received(facts: PapersClock, on: date, *, policy: LeavePolicy) -> Answer[Deadline]:
    why = Reasoning(policy)
    first = _DUE[facts.kind](on, policy=policy)
    why.step(
        first.rule,
        "Calendar days from receipt; the day of receipt is not counted, and no weekend moves the last day.",
        received_on=on,
        days=first.count,
    )
    why.rests_on(_CHOICES[first.rule])
    say_extension(why, first.rule, facts.extension, first)
    if facts.kind is not ClockKind.REMINDER:
        deadline = running(facts.kind, first, extension=facts.extension)
        last_on = moved(first, facts.extension).due_on
        extended = f", extended from {first.due_on}" if last_on != first.due_on else ""
        return why.settled(deadline, f"due by the end of {last_on}{extended}")
    reminder = reminder_due(moved(first, facts.extension).due_on, policy=policy)
    why.rests_on("reminder_days_before")
    why.step("G2", "A reminder some days before it is due: a service, no legal clock.", days=reminder.count)
    return why.settled(running(facts.kind, reminder), f"a reminder is sent on {reminder.due_on}")
