"""Words planted wherever Temporal takes one, on a real server: nothing that it keeps or hands out shows any of them."""

import base64
import binascii
import gzip
import json
import re
import zlib
from dataclasses import dataclass, field
from typing import Any

import pytest
from temporalio import workflow
from temporalio.api.common.v1 import Payload, WorkflowExecution
from temporalio.api.workflowservice.v1 import ListWorkflowExecutionsRequest, QueryWorkflowRequest
from temporalio.client import (
    Client,
    Interceptor,
    OutboundInterceptor,
    StartWorkflowInput,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowHistory,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
)
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Replayer,
    StartActivityInput,
    Worker,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)
from temporalio.worker import Interceptor as WorkerInterceptor

from infra.codec import ContextMissing
from infra.keyring import Keyring
from infra.settings import Settings
from infra.stack import build, places
from infra.stack.temporal_server import TemporalServer
from infra.temporal import SealingPlugin, connect
from tests.infra.diary import Diary, Entry, Page, copy, tear

WORD = "aspidistra"
CONTROL = "fuchsia"
ID = "diary/sealed"
OTHER = "diary/other"


@dataclass
class Told:
    """Everything that was taken from the server, by where it came from."""

    keyring: Keyring
    taken: dict[str, bytes] = field(default_factory=dict)
    histories: dict[str, str] = field(default_factory=dict)
    headers: list[Entry] = field(default_factory=list)
    page: Page | None = None


class HeaderFromWorkflow(WorkerInterceptor):
    """Sets a header on every activity and keeps what the activity was handed."""

    def __init__(self, seen: list[Entry]) -> None:
        self._seen = seen

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        seen = self._seen

        class Inbound(ActivityInboundInterceptor):
            async def execute_activity(self, input: ExecuteActivityInput) -> Any:
                seen.append(Entry.model_validate_json(input.headers["diary"].data))
                return await super().execute_activity(input)

        return Inbound(next)

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        return HeaderInbound


class HeaderInbound(WorkflowInboundInterceptor):
    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        super().init(HeaderOutbound(outbound))


class HeaderOutbound(WorkflowOutboundInterceptor):
    def start_activity(self, input: StartActivityInput) -> workflow.ActivityHandle[Any]:
        header = workflow.payload_converter().to_payload(Entry(word=f"{WORD}-header"))
        input.headers = {**input.headers, "diary": header}
        return super().start_activity(input)


@pytest.fixture(scope="module")
async def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("sealed")
    said: list[str] = []
    server = TemporalServer(
        build.get("temporal").path, db=folder / "temporal.db", port=places.free_port(), sink=said.append
    )
    await server.start()
    told = Told(Keyring.create(folder / "keyring.json"))
    try:
        client = await connect(Settings(temporal_address=server.address), keyring=told.keyring, identity="leeway-test")
        async with Worker(
            client,
            task_queue="sealed",
            workflows=[Diary],
            activities=[copy, tear],
            interceptors=[HeaderFromWorkflow(told.headers)],
        ):
            await live(client, told)
        await plant_in_the_open(server)
        await take(client, told)
    finally:
        await server.stop()
    for file in folder.glob("temporal.db*"):
        told.taken[file.name] = file.read_bytes()
    told.taken["server log"] = "\n".join(said).encode()
    return told


