"""The record of a wake: the ledger is charged once for each key, corrected by reversals, and never by a late word."""

import asyncio
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from activities.record import Records
from infra import directory
from infra.database import Database
from infra.directory_desk import DirectoryDesk
from infra.keyring import Keyring, Tier
from infra.ledger import Book
from infra.register import Register
from infra.tables import LedgerEntry
from tests.activities.asking import ask
from tests.activities.owing import hours, owed, period, post, withdraw
from tests.case.telling import Telling
from tests.case.telling import period as asked
from tests.infra.cases import AT, REFERENCE, note, task
from tests.infra.people import AGENCY, PERSON, SCHEDULE, bring_in, ref_of
from tests.rules.facts import at
from workflows.case.duties import ChargeNothing, PostCharge
from workflows.rules.schedule import Cause
from workflows.rules.schedule_changes import ScheduleChange
from workflows.rules.spans import Days
from workflows.signatures import ChargeReceipt

TEST_DAY = "2026-03-03"


async def charge(records: Records, employee: str, *duties: PostCharge, version: int = 1) -> tuple[ChargeReceipt, ...]:
    """The receipts for some charges in one record."""
    return (await ask(records.record, owed(*duties, employee=employee, version=version))).receipts


def minutes(entries: list[LedgerEntry]) -> list[int]:
    """Minutes in order of recording."""
    return [entry.minutes for entry in entries]


async def test_a_charge_is_posted_with_all_that_it_rests_on(records: Records, register: Register, rowan: str) -> None:
    wanted = hours(f"{TEST_DAY}T10:00", f"{TEST_DAY}T12:00")
    (receipt,) = await charge(records, rowan, post(wanted, key="k", sequence=3))
    assert receipt == ChargeReceipt(
        key="k", cause=f"{REFERENCE}/period/1", minutes=120, minutes_beyond=0, schedule_known=True
    )
    (entry,) = await register.entries(rowan)
    assert (entry.minutes, entry.weeks, entry.base_minutes, entry.rules) == (120, "1/20", "2400", "C1")
    assert (entry.starts_at, entry.ends_at) == (at(f"{TEST_DAY}T10:00"), at(f"{TEST_DAY}T12:00"))
    assert (entry.sequence, entry.reason, entry.known_at) == (3, "own_condition", AT)
    assert (entry.policy, entry.calendar) == ("massachusetts-executive-2026 3", "massachusetts-2024-2035.1")


async def test_the_same_key_twice_gives_the_first_receipt_and_writes_nothing(
    records: Records, register: Register, rowan: str
) -> None:
    first = post(period("2026-03-02", "2026-03-06"), key="k")
    (receipt,) = await charge(records, rowan, first)
    before = [entry.model_dump() for entry in await register.entries(rowan)]
    again = await charge(records, rowan, first, version=2)
    otherwise = await charge(records, rowan, post(ChargeNothing(), key="k", sequence=9), version=3)
    assert [*again, *otherwise] == [receipt, receipt]
    assert [entry.model_dump() for entry in await register.entries(rowan)] == before


async def test_the_same_key_at_once_from_two_attempts_is_posted_once(
    records: Records, register: Register, rowan: str
) -> None:
    duty = post(period("2026-03-02", "2026-03-06"), key="k")
    receipts = await asyncio.gather(*(charge(records, rowan, duty) for _ in range(6)))
    assert len(set(receipts)) == 1
    assert minutes(await register.entries(rowan)) == [480] * 5


async def test_a_correction_reverses_and_posts_anew(records: Records, register: Register, rowan: str) -> None:
    cause = f"{REFERENCE}/absence/a-1"
    told = hours(f"{TEST_DAY}T10:00", f"{TEST_DAY}T12:00")
    corrected = hours(f"{TEST_DAY}T10:00", f"{TEST_DAY}T11:00")
    await charge(records, rowan, post(told, key="k/1", cause=cause, sequence=0))
    (receipt,) = await charge(records, rowan, post(corrected, key="k/2", cause=cause, sequence=1), version=2)
    assert receipt.minutes == 60
    assert minutes(await register.entries(rowan)) == [120, -120, 60]


