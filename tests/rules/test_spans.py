"""Days from one to another, and a leave cut where something about it changes."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.rules.facts import day
from workflows.rules.spans import Days, any_has, cut


def span(first: str, last: str | None = None) -> Days:
    """A span of days."""
    return Days(first_on=day(first), last_on=day(last) if last else None)


@pytest.mark.parametrize(
    ("on", "has"), [("2026-03-01", False), ("2026-03-02", True), ("2026-03-06", True), ("2026-03-07", False)]
)
def test_both_ends_are_included(on: str, has: bool) -> None:
    assert span("2026-03-02", "2026-03-06").has(day(on)) is has
    assert span("2026-03-02").has(day(on)) is (on >= "2026-03-02")
    assert any_has((span("2026-01-01", "2026-01-02"), span("2026-03-02", "2026-03-06")), day(on)) is has
    assert any_has((), day(on)) is False


def test_a_span_that_ends_before_it_begins_is_refused_by_name() -> None:
    assert span("2026-03-02", "2026-03-02").last_on == day("2026-03-02")
    with pytest.raises(ValidationError) as refused:
        span("2026-03-02", "2026-03-01")
    assert refused.value.errors()[0]["type"] == "ends_before_it_begins"


def test_a_leave_is_cut_where_a_span_begins_and_after_one_ends() -> None:
    pieces = cut(day("2026-03-02"), day("2026-03-13"), (span("2026-03-04", "2026-03-05"), span("2026-03-10")))
    assert pieces == (
        (day("2026-03-02"), day("2026-03-03")),
        (day("2026-03-04"), day("2026-03-05")),
        (day("2026-03-06"), day("2026-03-09")),
        (day("2026-03-10"), day("2026-03-13")),
    )


@pytest.mark.parametrize(
    "outside",
    [
        span("2026-02-01", "2026-03-01"),
        span("2026-03-14"),
        span("2026-02-01"),
        span("2026-03-02", "2026-03-13"),
        span("2026-02-01", "2026-04-01"),
    ],
)
def test_what_begins_and_ends_outside_cuts_nothing(outside: Days) -> None:
    whole = (day("2026-03-02"), day("2026-03-13"))
    assert cut(*whole, (outside,)) == (whole,)


def test_no_days_have_no_pieces() -> None:
    assert cut(day("2026-03-02"), day("2026-03-01"), ()) == ()


DAYS = st.one_of(st.dates(date(2026, 1, 1), date(2026, 2, 28)), st.sampled_from((date.min, date.max)))


@st.composite
def spans(draw: st.DrawFn) -> Days:
    first_on = draw(DAYS)
    return Days(first_on=first_on, last_on=draw(st.none() | DAYS.filter(lambda on: on >= first_on)))


@given(st.dates(date(2026, 1, 1), date(2026, 2, 28)), st.integers(0, 60), st.lists(spans(), max_size=5))
def test_pieces_cover_every_day_once_and_no_span_is_cut_by_halves(first_on: date, days: int, cuts: list[Days]) -> None:
    last_on = first_on + timedelta(days=days)
    pieces = cut(first_on, last_on, cuts)
    assert (pieces[0][0], pieces[-1][1]) == (first_on, last_on)
    assert all(one[1] + timedelta(days=1) == other[0] for one, other in pairwise(pieces))
    for a, b in pieces:
        assert a <= b
        assert all(span.has(a) == span.has(b) for span in cuts)
