"""How much accrued pay an employee may add to a week of PFML benefits.

Knows: amounts of one week. Never knows: accrued balances, who the employee is. Money is in whole cents, time in whole
minutes, and neither is ever rounded up. M.G.L. c.175M s.3(c) (law.md K3).
"""

from datetime import date
from fractions import Fraction

from pydantic import ConfigDict, Field

from workflows.rules.answers import Answer, Gap, Reasoning, Teller
from workflows.rules.policy import LeavePolicy
from workflows.rules.wording import money
from workflows.values import Frozen

_HOUR = 60


class TopUpFacts(Frozen):
    """What must be known to say how much accrued pay may be added to a week of PFML benefits."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "filed_on": "2026-03-02",
                    "average_weekly_wage_cents": 180000,
                    "weekly_benefit_cents": 117064,
                    "other_pay_cents": 0,
                    "hourly_cents": 4500,
                }
            ]
        }
    )

    filed_on: date | None = Field(None, description="The day on which the PFML claim was filed; DFML tells.")
    average_weekly_wage_cents: int | None = Field(
        None, ge=0, description="The employee's own average weekly wage, as DFML found it, in cents."
    )
    weekly_benefit_cents: int | None = Field(None, ge=0, description="The PFML benefit of this week, in cents.")
    other_pay_cents: int | None = Field(
        None, ge=0, description="All other pay for this week, such as wages for time worked, in cents; 0: nothing."
    )
    hourly_cents: int | None = Field(
        None, ge=1, description="Pay for an hour of accrued leave, in cents; none: the cap is told in money alone."
    )


class TopUp(Frozen):
    """The most that may be added in this week, in cents, and in whole minutes of accrued leave where pay for an hour
    is known: never more than the cap."""

    cents: int
    minutes: int | None


def top_up_cap(facts: TopUpFacts, *, policy: LeavePolicy) -> Answer[TopUp]:
    """The most accrued pay that an employee may add to PFML benefits in a week (law.md K3): all pay together never
    above 100 % of the average weekly wage. Adding is the employee's choice; the employer watches the cap."""
    why = Reasoning(policy)
    from_on = policy.statutes.pfml_top_up_from
    if facts.filed_on is not None and facts.filed_on < from_on:
        why.step(
            "K3", "Claims filed earlier allow no adding of accrued leave.", filed_on=facts.filed_on, from_on=from_on
        )
        return why.settled(_in_minutes(0, facts), "Nothing may be added: the claim was filed too early.")
    wage, paid = facts.average_weekly_wage_cents, (facts.weekly_benefit_cents or 0) + (facts.other_pay_cents or 0)
    if wage is not None and paid >= wage:
        why.step("K3", "What is paid reaches the average weekly wage already.", wage_cents=wage, paid_cents=paid)
        return why.settled(_in_minutes(0, facts), "Nothing may be added: the average weekly wage is reached.")
    missing = tuple(gap for gap in _MONEY if getattr(facts, gap.fact) is None)
    if missing or wage is None:
        why.step("K3", "All pay of a week together stays within the average weekly wage.", wage_cents=wage)
        return why.not_answerable("The cap cannot be computed yet.", *missing)
    why.step("K3", "All pay of a week together stays within the average weekly wage.", wage_cents=wage, paid_cents=paid)
    top_up = _in_minutes(wage - paid, facts)
    return why.settled(top_up, f"The employee may add up to {money(wage - paid)} of accrued pay in this week.")


_MONEY = (
    Gap(fact="filed_on", asks="when was the claim filed?", teller=Teller.DFML),
    Gap(fact="average_weekly_wage_cents", asks="what is the average weekly wage?", teller=Teller.DFML),
    Gap(fact="weekly_benefit_cents", asks="what is the weekly benefit?", teller=Teller.DFML),
    Gap(fact="other_pay_cents", asks="what else is paid for this week?", teller=Teller.AGENCY),
)


def _in_minutes(cents: int, facts: TopUpFacts) -> TopUp:
    minutes = None if facts.hourly_cents is None else int(Fraction(cents * _HOUR, facts.hourly_cents))
    return TopUp(cents=cents, minutes=minutes)
