"""Shifts: wall times and the instants behind them, breaks, posted rosters, overtime beside the cycle.
29 CFR 825.205 (law.md C1, C5, C7, C12)."""

from datetime import date, time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.rules.facts import NIGHTS, OFFICE, PART_TIME, at, cycle, day
from workflows.rules.roster import around, roster_fault
from workflows.rules.schedule import (
    Assignment,
    Cause,
    OvertimeShift,
    PostedDay,
    PostedShift,
    Schedule,
    ScheduleKind,
    Term,
)
from workflows.rules.shifts import Break, DoubledHour, Overtime, WallShift, instant, wall_fault

SPRING, AUTUMN = day("2026-03-08"), day("2026-11-01")


def posted(on: str, *shifts: tuple[str, str], **more: Any) -> PostedDay:
    """A day's roster."""
    return PostedDay(
        on=day(on),
        shifts=tuple(PostedShift(starts=time.fromisoformat(a), ends=time.fromisoformat(b)) for a, b in shifts),
        **more,
    )


def overtime(on: str, starts: str, ends: str, mark: Overtime | None = Overtime.MANDATORY, **more: Any) -> OvertimeShift:
    """Overtime on one day."""
    return OvertimeShift(
        on=day(on), starts=time.fromisoformat(starts), ends=time.fromisoformat(ends), overtime=mark, **more
    )


def with_more(schedule: Schedule, **more: Any) -> Schedule:
    """A schedule with posted days or overtime."""
    return Schedule.model_validate({**dict(schedule), **more})


@pytest.mark.parametrize(
    ("on", "wall", "which", "fault"),
    [
        (SPRING, "01:59", None, None),
        (SPRING, "02:00", None, "no_such_time"),
        (SPRING, "02:59", None, "no_such_time"),
        (SPRING, "02:30", DoubledHour.SECOND, "no_such_time"),
        (SPRING, "03:00", None, None),
        (AUTUMN, "00:59", None, None),
        (AUTUMN, "01:00", None, "which_of_the_doubled_hour"),
        (AUTUMN, "01:59", None, "which_of_the_doubled_hour"),
        (AUTUMN, "01:30", DoubledHour.FIRST, None),
        (AUTUMN, "01:30", DoubledHour.SECOND, None),
        (AUTUMN, "02:00", None, None),
        (day("2026-03-09"), "02:30", None, None),
        (day("2026-11-02"), "01:30", None, None),
        (date.min, "02:30", None, None),
        (date.max, "23:59", None, None),
    ],
)
def test_wall_times_that_the_clocks_skip_or_have_twice(
    on: date, wall: str, which: DoubledHour | None, fault: str | None
) -> None:
    assert wall_fault(on, time.fromisoformat(wall), which) == fault


@pytest.mark.parametrize(
    ("on", "wall", "which", "utc"),
    [
        (AUTUMN, "01:30", None, "2026-11-01T05:30:00+00:00"),
        (AUTUMN, "01:30", DoubledHour.FIRST, "2026-11-01T05:30:00+00:00"),
        (AUTUMN, "01:30", DoubledHour.SECOND, "2026-11-01T06:30:00+00:00"),
        (AUTUMN, "03:00", DoubledHour.SECOND, "2026-11-01T08:00:00+00:00"),
        (SPRING, "02:30", None, "2026-03-08T07:30:00+00:00"),
        (SPRING, "02:30", DoubledHour.SECOND, "2026-03-08T07:30:00+00:00"),
        (SPRING, "03:30", None, "2026-03-08T07:30:00+00:00"),
        (date.max, "23:30", None, "9999-12-31T23:59:59.999999+00:00"),
    ],
)
def test_the_instant_behind_a_wall_time(on: date, wall: str, which: DoubledHour | None, utc: str) -> None:
    assert instant(on, time.fromisoformat(wall), which).isoformat() == utc


@pytest.mark.parametrize(
    ("starts_in", "ends_in", "minutes"),
    [(None, None, 150), (None, DoubledHour.FIRST, 150), (None, DoubledHour.SECOND, 210)],
)
def test_a_shift_that_ends_in_the_doubled_hour(
    starts_in: DoubledHour | None, ends_in: DoubledHour | None, minutes: int
) -> None:
    shift = WallShift(starts=time(23), ends=time(1, 30), starts_in=starts_in, ends_in=ends_in)
    assert shift.made_on(day("2026-10-31"), works_holidays=True, appointment="").minutes == minutes
    assert shift.minutes == 150


