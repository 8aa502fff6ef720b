"""The life of one leave case in time: it waits, asks for deeds, keeps their order and begins each run afresh.

Knows: waiting, retrying, order, when a run ends. Never knows: a legal number, an address, or whether something is
allowed: the case says so. Facts are signals and cannot be refused; requests are updates, refused by their validator
alone. A handler takes what the case made of a message and returns; the loop does what is owed.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from workflows import dashboard
    from workflows.case import said
    from workflows.case.refusals import Refusal
    from workflows.case.turn import Step
    from workflows.messages import ClosedCase, OpenCase, Unreadable
    from workflows.owing import RUN_LENGTH, Owing
    from workflows.view import CaseView

S = TypeVar("S", bound=said.Message)


@workflow.defn(name="LeaveCase")
class LeaveCaseWorkflow(Owing):
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

    @workflow.signal
    def consent_given(self, fact: said.ConsentGiven | Unreadable) -> None:
        """Medical words may be kept."""
        self._hear("consent_given", fact, lambda f: self.case.consent_given(f))

    @workflow.signal
    def absence_reported(self, fact: said.ReportedAbsence | Unreadable) -> None:
        """An absence, taken or planned."""
        self._hear("absence_reported", fact, lambda f: self.case.absence_reported(f))

    @workflow.signal
    def absence_cancelled(self, fact: said.AbsenceCancelled | Unreadable) -> None:
        """A reported absence that is not taken."""
        self._hear("absence_cancelled", fact, lambda f: self.case.absence_cancelled(f))

    @workflow.signal
    def document_received(self, fact: said.DocumentReceived | Unreadable) -> None:
        """A paper is in the store."""
        self._hear("document_received", fact, lambda f: self.case.document_received(f))

    @workflow.signal
    def dates_changed(self, fact: said.DatesChanged | Unreadable) -> None:
        """The employee needs other dates."""
        self._hear("dates_changed", fact, lambda f: self.case.dates_changed(f))

    @workflow.signal
    def period_added(self, fact: said.PeriodAdded | Unreadable) -> None:
        """The need goes on for another reason or in another shape."""
        self._hear("period_added", fact, lambda f: self.case.period_added(f))

    @workflow.signal
    def family_member_died(self, fact: said.FamilyMemberDied | Unreadable) -> None:
        """The person cared for has died."""
        self._hear("family_member_died", fact, lambda f: self.case.family_member_died(f))

    @workflow.signal
    def request_withdrawn(self, fact: said.RequestWithdrawn | Unreadable) -> None:
        """The employee withdraws a period, or all."""
        self._hear("request_withdrawn", fact, lambda f: self.case.request_withdrawn(f))

    @workflow.signal
    def returned_to_work(self, fact: said.ReturnedToWork | Unreadable) -> None:
        """The employee is back at work."""
        self._hear("returned_to_work", fact, lambda f: self.case.returned_to_work(f))

    @workflow.signal
    def dfml_told(self, fact: said.DfmlTold | Unreadable) -> None:
        """The state department knows of a change."""
        self._hear("dfml_told", fact, lambda f: self.case.dfml_told(f))

    @workflow.signal(dynamic=True)
    def unknown_message(self, name: str, args: Sequence[RawValue]) -> None:
        """A name that no release knows. Nothing of it is kept: it may be anything."""
        self.messages += 1
        self._take(self.case.message_unknown(at=workflow.now()))

    @workflow.update
    def approve(self, request: said.Approval) -> CaseView:
        """Approve periods."""
        return self._grant(request, lambda r: self.case.approve(r))

    @approve.validator
    def _may_approve(self, request: said.Approval) -> None:
        self._refuse(self.case.may_approve(self._dated(request)))

    @workflow.signal(name="approve")
    def approve_by_signal(self, request: said.Approval | Unreadable) -> None:
        """The same, from a batch or another system: a refusal is recorded and put on the worklist."""
        self._hear("approve", request, self._approve_or_record)

    @workflow.update
    def propose_denial(self, request: said.DenialProposal) -> CaseView:
        """Propose to deny a period."""
        return self._grant(request, lambda r: self.case.propose_denial(r))

    @propose_denial.validator
    def _may_propose_denial(self, request: said.DenialProposal) -> None:
        self._refuse(self.case.may_propose_denial(self._dated(request)))

    @workflow.update
    def confirm_denial(self, request: said.DenialConfirmation) -> CaseView:
        """Confirm, as a second person, a denial."""
        return self._grant(request, lambda r: self.case.confirm_denial(r))

    @confirm_denial.validator
    def _may_confirm_denial(self, request: said.DenialConfirmation) -> None:
        self._refuse(self.case.may_confirm_denial(self._dated(request)))

    @workflow.update
    def find_deficient(self, request: said.DeficiencyFinding) -> CaseView:
        """Name what a certification lacks."""
        return self._grant(request, lambda r: self.case.find_deficient(r))

    @find_deficient.validator
    def _may_find_deficient(self, request: said.DeficiencyFinding) -> None:
        self._refuse(self.case.may_find_deficient(self._dated(request)))

    @workflow.update
    def find_sufficient(self, request: said.CertificationFinding) -> CaseView:
        """Find a certification complete and sufficient."""
        return self._grant(request, lambda r: self.case.find_sufficient(r))

    @find_sufficient.validator
    def _may_find_sufficient(self, request: said.CertificationFinding) -> None:
        self._refuse(self.case.may_find_sufficient(self._dated(request)))

    @workflow.update
    def extend_certification(self, request: said.CertificationExtension) -> CaseView:
        """Give more time for a certification."""
        return self._grant(request, lambda r: self.case.extend_certification(r))

    @extend_certification.validator
    def _may_extend_certification(self, request: said.CertificationExtension) -> None:
        self._refuse(self.case.may_extend_certification(self._dated(request)))

    @workflow.update
    def ask_recertification(self, request: said.RecertificationRequest) -> CaseView:
        """Ask for a new certification."""
        return self._grant(request, lambda r: self.case.ask_recertification(r))

    @ask_recertification.validator
    def _may_ask_recertification(self, request: said.RecertificationRequest) -> None:
        self._refuse(self.case.may_ask_recertification(self._dated(request)))

    @workflow.update
    def apply_policy(self, request: said.PolicyApplication) -> CaseView:
        """Follow a newer policy from a day on."""
        return self._grant(request, lambda r: self.case.apply_policy(r))

    @apply_policy.validator
    def _may_apply_policy(self, request: said.PolicyApplication) -> None:
        self._refuse(self.case.may_apply_policy(self._dated(request)))

    @workflow.update
    def close(self, request: said.Closing) -> CaseView:
        """Close the case."""
        return self._grant(request, lambda r: self.case.close(r))

    @close.validator
    def _may_close(self, request: said.Closing) -> None:
        self._refuse(self.case.may_close(self._dated(request)))

    @workflow.signal(name="close")
    def close_by_signal(self, request: said.Closing | Unreadable) -> None:
        """The same, from a batch or another system: a refusal is recorded and put on the worklist."""
        self._hear("close", request, self._close_or_record)

    @workflow.update
    def reopen(self, request: said.Reopening) -> CaseView:
        """Open again a case that is closed and still owes something."""
        return self._grant(request, lambda r: self.case.reopen(r))

    @reopen.validator
    def _may_reopen(self, request: said.Reopening) -> None:
        self._refuse(self.case.may_reopen(self._dated(request)))

    @workflow.update
    def change_custodian(self, request: said.CustodianChange) -> CaseView:
        """Hand the case to another custodian's coordinator."""
        return self._grant(request, lambda r: self.case.change_custodian(r))

    @change_custodian.validator
    def _may_change_custodian(self, request: said.CustodianChange) -> None:
        self._refuse(self.case.may_change_custodian(self._dated(request)))

    def _hear(self, name: str, message: S | Unreadable, react: Callable[[S], Step]) -> None:
        """Take a message; what cannot be read becomes a task, unless a newer worker will be able to read it."""
        if isinstance(message, Unreadable):
            if message.is_newer:
                raise RuntimeError("a message of a newer release: this case waits for a newer worker")
            self.messages += 1
            self._take(self.case.message_unreadable(name, at=workflow.now()))
            return
        self.messages += 1
        self._take(react(self._dated(message)))

    def _dated(self, message: S) -> S:
        """A door's clock may run ahead of the case's: what was received later than now counts as now."""
        now = workflow.now()
        return message if message.received_at <= now else message.model_copy(update={"received_at": now})

    def _grant(self, request: S, grant: Callable[[S], Step]) -> CaseView:
        self.messages += 1
        self._take(grant(self._dated(request)))
        return self.case.view()

    @staticmethod
    def _refuse(refusal: Refusal | None) -> None:
        if refusal is not None:
            raise ApplicationError(refusal.sentence, refusal.code.value, type="Refusal")

    def _approve_or_record(self, request: said.Approval) -> Step:
        refusal = self.case.may_approve(request)
        return self.case.request_refused("approve", request, refusal) if refusal else self.case.approve(request)

    def _close_or_record(self, request: said.Closing) -> Step:
        refusal = self.case.may_close(request)
        return self.case.request_refused("close", request, refusal) if refusal else self.case.close(request)

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
