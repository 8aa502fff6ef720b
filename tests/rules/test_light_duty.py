"""Light duty after an injury at work. 29 CFR 825.207(e), 825.220(d), 825.702(d)(2) (law.md K5)."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.rules.facts import OFFICE, POLICY, day, policy
from workflows.rules.answers import Answer, Standing, Teller
from workflows.rules.light_duty import LightDuty, LightDutyAnswer, LightDutyFacts, light_duty, restoration_year_ends_on
from workflows.rules.policy import LeavePolicy

INJURY: dict[str, Any] = {
    "leave_first_on": "2026-04-07",
    "light_duty_from_on": "2026-05-18",
    "within_restrictions": True,
    "compensation_stopped_on": "2026-05-17",
    "weeks_left": "12",
    "schedule": OFFICE,
}


def asked(by: LeavePolicy = POLICY, **facts: Any) -> Answer[LightDuty]:
    """Injured on 2026-04-06, out from the day after, light duty offered for 2026-05-18."""
    return light_duty(LightDutyFacts.model_validate({**INJURY, **facts}), policy=by)


def test_825_702_d_2_refused_leave_goes_on_for_60_workdays_and_accrued_leave_reopens() -> None:
    answer = asked(answer="refused")
    assert answer.result == LightDuty(
        answer=LightDutyAnswer.REFUSED,
        last_charged_on=day("2026-06-29"),
        charged_weeks=Fraction(12),
        compensation_may_stop=True,
        substitution_reopens_on=day("2026-05-18"),
        restored_until=day("2026-06-29"),
        may_resume_on=None,
    )
    assert [step.rule for step in answer.steps] == ["K5", "K5", "K2", "J7"]
    assert "may be refused" in answer.steps[0].says
    assert "may stop" in answer.steps[1].says
    assert answer.steps[2].inputs == {"stopped_on": "2026-05-17"}
    assert answer.steps[3].inputs == {"last_on": "2026-06-29"}
    assert "goes on to 2026-06-29 at the latest" in answer.says


def test_825_220_d_accepted_charging_stops_after_29_workdays_and_the_right_to_return_is_held() -> None:
    answer = asked(answer="accepted")
    assert answer.result == LightDuty(
        answer=LightDutyAnswer.ACCEPTED,
        last_charged_on=day("2026-05-15"),
        charged_weeks=Fraction(29, 5),
        compensation_may_stop=False,
        substitution_reopens_on=None,
        restored_until=day("2027-04-06"),
        may_resume_on=None,
    )
    assert [step.rule for step in answer.steps] == ["K5", "K5"]
    assert answer.steps[0].inputs == {"last_on": "2026-05-15"}
    assert answer.steps[1].inputs == {"until": "2027-04-06"}
    assert answer.says == "FMLA is charged to 2026-05-15; the right to return is held until 2027-04-06."


def test_an_answer_that_is_not_given_is_conditional() -> None:
    answer = asked()
    assert answer.standing is Standing.CONDITIONAL
    assert [(b.given, b.result.last_charged_on if b.result else None) for b in answer.branches] == [
        (("what did the employee answer? accepted",), day("2026-05-15")),
        (("what did the employee answer? refused",), day("2026-06-29")),
    ]
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [("answer", Teller.EMPLOYEE)]


def test_an_offer_beyond_the_restrictions_is_no_ground_for_compensation_to_stop() -> None:
    answer = asked(answer="refused", within_restrictions=False, compensation_stopped_on=None)
    assert answer.result is not None
    assert answer.result.compensation_may_stop is False
    assert answer.result.substitution_reopens_on is None
    assert "no ground" in answer.steps[1].says
    unknown = asked(answer="refused", within_restrictions=None)
    assert [b.result.compensation_may_stop if b.result else None for b in unknown.branches] == [True, False]
    assert unknown.branches[0].given == ("does the offer keep to what the provider allows? yes",)
    assert [(gap.fact, gap.teller) for gap in unknown.gaps] == [("within_restrictions", Teller.AGENCY)]
    assert asked(answer="accepted", within_restrictions=None).standing is Standing.SETTLED


def test_after_light_duty_the_leave_may_resume() -> None:
    answer = asked(answer="accepted", light_duty_last_on="2026-06-12")
    assert answer.result is not None
    assert answer.result.may_resume_on == day("2026-06-13")


@pytest.mark.parametrize(
    ("weeks", "last", "charged"),
    [("2", "2026-04-20", "2"), ("9/10", "2026-04-13", "9/10"), ("0", "2026-04-06", "0"), ("100", None, None)],
)
def test_leave_goes_on_no_longer_than_its_weeks(weeks: str, last: str | None, charged: str | None) -> None:
    answer = asked(answer="refused", weeks_left=weeks)
    assert answer.result is not None
    assert answer.result.last_charged_on == (day(last) if last else None)
    assert answer.result.charged_weeks == (Fraction(charged) if charged else None)
    assert ("until its weeks are used" in answer.says) is (last is None)


def test_accepted_after_the_weeks_ran_out_charges_no_more_than_there_was() -> None:
    answer = asked(answer="accepted", weeks_left="2")
    assert answer.result is not None
    assert (answer.result.last_charged_on, answer.result.charged_weeks) == (day("2026-04-20"), Fraction(2))


def test_without_a_schedule_weeks_are_not_counted() -> None:
    accepted = asked(answer="accepted", schedule=None).result
    refused = asked(answer="refused", schedule=None).result
    assert accepted is not None
    assert refused is not None
    assert (accepted.last_charged_on, accepted.charged_weeks) == (day("2026-05-17"), None)
    assert (refused.last_charged_on, refused.charged_weeks) == (None, None)


def test_without_a_balance_what_is_charged_is_counted_all_the_same() -> None:
    accepted = asked(answer="accepted", weeks_left=None).result
    assert accepted is not None
    assert accepted.charged_weeks == Fraction(29, 5)
    late = asked(answer="accepted", weeks_left=None, light_duty_from_on="2028-05-18").result
    assert late is not None
    assert (late.last_charged_on, late.charged_weeks) == (day("2028-05-17"), None)


YEARS = [
    ("calendar", {}, "2026-05-18", "2026-12-31"),
    ("fixed", {}, "2026-05-18", "2026-06-30"),
    ("fixed", {}, "2026-07-01", "2027-06-30"),
    ("anniversary", {"hired_on": "2015-09-01"}, "2026-05-18", "2026-08-31"),
    ("anniversary", {"hired_on": "2015-05-18"}, "2026-05-18", "2027-05-17"),
    ("anniversary", {"hired_on": "2015-05-19"}, "2026-05-18", "2026-05-18"),
    ("forward", {"first_used_on": "2026-01-15"}, "2026-05-18", "2027-01-14"),
    ("forward", {"first_used_on": "2026-04-07"}, "2026-05-18", "2027-04-06"),
    ("rolling_backward", {}, "2026-05-18", "2027-04-06"),
    ("rolling_backward", {}, "2027-04-06", "2027-04-06"),
    ("rolling_backward", {}, "2027-04-07", "2028-04-06"),
]


@pytest.mark.parametrize(("method", "facts", "begins", "ends"), YEARS)
def test_the_right_to_return_is_held_until_the_leave_year_ends(
    method: str, facts: dict[str, Any], begins: str, ends: str
) -> None:
    by = policy(leave_year=method, leave_year_begins={"month": 7, "day": 1}, unconfirmed=("leave_year",))
    answer = asked(by, answer="accepted", light_duty_from_on=begins, weeks_left=None, **facts)
    assert answer.result is not None
    assert answer.result.restored_until == day(ends)
    assert answer.unconfirmed == ("leave_year",)


@pytest.mark.parametrize(
    ("method", "fact", "teller"),
    [("anniversary", "hired_on", Teller.DIRECTORY), ("forward", "first_used_on", Teller.COORDINATOR)],
)
def test_a_year_whose_first_day_is_unknown_has_no_end(method: str, fact: str, teller: Teller) -> None:
    by = policy(leave_year=method)
    facts = LightDutyFacts.model_validate(INJURY)
    assert restoration_year_ends_on(facts, policy=by) is None
    answer = asked(by, answer="accepted")
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [(fact, teller)]
    assert "2026-05-15" in answer.says


def test_825_200_e_where_no_method_was_chosen_the_latest_end_holds() -> None:
    by = policy(leave_year_chosen=False, leave_year="calendar")
    facts = LightDutyFacts.model_validate({**INJURY, "hired_on": "2015-05-18", "first_used_on": "2026-01-15"})
    assert restoration_year_ends_on(facts, policy=by) == day("2027-05-17")
    assert restoration_year_ends_on(LightDutyFacts.model_validate(INJURY), policy=by) is None


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"light_duty_from_on": "2026-04-06"}, "light_duty_before_leave"),
        ({"answer": "accepted", "light_duty_last_on": "2026-05-17"}, "ends_before_it_begins"),
        ({"answer": "refused", "light_duty_last_on": "2026-05-18"}, "refused_and_worked"),
        ({"compensation_stopped_on": "2026-04-06"}, "stopped_before_leave"),
    ],
)
def test_facts_that_contradict_each_other_are_refused(facts: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        asked(**facts)
    assert refused.value.errors()[0]["type"] == name
    assert asked(answer="accepted", light_duty_last_on="2026-05-18").result is not None


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 300), st.fractions(0, 12))
def test_no_day_of_light_duty_is_ever_charged(first_on: date, days: int, weeks: Fraction) -> None:
    begins_on = date.fromordinal(first_on.toordinal() + days)
    told: dict[str, Any] = {"leave_first_on": first_on, "light_duty_from_on": begins_on, "weeks_left": weeks}
    result = asked(answer="accepted", compensation_stopped_on=None, **told).result
    assert result is not None
    assert result.last_charged_on is not None
    assert result.last_charged_on < begins_on
    assert result.charged_weeks is not None
    assert result.charged_weeks <= weeks
    assert result.restored_until is not None
    assert result.restored_until >= begins_on
