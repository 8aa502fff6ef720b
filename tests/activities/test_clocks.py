"""Clocks before and after a hand-over: what counts as the same, and which one a coordinator is told of."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from activities import words
from activities.clocks import are_equal, told_of
from activities.rendering import Letterhead, render
from tests.case.telling import Telling, at, period
from workflows.case import asked
from workflows.case.deadlines import DeadlineKind
from workflows.case.notices import DueOn, HandedCase, HandOverSummary
from workflows.rules.reasons import LeaveReason
from workflows.view import DeadlineView

DUE = at("2026-03-20", "00:00")
BEFORE_IT, AFTER_IT = DUE - timedelta(days=5), DUE + timedelta(minutes=5)


def clock(**changes: Any) -> DeadlineView:
    """A clock that runs until the end of 19 March."""
    fields: dict[str, Any] = {
        "key": "certification/1",
        "kind": "certification_due",
        "rule": "G2",
        "citation": "29 CFR 825.305(b)",
        "started_at": DUE - timedelta(days=15),
        "due_at": DUE,
        "due_on": at("2026-03-19").date(),
        "state": "running",
        "settled_at": None,
        "extended": 0,
    }
    return DeadlineView(**(fields | changes))


@pytest.mark.parametrize(
    ("before", "after", "now", "equal"),
    [
        ({}, {}, BEFORE_IT, True),
        ({}, {"due_at": DUE - timedelta(seconds=1)}, BEFORE_IT, False),
        ({}, {"due_at": DUE + timedelta(days=1)}, BEFORE_IT, False),
        ({}, {"rule": "G3"}, BEFORE_IT, False),
        ({}, {"key": "certification/2"}, BEFORE_IT, False),
        ({}, {"state": "missed"}, BEFORE_IT, False),
        ({}, {"state": "missed"}, AFTER_IT, True),
        ({}, {"state": "stopped"}, BEFORE_IT, False),
        ({}, {"state": "met", "settled_at": BEFORE_IT}, BEFORE_IT, True),
        ({"state": "missed"}, {"state": "met", "settled_at": BEFORE_IT}, AFTER_IT, True),
        ({"state": "missed"}, {"state": "running"}, AFTER_IT, False),
        ({"state": "met"}, {"state": "missed"}, AFTER_IT, False),
        ({"state": "stopped"}, {"state": "met"}, AFTER_IT, False),
        ({}, {"due_at": DUE + timedelta(days=9), "extended": 1}, BEFORE_IT, True),
        ({"extended": 1}, {"due_at": DUE - timedelta(days=1), "extended": 2}, BEFORE_IT, False),
    ],
)
def test_a_clock_is_the_same_or_it_is_not(
    before: dict[str, Any], after: dict[str, Any], now: datetime, equal: bool
) -> None:
    assert are_equal([clock(**before)], [clock(**after)], now=now) is equal


def test_a_clock_that_is_new_disturbs_nothing_and_one_that_is_gone_does() -> None:
    other = clock(key="cure/1", kind="cure_due", rule="G3")
    assert are_equal([clock()], [clock(), other], now=BEFORE_IT)
    assert not are_equal([clock(), other], [clock()], now=BEFORE_IT)


def test_a_coordinator_hears_of_the_certification_and_not_of_its_reminder() -> None:
    told = Telling(at("2026-03-08"), period("2026-04-01", "2026-05-15"))
    told.found(at("2026-03-08", "09:05"))
    assert told.case.next_deadline is not None
    assert told.case.next_deadline.kind is DeadlineKind.CERTIFICATION_REMINDER
    due = DueOn(kind="certification_due", due_on=at("2026-03-23").date())
    assert told_of(told.case.view()) == HandedCase(reference=told.case.reference, due=due, is_overdue=False)


def test_a_day_that_passed_before_a_denial_asks_nothing_of_anybody() -> None:
    told = Telling(at("2026-02-13"), period("2026-04-01", "2026-05-15"))
    told.found(at("2026-02-13", "09:05"))
    told.until(at("2026-03-02"))
    assert told_of(told.case.view()).is_overdue
    denial: dict[str, Any] = {"period": 1, "ground": asked.DenialGround.CERTIFICATION_NOT_PROVIDED}
    told.ask(asked.DenialProposal, at("2026-03-02"), **denial)
    assert told_of(told.case.view()).is_overdue
    told.ask(asked.DenialConfirmation, at("2026-03-02"), by="C-2", period=1)
    assert told_of(told.case.view()) == HandedCase(reference=told.case.reference, due=None, is_overdue=False)


def test_a_return_that_nobody_reported_is_overdue_after_the_decision_too() -> None:
    told = Telling(at("2026-02-02"), period("2026-02-09", "2026-02-20", reason=LeaveReason.BONDING))
    told.found(at("2026-02-02", "09:05"))
    assert told.ask(asked.Approval, at("2026-02-03")) is None
    told.until(at("2026-03-02"))
    handed = told_of(told.case.view())
    assert handed.is_overdue
    assert handed.due is not None
    assert handed.due.kind == "return_expected"


def test_there_are_words_for_every_clock() -> None:
    assert set(words.AWAITED) == set(DeadlineKind)


@pytest.mark.parametrize("is_overdue", [True, False])
@pytest.mark.parametrize("kind", DeadlineKind)
def test_a_summary_says_every_clock_and_names_no_single_case_as_its_own(kind: DeadlineKind, is_overdue: bool) -> None:
    due = DueOn(kind=kind.value, due_on=at("2026-03-23").date())
    handed = HandedCase(reference="LV-7K4Q-92XH", due=due, is_overdue=is_overdue)
    letter = render(HandOverSummary(handed_on=at("2026-03-10").date(), cases=(handed,)), letterhead())
    assert words.AWAITED[kind] in letter.plain
    assert ("OVERDUE" in letter.plain) is is_overdue
    assert "\nCase " not in letter.plain
    assert "Case <span" not in letter.html


def letterhead() -> Letterhead:
    """A mail about several cases."""
    return Letterhead(
        reference="",
        employer_name="Commonwealth",
        office_name="Leave Office",
        office_phone="1-800-555-0134",
        papers_to="the case page",
        coordinator_name=None,
        coordinator_phone=None,
        employee_name=None,
    )
