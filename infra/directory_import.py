"""The import of a people directory: good lines kept in one transaction, bad ones listed by line and reason.

Knows: which lines hang together, and that importing again changes nothing. Never knows: where the file came from, how
rows are kept. People who are not in the file any more are marked and listed, never deleted: their cases go on.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import NamedTuple

from infra.database import Database
from infra.directory_books import Books
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
from infra.directory_service_rows import BodyLine
from infra.directory_spans import SERVICE, WITHHELD, contradictions, half_told
from infra.directory_worked import OUTSIDE

_PEOPLE = (AgencyLine, BodyLine, EmployeeLine, CoordinatorLine, SupervisionLine)
_OF_PERSON = (ScheduleLine, RosterLine, OvertimeLine, *SERVICE)

AT_ONCE = 1000
"""So many people's schedules and service are in memory together: their rows are most of a directory."""


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
    wrong = frozenset(line.line for line in found.refused)
    good = [line for line in found.good if line.line not in wrong]
    async with database.writing() as session:
        books = await Books.open(session, found.named, at or datetime.now(UTC))
        counts = {"added": 0, "changed": 0, "unchanged": 0}
        _keep(_in_order(good, _PEOPLE), found, books, counts)
        replaced: list[str] = []
        for lines in _by_people(good):
            await books.turn_to(dict.fromkeys(line.said.number for line in lines))
            of_service = _keep(_in_order(lines, _OF_PERSON), found, books, counts)
            for line in _agreeing(of_service, found, books):
                counts[books.keep(line)] += 1
            replaced += books.mark_replaced(today)
        vanished = tuple(sorted((*replaced, *books.mark_vanished(today))))
        lost = books.lost_posts(frozenset(vanished), today)
        refused = tuple(sorted(found.refused))
        report = Report(**counts, vanished=vanished, refused=refused, supervisors_gone=lost[0], people_without=lost[1])
        if whole and report.refused:
            raise NotWhole(Report(0, 0, 0, (), report.refused))
    return report


def _keep(lines: Iterator[Told], found: Reading, books: Books, counts: dict[str, int]) -> list[Told]:
    """Keeps what can be kept line by line; gives back what is good by itself and about somebody's service."""
    of_service = []
    for line in lines:
        problem = books.problem(line)
        if problem is not None:
            _refuse(line, problem, found)
        elif isinstance(line.said, SERVICE):
            of_service.append(line)
        else:
            counts[books.keep(line)] += 1
    return of_service


def _agreeing(of_service: list[Told], found: Reading, books: Books) -> list[Told]:
    """The lines about service that may be kept: only where nothing that is said of the same employee's service is
    refused."""
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


def _in_order(lines: list[Told], kinds: tuple[type, ...]) -> Iterator[Told]:
    """Agencies before people, people before what is said of them, whatever the order in the file."""
    for kind in kinds:
        yield from (line for line in lines if isinstance(line.said, kind))


def _by_people(lines: list[Told]) -> Iterator[list[Told]]:
    """Lines about schedules and service, all of some people at once."""
    by_number: dict[str, list[Told]] = defaultdict(list)
    for line in lines:
        if isinstance(line.said, _OF_PERSON):
            by_number[line.said.number].append(line)
    people = iter(by_number.values())
    while some := list(islice(people, AT_ONCE)):
        yield [line for of_one in some for line in of_one]
