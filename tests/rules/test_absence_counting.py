"""What one absence is charged, and what of it is not. 29 CFR 825.200(h), 825.205 (law.md C1-C3, C7-C10, C13)."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from infra import policies
from tests.rules.absences import (
    Pair,
    ask,
    branch_minutes,
    counted,
    days,
    facts,
    interval,
    left_out,
    rules_of,
    says,
)
from tests.rules.facts import (
    NIGHTS,
    OFFICE,
    PART_TIME,
    PITMAN,
    POLICY,
    WARD,
    at,
    break_untold,
    changed_all,
    cycle,
    day,
    policy,
)
from tests.rules.test_shifts import TEMPORARY, changed, overtime, posted, with_more
from workflows.rules.absence_counting import count_absence
from workflows.rules.absence_facts import AbsenceCounted, AbsenceCountedFacts, NotCharged
from workflows.rules.answers import Answer, Standing
from workflows.rules.calendar import days_after
from workflows.rules.counting import charge_absence, charge_period
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Cause, Schedule, ScheduleKind, Term
from workflows.rules.shifts import Overtime
from workflows.rules.week_facts import MOST_OPEN

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))
BESIDE = policy(occasional_overtime="not_in_base")
"""Overtime of one week is beside its base."""
EDGE_FREE = policy(edge_holiday="not_charged")
SUFFOLK = LeavePolicy.model_validate(policies.read("massachusetts-executive-2026", "suffolk"))
TUESDAY = ("2026-04-14T09:00", "2026-04-14T17:30")


def morning(starts: str, ends: str) -> Pair:
    """On Tuesday 2026-04-14."""
    return f"2026-04-14T{starts}", f"2026-04-14T{ends}"


# Pitman, mandatory overtime.
def test_825_205_c_a_missed_pitman_shift_is_two_sevenths_of_a_week() -> None:
    result = counted(PITMAN, ("2026-03-09T07:00", "2026-03-09T19:00"))
    assert (result.minutes, result.weeks, result.week_minutes) == (720, Fraction(2, 7), Fraction(2520))
    assert result.charges[0].rules == ("C1",)


@pytest.mark.parametrize(
    ("mark", "minutes", "rules", "left"),
    [
        (Overtime.MANDATORY, 240, ("C1", "C7"), []),
        (Overtime.VOLUNTARY, 0, None, [("2026-03-10", 240, "C7")]),
        (None, 240, ("C1",), []),
    ],
)
def test_825_205_c_overtime_that_was_missed(
    mark: Overtime | None, minutes: int, rules: tuple[str, ...] | None, left: list[tuple[str, int, str]]
) -> None:
    schedule = with_more(PITMAN, overtime=[overtime("2026-03-10", "19:00", "23:00", mark)])
    result = counted(schedule, ("2026-03-10T19:00", "2026-03-10T23:00"))
    assert result.minutes == minutes
    assert [c.rules for c in result.charges] == ([rules] if rules else [])
    assert left_out(result) == left


def test_825_205_c_overtime_without_a_mark_is_both() -> None:
    schedule = with_more(PITMAN, overtime=[overtime("2026-03-10", "19:00", "23:00", Overtime.UNKNOWN)])
    answer = ask(schedule, ("2026-03-10T19:00", "2026-03-10T23:00"))
    assert answer.standing is Standing.CONDITIONAL
    assert branch_minutes(answer) == [240, 0]
    assert [(g.fact, g.teller) for g in answer.gaps] == [("schedule.overtime", "agency")]
    assert "2026-03-10" in answer.gaps[0].asks


def test_825_205_c_overtime_that_was_not_missed_is_not_asked_about() -> None:
    schedule = with_more(PITMAN, overtime=[overtime("2026-03-10", "19:00", "23:00", Overtime.UNKNOWN)])
    assert counted(schedule, ("2026-03-10T07:00", "2026-03-10T19:00"), by=BESIDE).minutes == 720


def test_825_205_c_overtime_that_would_be_in_the_week_is_asked_about_though_it_was_not_missed() -> None:
    schedule = with_more(PITMAN, overtime=[overtime("2026-03-10", "19:00", "23:00", Overtime.UNKNOWN)])
    answer = ask(schedule, ("2026-03-10T07:00", "2026-03-10T19:00"))
    assert [b.result.weeks for b in answer.branches if b.result] == [Fraction(12, 46), Fraction(12, 42)]


def test_825_205_c_a_whole_week_with_required_overtime_is_one_week() -> None:
    """The rule's own example: who misses 8 of the 48 hours of a week has used 8 of 48."""
    more = [overtime("2026-04-14", "17:30", "21:30"), overtime("2026-04-16", "17:30", "21:30")]
    schedule = with_more(OFFICE, overtime=more)
    assert counted(schedule, days_away=[days("2026-04-13", "2026-04-17")]).weeks == 1
    assert counted(schedule, days_away=[days("2026-04-14")]).weeks == Fraction(12, 48)
    two = [("2026-04-14T17:30", "2026-04-14T21:30"), ("2026-04-16T17:30", "2026-04-16T21:30")]
    assert counted(schedule, *two).weeks == Fraction(8, 48)


def test_825_205_c_the_steps_on_overtime() -> None:
    ordered = with_more(OFFICE, overtime=[overtime("2026-04-14", "17:30", "19:30")])
    answer = ask(ordered, morning("16:30", "19:30"), by=BESIDE)
    assert rules_of(answer) == ["C1", "C7", "C1", "C7"]
    assert answer.unconfirmed == ("occasional_overtime",)
    assert "Mandatory overtime" in says(answer, "C7")
    offered = with_more(OFFICE, overtime=[overtime("2026-04-14", "17:30", "19:30", Overtime.VOLUNTARY)])
    answer = ask(offered, morning("16:30", "19:30"))
    assert "Voluntary overtime" in says(answer, "C7")
    assert answer.result is not None
    assert answer.result.minutes == 60


# Holiday and snow weeks. Memorial Day is Monday 2026-05-25.
@pytest.mark.parametrize(
    ("schedule", "first", "last", "by", "expected"),
    [
        (OFFICE, "2026-05-26", "2026-05-29", POLICY, Fraction(1)),
        (OFFICE, "2026-05-26", "2026-05-29", EDGE_FREE, Fraction(4, 5)),
        (OFFICE, "2026-05-25", "2026-05-29", EDGE_FREE, Fraction(1)),
        (OFFICE, "2026-05-26", "2026-05-26", POLICY, Fraction(1, 5)),
        (OFFICE, "2026-05-25", "2026-05-28", POLICY, Fraction(3, 5)),
        (OFFICE, "2026-05-25", "2026-05-25", POLICY, Fraction(0)),
        (WARD, "2026-05-25", "2026-05-25", POLICY, Fraction(1, 5)),
        (WARD, "2026-05-26", "2026-05-29", POLICY, Fraction(4, 5)),
        (PART_TIME, "2026-05-27", "2026-05-29", POLICY, Fraction(1)),
        (OFFICE, "2026-04-07", "2026-05-15", POLICY, Fraction(29, 5)),  # the work injury: 29 workdays
        (OFFICE, "2026-04-07", "2026-06-29", POLICY, Fraction(12)),  # and 60
        (OFFICE, "2026-05-26", "2026-05-29", HARBOR, Fraction(4, 5)),
    ],
)
def test_825_200_h_holidays_in_leave_of_whole_days(
    schedule: Schedule, first: str, last: str, by: LeavePolicy, expected: Fraction
) -> None:
    assert counted(schedule, days_away=[days(first, last)], by=by).weeks == expected


def test_825_200_h_a_holiday_in_a_full_week_has_its_own_day_and_rule() -> None:
    answer = ask(OFFICE, days_away=[days("2026-05-26", "2026-05-29")])
    assert answer.result is not None
    assert [(c.on.day, c.minutes, c.rules) for c in answer.result.charges] == [
        (25, 480, ("C8",)),
        *((n, 480, ("C1",)) for n in (26, 27, 28, 29)),
    ]
    assert rules_of(answer) == ["C1", "C8", "C1"]
    assert answer.unconfirmed == ("edge_holiday",)
    assert left_out(answer.result) == []


