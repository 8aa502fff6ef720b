"""The directory: who works where, for whom and when, as of a day; and who answers for what in an agency.

Knows: people, posts and agencies. Never knows: cases, leave, what an absence is for.
"""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from infra import directory_past
from infra.directory_tables import Agency, Coordinator, Employee, Supervision
from infra.tables import RegisterRow


class Contact(NamedTuple):
    """Somebody who can be written to. Empty strings: not told."""

    name: str
    email: str
    phone: str
    language: str = "en"


class ChainOfCommand(NamedTuple):
    """Who supervises an employee on a day; None: the post is vacant, or its holder is gone."""

    supervisor: Contact | None
    next_level: Contact | None


async def by_number(session: AsyncSession, number: str) -> Employee | None:
    """An employee by personnel number."""
    return await session.get(Employee, number.strip().upper())


async def by_ref(session: AsyncSession, ref: str, *, then: datetime | None = None) -> Employee | None:
    """An employee by opaque reference, or as told by an instant."""
    now = (await session.exec(select(Employee).where(Employee.ref == ref))).one_or_none()
    return await directory_past.row_then(session, now, then)


async def agency(session: AsyncSession, ref: str, *, then: datetime | None = None) -> Agency | None:
    """An agency, or as it was told by an instant."""
    return await directory_past.row_then(session, await session.get(Agency, ref), then)


async def contact_of(session: AsyncSession, number: str | None, *, on: date) -> Contact | None:
    """How to reach an employee on a New York day; None for a vacant post, or somebody who is gone by then."""
    person = await session.get(Employee, number) if number else None
    if person is None:
        return None
    is_gone = person.vanished_on is not None and person.vanished_on <= on
    has_left = person.left_on is not None and person.left_on < on  # the day of leaving is the last one worked
    if is_gone or has_left:
        return None
    return Contact(person.name, person.email, person.phone, person.language)


async def chain(session: AsyncSession, employee: Employee, *, on: date) -> ChainOfCommand:
    """Supervisor and next level as of a New York day."""
    query = (
        select(Supervision)
        .where(Supervision.employee_number == employee.number, col(Supervision.from_on) <= on)
        .order_by(col(Supervision.from_on).desc())
        .limit(1)
    )
    row = (await session.exec(query)).one_or_none()
    if row is None:
        return ChainOfCommand(None, None)
    supervisor = await contact_of(session, row.supervisor, on=on)
    return ChainOfCommand(supervisor, await contact_of(session, row.next_level, on=on))


async def agency_contact(session: AsyncSession, ref: str, office: str) -> Contact | None:
    """An office of an agency: `hr`, `liaison`, `ada` or `adjuster`. None: nobody was named."""
    row = await session.get(Agency, ref)
    if row is None:
        return None
    told = Contact(*(getattr(row, f"{office}_{what}") for what in ("name", "email", "phone")))
    return told if told.email or told.phone else None


async def clearance_office(session: AsyncSession, ref: str) -> Contact | None:
    """The office of an agency that takes fitness-for-duty papers. None: nobody was named there."""
    row = await session.get(Agency, ref)
    return await agency_contact(session, ref, row.clearance_to) if row is not None else None


async def coordinator(session: AsyncSession, ref: str) -> Coordinator | None:
    """A coordinator by reference."""
    return await session.get(Coordinator, ref)


async def coordinator_for(session: AsyncSession, agency_ref: str, custodian: str) -> str | None:
    """The coordinator of a custodian for an agency: of several, who has the fewest open cases, then by reference."""
    return least_burdened(await burdens(session, agency_ref, custodian))


async def burdens(session: AsyncSession, agency_ref: str, custodian: str) -> dict[str, int]:
    """The coordinators of a custodian who may take a case of an agency, each with the number of their open cases."""
    query = select(Coordinator).where(Coordinator.custodian == custodian, col(Coordinator.vanished_on).is_(None))
    rows = list(await session.exec(query.order_by(col(Coordinator.ref))))
    named = [c.ref for c in rows if agency_ref in c.agencies.split()] or [c.ref for c in rows if c.agencies == "*"]
    return await _open_cases_of(session, named) if named else {}


def least_burdened(burden: dict[str, int]) -> str | None:
    """Who has the fewest open cases; among equals, the first by reference."""
    return min(burden, key=lambda ref: (burden[ref], ref), default=None)


async def _open_cases_of(session: AsyncSession, coordinators: list[str]) -> dict[str, int]:
    """How many open cases each coordinator has."""
    query = (
        select(RegisterRow.coordinator, func.count())
        .where(RegisterRow.is_open, col(RegisterRow.coordinator).in_(coordinators))
        .group_by(col(RegisterRow.coordinator))
    )
    counts = {ref: n for ref, n in await session.exec(query) if ref is not None}
    return {ref: counts.get(ref, 0) for ref in coordinators}
