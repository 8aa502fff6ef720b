"""Messages that cannot be read, on a real server: signals become the marker, updates are rejected, nothing stalls."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.client import Client, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.worker import Replayer, Worker

from infra.keyring import Keyring
from infra.settings import Settings
from infra.stack.temporal_server import TemporalServer
from infra.temporal import SealingPlugin, connect
from tests.infra.diary import Diary, Entry, Page, copy, signal_raw, tear

Running = WorkflowHandle[Diary, Page]


def plain(text: str) -> Payload:
    return Payload(metadata={"encoding": b"json/plain"}, data=text.encode())


@pytest.fixture
async def client(temporal_server: TemporalServer, tmp_path: Path) -> Client:
    settings = Settings(temporal_address=temporal_server.address, temporal_namespace=temporal_server.namespace)
    return await connect(settings, keyring=Keyring.create(tmp_path / "keyring.json"), identity="leeway-test")


async def started(client: Client, queue: str) -> Running:
    return await client.start_workflow(Diary.run, Entry(word="first"), id=f"diary/{uuid4()}", task_queue=queue)


@pytest.fixture
async def diary(client: Client) -> AsyncIterator[Running]:
    queue = str(uuid4())
    async with Worker(client, task_queue=queue, workflows=[Diary], activities=[copy, tear]):
        handle = await started(client, queue)
        yield handle
        await handle.terminate()


async def read(diary: Running) -> Page:
    return await asyncio.wait_for(diary.query(Diary.read, Entry(word="today")), timeout=20)


@pytest.mark.parametrize(
    "payloads",
    [
        [],
        [plain('{"word":"aspidistra"}')],
        [plain('{"word":"aspidistra"}'), plain("1")],
        [plain("{not json")],
        [Payload()],
        [Payload(metadata={"encoding": b"binary/null"})],
        [Payload(metadata={"encoding": b"binary/plain"}, data=b"aspidistra")],
        [Payload(metadata={"encoding": b"binary/leeway-sealed"}, data=b"aspidistra")],
    ],
)
async def test_a_signal_not_sealed_or_not_of_one_argument_is_unreadable(
    client: Client, diary: Running, payloads: list[Payload]
) -> None:
    await signal_raw(client, diary.id, "wrote", payloads)
    assert await read(diary) == Page(entries=("first",), unreadable=1, unknown=())


@pytest.mark.parametrize(
    "args",
    [
        [],
        [None],
        [b"aspidistra"],
        ["aspidistra"],
        [7],
        [[]],
        [{"word": 7}],
        [{"word": "aspidistra", "unknown": 1}],
        [{}],
        [Entry(word="one"), Entry(word="two")],
    ],
)
async def test_a_sealed_signal_that_is_no_fact_is_unreadable(diary: Running, args: list[Any]) -> None:
    await diary.signal("wrote", args=args)
    await diary.signal(Diary.wrote, Entry(word="after"))
    assert await read(diary) == Page(entries=("first", "after"), unreadable=1, unknown=())


@pytest.mark.parametrize("args", [[], [None], [Entry(word="x")], [1, 2, 3]])
async def test_a_signal_of_unknown_name_goes_to_the_dynamic_handler_as_it_came(diary: Running, args: list[Any]) -> None:
    await diary.signal("whatever", args=args)
    assert (await read(diary)).unknown == (f"whatever {len(args)}",)


@pytest.mark.parametrize("args", [[], [None], [7], [{"word": 7}], [Entry(word="one"), Entry(word="two")]])
async def test_an_update_that_cannot_be_read_is_rejected_and_the_case_goes_on(diary: Running, args: list[Any]) -> None:
    with pytest.raises(WorkflowUpdateFailedError):
        await diary.execute_update("revise", args=args)
    assert (await diary.execute_update(Diary.revise, Entry(word="better"))).entries == ("better",)


async def test_an_update_not_sealed_by_us_is_rejected(
    temporal_server: TemporalServer, client: Client, diary: Running
) -> None:
    stranger = await Client.connect(temporal_server.address, namespace=temporal_server.namespace)
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await stranger.get_workflow_handle(diary.id).execute_update("revise", {"word": "aspidistra"})
    assert "Encoded failure" in str(refused.value.cause)
    assert (await read(diary)).entries == ("first",)


async def test_a_payload_taken_from_another_workflow_is_unreadable(client: Client, diary: Running) -> None:
    twin = await started(client, str(uuid4()))
    history = await twin.fetch_history()
    [theirs] = history.events[0].workflow_execution_started_event_attributes.input.payloads
    await signal_raw(client, diary.id, "wrote", [theirs])
    await twin.terminate()
    assert await read(diary) == Page(entries=("first",), unreadable=1, unknown=())


async def test_the_marker_is_of_the_class_that_a_fully_sandboxed_workflow_knows(
    temporal_server: TemporalServer, tmp_path: Path
) -> None:
    keyring = Keyring.create(tmp_path / "keyring.json")
    plugin = SealingPlugin(keyring, namespace=temporal_server.namespace, passed_through=())
    client = await Client.connect(temporal_server.address, namespace=temporal_server.namespace, plugins=[plugin])
    queue = str(uuid4())
    async with Worker(client, task_queue=queue, workflows=[Diary], activities=[copy, tear]):
        handle = await started(client, queue)
        await handle.signal("wrote")
        assert (await read(handle)).unreadable == 1
        await handle.terminate()


async def test_a_history_with_malformed_signals_replays(client: Client, diary: Running, tmp_path: Path) -> None:
    await signal_raw(client, diary.id, "wrote", [])
    await signal_raw(client, diary.id, "wrote", [plain("1"), plain("2")])
    await diary.signal("wrote", None)
    assert (await read(diary)).unreadable == 3
    plugin = SealingPlugin(Keyring.load(tmp_path / "keyring.json"), namespace=client.namespace)
    await Replayer(workflows=[Diary], plugins=[plugin]).replay_workflow(await diary.fetch_history())
