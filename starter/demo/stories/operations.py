"""What may befall a case: no worker, a signal nobody can read, a cancellation, a termination."""

from temporalio.client import WorkflowExecutionStatus

from starter import reconciler
from starter.demo.openings import intermittent
from starter.demo.scene import Scene
from workflows.case.said import Channel
from workflows.messages import workflow_id

TITLE = "Operations"
WORDS = "A worker is killed, a message cannot be read, somebody cancels and terminates a case: the leave goes on."


async def live(scene: Scene) -> None:
    """One case through all of it."""
    reference = await intermittent(scene, 1010, "operations")
    await _without_a_worker(scene, reference)
    await _unreadable(scene, reference)
    await _cancelled(scene, reference)
    await _terminated(scene, reference)


async def _without_a_worker(scene: Scene, reference: str) -> None:
    await scene.worker.kill()
    await scene.tell(reference, "the only worker is killed")
    await scene.voice("employee", Channel.PORTAL).report_absence(reference, **scene.hours(2, 9, 17))
    await scene.tell(reference, "Cedar reports an absence; nobody is there to hear it")
    await scene.worker.start()
    await scene.tell(reference, "another worker comes")
    await scene.mail(reference, "supervisor_alert", "supervisor")
    scene.expect("the report was waiting for it", True)


async def _unreadable(scene: Scene, reference: str) -> None:
    await scene.handle(reference).signal("absence_reported", {"nonsense": True})
    await scene.tell(reference, "another system sends a report that nobody can read")
    await scene.task(reference, "unreadable_message")


async def _cancelled(scene: Scene, reference: str) -> None:
    await scene.handle(reference).cancel()
    await scene.tell(reference, "somebody asks for a cancellation in the Temporal web UI")
    await scene.task(reference, "cancellation_asked")
    status = (await scene.described(reference)).status
    scene.expect("the leave goes on", status is WorkflowExecutionStatus.RUNNING)


async def _terminated(scene: Scene, reference: str) -> None:
    await scene.handle(reference).terminate()
    await scene.tell(reference, "somebody terminates it there")
    ended = scene.office.client.get_workflow_handle(workflow_id(reference))

    async def visible() -> bool:
        return reference in await scene.office.cases.resuming.ended_from_outside("2020-01-01T00:00:00Z")

    await scene.soon("the server lists it as terminated", visible)
    await reconciler.reconcile(scene.office.cases)

    async def running() -> bool:
        return (await ended.describe()).status is WorkflowExecutionStatus.RUNNING

    await scene.soon("it runs again", running)
    await scene.tell(reference, "the reconciler found it: it goes on from its last step")
    await scene.voice("employee", Channel.PORTAL).report_absence(reference, **scene.hours(5, 9, 17))
    await scene.mail(reference, "supervisor_alert", "next_level", count=2)
    scene.expect("and alerts go out as before", True)
