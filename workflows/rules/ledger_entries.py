"""Entries as the ledger keeps them, as the rules see them: the one place where a row becomes use of a plan.

Knows: how the key of a bank tells its plan, and what use counts towards by its reason. Never knows: where rows are
kept, limits. A ledger has thousands of entries, which were checked when they were made: here they are plain tuples.
29 CFR 825.127(e); M.G.L. c.175M s.2(c)(1) (law.md N6, N8).
"""

from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from workflows.rules.plans import Mark, Plan, PlanEntry, amount_in, mark_of


class Used(NamedTuple):
    """Use of one plan's bank on one day; where it lies near what is asked about, with its cause, and with its hours if
    it is one absence."""

    on: date
    weeks: Fraction
    minutes: int
    plan: Plan
    bank: str
    marks: tuple[Mark, ...] = ()
    workday_minutes: int | None = None
    cause: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @classmethod
    def of(cls, told: PlanEntry) -> "Used":
        """An entry that was told, without what it is for."""
        return cls(told.on, told.weeks, told.minutes, told.plan, told.bank, told.marks, told.workday_minutes)

    @property
    def amount(self) -> Fraction:
        """Use in the plan's own unit."""
        return amount_in(self.plan, self.weeks, self.minutes, self.workday_minutes)

    def told(self) -> PlanEntry:
        """The same as a fact that anybody may be told."""
        told = {name: getattr(self, name) for name in PlanEntry.model_fields}
        return PlanEntry(**told)


AnyEntry = PlanEntry | Used
"""An entry, told or kept."""


def bank_key(plan: Plan, part: str = "") -> str:
    """The key of a bank: its plan, and what tells it apart from others of the plan, if anything does."""
    return f"{plan.value}/{part}" if part else plan.value


def used(
    bank: str,
    reason: str,
    cause: str | None,
    on: date,
    minutes: int,
    weeks: str,
    starts_at: datetime | None,
    ends_at: datetime | None,
) -> Used:
    """A row of the ledger as use of its plan. `weeks` is a fraction as it is written, such as 1/5."""
    (one,) = used_on((on,), bank, reason, cause, minutes, weeks, starts_at, ends_at)
    return one


def used_on(
    days: tuple[date, ...],
    bank: str,
    reason: str,
    cause: str | None,
    minutes: int,
    weeks: str,
    starts_at: datetime | None,
    ends_at: datetime | None,
) -> list[Used]:
    """Rows of the ledger that are alike but for their days, as use of their plan."""
    plan, marks = _counts_as(bank, reason)
    alike = (_fraction(weeks), minutes, plan, bank, marks, None, cause, starts_at, ends_at)
    # Past the constructor, which takes as long as all the rest: whoever reads a ledger reads thousands.
    return [tuple.__new__(Used, (on, *alike)) for on in days]


@lru_cache
def _counts_as(bank: str, reason: str) -> tuple[Plan, tuple[Mark, ...]]:
    plan = Plan(bank.partition("/")[0])
    mark = mark_of(plan, reason)
    return plan, (mark,) if mark else ()


@lru_cache(4096)
def _fraction(written: str) -> Fraction:
    """Reading a fraction is dear, and there are few lengths of leave."""
    return Fraction(written)
