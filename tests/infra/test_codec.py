"""The codec without a server: what opens, what becomes the marker, what is refused, and how large an envelope is."""

import logging
from enum import StrEnum
from pathlib import Path

import pytest
from pydantic import BaseModel
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.common import RawValue
from temporalio.converter import (
    ActivitySerializationContext,
    NexusSerializationContext,
    SerializationContext,
    WorkflowSerializationContext,
)

from infra.codec import ENCODING, UNREADABLE, ContextMissing, SealingCodec, TieredPayloadConverter, data_converter
from infra.keyring import KeyMissing, Keyring

WORD = "aspidistra"
HERE = WorkflowSerializationContext("leeway", "leave-case/LV-7K4Q-92XH")
THERE = WorkflowSerializationContext("leeway", "leave-case/LV-0000-0000")
OTHER_NAMESPACE = WorkflowSerializationContext("vendor", "leave-case/LV-7K4Q-92XH")


class Fact(BaseModel):
    word: str


class Word(StrEnum):
    PLANT = WORD


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keyring.json"


@pytest.fixture
def codec(path: Path) -> SealingCodec:
    return SealingCodec(Keyring.create(path))


async def sealed(codec: SealingCodec, value: object = WORD, *, at: SerializationContext = HERE) -> Payload:
    [payload] = await codec.with_context(at).encode(TieredPayloadConverter().to_payloads([value]))
    return payload


async def opened(codec: SealingCodec, payload: Payload, *, at: SerializationContext = HERE) -> Payload:
    [back] = await codec.with_context(at).decode([payload])
    return back


async def test_a_payload_comes_back_as_it_was_and_shows_nothing(codec: SealingCodec) -> None:
    payload = await sealed(codec, Fact(word=WORD))
    assert WORD.encode() not in payload.SerializeToString()
    back = await opened(codec, payload)
    assert TieredPayloadConverter().from_payloads([back], [Fact]) == [Fact(word=WORD)]
    assert dict(back.metadata) == {"encoding": b"json/plain"}


@pytest.mark.parametrize(
    ("value", "tier"),
    [
        (WORD, b"O"),
        (WorkflowMetadata(current_details=WORD), b"O"),
        (Fact(word=WORD), b"C"),
        (Word.PLANT, b"C"),
        ({"word": WORD}, b"C"),
        ([WORD], b"C"),
        (WORD.encode(), b"C"),
        (None, b"C"),
        (RawValue(Payload(metadata={"encoding": b"json/plain"}, data=b'"aspidistra"')), b"C"),
    ],
)
async def test_bare_strings_and_the_sdks_dashboard_are_tier_o_and_all_else_is_the_case(
    codec: SealingCodec, value: object, tier: bytes
) -> None:
    payload = await sealed(codec, value)
    assert payload.metadata["tier"] == tier
    assert WORD.encode() not in payload.SerializeToString()


async def test_an_activitys_payload_belongs_to_its_workflow(codec: SealingCodec) -> None:
    activity = ActivitySerializationContext("leeway", "7", "deliver", "notices", HERE.workflow_id, "LeaveCase", False)
    payload = await sealed(codec, Fact(word=WORD), at=activity)
    assert (await opened(codec, payload)).data == b'{"word":"aspidistra"}'


@pytest.mark.parametrize("elsewhere", [THERE, OTHER_NAMESPACE])
async def test_a_payload_moved_becomes_the_marker(codec: SealingCodec, elsewhere: SerializationContext) -> None:
    payload = await sealed(codec)
    assert await opened(codec, payload, at=elsewhere) == UNREADABLE
    # Also with the envelope's words changed to fit its new place: they are bound.
    assert isinstance(elsewhere, WorkflowSerializationContext)
    payload.metadata["context"] = f"{elsewhere.namespace}/{elsewhere.workflow_id}".encode()
    assert await opened(codec, payload, at=elsewhere) == UNREADABLE


