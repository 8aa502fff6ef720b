"""The facts file: one question with its facts, in JSON, and the schema that describes every such file.

Knows: the file's shape, and how to say what is wrong with one. Never knows: what follows from the facts.
Every fault is told with its place and its name; what was written there is never repeated.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, create_model

from infra import policies
from starter import lawful_policy
from starter.explain import as_written
from starter.explain.questions import QUESTIONS, Question
from starter.explain.wrong import is_contradiction, which, words
from workflows.rules.answers import Answer
from workflows.rules.calendar import day_of
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

    def note(self) -> str | None:
        """That the policy was not in force yet: every day of the facts lies before its first. None: it was, or some
        day lies after it, as that of an old appointment lies before."""
        latest_on = max(_days(self.facts.model_dump()), default=None)
        if latest_on is None or latest_on >= self.policy.effective_from:
            return None
        begins_on = self.policy.effective_from
        return f"Policy {self.policy.id} is in force from {begins_on} on, and all of this lies before that."


def _days(value: Any) -> Iterator[date]:
    """Every day that stands anywhere in facts; of an instant, its day in New York."""
    if isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _days(each)
    elif isinstance(value, datetime):
        yield day_of(value)
    elif isinstance(value, date):
        yield value


class _Envelope(BaseModel):
    """What every facts file has beside its facts."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    policy: str = Field(POLICY, description="The leave policy, by the name of its file in infra/policies.")
    unit: str | None = Field(None, description="Bargaining unit, where its contract has other values.")


def read(content: bytes) -> Asked:
    """A question from a file. BadFacts with every fault."""
    written = _json(content)
    misread = _misread(written)
    try:
        asked: Any = _adapter().validate_python(written, strict=False)
    except ValidationError as error:
        raise BadFacts(*misread, *_faults(error, written, besides=misread)) from None
    if misread:
        raise BadFacts(*misread)
    policy = _policy(asked.policy, asked.unit)
    _unit_must_be_known(asked.policy, asked.unit)
    return Asked(QUESTIONS[asked.question], asked.facts, policy)


def _misread(content: Any) -> list[Fault]:
    """A number is no day, though the types of the facts would take it for one."""
    name = content.get("question") if isinstance(content, dict) else None
    if not isinstance(name, str) or name not in QUESTIONS:
        return []
    found = as_written.misread(content, _schema(name))
    return [Fault(_where(each.place, content), each.name, each.says) for each in found]


@cache
def _schema(name: str) -> dict[str, Any]:
    return schema(name)


def schema(name: str | None = None) -> dict[str, Any]:
    """The JSON schema of every facts file, or of those that ask one question."""
    adapter = TypeAdapter(_file_type(QUESTIONS[name])) if name else _adapter()
    title = f"A leeway facts file: {name}" if name else "A leeway facts file"
    return {"title": title, **adapter.json_schema()}


def example(name: str) -> dict[str, Any]:
    """A whole facts file that asks one question, ready to be changed."""
    facts = QUESTIONS[name].facts.model_json_schema()["examples"][0]
    return {"question": name, "policy": POLICY, "facts": facts}


class _Twice(ValueError):
    """A name that stands twice in one pair of braces."""


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Twice(name)
        found[name] = value
    return found


def _json(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        raise BadFacts(Fault("", "too_large", f"the file is larger than {MOST_BYTES // 1024 // 1024} MB"))
    try:
        return json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_each_once, parse_float=_number, parse_constant=_no_number
        )
    except _Twice as error:
        raise BadFacts(Fault(str(error), "told_twice", "this fact is told twice")) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BadFacts(Fault(where, "not_json", "this is not JSON from here on")) from None
    except UnicodeDecodeError:
        raise BadFacts(Fault("", "not_json", "the file is not text in UTF-8")) from None
    except RecursionError:
        raise BadFacts(Fault("", "too_deep", "brackets or braces stand too deep inside each other")) from None
    except ValueError:  # all that is left: more digits than a whole number may have
        raise BadFacts(Fault("", "too_long", "a number in the file has too many digits")) from None


def _number(written: str) -> Fraction:
    """Exact, and none so large that it would fill the memory. ValueError."""
    if as_written.is_too_long(written):
        raise ValueError(written)
    return Fraction(written)


def _no_number(written: str) -> Any:
    raise BadFacts(Fault("", "no_number", f"{written} is not a number; where a fact is not known write null"))


def _policy(name: str, unit: str | None) -> LeavePolicy:
    try:
        return lawful_policy.read(name, unit)
    except policies.UnknownPolicy as error:
        raise BadFacts(Fault("policy", "unknown_policy", str(error))) from None
    except lawful_policy.Unlawful as unlawful:
        raise BadFacts(*(Fault(f"policy {name} {where}".strip(), *told) for where, *told in unlawful.faults)) from None


def _unit_must_be_known(name: str, unit: str | None) -> None:
    known = policies.units(name)
    if unit is not None and unit not in known:
        there = f"it has: {', '.join(known)}" if known else "it has none"
        says = f"this policy has no section for that unit ({there}); leave it out for what holds in general"
        raise BadFacts(Fault("unit", "unknown_unit", says))


def _faults(error: ValidationError, content: Any, *, besides: list[Fault]) -> list[Fault]:
    """Beside misread values, what else is wrong with single ones: no contradiction rests on a misread value."""
    found = [e for e in error.errors() if not (besides and is_contradiction(e))]
    faults = [Fault(_where((*e["loc"], *which(e)), content), e["type"], words(e)) for e in found]
    return [fault for fault in faults if not any(told.where.startswith(fault.where) for told in besides)]


def _where(place: tuple[int | str, ...], content: Any) -> str:
    """As a person finds it in the file: facts.entries[3].on. What only names a kind stands nowhere in the file."""
    at = content
    written = ""
    for number, part in enumerate(place, start=1):
        if isinstance(part, int):
            written += f"[{part}]"
            at = at[part] if isinstance(at, list) and part < len(at) else None
        elif (isinstance(at, dict) and part in at) or (number == len(place) and number > 1):
            written += f".{part}" if written else part
            at = at.get(part) if isinstance(at, dict) else None
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
