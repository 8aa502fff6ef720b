"""Late notice by the employee (29 CFR 825.304) and late designation by the employer (825.301(d), (e))."""

from datetime import date
from typing import Any

import pytest

from tests.case.telling import Telling, at, period
from workflows.case import asked, said
from workflows.case.certification_letters import DaysUnprotected
from workflows.case.duties import ChargePeriod, PostCharge, SendNotice
from workflows.case.entitlement_letters import DesignationNotice, ProtectionDelayed
from workflows.case.told import Span
from workflows.rules.choices import LateNotice
from workflows.rules.plans import Plan
from workflows.rules.reasons import LeaveReason
from workflows.rules.spans import Days

DELAY, WAIVE = LateNotice.DELAY, LateNotice.WAIVE
SHOWN: dict[str, Any] = {
    "foreseeable": True,
    "learned_on": date(2026, 2, 2),
    "posted": True,
    "distributed": True,
    "excused": False,
}


def asked_late() -> Telling:
    """Leave from 20 April, known since 2 February and asked for on 6 April: 14 days ahead instead of 30."""
    told = Telling(at("2026-04-06"), period("2026-04-20", "2026-06-12", reason=LeaveReason.BONDING))
    told.found(at("2026-04-06", "09:05"))
    return told


def judged(told: Telling, choice: LateNotice, **shown: Any) -> str | None:
    return told.ask(asked.NoticeJudgement, at("2026-04-07"), period=1, choice=choice, **(SHOWN | shown))


def shares(charge: PostCharge) -> dict[Plan, date | None]:
    return {share.plan: share.from_on for share in charge.plans}


def letter(told: Telling, kind: type[Any]) -> Any:
    return [duty.notice for duty in told.of(SendNotice) if isinstance(duty.notice, kind)][-1]


def test_protection_begins_thirty_days_after_the_notice_and_is_not_denied() -> None:
    told = asked_late()
    assert judged(told, DELAY) is None
    assert letter(told, ProtectionDelayed) == ProtectionDelayed(
        first_on=date(2026, 4, 20), protected_from=date(2026, 5, 6), last_on=date(2026, 6, 12)
    )
    assert told.ask(asked.Approval, at("2026-04-08")) is None
    assert letter(told, DesignationNotice).protected_from == date(2026, 5, 6)
    charge = told.charges()[-1]
    assert charge.charge == ChargePeriod(first_on=date(2026, 4, 20), last_on=date(2026, 6, 12))
    assert shares(charge)[Plan.FMLA] == date(2026, 5, 6)


def test_a_choice_after_the_approval_is_charged_anew_and_may_be_taken_back() -> None:
    told = asked_late()
    assert told.ask(asked.Approval, at("2026-04-06", "15:00")) is None
    assert shares(told.charges()[-1])[Plan.FMLA] is None
    assert judged(told, DELAY) is None
    assert shares(told.charges()[-1])[Plan.FMLA] == date(2026, 5, 6)
    assert told.ask(asked.NoticeJudgement, at("2026-04-09"), period=1, choice=WAIVE, **SHOWN) is None
    assert shares(told.charges()[-1])[Plan.FMLA] is None
    assert told.case.periods[0].protected_from is None


def test_a_waiver_is_a_line_of_the_history_and_no_letter() -> None:
    told = asked_late()
    before = told.notices()
    assert judged(told, WAIVE) is None
    assert told.notices() == before
    assert told.history()[-1] == "late_notice_judged"


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ({"posted": None}, "notice_delays_nothing"),
        ({"posted": False}, "notice_delays_nothing"),
        ({"distributed": None}, "notice_delays_nothing"),
        ({"distributed": False}, "notice_delays_nothing"),
        ({"excused": True}, "notice_delays_nothing"),
        ({"foreseeable": None}, "notice_not_shown"),
        ({"learned_on": None}, "notice_not_shown"),
        ({"learned_on": date(2026, 6, 1)}, "dates_contradict"),
    ],
)
def test_what_is_not_shown_delays_nothing(shown: dict[str, Any], code: str) -> None:
    assert judged(asked_late(), DELAY, **shown) == code


def test_notice_in_time_is_neither_waived_nor_delayed() -> None:
    told = Telling(at("2026-02-13"), period("2026-04-20", "2026-06-12", reason=LeaveReason.BONDING))
    assert told.ask(asked.NoticeJudgement, at("2026-04-07"), period=1, choice=DELAY, **SHOWN) == "notice_in_time"
    assert told.ask(asked.NoticeJudgement, at("2026-04-07"), period=4, choice=DELAY, **SHOWN) == "no_such_period"


