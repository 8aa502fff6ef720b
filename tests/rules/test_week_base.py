"""How long a workweek is, and by which rule. 29 CFR 825.205(b)-(c), 825.204 (law.md C1, C4-C7, C12)."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from infra import policies
from tests.rules.facts import NIGHTS, OFFICE, PART_TIME, PITMAN, POLICY, cycle, day, policy
from tests.rules.test_schedules import FOUR_ON_TWO_OFF, schedules
from tests.rules.test_shifts import TEMPORARY, changed, overtime, posted, with_more
from workflows.rules.answers import Answer, Standing
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Cause, Schedule, ScheduleKind, Term
from workflows.rules.shifts import Overtime
from workflows.rules.variable_week import ScheduledTime, averaged
from workflows.rules.week_base import WeekBase, WeekBaseFacts, in_hours, week_base
from workflows.rules.week_facts import MOST_OPEN

BESIDE = policy(occasional_overtime="not_in_base")
"""Overtime of one week is beside its base."""
HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))
SIXTY = cycle(dict.fromkeys(range(1, 7), ("07:00", "17:00", 0)))
NOTICE = day("2026-04-01")


def ask(schedule: Schedule, on: str = "2026-04-14", by: LeavePolicy = POLICY, **more: Any) -> Answer[WeekBase]:
    """The week of a day."""
    return week_base(WeekBaseFacts(schedule=schedule, on=day(on), **more), policy=by)


def base(answer: Answer[WeekBase]) -> WeekBase:
    """The one result."""
    assert answer.result is not None, answer.says
    return answer.result


def told(answer: Answer[WeekBase]) -> tuple[int, str]:
    """Minutes of the week and the rule."""
    return int(base(answer).minutes), base(answer).rule


@pytest.mark.parametrize(
    ("schedule", "hours", "year", "rule"),
    [
        (OFFICE, 40, 480, "C1"),
        (PART_TIME, 30, 360, "C1"),  # FMLA2025-02-A
        (SIXTY, 60, 720, "C1"),
        (PITMAN, 42, 504, "C7"),  # and not 480
        (FOUR_ON_TWO_OFF, Fraction(112, 3), 448, "C7"),
        (NIGHTS, 84, 1008, "C1"),
    ],
)
def test_825_205_b_1_the_entitlement_in_hours_follows_from_the_week(
    schedule: Schedule, hours: Fraction, year: int, rule: str
) -> None:
    found = base(ask(schedule))
    assert found == WeekBase(minutes=Fraction(hours) * 60, rule=rule, entitlement_minutes=Fraction(year * 60))


@pytest.mark.parametrize(("on", "hours"), [("2026-10-31", 85), ("2026-11-01", 84), ("2026-03-07", 83)])
def test_825_205_b_1_a_week_with_a_change_of_clocks_has_the_hours_it_has(on: str, hours: int) -> None:
    """A Saturday night that ends on the Sunday of the change is in the week before it; 12 weeks are usual weeks."""
    found = base(ask(NIGHTS, on))
    assert [found.minutes, found.entitlement_minutes] == [hours * 60, 12 * 84 * 60]
    assert base(ask(OFFICE, on)).minutes == 2400
    with_overtime = with_more(OFFICE, overtime=[overtime(on, "19:00", "07:00")])
    assert base(ask(with_overtime, on, BESIDE)).minutes == 2400


def test_the_answer_says_its_steps() -> None:
    answer = ask(PITMAN)
    assert answer.standing is Standing.SETTLED
    assert answer.says == "the workweek has 42 hours"
    assert [step.rule for step in answer.steps] == ["C7", "C4"]
    assert [step.citation for step in answer.steps] == ["29 CFR 825.205(c)", "29 CFR 825.205(b)(1)"]
    assert answer.steps[0].inputs == {"week_minutes": "2520"}
    assert answer.steps[1].inputs == {"minutes": "30240"}
    assert "average over the whole rotation" in answer.steps[0].says
    assert answer.unconfirmed == ("rotation_week",)
    assert ask(OFFICE).unconfirmed == ()
    assert "actual workweek" in ask(OFFICE).steps[0].says


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [
        (Fraction(2400), "40 hours"),
        (Fraction(2250), "37 hours 30 minutes"),
        (Fraction(9344, 5), "31 hours 8 minutes"),
        (Fraction(1), "1 minute"),
    ],
)
def test_hours_are_shown_cut_down(minutes: Fraction, hours: str) -> None:
    assert in_hours(minutes) == hours


@pytest.mark.parametrize(
    ("on", "by", "hours"),
    [
        ("2026-03-02", POLICY, 42),
        ("2026-03-02", policy(rotation_week="own_week"), 36),  # Sunday to Saturday: Sunday, Wednesday, Thursday
        ("2026-03-10", policy(rotation_week="own_week"), 48),
        ("2026-03-02", HARBOR, 24),  # Monday to Sunday: the short week, and the long one
        ("2026-03-10", HARBOR, 60),
    ],
)
def test_825_205_c_a_rotation_by_its_average_or_by_each_week(on: str, by: LeavePolicy, hours: int) -> None:
    answer = ask(PITMAN, on, by)
    assert base(answer).minutes == hours * 60
    assert base(answer).minutes + base(ask(PITMAN, str(day(on) + timedelta(days=7)), by)).minutes == 84 * 60
    assert ("average" if by is POLICY else "its own") in answer.steps[0].says


def test_a_rotation_beside_a_fixed_week_makes_each_week_its_own() -> None:
    weekends = cycle({6: ("10:00", "14:00", 0)}, days=14, appointment="B-2").assignments
    both = Schedule(assignments=(*OFFICE.assignments, *weekends))
    assert base(ask(both, "2026-03-14", HARBOR)).minutes == 2640
    assert base(ask(both, "2026-03-07", HARBOR)).minutes == 2400
    assert base(ask(both, "2026-03-07")).minutes == 2520


def test_a_week_off_in_the_rotation_falls_back_on_the_average() -> None:
    """A week in which nothing is scheduled cannot be its own base."""
    on_off = cycle(dict.fromkeys(range(1, 6), ("09:00", "17:00", 0)), days=14)
    by = policy(rotation_week="own_week", workweek_begins="monday")
    assert base(ask(on_off, "2026-03-09", by)).minutes == 2400
    assert base(ask(on_off, "2026-03-02", by)).minutes == 1200


# C5: a change of schedule.
def change(**more: Any) -> Schedule:
    """Forty hours, thirty from 2026-04-06 on."""
    return Schedule(
        assignments=(changed(OFFICE, to_on=day("2026-04-05")), changed(PART_TIME, from_on=day("2026-04-06"), **more))
    )


@pytest.mark.parametrize(
    ("more", "notice_on", "hours", "words"),
    [
        ({"decided_on": day("2026-03-31"), "cause": Cause.EMPLOYER}, NOTICE, 30, "before the notice of need"),
        ({"decided_on": NOTICE}, NOTICE, 40, "not decided before"),
        ({"decided_on": day("2026-04-02"), "cause": Cause.EMPLOYER}, NOTICE, 40, "not decided before"),
        ({}, day("2026-04-07"), 30, "before the notice of need"),  # in force before it
        ({"decided_on": day("2026-04-10")}, day("2026-04-07"), 30, "before the notice of need"),
        ({"cause": Cause.OWN_WISH, "decided_on": day("2026-03-01")}, NOTICE, 30, "before the notice of need"),
        ({"cause": Cause.THE_LEAVE}, NOTICE, 40, "own reduced hours"),
        ({"cause": Cause.THE_LEAVE, "decided_on": day("2026-01-01")}, NOTICE, 40, "own reduced hours"),
        ({"cause": Cause.THE_LEAVE}, None, 40, "own reduced hours"),
    ],
)
def test_825_205_b_2_which_change_brings_its_own_week(
    more: dict[str, Any], notice_on: date | None, hours: int, words: str
) -> None:
    answer = ask(change(**more), notice_on=notice_on)
    assert base(answer).minutes == hours * 60
    assert base(answer).rule == "C5"
    assert words in answer.steps[0].says


def test_825_205_b_2_before_its_day_a_change_does_nothing() -> None:
    found = base(ask(change(decided_on=day("2026-03-01")), "2026-04-04", notice_on=NOTICE))
    assert (int(found.minutes), found.rule) == (2400, "C1")


@pytest.mark.parametrize(
    ("more", "notice_on"),
    [
        ({}, NOTICE),
        ({}, None),
        ({"decided_on": day("2026-03-01")}, None),
        ({}, day("2026-04-06")),
        ({"decided_on": day("2026-03-01")}, NOTICE),  # in time, and nobody told for which reason
    ],
)
def test_825_205_b_2_a_change_that_nobody_can_place_makes_two_branches(
    more: dict[str, Any], notice_on: date | None
) -> None:
    answer = ask(change(**more), notice_on=notice_on)
    assert answer.standing is Standing.CONDITIONAL
    assert [b.result.minutes for b in answer.branches if b.result] == [1800, 2400]
    assert [b.given[0].split("?")[1] for b in answer.branches] == [" yes", " no"]
    assert [(g.fact, g.teller) for g in answer.gaps] == [("changes_count", "agency")]
    assert base(ask(change(**more), notice_on=notice_on, changes_count=True)).minutes == 1800
    assert base(ask(change(**more), notice_on=notice_on, changes_count=False)).minutes == 2400


def test_a_change_to_the_same_week_needs_no_answer() -> None:
    same = Schedule(
        assignments=(
            changed(OFFICE, to_on=day("2026-04-05")),
            changed(cycle(dict.fromkeys(range(1, 6), ("07:00", "15:00", 0))), from_on=day("2026-04-06")),
        )
    )
    assert ask(same).standing is Standing.SETTLED
    assert base(ask(same)).minutes == 2400


def test_825_205_b_2_a_temporary_change_is_not_the_week() -> None:
    answer = ask(Schedule(assignments=(*OFFICE.assignments, TEMPORARY)), notice_on=NOTICE)
    assert told(answer) == (2400, "C5")
    assert "temporary change" in answer.steps[0].says


def test_825_204_an_alternative_position_is_not_the_week() -> None:
    position = changed(
        PART_TIME, from_on=day("2026-04-06"), term=Term.TEMPORARY, cause=Cause.ALTERNATIVE_POSITION, equal_terms=True
    )
    answer = ask(Schedule(assignments=(*OFFICE.assignments, position)), notice_on=NOTICE)
    assert told(answer) == (2400, "C12")
    assert answer.steps[0].citation == "29 CFR 825.203, 825.204"
    assert "alternative position" in answer.steps[0].says


@pytest.mark.parametrize(
    ("equal_terms", "words"), [(None, "is not told"), (False, "must have equal pay"), (True, "has equal pay")]
)
def test_825_204_an_alternative_position_needs_equal_pay_and_benefits(equal_terms: bool | None, words: str) -> None:
    position = changed(
        PART_TIME,
        from_on=day("2026-04-06"),
        term=Term.TEMPORARY,
        cause=Cause.ALTERNATIVE_POSITION,
        equal_terms=equal_terms,
    )
    answer = ask(Schedule(assignments=(*OFFICE.assignments, position)), notice_on=NOTICE)
    assert base(answer).minutes == 2400
    assert words in answer.steps[1].says
    assert answer.steps[1].rule == "C12"


# C7: overtime.
def recurring(mark: Overtime) -> Schedule:
    """Forty hours and four on Saturdays."""
    assignment = OFFICE.assignments[0].model_dump()
    shifts = (*assignment["shifts"], {"position": 6, "starts": "08:00", "ends": "12:00", "overtime": mark})
    return Schedule.model_validate({"assignments": [{**assignment, "shifts": shifts}]})


def test_825_205_c_required_overtime_that_recurs_is_in_the_base() -> None:
    answer = ask(recurring(Overtime.MANDATORY))
    assert told(answer) == (2640, "C7")
    assert "again and again" in answer.steps[0].says
    voluntary = ask(recurring(Overtime.VOLUNTARY))
    assert told(voluntary) == (2400, "C1")


def test_825_205_c_overtime_without_a_mark_makes_two_branches() -> None:
    answer = ask(recurring(Overtime.UNKNOWN))
    assert [b.result.minutes for b in answer.branches if b.result] == [2640, 2400]
    assert [(g.fact, g.teller) for g in answer.gaps] == [("schedule.overtime", "agency")]
    assert "recurs" in answer.gaps[0].asks


@pytest.mark.parametrize(
    ("by", "mark", "minutes"),
    [
        (BESIDE, Overtime.MANDATORY, 2400),
        (BESIDE, Overtime.UNKNOWN, 2400),
        (POLICY, Overtime.MANDATORY, 2640),
        (HARBOR, Overtime.MANDATORY, 2640),
        (HARBOR, Overtime.VOLUNTARY, 2400),
    ],
)
def test_825_205_c_overtime_now_and_then_is_in_the_base_by_choice(
    by: LeavePolicy, mark: Overtime, minutes: int
) -> None:
    schedule = with_more(OFFICE, overtime=[overtime("2026-04-17", "17:30", "21:30", mark)])
    assert base(ask(schedule, by=by)).minutes == minutes
    assert base(ask(schedule, "2026-04-21", by)).minutes == 2400


@pytest.mark.parametrize(
    ("on", "minutes"), [("2026-04-12", 2400), ("2026-04-13", 2640), ("2026-04-19", 2640), ("2026-04-20", 2400)]
)
def test_825_205_c_the_week_of_such_overtime_is_the_employers(on: str, minutes: int) -> None:
    """Monday to Sunday at the harbor."""
    schedule = with_more(OFFICE, overtime=[overtime("2026-04-17", "17:30", "21:30")])
    assert base(ask(schedule, on, HARBOR)).minutes == minutes


def test_825_205_c_such_overtime_without_a_mark_makes_branches_where_it_is_in_the_base() -> None:
    schedule = with_more(OFFICE, overtime=[overtime("2026-04-17", "17:30", "21:30", Overtime.UNKNOWN)])
    answer = ask(schedule, by=HARBOR)
    assert [b.result.minutes for b in answer.branches if b.result] == [2640, 2400]
    assert "2026-04-17" in answer.gaps[0].asks
    in_base = ask(with_more(OFFICE, overtime=[overtime("2026-04-17", "17:30", "21:30")]), by=HARBOR)
    assert base(in_base).rule == "C7"
    assert "in this week" in in_base.steps[0].says


# C6: hours that cannot be told.
VARIABLE = Schedule(
    assignments=(changed(cycle({}), kind=ScheduleKind.VARIABLE),),
    posted=(posted("2026-04-14", ("09:00", "17:00")), posted("2026-04-16", ("09:00", "19:00"))),
)
YEAR = tuple(
    ScheduledTime(
        first_on=day("2025-04-06") + timedelta(days=7 * n),
        last_on=day("2025-04-12") + timedelta(days=7 * n),
        minutes=1800,
    )
    for n in range(-1, 53)
)
"""Thirty hours in every week, beyond both edges of the year."""


def test_825_205_b_3_the_average_of_what_was_scheduled_in_12_months() -> None:
    year = (ScheduledTime(first_on=day("2025-04-06"), last_on=day("2026-04-05"), minutes=52 * 1800),)
    answer = ask(VARIABLE, leave_began_on=day("2026-04-06"), roster_certain=False, scheduled_before=year)
    assert told(answer) == (1800, "C6")
    assert answer.steps[0].citation == "29 CFR 825.205(b)(3)"
    assert "weekly average" in answer.steps[0].says
    assert answer.unconfirmed == ("variable_divisor",)
    by_days = ask(VARIABLE, leave_began_on=day("2026-04-06"), roster_certain=False, scheduled_before=year, by=HARBOR)
    assert base(by_days).minutes == Fraction(52 * 1800 * 7, 365)


@pytest.mark.parametrize(
    ("began_on", "first_on", "last_on", "days"),
    [
        ("2026-04-06", "2025-04-06", "2026-04-05", 365),
        ("2024-04-06", "2023-04-06", "2024-04-05", 366),  # a 29 February inside
        ("2024-03-01", "2023-03-01", "2024-02-29", 366),
        ("2024-02-29", "2023-02-28", "2024-02-28", 366),  # clamped: the year before has no such day
    ],
)
def test_825_205_b_3_the_window_ends_before_the_leave_begins(
    began_on: str, first_on: str, last_on: str, days: int
) -> None:
    history = tuple(
        ScheduledTime(first_on=on, last_on=on, minutes=60)
        for on in (day(first_on) + timedelta(days=n) for n in range(-10, days + 10))
    )
    for by, weeks in ((POLICY, Fraction(52)), (HARBOR, Fraction(days, 7))):
        found = averaged(history, began_on=day(began_on), policy=by)
        assert found is not None
        assert (found.first_on, found.last_on) == (day(first_on), day(last_on))
        assert found.is_whole_year
        assert found.weeks == weeks
        assert found.minutes == days * 60 / weeks


def test_825_205_b_3_a_week_over_the_edge_counts_by_its_days() -> None:
    found = averaged(YEAR, began_on=day("2026-04-08"), policy=HARBOR)
    assert found is not None
    assert found.minutes == Fraction(1800)
    assert (
        ScheduledTime(first_on=day("2026-04-05"), last_on=day("2026-04-11"), minutes=700).inside(
            day("2026-04-01"), day("2026-04-07")
        )
        == 300
    )


def test_825_205_b_3_a_span_over_the_edge_of_the_year_has_bounds() -> None:
    """From 2025-05-01 to 2026-05-10, and the leave began on 2026-05-04: ten days of it lie outside the 12 months."""
    told: dict[str, Any] = {"leave_began_on": day("2026-05-04"), "roster_certain": False}
    span = ScheduledTime(first_on=day("2025-05-01"), last_on=day("2026-05-10"), minutes=99840)
    answer = ask(VARIABLE, "2026-05-05", **told, scheduled_before=(span,))
    assert answer.standing is Standing.CONDITIONAL
    assert [b.result.minutes for b in answer.branches if b.result] == [Fraction(99840 - 10 * 1440, 52), Fraction(1920)]
    assert [(g.fact, g.teller) for g in answer.gaps] == [("scheduled_before", "agency")]
    assert "from 2025-05-04 to 2026-05-03" in answer.gaps[0].asks
    assert [b.given[0].split("? ")[1] for b in answer.branches] == ["at least 1424 hours", "at most 1664 hours"]


@pytest.mark.parametrize(
    ("first", "last", "minutes", "is_settled"),
    [
        ("2025-05-04", "2026-05-03", 99840, True),  # the 12 months exactly
        ("2025-06-01", "2026-05-03", 99840, True),  # within them
        ("2025-05-03", "2026-05-03", 99840, False),  # a day outside
        ("2025-05-04", "2026-05-04", 99840, False),
        ("2025-05-03", "2026-05-03", 366 * 1440, True),  # nothing is left to doubt
    ],
)
def test_825_205_b_3_only_what_reaches_over_the_edge_is_in_doubt(
    first: str, last: str, minutes: int, is_settled: bool
) -> None:
    span = ScheduledTime(first_on=day(first), last_on=day(last), minutes=minutes)
    told: dict[str, Any] = {"leave_began_on": day("2026-05-04"), "scheduled_before": (span,)}
    assert (ask(VARIABLE, "2026-05-05", roster_certain=False, **told).result is not None) is is_settled
    unsure = ask(VARIABLE, "2026-04-14", **told)
    assert [g.fact for g in unsure.gaps] == ["roster_certain", *([] if is_settled else ["scheduled_before"])]


def test_825_205_b_3_a_week_by_its_days_is_said_to_be_a_convention() -> None:
    for history, is_said in ((YEAR[1:53], False), (YEAR, True)):
        answer = ask(VARIABLE, leave_began_on=day("2026-04-05"), roster_certain=False, scheduled_before=history)
        assert answer.standing is Standing.SETTLED
        assert any("counts by its days" in step.says for step in answer.steps) is is_said


def test_825_205_b_3_less_than_12_months_by_convention() -> None:
    """Ten weeks of thirty hours: averaged over what there is, or over the year, by the employer's choice."""
    short = tuple(s for s in YEAR if day("2026-01-25") <= s.first_on < day("2026-04-05"))
    assert len(short) == 10
    facts: dict[str, Any] = {"leave_began_on": day("2026-04-05"), "roster_certain": False, "scheduled_before": short}
    answer = ask(VARIABLE, **facts)
    assert base(answer).minutes == 1800
    assert answer.unconfirmed == ("short_history",)
    assert "Less than 12 months" in answer.steps[1].says
    assert answer.steps[1].inputs == {"first_on": "2026-01-25", "weeks": "10"}
    assert base(ask(VARIABLE, by=HARBOR, **facts)).minutes == Fraction(18000 * 7, 365)
    assert base(ask(VARIABLE, by=policy(short_history="whole_year"), **facts)).minutes == Fraction(18000, 52)


