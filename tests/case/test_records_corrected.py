"""The personnel records were corrected: eligibility is asked anew, uncounted leave counted again (law.md E7, E8)."""

from datetime import date
from typing import Any

import pytest

from tests.case.telling import Telling, at, month, period
from workflows.case import asked, said
from workflows.case.duties import ChargePeriod, SendNotice
from workflows.case.eligibility import EligibilityState
from workflows.case.entitlement_letters import EligibilityNotice
from workflows.rules.eligible import Span
from workflows.rules.plans import Plan
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.spans import Days

OPENED, LATER = at("2026-03-02"), at("2026-03-05")
SINCE = tuple(month(year, n) for year in (2024, 2025, 2026) for n in range(1, 13))
TOO_FEW: dict[str, Any] = {"minutes_worked": tuple(m.model_copy(update={"minutes": 40 * 60}) for m in SINCE)}
ENOUGH: dict[str, Any] = {"minutes_worked": SINCE}
UNKNOWN: dict[str, Any] = {"worksite_fifty": None}


def leave(reason: LeaveReason = LeaveReason.OWN_CONDITION, **fields: Any) -> Telling:
    told = Telling(OPENED, period("2026-03-09", "2026-12-18", reason, LeaveShape.INTERMITTENT))
    told.case = told.case.model_copy(update=fields)
    return told


def found(record: dict[str, Any] | None, **fields: Any) -> Telling:
    """Leave whose record is missing (None) or says this."""
    told = leave(**fields)
    missing(told, OPENED) if record is None else told.found(OPENED, **record)
    return told


def missing(told: Telling, when: Any) -> None:
    told.keep(told.case.employment_found(None, None, at=when))


def corrected(told: Telling, when: Any = LATER) -> Telling:
    told.say(said.RecordsCorrected, when)
    return told


def notices(told: Telling) -> list[bool | None]:
    return [d.notice.eligible for d in told.of(SendNotice) if isinstance(d.notice, EligibilityNotice)]


def absent(told: Telling, on: str) -> None:
    hours = {"starts_at": at(on, "09:00"), "ends_at": at(on, "13:00")}
    told.say(said.ReportedAbsence, at(on, "08:00"), absence_id=f"A-{told.count}", **hours)


def fmla_from(told: Telling) -> list[date | None]:
    return [share.from_on for share in told.charges()[-1].plans if share.plan is Plan.FMLA]


@pytest.mark.parametrize("edition", [4, 5])
def test_a_missing_record_is_asked_for_again_and_its_task_goes_once_it_is_there(edition: int) -> None:
    told = found(None, edition=edition)
    assert told.case.view().waiting_on == "coordinator"
    assert corrected(told).case.awaits_employment_record
    assert told.tasks() == ["find_employment_record"]
    told.found(LATER)
    assert told.tasks() == []
    assert notices(told) == [True]
    assert told.notices().count("rights_notice") == 1


def test_the_clock_of_the_first_notice_is_not_begun_anew_by_a_record_that_came_late() -> None:
    told = found(None)
    due = told.due("eligibility_notice")
    told.found(corrected(told, at("2026-03-20")).case.changed_at)
    assert told.due("eligibility_notice") == due
    assert told.case.deadline("eligibility_notice").state.value == "missed"  # type: ignore[union-attr]


def test_a_record_that_is_missing_still_asks_nobody_twice_and_can_be_told_of_again() -> None:
    told = corrected(found(None))
    missing(told, LATER)
    assert told.asked().count("find_employment_record") == 1
    assert corrected(told, at("2026-03-06")).case.awaits_employment_record


def test_where_there_is_no_record_nothing_is_called_ready() -> None:
    told = leave(LeaveReason.BONDING)
    missing(told, OPENED)
    assert told.case.view().status_words == "The employment record is missing. A coordinator finds it."


def test_825_300_b_1_what_was_unknown_is_told_once_it_is_known() -> None:
    told = found(UNKNOWN)
    assert "judge_eligibility" in told.tasks()
    corrected(told).found(LATER, **ENOUGH)
    assert "judge_eligibility" not in told.tasks()
    assert notices(told) == [None, True]
    assert told.notices().count("rights_notice") == 1
    assert told.case.eligibility.begins_on is None


