"""How days, instants, times of day and fractions stand in a facts file: each in one way, nothing else is taken for one.

Knows: the schema of the facts, and which text each kind of value has. Never knows: a question, or what a value means.
The types of the facts would read a number as the days or seconds since 1970, and midnight in Greenwich as a day in New
York; a day is no instant (29 CFR 825.300-308 counts in days of the employer). Stored facts are not read here.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from starter.explain.wrong import DAY, FRACTION, OF_THE_DAY, TIME, YEAR


class Misread(NamedTuple):
    """A value that is not written as its kind is: its place, the name of the fault, a sentence."""

    place: tuple[int | str, ...]
    name: str
    says: str


_WAYS: dict[str, tuple[re.Pattern[str], str, str]] = {
    "date": (re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII), "date_type", DAY),
    "date-time": (re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*", re.ASCII), "datetime_type", TIME),
    "time": (re.compile(r"\d{2}:\d{2}(:\d{2}(\.\d+)?)?", re.ASCII), "time_type", OF_THE_DAY),
    "fraction": (re.compile(r"-?\d+(\.\d+)?|-?\d+/\d*[1-9]\d*", re.ASCII), "fraction_parsing", FRACTION),
}
"""By the format that the schema names."""

_YEARS = re.compile("19|20|21")
"""The first digits of years that can be asked about: beyond them counting would end where the calendar does."""

_LONGEST = 400
_EXPONENT = re.compile(r"[eE][+-]?\d{4}", re.ASCII)


def is_too_long(number: str) -> bool:
    """Whether a number has so many digits, written out or not, that reading it would fill the memory."""
    return len(number) > _LONGEST or _EXPONENT.search(number) is not None


def misread(content: Any, schema: dict[str, Any]) -> Iterator[Misread]:
    """What in a file is not written as its schema says; whether the values are right is for their types to say."""
    return _in(content, [schema], (), schema.get("$defs", {}))


def _in(value: Any, shapes: Sequence[Any], place: tuple[int | str, ...], defined: dict[str, Any]) -> Iterator[Misread]:
    """In a value that may have any of these shapes."""
    told = [shape for each in shapes for shape in _alternatives(each, defined)]
    if not told:
        return
    if isinstance(value, dict):
        for name, inner in value.items():
            within = [s["properties"][name] for s in told if name in s.get("properties", {})]
            yield from _in(inner, within, (*place, name), defined)
    elif isinstance(value, list):
        within = [s["items"] for s in told if "items" in s]
        for number, inner in enumerate(value):
            yield from _in(inner, within, (*place, number), defined)
    elif value is not None:
        yield from _leaf(value, {s.get("format") for s in told if s.get("type") == "string"}, place)


def _leaf(value: Any, formats: set[Any], place: tuple[int | str, ...]) -> Iterator[Misread]:
    if len(formats) != 1 or (way := _WAYS.get(next(iter(formats)))) is None:
        return
    pattern, name, says = way
    if name == "fraction_parsing" and not isinstance(value, str):
        return
    if not (isinstance(value, str) and pattern.fullmatch(value)) or (name == "fraction_parsing" and is_too_long(value)):
        yield Misread(place, name, says)
    elif name in ("date_type", "datetime_type") and not _YEARS.match(value):
        yield Misread(place, "year_out_of_reach", YEAR)


def _alternatives(shape: Any, defined: dict[str, Any]) -> list[dict[str, Any]]:
    """A shape without references and choices: everything that may stand there."""
    if "$ref" in shape:
        return _alternatives(defined[shape["$ref"].rpartition("/")[2]], defined)
    choices = [*shape.get("anyOf", ()), *shape.get("oneOf", ())]
    return [found for each in choices for found in _alternatives(each, defined)] if choices else [shape]
