"""Schedules: the actual workweek and the true minutes of a shift. 29 CFR 825.205(b)-(c) (law.md C1, C4, C5, C7)."""

from datetime import UTC, date, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.rules.facts import NIGHTS, OFFICE, PART_TIME, PITMAN, at, cycle, day
from workflows.rules.schedule import Assignment, Schedule, ShiftTemplate

TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
FOUR_ON_TWO_OFF = cycle(dict.fromkeys(range(1, 5), ("06:00", "14:30", 30)), days=6)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Any schedule that the types allow, within reason."""
    assignments = []
    for _ in range(draw(st.integers(0, 2))):
        days = draw(st.integers(1, 28))
        shift = st.builds(
            ShiftTemplate,
            position=st.integers(1, days),
            starts=TIMES,
            ends=TIMES,
            unpaid_break_minutes=st.integers(0, 1439),
        )
        assignments.append(
            Assignment(
                from_on=draw(st.dates(date(2025, 6, 1), date(2026, 6, 1))),
                to_on=draw(st.none() | st.dates(date(2026, 6, 1), date(2027, 6, 1))),
                anchor_on=draw(st.dates(date(2020, 1, 1), date(2030, 1, 1))),
                cycle_days=days,
                shifts=tuple(draw(st.lists(shift, max_size=8))),
                works_holidays=draw(st.booleans()),
            )
        )
    return Schedule(assignments=tuple(assignments))


@pytest.mark.parametrize(
    ("schedule", "hours"),
    [
        (OFFICE, Fraction(40)),
        (PART_TIME, Fraction(30)),
        (PITMAN, Fraction(42)),  # FMLA2025-02-A: 84 hours in two weeks, so 504 and not 480 for the year
        (FOUR_ON_TWO_OFF, Fraction(4 * 8 * 7, 6)),
        (NIGHTS, Fraction(84)),
    ],
)
def test_825_205_b_the_week_is_the_average_of_the_cycle(schedule: Schedule, hours: Fraction) -> None:
    assert schedule.week_minutes(day("2026-03-03")) == hours * 60


def test_fmla2025_02_a_twelve_weeks_of_pitman_are_504_hours() -> None:
    base = PITMAN.week_minutes(day("2026-03-03"))
    assert base is not None
    assert base * 12 == 504 * 60


def test_shifts_follow_the_anchor_and_not_the_week() -> None:
    starts = [shift.on for shift in FOUR_ON_TWO_OFF.shifts_between(day("2024-01-01"), day("2024-01-14"))]
    assert [on.day for on in starts] == [1, 2, 3, 4, 7, 8, 9, 10, 13, 14]


def test_the_anchor_may_lie_ahead() -> None:
    ahead = cycle({1: ("09:00", "17:00", 0)}, days=6, anchor=day("2026-03-07"))
    assert [s.on for s in ahead.shifts_between(day("2026-02-20"), day("2026-03-08"))] == [
        day("2026-02-23"),
        day("2026-03-01"),
        day("2026-03-07"),
    ]


def test_a_night_shift_belongs_to_the_day_on_which_it_begins() -> None:
    (shift,) = NIGHTS.shifts_on(day("2026-05-01"))
    assert shift.on == day("2026-05-01")
    assert (shift.starts_at, shift.ends_at) == (at("2026-05-01T19:00"), at("2026-05-02T07:00"))
    assert shift.starts_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("on", "hours"),
    [("2026-03-06", 12), ("2026-03-07", 11), ("2026-03-08", 12), ("2026-10-30", 12), ("2026-10-31", 13)],
)
def test_a_change_night_has_the_minutes_it_really_has(on: str, hours: int) -> None:
    assert [shift.minutes for shift in NIGHTS.shifts_on(day(on))] == [hours * 60]


@pytest.mark.parametrize(
    ("starts", "ends", "on", "expected"),
    [
        ("02:30", "10:30", "2026-03-08", 420),  # 02:30 is skipped: read as before the change, 03:30 by the new clock
        ("02:30", "03:15", "2026-03-08", 0),  # nothing of this shift exists that night
        ("01:30", "09:30", "2026-11-01", 540),  # 01:30 comes twice: the first of the two
        ("07:00", "07:00", "2026-05-05", 1440),  # an end at the start is on the next day
    ],
)
def test_wall_times_of_change_nights(starts: str, ends: str, on: str, expected: int) -> None:
    (shift,) = cycle({n: (starts, ends, 0) for n in range(1, 8)}).shifts_on(day(on))
    assert shift.minutes == expected


def test_an_unpaid_break_lies_in_the_middle() -> None:
    (shift,) = OFFICE.shifts_on(day("2026-04-14"))
    assert [b.stretch for b in shift.breaks] == [(at("2026-04-14T13:00"), at("2026-04-14T13:30"))]
    assert shift.minutes == 480
    assert shift.minutes_within(at("2026-04-14T09:00"), at("2026-04-14T13:15")) == 240
    assert shift.minutes_within(at("2026-04-14T13:15"), at("2026-04-14T17:30")) == 240


def test_minutes_are_cut_down_and_never_up() -> None:
    (shift,) = OFFICE.shifts_on(day("2026-04-14"))
    starts_at = at("2026-04-14T09:00")
    assert shift.minutes_within(starts_at, starts_at + timedelta(seconds=119)) == 1


def test_825_205_b_2_a_permanent_change_brings_its_own_week() -> None:
    before = OFFICE.assignments[0].model_copy(update={"to_on": day("2026-05-31")})
    after = PART_TIME.assignments[0].model_copy(update={"from_on": day("2026-06-01")})
    schedule = Schedule(assignments=(before, after))
    assert schedule.week_minutes(day("2026-05-31")) == 2400
    assert schedule.week_minutes(day("2026-06-01")) == 1800
    assert [s.minutes for s in schedule.shifts_between(day("2026-05-29"), day("2026-06-03"))] == [480, 600, 600]


def test_two_appointments_make_one_week() -> None:
    evenings = cycle(dict.fromkeys((6, 7), ("18:00", "22:00", 0)))
    both = Schedule(assignments=OFFICE.assignments + evenings.assignments)
    assert both.week_minutes(day("2026-03-03")) == 2880


def test_a_day_without_an_assignment_is_unknown_and_a_day_off_is_not() -> None:
    nobody = Schedule(assignments=())
    assert nobody.week_minutes(day("2026-03-03")) is None
    assert nobody.shifts_between(day("2026-03-02"), day("2026-03-08")) == ()
    assert OFFICE.is_known(day("2026-03-07"))
    assert OFFICE.shifts_on(day("2026-03-07")) == ()
    assert not OFFICE.is_known_between(day("2019-12-31"), day("2020-01-05"))
    assert OFFICE.is_known_between(day("2020-01-01"), day("2020-01-05"))


def test_a_schedule_without_shifts_has_no_week() -> None:
    assert cycle({}).week_minutes(day("2026-03-03")) is None


@pytest.mark.parametrize(
    "changes",
    [{"cycle_days": 4}, {"cycle_days": 0}, {"to_on": date(2019, 1, 1)}, {"cycle_days": 400}],
)
def test_an_assignment_that_contradicts_itself_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Assignment.model_validate({**OFFICE.assignments[0].model_dump(), **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"starts": time(9, 0, 30)},
        {"ends": time(17, 0, tzinfo=UTC)},
        {"position": 0},
        {"unpaid_break_minutes": -1},
    ],
)
def test_a_shift_that_no_clock_shows_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ShiftTemplate.model_validate({"position": 1, "starts": time(9), "ends": time(17), **changes})


@given(schedules(), st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_schedules_never_raise_and_come_back_from_json(schedule: Schedule, on: date) -> None:
    assert Schedule.model_validate_json(schedule.model_dump_json()) == schedule
    for shift in schedule.shifts_on(on):
        assert shift.on == on
        assert all(shift.starts_at <= b.starts_at <= b.ends_at <= shift.ends_at for b in shift.breaks)
        assert 0 <= shift.minutes <= 25 * 60


@given(schedules(), st.dates(date(2026, 4, 1), date(2026, 4, 15)))
def test_a_year_of_weeks_comes_to_the_average_week(schedule: Schedule, first_on: date) -> None:
    """Over whole cycles the shifts come to the base, where no change night is in between."""
    for assignment in schedule.assignments:
        alone = Schedule(assignments=(assignment.model_copy(update={"from_on": date(2020, 1, 1), "to_on": None}),))
        shifts = alone.shifts_between(first_on, first_on + timedelta(days=assignment.cycle_days * 7 - 1))
        base = alone.week_minutes(first_on) or Fraction(0)
        assert sum(shift.minutes for shift in shifts) == base * assignment.cycle_days


def test_the_edge_of_the_calendar_does_not_raise() -> None:
    assert len(NIGHTS.shifts_on(date.max)) == 1
    assert NIGHTS.shifts_on(date.min) == ()
