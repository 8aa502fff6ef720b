"""Who may draw on the extended illness leave bank. M.G.L. c.7 s.4P (law.md K7)."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.rules.facts import POLICY
from workflows.rules.answers import Answer, Standing, Teller
from workflows.rules.illness_bank import IllnessBank, IllnessBankFacts, IllnessBankTest, illness_bank

TOLD: dict[str, Any] = {
    "on": "2026-05-04",
    "service_since": "2019-09-03",
    "donated_days": 1,
    "accruals_exhausted": True,
    "own_illness": True,
    "workdays_on_leave": 20,
    "compensation_or_disability": False,
    "bank_days_used": 0,
}


def asked(**facts: Any) -> Answer[IllnessBank]:
    """Somebody who meets every test, but for what is changed."""
    return illness_bank(IllnessBankFacts.model_validate({**TOLD, **facts}), policy=POLICY)


def test_who_meets_every_test_may_draw() -> None:
    answer = asked()
    assert answer.result == IllnessBank(open=True, unmet=(), days_left=120)
    assert answer.says == "The bank is open, for at most 120 days."
    assert [(step.rule, step.citation, step.inputs) for step in answer.steps] == [
        ("K7", "M.G.L. c.7 s.4P", {"met": "yes"})
    ] * 7
    says = " ".join(step.says for step in answer.steps)
    assert all(part in says for part in ("12 months", "1 day", "20 consecutive", "120 days in 2 years", "used up"))


@pytest.mark.parametrize(
    ("facts", "test", "words"),
    [
        ({"own_illness": False}, "own_illness", "not the employee's own"),
        ({"service_since": "2025-05-05"}, "service", "service is too short"),
        ({"donated_days": 0}, "donation", "donation is missing"),
        ({"accruals_exhausted": False}, "accruals", "accrued leave is left"),
        ({"workdays_on_leave": 19}, "workdays", "too short so far"),
        ({"compensation_or_disability": True}, "no_other_pay", "is received"),
        ({"bank_days_used": 120}, "days_left", "are used"),
        ({"bank_days_used": 121}, "days_left", "are used"),
    ],
)
def test_one_failed_test_closes_the_bank_whatever_else_is_unknown(facts: dict[str, Any], test: str, words: str) -> None:
    answer = asked(**facts)
    assert answer.result == IllnessBank(open=False, unmet=(IllnessBankTest(test),), days_left=None)
    assert words in answer.says
    unknown = {name: None for name in TOLD if name != "on"}
    assert asked(**{**unknown, **facts}).result == answer.result
    assert [step.inputs["met"] for step in answer.steps].count("no") == 1


@pytest.mark.parametrize(
    ("facts", "left"),
    [
        ({"service_since": "2025-05-04"}, 120),
        ({"workdays_on_leave": 21}, 120),
        ({"donated_days": 2}, 120),
        ({"bank_days_used": 119}, 1),
    ],
)
def test_the_limits_themselves_are_met(facts: dict[str, Any], left: int) -> None:
    answer = asked(**facts)
    assert answer.result == IllnessBank(open=True, unmet=(), days_left=left)
    assert answer.says == f"The bank is open, for at most {left} day{'' if left == 1 else 's'}."


@pytest.mark.parametrize(
    ("fact", "test", "asks", "teller"),
    [
        ("own_illness", "own_illness", "is it the employee's own extended illness?", Teller.EMPLOYEE),
        ("service_since", "service", "is a year of service complete?", Teller.DIRECTORY),
        ("donated_days", "donation", "was the yearly donation given?", Teller.AGENCY),
        ("accruals_exhausted", "accruals", "is all accrued leave used up?", Teller.AGENCY),
        ("workdays_on_leave", "workdays", "has the leave lasted long enough?", Teller.AGENCY),
        ("compensation_or_disability", "no_other_pay", "is there no compensation or disability pay?", Teller.AGENCY),
        ("bank_days_used", "days_left", "are days of the bank left to the employee?", Teller.AGENCY),
    ],
)
def test_a_test_that_nobody_told_of_is_asked_for(fact: str, test: str, asks: str, teller: Teller) -> None:
    answer = asked(**{fact: None})
    assert answer.standing is Standing.CONDITIONAL
    left = None if fact == "bank_days_used" else 120
    assert [(b.given, b.result) for b in answer.branches] == [
        ((f"{asks} yes",), IllnessBank(open=True, unmet=(), days_left=left)),
        ((f"{asks} no",), IllnessBank(open=False, unmet=(IllnessBankTest(test),), days_left=None)),
    ]
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [(fact, teller)]
    assert "unknown" in [step.inputs["met"] for step in answer.steps]


def test_several_unknown_tests_have_a_branch_each_and_not_every_combination() -> None:
    answer = asked(donated_days=None, workdays_on_leave=None, bank_days_used=None)
    assert [b.result.open if b.result else None for b in answer.branches] == [True, False, False, False]
    assert [gap.fact for gap in answer.gaps] == ["donated_days", "workdays_on_leave", "bank_days_used"]
    assert answer.branches[0].says == "The bank is open."


def test_several_failed_tests_are_all_named() -> None:
    answer = asked(donated_days=0, workdays_on_leave=3)
    assert answer.result is not None
    assert [test.value for test in answer.result.unmet] == ["donation", "workdays"]
    assert answer.says == "The bank is not open: the yearly donation is missing, the leave is too short so far."


def test_a_day_before_the_service_is_refused() -> None:
    assert asked(service_since="2026-05-04", donated_days=1).result is not None
    with pytest.raises(ValidationError) as refused:
        asked(service_since="2026-05-05")
    assert refused.value.errors()[0]["type"] == "asked_before_service"
