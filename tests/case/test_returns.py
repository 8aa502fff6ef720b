"""The return to work, held only where 29 CFR 825.312 allows it; light duty (825.220(d)); amounts; provider contacts."""

from datetime import date
from typing import Any

import pytest

from tests.case.telling import Telling, at, period
from workflows.case import asked, said
from workflows.case.deadlines import DeadlineState
from workflows.case.duties import AskPerson, ChargePeriod, SendNotice
from workflows.case.entitlement_letters import DesignationNotice
from workflows.case.return_letters import LightDuty
from workflows.case.rights_notice import RightsNotice
from workflows.rules.fitness_for_duty import PrevailingTerms
from workflows.rules.light_duty import LightDutyAnswer
from workflows.rules.plans import Plan
from workflows.rules.provider_contacts import ContactingRole, ContactPurpose
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.sufficiency import CertificationItem, Defect

SHOWN: dict[str, Any] = {
    "returns_on": date(2026, 5, 18),
    "practice": True,
    "workdays_out": 33,
    "prevailing": PrevailingTerms.NONE,
}
CLEARANCE = {"document": "D-9", "document_kind": said.DocumentKind.CLEARANCE}


def approved(
    reason: LeaveReason = LeaveReason.OWN_CONDITION,
    shape: LeaveShape = LeaveShape.CONTINUOUS,
    *,
    clearance: bool = True,
) -> Telling:
    told = Telling(at("2026-02-13"), period("2026-04-01", "2026-05-15", reason=reason, shape=shape))
    told.found(at("2026-02-13", "09:05"), clearance_asked=clearance)
    return told.granted("2026-02-20", "2026-02-23", "2026-02-24")


def letters(told: Telling, kind: type[Any]) -> list[Any]:
    return [duty.notice for duty in told.of(SendNotice) if isinstance(duty.notice, kind)]


def held(told: Telling, **shown: Any) -> str | None:
    return told.ask(asked.ReturnHold, at("2026-05-18"), **(SHOWN | shown))


def test_a_return_is_held_until_the_paper_comes() -> None:
    told = approved()
    assert held(told) is None
    assert told.notices()[-1] == "return_held"
    assert told.case.fitness.held_by == "coordinator/C-1"
    assert "clearance" in told.tasks()
    told.say(said.DocumentReceived, at("2026-05-19"), **CLEARANCE)
    assert told.case.fitness.held_by is None
    assert "clearance" not in told.tasks()
    assert held(told, returns_on=date(2026, 5, 20)) == "return_certified"


@pytest.mark.parametrize(
    ("leave", "shown", "code"),
    [
        ({"clearance": False}, {}, "return_not_announced"),
        ({"reason": LeaveReason.FAMILY_CARE}, {}, "return_other_reason"),
        ({}, {"practice": None}, "return_not_shown"),
        ({}, {"practice": False}, "return_not_shown"),
        ({}, {"workdays_out": 3}, "return_not_shown"),
        ({}, {"prevailing": PrevailingTerms.RETURNS_WITHOUT}, "return_not_shown"),
        ({}, {"returns_on": date(2026, 3, 2)}, "no_leave_to_return_from"),
    ],
)
def test_what_is_not_shown_holds_nobody(leave: dict[str, Any], shown: dict[str, Any], code: str) -> None:
    assert held(approved(**leave), **shown) == code


def test_clearance_is_asked_after_an_own_condition_alone() -> None:
    own, care = approved(), approved(LeaveReason.FAMILY_CARE)
    for told, is_asked in ((own, True), (care, False)):
        assert letters(told, RightsNotice)[-1].clearance_asked is is_asked
        assert letters(told, DesignationNotice)[-1].clearance_asked is is_asked
        told.say(said.ReturnedToWork, at("2026-05-18"), returned_on=date(2026, 5, 18))
        assert ("clearance" in told.tasks()) is is_asked
    assert care.ask(asked.Closing, at("2026-05-19")) is None