def test_a_shift_inside_the_doubled_hour() -> None:
    both = WallShift(starts=time(1, 15), ends=time(1, 45), starts_in=DoubledHour.FIRST, ends_in=DoubledHour.SECOND)
    made = both.made_on(AUTUMN, works_holidays=True, appointment="B-1")
    assert (made.minutes, made.appointment, made.works_holidays) == (90, "B-1", True)
    backward = both.model_copy(update={"starts_in": DoubledHour.SECOND, "ends_in": DoubledHour.FIRST})
    assert backward.made_on(AUTUMN, works_holidays=True, appointment="").minutes == 0


@pytest.mark.parametrize(
    ("on", "starts", "ends", "fault"),
    [
        (SPRING, "02:30", "10:30", "no_such_time"),
        (day("2026-03-07"), "22:30", "02:30", "no_such_time"),
        (day("2026-03-07"), "02:30", "10:30", None),
        (SPRING, "22:30", "02:30", None),  # it ends on the Monday
        (AUTUMN, "01:30", "09:30", "which_of_the_doubled_hour"),
        (day("2026-10-31"), "17:00", "01:30", "which_of_the_doubled_hour"),
        (day("2026-10-31"), "19:00", "07:00", None),
    ],
)
def test_a_roster_with_such_a_time_is_refused_by_name(on: date, starts: str, ends: str, fault: str | None) -> None:
    schedule = Schedule(assignments=(), posted=(posted(str(on), (starts, ends)),))
    found = roster_fault(schedule, (on,))
    assert (found.type if found else None) == fault


def test_the_names_come_with_a_sentence_each() -> None:
    skipped = roster_fault(Schedule(assignments=(), posted=(posted("2026-03-08", ("02:30", "10:30")),)), (SPRING,))
    doubled = roster_fault(Schedule(assignments=(), posted=(posted("2026-11-01", ("01:30", "09:30")),)), (AUTUMN,))
    at_once = roster_fault(with_more(OFFICE, overtime=[overtime("2026-04-14", "17:29", "19:00")]), (day("2026-04-14"),))
    assert skipped is not None
    assert doubled is not None
    assert at_once is not None
    assert "skip on the spring night" in skipped.message()
    assert "say in which" in doubled.message()
    assert "on the same time" in at_once.message()


@pytest.mark.parametrize(
    ("starts", "fault"), [("17:30", None), ("17:29", "overlapping_shifts"), ("13:00", "overlapping_shifts")]
)
def test_two_shifts_at_once_are_refused_and_an_extension_is_not(starts: str, fault: str | None) -> None:
    schedule = with_more(OFFICE, overtime=[overtime("2026-04-14", starts, "20:00")])
    found = roster_fault(schedule, around((day("2026-04-14"),)))
    assert (found.type if found else None) == fault


def test_a_night_that_reaches_into_the_next_day_overlaps_it() -> None:
    schedule = with_more(NIGHTS, overtime=[overtime("2026-04-15", "06:00", "08:00")])
    found = roster_fault(schedule, around((day("2026-04-15"),)))
    assert found is not None
    assert found.type == "overlapping_shifts"


@pytest.mark.parametrize(
    ("schedule", "on", "place"),
    [
        (with_more(NIGHTS, overtime=[overtime("2026-04-15", "06:00", "08:00")]), "2026-04-15", ("overtime", 0)),
        (
            with_more(
                OFFICE, posted=[posted("2026-04-13"), posted("2026-04-14", ("08:00", "12:00"), ("11:00", "13:00"))]
            ),
            "2026-04-14",
            ("posted", 1, "shifts", 1),
        ),
        (
            Schedule(assignments=(), posted=(posted("2026-03-08", ("02:30", "10:30")),)),
            "2026-03-08",
            ("posted", 0, "shifts", 0),
        ),
    ],
)
def test_a_fault_says_which_shift_it_is_and_on_which_day(
    schedule: Schedule, on: str, place: tuple[str | int, ...]
) -> None:
    found = roster_fault(schedule, around((day(on),)))
    assert found is not None
    assert found.context == {"at": ("schedule", *place)}
    assert found.message().startswith(f"on {on} ")


def test_a_fault_of_a_cycle_says_which_shift_of_which_assignment() -> None:
    extra = cycle({3: ("16:00", "20:00", 0)})
    both = Schedule(assignments=(*OFFICE.assignments, *extra.assignments))
    found = roster_fault(both, around((day("2026-04-15"),)))
    assert found is not None
    assert found.context == {"at": ("schedule", "assignments", 1, "shifts", 0)}
    assert found.message().startswith("on 2026-04-08 ")


