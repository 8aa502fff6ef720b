"""The entitlement ledger: entries are added and reversed, never changed, and whoever holds the book holds it alone."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any, cast

import pytest
from sqlalchemy.exc import DBAPIError

from infra.database import Database
from infra.ledger import FMLA, Book, Ground, Seen, lock
from infra.tables import LedgerEntry
from tests.infra.databases import opened, url_of
from tests.infra.people import AGENCY, PERSON, bring_in, ref_of
from workflows.rules.counting_weeks import DayCharge
from workflows.signatures import ChargeReceipt

MONDAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 22, tzinfo=UTC)
HOUR = timedelta(hours=1)


def charge(on: date, minutes: int = 480) -> DayCharge:
    """Use on a day of an employee with forty hours."""
    weeks = Fraction(minutes, 2400)
    return DayCharge(on=on, minutes=minutes, weeks=weeks, base_minutes=Fraction(2400), rules=("C1",))


def ground(sequence: int = 1, *, at: datetime = AT, cause: str = "LV-1/period/1", **changes: Any) -> Ground:
    """What stands behind the entries of these tests."""
    fields: dict[str, Any] = {
        "cause": cause,
        "sequence": sequence,
        "reason": "own_condition",
        "policy": "p 1",
        "calendar": "1",
        "known_at": at - HOUR,
        "recorded_at": at,
        "starts_at": None,
        "ends_at": None,
    }
    return cast(Ground, fields | changes)


def days(entries: list[LedgerEntry]) -> list[tuple[date, int]]:
    """Days and minutes, in order."""
    return [(entry.happened_on, entry.minutes) for entry in entries]


@pytest.fixture
async def employee(database: Database) -> str:
    """Somebody in the directory."""
    await bring_in(database, AGENCY, PERSON)
    return await ref_of(database, "100")


async def settle(database: Database, employee: str, target: list[DayCharge], why: Ground) -> None:
    """Make what stands for a cause equal to the target."""
    async with database.writing() as session:
        book = await lock(session, employee)
        await book.settle(await book.standing(why["cause"]), {FMLA: target}, why)


async def book_of(database: Database, employee: str, *, recorded_by: datetime | None = None) -> list[LedgerEntry]:
    """All entries, as they were known at an instant."""
    async with database.reading() as session:
        return await Book(session, employee).entries(recorded_by=recorded_by)


async def seen(book: Book, cause: str) -> Seen:
    """What whoever charges for a cause sees."""
    return await book.seen(cause, days=(MONDAY, MONDAY), near=(MONDAY, MONDAY))


async def standing(database: Database, employee: str) -> list[LedgerEntry]:
    """What stands."""
    async with database.reading() as session:
        return await Book(session, employee).standing()


async def test_an_entry_says_everything_that_it_rests_on(database: Database, employee: str) -> None:
    why = ground(starts_at=AT - 9 * HOUR, ends_at=AT - HOUR)
    await settle(database, employee, [charge(MONDAY, 440)], why)
    entry = (await book_of(database, employee))[0].model_dump()
    assert entry.pop("entry_id")
    assert entry == {
        **why,
        "employee": employee,
        "bank": "fmla",
        "happened_on": MONDAY,
        "minutes": 440,
        "weeks": "11/60",
        "base_minutes": "2400",
        "rules": "C1",
        "reverses": None,
    }


async def test_a_correction_is_a_reversal_and_a_new_entry(database: Database, employee: str) -> None:
    tuesday = MONDAY + timedelta(days=1)
    await settle(database, employee, [charge(MONDAY), charge(tuesday)], ground())
    await settle(database, employee, [charge(MONDAY), charge(tuesday, 240)], ground(2, at=AT + HOUR))
    entries = await book_of(database, employee)
    assert sorted(days(entries)) == [(MONDAY, 480), (tuesday, -480), (tuesday, 240), (tuesday, 480)]
    undone = next(entry for entry in entries if entry.reverses)
    first = next(entry for entry in entries if entry.entry_id == undone.reverses)
    assert (first.happened_on, first.sequence, undone.sequence) == (tuesday, 1, 2)
    assert (undone.weeks, undone.recorded_at, undone.known_at) == ("-1/5", AT + HOUR, AT)
    assert sorted(days(await standing(database, employee))) == [(MONDAY, 480), (tuesday, 240)]


async def test_what_is_equal_already_is_left_alone(database: Database, employee: str) -> None:
    await settle(database, employee, [charge(MONDAY)], ground())
    await settle(database, employee, [charge(MONDAY)], ground(2, at=AT + HOUR))
    assert len(await book_of(database, employee)) == 1


async def test_other_hours_of_the_same_length_are_a_new_entry(database: Database, employee: str) -> None:
    """The same minutes at another hour must be known, or another case would be charged for the wrong hour."""
    morning: dict[str, Any] = {"starts_at": AT - 9 * HOUR, "ends_at": AT - 8 * HOUR}
    noon: dict[str, Any] = {"starts_at": AT - 6 * HOUR, "ends_at": AT - 5 * HOUR}
    await settle(database, employee, [charge(MONDAY, 60)], ground(1, **morning))
    await settle(database, employee, [charge(MONDAY, 60)], ground(2, at=AT + HOUR, **noon))
    found = await standing(database, employee)
    assert [(entry.starts_at, entry.minutes) for entry in found] == [(AT - 6 * HOUR, 60)]


async def test_nothing_reverses_all(database: Database, employee: str) -> None:
    await settle(database, employee, [charge(MONDAY), charge(MONDAY + timedelta(days=1))], ground())
    await settle(database, employee, [], ground(2, at=AT + HOUR))
    entries = await book_of(database, employee)
    assert await standing(database, employee) == []
    assert sum(entry.minutes for entry in entries) == 0
    assert sum((Fraction(entry.weeks) for entry in entries), Fraction(0)) == 0


async def test_any_past_answer_can_be_had_again(database: Database, employee: str) -> None:
    await settle(database, employee, [charge(MONDAY)], ground())
    await settle(database, employee, [charge(MONDAY, 240)], ground(2, at=AT + HOUR))
    await settle(database, employee, [], ground(3, at=AT + 2 * HOUR))

    async def known(at: datetime) -> int:
        return sum(entry.minutes for entry in await book_of(database, employee, recorded_by=at))

    assert [await known(AT + n * HOUR / 2) for n in range(-1, 5)] == [0, 480, 480, 240, 240, 0]


async def test_entries_of_another_employee_and_another_bank_are_not_in_the_book(
    database: Database, employee: str
) -> None:
    await settle(database, employee, [charge(MONDAY)], ground())
    await settle(database, "E-OTHER", [charge(MONDAY, 240)], ground(cause="LV-2/period/1"))
    async with database.writing() as session:
        entry = (await Book(session, employee).entries())[0]
        session.add(LedgerEntry(**(entry.model_dump() | {"entry_id": "x", "bank": "other"})))
    assert days(await book_of(database, employee)) == [(MONDAY, 480)]
    async with database.reading() as session:
        assert {e.bank for e in await Book(session, employee).entries(bank=None)} == {FMLA, "other"}
    assert days(await book_of(database, "E-OTHER")) == [(MONDAY, 240)]


async def test_equal_days_of_two_banks_are_two_entries_and_are_settled_apart(database: Database, employee: str) -> None:
    async with database.writing() as session:
        book = await lock(session, employee)
        await book.settle([], {FMLA: [charge(MONDAY)], "pfml": [charge(MONDAY, 240)]}, ground())
    async with database.writing() as session:
        book = await lock(session, employee)
        cause = ground()["cause"]
        await book.settle(await book.standing(cause), {"pfml": [charge(MONDAY, 240)]}, ground(2, at=AT + HOUR))
    async with database.reading() as session:
        book = Book(session, employee)
        assert [(e.bank, e.minutes) for e in await book.standing()] == [("pfml", 240)]
        assert [stood[1] for stood in (await seen(book, "LV-2/period/1")).others] == ["pfml"]
        assert await seen(book, ground()["cause"]) == Seen((), False, False)


async def test_causes_and_hours_are_seen_of_the_days_that_are_asked_about(database: Database, employee: str) -> None:
    hours: dict[str, Any] = {"starts_at": AT - 9 * HOUR, "ends_at": AT - HOUR}
    await settle(database, employee, [charge(MONDAY), charge(MONDAY + timedelta(days=1), 240)], ground(**hours))
    async with database.reading() as session:
        found = await Book(session, employee).seen("LV-2/period/1", days=(MONDAY, MONDAY), near=(MONDAY, MONDAY))
    first, second = sorted(found.others, key=lambda stood: stood[0])
    assert first == ((MONDAY,), "fmla", "own_condition", "LV-1/period/1", 480, "1/5", AT - 9 * HOUR, AT - HOUR)
    assert second == ((MONDAY + timedelta(days=1),), "fmla", "own_condition", None, 240, "1/10", None, None)


async def test_what_was_reversed_is_not_seen_and_neither_is_its_reversal(database: Database, employee: str) -> None:
    await settle(database, employee, [charge(MONDAY)], ground())
    await settle(database, employee, [], ground(2, at=AT + HOUR))
    await settle(database, "E-OTHER", [charge(MONDAY)], ground(cause="LV-3/period/1"))
    async with database.reading() as session:
        assert await seen(Book(session, employee), "LV-2/period/1") == Seen((), False, False)


async def test_an_entry_is_reversed_once(database: Database, employee: str) -> None:
    await settle(database, employee, [charge(MONDAY)], ground())
    (entry,) = await standing(database, employee)

    async def reverse() -> None:
        async with database.writing() as session:
            await Book(session, employee).settle([entry], {}, ground(2))

    await reverse()
    with pytest.raises(DBAPIError):
        await reverse()
    assert sum(entry.minutes for entry in await book_of(database, employee)) == 0


async def test_a_receipt_is_kept_as_it_was_first_given(database: Database, employee: str) -> None:
    cause = ground()["cause"]

    def receipt(minutes: int) -> ChargeReceipt:
        return ChargeReceipt(key="k", cause=cause, minutes=minutes, minutes_beyond=7, schedule_known=False)

    async with database.writing() as session:
        book = await lock(session, employee)
        assert await book.receipts(cause) == []
        await book.settle([], {FMLA: [charge(MONDAY), charge(MONDAY, 240)]}, ground(4), receipt(480))
        await book.settle([], {FMLA: []}, ground(5), receipt(960))
        await book.settle([], {FMLA: [charge(MONDAY)]}, ground(6), receipt(1440))
    async with database.writing() as session:
        book = await lock(session, employee)
        (kept,) = await book.receipts(cause)
        assert (kept.minutes, kept.minutes_beyond, kept.schedule_known) == (480, 7, False)
        assert (kept.key, kept.sequence) == ("k", 4)
        assert await book.receipts("LV-1/period/2") == []
        assert (await seen(book, cause)).answered
        assert not (await seen(book, "LV-1/period/2")).answered
    assert len(await book_of(database, employee)) == 3


async def test_nothing_is_answered_without_entries_too(database: Database, employee: str) -> None:
    cause = ground()["cause"]
    receipt = ChargeReceipt(key="k", cause=cause, minutes=0, minutes_beyond=0, schedule_known=True)
    async with database.writing() as session:
        book = await lock(session, employee)
        await book.settle([], {}, ground(), receipt)
        assert await seen(book, cause) == Seen((), True, False)


async def test_what_was_told_last_of_a_cause_meets_whoever_asks_for_its_days(database: Database, employee: str) -> None:
    def receipt(key: str) -> ChargeReceipt:
        return ChargeReceipt(key=key, cause=ground()["cause"], minutes=0, minutes_beyond=0, schedule_known=True)

    async def met(days: tuple[date, date], cause: str = "LV-2/period/1") -> tuple[bool, list[str]]:
        async with database.reading() as session:
            book = Book(session, employee)
            return (await book.seen(cause, days=days, near=days)).meets, await book.told(days)

    eve, tuesday = MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)
    async with database.writing() as session:
        book = await lock(session, employee)
        await book.settle([], {}, ground(), receipt("k"), (MONDAY, MONDAY, "first word"))
    assert await met((eve, MONDAY)) == (True, ["first word"])
    assert await met((MONDAY, tuesday), ground()["cause"]) == (False, ["first word"])
    assert await met((tuesday, tuesday)) == (False, [])
    async with database.writing() as session:
        book = await lock(session, employee)
        await book.settle([], {}, ground(at=AT + HOUR), receipt("k2"), (tuesday, tuesday, "second word, same sequence"))
        await book.settle([], {}, ground(at=AT + 2 * HOUR), receipt("k3"))  # counted again: no word of its own
    assert await met((eve, MONDAY)) == (False, [])
    assert await met((tuesday, tuesday)) == (True, ["second word, same sequence"])
    async with database.writing() as session:
        book = await lock(session, employee)
        await book.settle([], {}, ground(2, at=AT + 3 * HOUR), receipt("k4"), (None, None, ""))
    assert await met((eve, tuesday)) == (False, [])


async def test_whoever_wants_a_book_waits_for_who_holds_it(database: Database, employee: str) -> None:
    """Held from another process: the second sees the entries of the first, or the sum would be wrong."""
    is_held, may_end = asyncio.Event(), asyncio.Event()

    async def hold(own: Database) -> None:
        async with own.writing() as session:
            book = await lock(session, employee)
            is_held.set()
            await may_end.wait()
            await book.settle([], {FMLA: [charge(MONDAY)]}, ground())

    async def look() -> list[LedgerEntry]:
        async with database.writing() as session:
            return await (await lock(session, employee)).entries()

    async with opened(url_of(database)) as other:
        holding = asyncio.create_task(hold(other))
        await is_held.wait()
        looking = asyncio.create_task(look())
        waited, _ = await asyncio.wait([looking], timeout=0.3)
        assert not waited
        may_end.set()
        assert days(await looking) == [(MONDAY, 480)]
        await holding


async def test_on_postgres_the_book_of_somebody_else_is_free(database: Database, employee: str) -> None:
    if database.is_sqlite:
        return  # there is one writer at a time, whoever it writes for
    await bring_in(database, PERSON | {"number": "200"})
    other = await ref_of(database, "200")
    async with database.writing() as session, opened(url_of(database)) as elsewhere:
        await lock(session, employee)
        async with asyncio.timeout(10):
            await settle(elsewhere, other, [charge(MONDAY)], ground(cause="LV-2/period/1"))
    assert days(await book_of(database, other)) == [(MONDAY, 480)]
