"""The tables of people: agencies, coordinators, employees, who supervises whom, service, schedules, hours worked.

Knows: columns, and the day from which each fact holds. Never knows: cases. People who vanish from the imported
records are marked, never deleted; so is what a later file says otherwise of somebody's service. How a row read before
is kept (decision 13).
"""

from datetime import date, datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel


class Recorded(SQLModel):
    """A row that says since when it reads as it does; None: since before that was kept."""

    recorded_at: datetime | None = None


class DirectoryPast(SQLModel, table=True):
    """How a row of the directory read until an instant, as JSON. Written once, when it was changed. `about`: the
    employee's number, or the reference of an agency or a body."""

    __tablename__ = "directory_past"

    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    until_at: datetime = Field(primary_key=True)
    from_at: datetime | None = None
    about: str = Field(index=True)
    said: str = Field(sa_column=Column(Text, nullable=False))


class Agency(Recorded, table=True):
    """An agency and whom to ask there."""

    __tablename__ = "agency"

    ref: str = Field(primary_key=True)
    name: str
    clearance_asked: bool = False
    clearance_to: str = "liaison"
    hr_name: str = ""
    hr_email: str = ""
    hr_phone: str = ""
    liaison_name: str = ""
    liaison_email: str = ""
    liaison_phone: str = ""
    ada_name: str = ""
    ada_email: str = ""
    ada_phone: str = ""
    adjuster_name: str = ""
    adjuster_email: str = ""
    adjuster_phone: str = ""
    vanished_on: date | None = None


class Coordinator(SQLModel, table=True):
    """A leave coordinator, of one custodian. `agencies` are references parted by spaces, or `*` for all."""

    __tablename__ = "coordinator"

    ref: str = Field(primary_key=True)
    name: str
    email: str
    phone: str
    custodian: str
    agencies: str
    employee_number: str | None = None
    vanished_on: date | None = None


class Employee(Recorded, table=True):
    """An employee. `ref` is random: the number and the name never leave this table and the mails."""

    __tablename__ = "employee"

    number: str = Field(primary_key=True)
    ref: str = Field(unique=True)
    name: str
    email: str
    phone: str = ""
    language: str = "en"
    agency: str
    hired_on: date
    left_on: date | None = None
    bargaining_unit: str | None = None
    exempt: bool | None = None
    worksite_fifty: bool | None = None
    hours_complete: bool | None = None
    break_cause: str | None = None
    earlier_service_known: bool | None = None
    spouse_same_employer: bool | None = None
    key_employee: bool | None = None
    vanished_on: date | None = None


class Supervision(SQLModel, table=True):
    """Who supervises an employee from a day on. None: the post is vacant."""

    __tablename__ = "supervision"

    employee_number: str = Field(primary_key=True)
    from_on: date = Field(primary_key=True)
    supervisor: str | None = None
    next_level: str | None = None


class PublicBody(Recorded, table=True):
    """A body that is none of the employer's own agencies, and whether it is part of the same employer, from a day on:
    the employer's list, which nobody infers. None: the list does not say."""

    __tablename__ = "public_body"

    ref: str = Field(primary_key=True)
    from_on: date = Field(primary_key=True)
    name: str
    same_employer: bool | None = None


class ServiceStretch(Recorded, table=True):
    """A stretch of employment beside the present one; at another body, if one is named. `break_cause`: why there was
    a break before it."""

    __tablename__ = "service_stretch"

    employee_number: str = Field(primary_key=True)
    first_on: date = Field(primary_key=True)
    body: str = Field(default="", primary_key=True)
    last_on: date | None = None
    break_cause: str | None = None
    vanished_on: date | None = None


class PayrollSpan(Recorded, table=True):
    """Days on which somebody who works now and then was on the payroll."""

    __tablename__ = "payroll_span"

    employee_number: str = Field(primary_key=True)
    first_on: date = Field(primary_key=True)
    last_on: date
    vanished_on: date | None = None


class UniformedSpan(Recorded, table=True):
    """Military service from which the employee came back; minutes that would have been worked, in all or by week."""

    __tablename__ = "uniformed_span"

    employee_number: str = Field(primary_key=True)
    first_on: date = Field(primary_key=True)
    last_on: date
    minutes: int | None = None
    week_minutes: int | None = None
    vanished_on: date | None = None


class AppointmentRow(Recorded, table=True):
    """An appointment from one day to another; who has two has a name for each."""

    __tablename__ = "appointment"

    employee_number: str = Field(primary_key=True)
    from_on: date = Field(primary_key=True)
    appointment: str = Field(default="", primary_key=True)
    to_on: date | None = None
    kind: str | None = None
    bargaining_unit: str | None = None
    full_time: bool | None = None
    probation: bool | None = None
    probation_ends_on: date | None = None
    vanished_on: date | None = None


class ScheduleAssignment(Recorded, table=True):
    """A cycle of shifts from a day on, until `to_on` or until the next one of its appointment begins; `shifts` as
    JSON, in the shape of the rules' assignment, and so are the codes. `works_holidays` None: nobody told."""

    __tablename__ = "schedule_assignment"

    employee_number: str = Field(primary_key=True)
    from_on: date = Field(primary_key=True)
    appointment: str = Field(default="", primary_key=True)
    to_on: date | None = None
    anchor_on: date
    cycle_days: int
    works_holidays: bool | None = None
    shifts: str = Field(sa_column=Column(Text, nullable=False))
    kind: str = "cycle"
    term: str = "permanent"
    decided_on: date | None = None
    cause: str | None = None
    equal_terms: bool | None = None


class PostedRoster(Recorded, table=True):
    """What was posted for one day in place of a cycle, by version; `shifts` as JSON, in the shape of the rules' posted
    shifts, none of them on a day off."""

    __tablename__ = "posted_roster"

    employee_number: str = Field(primary_key=True)
    happens_on: date = Field(primary_key=True)
    appointment: str = Field(default="", primary_key=True)
    version: int = Field(default=1, primary_key=True)
    works_holidays: bool | None = None
    shifts: str = Field(sa_column=Column(Text, nullable=False))


class OvertimeDay(Recorded, table=True):
    """All overtime of one day beside its shifts, each with its mark, as JSON in the shape of the rules' overtime."""

    __tablename__ = "overtime_day"

    employee_number: str = Field(primary_key=True)
    happens_on: date = Field(primary_key=True)
    appointment: str = Field(default="", primary_key=True)
    shifts: str = Field(sa_column=Column(Text, nullable=False))


class HoursWorked(Recorded, table=True):
    """Minutes actually worked between two days, both included; at another body, if one is named."""

    __tablename__ = "hours_worked"

    employee_number: str = Field(primary_key=True)
    first_on: date = Field(primary_key=True)
    body: str = Field(default="", primary_key=True)
    last_on: date
    minutes: int
    vanished_on: date | None = None
