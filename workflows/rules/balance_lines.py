"""What is left in each bank, day by day, and how that is said in a sentence.

Knows: the shape of a balance, and which of its days whoever reads one sentence must see. Never knows: how a balance is
found. 29 CFR 825.200 (law.md N1-N8).
"""

from datetime import date
from fractions import Fraction

from workflows.rules.coming_back import Comes
from workflows.rules.plans import Mark, Plan, PlanUnit, name_of
from workflows.rules.spans import Days
from workflows.rules.wording import exactly, time_of
from workflows.values import Frozen


class Left(Frozen):
    """What is left from one day to another, both included, in the plan's own unit, exactly. `minutes`: the same, cut
    down to the minute; None: the week or the workday has no known length."""

    first_on: date
    last_on: date
    amount: Fraction
    minutes: int | None


class PlanBalance(Frozen):
    """One bank. `days` has every day asked about, in order. `returning`: what counts on one of these days and comes
    back after the first of them. `at_most`: less may be left, since the use of a spouse is not told, days that were
    taken are not counted yet, or PFML leave has no kind; nothing is never too much."""

    plan: Plan
    bank: str
    mark: Mark | None
    unit: PlanUnit
    entitlement: int
    days: tuple[Left, ...]
    returning: tuple[Comes, ...]
    at_most: bool

    def left_on(self, on: date) -> Fraction | None:
        """What is left on one of the days asked about; None: it is none of them."""
        return next((left.amount for left in self.days if left.first_on <= on <= left.last_on), None)


class Balances(Frozen):
    """Each bank asked about, side by side: never one sum. `uncounted`: days of leave that no bank has yet."""

    banks: tuple[PlanBalance, ...]
    uncounted: tuple[Days, ...] = ()


def amount_of(amount: Fraction, unit: PlanUnit) -> str:
    """`12 workweeks`, `1 workweek`, `11.9791 (575/48) workweeks`, `nothing`."""
    thing = "week for each child" if unit is PlanUnit.WEEKS_BY_CHILD else unit.value.removesuffix("s")
    many = "weeks for each child" if unit is PlanUnit.WEEKS_BY_CHILD else unit.value
    return f"{exactly(amount)} {thing if amount == 1 else many}" if amount else "nothing"


def said(one: PlanBalance) -> str:
    """What is left on the first day; of several days also the least, so that nobody plans with what is gone by then."""
    most = "at most " if one.at_most else ""
    first, least, last_on = one.days[0], min(one.days, key=lambda left: left.amount), one.days[-1].last_on
    says = f"{name_of(one.plan, one.mark)}: {most}{_left(first, one.unit)}"
    if first.first_on == last_on:
        return says
    if least.amount < first.amount:
        return f"{says}, at the lowest {_left(least, one.unit)}"
    is_same = all(left.amount == first.amount for left in one.days)
    return f"{says}, and {'the same' if is_same else 'never less'} up to {last_on}"


def _left(left: Left, unit: PlanUnit) -> str:
    hours = f" ({time_of(left.minutes)})" if left.minutes else ""
    return f"{amount_of(left.amount, unit)} left on {left.first_on}{hours}"
