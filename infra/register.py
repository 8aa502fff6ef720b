"""The register of cases: the read model that pages look at, with history, tasks and snapshots beside it.

Knows: rows and their keys. Never knows: what a status means. A row is replaced by a higher version only; history and
tasks are written once under their keys, whoever comes late.
"""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from infra import deliveries
from infra.database import Database, keep_first
from infra.keyring import Keyring, Tier
from infra.ledger import FMLA, Book, lock
from infra.tables import Delivery, HistoryLine, LedgerEntry, RegisterRow, RegisterVersion, Snapshot, Task
from workflows.view import CaseView


class Line(Protocol):
    """A line of history to be kept."""

    @property
    def key(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def by(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def rule(self) -> str | None: ...
    @property
    def citation(self) -> str | None: ...
    @property
    def facts(self) -> dict[str, str]: ...


class Asked(Protocol):
    """A task to be kept: kind and role are string enumerations."""

    @property
    def key(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def facts(self) -> dict[str, str]: ...


class Pen:
    """Writes what belongs to one case, in one transaction."""

    def __init__(self, session: AsyncSession, reference: str, keyring: Keyring) -> None:
        self._session = session
        self._reference = reference
        self._keyring = keyring

    async def put(self, view: CaseView) -> int:
        """The row of the case, unless a newer one is there; the version that stands afterwards. Each is kept."""
        fresh = _row(view)
        await keep_first(self._session, [_version(fresh)])
        await keep_first(self._session, [fresh])
        row = await self._session.get(RegisterRow, view.reference, with_for_update=True, populate_existing=True)
        if row is None or row.version >= view.version:
            return row.version if row else view.version
        for name, value in fresh.model_dump().items():
            setattr(row, name, value)
        return view.version

    async def add_lines(self, lines: Sequence[Line]) -> None:
        """Lines of history, each once."""
        await keep_first(self._session, [self._line(line) for line in lines])

    def _line(self, line: Line) -> HistoryLine:
        return HistoryLine(
            key=line.key,
            reference=self._reference,
            at=line.at,
            by=line.by,
            what=line.what,
            rule=line.rule,
            citation=line.citation,
            facts=json.dumps(line.facts),
        )

    async def add_tasks(self, asked: Sequence[Asked]) -> None:
        """Tasks, each once."""
        rows = [
            Task(
                key=task.key,
                reference=self._reference,
                kind=str(task.kind),
                role=str(task.role),
                opened_at=task.at,
                facts=json.dumps(task.facts),
            )
            for task in asked
        ]
        await keep_first(self._session, rows)

    async def close_tasks(self, keys: Sequence[str], *, at: datetime) -> None:
        """Tasks that nobody needs to do any more."""
        if keys:
            still_open = (col(Task.key).in_(keys), col(Task.closed_at).is_(None))
            await self._session.exec(update(Task).where(*still_open).values(closed_at=at))

    async def withdraw_notices(self, keys: Sequence[str], *, at: datetime) -> None:
        """Notices that must not be sent any more."""
        await deliveries.withdraw(self._session, self._reference, keys, at=at)

    async def keep_snapshot(self, version: int, snapshot: bytes) -> None:
        """The newest snapshot of the case, sealed."""
        sealed = self._keyring.seal(snapshot, tier=Tier.C, purpose="snapshot", context=self._reference)
        await keep_first(self._session, [Snapshot(reference=self._reference, version=version, sealed=sealed)])
        row = await self._session.get(Snapshot, self._reference, with_for_update=True, populate_existing=True)
        if row is not None and row.version < version:
            row.version, row.sealed = version, sealed

    async def cases_of(self, employee: str) -> list[CaseView]:
        """All cases of an employee, as this transaction has them."""
        query = select(RegisterRow.view).where(RegisterRow.employee == employee).order_by(col(RegisterRow.reference))
        return [CaseView.model_validate_json(view) for view in await self._session.exec(query)]

    async def book(self, employee: str) -> Book:
        """The ledger of an employee, locked with this transaction."""
        return await lock(self._session, employee)


class Register:
    """The register of one database. Everything that it returns is a plain value or a detached row."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.database = database
        self._keyring = keyring

    @asynccontextmanager
    async def writing(self, reference: str) -> AsyncIterator[Pen]:
        """One transaction on what belongs to a case."""
        async with self.database.writing() as session:
            yield Pen(session, reference, self._keyring)

    async def get(self, reference: str) -> CaseView | None:
        """A case as last recorded."""
        async with self.database.reading() as session:
            row = await session.get(RegisterRow, reference)
            return CaseView.model_validate_json(row.view) if row else None

    async def cases_then(self, employee: str, at: datetime) -> list[CaseView]:
        """All cases of an employee as they stood at an instant, by reference."""
        query = select(RegisterVersion.reference, RegisterVersion.view).where(RegisterVersion.employee == employee)
        query = query.where(col(RegisterVersion.changed_at) <= at).order_by(col(RegisterVersion.version))
        async with self.database.reading() as session:
            newest = dict(list(await session.exec(query)))
        return [CaseView.model_validate_json(newest[reference]) for reference in sorted(newest)]

    async def snapshot(self, reference: str) -> bytes | None:
        """The newest snapshot of a case, opened. Raises KeyMissing and SealBroken as the key ring does."""
        async with self.database.reading() as session:
            row = await session.get(Snapshot, reference)
        if row is None:
            return None
        return self._keyring.open(row.sealed, tier=Tier.C, purpose="snapshot", context=reference)

    async def find(
        self,
        *,
        status: str | None = None,
        custodian: str | None = None,
        coordinator: str | None = None,
        employee: str | None = None,
        is_open: bool | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> list[CaseView]:
        """Cases by their next deadline; or by reference, where one is named to begin after (`""`: from the first)."""
        wanted: dict[str, Any] = {
            "status": status,
            "custodian": custodian,
            "coordinator": coordinator,
            "employee": employee,
            "is_open": is_open,
        }
        query = select(RegisterRow.view).filter_by(**{k: v for k, v in wanted.items() if v is not None})
        reference = col(RegisterRow.reference)
        if after is None:
            ahead = col(RegisterRow.next_deadline_at)
            query = query.order_by(ahead.is_(None), ahead, reference)
        else:
            query = query.where(reference > after).order_by(reference)
        async with self.database.reading() as session:
            return [CaseView.model_validate_json(view) for view in await session.exec(query.limit(limit))]

    async def history(self, reference: str) -> list[HistoryLine]:
        """What happened to a case, in order."""
        query = select(HistoryLine).where(HistoryLine.reference == reference)
        async with self.database.reading() as session:
            return list(await session.exec(query.order_by(col(HistoryLine.at), col(HistoryLine.key))))

    async def tasks(
        self, *, reference: str | None = None, role: str | None = None, then: datetime | None = None
    ) -> list[Task]:
        """Open tasks, oldest first; as they were open then, where an instant is named."""
        is_open: ColumnElement[bool] = col(Task.closed_at).is_(None)
        if then is not None:
            is_open = and_(col(Task.opened_at) <= then, or_(is_open, col(Task.closed_at) > then))
        query = select(Task).where(is_open)
        if reference is not None:
            query = query.where(Task.reference == reference)
        if role is not None:
            query = query.where(Task.role == role)
        async with self.database.reading() as session:
            return list(await session.exec(query.order_by(col(Task.opened_at), col(Task.key))))

    async def deliveries(self, reference: str) -> list[Delivery]:
        """All mails of a case, in order."""
        query = select(Delivery).where(Delivery.reference == reference)
        async with self.database.reading() as session:
            return list(await session.exec(query.order_by(col(Delivery.caused_at), col(Delivery.key))))

    async def entries(
        self, employee: str, *, bank: str | None = FMLA, recorded_by: datetime | None = None
    ) -> list[LedgerEntry]:
        """Entries of an employee's ledger in a bank, or in all (None), oldest first; as recorded by an instant."""
        async with self.database.reading() as session:
            return await Book(session, employee).entries(bank=bank, recorded_by=recorded_by)


def _row(view: CaseView) -> RegisterRow:
    return RegisterRow(
        reference=view.reference,
        version=view.version,
        employee=view.employee,
        agency=view.agency,
        custodian=view.custodian,
        coordinator=view.coordinator,
        status=view.status,
        is_open=view.closed_at is None,
        next_deadline_at=view.next_deadline_at,
        next_deadline_kind=view.next_deadline_kind,
        opened_at=view.opened_at,
        changed_at=view.changed_at,
        view=view.model_dump_json(),
    )


def _version(row: RegisterRow) -> RegisterVersion:
    return RegisterVersion.model_validate(row.model_dump(include=set(RegisterVersion.model_fields)))
