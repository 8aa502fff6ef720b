"""A death in a case with other leave: care ends, the recovery goes on, and nothing about it is stopped (law 1.12)."""

from tests.case.telling import Telling, at, period
from workflows.case import said
from workflows.case.deadlines import DeadlineState
from workflows.case.duties import SendNotice
from workflows.rules.reasons import LeaveReason


def bereaved() -> Telling:
    told = Telling(
        at("2026-03-02"),
        period("2026-03-02", "2026-04-10"),
        period("2026-03-02", "2026-04-10", reason=LeaveReason.FAMILY_CARE),
    )
    told.found(at("2026-03-02", "09:01"))
    told.say("family_member_died", said.FamilyMemberDied, at("2026-03-09"), died_on=at("2026-03-08").date())
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
    assert told.ask("close", said.Closing, at("2026-03-20")) == "decision_open"
    assert told.status().value == "certification_awaited"


def test_an_absence_for_care_alone_is_outside_the_leave_afterwards() -> None:
    told = bereaved()
    told.say(
        "absence_reported",
        said.ReportedAbsence,
        at("2026-03-10"),
        absence_id="A-1",
        starts_at=at("2026-03-11", "09:00"),
        ends_at=at("2026-03-11", "12:00"),
    )
    assert "absence_outside_leave" in told.tasks()
