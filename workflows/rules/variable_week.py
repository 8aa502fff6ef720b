"""The week of an employee whose hours cannot be told with any certainty: the average of a year.

Knows: minutes scheduled before the leave period, time on leave of any kind included. Never knows: time worked, which
is another series. The last resort: who works odd hours by a posted roster has a certain week. 29 CFR 825.205(b)(3)
(law.md C6).
"""

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from pydantic import Field, model_validator

from workflows.rules.answers import contradiction
from workflows.rules.calendar import days_after, years_before
from workflows.rules.choices import ShortHistory, VariableDivisor
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen

_WEEK_DAYS = 7
_WEEKS_52 = Fraction(52)
"""What the choice of that name means; the regulation itself names no divisor."""


class ScheduledTime(Frozen):
    """Minutes that were scheduled from one day to another, time on leave of any kind included."""

    first_on: date = Field(description="First day, such as the Sunday of a week.")
    last_on: date = Field(description="Last day, included.")
    minutes: int = Field(ge=0, description="Minutes scheduled, worked or not, leave included; from the agency.")

    @model_validator(mode="after")
    def _in_order(self) -> "ScheduledTime":
        if self.last_on < self.first_on:
            raise contradiction("end_before_start", "a stretch of scheduled time ends before it starts")
        return self

    def inside(self, first_on: date, last_on: date) -> Fraction:
        """Its minutes within a window, by days where it reaches over an edge."""
        days = (min(self.last_on, last_on) - max(self.first_on, first_on)).days + 1
        return Fraction(self.minutes * max(0, days), (self.last_on - self.first_on).days + 1)


class Averaged(NamedTuple):
    """A weekly average: over which days, how many weeks they are, and whether they are a whole year."""

    minutes: Fraction
    first_on: date
    last_on: date
    weeks: Fraction
    is_whole_year: bool


def averaged(history: tuple[ScheduledTime, ...], *, began_on: date, policy: LeavePolicy) -> Averaged | None:
    """The weekly average of the 12 months before the leave period began, that day excluded. None: the history has a
    hole, does not reach the eve of the leave, or has nothing scheduled in it."""
    first_on, last_on = years_before(began_on, 1), days_after(began_on, -1)
    told = sorted((h for h in history if h.first_on <= last_on and h.last_on >= first_on), key=lambda h: h.first_on)
    has_hole = any(days_after(a.last_on, 1) != b.first_on for a, b in pairwise(told))
    if not told or has_hole or told[-1].last_on < last_on:
        return None
    begins_on = max(first_on, told[0].first_on)
    is_whole_year = begins_on == first_on
    weeks = _weeks(first_on if policy.short_history is ShortHistory.WHOLE_YEAR else begins_on, last_on, policy)
    total = sum((h.inside(first_on, last_on) for h in told), Fraction(0))
    if total == 0:
        return None
    return Averaged(total / weeks, begins_on, last_on, weeks, is_whole_year)


def overlaps(history: tuple[ScheduledTime, ...]) -> bool:
    """Whether a day is told twice."""
    return any(b.first_on <= a.last_on for a, b in pairwise(sorted(history, key=lambda h: h.first_on)))


def _weeks(first_on: date, last_on: date, policy: LeavePolicy) -> Fraction:
    """A whole year is 52 weeks, or its days by 7, by the employer's choice; anything shorter its days by 7."""
    is_year = first_on == years_before(days_after(last_on, 1), 1)
    if is_year and policy.variable_divisor is VariableDivisor.WEEKS_52:
        return _WEEKS_52
    return Fraction((last_on - first_on).days + 1, _WEEK_DAYS)
