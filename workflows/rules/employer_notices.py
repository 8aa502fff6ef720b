"""By when the employer owes its notices: eligibility, rights, designation, the amount counted, the first contact.

Knows: the clocks of the employer's notices and from whose knowledge they run. Never knows: what a notice says, or
whether it was sent. A clock runs from the earliest day on which anybody who represents the employer knew, never from
the day on which it was reported on. 29 CFR 825.300 (law.md D1-D4, D11).
"""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Due, Gap, Reasoning, Teller, contradiction, due
from workflows.rules.calendar import days_after, years_after
from workflows.rules.choices import Closure
from workflows.rules.clocks import (
    MOST_DAYS,
    ClockKind,
    Deadline,
    Extension,
    due_by,
    nothing_due,
    running,
    say_extension,
)
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen

_KNOWN = Gap(fact="known", asks="when did anybody who represents the employer know?", teller=Teller.AGENCY)
_CHANGED = Gap(fact="before.changed", asks="has it changed since that notice?", teller=Teller.COORDINATOR)
_PERIOD = Gap(
    fact="before.period_first_on",
    asks="does the 12-month period of that notice still run?",
    teller=Teller.COORDINATOR,
)
_TAKEN = Gap(fact="leave_taken", asks="was leave taken in the days before the request?", teller=Teller.AGENCY)


class KnownBy(StrEnum):
    """Who knew. All but a co-worker represent the employer."""

    SUPERVISOR = "supervisor"
    AGENCY_OFFICE = "agency_office"
    LIAISON = "liaison"
    LEAVE_OFFICE = "leave_office"
    ADMINISTRATOR = "administrator"
    CO_WORKER = "co_worker"

    @property
    def represents_employer(self) -> bool:
        """Whether what they know is known to the employer (D1)."""
        return self is not KnownBy.CO_WORKER


class Knowledge(Frozen):
    """A day on which somebody knew enough to see that an absence may qualify, or, for a designation, enough to
    decide."""

    on: date = Field(description="The day on which they knew, not the day on which it was reported on.")
    by: KnownBy = Field(description="Who knew.")
    shown: bool | None = Field(None, description="Shown to be so; found not to be so; None: credible, not yet shown.")


class NoticeBefore(Frozen):
    """An earlier notice of the same kind for the same reason."""

    given_on: date = Field(description="When it was given.")
    period_first_on: date | None = Field(None, description="First day of the reason's 12-month period (E8).")
    changed: bool | None = Field(
        None, description="Whether eligibility, or for the rights notice what it said, has changed since."
    )


class NoticeClock(Frozen):
    """What started the clock of a notice, and what went before."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "eligibility_notice",
                    "known": [
                        {"on": "2026-02-06", "by": "supervisor", "shown": None},
                        {"on": "2026-03-02", "by": "leave_office", "shown": True},
                    ],
                }
            ]
        }
    )

    kind: Literal[
        ClockKind.ELIGIBILITY_NOTICE, ClockKind.RIGHTS_NOTICE, ClockKind.DESIGNATION_NOTICE, ClockKind.INTAKE_CONTACT
    ] = Field(description="Which notice.")
    known: tuple[Knowledge, ...] = Field(
        min_length=1, max_length=MOST_DAYS, description="Who knew when. For the first contact: when it was asked for."
    )
    before: NoticeBefore | None = Field(None, description="None: there was no notice for this reason before.")
    extension: Extension | None = Field(None, description="Extenuating circumstances, and the later day.")
    closures: tuple[date, ...] = Field((), max_length=366, description="Days of special closure, from the agency.")

    @model_validator(mode="after")
    def _in_order(self) -> "NoticeClock":
        if self.before and any(k.on < self.before.given_on and k.shown for k in self.known):
            raise contradiction("notice_before_knowledge", "an earlier notice was given after the need was known")
        return self


class AmountClock(Frozen):
    """The employee asks how much was counted, where that could not be said up front."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "amount_told",
                    "asked_on": "2026-05-04",
                    "last_told_on": "2026-03-30",
                    "leave_taken": True,
                }
            ]
        }
    )

    kind: Literal[ClockKind.AMOUNT_TOLD] = Field(description="Which clock.")
    asked_on: date = Field(description="When the employee asked.")
    last_told_on: date | None = Field(None, description="When the amount was last told. None: never.")
    leave_taken: bool | None = Field(None, description="Whether leave was taken in the 30 days before the request.")

    @model_validator(mode="after")
    def _in_order(self) -> "AmountClock":
        if self.last_told_on is not None and self.last_told_on > self.asked_on:
            raise contradiction("told_after_asked", "the amount was last told after it was asked for")
        return self


