"""What every entrance needs, opened once and closed in the end: database, keys, papers, client, the door to cases.

Knows: which part is made from which setting. Never knows: who enters, or what is said.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from temporalio.client import Client
from temporalio.runtime import Runtime

from infra import temporal
from infra.database import Database
from infra.directory_desk import DirectoryDesk
from infra.keyring import Keyring
from infra.papers import Papers
from infra.register import Register
from infra.settings import Settings
from infra.storage import Store
from starter.cases import Cases


class Office:
    """The parts of one process."""

    def __init__(self, settings: Settings, client: Client, keyring: Keyring) -> None:
        self.settings = settings
        self.client = client
        self.keyring = keyring
        self.database = Database(settings.database_url, settings.database_password_file)
        self.register = Register(self.database, keyring)
        self.desk = DirectoryDesk(self.database)
        self.papers = Papers(self.database, keyring, Store(settings))
        self.cases = Cases(
            settings=settings, client=client, register=self.register, keyring=keyring, papers=self.papers
        )


@asynccontextmanager
async def open_office(
    settings: Settings,
    *,
    identity: str,
    runtime: Runtime | None = None,
    clothe: Callable[[Client], Client] = lambda client: client,
    patience: timedelta = timedelta(seconds=30),
) -> AsyncIterator[Office]:
    """An office, closed at the end of the block. `clothe` may wrap the client, as a demo that moves time does.

    `patience`: how long Temporal may take to answer. Raises CannotConnect and KeyringUnusable, each with a sentence
    that says what to do.
    """
    keyring = Keyring.load(settings.keyring_file)
    client = await temporal.connect(settings, keyring=keyring, identity=identity, runtime=runtime, patience=patience)
    office = Office(settings, clothe(client), keyring)
    try:
        yield office
    finally:
        await office.database.close()
