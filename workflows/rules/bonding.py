"""Until when a parent may take bonding leave, in one piece or in parts, and where recovery from childbirth ends.

Knows: the 12 months from birth or placement, agreements, and what ends a placement. Never knows: who the child is,
balances, eligibility. Recovery from childbirth is the employee's own condition and never bonding.
29 CFR 825.120, 825.121, 825.202(c); 458 CMR 2.13(1)(a); Red Book 5.02 (law.md 1.10).
"""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.calendar import days_after, months_after
from workflows.rules.choices import BondingInParts, LayerEligibility
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen


class BondingEvent(StrEnum):
    """What brings the child."""

    BIRTH = "birth"
    ADOPTION = "adoption"
    FOSTER_PLACEMENT = "foster_placement"


class BondingEnd(Frozen):
    """The placement has ended, or the child has died."""

    on: date | None = Field(None, description="The last day of the placement or of the child; none: not told yet.")


class BondingWindowFacts(Frozen):
    """What must be known to say when bonding leave may be taken."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"event": "birth", "happened_on": "2026-03-10"},
                {"event": "foster_placement", "happened_on": "2026-03-10", "ended": {"on": "2026-08-31"}},
                {"event": "adoption", "expected_on": "2026-09-01"},
            ]
        }
    )

    event: BondingEvent = Field(description="Birth, adoption or foster placement; the employee tells.")
    happened_on: date | None = Field(None, description="The day of birth or placement; none: not yet, or not told.")
    expected_on: date | None = Field(None, description="The day on which it is expected; the employee tells.")
    ended: BondingEnd | None = Field(
        None, description="The placement's end or the child's death; none: nobody has told of an end."
    )

    @model_validator(mode="after")
    def _in_order(self) -> "BondingWindowFacts":
        ended_on = self.ended.on if self.ended is not None else None
        if ended_on is not None and self.happened_on is not None and ended_on < self.happened_on:
            raise contradiction("ended_before_it_happened", "the placement ends before it begins")
        return self


class BondingWindow(Frozen):
    """The days on which bonding leave may be taken, both included. `before_placement`: earlier days count too, if the
    placement could not go on without the absence (825.121(a)(1)). `layer_last_on`: the day by which leave under the
    Commonwealth layer must have ended, and `layer_full_from_on` the latest first day for all its weeks; None where
    there is no such layer, or its weeks do not fit any more."""

    first_on: date
    last_on: date
    before_placement: bool
    layer_last_on: date | None
    layer_full_from_on: date | None


class BondingPlan(StrEnum):
    """The law under which parts are asked about."""

    FMLA = "fmla"
    PFML = "pfml"


class BondingPartsFacts(Frozen):
    """What must be known to say whether bonding leave may be taken in parts under one law."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"plan": "fmla", "newborn_condition": False, "agreed": True},
                {"plan": "pfml", "newborn_condition": False, "agreed": None},
            ]
        }
    )

    plan: BondingPlan = Field(description="FMLA or state PFML: each has its own agreement.")
    newborn_condition: bool | None = Field(
        None, description="Whether the child has a serious health condition itself; a provider certifies it."
    )
    agreed: bool | None = Field(None, description="Whether the agency has agreed to parts under this law.")


class BondingParts(Frozen):
    """Whether bonding leave may be taken in parts; in one piece it always may."""

    allowed: bool


