"""Hours and holidays that several absences share, whichever cases they belong to and however they come.

16 February 2026, a Monday, is a holiday. The employee works office hours, eight a day, forty a week.
"""

import asyncio
from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from activities.banks import bank_of
from activities.record import Records
from infra.ledger import Book
from infra.register import Register
from tests.activities.owing import hours, pay, period, post
from workflows.case.duties import Chargeable, ChargeNothing, PlanShare, PostCharge
from workflows.rules.plans import Plan
from workflows.rules.spans import Days

HOLIDAY = date(2026, 2, 16)
TUESDAY = hours("2026-02-17T09:00", "2026-02-17T17:30")
REST = hours("2026-02-18T09:00", "2026-02-20T17:30")


def told(charge: Chargeable, case: str, sequence: int = 1, *, plans: tuple[PlanShare, ...] = ()) -> PostCharge:
    """What one case says of its absence."""
    duty = post(charge, key=f"{case}/charge/{sequence}", cause=f"{case}/absence/1", sequence=sequence)
    return duty.model_copy(update={"plans": plans}) if plans else duty


async def standing(register: Register, employee: str, bank: str = "fmla") -> dict[str, int]:
    """Minutes that stand in a bank for each case."""
    found: dict[str, int] = {}
    async with register.database.reading() as session:
        for entry in await Book(session, employee).standing():
            if entry.bank == bank:
                case = entry.cause.partition("/")[0]
                found[case] = found.get(case, 0) + entry.minutes
    return found


async def test_c8_a_week_that_two_cases_fill_has_its_holiday_charged_to_the_first(
    records: Records, register: Register, rowan: str
) -> None:
    (first,) = await pay(records, [told(TUESDAY, "LV-1")], employee=rowan)
    assert await standing(register, rowan) == {"LV-1": 480}
    (second,) = await pay(records, [told(REST, "LV-2")], employee=rowan)
    assert await standing(register, rowan) == {"LV-1": 960, "LV-2": 1440}
    assert (first.minutes, second.minutes) == (480, 1440)
    held = [entry for entry in await register.entries(rowan) if entry.happened_on == HOLIDAY]
    assert [(e.minutes, e.cause, e.sequence, e.rules, e.weeks) for e in held] == [
        (480, "LV-1/absence/1", 1, "C8", "1/5")
    ]


async def test_what_a_recount_comes_to_is_answered_beside_what_was_answered_before(
    records: Records, register: Register, rowan: str
) -> None:
    await pay(records, [told(TUESDAY, "LV-1")], employee=rowan)
    await pay(records, [told(REST, "LV-2")], employee=rowan)
    async with register.database.reading() as session:
        kept = await Book(session, rowan).receipts("LV-1/absence/1")
    answers = {row.key: (row.minutes, row.sequence) for row in kept}
    assert answers == {"LV-1/charge/1": (480, 1), "LV-2/charge/1/recounted/LV-1/absence/1": (960, 1)}


async def test_c8_a_cancelled_absence_takes_the_holiday_of_the_other_with_it(
    records: Records, register: Register, rowan: str
) -> None:
    await pay(records, [told(TUESDAY, "LV-1")], employee=rowan)
    await pay(records, [told(REST, "LV-2")], employee=rowan)
    between = datetime.now(UTC)
    await pay(records, [told(ChargeNothing(), "LV-2", 2)], employee=rowan)
    assert await standing(register, rowan) == {"LV-1": 480}
    entries = await register.entries(rowan)
    assert sorted(e.minutes for e in entries if e.happened_on == HOLIDAY) == [-480, 480]
    assert sum(e.minutes for e in await register.entries(rowan, recorded_by=between)) == 2400


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_the_order_in_which_absences_are_told_changes_nothing(
    records: Records, register: Register, rowan: str, order: tuple[int, ...]
) -> None:
    days = hours("2026-02-18T09:00", "2026-02-19T17:30"), hours("2026-02-20T09:00", "2026-02-20T17:30")
    duties = [told(TUESDAY, "LV-1"), told(days[0], "LV-2"), told(days[1], "LV-3")]
    for number in order:
        await pay(records, [duties[number]], employee=rowan)
    assert await standing(register, rowan) == {"LV-1": 960, "LV-2": 960, "LV-3": 480}


