"""One row about somebody's service, checked: bodies, stretches, payroll days, uniformed service, appointments, hours.

Knows: the columns, and which of them contradict each other. Never knows: the database, other rows, what counts for
leave. Days are written 2026-03-12, yes and no as words.
"""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from infra.directory_rows import BreakCause, Day, Name, Number, Text, YesNo
from workflows.values import Frozen

_NEW_YORK, _NOTHING = ZoneInfo("America/New_York"), timedelta()

ALWAYS = date(1, 1, 1)
"""From when something holds that has no first day."""

Hours = Annotated[float, Field(ge=0, le=200_000, allow_inf_nan=False)]


class BodyLine(Frozen):
    """A public body that is none of the employer's agencies: whether the employer's list has it as part of the same
    employer, from a day on. Nobody infers that from a name or a payroll."""

    record: Literal["body"]
    ref: Number
    name: Text
    same_employer: YesNo
    from_on: Day = ALWAYS


class ServiceLine(Frozen):
    """A stretch of employment beside the present one, here or at another body, and why there was a break before."""

    record: Literal["service"]
    number: Number
    first_on: Day
    last_on: Day | None = None
    body: Number | None = None
    break_cause: BreakCause = None

    @model_validator(mode="after")
    def _fits(self) -> "ServiceLine":
        if self.last_on is None and self.body is None:
            raise ValueError("last_on is missing: the present stretch stands in the line of the employee")
        _in_order(self.first_on, self.last_on)
        return self


class PayrollLine(Frozen):
    """Days on which somebody who works now and then was on the payroll."""

    record: Literal["payroll"]
    number: Number
    first_on: Day
    last_on: Day

    @model_validator(mode="after")
    def _fits(self) -> "PayrollLine":
        _in_order(self.first_on, self.last_on)
        return self


class UniformedLine(Frozen):
    """Military service from which the employee came back, and the hours that would have been worked in it."""

    record: Literal["uniformed"]
    number: Number
    first_on: Day
    last_on: Day
    hours: Hours | None = None
    week_hours: Annotated[float, Field(ge=0, le=168, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _fits(self) -> "UniformedLine":
        _in_order(self.first_on, self.last_on)
        if self.hours is not None and self.hours > _real_hours(self.first_on, self.last_on):
            raise ValueError("there are more hours than the days have")
        return self


class AppointmentLine(Frozen):
    """An appointment from a day on; somebody who has two names each in `appointment`."""

    record: Literal["appointment"]
    number: Number
    from_on: Day
    to_on: Day | None = None
    appointment: Name = ""
    kind: Literal["regular", "seasonal", "intermittent", "occasional", "casual"] | None = None
    bargaining_unit: Text | None = None
    full_time: YesNo = None
    probation: YesNo = None
    probation_ends_on: Day | None = None

    @model_validator(mode="after")
    def _fits(self) -> "AppointmentLine":
        if self.to_on is not None and self.to_on < self.from_on:
            raise ValueError("to_on is before from_on")
        if self.probation is False and self.probation_ends_on is not None:
            raise ValueError("there is no probation, and it has an end")
        if self.probation_ends_on is not None and self.probation_ends_on < self.from_on:
            raise ValueError("probation_ends_on is before from_on")
        return self


class HoursLine(Frozen):
    """Hours actually worked between two days, here or at another body; best by week or month."""

    record: Literal["hours"]
    number: Number
    first_on: Day
    last_on: Day
    hours: Annotated[float, Field(ge=0, le=9000)]
    body: Number | None = None

    @model_validator(mode="after")
    def _fits(self) -> "HoursLine":
        _in_order(self.first_on, self.last_on)
        if self.hours > _real_hours(self.first_on, self.last_on):
            raise ValueError("there are more hours than the days have")
        return self


def _real_hours(first_on: date, last_on: date) -> float:
    """What the days really have in New York: 23 on the night of spring, 25 on that of autumn."""
    begins, ends = datetime.combine(first_on, time.min, _NEW_YORK), datetime.combine(last_on, time.max, _NEW_YORK)
    turned = (ends.utcoffset() or _NOTHING) - (begins.utcoffset() or _NOTHING)
    return 24 * ((last_on - first_on).days + 1) - turned / timedelta(hours=1)


def _in_order(first_on: date, last_on: date | None) -> None:
    if last_on is not None and last_on < first_on:
        raise ValueError("last_on is before first_on")
