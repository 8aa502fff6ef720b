"""Limits on use: how much is left on a day, how much may be charged on it, and when the rest changes.

Knows: use by day in exact parts, and limits each with its window. Never knows: plans, reasons, whose use it is.
A limit may be measured in several ways at once, of which the better one for the employee holds (825.200(d)).
29 CFR 825.200(b)-(d) (law.md N2-N4).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import NamedTuple

from workflows.rules.calendar import days_after

NOTHING = Fraction(0)


class Use(NamedTuple):
    """Use by day, in order, with running totals in equal parts of a unit: `totals[n]` is that of the first n days.
    A day whose use was reversed is no day of use."""

    parts: int
    days: list[date]
    totals: list[int]

    @classmethod
    def of(cls, amounts: Iterable[tuple[date, Fraction]]) -> "Use":
        """In whole numbers of the largest part that fits them all: exact, and much faster than fraction by fraction."""
        given = [(on, amount.as_integer_ratio()) for on, amount in amounts]
        parts = lcm(*dict.fromkeys(denominator for _, (_, denominator) in given))
        used = dict[date, int]()
        for on, (numerator, denominator) in given:
            used[on] = used.get(on, 0) + numerator * (parts // denominator)
        kept = sorted([on for on, amount in used.items() if amount])
        return cls(parts, kept, list(accumulate(map(used.__getitem__, kept), initial=0)))

    def plus(self, on: date, amount: Fraction) -> "Use":
        """The same use and some more on a day."""
        parts = lcm(self.parts, amount.denominator)
        scale, more = parts // self.parts, amount.numerator * (parts // amount.denominator)
        days, totals = self.days, [total * scale for total in self.totals]
        index = bisect_left(days, on)
        if index == len(days) or days[index] != on:
            days = [*days[:index], on, *days[index:]]
            totals.insert(index, totals[index])
        return Use(parts, days, [*totals[: index + 1], *(total + more for total in totals[index + 1 :])])

    def between(self, first_on: date, last_on: date) -> int:
        """Use from one day to another, both included, in parts."""
        return self.totals[bisect_right(self.days, last_on)] - self.totals[bisect_left(self.days, first_on)]

    def on(self, index: int) -> Fraction:
        """Use of the day with this number."""
        return Fraction(self.parts_on(index), self.parts)

    def parts_on(self, index: int) -> int:
        """The same, in parts."""
        return self.totals[index + 1] - self.totals[index]

    def taken(self) -> list[date]:
        """The days on which something was really taken."""
        before, after = self.totals[:-1], self.totals[1:]
        return [on for on, less, more in zip(self.days, before, after, strict=True) if more > less]


class Window(NamedTuple):
    """Which use counts. `first`: the first day whose use counts on a day; it never moves back as days go on. `back`:
    the first day on which use of a day no longer counts; `date.max` where it always does."""

    first: Callable[[date], date]
    back: Callable[[date], date]


LIFETIME = Window(first=lambda on: date.min, back=lambda used_on: date.max)
"""All use ever made counts, and none comes back."""


class Spell(NamedTuple):
    """Days on which a window holds, both included."""

    window: Window
    first_on: date = date.min
    last_on: date = date.max

    def holds_on(self, on: date) -> bool:
        """Whether the window holds on a day."""
        return self.first_on <= on <= self.last_on


class Limit(StrEnum):
    """Which limit it is: that of the bank itself, or one that law sets across banks, kinds or persons."""

    OWN = "own"
    OTHERS_IN_SINGLE_YEAR = "other_leave_in_the_single_year"
    ALL_IN_SINGLE_YEAR = "all_leave_in_the_single_year"
    SHARED = "shared_with_the_spouse"
    SHARED_IN_SINGLE_YEAR = "shared_with_the_spouse_in_the_single_year"
    ALL_KINDS = "all_kinds"


class Cap(NamedTuple):
    """No more than `most` of this use in a window. Where several windows hold on a day, the better one for the
    employee does; where none holds, there is no limit. From `closed_from` on nothing is left at all."""

    use: Use
    most: int
    spells: tuple[Spell, ...]
    closed_from: date | None = None
    limit: Limit = Limit.OWN

    def left_on(self, on: date) -> Fraction | None:
        """What is left on a day, below nothing if it was overdrawn; None: no limit."""
        if self.closed_from is not None and on >= self.closed_from:
            return NOTHING
        lefts = [self._left(spell, on) for spell in self.spells if spell.holds_on(on)]
        return Fraction(max(lefts), self.use.parts) if lefts else None

    def room_on(self, on: date) -> Fraction | None:
        """What may be charged on a day without taking it from a later day that is charged already; None: no limit."""
        least = self.left_on(on)
        backs = [spell.window.back(on) for spell in self.spells]
        until = max(backs, default=on)
        for day in self.use.days[bisect_right(self.use.days, on) : bisect_left(self.use.days, until)]:
            left = self._bound_on(day, backs)
            if left is not None:
                least = left if least is None else min(least, left)
        return least

    def changes(self, first_on: date, last_on: date) -> Iterable[date]:
        """Every day after the first one on which what is left may change."""
        if first_on == last_on:
            return ()
        days = [self.closed_from] if self.closed_from is not None else []
        for spell in self.spells:
            days += [spell.first_on, days_after(spell.last_on, 1)]
            days += [on for used_on in self.use.days for on in (used_on, spell.window.back(used_on))]
        return (on for on in days if first_on < on <= last_on)

    def stops_on(self, used_on: date, *, after: date) -> list[date]:
        """The days after one on which use of a day stops counting: more than one where a change of windows makes it
        count again in between. None where what is not used is lost."""
        if self.closed_from is not None:
            return []
        backs = [(spell, spell.window.back(used_on)) for spell in self.spells]
        turns = dict.fromkeys(on for s, back in backs for on in (back, s.first_on, days_after(s.last_on, 1)))
        later = (on for on in sorted(turns) if max(after, used_on) < on < date.max)
        return [on for on in later if _counts(backs, days_after(on, -1)) and not _counts(backs, on)]

    def counted_on(self, on: date) -> range:
        """The days of use that count on a day, by number: those in every window that holds then, which are those of
        the one that is best for the employee, for all of them end on that day."""
        firsts = [spell.window.first(on) for spell in self.spells if spell.holds_on(on)]
        return self._numbers(max(firsts), on) if firsts else range(0)

    def counted_between(self, first_on: date, last_on: date) -> range:
        """The days of use that may count on one of the days of a range, by number."""
        held = (spell for spell in self.spells if spell.first_on <= last_on and first_on <= spell.last_on)
        firsts = [spell.window.first(max(first_on, spell.first_on)) for spell in held]
        return self._numbers(min(firsts), last_on) if firsts else range(0)

    def _numbers(self, first_on: date, last_on: date) -> range:
        return range(bisect_left(self.use.days, first_on), bisect_right(self.use.days, last_on))

    def _left(self, spell: Spell, on: date) -> int:
        return self.most * self.use.parts - self.use.between(spell.window.first(on), on)

    def _bound_on(self, day: date, backs: list[date]) -> Fraction | None:
        """What a later day leaves to use that comes back on these days, by spell. None: that use does not count there
        in a spell that is not overdrawn, or no spell holds."""
        lefts = []
        for spell, back in zip(self.spells, backs, strict=True):
            if spell.holds_on(day):
                left = self._left(spell, day)
                if back <= day and left >= 0:
                    return None
                lefts.append(left)
        return Fraction(max(lefts), self.use.parts) if lefts else None


def _counts(backs: list[tuple[Spell, date]], on: date) -> bool:
    """Whether use counts on a day, by the spells and the days on which it no longer counts in each."""
    held = [back for spell, back in backs if spell.holds_on(on)]
    return bool(held) and on < min(held)


def left_on(caps: tuple[Cap, ...], on: date) -> Fraction:
    """What is left under all limits on a day. The first one is that of the bank itself: never more than its most."""
    return _within(caps, [cap.left_on(on) for cap in caps])


def room_on(caps: tuple[Cap, ...], on: date) -> Fraction:
    """What may be charged on a day under all limits, whatever is charged on later days already."""
    return _within(caps, [cap.room_on(on) for cap in caps])


def changes(caps: tuple[Cap, ...], first_on: date, last_on: date) -> list[date]:
    """The days, in order, on which what is left may begin to differ; the first day asked about is one."""
    days = dict.fromkeys(on for cap in caps for on in cap.changes(first_on, last_on))
    return [first_on, *sorted(days)]


def _within(caps: tuple[Cap, ...], lefts: list[Fraction | None]) -> Fraction:
    limits = [left for left in lefts if left is not None]
    return max(NOTHING, min([Fraction(caps[0].most), *limits]))
