"""The rows of the directory that an import looks at, by kind and key, and what it did to them.

Knows: which rows there are already, which lines refer to them. Never knows: the file, which line is refused. People,
agencies and who supervises whom are here from the first line to the last; schedules and service of some people at a
time, which are written and forgotten when it turns to others.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from infra import directory_past
from infra.directory_made import key_of, place_of, row_of
from infra.directory_posts import LostPosts, lost_posts
from infra.directory_reading import Told
from infra.directory_rows import (
    CoordinatorLine,
    EmployeeLine,
    OvertimeLine,
    RosterLine,
    ScheduleLine,
    SupervisionLine,
)
from infra.directory_service_rows import HoursLine, ServiceLine
from infra.directory_spans import SERVICE, SERVICE_RECORDS, SERVICE_ROWS, is_replaced
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
from infra.directory_worked import outside

_WHOLE: tuple[type[SQLModel], ...] = (Agency, PublicBody, Coordinator, Employee, Supervision)
_OF_PERSON: tuple[type[Any], ...] = (ScheduleAssignment, PostedRoster, OvertimeDay, *SERVICE_ROWS)
NAMES: dict[type[SQLModel], str] = {PublicBody: "body", **dict(zip(SERVICE_ROWS, SERVICE_RECORDS, strict=True))}
EVERY_AGENCY = "*"
_MAY_VANISH: tuple[type[SQLModel], ...] = (Agency, Coordinator, Employee)


class Books:
    """All rows about people, and those about the service of some."""

    def __init__(self, session: AsyncSession, named: set[tuple[str, str]], at: datetime) -> None:
        self._session = session
        self._rows: dict[type[SQLModel], dict[Any, SQLModel]] = {}
        self._seen: dict[tuple[type[SQLModel], Any], Any] = {}
        self._named = named
        self._at = at

    @classmethod
    async def open(cls, session: AsyncSession, named: set[tuple[str, str]], at: datetime) -> "Books":
        """`named`: what the refused lines are about, by record and reference. `at`: from when the file says so."""
        books = cls(session, named, at)
        for kind in _WHOLE:
            books._rows[kind] = {key_of(row): row for row in await session.exec(select(kind))}
        return books

    async def turn_to(self, numbers: Iterable[str]) -> None:
        """Write what was kept of schedules and service, and look at those of other employees."""
        await self._session.flush()
        for kind in _OF_PERSON:
            for row in self._rows.get(kind, {}).values():
                self._session.expunge(row)
        self._seen = {seen: said for seen, said in self._seen.items() if seen[0] in _WHOLE}
        wanted = list(numbers)
        for kind in _OF_PERSON:
            query = select(kind).where(col(kind.employee_number).in_(wanted))
            self._rows[kind] = {key_of(row): row for row in await self._session.exec(query)}

    def problem(self, line: Told) -> str | None:
        """What a line contradicts: another line of the file, or what it refers to. Whom it names has not vanished."""
        said = line.said
        earlier = self._seen.get(place_of(said))
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
        if isinstance(said, (SupervisionLine, ScheduleLine, RosterLine, OvertimeLine, *SERVICE)):
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