@pytest.mark.parametrize(
    ("history", "days"),
    [
        ((), "in the 12"),
        (YEAR[:10], "from 2025-06-08 to 2026-04-05"),  # does not reach the eve
        (YEAR[:-1], "on 2026-04-05"),
        ((*YEAR[20:22], *YEAR[:20], *YEAR[23:25], *YEAR[26:]), "from 2025-08-31 to 2025-09-06"),  # two holes
        ((*YEAR[:2], YEAR[2].model_copy(update={"first_on": day("2025-04-14")}), *YEAR[3:]), "on 2025-04-13"),
        ((ScheduledTime(first_on=day("2025-04-06"), last_on=day("2026-04-05"), minutes=0),), "in the 12"),
    ],
)
def test_825_205_b_3_no_average_is_made_up_and_the_first_untold_days_are_named(
    history: tuple[ScheduledTime, ...], days: str
) -> None:
    answer = ask(VARIABLE, leave_began_on=day("2026-04-06"), roster_certain=False, scheduled_before=history)
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert [(g.fact, g.teller) for g in answer.gaps] == [("scheduled_before", "agency")]
    assert answer.gaps[0].asks.startswith(f"what was scheduled {days}")


def test_825_205_b_3_without_the_beginning_of_the_leave_there_is_no_window() -> None:
    answer = ask(VARIABLE, roster_certain=False, scheduled_before=YEAR)
    assert [g.fact for g in answer.gaps] == ["leave_began_on"]


