"""Business days and legal days: 29 CFR 825.300, 825.305, 825.313; M.G.L. c.4 s.7 cl.18 (law.md D1-D3, G2, G3)."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.rules.facts import POLICY, at, day
from workflows.rules.calendar import (
    NEW_YORK,
    BusinessCalendar,
    day_of,
    days_after,
    end_of_day,
    months_after,
    start_of_day,
    years_after,
    years_before,
)

CALENDAR = POLICY.calendar
DAYS = st.dates(date(2024, 1, 1), date(2035, 6, 30))
ANY_DAYS = st.dates()


@pytest.mark.parametrize("year", range(2024, 2036))
def test_the_table_agrees_with_the_holidays_library(year: int) -> None:
    """The library lists a Sunday holiday beside its Monday; the statute, and the table, have the Monday alone."""
    library = holidays.country_holidays("US", subdiv="MA", years=year)
    expected = sorted(on for on in library if on.weekday() != 6)
    assert [on for on in CALENDAR.holidays if on.year == year] == expected


@pytest.mark.parametrize(
    ("from_on", "days", "due_on"),
    [
        ("2026-07-01", 5, "2026-07-08"),  # Friday 3 July is a working day: the Saturday holiday is not moved
        ("2027-07-02", 1, "2027-07-06"),  # 4 July is a Sunday and kept on Monday
        ("2026-11-25", 1, "2026-11-27"),  # the day after Thanksgiving is a working day
        ("2027-12-23", 1, "2027-12-24"),  # Christmas on a Saturday frees no Friday
        ("2026-04-17", 1, "2026-04-21"),  # Patriots' Day
        ("2026-03-16", 1, "2026-03-17"),  # Evacuation Day is Suffolk County's
        ("2026-06-16", 1, "2026-06-17"),  # so is Bunker Hill Day
        ("2026-06-18", 1, "2026-06-22"),  # Juneteenth
        ("2026-02-06", 5, "2026-02-13"),  # the missed referral of the scenario
        ("2026-02-13", 5, "2026-02-23"),  # Washington's Birthday
        ("2026-02-14", 1, "2026-02-17"),  # the trigger day may be a Saturday before it
        ("2026-10-09", 5, "2026-10-19"),  # Columbus and Indigenous Peoples Day
        ("2033-12-23", 1, "2033-12-27"),  # Christmas on a Sunday
        ("2026-05-22", 0, "2026-05-22"),
        ("2026-05-22", -3, "2026-05-22"),
    ],
)
def test_825_300_business_days(from_on: str, days: int, due_on: str) -> None:
    assert CALENDAR.business_days_after(day(from_on), days) == day(due_on)


@given(DAYS, st.integers(0, 60))
def test_business_days_agree_with_a_slow_count(on: date, days: int) -> None:
    """The oracle writes every day down, strikes what is free, and points at one."""
    following = [on + timedelta(days=n) for n in range(1, 130)]
    working = [d for d in following if d.strftime("%a") not in ("Sat", "Sun") and d not in CALENDAR.holidays]
    assert CALENDAR.business_days_after(on, days) == (working[days - 1] if days else on)


@given(DAYS, st.integers(1, 30), st.integers(1, 30))
def test_business_days_add_up(on: date, first: int, then: int) -> None:
    midway = CALENDAR.business_days_after(on, first)
    assert CALENDAR.business_days_after(midway, then) == CALENDAR.business_days_after(on, first + then)


@given(ANY_DAYS, st.integers(-5, 40))
def test_business_days_never_raise(on: date, days: int) -> None:
    assert CALENDAR.business_days_after(on, days) >= on


@given(ANY_DAYS, ANY_DAYS, DAYS)
def test_a_slice_says_what_its_table_says(first_on: date, last_on: date, on: date) -> None:
    cut = CALENDAR.slice(first_on, last_on)
    assert cut.version == CALENDAR.version
    assert BusinessCalendar.model_validate_json(cut.model_dump_json()) == cut
    if cut.covers(on):
        assert cut.is_business_day(on) == CALENDAR.is_business_day(on)


def test_outside_the_table_a_due_day_is_early_and_never_late() -> None:
    assert not CALENDAR.covers(day("2036-01-01"))
    assert CALENDAR.is_business_day(day("2036-01-01"))
    assert not CALENDAR.is_business_day(day("2036-01-05"))
    assert CALENDAR.business_days_after(date.max - timedelta(days=1), 100) == date.max


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"last_on": day("2023-12-31")}, "does not end before it begins"),
        ({"holidays": (day("2026-07-04"), day("2026-01-01"))}, "in order"),
        ({"holidays": (day("2026-07-04"), day("2026-07-04"))}, "in order"),
        ({"holidays": (day("2036-07-04"),)}, "lie within"),
        ({"version": ""}, "at least 1"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        BusinessCalendar.model_validate({**CALENDAR.model_dump(), **changes})


@pytest.mark.parametrize(
    ("received", "days", "last_day", "over_at"),
    [
        ("2026-02-13T10:00", 15, "2026-02-28", "2026-03-01T05:00:00+00:00"),  # a Saturday; nothing rolls
        ("2026-03-03T17:00", 7, "2026-03-10", "2026-03-11T04:00:00+00:00"),  # clocks go forward in between
        ("2026-03-26T09:00", 15, "2026-04-10", "2026-04-11T04:00:00+00:00"),
        ("2026-03-02T09:00", 15, "2026-03-17", "2026-03-18T04:00:00+00:00"),
        ("2026-10-30T23:59", 7, "2026-11-06", "2026-11-07T05:00:00+00:00"),  # clocks go back in between
        ("2026-10-25T00:00", 7, "2026-11-01", "2026-11-02T05:00:00+00:00"),  # a day of 25 hours
    ],
)
def test_825_305_calendar_days_end_with_the_day_in_new_york(
    received: str, days: int, last_day: str, over_at: str
) -> None:
    due_on = days_after(day_of(at(received)), days)
    assert due_on == day(last_day)
    assert end_of_day(due_on) == datetime.fromisoformat(over_at)


def test_825_305_c_ten_to_midnight_is_in_time_and_168_hours_are_not_seven_days() -> None:
    received = at("2026-03-03T17:00")
    over_at = end_of_day(days_after(day_of(received), POLICY.cure_days))
    assert at("2026-03-10T23:50") < over_at
    assert received + timedelta(hours=168) == at("2026-03-10T18:00")
    assert received + timedelta(hours=168) < over_at


@pytest.mark.parametrize(
    ("instant", "on"),
    [
        ("2026-03-11T03:59:59+00:00", "2026-03-10"),
        ("2026-03-11T04:00:00+00:00", "2026-03-11"),
        ("2026-01-11T04:59:59+00:00", "2026-01-10"),
        ("2026-01-11T13:30:00+09:00", "2026-01-10"),
    ],
)
def test_new_york_decides_which_day_it_is(instant: str, on: str) -> None:
    assert day_of(datetime.fromisoformat(instant)) == day(on)


def test_an_instant_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        day_of(datetime(2026, 3, 10))  # noqa: DTZ001


@given(st.dates(date(1970, 1, 2), date(2500, 1, 1)))
def test_a_day_is_its_instants(on: date) -> None:
    assert day_of(start_of_day(on)) == on
    assert day_of(end_of_day(on) - timedelta(microseconds=1)) == on
    assert end_of_day(on) == start_of_day(days_after(on, 1))
    assert end_of_day(on).tzinfo is UTC


@given(st.datetimes(timezones=st.sampled_from([UTC, NEW_YORK])), st.integers(-(10**9), 10**9))
def test_day_arithmetic_never_raises(instant: datetime, days: int) -> None:
    on = day_of(instant)
    assert start_of_day(on) < end_of_day(on)
    moved = days_after(on, days)
    assert (moved > on) == (days > 0 and on < date.max)


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-01-15", 0, "2026-01-15"),
        ("9999-06-01", 12, "9999-12-31"),
        ("0001-06-01", -12, "0001-01-01"),
    ],
)
def test_months_are_calendar_months(on: str, months: int, expected: str) -> None:
    assert months_after(day(on), months) == day(expected)


@given(ANY_DAYS, st.integers(-20000, 20000))
def test_months_never_raise(on: date, months: int) -> None:
    moved = months_after(on, months)
    assert moved.day <= on.day or moved in (date.min, date.max)


@pytest.mark.parametrize(
    ("on", "before", "after"),
    [
        ("2024-02-29", "2023-02-28", "2025-02-28"),
        ("2025-02-28", "2024-02-28", "2026-02-28"),
        ("2025-03-01", "2024-03-01", "2026-03-01"),
    ],
)
def test_years_clamp_on_29_february(on: str, before: str, after: str) -> None:
    assert years_before(day(on), 1) == day(before)
    assert years_after(day(on), 1) == day(after)
