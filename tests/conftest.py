"""The real servers that every ring may ask for. Each starts when the first test asks and stops after the last.

A missing server fails the test with what to install; nothing is skipped.
"""

import secrets
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from infra.stack import build, find, places, postgres_server
from infra.stack.mail_catcher import MailCatcher
from infra.stack.minio_server import MinioServer
from infra.stack.postgres_server import PostgresServer
from infra.stack.temporal_server import TemporalServer
from infra.stack.versitygw_server import VersityServer
from tests.ending import workers_end

__all__ = ["workers_end"]


@pytest.fixture(scope="session")
async def temporal_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TemporalServer]:
    """A dev server on a file, with `address` and `namespace`; tests keep apart by workflow ids and task queues."""
    folder = tmp_path_factory.mktemp("temporal")
    server = TemporalServer(_program("temporal"), db=folder / "temporal.db", port=places.free_port())
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(scope="session")
async def minio_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[MinioServer]:
    """A MinIO with `endpoint`, `access_key_file`, `secret_key_file`; tests keep apart by their buckets."""
    folder = tmp_path_factory.mktemp("minio")
    server = MinioServer(
        _program("minio"),
        folder=folder / "store",
        port=places.free_port(),
        access_key_file=folder / "access-key",
        secret_key_file=folder / "secret-key",
    )
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(scope="session")
async def versitygw_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[VersityServer]:
    """A second S3 server, with the same attributes as MinIO's."""
    folder = tmp_path_factory.mktemp("versitygw")
    server = VersityServer(_program("versitygw"), folder=folder, port=places.free_port())
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(scope="session")
async def postgres_server_() -> AsyncIterator[PostgresServer]:
    """The PostgreSQL server itself, for tests that stop it; it must be running again when they end."""
    programs = postgres_server.find()
    if programs is None:
        pytest.fail(f"PostgreSQL is missing: {postgres_server.HOW_TO_GET}", pytrace=False)
    # Not below pytest's own folder: another run of root's closes that to the account that the server runs as.
    with tempfile.TemporaryDirectory(prefix="leeway-postgres-") as folder:
        server = PostgresServer(programs, folder=Path(folder), port=places.free_port())
        await server.start()
        yield server
        await server.stop()


@pytest.fixture(scope="session")
def postgres_url(postgres_server_: PostgresServer) -> str:
    """SQLAlchemy's async address of the server's own database; tests want `fresh_postgres`."""
    return postgres_server_.url()


@pytest.fixture
async def fresh_postgres(postgres_server_: PostgresServer) -> AsyncIterator[str]:
    """Address of an empty database that is gone after the test, also when connections to it were left open."""
    name = f"t_{secrets.token_hex(6)}"
    await _on_postgres(postgres_server_, f"CREATE DATABASE {name}")
    yield postgres_server_.url(name)
    await _on_postgres(postgres_server_, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def mail(tmp_path: Path) -> AsyncIterator[MailCatcher]:
    """An SMTP server of the test's own: `port`, `messages(to=…)`, `wait_for(n)`, `faults`, `outage()`."""
    async with MailCatcher(port=0, keep=tmp_path / "outbox") as catcher:
        yield catcher


def _program(name: find.Server) -> Path:
    try:
        return build.get(name).path
    except build.CannotGet as missing:
        pytest.fail(str(missing), pytrace=False)


async def _on_postgres(server: PostgresServer, statement: str) -> None:
    engine = create_async_engine(server.url(), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
