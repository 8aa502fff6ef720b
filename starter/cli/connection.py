"""Which stack a command speaks to: the one that the environment names, else the one that runs in this home.

Knows: settings, homes, what is opened for a command and closed after it. Never knows: what the command does there.
Looking needs the database alone, so that a case can be looked at while Temporal is down.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from starter.cli.trouble import Down

if TYPE_CHECKING:
    from infra.database import Database
    from infra.keyring import Keyring
    from infra.papers import Papers
    from infra.register import Register
    from infra.settings import Settings
    from starter.office import Office

T = TypeVar("T")

NO_STACK = "No stack is running. Start one with ./leeway up"
PATIENCE = timedelta(seconds=5)
"""How long a person at a terminal waits for Temporal before hearing that it does not answer."""


class Books(NamedTuple):
    """What there is to look at. Papers are opened by whoever wants them: their parsers take half a second to load."""

    database: "Database"
    register: "Register"
    papers: "Callable[[], Papers]"


def home() -> Path:
    """Where the embedded stack of this checkout keeps its state."""
    return Path(os.environ.get("LEEWAY_HOME") or ".leeway")


def demo_home() -> Path:
    """Where the demo keeps its own stack, so that it never touches the other's state."""
    return home() / "demo"


def settings() -> "Settings":
    """Of the stack to speak to; a demo that was left running is one. Raises Down with the command that starts one."""
    from pydantic import ValidationError

    from infra.settings import Settings
    from infra.stack import record

    if not os.environ.get("LEEWAY_TEMPORAL_ADDRESS"):
        running = record.read_running(home()) or record.read_running(demo_home())
        if running is None:
            raise Down(NO_STACK)
        return Settings(**running)
    try:
        told = Settings()
    except ValidationError as error:
        names = ", ".join(f"LEEWAY_{'_'.join(map(str, each['loc'])).upper()}" for each in error.errors())
        raise Down(f"The environment says something that cannot be used: {names}. See .env.example.") from None
    _must_exist(told.database_url)
    return told


def _must_exist(database_url: str) -> None:
    """A file that is not there would be made, empty, and look like a database without cases."""
    kind, _, file = database_url.partition(":///")
    if kind.startswith("sqlite") and file and not Path(file).exists():
        raise Down(
            f"There is no database at {file}. Start a stack with ./leeway up, or name it in LEEWAY_DATABASE_URL."
        )


@asynccontextmanager
async def office() -> AsyncIterator["Office"]:
    """Everything an entrance needs. Raises Down, CannotConnect, KeyringUnusable."""
    told = settings()
    from starter.office import open_office

    async with open_office(told, identity="leeway-command", patience=PATIENCE) as opened:
        yield opened


@asynccontextmanager
async def books() -> AsyncIterator[Books]:
    """What is needed to look. Raises Down, KeyringUnusable."""
    told = settings()
    from infra.database import Database
    from infra.keyring import Keyring
    from infra.register import Register

    keyring = Keyring.load(told.keyring_file)
    database = Database(told.database_url, told.database_password_file)
    try:
        yield Books(database, Register(database, keyring), lambda: _papers(told, database, keyring))
    finally:
        await database.close()


def _papers(told: "Settings", database: "Database", keyring: "Keyring") -> "Papers":
    from infra.papers import Papers
    from infra.storage import Store

    return Papers(database, keyring, Store(told))


def books_of(opened: "Office") -> Books:
    """The same, of an office that is open."""
    return Books(opened.database, opened.register, lambda: opened.papers)


def run(work: Coroutine[Any, Any, T]) -> T:
    """A command's work, to its end."""
    return asyncio.run(work)
