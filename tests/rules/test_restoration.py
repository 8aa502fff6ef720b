"""The job at the return. 29 CFR 825.214-219, 825.311(b) (law.md F8, J7)."""

from typing import Any

import pytest
from hypothesis import given

from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY
from workflows.rules.answers import Answer, Standing
from workflows.rules.restoration import Restoration, RestorationFacts, RestorationGround, restoration


def job(**changes: Any) -> Answer[Restoration]:
    facts = {"offered": "same", "unequivocal": False, "job_gone": False, **changes}
    return restoration(RestorationFacts.model_validate(facts), policy=POLICY)


@pytest.mark.parametrize(
    ("changes", "ground", "owed", "satisfied", "rules"),
    [
        ({}, "restored", True, True, ["J7"]),
        ({"job_gone": None}, "restored", True, True, ["J7"]),
        ({"offered": "other", "terms_equal": True}, "restored", True, True, ["J7"]),
        ({"offered": "other", "terms_equal": False}, "not_equivalent", True, False, ["J7"]),
        ({"offered": "none"}, "nothing_offered", True, False, ["J7"]),
        ({"job_gone": True}, "no_greater_right", False, False, ["J7"]),
        ({"unequivocal": True, "unequivocal_found_by": "C-7"}, "will_not_return", False, False, ["F8"]),
        ({"unequivocal": True}, "restored", True, True, ["F8", "J7"]),
        ({"unequivocal": True, "unequivocal_found_by": ""}, "restored", True, True, ["F8", "J7"]),
        ({"unequivocal": None, "unequivocal_found_by": "C-7"}, "restored", True, True, ["F8", "J7"]),
    ],
)
def test_825_214_the_same_or_an_equivalent_job(
    changes: dict[str, Any], ground: str, owed: bool, satisfied: bool, rules: list[str]
) -> None:
    answer = job(**changes)
    assert answer.result == Restoration(owed=owed, satisfied=satisfied, ground=RestorationGround(ground))
    assert [step.rule for step in answer.steps] == rules


def test_825_215_whether_the_terms_are_equal_may_be_unknown() -> None:
    answer = job(offered="other")
    assert [b.result.satisfied for b in answer.branches if b.result] == [True, False]
    assert answer.gaps[0].fact == "terms_equal"
    assert len({job(offered="none").says, job().says, answer.branches[1].says, job(job_gone=True).says}) == 4


REFUSED = {
    "found": True,
    "told_with_rights": True,
    "injury_told": True,
    "time_to_return": True,
    "asked_again": False,
}
"""A refusal to a key employee with everything that 825.217-219 ask."""


def refused(**changes: Any) -> Answer[Restoration]:
    offered = changes.pop("offered", "none")
    terms = {"terms_equal": False} if offered == "other" else {}
    return job(offered=offered, key_employee={**REFUSED, **changes}, **terms)


@pytest.mark.parametrize(
    ("changes", "ground", "stands"),
    [
        ({}, "key_employee", "29 CFR 825.219(d)"),
        ({"offered": "other"}, "key_employee", "29 CFR 825.219(d)"),
        ({"denied_again": False}, "key_employee", "29 CFR 825.219(d)"),  # nobody asked again
        ({"found": False}, "nothing_offered", "29 CFR 825.217(a)"),
        ({"told_with_rights": False}, "nothing_offered", "29 CFR 825.219(a)"),
        ({"injury_told": False}, "nothing_offered", "29 CFR 825.219(b)"),
        ({"time_to_return": False}, "nothing_offered", "29 CFR 825.219(b)"),
        ({"time_to_return": False, "offered": "other"}, "not_equivalent", "29 CFR 825.219(b)"),
        ({"told_with_rights": False, "found": None}, "nothing_offered", "29 CFR 825.219(a)"),  # lost whoever it is
        ({"asked_again": True, "denied_again": True}, "key_employee", "29 CFR 825.219(d)"),
        ({"asked_again": None, "denied_again": True}, "key_employee", "29 CFR 825.219(d)"),
        ({"asked_again": True, "denied_again": False}, "nothing_offered", "29 CFR 825.219(d)"),
    ],
)
def test_825_219_the_job_is_refused_to_a_key_employee_who_was_told_in_time(
    changes: dict[str, Any], ground: str, stands: str
) -> None:
    answer = refused(**changes)
    ended = ground == "key_employee"
    assert answer.result == Restoration(owed=not ended, satisfied=False, ground=RestorationGround(ground))
    assert stands in [step.citation for step in answer.steps]


