"""What holds of every question, whatever the facts: it is answered, whole, cited, and the same each time."""

import io
import re
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from rich.console import Console

from infra import policies
from starter.explain.page import page
from starter.explain.questions import QUESTIONS, Question
from tests.rules.arbitrary import facts
from workflows.rules.answers import POLICY_FACT, Answer
from workflows.rules.policy import LeavePolicy

POLICIES = {name: LeavePolicy.model_validate(policies.read(name)) for name in policies.names()}
DAYS_TELL_APART = ("balance",)
"""Its sentence is about the day asked; cases may differ in later days alone, which stand in the result."""

each_question = pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: str(question.name))


NO_WORDS = re.compile(r"\b(None|True|False)\b|<\w+|\b[A-Za-z]\w*\(|\b[A-Za-z]+_[a-z_]+\b|\b\w+=")
"""Values as a program writes them: nothing, yes and no, an object, a code, a field with its value."""


def printed(answer: Answer[Any]) -> list[str]:
    """The answer as people read it, line by line; where a fact is to be written stands by its name in the file."""
    screen = Console(width=400, file=io.StringIO(), color_system=None)
    screen.print(page(answer, recorded_by="now"))
    assert isinstance(screen.file, io.StringIO)
    return [re.sub(r" can tell: [\w.]+$", "", line.rstrip()) for line in screen.file.getvalue().splitlines()]


def told_apart(answer: Answer[Any]) -> bool:
    """Whether cases with one sentence come to the same, and not all cases do: then it does not turn on a fact."""
    results: dict[str, Any] = {}
    for branch in answer.branches:
        if results.setdefault(branch.says, branch.result) != branch.result:
            return False
    return len(results) != 1


def can_be_written(fact: str, facts: type[BaseModel]) -> bool:
    """Whether a fact has a place in a facts file: in the facts, by the names of their parts, or as the policy."""
    parts: list[type[BaseModel]] = [facts]
    for name in fact.split("."):
        kinds = [part.model_fields[name].annotation for part in parts if name in part.model_fields]
        if not kinds:
            return fact == POLICY_FACT
        parts = [part for kind in kinds for part in models_in(kind)]
    return True


def models_in(kind: Any) -> list[type[BaseModel]]:
    """What a type is made of: each part of a choice, of a list, of something that may be missing."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    return [model for part in get_args(kind) for model in models_in(part)]


@each_question
@given(data=st.data(), name=st.sampled_from(sorted(POLICIES)))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_no_rule_raises_on_facts_that_its_types_allow(question: Question, data: st.DataObject, name: str) -> None:
    policy = POLICIES[name]
    asked = data.draw(facts(question.facts))
    answer = question.answer(asked, policy=policy)
    assert isinstance(answer, Answer)
    assert answer.says
    assert question.answer(asked, policy=policy) == answer
    assert all(step.citation != step.rule for step in answer.steps), "a rule without a citation"
    assert (answer.policy, answer.calendar) == (policy.id, policy.calendar.version)
    assert answer.model_dump_json()
    assert [words for words in printed(answer) if NO_WORDS.search(words)] == []
    assert told_apart(answer) or question.name in DAYS_TELL_APART
    named = [gap.fact for gap in getattr(asked, "eligibility_missing", ())]  # these stand in the facts themselves
    unknown = [gap.fact for gap in answer.gaps if not can_be_written(gap.fact, question.facts)]
    assert [fact for fact in unknown if fact not in named] == []


@each_question
def test_every_example_is_answered_under_every_policy_with_reasons(question: Question) -> None:
    examples = question.facts.model_json_schema()["examples"]
    assert examples
    for example in examples:
        for policy in POLICIES.values():
            answer = question.answer(question.facts.model_validate(example), policy=policy)
            assert answer.steps or answer.gaps


@each_question
def test_every_fact_says_what_it_is(question: Question) -> None:
    undescribed = [name for name, field in question.facts.model_fields.items() if not field.description]
    assert undescribed == []
