"""An employee's service and schedules, in the shape of the rules' personnel record.

Knows: which rows are about whom, and that a row which a later file said otherwise is no longer true. Never knows: what
counts for leave: the rules choose from it by the day that they are asked about.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from infra import directory_past
from infra.directory_tables import (
    AppointmentRow,
    Employee,
    HoursWorked,
    OvertimeDay,
    PayrollSpan,
    PostedRoster,
    PublicBody,
    Recorded,
    ScheduleAssignment,
    ServiceStretch,
    UniformedSpan,
)
from infra.tables import RegisterRow
from workflows.view import CaseView

Row = TypeVar("Row", bound=Recorded)
_NOT_TOLD = {"employee_number", "vanished_on", "recorded_at"}


async def personnel_record(session: AsyncSession, person: Employee, *, then: datetime | None = None) -> dict[str, Any]:
    """Everything that is told of somebody's service, or was told by an instant; the person as told then."""
    stretches = await _of(session, ServiceStretch, person, then)
    hours = await _of(session, HoursWorked, person, then)
    said = ("hired_on", "left_on", "break_cause", "hours_complete", "exempt", "worksite_fifty", "bargaining_unit")
    bodies = {row.body for row in stretches if row.body} | {row.body for row in hours if row.body}
    return {
        **{name: getattr(person, name) for name in said},
        "spouse_same_employer": person.spouse_same_employer,
        "key_employee": person.key_employee,
        "earlier_service_known": person.earlier_service_known is not False,  # the directory lists all it knows of
        "earlier": [_told(row) | {"body": row.body or None} for row in stretches],
        "payroll": [_told(row) for row in await _of(session, PayrollSpan, person, then)],
        "uniformed": [_told(row) for row in await _of(session, UniformedSpan, person, then)],
        "worked": [_told(row) | {"body": row.body or None} for row in hours],
        "bodies": await _listed(session, bodies, then),
        "appointments": [_appointment(row) for row in await _of(session, AppointmentRow, person, then)],
        "schedule": {
            "assignments": await assignments(session, person.number, then=then),
            "posted": await _posted(session, person, then),
            "overtime": await _overtime(session, person, then),
        },
    }


async def assignments(session: AsyncSession, number: str, *, then: datetime | None = None) -> list[dict[str, Any]]:
    """Schedule assignments in the shape of the rules' `Assignment`, oldest first. Each ends where the next one of its
    appointment begins: whoever gets a new schedule no longer works the old one. What is temporary only suspends it."""
    query = select(ScheduleAssignment).where(ScheduleAssignment.employee_number == number)
    found = await directory_past.then(session, ScheduleAssignment, await session.exec(query), then, about={number})
    rows = sorted(found, key=lambda row: row.from_on)
    return [
        row.model_dump(exclude={"employee_number", "recorded_at"})
        | {"shifts": json.loads(row.shifts), "to_on": _end(row, rows)}
        for row in rows
    ]


async def _posted(session: AsyncSession, person: Employee, at: datetime | None) -> list[dict[str, Any]]:
    """Rosters in the shape of the rules' `PostedDay`, every version of them."""
    return [
        {
            **{"on": row.happens_on, "appointment": row.appointment, "version": row.version},
            "shifts": [shift | {"works_holiday": row.works_holidays} for shift in json.loads(row.shifts)],
        }
        for row in await _of(session, PostedRoster, person, at)
    ]


async def _overtime(session: AsyncSession, person: Employee, at: datetime | None) -> list[dict[str, Any]]:
    """Overtime in the shape of the rules' `OvertimeShift`."""
    return [
        shift | {"on": row.happens_on, "appointment": row.appointment}
        for row in await _of(session, OvertimeDay, person, at)
        for shift in json.loads(row.shifts)
    ]


async def findings(session: AsyncSession, employee: str, *, but: str) -> list[tuple[str, date, str, bool | None]]:
    """What was found at other leave of an employee."""
    query = select(RegisterRow.view).where(RegisterRow.employee == employee).order_by(RegisterRow.reference)
    return found_in([CaseView.model_validate_json(view) for view in await session.exec(query)], but=but)


def found_in(cases: Iterable[CaseView], *, but: str) -> list[tuple[str, date, str, bool | None]]:
    """What was found at leave of all cases but one: the case, its first day, its reason, whether eligible. Leave that
    was withdrawn was not taken."""
    return [
        (view.reference, period.first_on, period.reason, view.eligible)
        for view in cases
        if view.reference != but
        for period in view.periods
        if period.decision != "withdrawn"
    ]


async def _of(session: AsyncSession, kind: type[Row], person: Employee, at: datetime | None) -> list[Row]:
    rows = await session.exec(select(kind).filter_by(employee_number=person.number))
    told = await directory_past.then(session, kind, rows, at, about={person.number})
    return sorted((row for row in told if getattr(row, "vanished_on", None) is None), key=_begins)


def _begins(row: SQLModel) -> date:
    begins = next((getattr(row, name) for name in ("first_on", "from_on", "happens_on") if hasattr(row, name)), None)
    return begins if isinstance(begins, date) else date.min


async def _listed(session: AsyncSession, bodies: set[str], at: datetime | None) -> list[dict[str, Any]]:
    rows = await session.exec(select(PublicBody).where(col(PublicBody.ref).in_(sorted(bodies))))
    told = await directory_past.then(session, PublicBody, rows, at, about=bodies)
    return [{"body": r.ref, "from_on": r.from_on, "same_employer": r.same_employer} for r in told]


def _told(row: SQLModel) -> dict[str, Any]:
    return row.model_dump(exclude=_NOT_TOLD)


def _appointment(row: AppointmentRow) -> dict[str, Any]:
    told = _told(row)
    probation = {"required": told.pop("probation"), "ends_on": told.pop("probation_ends_on")}
    return told | {"first_on": told.pop("from_on"), "last_on": told.pop("to_on"), "probation": probation}


def _end(row: ScheduleAssignment, rows: list[ScheduleAssignment]) -> date | None:
    """The earlier of what it says itself and the eve of what follows it."""
    follows = [
        later.from_on - timedelta(days=1)
        for later in rows
        if later.appointment == row.appointment
        and later.from_on > row.from_on
        and (row.term == "temporary" or later.term == "permanent")
    ]
    return min(filter(None, (row.to_on, *follows)), default=None)
