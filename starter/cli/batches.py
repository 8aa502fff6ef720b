"""The name of a hand-over, which one name serves once: begun, gone on with, and never begun anew once it is over.

Knows: names of batches, and how the server says that one is over. Never knows: how a case is handed over, or what is
told of it.
"""

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from starter.cli.trouble import BadInput
from workflows.case.said import Custodian
from workflows.rules.calendar import day_of

if TYPE_CHECKING:
    from temporalio.client import WorkflowHandle

    from starter.office import Office
    from workflows.migration import Migration, MigrationReport

LONGEST = 24
"""Characters of a name."""

SECONDS_TO_SETTLE = 3.0
"""How long the register may lag behind a batch that has just ended."""

_EVERY = 0.1


async def named(opened: "Office", said: str | None, source: Custodian) -> str:
    """The name as typed, else the first of today that is free or goes on.

    Raises BadInput for one that is over while open cases are left: they would stay where they are, untold.
    """
    if said is None:
        return await _not_over(opened, f"handover-{day_of(datetime.now(UTC))}")
    if not await _is_over(opened, said) or not (left := await _left_out(opened, said, source)):
        return said
    raise BadInput(
        f"The batch {said} is over and takes nothing more: {counted(left)} of {source.value} would be left out. "
        f"Hand them over as another batch, with --batch {await _not_over(opened, said)}.",
        code="batch_is_over",
    )


def counted(cases: int) -> str:
    """So many open cases."""
    return "1 open case" if cases == 1 else f"{cases} open cases"


async def begin(opened: "Office", migration: "Migration") -> "tuple[WorkflowHandle[Any, MigrationReport], bool]":
    """The workflow of a batch: started, or the one that runs or has ended well. One that was ended from outside is
    begun again and finds what it had done."""
    from temporalio.common import WorkflowIDReusePolicy
    from temporalio.exceptions import WorkflowAlreadyStartedError

    from workflows.messages import TASK_QUEUE
    from workflows.migration import MigrationWorkflow, migration_id

    name = migration_id(migration.batch)
    try:
        await opened.client.start_workflow(
            MigrationWorkflow.run,
            migration,
            id=name,
            task_queue=TASK_QUEUE,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
            static_summary=f"hand-over, {migration.source.value} to {migration.to.value}",
        )
    except WorkflowAlreadyStartedError:
        return opened.client.get_workflow_handle_for(MigrationWorkflow.run, name), False
    return opened.client.get_workflow_handle_for(MigrationWorkflow.run, name), True


async def _not_over(opened: "Office", name: str) -> str:
    """The name, or the first with a number after it, whose batch may still begin or go on."""
    number, tried = 1, name
    while await _is_over(opened, tried):
        number += 1
        tail = f"-{number}"
        tried = f"{name[: LONGEST - len(tail)]}{tail}"
    return tried


async def _is_over(opened: "Office", batch: str) -> bool:
    """Whether a batch has ended well. One that runs or was ended from outside goes on under its name."""
    from temporalio.client import WorkflowExecutionStatus
    from temporalio.service import RPCError, RPCStatusCode

    from workflows.migration import migration_id

    try:
        found = await opened.client.get_workflow_handle(migration_id(batch)).describe()
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        raise
    return found.status is WorkflowExecutionStatus.COMPLETED


async def _left_out(opened: "Office", batch: str, source: Custodian) -> int:
    """Open cases that a batch that is over leaves where they are, once the register shows what it has done."""
    from infra.handovers import HandOverBook

    book = HandOverBook(opened.database)
    give_up_at = time.monotonic() + SECONDS_TO_SETTLE
    while True:
        left = await book.left_out(batch, source=source.value)
        if not left or time.monotonic() >= give_up_at:
            return left
        await asyncio.sleep(_EVERY)
