"""The oracle of balances: slow and obvious, day by day. It knows nothing of windows, totals or equal parts.

Each way of measuring is told as a question about one day of use: does it count on a day? Nothing here is shared with
the rules but the shapes of facts and the calendar's clamping of a year, written out again.
"""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from workflows.rules.choices import LeaveYearMethod
from workflows.rules.plans import Mark, Plan, PlanEntry

Counts = Callable[[date, date], bool]
"""Whether use of the first day counts on the second."""

DAY = timedelta(days=1)


def year_later(on: date, leap_back: str = "march_1") -> date:
    """The same day of the next year; of 29 February, what the employer chose."""
    if (on.month, on.day) == (2, 29):
        return date(on.year + 1, 3, 1) if leap_back == "march_1" else date(on.year + 1, 2, 28)
    return date(on.year + 1, on.month, on.day)


def used_by_day(entries: tuple[PlanEntry, ...]) -> dict[date, Fraction]:
    """Use of each day, in weeks."""
    days: dict[date, Fraction] = {}
    for entry in entries:
        days[entry.on] = days.get(entry.on, Fraction(0)) + entry.weeks
    return days


def counted(used: dict[date, Fraction], on: date, counts: Counts) -> Fraction:
    """Walk through all days of use up to a day, and add up those that count."""
    total = Fraction(0)
    for used_on, weeks in used.items():
        if used_on <= on and counts(used_on, on):
            total += weeks
    return total


def rolling(used_on: date, on: date) -> bool:
    """Use counts until the day before the same day of the next year."""
    return on < year_later(used_on)


def calendar_year(used_on: date, on: date) -> bool:
    """Use counts in its own calendar year."""
    return used_on.year == on.year


def fixed_year(used_on: date, on: date) -> bool:
    """Use counts from one 1 July to the next."""
    return _july(used_on) == _july(on)


def _july(on: date) -> int:
    return on.year if on.month >= 7 else on.year - 1


def anniversary_year(hired_on: date) -> Counts:
    """Use counts from one anniversary to the next; walk from one to the next to find which year a day is in."""

    def year_of(on: date) -> int:
        number, begins = 0, hired_on
        while _anniversary(hired_on, number + 1) <= on:
            number += 1
            begins = _anniversary(hired_on, number)
        return number if begins <= on else -1

    return lambda used_on, on: year_of(used_on) == year_of(on)


def _anniversary(hired_on: date, years: int) -> date:
    if (hired_on.month, hired_on.day) != (2, 29):
        return date(hired_on.year + years, hired_on.month, hired_on.day)
    try:
        return date(hired_on.year + years, 2, 29)
    except ValueError:
        return date(hired_on.year + years, 3, 1)


def forward_year(used: dict[date, Fraction]) -> Counts:
    """Walk day by day: a day of use that lies in no year begins one."""
    year_of: dict[date, int] = {}
    number, ends = -1, date.min
    for used_on in sorted(on for on, weeks in used.items() if weeks > 0):
        if number < 0 or used_on >= ends:
            number, ends = number + 1, year_later(used_on)
        year_of[used_on] = number
    begins = {number: min(on for on, n in year_of.items() if n == number) for number in year_of.values()}

    def counts(used_on: date, on: date) -> bool:
        for first_on in begins.values():
            if first_on <= used_on and on < year_later(first_on):
                return first_on <= on
        return False

    return counts


def left(entries: tuple[PlanEntry, ...], on: date, counts: Counts, most: int = 12) -> Fraction:
    """What is left on a day, never below nothing and never above the entitlement."""
    return max(Fraction(0), min(Fraction(most), most - counted(used_by_day(entries), on, counts)))


def best_left(entries: tuple[PlanEntry, ...], on: date, ways: list[Counts], most: int = 12) -> Fraction:
    """The better one of several ways."""
    return max(left(entries, on, counts, most) for counts in ways)


