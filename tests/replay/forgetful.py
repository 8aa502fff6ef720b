"""A release that would break running cases, to see that the replay catches it."""

from temporalio import workflow

from workflows.leave_case import LeaveCaseWorkflow
from workflows.messages import ClosedCase, OpenCase


@workflow.defn(name="LeaveCase")
class Forgetful(LeaveCaseWorkflow):
    """A release that would break running cases: it owes nothing."""

    @workflow.init
    def __init__(self, opening: OpenCase) -> None:
        super().__init__(opening)

    @workflow.run
    async def run(self, opening: OpenCase) -> ClosedCase:
        self.outbox.clear()
        return await super().run(opening)
