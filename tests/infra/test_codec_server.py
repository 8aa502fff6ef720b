"""The codec server: what the web UI may read, who may ask, and what is never shown."""

import asyncio
import base64
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from google.protobuf import json_format
from temporalio.api.common.v1 import Payload, Payloads, WorkflowExecution
from temporalio.api.workflowservice.v1 import QueryWorkflowRequest
from temporalio.client import Client
from temporalio.converter import WorkflowSerializationContext
from temporalio.worker import Worker

from infra.codec import SealingCodec, TieredPayloadConverter
from infra.codec_server import codec_app, serve
from infra.keyring import Keyring
from infra.settings import Settings
from infra.stack import places
from infra.stack.temporal_server import TemporalServer
from infra.temporal import connect
from tests.infra.diary import Diary, Entry, copy, tear

UI = "http://127.0.0.1:8233"
WORD = "aspidistra"


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring.create(tmp_path / "keyring.json")


@pytest.fixture
async def ui(keyring: Keyring) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app=codec_app(Settings(temporal_ui=UI), keyring))
    headers = {"Origin": UI, "X-Namespace": "leeway"}
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8081", headers=headers) as client:
        yield client


async def sealed(keyring: Keyring, value: object, *, namespace: str = "leeway") -> Payload:
    codec = SealingCodec(keyring).with_context(WorkflowSerializationContext(namespace, "leave-case/LV-1"))
    [payload] = await codec.encode(TieredPayloadConverter().to_payloads([value]))
    return payload


def asked(*payloads: Payload) -> dict[str, Any]:
    return json_format.MessageToDict(Payloads(payloads=payloads))


async def shown(ui: httpx2.AsyncClient, *payloads: Payload) -> list[str]:
    answer = await ui.post("/decode", json=asked(*payloads))
    assert answer.status_code == 200
    return [base64.b64decode(payload["data"]).decode() for payload in answer.json()["payloads"]]


async def test_only_the_operations_tier_is_shown(ui: httpx2.AsyncClient, keyring: Keyring) -> None:
    operations, case = await sealed(keyring, "stage: certification"), await sealed(keyring, Entry(word=WORD))
    plain = Payload(metadata={"encoding": b"json/plain"}, data=b'"aspidistra"')
    assert await shown(ui, operations, case, plain) == [
        '"stage: certification"',
        '"sealed: case tier, not shown here"',
        '"not sealed by us, not shown here"',
    ]


async def test_a_case_payload_that_calls_itself_operations_is_not_shown(
    ui: httpx2.AsyncClient, keyring: Keyring
) -> None:
    case = await sealed(keyring, Entry(word=WORD))
    case.metadata["tier"] = b"O"
    assert await shown(ui, case) == ['"the seal is broken"']


@pytest.mark.parametrize("name", ["context", "commitment", "key-version"])
async def test_a_changed_envelope_is_not_shown(ui: httpx2.AsyncClient, keyring: Keyring, name: str) -> None:
    payload = await sealed(keyring, WORD)
    payload.metadata[name] = b"leeway/leave-case/LV-2"
    assert await shown(ui, payload) == ['"the seal is broken"']


async def test_another_namespace_is_not_shown(ui: httpx2.AsyncClient, keyring: Keyring) -> None:
    theirs = await sealed(keyring, WORD, namespace="vendor")
    assert await shown(ui, theirs) == ['"sealed for another namespace, not shown here"']
    answer = await ui.post("/decode", json=asked(theirs), headers={"X-Namespace": "vendor"})
    assert answer.status_code == 403


async def test_a_missing_key_is_said(ui: httpx2.AsyncClient, tmp_path: Path) -> None:
    payload = await sealed(Keyring.create(tmp_path / "other.json"), WORD)
    assert await shown(ui, payload) == ['"sealed: its key is missing"']


async def test_nothing_is_sealed_for_the_ui(ui: httpx2.AsyncClient) -> None:
    answer = await ui.post("/encode", json=asked(Payload()))
    assert answer.status_code == 403
    assert "Nothing is sealed here" in answer.json()["message"]


@pytest.mark.parametrize("body", [b"", b"{", b'{"payloads":7}', b"\xff"])
async def test_a_body_that_is_no_list_of_payloads_is_a_sentence(ui: httpx2.AsyncClient, body: bytes) -> None:
    answer = await ui.post("/decode", content=body)
    assert (answer.status_code, answer.json()["message"]) == (400, "The body is not a JSON list of payloads.")


