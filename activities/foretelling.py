"""How much of approved leave will be counted, told in the designation letter where a schedule tells it.

Knows: the employee's schedule, and the rule that counts a period. Never knows: what stands in the ledger, whether a
letter is due. What cannot be known up front stays unknown: the end is open, the leave is taken in parts, or nobody
stored a schedule for all of its days. 29 CFR 825.300(d)(6) (law.md D3, D4).
"""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from workflows.case.duties import ChargePeriod
from workflows.case.entitlement_letters import AmountOfPeriod, DesignationNotice
from workflows.rules.policy import LeavePolicy
from workflows.rules.posting import Told, count
from workflows.rules.schedule import Schedule
from workflows.rules.wording import exactly


class Counting(NamedTuple):
    """What is counted by. `notice_on`: of the need, for a letter that does not tell it of each period."""

    schedule: Schedule
    policy: LeavePolicy
    notice_on: date | None = None


def with_amounts(notice: DesignationNotice, by: Counting) -> DesignationNotice:
    """The letter with every amount that can be known."""
    return notice.model_copy(update={"amounts": tuple(_counted(amount, by) for amount in notice.amounts)})


def _counted(amount: AmountOfPeriod, by: Counting) -> AmountOfPeriod:
    """By the same rule as the charge, whatever else stands in the ledger: how much is left, other letters tell."""
    if not amount.in_one_piece or amount.span.last_on is None:
        return amount
    wanted = ChargePeriod(first_on=amount.span.first_on, last_on=amount.span.last_on)
    counted = count(wanted, schedule=by.schedule, policy=by.policy, notice_on=amount.notice_on or by.notice_on)
    if not counted.schedule_known:
        return amount
    told = Told("", counted, from_on=amount.from_on, except_for=amount.except_for)
    charges = [charge for charge in counted.charges if told.counts_on(charge.on)]
    weeks, _, _ = exactly(sum((charge.weeks for charge in charges), start=Fraction(0))).partition(" ")
    return amount.model_copy(update={"minutes": sum(charge.minutes for charge in charges), "weeks": weeks})
