"""What makes a condition a serious health condition. 29 CFR 825.113-115 (law.md 1.2)."""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY
from workflows.rules.answers import Answer, Standing, Teller
from workflows.rules.conditions import Condition, ConditionFacts, ConditionTest, qualifying_condition

NO_OTHER: dict[str, Any] = {
    "inpatient": False,
    "pregnancy": False,
    "long_term": False,
    "permanent": False,
    "multiple_treatments": False,
}
TOLD: dict[str, Any] = {"first_on": "2026-03-02", "full_days": 4, "treatments_complete": True, "extenuating": False}
NOT_SERIOUS = Condition(serious=False, tests=())


def asked(**facts: Any) -> Answer[Condition]:
    """The question, where every other test surely fails."""
    return qualifying_condition(ConditionFacts.model_validate({**NO_OTHER, **facts}), policy=POLICY)


def ill(*treated: str, **facts: Any) -> Answer[Condition]:
    """A period of incapacity from Monday 2026-03-02, with treatments."""
    return asked(incapacity={**TOLD, "regimen": False, "treated_on": treated, **facts})


def serious(*tests: str) -> Condition:
    """It is one, by these tests."""
    return Condition(serious=True, tests=tuple(ConditionTest(t) for t in tests))


@pytest.mark.parametrize(
    ("full_days", "treated", "regimen", "expected"),
    [
        (4, ("2026-03-04", "2026-03-20"), False, serious("incapacity_two_treatments")),
        (3, ("2026-03-04", "2026-03-20"), False, NOT_SERIOUS),  # more than three full days
        (3, ("2026-03-04",), True, NOT_SERIOUS),
        (4, ("2026-03-09", "2026-04-01"), False, serious("incapacity_two_treatments")),  # day 7 and day 30
        (4, ("2026-03-10", "2026-04-01"), False, NOT_SERIOUS),
        (4, ("2026-03-09", "2026-04-02"), False, NOT_SERIOUS),
        (4, ("2026-03-02", "2026-03-02"), False, serious("incapacity_two_treatments")),
        (4, ("2026-03-01", "2026-03-04"), False, NOT_SERIOUS),  # before the first day
        (4, ("2026-03-04",), False, NOT_SERIOUS),
        (4, ("2026-03-09",), True, serious("incapacity_regimen")),
        (4, ("2026-03-10",), True, NOT_SERIOUS),
        (4, (), True, NOT_SERIOUS),
        (4, ("2026-03-04", "2026-03-05"), True, serious("incapacity_two_treatments", "incapacity_regimen")),
    ],
)
def test_825_115_a_incapacity_and_treatment(
    full_days: int, treated: tuple[str, ...], regimen: bool, expected: Condition
) -> None:
    answer = ill(*treated, full_days=full_days, regimen=regimen)
    assert (answer.standing, answer.result) == (Standing.SETTLED, expected)
    assert answer.says.startswith("it is a serious" if expected.serious else "it is no serious")


def test_825_115_a_5_extenuating_circumstances_excuse_the_second_treatment_alone() -> None:
    assert ill("2026-03-04", extenuating=True).result == serious("incapacity_two_treatments")
    assert ill("2026-03-10", "2026-03-12", extenuating=True).result == NOT_SERIOUS
    assert ill(extenuating=True).result == NOT_SERIOUS


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("inpatient", "an overnight stay in a facility"),
        ("pregnancy", "pregnancy or prenatal care"),
        ("permanent", "permanent or long incapacity under supervision"),
        ("multiple_treatments", "several treatments"),
    ],
)
def test_825_114_115_each_test_alone_is_enough(fact: str, words: str) -> None:
    facts = {**NO_OTHER, "incapacity": {**TOLD, "full_days": 0}, "long_term": None, fact: True}
    answer = qualifying_condition(ConditionFacts.model_validate(facts), policy=POLICY)
    assert answer.result == serious(fact)
    assert answer.says == f"it is a serious health condition: {words}"


@pytest.mark.parametrize(
    ("long_term", "visits", "expected"),
    [
        (True, 2, serious("chronic")),
        (True, 1, NOT_SERIOUS),
        (False, 9, NOT_SERIOUS),
        (False, None, NOT_SERIOUS),
        (None, 1, NOT_SERIOUS),
    ],
)
def test_825_115_c_a_chronic_condition_needs_two_visits_a_year(
    long_term: bool | None, visits: int | None, expected: Condition
) -> None:
    answer = asked(long_term=long_term, visits_a_year=visits, incapacity={**TOLD, "full_days": 0})
    assert answer.result == expected


@pytest.mark.parametrize(("long_term", "visits"), [(None, 2), (True, None), (None, None)])
def test_what_is_not_known_of_a_chronic_condition(long_term: bool | None, visits: int | None) -> None:
    answer = asked(long_term=long_term, visits_a_year=visits, incapacity={**TOLD, "full_days": 0})
    assert [b.result for b in answer.branches] == [serious("chronic"), NOT_SERIOUS]
    missing = "long_term" if long_term is None else "visits_a_year"
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [(missing, Teller.PROVIDER)]
    assert "2 visits a year" in answer.gaps[0].asks


