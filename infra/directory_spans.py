"""Rows about the days of one person that cannot all be true, and which row of before a later file replaces.

Knows: days told twice, and that half a record of service would mislead. Never knows: the database, what service is for.
A file that names an employee's stretches, uniformed service or appointments names all of them; hours and payroll days
come bit by bit, and take the place of what was told of their days.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import SQLModel

from infra.directory_reading import Told
from infra.directory_service_rows import AppointmentLine, HoursLine, PayrollLine, ServiceLine, UniformedLine
from infra.directory_tables import AppointmentRow, HoursWorked, PayrollSpan, ServiceStretch, UniformedSpan

SERVICE = (ServiceLine, PayrollLine, UniformedLine, AppointmentLine, HoursLine)
SERVICE_ROWS = (ServiceStretch, PayrollSpan, UniformedSpan, AppointmentRow, HoursWorked)
SERVICE_RECORDS = ("service", "payroll", "uniformed", "appointment", "hours")

WITHHELD = "is left out, because another line about the same employee's service is refused: half of it would mislead"


class _Days(NamedTuple):
    first_on: date
    last_on: date
    line: int
    said: Any


def contradictions(lines: Iterable[Told]) -> Iterator[tuple[Told, str]]:
    """Each line whose days another line of the file has told already, with what is wrong."""
    groups: dict[Any, list[_Days]] = defaultdict(list)
    for line in lines:
        spanned = _days(line)
        if spanned is not None:
            groups[_whose(line.said)].append(spanned)
    for days in groups.values():
        days.sort(key=lambda each: (each.first_on, each.line))
        last = days[0]
        for one in days[1:]:
            if one.first_on <= last.last_on and one.said != last.said:
                yield Told(one.line, one.said), f"its days overlap with those of line {last.line}"
            last = max(last, one, key=lambda each: each.last_on)


def half_told(refused: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The employees of whose service some line is refused, by record and number."""
    return frozenset(number for record, number in refused if record in SERVICE_RECORDS)


def is_replaced(row: SQLModel, kept: Sequence[SQLModel]) -> bool:
    """Whether a row of before must give way to rows of the same kind and person that a file tells."""
    if isinstance(row, HoursWorked | PayrollSpan):
        body = getattr(row, "body", "")
        return any(
            isinstance(new, HoursWorked | PayrollSpan)
            and getattr(new, "body", "") == body
            and new.first_on <= row.last_on
            and row.first_on <= new.last_on
            for new in kept
        )
    return bool(kept) and isinstance(row, ServiceStretch | UniformedSpan | AppointmentRow)


def _days(line: Told) -> _Days | None:
    said = line.said
    if isinstance(said, AppointmentLine):
        return _Days(said.from_on, said.to_on or date.max, line.line, said)
    if isinstance(said, ServiceLine | PayrollLine | UniformedLine | HoursLine):
        return _Days(said.first_on, said.last_on or date.max, line.line, said)
    return None


def _whose(said: Any) -> tuple[str, str, str]:
    """Days of one of these cannot be told twice."""
    return said.record, said.number, getattr(said, "appointment", None) or getattr(said, "body", None) or ""
