"""The fence around mails: a row for each mail to each role, claimed before it is sent and settled for good after.

Knows: claims, leases, outcomes. Never knows: addresses, words, mail servers. What is accepted, failed or withdrawn
stays so; only a claim whose lease is over may be taken again.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from infra.database import Database, keep_first
from infra.tables import Delivery


class DeliveryState(StrEnum):
    """How a mail stands."""

    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Taken(RuntimeError):
    """Another attempt holds the claim; it ends, or its lease does."""


class Deliveries:
    """Claims and outcomes, each in a transaction of its own: a claim is committed before a mail is sent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(
        self, key: str, *, reference: str, kind: str, role: str, caused_at: datetime, lease: timedelta
    ) -> Delivery:
        """The row of a mail, claimed for this attempt, or as it was settled before. Raises Taken while another holds
        it. A lease is between processes, so it is counted in real time."""
        now = datetime.now(UTC)
        async with self._database.writing() as session:
            fresh = Delivery(
                key=key, reference=reference, kind=kind, role=role, state=DeliveryState.CLAIMED, caused_at=caused_at
            )
            await keep_first(session, [fresh])
            row = await session.get(Delivery, key, with_for_update=True, populate_existing=True)
            if row is None or (row.state == DeliveryState.CLAIMED and row.lease_until and row.lease_until > now):
                raise Taken("another attempt is sending this mail")
            if row.state == DeliveryState.CLAIMED:
                row.lease_until, row.attempts = now + lease, row.attempts + 1
            return row

    async def release(self, key: str) -> None:
        """This attempt failed and may be made again at once."""
        async with self._database.writing() as session:
            row = await session.get(Delivery, key, with_for_update=True)
            if row is not None and row.state == DeliveryState.CLAIMED:
                row.lease_until = None

    async def accepted(self, key: str, *, at: datetime, message_id: str) -> None:
        """A mail server took it, `at` by the case's clock; our own clock is kept beside it."""
        async with self._database.writing() as session:
            row = await session.get(Delivery, key, with_for_update=True)
            if row is not None and row.state != DeliveryState.ACCEPTED:
                row.state, row.ended_at, row.accepted_real_at = DeliveryState.ACCEPTED, at, datetime.now(UTC)
                row.message_id, row.failure, row.lease_until = message_id, None, None

    async def failed(self, key: str, *, at: datetime, failure: str) -> None:
        """It cannot be delivered."""
        async with self._database.writing() as session:
            row = await session.get(Delivery, key, with_for_update=True)
            if row is not None and row.state == DeliveryState.CLAIMED:
                row.state, row.ended_at, row.failure, row.lease_until = DeliveryState.FAILED, at, failure, None


async def withdraw(session: AsyncSession, reference: str, keys: Sequence[str], *, at: datetime) -> None:
    """These must not be sent any more, whoever they were for; what is out is out.

    A notice goes to one role, so its row's key is the notice's key and the role: a row for each role is kept.
    """
    for key in keys:
        for role in ("employee", "liaison"):
            row_key = f"{key}/{role}"
            fresh = Delivery(
                key=row_key,
                reference=reference,
                kind="",
                role=role,
                state=DeliveryState.WITHDRAWN,
                caused_at=at,
                ended_at=at,
            )
            await keep_first(session, [fresh])
            row = await session.get(Delivery, row_key, with_for_update=True, populate_existing=True)
            if row is not None and row.state == DeliveryState.CLAIMED:
                row.state, row.ended_at = DeliveryState.WITHDRAWN, at