@pytest.mark.parametrize(
    ("first", "last", "by", "rests_on"),
    [
        ("2026-05-26", "2026-05-29", POLICY, ("edge_holiday",)),
        ("2026-05-26", "2026-05-29", EDGE_FREE, ("edge_holiday",)),
        ("2026-05-25", "2026-05-29", POLICY, ()),  # the leave has the holiday in it
        ("2026-05-26", "2026-05-26", POLICY, ()),
        ("2026-05-25", "2026-05-26", POLICY, ()),
        ("2026-04-13", "2026-04-17", POLICY, ()),
    ],
)
def test_825_200_h_a_choice_is_named_only_where_another_one_makes_another_answer(
    first: str, last: str, by: LeavePolicy, rests_on: tuple[str, ...]
) -> None:
    assert ask(OFFICE, days_away=[days(first, last)], by=by).unconfirmed == rests_on


def test_825_200_h_where_the_week_begins_is_named_where_it_matters() -> None:
    weekend = cycle({1: ("09:00", "17:00", 0), 7: ("09:00", "17:00", 0)})
    assert "workweek_begins" in ask(weekend, days_away=[days("2026-05-24")]).unconfirmed


def test_825_200_h_the_step_names_the_holiday_and_the_choice() -> None:
    beside = ask(OFFICE, days_away=[days("2026-05-26", "2026-05-29")]).steps[1]
    assert "the employer's choice" in beside.says
    assert beside.inputs == {
        "holiday": "2026-05-25",
        "edge_holiday": "whole_week",
        "workweek_begins": "sunday",
        "minutes": "480",
    }
    inside = ask(OFFICE, days_away=[days("2026-05-25", "2026-05-29")]).steps[1]
    assert (inside.says, inside.inputs["holiday"]) == ("A holiday in a full week of leave counts.", "2026-05-25")
    left_out_by_choice = ask(OFFICE, days_away=[days("2026-05-26", "2026-05-29")], by=EDGE_FREE)
    assert "is not charged: the employer's choice" in says(left_out_by_choice, "C8")
    partial = ask(OFFICE, days_away=[days("2026-05-25", "2026-05-26")])
    assert [s.inputs["holiday"] for s in partial.steps if s.rule == "C8"] == ["2026-05-25"]


def test_825_200_h_a_holiday_in_a_partial_week_is_listed_as_not_charged() -> None:
    answer = ask(OFFICE, days_away=[days("2026-05-25", "2026-05-26")])
    assert answer.result is not None
    assert answer.result.not_charged == (
        NotCharged(
            on=day("2026-05-25"),
            minutes=480,
            rule="C8",
            why="A holiday in a week that leave does not fill is not charged.",
        ),
    )
    assert answer.result.weeks == Fraction(1, 5)


SNOW = [interval("2026-02-03T00:00", "2026-02-04T00:00", duty_left=False)]
"""Tuesday 2026-02-03."""


@pytest.mark.parametrize(
    ("away", "whole", "weeks", "left"),
    [
        ([("2026-02-03T13:30", "2026-02-03T17:30")], [], 0, [("2026-02-03", 240, "C9")]),  # therapy that afternoon
        ([], [days("2026-02-02", "2026-02-06")], 1, []),
        ([], [days("2026-02-02", "2026-02-03")], Fraction(1, 5), [("2026-02-03", 480, "C9")]),
        ([], [days("2026-02-02"), days("2026-02-04", "2026-02-06")], 1, []),
        ([], [days("2026-02-04", "2026-02-06")], Fraction(3, 5), []),
    ],
)
def test_825_200_h_a_snow_day(
    away: list[Pair], whole: list[dict[str, Any]], weeks: Fraction, left: list[tuple[str, int, str]]
) -> None:
    result = counted(OFFICE, *away, days_away=whole, closures=SNOW)
    assert result.weeks == weeks
    assert left_out(result) == left


def test_825_200_h_the_rule_of_a_closure_is_told() -> None:
    answer = ask(OFFICE, days_away=[days("2026-02-02", "2026-02-06")], closures=SNOW)
    assert answer.result is not None
    assert [c.rules for c in answer.result.charges if c.on == day("2026-02-03")] == [("C9",)]
    assert "closure of less than a week" in says(answer, "C9")
    therapy = ask(OFFICE, ("2026-02-03T13:30", "2026-02-03T17:30"), closures=SNOW)
    assert "closure in a week" in says(therapy, "C9")
    assert therapy.unconfirmed == ()


def test_825_200_h_an_early_closing_frees_the_afternoon_alone() -> None:
    noon = [interval("2026-02-03T12:00", "2026-02-04T00:00", duty_left=False)]
    result = counted(OFFICE, ("2026-02-03T09:00", "2026-02-03T17:30"), closures=noon)
    assert (result.minutes, left_out(result)) == (180, [("2026-02-03", 300, "C9")])
    full = counted(OFFICE, days_away=[days("2026-02-02", "2026-02-06")], closures=noon)
    assert full.weeks == 1
    assert [c.rules for c in full.charges if c.on == day("2026-02-03")] == [("C1", "C9")]
    by_the_clock = counted(
        OFFICE,
        ("2026-02-02T09:00", "2026-02-03T12:00"),
        ("2026-02-04T09:00", "2026-02-06T17:30"),
        closures=noon,
    )
    assert by_the_clock.weeks == 1  # the closed afternoon at the edge of the absence
    assert (
        counted(
            OFFICE,
            ("2026-02-02T09:00", "2026-02-03T12:00"),
            ("2026-02-04T09:00", "2026-02-06T17:30"),
            closures=noon,
            by=EDGE_FREE,
        ).minutes
        == 2400 - 300
    )


def test_825_200_h_two_weeks_without_duty_are_not_charged() -> None:
    shut = [interval("2026-08-03T00:00", "2026-08-15T00:00", duty_left=False)]
    answer = ask(OFFICE, days_away=[days("2026-08-03", "2026-08-14")], closures=shut)
    assert answer.result is not None
    assert answer.result.charges == ()
    assert len(answer.result.not_charged) == 10
    assert {n.rule for n in answer.result.not_charged} == {"C9"}
    assert "a week or more" in says(answer, "C9")
    assert answer.says == "nothing is charged, of a week of 40 hours"


def test_825_200_h_the_rest_of_a_week_that_a_long_closure_begins_in() -> None:
    """Closed from Wednesday for nine days: Monday and Tuesday are two fifths, nothing else."""
    shut = [interval("2026-08-05T00:00", "2026-08-14T00:00", duty_left=False)]
    result = counted(OFFICE, days_away=[days("2026-08-03", "2026-08-14")], closures=shut)
    assert [(c.on.day, c.weeks) for c in result.charges] == [(n, Fraction(1, 5)) for n in (3, 4, 14)]


@pytest.mark.parametrize(
    ("duty_left", "told", "weeks"),
    [
        (True, [], Fraction(1, 5)),
        (False, [], Fraction(0)),
        (None, [{"on": "2026-02-03", "expected": True}], Fraction(1, 5)),
        (None, [{"on": "2026-02-03", "expected": False}], Fraction(0)),
        (True, [{"on": "2026-02-03", "expected": False}], Fraction(0)),
        (False, [{"on": "2026-02-03", "expected": True}], Fraction(1, 5)),
    ],
)
def test_825_200_h_whoever_was_expected_in_the_closure_is_charged(
    duty_left: bool | None, told: list[dict[str, Any]], weeks: Fraction
) -> None:
    snow = [interval("2026-02-03T00:00", "2026-02-04T00:00", duty_left=duty_left)]
    assert counted(OFFICE, days_away=[days("2026-02-03")], closures=snow, expected_to_work=told).weeks == weeks


def test_825_200_h_expected_in_the_closure_or_not_is_both() -> None:
    snow = [interval("2026-02-03T00:00", "2026-02-04T00:00")]
    answer = ask(OFFICE, days_away=[days("2026-02-03")], closures=snow)
    assert branch_minutes(answer) == [480, 0]
    assert [(g.fact, g.teller) for g in answer.gaps] == [("closures.duty_left", "agency")]
    assert answer.gaps[0].asks == "was the employee still expected to work in the closure that began on 2026-02-03?"


