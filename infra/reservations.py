"""References reserved for requests: the same request of the same employee always finds its own case.

Knows: the unique row (employee, request key) and the sealed request in it. Never knows: what was requested.
The row keeps the request until its workflow is started, so that a process that dies in between loses nothing.
"""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from infra.database import Database, keep_first
from infra.references import new_reference
from infra.tables import Reservation


async def reserve(
    database: Database, *, employee: str, request_key: str, sealed_request: bytes, at: datetime
) -> Reservation:
    """The reservation of a request: a fresh one, or the one that this very request made before."""
    while True:
        async with database.writing() as session:
            found = await _of(session, employee, request_key)
            if found is not None:
                return found
            fresh = Reservation(
                reference=new_reference(),
                employee=employee,
                request_key=request_key,
                sealed_request=sealed_request,
                reserved_at=at,
            )
            # A reference that is taken, or the same request a moment ago elsewhere: look again.
            await keep_first(session, [fresh])


async def _of(session: AsyncSession, employee: str, request_key: str) -> Reservation | None:
    query = select(Reservation).where(Reservation.employee == employee, Reservation.request_key == request_key)
    return (await session.exec(query)).one_or_none()


async def is_reserved(database: Database, reference: str) -> bool:
    """Whether a request has this reference, though its case may not be in the register yet."""
    async with database.reading() as session:
        return await session.get(Reservation, reference) is not None


async def mark_started(database: Database, reference: str, *, at: datetime) -> None:
    """The workflow runs: the sealed request is not needed any more."""
    async with database.writing() as session:
        row = await session.get(Reservation, reference, with_for_update=True)
        if row is not None and row.started_at is None:
            row.started_at, row.sealed_request = at, b""


async def unstarted(database: Database, *, before: datetime) -> list[Reservation]:
    """Requests that were reserved before an instant and never started."""
    async with database.reading() as session:
        query = select(Reservation).where(col(Reservation.started_at).is_(None), col(Reservation.reserved_at) < before)
        return list(await session.exec(query))
