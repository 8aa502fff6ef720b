"""The sample directory, and single lines of one. All invented."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import select

from infra.database import Database
from infra.directory_import import Report, import_directory
from infra.directory_tables import Employee

FILE = Path(__file__).parent / "people.csv"
SAMPLE = FILE.read_bytes()
TODAY = date(2026, 3, 2)

AGENCY = {"record": "agency", "ref": "PARKS", "name": "Sample Department of Parks"}
PERSON = {
    "record": "employee",
    "number": "100",
    "name": "Rowan Sample",
    "email": "rowan@staff.example.org",
    "agency": "PARKS",
    "hired_on": "2015-03-02",
}
COORDINATOR = {
    "record": "coordinator",
    "ref": "C-1",
    "name": "Iris Example",
    "email": "iris@leave.example.org",
    "phone": "1-800-555-0161",
    "custodian": "commonwealth",
    "agencies": "*",
}
SCHEDULE = {
    "record": "schedule",
    "number": "100",
    "from_on": "2020-01-06",
    "anchor_on": "2020-01-06",
    "cycle_days": "7",
    "works_holidays": "no",
    "shifts": "1-5 09:00-17:30/30@13:00",
}
ROSTER = {"record": "roster", "number": "100", "on": "2026-03-03", "shifts": "07:00-15:00/30@11:00; 19:00-23:00"}
OVERTIME = {"record": "overtime", "number": "100", "on": "2026-03-04", "shifts": "17:30-21:30 mandatory"}
HOURS = {"record": "hours", "number": "100", "first_on": "2026-01-01", "last_on": "2026-01-31", "hours": "150"}
SUPERVISION = {"record": "supervision", "number": "100", "from_on": "2020-01-01"}


def file_of(*lines: dict[str, str]) -> bytes:
    """A file with these lines, line 2 the first of them."""
    columns = list(dict.fromkeys(column for line in lines for column in line))
    rows = [columns, *([line.get(column, "") for column in columns] for line in lines)]
    return "\n".join(",".join(row) for row in rows).encode()


def without(content: bytes, start: str) -> bytes:
    """A file less the lines that begin so."""
    return b"".join(line for line in content.splitlines(keepends=True) if not line.startswith(start.encode()))


async def bring_in(database: Database, *lines: dict[str, str], on: date = TODAY) -> Report:
    """Import a file of these lines, or the sample."""
    return await import_directory(database, file_of(*lines) if lines else SAMPLE, today=on)


async def everything(database: Database, *kinds: type[Any]) -> list[dict[str, Any]]:
    """All rows of some tables, as they are."""
    async with database.reading() as session:
        return [row.model_dump() for kind in kinds for row in await session.exec(select(kind))]


async def ref_of(database: Database, number: str) -> str:
    """The opaque reference of an employee."""
    async with database.reading() as session:
        return (await session.exec(select(Employee.ref).where(Employee.number == number))).one()
