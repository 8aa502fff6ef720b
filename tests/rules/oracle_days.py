"""Business days written down one by one: a second way to the same answer, slow and obvious.

It shares nothing with the rules: holidays are computed from the words of M.G.L. c.4 s.7 cl.18, the calendar is walked
day by day, and nothing is clever. What it and the rules disagree on is a mistake in one of them.
"""

import calendar
from datetime import date, timedelta

_FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
_NTH_MONDAYS = ((1, 3), (2, 3), (4, 3), (9, 1), (10, 2))


def legal_holidays(year: int) -> list[date]:
    """The holidays of a year: a Sunday one is kept on Monday, a Saturday one is kept on the Saturday."""
    found = [_off_sunday(date(year, month, on)) for month, on in _FIXED]
    found += [_mondays(year, month)[nth - 1] for month, nth in _NTH_MONDAYS]
    found.append(_mondays(year, 5)[-1])
    found.append([on for on in _days_of(year, 11) if on.weekday() == calendar.THURSDAY][3])
    return sorted(found)


def is_business_day(on: date, closed: tuple[date, ...] = ()) -> bool:
    """Monday to Friday, no legal holiday, no day that is closed."""
    if on.strftime("%A") in ("Saturday", "Sunday"):
        return False
    return on not in legal_holidays(on.year) and on not in closed


def business_days_after(on: date, days: int, closed: tuple[date, ...] = ()) -> date:
    """The last day of so many business days, the trigger day not counted."""
    reached = on
    for _ in range(days):
        reached = reached + timedelta(days=1)
        while not is_business_day(reached, closed):
            reached = reached + timedelta(days=1)
    return reached


def _off_sunday(on: date) -> date:
    return on + timedelta(days=1) if on.strftime("%A") == "Sunday" else on


def _mondays(year: int, month: int) -> list[date]:
    return [on for on in _days_of(year, month) if on.weekday() == calendar.MONDAY]


def _days_of(year: int, month: int) -> list[date]:
    return [date(year, month, n) for n in range(1, calendar.monthrange(year, month)[1] + 1)]
