"""Changes of schedule of which the cause matters: lasting ones, with another week (29 CFR 825.205(b)(2))."""

from datetime import date
from typing import Any

import pytest

from tests.rules.facts import OFFICE, PART_TIME, POLICY, cycle
from workflows.rules.chargeable import ChargePeriod
from workflows.rules.counting_weeks import DayCharge
from workflows.rules.posting import count
from workflows.rules.schedule import Cause, Schedule, Term
from workflows.rules.schedule_changes import ScheduleChange, changes_between, counts_by_days
from workflows.rules.week_base import WeekBaseFacts, week_base

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


NOTICE = date(2026, 3, 2)
LATER = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("to", "counts"),
    [
        ({"cause": Cause.EMPLOYER, "decided_on": date(2026, 2, 2)}, True),
        ({"cause": Cause.OWN_WISH, "decided_on": date(2026, 2, 2)}, True),
        ({"cause": Cause.EMPLOYER, "decided_on": NOTICE}, False),
        ({"cause": Cause.EMPLOYER, "decided_on": LATER}, False),  # the text names changes before the notice alone
        ({"decided_on": LATER}, False),
        ({"cause": Cause.THE_LEAVE, "decided_on": date(2026, 2, 2)}, False),
        ({"cause": Cause.EMPLOYER}, None),
        ({"decided_on": date(2026, 2, 2)}, None),
    ],
)
def test_825_205_b_2_charges_and_the_week_that_is_explained_follow_one_rule(
    to: dict[str, Any], counts: bool | None
) -> None:
    schedule = changed(**to)
    assert counts_by_days(schedule, schedule.assignments[1], NOTICE) is counts
    asked = WeekBaseFacts(on=JUNE, schedule=schedule, notice_on=NOTICE)
    told = asked if counts is not None else asked.model_copy(update={"changes_count": True})
    explained = week_base(told, policy=POLICY).result
    assert explained is not None
    assert {c.base_minutes for c in charges(schedule, NOTICE)} == {explained.minutes}
    assert explained.minutes == (40 if counts is False else 30) * 60
    (change,) = changes_between(schedule, date(2026, 3, 9), JUNE, notice_on=NOTICE)
    assert change.cause == (to.get("cause") if counts is not None else None)


def test_825_205_b_1_by_an_earlier_and_shorter_week_no_full_week_of_leave_is_more_than_one() -> None:
    longer = Schedule(
        assignments=(
            PART.model_copy(update={"to_on": EVE}),
            FULL.model_copy(update={"from_on": APRIL, "cause": Cause.EMPLOYER, "decided_on": LATER}),
        )
    )
    assert sum(c.weeks for c in charges(longer, NOTICE)) == 1
    explained = week_base(WeekBaseFacts(on=JUNE, schedule=longer, notice_on=NOTICE), policy=POLICY).result
    assert explained is not None
    assert explained.minutes == 2400


def test_between_two_changes_after_the_notice_the_week_of_before_stays_the_longest_that_counts() -> None:
    """40 hours, then 30, then 35: the last is longer than what it replaced, and not than what is counted by."""
    after = {"cause": Cause.EMPLOYER, "decided_on": LATER}
    shorter = PART.model_copy(update={"from_on": APRIL, "to_on": date(2026, 5, 3)} | after)
    seven = cycle(dict.fromkeys(range(1, 6), ("09:00", "16:00", 0))).assignments[0]
    last = seven.model_copy(update={"from_on": date(2026, 5, 4)} | after)
    schedule = Schedule(assignments=(FULL.model_copy(update={"to_on": EVE}), shorter, last))
    assert {c.base_minutes for c in charges(schedule, NOTICE)} == {2400}


def test_without_a_notice_of_need_a_lasting_change_counts_as_it_did() -> None:
    assert {c.base_minutes for c in charges(changed(cause=Cause.EMPLOYER, decided_on=LATER), None)} == {1800}


def charges(schedule: Schedule, notice_on: date | None) -> tuple[DayCharge, ...]:
    """A week of leave in June, as the ledger counts it."""
    week = ChargePeriod(first_on=JUNE, last_on=date(2026, 6, 7))
    return count(week, schedule=schedule, policy=POLICY, notice_on=notice_on).charges
