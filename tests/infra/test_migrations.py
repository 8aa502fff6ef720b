"""The migrated schema and the models agree, and a schema is never half there."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, select

from infra import directory_tables, migrations, tables
from infra.database import Database
from infra.directory_tables import HoursWorked, ScheduleAssignment
from tests.infra.databases import opened

__all__ = ["directory_tables", "tables"]


@pytest.fixture
async def migrated(empty_url: str) -> AsyncIterator[Database]:
    """A database of the test's own, which may change its tables."""
    async with opened(empty_url) as found:
        await migrations.upgrade(found)
        yield found


def difference(connection: Connection) -> Any:
    """What Alembic would change to make the schema as the models say."""
    return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), SQLModel.metadata)


async def do(database: Database, statement: str) -> None:
    """A statement in a transaction of its own."""
    async with database.writing() as session:
        await (await session.connection()).execute(text(statement))


async def test_the_migrated_schema_is_what_the_models_say(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(difference) == []


async def test_a_model_without_its_migration_would_be_noticed(migrated: Database) -> None:
    await do(migrated, "ALTER TABLE delivery DROP COLUMN failure")
    await do(migrated, "DROP INDEX ix_task_reference")
    async with migrated.engine.connect() as connection:
        found = await connection.run_sync(difference)
    assert {change[0] for change in found} == {"add_column", "add_index"}


async def test_upgrading_again_changes_nothing(database: Database) -> None:
    await migrations.upgrade(database)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(difference) == []


async def test_several_processes_may_migrate_at_once(empty_url: str) -> None:
    async def start() -> None:
        async with opened(empty_url) as own:
            await migrations.upgrade(own)

    await asyncio.gather(*(start() for _ in range(5)))
    async with opened(empty_url) as database, database.engine.connect() as connection:
        assert await connection.run_sync(difference) == []


async def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    async with opened(empty_url) as database:
        await do(database, "CREATE TABLE task (key TEXT)")  # in the way of one of the last tables
        with pytest.raises(DBAPIError):
            await migrations.upgrade(database)
        await do(database, "DROP TABLE task")
        await migrations.upgrade(database)
        async with database.engine.connect() as connection:
            assert await connection.run_sync(difference) == []


@pytest.mark.parametrize("deed", ["UPDATE ledger_entry SET minutes = 0", "DELETE FROM ledger_entry"])
async def test_the_ledger_refuses_to_change_or_lose_an_entry(database: Database, deed: str) -> None:
    columns = "entry_id, employee, bank, cause, sequence, happened_on, minutes, weeks, base_minutes, reason, rules"
    values = "'1', 'E-1', 'fmla', 'c', 1, '2026-03-02', 480, '1/5', '2400', 'own_condition', 'C1'"
    await do(
        database,
        f"INSERT INTO ledger_entry ({columns}, policy, calendar, known_at, recorded_at) "  # noqa: S608
        f"VALUES ({values}, 'p 1', '1', '2026-03-02 12:00:00Z', '2026-03-02 12:00:00Z')",
    )
    with pytest.raises(DBAPIError, match="append-only"):
        await do(database, deed)


async def test_rows_of_an_older_release_are_there_after_a_wider_key(empty_url: str) -> None:
    async with opened(empty_url) as database:
        async with database.engine.begin() as connection:
            await connection.run_sync(lambda sync: command.upgrade(migrations.config(sync), "0002"))
        await do(database, "INSERT INTO hours_worked VALUES ('100', '2026-01-01', '2026-01-31', 9000)")
        await do(
            database,
            "INSERT INTO schedule_assignment VALUES ('100', '2020-01-06', NULL, '2020-01-06', 7, false, '[]')",
        )
        await migrations.upgrade(database)
        async with database.reading() as session:
            hours = (await session.exec(select(HoursWorked))).one()
            cycle = (await session.exec(select(ScheduleAssignment))).one()
    assert (hours.employee_number, hours.body, hours.minutes, hours.vanished_on) == ("100", "", 9000, None)
    assert cycle.works_holidays is False
    assert (cycle.appointment, cycle.kind, cycle.term, cycle.cycle_days) == ("", "cycle", "permanent", 7)
