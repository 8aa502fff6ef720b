"""The database: one way to open it, on SQLite and on PostgreSQL, and one way to begin a transaction that writes.

Knows: drivers, pragmas, locks. Never knows: what is kept, or why. SQLite ignores FOR UPDATE, so there every writing
transaction takes the write lock when it begins; PostgreSQL locks the rows that are asked for.
"""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Insert, event, inspect, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from infra.settings import secret

DatabaseFault = SQLAlchemyError
"""What the database did not do: everybody else calls it by this name."""

BUSY_SECONDS = 15
"""How long a writer on SQLite waits for another before it gives up (and is asked again by whoever asked)."""


class Database:
    """Sessions on one database. `close()` it in the end."""

    def __init__(self, url: str, password_file: Path | None = None) -> None:
        self.engine = _engine(url, password_file)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._sessions = async_sessionmaker(self.engine, class_=AsyncSession, expire_on_commit=False)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """One transaction, committed at the end of the block, undone if the block raises."""
        async with self._sessions() as session, session.begin():
            if self.is_sqlite:
                # The driver would begin a transaction at the first write only: too late for what was read before.
                connection = await session.connection()
                await connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that only reads."""
        async with self._sessions() as session:
            yield session

    async def close(self) -> None:
        """Give back every connection."""
        await self.engine.dispose()


def _engine(url: str, password_file: Path | None) -> AsyncEngine:
    address = make_url(url)
    if password_file is not None:
        address = address.set(password=secret(password_file))
    if address.get_backend_name() != "sqlite":
        return create_async_engine(address, pool_pre_ping=True, hide_parameters=True)
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    patient = {"timeout": BUSY_SECONDS, "isolation_level": None}
    engine = create_async_engine(address, connect_args=patient, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    _turn_to_wal(connection, cursor)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _turn_to_wal(connection: Any, cursor: Any) -> None:
    """Two that open a new file at the same moment get in each other's way, and here SQLite does not wait by itself."""
    patient_until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > patient_until:
                raise
            connection.run_async(lambda _driver: asyncio.sleep(0.01))
        else:
            return


async def keep_first(session: AsyncSession, rows: Sequence[SQLModel]) -> None:
    """Write rows of one table; where a key is there already, the first row stays as it is."""
    if rows:
        connection = await session.connection()
        statement = _keeping_first(type(rows[0]), connection.dialect.name)
        await connection.execute(statement, [row.model_dump() for row in rows])


@cache
def _keeping_first(table: type[SQLModel], dialect: str) -> Insert:
    """Built once for each table: building it takes longer than writing a row."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(inspect(table).local_table).on_conflict_do_nothing()
