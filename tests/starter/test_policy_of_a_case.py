"""Which policy a case begins with: the employer's, with what the contract of the bargaining unit has otherwise."""

from datetime import date

import pytest

from infra import policies
from starter.cases import policy_of

NAME = "massachusetts-executive-2026"


@pytest.mark.parametrize(("unit", "days"), [(None, 30), ("unit-2", 60), ("a unit without a section", 30)])
def test_a_contract_s_values_are_kept_with_the_case(unit: str | None, days: int) -> None:
    kept = policy_of(NAME, date(2026, 3, 2), unit)
    assert kept.sick_days_for_family == days
    assert kept.unit == ("unit-2" if unit == "unit-2" else None)
    assert kept.calendar.first_on == date(2025, 3, 2)


def test_an_employer_without_a_policy_is_told_by_those_there_are() -> None:
    with pytest.raises(policies.UnknownPolicy, match=NAME):
        policy_of("nobody", date(2026, 3, 2))
