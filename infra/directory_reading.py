"""The lines of a directory file: those that can be read, and what is wrong with those that cannot.

Knows: commas, quotation marks, which columns a kind of line has, how a fault is told. Never knows: the database, or
other lines of the file. What was written in a refused line is never repeated.
"""

import csv
from typing import Annotated, Any, NamedTuple

from pydantic import Field, TypeAdapter, ValidationError

from infra.directory_rows import (
    AgencyLine,
    CoordinatorLine,
    EmployeeLine,
    OvertimeLine,
    RosterLine,
    ScheduleLine,
    SupervisionLine,
)
from infra.directory_service_rows import (
    AppointmentLine,
    BodyLine,
    HoursLine,
    PayrollLine,
    ServiceLine,
    UniformedLine,
)

AnyLine = Annotated[
    AgencyLine
    | BodyLine
    | CoordinatorLine
    | EmployeeLine
    | SupervisionLine
    | ServiceLine
    | PayrollLine
    | UniformedLine
    | AppointmentLine
    | ScheduleLine
    | RosterLine
    | OvertimeLine
    | HoursLine,
    Field(discriminator="record"),
]
_LINE: TypeAdapter[AnyLine] = TypeAdapter(AnyLine)


class RefusedLine(NamedTuple):
    """A line that was not kept, and what is wrong with it."""

    line: int
    reason: str


class Told(NamedTuple):
    """A line that can be read, and where it stands."""

    line: int
    said: Any


class Reading(NamedTuple):
    """What a file says: lines that can be read, lines that cannot, and whom or what those name all the same."""

    good: list[Told]
    refused: list[RefusedLine]
    named: set[tuple[str, str]]


def read(content: bytes) -> Reading:
    """The lines of a file. Line 1 is the heading. A line ends with the line, so that a quotation mark which nobody
    closed spoils no other line."""
    found = Reading([], [], set())
    columns, lines, wrong = _opened(content)
    if wrong is not None:
        found.refused.append(RefusedLine(1, wrong))
        return found
    for number, line in enumerate(lines, start=2):
        if line.strip(_EMPTY):
            _read_line(number, line, columns, found)
    return found


def fault(content: bytes) -> str | None:
    """Why nothing can be read from a file, whatever its lines say; None: something can."""
    _, lines, wrong = _opened(content)
    if wrong is None and not any(line.strip(_EMPTY) for line in lines):
        return "there is no line in it but the first"
    return wrong


_EMPTY = " ,"


def _opened(content: bytes) -> tuple[list[str], list[str], str | None]:
    """The columns, all lines but the first, and what is wrong with the file itself."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [], "the file is not UTF-8 text; save it again as CSV UTF-8"
    heading, *lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    columns = [column.strip().lower() for column in _values(heading)]
    if "record" not in columns or len(set(columns)) < len(columns):
        return [], [], "the first line must name the columns, each once, and one of them must be `record`"
    return columns, lines, None


def _read_line(number: int, line: str, columns: list[str], found: Reading) -> None:
    reason = _torn(line)
    values = _values(line) if reason is None else line.split(",")
    said = {column: value.strip() for column, value in zip(columns, values, strict=False) if value.strip()}
    if reason is None and len(values) > len(columns):
        reason = "there are more values than columns"
    if reason is None:
        try:
            found.good.append(Told(number, _LINE.validate_python(said)))
            return
        except ValidationError as error:
            reason = _reason(error)
    found.refused.append(RefusedLine(number, reason))
    found.named.add((said.get("record", ""), (said.get("ref") or said.get("number") or "").upper()))


def _values(line: str) -> list[str]:
    """The values of a line, as far as they can be made out."""
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return []


def _torn(line: str) -> str | None:
    try:
        list(csv.reader([line], strict=True))
    except csv.Error:
        return "the quotation marks of this line do not match"
    return None


def _reason(error: ValidationError) -> str:
    """What is wrong, column by column, without repeating what was written there."""
    told: dict[str, str] = {}
    for problem in error.errors(include_input=False, include_url=False):
        column = str(problem["loc"][1]) if len(problem["loc"]) > 1 else ""
        told.setdefault(column, _words(problem["type"], problem["msg"], problem.get("ctx", {})))
    return "; ".join(f"{column}: {words}" if column else words for column, words in told.items())


def _words(kind: str, message: str, context: dict[str, Any]) -> str:
    if kind.startswith("union_tag"):
        return f"record: say one of {', '.join(_KINDS)}"
    if kind.startswith("date"):
        return "there is no such day"
    if kind == "literal_error":
        return f"say {context['expected']}"
    if kind in _LIMITS:
        return _LIMITS[kind].format(**context)
    return _WORDS.get(kind, message.removeprefix("Value error, "))


_KINDS = (
    *("agency", "body", "coordinator", "employee", "supervision", "schedule", "roster", "overtime"),
    *("service", "payroll", "uniformed", "appointment", "hours"),
)
_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is no column of this kind of line",
    "string_pattern_mismatch": "is not written as it must be",
    "bool_parsing": "say yes, no or unknown",
    "int_parsing": "is no whole number",
    "float_parsing": "is no number",
}
_LIMITS = {
    "greater_than_equal": "must be {ge:g} or more",
    "less_than_equal": "must be {le:g} or less",
    "string_too_long": "has more than {max_length} characters",
    "finite_number": "is no number",
}