async def test_a_lower_sequence_that_arrives_later_changes_nothing(
    records: Records, register: Register, rowan: str
) -> None:
    late = post(period("2026-03-02", "2026-03-06"), key="k/1", sequence=1)
    await charge(records, rowan, post(period("2026-03-02", "2026-03-03"), key="k/2", sequence=2))
    (receipt,) = await charge(records, rowan, late, version=2)
    (repeated,) = await charge(records, rowan, late, version=3)
    assert receipt == repeated
    assert (receipt.key, receipt.minutes, receipt.minutes_beyond) == ("k/1", 0, 0)
    assert minutes(await register.entries(rowan)) == [480, 480]


async def test_nothing_stands_for_a_cause_that_is_taken_back(records: Records, register: Register, rowan: str) -> None:
    await charge(records, rowan, post(period("2026-03-02", "2026-03-03"), key="k/1"))
    (receipt,) = await charge(records, rowan, post(ChargeNothing(), key="k/2", sequence=2), version=2)
    assert (receipt.minutes, receipt.minutes_beyond, receipt.schedule_known) == (0, 0, True)
    assert sorted(minutes(await register.entries(rowan))) == [-480, -480, 480, 480]
    # The hours are free again for another case.
    (other,) = await charge(records, rowan, post(period("2026-03-02", "2026-03-03"), key="k/3", cause="LV-2/period/1"))
    assert other.minutes == 960


async def test_an_hour_that_two_cases_claim_is_charged_once(records: Records, register: Register, rowan: str) -> None:
    await charge(
        records, rowan, post(hours(f"{TEST_DAY}T10:00", f"{TEST_DAY}T12:00"), key="k/1", cause="LV-2/absence/1")
    )
    (receipt,) = await charge(records, rowan, post(hours(f"{TEST_DAY}T11:00", f"{TEST_DAY}T15:00"), key="k/2"))
    assert receipt.minutes == 150
    (around,) = await charge(records, rowan, post(period(TEST_DAY, TEST_DAY), key="k/3", cause="LV-3/period/1"))
    # It begins first: what the absences were charged for is its own now.
    assert around.minutes == 480
    assert sum(minutes(await register.entries(rowan))) == 480


async def test_charges_of_one_wake_see_each_other(records: Records, rowan: str) -> None:
    receipts = await charge(
        records,
        rowan,
        post(hours(f"{TEST_DAY}T10:00", f"{TEST_DAY}T12:00"), key="k/1", cause="LV-2/absence/1"),
        post(hours(f"{TEST_DAY}T10:00", f"{TEST_DAY}T12:00"), key="k/2", cause="LV-2/absence/2"),
        post(hours(f"{TEST_DAY}T10:00", f"{TEST_DAY}T12:00"), key="k/1", cause="LV-2/absence/1"),
    )
    assert [receipt.minutes for receipt in receipts] == [120, 0, 120]


async def test_any_past_answer_can_be_had_again(records: Records, register: Register, rowan: str) -> None:
    await charge(records, rowan, post(period("2026-03-02", "2026-03-06"), key="k/1"))
    between = datetime.now(UTC)
    await charge(records, rowan, post(period("2026-03-02", "2026-03-03"), key="k/2", sequence=2), version=2)
    async with register.database.reading() as session:
        book = Book(session, rowan)
        assert sum(minutes(await book.entries(recorded_by=between))) == 2400
        assert sum(minutes(await book.entries(recorded_by=datetime.now(UTC)))) == 960
        assert await book.entries(recorded_by=AT) == []


async def test_what_finds_no_entitlement_is_told_and_not_posted(
    records: Records, register: Register, rowan: str
) -> None:
    (receipt,) = await charge(records, rowan, post(period("2026-01-05", "2026-04-03"), key="k/1"))
    assert (receipt.minutes, receipt.minutes_beyond) == (28_800, 2_400)
    (more,) = await charge(records, rowan, post(period("2026-04-06", "2026-04-07"), key="k/2", cause="LV-2/period/1"))
    assert (more.minutes, more.minutes_beyond) == (0, 960)
    assert sum(minutes(await register.entries(rowan))) == 28_800