@pytest.mark.parametrize("duty_left", [None, False, True])
def test_825_200_h_a_day_that_is_told_as_unknown_is_asked_about_whatever_the_closure_says(
    duty_left: bool | None,
) -> None:
    snow = [interval("2026-02-03T00:00", "2026-02-04T00:00", duty_left=duty_left)]
    answer = ask(OFFICE, days_away=[days("2026-02-03")], closures=snow, expected_to_work=[{"on": "2026-02-03"}])
    assert branch_minutes(answer) == [480, 0]
    assert [(g.fact, g.teller) for g in answer.gaps] == [("expected_to_work", "agency")]
    assert answer.gaps[0].asks == "was the employee scheduled and expected to work on 2026-02-03?"


def test_825_200_h_a_long_closure_is_one_question_and_each_closure_its_own() -> None:
    shut = [interval("2026-08-03T00:00", "2026-08-15T00:00")]
    answer = ask(OFFICE, days_away=[days("2026-08-03", "2026-08-14")], closures=shut)
    assert branch_minutes(answer) == [4800, 0]
    assert len(answer.gaps) == 1
    two = [interval("2026-02-03T00:00", "2026-02-04T00:00"), interval("2026-02-05T00:00", "2026-02-06T00:00")]
    assert branch_minutes(ask(OFFICE, days_away=[days("2026-02-03", "2026-02-05")], closures=two)) == [
        1440,
        960,
        960,
        480,
    ]


def test_825_200_h_in_a_full_week_it_makes_no_difference() -> None:
    """Only the rule differs: the charge does not turn on it."""
    snow = [interval("2026-02-03T00:00", "2026-02-04T00:00")]
    answer = ask(OFFICE, days_away=[days("2026-02-02", "2026-02-06")], closures=snow)
    assert (answer.standing, answer.result and answer.result.minutes) == (Standing.SETTLED, 2400)
    assert counted(OFFICE, days_away=[days("2026-02-02")], closures=snow, known_to=day("2026-02-07")).weeks == Fraction(
        1, 5
    )


@pytest.mark.parametrize(
    ("schedule", "told", "minutes"),
    [
        (OFFICE, [], 0),
        (OFFICE, [{"on": "2026-05-25", "expected": True}], 480),
        (OFFICE, [{"on": "2026-05-25", "expected": False}], 0),
        (OFFICE, [{"on": "2026-05-26", "expected": True}], 0),
        (WARD, [], 480),
        (WARD, [{"on": "2026-05-25", "expected": False}], 0),  # the ward is open, this nurse had the day off
    ],
)
def test_825_200_h_expected_to_work_on_the_holiday(
    schedule: Schedule, told: list[dict[str, Any]], minutes: int
) -> None:
    assert counted(schedule, days_away=[days("2026-05-25")], expected_to_work=told).minutes == minutes


def test_825_200_h_expected_on_the_holiday_or_not_is_both() -> None:
    answer = ask(OFFICE, days_away=[days("2026-05-25")], expected_to_work=[{"on": "2026-05-25"}])
    assert branch_minutes(answer) == [480, 0]
    swapped = with_more(OFFICE, posted=[posted("2026-05-25", ("09:00", "17:00"))])
    assert branch_minutes(ask(swapped, days_away=[days("2026-05-25")])) == [480, 0]


def test_825_200_h_a_day_that_is_neither_holiday_nor_closed_is_not_asked_about() -> None:
    result = counted(OFFICE, TUESDAY, expected_to_work=[{"on": "2026-04-14"}])
    assert result.minutes == 480


def test_825_200_h_a_free_day_of_the_unit_is_a_holiday_in_its_schedules() -> None:
    """Evacuation Day, Tuesday 2026-03-17."""
    for by, minutes in ((SUFFOLK, 0), (POLICY, 480)):
        assert counted(OFFICE, days_away=[days("2026-03-17")], by=by).minutes == minutes
        assert counted(OFFICE, days_away=[days("2026-03-16", "2026-03-20")], by=by).weeks == 1
        assert counted(WARD, days_away=[days("2026-03-17")], by=by).minutes == 480


# The week as a whole.
def test_825_200_h_a_week_that_several_absences_fill_is_full() -> None:
    """The one that begins first is charged for the holiday, so that it is charged once."""
    first, then = days("2026-05-26", "2026-05-27"), days("2026-05-28", "2026-05-29")
    one = counted(OFFICE, days_away=[first], other_days_away=[then])
    two = counted(OFFICE, days_away=[then], other_days_away=[first])
    assert [c.on.day for c in one.charges] == [25, 26, 27]
    assert [c.on.day for c in two.charges] == [28, 29]
    assert one.weeks + two.weeks == 1


def test_825_200_h_an_absence_around_another_one_began_first() -> None:
    around, between = [days("2026-05-26"), days("2026-05-29")], [days("2026-05-27", "2026-05-28")]
    one = counted(OFFICE, days_away=around, other_days_away=between)
    two = counted(OFFICE, days_away=between, other_days_away=around)
    assert [c.on.day for c in one.charges] == [25, 26, 29]
    assert [c.on.day for c in two.charges] == [27, 28]


def test_825_200_h_absences_by_the_clock_fill_a_week_as_well() -> None:
    others = [interval("2026-05-26T12:00", "2026-05-30T00:00")]
    result = counted(OFFICE, ("2026-05-26T09:00", "2026-05-26T12:00"), other_absences=others)
    assert [(c.on.day, c.minutes, c.rules) for c in result.charges] == [(25, 480, ("C8",)), (26, 180, ("C1",))]
    later = counted(
        OFFICE,
        ("2026-05-26T12:00", "2026-05-30T00:00"),
        other_absences=[interval("2026-05-26T09:00", "2026-05-26T12:00")],
    )
    assert result.weeks + later.weeks == 1


def test_825_200_h_a_week_that_stops_being_full_loses_its_holiday() -> None:
    whole = counted(OFFICE, days_away=[days("2026-05-26", "2026-05-29")])
    ended = counted(OFFICE, days_away=[days("2026-05-26", "2026-05-28")])
    assert [whole.weeks, ended.weeks] == [1, Fraction(3, 5)]
    assert day("2026-05-25") in [c.on for c in whole.charges]
    assert day("2026-05-25") not in [c.on for c in ended.charges]
    worked = counted(
        OFFICE,
        days_away=[days("2026-05-26", "2026-05-29")],
        worked=[interval("2026-05-28T09:00", "2026-05-28T09:01")],
    )
    assert worked.minutes == 4 * 480 - 1


def test_825_200_h_entries_for_another_need_fill_the_week_too() -> None:
    """One bank: a full week of leave, whatever number of needs it was for."""
    entries = [{"on": f"2026-05-{n}", "minutes": 480} for n in (27, 28, 29)]
    result = counted(OFFICE, days_away=[days("2026-05-26")], other_entries=entries)
    assert [(c.on.day, c.minutes) for c in result.charges] == [(25, 480), (26, 480)]
    charged = counted(
        OFFICE, days_away=[days("2026-05-26")], other_entries=[*entries, {"on": "2026-05-25", "minutes": 480}]
    )
    assert [c.on.day for c in charged.charges] == [26]


@pytest.mark.parametrize(
    ("first", "last", "known_to", "is_open"),
    [
        ("2026-05-26", "2026-05-26", None, True),
        ("2026-05-26", "2026-05-26", "2026-05-26", True),  # it may still become a full week
        ("2026-05-26", "2026-05-26", "2026-05-27", False),  # Wednesday was worked
        ("2026-05-26", "2026-05-29", "2026-05-28", True),  # it may still stop being one
        ("2026-05-26", "2026-05-29", "2026-05-29", False),
        ("2026-05-26", "2026-05-29", None, True),
        ("2026-05-27", "2026-05-29", "2026-05-26", False),
        ("2026-06-01", "2026-06-02", None, False),  # no holiday in that week
    ],
)
def test_825_200_h_a_week_that_is_not_over_is_as_it_stands(
    first: str, last: str, known_to: str | None, is_open: bool
) -> None:
    answer = ask(OFFICE, days_away=[days(first, last)], known_to=day(known_to) if known_to else None)
    assert answer.result is not None
    assert answer.result.as_the_week_stands is is_open
    assert ("as the week stands" in answer.says) is is_open
    assert ("not over" in says(answer, "C8")) is is_open


def test_825_200_h_a_holiday_beside_the_leave_changes_nothing_where_it_is_never_charged() -> None:
    assert not counted(OFFICE, days_away=[days("2026-05-26")], known_to=None, by=EDGE_FREE).as_the_week_stands
    assert counted(OFFICE, days_away=[days("2026-05-25")], known_to=None, by=EDGE_FREE).as_the_week_stands


