"""The import of a people directory: good lines kept in one transaction, bad ones listed by line and reason.

Knows: which rows there are already, and that importing again changes nothing. Never knows: where the file came from.
People who are not in the file any more are marked and listed, never deleted: their cases go on.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from infra import directory_past
from infra.database import Database
from infra.directory_made import key_of, row_of
from infra.directory_posts import LostPosts, lost_posts
from infra.directory_reading import Reading, RefusedLine, Told, read
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
    BodyLine,
    HoursLine,
    ServiceLine,
)
from infra.directory_spans import (
    SERVICE,
    SERVICE_RECORDS,
    SERVICE_ROWS,
    WITHHELD,
    contradictions,
    half_told,
    is_replaced,
)
from infra.directory_tables import (
    Agency,
    Coordinator,
    Employee,
    OvertimeDay,
    PostedRoster,
    PublicBody,
    Recorded,
    ScheduleAssignment,
    ServiceStretch,
    Supervision,
)
from infra.directory_worked import OUTSIDE, outside

_SCHEDULES = (ScheduleLine, RosterLine, OvertimeLine)
_ORDER = (AgencyLine, BodyLine, EmployeeLine, CoordinatorLine, SupervisionLine, *_SCHEDULES, *SERVICE)
_ROWS = (
    *(Agency, PublicBody, Coordinator, Employee, Supervision),
    *(ScheduleAssignment, PostedRoster, OvertimeDay),
    *SERVICE_ROWS,
)
NAMES: dict[type[SQLModel], str] = {PublicBody: "body", **dict(zip(SERVICE_ROWS, SERVICE_RECORDS, strict=True))}
EVERY_AGENCY = "*"
_MAY_VANISH: tuple[type[SQLModel], ...] = (Agency, Coordinator, Employee)


class Report(NamedTuple):
    """What an import did. `supervisors_gone`: of those who vanished, whoever supervised somebody who is still here;
    `people_without`: how many people have lost one."""

    added: int
    changed: int
    unchanged: int
    vanished: tuple[str, ...]
    refused: tuple[RefusedLine, ...]
    supervisors_gone: tuple[str, ...] = ()
    people_without: int = 0


class NotWhole(Exception):
    """Some line was refused, and nothing was to be kept then: the report says what was refused."""

    def __init__(self, report: Report) -> None:
        super().__init__("some lines are refused")
        self.report = report


async def import_directory(
    database: Database, content: bytes, *, today: date, whole: bool = False, at: datetime | None = None
) -> Report:
    """Keep what is good, in one transaction; if `whole`, keep it all or raise NotWhole. `today` is the day on which
    vanished people are marked, `at` the instant from which the directory says so: now, where none is named."""
    found = read(content)
    for line, reason in contradictions(found.good):
        _refuse(line, reason, found)
    async with database.writing() as session:
        books = await _Books.open(session, found.named, at or datetime.now(UTC))
        counts = {"added": 0, "changed": 0, "unchanged": 0}
        for line in _agreeing(found, books, counts):
            counts[books.keep(line)] += 1
        vanished = tuple(sorted((*books.mark_replaced(today), *books.mark_vanished(today))))
        lost = books.lost_posts(frozenset(vanished), today)
        refused = tuple(sorted(found.refused))
        report = Report(**counts, vanished=vanished, refused=refused, supervisors_gone=lost[0], people_without=lost[1])
        if whole and report.refused:
            raise NotWhole(Report(0, 0, 0, (), report.refused))
    return report


def _agreeing(found: Reading, books: "_Books", counts: dict[str, int]) -> list[Told]:
    """The lines about service that may be kept, all others being kept by then: only where nothing that is said of the
    same employee's service is refused."""
    wrong = {line.line for line in found.refused}
    of_service = []
    for line in (each for each in _in_order(found.good) if each.line not in wrong):
        problem = books.problem(line)
        if problem is not None:
            _refuse(line, problem, found)
        elif isinstance(line.said, SERVICE):
            of_service.append(line)
        else:
            counts[books.keep(line)] += 1
    impossible = list(books.outside(_of_others(of_service, half_told(found.named))))
    for line in impossible:
        _refuse(line, OUTSIDE, found)
    misleading = half_told(found.named)
    wrong = {line.line for line in impossible}
    found.refused.extend(
        RefusedLine(each.line, WITHHELD)
        for each in of_service
        if each.said.number in misleading and each.line not in wrong
    )
    return _of_others(of_service, misleading)


def _of_others(lines: list[Told], numbers: frozenset[str]) -> list[Told]:
    return [each for each in lines if each.said.number not in numbers]


def _refuse(line: Told, reason: str, found: Reading) -> None:
    said = line.said
    found.refused.append(RefusedLine(line.line, reason))
    found.named.add((said.record, said.number if hasattr(said, "number") else said.ref))


def _in_order(lines: list[Told]) -> Iterator[Told]:
    """Agencies before people, people before what is said of them, whatever the order in the file."""
    for kind in _ORDER:
        yield from (line for line in lines if isinstance(line.said, kind))