@pytest.mark.parametrize("record", [UNKNOWN, TOO_FEW])
def test_825_300_b_3_the_same_answer_is_told_to_nobody(record: dict[str, Any]) -> None:
    told = found(record)
    tasks, sent, deadlines = told.tasks(), told.notices(), told.case.deadlines
    corrected(told).found(LATER, **record)
    assert (told.tasks(), told.notices(), told.case.deadlines) == (tasks, sent, deadlines)
    assert told.history()[-3:] == ["records_corrected", "eligibility_asked_again", "eligibility_found"]


def test_who_was_found_not_eligible_is_tested_anew_on_the_first_day_of_the_leave() -> None:
    told = found(TOO_FEW)
    absent(told, "2026-10-05")
    told.found(at("2026-10-05", "08:01"), **TOO_FEW)
    corrected(told, at("2026-10-06"))
    assert told.case.eligibility_asked_for == date(2026, 3, 9)
    told.found(at("2026-10-06"), **ENOUGH)
    assert notices(told) == [False, True]
    assert told.case.eligibility.begins_on is None
    assert told.notices().count("rights_notice") == 1
    assert told.due("eligibility_notice") == at("2026-10-15", "00:00")


def test_e8_where_the_first_day_fails_still_the_later_one_is_asked_about() -> None:
    told = found(TOO_FEW)
    absent(told, "2026-10-05")
    told.found(at("2026-10-05", "08:01"), **TOO_FEW)
    corrected(told, at("2026-10-06")).found(at("2026-10-06"), **TOO_FEW)
    assert told.case.eligibility_asked_for == date(2026, 10, 5)
    told.found(at("2026-10-06"), **ENOUGH)
    assert told.case.eligibility.begins_on == date(2026, 10, 5)
    assert notices(told) == [False, True]


def test_825_110_d_the_day_of_hire_was_wrong_and_eligibility_begins_within_the_leave() -> None:
    told = found(TOO_FEW)
    hired = {"stretches": (Span(first_on=date(2025, 4, 1)),)}
    corrected(told).found(LATER, **hired)
    assert told.due("eligible_later") == at("2026-04-01", "00:00")
    corrected(told, at("2026-03-06")).found(at("2026-03-06"), **ENOUGH)
    assert told.case.deadline("eligible_later").is_running is False  # type: ignore[union-attr]
    assert notices(told) == [False, False, True]


def test_a_day_that_is_over_already_is_asked_about_too() -> None:
    told = found(TOO_FEW)
    corrected(told, at("2026-05-04")).found(at("2026-05-04"), stretches=(Span(first_on=date(2025, 4, 1)),))
    assert told.case.eligibility_asked_for == date(2026, 4, 1)
    told.found(at("2026-05-04"), stretches=(Span(first_on=date(2025, 4, 1)),))
    assert told.case.eligibility.begins_on == date(2026, 4, 1)


def test_leave_that_was_denied_for_it_waits_again_and_other_leave_counts_as_fmla_leave() -> None:
    told = leave(LeaveReason.BONDING)
    told.found(OPENED, **TOO_FEW)
    ground: dict[str, Any] = {"period": 1, "ground": asked.DenialGround.NOT_ELIGIBLE}
    assert told.ask(asked.DenialProposal, at("2026-03-03"), **ground) is None
    assert told.ask(asked.DenialConfirmation, at("2026-03-03"), by="C-2", period=1) is None
    corrected(told).found(LATER, **ENOUGH)
    assert [(p.number, p.asked.first_on) for p in told.case.periods if p.awaits_decision] == [(2, date(2026, 3, 9))]


def test_approved_pfml_leave_is_charged_anew_from_its_first_day() -> None:
    told = leave(LeaveReason.BONDING)
    told.found(OPENED, **TOO_FEW)
    assert told.ask(asked.Approval, at("2026-03-03"), program=asked.Program.PFML) is None
    absent(told, "2026-03-10")
    told.found(at("2026-03-10", "08:01"), **TOO_FEW)
    assert fmla_from(told) == []
    corrected(told, at("2026-03-11")).found(at("2026-03-11"), **ENOUGH)
    assert fmla_from(told) == [None]