@pytest.mark.parametrize(("decided", "would_be"), [(True, False), (False, True), (None, True)])
def test_an_undecided_period_would_be_charged(decided: bool | None, would_be: bool) -> None:
    answer = ask(OFFICE, TUESDAY, period_decided=decided)
    assert answer.result is not None
    assert (answer.result.would_be, answer.result.minutes) == (would_be, 480)
    assert ("would be charged" in answer.says) is would_be
    assert ("not decided" in says(answer, "C1")) is would_be


# Increments, travel, impossibility.
def test_825_205_a_1_therapy_and_drives_are_the_time_away_and_never_more() -> None:
    answer = ask(
        OFFICE, away=[interval(*morning("13:30", "13:45"), is_travel=True), interval(*morning("13:45", "14:20"))]
    )
    assert answer.result is not None
    assert answer.result.minutes == 50
    assert answer.result.charges[0].rules == ("C1", "C10")
    assert "no form need mention it" in says(answer, "C10")
    assert "never raises a charge" in says(answer, "C2")
    assert answer.unconfirmed == ("increment_surplus", "increment_minutes")


def test_travel_outside_the_shift_is_no_leave() -> None:
    answer = ask(
        OFFICE, away=[interval(*morning("08:00", "09:00"), is_travel=True), interval(*morning("09:00", "10:00"))]
    )
    assert answer.result is not None
    assert (answer.result.minutes, answer.result.charges[0].rules) == (60, ("C1",))
    assert "C10" not in rules_of(answer)


@pytest.mark.parametrize(
    ("by", "starts", "ends", "minutes", "surplus"),
    [
        (POLICY, "09:00", "09:50", 50, 0),
        (policy(increment_surplus="down"), "09:00", "09:50", 45, 5),
        (policy(increment_surplus="down"), "09:00", "09:45", 45, 0),
        (policy(increment_surplus="down"), "09:00", "09:14", 0, 14),
        (HARBOR, "09:00", "09:50", 0, 50),
        (HARBOR, "09:00", "10:00", 60, 0),
        (HARBOR, "09:00", "10:59", 60, 59),
        (HARBOR, "09:00", "17:30", 480, 0),
    ],
)
def test_825_205_a_1_an_increment_limits_what_may_be_demanded(
    by: LeavePolicy, starts: str, ends: str, minutes: int, surplus: int
) -> None:
    result = counted(OFFICE, morning(starts, ends), by=by)
    assert result.minutes == minutes
    assert left_out(result) == ([("2026-04-14", surplus, "C2")] if surplus else [])


def test_825_205_a_1_a_whole_shift_is_a_whole_shift() -> None:
    """Seven and a half hours are no number of hours, and a week of them is a week."""
    halves = cycle(dict.fromkeys(range(1, 6), ("09:00", "17:00", 30)))
    assert counted(halves, days_away=[days("2026-04-13", "2026-04-17")], by=HARBOR).weeks == 1
    answer = ask(halves, morning("09:00", "16:59"), by=HARBOR)
    assert answer.result is not None
    assert (answer.result.minutes, left_out(answer.result)) == (420, [("2026-04-14", 29, "C2")])
    assert "fill no whole increment" in says(answer, "C2")
    assert "never raises" not in says(answer, "C2")


RUN = cycle(dict.fromkeys(range(1, 6), ("07:00", "15:00", 0)))
"""A transport officer whose van leaves at seven."""

MISSED = interval("2026-04-14T08:00", "2026-04-14T15:00", other_work=False, found_by="COORD-4", reason="van-run")


def test_825_205_a_2_whoever_misses_the_van_is_away_for_the_run() -> None:
    answer = ask(RUN, morning("07:00", "08:00"), impossible=[MISSED])
    assert answer.result is not None
    assert (answer.standing, answer.result.minutes) == (Standing.SETTLED, 480)
    assert answer.result.charges[0].rules == ("C1", "C3")
    assert "named person" in says(answer, "C3")


def test_825_205_a_2_only_for_as_long_as_it_is_impossible() -> None:
    back = {**MISSED, "ends_at": at("2026-04-14T11:00")}
    assert counted(RUN, morning("07:00", "08:00"), impossible=[back]).minutes == 240
    assert (
        counted(
            RUN, morning("07:00", "08:00"), impossible=[MISSED], worked=[interval(*morning("13:00", "15:00"))]
        ).minutes
        == 360
    )
    before = interval(*morning("07:00", "13:00"), other_work=False, found_by="COORD-4", reason="van-run")
    assert counted(RUN, morning("13:00", "14:00"), impossible=[before]).minutes == 420
    another_day = interval("2026-04-15T07:00", "2026-04-15T15:00", other_work=False, found_by="C", reason="R")
    assert counted(RUN, morning("07:00", "08:00"), impossible=[another_day]).minutes == 60


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({"found_by": None}, 420),
        ({"found_by": ""}, 420),
        ({"reason": None}, 420),
        ({"other_work": None}, 420),
        ({"ends_at": None}, 0),
    ],
)
def test_825_205_a_2_what_nobody_has_shown_is_the_time_away_by_law(changes: dict[str, Any], left: int) -> None:
    answer = ask(RUN, morning("07:00", "08:00"), impossible=[{**MISSED, **changes}])
    assert answer.standing is Standing.SETTLED_BY_LAW
    assert answer.result is not None
    assert answer.result.minutes == 60
    assert left_out(answer.result) == ([("2026-04-14", left, "C3")] if left else [])
    assert [s.by_law for s in answer.steps if s.rule == "C3"] == [True]
    assert "only the time away" in says(answer, "C3")


# Clipping: shifts, breaks, time worked inside.
@pytest.mark.parametrize(
    ("away", "worked", "minutes", "left"),
    [
        (TUESDAY, [], 480, []),
        (("2026-04-14T00:00", "2026-04-15T00:00"), [], 480, []),
        (morning("12:30", "14:00"), [], 60, []),  # the unpaid half hour is not work
        (morning("13:00", "13:30"), [], 0, []),
        (TUESDAY, [morning("10:00", "11:00")], 420, [("2026-04-14", 60, "C1")]),
        (TUESDAY, [morning("12:30", "14:00")], 420, [("2026-04-14", 60, "C1")]),
        (TUESDAY, [morning("10:00", "11:00"), morning("10:30", "11:30")], 390, [("2026-04-14", 90, "C1")]),
        (TUESDAY, [morning("18:00", "20:00")], 480, []),
        (TUESDAY, [TUESDAY], 0, [("2026-04-14", 480, "C1")]),
        (("2026-04-18T09:00", "2026-04-18T17:00"), [], 0, []),
    ],
)
def test_825_205_b_1_only_time_away_from_scheduled_paid_time(
    away: Pair, worked: list[Pair], minutes: int, left: list[tuple[str, int, str]]
) -> None:
    result = counted(OFFICE, away, worked=[interval(*pair) for pair in worked])
    assert (result.minutes, left_out(result)) == (minutes, left)


@pytest.mark.parametrize(
    "away",
    [("2026-04-18T09:00", "2026-04-18T17:00"), morning("18:00", "22:00"), morning("13:00", "13:30")],
    ids=["saturday", "evening", "unpaid break"],
)
def test_825_205_b_1_an_absence_outside_every_shift_is_told_why_it_is_not_charged(away: Pair) -> None:
    answer = ask(OFFICE, away)
    assert (answer.standing, counted(OFFICE, away).minutes) == (Standing.SETTLED, 0)
    assert answer.says == "nothing is charged, of a week of 40 hours: no work was scheduled then"
    assert rules_of(answer) == ["C1", "C1"]
    assert "Nothing of this time is scheduled, paid time" in says(answer, "C1")
    assert "No part of this" not in says(ask(OFFICE, TUESDAY), "C1")


def test_825_205_b_1_a_break_lies_where_the_shift_says() -> None:
    shift = {"starts": "09:00", "ends": "17:30", "breaks": [{"starts": "11:00", "minutes": 30}]}
    schedule = with_more(OFFICE, posted=[{"on": "2026-04-14", "shifts": [shift]}])
    assert counted(schedule, morning("10:30", "12:00")).minutes == 60
    assert counted(schedule, morning("13:00", "14:00")).minutes == 60