async def live(client: Client, told: Told) -> None:
    """One diary from start to failure, and one beside it that it writes to; a word in every place."""
    other = await client.start_workflow(Diary.run, Entry(word=f"{WORD}-b"), id=OTHER, task_queue="sealed")
    handle = await client.start_workflow(
        Diary.run,
        Entry(word=f"{WORD}-input"),
        id=ID,
        task_queue="sealed",
        memo={"model": Entry(word=f"{WORD}-memo"), "bare": f"{WORD}-memo"},
        static_summary=f"{WORD}-summary" + "x" * 120,
        static_details=f"{WORD}-details",
        start_signal="wrote",
        start_signal_args=[Entry(word=f"{WORD}-start")],
    )
    await handle.signal(Diary.wrote, Entry(word=f"{WORD}-signal"))
    await handle.signal("unknown", f"{WORD}-unknown")
    await handle.execute_update(Diary.revise, Entry(word=f"{WORD}-update"))
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await handle.execute_update(Diary.revise, Entry(word=f"no {WORD}-refused"))
    assert WORD in str(refused.value.cause)
    with pytest.raises(WorkflowQueryFailedError):
        await handle.query(Diary.read, Entry(word=f"no {WORD}-query"))
    await handle.signal(Diary.told, Entry(word=f"{OTHER} {WORD}-from-afar"))
    told.page = await handle.query(Diary.read, Entry(word=f"{WORD}-query"))
    told.taken["dashboard"] = await raw_dashboard(client)
    await handle.signal(Diary.ended, "fail")
    with pytest.raises(WorkflowFailureError) as failed:
        await handle.result()
    assert str(failed.value.cause) == f"failed {WORD}-input"
    await other.signal(Diary.ended, "well")
    assert f"{WORD}-from-afar" in (await other.result()).entries


async def raw_dashboard(client: Client) -> bytes:
    """The answer that carries the current details, as the web UI gets it."""
    asked = QueryWorkflowRequest(namespace=client.namespace, execution=WorkflowExecution(workflow_id=ID))
    asked.query.query_type = "__temporal_workflow_metadata"
    answer = await client.workflow_service.query_workflow(asked)
    assert [payload.metadata["tier"] for payload in answer.query_result.payloads] == [b"O"]
    return answer.SerializeToString()


async def plant_in_the_open(server: TemporalServer) -> None:
    """A workflow without the plugin: what the scan must find, or it proves nothing."""
    plain = await Client.connect(server.address, namespace=server.namespace)
    await plain.start_workflow(
        "Diary", {"word": CONTROL}, id="diary/open", task_queue="nobody", memo={"bare": CONTROL}, static_summary=CONTROL
    )


async def take(client: Client, told: Told) -> None:
    for workflow_id in (ID, OTHER, "diary/open"):
        handle: WorkflowHandle[Any, Any] = client.get_workflow_handle(workflow_id)
        history = await handle.fetch_history()
        told.histories[workflow_id] = history.to_json()
        told.taken[f"history {workflow_id}"] = b"".join(event.SerializeToString() for event in history.events)
        told.taken[f"json {workflow_id}"] = history.to_json().encode()
        told.taken[f"describe {workflow_id}"] = (await handle.describe()).raw_description.SerializeToString()
    listed = await client.workflow_service.list_workflow_executions(
        ListWorkflowExecutionsRequest(namespace=client.namespace)
    )
    told.taken["visibility"] = listed.SerializeToString()


def reads(raw: bytes, word: str) -> bool:
    """Whether the word can be read in the bytes: as it is, in wide letters, behind base64, deflate or gzip."""
    plain = word.encode()
    if plain in raw or word.encode("utf-16-le") in raw:
        return True
    if any(plain in inflated for inflated in inflations(raw)):
        return True
    return any(plain in decoded(run) for run in re.findall(rb"[A-Za-z0-9+/_-]{12,}={0,2}", raw))


def inflations(raw: bytes) -> list[bytes]:
    found = []
    for magic, inflate in ((b"\x1f\x8b\x08", gzip.decompress), (b"\x78\x9c", zlib.decompress)):
        for match in re.finditer(re.escape(magic), raw):
            try:
                found.append(inflate(raw[match.start() :]))
            except (OSError, EOFError, zlib.error):
                continue
    return found


