"""Eligibility beside FMLA: the layer, catastrophic, parental and abuse leave. Red Book 5.01; c.149 s.52E, s.105D."""

from typing import Any

import pytest

from infra import policies
from tests.rules.facts import POLICY, day, policy
from workflows.rules.answers import Standing
from workflows.rules.eligibility import EligibilityFacts, eligibility
from workflows.rules.plan_tests import MetWhen, PlanTest, PlanTestStanding
from workflows.rules.policy import LeavePolicy

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))
UNIT_9 = policy(catastrophic_units=("unit-9",))


def asked(plan: str, under: LeavePolicy = POLICY, hired: str = "2015-03-02", **facts: Any) -> Any:
    """The question for a leave that starts on Monday 2026-03-02."""
    service = {"stretches": [{"first_on": hired}], "earlier_service_known": True, **facts.pop("service", {})}
    given = {"plan": plan, "starts_on": "2026-03-02", "service": service, **facts}
    return eligibility(EligibilityFacts.model_validate(given), policy=under)


def outcomes(answer: Any) -> dict[str, str]:
    """Each test with where it stands."""
    return {test.test.value: test.outcome.value for test in answer.result.tests}


def of(result: Any, test: PlanTest) -> PlanTestStanding:
    """One test."""
    found: PlanTestStanding = next(t for t in result.tests if t.test is test)
    return found


NO_PROBATION: dict[str, Any] = {"probation": {"required": False}}


@pytest.mark.parametrize(
    ("ends_on", "eligible", "met_on"),
    [("2026-03-01", True, None), ("2026-03-02", False, "2026-03-03"), ("2026-08-31", False, "2026-09-01")],
)
def test_red_book_5_01_probation_completed(ends_on: str, eligible: bool, met_on: str | None) -> None:
    answer = asked("commonwealth", hired="2025-12-01", probation={"ends_on": ends_on})
    assert (answer.standing, answer.result.eligible) == (Standing.SETTLED, eligible)
    test = of(answer.result, PlanTest.PROBATION_OR_SERVICE)
    assert (test.met_on, test.met_when) == ((day(met_on), MetWhen.ON) if met_on else (None, None))
    assert list(outcomes(answer)) == ["given_by_employer", "employed", "probation_or_service"]
    assert answer.unconfirmed == ("layer_eligibility",)
    assert {step.rule for step in answer.steps} == {"E9"}
    assert ("probation is not completed" in answer.says) is not eligible
    assert answer.steps[-1].inputs["probation_ends_on"] == ends_on


@pytest.mark.parametrize(
    ("hired", "eligible", "met_on"),
    [("2025-12-02", True, None), ("2025-12-03", False, "2026-03-03"), ("2026-03-02", False, "2026-06-02")],
)
def test_red_book_5_01_without_probation_three_consecutive_months(
    hired: str, eligible: bool, met_on: str | None
) -> None:
    answer = asked("commonwealth", hired=hired, **NO_PROBATION)
    assert answer.result.eligible is eligible
    test = of(answer.result, PlanTest.PROBATION_OR_SERVICE)
    assert (test.met_on, test.met_when) == ((day(met_on), MetWhen.ON) if met_on else (None, None))
    assert set(answer.unconfirmed) == {"layer_eligibility", "layer_service_months"}
    assert "3 consecutive months" in answer.steps[-1].says
    assert answer.steps[-1].inputs["months"] == "3"


def test_red_book_5_01_months_of_an_earlier_stretch_are_not_consecutive() -> None:
    spans = [{"first_on": "2020-01-01", "last_on": "2026-01-30"}, {"first_on": "2026-02-02"}]
    answer = asked("commonwealth", service={"stretches": spans}, **NO_PROBATION)
    assert of(answer.result, PlanTest.PROBATION_OR_SERVICE).met_on == day("2026-05-02")
    joined = [{"first_on": "2020-01-01", "last_on": "2026-02-01"}, {"first_on": "2026-02-02"}]
    assert asked("commonwealth", service={"stretches": joined}, **NO_PROBATION).result.eligible is True