def test_an_absence_told_twice_is_one() -> None:
    assert (
        counted(OFFICE, morning("09:00", "12:00"), morning("09:00", "12:00"), morning("11:00", "12:30")).minutes == 210
    )


@pytest.mark.parametrize(
    ("starts", "ends", "on", "minutes"),
    [
        ("2026-05-02T01:00", "2026-05-02T05:00", "2026-05-01", 240),
        ("2026-03-07T19:00", "2026-03-08T07:00", "2026-03-07", 660),
        ("2026-10-31T19:00", "2026-11-01T07:00", "2026-10-31", 780),
        ("2026-03-08T01:00", "2026-03-08T04:00", "2026-03-07", 120),
        ("2026-11-01T00:30", "2026-11-01T03:00", "2026-10-31", 210),
    ],
)
def test_a_night_belongs_to_the_day_on_which_it_began(starts: str, ends: str, on: str, minutes: int) -> None:
    result = counted(NIGHTS, (starts, ends))
    assert [(str(c.on), c.minutes) for c in result.charges] == [(on, minutes)]
    change = {660: -60, 120: -60, 780: 60, 210: 60}.get(minutes, 0)
    assert result.charges[0].weeks == Fraction(minutes, 84 * 60 + change)


@pytest.mark.parametrize(
    ("first", "last", "minutes"),
    [("2026-10-25", "2026-10-31", 85 * 60), ("2026-03-01", "2026-03-07", 83 * 60), ("2026-05-03", "2026-05-09", 5040)],
)
def test_825_205_b_1_a_full_week_over_a_change_of_clocks_is_one_week(first: str, last: str, minutes: int) -> None:
    answer = ask(NIGHTS, days_away=[days(first, last)])
    assert answer.result is not None
    assert [answer.result.minutes, answer.result.weeks] == [minutes, 1]
    assert ("clocks change" in says(answer, "C1")) is (minutes != 5040)
    posted_charges = charge_period(day(first), day(last), schedule=NIGHTS, policy=POLICY)
    assert sum(c.weeks for c in posted_charges) == 1
    off = with_more(NIGHTS, posted=[posted(last)])
    assert counted(off, days_away=[days(first)]).week_minutes == 5040  # the night of the change was given away


def test_leave_of_a_day_takes_the_night_to_its_end() -> None:
    assert counted(NIGHTS, days_away=[days("2026-05-01")]).minutes == 720
    assert [str(c.on) for c in counted(NIGHTS, ("2026-05-01T00:00", "2026-05-02T00:00")).charges] == [
        "2026-04-30",
        "2026-05-01",
    ]


@pytest.mark.parametrize(
    ("minutes_off", "minutes"),
    [
        ([("2026-04-14", 120)], 120),
        ([("2026-04-14", 600)], 480),
        ([("2026-04-18", 120)], 0),
        ([("2026-04-14", 100), ("2026-04-14", 50)], 150),
    ],
)
def test_825_203_minutes_off_without_a_time(minutes_off: list[tuple[str, int]], minutes: int) -> None:
    told = [{"on": on, "minutes": n} for on, n in minutes_off]
    assert counted(OFFICE, minutes_off=told).minutes == minutes


def test_minutes_off_go_over_the_shifts_of_the_day_in_order() -> None:
    schedule = with_more(OFFICE, overtime=[overtime("2026-04-14", "17:30", "19:30")])
    assert counted(schedule, minutes_off=[{"on": "2026-04-14", "minutes": 540}]).minutes == 540
    assert counted(schedule, minutes_off=[{"on": "2026-04-14", "minutes": 900}]).minutes == 600
    beside = counted(OFFICE, morning("09:00", "12:00"), minutes_off=[{"on": "2026-04-14", "minutes": 60}])
    assert beside.minutes == 240


# Each clock hour once.
@pytest.mark.parametrize(
    ("away", "entry", "minutes", "left"),
    [
        (morning("09:00", "12:00"), {"minutes": 180, **interval(*morning("09:00", "12:00"))}, 0, 180),
        (morning("09:00", "12:00"), {"minutes": 60, **interval(*morning("11:00", "13:00"))}, 120, 60),
        (morning("12:00", "17:30"), {"minutes": 180, **interval(*morning("09:00", "12:00"))}, 300, 0),
        (morning("12:00", "17:30"), {"minutes": 180, "same_time": False}, 300, 0),  # beside, where there is room
        (morning("12:00", "17:30"), {"minutes": 180, "same_time": True}, 120, 180),
        (TUESDAY, {"minutes": 180}, 300, 180),  # whole days have no room beside them
        (morning("09:00", "16:30"), {"minutes": 180, "same_time": False}, 300, 120),
        (morning("09:00", "12:00"), {"minutes": 240, "same_time": True}, 0, 180),
        (TUESDAY, {"minutes": 480}, 0, 480),
        (TUESDAY, {"minutes": 1440}, 0, 480),
        (morning("09:00", "12:00"), {"minutes": 45, **interval(*morning("09:00", "10:00"))}, 135, 45),
    ],
)
def test_c13_no_hour_is_charged_twice(away: Pair, entry: dict[str, Any], minutes: int, left: int) -> None:
    result = counted(OFFICE, away, other_entries=[{"on": "2026-04-14", **entry}])
    assert result.minutes == minutes
    assert left_out(result) == ([("2026-04-14", left, "C13")] if left else [])


@pytest.mark.parametrize(
    ("away", "minutes", "charged"),
    [
        (morning("09:00", "12:00"), 180, [0, 180]),  # hotline and portal tell the same three hours, or others
        (morning("09:00", "12:00"), 60, [120, 180]),
        (morning("09:00", "16:30"), 180, [240, 300]),  # the shift has one hour beside the absence and no more
        (morning("09:00", "12:00"), 420, [0, 60]),
    ],
)
def test_c13_an_entry_without_times_may_be_the_same_hours(away: Pair, minutes: int, charged: list[int]) -> None:
    answer = ask(OFFICE, away, other_entries=[{"on": "2026-04-14", "minutes": minutes}])
    assert answer.standing is Standing.CONDITIONAL
    assert branch_minutes(answer) == charged
    assert [(g.fact, g.teller) for g in answer.gaps] == [("other_entries.same_time", "employee")]
    assert "for another cause on 2026-04-14 without times" in answer.gaps[0].asks
    assert "lies in between" in says(answer, "C13")


def test_c13_an_entry_without_times_is_asked_about_only_where_it_matters() -> None:
    for on, minutes in (("2026-04-13", 480), ("2026-04-14", 0)):
        assert counted(OFFICE, morning("09:00", "12:00"), other_entries=[{"on": on, "minutes": minutes}]).minutes == 180
    two = [{"on": "2026-04-14", "minutes": 60}, {"on": "2026-04-14", "minutes": 120}]
    answer = ask(OFFICE, morning("09:00", "12:00"), other_entries=two)
    assert branch_minutes(answer) == [0, 180]
    assert "(3 hours)" in answer.gaps[0].asks


TIMED = {"on": "2026-04-14", "minutes": 180, "starts_at": at("2026-04-14T09:00"), "ends_at": at("2026-04-14T12:00")}


@pytest.mark.parametrize(
    ("off", "charged"),
    [
        (180, [0, 180]),  # the phone told three hours without saying when, and the portal from nine to twelve
        (240, [60, 240]),
        (60, [0, 60]),
        (480, [300, 300]),  # the day has no more than five hours beside the three, so that nothing turns on it
    ],
)
def test_c13_minutes_without_a_time_may_be_the_hours_of_an_entry(off: int, charged: list[int]) -> None:
    day_off = [{"on": "2026-04-14", "minutes": off}]
    answer = ask(OFFICE, minutes_off=day_off, other_entries=[TIMED])
    if answer.result is not None:
        assert [answer.result.minutes] * 2 == charged
        return
    assert branch_minutes(answer) == charged
    assert [(g.fact, g.teller) for g in answer.gaps] == [("minutes_off.same_time", "employee")]
    assert "lies in between" in says(answer, "C13")


@pytest.mark.parametrize(("same_time", "charged"), [(True, 0), (False, 180)])
def test_c13_whether_minutes_are_the_hours_of_an_entry_can_be_told(same_time: bool, charged: int) -> None:
    day_off = [{"on": "2026-04-14", "minutes": 180, "same_time": same_time}]
    assert counted(OFFICE, minutes_off=day_off, other_entries=[TIMED]).minutes == charged