def ways_of(method: LeaveYearMethod, entries: tuple[PlanEntry, ...], hired_on: date) -> Counts:
    """The way of each method; the fixed year begins on 1 July."""
    ways: dict[LeaveYearMethod, Counts] = {
        LeaveYearMethod.CALENDAR: calendar_year,
        LeaveYearMethod.FIXED: fixed_year,
        LeaveYearMethod.ANNIVERSARY: anniversary_year(hired_on),
        LeaveYearMethod.FORWARD: forward_year(used_by_day(entries)),
        LeaveYearMethod.ROLLING_BACKWARD: rolling,
    }
    return ways[method]


def caregiver_left(entries: tuple[PlanEntry, ...], bank: str, on: date) -> Fraction:
    """26 weeks from the first caregiver day of this bank, with all FMLA leave of each single period."""
    own = tuple(e for e in entries if e.plan is Plan.CAREGIVER and e.bank == bank)
    begins = _first(own)
    if begins is not None and on >= year_later(begins):
        return Fraction(0)
    lefts = [Fraction(26) - sum((e.weeks for e in own if e.on <= on), Fraction(0))] if begins and on >= begins else []
    return max(Fraction(0), min([Fraction(26), *lefts, *_together(entries, on)]))


def fmla_left(entries: tuple[PlanEntry, ...], on: date) -> Fraction:
    """12 weeks in the rolling year, and in each single period 12 of other leave and 26 of all."""
    others = tuple(e for e in entries if e.plan is Plan.FMLA)
    lefts = [Fraction(12) - counted(used_by_day(others), on, rolling)]
    for begins in _periods(entries):
        if begins <= on < year_later(begins):
            lefts.append(Fraction(12) - sum((e.weeks for e in others if begins <= e.on <= on), Fraction(0)))
    return max(Fraction(0), min([Fraction(12), *lefts, *_together(entries, on)]))


def pfml_left(entries: tuple[PlanEntry, ...], kind: Mark, on: date) -> Fraction:
    """Walk through the weeks: a day of leave in no benefit year begins one on the Sunday on or before it."""
    most = {Mark.FAMILY: 12, Mark.MEDICAL: 20, Mark.CAREGIVER: 26}[kind]
    net = used_by_day(entries)
    sundays: list[date] = []
    for used_on in sorted(day for day, weeks in net.items() if weeks > 0):
        if not sundays or used_on >= sundays[-1] + timedelta(weeks=52):
            sunday = used_on
            while sunday.weekday() != 6:
                sunday -= DAY
            sundays.append(sunday)
    year = [s for s in sundays if s <= on < s + timedelta(weeks=52)]
    inside = [e for e in entries if year and year[0] <= e.on <= on] or [e for e in entries if not year and e.on == on]
    of_kind = sum((e.weeks for e in inside if kind in e.marks), Fraction(0))
    of_all = sum((e.weeks for e in inside), Fraction(0))
    return max(Fraction(0), min(Fraction(most), most - of_kind, 26 - of_all))


def _first(own: tuple[PlanEntry, ...]) -> date | None:
    return min((on for on, weeks in used_by_day(own).items() if weeks > 0), default=None)


def _periods(entries: tuple[PlanEntry, ...]) -> list[date]:
    banks = sorted({e.bank for e in entries if e.plan is Plan.CAREGIVER})
    firsts = [_first(tuple(e for e in entries if e.plan is Plan.CAREGIVER and e.bank == bank)) for bank in banks]
    return [first for first in firsts if first is not None]


def _together(entries: tuple[PlanEntry, ...], on: date) -> list[Fraction]:
    both = [e for e in entries if e.plan in (Plan.CAREGIVER, Plan.FMLA)]
    return [
        Fraction(26) - sum((e.weeks for e in both if begins <= e.on <= on), Fraction(0))
        for begins in _periods(entries)
        if begins <= on < year_later(begins)
    ]
