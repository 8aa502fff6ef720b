"""What the rules say, kept: facts of every question with the whole answer, so that every changed word is seen.

Record anew after a change that is meant: python3 -m tests.rules.said asks the same facts again; what is refused by now
is left out. With --draw and names of questions, theirs are drawn anew from all that the types allow, and kept if they
bring a sentence that no kept one has. The files are read in review like any other.

Knows: how facts are chosen and written. Never knows: whether an answer is right: the tests by citation know that.
"""

import argparse
import contextlib
import json
import re
import sys
import time
import warnings
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from pydantic import BaseModel, ValidationError

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


def asked_again(question: Question) -> list[dict[str, Any]]:
    """The facts that are kept, each once, with the answers of today."""
    kept: dict[str, dict[str, Any]] = {}
    for line in (FOLDER / f"{question.name}.jsonl").read_text(encoding="utf-8").splitlines():
        before = json.loads(line)
        with contextlib.suppress(ValidationError):
            asked = question.facts.model_validate_json(json.dumps(before["facts"]))
            answer = answer_of(question, asked, before["policy"])
            kept[json.dumps([before["policy"], before["facts"]])] = {**before, "answer": answer}
    return list(kept.values())


def main() -> None:
    """Write the files anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draw", nargs="+", default=[], metavar="QUESTION", choices=list(QUESTIONS))
    drawn = parser.parse_args().draw
    warnings.simplefilter("ignore")
    for question in QUESTIONS.values():
        is_new = question.name in drawn
        if drawn and not is_new:
            continue
        found = recorded(question) if is_new else asked_again(question)
        lines = [json.dumps(each, ensure_ascii=False) for each in found]
        (FOLDER / f"{question.name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        sys.stdout.write(f"{question.name}: {len(lines)}\n")


if __name__ == "__main__":
    main()
