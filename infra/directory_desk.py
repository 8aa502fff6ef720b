"""What deeds ask the directory, each question in one session: a person's record, who answers for whom.

Knows: which rows make an answer. Never knows: cases. Answers are plain values, so that no session outlives a question.
"""

from datetime import date, datetime
from typing import Any, NamedTuple

from infra import directory, directory_service
from infra.database import Database
from infra.directory import ChainOfCommand, Contact
from infra.directory_tables import Coordinator, Employee


class Personnel(NamedTuple):
    """What personnel records say of an employee; `record` in the shape of the rules' personnel record. `clearance_to`:
    which office of the agency takes fitness-for-duty papers; empty: nobody told."""

    employee: str
    agency: str
    hired_on: date
    clearance_asked: bool
    record: dict[str, Any]
    clearance_to: str = ""


class FoundBefore(NamedTuple):
    """What was found at other leave of an employee; the case stands for the need."""

    need: str
    on: date
    reason: str
    eligible: bool | None


class People(NamedTuple):
    """Whom a case writes to on a day, in whose name, and where the agency has fitness-for-duty papers sent."""

    employee: Contact | None
    chain: ChainOfCommand
    liaison: Contact | None
    coordinator: Coordinator | None
    clearance: Contact | None = None


class DirectoryDesk:
    """Answers from the directory's tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def personnel(self, employee: str, *, then: datetime | None = None) -> Personnel | None:
        """The record of an employee by opaque reference, or as it was told by an instant; None: not in the directory,
        or not then."""
        async with self._database.reading() as session:
            row = await directory.by_ref(session, employee, then=then)
            if row is None:
                return None
            agency = await directory.agency(session, row.agency, then=then)
            return Personnel(
                employee=row.ref,
                agency=row.agency,
                hired_on=row.hired_on,
                clearance_asked=agency.clearance_asked if agency else False,
                record=await directory_service.personnel_record(session, row, then=then),
                clearance_to=agency.clearance_to if agency else "",
            )

    async def found_before(self, employee: str, *, but: str) -> tuple[FoundBefore, ...]:
        """What was found at all leave of an employee but that of one case."""
        async with self._database.reading() as session:
            found = await directory_service.findings(session, employee, but=but)
        return tuple(FoundBefore(*each) for each in found)

    async def coordinator_for(self, agency: str, custodian: str) -> str | None:
        """The reference of the coordinator who takes a new case of an agency."""
        async with self._database.reading() as session:
            return await directory.coordinator_for(session, agency, custodian)

    async def coordinator(self, ref: str) -> Coordinator | None:
        """A coordinator by reference."""
        async with self._database.reading() as session:
            return await directory.coordinator(session, ref)

    async def people(self, employee: str, coordinator: str | None, *, on: date) -> People:
        """Everybody whom a mail about an employee may go to, as of a New York day."""
        async with self._database.reading() as session:
            row = await directory.by_ref(session, employee)
            signed = await directory.coordinator(session, coordinator) if coordinator else None
            if row is None:
                return People(None, ChainOfCommand(None, None), None, signed)
            return People(
                employee=_contact(row),
                chain=await directory.chain(session, row, on=on),
                liaison=await directory.agency_contact(session, row.agency, "liaison"),
                coordinator=signed,
                clearance=await directory.clearance_office(session, row.agency),
            )


def _contact(row: Employee) -> Contact:
    return Contact(row.name, row.email, row.phone, row.language)
