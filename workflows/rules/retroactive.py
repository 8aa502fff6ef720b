"""What follows when the employer knew of a need and gave no notice in time, and whether it may designate backward.

Knows: when any representative of the employer knew, what was given when, findings of harm. Never knows: who failed,
conditions. What was missed stays visible, whatever is done later; what is designated late is never cheaper for it.
29 CFR 825.300, 825.301, 825.220; FMLA2019-1-A (law.md D1, D5-D7, L6).
"""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Due, Gap, Reasoning, Teller, contradiction, due
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen


class MissedNoticeFacts(Frozen):
    """What must be known to say whether the eligibility notice was missed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"known_on": "2026-02-06", "asked_on": "2026-03-02", "given_on": None, "excused": False}]
        }
    )

    known_on: date | None = Field(
        None, description="The first day on which anybody acting for the employer knew of a possible need."
    )
    asked_on: date = Field(description="The day as of which it is asked.")
    given_on: date | None = Field(None, description="The day on which the notice was given; none: not yet.")
    excused: bool | None = Field(
        None, description="Whether extenuating circumstances kept the employer from it, as a coordinator found."
    )

    @model_validator(mode="after")
    def _in_order(self) -> "MissedNoticeFacts":
        if self.known_on is not None and self.asked_on < self.known_on:
            raise contradiction("asked_before_known", "it is asked as of a day before anybody knew")
        if self.given_on is not None and self.asked_on < self.given_on:
            raise contradiction("given_after_asked", "the notice was given after the day as of which it is asked")
        return self


class MissedNotice(Frozen):
    """The notice that was owed. `missed` stays true when it is given later, on `given_on`; `interference`: missing it
    may be interference with the employee's rights (825.300(e))."""

    notice_due: Due
    given_on: date | None
    missed: bool
    interference: bool


class RetroactiveFacts(Frozen):
    """What must be known to say whether days may be designated backward."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "from_on": "2026-02-02",
                    "designated_on": "2026-03-17",
                    "qualifies": True,
                    "harm": False,
                    "agreed": None,
                    "written_notice": True,
                    "request_received_on": "2026-03-02",
                    "points_on": ["2026-02-04"],
                }
            ]
        }
    )

    from_on: date = Field(description="The first day to be designated backward.")
    designated_on: date = Field(description="The day of the late designation.")
    qualifies: bool | None = Field(None, description="Whether the leave qualifies for FMLA, as a coordinator found.")
    harm: bool | None = Field(
        None, description="Whether the employer's delay harmed the employee, as a named coordinator found."
    )
    agreed: bool | None = Field(None, description="Whether employer and employee agreed to designate backward.")
    written_notice: bool | None = Field(None, description="Whether the employee was given written notice of it.")
    request_received_on: date | None = Field(
        None, description="The day on which the employee received the request for certification; none: not asked."
    )
    points_on: tuple[date, ...] = Field((), description="Days for which attendance points were given.")

    @model_validator(mode="after")
    def _in_order(self) -> "RetroactiveFacts":
        if self.designated_on < self.from_on:
            raise contradiction("designated_before_it_began", "what is designated backward lies before that day")
        return self


class Retroactive(Frozen):
    """Whether the days count backward. `designated_from_on` None: they do not. `certification_due`: it is counted
    from the real request, never from the day on which the employer should have asked. `points_voided`: days of the
    leave whose attendance points are void, whether or not its weeks are counted."""

    may_designate: bool
    in_effect: bool
    designated_from_on: date | None
    certification_due: Due | None
    points_voided: tuple[date, ...]


class Side(StrEnum):
    """Who would rather keep FMLA for later."""

    EMPLOYER = "employer"
    EMPLOYEE = "employee"
    BOTH = "both"


class PostponementFacts(Frozen):
    """What must be known to say whether designation may wait."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"qualifies": True, "wished_by": "employee"}]})

    qualifies: bool | None = Field(None, description="Whether the leave qualifies for FMLA, as a coordinator found.")
    wished_by: Side = Field(description="Who asks to keep FMLA for later.")


class Postponement(Frozen):
    """`designate_now`: the leave is designated, whoever would rather wait."""

    designate_now: bool


def missed_notice(facts: MissedNoticeFacts, *, policy: LeavePolicy) -> Answer[MissedNotice]:
    """Whether the eligibility notice was missed (law.md D1, D7; 29 CFR 825.300(b), (e))."""
    if facts.known_on is None:
        gap = Gap(fact="known_on", asks="since when did anybody of the employer know?", teller=Teller.AGENCY)
        return Reasoning(policy).not_answerable("The notice is owed; its day turns on when the employer knew.", gap)
    why = Reasoning(policy)
    owed = due("D1", facts.known_on, policy.notice_days, policy=policy, business=True)
    why.step(
        "D1",
        "The notice is due when anybody acting for the employer knows, not when the leave office is told.",
        known_on=facts.known_on,
        due_on=owed.due_on,
    )
    why.rests_on("notice_days")
    given_on = facts.given_on
    in_time = (given_on or facts.asked_on) <= owed.due_on
    if in_time:
        result = MissedNotice(notice_due=owed, given_on=given_on, missed=False, interference=False)
        given = "was given in time" if given_on else "is not late yet"
        return why.settled(result, f"The notice {given}: it is due on {owed.due_on}.")
    if facts.excused is None:
        gap = Gap(fact="excused", asks="were there extenuating circumstances?", teller=Teller.COORDINATOR)
        cases = (
            (label, _late(Reasoning(policy), owed, given_on, is_so)) for label, is_so in (("yes", True), ("no", False))
        )
        return why.depends(gap, tuple(cases))
    return _late(why, owed, given_on, facts.excused)


