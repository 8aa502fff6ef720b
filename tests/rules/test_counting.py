"""What leave is charged. 29 CFR 825.200(h), 825.205 (law.md C1, C2, C4, C7, C8, C10, C13)."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.facts import (
    NIGHTS,
    OFFICE,
    PART_TIME,
    PITMAN,
    POLICY,
    WARD,
    at,
    cycle,
    day,
    minutes,
    policy,
    weeks,
)
from tests.rules.test_schedules import schedules
from workflows.rules.counting import charge_absence, charge_period, charge_reduced, uncharged
from workflows.rules.counting_weeks import DayCharge
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Schedule

NOT_AT_THE_EDGE = policy(edge_holiday="not_charged")


def period(first: str, last: str, schedule: Schedule, by: LeavePolicy = POLICY) -> tuple[DayCharge, ...]:
    """Leave in one piece."""
    return charge_period(day(first), day(last), schedule=schedule, policy=by)


def absence(starts: str, ends: str, schedule: Schedule) -> tuple[DayCharge, ...]:
    """One absence, by the clock in New York."""
    return charge_absence(at(starts), at(ends), schedule=schedule, policy=POLICY)


# Memorial Day is Monday 2026-05-25; Patriots' Day Monday 2026-04-20; 4 July 2026 a Saturday; Juneteenth a Friday.
@pytest.mark.parametrize(
    ("schedule", "first", "last", "by", "expected"),
    [
        (OFFICE, "2026-05-26", "2026-05-29", POLICY, Fraction(1)),  # begins on the Tuesday: P, whole week
        (OFFICE, "2026-05-26", "2026-05-29", NOT_AT_THE_EDGE, Fraction(4, 5)),
        (OFFICE, "2026-05-25", "2026-05-29", POLICY, Fraction(1)),
        (OFFICE, "2026-05-25", "2026-05-29", NOT_AT_THE_EDGE, Fraction(1)),
        (OFFICE, "2026-05-26", "2026-05-26", POLICY, Fraction(1, 5)),  # the week stays five days: never a quarter
        (OFFICE, "2026-05-25", "2026-05-26", POLICY, Fraction(1, 5)),
        (OFFICE, "2026-05-25", "2026-05-25", POLICY, Fraction(0)),
        (OFFICE, "2026-05-25", "2026-05-28", POLICY, Fraction(3, 5)),
        (OFFICE, "2026-05-18", "2026-05-29", POLICY, Fraction(2)),
        (OFFICE, "2026-05-18", "2026-05-25", POLICY, Fraction(1)),  # ends on the holiday: not a full second week
        (OFFICE, "2026-05-22", "2026-05-26", POLICY, Fraction(2, 5)),
        (WARD, "2026-05-25", "2026-05-25", POLICY, Fraction(1, 5)),  # expected to work on the holiday, and out
        (WARD, "2026-05-26", "2026-05-29", POLICY, Fraction(4, 5)),  # the holiday was worked
        (OFFICE, "2026-06-15", "2026-06-18", POLICY, Fraction(1)),  # Juneteenth on the Friday
        (OFFICE, "2026-06-29", "2026-07-03", POLICY, Fraction(1)),  # Friday 3 July is an ordinary day
        (OFFICE, "2026-07-03", "2026-07-03", POLICY, Fraction(1, 5)),
        (PART_TIME, "2026-03-02", "2026-03-02", POLICY, Fraction(1, 3)),  # 10 of 30 hours
        (PART_TIME, "2026-05-27", "2026-05-29", POLICY, Fraction(1)),  # Monday's shift is the holiday
        (OFFICE, "2026-03-07", "2026-03-08", POLICY, Fraction(0)),
        (OFFICE, "2026-03-02", "2026-05-22", POLICY, Fraction(12)),  # twelve weeks, Patriots' Day in one
        (OFFICE, "2026-04-07", "2026-05-15", POLICY, Fraction(29, 5)),  # the work injury: 29 workdays, 5.8 weeks
        (OFFICE, "2026-04-07", "2026-06-29", POLICY, Fraction(12)),  # and 60 workdays
        (PITMAN, "2026-03-02", "2026-03-15", POLICY, Fraction(2)),
        (PITMAN, "2026-03-09", "2026-03-09", POLICY, Fraction(2, 7)),
    ],
)
def test_825_200_h_825_205_leave_in_one_piece(
    schedule: Schedule, first: str, last: str, by: LeavePolicy, expected: Fraction
) -> None:
    assert weeks(period(first, last, schedule, by)) == expected


def test_825_200_h_the_holiday_has_its_own_entry_and_citation() -> None:
    charges = period("2026-05-26", "2026-05-29", OFFICE)
    assert [c.on.day for c in charges] == [25, 26, 27, 28, 29]
    assert charges[0].rules == ("C8",)
    assert charges[1].rules == ("C1",)
    assert {c.base_minutes for c in charges} == {Fraction(2400)}


def test_825_200_h_a_worker_of_mondays_alone_on_leave_over_the_holiday() -> None:
    mondays = cycle({1: ("09:00", "17:00", 0)})
    assert weeks(period("2026-05-18", "2026-06-05", mondays)) == 3
    assert weeks(period("2026-05-26", "2026-05-29", mondays, NOT_AT_THE_EDGE)) == 0


@pytest.mark.parametrize(
    ("schedule", "starts", "ends", "expected"),
    [
        (OFFICE, "2026-04-14T10:00", "2026-04-14T10:50", 50),  # 50 minutes away are 50, never an hour
        (OFFICE, "2026-04-14T09:00", "2026-04-14T12:00", 180),
        (OFFICE, "2026-04-14T12:30", "2026-04-14T14:00", 60),  # the unpaid half hour is not work
        (OFFICE, "2026-04-14T13:00", "2026-04-14T13:30", 0),
        (OFFICE, "2026-04-14T00:00", "2026-04-15T00:00", 480),
        (OFFICE, "2026-04-14T18:00", "2026-04-15T08:00", 0),
        (OFFICE, "2026-04-14T15:30", "2026-04-15T11:00", 240),
        (OFFICE, "2026-04-18T09:00", "2026-04-18T17:00", 0),  # a Saturday
        (OFFICE, "2026-05-25T09:00", "2026-05-25T17:30", 0),  # a holiday in a partial week
        (WARD, "2026-05-25T07:00", "2026-05-25T15:00", 480),
        (OFFICE, "2026-04-14T12:00", "2026-04-14T09:00", 0),  # an end before the start is nothing
        (OFFICE, "2026-04-14T12:00", "2026-04-14T12:00", 0),
        (PITMAN, "2026-03-09T07:00", "2026-03-09T19:00", 720),
        (NIGHTS, "2026-05-02T01:00", "2026-05-02T05:00", 240),  # the shift of the evening before
        (NIGHTS, "2026-03-07T19:00", "2026-03-08T07:00", 660),
        (NIGHTS, "2026-10-31T19:00", "2026-11-01T07:00", 780),
        (OFFICE, "2019-06-04T09:00", "2019-06-04T12:00", 0),  # no schedule known
    ],
)
def test_825_205_an_absence_is_clipped_to_paid_scheduled_time(
    schedule: Schedule, starts: str, ends: str, expected: int
) -> None:
    assert minutes(absence(starts, ends, schedule)) == expected


def test_825_205_a_night_is_charged_to_the_day_on_which_it_began() -> None:
    (charge,) = absence("2026-05-02T01:00", "2026-05-02T05:00", NIGHTS)
    assert charge.on == day("2026-05-01")
    assert charge.weeks == Fraction(240, 84 * 60)


def test_825_205_c_pitman_a_missed_shift_is_two_sevenths_of_a_week() -> None:
    (charge,) = absence("2026-03-09T07:00", "2026-03-09T19:00", PITMAN)
    assert charge.weeks == Fraction(2, 7)
    assert f"{float(charge.weeks):.4f}" == "0.2857"


def test_825_200_h_an_absence_of_a_whole_week_takes_its_holiday() -> None:
    assert weeks(absence("2026-05-25T00:00", "2026-05-30T00:00", OFFICE)) == 1
    assert weeks(absence("2026-05-26T00:00", "2026-05-29T00:00", OFFICE)) == Fraction(3, 5)


def test_825_205_b_overlap_two_reasons_one_shift_one_bank() -> None:
    own = absence("2026-04-14T09:00", "2026-04-14T12:00", OFFICE)
    parent = absence("2026-04-14T12:00", "2026-04-14T17:30", OFFICE)
    assert (minutes(own), minutes(parent)) == (180, 300)
    assert weeks(own) + weeks(parent) == Fraction(1, 5)
    corrected = absence("2026-04-14T09:00", "2026-04-14T11:30", OFFICE)
    assert minutes(corrected) + minutes(parent) == 450


@pytest.mark.parametrize(
    ("others", "left"),
    [
        ((), (("09:00", "12:00"),)),
        ((("09:00", "12:00"),), ()),
        ((("08:00", "17:00"),), ()),
        ((("10:00", "11:00"),), (("09:00", "10:00"), ("11:00", "12:00"))),
        ((("11:00", "13:00"), ("08:00", "09:30")), (("09:30", "11:00"),)),
        ((("10:00", "11:00"), ("10:30", "11:30")), (("09:00", "10:00"), ("11:30", "12:00"))),
        ((("12:00", "13:00"),), (("09:00", "12:00"),)),
        ((("13:00", "14:00"),), (("09:00", "12:00"),)),
        ((("11:00", "10:00"),), (("09:00", "12:00"),)),
    ],
)
def test_c13_the_same_hour_is_charged_once(
    others: tuple[tuple[str, str], ...], left: tuple[tuple[str, str], ...]
) -> None:
    def on_that_day(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[datetime, datetime], ...]:
        return tuple((at(f"2026-04-14T{a}"), at(f"2026-04-14T{b}")) for a, b in pairs)

    assert uncharged(at("2026-04-14T09:00"), at("2026-04-14T12:00"), on_that_day(others)) == on_that_day(left)


@pytest.mark.parametrize(
    ("minutes_off", "expected"),
    [
        ((240, 0, 240, 0, 0, 0, 0), 480),
        ((600, 0, 0, 0, 0, 0, 0), 480),  # never more than the shift has
        ((240,), 240),
        ((0, 0, 0, 0, 0, 300, 300), 0),  # no shift on a weekend
        ((-60, 0, 0, 0, 0, 0, 0), 0),
        ((), 0),
    ],
)
def test_825_203_a_reduced_week(minutes_off: tuple[int, ...], expected: int) -> None:
    charges = charge_reduced(day("2026-03-02"), day("2026-03-08"), minutes_off, schedule=OFFICE, policy=POLICY)
    assert minutes(charges) == expected


def test_825_203_a_reduced_day_of_two_shifts() -> None:
    split = cycle({1: ("07:00", "11:00", 0), 2: ("09:00", "17:00", 0)}).assignments[0]
    more = cycle({1: ("15:00", "19:00", 0)}).assignments[0]
    schedule = Schedule(assignments=(split, more))
    charges = charge_reduced(day("2026-03-02"), day("2026-03-02"), (300,), schedule=schedule, policy=POLICY)
    assert [c.minutes for c in charges] == [300]


def test_a_charge_comes_back_from_json_exactly() -> None:
    (charge,) = absence("2026-03-09T07:00", "2026-03-09T19:00", PITMAN)
    assert '"2/7"' in charge.model_dump_json()
    assert DayCharge.model_validate_json(charge.model_dump_json()) == charge


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 1))
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda t: at(t.isoformat()))  # noqa: DTZ001


@given(schedules(), DAYS, st.integers(-3, 60))
def test_leave_in_one_piece_never_charges_more_than_was_scheduled(
    schedule: Schedule, first_on: date, length: int
) -> None:
    last_on = first_on + timedelta(days=length)
    charges = charge_period(first_on, last_on, schedule=schedule, policy=POLICY)
    assert [c.on for c in charges] == sorted({c.on for c in charges})
    for charge in charges:
        assert charge.minutes <= sum(s.minutes for s in schedule.shifts_on(charge.on))
        assert charge.weeks == charge.minutes / charge.base_minutes
        outside = not first_on <= charge.on <= last_on
        assert charge.rules == ("C8",) if outside else charge.rules


@given(schedules(), INSTANTS, st.integers(1, 20000), st.integers(1, 20000))
def test_two_absences_that_touch_charge_what_one_does(
    schedule: Schedule, starts_at: datetime, first: int, then: int
) -> None:
    """Without holidays: these are judged by whole weeks."""
    plain = POLICY.model_copy(update={"calendar": POLICY.calendar.model_copy(update={"holidays": ()})})
    middle, ends_at = starts_at + timedelta(minutes=first), starts_at + timedelta(minutes=first + then)

    def charged(a: datetime, b: datetime) -> int:
        return minutes(charge_absence(a, b, schedule=schedule, policy=plain))

    whole = charged(starts_at, ends_at)
    parts = charged(starts_at, middle) + charged(middle, ends_at)
    # A minute cut in two by seconds is charged to neither side, and a break that nobody placed to none.
    is_told = not any(shift.unpaid_break_minutes for a in schedule.assignments for shift in a.shifts)
    assert parts <= whole
    assert not is_told or whole - 60 <= parts
    if is_told and starts_at.second == starts_at.microsecond == 0:
        assert parts == whole


@given(st.sampled_from([OFFICE, PART_TIME, PITMAN, WARD]), DAYS.filter(lambda d: d.weekday() == 0), st.integers(1, 6))
def test_whole_weeks_of_leave_are_whole_weeks_over_the_cycle(schedule: Schedule, monday: date, count: int) -> None:
    """Holidays included; two weeks at a time, so that the long and the short week of a rotation are both in."""
    last_on = monday + timedelta(days=14 * count - 1)
    charged = weeks(charge_period(monday, last_on, schedule=schedule, policy=POLICY))
    assert charged == 2 * count