def test_around_is_a_week_on_both_sides() -> None:
    days = around((day("2026-04-14"),))
    assert (days[0], days[-1], len(days)) == (day("2026-04-07"), day("2026-04-21"), 15)
    assert len(around((day("2026-04-14"), day("2026-04-15")))) == 16
    assert around((date.max,))[-1] == date.max
    assert around(()) == ()


def test_breaks_lie_where_they_are_told() -> None:
    shift = WallShift(
        starts=time(9), ends=time(18), breaks=(Break(starts=time(15), minutes=15), Break(starts=time(12), minutes=45))
    )
    assert shift.minutes == 480
    made = shift.made_on(day("2026-04-14"), works_holidays=False, appointment="")
    assert [b.stretch for b in made.breaks] == [
        (at("2026-04-14T12:00"), at("2026-04-14T12:45")),
        (at("2026-04-14T15:00"), at("2026-04-14T15:15")),
    ]
    assert made.minutes == 480
    assert made.minutes_within(at("2026-04-14T12:00"), at("2026-04-14T13:00")) == 15


def test_breaks_that_overlap_are_one() -> None:
    shift = WallShift(
        starts=time(9),
        ends=time(17),
        breaks=(Break(starts=time(12), minutes=60), Break(starts=time(12, 30), minutes=45)),
    )
    assert shift.minutes == 480 - 75
    assert shift.made_on(day("2026-04-14"), works_holidays=False, appointment="").minutes == 480 - 75
    inner = WallShift(
        starts=time(9),
        ends=time(17),
        breaks=(Break(starts=time(12), minutes=60), Break(starts=time(12, 15), minutes=15)),
    )
    assert inner.minutes == 420


