"""One row of an imported people directory, checked: what a line must say, and what is wrong with one that does not.

Knows: the columns. Never knows: the database. Days are written 2026-03-12, times 09:00, yes and no as words.
"""

import json
from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from workflows.values import Frozen

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Loose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Number = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z0-9-]{1,20}$")]
Mail = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^@\s<>\r\n]+@[^@\s<>\r\n]+\.[^@\s<>\r\n]+$")]


def _yes_no(said: Any) -> Any:
    words = {"yes": True, "no": False, "": None, "unknown": None}
    return words.get(said.strip().lower(), said) if isinstance(said, str) else said


def _vacant(said: Any) -> Any:
    return None if isinstance(said, str) and said.strip().lower() in ("", "vacant") else said


def _empty(said: Any) -> Any:
    return None if isinstance(said, str) and not said.strip() else said


YesNo = Annotated[bool | None, BeforeValidator(_yes_no)]
Holder = Annotated[Number | None, BeforeValidator(_vacant)]
Day = Annotated[date | None, BeforeValidator(_empty)]
MaybeNumber = Annotated[Number | None, BeforeValidator(_empty)]
MaybeText = Annotated[Text | None, BeforeValidator(_empty)]


class AgencyLine(Frozen):
    """An agency and its contacts."""

    record: Literal["agency"]
    ref: Number
    name: Text
    clearance_asked: YesNo = None
    clearance_to: Literal["liaison", "hr", ""] = ""
    hr_name: Loose = ""
    hr_email: Mail | Literal[""] = ""
    hr_phone: Loose = ""
    liaison_name: Loose = ""
    liaison_email: Mail | Literal[""] = ""
    liaison_phone: Loose = ""
    ada_name: Loose = ""
    ada_email: Mail | Literal[""] = ""
    ada_phone: Loose = ""
    adjuster_name: Loose = ""
    adjuster_email: Mail | Literal[""] = ""
    adjuster_phone: Loose = ""


class CoordinatorLine(Frozen):
    """A coordinator of a custodian, for some agencies (parted by spaces) or for all (`*`)."""

    record: Literal["coordinator"]
    ref: Number
    name: Text
    email: Mail
    phone: Text
    custodian: Literal["vendor", "commonwealth"]
    agencies: Text
    employee_number: MaybeNumber = None


class EmployeeLine(Frozen):
    """An employee."""

    record: Literal["employee"]
    number: Number
    name: Text
    email: Mail
    phone: Loose = ""
    language: Literal["en", "es", "pt", "ht", "zh", "vi", "km", ""] = "en"
    agency: Number
    hired_on: date
    left_on: Day = None
    bargaining_unit: MaybeText = None
    exempt: YesNo = None
    worksite_fifty: YesNo = None
    hours_complete: YesNo = None

    @model_validator(mode="after")
    def _in_order(self) -> "EmployeeLine":
        if self.left_on is not None and self.left_on < self.hired_on:
            raise ValueError("left_on is before hired_on")
        return self


class SupervisionLine(Frozen):
    """Who supervises an employee from a day on; an empty post is `vacant`."""

    record: Literal["supervision"]
    number: Number
    from_on: date
    supervisor: Holder = None
    next_level: Holder = None

    @model_validator(mode="after")
    def _not_oneself(self) -> "SupervisionLine":
        if self.number in (self.supervisor, self.next_level):
            raise ValueError("nobody supervises themselves")
        return self


def _shift(said: str, position: int) -> dict[str, Any]:
    hours, _, unpaid = said.partition("/")
    starts, _, ends = hours.partition("-")
    return {
        "position": position,
        "starts": time.fromisoformat(starts.strip()).isoformat(),
        "ends": time.fromisoformat(ends.strip()).isoformat(),
        "unpaid_break_minutes": int(unpaid or 0),
    }


def _shifts(said: Any) -> Any:
    """`1-5 09:00-17:30/30` or `1 07:00-19:00; 2 07:00-19:00/45`: positions of the cycle, hours, unpaid minutes."""
    if not isinstance(said, str):
        return said
    shifts = []
    try:
        for part in filter(None, (p.strip() for p in said.split(";"))):
            where, hours = part.split(maxsplit=1)
            first, _, last = where.partition("-")
            shifts += [_shift(hours, n) for n in range(int(first), int(last or first) + 1)]
    except ValueError:
        raise ValueError("shifts are written like `1-5 09:00-17:30/30`, parted by semicolons") from None
    return json.dumps(shifts)


class ScheduleLine(Frozen):
    """A cycle of shifts from a day on. Position 1 is the anchor day."""

    record: Literal["schedule"]
    number: Number
    from_on: date
    to_on: Day = None
    anchor_on: date
    cycle_days: int = Field(ge=1, le=366)
    works_holidays: YesNo = None
    shifts: Annotated[str, BeforeValidator(_shifts)]

    @model_validator(mode="after")
    def _fits(self) -> "ScheduleLine":
        if self.to_on is not None and self.to_on < self.from_on:
            raise ValueError("to_on is before from_on")
        if any(shift["position"] > self.cycle_days for shift in json.loads(self.shifts)):
            raise ValueError("a shift lies outside the cycle")
        return self


class HoursLine(Frozen):
    """Hours actually worked between two days; best by week or month."""

    record: Literal["hours"]
    number: Number
    first_on: date
    last_on: date
    hours: float = Field(ge=0, le=9000)

    @model_validator(mode="after")
    def _in_order(self) -> "HoursLine":
        if self.last_on < self.first_on:
            raise ValueError("last_on is before first_on")
        return self


AnyLine = Annotated[
    AgencyLine | CoordinatorLine | EmployeeLine | SupervisionLine | ScheduleLine | HoursLine,
    Field(discriminator="record"),
]
