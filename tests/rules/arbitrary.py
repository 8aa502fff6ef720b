"""Any facts that the types of a question allow: for the properties that hold of every question.

Knows: the types that facts are made of. Never knows: a question. Days lie close together, so that they meet, and now
and then at the end of time; facts that contradict each other are refused by their own validators, and tried again.
"""

from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from fractions import Fraction
from functools import cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import AwareDatetime, BaseModel, ValidationError
from pydantic.fields import FieldInfo

from workflows.rules.time_in_days import DAY_MINUTES, SHIFTS_OF_A_DAY, WEEK_MINUTES

FIRST = date(2024, 1, 1)
EDGES = (
    *(date.min, date(1, 1, 2), date(9999, 12, 30), date.max),
    *(date(2024, 2, 29), date(2027, 2, 28), date(2026, 3, 8)),
)
DAYS = st.one_of(
    st.integers(0, 1500).map(lambda n: FIRST + timedelta(days=n)),
    st.integers(0, 120).map(lambda n: date(2026, 1, 1) + timedelta(days=n)),
    st.sampled_from(EDGES),
)
INSTANTS = st.integers(0, 3 * 366 * 24 * 4).map(lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * n))
LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    date: DAYS,
    datetime: INSTANTS,
    AwareDatetime: INSTANTS,
    time: st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15)),
    Fraction: st.fractions(0, 30, max_denominator=40),
    NoneType: st.none(),
    str: st.sampled_from(("a", "b", "need-1", "E-1", "2026-03-08T02:30", "unit-2")),
}
STRETCHES = (("first_on", "last_on"), ("starts_on", "last_on"), ("from_on", "to_on"), ("starts_at", "ends_at"))
"""What is told with its start first: drawn the other way round it is turned, for half of all draws would be lost."""


@cache
def facts(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    """Facts of one question, free of contradictions. Made once for each model: making it costs more than drawing."""
    fields = {name: _of_field(field) for name, field in model.model_fields.items()}
    return st.fixed_dictionaries(fields).map(partial(_built, model)).filter(_is_built)


def _built(model: type[BaseModel], given: dict[str, Any]) -> BaseModel | None:
    for start, end in STRETCHES:
        first, last = given.get(start), given.get(end)
        if first is not None and last is not None and last < first:
            given = {**given, start: last, end: first}
    try:
        return model.model_validate(_fitting(given))
    except ValidationError:
        return None


def _fitting(given: dict[str, Any]) -> dict[str, Any]:
    """Minutes that so many weeks can have, or the weeks that they are: drawn apart they hardly ever agree."""
    weeks, minutes, base = (given.get(name) for name in ("weeks", "minutes", "base_minutes"))
    if not isinstance(weeks, Fraction) or not isinstance(minutes, int):
        return given
    if isinstance(base, Fraction) and base > 0:
        return {**given, "minutes": minutes % SHIFTS_OF_A_DAY + 1, "weeks": (minutes % SHIFTS_OF_A_DAY + 1) / base}
    most = min(int(abs(weeks) * WEEK_MINUTES), DAY_MINUTES)
    return {**given, "minutes": max(-most, min(minutes, most))}


def _is_built(made: BaseModel | None) -> bool:
    return made is not None


def _of_field(field: FieldInfo) -> st.SearchStrategy[Any]:
    wanted = _of(field.annotation, tuple(field.metadata))
    if field.is_required():
        return wanted
    return st.one_of(st.just(field.get_default(call_default_factory=True)), wanted)


def _of(kind: Any, limits: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _of(parts[0], (*limits, *parts[1:]))
    if origin in (Union, UnionType):
        return st.one_of([_of(part, limits) for part in parts])
    if origin is Literal:
        return st.sampled_from(parts)
    if origin is tuple:
        return _tuple(parts, limits)
    if origin is dict:
        return st.dictionaries(_of(parts[0]), _of(parts[1]), max_size=2)
    return _of_class(kind, limits)


def _tuple(parts: tuple[Any, ...], limits: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if len(parts) == 2 and parts[1] is Ellipsis:
        least = max((getattr(limit, "min_length", 0) for limit in limits), default=0)
        most = min((getattr(limit, "max_length", None) or least + 3 for limit in limits), default=least + 3)
        return st.lists(_of(parts[0]), min_size=least, max_size=min(most, least + 3)).map(tuple)
    return st.tuples(*(_of(part) for part in parts))


def _of_class(kind: Any, limits: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return facts(kind)
    if kind is int:
        return _integers(limits)
    return LEAVES[kind]


def _integers(limits: tuple[Any, ...]) -> st.SearchStrategy[int]:
    least, most = -3, 10**6
    for limit in limits:
        least = max(least, getattr(limit, "ge", least), getattr(limit, "gt", least - 1) + 1)
        most = min(most, getattr(limit, "le", most), getattr(limit, "lt", most + 1) - 1)
    return st.one_of(st.integers(least, min(most, least + 700)), st.integers(least, most))
