"""The life of one leave case in time: it waits, asks for deeds, keeps their order and begins each run afresh.

Knows: waiting, retrying, order, when a run ends. Never knows: a legal number, an address, or whether something is
allowed: the case says so. What is said to it comes in by `handlers.py`; what it owes is done by `owing.py`.
"""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows import dashboard
    from workflows.handlers import Handling
    from workflows.messages import ClosedCase, OpenCase
    from workflows.owing import RUN_LENGTH


@workflow.defn(name="LeaveCase")
class LeaveCaseWorkflow(Handling):
    """One leave, from the request to the closing. State is built in `__init__`: handlers may run before `run`."""

    @workflow.init
    def __init__(self, opening: OpenCase) -> None:
        super().__init__(opening)
        self.timer: asyncio.Task[None] | None = None
        self.timer_ends_at: datetime | None = None

    @workflow.run
    async def run(self, opening: OpenCase) -> ClosedCase:
        """Until the case is closed and nothing is owed. A cancellation never ends a leave: it becomes a task."""
        if self.case.awaits_employment_record:
            self._ask_for_the_record()
        while True:
            try:
                return await self._live()
            except asyncio.CancelledError:
                self._take(self.case.cancellation_asked(at=workflow.now()))

    async def _live(self) -> ClosedCase:
        while self.case.is_open or self.outbox:
            await self._wait_for_news_or_deadline()
            if self.case.awaits_employment_record and not self.is_asking:
                self._ask_for_the_record()
            self._perform()
            if self._should_start_afresh():
                await self._settle()
                workflow.continue_as_new(
                    OpenCase.resuming(self.case, tuple(self.outbox.values()), self.recorded_version)
                )
        closure = self.case.closure
        return ClosedCase(
            reference=self.case.reference,
            version=self.case.version,
            ground=closure.ground.value if closure.ground else "",
            closed_at=closure.closed_at or workflow.now(),
        )

    async def _wait_for_news_or_deadline(self) -> None:
        """One timer, for the earliest deadline, set anew only when that changes."""
        self._set_timer()
        await workflow.wait_condition(lambda: self.has_news or self._deadline_is_over())
        if self.broken is not None:
            raise self.broken
        self.has_news = False
        if self._deadline_is_over():
            self.timer = self.timer_ends_at = None
            self._take(self.case.time_passed(now=workflow.now()))

    def _deadline_is_over(self) -> bool:
        return self.timer is not None and self.timer.done()

    def _set_timer(self) -> None:
        ahead = self.case.next_deadline
        ends_at = ahead.due_at if ahead else None
        if ends_at == self.timer_ends_at:
            return
        if self.timer is not None:
            self.timer.cancel()
        self.timer, self.timer_ends_at = None, ends_at
        if ahead is not None and ends_at is not None:
            # One millisecond more than the rest, since the server counts in whole milliseconds.
            rest = max(ends_at - workflow.now(), timedelta()) + timedelta(milliseconds=1)
            self.timer = asyncio.create_task(workflow.sleep(rest, summary=dashboard.timer_summary(ahead)))

    def _should_start_afresh(self) -> bool:
        return self.messages >= RUN_LENGTH or workflow.info().is_continue_as_new_suggested()

    async def _settle(self) -> None:
        """Let deeds under way end, and the record with the snapshot; what is not done soon travels on."""
        await self._deeds_done()
        if not self.deeds and self._owes_a_record():
            self._perform()
            await self._deeds_done()
        for deed in self.deeds:
            deed.cancel()