class ChildbirthFacts(Frozen):
    """What must be known to say where recovery ends and bonding begins."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"born_on": "2026-03-10", "gave_birth": True, "recovery_last_on": "2026-04-20"}]
        }
    )

    born_on: date = Field(description="The day of birth; the employee tells.")
    gave_birth: bool | None = Field(None, description="Whether the employee gave birth; the employee tells.")
    recovery_last_on: date | None = Field(
        None, description="The last day of incapacity after the birth, as the provider certified it."
    )

    @model_validator(mode="after")
    def _in_order(self) -> "ChildbirthFacts":
        if self.recovery_last_on is not None and self.recovery_last_on < self.born_on:
            raise contradiction("recovered_before_birth", "recovery from the birth ends before the birth")
        if self.gave_birth is False and self.recovery_last_on is not None:
            raise contradiction("recovery_of_another", "somebody who did not give birth does not recover from it")
        return self


class Childbirth(Frozen):
    """Own condition from the birth to `own_last_on` (None: none), then bonding to `bonding_last_on`.
    `bonding_first_on` None: recovery takes the whole window. No new PFML waiting period between the two (N11)."""

    own_last_on: date | None
    bonding_first_on: date | None
    bonding_last_on: date


def bonding_window(facts: BondingWindowFacts, *, policy: LeavePolicy) -> Answer[BondingWindow]:
    """The first and the last day on which bonding leave may be taken (law.md 1.10; 29 CFR 825.120(a)(2))."""
    if facts.happened_on is not None:
        return _window(facts, facts.happened_on, policy)
    gap = Gap(fact="happened_on", asks="on which day was the child born or placed?", teller=Teller.EMPLOYEE)
    unknown: Answer[BondingWindow] = Reasoning(policy).not_answerable(
        "The 12 months begin on the day of birth or placement, which is not known yet.", gap
    )
    if facts.expected_on is None:
        return unknown
    expected = _window(facts, facts.expected_on, policy)
    why = Reasoning(policy)
    return why.depends(gap, (("on the day expected", expected), ("on another day", unknown)))


def bonding_in_parts(facts: BondingPartsFacts, *, policy: LeavePolicy) -> Answer[BondingParts]:
    """Whether bonding leave may be taken in parts or in fewer hours (law.md 1.10, C11; 825.120(b), 825.121(b))."""
    if facts.newborn_condition is None:
        gap = Gap(
            fact="newborn_condition",
            asks="does the child have a serious health condition itself?",
            teller=Teller.PROVIDER,
        )
        cases = ((label, _parts(facts, has, policy)) for label, has in (("yes", True), ("no", False)))
        return Reasoning(policy).depends(gap, tuple(cases))
    return _parts(facts, facts.newborn_condition, policy)


def after_childbirth(facts: ChildbirthFacts, *, policy: LeavePolicy) -> Answer[Childbirth]:
    """Where recovery, an own condition, ends and bonding begins (law.md 1.10, N11; 29 CFR 825.120(a)(4))."""
    if facts.gave_birth is None:
        gap = Gap(fact="gave_birth", asks="did the employee give birth?", teller=Teller.EMPLOYEE)
        cases = ((label, _childbirth(facts, gave, policy)) for label, gave in (("yes", True), ("no", False)))
        return Reasoning(policy).depends(gap, tuple(cases))
    return _childbirth(facts, facts.gave_birth, policy)


def _window(facts: BondingWindowFacts, begins_on: date, policy: LeavePolicy) -> Answer[BondingWindow]:
    why = Reasoning(policy)
    last_on = _last_of_year(begins_on, policy)
    why.step(
        "1.10",
        "The entitlement lapses at the end of the 12 months that begin on the day of birth or placement.",
        begins_on=begins_on,
        last_on=last_on,
    )
    if facts.ended is None:
        return _settled_window(why, facts.event, begins_on, last_on, policy)
    why.step("1.12", "Nobody bonds after the placement or the child's life has ended.", ended_on=facts.ended.on)
    if facts.ended.on is not None:
        ends_on = max(begins_on, min(last_on, facts.ended.on))
        return _settled_window(why, facts.event, begins_on, ends_on, policy)
    gap = Gap(fact="ended.on", asks="on which day did it end?", teller=Teller.EMPLOYEE)
    full = _settled_window(Reasoning(policy), facts.event, begins_on, last_on, policy)
    earlier: Answer[BondingWindow] = Reasoning(policy).not_answerable("The last day is the day of the end.", gap)
    return why.depends(gap, ((f"on {last_on} or later", full), ("earlier", earlier)))


def _settled_window(
    why: Reasoning, event: BondingEvent, begins_on: date, last_on: date, policy: LeavePolicy
) -> Answer[BondingWindow]:
    before = event is not BondingEvent.BIRTH
    if before:
        why.step("1.10", "Days before the placement count too, where it could not go on without the absence.")
    else:
        why.step("1.10", "Prenatal care and recovery are an own condition; bonding begins with the birth.")
    has_layer = policy.layer_eligibility is not LayerEligibility.NOBODY and policy.layer_weeks > 0
    if has_layer:
        why.step("N5", "Leave of the Commonwealth layer must end within the same 12 months.", weeks=policy.layer_weeks)
        why.rests_on("layer_eligibility", "layer_weeks")
    full_from_on = days_after(last_on, 1 - 7 * policy.layer_weeks) if has_layer else None
    if full_from_on is not None and full_from_on < begins_on:
        why.step("N5", "Not all weeks of the layer fit between the two days.", first_on=begins_on, last_on=last_on)
        full_from_on = None
    result = BondingWindow(
        first_on=begins_on,
        last_on=last_on,
        before_placement=before,
        layer_last_on=last_on if has_layer else None,
        layer_full_from_on=full_from_on,
    )
    return why.settled(result, f"Bonding leave may be taken from {begins_on} to {last_on}.")


def _parts(facts: BondingPartsFacts, newborn_condition: bool, policy: LeavePolicy) -> Answer[BondingParts]:
    why = Reasoning(policy)
    fmla = facts.plan is BondingPlan.FMLA
    rule = "1.10" if fmla else "C11"
    if newborn_condition:
        why.step(rule, "Care for a child with a serious health condition needs no agreement.", plan=facts.plan.value)
        return why.settled(
            BondingParts(allowed=True), "It may be taken in parts: the child's own condition needs care."
        )
    choice = "bonding_in_parts_fmla" if fmla else "bonding_in_parts_pfml"
    chosen = policy.bonding_in_parts_fmla if fmla else policy.bonding_in_parts_pfml
    why.rests_on(choice)
    if chosen is BondingInParts.ALWAYS:
        why.step(rule, "The employer allows parts to everybody.", plan=facts.plan.value)
        return why.settled(BondingParts(allowed=True), "It may be taken in parts: the employer allows it to everybody.")
    why.step(rule, "Parts need the employer's agreement under each law.", plan=facts.plan.value)
    yes = "It may be taken in parts: the agency has agreed."
    no = "It must be taken in one piece: the agency has not agreed to parts."
    if facts.agreed is not None:
        return why.settled(BondingParts(allowed=facts.agreed), yes if facts.agreed else no)
    gap = Gap(fact="agreed", asks=f"has the agency agreed to parts under {_NAMES[facts.plan]}?", teller=Teller.AGENCY)
    settled = Reasoning(policy).settled
    cases = (("yes", settled(BondingParts(allowed=True), yes)), ("no", settled(BondingParts(allowed=False), no)))
    return why.depends(gap, cases)


_NAMES = {BondingPlan.FMLA: "FMLA", BondingPlan.PFML: "PFML"}


def _childbirth(facts: ChildbirthFacts, gave_birth: bool, policy: LeavePolicy) -> Answer[Childbirth]:
    why = Reasoning(policy)
    last_on = _last_of_year(facts.born_on, policy)
    if not gave_birth:
        why.step("1.10", "Bonding begins with the birth.", born_on=facts.born_on)
        result = Childbirth(own_last_on=None, bonding_first_on=facts.born_on, bonding_last_on=last_on)
        return why.settled(result, f"Bonding may be taken from {facts.born_on} to {last_on}; nothing is recovery.")
    why.step("1.10", "Recovery from childbirth is an own condition, not bonding.", to=facts.recovery_last_on)
    if facts.recovery_last_on is None:
        gap = Gap(fact="recovery_last_on", asks="until when does recovery last?", teller=Teller.PROVIDER)
        return why.not_answerable("Bonding begins when recovery ends, which nobody has certified yet.", gap)
    why.step("N11", "Bonding right after leave for the birth has no new waiting period.")
    recovered_on = facts.recovery_last_on
    first_on = days_after(recovered_on, 1) if recovered_on < last_on else None
    result = Childbirth(own_last_on=recovered_on, bonding_first_on=first_on, bonding_last_on=last_on)
    bonding = f"bonding may be taken from {first_on} to {last_on}" if first_on else "no day is left for bonding"
    return why.settled(result, f"Recovery is an own condition to {recovered_on}; {bonding}.")


def _last_of_year(begins_on: date, policy: LeavePolicy) -> date:
    """The last day of the 12 months that begin on a day. Those that begin on 29 February end on 28 February: the
    regulation is silent, and that is the day more for the parent."""
    anniversary = months_after(begins_on, policy.statutes.bonding_months)
    last_on = days_after(anniversary, -1) if anniversary.day == begins_on.day else anniversary
    return max(begins_on, last_on)