def test_red_book_5_01_what_is_not_known() -> None:
    unlisted = asked("commonwealth", hired="2026-02-02", service={"earlier_service_known": None}, **NO_PROBATION)
    assert [b.result.eligible for b in unlisted.branches] == [True, False]
    latest = of(unlisted.branches[1].result, PlanTest.PROBATION_OR_SERVICE)
    assert (latest.met_on, latest.met_when) == (day("2026-05-02"), MetWhen.AT_THE_LATEST)
    no_end = asked("commonwealth", probation={"required": True})
    assert [b.result.eligible for b in no_end.branches] == [True, False]
    assert of(no_end.branches[1].result, PlanTest.PROBATION_OR_SERVICE).met_on is None
    neither = asked("commonwealth")
    assert [gap.fact for gap in neither.gaps] == ["probation"]
    assert "layer_service_months" in neither.unconfirmed
    nobody = asked("commonwealth", service={"stretches": []}, **NO_PROBATION)
    assert [gap.fact for gap in nobody.gaps] == ["service.stretches", "probation"]
    assert [b.result.eligible for b in nobody.branches] == [True, False, False]


def test_there_is_no_test_of_hours_or_worksite_in_the_layer() -> None:
    answer = asked("commonwealth", service={"worksite_fifty": False, "hours_records_complete": True}, **NO_PROBATION)
    assert answer.result.eligible is True


@pytest.mark.parametrize(
    ("choice", "eligible"), [("everybody", True), ("nobody", False), ("probation_or_service", False)]
)
def test_who_has_the_layer_is_the_employers_choice(choice: str, eligible: bool) -> None:
    answer = asked("commonwealth", policy(layer_eligibility=choice), hired="2026-02-02", **NO_PROBATION)
    assert answer.result.eligible is eligible
    assert ("gives nobody" in answer.says) is (choice == "nobody")
    assert asked("commonwealth", HARBOR).result.eligible is False
    assert asked("commonwealth", HARBOR).unconfirmed == ()


@pytest.mark.parametrize(
    "plan_facts",
    [
        ("commonwealth", {"probation": {"ends_on": "2020-01-01"}}),
        ("parental", {"probation": {"ends_on": "2020-01-01"}, "full_time": True}),
        ("abuse", {"accrued_leave_left": False}),
        ("catastrophic", {"reason": "own_condition", "catastrophic_used": False, "bargaining_unit": "unit-9"}),
    ],
    ids=lambda pair: pair[0],
)
def test_who_is_not_employed_on_the_day_has_no_leave(plan_facts: tuple[str, dict[str, Any]]) -> None:
    plan, facts = plan_facts
    assert asked(plan, UNIT_9, **facts).result.eligible is True
    for span in ({"first_on": "2015-03-02", "last_on": "2026-03-01"}, {"first_on": "2026-03-03"}):
        answer = asked(plan, UNIT_9, service={"stretches": [span]}, **facts)
        assert answer.result.eligible is False
        assert outcomes(answer)["employed"] == "unmet"
        assert "not employed on that day" in answer.says
    for same_employer, eligible in ((True, True), (False, False), (None, None)):
        at_body: dict[str, Any] = {"first_on": "2015-03-02", "at": {"body": "B-1", "same_employer": same_employer}}
        answer = asked(plan, UNIT_9, service={"stretches": [at_body]}, **facts)
        assert (answer.result.eligible if answer.result else None) is eligible


OWN: dict[str, Any] = {"reason": "own_condition", "catastrophic_used": False, "bargaining_unit": "unit-9"}


@pytest.mark.parametrize(
    ("changes", "failed"),
    [
        ({}, None),
        ({"reason": "family_care"}, "own_condition"),
        ({"catastrophic_used": True}, "once_in_life"),
        ({"bargaining_unit": "unit-1"}, "given_by_employer"),
    ],
)
def test_catastrophic_leave_is_once_in_a_life_for_an_own_condition(changes: dict[str, Any], failed: str | None) -> None:
    answer = asked("catastrophic", UNIT_9, **{**OWN, **changes})
    assert answer.result.eligible is (failed is None)
    assert [name for name, outcome in outcomes(answer).items() if outcome != "met"] == ([failed] if failed else [])
    assert set(answer.unconfirmed) == {"catastrophic_units", "catastrophic_weeks"}
    assert {step.rule for step in answer.steps} == {"N13"}


@pytest.mark.parametrize(
    ("missing", "fact"),
    [("reason", "reason"), ("catastrophic_used", "catastrophic_used"), ("bargaining_unit", "bargaining_unit")],
)
def test_what_is_not_known_of_catastrophic_leave(missing: str, fact: str) -> None:
    answer = asked("catastrophic", UNIT_9, **{**OWN, missing: None})
    assert [b.result.eligible for b in answer.branches] == [True, False]
    assert [gap.fact for gap in answer.gaps] == [fact]