async def test_absences_told_at_once_are_charged_for_the_holiday_once(
    records: Records, register: Register, rowan: str
) -> None:
    days = [hours(f"2026-02-{n}T09:00", f"2026-02-{n}T17:30") for n in (17, 18, 19, 20)]
    duties = [told(charge, f"LV-{n % 2 + 1}{n}") for n, charge in enumerate(days)]
    await asyncio.gather(*(pay(records, [duty, duty], employee=rowan) for duty in reversed(duties)))
    assert await standing(register, rowan) == {"LV-10": 960, "LV-21": 480, "LV-12": 480, "LV-23": 480}


async def test_a_message_that_comes_again_or_too_late_moves_no_holiday(
    records: Records, register: Register, rowan: str
) -> None:
    first, second = told(TUESDAY, "LV-1", 3), told(REST, "LV-2")
    await pay(records, [first], employee=rowan)
    await pay(records, [second], employee=rowan)
    before = [entry.model_dump() for entry in await register.entries(rowan)]
    again = [
        first,
        second,
        told(ChargeNothing(), "LV-1", 2),
        told(hours("2026-02-17T09:00", "2026-02-17T10:00"), "LV-1", 1),
    ]
    for duty in again:
        await pay(records, [duty], employee=rowan)
    assert [entry.model_dump() for entry in await register.entries(rowan)] == before


async def test_a_holiday_goes_where_the_week_begins_whoever_is_told_of_last(
    records: Records, register: Register, rowan: str
) -> None:
    await pay(records, [told(hours("2026-02-17T10:00", "2026-02-20T17:30"), "LV-2")], employee=rowan)
    assert await standing(register, rowan) == {"LV-2": 420 + 1440}
    await pay(records, [told(hours("2026-02-17T09:00", "2026-02-17T10:00"), "LV-1")], employee=rowan)
    assert await standing(register, rowan) == {"LV-1": 60 + 480, "LV-2": 420 + 1440}
    await pay(records, [told(ChargeNothing(), "LV-1", 2)], employee=rowan)
    await pay(records, [told(hours("2026-02-17T09:00", "2026-02-20T17:30"), "LV-2", 2)], employee=rowan)
    assert await standing(register, rowan) == {"LV-2": 2400}


async def test_the_last_day_of_a_period_may_be_another_case(records: Records, register: Register, rowan: str) -> None:
    await pay(records, [told(period("2026-02-17", "2026-02-19"), "LV-1")], employee=rowan)
    friday = told(hours("2026-02-20T09:00", "2026-02-20T17:30"), "LV-2")
    await pay(records, [friday], employee=rowan)
    assert await standing(register, rowan) == {"LV-1": 1920, "LV-2": 480}


async def test_a_week_is_filled_in_each_bank_by_itself(records: Records, register: Register, rowan: str) -> None:
    """The second absence is no FMLA leave: for FMLA the week is partial."""
    both = PlanShare(plan=Plan.FMLA), PlanShare(plan=Plan.COMMONWEALTH)
    await pay(records, [told(TUESDAY, "LV-1", plans=both)], employee=rowan)
    await pay(records, [told(REST, "LV-2", plans=both[1:])], employee=rowan)
    assert await standing(register, rowan) == {"LV-1": 480}
    assert await standing(register, rowan, "commonwealth") == {"LV-1": 960, "LV-2": 1440}


