"""Whose charge a holiday is (29 CFR 825.200(h)): a week judged by what stands in one bank.

16 February 2026, a Monday, is a holiday; office hours are eight a day from Tuesday to Friday of that week.
"""

from datetime import date
from fractions import Fraction

import pytest

from tests.rules.facts import OFFICE, PART_TIME, POLICY, WARD, at, cycle, policy
from workflows.rules.holiday_shares import shares, turning_days
from workflows.rules.ledger_entries import Used
from workflows.rules.plans import Plan
from workflows.rules.policy import LeavePolicy

HOLIDAY = date(2026, 2, 16)
NOT_CHARGED = policy(edge_holiday="not_charged")


def absence(cause: str, day: int, starts: str = "09:00", ends: str = "17:30", minutes: int = 480) -> Used:
    """An absence on one day of that February."""
    on = date(2026, 2, day)
    hours = at(f"{on}T{starts}"), at(f"{on}T{ends}")
    return Used(on, Fraction(minutes, 2400), minutes, Plan.FMLA, "fmla", (), None, cause, *hours)


def whole_day(cause: str, day: int, minutes: int = 480) -> Used:
    """A day of a period."""
    return Used(date(2026, 2, day), Fraction(minutes, 2400), minutes, Plan.FMLA, "fmla", (), None, cause)


def shared(*entries: Used, by: LeavePolicy = POLICY) -> dict[str | None, int]:
    """Minutes of the holiday by cause."""
    found = shares(entries, HOLIDAY, schedule=OFFICE, policy=by)
    assert all((c.on, c.rules, c.weeks) == (HOLIDAY, ("C8",), Fraction(c.minutes, 2400)) for c in found.values())
    return {cause: charge.minutes for cause, charge in found.items()}


def test_the_absence_that_begins_first_is_charged_for_the_holiday() -> None:
    assert shared(*(absence(cause, day) for cause, day in (("d", 20), ("c", 19), ("b", 18), ("a", 17)))) == {"a": 480}
    assert shared(*(absence(cause, day) for cause, day in (("a", 20), ("a", 19), ("a", 18), ("b", 17)))) == {"b": 480}


@pytest.mark.parametrize("missing", [17, 18, 19, 20])
def test_a_week_with_a_day_of_work_has_no_holiday_to_charge(missing: int) -> None:
    assert shared(*(absence("a", day) for day in (17, 18, 19, 20) if day != missing)) == {}


def test_a_minute_of_work_is_enough() -> None:
    rest = [absence("a", day) for day in (18, 19, 20)]
    assert shared(absence("b", 17, "09:01", minutes=479), *rest) == {}
    assert shared(absence("b", 17, ends="12:00", minutes=180), absence("c", 17, "12:00", minutes=300), *rest) == {
        "b": 480
    }


def test_hours_that_two_absences_claim_are_time_away_once() -> None:
    rest = [absence("a", day) for day in (18, 19, 20)]
    both = absence("b", 17, "10:00", minutes=420), absence("c", 17, "10:00", ends="12:00", minutes=120)
    assert shared(*both, *rest) == {}


def test_days_of_a_period_count_by_their_minutes() -> None:
    rest = [whole_day("a", day) for day in (18, 19, 20)]
    assert shared(whole_day("a", 17), *rest) == {"a": 480}
    assert shared(whole_day("a", 17, 300), absence("b", 17, ends="12:00", minutes=180), *rest) == {"a": 480}
    assert shared(whole_day("a", 17, 300), *rest) == {}


def test_by_the_employers_choice_a_holiday_beside_the_leave_is_nobodys() -> None:
    week = [absence("a", day) for day in (17, 18, 19, 20)]
    assert shared(*week, by=NOT_CHARGED) == {}
    around = [e._replace(starts_at=at("2026-02-16T00:00"), ends_at=at("2026-02-18T00:00")) for e in week[:1]]
    assert shared(*around, *(absence("b", day) for day in (18, 19, 20)), by=NOT_CHARGED) == {"a": 480}


def test_a_period_has_the_days_between_its_first_and_its_last() -> None:
    """The holiday of 19 June 2026, a Friday, between two days of work."""
    days = [date(2026, 6, n) for n in (15, 16, 17, 18, 22)]
    entries = [Used(on, Fraction(1, 5), 480, Plan.FMLA, "fmla", cause="a") for on in days]
    on = date(2026, 6, 19)
    assert list(shares(entries, on, schedule=OFFICE, policy=POLICY)) == ["a"]
    assert shares(entries, on, schedule=OFFICE, policy=NOT_CHARGED) == {}
    saturdays = cycle(dict.fromkeys(range(1, 7), ("09:00", "17:00", 0)))
    more = [*entries, Used(date(2026, 6, 20), Fraction(1, 6), 480, Plan.FMLA, "fmla", cause="a")]
    assert list(shares(more, on, schedule=saturdays, policy=NOT_CHARGED)) == ["a"]


def test_only_a_holiday_that_nobody_works_turns_on_its_week() -> None:
    assert turning_days(date(2026, 2, 18), date(2026, 2, 18), schedule=OFFICE, policy=POLICY) == (HOLIDAY,)
    assert turning_days(date(2026, 2, 11), date(2026, 2, 24), schedule=OFFICE, policy=POLICY) == (HOLIDAY,)
    assert turning_days(date(2026, 2, 24), date(2026, 2, 27), schedule=OFFICE, policy=POLICY) == ()
    assert turning_days(date(2026, 2, 18), date(2026, 2, 18), schedule=WARD, policy=POLICY) == ()
    assert turning_days(date(2026, 2, 18), date(2026, 2, 18), schedule=PART_TIME, policy=POLICY) == (HOLIDAY,)


def test_a_week_of_nothing_but_a_holiday_turns_on_nothing_else() -> None:
    mondays = cycle({1: ("09:00", "17:00", 0)})
    assert turning_days(HOLIDAY, HOLIDAY, schedule=mondays, policy=POLICY) == ()
