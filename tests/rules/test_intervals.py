"""Stretches of time: what two share, what is left, how many whole minutes. Needed by law.md C1, C13."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.rules.facts import at
from workflows.rules.intervals import (
    MINUTE,
    NOTHING,
    Interval,
    Stretch,
    first_of,
    in_utc,
    length,
    merged,
    shared,
    whole_minutes,
    without,
)

ZERO = datetime(2026, 1, 1, tzinfo=UTC)


def time(*pairs: tuple[int, int]) -> tuple[Stretch, ...]:
    """In minutes of one morning."""
    return tuple((ZERO + a * MINUTE, ZERO + b * MINUTE) for a, b in pairs)


@pytest.mark.parametrize(
    ("some", "expected"),
    [
        ((), ()),
        (((0, 10), (10, 20)), ((0, 20),)),
        (((5, 20), (0, 10)), ((0, 20),)),
        (((0, 30), (5, 10)), ((0, 30),)),
        (((0, 10), (11, 20)), ((0, 10), (11, 20))),
        (((5, 5), (9, 3)), ()),
    ],
)
def test_merged(some: tuple[tuple[int, int], ...], expected: tuple[tuple[int, int], ...]) -> None:
    assert merged(time(*some)) == time(*expected)


@pytest.mark.parametrize(
    ("some", "others", "both", "left"),
    [
        (((0, 60),), ((10, 20),), ((10, 20),), ((0, 10), (20, 60))),
        (((0, 60),), ((0, 60),), ((0, 60),), ()),
        (((0, 60),), ((60, 90),), (), ((0, 60),)),
        (((0, 60),), ((50, 90),), ((50, 60),), ((0, 50),)),
        (((10, 60),), ((0, 20),), ((10, 20),), ((20, 60),)),
        (((0, 10), (20, 30)), ((5, 25),), ((5, 10), (20, 25)), ((0, 5), (25, 30))),
        (((0, 60),), (), (), ((0, 60),)),
        ((), ((0, 60),), (), ()),
        (((0, 60),), ((40, 50), (10, 20)), ((10, 20), (40, 50)), ((0, 10), (20, 40), (50, 60))),
    ],
)
def test_shared_and_without(
    some: tuple[tuple[int, int], ...],
    others: tuple[tuple[int, int], ...],
    both: tuple[tuple[int, int], ...],
    left: tuple[tuple[int, int], ...],
) -> None:
    assert shared(time(*some), time(*others)) == time(*both)
    assert without(time(*some), time(*others)) == time(*left)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [(0, ()), (-5, ()), (5, ((0, 5),)), (10, ((0, 10),)), (15, ((0, 10), (20, 25))), (99, ((0, 10), (20, 30)))],
)
def test_the_first_so_much(wanted: int, expected: tuple[tuple[int, int], ...]) -> None:
    assert first_of(time((20, 30), (0, 10)), wanted * MINUTE) == time(*expected)


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (59, 0), (60, 1), (119, 1), (-90, 0)])
def test_minutes_are_cut_down_and_never_negative(seconds: int, minutes: int) -> None:
    assert whole_minutes(timedelta(seconds=seconds)) == minutes


def test_an_interval_that_ends_before_it_starts_is_refused_by_name() -> None:
    with pytest.raises(ValidationError) as refused:
        Interval(starts_at=at("2026-04-14T12:00"), ends_at=at("2026-04-14T11:59"))
    assert refused.value.errors()[0]["type"] == "end_before_start"
    assert Interval(starts_at=at("2026-04-14T12:00"), ends_at=at("2026-04-14T12:00")).stretch[0] == at(
        "2026-04-14T12:00"
    )


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValidationError):
        Interval.model_validate_json('{"starts_at": "2026-04-14T09:00:00", "ends_at": "2026-04-14T10:00:00Z"}')


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_the_first_and_last_hours_there_are_stay(text: str) -> None:
    told = datetime.fromisoformat(text)
    assert in_utc(told).tzinfo is UTC
    assert in_utc(told).year == told.year
    assert in_utc(datetime.fromisoformat("2026-04-14T09:00:00-04:00")) == at("2026-04-14T09:00")


PAIRS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=8)


@given(PAIRS, PAIRS)
def test_what_is_shared_and_what_is_left_are_the_whole(
    some: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    """The oracle is a strip of minutes, each coloured or not."""
    strip = [any(a <= n < b for a, b in some) for n in range(300)]
    taken = [any(a <= n < b for a, b in others) for n in range(300)]
    left, right = time(*some), time(*others)
    assert length(left) == sum(strip) * MINUTE
    assert length(shared(left, right)) == sum(s and t for s, t in zip(strip, taken, strict=True)) * MINUTE
    assert length(without(left, right)) == sum(s and not t for s, t in zip(strip, taken, strict=True)) * MINUTE
    assert length(shared(left, right)) + length(without(left, right)) == length(left)
    assert shared(without(left, right), right) == ()
    assert length(()) == NOTHING
