"""Statements that are asked of PostgreSQL's driver itself: in the transaction of the library, with its faults."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import column, insert, literal, select, table, text
from sqlmodel import SQLModel

from infra.database import Database, DatabaseFault
from infra.driver import Driver
from infra.tables import Redirected
from tests.infra.databases import opened

NOTES = table("note", column("number"), column("said"))
ADD = insert(NOTES)
ALL = select(NOTES.c.number, NOTES.c.said, literal(7)).order_by(NOTES.c.number)
TEMPORARY = text("CREATE TEMPORARY TABLE note (number integer PRIMARY KEY, said varchar)")


async def _driver(session: Any) -> Driver:
    connection = await session.connection()
    await connection.execute(TEMPORARY)
    return await Driver.of(connection)


async def test_rows_are_written_and_read_with_what_a_statement_fixes(migrated_postgres: str) -> None:
    async with opened(migrated_postgres) as database, database.writing() as session:
        driver = await _driver(session)
        await driver.write(ADD, [{"number": 2, "said": "two"}, {"number": 1, "said": None}])
        assert [tuple(row) for row in await driver.ask(ALL, {})] == [(1, None, 7), (2, "two", 7)]


async def test_what_it_writes_goes_with_the_transaction(migrated_postgres: str) -> None:
    async with opened(migrated_postgres) as database:
        with pytest.raises(ZeroDivisionError):
            await _written_and_undone(database)
        async with database.reading() as session:
            assert await session.get(Redirected, "R-UNDONE") is None


async def test_nothing_is_asked_outside_a_transaction(migrated_postgres: str) -> None:
    async with opened(migrated_postgres) as database, database.writing() as session:
        with pytest.raises(RuntimeError, match="has not begun"):
            await Driver.of(await session.connection())


async def _written_and_undone(database: Database) -> None:
    async with database.writing() as session:
        await session.get(Redirected, "R-UNDONE")
        driver = await Driver.of(await session.connection())
        statement = insert(SQLModel.metadata.tables["redirected"])
        await driver.write(statement, [{"id": "R-UNDONE", "at": datetime.now(UTC), "contact": "C-1"}])
        await session.get_one(Redirected, "R-UNDONE")
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("statement", "values", "kind"),
    [
        (ADD, {"number": 1, "said": "Rowan Demo"}, "UniqueViolationError"),
        (ADD, {"number": "Rowan Demo", "said": ""}, "DataError"),
    ],
)
async def test_a_fault_is_the_databases_and_names_nobody(
    migrated_postgres: str, statement: Any, values: dict[str, Any], kind: str
) -> None:
    async with opened(migrated_postgres) as database:
        with pytest.raises(DatabaseFault, match=kind) as raised:
            await _write(database, [(statement, {"number": 1, "said": ""}), (statement, values)])
        assert "Rowan" not in f"{raised.value} {raised.value!r}"


async def test_a_connection_that_is_gone_is_a_fault_of_the_database(migrated_postgres: str) -> None:
    async with opened(migrated_postgres) as database:
        with pytest.raises(DatabaseFault):
            await _end(database)
        async with database.reading() as session:
            assert (await (await session.connection()).execute(text("SELECT 1"))).scalar() == 1


async def _write(database: Database, deeds: list[tuple[Any, dict[str, Any]]]) -> None:
    async with database.writing() as session:
        driver = await _driver(session)
        for statement, values in deeds:
            await driver.write(statement, [values])


async def _end(database: Database) -> None:
    async with database.writing() as session:
        driver = await _driver(session)
        await driver.ask(select(text("pg_terminate_backend(pg_backend_pid())")), {})
