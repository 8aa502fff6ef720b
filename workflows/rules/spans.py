"""Days from one to another, and a leave cut where something about it changes.

Knows: days. Never knows: what happens on them. Both ends are included; a span without an end still goes on.
"""

from collections.abc import Iterable
from datetime import date

from pydantic import Field, model_validator

from workflows.rules.answers import contradiction
from workflows.rules.calendar import days_after
from workflows.values import Frozen


class Days(Frozen):
    """Days from one to another, both included."""

    first_on: date = Field(description="The first day; whoever tells of these days tells it.")
    last_on: date | None = Field(None, description="The last day; none while it goes on, as far as anybody told.")

    @model_validator(mode="after")
    def _in_order(self) -> "Days":
        if self.last_on is not None and self.last_on < self.first_on:
            raise contradiction("ends_before_it_begins", "a span of days ends before it begins")
        return self

    def has(self, on: date) -> bool:
        """Whether a day is one of them."""
        return self.first_on <= on and (self.last_on is None or on <= self.last_on)


def runs_of(days: Iterable[date]) -> tuple[Days, ...]:
    """Single days, in order, as spans of days that follow each other."""
    runs: list[Days] = []
    for on in sorted(dict.fromkeys(days)):
        follows = runs and runs[-1].last_on is not None and days_after(runs[-1].last_on, 1) == on
        first_on = runs.pop().first_on if follows else on
        runs.append(Days(first_on=first_on, last_on=on))
    return tuple(runs)


def cut(first_on: date, last_on: date, spans: Iterable[Days]) -> tuple[tuple[date, date], ...]:
    """The days from one to another in pieces, in order, such that each span has all of a piece or nothing of it."""
    begins = {first_on: None}
    for span in spans:
        begins[span.first_on] = None
        if span.last_on is not None and span.last_on < last_on:
            begins[days_after(span.last_on, 1)] = None
    firsts = sorted(on for on in begins if first_on <= on <= last_on)
    lasts = (*(days_after(on, -1) for on in firsts[1:]), last_on)
    return tuple(zip(firsts, lasts, strict=True)) if first_on <= last_on else ()


def any_has(spans: Iterable[Days], on: date) -> bool:
    """Whether a day is in one of the spans."""
    return any(span.has(on) for span in spans)
