"""While an employment record is asked anew, what was found last holds: 29 CFR 825.300(b)(1), law.md E8, K4."""

from datetime import date
from typing import Any

import pytest

from tests.case.telling import Telling, at, month, period, record
from workflows.case import asked, said
from workflows.case.duties import PlanShare
from workflows.rules.eligible import EmploymentRecord, Span
from workflows.rules.plans import Plan
from workflows.rules.reasons import LeaveReason, LeaveShape

OPENED = at("2026-03-02")
SINCE = tuple(month(year, n) for year in (2024, 2025, 2026) for n in range(1, 13))
TOO_FEW: dict[str, Any] = {"minutes_worked": tuple(m.model_copy(update={"minutes": 40 * 60}) for m in SINCE)}
ENOUGH: dict[str, Any] = {"minutes_worked": SINCE}
UNKNOWN: dict[str, Any] = {"minutes_worked": (), "hours_records_complete": None}
OCTOBER = date(2026, 10, 5)


def bonding(**fields: Any) -> Telling:
    """Bonding now and then, under state PFML, of somebody who worked too few hours."""
    days = period("2026-03-09", "2026-12-18", LeaveReason.BONDING, LeaveShape.INTERMITTENT)
    told = Telling(OPENED, days)
    told.case = told.case.model_copy(update=fields)
    told.found(OPENED, **TOO_FEW)
    assert told.ask(asked.Approval, at("2026-03-03"), program=asked.Program.PFML) is None
    return told


def absent(told: Telling, on: str, reported: str) -> None:
    hours = {"starts_at": at(on, "09:00"), "ends_at": at(on, "13:00")}
    told.say(said.ReportedAbsence, at(reported, "08:00"), absence_id=f"A-{told.count}", **hours)


def under_way() -> Telling:
    """An absence of October is reported, and its record is still to come."""
    told = bonding()
    absent(told, "2026-10-05", "2026-10-05")
    assert told.case.awaits_employment_record
    return told


def fmla(told: Telling, charge: int = -1) -> list[PlanShare]:
    return [share for share in told.charges()[charge].plans if share.plan is Plan.FMLA]


def test_an_absence_of_that_time_is_no_fmla_leave_yet() -> None:
    told = under_way()
    assert fmla(told) == []
    absent(told, "2026-09-08", "2026-10-05")
    assert fmla(told) == []
    assert told.case.view().eligible is False


def test_not_eligible_again_leaves_it_as_it_was_charged() -> None:
    told = under_way()
    charged = len(told.charges())
    told.found(at("2026-10-05", "08:01"), **TOO_FEW)
    assert len(told.charges()) == charged
    assert fmla(told) == []


def test_eligible_then_it_is_charged_anew_from_the_day_that_was_asked_about() -> None:
    told = under_way()
    told.found(at("2026-10-05", "08:01"), **ENOUGH)
    assert fmla(told) == [PlanShare(plan=Plan.FMLA, from_on=OCTOBER)]


def test_unknown_is_not_no_but_the_days_before_were_found_not_to_be() -> None:
    told = under_way()
    told.found(at("2026-10-05", "08:01"), **UNKNOWN)
    assert told.case.eligibility.finding is not None
    assert told.case.eligibility.finding.eligible is None
    assert fmla(told) == [PlanShare(plan=Plan.FMLA, from_on=OCTOBER)]


def test_a_record_that_is_missing_now_is_no_answer_and_a_later_day_asks_again() -> None:
    told = under_way()
    told.keep(told.case.employment_found(None, None, at=at("2026-10-05", "08:01")))
    assert "find_employment_record" in told.tasks()
    absent(told, "2026-10-05", "2026-10-05")
    assert fmla(told) == []
    absent(told, "2026-10-06", "2026-10-06")
    assert told.case.awaits_employment_record
    told.found(at("2026-10-06", "08:01"), **ENOUGH)
    assert "find_employment_record" not in told.tasks()


def test_nobody_decides_on_a_finding_that_is_under_test() -> None:
    days = period("2026-03-09", "2026-12-18", LeaveReason.BONDING, LeaveShape.INTERMITTENT)
    told = Telling(OPENED, days)
    told.found(OPENED, **TOO_FEW)
    absent(told, "2026-10-05", "2026-10-05")
    ground: dict[str, Any] = {"period": 1, "ground": asked.DenialGround.NOT_ELIGIBLE}
    assert told.ask(asked.DenialProposal, at("2026-10-05"), **ground) == "ground_not_shown"
    assert told.ask(asked.Approval, at("2026-10-05")) == "not_eligible"


@pytest.mark.parametrize("day", ["2026-03-10", "2026-03-16"])
def test_days_that_are_changed_meanwhile_ask_nothing_twice(day: str) -> None:
    """The day on which the twelve months are complete came, or was over when the record was looked up."""
    told = Telling(at("2026-03-16") if day == "2026-03-16" else OPENED, period("2026-03-02", "2026-04-10"))
    told.keep(told.case.employment_found(hired(), "C-1", at=at("2026-03-16") if day == "2026-03-16" else OPENED))
    told.until(at("2026-03-10", "00:00"))
    before = told.history().count("eligibility_asked_again")
    assert (before, told.case.awaits_employment_record, told.case.eligibility.is_refused) == (1, True, True)
    told.say(said.DatesChanged, at(day, "10:00"), period=1, first_on=date(2026, 3, 2), last_on=date(2026, 4, 3))
    assert told.history().count("eligibility_asked_again") == before
    told.found(at(day, "11:00"), stretches=hired().stretches)
    assert told.case.eligibility.begins_on == date(2026, 3, 10)


def hired() -> EmploymentRecord:
    """Since 10 March of last year."""
    return record(stretches=(Span(first_on=date(2025, 3, 10)),))


def test_a_run_of_the_fourth_edition_goes_on_as_it_did() -> None:
    told = Telling(OPENED, period("2026-03-02", "2026-04-10"))
    told.case = told.case.model_copy(update={"edition": 4})
    told.keep(told.case.employment_found(hired(), "C-1", at=OPENED))
    told.until(at("2026-03-10", "00:00"))
    assert told.case.eligibility.finding is None
