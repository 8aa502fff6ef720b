"""The entitlement ledger: append-only, one transaction a charge, the employee locked while it is made.

Knows: entries, banks, reversal, the lock. Never knows: how much may be charged, or for what: whoever holds the book
hands in computed entries. Happened, known and recorded are three times, so that any past answer can be had again.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple, Protocol, TypedDict

from sqlalchemy import ColumnElement, exists
from sqlalchemy import select as sa_select
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from infra.database import keep_first
from infra.directory_tables import Employee
from infra.tables import ChargeReceiptRow, LedgerEntry

FMLA = "fmla"
"""The bank of 12 workweeks in 12 months. Each plan has a bank of its own; nothing is ever added across them."""


class Charge(Protocol):
    """Use on one day: whole minutes, and the exact fraction of the workweek that they are."""

    @property
    def on(self) -> date: ...
    @property
    def minutes(self) -> int: ...
    @property
    def weeks(self) -> Fraction: ...
    @property
    def base_minutes(self) -> Fraction: ...
    @property
    def rules(self) -> tuple[str, ...]: ...


class Receipt(Protocol):
    """The answer to a charge."""

    @property
    def key(self) -> str: ...
    @property
    def cause(self) -> str: ...
    @property
    def minutes(self) -> int: ...
    @property
    def minutes_beyond(self) -> int: ...
    @property
    def minutes_uncovered(self) -> int: ...
    @property
    def schedule_known(self) -> bool: ...


class Stood(NamedTuple):
    """An entry that stands, as far as other charges must know of it."""

    bank: str
    reason: str
    on: date
    minutes: int
    weeks: Fraction
    starts_at: datetime | None
    ends_at: datetime | None


class Ground(TypedDict):
    """What stands behind an entry besides its hours; `starts_at` and `ends_at` where it is one absence."""

    cause: str
    sequence: int
    reason: str
    policy: str
    calendar: str
    known_at: datetime
    recorded_at: datetime
    starts_at: datetime | None
    ends_at: datetime | None


class Book:
    """One employee's entries, while the employee is locked."""

    def __init__(self, session: AsyncSession, employee: str) -> None:
        self._session = session
        self._employee = employee

    async def entries(self, *, bank: str | None = FMLA, recorded_by: datetime | None = None) -> list[LedgerEntry]:
        """All entries of a bank, or of every bank, oldest first; as recorded by an instant, where one is named."""
        query = select(LedgerEntry).where(LedgerEntry.employee == self._employee)
        if bank is not None:
            query = query.where(LedgerEntry.bank == bank)
        if recorded_by is not None:
            query = query.where(col(LedgerEntry.recorded_at) <= recorded_by)
        return list(await self._session.exec(query.order_by(col(LedgerEntry.recorded_at), col(LedgerEntry.entry_id))))

    async def standing(self, cause: str | None = None) -> list[LedgerEntry]:
        """The charges that no reversal has undone, of all causes or of one, oldest first."""
        query = select(LedgerEntry).where(*self._stands())
        if cause is not None:
            query = query.where(LedgerEntry.cause == cause)
        return list(await self._session.exec(query.order_by(col(LedgerEntry.recorded_at), col(LedgerEntry.entry_id))))

    async def others(self, cause: str) -> list[Stood]:
        """What stands for every other cause, in all banks."""
        columns = (
            col(LedgerEntry.bank),
            col(LedgerEntry.reason),
            col(LedgerEntry.happened_on),
            col(LedgerEntry.minutes),
            col(LedgerEntry.weeks),
            col(LedgerEntry.starts_at),
            col(LedgerEntry.ends_at),
        )
        found = await (await self._session.connection()).execute(
            sa_select(*columns).where(*self._stands(), col(LedgerEntry.cause) != cause)
        )
        return [Stood(bank, why, on, minutes, Fraction(weeks), a, b) for bank, why, on, minutes, weeks, a, b in found]

    def _stands(self) -> tuple[ColumnElement[bool], ...]:
        undoing = aliased(LedgerEntry)
        undone = exists().where(col(undoing.reverses) == col(LedgerEntry.entry_id))
        return (col(LedgerEntry.employee) == self._employee, col(LedgerEntry.reverses).is_(None), ~undone)

    async def receipts(self, cause: str) -> list[ChargeReceiptRow]:
        """What was answered for a cause before."""
        return list(await self._session.exec(select(ChargeReceiptRow).where(ChargeReceiptRow.cause == cause)))

    async def settle(
        self, standing: Sequence[LedgerEntry], target: Mapping[str, Sequence[Charge]], ground: Ground
    ) -> None:
        """Make what stands for a cause equal to the target, bank by bank: equal days stay, others are reversed and
        posted anew."""
        wanted = [(bank, charge) for bank, charges in target.items() for charge in charges]
        rows = []
        for entry in standing:
            same = next((each for each in wanted if _is_same(entry, *each, ground)), None)
            if same is not None:
                wanted.remove(same)
            else:
                rows.append(_reversal(entry, ground))
        rows += [self._entry(bank, charge, ground) for bank, charge in wanted]
        for place, row in enumerate(rows):
            row.entry_id = (
                f"{row.recorded_at:%Y%m%d%H%M%S%f}-{place:04}-{secrets.token_hex(4)}"  # in order of recording
            )
        self._session.add_all(rows)
        await self._session.flush()

    async def keep_receipt(self, receipt: Receipt, *, sequence: int) -> None:
        """The answer, under its key."""
        row = ChargeReceiptRow(
            key=receipt.key,
            cause=receipt.cause,
            sequence=sequence,
            minutes=receipt.minutes,
            minutes_beyond=receipt.minutes_beyond,
            minutes_uncovered=receipt.minutes_uncovered,
            schedule_known=receipt.schedule_known,
        )
        await keep_first(self._session, [row])

    def _entry(self, bank: str, charge: Charge, ground: Ground) -> LedgerEntry:
        return LedgerEntry(
            entry_id="",
            employee=self._employee,
            bank=bank,
            happened_on=charge.on,
            minutes=charge.minutes,
            weeks=str(charge.weeks),
            base_minutes=str(charge.base_minutes),
            rules=" ".join(charge.rules),
            **ground,
        )


async def lock(session: AsyncSession, employee: str) -> Book:
    """The book of an employee, who stays locked until the transaction ends.

    The session must be `Database.writing()`: SQLite's lock is taken when that begins.
    """
    await session.exec(select(Employee.ref).where(Employee.ref == employee).with_for_update())
    return Book(session, employee)


def _is_same(entry: LedgerEntry, bank: str, charge: Charge, ground: Ground) -> bool:
    stands = (entry.bank, entry.happened_on, entry.minutes, Fraction(entry.weeks), entry.starts_at, entry.ends_at)
    return stands == (bank, charge.on, charge.minutes, charge.weeks, ground["starts_at"], ground["ends_at"])


def _reversal(entry: LedgerEntry, ground: Ground) -> LedgerEntry:
    opposite = {
        "entry_id": "",
        "sequence": ground["sequence"],
        "minutes": -entry.minutes,
        "weeks": str(-Fraction(entry.weeks)),
        "reverses": entry.entry_id,
        "known_at": ground["known_at"],
        "recorded_at": ground["recorded_at"],
    }
    return LedgerEntry(**(entry.model_dump() | opposite))
