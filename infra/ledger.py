"""The entitlement ledger: append-only, one transaction a charge, the employee locked while it is made.

Knows: entries, banks, reversal, the lock. Never knows: how much may be charged, or for what: whoever holds the book
hands in computed entries. Happened, known and recorded are three times, so that any past answer can be had again.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any, NamedTuple, Protocol, TypedDict

from sqlalchemy import CursorResult, Executable
from sqlalchemy import Select as SqlSelect
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from infra import ledger_statements
from infra.driver import Driver
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
    @property
    def beyond_from(self) -> date | None: ...
    @property
    def uncovered_from(self) -> date | None: ...


Stood = tuple[tuple[date, ...], str, str, str | None, int, str, datetime | None, datetime | None]
"""Entries that stand and are alike, as far as other charges must know of them: days, bank, reason, cause, minutes,
weeks as written, and from when to when, where it is one absence. Cause and hours of the days alone that are asked
about."""


Between = tuple[date, date]
"""From one day to another, both included."""


class Seen(NamedTuple):
    """What stands for every other cause, in all banks; whether this one was answered before, and whether another
    asked for a day between two that were named."""

    others: tuple[Stood, ...]
    answered: bool
    meets: bool


Word = tuple[date | None, date | None, str]
"""What was told of a cause: the days by the clock on which it may have hours, if any, and the whole as text."""


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
        self._connection: AsyncConnection | None = None
        self._driver: Driver | None = None
        self._dialect = session.get_bind().dialect.name

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
        query = select(LedgerEntry).where(ledger_statements.stands())
        if cause is not None:
            query = query.where(LedgerEntry.cause == cause)
        query = query.order_by(col(LedgerEntry.recorded_at), col(LedgerEntry.entry_id))
        return list(await self._session.exec(query, params={"employee": self._employee}))

    async def seen(self, cause: str, *, days: Between, near: Between) -> Seen:
        """What whoever charges for a cause on these days must have seen. Causes and hours are read of entries that are
        near."""
        asked = {"employee": self._employee, "cause": cause, "days_from": days[0], "days_to": days[1]}
        asked |= {"first_on": near[0], "last_on": near[1]}
        rows = await self._ask(ledger_statements.SEEN[self._dialect], asked)
        others = [(_days(days), bank, *rest) for _, _, days, bank, *rest in rows if bank is not None]
        return Seen(tuple(others), *rows[0][:2])

    async def told(self, days: Between) -> list[str]:
        """What was told last of every cause that asked for a day between two, as it was kept."""
        asked = {"employee": self._employee, "cause": "", "days_from": days[0], "days_to": days[1]}
        return [told for (told,) in await self._ask(ledger_statements.TOLD, asked)]

    async def lock(self) -> None:
        """Wait for whoever holds it, and hold it until the transaction ends."""
        if self._dialect != "postgresql":
            await self._say(ledger_statements.LOCK, {"employee": self._employee})
            return
        self._connection = await self._session.connection()
        self._driver = await Driver.begun(self._connection, ledger_statements.LOCK, {"employee": self._employee})

    async def receipts(self, cause: str) -> list[ChargeReceiptRow]:
        """What was answered for a cause before."""
        return list(await self._session.exec(select(ChargeReceiptRow).where(ChargeReceiptRow.cause == cause)))

    async def settle(
        self,
        standing: Sequence[LedgerEntry],
        target: Mapping[str, Sequence[Charge]],
        ground: Ground,
        receipt: Receipt | None = None,
        word: Word | None = None,
    ) -> None:
        """Make what stands for a cause equal to the target, bank by bank: equal days stay, others are reversed and
        posted anew. With it the answer is kept, under its key: the first one stays; and what was told, for whoever
        counts it again."""
        wanted = [(bank, charge) for bank, charges in target.items() for charge in charges]
        rows = []
        for entry in standing:
            same = next((each for each in wanted if _is_same(entry, *each, ground)), None)
            if same is not None:
                wanted.remove(same)
            else:
                rows.append(_reversal(entry, ground))
        rows += [self._posting(bank, charge, ground) for bank, charge in wanted]
        for place, row in enumerate(rows):
            row["entry_id"] = f"{ground['recorded_at']:%Y%m%d%H%M%S%f}-{place:04}-{secrets.token_hex(4)}"
        await self._write(rows, self._kept(receipt, ground, word) if receipt is not None else None)

    async def _write(self, rows: list[dict[str, Any]], kept: dict[str, Any] | None) -> None:
        if rows and kept and self._driver is not None:
            with_it = {f"receipt_{name}": value for name, value in kept.items()}
            await self._driver.write(ledger_statements.POST_AND_KEEP, [row | with_it for row in rows])
            return
        if rows:
            await self._say(ledger_statements.POST, rows)
        if kept:
            await self._say(ledger_statements.KEEP[self._dialect], kept)

    async def _ask(self, statement: SqlSelect[Any], values: dict[str, Any]) -> Sequence[Any]:
        if self._driver is not None:
            return await self._driver.ask(statement, values)
        return (await self._say(statement, values)).all()

    async def _say(self, statement: Executable, values: dict[str, Any] | list[dict[str, Any]]) -> CursorResult[Any]:
        """One of the built statements, past the session: it would look for objects in what are plain rows."""
        if self._connection is None:
            self._connection = await self._session.connection()
        return await self._connection.execute(statement, values)

    def _posting(self, bank: str, charge: Charge, ground: Ground) -> dict[str, Any]:
        return {
            "employee": self._employee,
            "bank": bank,
            "happened_on": charge.on,
            "minutes": charge.minutes,
            "weeks": str(charge.weeks),
            "base_minutes": str(charge.base_minutes),
            "rules": " ".join(charge.rules),
            "reverses": None,
            **ground,
        }

    def _kept(self, receipt: Receipt, ground: Ground, word: Word | None) -> dict[str, Any]:
        return {
            "key": receipt.key,
            "cause": receipt.cause,
            "sequence": ground["sequence"],
            "minutes": receipt.minutes,
            "minutes_beyond": receipt.minutes_beyond,
            "minutes_uncovered": receipt.minutes_uncovered,
            "schedule_known": receipt.schedule_known,
            "beyond_from": receipt.beyond_from,
            "uncovered_from": receipt.uncovered_from,
            "employee": self._employee,
            "told_at": ground["recorded_at"] if word else None,
            "first_on": word[0] if word else None,
            "last_on": word[1] if word else None,
            "told": word[2] if word else "",
        }


def _days(told: date | list[date]) -> tuple[date, ...]:
    return (told,) if isinstance(told, date) else tuple(told)


async def lock(session: AsyncSession, employee: str) -> Book:
    """The book of an employee, who stays locked until the transaction ends.

    The session must be `Database.writing()`: SQLite's lock is taken when that begins.
    """
    book = Book(session, employee)
    await book.lock()
    return book


def _is_same(entry: LedgerEntry, bank: str, charge: Charge, ground: Ground) -> bool:
    stands = (entry.bank, entry.happened_on, entry.minutes, Fraction(entry.weeks), entry.starts_at, entry.ends_at)
    return stands == (bank, charge.on, charge.minutes, charge.weeks, ground["starts_at"], ground["ends_at"])


def _reversal(entry: LedgerEntry, ground: Ground) -> dict[str, Any]:
    return entry.model_dump() | {
        "sequence": ground["sequence"],
        "minutes": -entry.minutes,
        "weeks": str(-Fraction(entry.weeks)),
        "reverses": entry.entry_id,
        "known_at": ground["known_at"],
        "recorded_at": ground["recorded_at"],
    }