def decoded(run: bytes) -> bytes:
    text = run.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    try:
        return b"\n".join(base64.b64decode(text[at:][: len(text[at:]) // 4 * 4]) for at in range(4))
    except binascii.Error:
        return b""


def test_the_scan_finds_what_lies_open(told: Told) -> None:
    where = {name for name, raw in told.taken.items() if reads(raw, CONTROL)}
    assert {"history diary/open", "json diary/open", "describe diary/open", "visibility"} <= where
    assert any(name.startswith("temporal.db") for name in where)
    assert all(ID.encode() in told.taken[name] for name in (f"history {OTHER}", "visibility"))


def test_no_word_lies_open_anywhere(told: Told) -> None:
    assert len(told.taken) >= 13
    assert [name for name, raw in told.taken.items() if reads(raw, WORD)] == []


def test_no_host_name_lies_open(told: Told) -> None:
    identities = set(re.findall(r'"identity": "([^"]*)"', told.histories[ID]))
    assert identities
    assert all(re.fullmatch(r"leeway-test/[0-9a-f]{8}", identity) for identity in identities)


def test_every_payload_of_the_history_is_sealed(told: Told) -> None:
    encodings = {base64.b64decode(encoding) for encoding in re.findall(r'"encoding": "([^"]*)"', told.histories[ID])}
    assert encodings == {b"binary/leeway-sealed"}
    assert told.histories[ID].count('"encodedAttributes"') >= 4


def test_the_summaries_are_tier_o_and_the_rest_is_the_case(told: Told) -> None:
    events = json.loads(told.histories[ID])["events"]
    started = events[0]
    assert tier(started["userMetadata"]["summary"]) == tier(started["userMetadata"]["details"]) == "O"
    attributes = started["workflowExecutionStartedEventAttributes"]
    assert tier(attributes["input"]["payloads"][0]) == tier(attributes["memo"]["fields"]["model"]) == "C"
    assert {tier(event["userMetadata"]["summary"]) for event in events if "userMetadata" in event} == {"O"}


def tier(payload: Any) -> str:
    return base64.b64decode(payload["metadata"]["tier"]).decode()


def test_what_was_said_arrived(told: Told) -> None:
    assert told.page is not None
    assert told.page.entries == (f"{WORD}-update", f"{WORD}-start", f"{WORD}-signal")
    assert told.page.unknown == ("unknown 1",)
    assert {entry.word for entry in told.headers} == {f"{WORD}-header"}


async def test_the_history_replays_with_the_plugin_alone(told: Told) -> None:
    replayer = Replayer(workflows=[Diary], plugins=[SealingPlugin(told.keyring, namespace="leeway")])
    for workflow_id in (ID, OTHER):
        await replayer.replay_workflow(WorkflowHistory.from_json(workflow_id, told.histories[workflow_id]))


async def test_the_history_replays_with_every_module_in_the_sandbox(told: Told) -> None:
    plugin = SealingPlugin(told.keyring, namespace="leeway", passed_through=())
    replayer = Replayer(workflows=[Diary], plugins=[plugin])
    await replayer.replay_workflow(WorkflowHistory.from_json(ID, told.histories[ID]))


@pytest.mark.parametrize(("namespace", "workflow_id"), [("vendor", ID), ("leeway", OTHER)])
async def test_a_history_moved_elsewhere_does_not_replay(told: Told, namespace: str, workflow_id: str) -> None:
    replayer = Replayer(workflows=[Diary], plugins=[SealingPlugin(told.keyring, namespace=namespace)])
    result = await replayer.replay_workflow(
        WorkflowHistory.from_json(workflow_id, told.histories[ID]), raise_on_replay_failure=False
    )
    assert result.replay_failure is not None


async def test_a_header_that_belongs_to_no_workflow_is_refused(told: Told, temporal_server: TemporalServer) -> None:
    class SetsHeader(Interceptor):
        def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:
            return Outbound(next)

    class Outbound(OutboundInterceptor):
        async def start_workflow(self, input: StartWorkflowInput) -> WorkflowHandle[Any, Any]:
            input.headers = {"diary": Payload(metadata={"encoding": b"json/plain"}, data=WORD.encode())}
            return await super().start_workflow(input)

    client = await Client.connect(
        temporal_server.address,
        namespace=temporal_server.namespace,
        plugins=[SealingPlugin(told.keyring, namespace=temporal_server.namespace)],
        interceptors=[SetsHeader()],
    )
    with pytest.raises(ContextMissing):
        await client.start_workflow(Diary.run, Entry(word=WORD), id="diary/header", task_queue="nobody")