@pytest.mark.parametrize("fact", ["found", "told_with_rights", "injury_told", "time_to_return"])
def test_825_219_what_is_not_told_of_a_refusal_is_asked(fact: str) -> None:
    answer = refused(**{fact: None})
    assert [gap.fact for gap in answer.gaps] == [f"key_employee.{fact}"]
    assert [b.result.ground.value for b in answer.branches if b.result] == ["key_employee", "nothing_offered"]


def test_825_219_of_a_refusal_of_which_nothing_is_known_nothing_is_said() -> None:
    answer = job(offered="none", key_employee={})
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert [gap.fact.removeprefix("key_employee.") for gap in answer.gaps] == [*REFUSED, "denied_again"]


def test_825_219_what_is_not_told_of_a_refusal_is_asked_in_order() -> None:
    answer = refused(injury_told=None, time_to_return=None, asked_again=None)
    assert [gap.fact.removeprefix("key_employee.") for gap in answer.gaps] == [
        "injury_told",
        "time_to_return",
        "asked_again",
        "denied_again",
    ]
    owed = [b.result.owed for b in answer.branches if b.result]
    assert owed == [False, True, False, True, True]  # asked again and denied, or not; not asked; then each no


def test_825_219_d_asking_again_at_the_end_of_leave_is_judged_anew() -> None:
    answer = refused(asked_again=True)
    assert [gap.fact for gap in answer.gaps] == ["key_employee.denied_again"]
    assert [b.result.owed for b in answer.branches if b.result] == [False, True]


def test_825_217_who_is_a_key_employee_is_told_with_the_numbers_of_law() -> None:
    step = next(step for step in refused().steps if step.citation == "29 CFR 825.217(a)")
    assert step.inputs == {"found": "yes", "percent": "10", "miles": "75"}


@pytest.mark.parametrize("changes", [{}, {"found": False}, {"found": None}])
def test_825_219_c_leave_and_health_cover_are_never_refused_on_this_ground(changes: dict[str, Any]) -> None:
    assert any("health cover" in s.says and s.citation == "29 CFR 825.219(c)" for s in refused(**changes).steps)


@pytest.mark.parametrize(
    ("changes", "ground"),
    [
        ({"offered": "same"}, "restored"),
        ({"offered": "other", "terms_equal": True}, "restored"),
        ({"offered": "none", "job_gone": True}, "no_greater_right"),
        ({"offered": "none", "unequivocal": True, "unequivocal_found_by": "C-7"}, "will_not_return"),
    ],
)
def test_825_219_who_has_the_job_back_or_has_no_right_to_it_is_asked_nothing(
    changes: dict[str, Any], ground: str
) -> None:
    answer = job(**changes, key_employee={"found": None})
    assert answer.result is not None
    assert answer.result.ground.value == ground


def test_825_219_other_terms_and_a_refusal_both_unknown() -> None:
    answer = job(offered="other", key_employee={**REFUSED, "found": None})
    assert [b.result.ground.value for b in answer.branches if b.result] == [
        "restored",
        "key_employee",
        "not_equivalent",
    ]


@given(facts_of(RestorationFacts))
def test_the_job_is_judged_whatever_is_told(facts: RestorationFacts) -> None:
    answer = restoration(facts, policy=POLICY)
    assert answer.result is None or answer.result.owed or not answer.result.satisfied


def test_examples_are_facts() -> None:
    for example in RestorationFacts.model_json_schema()["examples"]:
        RestorationFacts.model_validate(example)
