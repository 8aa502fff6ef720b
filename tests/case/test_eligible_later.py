"""Leave that is under way when the last test of eligibility is met: 29 CFR 825.110(d), law.md E7."""

from datetime import date

from tests.case.telling import Telling, at, month, period
from workflows.case import said
from workflows.case.deadlines import DeadlineKind, DeadlineState
from workflows.case.duties import SendNotice
from workflows.case.eligibility import EligibilityState
from workflows.case.entitlement_letters import EligibilityNotice
from workflows.case.status import CaseStatus
from workflows.rules.eligible import Span

HIRED = (Span(first_on=date(2025, 3, 10)),)
OPENED = at("2026-02-25")
BEGINS = at("2026-03-10", "00:00")


def surgery(last: str | None = "2026-04-10") -> Telling:
    """Surgery of somebody hired on 10 March of last year, asked for before the year is over."""
    case = Telling(OPENED, period("2026-03-02", last))
    case.found(OPENED, stretches=HIRED)
    return case


def eligibility_notices(case: Telling) -> list[EligibilityNotice]:
    """Those owed so far."""
    return [d.notice for d in case.of(SendNotice) if isinstance(d.notice, EligibilityNotice)]


def test_825_110_d_the_record_is_asked_again_on_the_day_on_which_the_twelve_months_are_complete() -> None:
    case = surgery()
    first = eligibility_notices(case)[0]
    assert (first.eligible, first.unmet[0].test, first.unmet[0].met_on) == (False, "twelve_months", date(2026, 3, 10))
    assert case.due("eligible_later") == BEGINS
    assert not case.case.awaits_employment_record
    case.until(BEGINS)
    assert case.case.awaits_employment_record
    assert case.case.eligibility_asked_for == date(2026, 3, 10)
    assert case.case.eligibility.state is EligibilityState.AWAITED


def test_825_300_b_a_second_notice_and_the_rights_notice_go_out_without_a_new_request() -> None:
    case = surgery()
    case.until(BEGINS)
    case.found(at("2026-03-10", "00:01"), stretches=HIRED)
    second = eligibility_notices(case)[1]
    assert (second.eligible, second.starts_on) == (True, date(2026, 3, 10))
    assert case.notices().count("rights_notice") == 1
    assert case.case.eligibility.begins_on == date(2026, 3, 10)
    later = case.case.deadline("eligible_later")
    assert later is not None
    assert (later.state, later.rule, later.kind) == (DeadlineState.MET, "E7", DeadlineKind.ELIGIBLE_LATER)
    assert case.due("certification/1") == at("2026-03-26", "00:00")


def test_the_second_notice_has_its_own_five_business_days() -> None:
    case = surgery()
    case.until(BEGINS)
    assert case.due("eligibility_notice") == at("2026-03-18", "00:00")
    assert case.due("rights_notice") == at("2026-03-18", "00:00")


def test_leave_that_ends_before_the_day_is_not_looked_at_again() -> None:
    case = surgery("2026-03-09")
    assert case.case.deadline("eligible_later") is None


def test_leave_without_an_end_is() -> None:
    assert surgery(None).due("eligible_later") == BEGINS


def test_what_cannot_be_foretold_is_not_waited_for() -> None:
    case = Telling(OPENED, period("2026-03-02", None))
    case.found(OPENED, stretches=HIRED, worksite_fifty=False)
    assert case.case.deadline("eligible_later") is None


def test_a_case_of_an_earlier_edition_goes_on_as_it_did() -> None:
    case = Telling(OPENED, period("2026-03-02", None))
    case.case = case.case.model_copy(update={"edition": 1})
    case.found(OPENED, stretches=HIRED)
    assert case.case.deadline("eligible_later") is None


def test_every_legal_date_says_what_it_was_counted_from_and_under_which_versions() -> None:
    case = surgery()
    case.until(BEGINS)
    case.found(at("2026-03-10", "00:01"), stretches=HIRED)
    for deadline in case.case.deadlines:
        assert deadline.policy == "massachusetts-executive-2026 3"
        assert deadline.calendar == "massachusetts-2024-2035.1"
        assert deadline.inputs
        assert deadline.citation != deadline.rule
    due = case.case.deadline("certification/1")
    assert due is not None
    assert due.inputs == {"counted_from": "2026-03-10", "count": "15", "unit": "calendar days"}


