"""Any facts that the types of a model allow, also absurd ones: what a rule must bear without falling over."""

import types
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import ValidationError

from workflows.values import Frozen

M = TypeVar("M", bound=Frozen)

EDGES = (date(1, 1, 1), date(1, 1, 2), date(9999, 12, 30), date(9999, 12, 31), date(2024, 2, 29), date(2026, 3, 8))
DAYS = st.one_of(st.sampled_from(EDGES), st.dates(date(2025, 12, 1), date(2027, 3, 1)), st.dates())


@cache
def facts_of(model: type[M]) -> st.SearchStrategy[M]:
    """Facts of a model that do not contradict each other. Made once for each: making it costs more than drawing."""
    fields = model.model_fields.items()
    needed = {name: _of(field.annotation) for name, field in fields if field.is_required()}
    others = {name: _of(field.annotation) for name, field in fields if not field.is_required()}
    return st.fixed_dictionaries(needed, optional=others).map(lambda given: _built(model, given)).filter(_is_whole)


def _built(model: type[M], given: dict[str, Any]) -> M:
    try:
        return model(**given)
    except ValidationError:
        return None  # type: ignore[return-value]


def _is_whole(facts: Frozen | None) -> bool:
    return facts is not None


def _of(annotation: Any) -> st.SearchStrategy[Any]:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _of(args[0])
    if origin in (Union, types.UnionType):
        return st.one_of(*(_of(arg) for arg in args))
    if origin is Literal:
        return st.sampled_from(args)
    if origin is tuple:
        return st.lists(_of(args[0]), max_size=4).map(tuple)
    return _plain(annotation)


def _plain(annotation: Any) -> st.SearchStrategy[Any]:
    if annotation is date:
        return DAYS
    if annotation is str:
        return st.sampled_from(("", "C-7"))
    if annotation is int:
        return st.one_of(st.integers(0, 400), st.sampled_from((0, 1, 10**12)))
    if isinstance(annotation, type) and issubclass(annotation, Frozen):
        return facts_of(annotation)
    return st.from_type(annotation)
