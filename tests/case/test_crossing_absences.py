"""An absence that reaches beyond the leave is counted for the days of the leave alone: 825.124, 825.205(b), 825.311."""

from datetime import date
from typing import Any

import pytest

from tests.case.telling import Telling, at, period
from workflows.case import asked, said
from workflows.case.duties import ChargeAbsence, ChargeNothing, PostCharge
from workflows.rules.end_of_need import EndKind
from workflows.rules.plans import Plan
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.spans import Days

THU, SAT, SUN = date(2026, 11, 5), date(2026, 11, 7), date(2026, 11, 8)


def nights(reason: LeaveReason = LeaveReason.OWN_CONDITION, last: str = "2026-12-31") -> Telling:
    """Leave now and then, and four nights in one absence, of which the last ends on Monday morning."""
    told = Telling(at("2026-10-01"), period("2026-10-05", last, reason, LeaveShape.INTERMITTENT))
    told.found(at("2026-10-01", "09:01"))
    paper = {"document": "D-1", "document_kind": said.DocumentKind.CERTIFICATION}
    told.say(said.DocumentReceived, at("2026-10-02"), **paper)
    told.ask(asked.CertificationFinding, at("2026-10-02", "10:00"))
    assert told.ask(asked.Approval, at("2026-10-02", "11:00")) is None
    told.accepted(at("2026-10-02", "11:01"))
    fields: dict[str, Any] = {"starts_at": at("2026-11-05", "22:00"), "ends_at": at("2026-11-09", "08:00")}
    told.say(said.ReportedAbsence, at("2026-11-05", "20:00"), absence_id="A-1", **fields)
    return told


def last_charge(told: Telling) -> PostCharge:
    return [c for c in told.charges() if c.cause.endswith("absence/A-1")][-1]


def left_out(told: Telling) -> tuple[Days, ...]:
    return last_charge(told).plans[0].except_for


def test_an_absence_within_the_leave_is_counted_whole() -> None:
    told = nights()
    assert left_out(told) == ()
    assert told.tasks() == []


def test_825_311_c_what_is_after_the_end_of_the_need_is_not_counted() -> None:
    told = nights()
    told.say(said.NeedEnded, at("2026-11-10"), how=EndKind.RECOVERY, last_day_of_need=SAT)
    assert isinstance(last_charge(told).charge, ChargeAbsence)
    assert {share.except_for for share in last_charge(told).plans} == {(Days(first_on=SUN, last_on=date(2026, 11, 9)),)}
    assert "absence_outside_leave" in told.tasks()


def test_825_124_nor_what_is_after_a_death() -> None:
    told = nights(LeaveReason.FAMILY_CARE)
    told.say(said.FamilyMemberDied, at("2026-11-09", "12:00"))
    told.say(said.FamilyMemberDied, at("2026-11-10"), died_on=SAT)
    assert left_out(told) == (Days(first_on=SUN, last_on=date(2026, 11, 9)),)


def test_the_morning_after_the_last_day_may_be_the_end_of_its_night() -> None:
    told = nights()
    told.say(said.NeedEnded, at("2026-11-10"), how=EndKind.RECOVERY, last_day_of_need=SUN)
    assert left_out(told) == (Days(first_on=date(2026, 11, 9), last_on=date(2026, 11, 9)),)
    assert "absence_outside_leave" not in told.tasks()


def test_leave_that_begins_later_counts_from_its_new_first_day() -> None:
    told = nights()
    told.say(said.DatesChanged, at("2026-11-10"), period=1, first_on=SAT, last_on=date(2026, 12, 31))
    assert left_out(told) == (Days(first_on=THU, last_on=date(2026, 11, 6)),)


def test_what_lies_wholly_outside_new_days_is_not_counted_and_counts_again_when_they_come_back() -> None:
    told = nights()
    told.say(said.DatesChanged, at("2026-11-10"), period=1, first_on=date(2026, 12, 1), last_on=date(2026, 12, 31))
    assert last_charge(told).charge == ChargeNothing()
    gone = last_charge(told).sequence
    told.say(said.DatesChanged, at("2026-11-11"), period=1, first_on=THU, last_on=date(2026, 12, 31))
    assert told.ask(asked.Approval, at("2026-11-12"), delay_harmed=False) is None
    assert isinstance(last_charge(told).charge, ChargeAbsence)
    assert last_charge(told).sequence >= gone


def test_a_withdrawal_lets_go_of_what_is_to_come() -> None:
    told = nights()
    told.say(said.RequestWithdrawn, at("2026-11-07", "12:00"))
    assert left_out(told) == (Days(first_on=SUN, last_on=date(2026, 11, 9)),)


def test_an_absence_told_beyond_the_last_day_is_counted_up_to_it() -> None:
    told = nights(last="2026-11-06")
    assert left_out(told) == (Days(first_on=SAT, last_on=date(2026, 11, 9)),)
    assert "absence_outside_leave" in told.tasks()


def test_leave_that_follows_on_leave_is_no_end() -> None:
    told = nights(last="2026-11-06")
    more = period("2026-11-07", None, shape=LeaveShape.INTERMITTENT)
    told.say(said.PeriodAdded, at("2026-11-06"), period=more)
    assert told.ask(asked.Approval, at("2026-11-06", "10:00")) is None
    told.say(said.ReportedAbsence, at("2026-11-06", "11:00"), absence_id="A-2", corrects="A-1", **_same_hours())
    assert left_out(told) == ()


def _same_hours() -> dict[str, Any]:
    return {"starts_at": at("2026-11-05", "22:00"), "ends_at": at("2026-11-09", "08:00")}


@pytest.mark.parametrize("edition", [2, 3])
def test_a_run_of_an_earlier_edition_counts_as_it_did(edition: int) -> None:
    told = nights()
    told.case = told.case.model_copy(update={"edition": edition})
    before = len(told.charges())
    told.say(said.NeedEnded, at("2026-11-10"), how=EndKind.RECOVERY, last_day_of_need=SAT)
    assert len(told.charges()) == before


def test_every_plan_leaves_the_days_out() -> None:
    told = nights()
    told.say(said.NeedEnded, at("2026-11-10"), how=EndKind.RECOVERY, last_day_of_need=SAT)
    assert [share.plan for share in last_charge(told).plans][:2] == [Plan.FMLA, Plan.PFML]
