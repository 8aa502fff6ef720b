"""Times of New York's wall clock: none is guessed in the two nights on which the clock is set."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from starter.wall_clock import NotATime, TwiceThatNight, day, instant, spelled


@pytest.mark.parametrize(
    ("said", "utc"),
    [
        ("2026-03-04 09:00", "2026-03-04T14:00"),
        ("2026-07-04T09:00", "2026-07-04T13:00"),
        (" 2026-03-08 01:59 ", "2026-03-08T06:59"),
        ("2026-03-08 03:00", "2026-03-08T07:00"),
        ("2026-11-01 00:59", "2026-11-01T04:59"),
        ("2026-11-01 02:00", "2026-11-01T07:00"),
    ],
)
def test_a_time_is_an_instant(said: str, utc: str) -> None:
    assert instant(said) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize("said", ["2026-03-08 02:00", "2026-03-08 02:59", "2027-03-14 02:30"])
def test_a_time_that_the_clock_skips_does_not_exist(said: str) -> None:
    with pytest.raises(NotATime, match="does not exist in New York"):
        instant(said)


@pytest.mark.parametrize("said", ["2026-11-01 01:00", "2026-11-01 01:59"])
def test_a_time_that_comes_twice_is_asked_back(said: str) -> None:
    with pytest.raises(TwiceThatNight, match=f"{said[11:]} EDT for the first, {said[11:]} EST an hour later"):
        instant(said)
    earlier, later = instant(f"{said} EDT"), instant(f"{said} est ")
    assert (later - earlier).total_seconds() == 3600


@pytest.mark.parametrize("said", ["2026-03-04 09:00 EST", "2026-07-04T09:00 EDT"])
def test_the_name_of_the_hour_changes_nothing_where_there_is_one(said: str) -> None:
    assert instant(said) == instant(said[:16])


@pytest.mark.parametrize("said", ["2026-03-04 09:00 EDT", "2026-07-04 09:00 EST", "2026-11-01 02:00 EDT"])
def test_an_hour_that_a_day_does_not_have_is_no_time(said: str) -> None:
    with pytest.raises(NotATime, match=f"Leave out {said[-3:]}"):
        instant(said)


@pytest.mark.parametrize(
    "said",
    ["", "9:00", "2026-02-30 09:00", "03/04/2026 09:00", "9999-12-31 23:59", "soon", "EST", "2026-03-04 09:00 CET"],
)
def test_what_is_no_time_is_said_to_be_none(said: str) -> None:
    with pytest.raises(NotATime, match="is not a time"):
        instant(said)


@pytest.mark.parametrize("said", ["", "2026-02-30", "03/04/2026", "2026-03-04 09:00"])
def test_what_is_no_day_is_said_to_be_none(said: str) -> None:
    with pytest.raises(NotATime, match="is not a day"):
        day(said)


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_what_is_shown_can_be_typed_in_again(at: datetime) -> None:
    at = at.replace(second=0, microsecond=0)
    assert instant(spelled(at)) == at
