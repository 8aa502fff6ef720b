"""Statements asked of PostgreSQL's driver itself, where somebody stays locked until they are answered: what the library
does around each takes longer than the database.

Knows: how a built statement reads for the driver, and that what the driver does not do is a fault of the database.
Never knows: what is asked. Values go as they are, without the library's types: instants must be aware.
"""

from collections.abc import Awaitable, Sequence
from functools import cache
from typing import Any, NamedTuple, Self

import asyncpg
from sqlalchemy import Dialect, Insert, Select
from sqlalchemy.dialects.postgresql.asyncpg import PGCompiler_asyncpg, PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection

from infra.database import DatabaseFault

Statement = Select[Any] | Insert


class Driver:
    """The driver of a connection whose transaction the library has begun, and will end."""

    def __init__(self, connection: "asyncpg.Connection") -> None:
        self._connection = connection

    @classmethod
    async def of(cls, connection: AsyncConnection) -> Self:
        """That of a connection to PostgreSQL. Raises RuntimeError where nothing was asked by the library yet: only then
        it begins, and what is written here would stay whatever comes."""
        driver: asyncpg.Connection = (await connection.get_raw_connection()).driver_connection
        if not driver.is_in_transaction():
            raise RuntimeError("the transaction has not begun")
        return cls(driver)

    @classmethod
    async def begun(cls, connection: AsyncConnection, statement: Statement, values: dict[str, Any]) -> Self:
        """That of a connection which this statement, the first one, goes through."""
        read = _read(statement)
        await connection.exec_driver_sql(read.text, tuple(read.in_order(values)))
        return await cls.of(connection)

    async def ask(self, statement: Statement, values: dict[str, Any]) -> Sequence[Any]:
        """The rows of an answer. Raises DatabaseFault."""
        read = _read(statement)
        rows: Sequence[Any] = await _asked(self._connection.fetch(read.text, *read.in_order(values)))
        return rows

    async def write(self, statement: Statement, rows: Sequence[dict[str, Any]]) -> None:
        """One statement for each row. Raises DatabaseFault."""
        read = _read(statement)
        await _asked(self._connection.executemany(read.text, [read.in_order(row) for row in rows]))


_DIALECT: Dialect = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


class _Read(NamedTuple):
    text: str
    names: tuple[str, ...]
    fixed: dict[str, Any]

    def in_order(self, values: dict[str, Any]) -> list[Any]:
        return [values[name] if name in values else self.fixed[name] for name in self.names]


@cache
def _read(statement: Statement) -> _Read:
    """As the driver reads it: once for each of the few that are built."""
    compiled = PGCompiler_asyncpg(_DIALECT, statement)
    return _Read(str(compiled), tuple(compiled.positiontup or ()), dict(compiled.params))


async def _asked(answer: Awaitable[Any]) -> Any:
    try:
        return await answer
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        # The driver quotes values, and they are a person's: only the kind of the fault goes on.
        raise DatabaseFault(f"PostgreSQL's driver: {type(error).__name__}") from None
