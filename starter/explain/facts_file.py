"""The facts file: one question with its facts, in JSON, and the schema that describes every such file.

Knows: the file's shape, and how to say what is wrong with one. Never knows: what follows from the facts.
Every fault is told with its place and its name; what was written there is never repeated.
"""

import json
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, create_model

from infra import policies
from starter.explain.questions import QUESTIONS, Question
from workflows.rules.answers import Answer
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen

POLICY = "massachusetts-executive-2026"
"""The policy where a file names none."""

MOST_BYTES = 8 * 1024 * 1024
"""Three years of intermittent leave are a tenth of this."""


class Fault(NamedTuple):
    """What is wrong with a file: where, the name of the fault, and a sentence."""

    where: str
    name: str
    says: str


class BadFacts(Exception):
    """A file that cannot be answered: its faults."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{f.where}: {f.says}" if f.where else f.says for f in faults))
        self.faults = faults


class Asked(NamedTuple):
    """A question with its facts, read and found free of contradictions."""

    question: Question
    facts: Frozen
    policy: LeavePolicy

    def answer(self) -> Answer[Any]:
        """What the rules say."""
        return self.question.answer(self.facts, policy=self.policy)


class _Envelope(BaseModel):
    """What every facts file has beside its facts."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    policy: str = Field(POLICY, description="The leave policy, by the name of its file in infra/policies.")
    unit: str | None = Field(None, description="Bargaining unit, where its contract has other values.")


def read(content: bytes) -> Asked:
    """A question from a file. BadFacts with every fault."""
    written = _json(content)
    try:
        asked: Any = _adapter().validate_python(written, strict=False)
    except ValidationError as error:
        raise BadFacts(*_faults(error)) from None
    return Asked(QUESTIONS[asked.question], asked.facts, _policy(asked.policy, asked.unit))


def schema(name: str | None = None) -> dict[str, Any]:
    """The JSON schema of every facts file, or of those that ask one question."""
    adapter = TypeAdapter(_file_type(QUESTIONS[name])) if name else _adapter()
    title = f"A leeway facts file: {name}" if name else "A leeway facts file"
    return {"title": title, **adapter.json_schema()}


def example(name: str) -> dict[str, Any]:
    """A whole facts file that asks one question, ready to be changed."""
    facts = QUESTIONS[name].facts.model_json_schema()["examples"][0]
    return {"question": name, "policy": POLICY, "facts": facts}


def _json(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        raise BadFacts(Fault("", "too_large", f"the file is larger than {MOST_BYTES // 1024 // 1024} MB"))
    try:
        return json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BadFacts(Fault(where, "not_json", "this is not JSON from here on")) from None
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise BadFacts(Fault("", "not_json", "the file is not JSON in UTF-8")) from None


def _policy(name: str, unit: str | None) -> LeavePolicy:
    try:
        return LeavePolicy.model_validate(policies.read(name, unit))
    except policies.UnknownPolicy as error:
        raise BadFacts(Fault("policy", "unknown_policy", str(error))) from None


def _faults(error: ValidationError) -> list[Fault]:
    return [Fault(_where(e["loc"]), e["type"], e["msg"].removeprefix("Value error, ")) for e in error.errors()]


def _where(place: tuple[int | str, ...]) -> str:
    """As a person finds it in the file: facts.entries[3].on. The first part only repeats the question."""
    parts = place[1:] if place and place[0] in QUESTIONS else place
    written = ""
    for part in parts:
        written += f"[{part}]" if isinstance(part, int) else f".{part}" if written else part
    return written


@cache
def _adapter() -> TypeAdapter[Any]:
    # Made when it runs: a checker of types cannot know which questions there are.
    files: Any = Union[tuple(_file_type(question) for question in QUESTIONS.values())]  # noqa: UP007
    return TypeAdapter(Annotated[files, Field(discriminator="question")])


@cache
def _file_type(question: Question) -> type[BaseModel]:
    fields: dict[str, Any] = {"question": (Literal[question.name], ...), "facts": (question.facts, ...)}
    return create_model(f"Ask_{question.name}", __base__=_Envelope, __doc__=question.asks, **fields)
