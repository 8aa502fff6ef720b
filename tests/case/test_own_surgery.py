"""Own surgery, foreseeable: 29 CFR 825.300, 825.305, 825.312 as one story, without a server."""

from datetime import date
from typing import Any

from tests.case.telling import Telling, at, period
from workflows.case import asked, said
from workflows.case.deadlines import DeadlineState
from workflows.case.status import CaseStatus
from workflows.rules.sufficiency import CertificationItem, Defect


def opened() -> Telling:
    told = Telling(at("2026-02-13"), period("2026-04-01", "2026-05-15"))
    told.found(at("2026-02-13", "09:05"), clearance_asked=True)
    return told


def with_certification(told: Telling, day: str, hour: str = "09:00") -> None:
    told.say(
        said.DocumentReceived,
        at(day, hour),
        document=f"D-{told.count}",
        document_kind=said.DocumentKind.CERTIFICATION,
    )


def test_the_first_notices_go_out_and_meet_their_clocks() -> None:
    told = opened()
    assert told.notices() == ["request_received", "eligibility_notice", "rights_notice"]
    # 825.300(b): five business days after Friday 13 February, Washington's Birthday not counted.
    assert told.due("eligibility_notice") == at("2026-02-24", "00:00")
    for key in ("eligibility_notice", "rights_notice"):
        deadline = told.case.deadline(key)
        assert deadline is not None
        assert deadline.state is DeadlineState.MET
    assert told.status() is CaseStatus.CERTIFICATION_AWAITED


def test_the_certification_is_due_fifteen_days_after_receipt_at_the_end_of_a_saturday() -> None:
    told = opened()
    assert told.due("certification/1") == at("2026-03-01", "00:00")  # 28 February ends


def test_an_incomplete_certification_is_cured_across_the_spring_night() -> None:
    told = opened()
    with_certification(told, "2026-02-27")
    assert told.status() is CaseStatus.CERTIFICATION_IN_REVIEW
    refused = told.ask(
        asked.DeficiencyFinding,
        at("2026-03-03", "16:00"),
        defect=Defect.INCOMPLETE,
        items=(next(iter(CertificationItem)),),
    )
    assert refused is None
    told.accepted(at("2026-03-03", "17:00"))
    assert told.due("cure/1").isoformat() == "2026-03-11T04:00:00+00:00"
    told.until(at("2026-03-10", "23:59"))
    with_certification(told, "2026-03-10", "23:50")
    cure = told.case.deadline("cure/1")
    assert cure is not None
    assert cure.state is DeadlineState.MET


def approved() -> Telling:
    told = opened()
    with_certification(told, "2026-02-20")
    assert told.ask(asked.Approval, at("2026-02-23")) == "certification_not_sufficient"
    assert told.ask(asked.CertificationFinding, at("2026-02-23")) is None
    assert told.status() is CaseStatus.READY_TO_DECIDE
    assert told.ask(asked.Approval, at("2026-02-23", "10:00")) is None
    told.accepted(at("2026-02-23", "10:01"))
    return told


def test_an_approval_designates_tells_and_charges() -> None:
    told = approved()
    assert told.status() is CaseStatus.APPROVED
    assert told.notices()[-1] == "designation_notice"
    assert told.alerts() == ["leave_dates"]
    assert [c.cause for c in told.charges()] == ["LV-7K4Q-92XH/period/1"]
    designation = told.case.deadline("designation_notice")
    assert designation is not None
    assert designation.state is DeadlineState.MET
    assert told.tasks() == []
    assert told.ask(asked.Approval, at("2026-02-24")) == "already_decided"


def test_shorter_dates_hold_at_once_and_longer_ones_wait_for_a_person() -> None:
    told = approved()
    told.say(
        said.DatesChanged,
        at("2026-03-10"),
        period=1,
        first_on=date(2026, 4, 1),
        last_on=date(2026, 5, 8),
    )
    assert told.alerts() == ["leave_dates", "leave_dates_changed"]
    assert told.status() is CaseStatus.APPROVED
    told.say(
        said.DatesChanged,
        at("2026-03-11"),
        period=1,
        first_on=date(2026, 4, 1),
        last_on=date(2026, 6, 5),
    )
    assert told.alerts() == ["leave_dates", "leave_dates_changed"]
    assert told.status() is CaseStatus.READY_TO_DECIDE
    assert told.ask(asked.Approval, at("2026-03-12")) is None
    assert told.alerts()[-1] == "leave_dates_changed"


