"""Which row of the directory a line of the file makes, and the key by which a row is known.

Knows: lines and tables. Never knows: other lines, the database. A key is told once in a file.
"""

from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlmodel import SQLModel

from infra.directory_rows import (
    AgencyLine,
    CoordinatorLine,
    EmployeeLine,
    OvertimeLine,
    RosterLine,
    ScheduleLine,
    SupervisionLine,
)
from infra.directory_service_rows import AppointmentLine, BodyLine, HoursLine, PayrollLine, ServiceLine, UniformedLine
from infra.directory_tables import (
    Agency,
    AppointmentRow,
    Coordinator,
    Employee,
    HoursWorked,
    OvertimeDay,
    PayrollSpan,
    PostedRoster,
    PublicBody,
    ScheduleAssignment,
    ServiceStretch,
    Supervision,
    UniformedSpan,
)


def key_of(row: SQLModel) -> Any:
    """The key of a row: one value, or several in order, the person first."""
    values = tuple(getattr(row, name) for name in _key_columns(type(row)))
    return values[0] if len(values) == 1 else values


@cache
def _key_columns(kind: type[SQLModel]) -> tuple[str, ...]:
    return tuple(column.name for column in inspect(kind).primary_key)


_MAKES: dict[type[Any], tuple[type[SQLModel], tuple[str, ...]]] = {
    AgencyLine: (Agency, ("ref",)),
    BodyLine: (PublicBody, ("ref", "from_on")),
    CoordinatorLine: (Coordinator, ("ref",)),
    EmployeeLine: (Employee, ("number",)),
    SupervisionLine: (Supervision, ("number", "from_on")),
    ScheduleLine: (ScheduleAssignment, ("number", "from_on", "appointment")),
    RosterLine: (PostedRoster, ("number", "on", "appointment", "version")),
    OvertimeLine: (OvertimeDay, ("number", "on", "appointment")),
    ServiceLine: (ServiceStretch, ("number", "first_on", "body")),
    PayrollLine: (PayrollSpan, ("number", "first_on")),
    UniformedLine: (UniformedSpan, ("number", "first_on")),
    AppointmentLine: (AppointmentRow, ("number", "from_on", "appointment")),
    HoursLine: (HoursWorked, ("number", "first_on", "body")),
}


def place_of(said: Any) -> tuple[type[SQLModel], Any]:
    """Of which kind a line makes a row, and its key: the row itself takes much longer, and files are long."""
    kind, columns = _MAKES[type(said)]
    values = tuple(getattr(said, column) for column in columns)
    return kind, values[0] if len(values) == 1 else tuple("" if value is None else value for value in values)


def row_of(said: Any) -> SQLModel:
    """The row that a line makes; an employee's reference is given when the row is new."""
    told = said.model_dump(exclude={"record"})
    match said:
        case AgencyLine():
            return Agency(**told | {"clearance_asked": bool(said.clearance_asked)})
        case BodyLine():
            return PublicBody(**told)
        case CoordinatorLine():
            return Coordinator(**told)
        case EmployeeLine():
            return Employee(**told | {"ref": ""})
        case _:
            number = told.pop("number")
            return _about(said, told | {"employee_number": number})


def _about(said: Any, told: dict[str, Any]) -> SQLModel:
    """A row about an employee. Hours are kept in minutes, and a body that nobody names is the employer itself."""
    match said:
        case SupervisionLine():
            return Supervision(**told)
        case ScheduleLine():
            told["kind"] = told.pop("pattern")
            return ScheduleAssignment(**told | {"shifts": said.shifts or "[]"})
        case RosterLine():
            happens_on = told.pop("on")
            return PostedRoster(**told, happens_on=happens_on)
        case OvertimeLine():
            happens_on = told.pop("on")
            return OvertimeDay(**told, happens_on=happens_on)
        case PayrollLine():
            return PayrollSpan(**told)
        case AppointmentLine():
            return AppointmentRow(**told)
        case UniformedLine():
            week, hours = told.pop("week_hours"), told.pop("hours")
            return UniformedSpan(**told, minutes=_minutes(hours), week_minutes=_minutes(week))
        case ServiceLine():
            return ServiceStretch(**told | {"body": said.body or ""})
        case HoursLine():
            hours = told.pop("hours")
            return HoursWorked(**told | {"body": said.body or "", "minutes": _minutes(hours)})
    raise TypeError(type(said).__name__)


def _minutes(hours: float | None) -> int | None:
    return None if hours is None else round(hours * 60)
