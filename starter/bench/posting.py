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

from activities.charging import Basis, charge
from infra.database import Database, keep_first
from infra.directory_tables import Employee
from infra.ledger import Ground, lock
from infra.tables import LedgerEntry
from starter.bench import three_years
from starter.bench.three_years import ENDS_ON, FMLA
from workflows.case.duties import PostCharge
from workflows.rules.banks import Stands
from workflows.rules.calendar import NEW_YORK, days_after
from workflows.rules.chargeable import ChargeAbsence

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


async def measure(database: Database, times: int) -> Posted:
    """So many of each, in turns, first one and then the other. A warm-up before them is not counted."""
    employees = [f"E-{number}" for number in range((WARM_UP + times - 1) // CHARGES_EACH + 1)]
    await _fill(database, employees)
    posting, posted = Posting(database), Posted()
    for number in range(WARM_UP + times):
        employee = employees[number // CHARGES_EACH]
        turns = [(posted.bare, posting.insert), (posted.charges, posting.charge)]
        for seconds, deed in turns if number % 2 else reversed(turns):
            taken = await _taken(deed, employee, number)
            if number >= WARM_UP:
                seconds.append(taken)
    return posted


class Posting:
    """Both transactions, on one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._basis = Basis(three_years.schedule(), three_years.policy(), Stands())
        self._absences = _absences()

    async def insert(self, employee: str, number: int) -> None:
        """The bare one: a row of the same table, of somebody who has no other, added as any row is."""
        async with self._database.writing() as session:
            session.add(_row(f"{employee}-bare", f"LV-{number}/bare/1", ENDS_ON, _MINUTES))

    async def charge(self, employee: str, number: int) -> None:
        """One absence in one plan, as the record posts it: locked, asked, counted, settled and answered."""
        duty = _duty(f"LV-{number}/absence/1", self._absences[number % CHARGES_EACH])
        async with self._database.writing() as session:
            receipt = await charge(await lock(session, employee), duty, self._basis)
        if receipt.minutes != _MINUTES:
            raise ValueError(f"{duty.cause} is charged {receipt.minutes} minutes: something else would be measured")


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


async def _taken(deed: Callable[[str, int], Awaitable[None]], employee: str, number: int) -> float:
    begun = perf_counter()
    await deed(employee, number)
    return perf_counter() - begun


def _absences() -> list[ChargeAbsence]:
    """A quarter of an hour on each of the working days that follow."""
    days = [days_after(ENDS_ON, n) for n in range(1, 2 * CHARGES_EACH)]
    return [_hours(on, _MINUTES) for on in days if on.weekday() < three_years.WORKDAYS][:CHARGES_EACH]


def _hours(on: date, minutes: int) -> ChargeAbsence:
    begins_at = datetime.combine(on, three_years.STARTS, NEW_YORK)
    return ChargeAbsence(starts_at=begins_at, ends_at=begins_at + timedelta(minutes=minutes))


def _duty(cause: str, absence: ChargeAbsence) -> PostCharge:
    at = datetime.now(UTC)
    return PostCharge(key=cause, cause=cause, sequence=1, at=at, known_at=at, reason=_REASON, charge=absence)


def _ground(cause: str, absence: ChargeAbsence) -> Ground:
    at = datetime.now(UTC)
    return {
        "cause": cause,
        "sequence": 1,
        "reason": _REASON,
        "policy": "massachusetts-executive-2026 1",
        "calendar": "1",
        "known_at": at,
        "recorded_at": at,
        "starts_at": absence.starts_at,
        "ends_at": absence.ends_at,
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
        **_ground(cause, _hours(on, minutes)),
    )