async def test_a_body_too_large_is_refused(ui: httpx2.AsyncClient) -> None:
    assert (await ui.post("/decode", content=b" " * (4 * 1024 * 1024 + 1))).status_code == 413


async def test_the_ui_may_ask_and_no_other_page(ui: httpx2.AsyncClient) -> None:
    def preflight(origin: str) -> dict[str, str]:
        wanted = "content-type,x-namespace"
        return {
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": wanted,
        }

    ours = await ui.options("/decode", headers=preflight(UI))
    assert ours.status_code == 200
    assert ours.headers["access-control-allow-origin"] == UI
    assert "x-namespace" in ours.headers["access-control-allow-headers"].lower()
    theirs = await ui.options("/decode", headers=preflight("http://127.0.0.1:9999"))
    assert theirs.status_code == 400
    assert "access-control-allow-origin" not in theirs.headers
    posted = await ui.post("/decode", json=asked(), headers={"Origin": "https://example.org"})
    assert "access-control-allow-origin" not in posted.headers


async def test_another_host_name_for_this_machine_is_refused(ui: httpx2.AsyncClient) -> None:
    assert (await ui.post("/decode", json=asked(), headers={"Host": "rebound.example.org"})).status_code == 400


async def test_nothing_of_the_content_is_logged(
    ui: httpx2.AsyncClient, keyring: Keyring, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await shown(ui, await sealed(keyring, WORD), Payload(data=WORD.encode()))
        await ui.post("/decode", content=f'{{"payloads": "{WORD}"}}'.encode())
    assert WORD not in caplog.text


async def test_summary_and_dashboard_of_a_real_case_are_shown_and_its_input_is_not(
    ui: httpx2.AsyncClient, keyring: Keyring, temporal_server: TemporalServer
) -> None:
    settings = Settings(temporal_address=temporal_server.address)
    client = await connect(settings, keyring=keyring, identity="leeway-test")
    queue, workflow_id = str(uuid4()), f"diary/{uuid4()}"
    async with Worker(client, task_queue=queue, workflows=[Diary], activities=[copy, tear]):
        handle = await client.start_workflow(
            Diary.run, Entry(word="rowan"), id=workflow_id, task_queue=queue, static_summary="One leave", memo={"m": 1}
        )
        dashboard = await raw_dashboard(client, workflow_id)
        first = (await handle.fetch_history()).events[0]
        await handle.terminate()
    summary = first.user_metadata.summary
    [given] = first.workflow_execution_started_event_attributes.input.payloads
    in_ui = await shown(ui, summary, dashboard, given)
    assert in_ui[0] == '"One leave"'
    assert json.loads(in_ui[1])["currentDetails"] == "dashboard rowan"
    assert in_ui[2] == '"sealed: case tier, not shown here"'


async def raw_dashboard(client: Client, workflow_id: str) -> Payload:
    query = QueryWorkflowRequest(namespace=client.namespace, execution=WorkflowExecution(workflow_id=workflow_id))
    query.query.query_type = "__temporal_workflow_metadata"
    answer = await client.workflow_service.query_workflow(query)
    [payload] = answer.query_result.payloads
    return payload


async def test_it_serves_on_loopback_and_stops_when_cancelled(keyring: Keyring) -> None:
    settings = Settings(temporal_ui=UI, codec_port=places.free_port())
    serving = asyncio.create_task(serve(settings, keyring))
    payload = asked(await sealed(keyring, WORD))
    address = f"http://127.0.0.1:{settings.codec_port}/decode"
    async with httpx2.AsyncClient(transport=httpx2.AsyncHTTPTransport(retries=20)) as client:
        answer = await client.post(address, json=payload)
    assert answer.status_code == 200
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    with pytest.raises(OSError):
        await asyncio.open_connection("127.0.0.1", settings.codec_port)


async def test_a_taken_port_is_an_ordinary_error(keyring: Keyring) -> None:
    taken = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    async with taken:
        settings = Settings(temporal_ui=UI, codec_port=taken.sockets[0].getsockname()[1])
        with pytest.raises(OSError):
            await serve(settings, keyring)
