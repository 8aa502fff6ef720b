"""A recertification in a case: asked when the law allows it, with a clock of its own (29 CFR 825.308, law.md H1-H4)."""

from datetime import date
from typing import Any

import pytest

from tests.case.telling import Telling, at, period
from workflows.case import asked, said
from workflows.case.certification import CertificationState
from workflows.case.deadlines import DeadlineKind
from workflows.case.designation import Decision
from workflows.case.status import CaseStatus
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.recertification import CertifiedExtent, GroundKind


def chronic() -> Telling:
    """An approved intermittent leave, certified in January."""
    case = Telling(at("2026-01-05"), period("2026-01-12", "2026-12-31", shape=LeaveShape.INTERMITTENT))
    case.found(at("2026-01-05", "09:01"))
    paper(case, "D-1", "2026-01-15")
    case.ask(asked.CertificationFinding, at("2026-01-16"))
    case.ask(asked.Approval, at("2026-01-16", "10:00"))
    case.accepted(at("2026-01-16", "10:01"))
    return case


def paper(case: Telling, document: str, on: str) -> None:
    """A certification comes."""
    case.say(
        said.DocumentReceived,
        at(on),
        document=document,
        document_kind=said.DocumentKind.CERTIFICATION,
    )


def absent(case: Telling, day: str) -> str:
    """An absence, and its id."""
    fields = {"absence_id": f"A-{day}", "starts_at": at(day, "09:00"), "ends_at": at(day, "12:00")}
    case.say(said.ReportedAbsence, at(day, "08:00"), **fields)
    return f"A-{day}"


def ask(case: Telling, on: str, **fields: Any) -> str | None:
    """Ask for a new one; the code of the refusal."""
    given: dict[str, Any] = {"extent": CertifiedExtent.LIFETIME}
    return case.ask(asked.RecertificationRequest, at(on), **(given | fields))


def test_825_308_b_after_six_months_with_an_absence_it_is_asked_for_and_due_fifteen_days_after_receipt() -> None:
    case = chronic()
    absence = absent(case, "2026-07-15")
    assert ask(case, "2026-07-16", absence_id=absence) is None
    assert case.notices()[-1] == "recertification_asked"
    case.accepted(at("2026-07-17"))
    deadline = case.case.deadline("certification/1.1")
    assert deadline is not None
    assert (deadline.rule, deadline.kind, deadline.due_at) == (
        "H4",
        DeadlineKind.CERTIFICATION,
        at("2026-08-02", "00:00"),
    )
    assert case.case.periods[0].decision is Decision.APPROVED
    assert case.status() is CaseStatus.APPROVED


def test_the_new_one_is_judged_like_any_other_and_nothing_is_decided_anew() -> None:
    case = chronic()
    assert ask(case, "2026-07-16", absence_id=absent(case, "2026-07-15")) is None
    case.accepted(at("2026-07-17"))
    before = case.case.deadline("designation_notice")
    paper(case, "D-2", "2026-07-30")
    assert "judge_certification" in case.tasks()
    case.ask(asked.CertificationFinding, at("2026-07-31"))
    assert case.case.certifications[0].state is CertificationState.SUFFICIENT
    assert case.case.certifications[0].certified_at == at("2026-07-30")
    assert case.tasks() == []
    assert case.case.deadline("designation_notice") == before


def test_one_that_does_not_come_is_overdue_and_a_task_and_the_leave_stays_approved() -> None:
    case = chronic()
    assert ask(case, "2026-07-16", absence_id=absent(case, "2026-07-15")) is None
    case.accepted(at("2026-07-17"))
    case.until(at("2026-08-02", "00:00"))
    assert "certification_overdue" in case.tasks()
    assert case.notices()[-1] == "certification_overdue"
    assert case.case.periods[0].decision is Decision.APPROVED


@pytest.mark.parametrize(
    ("on", "fields", "code"),
    [
        ("2026-07-14", {"absence_id": "A-2026-07-01"}, "recertification_too_early"),
        ("2026-07-16", {}, "recertification_no_absence"),
        ("2026-07-16", {"absence_id": "A-nobody-knows"}, "recertification_no_absence"),
        ("2026-01-10", {"extension_asked": True}, "dates_contradict"),
        ("2026-07-16", {"reason": LeaveReason.FAMILY_CARE, "extension_asked": True}, "no_certification_found"),
        ("2026-03-01", {"ground": GroundKind.DOUBT}, "recertification_no_absence"),
        ("2026-07-02", {"ground": GroundKind.DOUBT, "absence_id": "A-2026-07-01"}, None),
        ("2026-03-01", {"extension_asked": True}, None),
    ],
)
def test_825_308_when_it_may_be_asked(on: str, fields: dict[str, Any], code: str | None) -> None:
    case = chronic()
    absent(case, "2026-07-01")
    found = ask(case, on, **fields)
    assert found == code


