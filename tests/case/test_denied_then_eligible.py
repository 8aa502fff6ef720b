"""Leave that was denied for missing eligibility, which begins while it still runs: 29 CFR 825.110(d), 825.300(b)(1)."""

from datetime import date
from typing import Any

from tests.case.telling import Telling, at, month, period
from workflows.case import asked, said
from workflows.case.designation import Decision
from workflows.case.duties import Note, SendNotice
from workflows.case.entitlement_letters import EligibilityNotice
from workflows.case.status import CaseStatus
from workflows.case.told import Span
from workflows.rules.eligible import Span as Stretch
from workflows.rules.plans import Plan
from workflows.rules.reasons import LeaveReason, LeaveShape

OPENED = at("2026-02-25")
BEGINS = at("2026-03-10", "00:00")
HIRED: dict[str, Any] = {"stretches": (Stretch(first_on=date(2025, 3, 10)),)}
SINCE = tuple(month(year, n) for year in (2024, 2025, 2026) for n in range(1, 13))
TOO_FEW: dict[str, Any] = {"minutes_worked": tuple(m.model_copy(update={"minutes": 40 * 60}) for m in SINCE)}
ENOUGH: dict[str, Any] = {"minutes_worked": SINCE}
OWN, REST = LeaveReason.OWN_CONDITION, Span(first_on=date(2026, 3, 10), last_on=date(2026, 4, 10))


def deny(
    told: Telling, when: str, ground: asked.DenialGround = asked.DenialGround.NOT_ELIGIBLE, number: int = 1
) -> None:
    assert told.ask(asked.DenialProposal, at(when), period=number, ground=ground) is None
    assert told.ask(asked.DenialConfirmation, at(when, "10:00"), by="C-2", period=number) is None


def surgery(reason: LeaveReason = OWN, edition: int = 5) -> Telling:
    """Denied, since the twelve months are complete only in the midst of it."""
    told = Telling(OPENED, period("2026-03-02", "2026-04-10", reason))
    told.case = told.case.model_copy(update={"edition": edition})
    told.found(OPENED, **HIRED)
    deny(told, "2026-02-26")
    return told


def in_parts() -> Telling:
    """Leave now and then, denied, since the hours were too few."""
    told = Telling(OPENED, period("2026-03-09", "2026-12-18", shape=LeaveShape.INTERMITTENT))
    told.found(OPENED, **TOO_FEW)
    deny(told, "2026-02-26")
    return told


def absent(told: Telling, on: str) -> str:
    name = f"A-{told.count}"
    hours = {"starts_at": at(on, "09:00"), "ends_at": at(on, "13:00")}
    told.say(said.ReportedAbsence, at(on, "08:00"), absence_id=name, **hours)
    return name


def letter(told: Telling) -> EligibilityNotice:
    return [d.notice for d in told.of(SendNotice) if isinstance(d.notice, EligibilityNotice)][-1]


def certified(told: Telling, on: str) -> None:
    told.say(said.DocumentReceived, at(on), document="D-1", document_kind=said.DocumentKind.CERTIFICATION)
    assert told.ask(asked.CertificationFinding, at(on, "10:00")) is None


def test_the_days_that_are_left_wait_for_a_decision_again() -> None:
    told = surgery()
    assert (told.status(), told.tasks()) == (CaseStatus.DENIED, [])
    told.until(BEGINS)
    told.found(BEGINS, **HIRED)
    denied, waiting = told.case.periods
    assert (denied.decision, denied.asked.first_on) == (Decision.DENIED, date(2026, 3, 2))
    assert (waiting.decision, waiting.asked, waiting.reason) == (Decision.PENDING, REST, OWN)
    assert letter(told).waits_again == (REST,)
    (line,) = [n for n in told.of(Note) if n.what == "denied_leave_waits_again"]
    assert line.facts == {"denied": "1", "period": "2", "first_on": "2026-03-10", "last_on": "2026-04-10"}
    assert told.status() is CaseStatus.CERTIFICATION_AWAITED


def test_the_paper_that_is_asked_for_leads_to_a_decision_and_its_clocks_follow() -> None:
    told = surgery()
    told.until(BEGINS)
    told.found(BEGINS, **HIRED)
    assert told.due("certification/1") == at("2026-03-26", "00:00")
    certified(told, "2026-03-16")
    assert told.tasks() == ["decide"]
    assert told.due("designation_notice") == at("2026-03-24", "00:00")
    assert told.case.periods[1].decision is Decision.PENDING
    assert told.ask(asked.Approval, at("2026-03-17")) is None
    (fmla,) = [share for share in told.charges()[-1].plans if share.plan is Plan.FMLA]
    assert (told.charges()[-1].cause, fmla.from_on) == (f"{told.case.reference}/period/2", REST.first_on)
    assert told.case.periods[0].decision is Decision.DENIED


