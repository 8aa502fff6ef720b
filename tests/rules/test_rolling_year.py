"""The rolling year. 29 CFR 825.200(a), (b)(4), (c); DOL FMLA2019-1-A (law.md N1, N4)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.facts import OFFICE, POLICY, day, policy, used, workdays
from workflows.rules.counting import charge_period
from workflows.rules.counting_weeks import DayCharge
from workflows.rules.entitlement import (
    Entry,
    allot,
    returning,
    returns_on,
    rolling_balance,
    room_on,
    window_first,
)
from workflows.rules.policy import LeavePolicy

FEBRUARY_28 = policy(leap_day_return="february_28")

# law.md 1.3: 160 hours from each of these Mondays, Monday to Friday.
WORKED_EXAMPLE = tuple(
    used(on, 480) for first in ("2025-02-03", "2025-06-02", "2025-12-01") for on in workdays(first, 20)
)


def balance(entries: tuple[Entry, ...], on: str, by: LeavePolicy = POLICY) -> Fraction:
    """In hours of a 40-hour week."""
    return rolling_balance(entries, on=day(on), policy=by) * 40


@pytest.mark.parametrize(
    ("on", "hours"),
    [
        ("2025-02-02", 480),
        ("2025-02-03", 472),
        ("2025-02-28", 320),
        ("2025-06-02", 312),
        ("2025-12-01", 152),
        ("2025-12-26", 0),
        ("2026-01-15", 0),
        ("2026-02-02", 0),  # a window that kept both ends would give 0 on the 3rd as well
        ("2026-02-03", 8),
        ("2026-02-06", 32),
        ("2026-02-09", 40),
        ("2026-06-01", 160),
        ("2026-06-02", 168),
        ("2026-12-26", 480),
    ],
)
def test_825_200_c_worked_example_day_by_day(on: str, hours: int) -> None:
    assert balance(WORKED_EXAMPLE, on) == hours


def test_825_200_c_rolling_recoupment() -> None:
    """Taking eight hours each workday keeps exactly eight available until 2026-03-02, and none from the 3rd on."""
    entries = WORKED_EXAMPLE
    taken = 0
    for on in workdays("2026-02-03", 20):
        assert balance(entries, str(on)) == 8
        entries = (*entries, used(on, 480))
        assert balance(entries, str(on)) == 0
        taken += 1
    assert (taken, on) == (20, day("2026-03-02"))
    assert balance(entries, "2026-03-03") == 0
    assert balance(entries, "2026-06-01") == 0
    assert balance(entries, "2026-06-02") == 8


def test_825_200_c_what_returns_on_which_day() -> None:
    coming = returning(WORKED_EXAMPLE, after=day("2026-01-15"), policy=POLICY)
    assert len(coming) == 60
    assert coming[0].on == day("2026-02-03")
    assert (coming[0].used_on, coming[0].minutes, coming[0].weeks) == (day("2025-02-03"), 480, Fraction(1, 5))
    assert coming[20].on == day("2026-06-02")
    assert returning(WORKED_EXAMPLE, after=day("2026-12-26"), policy=POLICY) == ()


@pytest.mark.parametrize(
    ("used_on", "by", "back_on"),
    [
        ("2025-02-03", POLICY, "2026-02-03"),
        ("2023-02-28", POLICY, "2024-02-28"),
        ("2023-03-01", POLICY, "2024-03-01"),
        ("2024-02-28", POLICY, "2025-02-28"),
        ("2024-02-29", POLICY, "2025-03-01"),  # P: 1 March
        ("2024-02-29", FEBRUARY_28, "2025-02-28"),
        ("2024-03-01", POLICY, "2025-03-01"),
        ("2024-12-31", POLICY, "2025-12-31"),
    ],
)
def test_n4_leap_days(used_on: str, by: LeavePolicy, back_on: str) -> None:
    assert returns_on(day(used_on), policy=by) == day(back_on)
    entries = (used(day(used_on), 480),)
    assert balance(entries, str(day(back_on) - timedelta(days=1)), by) == 472
    assert balance(entries, back_on, by) == 480


@pytest.mark.parametrize(
    ("on", "by", "first"),
    [
        ("2026-02-03", POLICY, "2025-02-04"),
        ("2025-02-28", POLICY, "2024-02-29"),
        ("2025-02-28", FEBRUARY_28, "2024-03-01"),
        ("2024-02-28", POLICY, "2023-03-01"),
        ("2024-02-29", POLICY, "2023-03-01"),
        ("2024-03-01", POLICY, "2023-03-02"),
    ],
)
def test_n4_the_window_has_365_or_366_days(on: str, by: LeavePolicy, first: str) -> None:
    assert window_first(day(on), policy=by) == day(first)


def test_n1_a_balance_stays_within_the_entitlement() -> None:
    assert balance((used(day("2026-01-05"), 40 * 60 * 13),), "2026-01-05") == 0
    assert balance((used(day("2026-01-05"), -480),), "2026-01-05") == 480
    assert balance((), "2026-01-05") == 480


def test_reversing_an_entry_gives_it_back() -> None:
    entries = (used(day("2026-04-14"), 180), used(day("2026-04-14"), -180), used(day("2026-04-14"), 150))
    assert balance(entries, "2026-04-14") == Fraction(955, 2)
    assert [r.minutes for r in returning(entries, after=day("2026-04-14"), policy=POLICY)] == [150]
    assert returning(entries[:2], after=day("2026-04-14"), policy=POLICY) == ()


def test_n1_never_more_than_twelve_weeks_is_designated() -> None:
    charges = charge_period(day("2026-03-02"), day("2026-06-05"), schedule=OFFICE, policy=POLICY)
    allotted = allot(charges, (), policy=POLICY)
    assert sum(a.charge.weeks for a in allotted if a.charge) == 12
    assert sum(a.beyond_minutes for a in allotted) == 2 * 2400
    beyond = [a.on for a in allotted if a.beyond_minutes]
    assert (beyond[0], beyond[-1]) == (day("2026-05-25"), day("2026-06-05"))


def test_n1_the_last_day_is_cut_to_what_is_left() -> None:
    entries = (*(used(on, 480) for on in workdays("2026-01-05", 59)), used(day("2026-03-30"), 300))
    charges = charge_period(day("2026-04-14"), day("2026-04-14"), schedule=OFFICE, policy=POLICY)
    (only,) = allot(charges, entries, policy=POLICY)
    assert only.charge is not None
    assert (only.charge.minutes, only.charge.weeks, only.beyond_minutes) == (180, Fraction(3, 40), 300)


def test_a_late_report_takes_nothing_from_a_later_day() -> None:
    """Twelve weeks are charged from 2 March on; then a day of February is reported."""
    entries = tuple(used(on, 480) for on in workdays("2026-03-02", 60))
    assert balance(entries, "2026-02-10") == 480
    assert room_on(entries, on=day("2026-02-10"), policy=POLICY) == 0
    assert room_on(entries, on=day("2025-02-10"), policy=POLICY) == 12


def slow_balance(entries: tuple[Entry, ...], on: date) -> Fraction:
    """The oracle: walk back day by day until the same day of the year before, and add up each day's use."""
    last_year = date(on.year - 1, on.month, min(on.day, 28) if on.month == 2 else on.day)
    if (on.month, on.day) == (2, 29):
        last_year = date(on.year - 1, 2, 28)
    walked, total = on, Fraction(0)
    while walked > last_year:
        total += sum((e.weeks for e in entries if e.on == walked), Fraction(0))
        walked -= timedelta(days=1)
    return max(Fraction(0), min(Fraction(12), 12 - total))


