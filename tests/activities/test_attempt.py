"""What one attempt remembers the next one knows, also when the first fails right after: tried on the server."""

import secrets
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.common import RetryPolicy
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.attempt import attempting
from infra.stack.temporal_server import TemporalServer


@activity.defn
async def forgetful() -> list[str]:
    """Remembers three things one after another, fails, and tells what it remembered."""
    async with attempting() as attempt:
        if activity.info().attempt == 1:
            for told in ("first", "second", "third"):
                attempt.remember(told, "told")
            raise ConnectionError("down just now")
        return list(attempt.before)


@workflow.defn
class Asks:
    """Asks once."""

    @workflow.run
    async def run(self) -> list[str]:
        return await workflow.execute_activity(
            forgetful,
            start_to_close_timeout=timedelta(seconds=10),
            heartbeat_timeout=timedelta(seconds=8),
            retry_policy=RetryPolicy(initial_interval=timedelta(milliseconds=50)),
        )


async def test_the_last_thing_remembered_survives_a_failure(temporal_server: TemporalServer) -> None:
    client = await Client.connect(temporal_server.address, namespace=temporal_server.namespace)
    queue = f"attempt-{secrets.token_hex(4)}"
    async with Worker(
        client,
        task_queue=queue,
        workflows=[Asks],
        activities=[forgetful],
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        told = await client.execute_workflow(Asks.run, id=queue, task_queue=queue)
    assert told == ["third", "told"]
