"""Sick workdays in a row: when the agency looks closer, and by when a notice is due.

Knows: how many are a sign. Never knows: why somebody is sick. The sign is the agency's to see, never the employee's to
give, and no test of anything. Practice of the employer; 29 CFR 825.300(b) (law.md D10).
"""

from datetime import date

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Due, Gap, Reasoning, Teller, contradiction
from workflows.rules.employer_notices import eligibility_notice_due
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen

_DAYS = Gap(fact="sick_workdays", asks="how many workdays in a row was the employee out sick?", teller=Teller.AGENCY)


class SignFacts(Frozen):
    """Somebody is out sick day after day."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"first_on": "2026-02-02", "known_on": "2026-02-06", "sick_workdays": 5}]}
    )

    first_on: date = Field(description="First sick day of the row.")
    known_on: date = Field(description="The day on which a supervisor or an office knew of so many.")
    sick_workdays: int | None = Field(None, ge=0, description="Workdays in a row out sick. None: not known.")

    @model_validator(mode="after")
    def _in_order(self) -> "SignFacts":
        if self.known_on < self.first_on:
            raise contradiction("known_before_sick", "it was known before the first sick day")
        if self.sick_workdays is not None and self.sick_workdays > (self.known_on - self.first_on).days + 1:
            raise contradiction("more_days_than_passed", "more sick workdays were known of than days had passed")
        return self


class Sign(Frozen):
    """`look_closer`: refer it. It is a sign and no test: whoever is out less may be entitled, and more may not.
    `notice_due`: the eligibility notice, if the absence may qualify."""

    look_closer: bool
    notice_due: Due | None


def sign_of_need(facts: SignFacts, *, policy: LeavePolicy) -> Answer[Sign]:
    """D10: so many sick workdays in a row are a sign to refer. The agency does, not the employee."""
    why = Reasoning(policy)
    if facts.sick_workdays is None:
        return why.not_answerable("it is not known how many workdays it was", _DAYS)
    why.rests_on("sick_days_sign")
    why.step("D10", "A sign to look closer, and no test.", workdays=facts.sick_workdays, sign=policy.sick_days_sign)
    if facts.sick_workdays < policy.sick_days_sign:
        return why.settled(Sign(look_closer=False, notice_due=None), "no sign by number of days; other signs may be")
    found = eligibility_notice_due(facts.known_on, policy=policy)
    why.step("D1", "If it may qualify, the notice runs from that knowledge.", known_on=facts.known_on)
    return why.settled(Sign(look_closer=True, notice_due=found), f"refer it; a notice is due on {found.due_on}")
