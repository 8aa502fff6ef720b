"""Time that is told for a span of days, and no more of it than the days have.

Knows: days, minutes, and that nobody works in two places at once. Never knows: what the time was spent on. A day has
24 hours, and 23 or 25 where the clocks change.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from workflows.rules.answers import Place, contradiction
from workflows.rules.calendar import end_of_day, start_of_day

DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
"""No workday and no workweek has more."""

SHIFTS_OF_A_DAY = 2 * DAY_MINUTES
"""The most that shifts beginning on one day can have: the last of them runs into the next day and not beyond."""

LONGEST_WEEK = WEEK_MINUTES + 60
"""The week in which the clocks go back."""

_MINUTE = timedelta(minutes=1)


class Timed(NamedTuple):
    """Minutes somewhere in a span of days, both ends included."""

    first_on: date
    last_on: date
    minutes: int


def minutes_of(first_on: date, last_on: date) -> int:
    """All minutes from one day to another, both included."""
    return (end_of_day(last_on) - start_of_day(first_on)) // _MINUTE


def must_fit(spans: Iterable[Timed], *listed: str) -> None:
    """Refuse time that its days cannot hold: of one entry, or of entries that share days and overflow together.
    `listed`: the name of their list, where there are several."""
    told = tuple(spans)
    beyond = next((span for together in _sharing_days(told) for span in _beyond(together)), None)
    if beyond is not None:
        at: Place = (*listed, told.index(beyond)) if listed else ()
        raise contradiction("more_than_the_days_have", "more time is told than the days have", at=at)


def _sharing_days(spans: Iterable[Timed]) -> Iterator[list[Timed]]:
    together: list[Timed] = []
    reached: date | None = None
    for span in sorted(spans):
        if reached is not None and reached < span.first_on:
            yield together
            together, reached = [], None
        together.append(span)
        reached = span.last_on if reached is None else max(reached, span.last_on)
    yield together


def _beyond(spans: list[Timed]) -> Iterator[Timed]:
    """Entries fit if no stretch of days has more in it than its minutes: what lies within the stretch is there."""
    for first_on in dict.fromkeys(span.first_on for span in spans):
        minutes = 0
        for span in sorted((s for s in spans if first_on <= s.first_on), key=lambda s: s.last_on):
            minutes += span.minutes
            if minutes > minutes_of(first_on, span.last_on):
                yield span
