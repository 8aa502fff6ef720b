"""The one door to leave cases: reserve a reference, open, tell facts, make requests, hand in papers, look, resume.

Knows: the client, the register, workflow ids. Never knows: what is allowed or what follows: the case says so.
Portal, hotline, desk and command line all come through here, so the same request makes the same case. 29 CFR 825.300.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from temporalio.client import Client, RPCError, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCStatusCode

from infra import directory, reservations
from infra.keyring import Keyring, Tier
from infra.register import Register
from infra.settings import Settings
from infra.tables import Reservation
from infra.temporal import case_time
from starter import lawful_policy
from starter.resuming import Resuming
from workflows import attributes
from workflows.case.asked import CustodianChange, Reopening, Request
from workflows.case.case import LeaveCase
from workflows.case.duties import AskPerson, TaskKind
from workflows.case.refusals import Refusal, RefusalCode
from workflows.case.said import DocumentKind, DocumentReceived, LeaveRequest, Message
from workflows.case.told import Role
from workflows.leave_case import LeaveCaseWorkflow
from workflows.messages import TASK_QUEUE, OpenCase, workflow_id
from workflows.rules.calendar import day_of
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.view import CaseView

if TYPE_CHECKING:
    from infra.papers import Paper, Papers

PATIENCE = timedelta(seconds=20)
"""How long a person waits for the answer to a request before hearing that no worker is there."""

LOOK_AGAIN_AFTER = 0.1
"""Seconds."""

NEEDS_CONSENT = (DocumentKind.CERTIFICATION, DocumentKind.CLEARANCE)
"""Papers with medical words: kept only after the employee has consented (M.G.L. c.66A s.2)."""


class NotKnown(LookupError):
    """There is no case under this reference."""


class Refused(Exception):
    """A request that the case does not grant: a stable code, and a sentence that may be told."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence)
        self.refusal = refusal
        self.code = refusal.code.value
        self.sentence = refusal.sentence


class NoAnswer(Exception):
    """No worker answered. The same request under the same id may be made again: it is granted once."""


class NoConsent(Exception):
    """A paper with medical words, and no consent on record."""


class Opened(NamedTuple):
    """The case of a request; `is_new` is False where this very request was made before."""

    reference: str
    is_new: bool