def test_nobody_has_catastrophic_leave_until_units_are_confirmed() -> None:
    answer = asked("catastrophic", **{**OWN, "bargaining_unit": None})
    assert (answer.standing, answer.result.eligible) == (Standing.SETTLED, False)
    assert "no such leave is given" in answer.says
    no_weeks = policy(catastrophic_units=("unit-9",), catastrophic_weeks=0)
    assert asked("catastrophic", no_weeks, **OWN).result.eligible is False


def test_the_unit_of_the_policy_is_the_employees_unless_another_is_told() -> None:
    of_unit = LeavePolicy.model_validate({**policies.read(POLICY.id, "unit-2"), "catastrophic_units": ("unit-2",)})
    assert asked("catastrophic", of_unit, **{**OWN, "bargaining_unit": None}).result.eligible is True
    assert asked("catastrophic", of_unit, **OWN).result.eligible is False


@pytest.mark.parametrize(
    ("hired", "probation", "eligible", "met_on"),
    [
        ("2015-03-02", {"ends_on": "2026-03-01"}, True, None),
        ("2026-01-02", {"ends_on": "2026-03-02"}, False, "2026-03-03"),
        ("2025-12-02", {"ends_on": "2026-12-31"}, True, None),  # a probation counts for three months at most
        ("2025-12-03", {"ends_on": "2026-12-31"}, False, "2026-03-03"),
        ("2025-12-02", {"required": True}, True, None),
        ("2025-12-02", {"required": False}, True, None),
        ("2025-12-03", {"required": False}, False, "2026-03-03"),
        ("2015-03-02", {}, True, None),  # either way it is met
    ],
)
def test_c149_105d_parental_leave_after_three_months_at_most(
    hired: str, probation: dict[str, Any], eligible: bool, met_on: str | None
) -> None:
    answer = asked("parental", hired=hired, probation=probation, full_time=True)
    assert (answer.standing, answer.result.eligible) == (Standing.SETTLED, eligible)
    assert of(answer.result, PlanTest.PROBATION_OR_SERVICE).met_on == (day(met_on) if met_on else None)
    assert {step.rule for step in answer.steps} == {"1.14-PLA"}
    assert answer.unconfirmed == ()


def test_c149_105d_the_latest_day_where_the_end_of_probation_is_not_known() -> None:
    answer = asked("parental", hired="2026-01-02", probation={"required": True}, full_time=True)
    latest = of(answer.branches[1].result, PlanTest.PROBATION_OR_SERVICE)
    assert (latest.met_on, latest.met_when) == (day("2026-04-02"), MetWhen.AT_THE_LATEST)


@pytest.mark.parametrize("full_time", [True, False, None])
def test_c149_105d_parental_leave_is_for_full_time_work(full_time: bool | None) -> None:
    answer = asked("parental", full_time=full_time)
    if full_time is None:
        assert [gap.fact for gap in answer.gaps] == ["full_time"]
        assert [b.result.eligible for b in answer.branches] == [True, False]
        return
    assert answer.result.eligible is full_time
    assert ("does not work full time" in answer.says) is not full_time


@pytest.mark.parametrize(
    ("left", "waived", "eligible"),
    [
        (False, None, True),
        (False, False, True),
        (True, True, True),
        (None, True, True),
        (True, False, False),
        (True, None, None),
        (None, False, None),
        (None, None, None),
    ],
)
def test_c149_52e_accrued_leave_is_used_first_unless_waived(
    left: bool | None, waived: bool | None, eligible: bool | None
) -> None:
    answer = asked("abuse", hired="2026-03-01", accrued_leave_left=left, accrued_leave_waived=waived)
    if eligible is None:
        assert [gap.fact for gap in answer.gaps] == ["accrued_leave_left"]
        assert [b.result.eligible for b in answer.branches] == [True, False]
        return
    assert answer.result.eligible is eligible
    assert ("accrued leave is used first" in answer.says) is not eligible
    assert list(outcomes(answer)) == ["employed", "accrued_leave_first"]
    assert answer.unconfirmed == ()


def test_facts_files_that_call_the_commonwealth_layer_otherwise_are_still_read() -> None:
    assert asked("layer", probation={"ends_on": "2020-01-01"}) == asked(
        "commonwealth", probation={"ends_on": "2020-01-01"}
    )
