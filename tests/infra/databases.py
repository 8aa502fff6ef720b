"""Both databases, migrated and empty, for every test that asks for one: what holds on one must hold on the other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from infra import migrations
from infra.database import Database

BOTH = ("sqlite", "postgres")


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a database without a table."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/leeway.db"
    url = request.getfixturevalue("fresh_postgres")
    assert isinstance(url, str)
    return url


@pytest.fixture
async def database(empty_url: str) -> AsyncIterator[Database]:
    """A database with the newest schema."""
    async with opened(empty_url) as found:
        await migrations.upgrade(found)
        yield found


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
