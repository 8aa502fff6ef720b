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
from workflows.rules.time_in_days import Timed, must_fit
from workflows.values import Frozen

WEEK_DAYS = 7
DAY_MINUTES = 24 * 60
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
        must_fit((Timed(self.first_on, self.last_on, self.minutes),))
        return self

    def inside(self, first_on: date, last_on: date) -> Fraction:
        """Its minutes within a window, by days where it reaches over an edge."""
        return Fraction(self.minutes * self._days_inside(first_on, last_on), self.days)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last_on - self.first_on).days + 1

    def bounds(self, first_on: date, last_on: date) -> tuple[int, int]:
        """The least and the most of it that can lie within a window: no day has more minutes than a day."""
        inside = self._days_inside(first_on, last_on)
        return max(0, self.minutes - (self.days - inside) * DAY_MINUTES), min(self.minutes, inside * DAY_MINUTES)

    def _days_inside(self, first_on: date, last_on: date) -> int:
        return max(0, (min(self.last_on, last_on) - max(self.first_on, first_on)).days + 1)


class OverEdge(NamedTuple):
    """Time told over an edge of the 12 months, so long that nobody can say how much of it lies within: the window, and
    the history with the least and with the most that can."""

    first_on: date
    last_on: date
    least: tuple[ScheduledTime, ...]
    most: tuple[ScheduledTime, ...]


class Averaged(NamedTuple):
    """A weekly average: over which days, how many weeks they are, whether they are a whole year, and whether a week
    over an edge of it counted by its days."""

    minutes: Fraction
    first_on: date
    last_on: date
    weeks: Fraction
    is_whole_year: bool
    has_part: bool


def averaged(history: tuple[ScheduledTime, ...], *, began_on: date, policy: LeavePolicy) -> Averaged | None:
    """The weekly average of the 12 months before the leave period began, that day excluded. None: the history has a
    hole, does not reach the eve of the leave, or has nothing scheduled in it."""
    first_on, last_on = window(began_on)
    told = _touching(history, first_on, last_on)
    if not told or untold(history, began_on=began_on) is not None:
        return None
    begins_on = max(first_on, told[0].first_on)
    is_whole_year = begins_on == first_on
    weeks = _weeks(first_on if policy.short_history is ShortHistory.WHOLE_YEAR else begins_on, last_on, policy)
    total = sum((h.inside(first_on, last_on) for h in told), Fraction(0))
    if total == 0:
        return None
    has_part = told[0].first_on < first_on or told[-1].last_on > last_on
    return Averaged(total / weeks, begins_on, last_on, weeks, is_whole_year, has_part)


def untold(history: tuple[ScheduledTime, ...], *, began_on: date) -> tuple[date, date] | None:
    """The first days of the 12 months, both included, that are told of by nobody though earlier ones are: a hole, or
    all from the last told day to the eve of the leave. None: there are none, or no day is told."""
    first_on, last_on = window(began_on)
    told = _touching(history, first_on, last_on)
    nexts = [*(h.first_on for h in told[1:]), days_after(last_on, 1)]
    holes = ((days_after(h.last_on, 1), days_after(later, -1)) for h, later in zip(told, nexts, strict=False))
    return next(((a, b) for a, b in holes if a <= b), None)


def _touching(history: tuple[ScheduledTime, ...], first_on: date, last_on: date) -> list[ScheduledTime]:
    """What is told of some day of the window, in order."""
    return sorted((h for h in history if h.first_on <= last_on and h.last_on >= first_on), key=lambda h: h.first_on)


def window(began_on: date) -> tuple[date, date]:
    """The 12 months before the leave period began: first day and last, both included."""
    return years_before(began_on, 1), days_after(began_on, -1)


def over_edge(history: tuple[ScheduledTime, ...], *, began_on: date) -> OverEdge | None:
    """What is told in stretches longer than a week that reach over an edge of the 12 months, if it makes a difference.
    A week over the edge counts by its days: rosters are kept by week, and it moves the average by minutes alone."""
    first_on, last_on = window(began_on)
    least = tuple(_within(h, first_on, last_on, at_most=False) for h in history)
    most = tuple(_within(h, first_on, last_on, at_most=True) for h in history)
    return None if least == most else OverEdge(first_on, last_on, least, most)


def _within(told: ScheduledTime, first_on: date, last_on: date, *, at_most: bool) -> ScheduledTime:
    is_outside = told.last_on < first_on or told.first_on > last_on
    is_inside = first_on <= told.first_on and told.last_on <= last_on
    if told.days <= WEEK_DAYS or is_outside or is_inside:
        return told
    minutes = told.bounds(first_on, last_on)[at_most]
    return ScheduledTime(first_on=max(first_on, told.first_on), last_on=min(last_on, told.last_on), minutes=minutes)


def overlaps(history: tuple[ScheduledTime, ...]) -> int | None:
    """The number of the first stretch with a day that an earlier one has too. None: each day is told once."""
    numbers = sorted(range(len(history)), key=lambda n: history[n].first_on)
    return next((b for a, b in pairwise(numbers) if history[b].first_on <= history[a].last_on), None)


def _weeks(first_on: date, last_on: date, policy: LeavePolicy) -> Fraction:
    """A whole year is 52 weeks, or its days by 7, by the employer's choice; anything shorter its days by 7."""
    is_year = first_on == years_before(days_after(last_on, 1), 1)
    if is_year and policy.variable_divisor is VariableDivisor.WEEKS_52:
        return _WEEKS_52
    return Fraction((last_on - first_on).days + 1, WEEK_DAYS)