def test_light_duty_that_is_accepted_ends_the_leave_and_keeps_the_right_to_the_job() -> None:
    told = approved(clearance=False)
    told.say(said.LightDutyAnswered, at("2026-05-01"), from_on=date(2026, 5, 4), answer=LightDutyAnswer.ACCEPTED)
    assert told.charges()[-1].charge == ChargePeriod(first_on=date(2026, 4, 1), last_on=date(2026, 5, 3))
    (letter,) = letters(told, LightDuty)
    # A rolling year has no end: 12 months from the first day of this leave.
    assert letter.right_until == date(2027, 3, 31)
    assert "tell_payroll" in told.tasks()
    told.until(at("2027-04-02"))
    clock = told.case.deadline("restoration/1")
    assert clock is not None
    assert clock.state is DeadlineState.STOPPED
    assert told.history()[-1] == "time_ended"


def test_light_duty_that_is_refused_ends_nothing() -> None:
    told = approved(clearance=False)
    before = told.case.periods
    told.say(said.LightDutyAnswered, at("2026-05-01"), from_on=date(2026, 5, 4), answer=LightDutyAnswer.REFUSED)
    assert told.case.periods == before
    (letter,) = letters(told, LightDuty)
    assert (letter.answer, letter.right_until) == ("refused", None)


def test_light_duty_outside_leave_for_an_own_condition_does_not_fit() -> None:
    told = approved(LeaveReason.FAMILY_CARE)
    answer = {"from_on": date(2026, 5, 4), "answer": LightDutyAnswer.ACCEPTED}
    told.say(said.LightDutyAnswered, at("2026-05-01"), **answer)
    assert "fact_contradicts" in told.tasks()
    assert letters(told, LightDuty) == []


def test_an_amount_is_owed_on_request_and_told_plan_by_plan() -> None:
    told = approved(clearance=False)
    told.say(said.AmountAsked, at("2026-04-15"))
    assert told.due("amount_told") == at("2026-04-16", "00:00")
    amounts = (asked.PlanAmount(plan=Plan.FMLA, minutes=4800, weeks="2.00"),)
    early = told.ask(asked.AmountTelling, at("2026-04-15", "12:00"), as_of=date(2026, 4, 16), amounts=amounts)
    assert early == "day_to_come"
    assert told.ask(asked.AmountTelling, at("2026-04-15", "13:00"), as_of=date(2026, 4, 15), amounts=amounts) is None
    assert told.notices()[-1] == "amount_counted"
    assert "tell_amount" not in told.tasks()
    clock = told.case.deadline("amount_told")
    assert clock is not None
    assert clock.state is DeadlineState.MET


def test_an_amount_is_owed_once_in_thirty_days_and_only_of_leave_that_was_taken() -> None:
    told = approved(clearance=False)
    told.say(said.AmountAsked, at("2026-03-02"))
    assert told.case.deadline("amount_told") is None
    amounts = (asked.PlanAmount(plan=Plan.FMLA, minutes=None, weeks="2.00"),)
    assert told.ask(asked.AmountTelling, at("2026-04-15"), as_of=date(2026, 4, 15), amounts=amounts) is None
    told.say(said.AmountAsked, at("2026-04-20"))
    assert told.case.deadline("amount_told") is None
    assert "tell_amount" in told.tasks(), "whoever asks is answered, also where no law says by when"


def test_825_300_d_6_an_amount_is_not_told_again_within_thirty_days_unless_it_is_asked_for_again() -> None:
    told = approved(clearance=False)
    amounts = (asked.PlanAmount(plan=Plan.FMLA, minutes=2940, weeks="1.225"),)

    def tell(day: str) -> str | None:
        return told.ask(asked.AmountTelling, at(day), as_of=date.fromisoformat(day), amounts=amounts)

    assert tell("2026-04-15") is None
    assert tell("2026-04-20") == tell("2026-05-14") == "amount_told"
    request = asked.AmountTelling(
        **told.message(at("2026-04-20"), "coordinator/C-1"),
        custodian=said.Custodian.COMMONWEALTH,
        as_of=date(2026, 4, 20),
        amounts=amounts,
    )
    refusal = told.case.may(request)
    assert refusal is not None
    assert "told on 2026-04-15" in refusal.sentence
    assert "again from 2026-05-15 on" in refusal.sentence
    told.say(said.AmountAsked, at("2026-04-21"))
    assert tell("2026-04-21") is None
    assert told.notices().count("amount_counted") == 2
    assert tell("2026-05-21") is None


