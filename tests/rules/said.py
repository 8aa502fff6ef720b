"""What the rules say, kept: facts of every question with the whole answer, so that every changed word is seen.

Record anew after a change that is meant: python3 -m tests.rules.said. Facts are drawn from all that the types allow and
kept if they bring a sentence that no kept one has; the files are read in review like any other.

Knows: how facts are chosen and written. Never knows: whether an answer is right: the tests by citation know that.
"""

import contextlib
import json
import re
import sys
import time
import warnings
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from pydantic import BaseModel

from infra import policies
from starter.explain.questions import QUESTIONS, Question
from tests.rules.arbitrary import facts
from workflows.rules.answers import Step
from workflows.rules.policy import LeavePolicy

FOLDER = Path(__file__).parent / "said"
POLICIES = {name: LeavePolicy.model_validate(policies.read(name)) for name in policies.names()}
DRAWN = 300
SECONDS = 4
"""For each question: some facts take long to draw, and enough of them is enough."""

MOST = 40
LONGEST = 2500
"""Characters of facts: what is longer is hard to read in review."""


class Enough(Exception):
    """Drawing has taken long enough."""


def answer_of(question: Question, asked: BaseModel, policy: str) -> dict[str, Any]:
    """What is kept of an answer: everything but the versions and the citations, which other tests hold."""
    answer = question.answer(asked, policy=POLICIES[policy])
    return {
        "standing": answer.standing.value,
        "says": answer.says,
        "result": json.loads(answer.model_dump_json())["result"],
        "steps": [_step(step) for step in answer.steps],
        "branches": [[*b.given, b.says] for b in answer.branches],
        "gaps": [f"{g.fact}: {g.asks} ({g.teller})" for g in answer.gaps],
        "unconfirmed": list(answer.unconfirmed),
    }


def _step(step: Step) -> str:
    inputs = ", ".join(f"{name}={value}" for name, value in step.inputs.items())
    return f"{step.rule}{' by law' if step.by_law else ''}: {step.says} {inputs}".strip()


def _new_in(answer: dict[str, Any], seen: dict[str, None]) -> bool:
    """Whether it says anything that was not said before, whatever the numbers."""
    words = [answer["says"], *answer["steps"], *answer["gaps"], *(w for b in answer["branches"] for w in b)]
    plain = [re.sub(r"\d+", "#", word) for word in words]
    fresh = [word for word in plain if word not in seen]
    seen |= dict.fromkeys(plain)
    return bool(fresh)


def recorded(question: Question) -> list[dict[str, Any]]:
    """Facts and answers of one question: its examples first, then what brings a new sentence."""
    kept: list[dict[str, Any]] = []
    seen: dict[str, None] = {}

    def keep(asked: BaseModel) -> None:
        written = json.loads(asked.model_dump_json())
        if len(json.dumps(written)) > LONGEST or len(kept) >= MOST:
            return
        for policy in POLICIES:
            answer = answer_of(question, asked, policy)
            if _new_in(answer, seen):
                kept.append({"policy": policy, "facts": written, "answer": answer})

    for example in question.facts.model_json_schema()["examples"]:
        keep(question.facts.model_validate(example))

    @given(asked=facts(question.facts))
    @settings(
        max_examples=DRAWN,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def draw(asked: BaseModel) -> None:
        if time.monotonic() > until:
            raise Enough
        keep(asked)

    until = time.monotonic() + SECONDS
    with contextlib.suppress(Enough):
        draw()
    return kept


def main() -> None:
    """Write every file anew."""
    warnings.simplefilter("ignore")
    FOLDER.mkdir(exist_ok=True)
    for question in QUESTIONS.values():
        lines = [json.dumps(each, ensure_ascii=False) for each in recorded(question)]
        (FOLDER / f"{question.name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        sys.stdout.write(f"{question.name}: {len(lines)}\n")


if __name__ == "__main__":
    main()