EXEMPT = {"stretches": (Span(first_on=date(2025, 11, 20)),), "exempt": True, "minutes_worked": ()}


def test_825_110_c_3_hours_of_exempt_staff_are_no_open_question_once_the_months_are_complete() -> None:
    case = Telling(at("2026-11-02"), period("2026-11-16", "2026-12-18"))
    case.found(at("2026-11-02"), hours_records_complete=None, **EXEMPT)
    (first,) = eligibility_notices(case)
    assert [(u.test, u.met_on) for u in first.unmet] == [("twelve_months", date(2026, 11, 20))]
    assert case.due("eligible_later") == at("2026-11-20", "00:00")
    assert "judge_eligibility" not in case.tasks()
    case.until(at("2026-11-20", "00:00"))
    case.found(at("2026-11-20", "00:01"), hours_records_complete=None, **EXEMPT)
    assert case.case.eligibility.begins_on == date(2026, 11, 20)
    assert case.status() is CaseStatus.CERTIFICATION_AWAITED


def test_hours_that_nobody_can_know_yet_are_a_task_and_the_question_is_asked_again() -> None:
    hired = {"stretches": (Span(first_on=date(2026, 1, 5)),)}
    hours = tuple(month(2026, n) for n in range(1, 7))
    case = Telling(at("2026-07-15"), period("2026-12-14", "2027-02-12"))
    case.found(at("2026-07-15"), minutes_worked=hours, **hired)
    assert [u.test for u in eligibility_notices(case)[0].unmet] == ["twelve_months", "unknown_hours"]
    assert "judge_eligibility" in case.tasks()
    assert case.due("eligible_later") == at("2027-01-05", "00:00")
    case.until(at("2027-01-05", "00:00"))
    case.found(at("2027-01-05", "00:01"), **hired)
    assert eligibility_notices(case)[-1].eligible
    assert case.tasks() == []


def test_what_a_failed_test_makes_moot_is_no_task() -> None:
    case = Telling(OPENED, period("2026-03-02", None))
    case.found(OPENED, worksite_fifty=False, minutes_worked=(), hours_records_complete=None)
    assert "judge_eligibility" not in case.tasks()


def test_a_day_that_is_over_already_is_told_in_one_notice_and_is_no_clock_that_is_late() -> None:
    told_at = at("2026-11-27")
    case = Telling(told_at, period("2026-11-16", "2026-12-18"))
    case.found(told_at, hours_records_complete=None, **EXEMPT)
    assert case.case.awaits_employment_record
    assert case.case.eligibility_asked_for == date(2026, 11, 20)
    case.found(at("2026-11-27", "09:02"), hours_records_complete=None, **EXEMPT)
    assert [(n.eligible, n.starts_on) for n in eligibility_notices(case)] == [(True, date(2026, 11, 20))]
    assert case.case.deadline("eligible_later") is None
    assert case.due("certification/1") == at("2026-12-13", "00:00")


def test_nobody_is_asked_to_decide_while_the_certification_is_awaited() -> None:
    case = surgery()
    assert case.tasks() == ["decide"]
    case.until(BEGINS)
    case.found(at("2026-03-10", "00:01"), stretches=HIRED)
    assert case.tasks() == []


def test_leave_that_is_made_longer_reaches_the_day_and_leave_made_shorter_does_not() -> None:
    case = surgery("2026-03-09")
    dates = {"period": 1, "first_on": date(2026, 3, 2)}
    case.say(said.DatesChanged, at("2026-02-26"), last_on=date(2026, 4, 10), **dates)
    assert case.due("eligible_later") == BEGINS
    case.say(said.DatesChanged, at("2026-02-27"), last_on=date(2026, 3, 6), **dates)
    assert [d.key for d in case.case.deadlines if d.is_running] == []


def test_leave_that_is_made_longer_when_the_day_is_over_is_asked_about_at_once() -> None:
    case = surgery("2026-03-09")
    case.say(said.DatesChanged, at("2026-03-12"), period=1, first_on=date(2026, 3, 2), last_on=date(2026, 4, 10))
    assert case.case.awaits_employment_record
    case.found(at("2026-03-12", "09:01"), stretches=HIRED)
    assert case.case.eligibility.begins_on == date(2026, 3, 10)
    assert case.due("certification/1") == at("2026-03-28", "00:00")
