"""Second and third opinions: 29 CFR 825.307(b)-(e), as stories of a case."""

from typing import Any

import pytest

from tests.case.telling import Telling, at, period
from workflows.case import asked, said
from workflows.case.case import EDITION
from workflows.case.certification_letters import OpinionsSettled
from workflows.case.deadlines import DeadlineState
from workflows.case.designation import Decision
from workflows.case.duties import AlertSupervisors, AskPerson, ChargePeriod, SendNotice
from workflows.case.entitlement_letters import DesignationNotice
from workflows.case.notices import AlertSubject, SupervisorAlert
from workflows.case.status import CaseStatus
from workflows.rules.plans import Plan
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.recertification import CertifiedExtent

SECOND, THIRD = said.Opinion.SECOND, said.Opinion.THIRD
OTHER: dict[str, Any] = {"which": SECOND, "regularly_used": False}


def certified(reason: LeaveReason = LeaveReason.OWN_CONDITION, shape: LeaveShape = LeaveShape.CONTINUOUS) -> Telling:
    """Leave whose certification is found sufficient, though somebody may still doubt it."""
    told = Telling(at("2026-02-13"), period("2026-04-01", "2026-05-15", reason, shape))
    told.found(at("2026-02-13", "09:05"))
    told.say(
        said.DocumentReceived,
        at("2026-02-20"),
        document="D-1",
        document_kind=said.DocumentKind.CERTIFICATION,
    )
    assert told.ask(asked.CertificationFinding, at("2026-02-23")) is None
    return told


def ordered(shape: LeaveShape = LeaveShape.CONTINUOUS) -> Telling:
    told = certified(shape=shape)
    assert told.ask(asked.OpinionOrder, at("2026-02-24"), **OTHER) is None
    return told


def differing() -> Telling:
    told = ordered()
    told.say(said.OpinionReceived, at("2026-03-06"), which=SECOND, certifies=False)
    return told


def letters(told: Telling, kind: type[Any]) -> list[Any]:
    return [duty.notice for duty in told.of(SendNotice) if isinstance(duty.notice, kind)]


def test_the_employee_is_told_who_pays_and_somebody_waits_for_it() -> None:
    told = ordered()
    assert told.notices()[-1] == "opinion_ordered"
    assert "opinion_awaited" in told.tasks()
    assert told.history()[-1] == "opinion_ordered"


def test_meanwhile_leave_is_approved_and_protected_provisionally() -> None:
    told = ordered()
    assert told.ask(asked.Approval, at("2026-02-25")) is None
    (letter,) = letters(told, DesignationNotice)
    assert letter.provisional
    assert told.status() is CaseStatus.APPROVED_FOR_NOW
    assert len(told.charges()) == 1


def test_an_opinion_that_agrees_ends_it() -> None:
    told = ordered()
    told.say(said.OpinionReceived, at("2026-03-06"), which=SECOND, certifies=True)
    (letter,) = letters(told, OpinionsSettled)
    assert (letter.binding, letter.certified) == ("first_holds", True)
    assert "opinion_awaited" not in told.tasks()
    assert told.ask(asked.Approval, at("2026-03-07")) is None
    assert not letters(told, DesignationNotice)[-1].provisional


def test_where_they_differ_a_person_accepts_the_first_or_orders_a_third() -> None:
    told = differing()
    assert "judge_opinions" in told.tasks()
    assert letters(told, OpinionsSettled) == []
    assert told.ask(asked.FirstOpinionAcceptance, at("2026-03-09")) is None
    (letter,) = letters(told, OpinionsSettled)
    assert letter.certified
    assert "judge_opinions" not in told.tasks()


@pytest.mark.parametrize("certifies", [True, False])
def test_a_third_one_jointly_chosen_is_final(certifies: bool) -> None:
    told = differing()
    assert told.ask(asked.OpinionOrder, at("2026-03-09"), which=THIRD, jointly_chosen=True) is None
    assert told.notices()[-1] == "opinion_ordered"
    told.say(said.OpinionReceived, at("2026-03-20"), which=THIRD, certifies=certifies)
    (letter,) = letters(told, OpinionsSettled)
    assert (letter.binding, letter.certified) == ("bound_by_third", certifies)
    ground = asked.DenialGround.OPINION_DOES_NOT_CERTIFY
    refused = told.ask(asked.DenialProposal, at("2026-03-21"), period=1, ground=ground)
    assert refused == ("ground_not_shown" if certifies else None)


@pytest.mark.parametrize(("employer", "employee", "binding"), [(False, True, "first"), (True, False, "second")])
def test_who_does_not_try_to_agree_is_bound_by_the_other_opinion(employer: bool, employee: bool, binding: str) -> None:
    told = differing()
    faith: dict[str, Any] = {"employer_good_faith": employer, "employee_good_faith": employee}
    assert told.ask(asked.OpinionOrder, at("2026-03-09"), which=THIRD, jointly_chosen=False, **faith) is None
    (letter,) = letters(told, OpinionsSettled)
    assert letter.binding == f"bound_by_{binding}"
    assert "opinion_ordered" not in told.notices()[-1:]