def test_an_agency_that_knew_and_said_nothing_is_not_held_against_the_employee() -> None:
    told = Telling(
        at("2026-04-06"),
        period("2026-04-20", "2026-06-12", reason=LeaveReason.BONDING),
        known_at=at("2026-03-02"),
    )
    assert judged(told, DELAY) == "notice_in_time"


def test_a_period_that_is_added_was_told_when_it_was_added() -> None:
    told = asked_late()
    more = period("2026-09-01", "2026-09-30", reason=LeaveReason.BONDING)
    told.say(said.PeriodAdded, at("2026-07-01"), period=more)
    answer = told.ask(asked.NoticeJudgement, at("2026-07-02"), period=2, choice=DELAY, **SHOWN)
    assert answer == "notice_in_time"


def known_late() -> Telling:
    """Leave from 2 March of which the agency knew in February: the notices went out late, and it is past."""
    told = Telling(
        at("2026-03-16"),
        period("2026-03-02", "2026-04-10", reason=LeaveReason.BONDING),
        known_at=at("2026-02-20"),
    )
    told.found(at("2026-03-16", "09:05"))
    return told


def test_a_designation_that_is_late_through_the_employer_waits_for_what_somebody_found() -> None:
    assert known_late().ask(asked.Approval, at("2026-03-17")) == "delay_not_judged"


@pytest.mark.parametrize("found", [{"delay_harmed": False}, {"agreed_backward": True}])
def test_without_harm_or_by_agreement_the_days_before_count(found: dict[str, Any]) -> None:
    told = known_late()
    assert told.ask(asked.Approval, at("2026-03-17"), **found) is None
    assert shares(told.charges()[-1])[Plan.FMLA] is None
    assert letter(told, DesignationNotice).counted_from is None
    assert "designated_late" in told.history()


def test_where_it_did_harm_days_before_the_designation_are_not_counted() -> None:
    told = known_late()
    assert told.ask(asked.Approval, at("2026-03-17"), delay_harmed=True, agreed_backward=False) is None
    assert shares(told.charges()[-1])[Plan.FMLA] == date(2026, 3, 17)
    assert letter(told, DesignationNotice).counted_from == date(2026, 3, 17)


def test_leave_that_is_to_come_is_never_late() -> None:
    told = Telling(
        at("2026-03-16"),
        period("2026-04-20", "2026-05-08", reason=LeaveReason.BONDING),
        known_at=at("2026-02-20"),
    )
    told.found(at("2026-03-16", "09:05"))
    assert told.ask(asked.Approval, at("2026-03-17")) is None


def certified_late(**more: Any) -> Telling:
    """Leave from 23 March whose certification, due on 10 April, came on 11 May."""
    told = Telling(at("2026-03-26"), period("2026-03-23", "2026-06-12"))
    told.found(at("2026-03-26", "09:05"))
    if more:
        assert told.ask(asked.CertificationExtension, at("2026-04-08"), **more) is None
    told.until(at("2026-05-11"))
    told.say(said.DocumentReceived, at("2026-05-11"), document="D-1", document_kind=said.DocumentKind.CERTIFICATION)
    assert told.ask(asked.CertificationFinding, at("2026-05-12")) is None
    assert told.ask(asked.Approval, at("2026-05-13"), delay_harmed=False) is None
    return told


def test_days_between_the_due_day_and_a_late_paper_may_be_left_unprotected() -> None:
    told = certified_late()
    judgement: dict[str, Any] = {"period": 1, "choice": DELAY}
    # The same days whether or not the leave was foreseeable, so nobody has to say it.
    assert told.ask(asked.LatePaperJudgement, at("2026-05-14"), **judgement) is None
    gap = Days(first_on=date(2026, 4, 11), last_on=date(2026, 5, 10))
    assert letter(told, DaysUnprotected).spans == (Span(first_on=gap.first_on, last_on=gap.last_on),)
    share = next(s for s in told.charges()[-1].plans if s.plan is Plan.FMLA)
    assert share.except_for == (gap,)
    waived: dict[str, Any] = {"period": 1, "choice": WAIVE, "foreseeable": True}
    assert told.ask(asked.LatePaperJudgement, at("2026-05-15"), **waived) is None
    assert all(s.except_for == () for s in told.charges()[-1].plans)


def test_a_paper_that_was_in_time_leaves_no_day_unprotected() -> None:
    more = {"due_on": date(2026, 5, 11), "ground": asked.ExtensionGround.PROVIDER_AWAY}
    told = certified_late(**more)
    judgement: dict[str, Any] = {"period": 1, "choice": DELAY, "foreseeable": True}
    assert told.ask(asked.LatePaperJudgement, at("2026-05-14"), **judgement) == "paper_in_time"
