"""Every word of every kept answer is as it was: a change of the rules shows itself in `tests/rules/said/`."""

import json

import pytest

from starter.explain.questions import QUESTIONS
from tests.rules.said import FOLDER, answer_of

ANEW = "if that is meant: python3 -m tests.rules.said, and read what changed"


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_was_said_is_still_said(name: str) -> None:
    question = QUESTIONS[name]
    kept = [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert kept
    for each in kept:
        asked = question.facts.model_validate_json(json.dumps(each["facts"]))
        assert answer_of(question, asked, each["policy"]) == each["answer"], ANEW


def test_nothing_is_kept_of_a_question_that_is_not_asked_any_more() -> None:
    assert {file.stem for file in FOLDER.glob("*.jsonl")} == set(QUESTIONS)
