"""What personnel records say of one employee, and the record of service that the rules of eligibility ask for a day.

Knows: appointments, service elsewhere, payroll days, the employer's dated list of bodies. Never knows: where records
come from, hours of leave, a case. What nobody told stays unknown. 29 CFR 825.108(c)(1), 825.110(b)-(c) (law.md E3-E6).
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field, ValidationError, model_validator

from workflows.rules.answers import contradiction
from workflows.rules.calendar import days_after
from workflows.rules.eligible import ServiceRecord
from workflows.rules.hours import WorkedMinutes
from workflows.rules.other_plan_tests import Probation
from workflows.rules.schedule import Schedule
from workflows.rules.service import BreakCause, EmploymentKind, OtherBody, Span, UniformedService
from workflows.rules.spans import Days, any_has, cut
from workflows.rules.spouses import Spouse
from workflows.rules.time_in_days import Timed, must_fit
from workflows.values import Frozen


class AppointmentKind(StrEnum):
    """How somebody is employed. A season is a stretch of its own; who works now and then has weeks on the payroll."""

    REGULAR = "regular"
    SEASONAL = "seasonal"
    INTERMITTENT = "intermittent"
    OCCASIONAL = "occasional"
    CASUAL = "casual"


_NOW_AND_THEN = (AppointmentKind.INTERMITTENT, AppointmentKind.OCCASIONAL, AppointmentKind.CASUAL)


class Appointment(Days):
    """An appointment; who has two has a name for each."""

    appointment: str = ""
    kind: AppointmentKind | None = None
    bargaining_unit: str | None = None
    full_time: bool | None = None
    probation: Probation = Probation()


class ListedBody(Frozen):
    """What the employer's list says of a body from a day on. None: the list does not say."""

    body: str
    from_on: date
    same_employer: bool | None


class Stretch(Days):
    """A stretch of service; at another body, if one is named."""

    body: str | None = None
    break_cause: BreakCause | None = None


class WorkedAt(Days):
    """Minutes actually worked; at another body, if one is named."""

    last_on: date
    minutes: int = Field(ge=0)
    body: str | None = None


