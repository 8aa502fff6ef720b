"""The job at the return. 29 CFR 825.214-216, 825.311(b) (law.md F8, J7)."""

from typing import Any

import pytest
from hypothesis import given

from tests.rules.any_facts import facts_of
from tests.rules.facts import POLICY
from workflows.rules.answers import Answer
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


@given(facts_of(RestorationFacts))
def test_the_job_is_judged_whatever_is_told(facts: RestorationFacts) -> None:
    answer = restoration(facts, policy=POLICY)
    assert answer.result is None or answer.result.owed or not answer.result.satisfied


def test_examples_are_facts() -> None:
    for example in RestorationFacts.model_json_schema()["examples"]:
        RestorationFacts.model_validate(example)
