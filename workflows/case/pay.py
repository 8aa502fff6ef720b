"""What is known of pay during the leave, and on which days accrued leave then runs.

Knows: benefits and elections as days and yes or no. Never knows: amounts, balances of accrued leave, a claim file.
29 CFR 825.207; law.md K1-K3, N11.
"""

from typing import TYPE_CHECKING

from pydantic import ValidationError

from workflows.case.designation import Period
from workflows.case.entitlement_letters import PaidDays
from workflows.rules.substitution import BenefitPaid, SubstitutionFacts, substitution
from workflows.values import Frozen

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase


class Pay(Frozen):
    """As agency and employee told it; None: nobody has told."""

    benefits: tuple[BenefitPaid, ...] | None = None
    usable: bool | None = None
    elects: bool | None = None
    agreed_top_up: bool | None = None
    elects_pfml_top_up: bool | None = None


def paid_leave_of(case: "LeaveCase", period: Period) -> tuple[PaidDays, ...]:
    """On which decided days accrued leave runs, and by whose will; empty while that is not known for certain."""
    span = period.decided
    if case.pay == Pay() or span is None or span.last_on is None:
        return ()
    waiting = case.pfml.waiting
    try:
        facts = SubstitutionFacts(first_on=span.first_on, last_on=span.last_on, waiting=waiting, **dict(case.pay))
    except ValidationError:
        return ()
    found = substitution(facts, policy=case.policy).result
    days = found.days if found is not None else ()
    return tuple(PaidDays(first_on=d.first_on, last_on=d.last_on, outcome=d.outcome.value) for d in days)
