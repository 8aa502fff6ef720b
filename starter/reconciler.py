"""What a crash, or somebody in the Temporal web UI, left half done is found and finished, again and again.

Knows: reservations without a workflow, cases that ended from outside, clocks that ran out unheard, papers that their
case was not told of. Never knows: what is in them. Everything here may be done twice.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TypeVar

from temporalio.client import RPCError
from temporalio.service import RPCStatusCode

from infra import reservations
from infra.database import DatabaseFault
from infra.tables import Reservation
from starter.cases import Cases
from workflows.case.said import Channel, DocumentKind, DocumentReceived

log = logging.getLogger("leeway.reconciler")
T = TypeVar("T")

EVERY = timedelta(seconds=15)
SETTLED_AFTER = timedelta(minutes=1)
"""Younger things may still be under way in another process."""

LOOK_BACK = timedelta(days=30)

TELL_AGAIN_AFTER = timedelta(hours=1)
"""Papers may wait long in the inbox while the store is down; their case need not hear of them in every pass."""

DOWN = (RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED)


class Found(NamedTuple):
    """How many of each were finished in one pass."""

    started: int
    resumed: int
    told: int


async def keep(cases: Cases) -> None:
    """A pass now and one every 15 seconds, until cancelled. What is down now is tried in the next pass."""
    told: dict[str, datetime] = {}
    while True:
        try:
            found = await reconcile(cases, told=told)
        except (RPCError, DatabaseFault, OSError) as failure:
            log.warning("a pass was not finished: %s", type(failure).__name__)
        else:
            if any(found):
                log.info("started %d, resumed %d, papers told %d", *found)
        await asyncio.sleep(EVERY.total_seconds())


async def reconcile(
    cases: Cases, *, settled_after: timedelta = SETTLED_AFTER, told: dict[str, datetime] | None = None
) -> Found:
    """One pass. `settled_after`: how old something must be before it counts as left behind.

    `told` is what passes before have told, and when; this pass adds to it.
    """
    before = datetime.now(UTC) - settled_after
    return Found(
        started=await _start(cases, before),
        resumed=await _resume(cases, before),
        told=await _tell(cases, before, told if told is not None else {}),
    )


async def _start(cases: Cases, before: datetime) -> int:
    async def start(row: Reservation) -> bool:
        await cases.start(row)
        return True

    return await _each("a request", await reservations.unstarted(cases.register.database, before=before), start)


async def _resume(cases: Cases, before: datetime) -> int:
    since = (datetime.now(UTC) - LOOK_BACK).strftime("%Y-%m-%dT%H:%M:%SZ")
    ended = await cases.resuming.ended_from_outside(since)
    # Where a history is gone the server lists nothing: a clock that nobody heard is what shows it.
    unheard = [
        view.reference
        for view in await cases.register.find(is_open=True)
        if view.next_deadline_at is not None and view.next_deadline_at < before
    ]
    return await _each("a case", dict.fromkeys((*ended, *unheard)), cases.resuming.resume_ended)


async def _tell(cases: Cases, before: datetime, told: dict[str, datetime]) -> int:
    """Papers that are in the inbox still: their case may never have heard of them."""
    now = datetime.now(UTC)
    papers = {paper.document_id: paper for paper in await cases.papers.unfiled(before=before)}
    for document in [d for d, at in told.items() if d not in papers or at < now - TELL_AGAIN_AFTER]:
        del told[document]

    async def tell(document: str) -> bool:
        paper = papers[document]
        fact = DocumentReceived(
            message_id=document,
            received_at=paper.received_at,
            channel=Channel.DESK,
            by="system",
            document=document,
            document_kind=DocumentKind(paper.kind),
        )
        is_open = await cases.tell(paper.reference, "document_received", fact)
        told[document] = now
        return is_open

    return await _each("a paper", [document for document in papers if document not in told], tell)


async def _each(what: str, items: Iterable[T], finish: Callable[[T], Awaitable[bool]]) -> int:
    """How many were finished. One that cannot be holds up no other; a server that is down ends the pass."""
    finished = 0
    for item in items:
        try:
            finished += await finish(item)
        except (DatabaseFault, OSError):
            raise
        except Exception as failure:
            if isinstance(failure, RPCError) and failure.status in DOWN:
                raise
            log.warning("%s could not be finished: %s", what, type(failure).__name__)
    return finished
