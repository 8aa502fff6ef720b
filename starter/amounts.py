"""How much leave of a case's employee was counted under each plan, read from the ledger for a letter.

Knows: the register, the directory and the limits of each bank. Never knows: who is told, or whether that is owed.
"""

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from starter.explain.known import gathered
from starter.explain.stored import eligibility_missing, policy_of
from starter.explain.stored_service import balance_facts
from workflows.case.asked import PlanAmount
from workflows.rules.balances import BalanceFacts
from workflows.rules.banks import Bank, caps_of, hire_gap
from workflows.rules.plans import minutes_in, unit_of
from workflows.rules.policy import LeavePolicy
from workflows.rules.wording import exactly

if TYPE_CHECKING:
    from infra.database import Database
    from infra.register import Register
    from starter.explain.known import Known


async def counted(database: "Database", register: "Register", reference: str, as_of: date) -> tuple[PlanAmount, ...]:
    """What was counted in the year of each plan that holds on a day, as it is recorded now; of state PFML each kind of
    leave alone. Plans of which nothing was used are left out; so is one whose year nobody can tell for certain."""
    view = await register.get(reference)
    if view is None:
        return ()
    return amounts_of(await gathered(database, register, view, recorded_by=datetime.now(UTC), on=as_of))


def amounts_of(rows: "Known") -> tuple[PlanAmount, ...]:
    """The same from the rows of a case, on the day that they are asked about."""
    facts, policy = balance_facts(rows), policy_of(rows)
    amounts = (_used(bank, facts, policy) for bank in facts.banks)
    return tuple(
        amount.model_copy(update={"eligible_known": not eligibility_missing(rows, amount.plan, policy)})
        for amount in amounts
        if amount is not None
    )


def _used(bank: Bank, facts: BalanceFacts, policy: LeavePolicy) -> PlanAmount | None:
    """By the bank's own limit: what other banks leave of it is a balance and nothing that was counted."""
    if not unit_of(bank.plan).is_weeks or hire_gap(bank, facts, policy=policy) is not None:
        return None
    own = caps_of(bank, facts, policy=policy, asked_from=facts.first_on)[0]._replace(closed_from=None)
    left = own.left_on(facts.first_on)
    used = own.most - left if left is not None else Fraction(0)
    if used <= 0:
        return None
    minutes = minutes_in(bank.plan, used, facts.week_minutes, None)
    # A charge is never told above the truth: four decimals, cut down.
    weeks, _, _ = exactly(used).partition(" ")
    return PlanAmount(plan=bank.plan, minutes=minutes, weeks=weeks, pfml_kind=bank.mark)
