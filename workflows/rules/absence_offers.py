"""What each plan has for one absence, if it is open to it.

Knows: limits, charges, and that leave which fits a servicemember's care counts so first. Never knows: whether a plan
is open to the employee. 29 CFR 825.127(e)(4), 825.200(a) (law.md N1, N6).
"""

from fractions import Fraction
from typing import NamedTuple

from workflows.rules import caps
from workflows.rules.absence_lines import JudgeFacts, PlanAsked
from workflows.rules.banks import allot_to, caps_of, entry_of
from workflows.rules.counting_weeks import DayCharge
from workflows.rules.entitlement import Allotted
from workflows.rules.plans import Plan
from workflows.rules.policy import LeavePolicy


class Offer(NamedTuple):
    """What a plan has for an absence, if it is open to it: each day, and what is left before and after."""

    days: tuple[Allotted, ...]
    left_before: Fraction | None
    left_after: Fraction | None

    @property
    def minutes(self) -> int:
        """Minutes that the plan can cover."""
        return sum(day.charge.minutes for day in self.days if day.charge is not None)


class Offers(NamedTuple):
    """The offer of each plan asked about, and of other FMLA leave if caregiver leave takes its part first."""

    of_plan: dict[int, Offer]
    after_caregiver: dict[int, Offer]
    shared: bool


def offers_for(facts: JudgeFacts, policy: LeavePolicy, *, shared: bool) -> Offers:
    """The offer of every plan that no test has refused. `shared`: spouses share what they may (N7)."""
    of_plan = {
        index: _offer(plan, facts, facts.charges, policy, shared=shared)
        for index, plan in enumerate(facts.plans)
        if not plan.is_refused
    }
    first = next((index for index in of_plan if facts.plans[index].plan is Plan.CAREGIVER), None)
    if first is None:
        return Offers(of_plan, {}, shared)
    taken = [day.charge for day in of_plan[first].days if day.charge is not None]
    entries = (*facts.entries, *(entry_of(charge, facts.plans[first], None) for charge in taken))
    left = tuple(_beyond(charge, of_plan[first]) for charge in facts.charges)
    rest = tuple(charge for charge in left if charge is not None)
    later = facts.model_copy(update={"entries": entries})
    after = {
        index: _offer(facts.plans[index], later, rest, policy, shared=shared)
        for index in of_plan
        if facts.plans[index].plan is Plan.FMLA
    }
    return Offers(of_plan, after, shared)


def _offer(
    plan: PlanAsked, facts: JudgeFacts, charges: tuple[DayCharge, ...], policy: LeavePolicy, *, shared: bool
) -> Offer:
    if not charges:
        return Offer((), None, None)
    lengths = {workday.on: workday.minutes for workday in facts.workdays}
    days = allot_to(charges, plan, facts, policy=policy, shared=shared, workdays=lengths)
    entries = tuple(entry_of(d.charge, plan, lengths.get(d.on)) for d in days if d.charge is not None)
    before = caps_of(plan, facts, policy=policy, shared=shared, begins_on=days[0].on)
    used = facts.model_copy(update={"entries": (*facts.entries, *entries)})
    after = caps_of(plan, used, policy=policy, shared=shared, begins_on=days[-1].on)
    return Offer(days, caps.left_on(before, days[0].on), caps.left_on(after, days[-1].on))


def offer_of(index: int, plans: tuple[PlanAsked, ...], offers: Offers) -> Offer:
    """What a plan has, after caregiver leave has taken its part where it surely does (825.127(e)(4))."""
    for plan in plans:
        if plan.plan is Plan.CAREGIVER and index in offers.after_caregiver and plan.eligible and plan.reason_covered:
            return offers.after_caregiver[index]
    return offers.of_plan[index]


def _beyond(charge: DayCharge, offer: Offer) -> DayCharge | None:
    """What of a day's charge an offer leaves to others."""
    minutes = sum(day.beyond_minutes for day in offer.days if day.on == charge.on)
    if not minutes:
        return None
    return charge.model_copy(update={"minutes": minutes, "weeks": minutes / charge.base_minutes})
