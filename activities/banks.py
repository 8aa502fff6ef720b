"""Which bank of the ledger a plan's share of a charge goes to, and entries of the ledger as the rules see them.

Knows: how a bank's key is written, and what an entry counts towards by its reason. Never knows: hours or balances.
29 CFR 825.127(e) (a bank for each servicemember and injury); M.G.L. c.175M s.2(c)(1) (kinds of PFML leave).
"""

from typing import TYPE_CHECKING

from activities.charges import Standing
from workflows.case.duties import PlanShare, PostCharge
from workflows.rules.banks import Bank
from workflows.rules.plans import Plan, PlanEntry, mark_of

if TYPE_CHECKING:
    from infra.ledger import Stood


def bank_of(share: PlanShare, duty: PostCharge) -> Bank:
    """The bank of a person; of caregiver leave one for each case, which is one servicemember with one injury."""
    key = share.plan.value
    if share.plan is Plan.CAREGIVER:
        key = f"{key}/{duty.cause.partition('/')[0]}"
    return Bank(plan=share.plan, bank=key, mark=mark_of(share.plan, duty.reason))


def standing(stood: "Stood") -> Standing:
    """An entry of another cause."""
    plan = Plan(stood.bank.partition("/")[0])
    mark = mark_of(plan, stood.reason)
    entry = PlanEntry.model_construct(
        on=stood.on,
        weeks=stood.weeks,
        minutes=stood.minutes,
        plan=plan,
        bank=stood.bank,
        marks=(mark,) if mark is not None else (),
    )
    return Standing(entry, stood.starts_at, stood.ends_at)
