"""The tables of people: agencies, coordinators, employees, who supervises whom, schedules, hours worked.

Knows: columns, and the day from which each fact holds. Never knows: cases. People who vanish from the imported
records are marked, never deleted.
"""

from datetime import date

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel


class Agency(SQLModel, table=True):
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


class Employee(SQLModel, table=True):
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
    vanished_on: date | None = None


class Supervision(SQLModel, table=True):
    """Who supervises an employee from a day on. None: the post is vacant."""

    __tablename__ = "supervision"

    employee_number: str = Field(primary_key=True)
    from_on: date = Field(primary_key=True)
    supervisor: str | None = None
    next_level: str | None = None


class ScheduleAssignment(SQLModel, table=True):
    """A cycle of shifts from a day on, until `to_on` or until the next one begins; `shifts` as JSON, in the shape of
    the rules' assignment."""

    __tablename__ = "schedule_assignment"

    employee_number: str = Field(primary_key=True)
    from_on: date = Field(primary_key=True)
    to_on: date | None = None
    anchor_on: date
    cycle_days: int
    works_holidays: bool = False
    shifts: str = Field(sa_column=Column(Text, nullable=False))


class HoursWorked(SQLModel, table=True):
    """Minutes actually worked between two days, both included."""

    __tablename__ = "hours_worked"

    employee_number: str = Field(primary_key=True)
    first_on: date = Field(primary_key=True)
    last_on: date
    minutes: int
