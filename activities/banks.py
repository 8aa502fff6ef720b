"""Which bank of the ledger a plan's share of a charge goes to, and which leaves its window is measured from.

Knows: what a bank's key is made of, and that an approved period is a leave. Never knows: hours or balances.
29 CFR 825.127(e) (a bank for each servicemember and injury); M.G.L. c.175M s.2(c)(1) (kinds of PFML leave).
"""

from collections.abc import Iterable

from workflows.case.duties import PlanShare, PostCharge
from workflows.rules.banks import Bank
from workflows.rules.ledger_entries import bank_key
from workflows.rules.plans import Plan, mark_of
from workflows.rules.spans import Days
from workflows.view import CaseView


def bank_of(share: PlanShare, duty: PostCharge) -> Bank:
    """The bank of a person; of caregiver leave one for each case, which is one servicemember with one injury."""
    part = duty.cause.partition("/")[0] if share.plan is Plan.CAREGIVER else ""
    return Bank(plan=share.plan, bank=bank_key(share.plan, part), mark=mark_of(share.plan, duty.reason))


def leaves_of(cases: Iterable[CaseView]) -> tuple[Days, ...]:
    """The leaves of an employee, each from the day on which it commenced."""
    return tuple(Days(first_on=first, last_on=last) for case in cases for first, last in case.approved)
