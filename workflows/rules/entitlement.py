"""How much of the entitlement is left on a day, and when used time comes back: the rolling year.

Knows: entries of use and the window that a day looks back on. Never knows: where entries are kept, how they were
counted, cases. Weeks are exact fractions of the employee's workweek. 29 CFR 825.200(b)(4), (c) (law.md N1, N4).
"""

from datetime import date
from fractions import Fraction

from pydantic import Field

from workflows.rules import caps
from workflows.rules.calendar import days_after, years_after, years_before
from workflows.rules.caps import Cap, Spell, Use, Window
from workflows.rules.choices import LeapDayReturn
from workflows.rules.counting_weeks import DayCharge
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen


class Entry(Frozen):
    """Use of the entitlement on one day. A reversal is an entry with negative weeks and minutes on the same day."""

    on: date = Field(description="The day of the use; the ledger tells.")
    weeks: Fraction = Field(description="Workweeks, as a fraction of the week of that day; the ledger tells.")
    minutes: int = Field(description="The same in minutes; the ledger tells.")


class Returning(Frozen):
    """What comes back on a day: the use of one earlier day."""

    on: date
    used_on: date
    weeks: Fraction
    minutes: int


class Allotted(Frozen):
    """A day's charge, cut to what was left on that day. `beyond_minutes` found no entitlement (N1)."""

    charge: DayCharge | None
    on: date
    beyond_minutes: int


def returns_on(used_on: date, *, policy: LeavePolicy) -> date:
    """The day on which use no longer counts: the anniversary itself has dropped out of the window already."""
    anniversary = years_after(used_on, 1)
    if anniversary.day != used_on.day and policy.leap_day_return is LeapDayReturn.MARCH_1:
        return days_after(anniversary, 1)
    return anniversary


def window_first(on: date, *, policy: LeavePolicy) -> date:
    """The earliest day whose use still counts on a day: the 12 months that end on it, both ends included (N4)."""
    if on.year == date.min.year:
        return date.min
    first_on = days_after(years_before(on, 1), 1)
    is_leap_day = (first_on.month, first_on.day) == (2, 29)
    if is_leap_day and returns_on(first_on, policy=policy) <= on:
        return days_after(first_on, 1)
    return first_on


def rolling_balance(entries: tuple[Entry, ...], *, on: date, policy: LeavePolicy) -> Fraction:
    """Weeks left on a day: entitlement less the use in the 12 months that end on it, that day included. Never below
    nothing and never above the entitlement."""
    first_on = window_first(on, policy=policy)
    used: dict[int, int] = {}  # whole numerators by denominator: exact, and much faster than fraction by fraction
    for entry in entries:
        if first_on <= entry.on <= on:
            used[entry.weeks.denominator] = used.get(entry.weeks.denominator, 0) + entry.weeks.numerator
    return _left(sum((Fraction(n, denominator) for denominator, n in used.items()), Fraction(0)), policy)


def room_on(entries: tuple[Entry, ...], *, on: date, policy: LeavePolicy) -> Fraction:
    """Weeks that may still be charged on a day without taking them from a later day that is charged already: a late
    report finds what is left then and ever after."""
    return caps.room_on((_rolling_year(Use.of((e.on, e.weeks) for e in entries), policy),), on)


def allot(charges: tuple[DayCharge, ...], entries: tuple[Entry, ...], *, policy: LeavePolicy) -> tuple[Allotted, ...]:
    """Charges in order of their days, each as far as the entitlement reaches, cut down to whole minutes. More than
    the entitlement is never designated (N1)."""
    used, allotted = Use.of((e.on, e.weeks) for e in entries), []
    for charge in sorted(charges, key=lambda c: c.on):
        room = caps.room_on((_rolling_year(used, policy),), charge.on)
        one = allotted_to(charge, int(room * charge.base_minutes))
        allotted.append(one)
        if one.charge is not None:
            used = used.plus(one.on, one.charge.weeks)
    return tuple(allotted)


def allotted_to(charge: DayCharge, minutes: int) -> Allotted:
    """A charge cut to what fits, in whole minutes."""
    fits = max(0, min(charge.minutes, minutes))
    if fits == charge.minutes:
        return Allotted(charge=charge, on=charge.on, beyond_minutes=0)
    cut = charge.model_copy(update={"minutes": fits, "weeks": fits / charge.base_minutes}) if fits else None
    return Allotted(charge=cut, on=charge.on, beyond_minutes=charge.minutes - fits)


def returning(entries: tuple[Entry, ...], *, after: date, policy: LeavePolicy) -> tuple[Returning, ...]:
    """What of the use up to a day comes back after it, on which days, in order."""
    weeks: dict[date, Fraction] = {}
    minutes: dict[date, int] = {}
    for entry in entries:
        if entry.on <= after < returns_on(entry.on, policy=policy):
            weeks[entry.on] = weeks.get(entry.on, Fraction(0)) + entry.weeks
            minutes[entry.on] = minutes.get(entry.on, 0) + entry.minutes
    return tuple(
        Returning(on=returns_on(day, policy=policy), used_on=day, weeks=weeks[day], minutes=minutes[day])
        for day in sorted(weeks)
        if weeks[day] != 0
    )


def rolling(*, policy: LeavePolicy) -> Window:
    """The 12 months that end on each day (N4)."""
    return Window(
        first=lambda on: window_first(on, policy=policy), back=lambda used_on: returns_on(used_on, policy=policy)
    )


def _rolling_year(use: Use, policy: LeavePolicy) -> Cap:
    return Cap(use, policy.entitlement_weeks, (Spell(rolling(policy=policy)),))


def _left(used: Fraction, policy: LeavePolicy) -> Fraction:
    entitlement = Fraction(policy.entitlement_weeks)
    return max(Fraction(0), min(entitlement, entitlement - used))
