"""Time that its days cannot hold is refused by name, in every record that has such time. 29 CFR 825.110(c)."""

from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from tests.rules.facts import day
from workflows.rules.eligible import ServiceRecord
from workflows.rules.hours import WorkedMinutes
from workflows.rules.personnel import PersonnelRecord
from workflows.rules.service import UniformedService
from workflows.rules.time_in_days import Timed, minutes_of, must_fit
from workflows.rules.variable_week import ScheduledTime

HELD = 24 * 60


def entry(first: str, last: str, minutes: int) -> dict[str, Any]:
    """An entry of time, as a facts file has it."""
    return {"first_on": first, "last_on": last, "minutes": minutes}


def refused(model: type[BaseModel], **told: Any) -> str:
    """The name by which facts are refused."""
    with pytest.raises(ValidationError) as raised:
        model.model_validate(told)
    return raised.value.errors()[0]["type"]


@pytest.mark.parametrize("model", [WorkedMinutes, UniformedService, ScheduledTime])
def test_no_entry_has_more_time_than_its_days(model: type[BaseModel]) -> None:
    assert refused(model, **entry("2026-01-05", "2026-01-06", 2 * HELD + 1)) == "more_than_the_days_have"
    assert model.model_validate(entry("2026-01-05", "2026-01-06", 2 * HELD))


def test_a_year_of_days_does_not_hold_ten_million_minutes() -> None:
    told = (entry("2025-03-01", "2026-03-01", 9_999_999),)
    assert refused(ServiceRecord, minutes_worked=told) == "more_than_the_days_have"


@pytest.mark.parametrize(
    ("entries", "fits"),
    [
        # the same day told twice, at two bodies or at one: nobody works 24 hours and one minute of it
        ([("2026-01-05", "2026-01-05", HELD), ("2026-01-05", "2026-01-05", 1)], False),
        ([("2026-01-05", "2026-01-05", HELD - 1), ("2026-01-05", "2026-01-05", 1)], True),
        # what the shorter entries leave of the longer one's days
        ([("2026-01-05", "2026-01-07", HELD), ("2026-01-05", "2026-01-06", 2 * HELD)], True),
        ([("2026-01-05", "2026-01-07", HELD + 1), ("2026-01-05", "2026-01-06", 2 * HELD)], False),
        # one part of a long entry may be full, if the rest fits beside it
        ([("2026-01-01", "2026-01-31", 20 * HELD), ("2026-01-10", "2026-01-20", 11 * HELD)], True),
        ([("2026-01-01", "2026-01-31", 20 * HELD + 1), ("2026-01-10", "2026-01-20", 11 * HELD)], False),
        # days that no entry shares with another
        ([("2026-01-05", "2026-01-05", HELD), ("2026-01-06", "2026-01-06", HELD)], True),
    ],
)
def test_entries_that_share_days_fit_into_them_together(entries: list[tuple[str, str, int]], fits: bool) -> None:
    told = tuple(entry(*each) for each in entries)
    if fits:
        assert ServiceRecord.model_validate({"minutes_worked": told})
        return
    assert refused(ServiceRecord, minutes_worked=told) == "more_than_the_days_have"
    assert refused(PersonnelRecord, hired_on="2020-01-01", worked=told) == "more_than_the_days_have"


def test_a_day_on_which_the_clocks_change_has_its_own_length() -> None:
    assert minutes_of(day("2026-03-08"), day("2026-03-08")) == 23 * 60
    assert minutes_of(day("2026-11-01"), day("2026-11-01")) == 25 * 60
    assert minutes_of(day("2026-01-01"), day("2026-12-31")) == 365 * HELD


def test_no_scheduled_week_is_longer_than_a_week() -> None:
    assert refused(ServiceRecord, week_minutes=7 * HELD + 1) == "less_than_equal"
    assert ServiceRecord(week_minutes=7 * HELD).week_minutes == 7 * HELD


def test_a_thousand_single_days_are_looked_at_one_by_one() -> None:
    days = (date.fromordinal(day("2024-01-01").toordinal() + n) for n in range(1000))
    must_fit(Timed(on, on, 23 * 60) for on in days)
