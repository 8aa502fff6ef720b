"""Where measuring happens: a stack of its own with both workers, and employees who have two supervisors each.

Knows: what is started and in which order it stops. Never knows: what is measured. Time is not skipped here: every door
asks its own clock, as in an office.
"""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from infra.directory_import import import_directory
from infra.settings import Settings
from infra.stack import places
from infra.stack.processes import Program
from infra.stack.stack import Stack
from infra.stack.worker_process import WorkerProcess
from starter.bench.bare import QUEUE
from starter.demo import people
from starter.demo.narration import Narrator
from starter.demo.scene import Missing, Scene
from starter.office import open_office
from workflows.rules.calendar import day_of

Log = Callable[[str, str], None]
"""Takes the name of a part and one line."""

SPARE = 5
"""How many more people are in the directory than are asked for, since some of them have no supervisor."""


@asynccontextmanager
async def ground(home: Path, log: Log, *, employees: int) -> AsyncIterator[tuple[Scene, list[int]]]:
    """A stack with our worker; a scene on it, and the personnel numbers of so many employees with both supervisors."""
    async with Stack(home, say=log) as stack:
        environment = {**stack.environment, "LEEWAY_TIME_MAY_BE_SKIPPED": "false"}
        worker = WorkerProcess(environment, metrics_port=stack.ports.metrics, sink=lambda line: log("worker", line))
        stack.programs.append(worker.program)
        try:
            await worker.start()
            stack.note()
            settings = Settings(**{**stack.settings, "time_may_be_skipped": False})
            async with open_office(settings, identity="leeway-bench") as office:
                scene = Scene(
                    office=office,
                    stack=stack,
                    worker=worker,
                    skipper=TimeSkipper(office.client, config=TimeSkippingConfig(enabled=False)),
                    narrator=Narrator(Console(quiet=True)),
                    today=day_of(datetime.now(UTC)),
                )
                yield scene, await _employees(scene, employees)
        finally:
            await worker.stop()


async def _employees(scene: Scene, count: int) -> list[int]:
    """A directory is imported; those whose chain of command is whole are counted off."""
    content = people.directory(scene.today, handed_over=count + SPARE)
    await import_directory(scene.office.database, content, today=scene.today)
    found = []
    for number in range(people.HANDED_OVER, people.HANDED_OVER + count + SPARE):
        known = await scene.office.desk.people(await scene.employee(number), None, on=scene.today)
        if known.chain.supervisor and known.chain.next_level:
            found.append(number)
    if len(found) < count:
        raise Missing(f"only {len(found)} of {count} employees have both supervisors")
    return found[:count]


@asynccontextmanager
async def bare_worker(scene: Scene, log: Log) -> AsyncIterator[Client]:
    """The bare workflow's worker as a process of its own; the plain client with which to start one."""
    stack = scene.stack
    where = (stack.temporal.address, stack.temporal.namespace, stack.mail.host, str(stack.mail.port))
    argv = [sys.executable, "-m", "starter.bench.bare_worker", *where]
    program = Program("bare", argv, cwd=places.ROOT, sink=lambda line: log("bare", line))
    client = await Client.connect(stack.temporal.address, namespace=stack.temporal.namespace, identity="bare")
    question = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    )

    async def polls() -> bool:
        return bool((await client.workflow_service.describe_task_queue(question)).pollers)

    stack.programs.append(program)
    try:
        await program.start()
        await program.ready(polls)
        stack.note()
        yield client
    finally:
        await program.stop()
