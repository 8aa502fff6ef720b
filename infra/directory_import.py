"""The import of a people directory: good lines kept in one transaction, bad ones listed by line and reason.

Knows: which line becomes which row, and that importing again changes nothing. Never knows: where the file came from.
People who are not in the file any more are marked and listed, never deleted: their cases go on.
"""

import csv
import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError
from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from infra.database import Database
from infra.directory_rows import (
    AgencyLine,
    AnyLine,
    CoordinatorLine,
    EmployeeLine,
    HoursLine,
    ScheduleLine,
    SupervisionLine,
)
from infra.directory_tables import Agency, Coordinator, Employee, HoursWorked, ScheduleAssignment, Supervision

_LINE: TypeAdapter[AnyLine] = TypeAdapter(AnyLine)
_ORDER = (AgencyLine, EmployeeLine, CoordinatorLine, SupervisionLine, ScheduleLine, HoursLine)
EVERY_AGENCY = "*"
_MAY_VANISH: tuple[type[SQLModel], ...] = (Agency, Coordinator, Employee)


class RefusedLine(NamedTuple):
    """A line that was not kept, and what is wrong with it."""

    line: int
    reason: str


class Numbered(NamedTuple):
    """A line that can be read."""

    line: int
    said: Any


class Reading(NamedTuple):
    """What a file says: lines that can be read, lines that cannot, and whom or what those name all the same."""

    good: list[Numbered]
    refused: list[RefusedLine]
    named: set[tuple[str, str]]


class Report(NamedTuple):
    """What an import did."""

    added: int
    changed: int
    unchanged: int
    vanished: tuple[str, ...]
    refused: tuple[RefusedLine, ...]


def read(content: bytes) -> Reading:
    """The lines of a file. Line 1 is the heading. A line ends with the line, so that a quotation mark which nobody
    closed spoils no other line."""
    found = Reading([], [], set())
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        found.refused.append(RefusedLine(1, "the file is not UTF-8 text; save it again as CSV UTF-8"))
        return found
    heading, *lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    columns = [column.strip().lower() for column in _values(heading)]
    if "record" not in columns or len(set(columns)) < len(columns):
        words = "the first line must name the columns, each once, and one of them must be `record`"
        found.refused.append(RefusedLine(1, words))
        return found
    for number, line in enumerate(lines, start=2):
        if line.strip(" ,"):
            _read_line(number, line, columns, found)
    return found


def _read_line(number: int, line: str, columns: list[str], found: Reading) -> None:
    reason = _torn(line)
    values = _values(line) if reason is None else line.split(",")
    said = {column: value.strip() for column, value in zip(columns, values, strict=False) if value.strip()}
    if reason is None and len(values) > len(columns):
        reason = "there are more values than columns"
    if reason is None:
        try:
            found.good.append(Numbered(number, _LINE.validate_python(said)))
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
    return _WORDS.get(kind, message.removeprefix("Value error, "))


_KINDS = ("agency", "coordinator", "employee", "supervision", "schedule", "hours")
_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is no column of this kind of line",
    "string_pattern_mismatch": "is not written as it must be",
    "bool_parsing": "say yes, no or unknown",
    "int_parsing": "is no whole number",
    "float_parsing": "is no number",
}


async def import_directory(database: Database, content: bytes, *, today: date) -> Report:
    """Keep what is good, in one transaction. `today` is the day on which vanished people are marked."""
    lines, refused, named = read(content)
    async with database.writing() as session:
        books = await _Books.open(session, named)
        counts = {"added": 0, "changed": 0, "unchanged": 0}
        for line in _in_order(lines):
            problem = books.problem(line)
            if problem is not None:
                refused.append(RefusedLine(line.line, problem))
            else:
                counts[books.keep(line)] += 1
        vanished = books.mark_vanished(today)
    return Report(**counts, vanished=vanished, refused=tuple(sorted(refused)))


def _in_order(lines: list[Numbered]) -> Iterator[Numbered]:
    """Agencies before people, people before what is said of them, whatever the order in the file."""
    for kind in _ORDER:
        yield from (line for line in lines if isinstance(line.said, kind))