@pytest.mark.parametrize(
    "share",
    [
        PlanShare(plan=Plan.FMLA, from_on=date(2026, 2, 17)),
        PlanShare(plan=Plan.FMLA, except_for=(Days(first_on=HOLIDAY, last_on=HOLIDAY),)),
    ],
    ids=["eligible from then on", "certified late"],
)
async def test_no_holiday_comes_to_a_cause_for_which_that_day_does_not_count(
    records: Records, register: Register, rowan: str, share: PlanShare
) -> None:
    """825.110(d), 825.313: the week is full, and its holiday would be of the first cause if it counted there."""
    await pay(records, [told(TUESDAY, "LV-1", plans=(share,))], employee=rowan)
    await pay(records, [told(REST, "LV-2")], employee=rowan)
    assert await standing(register, rowan) == {"LV-1": 480, "LV-2": 1440}
    await pay(records, [told(TUESDAY, "LV-1", 2)], employee=rowan)
    assert await standing(register, rowan) == {"LV-1": 960, "LV-2": 1440}


async def test_n1_a_holiday_finds_no_more_than_is_left(records: Records, register: Register, rowan: str) -> None:
    before = post(period("2025-11-13", "2026-02-06"), key="k", cause="LV-0/period/1")
    await pay(records, [before], employee=rowan)
    used = sum((await standing(register, rowan)).values())
    await pay(records, [told(TUESDAY, "LV-1")], employee=rowan)
    await pay(records, [told(REST, "LV-2")], employee=rowan)
    total = sum((await standing(register, rowan)).values())
    assert total == min(28_800, used + 2400)


EARLY = hours("2026-02-24T09:00", "2026-02-24T14:00")
LATE = hours("2026-02-24T12:00", "2026-02-24T17:30")


@pytest.mark.parametrize("order", list(permutations(("LV-1", "LV-2"))))
async def test_c13_an_hour_of_two_absences_is_charged_while_one_of_them_stands(
    records: Records, register: Register, rowan: str, order: tuple[str, str]
) -> None:
    """9:00 to 14:00 is four and a half hours of work, 12:00 to 17:30 five, both together the whole day."""
    duties = {"LV-1": EARLY, "LV-2": LATE}
    for case in order:
        await pay(records, [told(duties[case], case)], employee=rowan)
    assert sum((await standing(register, rowan)).values()) == 480
    await pay(records, [told(ChargeNothing(), "LV-2", 2)], employee=rowan)
    assert await standing(register, rowan) == {"LV-1": 270}
    await pay(records, [told(LATE, "LV-2", 3)], employee=rowan)
    await pay(records, [told(ChargeNothing(), "LV-1", 2)], employee=rowan)
    assert await standing(register, rowan) == {"LV-2": 300}


@pytest.mark.parametrize("order", [("LV-1", "LV-2"), ("LV-2", "LV-1")])
async def test_n6_an_hour_is_caregiver_leave_or_other_fmla_leave_and_never_both(
    records: Records, register: Register, rowan: str, order: tuple[str, str]
) -> None:
    """825.127(e)(4): each in a bank of its own, and the hours of both are those of one person."""
    care = told(EARLY, "LV-1", plans=(PlanShare(plan=Plan.CAREGIVER),))
    duties = {"LV-1": care, "LV-2": told(LATE, "LV-2")}
    for case in order:
        await pay(records, [duties[case]], employee=rowan)
    bank = bank_of(care.plans[0], care).bank
    assert await standing(register, rowan, bank) == {"LV-1": 270}
    assert await standing(register, rowan) == {"LV-2": 210}
    nothing = told(ChargeNothing(), "LV-1", 2, plans=care.plans)
    await pay(records, [nothing], employee=rowan)
    assert await standing(register, rowan) == {"LV-2": 300}


async def test_c13_telling_everything_again_changes_nothing(records: Records, register: Register, rowan: str) -> None:
    """A decision of DFML has every absence of a case told again, though none of them changed."""
    for sequence in (1, 2):
        for case, charge in (("LV-1", EARLY), ("LV-2", LATE)):
            await pay(records, [told(charge, case, sequence)], employee=rowan)
            if sequence == 2:
                assert await standing(register, rowan) == {"LV-1": 270, "LV-2": 210}


