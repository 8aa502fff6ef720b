"""What a leave case owes, done: one record and one post at a time, beside the loop, each answer a fact for the case.

Knows: the outbox, what is in flight, which activity does which duty. Never knows: when to wait, when a run ends, what
a message means. A duty stays in the outbox until its outcome is back, so that nothing owed is lost between runs.
"""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from workflows import attributes, dashboard, patience, signatures
    from workflows.case.case import LeaveCase
    from workflows.case.duties import (
        AlertSupervisors,
        AskPerson,
        Duty,
        FileDocument,
        Note,
        PostCharge,
        SendNotice,
        Withdraw,
    )
    from workflows.case.entitlement_letters import DesignationNotice
    from workflows.case.turn import Step
    from workflows.messages import OpenCase
    from workflows.rules.calendar import day_of

RUN_LENGTH = 20
"""Messages after which a run continues as new: so a case that is a year old costs what a day-old one costs."""

AFTER_A_FAILURE = timedelta(minutes=1)
"""Pause before a deed that failed for good is owed again."""

ROWS = (Note, AskPerson, PostCharge, Withdraw)
"""Duties that are rows of the database: one record activity does them together."""


class Owing:
    """A case and its outbox. The workflow is one: it takes what the case made of a message, and performs."""

    def __init__(self, opening: OpenCase) -> None:
        self.case: LeaveCase = opening.case
        self.outbox: dict[str, Duty] = {duty.key: duty for duty in opening.outbox}
        self.recorded_version = opening.recorded_version
        self.in_flight: dict[str, None] = {}
        self.deeds: list[asyncio.Task[None]] = []
        self.is_recording = False
        self.is_asking = False
        self.has_news = True
        self.messages = 0
        self.broken: Exception | None = None

    def _take(self, step: Step) -> None:
        self.case = step.case
        self.has_news = True
        for duty in step.duties:
            self.outbox[duty.key] = duty
            if isinstance(duty, Withdraw):
                self._drop_unsent(duty)

    def _drop_unsent(self, withdrawal: Withdraw) -> None:
        for key in (*withdrawal.notices, *withdrawal.tasks):
            if key not in self.in_flight:
                self.outbox.pop(key, None)

    def _perform(self) -> None:
        """What is owed: one record at a time, one post for all mails that are not under way, papers beside them."""
        workflow.set_current_details(dashboard.details(self.case))
        changed = attributes.changed(self.case, workflow.info().typed_search_attributes)
        if changed:
            workflow.upsert_search_attributes(changed)
        if not self.is_recording and self._owes_a_record():
            self._beside(self._record())
        letters = [d for d in self._waiting() if isinstance(d, SendNotice | AlertSupervisors)]
        if letters:
            self._beside(self._deliver(letters))
        papers = [d for d in self._waiting() if isinstance(d, FileDocument)]
        if papers:
            self._beside(self._file(papers))

    def _waiting(self) -> list[Duty]:
        return [duty for key, duty in self.outbox.items() if key not in self.in_flight]

    def _owes_a_record(self) -> bool:
        return any(isinstance(d, ROWS) for d in self._waiting()) or self.case.version > self.recorded_version

    def _beside(self, deed: Coroutine[Any, Any, None]) -> None:
        """In a task beside the loop, so that no deed holds up a message or a deadline."""
        task = asyncio.create_task(self._watched(deed))
        self.deeds.append(task)
        task.add_done_callback(lambda done: self.deeds.remove(done))

    async def _watched(self, deed: Coroutine[Any, Any, None]) -> None:
        """A failed task would vanish in silence: a failed deed is owed again, anything else stalls the case visibly."""
        try:
            await deed
        except ActivityError as failure:
            if not is_cancelled_exception(failure):
                workflow.logger.warning("a deed failed for good and is owed again", extra={"case": self.case.reference})
        except Exception as fault:
            self.broken = fault
        self.has_news = True

    def _ask_for_the_record(self) -> None:
        self.is_asking = True
        self._beside(self._take_in())

    async def _take_in(self) -> None:
        """The employment record: a question asked again by each run until the case has its answer."""
        question = signatures.EmploymentQuestion(
            reference=self.case.reference,
            employee=self.case.employee,
            starts_on=self.case.eligibility_asked_for,
            custodian=self.case.custodian.value,
            reason=min(self.case.periods, key=lambda period: period.asked.first_on).reason,
        )
        answer = await workflow.execute_activity(
            signatures.look_up_employment, question, summary="employment record", **patience.look_up
        )
        self.is_asking = False
        self._take(self.case.employment_found(answer.record, answer.coordinator, at=workflow.now()))

    async def _record(self) -> None:
        """Everything owed to the database, in one transaction."""
        rows = [d for d in self._waiting() if isinstance(d, ROWS)]
        is_last = self.case.closure.is_closed or self.messages >= RUN_LENGTH
        owed = signatures.Owed(
            view=self.case.view(),
            policy=self.case.policy if any(isinstance(d, PostCharge) for d in rows) else None,
            snapshot=self.case if is_last else None,
            notes=tuple(d for d in rows if isinstance(d, Note)),
            tasks=tuple(d for d in rows if isinstance(d, AskPerson)),
            charges=tuple(d for d in rows if isinstance(d, PostCharge)),
            withdrawals=tuple(d for d in rows if isinstance(d, Withdraw)),
        )
        self.is_recording = True
        try:
            done = await self._do(rows, signatures.record, owed, dashboard.record_summary(owed), patience.routine)
        finally:
            self.is_recording = False
        self.recorded_version = max(self.recorded_version, done.version)
        for receipt in done.receipts:
            self._take(
                self.case.charge_posted(
                    receipt.cause,
                    receipt.minutes_beyond,
                    receipt.schedule_known,
                    at=workflow.now(),
                    minutes_uncovered=receipt.minutes_uncovered,
                    uncounted=receipt.uncounted,
                    beyond_from=receipt.beyond_from,
                    uncovered_from=receipt.uncovered_from,
                    not_employed=receipt.not_employed,
                    schedule_changes=receipt.schedule_changes,
                )
            )

    async def _deliver(self, letters: Sequence[Duty]) -> None:
        """All mails of this wake; what became of each comes back to the case as a fact."""
        counts = any(isinstance(d, SendNotice) and isinstance(d.notice, DesignationNotice) for d in letters)
        post = signatures.Post(
            reference=self.case.reference,
            employee=self.case.employee,
            custodian=self.case.custodian.value,
            coordinator=self.case.coordinator,
            notices=tuple(d for d in letters if isinstance(d, SendNotice)),
            alerts=tuple(d for d in letters if isinstance(d, AlertSupervisors)),
            policy=self.case.policy if counts else None,
            notice_on=day_of(self.case.opened_at) if counts else None,
        )
        done = await self._do(letters, signatures.deliver, post, dashboard.post_summary(post), patience.urgent)
        for outcome in done.outcomes:
            self._take(self._outcome(outcome))

    async def _file(self, papers: Sequence[FileDocument]) -> None:
        """Papers from the inbox to the store. Their receipt does not wait for it: they are safe in the inbox."""
        asked = signatures.Papers(reference=self.case.reference, documents=tuple(d.document for d in papers))
        await self._do(papers, signatures.file_documents, asked, dashboard.papers_summary(asked), patience.routine)

    def _outcome(self, outcome: signatures.Outcome) -> Step:
        if outcome.kind is signatures.OutcomeKind.ACCEPTED:
            return self.case.notice_accepted(outcome.key, outcome.role, at=outcome.at)
        if outcome.kind is signatures.OutcomeKind.WITHDRAWN:
            return Step(self.case, ())
        failure = outcome.failure or outcome.kind.value
        return self.case.notice_failed(outcome.key, outcome.role, failure, at=outcome.at)

    async def _do(
        self, duties: Sequence[Duty], deed: Callable[[Any], Any], argument: Any, summary: str, how: patience.Patience
    ) -> Any:
        """Run an activity for some duties: in flight until its answer is back, then done and forgotten."""
        keys = [duty.key for duty in duties]
        self.in_flight |= dict.fromkeys(keys)
        try:
            answer = await workflow.execute_activity(deed, argument, summary=summary, **how)
        except ActivityError as failure:
            if not is_cancelled_exception(failure):
                await workflow.sleep(AFTER_A_FAILURE, summary="before asking again")
            raise
        finally:
            for key in keys:
                self.in_flight.pop(key, None)
        for key in keys:
            self.outbox.pop(key, None)
        return answer

    async def _deeds_done(self) -> None:
        if self.deeds:
            with contextlib.suppress(TimeoutError):
                await workflow.wait_condition(lambda: not self.deeds, timeout=patience.SETTLING)