def test_c13_minutes_beside_an_entry_of_another_day_are_not_asked_about() -> None:
    assert counted(OFFICE, minutes_off=[{"on": "2026-04-15", "minutes": 180}], other_entries=[TIMED]).minutes == 180


def test_c13_nobody_had_leave_while_at_work() -> None:
    worked = [interval(*morning("10:00", "11:00"))]
    entry = {"on": "2026-04-14", "minutes": 120, "same_time": True}
    assert counted(OFFICE, morning("09:00", "12:00"), other_entries=[entry], worked=worked).minutes == 0


def test_c13_overlap_three_hours_own_and_five_of_parent_care_are_eight() -> None:
    own = counted(OFFICE, morning("09:00", "12:00"))
    parent = counted(
        OFFICE, TUESDAY, other_entries=[{"on": "2026-04-14", "minutes": 180, **interval(*morning("09:00", "12:00"))}]
    )
    assert (own.minutes, parent.minutes) == (180, 300)
    assert own.weeks + parent.weeks == Fraction(1, 5)
    corrected = counted(OFFICE, morning("09:00", "11:30"))
    unchanged = counted(OFFICE, morning("12:00", "17:30"))
    assert corrected.minutes + unchanged.minutes == 450
    assert "charged elsewhere already" in says(
        ask(OFFICE, morning("09:00", "12:00"), other_entries=[{"on": "2026-04-14", "minutes": 480}]), "C13"
    )


def test_time_that_ends_where_it_starts_is_nothing_and_no_contradiction() -> None:
    moment = interval(*morning("10:00", "10:00"))
    result = counted(OFFICE, TUESDAY, other_entries=[{"on": "2026-04-14", "minutes": 60, **moment}])
    assert result.minutes == 480
    assert counted(RUN, morning("07:00", "08:00"), impossible=[MISSED | moment]).minutes == 60


def test_c13_an_entry_of_another_day_is_not_in_the_way() -> None:
    assert counted(OFFICE, TUESDAY, other_entries=[{"on": "2026-04-13", "minutes": 480}]).minutes == 480


# Schedules that change.
def test_825_205_b_2_the_base_of_the_day_is_that_of_the_week_question() -> None:
    reduced = changed(PART_TIME, from_on=day("2026-04-06"), cause=Cause.THE_LEAVE)
    answer = ask(Schedule(assignments=(*OFFICE.assignments, reduced)), days_away=[days("2026-04-14")])
    assert answer.result is not None
    assert [answer.result.minutes, answer.result.week_minutes] == [480, 2400]
    assert rules_of(answer)[0] == "C5"


def test_825_205_b_2_fewer_hours_of_the_leave_are_the_leave() -> None:
    """Twenty of forty hours: half a week each week, by the minutes off of the usual shifts."""
    half = changed(
        cycle(dict.fromkeys(range(1, 6), ("09:00", "13:00", 0))), from_on=day("2026-04-06"), cause=Cause.THE_LEAVE
    )
    schedule = Schedule(assignments=(*OFFICE.assignments, half))
    told = [{"on": f"2026-04-{n}", "minutes": 240} for n in range(13, 18)]
    assert counted(schedule, minutes_off=told).weeks == Fraction(1, 2)


def test_825_204_in_an_alternative_position_its_shifts_are_missed_and_the_usual_week_counts() -> None:
    position = changed(
        PART_TIME, from_on=day("2026-04-06"), term=Term.TEMPORARY, cause=Cause.ALTERNATIVE_POSITION, equal_terms=True
    )
    result = counted(
        Schedule(assignments=(*OFFICE.assignments, position)), days_away=[days("2026-04-13", "2026-04-14")]
    )
    assert [(c.on.day, c.minutes, c.weeks) for c in result.charges] == [(13, 600, Fraction(1, 4))]
    temporary = counted(Schedule(assignments=(*OFFICE.assignments, TEMPORARY)), days_away=[days("2026-04-13")])
    assert temporary.weeks == Fraction(1, 4)


def test_a_change_that_nobody_can_place_makes_two_branches() -> None:
    schedule = Schedule(
        assignments=(changed(OFFICE, to_on=day("2026-04-05")), changed(PART_TIME, from_on=day("2026-04-06")))
    )
    answer = ask(schedule, days_away=[days("2026-04-13")], notice_on=None)
    assert [b.result.weeks for b in answer.branches if b.result] == [Fraction(1, 3), Fraction(1, 4)]
    assert [g.fact for g in answer.gaps] == ["changes_count"]


def test_825_205_b_3_a_posted_shift_of_a_variable_week() -> None:
    variable = Schedule(
        assignments=(changed(cycle({}), kind=ScheduleKind.VARIABLE),),
        posted=(posted("2026-04-14", ("09:00", "17:00")),),
    )
    year = [{"first_on": "2025-04-13", "last_on": "2026-04-12", "minutes": 52 * 1920}]
    told: dict[str, Any] = {"leave_began_on": day("2026-04-13"), "roster_certain": False, "scheduled_before": year}
    result = counted(variable, days_away=[days("2026-04-14")], **told)
    assert (result.minutes, result.weeks) == (480, Fraction(1, 4))
    assert ask(variable, days_away=[days("2026-04-15")], **told).gaps[0].fact == "schedule"
    missing = ask(variable, days_away=[days("2026-04-14")], roster_certain=False)
    assert [g.fact for g in missing.gaps] == ["leave_began_on"]


def test_two_appointments_are_one_employee() -> None:
    evenings = cycle({2: ("18:00", "22:00", 0)}, appointment="B-2").assignments
    both = Schedule(assignments=(*OFFICE.assignments, *evenings))
    result = counted(both, days_away=[days("2026-04-14")])
    assert [result.minutes, result.week_minutes, result.weeks] == [720, 2640, Fraction(720, 2640)]
    assert len(result.charges) == 1


def test_825_205_c_rare_overtime_is_in_the_week_by_choice() -> None:
    schedule = with_more(OFFICE, overtime=[overtime("2026-04-14", "17:30", "21:30")])
    for by, week in ((BESIDE, 2400), (POLICY, 2640), (HARBOR, 2640)):
        result = counted(schedule, morning("17:30", "21:30"), by=by)
        assert (result.minutes, result.weeks) == (240, Fraction(240, week))


def test_the_workweek_begins_where_the_employer_says() -> None:
    """Out on the Sunday of Memorial Day's week and all the week before it: which week is the Sunday in?"""
    weekend = cycle({1: ("09:00", "17:00", 0), 7: ("09:00", "17:00", 0)})
    out = [days("2026-05-24")]
    assert counted(weekend, days_away=out).weeks == 1  # Sunday to Saturday: the only day to be worked
    monday = counted(weekend, days_away=out, by=policy(workweek_begins="monday"))
    assert monday.weeks == Fraction(1, 2)


# Each step has the figure it speaks of.
def figures(answer: Answer[AbsenceCounted]) -> list[tuple[str, str]]:
    """Rule and minutes of every step that has any."""
    return [(step.rule, step.inputs["minutes"]) for step in answer.steps if "minutes" in step.inputs]


def test_825_205_c_the_step_on_overtime_has_the_minutes_of_overtime() -> None:
    ordered = with_more(PITMAN, overtime=[overtime("2026-03-10", "19:00", "23:00")])
    answer = ask(ordered, days_away=[days("2026-03-10")])
    assert counted(ordered, days_away=[days("2026-03-10")]).minutes == 960
    assert figures(answer) == [("C1", "960"), ("C7", "240")]


def test_825_205_a_2_the_step_on_the_impossible_has_what_was_impossible() -> None:
    answer = ask(RUN, morning("07:00", "08:00"), impossible=[MISSED])
    assert figures(answer) == [("C1", "60"), ("C3", "420")]


def test_fmla2026_2_the_step_on_travel_has_the_travel() -> None:
    away = [interval(*morning("13:30", "13:45"), is_travel=True), interval(*morning("13:45", "14:20"))]
    assert figures(ask(OFFICE, away=away)) == [("C1", "50"), ("C10", "15")]
    short = [interval(*morning("09:00", "09:20"), is_travel=True)]
    assert figures(ask(OFFICE, away=short, by=policy(increment_surplus="down")))[:2] == [("C1", "15"), ("C10", "15")]


