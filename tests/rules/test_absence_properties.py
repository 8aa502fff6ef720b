"""What holds for every absence: invariants of counting. 29 CFR 825.200(h), 825.205 (law.md C1-C3, C8, C13)."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from infra import policies
from tests.rules.absences import counted, days, interval
from tests.rules.facts import NIGHTS, OFFICE, PART_TIME, PITMAN, POLICY, WARD, at, policy
from tests.rules.test_schedules import FOUR_ON_TWO_OFF, schedules
from tests.rules.test_shifts import overtime, posted, with_more
from workflows.rules.absence_counting import count_absence
from workflows.rules.absence_facts import AbsenceCounted, AbsenceCountedFacts
from workflows.rules.answers import Answer, Standing
from workflows.rules.counting import charge_absence
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Schedule
from workflows.rules.shifts import Overtime

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))
SPECIAL = with_more(
    OFFICE,
    posted=[posted("2026-03-04", ("12:00", "20:00")), posted("2026-03-05")],
    overtime=[overtime("2026-03-03", "18:00", "20:00"), overtime("2026-03-06", "18:00", "20:00", Overtime.VOLUNTARY)],
)
UNMARKED = with_more(
    PITMAN,
    overtime=[overtime(f"2026-{m:02}-{d:02}", "19:00", "23:00", Overtime.UNKNOWN) for m in (3, 7) for d in (3, 5, 9)],
)
KNOWN = st.sampled_from([OFFICE, PART_TIME, PITMAN, WARD, NIGHTS, FOUR_ON_TWO_OFF, SPECIAL])
POLICIES = st.sampled_from([POLICY, HARBOR])
MONDAYS = st.dates(date(2026, 1, 1), date(2026, 12, 1)).filter(lambda d: d.weekday() == 0)
MINUTES = st.integers(0, 7 * 24 * 60)


def after(monday: date, minutes: int) -> datetime:
    """So many minutes after the first moment of a week."""
    return at(f"{monday}T00:00") + timedelta(minutes=minutes)


def pieces(monday: date, times: list[int]) -> list[dict[str, Any]]:
    """Intervals between times in order, two by two."""
    pairs = zip(times[::2], times[1::2], strict=False)
    return [{"starts_at": after(monday, a), "ends_at": after(monday, b)} for a, b in pairs]


CUTS = st.lists(MINUTES, min_size=2, max_size=8).map(sorted)


@given(KNOWN, MONDAYS, CUTS, CUTS, CUTS, st.integers(0, 600), POLICIES)
def test_a_shift_is_never_charged_beyond_its_minutes(
    schedule: Schedule, monday: date, away: list[int], worked: list[int], shut: list[int], off: int, by: LeavePolicy
) -> None:
    result = counted(
        schedule,
        away=pieces(monday, away),
        worked=pieces(monday, worked),
        closures=[p | {"duty_left": False} for p in pieces(monday, shut)[:1]],
        minutes_off=[{"on": monday, "minutes": off}],
        by=by,
    )
    for charge in result.charges:
        due = [s for s in schedule.shifts_on(charge.on) if s.is_due]
        assert 0 < charge.minutes <= sum(s.minutes for s in due)
        assert charge.weeks == charge.minutes / charge.base_minutes
    assert [c.on for c in result.charges] == sorted({c.on for c in result.charges})
    asked = sum(n.minutes for n in result.not_charged)
    assert asked >= 0


@given(KNOWN, MONDAYS, CUTS, CUTS, CUTS, POLICIES)
def test_all_entries_of_a_shift_stay_within_it(
    schedule: Schedule, monday: date, away: list[int], entered: list[int], timed: list[int], by: LeavePolicy
) -> None:
    """C13: whatever stands elsewhere, this absence finds room beside it or nothing."""
    on = monday + timedelta(days=1)
    entries: list[dict[str, Any]] = [{"on": on, "minutes": n % 300, "same_time": False} for n in entered]
    entries += [p | {"on": on, "minutes": 90} for p in pieces(monday, timed)]
    result = counted(schedule, away=pieces(monday, away), other_entries=entries, by=by)
    scheduled = sum(s.minutes for s in schedule.shifts_on(on))
    untimed = sum(n % 300 for n in entered)
    charged = sum(c.minutes for c in result.charges if c.on == on)
    assert charged <= max(0, scheduled - untimed)


@given(KNOWN, MONDAYS, CUTS, CUTS, POLICIES)
def test_without_an_impossibility_the_charge_is_at_most_the_time_away(
    schedule: Schedule, monday: date, away: list[int], worked: list[int], by: LeavePolicy
) -> None:
    """Holidays aside, which are charged by the week."""
    told = pieces(monday, away)
    result = counted(schedule, away=told, worked=pieces(monday, worked), by=by)
    plain = sum(c.minutes for c in result.charges if "C8" not in c.rules)
    assert plain <= sum((p["ends_at"] - p["starts_at"]) // timedelta(minutes=1) for p in told)
    more = pieces(monday, [0, 7 * 24 * 60])[0] | {"other_work": False, "found_by": "C-1", "reason": "R"}
    assert (
        counted(schedule, away=told, worked=pieces(monday, worked), impossible=[more]).minutes
        >= counted(schedule, away=told, worked=pieces(monday, worked)).minutes
    )


@given(KNOWN, MONDAYS, MINUTES, MINUTES, MINUTES, POLICIES)
def test_an_absence_told_in_two_is_never_charged_more_than_as_one(
    schedule: Schedule, monday: date, a: int, b: int, c: int, by: LeavePolicy
) -> None:
    """Holidays included: the two know of each other, as absences of one leave do."""
    a, b, c = sorted((a, b, c))
    first, then = pieces(monday, [a, b])[0], pieces(monday, [b, c])[0]
    whole = counted(schedule, away=[first, then], by=by)
    one = counted(schedule, away=[first], other_absences=[then], by=by) if a < b else None
    two = counted(schedule, away=[then], other_absences=[first], by=by) if b < c else None
    parts = sum(r.weeks for r in (one, two) if r is not None)
    assert parts <= whole.weeks
    if by is POLICY:
        assert parts == whole.weeks


@given(
    st.sampled_from([OFFICE, PART_TIME, PITMAN, WARD]),
    MONDAYS,
    st.integers(1, 6),
    st.sampled_from(["average", "own_week"]),
)
def test_whole_weeks_of_leave_are_whole_weeks(schedule: Schedule, monday: date, count: int, base: str) -> None:
    """Two weeks at a time, so that the long and the short week are both in; holidays and what lies beside them too."""
    by = policy(rotation_week=base, workweek_begins="monday")
    sunday = monday + timedelta(days=14 * count - 1)
    assert counted(schedule, days_away=[days(str(monday), str(sunday))], by=by).weeks == 2 * count


@given(KNOWN, MONDAYS, CUTS)
def test_the_ledgers_rule_and_the_question_agree(schedule: Schedule, monday: date, cuts: list[int]) -> None:
    """One absence by the clock, nothing else known: what the ledger posts is what the question answers."""
    told = pieces(monday, [cuts[0], cuts[-1]])[0]
    for by in (POLICY, HARBOR):
        posted_charges = charge_absence(told["starts_at"], told["ends_at"], schedule=schedule, policy=by)
        answered = counted(schedule, away=[told], by=by).charges
        assert [(c.on, c.minutes, c.weeks) for c in posted_charges] == [(c.on, c.minutes, c.weeks) for c in answered]


@pytest.fixture
def server_zone() -> Iterator[Any]:
    """Moves the zone of this very process, and back."""
    before = os.environ.get("TZ")

    def move(zone: str) -> None:
        os.environ["TZ"] = zone
        time.tzset()

    yield move
    if before is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = before
    time.tzset()


ZONES = ("UTC", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "America/Los_Angeles")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(schedule=KNOWN, monday=MONDAYS, cuts=CUTS, hours=st.integers(-12, 14))
def test_the_servers_zone_changes_nothing(
    server_zone: Any, schedule: Schedule, monday: date, cuts: list[int], hours: int
) -> None:
    """Nor does the offset in which somebody writes an instant."""
    told = pieces(monday, cuts)
    elsewhere = timezone(timedelta(hours=hours))
    written = [{name: instant.astimezone(elsewhere).isoformat() for name, instant in p.items()} for p in told]
    found: list[AbsenceCounted] = []
    for zone in ZONES:
        server_zone(zone)
        found += [counted(schedule, away=told), counted(schedule, away=written)]
    assert all(result == found[0] for result in found)


ANY_INSTANT = st.datetimes(
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))])
)
MAYBE = st.none() | st.booleans()


@st.composite
def any_facts(draw: st.DrawFn) -> dict[str, Any]:
    """Facts that the types allow, near 2026 or at the ends of time; many of them contradict themselves."""
    day = draw(st.dates(date(2026, 1, 1), date(2026, 12, 1)) | st.sampled_from([date.min, date.max]))
    ends = datetime(2026, 1, 1), datetime(2026, 12, 31)  # noqa: DTZ001
    near = st.datetimes(*ends, timezones=st.just(UTC))

    def some_interval() -> dict[str, Any]:
        if draw(st.integers(0, 9)) == 0:
            return {"starts_at": draw(ANY_INSTANT), "ends_at": draw(ANY_INSTANT)}
        starts_at = draw(near)
        return {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=draw(st.integers(0, 20_000)))}

    return {
        "schedule": draw(schedules() | KNOWN | st.just(UNMARKED)),
        "away": [some_interval() for _ in range(draw(st.integers(0, 2)))],
        "days_away": draw(st.sampled_from([[], [{"first_on": day, "last_on": day}]])),
        "minutes_off": draw(st.sampled_from([[], [{"on": day, "minutes": 77}]])),
        "worked": [some_interval() for _ in range(draw(st.integers(0, 1)))],
        "impossible": [some_interval() | {"other_work": draw(MAYBE)} for _ in range(draw(st.integers(0, 1)))],
        "closures": [some_interval() | {"duty_left": draw(MAYBE)} for _ in range(draw(st.integers(0, 1)))],
        "expected_to_work": [{"on": day, "expected": draw(MAYBE)}],
        "other_absences": [some_interval() for _ in range(draw(st.integers(0, 1)))],
        "other_entries": draw(st.sampled_from([[], [{"on": day, "minutes": 100}]])),
        "known_to": draw(st.none() | st.dates()),
        "notice_on": draw(st.none() | st.dates()),
        "period_decided": draw(MAYBE),
    }


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(any_facts(), POLICIES)
def test_the_question_never_raises(told: dict[str, Any], by: LeavePolicy) -> None:
    try:
        facts = AbsenceCountedFacts.model_validate(told)
    except ValidationError:
        return
    answer = count_absence(facts, policy=by)
    assert answer.standing in Standing
    assert Answer[AbsenceCounted].model_validate_json(answer.model_dump_json()) == answer
    if answer.result is not None:
        assert answer.result.weeks >= Fraction(0)


@pytest.mark.parametrize("on", [date.min, date.max])
@pytest.mark.parametrize("by", [POLICY, HARBOR], ids=["state", "harbor"])
def test_the_ends_of_time_do_not_raise(on: date, by: LeavePolicy) -> None:
    ever = Schedule.model_validate(
        {"assignments": [{**NIGHTS.assignments[0].model_dump(), "from_on": date.min, "to_on": None}]}
    )
    facts = AbsenceCountedFacts.model_validate({"schedule": ever, "days_away": [{"first_on": on, "last_on": on}]})
    assert count_absence(facts, policy=by).result is not None
    assert interval("2026-01-01T00:00", "2026-01-02T00:00")["starts_at"].tzinfo is UTC
