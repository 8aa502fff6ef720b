"""What an absence or a period comes to, against what stands in the ledger already: weeks computed by hand.

The days are real: 16 February, 20 April and 19 June 2026 are holidays. Office hours are 9:00 to 17:30 with an unpaid
half hour at 13:00: eight hours a day, forty a week.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.facts import OFFICE, POLICY, WARD, at, changed_all, cycle, day, policy, workdays
from workflows.rules.banks import Stands
from workflows.rules.calendar import days_after
from workflows.rules.chargeable import Chargeable, ChargeAbsence, ChargeNothing, ChargePeriod
from workflows.rules.ledger_entries import Used
from workflows.rules.plans import Mark, Plan, PlanEntry
from workflows.rules.policy import LeavePolicy
from workflows.rules.posting import Computed, Told, compute, count
from workflows.rules.schedule import Schedule


def period(first: str, last: str) -> ChargePeriod:
    """All scheduled time of these days."""
    return ChargePeriod(first_on=day(first), last_on=day(last))


def absence(starts: str, ends: str) -> ChargeAbsence:
    """The scheduled time between two moments by the clock in New York."""
    return ChargeAbsence(starts_at=at(starts), ends_at=at(ends))


def computed(wanted: Chargeable, stands: Stands, *, schedule: Schedule, policy: LeavePolicy) -> Computed:
    """Counted, and then held against what stands."""
    counted = count(wanted, schedule=schedule, policy=policy)
    return compute([Told("", counted)], stands, schedule=schedule, policy=policy)[""]


def charged(wanted: Chargeable, *others: Used, schedule: Schedule = OFFICE) -> dict[str, int]:
    """Minutes by day."""
    found = computed(wanted, Stands(others), schedule=schedule, policy=POLICY)
    return {str(charge.on): charge.minutes for charge in found.charges}


def standing(wanted: Chargeable, *others: Used, schedule: Schedule = OFFICE) -> tuple[Used, ...]:
    """What would stand for this cause, after others."""
    return of(wanted, computed(wanted, Stands(others), schedule=schedule, policy=POLICY))


def of(wanted: Chargeable, computed: Computed) -> tuple[Used, ...]:
    """A computed charge as entries that stand."""
    hours: tuple[datetime | None, datetime | None] = (None, None)
    if isinstance(wanted, ChargeAbsence):
        hours = (wanted.starts_at, wanted.ends_at)
    return tuple(use(c.on, c.minutes, *hours) for c in computed.charges)


def use(on: date, minutes: int, starts_at: datetime | None = None, ends_at: datetime | None = None) -> Used:
    """Use of FMLA on a day, of a week of forty hours."""
    weeks = Fraction(minutes, 2400)
    return Used(on, weeks, minutes, Plan.FMLA, "fmla", starts_at=starts_at, ends_at=ends_at)


def used_up(minutes: int) -> tuple[Used, ...]:
    """So many minutes used in the year before, eight hours a day."""
    days = workdays("2025-06-02", -(-minutes // 480))
    left = [min(480, minutes - 480 * n) for n in range(len(days))]
    return tuple(use(on, m) for on, m in zip(days, left, strict=True))


def test_a_holiday_in_a_full_week_is_charged() -> None:
    assert charged(period("2026-02-16", "2026-02-20")) == {f"2026-02-{n}": 480 for n in range(16, 21)}


def test_a_holiday_in_a_part_of_a_week_is_not_charged() -> None:
    assert charged(period("2026-02-16", "2026-02-18")) == {"2026-02-17": 480, "2026-02-18": 480}


def test_a_holiday_beside_a_full_week_is_charged_where_the_employer_chose_so() -> None:
    wanted = period("2026-02-17", "2026-02-20")
    assert sum(charged(wanted).values()) == 2400
    not_charged = computed(wanted, Stands(), schedule=OFFICE, policy=policy(edge_holiday="not_charged"))
    assert sum(c.minutes for c in not_charged.charges) == 1920


def test_a_ward_that_never_closes_is_charged_for_the_holiday_as_for_any_day() -> None:
    assert charged(period("2026-02-16", "2026-02-16"), schedule=WARD) == {"2026-02-16": 480}


def test_an_absence_is_charged_for_the_scheduled_hours_in_it() -> None:
    assert charged(absence("2026-03-03T10:00", "2026-03-03T12:00")) == {"2026-03-03": 120}
    assert charged(absence("2026-03-03T12:00", "2026-03-03T14:00")) == {"2026-03-03": 90}
    assert charged(absence("2026-03-03T16:00", "2026-03-04T10:00")) == {"2026-03-03": 90, "2026-03-04": 60}
    assert charged(absence("2026-03-07T09:00", "2026-03-08T17:00")) == {}


def test_the_same_hour_under_two_causes_is_charged_once() -> None:
    others = standing(absence("2026-03-03T10:00", "2026-03-03T12:00"))
    assert charged(absence("2026-03-03T11:00", "2026-03-03T15:00"), *others) == {"2026-03-03": 150}
    assert charged(absence("2026-03-03T10:00", "2026-03-03T12:00"), *others) == {}
    assert charged(absence("2026-03-03T09:00", "2026-03-03T17:30"), *others) == {"2026-03-03": 360}


def test_the_same_hour_under_three_causes_is_charged_once() -> None:
    first = standing(absence("2026-03-03T09:00", "2026-03-03T11:00"))
    second = standing(absence("2026-03-03T10:00", "2026-03-03T12:00"), *first)
    assert [s.minutes for s in second] == [60]
    assert charged(absence("2026-03-03T09:00", "2026-03-03T13:00"), *first, *second) == {"2026-03-03": 60}


def test_an_absence_inside_the_period_of_another_case_costs_nothing_more() -> None:
    others = standing(period("2026-03-02", "2026-03-06"))
    assert charged(absence("2026-03-03T10:00", "2026-03-03T12:00"), *others) == {}


def test_a_period_around_the_absence_of_another_case_takes_the_rest_of_the_day() -> None:
    others = standing(absence("2026-03-03T10:00", "2026-03-03T12:00"))
    found = charged(period("2026-03-02", "2026-03-04"), *others)
    assert found == {"2026-03-02": 480, "2026-03-03": 360, "2026-03-04": 480}


def test_two_periods_that_overlap_charge_each_day_once() -> None:
    others = standing(period("2026-03-02", "2026-03-04"))
    assert charged(period("2026-03-03", "2026-03-06"), *others) == {"2026-03-05": 480, "2026-03-06": 480}


def test_a_full_week_stays_full_around_hours_of_another_case() -> None:
    """Nobody worked in the week of the holiday: together the two cases come to one week, not to four fifths."""
    others = standing(absence("2026-02-17T09:00", "2026-02-17T12:00"))
    found = charged(absence("2026-02-16T00:00", "2026-02-21T00:00"), *others)
    assert found == {"2026-02-16": 480, "2026-02-17": 300, "2026-02-18": 480, "2026-02-19": 480, "2026-02-20": 480}


def test_an_hour_of_the_night_belongs_to_the_shift_in_which_it_lies() -> None:
    nights = cycle(dict.fromkeys(range(1, 8), ("19:00", "07:00", 0)), works_holidays=True)
    others = standing(absence("2026-03-04T01:00", "2026-03-04T03:00"), schedule=nights)
    assert [s.on for s in others] == [date(2026, 3, 3)]
    found = charged(absence("2026-03-03T23:00", "2026-03-04T05:00"), *others, schedule=nights)
    assert found == {"2026-03-03": 240}


def test_what_another_case_was_not_charged_for_lack_of_time_is_not_thought_to_be_charged() -> None:
    """The other absence stands on its first day only; its second found no entitlement."""
    wanted = absence("2026-03-03T09:00", "2026-03-04T17:30")
    on_tuesday = tuple(s for s in standing(wanted) if s.on == date(2026, 3, 3))
    assert charged(absence("2026-03-04T09:00", "2026-03-04T11:00"), *on_tuesday) == {"2026-03-04": 120}


def test_the_part_of_an_hour_that_another_case_was_not_charged_for_is_still_to_be_charged() -> None:
    """The other absence lay in the same hours and was cut to forty minutes, since no more was left then."""
    cut = use(date(2026, 3, 4), 40, at("2026-03-04T09:00"), at("2026-03-04T17:30"))
    assert charged(absence("2026-03-04T09:00", "2026-03-04T11:00"), cut) == {"2026-03-04": 80}


def test_no_more_is_charged_than_twelve_weeks() -> None:
    found = computed(
        period("2026-03-02", "2026-03-06"), Stands(used_up(28_800 - 1_000)), schedule=OFFICE, policy=POLICY
    )
    assert [c.minutes for c in found.charges] == [480, 480, 40]
    assert found.minutes_beyond == 1_400


def test_what_was_used_more_than_a_year_ago_is_there_again() -> None:
    found = computed(period("2026-06-02", "2026-06-02"), Stands(used_up(28_800)), schedule=OFFICE, policy=POLICY)
    assert ([c.minutes for c in found.charges], found.minutes_beyond) == ([480], 0)


def test_without_a_schedule_nothing_is_charged_and_somebody_must_look() -> None:
    nobody_knows = computed(
        period("2026-03-02", "2026-03-06"), Stands(), schedule=Schedule(assignments=()), policy=POLICY
    )
    assert nobody_knows == Computed((), 0, False)
    until_tuesday = cycle({n: ("09:00", "17:30", 30) for n in range(1, 6)}, to_on=date(2026, 3, 3))
    half_known = computed(
        absence("2026-03-03T09:00", "2026-03-04T10:00"), Stands(), schedule=until_tuesday, policy=POLICY
    )
    assert (half_known.schedule_known, [c.minutes for c in half_known.charges]) == (False, [480])


def test_an_absence_until_midnight_does_not_ask_for_the_schedule_of_the_next_day() -> None:
    until_tuesday = cycle({n: ("09:00", "17:30", 30) for n in range(1, 6)}, to_on=date(2026, 3, 3))
    found = computed(absence("2026-03-03T09:00", "2026-03-04T00:00"), Stands(), schedule=until_tuesday, policy=POLICY)
    assert (found.schedule_known, [c.minutes for c in found.charges]) == (True, [480])


def test_nothing_is_nothing() -> None:
    nothing = computed(ChargeNothing(), Stands(used_up(28_800)), schedule=Schedule(assignments=()), policy=POLICY)
    assert nothing == Computed((), 0, True)


@st.composite
def absences(draw: st.DrawFn) -> ChargeAbsence:
    """Some hours in two weeks without a holiday."""
    starts = draw(st.integers(0, 14 * 24 * 4))
    length = draw(st.integers(1, 30 * 4))
    begins_at = at("2026-03-08T00:00") + timedelta(minutes=15 * starts)
    return ChargeAbsence(starts_at=begins_at, ends_at=begins_at + timedelta(minutes=15 * length))


def scheduled(told: Iterable[ChargeAbsence]) -> int:
    """Minutes of work in all these hours, each hour once, however many absences have it."""
    quarters = {
        one.starts_at + timedelta(minutes=15 * n)
        for one in told
        for n in range(int((one.ends_at - one.starts_at) / timedelta(minutes=15)))
    }
    shifts = OFFICE.shifts_between(day("2026-03-07"), day("2026-03-25"))
    return sum(s.minutes_within(q, q + timedelta(minutes=15)) for q in quarters for s in shifts)


@given(st.lists(absences(), min_size=1, max_size=5))
def test_absences_told_after_each_other_are_charged_for_every_hour_once(told: list[ChargeAbsence]) -> None:
    stands: tuple[Used, ...] = ()
    for one in told:
        stands += standing(one, *stands)
    assert sum(s.minutes for s in stands) == scheduled(told)


@given(st.lists(absences(), min_size=1, max_size=5), st.randoms())
def test_absences_counted_together_are_charged_for_every_hour_once_in_whatever_order(
    told: list[ChargeAbsence], by_chance: Random
) -> None:
    asked = [Told(f"{n}", count(one, schedule=OFFICE, policy=POLICY)) for n, one in enumerate(told)]
    found = compute(asked, Stands(), schedule=OFFICE, policy=POLICY)
    assert sum(c.minutes for one in found.values() for c in one.charges) == scheduled(told)
    by_chance.shuffle(asked)
    assert compute(asked, Stands(), schedule=OFFICE, policy=POLICY) == found
    rest = compute(asked[1:], Stands(), schedule=OFFICE, policy=POLICY) if asked[1:] else {}
    left = [one for n, one in enumerate(told) if f"{n}" != asked[0].cause]
    assert sum(c.minutes for one in rest.values() for c in one.charges) == scheduled(left)


def test_an_entry_that_was_told_is_the_same_when_it_is_kept() -> None:
    entry = PlanEntry(
        on=day("2026-03-02"),
        weeks=Fraction(1, 5),
        minutes=480,
        plan=Plan.ABUSE,
        bank="abuse",
        workday_minutes=480,
    )
    assert Used.of(entry).told() == entry


def test_a_holiday_that_another_bank_holds_stays_there() -> None:
    """The same Memorial Day stands in two banks; charging it anew in one leaves the other as it is."""
    leave = Used(day("2026-05-25"), Fraction(1, 5), 480, Plan.PFML, "pfml", (Mark.MEDICAL,), None, "LV-2/period/1")
    alone = computed(period("2026-05-25", "2026-05-29"), Stands(), schedule=OFFICE, policy=POLICY)
    beside = computed(period("2026-05-25", "2026-05-29"), Stands((leave,)), schedule=OFFICE, policy=POLICY)
    assert beside.charges == alone.charges


def test_825_200_h_days_beyond_the_table_of_holidays_wait_like_days_without_a_schedule() -> None:
    last = POLICY.calendar.last_on
    wanted = ChargePeriod(first_on=days_after(last, -1), last_on=days_after(last, 1))
    found = count(wanted, schedule=OFFICE, policy=POLICY)
    assert ([c.on for c in found.charges], found.unknown) == ([last], (days_after(last, 1),))
    assert not found.schedule_known
    assert count(wanted, schedule=WARD, policy=POLICY).schedule_known


UNTOLD = changed_all(OFFICE, works_holidays=None)
"""Office hours of somebody of whom nobody told whether holidays are worked; 25 May 2026 is one, a Monday."""


@pytest.mark.parametrize(
    ("wanted", "minutes", "unknown"),
    [
        (period("2026-05-25", "2026-05-29"), 2400, []),  # a full week counts as one, worked or not
        (period("2026-05-25", "2026-05-26"), 480, ["2026-05-25"]),
        (period("2026-05-26", "2026-05-29"), 1920, ["2026-05-25"]),  # the holiday at the edge counts if it is free
        (absence("2026-05-25T09:00", "2026-05-25T12:00"), 0, ["2026-05-25"]),
        (absence("2026-05-26T09:00", "2026-05-26T12:00"), 180, []),
        (period("2026-06-01", "2026-06-05"), 2400, []),
    ],
)
def test_825_200_h_a_holiday_waits_where_the_charge_turns_on_whether_it_is_worked(
    wanted: Chargeable, minutes: int, unknown: list[str]
) -> None:
    found = count(wanted, schedule=UNTOLD, policy=POLICY)
    assert (sum(c.minutes for c in found.charges), [str(on) for on in found.unknown]) == (minutes, unknown)
    posted = computed(wanted, Stands(), schedule=UNTOLD, policy=POLICY)
    assert (sum(c.minutes for c in posted.charges), posted.schedule_known) == (minutes, not unknown)


def test_825_200_h_a_holiday_waits_that_two_causes_would_have_in_a_full_week_if_it_is_free() -> None:
    halves = {"LV-1": period("2026-05-26", "2026-05-27"), "LV-2": period("2026-05-28", "2026-05-29")}
    told = [Told(cause, count(wanted, schedule=UNTOLD, policy=POLICY)) for cause, wanted in halves.items()]
    assert [one.counted.unknown for one in told] == [(), ()]
    found = compute(told, Stands(), schedule=UNTOLD, policy=POLICY)
    assert [sum(c.minutes for c in one.charges) for one in found.values()] == [960, 960]
    assert [one.schedule_known for one in found.values()] == [False, True]


@given(st.integers(0, 20), st.integers(0, 20))
def test_what_is_counted_of_untold_holidays_holds_whether_they_are_worked_or_not(first: int, more: int) -> None:
    first_on = days_after(day("2026-05-18"), first)
    wanted = ChargePeriod(first_on=first_on, last_on=days_after(first_on, more))
    found = count(wanted, schedule=UNTOLD, policy=POLICY)
    for works in (True, False):
        told = count(wanted, schedule=changed_all(UNTOLD, works_holidays=works), policy=POLICY)
        kept = {c.on: c.minutes for c in told.charges if c.on not in found.unknown}
        assert {c.on: c.minutes for c in found.charges} == kept


def overtime(mark: str) -> Schedule:
    """Office hours with four more on Wednesday, 3 June 2026."""
    return changed_overtime(OFFICE, [{"on": "2026-06-03", "starts": "17:30", "ends": "21:30", "overtime": mark}])


def changed_overtime(schedule: Schedule, more: list[dict[str, str]]) -> Schedule:
    """The same with overtime beside its shifts."""
    return Schedule.model_validate(schedule.model_dump() | {"overtime": more})


@pytest.mark.parametrize(
    ("mark", "minutes", "unknown"), [("mandatory", 720, []), ("voluntary", 480, []), ("unknown", 480, ["2026-06-03"])]
)
@pytest.mark.parametrize(
    "wanted", [absence("2026-06-03T09:00", "2026-06-03T21:30"), period("2026-06-03", "2026-06-03")]
)
def test_825_205_c_missed_overtime_of_which_nobody_told_whether_it_was_mandatory_waits(
    wanted: Chargeable, mark: str, minutes: int, unknown: list[str]
) -> None:
    """What is surely missed is counted, and somebody is asked about the rest."""
    found = count(wanted, schedule=overtime(mark), policy=POLICY)
    assert (sum(c.minutes for c in found.charges), [str(on) for on in found.unknown]) == (minutes, unknown)


def test_825_205_c_overtime_that_was_not_missed_asks_nothing() -> None:
    morning = absence("2026-06-03T09:00", "2026-06-03T12:00")
    beside = policy(occasional_overtime="not_in_base")
    found = count(morning, schedule=overtime("unknown"), policy=beside)
    assert (sum(c.minutes for c in found.charges), found.unknown) == (180, ())
    of_the_week = count(morning, schedule=overtime("unknown"), policy=POLICY)
    assert [str(on) for on in of_the_week.unknown] == ["2026-06-03"]


POSTED = {"2026-06-01": [("22:00", "06:00")], "2026-06-03": [("07:00", "15:00")], "2026-06-04": []}
"""What was posted for somebody without a pattern: a night, a day, and a day off."""


@pytest.mark.parametrize(
    ("wanted", "unknown"),
    [
        (absence("2026-06-03T09:00", "2026-06-03T12:00"), ["2026-06-03"]),
        (absence("2026-06-02T01:00", "2026-06-02T03:00"), ["2026-06-01", "2026-06-02"]),  # nothing tells of Tuesday
        (absence("2026-06-03T16:00", "2026-06-03T18:00"), []),
        (absence("2026-06-04T09:00", "2026-06-04T12:00"), []),
        (period("2026-06-03", "2026-06-04"), ["2026-06-03"]),
    ],
)
def test_825_205_b_3_work_that_was_posted_waits_while_the_week_that_it_is_a_part_of_is_not_known(
    wanted: Chargeable, unknown: list[str]
) -> None:
    posted = [{"on": on, "shifts": [{"starts": a, "ends": b} for a, b in told]} for on, told in POSTED.items()]
    anchor = {"from_on": "2024-01-01", "anchor_on": "2024-01-01", "cycle_days": 7, "kind": "variable", "shifts": []}
    schedule = Schedule.model_validate({"assignments": [anchor], "posted": posted})
    found = count(wanted, schedule=schedule, policy=POLICY)
    assert (found.charges, [str(on) for on in found.unknown]) == ((), unknown)