def test_leave_approved_provisionally_is_denied_only_by_two_people_and_then_uncharged() -> None:
    told = ordered()
    assert told.ask(asked.Approval, at("2026-02-25")) is None
    told.accepted(at("2026-02-25", "10:00"))
    told.say(said.OpinionReceived, at("2026-03-06"), which=SECOND, certifies=False)
    assert told.ask(asked.OpinionOrder, at("2026-03-09"), which=THIRD, jointly_chosen=True) is None
    ground: dict[str, Any] = {"period": 1, "ground": asked.DenialGround.OPINION_DOES_NOT_CERTIFY}
    assert told.ask(asked.DenialProposal, at("2026-03-10"), **ground) == "ground_not_shown"
    told.say(said.OpinionReceived, at("2026-03-20"), which=THIRD, certifies=False)
    assert told.status() is CaseStatus.READY_TO_DECIDE
    assert told.ask(asked.DenialProposal, at("2026-03-21"), **ground) is None
    assert told.status() is CaseStatus.DENIAL_PROPOSED
    assert told.case.periods[0].is_approved, "one person alone ends no protection"
    assert told.ask(asked.DenialConfirmation, at("2026-03-21"), period=1) == "same_person"
    assert told.ask(asked.DenialConfirmation, at("2026-03-22"), by="C-2", period=1) is None
    assert told.case.periods[0].decision is Decision.DENIED
    # FMLA alone: whether other plans cover it was decided by nobody (each has tests of its own).
    assert Plan.FMLA not in [share.plan for share in told.charges()[-1].plans]
    assert isinstance(told.charges()[-1].charge, ChargePeriod)
    assert [d.key for d in told.case.deadlines if d.is_running] == []


def test_an_approved_period_is_denied_on_no_other_ground() -> None:
    told = ordered()
    assert told.ask(asked.Approval, at("2026-02-25")) is None
    ground = asked.DenialGround.REASON_NOT_COVERED
    assert told.ask(asked.DenialProposal, at("2026-03-10"), period=1, ground=ground) == "already_decided"


@pytest.mark.parametrize(
    ("reason", "order", "code"),
    [
        (LeaveReason.OWN_CONDITION, {"which": SECOND, "regularly_used": True, "limited_access": False}, "regular"),
        (LeaveReason.OWN_CONDITION, {"which": SECOND}, "not_shown"),
        (LeaveReason.EXIGENCY, OTHER, "not_permitted"),
        (LeaveReason.MILITARY_CAREGIVER, {**OTHER, "military_provider": True}, "not_permitted"),
        (LeaveReason.MILITARY_CAREGIVER, OTHER, "not_shown"),
        (LeaveReason.OWN_CONDITION, {"which": THIRD, "jointly_chosen": True}, "do_not_differ"),
    ],
)
def test_an_order_is_refused_by_the_rule(reason: LeaveReason, order: dict[str, Any], code: str) -> None:
    assert code in str(certified(reason).ask(asked.OpinionOrder, at("2026-02-24"), **order))


def test_there_is_none_on_a_recertification() -> None:
    told = certified()
    assert told.ask(asked.Approval, at("2026-02-25")) is None
    assert (
        told.ask(asked.RecertificationRequest, at("2026-04-20"), extent=CertifiedExtent.LIFETIME, extension_asked=True)
        is None
    )
    told.accepted(at("2026-04-20", "10:00"))
    told.say(said.DocumentReceived, at("2026-04-28"), document="D-2", document_kind=said.DocumentKind.CERTIFICATION)
    assert told.ask(asked.OpinionOrder, at("2026-04-29"), **OTHER) == "opinion_not_permitted"


def test_a_second_one_is_ordered_once() -> None:
    told = ordered()
    assert told.ask(asked.OpinionOrder, at("2026-02-26"), **OTHER) == "opinion_ordered"


def test_what_nobody_ordered_is_for_a_person_to_clear_up() -> None:
    told = certified()
    told.say(said.OpinionReceived, at("2026-03-06"), which=SECOND, certifies=False)
    assert "fact_contradicts" in told.tasks()
    assert told.case.certifications[0].opinion is None


def test_one_that_is_in_already_is_told_from_one_that_nobody_ordered() -> None:
    told = differing()
    told.say(said.OpinionReceived, at("2026-03-20"), which=SECOND, certifies=True)
    assert told.of(AskPerson)[-1].facts["code"] == "opinion_not_awaited"