def retroactive_designation(facts: RetroactiveFacts, *, policy: LeavePolicy) -> Answer[Retroactive]:
    """Whether days may be designated as FMLA backward (law.md D6; 29 CFR 825.301(d))."""
    for gap in _asked(facts):
        if getattr(facts, gap.fact) is None:
            cases = ((label, _with(facts, gap.fact, is_so, policy)) for label, is_so in (("yes", True), ("no", False)))
            return Reasoning(policy).depends(gap, tuple(cases))
    return _designated(facts, policy)


def postponement(facts: PostponementFacts, *, policy: LeavePolicy) -> Answer[Postponement]:
    """Whether leave that qualifies may stay undesignated to save FMLA for later (law.md D5; 825.300(d), 825.701(a),
    FMLA2019-1-A): never."""
    why = Reasoning(policy)
    if facts.qualifies is None:
        cases = (
            (label, postponement(facts.model_copy(update={"qualifies": is_so}), policy=policy))
            for label, is_so in (("yes", True), ("no", False))
        )
        return why.depends(_QUALIFIES, tuple(cases))
    if not facts.qualifies:
        why.step("D5", "What does not qualify is never designated.")
        return why.settled(Postponement(designate_now=False), "There is nothing to designate.")
    why.step("D5", "Neither side may postpone designation to save FMLA for later.", wished_by=facts.wished_by.value)
    return why.settled(Postponement(designate_now=True), "It is designated now, whoever would rather wait.")


_QUALIFIES = Gap(fact="qualifies", asks="does the leave qualify for FMLA?", teller=Teller.COORDINATOR)
_AGREED = Gap(fact="agreed", asks="did both sides agree to designate backward?", teller=Teller.AGENCY)
_HARM = Gap(fact="harm", asks="did the delay harm the employee?", teller=Teller.COORDINATOR)
_NOTICE = Gap(fact="written_notice", asks="was the employee given written notice?", teller=Teller.COORDINATOR)


def _asked(facts: RetroactiveFacts) -> tuple[Gap, ...]:
    """The facts that still matter, in the order in which they settle the question."""
    if facts.qualifies is False:
        return ()
    if facts.agreed or facts.harm is False:
        return (_QUALIFIES, _NOTICE)
    if facts.agreed is False and facts.harm:
        return (_QUALIFIES,)
    return (_QUALIFIES, _HARM, _AGREED)


def _with(facts: RetroactiveFacts, fact: str, is_so: bool, policy: LeavePolicy) -> Answer[Retroactive]:
    return retroactive_designation(facts.model_copy(update={fact: is_so}), policy=policy)


def _designated(facts: RetroactiveFacts, policy: LeavePolicy) -> Answer[Retroactive]:
    why = Reasoning(policy)
    requested_on = facts.request_received_on
    owed = None if requested_on is None else due("G2", requested_on, policy.certification_days, policy=policy)
    if owed is not None:
        why.step("G2", "The certification is counted from the real request.", requested_on=requested_on)
    may = bool(facts.qualifies) and (bool(facts.agreed) or facts.harm is False)
    in_effect = may and bool(facts.written_notice)
    voided = _voided(facts, why)
    says = _grounds(facts, why, may, in_effect)
    result = Retroactive(
        may_designate=may,
        in_effect=in_effect,
        designated_from_on=facts.from_on if in_effect else None,
        certification_due=owed,
        points_voided=voided,
    )
    return why.settled(result, says)


def _voided(facts: RetroactiveFacts, why: Reasoning) -> tuple[date, ...]:
    """Points are void for leave that qualifies: harm bars the counting of weeks, not the protection."""
    if not facts.qualifies:
        return ()
    points = tuple(sorted(dict.fromkeys(on for on in facts.points_on if facts.from_on <= on <= facts.designated_on)))
    if points:
        why.step("L6", "Days that qualify count in no attendance rule.", days=len(points))
    return points


def _grounds(facts: RetroactiveFacts, why: Reasoning, may: bool, in_effect: bool) -> str:
    if not facts.qualifies:
        why.step("D6", "Only leave that qualifies can be designated.")
        return "Nothing is designated: the leave does not qualify."
    if facts.agreed:
        why.step("D6", "Employer and employee agreed to designate backward.")
    elif may:
        why.step("D6", "The delay did no harm, as a named person found.", harm="no")
    else:
        why.step("D6", "The delay harmed the employee and there is no agreement.", harm="yes")
        return "These days are not counted: the employer's delay did harm, and there is no agreement."
    why.step("D6", "It takes written notice to the employee.", written="yes" if in_effect else "no")
    if in_effect:
        return f"The leave is designated from {facts.from_on}."
    return "It may be designated backward, and is not before the employee has written notice."


def _late(why: Reasoning, owed: Due, given_on: date | None, excused: bool) -> Answer[MissedNotice]:
    later = f"given on {given_on}" if given_on else "not given yet"
    if excused:
        why.step("D1", "Extenuating circumstances excuse the delay.")
        result = MissedNotice(notice_due=owed, given_on=given_on, missed=False, interference=False)
        return why.settled(result, f"The notice was due on {owed.due_on} and {later}; the delay is excused.")
    why.step("D7", "A notice that is not given in time may be interference; what was missed stays on record.")
    result = MissedNotice(notice_due=owed, given_on=given_on, missed=True, interference=True)
    return why.settled(result, f"The notice was due on {owed.due_on} and missed: {later}.")
