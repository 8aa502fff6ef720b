"""Whether an employee's notice of leave was in time, and what may follow where it was not.

Knows: how long ahead notice is owed, and how far late notice can delay protection. Never knows: who the employee is, or
any way to deny leave: late notice delays at most, only with proof that the rule was known, and only by the choice of a
named coordinator. 29 CFR 825.302-304, 825.311 (law.md F1, F2, F4, F6).
"""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Due, Gap, Reasoning, Teller, contradiction, due
from workflows.rules.calendar import days_after
from workflows.rules.choices import LateNotice
from workflows.rules.clocks import ClockKind, Deadline, counted
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.rules.wording import number_of
from workflows.values import Frozen

_FORESEEABLE = Gap(fact="foreseeable", asks="was the need foreseeable?", teller=Teller.COORDINATOR)
_LEARNED = Gap(fact="learned_on", asks="when did the employee learn of the need?", teller=Teller.EMPLOYEE)
_PRACTICABLE = Gap(fact="practicable_on", asks="when was notice practicable?", teller=Teller.COORDINATOR)
_EXCUSED = Gap(fact="excused", asks="was there a reasonable excuse?", teller=Teller.COORDINATOR)
_CHANGE = Gap(fact="learned_on", asks="when did the employee learn of the change?", teller=Teller.EMPLOYEE)


class NoticeChoice(Frozen):
    """What a named coordinator chose to do about late notice."""

    choice: LateNotice = Field(description="To waive late notice, or to delay protection.")
    chosen_by: str = Field(min_length=1, description="Reference of the coordinator.")


class ShortNoticeFacts(Frozen):
    """One need: when it was known, when it was told, and whether the rule of notice was made known."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "reason": "own_condition",
                    "starts_on": "2026-05-11",
                    "told_on": "2026-05-01",
                    "learned_on": "2026-03-16",
                    "foreseeable": True,
                    "excused": False,
                    "posted": True,
                    "distributed": True,
                    "chosen": {"choice": "delay", "chosen_by": "C-7"},
                }
            ]
        }
    )

    reason: LeaveReason = Field(description="The reason of the leave, as a code.")
    starts_on: date = Field(description="First day of the leave.")
    told_on: date = Field(description="First day on which the employee, or somebody for them, told of the need.")
    learned_on: date | None = Field(None, description="Day on which the employee learned of the need and its date.")
    foreseeable: bool | None = Field(None, description="Found by a coordinator.")
    practicable_on: date | None = Field(
        None, description="Day on which notice was practicable, found by a coordinator. None: not found."
    )
    excused: bool | None = Field(None, description="Whether there was a reasonable excuse, found by a coordinator.")
    posted: bool | None = Field(None, description="Proof that the general notice was posted at this worksite.")
    distributed: bool | None = Field(None, description="Proof that this person was given the rule, as in a handbook.")
    chosen: NoticeChoice | None = Field(None, description="None: no coordinator has chosen yet.")

    @model_validator(mode="after")
    def _in_order(self) -> "ShortNoticeFacts":
        if self.learned_on is not None and self.told_on < self.learned_on:
            raise contradiction("told_before_learned", "the need was told before the employee learned of it")
        if None not in (self.learned_on, self.practicable_on) and _earlier(self.practicable_on, self.learned_on):
            raise contradiction("practicable_before_learned", "notice was practicable before the need was known")
        return self


class NoticeStatus(StrEnum):
    """What becomes of the protection. It is never denied for late notice."""

    IN_TIME = "in_time"
    NOT_DELAYED = "not_delayed"
    CHOICE_OPEN = "choice_open"
    WAIVED = "waived"
    DELAYED = "delayed"


class ShortNotice(Frozen):
    """`owed_on`: the last day on which notice would have been in time; `late_days` counts from it; both None where they
    need not be known. `protected_from`: first protected day as it stands. `delay_to`: the latest first protected day
    that a coordinator may choose; None where there is no such choice."""

    status: NoticeStatus
    owed_on: date | None
    late_days: int | None
    protected_from: date
    delay_to: date | None


class ChangeClock(Frozen):
    """Circumstances change: the leave will be shorter or longer, and the employee could see it coming."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"kind": "change_notice", "learned_on": "2026-03-12"}]})

    kind: Literal[ClockKind.CHANGE_NOTICE] = Field(description="Which clock.")
    learned_on: date | None = Field(None, description="When the employee could tell. None: not known.")
    earliest_on: date | None = Field(None, description="The earliest day that it can have been.")


