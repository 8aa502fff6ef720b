"""What a crash, or somebody in the Temporal web UI, left half done is found and finished, again and again.

Knows: reservations without a workflow, cases that ended from outside, papers that their case was not told of.
Never knows: what is in them. Everything here may be done twice.
"""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError
from temporalio.client import RPCError

from infra import reservations
from starter.cases import Cases
from workflows.case.said import Channel, DocumentKind, DocumentReceived

log = logging.getLogger("leeway.reconciler")

EVERY = timedelta(seconds=15)
SETTLED_AFTER = timedelta(minutes=1)
"""Younger things may still be under way in another process."""

LOOK_BACK = timedelta(days=30)


class Found(NamedTuple):
    """How many of each were finished in one pass."""

    started: int
    resumed: int
    told: int


async def keep(cases: Cases) -> None:
    """A pass now and one every 15 seconds, until cancelled. What is down now is tried in the next pass."""
    while True:
        try:
            found = await reconcile(cases)
        except (RPCError, SQLAlchemyError, OSError) as failure:
            log.warning("a pass was not finished: %s", type(failure).__name__)
        else:
            if any(found):
                log.info("started %d, resumed %d, papers told %d", *found)
        await asyncio.sleep(EVERY.total_seconds())


async def reconcile(cases: Cases, *, settled_after: timedelta = SETTLED_AFTER) -> Found:
    """One pass. `settled_after`: how old something must be before it counts as left behind."""
    before = datetime.now(UTC) - settled_after
    started = await _start(cases, before)
    resumed = await _resume(cases)
    return Found(started, resumed, await _tell(cases, before))


async def _start(cases: Cases, before: datetime) -> int:
    rows = await reservations.unstarted(cases.register.database, before=before)
    for row in rows:
        await cases.start(row)
    return len(rows)


async def _resume(cases: Cases) -> int:
    since = (datetime.now(UTC) - LOOK_BACK).strftime("%Y-%m-%dT%H:%M:%SZ")
    resumed = 0
    for reference in await cases.resuming.ended_from_outside(since):
        resumed += await cases.resuming.resume_ended(reference)
    return resumed


async def _tell(cases: Cases, before: datetime) -> int:
    """Papers that are in the inbox still: their case may never have heard of them."""
    told = 0
    for paper in await cases.papers.unfiled(before=before):
        fact = DocumentReceived(
            message_id=paper.document_id,
            received_at=paper.received_at,
            channel=Channel.DESK,
            by="system",
            document=paper.document_id,
            document_kind=DocumentKind(paper.kind),
        )
        told += await cases.tell(paper.reference, "document_received", fact)
    return told
