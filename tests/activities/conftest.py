"""Fixtures of this ring."""

from collections.abc import AsyncIterator

import pytest

from activities.record import Records
from infra.database import Database
from infra.directory_desk import DirectoryDesk
from infra.register import Register
from infra.stack.mail_catcher import MailCatcher
from tests.activities.post_office import PostOffice, post_office
from tests.infra.databases import (
    database,
    empty_url,
    keyring,
    keyring_file,
    migrated_postgres,
    migrated_sqlite,
    migrated_url,
    register,
)
from tests.infra.people import bring_in, ref_of

__all__ = [
    "database",
    "empty_url",
    "keyring",
    "keyring_file",
    "migrated_postgres",
    "migrated_sqlite",
    "migrated_url",
    "register",
]


@pytest.fixture
def records(register: Register) -> Records:
    """The deed, with its tools."""
    return Records(register, DirectoryDesk(register.database))


@pytest.fixture
async def rowan(database: Database) -> str:
    """The opaque reference of an employee of the sample directory, who works office hours until May 2026."""
    await bring_in(database)
    return await ref_of(database, "100")


@pytest.fixture
async def office(database: Database, mail: MailCatcher, rowan: str) -> AsyncIterator[PostOffice]:
    """A worker's post office for the case of that employee, whose supervisor is Alder and next level is Hazel."""
    async with post_office(database, mail, rowan) as made:
        yield made