def change_notice_due(learned_on: date, *, policy: LeavePolicy) -> Due:
    """F6: business days from the day a foreseeable change was known to the employee (825.311(c))."""
    return due("F6", learned_on, policy.change_notice_days, policy=policy, business=True)


def change_deadline(facts: ChangeClock, *, policy: LeavePolicy) -> Answer[Deadline]:
    """By when the employer may expect to be told of a foreseeable change (825.311(c))."""
    return counted(
        facts.kind,
        facts.learned_on,
        facts.earliest_on,
        _CHANGE,
        counts=lambda on: change_notice_due(on, policy=policy),
        policy=policy,
        says="The employer may ask to be told of a foreseeable change within business days.",
        choices=("change_notice_days",),
    )


def short_notice(facts: ShortNoticeFacts, *, policy: LeavePolicy) -> Answer[ShortNotice]:
    """Whether notice was in time and, if not, to which day a coordinator may delay protection. What rules out a delay
    for certain is judged first, whatever else is unknown."""
    why = Reasoning(policy)
    if _ahead_enough(facts, policy=policy):
        why.rests_on("employee_notice_days")
        owed_on = days_after(facts.starts_on, -policy.employee_notice_days)
        why.step("F1", "Notice came as long ahead as is asked for.", told_on=facts.told_on, owed_on=owed_on)
        return _in_time(why, facts, owed_on)
    if facts.reason is LeaveReason.EXIGENCY:
        why.step("F1", "For an exigency notice is owed as soon as practicable, and late notice delays nothing.")
        return _not_delayed(why, facts, "leave for an exigency is never delayed for late notice")
    if not (facts.posted and facts.distributed):
        return _not_made_known(why, facts)
    if facts.excused:
        return _excused(why, facts)
    if facts.foreseeable is None:
        yes, no = (_judged(facts, foreseeable=given, policy=policy) for given in (True, False))
        return why.depends(_FORESEEABLE, (("yes", yes), ("no", no)))
    return _judged(facts, foreseeable=facts.foreseeable, policy=policy)


def _not_made_known(why: Reasoning, facts: ShortNoticeFacts) -> Answer[ShortNotice]:
    """825.304(a): it must be clear that the employee knew, by a poster and by what they were given. What is not shown
    delays nothing: law itself resolves that doubt."""
    why.step(
        "F4",
        "A delay needs proof of both: that the rule was posted at the worksite, and that this person was given it.",
        by_law=False not in (facts.posted, facts.distributed),
        posted=facts.posted,
        distributed=facts.distributed,
    )
    return _not_delayed(why, facts, "there is no proof that the rule was made known, so nothing may be delayed")


def _judged(facts: ShortNoticeFacts, *, foreseeable: bool, policy: LeavePolicy) -> Answer[ShortNotice]:
    """Late by how much, once it is known whether the need was foreseeable."""
    why = Reasoning(policy)
    why.rests_on("employee_notice_days")
    days = policy.employee_notice_days
    owed_on = days_after(facts.starts_on, -days)
    if foreseeable and facts.learned_on is None and facts.practicable_on is None:
        return why.not_answerable(
            "it is not known when the employee learned of the need: nothing is late yet", _LEARNED
        )
    known_on = facts.practicable_on or facts.learned_on
    if foreseeable and known_on is not None and known_on <= owed_on:
        why.step("F1", "Foreseeable that long ahead: notice is owed that many days before.", days=days, owed_on=owed_on)
        allowed = min(days, policy.statutes.late_notice_delay_days)
        return _late(why, facts, owed_on, days_after(facts.told_on, allowed), policy=policy)
    return _as_soon_as_practicable(why, facts, foreseeable=foreseeable, policy=policy)


def _as_soon_as_practicable(
    why: Reasoning, facts: ShortNoticeFacts, *, foreseeable: bool, policy: LeavePolicy
) -> Answer[ShortNotice]:
    """F1, F2: the same or the next business day, unless a coordinator found another day."""
    soon = policy.statutes.soon_notice_days
    if facts.practicable_on is not None:
        owed_on = facts.practicable_on
    elif facts.learned_on is not None:
        owed_on = policy.calendar.business_days_after(facts.learned_on, soon)
    else:
        return why.not_answerable("it is not found when notice was practicable: nothing is late yet", _PRACTICABLE)
    rule = "F1" if foreseeable else "F2"
    why.step(rule, "Notice is owed as soon as practicable: the same or the next business day.", owed_on=owed_on)
    if facts.told_on <= owed_on:
        return _in_time(why, facts, owed_on)
    return _late(why, facts, owed_on, _delayed_by_lateness(why, facts, owed_on, policy=policy), policy=policy)


