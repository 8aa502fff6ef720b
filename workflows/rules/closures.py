"""Closures of a site: how long they are for counting leave, and whether the employer's clocks count them.

Knows: the closure as a fact, and the choice where law is silent. Never knows: leave. The two sides are apart: what a
closure does to a week of leave says nothing about notice clocks. 29 CFR 825.200(h), 825.300 (law.md C9, 1.5).
"""

from collections.abc import Callable
from datetime import date, timedelta

from pydantic import Field

from workflows.rules.calendar import BusinessCalendar, day_of, days_after, end_of_day, start_of_day
from workflows.rules.choices import Closure
from workflows.rules.intervals import Instant, Interval, Stretch, without
from workflows.rules.policy import LeavePolicy

_MOMENT = timedelta(microseconds=1)
_WEEK = timedelta(days=7)
_WORKDAYS = 5

PaidOn = Callable[[date], tuple[Stretch, ...]]
"""The paid time of the shifts that begin on a day."""


class SiteClosure(Interval):
    """A site closed by order, planned or not: snow, a failed boiler, a summer closing."""

    site: str | None = Field(None, description="Reference of the site where the employee was to work.")
    duty_left: bool | None = Field(None, description="Was this employee still expected to work? The agency tells.")
    declared_at: Instant | None = Field(None, description="When it was declared; it may be after it began.")
    business_day: bool | None = Field(None, description="Does the employer count it as a business day? None: not told.")


def is_week_or_more(closure: Interval, paid_on: PaidOn, *, policy: LeavePolicy) -> bool:
    """Whether activity stopped for a week: seven days, or every business day from one Monday to Friday. Whoever had
    shifts on such a day must have had all of them inside."""
    if closure.ends_at - closure.starts_at >= _WEEK:
        return True
    if closure.ends_at <= closure.starts_at:
        return False
    first_on, last_on = day_of(closure.starts_at), day_of(closure.ends_at - _MOMENT)
    mondays = (monday_of(first_on), days_after(monday_of(first_on), 7))
    closed = (closure.stretch,)
    return any(monday <= last_on and closes_week(closed, monday, paid_on, policy=policy) for monday in mondays)


def monday_of(on: date) -> date:
    """The Monday on or before a day: the employer's business days go from Monday to Friday."""
    return days_after(on, -on.weekday())


def closes_week(closed: tuple[Stretch, ...], monday: date, paid_on: PaidOn, *, policy: LeavePolicy) -> bool:
    """Whether closures, together, have every business day from a Monday to Friday. Its holidays fall in a week without
    duty then, as the other days do."""
    workdays = (days_after(monday, n) for n in range(_WORKDAYS))
    business = [on for on in workdays if policy.calendar.is_business_day(on)]
    return bool(business) and all(_is_closed(closed, on) and not without(paid_on(on), closed) for on in business)


def closed_days(
    closures: tuple[SiteClosure, ...], *, policy: LeavePolicy, within: tuple[date, date]
) -> tuple[date, ...]:
    """Whole New York days within a span that the employer's clocks leave out: by what it says of a closure, or by its
    choice for all of them."""
    left_out = [c for c in closures if not _is_business_day(c, policy)]
    first_on, last_on = within
    days = (days_after(first_on, n) for n in range((last_on - first_on).days + 1))
    return tuple(on for on in days if any(_holds(c, on) for c in left_out))


def clock_calendar(
    closures: tuple[SiteClosure, ...], *, policy: LeavePolicy, within: tuple[date, date]
) -> BusinessCalendar:
    """The calendar for the employer's clocks (D1-D3) where closures may have left days out. Free days of a unit are
    never in it: they move schedules alone."""
    return policy.calendar.with_closures(closed_days(closures, policy=policy, within=within))


def _is_closed(closed: tuple[Stretch, ...], on: date) -> bool:
    return any(a < b and day_of(a) <= on <= day_of(b - _MOMENT) for a, b in closed)


def _is_business_day(closure: SiteClosure, policy: LeavePolicy) -> bool:
    if closure.business_day is not None:
        return closure.business_day
    return policy.special_closure is Closure.BUSINESS_DAY


def _holds(closure: SiteClosure, on: date) -> bool:
    return closure.starts_at <= start_of_day(on) and end_of_day(on) <= closure.ends_at
