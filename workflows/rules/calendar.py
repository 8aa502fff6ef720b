"""Days and business days: the calendar arithmetic on which every legal date rests.

Knows: New York's days and instants, calendar years and months, and the business days of a table it is given.
Never knows: which holidays there are (that is policy), the present time, or what a date is for.
29 CFR 825.300 (business days of the employer); M.G.L. c.4 s.7 cl.18 (the holidays in the table).
"""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from workflows.values import Frozen

NEW_YORK = ZoneInfo("America/New_York")

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_IN_EVERY_MONTH = 28


class BusinessCalendar(Frozen):
    """Holidays of the employer from `first_on` to `last_on`, both included, as one version of a table.

    Outside the table only weekends are free. A due day found there can come too early, never too late, so that an
    old table never makes the employer break a clock; `covers` tells whether an answer rests on the table.
    """

    version: str = Field(min_length=1)
    first_on: date
    last_on: date
    holidays: tuple[date, ...]
    closed: tuple[date, ...] = Field((), description="Special closures that are no business days; no holidays.")

    @model_validator(mode="after")
    def _in_order(self) -> "BusinessCalendar":
        if self.last_on < self.first_on:
            raise ValueError("a business calendar does not end before it begins")
        if any(later <= earlier for earlier, later in zip(self.holidays, self.holidays[1:], strict=False)):
            raise ValueError("the holidays of a business calendar are in order, each once")
        if self.holidays and not (self.first_on <= self.holidays[0] and self.holidays[-1] <= self.last_on):
            raise ValueError("the holidays of a business calendar lie within it")
        return self

    def covers(self, on: date) -> bool:
        """Whether the table says anything about this day."""
        return self.first_on <= on <= self.last_on

    def is_holiday(self, on: date) -> bool:
        """Whether this very day is a legal holiday, on a weekday or on a Saturday (a Sunday one is moved)."""
        return on in self.holidays

    def is_business_day(self, on: date) -> bool:
        """Whether the employer's notice clocks count this day."""
        return on.weekday() < _SATURDAY and not self.is_holiday(on) and on not in self.closed

    def business_days_after(self, on: date, days: int) -> date:
        """The last day of a period of so many business days (law.md D1-D3). The trigger day is not counted, whatever
        its hour; no days, or fewer, end on the trigger day itself."""
        reached, left = on, days
        while left > 0 and reached < date.max:
            reached += _ONE_DAY
            left -= self.is_business_day(reached)
        return reached

    def with_closures(self, days: tuple[date, ...]) -> "BusinessCalendar":
        """The same version, where these days are no business days either. They are no holidays: leave is counted by
        the closure itself."""
        return self.model_copy(update={"closed": tuple(dict.fromkeys((*self.closed, *days)))})

    def slice(self, from_on: date, to_on: date) -> "BusinessCalendar":
        """The same version, cut to what a case needs to carry by value. Never longer than the table itself."""
        first_on = min(max(from_on, self.first_on), self.last_on)
        last_on = max(min(to_on, self.last_on), first_on)
        kept = tuple(on for on in self.holidays if first_on <= on <= last_on)
        closed = tuple(on for on in self.closed if first_on <= on <= last_on)
        return BusinessCalendar(version=self.version, first_on=first_on, last_on=last_on, holidays=kept, closed=closed)


_INSTANT = timedelta(microseconds=1)


def days_within(starts_at: datetime, ends_at: datetime) -> tuple[date, date]:
    """The first and the last New York day of an interval, whose end is not in it."""
    return day_of(starts_at), day_of(ends_at - _INSTANT)


def day_of(at: datetime) -> date:
    """The New York day of an aware instant. An instant without a zone has none: ValueError."""
    if at.tzinfo is None:
        raise ValueError("an instant without a time zone has no New York day")
    try:
        return at.astimezone(NEW_YORK).date()
    except OverflowError:  # the first and the last hours that a datetime can name
        return at.date()


def start_of_day(on: date) -> datetime:
    """The first instant of a New York day, in UTC."""
    return datetime.combine(on, time.min, NEW_YORK).astimezone(UTC)


def end_of_day(on: date) -> datetime:
    """The first instant after a New York day, in UTC: what happens before it is in time. Daylight saving is in it:
    such a day may have 23 or 25 hours."""
    if on == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return start_of_day(on + _ONE_DAY)


def days_after(on: date, days: int) -> date:
    """So many calendar days later, or earlier; `on` itself is not counted. Stays within the days there are."""
    try:
        return on + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def months_after(on: date, months: int) -> date:
    """The same day of a later, or earlier, month; cut down to that month's last day (31 January, then 28 February)."""
    month = on.year * 12 + on.month - 1 + months
    year, index = divmod(month, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, index + 1, min(on.day, calendar.monthrange(year, index + 1)[1]))


def years_after(on: date, years: int) -> date:
    """The anniversary; of 29 February, 28 February where there is no 29th."""
    if on.day <= _IN_EVERY_MONTH and date.min.year <= on.year + years <= date.max.year:
        return on.replace(year=on.year + years)
    return months_after(on, 12 * years)


def years_before(on: date, years: int) -> date:
    """The same day so many years ago; of 29 February, 28 February where there is no 29th."""
    return years_after(on, -years)
