"""How many charges a second PostgreSQL takes, beside transactions that insert one row and do nothing else.

Knows: what a charge asks and writes in one plan, statement by statement as the record does, and the order of the
measure. Never knows: SQL, or which server it is. Both kinds of transaction take turns on one connection.
"""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from time import perf_counter
from typing import NamedTuple

from infra.database import Database, keep_first
from infra.directory_tables import Employee
from infra.ledger import Ground, Stood, lock
from infra.tables import LedgerEntry
from starter.bench import three_years
from starter.bench.three_years import ENDS_ON, FMLA
from workflows.rules.banks import Ledger, allot_to
from workflows.rules.counting_weeks import DayCharge
from workflows.rules.plans import Plan, PlanEntry

STANDING = 250
"""Entries of each employee before anything is posted: half a year of leave on every working day, two a day."""

CHARGES_EACH = 20
"""Charges that one employee gets, so that what stands hardly grows meanwhile."""

WARM_UP = 20
_MINUTES = 15
_REASON = "own_condition"


@dataclass
class Posted:
    """Seconds of each transaction of one run."""

    charges: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


class _Receipt(NamedTuple):
    """The answer to one charge."""

    key: str
    cause: str
    minutes: int
    minutes_beyond: int
    minutes_uncovered: int
    schedule_known: bool


async def measure(database: Database, times: int) -> Posted:
    """So many of each, in turns, first one and then the other. A warm-up before them is not counted."""
    employees = [f"E-{number}" for number in range((WARM_UP + times - 1) // CHARGES_EACH + 1)]
    await _fill(database, employees)
    posting, posted = Posting(database), Posted()
    for number in range(WARM_UP + times):
        employee = employees[number // CHARGES_EACH]
        turns = [(posted.bare, posting.insert), (posted.charges, posting.charge)]
        for seconds, deed in turns if number % 2 else reversed(turns):
            taken = await _taken(deed, employee, f"LV-{number}/absence/1")
            if number >= WARM_UP:
                seconds.append(taken)
    return posted


class Posting:
    """Both transactions, on one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._policy = three_years.policy()

    async def insert(self, employee: str, cause: str) -> None:
        """The bare one: a row of the same table, of somebody who has no other."""
        row = _row(f"{employee}-bare", f"{cause}/bare", ENDS_ON, _MINUTES)
        async with self._database.writing() as session:
            await keep_first(session, [row])

    async def charge(self, employee: str, cause: str) -> None:
        """One charge in one plan, as the record posts it: locked, asked, computed, settled, answered."""
        async with self._database.writing() as session:
            book = await lock(session, employee)
            if await book.receipts(cause):
                raise ValueError(f"{cause} was charged before: nothing would be measured")
            entries = tuple([_standing(stood) for stood in await book.others(cause)])
            ledger = Ledger.model_construct(entries=entries)
            (allotted,) = allot_to((_wanted(),), FMLA, ledger, policy=self._policy)
            if allotted.charge is None:
                raise ValueError("nothing is left to charge: nothing would be measured")
            await book.settle([], {FMLA.bank: [allotted.charge]}, _ground(cause))
            receipt = _Receipt(cause, cause, allotted.charge.minutes, allotted.beyond_minutes, 0, True)
            await book.keep_receipt(receipt, sequence=1)


async def _fill(database: Database, employees: list[str]) -> None:
    """Employees, each with what stands for them."""
    hired_on = three_years.BEGINS_ON
    people = [
        Employee(number=ref, ref=ref, name=ref, email=f"{ref}@staff.example.org", agency="PARKS", hired_on=hired_on)
        for ref in employees
    ]
    entries = three_years.entries()[-STANDING:]
    async with database.writing() as session:
        await keep_first(session, people)
        for employee in employees:
            rows = [_row(employee, f"LV-0/absence/{n}", e.on, e.minutes) for n, e in enumerate(entries)]
            await keep_first(session, rows)


async def _taken(deed: Callable[[str, str], Awaitable[None]], employee: str, cause: str) -> float:
    begun = perf_counter()
    await deed(employee, cause)
    return perf_counter() - begun


def _wanted() -> DayCharge:
    base = Fraction(three_years.week_on(ENDS_ON))
    return DayCharge(on=ENDS_ON, minutes=_MINUTES, weeks=_MINUTES / base, base_minutes=base, rules=("C1", "C2"))


def _standing(stood: Stood) -> PlanEntry:
    """An entry as the rules see it, made as the record makes it."""
    plan = Plan(stood.bank.partition("/")[0])
    return PlanEntry.model_construct(
        on=stood.on, weeks=stood.weeks, minutes=stood.minutes, plan=plan, bank=stood.bank, marks=()
    )


def _ground(cause: str) -> Ground:
    at = datetime.now(UTC)
    return {
        "cause": cause,
        "sequence": 1,
        "reason": _REASON,
        "policy": "massachusetts-executive-2026 1",
        "calendar": "1",
        "known_at": at,
        "recorded_at": at,
        "starts_at": at - timedelta(minutes=_MINUTES),
        "ends_at": at,
    }


def _row(employee: str, cause: str, on: date, minutes: int) -> LedgerEntry:
    base = three_years.week_on(on)
    return LedgerEntry(
        entry_id=secrets.token_hex(16),
        employee=employee,
        bank=FMLA.bank,
        happened_on=on,
        minutes=minutes,
        weeks=str(Fraction(minutes, base)),
        base_minutes=str(base),
        rules="C1 C2",
        **_ground(cause),
    )