def test_the_return_is_expected_reported_and_cleared_before_the_case_closes() -> None:
    told = approved()
    assert told.ask(asked.Closing, at("2026-05-01")) == "leave_not_over"
    told.say(said.ReturnedToWork, at("2026-05-11"), returned_on=date(2026, 5, 11))
    assert told.tasks() == ["clearance"]
    assert told.ask(asked.Closing, at("2026-05-11", "10:00")) == "clearance_open"
    told.say(
        said.DocumentReceived,
        at("2026-05-11", "11:00"),
        document="D-CLEAR",
        document_kind=said.DocumentKind.CLEARANCE,
    )
    assert told.ask(asked.Closing, at("2026-05-11", "12:00")) is None
    assert told.status() is CaseStatus.CLOSED
    assert told.case.next_deadline is None
    assert told.case.open_tasks == ()


def test_a_return_nobody_reports_becomes_a_task_of_the_liaison() -> None:
    told = approved()
    told.until(at("2026-05-17", "00:00"))
    assert told.tasks() == ["return_not_reported"]


def test_a_reminder_goes_out_in_the_morning_and_silence_is_overdue_not_denied() -> None:
    told = opened()
    told.until(at("2026-02-23", "09:00"))
    assert told.notices()[-1] == "certification_reminder"
    told.until(at("2026-03-01", "00:00"))
    assert told.notices()[-1] == "certification_overdue"
    assert told.status() is CaseStatus.CERTIFICATION_OVERDUE
    assert told.tasks() == ["certification_overdue"]


def test_what_was_handed_in_before_midnight_is_in_time_though_it_is_read_after() -> None:
    told = opened()
    told.until(at("2026-03-01", "00:20"))
    with_certification(told, "2026-02-28", "23:50")
    deadline = told.case.deadline("certification/1")
    assert deadline is not None
    assert deadline.state is DeadlineState.MET
    assert told.status() is CaseStatus.CERTIFICATION_IN_REVIEW
    assert "certification_overdue" not in told.tasks()


def test_an_extension_moves_the_due_day_later_and_keeps_the_former_one() -> None:
    told = opened()
    told.until(at("2026-03-01", "00:00"))
    request: dict[str, Any] = {"due_on": date(2026, 3, 10), "ground": asked.ExtensionGround.PROVIDER_AWAY}
    assert told.ask(asked.CertificationExtension, at("2026-03-02"), **request) is None
    deadline = told.case.deadline("certification/1")
    assert deadline is not None
    assert deadline.is_running
    assert deadline.due_at == at("2026-03-11", "00:00")
    assert deadline.extensions[0].was_due_at == at("2026-03-01", "00:00")
    early: dict[str, Any] = {"due_on": date(2026, 3, 5), "ground": asked.ExtensionGround.PROVIDER_AWAY}
    assert told.ask(asked.CertificationExtension, at("2026-03-02"), **early) == "earlier_than_due"


def test_a_denial_takes_two_people_and_comes_never_too_early() -> None:
    told = opened()
    denial: dict[str, Any] = {"period": 1, "ground": asked.DenialGround.CERTIFICATION_NOT_PROVIDED}
    assert told.ask(asked.DenialProposal, at("2026-02-20"), **denial) == "still_in_time"
    told.until(at("2026-03-01", "00:00"))
    assert told.ask(asked.DenialProposal, at("2026-03-02"), **denial) is None
    assert told.status() is CaseStatus.DENIAL_PROPOSED
    assert told.ask(asked.DenialConfirmation, at("2026-03-02"), period=1) == "same_person"
    assert told.ask(asked.DenialConfirmation, at("2026-03-03"), by="C-2", period=1) is None
    assert told.status() is CaseStatus.DENIED
    assert told.notices()[-1] == "denial_notice"


def test_nobody_decides_on_their_own_leave_or_on_a_case_in_other_hands() -> None:
    told = opened()
    with_certification(told, "2026-02-20")
    own = told.ask(asked.CertificationFinding, at("2026-02-23"), actor_employee="E-ROWAN")
    assert own == "own_case"
    vendor = said.Custodian.VENDOR
    assert told.ask(asked.CertificationFinding, at("2026-02-23"), custodian=vendor) == "not_custodian"
