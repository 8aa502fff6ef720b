"""Seals every payload that goes to Temporal and opens what comes back.

Knows: payloads, tiers, the SDK's serialization context. Never knows: what a payload says, or who may read which tier.

A payload's envelope names its version, tier, key, context and key commitment in the open; all of it, the namespace and
the workflow id are bound as associated data, so a payload copied to another case, namespace or tier does not open.

What opens as the marker `UNREADABLE`, with its content dropped: a payload that was never sealed, is damaged, or was
sealed for another place. Where that is a signal, the case reads the marker as a fact it cannot read and asks a person.
Everywhere else the marker satisfies no type of ours, and an ordinary failure follows: a workflow input or an activity
result stalls its workflow task until operations step in, an activity input makes the activity retry, an update is
rejected, a caller's query or result raises at the caller. A failure whose sealed attributes are lost keeps its type and
the words "Encoded failure". Only a missing key raises here, as an ordinary exception: the task is tried again, and the
case goes on when the key is back. Nothing here is ever a non-retryable ApplicationError, which would end the case.

Known limit: whoever may write to the namespace can stall a case, with an invented key id or with a reference to the
SDK's external storage, which the SDK refuses before it asks the codec. The same person could terminate the case.
"""

import logging
import re
from collections.abc import Sequence
from typing import Any, Final, Self

from google.protobuf.message import DecodeError
from temporalio.api.common.v1 import Payload
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.common import RawValue
from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import (
    ActivitySerializationContext,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    PayloadCodec,
    SerializationContext,
    WithSerializationContext,
    WorkflowSerializationContext,
)

from infra.keyring import Key, Keyring, SealBroken, Tier, bind

ENCODING: Final = b"binary/leeway-sealed"
_ENVELOPE: Final = b"1"
_PURPOSE: Final = "payload"
_KEY_ID: Final = re.compile(r"[0-9a-f]{16}")
# Put on by the converter, which knows the value's type; taken off by the codec, which chooses the key by it.
_STAMP: Final = "leeway-tier"
# The null keeps it from being read as a fact whose fields all have defaults.
UNREADABLE: Final = Payload(metadata={"encoding": b"json/plain"}, data=b'{"schema_no":null}')

_log = logging.getLogger(__name__)


class ContextMissing(Exception):
    """A payload was to be sealed or opened for no known workflow. Refused: it could not be bound to its place."""


class TieredPayloadConverter(PydanticPayloadConverter):
    """Pydantic JSON, each payload stamped with its tier.

    Bare strings (summaries, details, current details) and the SDK's own `WorkflowMetadata` are what operations read:
    tier O, so no personal data may be a bare string. Everything else is tier C.
    """

    def to_payloads(self, values: Sequence[Any]) -> list[Payload]:
        payloads = super().to_payloads(values)
        return [_stamped(value, payload) for value, payload in zip(values, payloads, strict=True)]


def _stamped(value: Any, payload: Payload) -> Payload:
    if isinstance(value, RawValue):  # somebody else's payload, shared; without a stamp it is tier C
        return payload
    # The exact type: an enum of ours is a string too, and part of the case.
    tier = Tier.O if type(value) is str or isinstance(value, WorkflowMetadata) else Tier.C
    payload.metadata[_STAMP] = tier.value.encode()
    return payload


