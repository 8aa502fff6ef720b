"""The compose job that makes Leeway's namespace and search attributes. Running it again changes nothing.

Knows: the operator service. Never knows: cases. Usage: `python -m infra.docker.prepare_temporal`
"""

import asyncio

from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from infra import search_attributes
from infra.settings import Settings

_SECONDS_FOR_THE_NAMESPACE = 60.0


async def prepare(settings: Settings) -> None:
    """Namespace, retention, search attributes. Raises RPCError; TimeoutError if the namespace does not come alive."""
    client = await Client.connect(settings.temporal_address, namespace=settings.temporal_namespace)
    await _make_namespace(client)
    async with asyncio.timeout(_SECONDS_FOR_THE_NAMESPACE):
        # The server's parts learn of a new namespace one after the other.
        while not await _registered(client):  # noqa: ASYNC110 - nothing tells us when
            await asyncio.sleep(1)


async def _make_namespace(client: Client) -> None:
    asked = RegisterNamespaceRequest(
        namespace=client.namespace,
        workflow_execution_retention_period=search_attributes.retention(),
        description="Leave cases",
    )
    try:
        await client.workflow_service.register_namespace(asked)
    except RPCError as refusal:
        if refusal.status is not RPCStatusCode.ALREADY_EXISTS:
            raise


async def _registered(client: Client) -> bool:
    try:
        await search_attributes.register(client)
    except RPCError as refusal:
        if refusal.status is not RPCStatusCode.NOT_FOUND:
            raise
        return False
    return await search_attributes.registered(client) >= {key.name for key in search_attributes.ALL}


if __name__ == "__main__":
    asyncio.run(prepare(Settings()))
