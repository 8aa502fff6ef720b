"""The hand-over of open cases to another custodian's coordinators: page by page, and a summary to each at the end.

Knows: the order (row, coordinator, door, clocks, row) and that what this batch has moved is moved. Never knows: whether
a case may be handed over, since the case says so through the door, or who opens that door. Programme row 14.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING, Protocol

from temporalio import activity

from activities import clocks
from activities.attempt import Attempt, attempting
from activities.rendering import Letterhead, render
from activities.sending import Mail, Sending, Unsent
from workflows.case.asked import CustodianChange
from workflows.case.notices import HandOverSummary
from workflows.case.said import Channel, Custodian
from workflows.case.told import Role
from workflows.rules.calendar import day_of
from workflows.signatures import HandOverOrder, HandOverPage, OutcomeKind, SummaryOrder
from workflows.values import Frozen
from workflows.view import CaseView

if TYPE_CHECKING:
    from infra.directory_desk import DirectoryDesk
    from infra.handovers import HandOverBook
    from infra.register import Register
    from infra.settings import Settings
    from infra.tables import HandOver as Row

MOVED, UNEQUAL, ALREADY, REFUSED = "moved", "unequal", "already", "refused"
DONE = (MOVED, UNEQUAL, ALREADY)
"""States of a row whose case is in its new custody."""


class Refusal(Protocol):
    """Why a case was not handed over: a stable code, and a sentence for people."""

    @property
    def code(self) -> str: ...
    @property
    def sentence(self) -> str: ...


class NotHandedOver(Frozen):
    """A case was not handed over."""

    code: str
    sentence: str


class Door(Protocol):
    """The way to a case. A refusal is an answer; what may succeed later is an exception, and is asked again."""

    async def change_custodian(self, reference: str, request: CustodianChange) -> CaseView | Refusal: ...


class HandOver:
    """Hands over cases and tells their coordinators; all tools are handed in."""

    def __init__(
        self,
        *,
        register: "Register",
        desk: "DirectoryDesk",
        book: "HandOverBook",
        door: Door,
        settings: "Settings",
        employer_name: str,
        sending: Sending,
    ) -> None:
        self._register = register
        self._desk = desk
        self._book = book
        self._door = door
        self._settings = settings
        self._employer_name = employer_name
        self._sending = sending

    @activity.defn(name="hand_over_page")
    async def hand_over_page(self, order: HandOverOrder) -> HandOverPage:
        """A page of cases, one by one. A repeat finds in the book what was moved, and begins where it was stopped.

        Each case counts once: as moved, if this order moved it, in whichever attempt; else as it was found.
        """
        page = await self._page(order)
        counts = Counter[str]()
        async with attempting() as attempt:
            seen = "".join(attempt.before[:1])
            for reference, row in page.items():
                if row is None or (row.state not in DONE and reference > seen):
                    row = await self._hand_over(order, reference, attempt)
                counts[_counts_as(row, since=activity.info().scheduled_time)] += 1
                attempt.remember(reference)
        return HandOverPage(
            last=max(page, default=None),
            is_last=len(page) < order.limit,
            moved=counts[MOVED],
            already=counts[ALREADY],
            refused=counts[REFUSED],
            unequal=counts[UNEQUAL],
        )

    async def _page(self, order: HandOverOrder) -> "dict[str, Row | None]":
        """The same page however far it is: cases leave the register's answer when they move, and stay in the book."""
        after = order.after or ""
        waiting = await self._register.find(custodian=order.source, is_open=True, after=after, limit=order.limit)
        rows = await self._book.of_batch(order.batch, after=after, limit=order.limit)
        page: dict[str, Row | None] = {view.reference: None for view in waiting}
        page |= {row.reference: row for row in rows}
        return {reference: page[reference] for reference in sorted(page)[: order.limit]}

    async def _hand_over(self, order: HandOverOrder, reference: str, attempt: Attempt) -> "Row":
        view = await self._register.get(reference)
        if view is None:
            raise LookupError(f"{reference} is not in the register")
        row = await self._book.begin(order.batch, view, source=order.source)
        answer = await self._ask(order, view, attempt)
        if isinstance(answer, CaseView):
            is_equal = clocks.are_equal(self._book.before(row), answer.deadlines, now=answer.changed_at)
            return await self._book.moved(order.batch, answer, is_equal=is_equal, at=attempt.now())
        if view.custodian == order.to:
            return await self._book.already(order.batch, view)
        return await self._book.refused(order.batch, reference, code=answer.code)

    async def _ask(self, order: HandOverOrder, view: CaseView, attempt: Attempt) -> CaseView | Refusal:
        coordinator = view.coordinator if view.custodian == order.to else None
        coordinator = coordinator or await self._desk.coordinator_for(view.agency or "", order.to)
        if coordinator is None:
            return NotHandedOver(code="no_coordinator", sentence="No coordinator is named for the agency of this case.")
        request = CustodianChange(
            message_id=message_id(order.batch, view.reference),
            received_at=attempt.now(),
            channel=Channel.DESK,
            by=order.by,
            custodian=Custodian(order.source),
            to=Custodian(order.to),
            coordinator=coordinator,
            batch=order.batch,
        )
        return await self._door.change_custodian(view.reference, request)

    @activity.defn(name="send_summaries")
    async def send_summaries(self, order: SummaryOrder) -> int:
        """One mail to each coordinator who got open cases; how many of them a mail server took."""
        theirs: dict[str, list[Row]] = {}
        for row in await self._book.of_batch(order.batch):
            if row.state in DONE and row.coordinator_after is not None:
                theirs.setdefault(row.coordinator_after, []).append(row)
        told = unsent = 0
        async with attempting() as attempt:
            for ref, rows in sorted(theirs.items()):
                kind = await self._summarise(order.batch, ref, rows, attempt)
                told += kind is OutcomeKind.ACCEPTED
                unsent += kind is None
        if unsent:
            raise Unsent(f"{unsent} of {len(theirs)} summaries are still to be sent")
        return told

    async def _summarise(self, batch: str, ref: str, rows: "Sequence[Row]", attempt: Attempt) -> OutcomeKind | None:
        """How one coordinator's mail ended; None if it has not. Who has no address or no case needs none."""
        coordinator = await self._desk.coordinator(ref)
        handed_at = max((row.moved_at for row in rows if row.moved_at is not None), default=attempt.now())
        summary = await self._summary(rows, handed_at)
        if coordinator is None or not coordinator.email or not summary.cases:
            return OutcomeKind.NOT_ADDRESSED
        mail = Mail(
            key=f"hand-over/{batch}/{ref}",
            reference=f"hand-over/{batch}",
            kind=summary.kind,
            role=Role.COORDINATOR,
            address=coordinator.email,
            caused_at=handed_at,
        )
        ended = await self._sending.once(mail, lambda message, _at: self._write(message, summary), attempt)
        return ended.kind if ended else None

    async def _summary(self, rows: "Sequence[Row]", handed_at: datetime) -> HandOverSummary:
        """The cases as the register knows them now; those that were closed meanwhile need nobody."""
        views = [await self._register.get(row.reference) for row in rows]
        cases = [clocks.told_of(view) for view in views if view is not None and view.closed_at is None]
        cases.sort(key=lambda case: (not case.is_overdue, case.due.due_on if case.due else date.max, case.reference))
        return HandOverSummary(handed_on=day_of(handed_at), cases=tuple(cases))

    def _write(self, message: EmailMessage, summary: HandOverSummary) -> None:
        head = Letterhead(
            reference="",
            employer_name=self._employer_name,
            office_name=self._settings.office_name,
            office_phone=self._settings.office_phone,
            papers_to=self._settings.papers_to,
            coordinator_name=None,
            coordinator_phone=None,
            employee_name=None,
        )
        words = render(summary, head)
        message["Subject"] = words.subject
        message.set_content(words.plain)
        message.add_alternative(words.html, subtype="html")


def message_id(batch: str, reference: str) -> str:
    """The id of the request to a case: the same however often a batch is begun, so that it is granted once."""
    return f"hand-over-{hashlib.sha256(f'{batch}/{reference}'.encode()).hexdigest()[:24]}"


def _counts_as(row: "Row", *, since: datetime) -> str:
    if row.state == MOVED and row.moved_at is not None and row.moved_at < since:
        return ALREADY
    return row.state.partition(":")[0]