class PersonnelRecord(Frozen):
    """Everything that personnel records say of one employee. `earlier`: service beside the present stretch."""

    hired_on: date
    left_on: date | None = None
    break_cause: BreakCause | None = None
    earlier: tuple[Stretch, ...] = ()
    earlier_service_known: bool | None = True
    payroll: tuple[Days, ...] = ()
    uniformed: tuple[UniformedService, ...] = ()
    worked: tuple[WorkedAt, ...] = ()
    hours_complete: bool | None = None
    exempt: bool | None = None
    worksite_fifty: bool | None = None
    bodies: tuple[ListedBody, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    schedule: Schedule = Schedule(assignments=())
    bargaining_unit: str | None = None
    spouse_same_employer: bool | None = None
    key_employee: bool | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "PersonnelRecord":
        if self.left_on is not None and self.left_on < self.hired_on:
            raise contradiction("ends_before_it_begins", "employment ends before it begins")
        must_fit(Timed(w.first_on, w.last_on, w.minutes) for w in self.worked)
        return self

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> "PersonnelRecord | None":
        """A record as the directory has it. None: it contradicts itself, so that nothing of it is known and a person
        must look."""
        try:
            return cls.model_validate(record)
        except ValidationError:
            return None

    def is_employed_on(self, on: date) -> bool:
        """Whether the records know of employment on a day; where earlier service may be missing, it is not denied."""
        if on < self.hired_on:
            return not self.earlier_service_known or any_has(self.earlier, on)
        return self.left_on is None or on <= self.left_on

    def appointments_on(self, on: date) -> tuple[Appointment, ...]:
        """The appointments of a day."""
        return tuple(a for a in self.appointments if a.has(on))

    def unit_on(self, on: date) -> str | None:
        """The bargaining unit on a day: the appointment's, where one names it."""
        named = (a.bargaining_unit for a in self.appointments_on(on) if a.bargaining_unit)
        return next(named, self.bargaining_unit)

    def full_time_on(self, on: date) -> bool | None:
        """Whether some appointment of the day is full time. None: nobody told of one that might be."""
        told = [a.full_time for a in self.appointments_on(on)]
        return True if True in told else None if not told or None in told else False

    def probation_on(self, on: date) -> Probation:
        """The probation of the day's appointment; of two appointments nobody can tell which one is meant."""
        told = [a.probation for a in self.appointments_on(on)]
        return told[0] if told and all(each == told[0] for each in told) else Probation()

    def week_minutes_on(self, on: date) -> int | None:
        """Minutes of the scheduled week of a day."""
        week = self.schedule.week_minutes(on)
        return int(week) if week else None


def service_on(told: PersonnelRecord, on: date) -> ServiceRecord:
    """The record of service for leave that begins on a day."""
    is_casual = _is_casual(told, on)
    return ServiceRecord(
        stretches=_stretches(told, is_casual=is_casual),
        earlier_service_known=told.earlier_service_known,
        kind=EmploymentKind.CASUAL if is_casual else EmploymentKind.CONTINUOUS,
        ended_on=told.left_on if is_casual else None,
        minutes_worked=tuple(_worked(told, each) for each in told.worked),
        hours_records_complete=told.hours_complete,
        exempt=told.exempt,
        uniformed_service=tuple(_with_week(told, each) for each in told.uniformed),
        worksite_fifty=told.worksite_fifty,
        week_minutes=told.week_minutes_on(on),
    )


def spouse_of(told: PersonnelRecord) -> Spouse | None:
    """What the records say of a spouse: whether one works for the same employer, and nothing else."""
    if told.spouse_same_employer is None:
        return None
    return Spouse(married=True if told.spouse_same_employer else None, same_employer=told.spouse_same_employer)


def _is_casual(told: PersonnelRecord, on: date) -> bool:
    """Whoever has one appointment that is not casual is employed all the time (825.110(b)(3))."""
    kinds = [a.kind for a in told.appointments_on(on)]
    return bool(kinds) and all(kind in _NOW_AND_THEN for kind in kinds)


def _stretches(told: PersonnelRecord, *, is_casual: bool) -> tuple[Span, ...]:
    """Of casual employment only the days on payroll count, and not the time between them."""
    earlier = [span for stretch in told.earlier for span in _at_bodies(told, stretch)]
    if is_casual:
        present = [Span(first_on=days.first_on, last_on=days.last_on) for days in told.payroll]
    else:
        present = [Span(first_on=told.hired_on, last_on=told.left_on, break_cause=told.break_cause)]
    return tuple(sorted((*earlier, *present), key=lambda span: span.first_on))


def _at_bodies(told: PersonnelRecord, stretch: Stretch) -> list[Span]:
    """One stretch, cut where the employer's list changes for its body: each part counts by the list of its days."""
    if stretch.body is None:
        return [Span(first_on=stretch.first_on, last_on=stretch.last_on, break_cause=stretch.break_cause)]
    spells = _spells(told, stretch.body)
    pieces = cut(stretch.first_on, stretch.last_on or date.max, spells)
    return [
        Span(
            first_on=first,
            last_on=stretch.last_on if last == date.max else last,
            at=OtherBody(body=stretch.body, same_employer=_listed(told, stretch.body, first)),
            break_cause=stretch.break_cause if first == stretch.first_on else None,
        )
        for first, last in pieces
    ]


def _spells(told: PersonnelRecord, body: str) -> list[Days]:
    return [Days(first_on=listed.from_on) for listed in told.bodies if listed.body == body]


def _listed(told: PersonnelRecord, body: str, on: date) -> bool | None:
    """What the list of a day says of a body."""
    told_by = [listed for listed in told.bodies if listed.body == body and listed.from_on <= on]
    return max(told_by, key=lambda listed: listed.from_on).same_employer if told_by else None


def _worked(told: PersonnelRecord, worked: WorkedAt) -> WorkedMinutes:
    """Minutes cannot be cut: where the list changes within their days, it does not say whether they count."""
    at = None
    if worked.body is not None:
        changes = [d.first_on for d in _spells(told, worked.body)]
        is_even = not any(worked.first_on < on <= worked.last_on for on in changes)
        listed = _listed(told, worked.body, worked.first_on) if is_even else None
        at = OtherBody(body=worked.body, same_employer=listed)
    return WorkedMinutes(first_on=worked.first_on, last_on=worked.last_on, minutes=worked.minutes, at=at)


def _with_week(told: PersonnelRecord, served: UniformedService) -> UniformedService:
    """Where nobody said what would have been worked, the scheduled week before it says it (825.110(c)(2))."""
    if served.minutes is not None or served.week_minutes is not None:
        return served
    return served.model_copy(update={"week_minutes": told.week_minutes_on(days_after(served.first_on, -1))})
