"""What is paid during the leave (29 CFR 825.207) and what DFML decided (M.G.L. c.175M), beside the case."""

from datetime import date
from typing import Any

import pytest

from tests.case.telling import POLICY, Telling, at, period
from workflows.case import asked, said
from workflows.case.deadlines import DeadlineState
from workflows.case.duties import Note, PostCharge, SendNotice
from workflows.case.entitlement_letters import DesignationNotice
from workflows.rules.choices import UnfiledWeeks
from workflows.rules.concurrency import PfmlClaim
from workflows.rules.plans import Plan
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.spans import Days
from workflows.rules.substitution import Benefit, BenefitPaid

YEAR = Days(first_on=date(2026, 4, 5), last_on=date(2027, 4, 3))
COMPENSATION = BenefitPaid(kind=Benefit.COMPENSATION, first_on=date(2026, 4, 7), last_on=date(2026, 4, 30))


def approved() -> Telling:
    told = Telling(at("2026-03-02"), period("2026-04-07", "2026-05-29", reason=LeaveReason.BONDING))
    told.found(at("2026-03-02", "09:05"))
    assert told.ask(asked.Approval, at("2026-03-03")) is None
    return told


def designations(told: Telling) -> list[DesignationNotice]:
    return [duty.notice for duty in told.of(SendNotice) if isinstance(duty.notice, DesignationNotice)]


def plans(charge: PostCharge) -> set[Plan]:
    return {share.plan for share in charge.plans}


def test_the_designation_says_on_which_days_accrued_leave_runs() -> None:
    told = approved()
    assert designations(told)[-1].paid_leave == ()
    pay: dict[str, Any] = {"benefits": (COMPENSATION,), "usable": True, "elects": True, "agreed_top_up": False}
    told.say(said.PayTold, at("2026-04-01"), **pay)
    letter = designations(told)[-1]
    assert letter.changed
    assert [(d.first_on.day, d.last_on.day, d.outcome) for d in letter.paid_leave] == [
        (7, 30, "off"),
        (1, 29, "runs_by_election"),
    ]
    assert "tell_payroll" in told.tasks()


def test_what_is_left_out_stays_as_it_was_told_and_a_repeat_says_nothing_new() -> None:
    told = approved()
    told.say(said.PayTold, at("2026-04-01"), benefits=(), usable=True, elects=True)
    sent = len(designations(told))
    told.say(said.PayTold, at("2026-04-02"), usable=True)
    assert len(designations(told)) == sent
    told.say(said.PayTold, at("2026-04-03"), elects=False)
    assert told.case.pay.usable is True
    assert len(designations(told)) == sent + 1


def test_where_it_is_not_known_nothing_is_said_of_pay() -> None:
    told = approved()
    told.say(said.PayTold, at("2026-04-01"), elects=True)
    assert len(designations(told)) == 1


def test_a_benefit_on_days_of_waiting_contradicts_and_breaks_nothing() -> None:
    told = approved()
    waiting = Days(first_on=date(2026, 4, 7), last_on=date(2026, 4, 13))
    told.say(said.DfmlDecided, at("2026-04-01"), claim=PfmlClaim.APPROVED, waiting=waiting)
    paid = BenefitPaid(kind=Benefit.PFML, first_on=date(2026, 4, 7), last_on=date(2026, 5, 29))
    told.say(said.PayTold, at("2026-04-02"), benefits=(paid,), usable=True, elects=True)
    assert len(designations(told)) == 1


def test_what_dfml_told_holds_and_what_was_expected_stays_beside_it() -> None:
    told = approved()
    told.say(said.DfmlDecided, at("2026-04-20"), claim=PfmlClaim.APPROVED, years=(YEAR,))
    note = [duty for duty in told.of(Note) if duty.what == "dfml_decided"][-1]
    assert note.facts["differs"] == "False"
    later = Days(first_on=date(2026, 4, 12), last_on=date(2027, 4, 10))
    told.say(said.DfmlDecided, at("2026-04-21"), claim=PfmlClaim.APPROVED, years=(later,))
    note = [duty for duty in told.of(Note) if duty.what == "dfml_decided"][-1]
    assert note.facts["differs"] == "True"
    assert note.facts["expected_years"] == "2026-04-05 to 2027-04-03"
    assert told.charges()[-1].told_years == (later,)