@pytest.mark.parametrize(
    ("fields", "code", "says"),
    [
        (
            {"extent": CertifiedExtent.LIFETIME},
            "extent_contradicts",
            "It was noted as a minimum duration until 2026-06-30; you say a lifetime.",
        ),
        ({"minimum_last_on": date(2026, 1, 2)}, "dates_contradict", "would end on 2026-01-02, before that paper came"),
        ({"ground": GroundKind.DOUBT, "absence_id": None}, "recertification_no_absence", "A ground alone will not do"),
    ],
)
def test_a_refusal_says_what_is_really_in_the_way(fields: dict[str, Any], code: str, says: str) -> None:
    case = Telling(at("2026-01-05"), period("2026-01-12", "2026-12-31", shape=LeaveShape.INTERMITTENT))
    case.found(at("2026-01-05", "09:01"))
    paper(case, "D-1", "2026-01-15")
    noted: dict[str, Any] = {"extent": CertifiedExtent.MINIMUM, "minimum_last_on": date(2026, 6, 30)}
    assert case.ask(asked.CertificationFinding, at("2026-01-16"), **noted) is None
    assert case.ask(asked.Approval, at("2026-01-16", "10:00")) is None
    named = {"absence_id": absent(case, "2026-07-15")} | fields
    about = case.message(at("2026-07-16"), "coordinator/C-1")
    request = asked.RecertificationRequest(**about, custodian=said.Custodian.COMMONWEALTH, **named)
    refusal = case.case.may(request)
    assert refusal is not None
    assert refusal.code == code
    assert says in refusal.sentence


def test_it_is_not_asked_twice_at_once() -> None:
    case = chronic()
    absence = absent(case, "2026-07-15")
    assert ask(case, "2026-07-16", absence_id=absence) is None
    assert ask(case, "2026-07-16", absence_id=absence) == "no_certification_found"


def test_a_need_that_has_ended_is_not_asked_for_anything_any_more() -> None:
    period_of_care = period("2026-01-12", "2026-12-31", reason=LeaveReason.FAMILY_CARE, shape=LeaveShape.INTERMITTENT)
    case = Telling(at("2026-01-05"), period_of_care)
    case.found(at("2026-01-05", "09:01"))
    paper(case, "D-1", "2026-01-15")
    case.ask(asked.CertificationFinding, at("2026-01-16"))
    assert ask(case, "2026-07-16", extension_asked=True) is None
    case.say(said.FamilyMemberDied, at("2026-07-16", "12:00"))
    case.accepted(at("2026-07-17"))
    assert case.case.deadline("certification/1.1") is None


def test_what_the_paper_says_of_the_duration_may_be_noted_when_it_is_found_sufficient() -> None:
    told = Telling(at("2026-03-02"), period("2026-03-09", None, shape=LeaveShape.INTERMITTENT))
    told.found(at("2026-03-02", "09:05"))
    paper = {"document": "D-1", "document_kind": said.DocumentKind.CERTIFICATION}
    told.say(said.DocumentReceived, at("2026-03-05"), **paper)
    noted: dict[str, Any] = {"extent": CertifiedExtent.MINIMUM, "minimum_last_on": date(2026, 6, 30)}
    half = noted | {"minimum_last_on": None}
    assert told.ask(asked.CertificationFinding, at("2026-03-06"), **half) == "dates_contradict"
    assert told.ask(asked.CertificationFinding, at("2026-03-06"), **noted) is None
    assert told.ask(asked.Approval, at("2026-03-06", "10:00")) is None
    more: dict[str, Any] = {"extension_asked": False, "ground": None}
    early = told.ask(asked.RecertificationRequest, at("2026-06-30"), **more)
    assert early in ("recertification_too_early", "recertification_no_absence")
    told.say(
        said.ReportedAbsence,
        at("2026-07-01"),
        absence_id="A-1",
        starts_at=at("2026-07-01", "09:00"),
        ends_at=at("2026-07-01", "12:00"),
    )
    assert told.ask(asked.RecertificationRequest, at("2026-07-01", "13:00"), absence_id="A-1") is None