def test_825_200_h_the_steps_of_a_full_week_add_up() -> None:
    noon = [interval("2026-02-03T12:00", "2026-02-04T00:00", duty_left=False)]
    answer = ask(OFFICE, days_away=[days("2026-02-02", "2026-02-06")], closures=noon)
    assert figures(answer) == [("C1", "2100"), ("C9", "300")]
    holiday = ask(OFFICE, days_away=[days("2026-05-25", "2026-05-29")])
    assert figures(holiday) == [("C8", "480"), ("C1", "1920")]


# What is not known, and what contradicts itself.
@pytest.mark.parametrize(
    ("schedule", "whole"),
    [
        (Schedule(assignments=()), days("2026-04-14")),
        (OFFICE, days("2019-04-15")),
        (Schedule(assignments=(changed(OFFICE, to_on=day("2026-05-27")),)), days("2026-05-26")),  # a holiday's week
    ],
)
def test_a_schedule_that_nobody_knows_is_not_guessed(schedule: Schedule, whole: dict[str, Any]) -> None:
    answer = ask(schedule, days_away=[whole])
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert [(g.fact, g.teller) for g in answer.gaps] == [("schedule", "directory")]


def test_a_week_without_a_holiday_need_not_be_known_to_its_end() -> None:
    schedule = Schedule(assignments=(changed(OFFICE, to_on=day("2026-04-15")),))
    assert counted(schedule, TUESDAY).minutes == 480