def eligibility_notice_due(known_on: date, *, policy: LeavePolicy, closures: tuple[date, ...] = ()) -> Due:
    """D1: business days of the employer from the day it was known that an absence may qualify (825.300(b)(1))."""
    return _business("D1", known_on, policy.notice_days, policy=policy, closures=closures)


def rights_notice_due(known_on: date, *, policy: LeavePolicy, closures: tuple[date, ...] = ()) -> Due:
    """D2: with the eligibility notice; after a change, from the first later notice of need (825.300(c))."""
    return _business("D2", known_on, policy.notice_days, policy=policy, closures=closures)


def designation_due(known_on: date, *, policy: LeavePolicy, closures: tuple[date, ...] = ()) -> Due:
    """D3: business days from the day on which there was enough information to decide (825.300(d)(1))."""
    return _business("D3", known_on, policy.notice_days, policy=policy, closures=closures)


def intake_contact_due(asked_on: date, *, policy: LeavePolicy, closures: tuple[date, ...] = ()) -> Due:
    """D11: business days from a request to the first contact. A promise of service, no legal clock."""
    return _business("D11", asked_on, policy.intake_contact_days, policy=policy, closures=closures)


def amount_due(asked_on: date, *, policy: LeavePolicy) -> Due:
    """D4: on request, so on the day itself (825.300(d)(6))."""
    return due("D4", asked_on, 0, policy=policy)


_DUE = {
    ClockKind.ELIGIBILITY_NOTICE: eligibility_notice_due,
    ClockKind.RIGHTS_NOTICE: rights_notice_due,
    ClockKind.DESIGNATION_NOTICE: designation_due,
    ClockKind.INTAKE_CONTACT: intake_contact_due,
}
_ONCE = (ClockKind.ELIGIBILITY_NOTICE, ClockKind.RIGHTS_NOTICE)


def notice_deadline(facts: NoticeClock, *, policy: LeavePolicy) -> Answer[Deadline]:
    """By when a notice is due. Where it is in doubt who knew when, every credible day has its branch, the earliest
    first; it is never `not due`. A second notice for the same reason is owed only after a change (825.300(b)(3))."""
    why = Reasoning(policy)
    counting = [k for k in facts.known if k.by.represents_employer and k.shown is not False]
    if not counting:
        why.step("D1", "What a co-worker knew, or what was disproved, starts no clock.")
        return why.not_answerable("nobody who represents the employer is known to have known", _KNOWN)
    certain = min((k.on for k in counting if k.shown), default=None)
    doubtful = sorted(dict.fromkeys(k.on for k in counting if certain is None or (not k.shown and k.on < certain)))
    return _from_earliest(facts, tuple(doubtful), certain, policy=policy)


def amount_deadline(facts: AmountClock, *, policy: LeavePolicy) -> Answer[Deadline]:
    """D4: on request, not more often than every 30 days, and only if leave was taken in that time."""
    why = Reasoning(policy)
    every = policy.statutes.amount_told_every_days
    again_on = days_after(facts.last_told_on, every) if facts.last_told_on else None
    if again_on is not None and facts.asked_on < again_on:
        why.step("D4", "The amount was told less than 30 days before.", last_told_on=facts.last_told_on, again=again_on)
        return why.settled(nothing_due(ClockKind.AMOUNT_TOLD), f"nothing is due; it can be asked again on {again_on}")
    if facts.leave_taken is None:
        cases = (("yes", _amount(facts, taken=True, policy=policy)), ("no", _amount(facts, taken=False, policy=policy)))
        return why.depends(_TAKEN, cases)
    return _amount(facts, taken=facts.leave_taken, policy=policy)


