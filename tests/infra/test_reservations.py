"""A request finds its own case, however often and from however many places it comes, and never a stranger's."""

import asyncio
from datetime import UTC, datetime, timedelta

from infra.database import Database
from infra.references import normalise
from infra.reservations import mark_started, reserve, unstarted
from infra.tables import Reservation
from tests.infra.databases import opened, url_of

AT = datetime(2026, 3, 2, 14, tzinfo=UTC)


async def ask(database: Database, *, employee: str = "E-1", key: str = "k-1", sealed: bytes = b"sealed") -> Reservation:
    """A request for a reference."""
    return await reserve(database, employee=employee, request_key=key, sealed_request=sealed, at=AT)


async def test_the_same_request_twice_gets_one_reference(database: Database) -> None:
    first = await ask(database)
    again = await ask(database, sealed=b"sealed anew")
    assert normalise(first.reference) == first.reference
    assert (again.reference, again.sealed_request) == (first.reference, b"sealed")


async def test_other_requests_and_other_employees_get_their_own(database: Database) -> None:
    found = [
        await ask(database),
        await ask(database, key="k-2"),
        await ask(database, employee="E-2"),
        await ask(database, employee="E-2", key="k-2"),
    ]
    assert len({row.reference for row in found}) == 4


async def test_the_same_request_from_many_places_at_once_gets_one_reference(database: Database) -> None:
    async with opened(url_of(database)) as second, opened(url_of(database)) as third:
        doors = (database, second, third)
        found = await asyncio.gather(*(ask(doors[n % 3], sealed=b"%d" % n) for n in range(18)))
    assert len({(row.reference, row.sealed_request) for row in found}) == 1


async def test_many_requests_at_once_get_as_many_references(database: Database) -> None:
    async with opened(url_of(database)) as other:
        doors = (database, other)
        found = await asyncio.gather(*(ask(doors[n % 2], key=f"k-{n % 6}") for n in range(18)))
    assert len({(row.request_key, row.reference) for row in found}) == 6


async def test_a_started_request_is_not_kept_and_still_found(database: Database) -> None:
    row = await ask(database)
    await mark_started(database, row.reference, at=AT + timedelta(seconds=1))
    await mark_started(database, row.reference, at=AT + timedelta(days=1))
    again = await ask(database)
    assert (again.reference, again.sealed_request, again.started_at) == (row.reference, b"", AT + timedelta(seconds=1))


async def test_what_was_never_started_is_found_with_its_request(database: Database) -> None:
    started = await ask(database, key="k-1")
    waiting = await ask(database, key="k-2", sealed=b"still needed")
    await mark_started(database, started.reference, at=AT)
    assert await unstarted(database, before=AT) == []
    left = await unstarted(database, before=AT + timedelta(microseconds=1))
    assert [(row.reference, row.sealed_request) for row in left] == [(waiting.reference, b"still needed")]


async def test_starting_what_nobody_reserved_does_nothing(database: Database) -> None:
    await mark_started(database, "LV-7K4Q-92XH", at=AT)
    assert await unstarted(database, before=AT + timedelta(days=1)) == []
