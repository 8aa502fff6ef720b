"""What follows a person from one agency to another, and what changes on the day of the move.

Knows: which bodies belong to the employer, weeks used, the new workweek. Never knows: which body it is (HRD keeps the
list, nobody infers it), schedules, decisions themselves. A State is one employer: moving within it resets nothing.
29 CFR 825.108(c)(1), 825.205(b) (law.md E3, C2, C5).
"""

from datetime import date
from fractions import Fraction

from pydantic import ConfigDict, Field

from workflows.rules.answers import Answer, Gap, Reasoning, Teller
from workflows.rules.policy import LeavePolicy
from workflows.rules.time_in_days import WEEK_MINUTES
from workflows.values import Frozen


class AgencyTransferFacts(Frozen):
    """What must be known to say what a move changes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "moved_on": "2026-05-04",
                    "left_belongs": True,
                    "joined_belongs": True,
                    "weeks_used": "4",
                    "new_week_minutes": "1800",
                }
            ]
        }
    )

    moved_on: date = Field(description="The first day in the new agency: the effective day, not the day of the news.")
    left_belongs: bool | None = Field(
        None, description="Whether the body left is part of the employer, by HRD's list on that day."
    )
    joined_belongs: bool | None = Field(
        None, description="Whether the body joined is part of the employer, by HRD's list on that day."
    )
    weeks_used: Fraction | None = Field(
        None, ge=0, description="FMLA workweeks that count against the entitlement on the day of the move."
    )
    new_week_minutes: Fraction | None = Field(
        None, gt=0, le=WEEK_MINUTES, description="The new workweek in paid minutes, such as 2400."
    )


class AgencyTransfer(Frozen):
    """What the move changes. `follows`: service, hours worked, weeks used, certification and decisions go on as if
    nothing had happened; otherwise the new employer begins anew. `left_weeks`: what of the entitlement is left, as a
    part of any workweek; `left_minutes`: the same in the new workweek, cut down to whole minutes. From `terms_from_on`
    on the new contract and the new `increment_minutes` hold; nothing charged before is priced again."""

    follows: bool
    left_weeks: Fraction | None
    left_minutes: int | None
    terms_from_on: date
    increment_minutes: int | None


def agency_transfer(facts: AgencyTransferFacts, *, policy: LeavePolicy) -> Answer[AgencyTransfer]:
    """What follows a person who moves to another body, under the policy of the body joined (law.md E3, C5, C2)."""
    belongs = (facts.left_belongs, facts.joined_belongs)
    if False in belongs:
        return _begins_anew(facts, policy)
    for gap in _BODIES:
        if getattr(facts, gap.fact) is None:
            stays = agency_transfer(facts.model_copy(update={gap.fact: True}), policy=policy)
            return Reasoning(policy).depends(gap, (("yes", stays), ("no", _begins_anew(facts, policy))))
    return _goes_on(facts, policy)


_BODIES = (
    Gap(fact="left_belongs", asks="is the body left part of the employer?", teller=Teller.HRD),
    Gap(fact="joined_belongs", asks="is the body joined part of the employer?", teller=Teller.HRD),
)


def _begins_anew(facts: AgencyTransferFacts, policy: LeavePolicy) -> Answer[AgencyTransfer]:
    why = Reasoning(policy)
    why.step("E3", "The two bodies are not one employer: service, hours and weeks used stay behind.")
    result = AgencyTransfer(
        follows=False, left_weeks=None, left_minutes=None, terms_from_on=facts.moved_on, increment_minutes=None
    )
    return why.settled(result, f"With the new employer everything begins anew on {facts.moved_on}.")


def _goes_on(facts: AgencyTransferFacts, policy: LeavePolicy) -> Answer[AgencyTransfer]:
    why = Reasoning(policy)
    why.step("E3", "It is one employer: service, hours and weeks used go on, and decisions and papers stand.")
    why.step("C5", "Weeks used stay what they were; what is left is counted in the new workweek.")
    why.step("C2", "The new increment holds from the day of the move.", minutes=policy.increment_minutes)
    why.rests_on("increment_minutes")
    weeks = None if facts.weeks_used is None else max(Fraction(0), policy.entitlement_weeks - facts.weeks_used)
    minutes = None
    if weeks is not None and facts.new_week_minutes is not None:
        minutes = int(weeks * facts.new_week_minutes)
    result = AgencyTransfer(
        follows=True,
        left_weeks=weeks,
        left_minutes=minutes,
        terms_from_on=facts.moved_on,
        increment_minutes=policy.increment_minutes,
    )
    return why.settled(result, f"All goes on; the new terms hold from {facts.moved_on}.")