def _amount(facts: AmountClock, *, taken: bool, policy: LeavePolicy) -> Answer[Deadline]:
    why = Reasoning(policy)
    if not taken:
        why.step("D4", "No leave was taken in the days before the request.", asked_on=facts.asked_on)
        return why.settled(nothing_due(ClockKind.AMOUNT_TOLD), "nothing is due, because no leave was taken")
    found = amount_due(facts.asked_on, policy=policy)
    why.step("D4", "The amount counted is told on request.", asked_on=facts.asked_on)
    return why.settled(running(ClockKind.AMOUNT_TOLD, found), f"due on request, on {found.due_on}")


def _from_earliest(
    facts: NoticeClock, doubtful: tuple[date, ...], certain: date | None, *, policy: LeavePolicy
) -> Answer[Deadline]:
    """The days in doubt one by one, the earliest first; after them the day that is certain, if there is one."""
    why = Reasoning(policy)
    if doubtful:
        on = doubtful[0]
        gap = Gap(fact="known", asks=f"was it known on {on}?", teller=Teller.AGENCY)
        why.step("D1", "Until it is settled who knew when, act by the earliest credible day.", earliest=on)
        rest = _from_earliest(facts, doubtful[1:], certain, policy=policy)
        return why.depends(gap, (("yes", _known(facts, on, policy=policy)), ("no", rest)))
    if certain is None:
        return why.not_answerable("it is not known when the employer knew; that is never the same as not due", _KNOWN)
    return _known(facts, certain, policy=policy)


def _known(facts: NoticeClock, on: date, *, policy: LeavePolicy) -> Answer[Deadline]:
    """The notice, given the day it was known: owed, or given before for the same reason."""
    why = Reasoning(policy)
    earlier = facts.before if facts.kind in _ONCE else None
    if earlier is None or earlier.changed:
        return _owed(why, facts, on, policy=policy)
    if earlier.period_first_on is None:
        owed = _owed(Reasoning(policy), facts, on, policy=policy)
        return why.depends(_PERIOD, (("yes", _again(why, facts, on, policy=policy)), ("no", owed)))
    why.rests_on("reason_period")
    if on < years_after(earlier.period_first_on, 1):
        return _again(why, facts, on, policy=policy)
    why.step("E8", "The 12-month period of the earlier notice is over.", period_first_on=earlier.period_first_on)
    return _owed(why, facts, on, policy=policy)


def _again(why: Reasoning, facts: NoticeClock, on: date, *, policy: LeavePolicy) -> Answer[Deadline]:
    """A second notice in the same period: owed only if something changed."""
    rule = _DUE[facts.kind](on, policy=policy).rule
    why.step(rule, "One notice for a reason in its 12 months is enough while nothing changes.", known_on=on)
    none: Answer[Deadline] = why.settled(nothing_due(facts.kind), "not owed again: the earlier notice stands")
    if facts.before is not None and facts.before.changed is False:
        return none
    owed = _owed(Reasoning(policy), facts, on, policy=policy)
    return Reasoning(policy).depends(_CHANGED, (("yes", owed), ("no", none)))


def _owed(why: Reasoning, facts: NoticeClock, on: date, *, policy: LeavePolicy) -> Answer[Deadline]:
    found = _DUE[facts.kind](on, policy=policy, closures=facts.closures)
    why.step(found.rule, "Business days of the employer; the day itself is not counted.", known_on=on, days=found.count)
    if any(on < closed <= found.due_on and policy.calendar.is_business_day(closed) for closed in facts.closures):
        why.rests_on("special_closure")
        counts = "counts" if policy.special_closure is Closure.BUSINESS_DAY else "does not count"
        why.step("1.5", f"A day of special closure {counts} as a business day.")
    say_extension(why, found.rule, facts.extension, found)
    why.rests_on("intake_contact_days" if facts.kind is ClockKind.INTAKE_CONTACT else "notice_days")
    deadline = running(facts.kind, found, extension=facts.extension)
    return due_by(why, deadline, found, policy=policy)


def _business(rule: str, on: date, days: int, *, policy: LeavePolicy, closures: tuple[date, ...]) -> Due:
    """Business days; where the employer does not count special closures, they are holidays."""
    if closures and policy.special_closure is Closure.NO_BUSINESS_DAY:
        calendar = policy.calendar.model_copy(update={"holidays": (*policy.calendar.holidays, *closures)})
        policy = policy.model_copy(update={"calendar": calendar})
    return due(rule, on, days, policy=policy, business=True)
