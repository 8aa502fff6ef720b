"""What a rule answers: a result with its reasons, or what must be known first.

Knows: how answers are put together, and that unknown is a value. Never knows: any rule, or any person.
An answer is settled; settled by law, where law itself says who bears the doubt; conditional, with each branch and who
can tell which; or not answerable, with the missing fact named. Nothing is ever guessed.
"""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from workflows.rules.calendar import days_after, end_of_day
from workflows.values import Frozen

if TYPE_CHECKING:
    from workflows.rules.policy import LeavePolicy

T = TypeVar("T")


class Standing(StrEnum):
    """How far an answer goes."""

    SETTLED = "settled"
    SETTLED_BY_LAW = "settled_by_law"
    CONDITIONAL = "conditional"
    NOT_ANSWERABLE = "not_answerable"


class Teller(StrEnum):
    """Who can tell a fact that is missing."""

    EMPLOYEE = "employee"
    AGENCY = "agency"
    DIRECTORY = "directory"
    HRD = "hrd"
    COORDINATOR = "coordinator"
    PROVIDER = "provider"
    DFML = "dfml"
    DOOR = "door"


class Step(Frozen):
    """One step of the reasoning: the rule, where it stands, what it says here. `inputs` are what went in, as text.
    `by_law`: a doubt that law itself resolves."""

    rule: str
    citation: str
    says: str
    inputs: dict[str, str] = {}
    by_law: bool = False


POLICY_FACT = "policy"
"""What is missing is no fact about anybody: another policy would have it, and a file of facts names one."""


class Gap(Frozen):
    """A fact that is missing: its name in the facts, `leaves.shape` for one of each leave, the question it answers,
    and who can tell. Every name can be written in a file of facts."""

    fact: str = Field(description="The missing fact, by its name.")
    asks: str = Field(description="The question that it answers.")
    teller: Teller = Field(description="Who can tell it.")

    def within(self, part: str) -> "Gap":
        """The same fact, named from facts of which these are a part. A choice of the policy is in no facts."""
        return self if self.fact == POLICY_FACT else self.model_copy(update={"fact": f"{part}.{self.fact}"})


class Branch(Frozen, Generic[T]):
    """What the answer is, given what is not known yet. `result` None: not even then."""

    given: tuple[str, ...]
    says: str
    result: T | None


class Answer(Frozen, Generic[T]):
    """The answer to one question. `result` is there if it is settled; `branches` if it is conditional, and `says` is
    then the question on which it turns first; `gaps` name what is missing. `unconfirmed` names values of the policy
    it rests on that the employer has not confirmed."""

    standing: Standing
    says: str
    result: T | None = None
    steps: tuple[Step, ...] = ()
    branches: tuple[Branch[T], ...] = ()
    gaps: tuple[Gap, ...] = ()
    policy: str
    policy_version: str
    calendar: str
    unconfirmed: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> "Answer[T]":
        if self.is_settled != (self.result is not None):
            raise ValueError("a settled answer has a result, and no other has one")
        if (self.standing is Standing.CONDITIONAL) != bool(self.branches):
            raise ValueError("a conditional answer has branches, and no other has any")
        if self.is_settled == bool(self.gaps):
            raise ValueError("an answer that is not settled names what is missing, and no other does")
        return self

    def within(self, part: str) -> "Answer[T]":
        """The same answer, to a question whose facts have these as a part: what is missing is named from there."""
        return self.model_copy(update={"gaps": tuple(gap.within(part) for gap in self.gaps)})

    @property
    def is_settled(self) -> bool:
        """Whether there is one result, whatever is not known."""
        return self.standing in (Standing.SETTLED, Standing.SETTLED_BY_LAW)


class Due(Frozen):
    """A legal date: the last day that is in time, with the rule and all that it was computed from. `unit` is such as
    `business days`; the trigger day is not counted. It ends with that day in New York."""

    rule: str
    citation: str
    due_on: date
    counted_from: date
    count: int
    unit: str
    policy: str
    policy_version: str
    calendar: str

    @property
    def due_at(self) -> datetime:
        """The first instant that is too late, in UTC."""
        return end_of_day(self.due_on)