class _Books:
    """All rows of the directory, by kind and key, and what this import did to them."""

    def __init__(self, session: AsyncSession, named: set[tuple[str, str]], at: datetime) -> None:
        self._session = session
        self._rows: dict[type[SQLModel], dict[Any, SQLModel]] = {}
        self._seen: dict[tuple[type[SQLModel], Any], Any] = {}
        self._named = named
        self._at = at

    @classmethod
    async def open(cls, session: AsyncSession, named: set[tuple[str, str]], at: datetime) -> "_Books":
        books = cls(session, named, at)
        for kind in _ROWS:
            books._rows[kind] = {key_of(row): row for row in await session.exec(select(kind))}
        return books

    def problem(self, line: Told) -> str | None:
        """What a line contradicts: another line of the file, or what it refers to. Whom it names has not vanished."""
        said = line.said
        row = row_of(said)
        earlier = self._seen.get((type(row), key_of(row)))
        if earlier is not None:
            return None if earlier == said else "another line of this file says something else of the same"
        if isinstance(said, ServiceLine) and self._is_present(said):
            return "its days are those of the present stretch, which stands in the line of the employee"
        missing = next((told for told in self._referred(said) if not self._has(told[1], told[2])), None)
        if missing is None:
            return None
        column, kind, ref = missing
        return f"{column}: there is no {NAMES.get(kind, kind.__name__.lower())} {ref}"

    def _is_present(self, said: ServiceLine) -> bool:
        """Whether a stretch here overlaps with the one that the line of the employee tells."""
        person = self._rows[Employee].get(said.number)
        if not isinstance(person, Employee) or said.body is not None:
            return False
        ends_after = said.last_on is None or person.hired_on <= said.last_on
        return ends_after and (person.left_on is None or said.first_on <= person.left_on)

    def outside(self, lines: list[Told]) -> Iterator[Told]:
        """Hours of a file for days without employment, every line of the employees being kept by then."""
        stored: dict[str, list[ServiceStretch]] = defaultdict(list)
        for row in self._rows[ServiceStretch].values():
            if isinstance(row, ServiceStretch) and row.vanished_on is None:
                stored[row.employee_number].append(row)
        people = {key: row for key, row in self._rows[Employee].items() if isinstance(row, Employee)}
        return outside(lines, people, stored)

    def _has(self, kind: type[SQLModel], ref: str) -> bool:
        rows = self._rows[kind]
        return ref in rows if kind is not PublicBody else any(key[0] == ref for key in rows)

    @staticmethod
    def _referred(said: Any) -> Iterator[tuple[str, type[SQLModel], str]]:
        """What a line refers to: by which column, of which kind, under which reference."""
        if isinstance(said, EmployeeLine):
            yield "agency", Agency, said.agency
        if isinstance(said, CoordinatorLine):
            yield from (("agencies", Agency, ref) for ref in said.agencies.split() if ref != EVERY_AGENCY)
            if said.employee_number is not None:
                yield "employee_number", Employee, said.employee_number
        if isinstance(said, (SupervisionLine, *_SCHEDULES, *SERVICE)):
            yield "number", Employee, said.number
        if isinstance(said, ServiceLine | HoursLine) and said.body is not None:
            yield "body", PublicBody, said.body
        if isinstance(said, SupervisionLine):
            posts = (("supervisor", said.supervisor), ("next_level", said.next_level))
            yield from ((post, Employee, holder) for post, holder in posts if holder is not None)

    def keep(self, line: Told) -> str:
        """Write a line; `added`, `changed` or `unchanged`."""
        fresh = row_of(line.said)
        kind, key = type(fresh), key_of(fresh)
        self._seen[kind, key] = line.said
        row = self._rows[kind].get(key)
        if row is None:
            if isinstance(fresh, Employee):
                fresh.ref = f"E-{secrets.token_hex(6).upper()}"
            if isinstance(fresh, Recorded):
                fresh.recorded_at = self._at
            self._rows[kind][key] = fresh
            self._session.add(fresh)
            return "added"
        new = fresh.model_dump(exclude={"recorded_at", "ref"} if kind is Employee else {"recorded_at"})
        changed = {name: value for name, value in new.items() if getattr(row, name) != value}
        if changed:
            self._change(row, **changed)
        return "changed" if changed else "unchanged"

    def _change(self, row: SQLModel, **changed: Any) -> None:
        """From now on it reads otherwise; how it read is kept."""
        if isinstance(row, Recorded):
            self._session.add(directory_past.before(row, until=self._at))
            changed |= {"recorded_at": self._at}
        for name, value in changed.items():
            setattr(row, name, value)

    def mark_replaced(self, today: date) -> list[str]:
        """What a file says otherwise of somebody's service: rows of before that give way to its lines."""
        gone = []
        for kind in SERVICE_ROWS:
            told: dict[str, list[SQLModel]] = defaultdict(list)
            for seen, key in self._seen:
                if seen is kind:
                    told[key[0]].append(self._rows[kind][key])
            for key, row in self._rows[kind].items():
                is_new = (kind, key) in self._seen or getattr(row, "vanished_on", None) is not None
                if not is_new and is_replaced(row, told.get(key[0], ())):
                    self._change(row, vanished_on=today)
                    gone.append(f"{NAMES[kind]} of employee {key[0]} from {key[1]}")
        return gone

    def lost_posts(self, vanished: frozenset[str], today: date) -> LostPosts:
        """Who stays and loses a supervisor by what vanished."""
        people = {key: getattr(row, "vanished_on", None) for key, row in self._rows[Employee].items()}
        gone = frozenset(key for key in people if f"employee {key}" in vanished)
        here = frozenset(key for key, vanished_on in people.items() if vanished_on is None)
        rows = [row for row in self._rows[Supervision].values() if isinstance(row, Supervision)]
        return lost_posts(rows, gone, here, today)

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
                    self._change(row, vanished_on=today)
                    gone.append(f"{name} {key}")
        return tuple(sorted(gone))
