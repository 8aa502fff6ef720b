"""Amounts in sentences: plurals, hours, weeks beside their exact fraction, money. Nothing is rounded up."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.wording import exactly, money, number_of, time_of


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "no minute"), (1, "1 minute"), (50, "50 minutes"), (60, "1 hour"), (450, "7 hours 30 minutes")],
)
def test_minutes_are_said_in_hours(minutes: int, said: str) -> None:
    assert time_of(minutes) == said


@pytest.mark.parametrize(("count", "said"), [(0, "no day"), (1, "1 day"), (2, "2 days")])
def test_things_are_counted_as_people_do(count: int, said: str) -> None:
    assert number_of(count, "day") == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [(Fraction(12), "12"), (Fraction(58, 5), "11.6"), (Fraction(575, 48), "11.9791 (575/48)"), (Fraction(0), "0")],
)
def test_weeks_are_cut_down_with_the_exact_fraction_beside_them(amount: Fraction, said: str) -> None:
    assert exactly(amount) == said


@given(st.fractions(min_value=0, max_value=60))
def test_no_week_is_said_above_the_truth(amount: Fraction) -> None:
    assert Fraction(exactly(amount).split()[0]) <= amount


def test_cents_are_said_as_money() -> None:
    assert [money(180_000), money(5)] == ["$1,800.00", "$0.05"]