ENTRIES = st.lists(
    st.builds(
        lambda on, n, base: Entry(on=on, weeks=Fraction(n, base), minutes=n),
        st.dates(date(2023, 6, 1), date(2026, 6, 1)),
        st.integers(-300, 2400),
        st.sampled_from([2400, 1800, 2520, 2240]),
    ),
    max_size=30,
).map(tuple)
ASKED = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@given(ENTRIES, ASKED)
def test_balances_agree_with_a_slow_walk(entries: tuple[Entry, ...], on: date) -> None:
    assert rolling_balance(entries, on=on, policy=POLICY) == slow_balance(entries, on)


@given(ENTRIES, ASKED, st.sampled_from([POLICY, FEBRUARY_28]))
def test_only_the_window_counts(entries: tuple[Entry, ...], on: date, by: LeavePolicy) -> None:
    first_on = window_first(on, policy=by)
    inside = tuple(e for e in entries if first_on <= e.on <= on)
    assert rolling_balance(inside, on=on, policy=by) == rolling_balance(entries, on=on, policy=by)
    assert inside == tuple(e for e in entries if e.on <= on < returns_on(e.on, policy=by))


@given(ENTRIES, ASKED)
def test_reversing_every_entry_restores_the_opening_balance(entries: tuple[Entry, ...], on: date) -> None:
    reversals = tuple(Entry(on=e.on, weeks=-e.weeks, minutes=-e.minutes) for e in entries)
    assert rolling_balance(entries + reversals, on=on, policy=POLICY) == 12
    assert returning(entries + reversals, after=on, policy=POLICY) == ()


@given(
    st.lists(st.tuples(st.dates(date(2025, 1, 1), date(2026, 12, 1)), st.integers(0, 40)), max_size=8),
    st.lists(st.dates(date(2025, 1, 1), date(2028, 1, 1)), max_size=5),
)
def test_what_is_allotted_never_overdraws_any_day(periods: list[tuple[date, int]], asked: list[date]) -> None:
    """In whatever order leave is reported, use in any window stays within twelve weeks."""
    entries: tuple[Entry, ...] = ()
    for first_on, length in periods:
        charges = charge_period(first_on, first_on + timedelta(days=length), schedule=OFFICE, policy=POLICY)
        allotted = allot(charges, entries, policy=POLICY)
        assert sum(a.beyond_minutes + (a.charge.minutes if a.charge else 0) for a in allotted) == sum(
            c.minutes for c in charges
        )
        entries += tuple(
            Entry(on=c.on, weeks=c.weeks, minutes=c.minutes) for c in (a.charge for a in allotted) if c is not None
        )
    for on in (*asked, *(e.on for e in entries)):
        first_on = window_first(on, policy=POLICY)
        assert sum(e.weeks for e in entries if first_on <= e.on <= on) <= 12


def test_a_charge_that_fits_is_left_as_it_is() -> None:
    charge = DayCharge(
        on=day("2026-04-14"), minutes=50, weeks=Fraction(50, 2400), base_minutes=Fraction(2400), rules=("C1",)
    )
    (only,) = allot((charge,), (), policy=POLICY)
    assert only.charge == charge
    assert only.beyond_minutes == 0