def _delayed_by_lateness(why: Reasoning, facts: ShortNoticeFacts, owed_on: date, *, policy: LeavePolicy) -> date:
    """825.304(c), (d): by as many days as notice was late. Nobody fares worse than whoever owed notice 30 days ahead:
    never by more days than those, nor beyond so many days after the notice (825.304(b))."""
    most = policy.statutes.late_notice_delay_days
    by_lateness = days_after(facts.starts_on, (facts.told_on - owed_on).days)
    ends_on = min(days_after(facts.starts_on, most), days_after(facts.told_on, most))
    if by_lateness > ends_on:
        why.step("F4", f"A delay is at most {most} days, and ends {most} days after the notice.", ends_on=ends_on)
    return min(by_lateness, ends_on)


def _late(
    why: Reasoning, facts: ShortNoticeFacts, owed_on: date, delay_to: date, *, policy: LeavePolicy
) -> Answer[ShortNotice]:
    """Late, and the rule was known. Whoever found when notice was practicable has judged the excuse with it."""
    if facts.excused is None and facts.practicable_on is None:
        excused = _excused(Reasoning(policy), facts)
        chosen = _chosen(Reasoning(policy), facts, owed_on, delay_to, policy=policy)
        return why.depends(_EXCUSED, (("yes", excused), ("no", chosen)))
    return _chosen(why, facts, owed_on, delay_to, policy=policy)


def _chosen(
    why: Reasoning, facts: ShortNoticeFacts, owed_on: date, delay_to: date, *, policy: LeavePolicy
) -> Answer[ShortNotice]:
    late = (facts.told_on - owed_on).days
    why.step("F4", "Protection may be delayed, never denied, by the choice of a coordinator.", to=delay_to, late=late)
    result = ShortNotice(
        status=NoticeStatus.CHOICE_OPEN,
        owed_on=owed_on,
        late_days=late,
        protected_from=facts.starts_on,
        delay_to=delay_to,
    )
    if facts.chosen is None:
        why.rests_on("late_notice")
        usual = "waived" if policy.late_notice is LateNotice.WAIVE else "used as a ground for delay"
        return why.settled(
            result,
            f"notice was {number_of(late, 'day')} late; a coordinator chooses, and it is usually {usual}; protection "
            f"cannot be made to begin later than {delay_to}",
        )
    if facts.chosen.choice is LateNotice.WAIVE:
        waived = result.model_copy(update={"status": NoticeStatus.WAIVED})
        return why.settled(waived, f"notice was {number_of(late, 'day')} late, and a coordinator waived it")
    delayed = result.model_copy(update={"status": NoticeStatus.DELAYED, "protected_from": delay_to})
    return why.settled(delayed, f"protection is delayed to {delay_to}; it is not denied")


def _in_time(why: Reasoning, facts: ShortNoticeFacts, owed_on: date) -> Answer[ShortNotice]:
    result = ShortNotice(
        status=NoticeStatus.IN_TIME,
        owed_on=owed_on,
        late_days=0,
        protected_from=facts.starts_on,
        delay_to=None,
    )
    return why.settled(result, "notice was in time")


def _excused(why: Reasoning, facts: ShortNoticeFacts) -> Answer[ShortNotice]:
    why.step("F4", "A reasonable excuse for late notice.", excused="yes")
    return _not_delayed(why, facts, "late notice with a reasonable excuse delays nothing")


def _not_delayed(why: Reasoning, facts: ShortNoticeFacts, says: str) -> Answer[ShortNotice]:
    result = ShortNotice(
        status=NoticeStatus.NOT_DELAYED,
        owed_on=None,
        late_days=None,
        protected_from=facts.starts_on,
        delay_to=None,
    )
    return why.settled(result, says)


def _ahead_enough(facts: ShortNoticeFacts, *, policy: LeavePolicy) -> bool:
    """Nobody owes more notice than this, whatever else is unknown."""
    return facts.told_on <= days_after(facts.starts_on, -policy.employee_notice_days)


def _earlier(on: date | None, than: date | None) -> bool:
    return on is not None and than is not None and on < than
