"""One row of an imported people directory, checked: what a line must say, and what is wrong with one that does not.

Knows: the columns. Never knows: the database. Days are written 2026-03-12, times 09:00, yes and no as words.
"""

import json
import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from infra import directory_shifts
from workflows.values import Frozen

_WRITTEN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# No control characters: PostgreSQL keeps no NUL, and a name with a line break in it is not a name.
_PRINTABLE = r"^[^\x00-\x1f\x7f]*$"

# What every mail server takes: letters of other alphabets need an extension that few of them have.
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = rf"^[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+)*@{_LABEL}(?:\.{_LABEL})+$"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_PRINTABLE)]
Number = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z0-9-]{1,20}$")]
Mail = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=_ADDRESS)]


def _written_out(said: Any) -> Any:
    # Digits alone would be read as seconds since 1970.
    if isinstance(said, str) and not _WRITTEN_DAY.fullmatch(said.strip()):
        raise ValueError("days are written like 2026-03-12")
    return said


def _yes_no(said: Any) -> Any:
    words = {"yes": True, "no": False, "unknown": None}
    return words.get(said.strip().lower(), said) if isinstance(said, str) else said


def _vacant(said: Any) -> Any:
    return None if isinstance(said, str) and said.strip().lower() == "vacant" else said


def _references(said: str) -> str:
    return " ".join(said.upper().split())


Day = Annotated[date, BeforeValidator(_written_out)]
YesNo = Annotated[bool | None, BeforeValidator(_yes_no)]
Holder = Annotated[Number | None, BeforeValidator(_vacant)]
Agencies = Annotated[Text, AfterValidator(_references)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z0-9-]{0,20}$")]
BreakCause = Annotated[
    Literal["uniformed_service", "rehire_agreement", "other"] | None,
    BeforeValidator(lambda said: None if said == "unknown" else said),
]


class AgencyLine(Frozen):
    """An agency and its contacts."""

    record: Literal["agency"]
    ref: Number
    name: Text
    clearance_asked: YesNo = None
    clearance_to: Literal["liaison", "hr"] = "liaison"
    hr_name: Text = ""
    hr_email: Mail = ""
    hr_phone: Text = ""
    liaison_name: Text = ""
    liaison_email: Mail = ""
    liaison_phone: Text = ""
    ada_name: Text = ""
    ada_email: Mail = ""
    ada_phone: Text = ""
    adjuster_name: Text = ""
    adjuster_email: Mail = ""
    adjuster_phone: Text = ""


class CoordinatorLine(Frozen):
    """A coordinator of a custodian, for some agencies (parted by spaces) or for all (`*`)."""

    record: Literal["coordinator"]
    ref: Number
    name: Text
    email: Mail
    phone: Text
    custodian: Literal["vendor", "commonwealth"]
    agencies: Agencies
    employee_number: Number | None = None


class EmployeeLine(Frozen):
    """An employee."""

    record: Literal["employee"]
    number: Number
    name: Text
    email: Mail
    phone: Text = ""
    language: Literal["en", "es", "pt", "ht", "zh", "vi", "km"] = "en"
    agency: Number
    hired_on: Day
    left_on: Day | None = None
    bargaining_unit: Text | None = None
    exempt: YesNo = None
    worksite_fifty: YesNo = None
    hours_complete: YesNo = None
    break_cause: BreakCause = None
    earlier_service_known: YesNo = None
    spouse_same_employer: YesNo = None
    key_employee: YesNo = None

    @model_validator(mode="after")
    def _in_order(self) -> "EmployeeLine":
        if self.left_on is not None and self.left_on < self.hired_on:
            raise ValueError("left_on is before hired_on")
        return self


class SupervisionLine(Frozen):
    """Who supervises an employee from a day on; an empty post is `vacant`."""

    record: Literal["supervision"]
    number: Number
    from_on: Day
    supervisor: Holder = None
    next_level: Holder = None

    @model_validator(mode="after")
    def _not_oneself(self) -> "SupervisionLine":
        if self.number in (self.supervisor, self.next_level):
            raise ValueError("nobody supervises themselves")
        return self


class ScheduleLine(Frozen):
    """A cycle of shifts from a day on, until `to_on` or the next schedule. Position 1 is the anchor day. What is
    temporary suspends what lasts; `decided_on` is the day of the decision, not the one from which it holds."""

    record: Literal["schedule"]
    number: Number
    from_on: Day
    to_on: Day | None = None
    anchor_on: Day
    cycle_days: int = Field(ge=1, le=directory_shifts.LONGEST_CYCLE)
    works_holidays: YesNo = None
    shifts: Annotated[str, BeforeValidator(directory_shifts.of_cycle)] = ""
    appointment: Name = ""
    pattern: Literal["cycle", "variable"] = "cycle"
    term: Literal["permanent", "temporary"] = "permanent"
    decided_on: Day | None = None
    cause: Literal["employer", "own_wish", "the_leave", "alternative_position"] | None = None
    equal_terms: YesNo = None

    @model_validator(mode="before")
    @classmethod
    def _without_pattern(cls, said: Any) -> Any:
        """Of who has no pattern nobody can tell how long it is, or where it begins."""
        if isinstance(said, dict) and said.get("pattern") == "variable":
            return {"anchor_on": said.get("from_on"), "cycle_days": "7"} | said
        return said

    @model_validator(mode="after")
    def _fits(self) -> "ScheduleLine":
        if self.to_on is not None and self.to_on < self.from_on:
            raise ValueError("to_on is before from_on")
        if not self.shifts and self.pattern == "cycle":
            raise ValueError("shifts: is missing")
        if self.equal_terms is not None and self.cause != "alternative_position":
            raise ValueError("equal_terms is told of an alternative position alone")
        if any(shift["position"] > self.cycle_days for shift in json.loads(self.shifts or "[]")):
            raise ValueError("a shift lies outside the cycle")
        return self


class RosterLine(Frozen):
    """What was posted for one day in place of the cycle; none: a day off. Of several versions of a day the highest
    holds."""

    record: Literal["roster"]
    number: Number
    on: Day
    shifts: Annotated[str, BeforeValidator(directory_shifts.of_day), AfterValidator(directory_shifts.apart)]
    works_holidays: YesNo = None
    appointment: Name = ""
    version: int = Field(default=1, ge=1, le=10_000)


class OvertimeLine(Frozen):
    """All overtime of one day beside its shifts, each with its mark; none: there is none after all."""

    record: Literal["overtime"]
    number: Number
    on: Day
    shifts: Annotated[str, BeforeValidator(directory_shifts.of_overtime), AfterValidator(directory_shifts.apart)]
    appointment: Name = ""
