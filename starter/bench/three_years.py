"""Three years of intermittent leave as values: what a balance is asked of, and what stands before a charge is posted.

Knows: how such leave looks in a ledger: quarter hours on working days, weeks of three lengths. Never knows: what is
measured with it. It is the same at every run, and nobody's.
"""

from datetime import date, datetime, time, timedelta
from fractions import Fraction

from infra import policies
from workflows.rules.balances import BalanceFacts
from workflows.rules.banks import Bank
from workflows.rules.plans import Mark, Plan, PlanEntry
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Assignment, Schedule, ShiftTemplate
from workflows.rules.spans import Days

BEGINS_ON = date(2023, 7, 3)
ENDS_ON = date(2026, 6, 30)
ENTRIES = 1500
LENGTHS = (15, 30, 45, 60, 75)
"""Minutes. So many entries of them use most of the 12 weeks of each year, and never more."""

WEEKS = (2400, 2250, 1920)
"""Minutes of the workweek in each of the three years: every change gives the fractions another denominator."""

STARTS, WORKDAYS = time(9), 5

FMLA = Bank(plan=Plan.FMLA, bank="fmla")
EVERY = (FMLA, Bank(plan=Plan.PFML, bank="pfml", mark=Mark.MEDICAL), Bank(plan=Plan.COMMONWEALTH, bank="commonwealth"))
"""The plans that one absence for one's own condition is held against together."""


def policy() -> LeavePolicy:
    """The policy that all is measured under: a rolling year."""
    return LeavePolicy.of_file(policies.read("massachusetts-executive-2026"))


def schedule() -> Schedule:
    """Shifts from Monday to Friday that make the workweek of the last year."""
    length = timedelta(minutes=WEEKS[-1] // WORKDAYS)
    ends = (datetime.combine(ENDS_ON, STARTS) + length).time()
    shifts = tuple(ShiftTemplate(position=n + 1, starts=STARTS, ends=ends) for n in range(WORKDAYS))
    cycle = Assignment(from_on=BEGINS_ON, anchor_on=BEGINS_ON, cycle_days=7, works_holidays=False, shifts=shifts)
    return Schedule(assignments=(cycle,))


def facts(banks: tuple[Bank, ...], first_on: date, last_on: date | None = None) -> BalanceFacts:
    """A question about these banks, each with all the leave."""
    return BalanceFacts(
        banks=banks,
        first_on=first_on,
        last_on=last_on,
        entries=tuple(entry for bank in banks for entry in entries(bank)),
        week_minutes=Fraction(WEEKS[-1]),
        layer_leaves=(Days(first_on=BEGINS_ON),),
    )


def entries(bank: Bank = FMLA, count: int = ENTRIES) -> tuple[PlanEntry, ...]:
    """The leave in one bank, spread over the working days."""
    length = (ENDS_ON - BEGINS_ON).days + 1
    days = [BEGINS_ON + timedelta(days=number) for number in range(length)]
    workdays = [on for on in days if on.weekday() < 5]
    return tuple(_entry(bank, workdays[n * len(workdays) // count], LENGTHS[n * 7 % 5]) for n in range(count))


def week_on(on: date) -> int:
    """Minutes of the workweek in which a day lies."""
    return WEEKS[min((on - BEGINS_ON).days // 365, len(WEEKS) - 1)]


def _entry(bank: Bank, on: date, minutes: int) -> PlanEntry:
    return PlanEntry(
        on=on,
        weeks=Fraction(minutes, week_on(on)),
        minutes=minutes,
        plan=bank.plan,
        bank=bank.bank,
        marks=() if bank.mark is None else (bank.mark,),
    )
