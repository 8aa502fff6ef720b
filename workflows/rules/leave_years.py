"""The 12 months in which leave is counted: four methods, and the change from one to another.

Knows: which use counts on a day under each method. Never knows: how much was used, by whom, for what.
Calendar and fixed years are the same for all; forward and anniversary years and the rolling year are each person's
own. 29 CFR 825.200(b)-(e) (law.md N2-N4); Red Book 5.01 (N5).
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from workflows.rules.calendar import days_after, years_after
from workflows.rules.caps import Spell, Window
from workflows.rules.choices import LayerWindow, LeapDayReturn, LeaveYearMethod
from workflows.rules.entitlement import returns_on, rolling, window_first
from workflows.rules.policy import FixedYear, LeavePolicy
from workflows.rules.spans import Days


class Year(NamedTuple):
    """A leave year, both days included."""

    first_on: date
    last_on: date

    def has(self, on: date) -> bool:
        """Whether a day lies in it."""
        return self.first_on <= on <= self.last_on


def methods_on(on: date, *, policy: LeavePolicy) -> tuple[LeaveYearMethod, ...]:
    """The methods of which the best for the employee holds on a day: both of a change during its transition, and all
    where the employer chose none (N3)."""
    return tuple(method for method, first_on, last_on in _times(policy) if first_on <= on <= last_on)


def needs_hire_day(policy: LeavePolicy) -> bool:
    """Whether a method is among them that runs from the day of hire."""
    return any(method is LeaveYearMethod.ANNIVERSARY for method, _, _ in _times(policy))


def has_forward_year(policy: LeavePolicy) -> bool:
    """Whether a method is among them whose years begin with use."""
    return any(method is LeaveYearMethod.FORWARD for method, _, _ in _times(policy))


def leave_years(taken: list[date], hired_on: date | None, *, policy: LeavePolicy) -> tuple[Spell, ...]:
    """The windows of the employer's leave year, each with the days on which it holds. `taken`: the days of use, in
    order, which begin forward years. A method that needs the day of hire is left out where that is unknown."""
    windows = ((window_of(m, taken, hired_on, policy=policy), a, b) for m, a, b in _times(policy))
    return tuple(Spell(window, first_on, last_on) for window, first_on, last_on in windows if window is not None)


def window_of(
    method: LeaveYearMethod, taken: list[date], hired_on: date | None, *, policy: LeavePolicy
) -> Window | None:
    """Which use counts under one method. None: it needs the day of hire, which is unknown."""
    match method:
        case LeaveYearMethod.CALENDAR:
            return fixed(FixedYear())
        case LeaveYearMethod.FIXED:
            return fixed(policy.leave_year_begins)
        case LeaveYearMethod.ANNIVERSARY:
            return None if hired_on is None else anniversary(hired_on, policy=policy)
        case LeaveYearMethod.FORWARD:
            return of_years(forward_years(taken, policy=policy))
        case LeaveYearMethod.ROLLING_BACKWARD:
            return rolling(policy=policy)


def fixed(begins: FixedYear) -> Window:
    """Years that begin on the same day for everybody."""

    def first(on: date) -> date:
        this_year = date(on.year, begins.month, begins.day)
        if this_year <= on:
            return this_year
        return date(on.year - 1, begins.month, begins.day) if on.year > date.min.year else date.min

    def back(used_on: date) -> date:
        begun = first(used_on)
        if begun == date.min:
            this_year = date(1, begins.month, begins.day)
            return this_year if this_year > used_on else date(2, begins.month, begins.day)
        return date(begun.year + 1, begins.month, begins.day) if begun.year < date.max.year else date.max

    return Window(first, back)


def anniversary(hired_on: date, *, policy: LeavePolicy) -> Window:
    """Years that begin on the anniversary of a day. Before it there is none: all use until then counts together."""

    def first(on: date) -> date:
        return begun_on(hired_on, on, policy=policy) or date.min

    def back(used_on: date) -> date:
        begun = begun_on(hired_on, used_on, policy=policy)
        return hired_on if begun is None else _anniversary(hired_on, begun.year - hired_on.year + 1, policy)

    return Window(first, back)


def begun_on(origin: date, on: date, *, policy: LeavePolicy) -> date | None:
    """The last anniversary of a day up to another one, that day itself the first; None: it has not come yet."""
    if on < origin:
        return None
    this_year = _anniversary(origin, on.year - origin.year, policy)
    return this_year if this_year <= on else _anniversary(origin, on.year - origin.year - 1, policy)


def forward_years(taken: Iterable[date], *, policy: LeavePolicy) -> list[Year]:
    """12 months from the first use, and again from the first use after they have ended."""
    years: list[Year] = []
    for on in taken:
        if not years or on > years[-1].last_on:
            years.append(Year(on, last_of_year(on, policy=policy)))
    return years


def last_of_year(first_on: date, *, policy: LeavePolicy) -> date:
    """The last day of the 12 months that begin on a day."""
    after = returns_on(first_on, policy=policy)
    return after if after == date.max else max(first_on, days_after(after, -1))


def of_years(years: list[Year]) -> Window:
    """Years that each begin with use. A day outside them would begin one of its own."""
    firsts = [year.first_on for year in years]

    def year_of(on: date) -> Year | None:
        index = bisect_right(firsts, on) - 1
        return years[index] if index >= 0 and on <= years[index].last_on else None

    def first(on: date) -> date:
        year = year_of(on)
        return on if year is None else year.first_on

    def back(used_on: date) -> date:
        year = year_of(used_on)
        return days_after(used_on if year is None else year.last_on, 1)

    return Window(first, back)


def layer_years(taken: list[date], leaves: tuple[Days, ...], *, policy: LeavePolicy) -> tuple[Spell, ...]:
    """The window of the Commonwealth layer (N5)."""
    match policy.layer_window:
        case LayerWindow.DAILY:
            return (Spell(rolling(policy=policy)),)
        case LayerWindow.FORWARD:
            return (Spell(of_years(forward_years(taken, policy=policy))),)
        case LayerWindow.BACKWARD_FROM_COMMENCEMENT:
            return (Spell(_from_commencement(leaves, policy)),)


def commenced_on(on: date, leaves: tuple[Days, ...], *, policy: LeavePolicy) -> date | None:
    """The day on which the leave that is under way commenced, or commenced anew. None: none is under way."""
    under_way = [leave.first_on for leave in leaves if leave.has(on)]
    return begun_on(min(under_way), on, policy=policy) if under_way else None


def _from_commencement(leaves: tuple[Days, ...], policy: LeavePolicy) -> Window:
    """12 months back from the day a leave commenced, as long as it lasts, and its own use; a leave of more than 12
    months commences anew each year (our reading: the text is silent). On any other day, as if a leave began then."""

    def first(on: date) -> date:
        return window_first(commenced_on(on, leaves, policy=policy) or on, policy=policy)

    def back(used_on: date) -> date:
        """`first` never moves back, so that halving finds the day. No use counts for longer than two years and some."""
        low, high = used_on.toordinal(), min(used_on.toordinal() + 3 * 366, date.max.toordinal())
        if first(date.fromordinal(high)) <= used_on:
            return date.max
        while low + 1 < high:
            middle = (low + high) // 2
            low, high = (middle, high) if first(date.fromordinal(middle)) <= used_on else (low, middle)
        return date.fromordinal(high)

    return Window(first, back)


def _times(policy: LeavePolicy) -> tuple[tuple[LeaveYearMethod, date, date], ...]:
    """Each method with the first and the last day on which it holds."""
    if not policy.leave_year_chosen:
        return tuple((method, date.min, date.max) for method in LeaveYearMethod)
    change = policy.leave_year_change
    if change is None:
        return ((policy.leave_year, date.min, date.max),)
    return (
        (change.before, date.min, change.transition_ends_on),
        (policy.leave_year, change.effective_on, date.max),
    )


def _anniversary(origin: date, years: int, policy: LeavePolicy) -> date:
    """That of 29 February, where there is no such day, is the day on which leave of 29 February comes back."""
    if origin.year + years > date.max.year:
        return date.max
    on = years_after(origin, years)
    late = on.day != origin.day and policy.leap_day_return is LeapDayReturn.MARCH_1
    return days_after(on, 1) if late else on
