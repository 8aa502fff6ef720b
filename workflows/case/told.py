"""Whom a notice is for, and how it tells days and hours.

Knows: roles, days with both ends, hours without the last instant. Never knows: addresses, names, words. Days are days
in America/New_York; instants are aware and in UTC.
"""

from datetime import date, datetime
from enum import StrEnum

from workflows.values import Frozen


class Role(StrEnum):
    """Who a notice is for. The address is found when it is sent, from the directory of that day."""

    EMPLOYEE = "employee"
    SUPERVISOR = "supervisor"
    NEXT_LEVEL = "next_level"
    LIAISON = "liaison"
    COORDINATOR = "coordinator"


class Interval(Frozen):
    """From one instant to another, the end excluded."""

    starts_at: datetime
    ends_at: datetime


class Span(Frozen):
    """Two days, both included; an open end means: not known yet."""

    first_on: date
    last_on: date | None
