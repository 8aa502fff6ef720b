"""Nothing personal reaches the Temporal server, its database, its searches, or any log: raw bytes are searched."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from temporalio.client import Client

from starter.demo import people
from starter.demo.command import STORIES
from tests.journeys.conftest import Theatre
from workflows.rules.reasons import LeaveReason, LeaveShape

PLANTED = (
    *(name.split()[0] for name, _ in people.NAMES.values()),
    *(reason.value for reason in LeaveReason),
    *(shape.value for shape in LeaveShape),
    *("staff.example.org", "leave.example.org", "Example", "Harbor", "PARKS", "Sample paper", "1-800-555"),
    *("provider_signature", "certification_not_provided", "Mass4You", "consent-2026-1"),
)


@pytest.fixture(scope="module")
async def lived(undisturbed: Theatre) -> Theatre:
    """A stage on which every story was lived."""
    for story in STORIES:
        await undisturbed.once(story)
    return undisturbed


def _found(content: bytes) -> list[str]:
    return [word for word in PLANTED if word.encode() in content]


async def test_the_words_are_there_to_be_found(lived: Theatre) -> None:
    database = b"".join(_files(lived.home, "leeway.db*"))
    assert {"own_condition", "Rowan", "staff.example.org"} <= set(_found(database))


async def test_the_servers_database_has_none_of_them(lived: Theatre) -> None:
    content = await asyncio.to_thread(lambda: b"".join(_files(lived.home, "temporal.db*")))
    assert len(content) > 1_000_000
    assert _found(content) == []


async def test_exported_histories_and_search_attributes_have_none_of_them(lived: Theatre) -> None:
    settings = lived.scene_of().office.settings
    raw = await Client.connect(settings.temporal_address, namespace=settings.temporal_namespace)
    cases = 0
    async for run in raw.list_workflows("WorkflowType = 'LeaveCase'"):
        history = await raw.get_workflow_handle(run.id, run_id=run.run_id).fetch_history()
        # Bytes, since the JSON of an export hides words in base64.
        assert _found(b"".join(event.SerializeToString() for event in history.events)) == [], run.id
        assert _found(str(run.typed_search_attributes).encode() + run.id.encode()) == []
        cases += 1
    assert cases >= 12


async def test_the_logs_have_none_of_them(lived: Theatre) -> None:
    words = "\n".join(line for _, line in lived.said)
    assert _found(words.encode()) == []


async def test_papers_in_the_store_are_sealed(lived: Theatre) -> None:
    content = await asyncio.to_thread(lambda: b"".join(_files(lived.home / "minio", "**/*")))
    assert len(content) > 1000
    assert b"%PDF" not in content
    assert _found(content) == []


def _files(folder: Path, pattern: str) -> Iterator[bytes]:
    for path in sorted(folder.glob(pattern)):
        if path.is_file():
            yield path.read_bytes()