@pytest.mark.parametrize("record", [UNKNOWN, None])
def test_leave_approved_meanwhile_that_turns_out_not_to_be_fmla_leave_is_shown_to_a_person(
    record: dict[str, Any] | None,
) -> None:
    told = leave(LeaveReason.BONDING)
    missing(told, OPENED) if record is None else told.found(OPENED, **record)
    assert told.ask(asked.Approval, at("2026-03-03")) is None
    absent(told, "2026-03-10")
    assert fmla_from(told) == [None]
    corrected(told, at("2026-03-11")).found(at("2026-03-11"), **TOO_FEW)
    assert fmla_from(told) == []
    assert "fact_contradicts" in told.tasks()


def test_who_is_eligible_stays_so_and_the_history_has_a_line() -> None:
    told = found(ENOUGH)
    before = told.case
    duties = told.say(said.RecordsCorrected, LATER)
    assert [d.duty for d in duties] == ["note"]
    assert told.case.eligibility == before.eligibility


def test_an_answer_that_may_be_from_before_the_correction_is_not_looked_at() -> None:
    told = corrected(leave(), OPENED)
    missing(told, OPENED)
    assert told.case.awaits_employment_record
    assert told.tasks() == []
    told.found(OPENED)
    assert notices(told) == [True]


def test_while_it_is_asked_anew_the_last_finding_holds_and_another_correction_begins_again() -> None:
    told = found(TOO_FEW)
    absent(told, "2026-10-05")
    told.found(at("2026-10-05", "08:01"), **TOO_FEW)
    corrected(told, at("2026-10-06")).found(at("2026-10-06"), **TOO_FEW)
    assert told.case.view().eligible is False
    corrected(told, at("2026-10-07"))
    assert told.case.eligibility_asked_for == date(2026, 3, 9)
    told.found(at("2026-10-07"), **TOO_FEW)
    assert told.case.eligibility_asked_for == date(2026, 3, 9)
    missing(told, at("2026-10-07"))
    assert (told.case.eligibility.state, told.case.eligibility.is_refused) == (EligibilityState.NO_RECORD, True)


def test_the_day_on_which_the_months_are_complete_may_come_while_it_is_asked_anew() -> None:
    hired = {"stretches": (Span(first_on=date(2025, 4, 1)),)}
    told = corrected(found(hired), at("2026-03-31", "23:59"))
    told.until(at("2026-04-01", "00:00"))
    told.found(at("2026-04-01", "00:01"), **hired)
    assert told.case.eligibility_asked_for == date(2026, 4, 1)
    told.found(at("2026-04-01", "00:02"), **hired)
    assert told.case.eligibility.begins_on == date(2026, 4, 1)


def test_a_closed_case_asks_a_person_and_changes_nothing() -> None:
    told = found(TOO_FEW)
    told.say(said.RequestWithdrawn, LATER)
    assert told.ask(asked.Closing, LATER) is None
    corrected(told)
    assert told.tasks()[-1] == "fact_for_closed_case"
    assert not told.case.awaits_employment_record


def test_leave_that_could_not_be_counted_is_told_to_the_ledger_again() -> None:
    told = Telling(OPENED, period("2026-03-09", "2026-04-17", LeaveReason.BONDING))
    told.found(OPENED)
    assert told.ask(asked.Approval, at("2026-03-03")) is None
    (charge,) = told.charges()
    unknown = (Days(first_on=date(2026, 3, 9), last_on=date(2026, 4, 17)),)
    told.keep(told.case.charge_posted(charge.cause, 0, schedule_known=False, uncounted=unknown, at=at("2026-03-03")))
    assert told.tasks() == ["charge_not_possible"]
    corrected(told)
    assert [c.cause for c in told.charges()] == [charge.cause, charge.cause]
    assert isinstance(told.charges()[-1].charge, ChargePeriod)
    told.keep(told.case.charge_posted(charge.cause, 0, schedule_known=True, at=LATER))
    assert told.tasks() == []
    corrected(told, at("2026-03-06"))
    assert len(told.charges()) == 2
