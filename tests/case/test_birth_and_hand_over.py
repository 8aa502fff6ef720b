"""A birth as one case with three periods, a hand-over in mid-course, a closing and a reopening."""

from datetime import date
from typing import Any

from tests.case.telling import Telling, at, period
from workflows.case import asked, said
from workflows.case.deadlines import DeadlineState
from workflows.rules.eligible import Span
from workflows.rules.reasons import LeaveReason


def birth() -> Telling:
    told = Telling(
        at("2026-03-02"),
        period("2026-04-06", "2026-05-15"),
        period("2026-05-18", "2026-05-29", reason=LeaveReason.FAMILY_CARE),
        period("2026-06-01", "2026-06-26", reason=LeaveReason.BONDING),
    )
    told.found(at("2026-03-02", "09:01"))
    return told


def test_two_reasons_need_a_certification_and_bonding_needs_none() -> None:
    told = birth()
    assert [c.reason.value for c in told.case.certifications] == ["own_condition", "family_care"]


def test_one_period_is_approved_while_another_waits() -> None:
    told = birth()
    told.say(
        said.DocumentReceived,
        at("2026-03-10"),
        document="D-1",
        document_kind=said.DocumentKind.CERTIFICATION,
        reason=LeaveReason.OWN_CONDITION,
    )
    told.ask(asked.CertificationFinding, at("2026-03-10"), reason=LeaveReason.OWN_CONDITION)
    assert told.ask(asked.Approval, at("2026-03-11"), periods=(1, 3)) is None
    assert [p.decision.value for p in told.case.periods] == ["approved", "pending", "approved"]
    assert told.ask(asked.Approval, at("2026-03-11"), periods=(2,)) == "certification_not_sufficient"
    assert told.ask(asked.Approval, at("2026-03-11"), periods=(4,)) == "no_such_period"


def test_a_period_added_later_asks_for_its_own_certification() -> None:
    told = Telling(at("2026-03-02"), period("2026-04-06", "2026-05-15"))
    told.found(at("2026-03-02", "09:01"))
    told.say(
        said.PeriodAdded,
        at("2026-04-10"),
        period=period("2026-05-18", "2026-05-29", reason=LeaveReason.FAMILY_CARE),
    )
    assert told.notices()[-1] == "rights_notice"
    told.accepted(at("2026-04-10", "09:01"))
    assert told.due("certification/2") == at("2026-04-26", "00:00")


def handed_over(told: Telling, when: str, hour: str = "08:00", **fields: Any) -> str | None:
    change: dict[str, Any] = {
        "custodian": said.Custodian.VENDOR,
        "to": said.Custodian.COMMONWEALTH,
        "coordinator": "C-9",
        "batch": "M-1",
    }
    return told.ask(asked.CustodianChange, at(when, hour), **(change | fields))


def vendors() -> Telling:
    told = Telling(at("2026-02-13"), period("2026-04-01", "2026-05-15"), custodian=said.Custodian.VENDOR)
    told.found(at("2026-02-13", "09:05"))
    return told


def test_a_hand_over_changes_hands_and_no_deadline() -> None:
    told = vendors()
    before = told.case.deadlines
    assert handed_over(told, "2026-02-20") is None
    assert told.case.deadlines == before
    assert (told.case.custodian.value, told.case.coordinator) == ("commonwealth", "C-9")
    assert told.notices()[-1] == "custodian_changed"
    assert handed_over(told, "2026-02-21") == "custodian_changed"


def test_a_deadline_that_passed_meanwhile_does_not_act_and_becomes_a_task() -> None:
    told = vendors()
    told.until(at("2026-02-24"))
    assert handed_over(told, "2026-03-01", "00:05") is None
    assert told.notices()[-1] == "custodian_changed"
    assert "certification_overdue" not in told.notices()
    assert told.tasks() == ["deadline_passed_in_handover"]
    deadline = told.case.deadline("certification/1")
    assert deadline is not None
    assert deadline.state is DeadlineState.MISSED


def test_a_denial_proposed_by_the_vendor_is_confirmed_by_the_new_custodian_alone() -> None:
    told = vendors()
    told.until(at("2026-03-01", "00:00"))
    vendor = said.Custodian.VENDOR
    denial: dict[str, Any] = {"period": 1, "ground": asked.DenialGround.CERTIFICATION_NOT_PROVIDED, "custodian": vendor}
    assert told.ask(asked.DenialProposal, at("2026-03-02"), by="V-1", **denial) is None
    handed_over(told, "2026-03-03")
    late = told.ask(asked.DenialConfirmation, at("2026-03-04"), by="V-2", period=1, custodian=vendor)
    assert late == "not_custodian"
    assert told.ask(asked.DenialConfirmation, at("2026-03-04"), period=1) is None


def test_five_sick_days_reported_late_keep_the_missed_notice_date() -> None:
    told = Telling(at("2026-03-02"), period("2026-02-02", None), known_at=at("2026-02-06", "17:00"))
    assert told.due("eligibility_notice") == at("2026-02-14", "00:00")
    told.until(at("2026-03-02", "09:01"))
    told.found(at("2026-03-02", "09:02"))
    deadline = told.case.deadline("eligibility_notice")
    assert deadline is not None
    assert deadline.state is DeadlineState.MISSED
    assert deadline.settled_at == at("2026-03-02", "09:03")
    assert "notice_missed" in told.tasks()


def test_an_ineligible_person_keeps_the_right_to_a_decision() -> None:
    told = Telling(at("2026-02-13"), period("2026-03-02", "2026-03-20"))
    told.found(at("2026-02-13", "09:05"), stretches=(Span(first_on=date(2025, 3, 10)),))
    assert told.notices() == ["request_received", "eligibility_notice"]
    assert told.tasks() == ["decide"]
    denial: dict[str, Any] = {"period": 1, "ground": asked.DenialGround.NOT_ELIGIBLE}
    assert told.ask(asked.DenialProposal, at("2026-02-16"), **denial) is None
    assert told.ask(asked.DenialConfirmation, at("2026-02-17"), by="C-2", period=1) is None


def test_a_fact_for_a_closed_case_is_a_task_and_a_coordinator_may_reopen() -> None:
    told = Telling(at("2026-03-02"), period("2026-04-06", "2026-05-15", reason=LeaveReason.BONDING))
    told.say(said.RequestWithdrawn, at("2026-03-03"))
    assert told.ask(asked.Closing, at("2026-03-04"), ground=asked.ClosingGround.WITHDRAWN) is None
    told.say(said.ReturnedToWork, at("2026-03-05"), returned_on=date(2026, 3, 5))
    assert told.tasks() == ["fact_for_closed_case"]
    assert told.ask(asked.Approval, at("2026-03-05")) == "case_closed"
    assert told.ask(asked.Reopening, at("2026-03-06")) is None
    assert told.case.is_open
    assert told.ask(asked.Reopening, at("2026-03-07")) == "case_open"
