"""What is wrong with a value in a facts file, in the words of whoever wrote the file.

Knows: the kinds of fault that a reader of values names. Never knows: a question, or the value: it is not repeated.
"""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

DAY = "this is not a day; write it in quotes like 2026-03-02"
TIME = "this is not a time with its offset; write it in quotes like 2026-03-02T09:00:00-05:00"
OF_THE_DAY = "this is not a time of the day; write it in quotes like 09:00"
FRACTION = "this is not a number; write it like 3 or 0.6, or as a fraction in quotes like 3/5"
YEAR = "check the year: only days from 1900 to 2199 can be asked about"
_NUMBER = "this is not a whole number"
_OBJECT = "here must be facts in braces, each with its name"

_WORDS: dict[str, str] = {
    "missing": "this fact is missing",
    "extra_forbidden": "there is no such fact; --schema lists those there are",
    "too_short": "this list has too few entries: at least {min_length}",
    "too_long": "this list has too many entries: at most {max_length}",
    "string_too_short": "this word is too short",
    "string_too_long": "this word is too long",
    "greater_than_equal": "this is too small: at least {ge}",
    "greater_than": "this is too small: it must be more than {gt}",
    "less_than_equal": "this is too large: at most {le}",
    "less_than": "this is too large: it must be less than {lt}",
    "enum": "this word is not known; it is one of: {expected}",
    "literal_error": "this word is not known; it is one of: {expected}",
    "union_tag_not_found": "this does not say which it is: “kind” or “question” is missing",
    "bool_type": "this is neither true nor false",
    "bool_parsing": "this is neither true nor false",
    "string_type": "this is not a word in quotes",
    "tuple_type": "here must be a list in brackets",
    "list_type": "here must be a list in brackets",
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dict_type": _OBJECT,
    "timezone_aware": TIME,
    "date_type": DAY,
    "date_parsing": DAY,
    "date_from_datetime_parsing": DAY,
    "date_from_datetime_inexact": DAY,
    "datetime_type": TIME,
    "datetime_parsing": TIME,
    "datetime_from_date_parsing": TIME,
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_from_float": _NUMBER,
    "int_parsing_size": _NUMBER,
    "time_type": OF_THE_DAY,
    "time_parsing": OF_THE_DAY,
    "fraction_type": FRACTION,
    "fraction_parsing": FRACTION,
}

MOST_CHOICES = 20
"""Nobody reads a longer list in the middle of a sentence."""


def is_contradiction(fault: Mapping[str, Any]) -> bool:
    """Whether it is about several facts together, and not about how one is written: a name of ours, explained nowhere
    on the pages of whoever reads values."""
    return "url" not in fault


def which(fault: Mapping[str, Any]) -> tuple[str | int, ...]:
    """Which one of many a contradiction is about, from where it is told."""
    return tuple(fault.get("ctx", {}).get("at", ())) if is_contradiction(fault) else ()


def words(fault: Mapping[str, Any]) -> str:
    """A fault as a sentence. Contradictions between facts have their own words already."""
    kind, told = fault["type"], fault.get("ctx", {})
    if kind == "union_tag_invalid":
        return _unknown(told)
    pattern = _WORDS.get(kind)
    return pattern.format_map(told) if pattern else str(fault["msg"]).removeprefix("Value error, ")


def no_such_question(asked: str, known: Iterable[str]) -> str:
    """That it is none, and which ones have nearly that name."""
    near = difflib.get_close_matches(asked, known)
    meant = f"did you mean {' or '.join(near)}? " if near else ""
    return f"there is no such question; {meant}`leeway explain` lists those there are"


def _unknown(told: Mapping[str, Any]) -> str:
    known = [each.split(": ")[-1].strip("'<> ") for each in str(told["expected_tags"]).split(", ")]
    if len(known) > MOST_CHOICES:
        return no_such_question(str(told["tag"]), known)
    return f"this kind is not known; it is one of: {', '.join(known)}"