def test_825_205_b_3_varied_but_posted_is_not_variable() -> None:
    """The roster was certain: the week is what was posted for it."""
    answer = ask(VARIABLE, roster_certain=True, leave_began_on=day("2026-04-06"), scheduled_before=YEAR)
    assert told(answer) == (1080, "C1")
    assert "posted and certain" in answer.steps[0].says


def test_825_205_b_3_a_roster_that_may_have_been_certain_makes_two_branches() -> None:
    year = (ScheduledTime(first_on=day("2025-04-06"), last_on=day("2026-04-05"), minutes=52 * 1800),)
    answer = ask(VARIABLE, leave_began_on=day("2026-04-06"), scheduled_before=year)
    assert [b.result.minutes for b in answer.branches if b.result] == [1080, 1800]
    assert [(g.fact, g.teller) for g in answer.gaps] == [("roster_certain", "agency")]


def test_825_205_b_3_a_second_appointment_with_a_pattern_is_added() -> None:
    year = (ScheduledTime(first_on=day("2025-04-06"), last_on=day("2026-04-05"), minutes=52 * 1200),)
    evenings = cycle({2: ("18:00", "22:00", 0)}, appointment="B-2").assignments
    both = Schedule(assignments=(*VARIABLE.assignments, *evenings))
    found = base(ask(both, leave_began_on=day("2026-04-06"), roster_certain=False, scheduled_before=year))
    assert found.minutes == 1440


