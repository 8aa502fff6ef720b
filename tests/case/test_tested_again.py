"""A finding of 'not eligible' is never frozen: 29 CFR 825.300(b)(1), (3), law.md E8."""

from datetime import date
from typing import Any

from tests.case.telling import Telling, at, month, period
from workflows.case import asked, said
from workflows.case.duties import PostCharge, SendNotice
from workflows.case.eligibility import EligibilityState
from workflows.case.entitlement_letters import EligibilityNotice
from workflows.rules.eligible import Span
from workflows.rules.plans import Plan
from workflows.rules.reasons import LeaveShape

OPENED = at("2026-03-02")
SINCE = [month(year, n) for year in (2024, 2025, 2026) for n in range(1, 13)]
TOO_FEW: dict[str, Any] = {"minutes_worked": tuple(m.model_copy(update={"minutes": 40 * 60}) for m in SINCE)}
ENOUGH: dict[str, Any] = {"minutes_worked": tuple(SINCE)}


def refused(edition: int | None = None, **record: Any) -> Telling:
    """Leave now and then of somebody who worked too few hours."""
    told = Telling(OPENED, period("2026-03-09", "2026-12-18", shape=LeaveShape.INTERMITTENT))
    if edition is not None:
        told.case = told.case.model_copy(update={"edition": edition})
    told.found(OPENED, **(TOO_FEW | record))
    assert told.case.eligibility.is_refused
    return told


def absent(told: Telling, on: str, reported: str | None = None) -> None:
    hours = {"starts_at": at(on, "09:00"), "ends_at": at(on, "13:00")}
    told.say(said.ReportedAbsence, at(reported or on, "08:00"), absence_id=f"A-{told.count}", **hours)


def notices(told: Telling) -> list[bool | None]:
    return [d.notice.eligible for d in told.of(SendNotice) if isinstance(d.notice, EligibilityNotice)]


def test_at_a_later_absence_the_record_is_asked_for_its_day() -> None:
    told = refused()
    absent(told, "2026-10-05")
    assert told.case.awaits_employment_record
    assert told.case.eligibility_asked_for == date(2026, 10, 5)
    assert told.due("eligibility_notice") == at("2026-10-14", "00:00")  # five business days, a holiday between


def test_825_300_b_eligible_then_the_leave_is_protected_from_that_absence_on() -> None:
    told = refused()
    assert told.ask(asked.Approval, at("2026-03-10"), program=asked.Program.PFML) == "certification_not_sufficient"
    absent(told, "2026-10-05")
    told.found(at("2026-10-05", "08:01"), **ENOUGH)
    assert notices(told) == [False, True]
    assert told.notices().count("rights_notice") == 1
    assert told.case.eligibility.begins_on == date(2026, 10, 5)
    told.say(said.DocumentReceived, at("2026-10-08"), document="D-1", document_kind=said.DocumentKind.CERTIFICATION)
    assert told.ask(asked.CertificationFinding, at("2026-10-08")) is None
    assert told.ask(asked.Approval, at("2026-10-09")) is None
    (fmla,) = [share for share in told.of(PostCharge)[-1].plans if share.plan is Plan.FMLA]
    assert fmla.from_on == date(2026, 10, 5)


def test_825_300_b_3_where_nothing_has_changed_no_other_notice_is_owed() -> None:
    told = refused()
    before = told.tasks()
    absent(told, "2026-04-06")
    told.found(at("2026-04-06", "08:01"), **TOO_FEW)
    assert notices(told) == [False]
    assert told.tasks() == before
    assert all(told.case.deadline(key).is_running is False for key in ("eligibility_notice", "rights_notice"))  # type: ignore[union-attr]
    absent(told, "2026-04-07")
    assert told.case.awaits_employment_record


def test_it_is_tested_once_a_day_and_only_for_a_later_day() -> None:
    told = refused()
    absent(told, "2026-03-10", reported="2026-03-02")  # the day of the first test
    assert not told.case.awaits_employment_record
    absent(told, "2026-04-06")
    told.found(at("2026-04-06", "08:01"), **TOO_FEW)
    absent(told, "2026-04-08", reported="2026-04-06")
    assert not told.case.awaits_employment_record
    absent(told, "2026-04-02", reported="2026-04-09")  # before the day that was tested
    assert not told.case.awaits_employment_record


def test_more_leave_that_is_asked_for_is_a_later_need() -> None:
    told = refused()
    told.say(said.PeriodAdded, at("2026-09-14"), period=period("2026-10-12", "2026-10-16"))
    assert told.case.eligibility_asked_for == date(2026, 10, 12)
    assert told.case.eligibility.state is EligibilityState.AWAITED


def test_what_no_absence_changes_is_not_tested_again() -> None:
    """How many work near the worksite is counted when notice of the need is given (825.110(e))."""
    told = refused(worksite_fifty=False)
    absent(told, "2026-10-05")
    assert not told.case.awaits_employment_record


def test_a_day_that_is_known_to_settle_it_is_waited_for() -> None:
    told = refused(**ENOUGH, stretches=(Span(first_on=date(2025, 6, 1)),))
    assert told.due("eligible_later") == at("2026-06-01", "00:00")
    absent(told, "2026-04-06")
    assert not told.case.awaits_employment_record


def test_an_absence_outside_the_leave_asks_for_nothing() -> None:
    told = refused()
    absent(told, "2027-01-04")
    assert not told.case.awaits_employment_record


def test_a_run_of_the_fourth_edition_keeps_its_finding() -> None:
    told = refused(edition=4)
    absent(told, "2026-10-05")
    told.say(said.PeriodAdded, at("2026-10-06"), period=period("2026-10-12", "2026-10-16"))
    assert not told.case.awaits_employment_record
