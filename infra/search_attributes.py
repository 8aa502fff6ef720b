"""The search attributes of a case, and how a Temporal namespace learns them and how long it keeps closed cases.

Knows: names, types, the operator service. Never knows: a value. They are stored as plain text, so nothing about a
person may ever be one. The workflow names the same keys itself, because it imports nothing from here.
"""

from typing import Any

from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.common import SearchAttributeKey

CASE_STATUS = SearchAttributeKey.for_keyword("CaseStatus")
NEXT_DEADLINE = SearchAttributeKey.for_datetime("NextDeadline")
CUSTODIAN = SearchAttributeKey.for_keyword("Custodian")
COORDINATOR = SearchAttributeKey.for_keyword("Coordinator")
SCHEMA_VERSION = SearchAttributeKey.for_int("SchemaVersion")

ALL: tuple[SearchAttributeKey[Any], ...] = (CASE_STATUS, NEXT_DEADLINE, CUSTODIAN, COORDINATOR, SCHEMA_VERSION)

DAYS_CLOSED_CASES_STAY = 90
"""Retention of a namespace of ours. The register keeps what must be kept; this is for people who look back."""

_WORDS = {
    IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD: "Keyword",
    IndexedValueType.INDEXED_VALUE_TYPE_DATETIME: "Datetime",
    IndexedValueType.INDEXED_VALUE_TYPE_INT: "Int",
}


def word(key: SearchAttributeKey[Any]) -> str:
    """The type's name as Temporal's command line spells it."""
    return _WORDS[_number(key)]


async def registered(client: Client) -> frozenset[str]:
    """Names of the namespace's own search attributes. Raises RPCError while the server starts."""
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    return frozenset(listed.custom_attributes)


async def register(client: Client) -> None:
    """Adds the attributes that the namespace does not know yet; known ones are left alone. Raises RPCError."""
    known = await registered(client)
    missing = {key.name: _number(key) for key in ALL if key.name not in known}
    if not missing:
        return
    await client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(namespace=client.namespace, search_attributes=missing)
    )


async def keep_closed(client: Client) -> None:
    """Raises the namespace's retention of closed workflows to ours, where it is shorter. Raises RPCError."""
    wanted = retention()
    described = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=client.namespace))
    if described.config.workflow_execution_retention_ttl.seconds >= wanted.seconds:
        return
    await client.workflow_service.update_namespace(
        UpdateNamespaceRequest(
            namespace=client.namespace, config=NamespaceConfig(workflow_execution_retention_ttl=wanted)
        )
    )


def retention() -> Duration:
    """How long a closed workflow stays."""
    return Duration(seconds=DAYS_CLOSED_CASES_STAY * 86_400)


def _number(key: SearchAttributeKey[Any]) -> IndexedValueType.ValueType:
    return IndexedValueType.ValueType(int(key.indexed_value_type))
