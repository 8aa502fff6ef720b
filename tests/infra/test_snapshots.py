"""A whole case kept for the day on which its history is gone: sealed, and only ever replaced by a newer one."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from infra.database import Database
from infra.keyring import Keyring, SealBroken
from infra.register import Register
from infra.tables import Snapshot
from tests.infra.cases import REFERENCE
from tests.infra.databases import opened, url_of

OTHER = "LV-0000-0001"


async def keep(register: Register, version: int, words: bytes, reference: str = REFERENCE) -> None:
    """A snapshot recorded."""
    async with register.writing(reference) as pen:
        await pen.keep_snapshot(version, words)


async def everything_kept(database: Database) -> bytes:
    """What somebody would find who took the database away."""
    if database.is_sqlite:
        folder = Path(str(database.engine.url.database)).parent
        return b"".join(file.read_bytes() for file in sorted(folder.glob("leeway.db*")))
    async with database.reading() as session:
        rows = await (await session.connection()).execute(text("SELECT reference, version, sealed FROM snapshot"))
        return b"".join(b"%s %d %s" % (row.reference.encode(), row.version, row.sealed) for row in rows)


async def test_a_snapshot_comes_back_and_shows_nothing_where_it_lies(register: Register) -> None:
    await keep(register, 1, b"the aspidistra of the case " * 40)
    assert await register.snapshot(REFERENCE) == b"the aspidistra of the case " * 40
    kept = await everything_kept(register.database)
    assert REFERENCE.encode() in kept  # we do look where it lies
    assert b"aspidistra" not in kept


async def test_only_a_higher_version_replaces_it(register: Register) -> None:
    for version, words in ((3, b"third"), (2, b"second"), (3, b"third again")):
        await keep(register, version, words)
        assert await register.snapshot(REFERENCE) == b"third"
    await keep(register, 4, b"fourth")
    assert await register.snapshot(REFERENCE) == b"fourth"


async def test_of_many_writers_the_highest_stands(register: Register, keyring: Keyring) -> None:
    async with opened(url_of(register.database)) as other:
        registers = (register, Register(other, keyring))
        order = (5, 11, 2, 8, 12, 1, 9, 3, 10, 4, 7, 6)
        await asyncio.gather(*(keep(registers[n % 2], n, b"version %d" % n) for n in order))
    assert await register.snapshot(REFERENCE) == b"version 12"


async def test_a_snapshot_of_another_case_does_not_open_here(register: Register) -> None:
    await keep(register, 1, b"of another", reference=OTHER)
    async with register.database.writing() as session:
        row = (await session.exec(select(Snapshot))).one()
        session.add(Snapshot(reference=REFERENCE, version=1, sealed=row.sealed))
    assert await register.snapshot(OTHER) == b"of another"
    with pytest.raises(SealBroken):
        await register.snapshot(REFERENCE)


async def test_a_case_without_a_snapshot_has_none(register: Register) -> None:
    assert await register.snapshot(REFERENCE) is None
