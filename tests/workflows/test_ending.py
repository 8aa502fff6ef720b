"""A worker in a test ends though the SDK's core never says so, and the test goes on."""

import asyncio
import time
from typing import Any
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

from infra.stack.temporal_server import TemporalServer
from tests import ending


class Silent:
    """The core of a worker that does everything but come back from its last step."""

    def __init__(self, core: Any) -> None:
        self._core = core

    def __getattr__(self, name: str) -> Any:
        return getattr(self._core, name)

    async def finalize_shutdown(self) -> None:
        await asyncio.Event().wait()


@activity.defn
async def nothing() -> None:
    """Is never asked for."""


async def test_the_last_step_is_given_up(temporal_server: TemporalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "PATIENCE_SECONDS", 0.2)
    client = await Client.connect(temporal_server.address, namespace=temporal_server.namespace)
    worker: Any = Worker(client, task_queue=str(uuid4()), activities=[nothing])
    async with worker:
        core = worker._bridge_worker._ref
        worker._bridge_worker._ref = Silent(core)
        began = time.monotonic()
    assert 0.2 < time.monotonic() - began < 10
    await core.finalize_shutdown()