def test_copies_are_due_five_business_days_after_they_are_asked_for() -> None:
    told = differing()
    told.say(said.OpinionCopiesAsked, at("2026-04-15"))
    # A Wednesday; Monday the 20th is Patriots' Day: five business days end with the 23rd.
    assert told.due("opinion_copies/1") == at("2026-04-24", "00:00")
    told.until(at("2026-04-24", "08:00"))
    deadline = told.case.deadline("opinion_copies/1")
    assert deadline is not None
    assert deadline.state is DeadlineState.MISSED
    assert "hand_over_copies" in told.tasks()
    told.say(said.OpinionCopiesGiven, at("2026-04-24", "12:00"))
    assert "hand_over_copies" not in told.tasks()


def test_after_a_death_nobody_is_sent_to_another_provider() -> None:
    told = certified(LeaveReason.FAMILY_CARE)
    assert told.ask(asked.OpinionOrder, at("2026-02-24"), **OTHER) is None
    told.say(said.FamilyMemberDied, at("2026-02-25"))
    assert "opinion_awaited" not in told.tasks()
    assert not any(a.kind == "opinion_ordered" for a in told.case.awaited)


def proposed(shape: LeaveShape = LeaveShape.CONTINUOUS, edition: int = EDITION) -> Telling:
    """Leave that was approved provisionally, and that one person now proposes to deny."""
    told = ordered(shape)
    told.case = told.case.model_copy(update={"edition": edition})
    assert told.ask(asked.Approval, at("2026-02-25")) is None
    told.say(said.OpinionReceived, at("2026-03-06"), which=SECOND, certifies=False)
    assert told.ask(asked.OpinionOrder, at("2026-03-09"), which=THIRD, jointly_chosen=True) is None
    told.say(said.OpinionReceived, at("2026-03-20"), which=THIRD, certifies=False)
    ground = asked.DenialGround.OPINION_DOES_NOT_CERTIFY
    assert told.ask(asked.DenialProposal, at("2026-03-21"), period=1, ground=ground) is None
    return told


def test_supervisors_hear_that_days_denied_after_all_are_no_longer_leave() -> None:
    told = proposed()
    assert told.alerts() == ["leave_dates"]
    assert told.ask(asked.DenialConfirmation, at("2026-03-22"), by="C-2", period=1) is None
    first, last = (duty.alert for duty in told.of(AlertSupervisors))
    assert isinstance(first, SupervisorAlert)
    assert isinstance(last, SupervisorAlert)
    assert (last.subject, last.spans, last.thread) == (AlertSubject.LEAVE_ENDED, first.spans, first.thread)
    assert last.sequence > first.sequence


def test_of_leave_in_parts_they_hear_of_the_hours_that_they_planned_for_and_no_others() -> None:
    told = proposed(LeaveShape.INTERMITTENT)
    for name, day in (("A-1", "2026-04-02"), ("A-2", "2026-04-20")):
        hours = {"starts_at": at(day), "ends_at": at(day, "12:00")}
        told.say(said.ReportedAbsence, at("2026-04-03"), absence_id=name, **hours)
    assert told.ask(asked.DenialConfirmation, at("2026-04-10"), by="C-2", period=1) is None
    assert told.alerts() == ["absence", "absence", "leave_ended"]
    last = told.of(AlertSupervisors)[-1].alert
    assert isinstance(last, SupervisorAlert)
    assert (last.thread, last.sequence, last.spans) == ("absence/A-2", 1, ())


def test_a_run_of_the_third_edition_tells_supervisors_what_it_told_before() -> None:
    told = proposed(edition=3)
    assert told.ask(asked.DenialConfirmation, at("2026-03-22"), by="C-2", period=1) is None
    assert told.alerts() == ["leave_dates"]


def test_an_opinion_against_approved_leave_is_one_task_and_not_one_about_periods_that_wait() -> None:
    told = ordered()
    assert told.ask(asked.Approval, at("2026-02-25")) is None
    told.say(said.OpinionReceived, at("2026-03-06"), which=SECOND, certifies=False)
    assert told.ask(asked.OpinionOrder, at("2026-03-09"), which=THIRD, jointly_chosen=True) is None
    told.say(said.OpinionReceived, at("2026-03-20"), which=THIRD, certifies=False)
    assert told.tasks() == ["opinion_against"]
    ground: dict[str, Any] = {"period": 1, "ground": asked.DenialGround.OPINION_DOES_NOT_CERTIFY}
    assert told.ask(asked.DenialProposal, at("2026-03-21"), **ground) is None
    assert told.ask(asked.DenialConfirmation, at("2026-03-22"), by="C-2", period=1) is None
    assert told.tasks() == []


def test_of_leave_that_waits_somebody_is_asked_to_decide_once() -> None:
    told = differing()
    assert told.ask(asked.OpinionOrder, at("2026-03-09"), which=THIRD, jointly_chosen=True) is None
    told.say(said.OpinionReceived, at("2026-03-20"), which=THIRD, certifies=False)
    assert told.tasks().count("decide") == 1
