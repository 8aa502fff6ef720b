"""The import of a people directory: good lines kept in one transaction, bad ones listed by line and reason.

Knows: which line becomes which row, and that importing again changes nothing. Never knows: where the file came from.
People who are not in the file any more are marked and listed, never deleted: their cases go on.
"""

import csv
import io
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
_ORDER = (AgencyLine, CoordinatorLine, EmployeeLine, SupervisionLine, ScheduleLine, HoursLine)


class RefusedLine(NamedTuple):
    """A line that was not kept, and what is wrong with it."""

    line: int
    reason: str


class Numbered(NamedTuple):
    """A line that can be read."""

    line: int
    said: Any


class Report(NamedTuple):
    """What an import did."""

    added: int
    changed: int
    unchanged: int
    vanished: tuple[str, ...]
    refused: tuple[RefusedLine, ...]


def read(content: bytes) -> tuple[list[Numbered], list[RefusedLine]]:
    """The lines of a file, those that can be read and those that cannot. Line 1 is the heading."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [RefusedLine(1, "the file is not UTF-8 text; save it again as CSV UTF-8")]
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if "record" not in (rows.fieldnames or ()):
        return [], [RefusedLine(1, "the first line must name the columns, and one of them must be `record`")]
    good: list[Numbered] = []
    bad: list[RefusedLine] = []
    for row in rows:
        said = {k: v for k, v in row.items() if k is not None and v not in (None, "")}
        if None in row:
            bad.append(RefusedLine(rows.line_num, "there are more values than columns"))
        elif said:
            try:
                good.append(Numbered(rows.line_num, _LINE.validate_python(said)))
            except ValidationError as error:
                bad.append(RefusedLine(rows.line_num, _reason(error)))
    return good, bad


def _reason(error: ValidationError) -> str:
    """What is wrong, column by column, without repeating what was written there."""
    told = []
    for problem in error.errors(include_input=False, include_url=False):
        columns = [str(part) for part in problem["loc"] if part not in ("function-after[_in_order(), EmployeeLine]",)]
        words = problem["msg"].removeprefix("Value error, ")
        told.append(f"{columns[1]}: {words}" if len(columns) > 1 else words)
    return "; ".join(told)


async def import_directory(database: Database, content: bytes, *, today: date) -> Report:
    """Keep what is good, in one transaction. `today` is the day on which vanished people are marked."""
    lines, refused = read(content)
    async with database.writing() as session:
        books = await _Books.open(session)
        counts = {"added": 0, "changed": 0, "unchanged": 0}
        for line in _in_order(lines):
            problem = books.problem(line)
            if problem is not None:
                refused.append(RefusedLine(line.line, problem))
                continue
            counts[books.keep(line)] += 1
        vanished = books.mark_vanished(today) if lines else ()
    return Report(**counts, vanished=vanished, refused=tuple(sorted(refused)))


def _in_order(lines: list[Numbered]) -> Iterator[Numbered]:
    """Agencies before people, people before what is said of them, whatever the order in the file."""
    for kind in _ORDER:
        yield from (line for line in lines if isinstance(line.said, kind))


class _Books:
    """All rows of the directory, by kind and key, and what this import did to them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._rows: dict[type[SQLModel], dict[Any, SQLModel]] = {}
        self._seen: dict[tuple[type[SQLModel], Any], Any] = {}

    @classmethod
    async def open(cls, session: AsyncSession) -> "_Books":
        books = cls(session)
        for kind in (Agency, Coordinator, Employee, Supervision, ScheduleAssignment, HoursWorked):
            books._rows[kind] = {_key(row): row for row in await session.exec(select(kind))}
        return books

    def problem(self, line: Numbered) -> str | None:
        """What a line contradicts: another line of the file, or what it refers to."""
        said = line.said
        row = _row(said)
        earlier = self._seen.get((type(row), _key(row)))
        if earlier is not None:
            return None if earlier == said else "another line of this file says something else of the same"
        if isinstance(said, EmployeeLine) and said.agency not in self._rows[Agency]:
            return f"agency: there is no agency {said.agency}"
        if isinstance(said, SupervisionLine | ScheduleLine | HoursLine) and said.number not in self._rows[Employee]:
            return f"number: there is no employee {said.number}"
        if isinstance(said, SupervisionLine):
            for post in ("supervisor", "next_level"):
                holder = getattr(said, post)
                if holder is not None and holder not in self._rows[Employee]:
                    return f"{post}: there is no employee {holder}"
        return None

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
        """Agencies, coordinators and employees that the file does not name."""
        gone = []
        for kind in (Agency, Coordinator, Employee):
            for key, row in self._rows[kind].items():
                if (kind, key) not in self._seen and getattr(row, "vanished_on", None) is None:
                    row.vanished_on = today
                    gone.append(f"{kind.__name__.lower()} {key}")
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
        return Agency(**told | {"clearance_asked": asked, "clearance_to": said.clearance_to or "liaison"})
    if isinstance(said, CoordinatorLine):
        return Coordinator(**told)
    if isinstance(said, EmployeeLine):
        return Employee(**told | {"ref": "", "language": said.language or "en"})
    if isinstance(said, SupervisionLine):
        return Supervision(employee_number=said.number, **told)
    if isinstance(said, ScheduleLine):
        return ScheduleAssignment(employee_number=said.number, **told | {"works_holidays": bool(said.works_holidays)})
    minutes = round(said.hours * 60)
    return HoursWorked(employee_number=said.number, first_on=said.first_on, last_on=said.last_on, minutes=minutes)
