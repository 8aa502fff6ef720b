"""A case that operations ended in the Temporal web UI goes on: a leave ends by its closing and by nothing else.

Knows: runs, resets, the register. Never knows: what is in a case. A run is reset to its last completed workflow task,
so that everything said to it is heard again; a case without any history goes on from its snapshot in the register.
"""

import contextlib
import secrets
from datetime import UTC, datetime

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import Client, RPCError, WorkflowExecutionDescription, WorkflowExecutionStatus
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCStatusCode

from infra.register import Register
from workflows import attributes
from workflows.case.case import LeaveCase
from workflows.leave_case import LeaveCaseWorkflow
from workflows.messages import TASK_QUEUE, OpenCase, workflow_id

ENDED_FROM_OUTSIDE = (
    WorkflowExecutionStatus.TERMINATED,
    WorkflowExecutionStatus.TIMED_OUT,
    WorkflowExecutionStatus.CANCELED,
)
QUERY = (
    "WorkflowType = 'LeaveCase' AND ExecutionStatus IN ('Terminated', 'TimedOut', 'Canceled') AND CloseTime > '{since}'"
)


class Resuming:
    """Finds cases that ended from outside and lets them go on."""

    def __init__(self, client: Client, register: Register) -> None:
        self._client = client
        self._register = register

    async def resume(self, reference: str) -> bool:
        """Let a case go on if it ended without being closed. True: it runs now."""
        try:
            described = await self._client.get_workflow_handle(workflow_id(reference)).describe()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return await self._from_snapshot(reference)
        return described.status is WorkflowExecutionStatus.RUNNING or await self._go_on(described)

    async def resume_ended(self, reference: str) -> bool:
        """Let a case go on if its newest run ended from outside, or is gone. True: it had ended, and runs again."""
        try:
            described = await self._client.get_workflow_handle(workflow_id(reference)).describe()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return await self._from_snapshot(reference)
        return await self._go_on(described)

    async def ended_from_outside(self, since: str) -> list[str]:
        """References of cases of which some run ended from outside after an instant (ISO 8601, UTC)."""
        prefix = workflow_id("")
        found = self._client.list_workflows(QUERY.format(since=since))
        return sorted({run.id.removeprefix(prefix) async for run in found})

    async def _go_on(self, ended: WorkflowExecutionDescription) -> bool:
        if ended.status not in ENDED_FROM_OUTSIDE:
            return False
        event_id = await self._last_step(ended)
        if event_id is None:
            return False
        await self._client.workflow_service.reset_workflow_execution(
            ResetWorkflowExecutionRequest(
                namespace=self._client.namespace,
                # No run is named: where another process was quicker, its run is taken, with all that was said to it.
                workflow_execution=WorkflowExecution(workflow_id=ended.id),
                reason="a leave case ends by its closing",
                workflow_task_finish_event_id=event_id,
                request_id=secrets.token_hex(16),
            )
        )
        return True

    async def _last_step(self, ended: WorkflowExecutionDescription) -> int | None:
        """The event to go back to: the last task that was done; where none ever was, the first before its start."""
        scheduled: int | None = None
        done: int | None = None
        async for event in self._client.get_workflow_handle(ended.id, run_id=ended.run_id).fetch_history_events():
            if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
                done = event.event_id
            elif event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED and scheduled is None:
                scheduled = event.event_id + 1
        return done or scheduled

    async def _from_snapshot(self, reference: str) -> bool:
        """No history: only for an open case of the register whose snapshot is open too. A person is asked to look."""
        view = await self._register.get(reference)
        snapshot = await self._register.snapshot(reference)
        if view is None or view.closed_at is not None or snapshot is None:
            return False
        case = LeaveCase.model_validate_json(snapshot)
        if not case.is_open:
            return False
        step = case.restored(view.version, at=datetime.now(UTC))
        with contextlib.suppress(WorkflowAlreadyStartedError):
            await self._client.start_workflow(
                LeaveCaseWorkflow.run,
                OpenCase.resuming(step.case, step.duties, view.version),
                id=workflow_id(reference),
                task_queue=TASK_QUEUE,
                search_attributes=attributes.at_start(step.case),
                static_summary="leave case, restored from its snapshot",
            )
        return True