class _Books:
    """All rows of the directory, by kind and key, and what this import did to them."""

    def __init__(self, session: AsyncSession, named: set[tuple[str, str]]) -> None:
        self._session = session
        self._rows: dict[type[SQLModel], dict[Any, SQLModel]] = {}
        self._seen: dict[tuple[type[SQLModel], Any], Any] = {}
        self._named = named

    @classmethod
    async def open(cls, session: AsyncSession, named: set[tuple[str, str]]) -> "_Books":
        books = cls(session, named)
        for kind in (Agency, Coordinator, Employee, Supervision, ScheduleAssignment, HoursWorked):
            books._rows[kind] = {_key(row): row for row in await session.exec(select(kind))}
        return books

    def problem(self, line: Numbered) -> str | None:
        """What a line contradicts: another line of the file, or what it refers to. Whom it names has not vanished."""
        said = line.said
        row = _row(said)
        earlier = self._seen.get((type(row), _key(row)))
        if earlier is not None:
            return None if earlier == said else "another line of this file says something else of the same"
        missing = next((told for told in self._referred(said) if told[2] not in self._rows[told[1]]), None)
        if missing is None:
            return None
        self._named.add((said.record, str(_key(row))))
        column, kind, ref = missing
        return f"{column}: there is no {kind.__name__.lower()} {ref}"

    @staticmethod
    def _referred(said: Any) -> Iterator[tuple[str, type[SQLModel], str]]:
        """What a line refers to: by which column, of which kind, under which reference."""
        if isinstance(said, EmployeeLine):
            yield "agency", Agency, said.agency
        if isinstance(said, CoordinatorLine):
            yield from (("agencies", Agency, ref) for ref in said.agencies.split() if ref != EVERY_AGENCY)
            if said.employee_number is not None:
                yield "employee_number", Employee, said.employee_number
        if isinstance(said, SupervisionLine | ScheduleLine | HoursLine):
            yield "number", Employee, said.number
        if isinstance(said, SupervisionLine):
            posts = (("supervisor", said.supervisor), ("next_level", said.next_level))
            yield from ((post, Employee, holder) for post, holder in posts if holder is not None)

    def keep(self, line: Numbered) -> str:
        """Write a line; `added`, `changed` or `unchanged`."""
        fresh = _row(line.said)
        kind, key = type(fresh), _key(fresh)
        self._seen[kind, key] = line.said
        row = self._rows[kind].get(key)
        if row is None:
            if isinstance(fresh, Employee):
                fresh.ref = f"E-{secrets.token_hex(6).upper()}"
            self._rows[kind][key] = fresh
            self._session.add(fresh)
            return "added"
        new = fresh.model_dump(exclude={"ref"} if kind is Employee else set())
        changed = {name: value for name, value in new.items() if getattr(row, name) != value}
        for name, value in changed.items():
            setattr(row, name, value)
        return "changed" if changed else "unchanged"

    def mark_vanished(self, today: date) -> tuple[str, ...]:
        """Agencies, coordinators and employees that the file does not name. A file without a line of a kind says
        nothing of that kind: nobody vanishes from a file of hours."""
        told_of = {kind for kind, _ in self._seen}
        gone = []
        for kind in _MAY_VANISH:
            name = kind.__name__.lower()
            for key, row in self._rows[kind].items() if kind in told_of else ():
                is_named = (kind, key) in self._seen or (name, key) in self._named
                if not is_named and getattr(row, "vanished_on", None) is None:
                    setattr(row, "vanished_on", today)  # noqa: B010 - the three kinds have it, their base has not
                    gone.append(f"{name} {key}")
        return tuple(sorted(gone))


def _key(row: SQLModel) -> Any:
    if isinstance(row, Agency | Coordinator):
        return row.ref
    if isinstance(row, Employee):
        return row.number
    if isinstance(row, Supervision | ScheduleAssignment):
        return (row.employee_number, row.from_on)
    if isinstance(row, HoursWorked):
        return (row.employee_number, row.first_on)
    raise TypeError(type(row).__name__)


def _row(said: Any) -> SQLModel:
    """The row that a line makes; an employee's reference is given when the row is new."""
    told = said.model_dump(exclude={"record", "number"} if not isinstance(said, EmployeeLine) else {"record"})
    if isinstance(said, AgencyLine):
        asked = bool(told.pop("clearance_asked"))
        return Agency(**told | {"clearance_asked": asked})
    if isinstance(said, CoordinatorLine):
        return Coordinator(**told)
    if isinstance(said, EmployeeLine):
        return Employee(**told | {"ref": ""})
    if isinstance(said, SupervisionLine):
        return Supervision(employee_number=said.number, **told)
    if isinstance(said, ScheduleLine):
        return ScheduleAssignment(employee_number=said.number, **told | {"works_holidays": bool(said.works_holidays)})
    minutes = round(said.hours * 60)
    return HoursWorked(employee_number=said.number, first_on=said.first_on, last_on=said.last_on, minutes=minutes)
