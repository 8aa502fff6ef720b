"""Closures and free days: what the employer's clocks leave out, and what is a week. 29 CFR 825.200(h), 825.300
(law.md 1.5, C9)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra import policies
from tests.rules import oracle_days
from tests.rules.facts import OFFICE, PART_TIME, POLICY, at, day, policy
from workflows.rules.calendar import BusinessCalendar
from workflows.rules.closures import SiteClosure, clock_calendar, closed_days, is_week_or_more
from workflows.rules.intervals import Stretch
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Schedule

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))
DAYS = st.dates(date(2024, 1, 1), date(2035, 6, 30))
JANUARY = (day("2026-01-01"), day("2026-01-31"))


def closure(starts: str, ends: str, **more: object) -> SiteClosure:
    """By the clock in New York."""
    return SiteClosure.model_validate({"starts_at": at(starts), "ends_at": at(ends), **more})


@pytest.mark.parametrize("year", range(2024, 2036))
def test_the_oracle_and_the_table_have_the_same_holidays(year: int) -> None:
    assert [on for on in POLICY.calendar.holidays if on.year == year] == oracle_days.legal_holidays(year)


@given(DAYS, st.integers(0, 80), st.lists(DAYS, max_size=3))
def test_1_5_business_days_agree_with_the_oracle(on: date, days: int, closed: list[date]) -> None:
    calendar = POLICY.calendar.with_closures(tuple(closed))
    assert calendar.business_days_after(on, days) == oracle_days.business_days_after(on, days, tuple(closed))


@given(DAYS, st.integers(0, 40))
def test_1_5_a_closure_nearby_is_never_skipped_twice(on: date, days: int) -> None:
    """Closures that lie on the way, on a holiday or a weekend as well as on a workday."""
    closed = tuple(on + timedelta(days=n) for n in (1, 2, 5, 9))
    calendar = POLICY.calendar.with_closures(closed)
    assert calendar.business_days_after(on, days) == oracle_days.business_days_after(on, days, closed)


def test_1_5_a_closure_is_no_holiday() -> None:
    calendar = POLICY.calendar.with_closures((day("2026-01-27"),))
    assert not calendar.is_business_day(day("2026-01-27"))
    assert not calendar.is_holiday(day("2026-01-27"))
    assert POLICY.calendar.is_business_day(day("2026-01-27"))
    assert calendar.business_days_after(day("2026-01-26"), 1) == day("2026-01-28")


def test_1_5_closures_add_up_each_once_and_travel_with_a_case() -> None:
    twice = POLICY.calendar.with_closures((day("2026-01-27"),)).with_closures((day("2026-01-27"), day("2025-01-02")))
    assert twice.closed == (day("2026-01-27"), day("2025-01-02"))
    cut = twice.slice(*JANUARY)
    assert cut.closed == (day("2026-01-27"),)
    assert twice.slice(day("2026-01-27"), day("2026-01-27")).closed == (day("2026-01-27"),)
    assert BusinessCalendar.model_validate_json(cut.model_dump_json()) == cut


@pytest.mark.parametrize(
    ("by", "told", "left_out"),
    [
        (POLICY, None, ()),  # the earlier due day, until the employer rules otherwise
        (POLICY, False, ("2026-01-27",)),
        (POLICY, True, ()),
        (HARBOR, None, ("2026-01-27",)),
        (HARBOR, True, ()),
        (HARBOR, False, ("2026-01-27",)),
    ],
)
def test_1_5_what_the_employer_says_of_a_closure_comes_before_its_choice(
    by: LeavePolicy, told: bool | None, left_out: tuple[str, ...]
) -> None:
    snow = closure("2026-01-27T00:00", "2026-01-28T00:00", business_day=told)
    assert closed_days((snow,), policy=by, within=JANUARY) == tuple(day(d) for d in left_out)
    assert clock_calendar((snow,), policy=by, within=JANUARY).closed == tuple(day(d) for d in left_out)


@pytest.mark.parametrize(
    ("starts", "ends", "left_out"),
    [
        ("2026-01-27T00:00", "2026-01-28T00:00", ("2026-01-27",)),
        ("2026-01-27T00:01", "2026-01-28T00:00", ()),  # part of a day is a day on which notices could be given
        ("2026-01-27T00:00", "2026-01-27T23:59", ()),
        ("2026-01-26T12:00", "2026-01-29T12:00", ("2026-01-27", "2026-01-28")),
        ("2025-12-30T00:00", "2026-01-03T00:00", ("2026-01-01", "2026-01-02")),
        ("2026-01-31T00:00", "2026-02-05T00:00", ("2026-01-31",)),
    ],
)
def test_1_5_only_whole_days_are_left_out(starts: str, ends: str, left_out: tuple[str, ...]) -> None:
    found = closed_days((closure(starts, ends),), policy=HARBOR, within=JANUARY)
    assert found == tuple(day(d) for d in left_out)


def test_1_5_free_days_of_a_unit_move_no_clock() -> None:
    suffolk = LeavePolicy.model_validate(policies.read(POLICY.id, "suffolk"))
    assert suffolk.overlay_days[0] == day("2026-03-17")
    assert clock_calendar((), policy=suffolk, within=JANUARY) == POLICY.calendar
    assert suffolk.calendar.is_business_day(day("2026-03-17"))


# Thursday 2026-02-05 .. ; Memorial Day is Monday 2026-05-25.
@pytest.mark.parametrize(
    ("starts", "ends", "schedule", "expected"),
    [
        ("2026-08-03T00:00", "2026-08-08T00:00", OFFICE, True),  # Monday to Friday
        ("2026-08-03T08:00", "2026-08-07T18:00", OFFICE, True),  # as people write it
        ("2026-08-03T09:00", "2026-08-07T17:30", OFFICE, True),
        ("2026-08-03T09:01", "2026-08-07T17:30", OFFICE, False),  # a minute of Monday was worked
        ("2026-08-03T09:00", "2026-08-07T17:29", OFFICE, False),
        ("2026-08-04T00:00", "2026-08-08T00:00", OFFICE, False),  # four days
        ("2026-08-06T00:00", "2026-08-12T00:00", OFFICE, False),  # Thursday to Tuesday: no week whole
        ("2026-08-06T00:00", "2026-08-13T00:00", OFFICE, True),  # seven days
        ("2026-08-06T00:00", "2026-08-12T23:59", OFFICE, False),
        ("2026-08-01T00:00", "2026-08-08T00:00", OFFICE, True),
        ("2026-08-02T00:00", "2026-08-08T00:00", OFFICE, True),  # the Sunday before: the week is that after it
        ("2026-05-26T00:00", "2026-05-30T00:00", OFFICE, True),  # Monday was a holiday: nobody worked that week
        ("2026-05-25T00:00", "2026-05-30T00:00", OFFICE, True),
        ("2026-05-24T00:00", "2026-05-30T00:00", OFFICE, True),
        ("2026-08-03T08:00", "2026-08-07T18:00", PART_TIME, True),  # nothing to work on Tuesday and Thursday
        ("2026-08-03T08:00", "2026-08-06T00:00", PART_TIME, False),
        ("2026-08-03T00:00", "2026-08-03T00:00", Schedule(assignments=()), False),
        ("0001-01-02T00:00", "9999-12-30T00:00", OFFICE, True),
    ],
)
def test_825_200_h_what_a_closure_of_a_week_is(starts: str, ends: str, schedule: Schedule, expected: bool) -> None:
    def paid_on(on: date) -> tuple[Stretch, ...]:
        return tuple(piece for shift in schedule.shifts_on(on) for piece in shift.paid)

    assert is_week_or_more(closure(starts, ends), paid_on, policy=POLICY) is expected


def test_825_200_h_a_holiday_inside_a_closed_week_is_not_asked_about() -> None:
    """Memorial Day Monday at eight: the offices closed on Tuesday morning already count from the Monday."""

    def paid_on(on: date) -> tuple[Stretch, ...]:
        return tuple(piece for shift in OFFICE.shifts_on(on) for piece in shift.paid)

    late = closure("2026-05-25T12:00", "2026-05-30T00:00")
    assert is_week_or_more(late, paid_on, policy=POLICY)
    assert not is_week_or_more(
        late, paid_on, policy=policy(calendar=POLICY.calendar.model_copy(update={"holidays": ()}))
    )
