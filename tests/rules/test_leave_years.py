"""Windows of every leave year, and limits in them. 29 CFR 825.200(b)-(e); Red Book 5.01 (law.md N2-N5)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.facts import POLICY, day, policy
from workflows.rules.caps import Cap, Spell, Use, Window, changes, left_on, room_on
from workflows.rules.choices import LeaveYearMethod
from workflows.rules.entitlement import rolling
from workflows.rules.leave_years import (
    Year,
    anniversary,
    begun_on,
    fixed,
    forward_years,
    last_of_year,
    layer_years,
    leave_years,
    methods_on,
    needs_hire_day,
    of_years,
    window_of,
)
from workflows.rules.policy import FixedYear
from workflows.rules.spans import Days

FEBRUARY_28 = policy(leap_day_return="february_28")
CHANGED = policy(
    leave_year="forward",
    leave_year_change={
        "before": "calendar",
        "announced_on": "2025-11-01",
        "effective_on": "2026-01-01",
        "transition_ends_on": "2026-02-28",
    },
)


@pytest.mark.parametrize(
    ("begins", "on", "first", "back"),
    [
        ((1, 1), "2026-01-01", "2026-01-01", "2027-01-01"),
        ((1, 1), "2025-12-31", "2025-01-01", "2026-01-01"),
        ((7, 1), "2026-06-30", "2025-07-01", "2026-07-01"),
        ((7, 1), "2026-07-01", "2026-07-01", "2027-07-01"),
        ((7, 1), "0001-03-01", "0001-01-01", "0001-07-01"),
        ((7, 1), "0001-07-01", "0001-07-01", "0002-07-01"),
        ((1, 1), "0001-03-01", "0001-01-01", "0002-01-01"),
        ((7, 1), "9999-07-01", "9999-07-01", "9999-12-31"),
        ((7, 1), "9999-06-30", "9998-07-01", "9999-07-01"),
    ],
)
def test_825_200_b_2_a_fixed_year(begins: tuple[int, int], on: str, first: str, back: str) -> None:
    window = fixed(FixedYear(month=begins[0], day=begins[1]))
    assert (str(window.first(day(on))), str(window.back(day(on)))) == (first, back)


@pytest.mark.parametrize(
    ("hired", "on", "first", "back"),
    [
        ("2019-03-10", "2026-03-09", "2025-03-10", "2026-03-10"),
        ("2019-03-10", "2026-03-10", "2026-03-10", "2027-03-10"),
        ("2019-03-10", "2019-03-10", "2019-03-10", "2020-03-10"),
        ("2019-03-10", "2019-03-09", "0001-01-01", "2019-03-10"),
        ("2020-02-29", "2025-02-28", "2024-02-29", "2025-03-01"),
        ("2020-02-29", "2025-03-01", "2025-03-01", "2026-03-01"),
        ("2020-02-29", "2024-02-28", "2023-03-01", "2024-02-29"),
        ("2019-03-10", "9999-03-10", "9999-03-10", "9999-12-31"),
    ],
)
def test_825_200_b_2_an_anniversary_year(hired: str, on: str, first: str, back: str) -> None:
    window = anniversary(day(hired), policy=POLICY)
    assert (str(window.first(day(on))), str(window.back(day(on)))) == (first, back)


def test_a_year_from_29_february_begins_as_leave_of_that_day_comes_back() -> None:
    assert begun_on(day("2020-02-29"), day("2025-02-28"), policy=FEBRUARY_28) == day("2025-02-28")
    assert begun_on(day("2020-02-29"), day("2025-02-28"), policy=POLICY) == day("2024-02-29")
    assert begun_on(day("2020-02-29"), day("2020-02-28"), policy=POLICY) is None


@pytest.mark.parametrize(
    ("taken", "years"),
    [
        ([], []),
        (["2025-08-04"], [("2025-08-04", "2026-08-03")]),
        (["2025-08-04", "2026-08-03"], [("2025-08-04", "2026-08-03")]),
        (["2025-08-04", "2026-08-04"], [("2025-08-04", "2026-08-03"), ("2026-08-04", "2027-08-03")]),
        (["2024-02-29", "2025-02-28"], [("2024-02-29", "2025-02-28")]),
        (["9999-06-01"], [("9999-06-01", "9999-12-31")]),
    ],
)
def test_825_200_b_3_forward_years_begin_with_use(taken: list[str], years: list[tuple[str, str]]) -> None:
    found = forward_years([day(on) for on in taken], policy=POLICY)
    assert [(str(year.first_on), str(year.last_on)) for year in found] == years


def test_825_200_b_3_a_day_in_no_year_would_begin_one() -> None:
    window = of_years([Year(day("2025-08-04"), day("2026-08-03"))])
    assert window.first(day("2025-08-03")) == day("2025-08-03")
    assert window.first(day("2025-08-04")) == window.first(day("2026-08-03")) == day("2025-08-04")
    assert window.first(day("2026-08-04")) == day("2026-08-04")
    assert window.back(day("2026-08-03")) == day("2026-08-04")
    assert window.back(day("2025-01-01")) == day("2025-01-02")


def test_a_year_has_its_ends() -> None:
    year = Year(day("2025-08-04"), day("2026-08-03"))
    assert [year.has(day(on)) for on in ("2025-08-03", "2025-08-04", "2026-08-03", "2026-08-04")] == [
        False,
        True,
        True,
        False,
    ]
    assert last_of_year(day("2024-02-29"), policy=FEBRUARY_28) == day("2025-02-27")


@pytest.mark.parametrize(
    ("on", "methods"),
    [
        ("2025-12-31", ["calendar"]),
        ("2026-01-01", ["calendar", "forward"]),
        ("2026-02-28", ["calendar", "forward"]),
        ("2026-03-01", ["forward"]),
    ],
)
def test_825_200_d_both_methods_hold_during_the_transition(on: str, methods: list[str]) -> None:
    assert [method.value for method in methods_on(day(on), policy=CHANGED)] == methods


def test_825_200_e_every_method_holds_where_none_was_chosen() -> None:
    unchosen = policy(leave_year_chosen=False)
    assert methods_on(day("2026-01-01"), policy=unchosen) == tuple(LeaveYearMethod)
    assert needs_hire_day(unchosen)
    assert needs_hire_day(policy(leave_year="anniversary"))
    assert not needs_hire_day(POLICY)
    assert len(leave_years([], None, policy=unchosen)) == len(LeaveYearMethod) - 1
    assert len(leave_years([], day("2020-01-01"), policy=unchosen)) == len(LeaveYearMethod)


def test_red_book_5_01_a_leave_of_more_than_a_year_commences_anew_each_year() -> None:
    leaves = (Days(first_on=day("2024-03-04")), Days(first_on=day("2024-06-03"), last_on=day("2024-06-28")))
    (spell,) = layer_years([], leaves, policy=POLICY)
    first = spell.window.first
    assert first(day("2024-03-03")) == day("2023-03-04")
    assert first(day("2024-03-04")) == day("2023-03-05")
    assert first(day("2024-06-10")) == day("2023-03-05")  # the leave under way that commenced first
    assert first(day("2025-03-03")) == day("2023-03-05")
    assert first(day("2025-03-04")) == day("2024-03-05")
    assert spell.window.back(day("2023-03-05")) == day("2025-03-04")
    assert spell.window.back(day("2023-03-04")) == day("2024-03-04")
    assert spell.window.back(date.max) == date.max


ANY_DAY = st.one_of(st.dates(), st.dates(date(2023, 1, 1), date(2027, 1, 1)), st.sampled_from([date.min, date.max]))
LEAVES = st.lists(st.tuples(ANY_DAY, st.integers(0, 900)), max_size=3)


def windows(taken: list[date], hired_on: date, spans: list[tuple[date, int]]) -> list[Window]:
    leaves = tuple(
        Days(first_on=a, last_on=None if n > 800 else min(date.max, date.fromordinal(min(a.toordinal() + n, 3652059))))
        for a, n in spans
    )
    found = [window_of(method, taken, hired_on, policy=POLICY) for method in LeaveYearMethod]
    return [w for w in found if w is not None] + [layer_years(taken, leaves, policy=POLICY)[0].window]


@given(st.lists(ANY_DAY, max_size=6), ANY_DAY, LEAVES, ANY_DAY, st.integers(0, 800))
def test_no_window_moves_back_and_what_has_come_back_stays_back(
    days: list[date], hired_on: date, spans: list[tuple[date, int]], on: date, later: int
) -> None:
    after = date.fromordinal(min(on.toordinal() + later, date.max.toordinal()))
    for window in windows(sorted(days), hired_on, spans):
        assert window.first(on) <= on
        assert window.first(on) <= window.first(after)
        back = window.back(on)
        assert back > on or back == date.max
        if on in days or window.first(on) < on:
            assert (window.first(after) > on) == (after >= back) or back == date.max


# Limits.

YEAR = (Spell(rolling(policy=POLICY)),)


def use(*amounts: tuple[str, str]) -> Use:
    return Use.of((day(on), Fraction(amount)) for on, amount in amounts)


def test_use_is_exact_and_without_days_that_were_reversed() -> None:
    found = use(
        ("2026-02-03", "1/5"), ("2026-02-02", "1/7"), ("2026-02-03", "1/3"), ("2026-02-04", "1"), ("2026-02-04", "-1")
    )
    assert found == Use(105, [day("2026-02-02"), day("2026-02-03")], [0, 15, 71])
    assert found.on(1) == Fraction(8, 15)
    assert found.between(day("2026-02-03"), day("2026-02-03")) == 56
    assert found.between(day("2026-02-02"), day("2026-02-03")) == 71
    assert found.taken() == found.days
    assert use(("2026-02-02", "-1"), ("2026-02-03", "1")).taken() == [day("2026-02-03")]
    assert use() == Use(1, [], [0])


AMOUNTS = st.lists(
    st.tuples(st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.fractions(-1, 3, max_denominator=60)), max_size=20
)


@given(AMOUNTS, st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.fractions(Fraction(1, 60), 3, max_denominator=60))
def test_some_more_use_is_the_same_as_all_use_at_once(
    amounts: list[tuple[date, Fraction]], on: date, more: Fraction
) -> None:
    plus, whole = Use.of(amounts).plus(on, more), Use.of([*amounts, (on, more)])
    for first, last in ((date(2025, 1, 1), on), (on, on), (on, date(2026, 12, 31)), (on + timedelta(days=1), date.max)):
        assert Fraction(plus.between(first, last), plus.parts) == Fraction(whole.between(first, last), whole.parts)


def test_where_no_window_holds_there_is_no_limit_and_after_its_end_nothing_is_left() -> None:
    spell = Spell(rolling(policy=POLICY), day("2026-02-02"), day("2026-03-01"))
    cap = Cap(use(("2026-02-01", "5")), 12, (spell,), closed_from=day("2026-03-10"))
    assert [cap.left_on(day(on)) for on in ("2026-02-01", "2026-02-02", "2026-03-01", "2026-03-02", "2026-03-10")] == [
        None,
        7,
        7,
        None,
        0,
    ]
    assert left_on((cap,), day("2026-02-01")) == 12
    assert left_on((cap,), day("2026-03-10")) == 0
    assert changes((cap,), day("2026-02-01"), day("2026-12-31")) == [
        day(on) for on in ("2026-02-01", "2026-02-02", "2026-03-02", "2026-03-10")
    ]
    assert cap.stops_on(day("2026-02-01"), after=day("2026-02-01")) == []


def test_the_least_of_all_limits_holds() -> None:
    caps = (Cap(use(("2026-02-02", "3")), 12, YEAR), Cap(use(("2026-02-02", "8")), 10, YEAR))
    assert left_on(caps, day("2026-02-02")) == 2
    assert room_on(caps, day("2026-02-02")) == 2
    assert left_on((Cap(use(("2026-02-02", "13")), 12, YEAR),), day("2026-02-02")) == 0
    assert left_on((Cap(use(("2026-02-02", "-1")), 12, YEAR),), day("2026-02-02")) == 12


def test_room_on_a_day_takes_nothing_from_later_days() -> None:
    cap = Cap(use(("2026-03-02", "10")), 12, YEAR)
    assert [cap.room_on(day(on)) for on in ("2025-03-02", "2025-03-03", "2026-03-02", "2027-03-01", "2027-03-02")] == [
        12,
        2,
        2,
        2,
        12,
    ]
    overdrawn = Cap(use(("2026-03-02", "13")), 12, YEAR)
    assert room_on((overdrawn,), day("2025-06-02")) == 0


def test_a_later_day_leaves_what_its_better_method_leaves() -> None:
    """Under the calendar year a day of December takes nothing from January; under the rolling year it does."""
    old = Spell(fixed(FixedYear()), last_on=day("2026-02-28"))
    new = Spell(rolling(policy=POLICY), first_on=day("2026-01-01"))
    january, march = use(("2026-01-05", "11")), use(("2026-03-02", "11"))
    assert Cap(january, 12, (old, new)).room_on(day("2025-12-01")) == 12
    assert Cap(march, 12, (old, new)).room_on(day("2025-12-01")) == 1
    assert Cap(march, 12, (old,)).room_on(day("2025-12-01")) == 12
    assert Cap(january, 12, (old, new)).stops_on(day("2026-01-05"), after=day("2026-01-05")) == [day("2027-01-05")]
    assert Cap(january, 12, (old, new)).stops_on(day("2025-03-03"), after=day("2025-06-01")) == [
        day("2026-01-01"),
        day("2026-03-03"),
    ]
    assert Cap(january, 12, (old, new)).stops_on(day("2025-03-03"), after=day("2026-01-01")) == [day("2026-03-03")]


@given(AMOUNTS, st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.sampled_from([YEAR, CHANGED, FEBRUARY_28]))
def test_room_fills_a_day_to_the_brim_and_never_overdraws_another(
    amounts: list[tuple[date, Fraction]], on: date, how: object
) -> None:
    spells = (
        YEAR
        if how is not CHANGED
        else (Spell(fixed(FixedYear()), last_on=day("2026-02-28")), Spell(rolling(policy=POLICY), day("2026-01-01")))
    )
    taken = [(at, abs(amount)) for at, amount in amounts]
    cap = Cap(Use.of(taken), 12, spells)
    room = room_on((cap,), on)
    if room:
        filled = Cap(Use.of([*taken, (on, room)]), 12, spells)
        over = Cap(Use.of([*taken, (on, room + 1)]), 12, spells)
        days = [at for at in dict.fromkeys([on, *cap.use.days]) if at >= on]
        before = {at: cap.left_on(at) for at in days}
        assert all((filled.left_on(at) or 0) >= min(0, before[at] or 0) for at in days)
        assert any((over.left_on(at) or 0) < 0 for at in days)