async def test_nobody_is_charged_whose_schedule_nobody_knows(records: Records, register: Register) -> None:
    duty = post(period("2026-03-02", "2026-03-06"), key="k")
    (receipt,) = await charge(records, "E-NOBODY", duty)
    assert (receipt.minutes, receipt.schedule_known) == (0, False)
    days = (Days(first_on=date(2026, 3, 2), last_on=date(2026, 3, 6)),)
    (again,) = await charge(records, "E-NOBODY", duty, version=2)
    assert receipt.uncounted == again.uncounted == days
    assert await register.entries("E-NOBODY") == []


async def test_825_200_h_a_holiday_waits_where_the_directory_does_not_tell_whether_it_is_worked(
    records: Records, rowan: str
) -> None:
    """From 4 May on Rowan works Monday to Thursday, ten hours, and nobody told of holidays: 25 May is one."""
    part = post(period("2026-05-25", "2026-05-26"), key="k/1")
    (receipt,) = await charge(records, rowan, part)
    (again,) = await charge(records, rowan, part, version=2)
    assert (receipt.minutes, receipt.schedule_known) == (600, False)
    assert receipt.uncounted == again.uncounted == (Days(first_on=date(2026, 5, 25), last_on=date(2026, 5, 25)),)
    (whole,) = await charge(records, rowan, post(period("2026-05-25", "2026-05-28"), key="k/2", sequence=2), version=3)
    assert (whole.minutes, whole.schedule_known, whole.uncounted) == (2400, True, ())


async def test_charges_without_their_policy_are_not_passed_over(records: Records, rowan: str) -> None:
    with pytest.raises(ValueError, match="policy"):
        await ask(records.record, owed(post(ChargeNothing(), key="k"), employee=rowan, policy=None))


async def test_a_record_keeps_register_history_tasks_and_snapshot(records: Records, register: Register) -> None:
    case = Telling(AT, asked("2026-03-09", "2026-03-20")).case
    done = await ask(
        records.record, owed(version=4, notes=(note("n/1"),), tasks=(task("t/1"), task("t/2")), snapshot=case)
    )
    assert (done.version, done.receipts) == (4, ())
    kept = await register.get(REFERENCE)
    assert kept is not None
    assert kept.version == 4
    assert [line.key for line in await register.history(REFERENCE)] == ["n/1"]
    assert await register.snapshot(REFERENCE) == case.model_dump_json().encode()

    late = await ask(
        records.record,
        owed(version=3, notes=(note("n/0"),), withdrawals=(withdraw(tasks=["t/1"], notices=[f"{REFERENCE}/x/1"]),)),
    )
    assert late.version == 4
    assert len(await register.history(REFERENCE)) == 2
    assert [row.key for row in await register.tasks()] == ["t/2"]
    assert {row.state for row in await register.deliveries(REFERENCE)} == {"withdrawn"}


async def test_a_task_asked_and_withdrawn_in_one_wake_is_closed(records: Records, register: Register) -> None:
    await ask(records.record, owed(tasks=(task("t/1"),), withdrawals=(withdraw(tasks=["t/1"]),)))
    assert await register.tasks() == []


async def test_a_record_is_whole_or_not_there_at_all(register: Register, keyring_file: Path, rowan: str) -> None:
    """The last thing to be written cannot be sealed: nothing of the wake is there, and it is asked again."""
    case = Telling(AT, asked("2026-03-09", "2026-03-20")).case
    everything = owed(
        post(period("2026-03-02", "2026-03-06"), key="k"),
        employee=rowan,
        notes=(note("n/1"),),
        tasks=(task("t/1"),),
        withdrawals=(withdraw(notices=["n"]),),
        snapshot=case,
    )
    blind = Register(register.database, Keyring(keyring_file, tiers=frozenset({Tier.S})))
    with pytest.raises(Exception, match="tier"):
        await ask(Records(blind, DirectoryDesk(register.database)).record, everything)
    assert await register.get(REFERENCE) is None
    assert await register.entries(rowan) == []
    assert await register.history(REFERENCE) == []
    assert await register.tasks() == []
    assert await register.deliveries(REFERENCE) == []

    done = await ask(Records(register, DirectoryDesk(register.database)).record, everything)
    assert [receipt.minutes for receipt in done.receipts] == [2400]


