"""The fence around mails: one attempt at a time, settled once and for all, and nothing sent that was withdrawn."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from infra import deliveries
from infra.database import Database
from infra.deliveries import Deliveries, DeliveryState, Taken
from infra.tables import Delivery
from tests.infra.databases import opened, url_of

AT = datetime(2026, 3, 2, 14, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KEY = "LV-7K4Q-92XH/rights_notice/3/employee"
NOTICE = "LV-7K4Q-92XH/rights_notice/3"


async def claim(fence: Deliveries, *, lease: timedelta = MINUTE) -> Delivery:
    """The mail of these tests, claimed."""
    return await fence.claim(
        KEY, reference="LV-7K4Q-92XH", kind="rights_notice", role="employee", caused_at=AT, lease=lease
    )


async def withdraw(database: Database, key: str = NOTICE, *, at: datetime = AT + MINUTE) -> None:
    """The notice must not be sent any more."""
    async with database.writing() as session:
        await deliveries.withdraw(session, "LV-7K4Q-92XH", [key], at=at)


async def state(database: Database) -> Delivery:
    """How the mail stands."""
    async with database.reading() as session:
        row = await session.get(Delivery, KEY)
        assert row is not None
        return row


@pytest.fixture
def fence(database: Database) -> Deliveries:
    """The fence under test."""
    return Deliveries(database)


async def test_a_claim_is_there_before_anything_is_sent(database: Database, fence: Deliveries) -> None:
    begun = datetime.now(UTC)
    row = await claim(fence)
    kept = await state(database)
    assert (row.state, kept.state, kept.attempts, kept.caused_at) == ("claimed", "claimed", 1, AT)
    assert kept.lease_until is not None
    assert begun + MINUTE <= kept.lease_until <= datetime.now(UTC) + MINUTE


async def test_a_claim_that_somebody_holds_is_taken(fence: Deliveries) -> None:
    await claim(fence)
    with pytest.raises(Taken):
        await claim(fence)


async def test_of_many_at_once_one_holds_the_claim(database: Database, fence: Deliveries) -> None:
    async with opened(url_of(database)) as other:
        fences = (fence, Deliveries(other))
        ended = await asyncio.gather(*(claim(fences[n % 2]) for n in range(16)), return_exceptions=True)
    assert sorted(type(how).__name__ for how in ended) == ["Delivery", *["Taken"] * 15]
    assert (await state(database)).attempts == 1


async def test_a_claim_whose_lease_is_over_may_be_taken(database: Database, fence: Deliveries) -> None:
    await claim(fence, lease=timedelta(0))
    await claim(fence)
    assert (await state(database)).attempts == 2


async def test_a_claim_that_was_released_may_be_taken_at_once(database: Database, fence: Deliveries) -> None:
    await claim(fence)
    await fence.release(KEY)
    assert (await claim(fence)).attempts == 2


async def test_what_was_accepted_is_never_claimed_again(database: Database, fence: Deliveries) -> None:
    await claim(fence)
    await fence.accepted(KEY, at=AT + MINUTE, message_id="<1@example.org>")
    await fence.accepted(KEY, at=AT + 2 * MINUTE, message_id="<2@example.org>")
    await fence.failed(KEY, at=AT + 2 * MINUTE, failure="550")
    await fence.release(KEY)
    row = await claim(fence)
    assert (row.state, row.ended_at, row.message_id, row.failure, row.attempts) == (
        DeliveryState.ACCEPTED,
        AT + MINUTE,
        "<1@example.org>",
        None,
        1,
    )
    assert row.accepted_real_at is not None


async def test_what_failed_for_good_is_never_claimed_again(fence: Deliveries) -> None:
    await claim(fence)
    await fence.failed(KEY, at=AT + MINUTE, failure="550")
    row = await claim(fence)
    assert (row.state, row.ended_at, row.failure, row.accepted_real_at) == ("failed", AT + MINUTE, "550", None)


async def test_an_acceptance_that_is_learned_late_is_believed(fence: Deliveries) -> None:
    """Two attempts, one behind the other: what one of them knows to be out is out."""
    await claim(fence)
    await fence.failed(KEY, at=AT, failure="550")
    await fence.accepted(KEY, at=AT + MINUTE, message_id="<1@example.org>")
    row = await claim(fence)
    assert (row.state, row.failure) == ("accepted", None)


async def test_what_is_withdrawn_before_its_claim_is_not_sent(database: Database, fence: Deliveries) -> None:
    await withdraw(database)
    row = await claim(fence)
    assert (row.state, row.ended_at, row.attempts) == ("withdrawn", AT + MINUTE, 0)


async def test_what_is_withdrawn_under_way_is_not_sent_again(database: Database, fence: Deliveries) -> None:
    await claim(fence)
    await withdraw(database)
    await fence.release(KEY)
    assert (await claim(fence)).state == "withdrawn"
    await fence.failed(KEY, at=AT + 2 * MINUTE, failure="550")
    assert ((await state(database)).state, (await state(database)).failure) == ("withdrawn", None)


async def test_what_went_out_while_it_was_withdrawn_is_out(database: Database, fence: Deliveries) -> None:
    await claim(fence)
    await withdraw(database)
    await fence.accepted(KEY, at=AT + 2 * MINUTE, message_id="<1@example.org>")
    assert (await claim(fence)).state == "accepted"


@pytest.mark.parametrize("settled", ["accepted", "failed"])
async def test_a_withdrawal_that_comes_too_late_changes_nothing(
    database: Database, fence: Deliveries, settled: str
) -> None:
    await claim(fence)
    if settled == "accepted":
        await fence.accepted(KEY, at=AT, message_id="<1@example.org>")
    else:
        await fence.failed(KEY, at=AT, failure="550")
    await withdraw(database, at=AT + 2 * MINUTE)
    assert ((await state(database)).state, (await state(database)).ended_at) == (settled, AT)


async def test_withdrawing_twice_keeps_the_first_time(database: Database) -> None:
    await withdraw(database)
    await withdraw(database, at=AT + 9 * MINUTE)
    assert (await state(database)).ended_at == AT + MINUTE


async def test_withdrawing_one_notice_leaves_the_others(database: Database, fence: Deliveries) -> None:
    await withdraw(database, "LV-7K4Q-92XH/rights_notice/31")
    assert (await claim(fence)).state == "claimed"


async def test_claiming_and_withdrawing_at_once_ends_in_one_of_the_two(database: Database, fence: Deliveries) -> None:
    """Whoever is first: a mail that is claimed afterwards is never one that was withdrawn."""
    claimed, _ = await asyncio.gather(claim(fence), withdraw(database))
    assert claimed.state in ("claimed", "withdrawn")
    await fence.release(KEY)
    assert (await claim(fence)).state == "withdrawn"


async def test_outcomes_of_what_nobody_claimed_make_no_row(database: Database, fence: Deliveries) -> None:
    await fence.accepted(KEY, at=AT, message_id="<1@example.org>")
    await fence.failed(KEY, at=AT, failure="550")
    await fence.release(KEY)
    async with database.reading() as session:
        assert await session.get(Delivery, KEY) is None