def test_a_break_after_midnight_belongs_to_the_night() -> None:
    night = WallShift(starts=time(19), ends=time(7), breaks=(Break(starts=time(1), minutes=60),))
    made = night.made_on(day("2026-05-01"), works_holidays=True, appointment="")
    assert [b.stretch for b in made.breaks] == [(at("2026-05-02T01:00"), at("2026-05-02T02:00"))]
    assert (night.minutes, made.minutes) == (660, 660)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"breaks": [{"starts": "08:30", "minutes": 30}]}, "break_outside_shift"),
        ({"breaks": [{"starts": "16:45", "minutes": 30}]}, "break_outside_shift"),
        ({"breaks": [{"starts": "12:00", "minutes": 30}], "unpaid_break_minutes": 30}, "break_told_twice"),
        ({"breaks": [{"starts": "12:00:30", "minutes": 30}]}, "not_on_the_clock"),
        ({"starts": "09:00:01"}, "not_on_the_clock"),
        ({"ends": "17:00:00.5"}, "not_on_the_clock"),
    ],
)
def test_a_shift_that_contradicts_itself_is_refused_by_name(fields: dict[str, object], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        WallShift.model_validate({"starts": "09:00", "ends": "17:00", **fields})
    assert refused.value.errors()[0]["type"] == name


def test_a_break_at_either_end_is_within() -> None:
    told = {"starts": "09:00", "ends": "17:00", "breaks": [{"starts": "09:00", "minutes": 15}]}
    assert WallShift.model_validate(told).minutes == 465
    told = {"starts": "09:00", "ends": "17:00", "breaks": [{"starts": "16:30", "minutes": 30}]}
    assert WallShift.model_validate(told).minutes == 450


def test_c1_a_swap_replaces_one_day_and_leaves_the_cycle_alone() -> None:
    swapped = with_more(OFFICE, posted=[posted("2026-04-14", ("12:00", "20:00")), posted("2026-04-15")])
    assert [s.starts_at for s in swapped.shifts_on(day("2026-04-14"))] == [at("2026-04-14T12:00")]
    assert swapped.shifts_on(day("2026-04-15")) == ()
    assert swapped.is_known(day("2026-04-15"))
    assert len(swapped.shifts_on(day("2026-04-16"))) == 1
    assert swapped.week_minutes(day("2026-04-14")) == 2400


def test_of_several_postings_the_highest_version_holds() -> None:
    days = [
        posted("2026-04-14", ("12:00", "20:00"), version=2),
        posted("2026-04-14", ("06:00", "10:00")),
        posted("2026-04-14", ("06:00", "11:00"), version=3),
    ]
    assert [s.minutes for s in with_more(OFFICE, posted=days).shifts_on(day("2026-04-14"))] == [300]
    with pytest.raises(ValidationError) as refused:
        with_more(OFFICE, posted=[days[0], days[0]])
    assert refused.value.errors()[0]["type"] == "posted_twice"


def test_a_posted_day_replaces_its_own_appointment_alone() -> None:
    evenings = cycle({2: ("18:00", "22:00", 0)}, appointment="B-2").assignments
    both = Schedule(assignments=OFFICE.assignments + evenings)
    assert [s.minutes for s in both.shifts_on(day("2026-04-14"))] == [480, 240]
    swapped = with_more(both, posted=[posted("2026-04-14", ("19:00", "22:00"), appointment="B-2")])
    assert [(s.minutes, s.appointment) for s in swapped.shifts_on(day("2026-04-14"))] == [(480, ""), (180, "B-2")]


def test_whether_a_posted_shift_is_worked_on_a_holiday_is_not_guessed() -> None:
    schedule = with_more(OFFICE, posted=[posted("2026-05-25", ("09:00", "17:00"))])
    (shift,) = schedule.shifts_on(day("2026-05-25"))
    assert shift.works_holidays is None
    ordered, offered = (
        with_more(OFFICE, overtime=[overtime("2026-05-25", "18:00", "20:00", mark)]).shifts_on(day("2026-05-25"))[1]
        for mark in (Overtime.MANDATORY, Overtime.VOLUNTARY)
    )
    assert (ordered.works_holidays, offered.works_holidays) == (True, None)


@pytest.mark.parametrize(
    ("mark", "is_due"),
    [(None, True), (Overtime.MANDATORY, True), (Overtime.VOLUNTARY, False), (Overtime.UNKNOWN, False)],
)
def test_825_205_c_only_required_overtime_is_due(mark: Overtime | None, is_due: bool) -> None:
    schedule = with_more(OFFICE, overtime=[overtime("2026-04-14", "17:30", "21:30", mark)])
    assert [s.is_due for s in schedule.shifts_on(day("2026-04-14"))] == [True, is_due]
    assert schedule.week_minutes(day("2026-04-14")) == 2400


@pytest.mark.parametrize(
    ("mark", "hours"),
    [(None, 44), (Overtime.MANDATORY, 44), (Overtime.VOLUNTARY, 40), (Overtime.UNKNOWN, 40)],
)
def test_825_205_c_overtime_that_recurs_is_in_the_week_if_it_is_required(mark: Overtime | None, hours: int) -> None:
    assignment = OFFICE.assignments[0].model_dump()
    assignment["shifts"] = (
        *assignment["shifts"],
        {"position": 6, "starts": "08:00", "ends": "12:00", "overtime": mark},
    )
    assert Assignment.model_validate(assignment).week_minutes == hours * 60


def changed(schedule: Schedule, **changes: Any) -> Assignment:
    """Its assignment, with other days or a cause."""
    return Assignment.model_validate({**dict(schedule.assignments[0]), **changes})


TEMPORARY = changed(PART_TIME, from_on=day("2026-04-06"), to_on=day("2026-04-19"), term=Term.TEMPORARY)


def test_825_205_b_2_a_temporary_assignment_makes_the_shifts_and_not_the_week() -> None:
    schedule = Schedule(assignments=(*OFFICE.assignments, TEMPORARY))
    assert [s.minutes for s in schedule.shifts_between(day("2026-04-06"), day("2026-04-10"))] == [600, 600, 600]
    assert [s.minutes for s in schedule.shifts_between(day("2026-04-20"), day("2026-04-24"))] == [480] * 5
    assert schedule.week_minutes(day("2026-04-06")) == 2400
    assert [a.term for a in schedule.in_force(day("2026-04-06"))] == [Term.TEMPORARY]


def test_a_temporary_assignment_suspends_its_own_appointment_alone() -> None:
    other = cycle({6: ("10:00", "14:00", 0)}, appointment="B-2").assignments
    schedule = Schedule(assignments=(*OFFICE.assignments, *other, TEMPORARY))
    assert len(schedule.shifts_on(day("2026-04-11"))) == 1
    assert schedule.week_minutes(day("2026-04-11")) == 2640


@pytest.mark.parametrize("to_on", [None, day("2026-04-05")])
def test_825_205_b_2_the_leaves_own_hours_make_neither_shifts_nor_the_week(to_on: date | None) -> None:
    """Beside the usual assignment, or in place of it: what is left out of the usual hours is the leave."""
    usual = changed(OFFICE, to_on=to_on)
    reduced = changed(PART_TIME, from_on=day("2026-04-06"), cause=Cause.THE_LEAVE)
    schedule = Schedule(assignments=(usual, reduced))
    assert [s.minutes for s in schedule.shifts_between(day("2026-04-06"), day("2026-04-10"))] == [480] * 5
    assert schedule.week_minutes(day("2026-04-06")) == 2400


def test_what_the_leave_replaced_may_have_replaced_another() -> None:
    first = changed(OFFICE, to_on=day("2026-03-31"))
    second = changed(PART_TIME, from_on=day("2026-04-01"), to_on=day("2026-04-30"), cause=Cause.THE_LEAVE)
    third = changed(PART_TIME, from_on=day("2026-05-01"), cause=Cause.THE_LEAVE)
    schedule = Schedule(assignments=(first, second, third))
    assert schedule.week_minutes(day("2026-05-04")) == 2400
    assert schedule.before(third, day("2026-05-04")) == [second]
    assert schedule.before(first, day("2026-05-04")) == []


def test_nothing_is_known_of_a_week_that_the_leave_alone_made() -> None:
    schedule = Schedule(assignments=(changed(PART_TIME, cause=Cause.THE_LEAVE),))
    assert schedule.week_minutes(day("2026-04-06")) is None


def test_825_204_an_alternative_position_makes_the_shifts_and_not_the_week() -> None:
    position = changed(
        PART_TIME,
        from_on=day("2026-04-06"),
        to_on=day("2026-05-01"),
        term=Term.TEMPORARY,
        cause=Cause.ALTERNATIVE_POSITION,
        equal_terms=True,
    )
    schedule = Schedule(assignments=(*OFFICE.assignments, position))
    assert [s.minutes for s in schedule.shifts_on(day("2026-04-06"))] == [600]
    assert schedule.week_minutes(day("2026-04-06")) == 2400


def test_two_lasting_assignments_at_once_are_two_appointments() -> None:
    later = changed(cycle({6: ("10:00", "14:00", 0)}), from_on=day("2026-01-05"))
    schedule = Schedule(assignments=(*OFFICE.assignments, later))
    assert schedule.before(later, day("2026-01-05")) == []
    assert schedule.week_minutes(day("2026-01-05")) == 2640


def test_a_variable_assignment_is_known_where_it_is_posted() -> None:
    variable = changed(cycle({}), kind=ScheduleKind.VARIABLE)
    schedule = Schedule(assignments=(variable,), posted=(posted("2026-04-14", ("12:00", "20:00")),))
    assert schedule.is_known(day("2026-04-14"))
    assert not schedule.is_known(day("2026-04-15"))
    assert [s.minutes for s in schedule.shifts_on(day("2026-04-14"))] == [480]


@pytest.mark.parametrize(
    ("changes", "name"),
    [({"to_on": date(2019, 12, 31)}, "assignment_ends_early"), ({"cycle_days": 4}, "position_outside_cycle")],
)
def test_an_assignment_that_contradicts_itself_has_a_name(changes: dict[str, object], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Assignment.model_validate({**OFFICE.assignments[0].model_dump(), **changes})
    assert refused.value.errors()[0]["type"] == name


def test_what_the_directory_wrote_before_is_read_as_it_was() -> None:
    """Rows without the newer facts: lasting, of one appointment, a cycle."""
    row = {
        "from_on": "2020-01-06",
        "to_on": None,
        "anchor_on": "2020-01-06",
        "cycle_days": 7,
        "shifts": [{"position": 1, "starts": "09:00", "ends": "17:30", "unpaid_break_minutes": 30}],
        "works_holidays": False,
    }
    read = Assignment.model_validate(row)
    assert (read.term, read.kind, read.cause, read.appointment) == (Term.PERMANENT, ScheduleKind.CYCLE, None, "")
    assert read.week_minutes == Fraction(480)


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.times(), st.times(), st.integers(0, 2))
def test_a_shift_without_fault_has_one_meaning(on: date, starts: time, ends: time, which: int) -> None:
    """Whichever of the doubled hour is meant makes no difference where no hour is doubled."""
    fold = (None, DoubledHour.FIRST, DoubledHour.SECOND)[which]
    shift = WallShift(starts=starts.replace(second=0, microsecond=0), ends=ends.replace(second=0, microsecond=0))
    folded = shift.model_copy(update={"starts_in": fold, "ends_in": fold})
    if shift.fault_on(on) is None:
        made = shift.made_on(on, works_holidays=None, appointment="")
        assert made == folded.made_on(on, works_holidays=None, appointment="")
        assert abs(made.minutes - shift.minutes) <= 60