async def test_c13_an_absence_that_was_free_is_charged_when_the_other_goes(
    records: Records, register: Register, rowan: str
) -> None:
    inside = hours("2026-02-24T10:00", "2026-02-24T12:00")
    await pay(records, [told(EARLY, "LV-1")], employee=rowan)
    (second,) = await pay(records, [told(inside, "LV-2")], employee=rowan)
    assert second.minutes == 0
    await pay(records, [told(ChargeNothing(), "LV-1", 2)], employee=rowan)
    assert await standing(register, rowan) == {"LV-2": 120}


async def test_c13_a_period_that_ends_sooner_leaves_its_days_to_the_absence_of_another_case(
    records: Records, register: Register, rowan: str
) -> None:
    await pay(records, [told(period("2026-02-23", "2026-02-27"), "LV-1")], employee=rowan)
    await pay(records, [told(EARLY, "LV-2")], employee=rowan)
    assert await standing(register, rowan) == {"LV-1": 2400}
    await pay(records, [told(period("2026-02-23", "2026-02-23"), "LV-1", 2)], employee=rowan)
    assert await standing(register, rowan) == {"LV-1": 480, "LV-2": 270}


async def test_c13_shared_hours_go_on_from_one_day_to_the_next(
    records: Records, register: Register, rowan: str
) -> None:
    """Three absences of which each meets the next: the last one is counted anew when the first one goes."""
    chain = [
        hours("2026-02-23T15:30", "2026-02-24T10:00"),
        hours("2026-02-24T09:00", "2026-02-25T10:00"),
        hours("2026-02-25T09:00", "2026-02-25T11:00"),
    ]
    for number, charge in reversed(list(enumerate(chain))):
        await pay(records, [told(charge, f"LV-{number}")], employee=rowan)
    assert await standing(register, rowan) == {"LV-0": 120 + 60, "LV-1": 420 + 60, "LV-2": 60}
    await pay(records, [told(ChargeNothing(), "LV-0", 2)], employee=rowan)
    assert await standing(register, rowan) == {"LV-1": 480 + 60, "LV-2": 60}


async def test_c13_of_words_with_one_number_the_last_one_holds(
    records: Records, register: Register, rowan: str
) -> None:
    """A late paper has days told again that did not change, under the number that they had."""
    await pay(records, [told(EARLY, "LV-1"), told(LATE, "LV-2")], employee=rowan)
    none = PlanShare(plan=Plan.FMLA, except_for=(Days(first_on=date(2026, 2, 24), last_on=date(2026, 2, 24)),))
    again = told(EARLY, "LV-1", plans=(none,)).model_copy(update={"key": "LV-1/charge/anew"})
    await pay(records, [again], employee=rowan)
    assert await standing(register, rowan) == {"LV-2": 300}
    await pay(records, [told(LATE, "LV-2", 2)], employee=rowan)
    assert await standing(register, rowan) == {"LV-2": 300}


async def test_c13_what_is_counted_again_is_a_reversal_and_a_new_entry(
    records: Records, register: Register, rowan: str
) -> None:
    await pay(records, [told(LATE, "LV-2")], employee=rowan)
    before = datetime.now(UTC)
    await pay(records, [told(EARLY, "LV-1")], employee=rowan)
    entries = [(e.minutes, e.cause, e.sequence) for e in await register.entries(rowan)]
    assert sorted(entries) == sorted(
        [
            (300, "LV-2/absence/1", 1),
            (-300, "LV-2/absence/1", 1),
            (210, "LV-2/absence/1", 1),
            (270, "LV-1/absence/1", 1),
        ]
    )
    assert sum(e.minutes for e in await register.entries(rowan, recorded_by=before)) == 300