async def test_c1_what_lies_after_the_last_day_of_employment_is_not_charged_and_is_told(
    records: Records, register: Register, rowan: str
) -> None:
    async with register.database.writing() as session:
        person = await directory.by_ref(session, rowan)
        assert person is not None
        person.left_on = date(2026, 3, 4)
        session.add(person)
    after = post(hours("2026-03-05T10:00", "2026-03-05T12:00"), key="k", cause=f"{REFERENCE}/absence/a-1")
    (receipt,) = await charge(records, rowan, after)
    assert receipt.not_employed == (Days(first_on=date(2026, 3, 5), last_on=date(2026, 3, 5)),)
    assert (receipt.minutes, receipt.minutes_beyond, receipt.schedule_known) == (0, 0, True)
    assert await charge(records, rowan, after, version=2) == (receipt,)
    (receipt,) = await charge(records, rowan, post(period("2026-03-02", "2026-03-06"), key="p"), version=3)
    assert receipt.not_employed == (Days(first_on=date(2026, 3, 5), last_on=date(2026, 3, 6)),)
    assert minutes(await register.entries(rowan)) == [480] * 3


WARD = SCHEDULE | {"from_on": "2026-04-06", "anchor_on": "2026-04-06", "shifts": "1-3 07:00-17:00"}
LEAVE = {"leave_from": date(2026, 3, 9)}


@pytest.mark.parametrize(("told", "cause"), [({}, None), ({"cause": "the_leave"}, Cause.THE_LEAVE)])
async def test_c5_the_answer_tells_a_change_of_schedule_during_the_leave_and_its_cause(
    records: Records, database: Database, told: dict[str, str], cause: Cause | None
) -> None:
    await bring_in(database, AGENCY, PERSON, SCHEDULE, WARD | told)
    employee = await ref_of(database, "100")
    whole = post(period("2026-03-09", "2026-04-17"), key="k").model_copy(update=LEAVE)
    before = post(hours("2026-04-03T09:00", "2026-04-03T12:00"), key="k/2", cause="LV-2/absence/1")
    (first,) = await charge(records, employee, whole)
    (again,) = await charge(records, employee, whole, version=2)
    (early,) = await charge(records, employee, before.model_copy(update=LEAVE), version=3)
    (late,) = await charge(records, employee, before.model_copy(update={"key": "k/3"}), version=4)
    assert first.schedule_changes == again.schedule_changes == (ScheduleChange(on=date(2026, 4, 6), cause=cause),)
    assert (early.schedule_changes, late.schedule_changes) == ((), ())


@pytest.mark.parametrize(
    ("decided_on", "weeks", "cause"),
    [
        ("2026-02-02", Fraction(1), Cause.EMPLOYER),
        ("2026-03-20", Fraction(3, 4), Cause.EMPLOYER),  # after the notice of need: the week of then
        ("", Fraction(1), None),  # it is asked for, and counts until then
    ],
)
async def test_c5_a_change_after_the_notice_of_need_brings_no_week_of_its_own(
    records: Records, database: Database, register: Register, decided_on: str, weeks: Fraction, cause: Cause | None
) -> None:
    told = {"cause": "employer", "term": "permanent"} | ({"decided_on": decided_on} if decided_on else {})
    await bring_in(database, AGENCY, PERSON, SCHEDULE, WARD | told)
    employee = await ref_of(database, "100")
    leave = {"leave_from": date(2026, 3, 9), "notice_on": date(2026, 3, 2)}
    duty = post(period("2026-04-06", "2026-04-12"), key="k").model_copy(update=leave)
    (receipt,) = await charge(records, employee, duty)
    entries = await register.entries(employee)
    assert sum(Fraction(entry.weeks) for entry in entries) == weeks
    assert receipt.schedule_changes == (ScheduleChange(on=date(2026, 4, 6), cause=cause),)
