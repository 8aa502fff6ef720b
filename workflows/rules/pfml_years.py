"""State PFML: the 52 weeks in which its leave is counted.

Knows: which Sunday a benefit year begins on, and that a year which DFML told takes its place. Never knows: weeks used,
applications, persons. M.G.L. c.175M s.1; practice of DFML (law.md N9).
"""

from bisect import bisect_left
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from workflows.rules.calendar import days_after
from workflows.rules.leave_years import Year
from workflows.rules.policy import LeavePolicy
from workflows.rules.spans import Days

_WEEK_DAYS = 7


class FoundYear(NamedTuple):
    """A benefit year: what holds, what the rule alone would give, and whether DFML told it."""

    year: Year
    expected: Year
    told: bool


def benefit_year(first_on: date, *, policy: LeavePolicy) -> Year:
    """52 weeks from the Sunday on or before the first day of leave: a Sunday start is that Sunday (N9)."""
    sunday = days_after(first_on, -(first_on.isoweekday() % _WEEK_DAYS))
    return Year(sunday, days_after(sunday, policy.statutes.benefit_year_weeks * _WEEK_DAYS - 1))


def found_years(
    next_on: Callable[[date], date | None], told: tuple[Days, ...], *, policy: LeavePolicy
) -> list[FoundYear]:
    """Benefit years one after the other, each from the first leave that no earlier one has. `next_on`: the first day
    of leave on a day or after it. A year that DFML told takes the place of the computed one."""
    found: list[FoundYear] = []
    on = next_on(date.min)
    while on is not None:
        expected = benefit_year(on, policy=policy)
        holds = next((year for year in (_whole(one, policy) for one in told) if year.has(on)), None)
        year = holds or _clear(expected, on, found, told, policy)
        found.append(FoundYear(year, expected, holds is not None))
        on = next_on(days_after(year.last_on, 1)) if year.last_on < date.max else None
    return found


def years_of_use(taken: list[date], told: tuple[Days, ...], *, policy: LeavePolicy) -> list[Year]:
    """The benefit years of days of use, in order."""

    def next_on(on: date) -> date | None:
        index = bisect_left(taken, on)
        return taken[index] if index < len(taken) else None

    return [found.year for found in found_years(next_on, told, policy=policy)]


def _whole(told: Days, policy: LeavePolicy) -> Year:
    """A year that DFML told; where it told no end, 52 weeks."""
    weeks = policy.statutes.benefit_year_weeks
    return Year(told.first_on, told.last_on or days_after(told.first_on, weeks * _WEEK_DAYS - 1))


def _clear(expected: Year, on: date, found: list[FoundYear], told: tuple[Days, ...], policy: LeavePolicy) -> Year:
    """A computed year without the days of the one before and of those that DFML told."""
    others = [one.year for one in found[-1:]] + [_whole(year, policy) for year in told]
    firsts = [days_after(other.last_on, 1) for other in others if other.last_on < on]
    lasts = [days_after(other.first_on, -1) for other in others if on < other.first_on]
    return Year(max([expected.first_on, *firsts]), min([expected.last_on, *lasts]))
