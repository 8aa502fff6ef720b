"""Whether group health coverage may end because the employee's share of the premium is late.

Knows: the days of grace and of warning. Never knows: amounts, or a plan. 29 CFR 825.209-212 (law.md J8).
"""

from datetime import date

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.calendar import days_after
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen

_PAID = Gap(fact="paid", asks="has the share been paid?", teller=Teller.AGENCY)


class PremiumFacts(Frozen):
    """One share of a premium during leave."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"due_on": "2026-05-01", "paid": False, "letter_mailed_on": "2026-05-18", "on": "2026-06-02"}]
        }
    )

    due_on: date = Field(description="The day on which the employee's share was due.")
    paid: bool | None = Field(None, description="Whether it has been paid. None: not known.")
    letter_mailed_on: date | None = Field(None, description="When the written warning was mailed. None: it was not.")
    on: date = Field(description="The day on which coverage would end.")

    @model_validator(mode="after")
    def _in_order(self) -> "PremiumFacts":
        if self.letter_mailed_on is not None and self.letter_mailed_on < self.due_on:
            raise contradiction("warned_before_due", "the warning was mailed before the share was due")
        return self


class Coverage(Frozen):
    """`may_end`: on the day asked about. `earliest_on`: the first day on which it may; None: on none, as things stand.
    Whatever ends, the employee gets the same coverage back at the return."""

    may_end: bool
    earliest_on: date | None


def coverage_may_end(facts: PremiumFacts, *, policy: LeavePolicy) -> Answer[Coverage]:
    """Coverage goes on as if working. It may end when the share is more than 30 days late, and not before 15 days after
    a written warning was mailed (825.212(a)(1))."""
    why = Reasoning(policy)
    if facts.paid:
        why.step("J8", "The share is paid: coverage goes on as if working.", paid="yes")
        return why.settled(Coverage(may_end=False, earliest_on=None), "coverage goes on")
    if facts.letter_mailed_on is None:
        why.step("J8", "Coverage does not end without a written warning.")
        return why.settled(Coverage(may_end=False, earliest_on=None), "coverage goes on: no warning was mailed")
    why.rests_on("premium_grace_days", "premium_warning_days")
    grace_on = days_after(facts.due_on, policy.premium_grace_days + 1)
    warned_on = days_after(facts.letter_mailed_on, policy.premium_warning_days)
    earliest_on = max(grace_on, warned_on)
    if facts.on < earliest_on:
        why.step("J8", "The days of grace or of warning still run.", grace_on=grace_on, warned_on=warned_on)
        return why.settled(
            Coverage(may_end=False, earliest_on=earliest_on), f"coverage may not end before {earliest_on}"
        )
    if facts.paid is None:
        paid, unpaid = (
            coverage_may_end(facts.model_copy(update={"paid": given}), policy=policy) for given in (True, False)
        )
        return why.depends(_PAID, (("yes", paid), ("no", unpaid)))
    why.step("J8", "More than the days of grace late, and warned long enough.", grace_on=grace_on, warned_on=warned_on)
    return why.settled(Coverage(may_end=True, earliest_on=earliest_on), f"coverage may end from {earliest_on} on")