@pytest.mark.parametrize(
    ("facts", "tests"),
    [
        ({"full_days": None}, ["incapacity_two_treatments"]),
        ({"treated_on": ("2026-03-04",), "extenuating": None}, ["incapacity_two_treatments"]),
        ({"treated_on": ("2026-03-04",), "treatments_complete": None}, ["incapacity_two_treatments"]),
        ({"treated_on": (), "treatments_complete": None}, ["incapacity_two_treatments"]),
        ({"treated_on": (), "treatments_complete": False}, ["incapacity_two_treatments"]),
        ({"treated_on": (), "treatments_complete": None, "full_days": 3}, []),
        ({"treated_on": (), "extenuating": None}, []),
        ({"regimen": None}, []),
        ({"regimen": None, "treated_on": ("2026-03-04",)}, ["incapacity_regimen"]),
        ({"regimen": None, "full_days": None}, ["incapacity_two_treatments", "incapacity_regimen"]),
    ],
)
def test_what_is_not_known_of_incapacity_and_treatment(facts: dict[str, Any], tests: list[str]) -> None:
    treated = ("2026-03-04", "2026-03-05") if facts.get("full_days", 0) is None else ()
    answer = asked(incapacity={**TOLD, "regimen": False, "treated_on": treated, **facts})
    assert [gap.fact.partition(".")[0] for gap in answer.gaps] == ["incapacity" for _ in tests]
    if not tests:
        assert answer.result == NOT_SERIOUS
    else:
        assert answer.branches[0].result == serious(tests[0])
        assert answer.branches[-1].result == NOT_SERIOUS


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"treated_on": ("2026-03-04",), "extenuating": None}, ["incapacity.extenuating"]),
        ({"treated_on": ("2026-03-04",), "regimen": None}, ["incapacity.regimen"]),
        (
            {"treated_on": ("2026-03-04",), "extenuating": None, "regimen": None},
            ["incapacity.extenuating", "incapacity.regimen"],
        ),
        ({"treated_on": ("2026-03-04",), "extenuating": None, "treatments_complete": None}, ["incapacity"]),
        ({"treated_on": ("2026-03-04",), "extenuating": None, "full_days": None}, ["incapacity"]),
        ({"treated_on": ("2026-03-04",), "regimen": None, "full_days": None}, ["incapacity"]),
    ],
)
def test_of_a_test_that_lacks_one_fact_that_fact_is_asked_for(facts: dict[str, Any], missing: list[str]) -> None:
    answer = asked(incapacity={**TOLD, "regimen": False, **facts})
    assert [gap.fact for gap in answer.gaps] == missing
    assert [gap.asks for gap in answer.gaps if gap.fact == "incapacity.extenuating"] == (
        ["was the second treatment late for a reason that nobody could help?"]
        if "incapacity.extenuating" in missing
        else []
    )


def test_what_one_test_settles_needs_nothing_else() -> None:
    answer = qualifying_condition(ConditionFacts(pregnancy=True), policy=POLICY)
    assert answer.result == serious("pregnancy")
    assert [step.citation for step in answer.steps] == [
        f"29 CFR 825.{place}" for place in ("114", "115(a)(1)", "115(a)(2)", "115(b)", "115(c)", "115(d)", "115(e)")
    ]
    assert [step.says for step in answer.steps][2:5] == [
        "a longer incapacity with a treatment and a regimen: unknown",
        "pregnancy or prenatal care: met",
        "a chronic condition: unknown",
    ]


def test_where_nothing_is_known_every_test_is_asked_for() -> None:
    answer = qualifying_condition(ConditionFacts(), policy=POLICY)
    asked_for = ["inpatient", "incapacity", "incapacity", "pregnancy", "long_term", "permanent", "multiple_treatments"]
    assert [gap.fact for gap in answer.gaps] == asked_for
    assert [b.result for b in answer.branches] == [*(serious(test) for test in ConditionTest), NOT_SERIOUS]
    numbers = [gap.asks for gap in answer.gaps if gap.fact == "incapacity"]
    assert "more than 3 full days" in numbers[0]
    assert "within 7 days and another within 30" in numbers[0]
    assert "regimen" in numbers[1]


def test_what_is_permanent_is_long() -> None:
    with pytest.raises(ValidationError) as refused:
        asked(permanent=True, long_term=False)
    assert refused.value.errors()[0]["type"] == "permanent_and_short"


@given(facts_of(ConditionFacts))
def test_one_test_is_enough_and_none_is_a_no(facts: ConditionFacts) -> None:
    answer = qualifying_condition(facts, policy=POLICY)
    assert len(answer.steps) == len(ConditionTest)
    results = [answer.result] if answer.result else [b.result for b in answer.branches]
    assert all(result is not None and result.serious == bool(result.tests) for result in results)
