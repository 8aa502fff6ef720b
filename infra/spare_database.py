"""An empty database beside the others of a server, for as long as something is tried in it.

Knows: how PostgreSQL makes and drops one, and that the newest schema is in it. Never knows: what is tried there. The
databases that the server has already are not touched.
"""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import make_url

from infra import migrations
from infra.database import Database


@asynccontextmanager
async def spare_database(url: str, password_file: Path | None = None) -> AsyncIterator[Database]:
    """A database of its own on the PostgreSQL server at an address; the role there must be allowed to make one. Raises
    DatabaseFault or OSError where it cannot be had."""
    name = f"leeway_spare_{secrets.token_hex(6)}"
    server = Database(url, password_file)
    try:
        await _say(server, f"CREATE DATABASE {name}")
        try:
            async with _opened(
                make_url(url).set(database=name).render_as_string(hide_password=False), password_file
            ) as it:
                await migrations.upgrade(it)
                yield it
        finally:
            await _say(server, f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await server.close()


@asynccontextmanager
async def _opened(url: str, password_file: Path | None) -> AsyncIterator[Database]:
    database = Database(url, password_file)
    try:
        yield database
    finally:
        await database.close()


async def _say(server: Database, statement: str) -> None:
    """One statement outside any transaction: databases are made and dropped so."""
    async with server.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.exec_driver_sql(statement)
