"""A leave that somebody ended in the server goes on, with everything that was said to it, and no key used twice."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.client import RPCError, WorkflowExecutionDescription, WorkflowExecutionStatus
from temporalio.service import RPCStatusCode

from infra.tables import RegisterRow
from starter.demo.openings import intermittent
from starter.demo.people import HANDED_OVER
from starter.demo.scene import Scene
from tests.journeys.conftest import theatre
from tests.journeys.passes import EMPLOYEES, ask, lines, pass_at_once, runs
from workflows.case.said import Channel
from workflows.messages import workflow_id
from workflows.owing import RUN_LENGTH
from workflows.view import CaseView

ABSENCES = RUN_LENGTH + 1


@pytest.fixture(scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with theatre(tmp_path_factory.mktemp("resumed") / "home", handed_over=EMPLOYEES) as made:
        yield made.scene_of()


async def test_what_was_said_after_the_last_step_of_a_terminated_case_is_heard(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = await intermittent(scene, HANDED_OVER + 5, "terminated")
    employee = scene.voice("employee", Channel.PORTAL)
    await scene.worker.kill()
    await employee.report_absence(reference, **scene.hours(2, 9, 12))
    await scene.handle(reference).terminate()
    await listed_as_ended(scene, reference)
    # Two processes find it; something is said to it when the quicker one is done and the slower one is not.
    slower, may_go_on = await begin_to_resume(scene, reference, monkeypatch)
    await pass_at_once(scene)
    await employee.report_absence(reference, **scene.hours(3, 9, 12))
    may_go_on.set()
    await slower
    await scene.worker.start()
    await scene.mail(reference, "supervisor_alert", "supervisor", count=2)
    await scene.mail(reference, "supervisor_alert", "next_level", count=2)
    assert (await scene.described(reference)).status is WorkflowExecutionStatus.RUNNING
    assert (await lines(scene, reference))["absence_reported"] == 2


async def begin_to_resume(
    scene: Scene, reference: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[asyncio.Task[bool], asyncio.Event]:
    """A process that has found a case and where to go back to, and waits for the event before it resumes it."""
    resuming = scene.office.cases.resuming
    last_step = resuming._last_step
    found, may_go_on = asyncio.Event(), asyncio.Event()

    async def slowly(ended: WorkflowExecutionDescription) -> int | None:
        event_id = await last_step(ended)
        found.set()
        await may_go_on.wait()
        return event_id

    with monkeypatch.context() as slow:
        slow.setattr(resuming, "_last_step", slowly)
        task = asyncio.create_task(resuming.resume(reference))
        await found.wait()
    return task, may_go_on


async def test_a_case_that_was_terminated_before_its_first_step_begins(scene: Scene) -> None:
    await scene.worker.kill()
    reference = (await ask(scene, 6)).reference
    await scene.handle(reference).terminate()
    await listed_as_ended(scene, reference)
    await pass_at_once(scene)
    await scene.worker.start()
    await scene.mail(reference, "eligibility_notice")


async def listed_as_ended(scene: Scene, reference: str) -> None:
    async def visible() -> bool:
        return reference in await scene.office.cases.resuming.ended_from_outside("2020-01-01T00:00:00Z")

    await scene.soon("the server lists it as ended", visible)


async def delete_history(scene: Scene, reference: str) -> None:
    """As an operator might, or a database that was lost: the server knows nothing of the case any more."""
    await scene.office.client.workflow_service.delete_workflow_execution(
        DeleteWorkflowExecutionRequest(
            namespace=scene.office.client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=workflow_id(reference)),
        )
    )

    async def gone() -> bool:
        try:
            await scene.described(reference)
        except RPCError as error:
            return error.status is RPCStatusCode.NOT_FOUND
        return False

    await scene.soon("its history is gone", gone)


async def lost_case(scene: Scene, number: int) -> str:
    """A case with a snapshot at the end of its first run and an alert since, of which the server knows no more."""
    reference = await intermittent(scene, HANDED_OVER + number, "lost")
    employee = scene.voice("employee", Channel.PORTAL)
    for n in range(RUN_LENGTH):
        await employee.report_absence(reference, **scene.hours(1 + n, 9, 10))

    async def second_run() -> bool:
        return await runs(scene, reference) == 2

    await scene.soon("the second run has begun", second_run)
    await employee.report_absence(reference, **scene.hours(1 + RUN_LENGTH, 9, 10))
    for role in ("supervisor", "next_level"):
        await scene.delivery(reference, "supervisor_alert", role, count=ABSENCES)
    await scene.view(reference, "all is recorded", lambda view: len(view.absences) == ABSENCES)
    await delete_history(scene, reference)
    return reference


async def test_a_case_without_a_history_goes_on_from_its_snapshot_when_something_is_said(scene: Scene) -> None:
    reference = await lost_case(scene, 9)
    before = await scene.office.cases.show(reference)
    await scene.voice("employee", Channel.PORTAL).report_absence(reference, **scene.hours(40, 9, 10))
    # Under a key of before this alert would count as sent.
    await scene.delivery(reference, "supervisor_alert", "supervisor", count=ABSENCES + 1)
    await scene.delivery(reference, "supervisor_alert", "next_level", count=ABSENCES + 1)
    await scene.view(reference, "the register follows", lambda view: view.version > before.version)
    await scene.task(reference, "case_restored")


async def test_a_case_without_a_history_is_found_by_a_clock_that_nobody_heard(scene: Scene) -> None:
    reference = await lost_case(scene, 8)
    ran_out_at = datetime.now(UTC) - timedelta(minutes=5)
    async with scene.office.database.writing() as session:
        row = await session.get_one(RegisterRow, reference)
        view = CaseView.model_validate_json(row.view).model_copy(update={"next_deadline_at": ran_out_at})
        row.next_deadline_at, row.view = ran_out_at, view.model_dump_json()
    await pass_at_once(scene, reconcilers=2)
    await scene.task(reference, "case_restored")
    assert (await scene.described(reference)).status is WorkflowExecutionStatus.RUNNING
