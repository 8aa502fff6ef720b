"""What the tests of reconciler and resuming share: a request, a pass at once, and how to count.

The worker's own reconciler passes every 15 seconds beside these tests: they look at effects, not at who brought them.
"""

import asyncio
from collections import Counter
from datetime import timedelta

from starter import reconciler
from starter.cases import Opened
from starter.demo.people import HANDED_OVER
from starter.demo.scene import Scene
from workflows.case.said import Channel, RequestedPeriod
from workflows.messages import workflow_id
from workflows.rules.reasons import LeaveReason, LeaveShape

EMPLOYEES = 20
"""How many are in the directory from HANDED_OVER on. The eighth has no supervisor."""


async def ask(scene: Scene, number: int) -> Opened:
    """A request for some weeks of leave, made by an employee; always the same."""
    period = RequestedPeriod(
        reason=LeaveReason.OWN_CONDITION,
        shape=LeaveShape.CONTINUOUS,
        first_on=scene.day(30),
        last_on=scene.day(50),
    )
    employee = await scene.employee(HANDED_OVER + number)
    return await scene.voice("employee", Channel.PORTAL).open(employee, [period], request_key="asked")


async def runs(scene: Scene, reference: str) -> int:
    """Runs of a case that the server lists."""
    return len([run async for run in scene.office.client.list_workflows(f"WorkflowId = '{workflow_id(reference)}'")])


async def lines(scene: Scene, reference: str) -> Counter[str]:
    """How often each thing stands in the history."""
    return Counter(line.what for line in await scene.office.register.history(reference))


async def pass_at_once(scene: Scene, *, reconcilers: int = 1) -> None:
    """So many passes at the same time, for which everything is old enough."""
    cases = scene.office.cases
    await asyncio.gather(*(reconciler.reconcile(cases, settled_after=timedelta(0)) for _ in range(reconcilers)))