ROLE: dict[str, Any] = {
    "purpose": ContactPurpose.CLARIFY,
    "role": ContactingRole.HUMAN_RESOURCES,
    "is_direct_supervisor": False,
}


@pytest.mark.parametrize(
    ("contact", "code"),
    [
        ({"authorised": True}, None),
        ({"authorised": None}, "contact_not_authorised"),
        ({"authorised": True, "is_direct_supervisor": True}, "contact_by_supervisor"),
        ({"authorised": True, "role": ContactingRole.OTHER}, "contact_role"),
        ({"authorised": True, "purpose": ContactPurpose.MORE_INFORMATION}, "contact_purpose"),
    ],
)
def test_a_provider_is_asked_by_the_right_person_and_nothing_else(contact: dict[str, Any], code: str | None) -> None:
    told = approved()
    assert told.ask(asked.ProviderContact, at("2026-03-02"), **(ROLE | contact)) == code
    assert (told.history()[-1] == "provider_contacted") is (code is None)


def test_nobody_asks_before_the_chance_to_cure_has_run() -> None:
    told = Telling(at("2026-02-13"), period("2026-04-01", "2026-05-15"))
    told.found(at("2026-02-13", "09:05"))
    contact: dict[str, Any] = ROLE | {"authorised": True}
    assert told.ask(asked.ProviderContact, at("2026-02-16"), **contact) == "no_certification_in_hand"
    paper = {"document": "D-1", "document_kind": said.DocumentKind.CERTIFICATION}
    told.say(said.DocumentReceived, at("2026-02-20"), **paper)
    items = (CertificationItem.DURATION,)
    assert told.ask(asked.DeficiencyFinding, at("2026-02-23"), defect=Defect.INCOMPLETE, items=items) is None
    told.accepted(at("2026-02-23", "10:00"))
    assert told.ask(asked.ProviderContact, at("2026-03-02"), **contact) == "contact_too_early"
    assert told.ask(asked.ProviderContact, at("2026-03-03"), **contact) is None


def test_who_is_back_is_held_no_longer_and_no_paper_is_asked() -> None:
    told = approved()
    assert held(told) is None
    told.say(said.ReturnedToWork, at("2026-05-20"), returned_on=date(2026, 5, 20))
    assert told.case.fitness.held_by is None
    assert told.tasks() == []
    assert held(told, returns_on=date(2026, 5, 21)) == "no_leave_to_return_from"
    assert told.ask(asked.Closing, at("2026-05-21")) is None


def test_a_return_before_the_day_that_was_held_ends_the_hold_and_is_looked_at() -> None:
    told = approved()
    assert held(told, returns_on=date(2026, 5, 30)) is None
    told.say(said.ReturnedToWork, at("2026-05-19"), returned_on=date(2026, 5, 12))
    assert told.case.fitness.held_by is None
    (task,) = [d for d in told.of(AskPerson) if d.facts.get("code") == "back_before_the_held_day"]
    assert task.kind.value == "fact_contradicts"
    assert "clearance" not in told.tasks()
    assert told.ask(asked.Closing, at("2026-05-20")) is None


def test_a_run_of_an_earlier_edition_keeps_its_hold() -> None:
    told = approved()
    assert held(told) is None
    told.case = told.case.model_copy(update={"edition": 3})
    told.say(said.ReturnedToWork, at("2026-05-20"), returned_on=date(2026, 5, 20))
    assert told.case.fitness.held_by is not None
