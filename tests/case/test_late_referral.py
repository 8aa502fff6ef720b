"""What the agency knew and told late: the missed notice stays visible, and somebody is told (D1, D10)."""

from datetime import date, timedelta

from tests.case.telling import Telling, at, period
from workflows.case.deadlines import DeadlineState


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
