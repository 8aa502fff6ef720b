"""Leave that is under way when the last test of eligibility is met: 29 CFR 825.110(d), law.md E7."""

from datetime import date

from tests.case.telling import Telling, at, period
from workflows.case.deadlines import DeadlineKind, DeadlineState
from workflows.case.duties import SendNotice
from workflows.case.eligibility import EligibilityState
from workflows.case.notices import EligibilityNotice
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
        assert deadline.policy == "massachusetts-executive-2026 2"
        assert deadline.calendar == "massachusetts-2024-2035.1"
        assert deadline.inputs
        assert deadline.citation != deadline.rule
    due = case.case.deadline("certification/1")
    assert due is not None
    assert due.inputs == {"counted_from": "2026-03-10", "count": "15", "unit": "calendar days"}
