"""Changes of schedule of which the cause matters: lasting ones, with another week (29 CFR 825.205(b)(2))."""

from datetime import date
from typing import Any

import pytest

from tests.rules.facts import OFFICE, PART_TIME
from workflows.rules.schedule import Cause, Schedule, Term
from workflows.rules.schedule_changes import ScheduleChange, changes_between

(FULL,), (PART,) = OFFICE.assignments, PART_TIME.assignments
APRIL, JUNE = date(2026, 4, 6), date(2026, 6, 1)
EVE = date(2026, 4, 5)


def changed(**to: Any) -> Schedule:
    """Five days of eight hours, and from 6 April three of ten."""
    after = PART.model_copy(update={"from_on": APRIL} | to)
    return Schedule(assignments=(FULL.model_copy(update={"to_on": EVE}), after))


@pytest.mark.parametrize("cause", [None, *Cause])
def test_a_lasting_change_is_told_with_its_cause(cause: Cause | None) -> None:
    (change,) = changes_between(changed(cause=cause), date(2026, 3, 9), JUNE)
    assert change == ScheduleChange(on=APRIL, cause=cause)


@pytest.mark.parametrize(
    ("first_on", "last_on", "found"), [(APRIL, APRIL, 1), (date(2026, 4, 7), JUNE, 0), (date(2026, 3, 2), EVE, 0)]
)
def test_a_change_before_or_after_the_days_is_none_of_them(first_on: date, last_on: date, found: int) -> None:
    assert len(changes_between(changed(), first_on, last_on)) == found


@pytest.mark.parametrize(
    "to",
    [
        {"term": Term.TEMPORARY},
        {"shifts": FULL.shifts},  # another place or anchor, and the same week
        {"appointment": "evening school"},  # beside the other, not in its place
    ],
)
def test_what_changes_no_week_asks_nothing(to: dict[str, Any]) -> None:
    assert changes_between(changed(**to), date(2026, 3, 9), JUNE) == ()


def test_a_first_schedule_is_no_change() -> None:
    assert changes_between(OFFICE, date(2000, 1, 1), JUNE) == ()
