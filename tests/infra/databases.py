"""Both databases, migrated and empty, for every test that asks for one: what holds on one must hold on the other."""

import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from infra import migrations
from infra.database import Database
from infra.keyring import Keyring
from infra.register import Register
from infra.stack.postgres_server import PostgresServer

BOTH = ("sqlite", "postgres")


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a database without a table."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/leeway.db"
    return str(request.getfixturevalue("fresh_postgres"))


@pytest.fixture(params=BOTH)
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a database with the newest schema; one of PostgreSQL has the rows of the test before."""
    if request.param == "postgres":
        return str(request.getfixturevalue("migrated_postgres"))
    shutil.copyfile(request.getfixturevalue("migrated_sqlite"), tmp_path / "leeway.db")
    return f"sqlite+aiosqlite:///{tmp_path}/leeway.db"


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    """A database with the newest schema and no row."""
    async with opened(migrated_url) as found:
        if not found.is_sqlite:
            tables = ", ".join(SQLModel.metadata.tables)
            async with found.engine.begin() as connection:
                await connection.execute(text(f"TRUNCATE {tables}"))
        yield found


@pytest.fixture(scope="session")
async def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "leeway.db"
    async with opened(f"sqlite+aiosqlite:///{path}") as found:
        await migrations.upgrade(found)
    return path


@pytest.fixture(scope="session")
async def migrated_postgres(postgres_server_: PostgresServer) -> str:
    """Address of a database with the newest schema, for one test at a time."""
    name = f"ring_{secrets.token_hex(6)}"
    async with opened(postgres_server_.url()) as server:
        autocommit = server.engine.execution_options(isolation_level="AUTOCOMMIT")
        async with autocommit.connect() as connection:
            await connection.execute(text(f"CREATE DATABASE {name}"))
    async with opened(postgres_server_.url(name)) as found:
        await migrations.upgrade(found)
    return postgres_server_.url(name)


@pytest.fixture
def keyring_file(tmp_path: Path) -> Path:
    """Where the test's keys are."""
    return tmp_path / "secrets" / "keyring.json"


@pytest.fixture
def keyring(keyring_file: Path) -> Keyring:
    """Keys of the test's own."""
    return Keyring.create(keyring_file)


@pytest.fixture
def register(database: Database, keyring: Keyring) -> Register:
    """An empty register."""
    return Register(database, keyring)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The database at an address, with connections of its own: as another process would have it."""
    found = Database(url)
    try:
        yield found
    finally:
        await found.close()


def url_of(database: Database) -> str:
    """The address that a database was opened at."""
    return database.engine.url.render_as_string(hide_password=False)