class SealingCodec(PayloadCodec, WithSerializationContext):
    """AES-256-GCM for payloads, one key for each workflow and tier."""

    def __init__(self, keyring: Keyring, *, context: str | None = None) -> None:
        self._keyring = keyring
        self._context = context

    def with_context(self, context: SerializationContext) -> Self:
        """The codec for one workflow; the keyring and its cache of derived keys are shared."""
        return type(self)(self._keyring, context=_context_of(context))

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Seals. Raises ContextMissing and KeyMissing; nothing then leaves this process."""
        return [self._seal(payload, _known(self._context)) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Opens, or gives UNREADABLE. Raises ContextMissing and KeyMissing."""
        context = _known(self._context)
        opened = [open_payload(payload, self._keyring, context=context) for payload in payloads]
        if lost := opened.count(None):
            _log.warning("%d of %d payloads of %s had no seal of ours and were dropped", lost, len(opened), context)
        return [UNREADABLE if payload is None else payload for payload in opened]

    def _seal(self, payload: Payload, context: str) -> Payload:
        tier = Tier(payload.metadata.get(_STAMP, b"C").decode())
        key = self._keyring.sealing_key(tier=tier, purpose=_PURPOSE, context=context)
        inner = Payload()
        inner.CopyFrom(payload)
        inner.metadata.pop(_STAMP, None)
        sealed = key.encrypt(inner.SerializeToString(), _bound(key, tier, context))
        return Payload(metadata=_envelope(key, tier, context), data=sealed)


def data_converter(keyring: Keyring) -> DataConverter:
    """Pydantic JSON, sealed, with the messages and stacks of failures sealed too."""
    return DataConverter(
        payload_converter_class=TieredPayloadConverter,
        payload_codec=SealingCodec(keyring),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )


def context_string(namespace: str, workflow_id: str) -> str:
    """The place of a payload, as its envelope names it. A namespace has no slash, so there is one reading."""
    return f"{namespace}/{workflow_id}"


def named_context(payload: Payload) -> str | None:
    """The context that an envelope names, not yet proven; None if this is no envelope of ours."""
    if payload.metadata.get("encoding") != ENCODING:
        return None
    return _text(payload, "context")


def named_tier(payload: Payload) -> Tier | None:
    """The tier that an envelope names, not yet proven; None if this is no envelope of ours."""
    if payload.metadata.get("encoding") != ENCODING:
        return None
    try:
        return Tier(_text(payload, "tier"))
    except ValueError:
        return None


def open_payload(payload: Payload, keyring: Keyring, *, context: str) -> Payload | None:
    """What was sealed for this context, or None if it never will open here. Raises KeyMissing."""
    tier, key_id = named_tier(payload), _text(payload, "key")
    # What is no key id of ours is no missing key either: it must not stall the case, nor reach an error's words.
    if tier is None or named_context(payload) != context or _KEY_ID.fullmatch(key_id) is None:
        return None
    key = keyring.opening_key(key_id, tier=tier, purpose=_PURPOSE, context=context)
    if dict(payload.metadata) != _envelope(
        key, tier, context
    ):  # envelope version, key version, commitment, nothing added
        return None
    try:
        return Payload.FromString(key.decrypt(payload.data, _bound(key, tier, context)))
    except (SealBroken, DecodeError):
        return None


def _envelope(key: Key, tier: Tier, context: str) -> dict[str, bytes]:
    # Short, because a summary may have 400 bytes in all: `v` is the version of this envelope.
    return {
        "encoding": ENCODING,
        "v": _ENVELOPE,
        "tier": tier.value.encode(),
        "key": key.id.encode(),
        "key-version": str(key.version).encode(),
        "context": context.encode(),
        "commitment": key.commitment,
    }


def _bound(key: Key, tier: Tier, context: str) -> bytes:
    namespace, _, workflow_id = context.partition("/")
    return bind(ENCODING, _ENVELOPE, namespace, workflow_id, tier.value, key.id, str(key.version), key.commitment)


def _text(payload: Payload, name: str) -> str:
    return payload.metadata.get(name, b"").decode(errors="replace")


def _known(context: str | None) -> str:
    if context is None:
        raise ContextMissing("a payload without a workflow to belong to is neither sealed nor opened")
    return context


def _context_of(context: SerializationContext) -> str | None:
    """Namespace and workflow id; None for what belongs to no workflow (a standalone activity, Nexus)."""
    if not isinstance(context, WorkflowSerializationContext | ActivitySerializationContext) or not context.workflow_id:
        return None
    return context_string(context.namespace, context.workflow_id)
