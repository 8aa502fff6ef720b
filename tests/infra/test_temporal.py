"""Connecting, waiting for a key, the runtime and the case's own time, on a real server."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen
from uuid import uuid4

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowExecutionStatus, WorkflowHandle
from temporalio.testing import TimeSkipper
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from infra.keyring import Keyring
from infra.settings import Settings
from infra.stack import places
from infra.stack.temporal_server import TemporalServer
from infra.temporal import PASSED_THROUGH, CannotConnect, SealingPlugin, case_time, connect, runtime
from tests.infra.diary import Diary, Entry, Page, copy, tear

NOW = timedelta(0)


@pytest.fixture
def settings(temporal_server: TemporalServer) -> Settings:
    return Settings(temporal_address=temporal_server.address, temporal_namespace=temporal_server.namespace)


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring.create(tmp_path / "keyring.json")


async def test_no_server_is_a_sentence_with_address_and_next_command(keyring: Keyring) -> None:
    nobody = f"127.0.0.1:{places.free_port()}"
    with pytest.raises(CannotConnect, match=rf"{nobody}.*\./leeway up"):
        await connect(Settings(temporal_address=nobody), keyring=keyring, identity="leeway-test", patience=NOW)


async def test_no_namespace_is_another_sentence(settings: Settings, keyring: Keyring) -> None:
    elsewhere = settings.model_copy(update={"temporal_namespace": "nowhere"})
    with pytest.raises(CannotConnect, match="no namespace nowhere"):
        await connect(elsewhere, keyring=keyring, identity="leeway-test", patience=NOW)


async def test_a_server_that_comes_late_is_waited_for(
    temporal_server: TemporalServer, settings: Settings, keyring: Keyring
) -> None:
    port = places.free_port()
    late = settings.model_copy(update={"temporal_address": f"127.0.0.1:{port}"})
    connecting = asyncio.create_task(connect(late, keyring=keyring, identity="leeway-test"))
    forwarder = await asyncio.start_server(forward_to(temporal_server.address), "127.0.0.1", port)
    client = await connecting
    assert client.identity.startswith("leeway-test/")
    forwarder.close()


def forward_to(address: str) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    host, _, port = address.partition(":")

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up, down = await asyncio.open_connection(host, int(port))
        await asyncio.gather(pump(reader, down), pump(up, writer))

    return forward


async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while chunk := await source.read(65536):
        sink.write(chunk)
    sink.close()


async def test_a_missing_key_makes_the_case_wait_and_it_goes_on_when_the_key_is_back(
    settings: Settings, tmp_path: Path
) -> None:
    worker_file, client_file = tmp_path / "worker.json", tmp_path / "client.json"
    worker_client = await connect(settings, keyring=Keyring.create(worker_file), identity="leeway-worker")
    Keyring.create(client_file)
    both(client_file, worker_file)
    client = await connect(settings, keyring=Keyring.load(client_file), identity="leeway-test")
    queue = str(uuid4())
    async with Worker(worker_client, task_queue=queue, workflows=[Diary], activities=[copy, tear]):
        handle = await client.start_workflow(Diary.run, Entry(word="first"), id=f"diary/{uuid4()}", task_queue=queue)
        await failed_task(handle)
        assert (await handle.describe()).status is WorkflowExecutionStatus.RUNNING
        both(worker_file, client_file)
        await handle.signal(Diary.ended, "well")
        assert await asyncio.wait_for(handle.result(), timeout=60) == Page(entries=("first",), unreadable=0, unknown=())


def both(file: Path, other: Path) -> None:
    """Adds the other file's keys, to open with."""
    content = json.loads(file.read_text())
    held = {key["id"] for key in content["keys"]}
    theirs = json.loads(other.read_text())["keys"]
    content["keys"] += [{**key, "active": False} for key in theirs if key["id"] not in held]
    file.write_text(json.dumps(content))


async def failed_task(handle: WorkflowHandle[Diary, Page]) -> None:
    """Returns when a workflow task has failed; the test's own time limit ends it otherwise."""
    async with asyncio.timeout(20):
        async for event in handle.fetch_history_events(wait_new_event=True):
            if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED:
                failure = event.workflow_task_failed_event_attributes.failure
                assert failure.application_failure_info.type == "KeyMissing"
                return


async def test_the_clock_of_a_case_whose_time_was_skipped_is_its_own(settings: Settings, keyring: Keyring) -> None:
    client = await connect(settings, keyring=keyring, identity="leeway-test")
    queue = str(uuid4())
    async with Worker(client, task_queue=queue, workflows=[Diary], activities=[copy, tear]):
        handle = await client.start_workflow(Diary.run, Entry(word="first"), id=f"diary/{uuid4()}", task_queue=queue)
        assert abs(await case_time(client, handle.id) - datetime.now(UTC)) < timedelta(seconds=5)
        assert await TimeSkipper(client).fast_forward(handle, timedelta(hours=2))
        ahead = await case_time(client, handle.id) - datetime.now(UTC)
        assert abs(ahead - timedelta(hours=2)) < timedelta(seconds=5)
        await handle.terminate()


async def test_the_runtime_shows_its_metrics_on_loopback(settings: Settings, keyring: Keyring) -> None:
    port = places.free_port()
    measured = runtime(settings.model_copy(update={"metrics_port": port}))
    client = await connect(settings, keyring=keyring, identity="leeway-test", runtime=measured)
    await client.count_workflows()

    def scrape() -> str:
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            return str(answer.read().decode())

    assert "temporal_request" in await asyncio.to_thread(scrape)


def test_a_runner_without_a_sandbox_stays_as_it_is(keyring: Keyring) -> None:
    given = UnsandboxedWorkflowRunner()
    plugin = SealingPlugin(keyring, namespace="leeway")
    assert callable(plugin.workflow_runner)
    assert plugin.workflow_runner(given) is given


def test_the_pure_rooms_pass_through_the_sandbox() -> None:
    assert set(PASSED_THROUGH) >= {f"workflows.{room}" for room in ("rules", "case", "messages", "signatures", "view")}
