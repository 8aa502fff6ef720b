"""What the agency knew and told late: the missed notice stays visible, and somebody is told (D1, D10)."""

from datetime import date, timedelta

from tests.case.telling import Telling, at, period, record
from workflows.case import asked
from workflows.case.deadlines import DeadlineState
from workflows.case.duties import AskPerson, TaskKind
from workflows.rules.reasons import LeaveReason


def test_a_notice_that_was_due_before_we_knew_is_missed_and_a_task_though_it_goes_out_at_once() -> None:
    opened = at("2026-03-02")
    case = Telling(opened, period("2026-02-02", "2026-03-20"), known_at=at("2026-02-06"))
    case.found(opened)
    deadline = case.case.deadline("eligibility_notice")
    assert deadline is not None
    assert deadline.due_at - timedelta(seconds=1) < at("2026-02-14", "00:00") <= deadline.due_at
    assert deadline.state is DeadlineState.MISSED
    assert deadline.settled_at == opened + timedelta(minutes=1)
    assert case.tasks().count("notice_missed") == 2
    assert date(2026, 2, 13) < opened.date()


def test_the_timer_and_the_acceptance_ask_for_one_task_together() -> None:
    opened = at("2026-03-02")
    case = Telling(opened, period("2026-02-02", "2026-03-20"), known_at=at("2026-02-06"))
    case.until(opened)
    case.found(opened)
    assert case.asked().count("notice_missed") == 2


def test_whoever_decides_has_seen_which_notice_was_late() -> None:
    opened = at("2026-03-02")
    case = Telling(opened, period("2026-02-02", "2026-03-20", LeaveReason.BONDING), known_at=at("2026-02-06"))
    case.found(opened)
    late = [d.facts["notice"] for d in case.of(AskPerson) if d.kind is TaskKind.NOTICE_MISSED]
    assert late == ["eligibility_notice", "rights_notice"]
    assert case.ask(asked.Approval, at("2026-03-03"), delay_harmed=False) is None
    assert case.tasks() == []


def test_a_notice_that_is_not_out_stays_a_task() -> None:
    opened = at("2026-03-02")
    case = Telling(opened, period("2026-02-02", "2026-03-20", LeaveReason.BONDING), known_at=at("2026-02-06"))
    case.until(opened)
    case.keep(case.case.employment_found(record(), "C-1", at=opened))
    assert case.ask(asked.Approval, at("2026-03-03"), delay_harmed=False) is None
    assert case.tasks() == ["notice_missed", "notice_missed"]