class Cases:
    """The door. Give it a client whose plugin seals; `queue` is where the worker listens."""

    def __init__(
        self,
        *,
        settings: Settings,
        client: Client,
        register: Register,
        keyring: Keyring,
        papers: "Papers",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.register = register
        self.client = client
        self.papers = papers
        self._settings = settings
        self._keyring = keyring
        self._now = now
        self.resuming = Resuming(client, register)

    async def now(self, reference: str | None = None) -> datetime:
        """What time it is for a case: the server is asked where time may be skipped, else it is now. UTC."""
        if reference is None or not self._settings.time_may_be_skipped:
            return self._now()
        try:
            return await case_time(self.client, workflow_id(reference))
        except RPCError:
            return self._now()

    async def open(self, request: LeaveRequest, *, request_key: str) -> Opened:
        """The case of a request. The same key of the same employee finds its own case, whatever became of it."""
        sealed = self._keyring.seal(
            request.model_dump_json().encode(),
            tier=Tier.C,
            purpose="request",
            context=_place(request.employee, request_key),
        )
        row = await reservations.reserve(
            self.register.database,
            employee=request.employee,
            request_key=request_key,
            sealed_request=sealed,
            at=self._now(),
        )
        is_new = row.started_at is None and row.sealed_request == sealed
        if row.started_at is None:
            await self.start(row)
        return Opened(row.reference, is_new)

    async def start(self, row: Reservation) -> None:
        """Start the workflow of a reservation, from the request that is kept in it. Started already is success."""
        plain = self._keyring.open(
            row.sealed_request, tier=Tier.C, purpose="request", context=_place(row.employee, row.request_key)
        )
        request = LeaveRequest.model_validate_json(plain)
        unit = await self.bargaining_unit(row.employee)
        policy = policy_of(self._settings.employer, day_of(request.received_at), unit)
        opening = OpenCase.requested(row.reference, request, policy)
        with contextlib.suppress(WorkflowAlreadyStartedError):
            await self._begin(opening, request.channel.value, WorkflowIDReusePolicy.REJECT_DUPLICATE)
        await reservations.mark_started(self.register.database, row.reference, at=self._now())

    async def bargaining_unit(self, employee: str) -> str | None:
        """Whose contract may have other values than the general policy."""
        async with self.register.database.reading() as session:
            row = await directory.by_ref(session, employee)
        return row.bargaining_unit if row else None

    async def tell(self, reference: str, name: str, fact: Message) -> bool:
        """A fact (or a request said as a fact). False: the case is closed, so a coordinator was asked to look at it.

        Raises NotKnown. A case that operations ended is resumed first, so that nothing said to it is lost.
        """
        try:
            await self._handle(reference).signal(name, fact)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            if await self.resuming.resume(reference):
                await self._handle(reference).signal(name, fact)
                return True
            await self._ask_about(await self.show(reference), fact)
            return False
        return True

    async def ask(self, reference: str, name: str, request: Request) -> CaseView:
        """A request, granted: the case as it is now. Raises Refused, NotKnown, NoAnswer."""
        try:
            return await self._update(reference, name, request)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
        if await self.resuming.resume(reference):
            return await self._update(reference, name, request)
        await self.show(reference)
        raise Refused(Refusal(code=RefusalCode.CASE_CLOSED))

    async def change_custodian(self, reference: str, request: CustodianChange) -> CaseView | Refusal:
        """For a hand-over, to which a refusal is an answer as good as another. Raises NotKnown, NoAnswer."""
        try:
            return await self.ask(reference, "change_custodian", request)
        except Refused as refused:
            return refused.refusal

    async def reopen(self, reference: str, request: Reopening) -> CaseView:
        """A closed case goes on from its snapshot, under its own reference. Raises Refused, NotKnown, NoAnswer."""
        try:
            return await self.ask(reference, "reopen", request)
        except Refused as refused:
            if refused.code != RefusalCode.CASE_CLOSED:
                raise
        snapshot = await self.register.snapshot(reference)
        if snapshot is None:
            raise NotKnown(reference)
        case = LeaveCase.model_validate_json(snapshot)
        refusal = case.may(request)
        if refusal is not None:
            raise Refused(refusal)
        opening = OpenCase.reopened(case, request)
        try:
            await self._begin(opening, request.channel.value, WorkflowIDReusePolicy.ALLOW_DUPLICATE)
        except WorkflowAlreadyStartedError:
            return await self.show(reference)
        return opening.case.view()

    async def hand_in(
        self,
        reference: str,
        *,
        kind: DocumentKind,
        name: str,
        content: bytes,
        said: dict[str, Any],
        reason: LeaveReason | None = None,
    ) -> "Paper":
        """A paper: examined, sealed and kept, then told to the case. The same paper twice is one.

        Raises NotKnown, NoAnswer, NoConsent, and NotAPaper with a sentence on what is wrong with the file.
        """
        view = await self._recorded(reference)
        if kind in NEEDS_CONSENT and view.consented_at is None:
            raise NoConsent(reference)
        paper = await self.papers.receive(
            reference=reference, kind=kind.value, name=name, content=content, received_at=said["received_at"]
        )
        # The paper's own id is the message's: telling it again after a crash is telling it once.
        fact = DocumentReceived(
            **{**said, "message_id": paper.document_id, "received_at": paper.received_at},
            document=paper.document_id,
            document_kind=kind,
            reason=reason,
        )
        await self.tell(reference, "document_received", fact)
        return paper

    async def show(self, reference: str) -> CaseView:
        """A case as last recorded. Raises NotKnown."""
        view = await self.register.get(reference)
        if view is None:
            raise NotKnown(reference)
        return view

    async def _recorded(self, reference: str) -> CaseView:
        """The case as last recorded. One that was opened a moment ago is waited for: its mails may be quicker."""
        give_up_at = time.monotonic() + PATIENCE.total_seconds()
        while (view := await self.register.get(reference)) is None:
            if not await reservations.is_reserved(self.register.database, reference):
                raise NotKnown(reference)
            if time.monotonic() > give_up_at:
                raise NoAnswer(reference)
            await asyncio.sleep(LOOK_AGAIN_AFTER)
        return view

    def _handle(self, reference: str) -> Any:
        return self.client.get_workflow_handle_for(LeaveCaseWorkflow.run, workflow_id(reference))

    async def _update(self, reference: str, name: str, request: Request) -> CaseView:
        try:
            answer: CaseView = await self._handle(reference).execute_update(
                name, request, id=request.message_id, result_type=CaseView, rpc_timeout=PATIENCE
            )
        except WorkflowUpdateFailedError as failure:
            raise _refused(failure) from None
        except WorkflowUpdateRPCTimeoutOrCancelledError:
            raise NoAnswer(reference) from None
        return answer

    async def _begin(self, opening: OpenCase, channel: str, reuse: WorkflowIDReusePolicy) -> None:
        case = opening.case
        await self.client.start_workflow(
            LeaveCaseWorkflow.run,
            opening,
            id=workflow_id(case.reference),
            task_queue=TASK_QUEUE,
            id_reuse_policy=reuse,
            search_attributes=attributes.at_start(case),
            static_summary=f"leave case, {len(case.periods)} periods, by {channel}",
        )

    async def _ask_about(self, view: CaseView, fact: Message) -> None:
        """Said to a closed case: kept as a task, so that somebody decides whether to reopen it."""
        kind = TaskKind.FACT_FOR_CLOSED_CASE
        task = AskPerson(
            key=f"{view.reference}/task/{kind.value}/{fact.message_id}",
            at=fact.received_at,
            kind=kind,
            role=Role.COORDINATOR,
            facts={"fact": type(fact).__name__},
        )
        async with self.register.writing(view.reference) as pen:
            await pen.add_tasks([task])


def policy_of(employer: str, opened_on: date, unit: str | None = None) -> LeavePolicy:
    """The policy by which a case opened on a day is run, for a bargaining unit. Raises UnknownPolicy,
    Unlawful."""
    return lawful_policy.read(employer, unit).kept_by_case(opened_on)


def _place(employee: str, request_key: str) -> str:
    return f"{employee}/{request_key}"


def _refused(failure: WorkflowUpdateFailedError) -> Exception:
    """A refusal comes as an application error whose first detail is its code; anything else is passed on."""
    cause = failure.cause
    if not isinstance(cause, ApplicationError) or cause.type != "Refusal":
        return failure
    code, *because = cause.details
    return Refused(Refusal(code=RefusalCode(code), because=because[0] if because else ""))