def test_where_no_paper_is_lacking_a_person_is_asked_at_once() -> None:
    for told in (surgery(LeaveReason.BONDING), surgery()):
        if told.case.certifications:
            certified(told, "2026-03-03")  # handed in though nobody asked for it
            assert told.tasks() == []
        told.until(BEGINS)
        told.found(BEGINS, **HIRED)
        assert told.tasks() == ["decide"]
        assert told.due("designation_notice") == at("2026-03-18", "00:00")


def test_a_later_absence_under_denied_leave_is_tested_and_waits_with_the_days_that_are_left() -> None:
    told = in_parts()
    absence = absent(told, "2026-10-05")
    assert told.case.awaits_employment_record
    assert "absence_outside_leave" in told.tasks()
    told.found(at("2026-10-05", "08:01"), **ENOUGH)
    assert told.case.periods[1].asked == Span(first_on=date(2026, 10, 5), last_on=date(2026, 12, 18))
    assert "absence_outside_leave" not in told.tasks()
    certified(told, "2026-10-08")
    assert told.ask(asked.Approval, at("2026-10-09")) is None
    assert told.charges()[-1].cause.endswith(absence)


def test_not_eligible_again_opens_nothing_and_asks_nobody() -> None:
    told = in_parts()
    absent(told, "2026-10-05")
    told.found(at("2026-10-05", "08:01"), **TOO_FEW)
    assert len(told.case.periods) == 1
    absent(told, "2026-10-06")
    told.found(at("2026-10-06", "08:01"), **ENOUGH, worksite_fifty=False)
    assert (told.status(), "decide" in told.tasks()) == (CaseStatus.DENIED, False)


def test_unknown_is_not_no() -> None:
    told = in_parts()
    absent(told, "2026-10-05")
    told.found(at("2026-10-05", "08:01"), minutes_worked=(), hours_records_complete=None)
    assert letter(told).eligible is None
    assert told.case.periods[1].decision is Decision.PENDING


def test_what_was_denied_on_another_ground_or_let_go_stays_as_it_is() -> None:
    elsewhere = Telling(OPENED, period("2026-03-02", "2026-04-10"))
    elsewhere.found(OPENED, **HIRED)
    deny(elsewhere, "2026-02-26", asked.DenialGround.REASON_NOT_COVERED)
    taken_back = surgery()
    taken_back.say(said.RequestWithdrawn, at("2026-02-27"))
    for told in (elsewhere, taken_back):
        told.until(BEGINS)
        assert not told.case.awaits_employment_record
        assert len(told.case.periods) == 1
        later = told.case.deadline("eligible_later")
        assert later is not None
        assert not later.is_running


def test_leave_that_was_let_go_is_not_what_other_leave_brings_back() -> None:
    told = in_parts()
    told.say(said.RequestWithdrawn, at("2026-02-27"))
    told.say(said.PeriodAdded, at("2026-09-14"), period=period("2026-10-12", "2026-10-16"))
    told.found(at("2026-09-14", "09:01"), **ENOUGH)
    assert [p.decision for p in told.case.periods] == [Decision.DENIED, Decision.PENDING]


def test_one_period_withdrawn_leaves_the_day_of_the_other_one_to_be_waited_for() -> None:
    told = Telling(OPENED, period("2026-03-02", "2026-04-10"), period("2026-05-04", "2026-05-08"))
    told.found(OPENED, **HIRED)
    deny(told, "2026-02-26")
    told.say(said.RequestWithdrawn, at("2026-02-27"), period=2)
    told.until(BEGINS)
    told.found(BEGINS, **HIRED)
    assert [p.asked for p in told.case.periods if p.awaits_decision] == [REST]


def test_days_that_were_asked_for_anew_are_not_opened_twice() -> None:
    told = surgery()
    told.say(said.PeriodAdded, at("2026-03-02"), period=period("2026-03-10", "2026-04-10"))
    told.until(BEGINS)
    told.found(BEGINS, **HIRED)
    assert len(told.case.periods) == 2
    assert letter(told).waits_again == ()


def test_what_is_denied_once_more_may_wait_again_and_only_once() -> None:
    told = in_parts()
    absent(told, "2026-10-05")
    told.found(at("2026-10-05", "08:01"), **ENOUGH)
    told.case = told.case.model_copy(update={"eligibility": in_parts().case.eligibility})
    deny(told, "2026-10-06", number=2)
    absent(told, "2026-10-12")
    told.found(at("2026-10-12", "08:01"), **ENOUGH)
    waiting = [p for p in told.case.periods if p.awaits_decision]
    assert [(p.number, p.asked.first_on) for p in waiting] == [(3, date(2026, 10, 12))]


def test_a_run_of_the_fourth_edition_goes_on_as_it_did() -> None:
    told = surgery(edition=4)
    told.until(BEGINS)
    told.found(BEGINS, **HIRED)
    assert len(told.case.periods) == 1
