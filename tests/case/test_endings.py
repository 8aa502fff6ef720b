"""Ends that reach further than they seem: a death beside a recovery, absences told early, facts for a closed case."""

from tests.case.telling import Telling, at, period
from workflows.case import asked, said
from workflows.case.deadlines import DeadlineState
from workflows.case.duties import SendNotice
from workflows.rules.reasons import LeaveReason, LeaveShape


def bereaved() -> Telling:
    told = Telling(
        at("2026-03-02"),
        period("2026-03-02", "2026-04-10"),
        period("2026-03-02", "2026-04-10", reason=LeaveReason.FAMILY_CARE),
    )
    told.found(at("2026-03-02", "09:01"))
    told.say(said.FamilyMemberDied, at("2026-03-09"), died_on=at("2026-03-08").date())
    return told


def test_clocks_of_care_stop_and_clocks_of_the_recovery_run() -> None:
    told = bereaved()
    states = {d.key: d.state for d in told.case.deadlines}
    assert states["certification/1"] is DeadlineState.RUNNING
    assert states["certification/2"] is DeadlineState.STOPPED
    assert not told.case.need_is_over


def test_the_letter_says_that_the_own_leave_goes_on() -> None:
    notices = [duty.notice for duty in bereaved().of(SendNotice)]
    letter = next(notice for notice in notices if notice.kind == "need_ended")
    assert letter.other_leave


def test_the_case_does_not_close_while_the_recovery_waits_for_a_decision() -> None:
    told = bereaved()
    assert told.ask(asked.Closing, at("2026-03-20")) == "decision_open"
    assert told.status().value == "certification_awaited"


def test_an_absence_for_care_alone_is_outside_the_leave_afterwards() -> None:
    told = bereaved()
    told.say(
        said.ReportedAbsence,
        at("2026-03-10"),
        absence_id="A-1",
        starts_at=at("2026-03-11", "09:00"),
        ends_at=at("2026-03-11", "12:00"),
    )
    assert "absence_outside_leave" in told.tasks()


def test_an_absence_told_before_the_decision_is_let_go_too() -> None:
    told = Telling(
        at("2026-03-02"),
        period("2026-03-02", "2026-04-10", reason=LeaveReason.FAMILY_CARE, shape=LeaveShape.INTERMITTENT),
    )
    told.found(at("2026-03-02", "09:01"))
    told.say(
        said.ReportedAbsence,
        at("2026-03-03"),
        absence_id="A-1",
        starts_at=at("2026-03-20", "09:00"),
        ends_at=at("2026-03-20", "12:00"),
    )
    told.say(said.FamilyMemberDied, at("2026-03-09"), died_on=at("2026-03-08").date())
    assert [absence.stands for absence in told.case.absences.told] == [False]


def test_a_fact_for_a_closed_case_may_be_told_again_when_it_is_open() -> None:
    told = Telling(at("2026-03-02"), period("2026-04-06", "2026-05-15"))
    told.found(at("2026-03-02", "09:01"))
    told.say(said.RequestWithdrawn, at("2026-03-03"))
    assert told.ask(asked.Closing, at("2026-03-04")) is None
    fields = {"document": "D-1", "document_kind": said.DocumentKind.CERTIFICATION}
    paper = said.DocumentReceived(**told.message(at("2026-03-05"), "employee"), **fields)
    told.keep(told.case.hear(paper))
    assert told.tasks() == ["fact_for_closed_case"]
    told.keep(told.case.hear(paper))
    assert told.tasks() == ["fact_for_closed_case"]
    assert told.ask(asked.Reopening, at("2026-03-06")) is None
    told.keep(told.case.hear(paper))
    assert "document_received" in told.history()


def test_a_paper_for_a_withdrawn_request_starts_no_clock_that_nobody_could_meet() -> None:
    told = Telling(at("2026-02-13"), period("2026-04-01", "2026-05-15"))
    told.found(at("2026-02-13", "09:05"))
    paper = {"document": "D-1", "document_kind": said.DocumentKind.CERTIFICATION}
    told.say(said.DocumentReceived, at("2026-02-20"), **paper)
    told.say(said.RequestWithdrawn, at("2026-02-21"))
    told.ask(asked.CertificationFinding, at("2026-02-23"))
    assert told.case.next_deadline is None
    assert "decide" not in told.tasks()
