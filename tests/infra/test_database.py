"""One way to write: whole or not at all, one writer after the other, and a first row that stays."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import col, select, update

from infra.database import Database, keep_first
from infra.tables import Redirected
from tests.infra.databases import opened, url_of

AT = datetime(2026, 3, 2, 14, tzinfo=UTC)


def row(key: str, contact: str) -> Redirected:
    """Some row with a key."""
    return Redirected(id=key, at=AT, contact=contact)


async def contacts(database: Database) -> dict[str, str]:
    """What is kept."""
    async with database.reading() as session:
        return {kept.id: kept.contact for kept in await session.exec(select(Redirected))}


async def test_what_is_written_is_there_for_everybody(database: Database) -> None:
    async with database.writing() as session:
        session.add(row("1", "first"))
    async with opened(url_of(database)) as other:
        assert await contacts(other) == {"1": "first"}


async def test_a_block_that_raises_has_written_nothing(database: Database) -> None:
    async def fail_half_way() -> None:
        async with database.writing() as session:
            session.add(row("1", "first"))
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_half_way()
    assert await contacts(database) == {}


async def test_a_block_that_is_cancelled_has_written_nothing_and_holds_nobody_up(database: Database) -> None:
    is_written = asyncio.Event()

    async def never_ends() -> None:
        async with database.writing() as session:
            session.add(row("1", "first"))
            await session.flush()
            is_written.set()
            await asyncio.Event().wait()

    writer = asyncio.create_task(never_ends())
    await is_written.wait()
    writer.cancel()
    await asyncio.wait([writer])
    async with asyncio.timeout(5), opened(url_of(database)) as other, other.writing() as session:
        session.add(row("1", "second"))
    assert await contacts(database) == {"1": "second"}


async def test_the_first_row_under_a_key_stays(database: Database) -> None:
    async with database.writing() as session:
        await keep_first(session, [row("1", "first"), row("2", "first")])
    async with database.writing() as session:
        await keep_first(session, [row("2", "second"), row("3", "second")])
        await keep_first(session, [])
    assert await contacts(database) == {"1": "first", "2": "first", "3": "second"}


async def test_of_many_writers_at_once_one_is_first(database: Database) -> None:
    async with opened(url_of(database)) as other:

        async def write(number: int) -> None:
            async with (database, other)[number % 2].writing() as session:
                await keep_first(session, [row("1", f"writer {number}")])

        await asyncio.gather(*(write(number) for number in range(16)))
    assert len(await contacts(database)) == 1


async def test_what_was_read_before_writing_cannot_have_changed_meanwhile(database: Database) -> None:
    """Sixteen writers, each adding one to what it read: none is lost, though they use connections of their own."""
    async with database.writing() as session:
        session.add(row("count", "0"))
    async with opened(url_of(database)) as other:

        async def add_one(number: int) -> None:
            async with (database, other)[number % 2].writing() as session:
                query = select(Redirected.contact).where(Redirected.id == "count").with_for_update()
                before = (await session.exec(query)).one()
                await session.exec(
                    update(Redirected).where(col(Redirected.id) == "count").values(contact=str(int(before) + 1))
                )

        await asyncio.gather(*(add_one(number) for number in range(16)))
    assert await contacts(database) == {"count": "16"}


async def test_instants_come_back_aware_and_in_utc(database: Database) -> None:
    async with database.writing() as session:
        session.add(row("1", "first"))
    async with database.reading() as session:
        kept = (await session.exec(select(Redirected))).one()
    assert kept.at == AT
    assert kept.at.utcoffset() == AT.utcoffset()


async def test_many_may_open_a_new_file_at_the_same_moment(tmp_path: Path) -> None:
    for n in range(12):

        async def open_and_write(url: str) -> None:
            async with opened(url) as own, own.writing() as session:
                await (await session.connection()).execute(text("CREATE TABLE IF NOT EXISTS kept (id TEXT)"))

        await asyncio.gather(*(open_and_write(f"sqlite+aiosqlite:///{tmp_path}/{n}.db") for _ in range(6)))


async def test_sqlite_survives_a_lost_power_supply_as_it_promises(database: Database) -> None:
    if not database.is_sqlite:
        return
    async with database.reading() as session:
        connection = await session.connection()
        found = {
            pragma: (await connection.execute(text(f"PRAGMA {pragma}"))).scalar_one()
            for pragma in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
