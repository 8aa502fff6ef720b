"""How much leave of a case's employee was counted under each plan, read from the ledger for a letter.

Knows: the register, the directory and the rule of balances. Never knows: who is told, or whether that is owed.
"""

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from starter.explain.known import gathered
from starter.explain.stored import balance_of, eligibility_missing, policy_of
from workflows.case.asked import PlanAmount
from workflows.rules.balances import PlanBalance
from workflows.rules.plans import minutes_in

if TYPE_CHECKING:
    from infra.database import Database
    from infra.register import Register


async def counted(database: "Database", register: "Register", reference: str, as_of: date) -> tuple[PlanAmount, ...]:
    """What was counted in the year of each plan that holds on a day, as it is recorded now. Plans of which nothing was
    used are left out; so are all where the rules cannot tell for certain."""
    view = await register.get(reference)
    if view is None:
        return ()
    rows = await gathered(database, register, view, recorded_by=datetime.now(UTC), on=as_of)
    found, policy = balance_of(rows).result, policy_of(rows)
    week = rows.told.week_minutes_on(as_of) if rows.told is not None else None
    amounts = (_used(one, week) for one in found.banks) if found is not None else ()
    return tuple(
        amount.model_copy(update={"eligible_known": not eligibility_missing(rows, amount.plan, policy)})
        for amount in amounts
        if amount is not None
    )


def _used(one: PlanBalance, week: int | None) -> PlanAmount | None:
    used = one.entitlement - one.days[0].amount
    if not one.unit.is_weeks or one.mark is not None or used <= 0:
        return None
    minutes = minutes_in(one.plan, used, Fraction(week) if week else None, None)
    return PlanAmount(plan=one.plan, minutes=minutes, weeks=f"{float(used):.2f}")