@pytest.mark.parametrize("name", ["encoding", "v", "tier", "key-version", "context", "commitment"])
@pytest.mark.parametrize("value", [b"", b"2", b"C", b"json/plain", b"\xff" * 32])
async def test_a_changed_envelope_becomes_the_marker(codec: SealingCodec, name: str, value: bytes) -> None:
    payload = await sealed(codec)
    payload.metadata[name] = value
    assert await opened(codec, payload) == UNREADABLE
    del payload.metadata[name]
    assert await opened(codec, payload) == UNREADABLE


async def test_anything_added_to_an_envelope_becomes_the_marker(codec: SealingCodec) -> None:
    payload = await sealed(codec)
    payload.metadata["messageType"] = b"anything"
    assert await opened(codec, payload) == UNREADABLE


@pytest.mark.parametrize("key", [b"", b"aspidistra", b"\xff", b"0" * 17])
async def test_what_is_no_key_id_becomes_the_marker(codec: SealingCodec, key: bytes) -> None:
    payload = await sealed(codec)
    payload.metadata["key"] = key
    assert await opened(codec, payload) == UNREADABLE


@pytest.mark.parametrize("length", [0, 11, 12, 27, 40])
async def test_a_torn_payload_becomes_the_marker(codec: SealingCodec, length: int) -> None:
    payload = await sealed(codec)
    payload.data = payload.data[:length]
    assert await opened(codec, payload) == UNREADABLE


@pytest.mark.parametrize(
    "payload",
    [
        Payload(metadata={"encoding": b"json/plain"}, data=b'{"word":"aspidistra"}'),
        Payload(metadata={"encoding": b"binary/null"}),
        Payload(metadata={"encoding": b"binary/plain"}, data=b"aspidistra"),
        Payload(metadata={"encoding": ENCODING}, data=b"aspidistra"),
        Payload(),
    ],
)
async def test_a_payload_never_sealed_becomes_the_marker_and_is_logged_without_content(
    codec: SealingCodec, payload: Payload, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert await opened(codec, payload) == UNREADABLE
    assert "had no seal of ours" in caplog.text
    assert WORD not in caplog.text


async def test_the_marker_is_no_fact(codec: SealingCodec) -> None:
    class AllDefaults(BaseModel, extra="forbid"):
        word: str = WORD

    back = await opened(codec, Payload())
    with pytest.raises(ValueError):
        TieredPayloadConverter().from_payloads([back], [AllDefaults])


async def test_a_missing_key_raises_without_content_and_heals(codec: SealingCodec, path: Path, tmp_path: Path) -> None:
    Keyring.create(tmp_path / "other.json")
    payload = await sealed(SealingCodec(Keyring.load(tmp_path / "other.json")))
    with pytest.raises(KeyMissing) as missing:
        await opened(codec, payload)
    assert str(missing.value) == (
        f"the keyring has no key {payload.metadata['key'].decode()}; put it back and what waits goes on"
    )
    (tmp_path / "other.json").replace(path)
    assert (await opened(codec, payload)).data == b'"aspidistra"'


@pytest.mark.parametrize(
    "context",
    [
        NexusSerializationContext("endpoint", "service", "operation"),
        ActivitySerializationContext("leeway", "7", "deliver", "notices", None, None, False),
        WorkflowSerializationContext("leeway", ""),
    ],
)
async def test_without_a_workflow_nothing_is_sealed(codec: SealingCodec, context: SerializationContext) -> None:
    with pytest.raises(ContextMissing):
        await sealed(codec, at=context)
    with pytest.raises(ContextMissing):
        await opened(codec, await sealed(codec), at=context)
    with pytest.raises(ContextMissing):
        await codec.encode([Payload()])


async def test_the_message_and_stack_of_a_failure_are_sealed(path: Path) -> None:
    converter = data_converter(Keyring.create(path)).with_context(HERE)
    failure = Failure()
    try:
        raise ValueError(WORD) from RuntimeError(WORD)
    except ValueError as error:
        await converter.encode_failure(error, failure)
    assert WORD.encode() not in failure.SerializeToString()
    assert failure.encoded_attributes.metadata["tier"] == b"C"
    back = await converter.decode_failure(failure)
    assert WORD in str(back)


async def test_a_summary_of_150_letters_fits_the_servers_400_bytes(codec: SealingCodec) -> None:
    payload = await sealed(codec, "x" * 150)
    assert payload.ByteSize() <= 400
