"""A need that ends otherwise than by a death: 29 CFR 825.311, 458 CMR 2.10(2)."""

from datetime import date
from typing import Any

import pytest

from tests.case.telling import Telling, at, period
from workflows.case import asked, said
from workflows.case.certification import CertificationState
from workflows.case.duties import ChargePeriod, SendNotice
from workflows.case.return_letters import LeaveEndsSooner
from workflows.rules.end_of_need import EndKind
from workflows.rules.reasons import LeaveReason

LAST = date(2026, 4, 24)


def approved(reason: LeaveReason = LeaveReason.BONDING) -> Telling:
    told = Telling(at("2026-03-02"), period("2026-04-06", "2026-06-26", reason=reason))
    told.found(at("2026-03-02", "09:05"))
    return told.granted("2026-03-03", "2026-03-04", "2026-03-05")


def ended(told: Telling, how: EndKind, **more: Any) -> None:
    told.say(said.NeedEnded, at("2026-04-27"), how=how, **({"last_day_of_need": LAST} | more))


def letter(told: Telling) -> LeaveEndsSooner:
    return [d.notice for d in told.of(SendNotice) if isinstance(d.notice, LeaveEndsSooner)][-1]


def test_a_failed_placement_ends_the_leave_and_un_charges_what_follows() -> None:
    told = approved()
    ended(told, EndKind.FAILED_PLACEMENT)
    assert told.charges()[-1].charge == ChargePeriod(first_on=date(2026, 4, 6), last_on=LAST)
    assert letter(told) == LeaveEndsSooner(how="failed_placement", last_on=LAST, right_ends=False)
    # 458 CMR 2.10(2): seven calendar days from the change.
    assert told.due("dfml_told") == at("2026-05-02", "00:00")


def test_employment_that_ended_ends_the_right_to_return() -> None:
    told = approved()
    ended(told, EndKind.EMPLOYMENT_ENDED)
    assert letter(told).right_ends
    told.until(at("2026-07-10"))
    assert "return_not_reported" not in told.tasks()
    assert told.ask(asked.Closing, at("2026-07-13")) is None


@pytest.mark.parametrize(("unequivocal", "ends"), [(True, True), (False, False), (None, False)])
def test_words_about_not_returning_end_nothing_unless_they_leave_no_doubt(unequivocal: bool | None, ends: bool) -> None:
    told = approved()
    ended(told, EndKind.NOT_RETURNING, unequivocal=unequivocal)
    assert (told.case.periods[0].decided is not None and told.case.periods[0].decided.last_on == LAST) is ends
    assert ("find_end_of_need" in told.tasks()) is not ends


def test_without_the_day_a_person_finds_it_out_and_then_it_ends() -> None:
    told = approved()
    ended(told, EndKind.FAILED_PLACEMENT, last_day_of_need=None)
    assert "find_end_of_need" in told.tasks()
    assert "leave_ends_sooner" not in told.notices()
    ended(told, EndKind.FAILED_PLACEMENT)
    assert "find_end_of_need" not in told.tasks()
    assert letter(told).last_on == LAST


def test_a_need_that_is_said_to_have_ended_before_the_leave_begins_withdraws_nothing() -> None:
    told = approved()
    before = told.case.periods
    ended(told, EndKind.EMPLOYMENT_ENDED, last_day_of_need=date(2025, 1, 1))
    assert told.case.periods == before
    assert "find_end_of_need" in told.tasks()
    assert "leave_ends_sooner" not in told.notices()


def test_days_already_taken_still_rest_on_the_certification() -> None:
    told = Telling(at("2026-03-02"), period("2026-04-06", "2026-06-26"))
    told.found(at("2026-03-02", "09:05"))
    ended(told, EndKind.RECOVERY)
    (certification,) = told.case.certifications
    assert certification.state is CertificationState.ASKED
    assert [d.key for d in told.case.deadlines if d.is_running] == ["certification/1", "dfml_told"]


@pytest.mark.parametrize("how", [EndKind.DEATH, EndKind.WITHDRAWAL, EndKind.END_OF_DEPLOYMENT])
def test_a_need_that_cannot_end_so_is_for_a_person_to_clear_up(how: EndKind) -> None:
    told = approved()
    before = told.case.periods
    ended(told, how)
    assert told.case.periods == before
    assert "fact_contradicts" in told.tasks()
