"""The filing as the workflow asks for it, with the store, the database and the process each failing in turn."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from minio import Minio
from temporalio.testing import ActivityEnvironment

from activities.documents import Documents
from infra import migrations, paper_checks
from infra.database import Database
from infra.keyring import Keyring
from infra.paper_checks import Examined
from infra.papers import NoSuchPaper, Paper, Papers
from infra.settings import Settings
from infra.stack import build, places
from infra.stack.minio_server import MinioServer
from infra.storage import Store, StoreDown
from tests.infra import sheets
from workflows import signatures

CASE = "LV-7K4Q-92XH"
WORD = "aspidistra"
CONTENT = sheets.pdf(WORD)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[MinioServer]:
    """A store of the test's own, which it may stop, over a folder that it may search."""
    folder = tmp_path / "store"
    server = MinioServer(
        build.get("minio").path,
        folder=folder / "objects",
        port=places.free_port(),
        access_key_file=folder / "access-key",
        secret_key_file=folder / "secret-key",
    )
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def settings(server: MinioServer, tmp_path: Path) -> Settings:
    return Settings(
        database_url=f"sqlite+aiosqlite:///{tmp_path}/database/leeway.db",
        keyring_file=tmp_path / "secrets" / "keyring.json",
        store_endpoint=server.endpoint,
        store_access_key_file=server.access_key_file,
        store_secret_key_file=server.secret_key_file,
    )


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    database = Database(settings.database_url)
    await migrations.upgrade(database)
    yield database
    await database.close()


@pytest.fixture
def papers(database: Database, settings: Settings) -> Papers:
    return Papers(database, Keyring.create(settings.keyring_file), Store(settings), examine=examine)


async def examine(name: str, content: bytes) -> Examined:
    """The examination at once: its own process has tests of its own."""
    return paper_checks.examine(name, content)


async def receive(papers: Papers, content: bytes = CONTENT) -> Paper:
    """Hand a paper in."""
    at = datetime(2026, 3, 2, 14, tzinfo=UTC)
    return await papers.receive(
        reference=CASE, kind="certification", name=f"{WORD}.pdf", content=content, received_at=at
    )


async def file(papers: Papers, *document_ids: str) -> None:
    """The deed, asked for as the workflow asks."""
    asked = signatures.Papers(reference=CASE, documents=document_ids)
    await ActivityEnvironment().run(Documents(papers).file_documents, asked)


async def filed(papers: Papers) -> list[bool]:
    """Which papers of the case the store has."""
    return [paper.filed_at is not None for paper in await papers.of_case(CASE)]


def versions(settings: Settings, server: MinioServer) -> int:
    """How many versions of objects the store holds."""
    client = Minio(endpoint=server.endpoint, access_key=server.access_key, secret_key=server.secret_key, secure=False)
    return len(list(client.list_objects(bucket_name=settings.store_bucket, recursive=True, include_version=True)))


async def test_papers_are_filed_and_filing_again_changes_nothing(
    papers: Papers, settings: Settings, server: MinioServer
) -> None:
    found = [await receive(papers, sheets.pdf(str(n))) for n in range(3)]
    for _ in range(2):
        await file(papers, *(paper.document_id for paper in found))
    assert await filed(papers) == [True] * 3
    assert versions(settings, server) == 3
    assert await papers.open(found[1].document_id) == sheets.pdf("1")


async def test_while_the_store_is_down_the_deed_fails_and_afterwards_it_is_done(
    papers: Papers, server: MinioServer
) -> None:
    paper = await receive(papers)
    await server.stop()
    for _ in range(2):
        with pytest.raises(StoreDown):
            await file(papers, paper.document_id)
    assert await filed(papers) == [False]
    assert await papers.open(paper.document_id) == CONTENT
    await server.start()
    await file(papers, paper.document_id)
    assert await filed(papers) == [True]
    assert await papers.open(paper.document_id) == CONTENT


async def test_a_worker_that_is_killed_between_store_and_row_is_followed_by_one_that_ends_the_same(
    papers: Papers, settings: Settings, server: MinioServer
) -> None:
    paper = await receive(papers)
    assert await killed_while_filing(settings, paper) == -signal.SIGKILL
    assert (await filed(papers), versions(settings, server)) == ([False], 1)
    await file(papers, paper.document_id)
    assert (await filed(papers), versions(settings, server)) == ([True], 1)
    assert await papers.open(paper.document_id) == CONTENT


async def killed_while_filing(settings: Settings, paper: Paper) -> int:
    """How the process ended that filed a paper."""
    told = settings.model_dump(exclude_none=True)
    names = {name: str(value) for name, value in told.items() if name.startswith(("database", "keyring", "store"))}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.activities.filing_killed", paper.reference, paper.document_id),
        cwd=places.ROOT,
        env={**os.environ, **{f"LEEWAY_{name.upper()}": value for name, value in names.items()}},
    )
    return await asyncio.wait_for(process.wait(), 60)


async def test_a_paper_that_nobody_received_is_named(papers: Papers) -> None:
    paper = await receive(papers)
    with pytest.raises(NoSuchPaper, match="D-000000000000"):
        await file(papers, "D-000000000000", paper.document_id)
    assert await filed(papers) == [True]


def holding(folder: Path, word: str) -> set[str]:
    """Names of the files below a folder in which a word stands."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name for path in files if word.encode() in path.read_bytes()}


async def test_nothing_that_a_paper_says_is_on_any_disk(papers: Papers, database: Database, tmp_path: Path) -> None:
    """In the inbox, in the store, and in what a database leaves behind; the word is in the file's name too."""
    gone, waiting = await receive(papers), await receive(papers, sheets.pdf(WORD, "again"))
    await file(papers, gone.document_id)
    assert sorted(await filed(papers)) == [False, True]
    for _ in range(2):
        assert holding(tmp_path, waiting.document_id)
        assert (tmp_path / "store/objects/leeway-documents" / gone.document_id[2:4] / gone.document_id).exists()
        assert holding(tmp_path, WORD) == set()
        await file(papers, waiting.document_id)
        await database.close()