@pytest.mark.parametrize(("claim", "counts"), [(PfmlClaim.APPROVED, True), (PfmlClaim.DENIED, False)])
def test_leave_counts_under_pfml_as_dfml_decided(claim: PfmlClaim, counts: bool) -> None:
    told = approved()
    expected = POLICY.unfiled_weeks is UnfiledWeeks.COUNTED
    assert (Plan.PFML in plans(told.charges()[-1])) is expected
    told.say(said.DfmlDecided, at("2026-04-20"), claim=claim)
    assert (Plan.PFML in plans(told.charges()[-1])) is counts
    assert Plan.FMLA in plans(told.charges()[-1])


def test_an_appeal_is_shown_and_never_enforced() -> None:
    told = approved()
    received = {"claim": PfmlClaim.DENIED, "received_on": date(2026, 4, 20)}
    told.say(said.DfmlDecided, at("2026-04-21"), **received)
    assert told.due("dfml_appeal") == at("2026-05-01", "00:00")
    before = told.tasks()
    told.until(at("2026-05-02"))
    clock = told.case.deadline("dfml_appeal")
    assert clock is not None
    assert clock.state is DeadlineState.STOPPED
    assert told.tasks() == before


MONDAY = Days(first_on=date(2026, 4, 6), last_on=date(2027, 4, 4))
TOO_LONG = Days(first_on=date(2026, 4, 5), last_on=date(2027, 5, 1))


@pytest.mark.parametrize("year", [MONDAY, TOO_LONG])
def test_n9_with_a_year_that_cannot_be_nothing_holds_and_what_was_told_before_stays(year: Days) -> None:
    told = approved()
    told.say(said.DfmlDecided, at("2026-04-20"), claim=PfmlClaim.APPROVED, years=(YEAR,))
    before, charged = told.case.pfml, len(told.charges())
    received = {"claim": PfmlClaim.DENIED, "received_on": date(2026, 4, 20)}
    told.say(said.DfmlDecided, at("2026-04-21"), years=(year,), **received)
    assert told.case.pfml == before
    assert len(told.charges()) == charged
    assert told.case.deadline("dfml_appeal") is None
    assert "fact_contradicts" in told.tasks()
    assert told.history()[-1] == "dfml_contradicts"


def test_in_a_run_of_an_earlier_edition_a_year_that_is_none_holds_and_is_looked_at() -> None:
    told = approved()
    told.case = told.case.model_copy(update={"edition": 3})
    told.say(said.DfmlDecided, at("2026-04-20"), claim=PfmlClaim.APPROVED, years=(MONDAY,))
    assert told.charges()[-1].told_years == (MONDAY,)
    assert "fact_contradicts" in told.tasks()


def test_the_employee_is_told_once_what_the_weeks_do_not_cover() -> None:
    told = approved()
    for minutes in (4800, 5280):
        told.keep(
            told.case.charge_posted(
                "LV-7K4Q-92XH/period/1", minutes, True, at=at("2026-03-03", "09:10"), minutes_uncovered=0
            )
        )
    assert told.notices().count("entitlement_used_up") == 1
    assert told.tasks().count("entitlement_used_up") == 1


def expected(told: Telling, when: str) -> str | None:
    told.say(said.DfmlDecided, at(when), claim=PfmlClaim.PENDING)
    return [duty for duty in told.of(Note) if duty.what == "dfml_decided"][-1].facts.get("expected_years")


def test_n9_the_year_of_leave_now_and_then_begins_with_the_first_day_taken() -> None:
    told = Telling(at("2026-02-02"), period("2026-02-09", "2026-12-31", LeaveReason.BONDING, LeaveShape.INTERMITTENT))
    told.found(at("2026-02-02", "09:05"))
    assert told.ask(asked.Approval, at("2026-02-03")) is None
    assert expected(told, "2026-02-10") is None
    for name, day in (("A-2", "2026-04-14"), ("A-1", "2026-03-10"), ("A-3", "2026-09-01")):
        hours = {"starts_at": at(day), "ends_at": at(day, "12:00")}
        told.say(said.ReportedAbsence, at(day, "08:00"), absence_id=name, **hours)
    # The first one is too old to be carried by now, and its day is still known.
    assert [a.absence_id for a in told.case.absences.told] == ["A-3"]
    assert expected(told, "2026-09-02") == "2026-03-08 to 2027-03-06"