def test_a_schedule_that_only_has_posted_days_is_its_own_week() -> None:
    alone = Schedule(assignments=(), posted=VARIABLE.posted)
    assert base(ask(alone)).minutes == 1080
    assert ask(alone, "2026-04-15").gaps[0].fact == "schedule"


@pytest.mark.parametrize(
    ("schedule", "on"), [(Schedule(assignments=()), "2026-04-14"), (OFFICE, "2019-04-14"), (cycle({}), "2026-04-14")]
)
def test_a_week_that_nobody_knows_is_not_answered(schedule: Schedule, on: str) -> None:
    answer = ask(schedule, on)
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert [(g.fact, g.teller) for g in answer.gaps] == [("schedule", "directory")]


def test_a_heap_of_unknowns_is_named_and_not_branched() -> None:
    marks = [overtime(f"2026-04-{n}", "17:30", "21:30", Overtime.UNKNOWN) for n in range(13, 13 + MOST_OPEN + 1)]
    answer = ask(with_more(OFFICE, overtime=marks), by=HARBOR)
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert len(answer.gaps) == MOST_OPEN + 1
    assert answer.says == "too much is not known"


TOO_FULL = {
    "assignments": [
        {
            "from_on": "2024-01-01",
            "anchor_on": "2024-01-01",
            "cycle_days": 2,
            "shifts": [{"position": p, "starts": "00:00", "ends": "00:00"} for p in (1, 2, 2)],
        }
    ]
}
"""Two days with three times 24 hours."""


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"scheduled_before": [YEAR[0], YEAR[0]]}, "overlapping_history"),
        ({"scheduled_before": [{"first_on": "2026-01-02", "last_on": "2026-01-01", "minutes": 1}]}, "end_before_start"),
        ({"schedule": with_more(OFFICE, overtime=[overtime("2026-04-14", "17:00", "18:00")])}, "overlapping_shifts"),
        ({"schedule": TOO_FULL}, "more_than_the_days_have"),
        (
            {"schedule": with_more(OFFICE, posted=[posted("2026-03-08", ("02:30", "09:00"))]), "on": "2026-03-07"},
            "no_such_time",
        ),
    ],
)
def test_facts_that_contradict_each_other_are_refused_by_name(changes: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        WeekBaseFacts.model_validate({"schedule": OFFICE, "on": "2026-04-14", **changes})
    assert refused.value.errors()[0]["type"] == name


def test_the_example_is_true_and_can_be_asked() -> None:
    example = WeekBaseFacts.model_json_schema()["examples"][0]
    answer = week_base(WeekBaseFacts.model_validate(example), policy=POLICY)
    assert base(answer).entitlement_minutes == 504 * 60


@given(schedules(), st.dates(), st.none() | st.dates(), st.none() | st.booleans(), st.sampled_from([POLICY, HARBOR]))
def test_the_question_never_raises(
    schedule: Schedule, on: date, notice_on: date | None, certain: bool | None, by: LeavePolicy
) -> None:
    try:
        facts = WeekBaseFacts(schedule=schedule, on=on, notice_on=notice_on, roster_certain=certain)
    except ValidationError:
        return
    answer = week_base(facts, policy=by)
    if answer.result is not None:
        assert answer.result.entitlement_minutes == 12 * answer.result.minutes > 0
        assert Answer[WeekBase].model_validate_json(answer.model_dump_json()) == answer
