"""The book of hand-overs: for each case of a batch its custody and its clocks before and after, and how it went.

Knows: rows and their states. Never knows: whether a case may be handed over, or whether its clocks are as they should
be. A row that says that a case was moved stays as it is, however often the hand-over is begun again.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from pydantic import TypeAdapter
from sqlmodel import col, func, select

from infra.database import Database, keep_first
from infra.tables import HandOver, RegisterRow
from workflows.view import CaseView, DeadlineView

_CLOCKS: TypeAdapter[tuple[DeadlineView, ...]] = TypeAdapter(tuple[DeadlineView, ...])


class HandOverState(StrEnum):
    """How the hand-over of a case stands. A refusal is followed by its code: `refused: case_closed`."""

    BEGUN = "begun"
    MOVED = "moved"
    UNEQUAL = "unequal"
    ALREADY = "already"
    REFUSED = "refused"


DONE = (HandOverState.MOVED, HandOverState.UNEQUAL, HandOverState.ALREADY)
"""States in which the case is in its new custody, so that nothing more is done in this batch."""


class HandOverBook:
    """Rows of hand-overs, each written in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, batch: str, view: CaseView, *, source: str) -> HandOver:
        """The row of a case, written before anything is asked of the case.

        What a case says in its former custody is by that its state before. So as long as it is there, a row that was
        begun or refused earlier takes the newer word; after that the row is left alone.
        """
        kept = _CLOCKS.dump_json(view.deadlines).decode()
        fresh = HandOver(
            batch=batch,
            reference=view.reference,
            state=HandOverState.BEGUN,
            coordinator_before=view.coordinator,
            deadlines_before=kept,
        )
        async with self._database.writing() as session:
            await keep_first(session, [fresh])
            row = await session.get_one(HandOver, (batch, view.reference), with_for_update=True)
            if row.state not in DONE and view.custodian == source:
                row.state, row.coordinator_before, row.deadlines_before = HandOverState.BEGUN, view.coordinator, kept
            return row

    async def moved(self, batch: str, view: CaseView, *, is_equal: bool, at: datetime) -> HandOver:
        """The case is in its new custody, as `view` shows it."""
        async with self._database.writing() as session:
            row = await session.get_one(HandOver, (batch, view.reference), with_for_update=True)
            if row.state not in DONE:
                row.state = HandOverState.MOVED if is_equal else HandOverState.UNEQUAL
                row.coordinator_after, row.moved_at = view.coordinator, at
                row.deadlines_after = _CLOCKS.dump_json(view.deadlines).decode()
            return row

    async def already(self, batch: str, view: CaseView) -> HandOver:
        """The case came into its new custody without this batch, or longer ago than the case remembers."""
        async with self._database.writing() as session:
            row = await session.get_one(HandOver, (batch, view.reference), with_for_update=True)
            if row.state not in DONE:
                row.state, row.coordinator_after = HandOverState.ALREADY, view.coordinator
            return row

    async def refused(self, batch: str, reference: str, *, code: str) -> HandOver:
        """The case stays where it is."""
        async with self._database.writing() as session:
            row = await session.get_one(HandOver, (batch, reference), with_for_update=True)
            if row.state not in DONE:
                row.state = f"{HandOverState.REFUSED}: {code}"
            return row

    @staticmethod
    def before(row: HandOver) -> tuple[DeadlineView, ...]:
        """The clocks of a case before it was handed over."""
        return _CLOCKS.validate_json(row.deadlines_before)

    async def of_batch(self, batch: str, *, after: str = "", limit: int | None = None) -> Sequence[HandOver]:
        """Rows of a batch by reference, after one."""
        query = select(HandOver).where(HandOver.batch == batch, col(HandOver.reference) > after)
        async with self._database.reading() as session:
            return (await session.exec(query.order_by(col(HandOver.reference)).limit(limit))).all()

    async def left_out(self, batch: str, *, source: str, ended_now: bool = False) -> int:
        """Open cases in this custody that the batch has not refused. One that was moved and came back is among them.

        Of a batch that has ended just now, what was moved is not: the register may not show it yet.
        """
        answered = col(HandOver.state).startswith(HandOverState.REFUSED.value)
        if ended_now:
            answered |= col(HandOver.state).in_(DONE)
        row = select(HandOver.reference).where(
            HandOver.batch == batch, HandOver.reference == RegisterRow.reference, answered
        )
        query = select(func.count()).where(
            RegisterRow.custodian == source, col(RegisterRow.is_open).is_(True), ~row.exists()
        )
        async with self._database.reading() as session:
            return (await session.exec(query)).one()