class Reasoning:
    """The steps of an answer while it is found, and the values of the policy that it rests on."""

    def __init__(self, policy: "LeavePolicy") -> None:
        self._policy = policy
        self._steps: list[Step] = []
        self._unconfirmed: list[str] = []

    def step(self, rule: str, says: str, *, by_law: bool = False, stands: str | None = None, **inputs: object) -> None:
        """A step, with its citation from the policy, or `stands`: the very paragraph, where one says all of it. Inputs
        are written as people write them; None is `unknown`."""
        written = {name: _written(value) for name, value in inputs.items()}
        citation = stands or self._policy.citation(rule)
        self._steps.append(Step(rule=rule, citation=citation, says=says, inputs=written, by_law=by_law))

    def rests_on(self, *choices: str) -> None:
        """The answer depends on these values of the policy: an unconfirmed one is named beside the answer."""
        unconfirmed = dict.fromkeys(c for c in choices if c in self._policy.unconfirmed)
        self._unconfirmed += [c for c in unconfirmed if c not in self._unconfirmed]

    def include(self, other: "Answer[T]") -> None:
        """The steps of an answer that this one goes on from."""
        self._steps += [step for step in other.steps if step not in self._steps]
        self._unconfirmed += [c for c in other.unconfirmed if c not in self._unconfirmed]

    def settled(self, result: T, says: str) -> Answer[T]:
        """One result. Where a step was settled by law, the answer says so."""
        by_law = any(step.by_law for step in self._steps)
        standing = Standing.SETTLED_BY_LAW if by_law else Standing.SETTLED
        return self._answer(standing, says, result=result)

    def not_answerable(self, says: str, *gaps: Gap) -> Answer[T]:
        """Nothing can be said until these facts are known."""
        return self._answer(Standing.NOT_ANSWERABLE, says, gaps=gaps)

    def depends(self, gap: Gap, cases: Sequence[tuple[str, Answer[T]]]) -> Answer[T]:
        """The answer turns on a missing fact: what it is in each case, such as `("yes", …), ("no", …)`. If it is the
        same in every case, it does not turn on that fact, and is what it is in each."""
        for _, answer in cases:
            self.include(answer)
        first, *others = (answer for _, answer in cases)
        if all(_is_same(first, other) for other in others):
            return self._whatever(gap, first, tuple(g for _, answer in cases for g in answer.gaps))
        branches = [branch for label, answer in cases for branch in _branches(gap, label, answer)]
        gaps = tuple(dict.fromkeys((gap, *(g for _, answer in cases for g in answer.gaps))))
        return self._answer(Standing.CONDITIONAL, f"It depends: {gap.asks}", branches=tuple(branches), gaps=gaps)

    def _whatever(self, gap: Gap, same: Answer[T], gaps: tuple[Gap, ...]) -> Answer[T]:
        """What is the same in every case. Where nothing can be said in any, what was asked about is missing too."""
        if same.is_settled:
            return self.settled(_result(same), same.says)
        if same.branches:
            open_yet = tuple(dict.fromkeys(gaps))
            return self._answer(Standing.CONDITIONAL, same.says, branches=same.branches, gaps=open_yet)
        return self.not_answerable(same.says, *dict.fromkeys((*gaps, gap)))

    def _answer(
        self,
        standing: Standing,
        says: str,
        *,
        result: T | None = None,
        branches: tuple[Branch[T], ...] = (),
        gaps: tuple[Gap, ...] = (),
    ) -> Answer[T]:
        return Answer[T](
            standing=standing,
            says=says,
            result=result,
            steps=tuple(self._steps),
            branches=branches,
            gaps=gaps,
            policy=self._policy.id,
            policy_version=self._policy.version,
            calendar=self._policy.calendar.version,
            unconfirmed=tuple(self._unconfirmed),
        )


Place = tuple[str | int, ...]
"""Where something stands within facts: names, and numbers in lists: `("entries", 17)`."""


def contradiction(name: str, sentence: str, *, at: Place = (), on: date | None = None) -> PydanticCustomError:
    """Facts that cannot both be true, refused by name: to be raised by a validator of the facts. The sentence says
    what is wrong and never repeats what was given. `at`: which one of many it is, from the facts that are validated;
    `on`: its day, which the sentence begins with."""
    says = sentence if on is None else f"on {on} {sentence}"
    return PydanticCustomError(name, says, {"at": at} if at else None)


def told_again(told: Iterable[Hashable]) -> int | None:
    """The number of the first one in a list that was there before. None: each is there once."""
    seen: dict[Hashable, None] = {}
    for number, one in enumerate(told):
        if one in seen:
            return number
        seen[one] = None
    return None


def due(rule: str, counted_from: date, days: int, *, policy: "LeavePolicy", business: bool = False) -> Due:
    """A date so many calendar or business days after a trigger day, which is not counted. Nothing rolls off a
    weekend: where law means business days it says so."""
    from_calendar = policy.calendar.business_days_after(counted_from, days) if business else None
    return Due(
        rule=rule,
        citation=policy.citation(rule),
        due_on=from_calendar or days_after(counted_from, days),
        counted_from=counted_from,
        count=days,
        unit="business days" if business else "calendar days",
        policy=policy.id,
        policy_version=policy.version,
        calendar=policy.calendar.version,
    )


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "unknown" if value is None else str(value)


def _is_same(one: Answer[T], other: Answer[T]) -> bool:
    """Whether two cases come to the same: by their results, or by their sentences where there is none."""
    if one.is_settled and other.is_settled:
        return one.result == other.result
    return (one.standing, one.says, one.branches) == (other.standing, other.says, other.branches)


def _result(answer: Answer[T]) -> T:
    if answer.result is None:
        raise ValueError("only a settled answer has a result")
    return answer.result


def _branches(gap: Gap, label: str, answer: Answer[T]) -> tuple[Branch[T], ...]:
    given = f"{gap.asks} {label}"
    if answer.branches:
        return tuple(b.model_copy(update={"given": (given, *b.given)}) for b in answer.branches)
    return (Branch[T](given=(given,), says=answer.says, result=answer.result),)
