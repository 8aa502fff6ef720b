"""What a letter says must be true: grounds of denials and closings, days of what was denied, and open leave charged."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.case.telling import Telling, at, period
from workflows.case import asked, said
from workflows.case.designation import Decision
from workflows.case.duties import ChargeNothing, ChargePeriod, SendNotice
from workflows.case.entitlement_letters import DenialNotice, DesignationNotice
from workflows.case.return_letters import LeaveEnded
from workflows.case.rights_notice import RightsNotice
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.spans import Days

OPENED = at("2026-02-23")
NOT_COVERED = asked.DenialGround.REASON_NOT_COVERED


def bonding(last: str | None = "2026-03-20", **record: object) -> Telling:
    """Leave that needs no certification, found eligible or as the record says."""
    case = Telling(OPENED, period("2026-03-02", last, reason=LeaveReason.BONDING))
    case.found(OPENED + timedelta(minutes=1), **record)
    return case


def propose(case: Telling, ground: asked.DenialGround, by: str = "C-1") -> str | None:
    """A denial proposed; the code of the refusal."""
    return case.ask(asked.DenialProposal, at("2026-02-24"), by=by, period=1, ground=ground)


def confirm(case: Telling, by: str = "C-2") -> str | None:
    """A second person."""
    return case.ask(asked.DenialConfirmation, at("2026-02-24", "10:00"), by=by, period=1)


def close(case: Telling, when: str, ground: asked.ClosingGround | None = None) -> str | None:
    """Close; the code of the refusal."""
    return case.ask(asked.Closing, at(when), ground=ground)


@pytest.mark.parametrize("ground", [asked.DenialGround.NOT_ELIGIBLE, asked.DenialGround.ENTITLEMENT_USED_UP])
def test_a_ground_that_the_case_does_not_show_is_refused(ground: asked.DenialGround) -> None:
    assert propose(bonding(), ground) == "ground_not_shown"


def test_who_is_not_eligible_may_be_told_so() -> None:
    case = bonding(worksite_fifty=False)
    assert propose(case, asked.DenialGround.NOT_ELIGIBLE) is None
    assert confirm(case) is None


def test_weeks_that_the_ledger_found_used_up_are_a_ground() -> None:
    case = bonding()
    case.keep(case.case.charge_posted("LV-1/period/9", 480, True, at=at("2026-02-24")))
    assert propose(case, asked.DenialGround.ENTITLEMENT_USED_UP) is None


def test_a_wrong_proposal_is_replaced_by_another_and_confirmed_by_somebody_else() -> None:
    case = bonding(worksite_fifty=False)
    assert propose(case, asked.DenialGround.NOT_ELIGIBLE) is None
    assert propose(case, NOT_COVERED, by="C-2") is None
    assert case.tasks().count("confirm_denial") == 1
    assert confirm(case, by="C-2") == "same_person"
    assert confirm(case, by="C-1") is None
    (letter,) = [d.notice for d in case.of(SendNotice) if isinstance(d.notice, DenialNotice)]
    assert letter.ground == "reason_not_covered"


def withdrawn() -> Telling:
    case = bonding()
    case.say(said.RequestWithdrawn, at("2026-02-24"))
    return case


def denied() -> Telling:
    case = bonding()
    assert (propose(case, NOT_COVERED), confirm(case)) == (None, None)
    return case


def bereaved() -> Telling:
    case = Telling(OPENED, period("2026-03-02", "2026-03-20", reason=LeaveReason.FAMILY_CARE))
    case.found(OPENED + timedelta(minutes=1))
    case.say(said.FamilyMemberDied, at("2026-02-24"), died_on=date(2026, 2, 24))
    return case


def over() -> Telling:
    case = bonding()
    assert case.ask(asked.Approval, at("2026-02-24")) is None
    return case


@pytest.mark.parametrize(
    ("case", "ground"), [(withdrawn, "withdrawn"), (denied, "denied"), (bereaved, "need_ended"), (over, "leave_over")]
)
def test_a_case_closes_on_the_ground_that_it_shows_and_on_no_other(case: Callable[[], Telling], ground: str) -> None:
    told = case()
    for other in asked.ClosingGround:
        if other.value != ground:
            assert close(told, "2026-03-25", other) == "closing_ground_differs"
    assert close(told, "2026-03-25") is None
    (letter,) = [d.notice for d in told.of(SendNotice) if isinstance(d.notice, LeaveEnded)]
    assert letter.ground == ground


def test_a_denied_period_keeps_the_days_that_the_letter_named() -> None:
    case = denied()
    days = {"period": 1, "first_on": date(2026, 3, 2), "last_on": date(2026, 3, 10)}
    case.say(said.DatesChanged, at("2026-02-25"), **days)
    assert case.case.periods[0].asked.last_on == date(2026, 3, 20)
    assert "fact_contradicts" in case.tasks()


def test_care_for_somebody_who_died_is_not_asked_for_again_by_new_days() -> None:
    case = bereaved()
    before = case.case.periods
    days = {"period": 1, "first_on": date(2026, 3, 2), "last_on": date(2026, 4, 20)}
    case.say(said.DatesChanged, at("2026-02-25"), **days)
    assert case.case.periods == before
    assert "fact_contradicts" in case.tasks()


def test_825_205_b_leave_without_a_known_end_is_charged_week_by_week() -> None:
    case = bonding(last=None)
    assert case.ask(asked.Approval, at("2026-03-02", "12:00")) is None
    assert isinstance(case.charges()[-1].charge, ChargeNothing)
    assert case.due("open_leave/1") == at("2026-03-10", "00:00")
    case.until(at("2026-03-18", "00:00"))
    assert [c.charge for c in case.charges()[1:]] == [
        ChargePeriod(first_on=date(2026, 3, 2), last_on=date(2026, 3, 9)),
        ChargePeriod(first_on=date(2026, 3, 2), last_on=date(2026, 3, 17)),
    ]
    case.say(said.ReturnedToWork, at("2026-03-23"), returned_on=date(2026, 3, 23))
    assert case.charges()[-1].charge == ChargePeriod(first_on=date(2026, 3, 2), last_on=date(2026, 3, 22))
    assert [d.key for d in case.case.deadlines if d.is_running] == []


def test_a_known_end_stops_the_weekly_charge_and_waits_for_the_return() -> None:
    case = bonding(last=None)
    case.ask(asked.Approval, at("2026-03-02", "12:00"))
    days = {"period": 1, "first_on": date(2026, 3, 2), "last_on": date(2026, 3, 31)}
    case.say(said.DatesChanged, at("2026-03-04"), **days)
    assert [d.key for d in case.case.deadlines if d.is_running] == ["return/1"]
    assert case.charges()[-1].charge == ChargePeriod(first_on=date(2026, 3, 2), last_on=date(2026, 3, 31))


def test_days_that_could_not_be_counted_are_counted_when_they_are_told_again() -> None:
    case = over()
    (first,) = case.charges()
    uncounted = (Days(first_on=date(2026, 3, 2), last_on=date(2026, 3, 20)),)
    case.keep(case.case.charge_posted(first.cause, 0, False, at=at("2026-02-24", "10:00"), uncounted=uncounted))
    days = {"period": 1, "first_on": date(2026, 3, 2), "last_on": date(2026, 3, 20)}
    case.say(said.DatesChanged, at("2026-02-25"), **days)
    assert [c.charge for c in case.charges()] == [first.charge, first.charge]
    assert case.charges()[-1].sequence > first.sequence
    assert (case.notices().count("designation_notice"), case.alerts()) == (1, ["leave_dates"])
    case.keep(case.case.charge_posted(first.cause, 0, True, at=at("2026-02-25", "10:00")))
    case.say(said.DatesChanged, at("2026-02-26"), **days)
    assert len(case.charges()) == 2


@pytest.mark.parametrize(("shape", "announced"), [(LeaveShape.INTERMITTENT, False), (LeaveShape.REDUCED, True)])
def test_825_312_f_clearance_is_not_announced_for_each_return_of_intermittent_leave(
    shape: LeaveShape, announced: bool
) -> None:
    case = Telling(OPENED, period("2026-03-02", "2026-05-29", shape=shape))
    case.found(OPENED + timedelta(minutes=1), clearance_asked=True)
    paper = {"document": "D-1", "document_kind": said.DocumentKind.CERTIFICATION}
    case.say(said.DocumentReceived, at("2026-02-23"), **paper)
    assert case.ask(asked.CertificationFinding, at("2026-02-23", "10:00")) is None
    assert case.ask(asked.Approval, at("2026-02-24")) is None
    (letter,) = [d.notice for d in case.of(SendNotice) if isinstance(d.notice, DesignationNotice)]
    assert letter.clearance_asked is announced
    assert case.case.periods[0].decision is Decision.APPROVED


@pytest.mark.parametrize(("found", "told"), [(True, True), (False, False), (None, False)])
def test_825_219_a_the_rights_notice_tells_a_key_employee_of_it(found: bool | None, told: bool) -> None:
    case = Telling(OPENED, period("2026-03-02", "2026-05-29", LeaveReason.BONDING))
    case.found(OPENED + timedelta(minutes=1), key_employee=found)
    new = period("2026-06-08", "2026-06-19", LeaveReason.OWN_CONDITION)
    case.say(said.PeriodAdded, at("2026-03-04"), period=new)
    letters = [d.notice for d in case.of(SendNotice) if isinstance(d.notice, RightsNotice)]
    assert [letter.key_employee for letter in letters] == [told, told]  # what is sent again says it again