def test_a_heap_of_unknowns_is_named_and_not_branched() -> None:
    marks = [overtime(f"2026-04-{13 + n}", "17:30", "21:30", Overtime.UNKNOWN) for n in range(MOST_OPEN + 1)]
    answer = ask(with_more(OFFICE, overtime=marks), days_away=[days("2026-04-13", "2026-04-17")])
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert len(answer.gaps) == MOST_OPEN + 1
    fewer = ask(with_more(OFFICE, overtime=marks[:-1]), days_away=[days("2026-04-13", "2026-04-17")])
    assert len(fewer.branches) == 2**MOST_OPEN
    assert branch_minutes(fewer)[0] == 2400 + 4 * 240
    assert branch_minutes(fewer)[-1] == 2400


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"away": []}, "nothing_asked"),
        ({"away": [interval(*morning("12:00", "11:00"))]}, "end_before_start"),
        ({"days_away": [days("2026-04-14", "2026-04-13")]}, "end_before_start"),
        ({"days_away": [days("2026-01-01", "2027-01-02")]}, "longer_than_a_year"),
        ({"away": [interval("2026-01-01T00:00", "2027-01-05T00:00")]}, "longer_than_a_year"),
        (
            {"other_entries": [{"on": "2026-04-14", "minutes": 5, "starts_at": at("2026-04-14T09:00")}]},
            "half_an_interval",
        ),
        (
            {"other_entries": [{"on": "2026-04-14", "minutes": 5, **interval(*morning("10:00", "09:00"))}]},
            "end_before_start",
        ),
        ({"impossible": [interval(*morning("10:00", "09:00"))]}, "end_before_start"),
        ({"schedule": with_more(OFFICE, overtime=[overtime("2026-04-14", "17:00", "18:00")])}, "overlapping_shifts"),
        (
            {
                "schedule": with_more(OFFICE, posted=[posted("2026-03-08", ("02:30", "09:00"))]),
                "away": [interval("2026-03-06T09:00", "2026-03-06T10:00")],
            },
            "no_such_time",
        ),
        (
            {
                "schedule": with_more(OFFICE, posted=[posted("2026-11-01", ("01:30", "09:00"))]),
                "away": [interval("2026-11-02T09:00", "2026-11-02T10:00")],
            },
            "which_of_the_doubled_hour",
        ),
    ],
)
def test_facts_that_contradict_each_other_are_refused_by_name(changes: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        AbsenceCountedFacts.model_validate({**dict(facts(OFFICE, TUESDAY)), **changes})
    assert refused.value.errors()[0]["type"] == name


@pytest.mark.parametrize(
    "field", ["away", "days_away", "worked", "closures", "impossible", "other_absences", "other_days_away"]
)
def test_a_heap_of_facts_is_refused(field: str) -> None:
    one = days("2026-04-14") if "days" in field else interval(*TUESDAY)
    most = {"impossible": 50, "closures": 50, "other_absences": 400, "other_days_away": 400}.get(field, 200)
    assert len(getattr(facts(OFFICE, TUESDAY, **{field: [one] * most}), field)) == most
    with pytest.raises(ValidationError) as refused:
        facts(OFFICE, TUESDAY, **{field: [one] * (most + 1)})
    assert refused.value.errors()[0]["type"] == "too_long"


def test_825_200_h_a_week_of_free_days_alone_is_full_if_leave_has_them_all() -> None:
    """Two shifts, both on free days of the unit: nothing was to be worked in that week."""
    two = cycle(dict.fromkeys((2, 3), ("09:00", "17:00", 0)))
    by = policy(overlay_days=["2026-04-14", "2026-04-15"])
    assert counted(two, days_away=[days("2026-04-14", "2026-04-15")], by=by).weeks == 1
    assert counted(two, days_away=[days("2026-04-14")], by=by).weeks == 0


def test_an_absence_by_the_clock_of_a_year_can_be_asked_about() -> None:
    long = "2026-01-01T00:00", "2027-01-02T00:00"
    assert counted(OFFICE, long).minutes > 0
    assert counted(OFFICE, long, ("2027-01-04T09:00", "2027-01-04T10:00")).charges[-1].minutes == 60
    with pytest.raises(ValidationError, match="asked about in parts"):
        counted(OFFICE, ("2026-01-01T00:00", "2027-01-03T00:00"))


def test_a_year_of_leave_can_be_asked_about() -> None:
    assert len(facts(OFFICE, days_away=[days("2026-01-01", "2027-01-01")]).touched_days()) == 366


def test_the_example_is_true_and_can_be_asked() -> None:
    example = AbsenceCountedFacts.model_json_schema()["examples"][0]
    answer = count_absence(AbsenceCountedFacts.model_validate(example), policy=POLICY)
    assert answer.result is not None
    assert answer.result.minutes == 50


# The table of holidays goes from 2024 to 2035.
@pytest.mark.parametrize("on", ["2036-07-04", "2023-05-29"])
def test_825_200_h_no_day_is_charged_whose_holidays_nobody_knows(on: str) -> None:
    answer = ask(OFFICE, days_away=[days(on)], notice_on=day("2023-01-05"), known_to=day("2039-12-31"))
    assert (answer.standing, [g.fact for g in answer.gaps]) == (Standing.NOT_ANSWERABLE, ["policy"])
    assert answer.says == "the holidays of that year are not known to the calendar"


@pytest.mark.parametrize(
    ("schedule", "away", "more", "minutes"),
    [
        (WARD, days("2036-07-04"), {}, 480),  # works on holidays
        (OFFICE, days("2036-07-04"), {"expected_to_work": [{"on": "2036-07-04", "expected": True}]}, 480),
        (OFFICE, days("2035-12-31"), {}, 480),  # a Monday; no week has four holidays
        (PART_TIME, days("2035-12-31"), {}, 600),
        (OFFICE, days("2035-12-31"), {"other_days_away": [days("2036-01-02", "2036-01-04")]}, None),
    ],
)
def test_825_200_h_what_does_not_turn_on_a_holiday_needs_no_table(
    schedule: Schedule, away: dict[str, Any], more: dict[str, Any], minutes: int | None
) -> None:
    result = ask(schedule, days_away=[away], known_to=day("2039-12-31"), **more).result
    assert (result and result.minutes) == minutes


# New Year's Day 2027 is a Friday, Patriots' Day Monday 2026-04-20.
@pytest.mark.parametrize(
    ("closed", "away"),
    [
        ([("2026-12-28T00:00", "2027-01-01T00:00")], days("2026-12-28", "2027-01-01")),
        ([("2026-04-21T00:00", "2026-04-25T00:00")], days("2026-04-20", "2026-04-24")),
        ([("2026-04-21T08:00", "2026-04-22T18:00"), ("2026-04-23T08:00", "2026-04-24T18:00")], days("2026-04-20")),
        (
            [("2026-04-21T08:00", "2026-04-22T18:00"), ("2026-04-23T08:00", "2026-04-24T18:00")],
            days("2026-04-20", "2026-04-24"),
        ),
    ],
)
@pytest.mark.parametrize("duty_left", [False, None])
def test_825_200_h_a_holiday_in_a_week_without_duty_is_not_charged(
    closed: list[Pair], away: dict[str, Any], duty_left: bool | None
) -> None:
    closures = [interval(*pair, duty_left=duty_left) for pair in closed]
    answer = ask(OFFICE, days_away=[away], closures=closures)
    results = [answer.result] if answer.result else [b.result for b in answer.branches[-1:]]
    assert [(r.minutes, {rule for _, _, rule in left_out(r)}) for r in results if r] == [(0, {"C9"})]


def test_825_200_h_a_holiday_before_four_closed_days_of_which_one_was_worked_counts_as_ever() -> None:
    closures = [interval("2026-04-22T00:00", "2026-04-25T00:00", duty_left=False)]
    assert counted(OFFICE, days_away=[days("2026-04-20", "2026-04-24")], closures=closures).minutes == 2400


# 9:00 to 17:30 with half an hour unpaid, and nobody knows when.
@pytest.mark.parametrize(
    ("away", "minutes", "says_so"),
    [
        (("12:00", "13:00"), 30, True),
        (("13:00", "13:20"), 0, True),
        (("09:00", "12:30"), 180, True),
        (("09:00", "17:30"), 480, False),
    ],
)
def test_825_205_a_leave_is_never_more_than_time_away_from_work_when_the_break_is_not_told(
    away: Pair, minutes: int, says_so: bool
) -> None:
    answer = ask(break_untold(OFFICE), morning(*away))
    assert answer.result is not None
    assert (answer.result.minutes, "unpaid break" in says(answer, "C1")) == (minutes, says_so)
    assert charge_minutes(*morning(*away)) == minutes


def charge_minutes(starts: str, ends: str) -> int:
    """What the ledger is charged for the same hours."""
    return sum(c.minutes for c in charge_absence(at(starts), at(ends), schedule=break_untold(OFFICE), policy=POLICY))


def test_825_205_a_two_absences_that_leave_no_time_of_a_day_take_all_of_it() -> None:
    week = [days("2026-05-27", "2026-05-29")]  # Monday is Memorial Day
    afternoon = [interval("2026-05-26T12:00", "2026-05-26T17:30")]
    tuesday: dict[str, Any] = {"other_absences": afternoon, "other_days_away": week}
    result = counted(break_untold(OFFICE), ("2026-05-26T09:00", "2026-05-26T12:00"), **tuesday)
    assert [(c.on, c.minutes) for c in result.charges] == [(day("2026-05-25"), 480), (day("2026-05-26"), 150)]


def holidays_untold(schedule: Schedule) -> Schedule:
    """The same, where nobody told whether holidays are worked."""
    return changed_all(schedule, works_holidays=None)


def test_825_200_h_whether_a_nurse_works_on_memorial_day_is_asked() -> None:
    answer = ask(holidays_untold(WARD), days_away=[days("2026-05-25")])
    assert (answer.standing, branch_minutes(answer)) == (Standing.CONDITIONAL, [480, 0])
    assert [(g.fact, g.teller) for g in answer.gaps] == [("schedule.works_holidays", "directory")]


def test_825_200_h_in_a_full_week_a_holiday_counts_whether_it_is_worked_or_not() -> None:
    answer = ask(holidays_untold(OFFICE), days_away=[days("2026-05-25", "2026-05-29")])
    assert (answer.standing, answer.gaps) == (Standing.SETTLED, ())
    assert answer.says == "40 hours are charged, of a week of 40 hours"
    assert "full week" in says(answer, "C8")
    beside = ask(holidays_untold(OFFICE), days_away=[days("2026-05-26", "2026-05-29")])
    assert (beside.standing, branch_minutes(beside)) == (Standing.CONDITIONAL, [1920, 2400])


@pytest.mark.parametrize("first", ["2026-05-26", "2026-06-01"])
def test_825_200_h_holidays_are_not_asked_about_where_nothing_turns_on_them(first: str) -> None:
    assert counted(holidays_untold(WARD), days_away=[days(first)]).minutes == 480


def test_825_200_h_one_question_is_enough_for_all_holidays_of_a_year() -> None:
    answer = ask(holidays_untold(OFFICE), days_away=[days("2026-05-25"), days("2026-09-07"), days("2026-12-25")])
    assert [g.fact for g in answer.gaps] == ["schedule.works_holidays"]
    assert "works_holidays" not in Schedule.model_json_schema()["$defs"]["Assignment"]["required"]


SIXTH = with_more(OFFICE, posted=[posted("2026-04-18", ("09:00", "17:00"))])


def following(first: Schedule, then: Schedule, on: str) -> Schedule:
    """One schedule to the eve of a day, another one from it on."""
    (a,), (b,) = first.assignments, then.assignments
    eve, since = {"to_on": days_after(day(on), -1)}, {"from_on": day(on), "cause": Cause.EMPLOYER}
    return Schedule(assignments=(a.model_copy(update=eve), b.model_copy(update=since)))


TENS = cycle(dict.fromkeys((1, 2, 3, 4), ("08:00", "18:00", 0)))


@pytest.mark.parametrize(
    ("schedule", "minutes"),
    [
        (SIXTH, 2880),
        (with_more(SIXTH, posted=[posted("2026-04-13"), *SIXTH.posted]), 2400),  # a swap
        (following(OFFICE, TENS, "2026-04-15"), 960 + 1200),
        (following(TENS, OFFICE, "2026-04-16"), 1800 + 960),
    ],
)
def test_825_205_b_a_full_week_of_leave_is_one_week(schedule: Schedule, minutes: int) -> None:
    result = counted(schedule, days_away=[days("2026-04-12", "2026-04-18")], notice_on=day("2026-06-01"))
    assert (result.minutes, result.weeks) == (minutes, Fraction(1))
    ledger = charge_period(day("2026-04-12"), day("2026-04-18"), schedule=schedule, policy=POLICY)
    assert sum(c.weeks for c in ledger) == 1


def test_825_205_c_eight_of_the_48_hours_of_a_week_are_a_sixth() -> None:
    assert counted(SIXTH, days_away=[days("2026-04-18")]).weeks == Fraction(1, 6)


def test_825_205_b_a_week_in_which_somebody_began_is_not_shorter() -> None:
    begun = changed_all(OFFICE, from_on=day("2026-04-15"))
    assert counted(begun, days_away=[days("2026-04-15", "2026-04-17")]).week_minutes == 2400


@pytest.mark.parametrize(
    ("schedule", "last", "words"),
    [
        (OFFICE, "2026-04-17", "40 hours are charged, of a week of 40 hours"),
        (OFFICE, "2026-04-24", "80 hours are charged, 2 workweeks of 40 hours"),
        (OFFICE, "2026-04-20", "48 hours are charged, 1.2 workweeks of 40 hours"),
        (SIXTH, "2026-04-24", "88 hours are charged, 2 workweeks of 40 hours to 48 hours"),
    ],
)
def test_the_answer_says_of_how_many_weeks(schedule: Schedule, last: str, words: str) -> None:
    answer = ask(
        schedule, days_away=[days("2026-04-13", last)], expected_to_work=[{"on": "2026-04-20", "expected": True}]
    )
    assert answer.says == words


def test_825_205_a_2_where_there_was_other_work_nothing_is_in_doubt() -> None:
    claim = {**interval("2026-04-14T10:00", "2026-04-14T12:00"), "other_work": True}
    answer = ask(OFFICE, morning("09:00", "10:00"), impossible=[claim])
    assert (answer.standing, answer.result and answer.result.minutes) == (Standing.SETTLED, 60)
    assert "work at hand" in says(answer, "C3")


def test_a_break_that_leaves_nothing_of_its_shift_is_refused() -> None:
    shift = {"position": 1, "starts": "09:00", "ends": "17:30", "unpaid_break_minutes": 600}
    schedule = Schedule.model_validate({"assignments": [{**OFFICE.assignments[0].model_dump(), "shifts": [shift]}]})
    with pytest.raises(ValidationError, match="no_paid_time"):
        facts(schedule, days_away=[days("2026-04-13")])
