"""Time actually worked in a window: what is certain, what is possible, and when it would be enough.

Knows: entries of worked time, records that are complete or not, credit for uniformed service. Never knows: paid time
off (it is not work), schedules, eligibility. Minutes are whole; what an entry over the edge of the window leaves open
stays open. 29 CFR 825.110(c) (law.md E3, E5, E6).
"""

from datetime import date
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from pydantic import Field, model_validator

from workflows.rules.answers import contradiction
from workflows.rules.calendar import days_after, years_after, years_before
from workflows.rules.service import Doubt, OtherBody, UniformedService, counts
from workflows.rules.time_in_days import Timed, must_fit
from workflows.values import Frozen

_DAY_MINUTES = 24 * 60


class WorkedMinutes(Frozen):
    """Minutes actually worked from one day to another, both included; paid time off is not work (E5)."""

    first_on: date = Field(description="The first day of the entry; the agency tells.")
    last_on: date = Field(description="Its last day, included; the agency tells.")
    minutes: int = Field(ge=0, description="Whole minutes worked on these days together; the agency tells.")
    at: OtherBody | None = Field(None, description="Worked at another body; None: for the employer itself.")

    @model_validator(mode="after")
    def _in_order(self) -> "WorkedMinutes":
        if self.last_on < self.first_on:
            raise contradiction("ends_before_it_begins", "a span of worked time does not end before it begins")
        must_fit((Timed(self.first_on, self.last_on, self.minutes),))
        return self


class Worked(NamedTuple):
    """All that is known of time worked. `complete`: up to the last entry. `away_from`: nothing is worked from this day
    on, because the employee is on leave in one piece, up to `away_to`; None: for as long as anybody can tell."""

    entries: tuple[WorkedMinutes, ...]
    uniformed: tuple[UniformedService, ...]
    complete: bool | None
    away_from: date | None = None
    away_to: date | None = None


def worked_between(worked: Worked, first_on: date, last_on: date) -> tuple[int, int | None]:
    """The least and the most that was worked in the window. An entry that reaches over its edge counts for certain
    only by what cannot lie outside. The most is unknown where the records are not complete."""
    sure = [_bounds(e, e.minutes, first_on, last_on) for e in worked.entries if counts(e.at, Doubt.AGAINST)]
    possible = [_bounds(e, e.minutes, first_on, last_on) for e in worked.entries if counts(e.at, Doubt.FOR)]
    credits = [_credit(u, first_on, last_on) for u in worked.uniformed]
    least = sum(low for low, _ in sure) + sum(low for low, _ in credits)
    if not worked.complete or not worked.entries or any(high is None for _, high in credits):
        return least, None
    most = sum(high for _, high in possible) + sum(high or 0 for _, high in credits)
    return least, most + _still_to_come(worked, first_on, last_on)


def enough_on(worked: Worked, *, needed: int, week_minutes: int, from_on: date) -> date | None:
    """The first day, from one on, before which a year has so many minutes, if the employee goes on working such weeks
    and worked evenly within each entry. None: not within two years, or nothing is on record to go on from."""
    if not worked.entries:
        return None
    first_on, last_on = years_before(from_on, 1), years_after(from_on, 2)
    totals = _running(worked, first_on, last_on, Fraction(week_minutes, 7))
    for n in range((last_on - from_on).days + 1):
        on = days_after(from_on, n)
        opens, closes = (years_before(on, 1) - first_on).days, (on - first_on).days
        if totals[closes] - totals[opens] >= needed:
            return on
    return None


def _bounds(span: WorkedMinutes | UniformedService, minutes: int, first_on: date, last_on: date) -> tuple[int, int]:
    inside = max(0, (min(span.last_on, last_on) - max(span.first_on, first_on)).days + 1)
    outside = (span.last_on - span.first_on).days + 1 - inside
    if inside == 0:
        return 0, 0
    return max(0, minutes - outside * _DAY_MINUTES), min(minutes, inside * _DAY_MINUTES)


def _credit(service: UniformedService, first_on: date, last_on: date) -> tuple[int, int | None]:
    """What would have been worked (E6): as found, or by the workweek before; unknown where neither is told."""
    if service.minutes is not None:
        return _bounds(service, service.minutes, first_on, last_on)
    inside = max(0, (min(service.last_on, last_on) - max(service.first_on, first_on)).days + 1)
    if inside == 0:
        return 0, 0
    if service.week_minutes is None:
        return 0, None
    credit = inside * service.week_minutes
    return credit // 7, -(-credit // 7)


def _still_to_come(worked: Worked, first_on: date, last_on: date) -> int:
    """The most that can be worked after the last entry."""
    recorded_to = max(entry.last_on for entry in worked.entries)
    until = last_on if worked.away_from is None else min(last_on, days_after(worked.away_from, -1))
    return max(0, (until - max(recorded_to, days_after(first_on, -1))).days) * _DAY_MINUTES


def _running(worked: Worked, first_on: date, last_on: date, by_day: Fraction) -> list[Fraction]:
    """Minutes worked before each day from one to another, and before the day after: entries spread evenly over their
    days, and from the last entry on what the schedule has."""
    days = (last_on - first_on).days + 1
    steps = [Fraction(0)] * (days + 1)
    recorded_to = max(entry.last_on for entry in worked.entries)
    spans = [(e.first_on, e.last_on, _share(e, e.minutes)) for e in worked.entries if counts(e.at, Doubt.AGAINST)]
    spans += [(u.first_on, u.last_on, _credit_share(u)) for u in worked.uniformed]
    spans += [(begins, ends, by_day) for begins, ends in _at_work(worked, recorded_to)]
    for begins, ends, share in spans:
        if begins <= last_on and first_on <= ends:
            steps[(max(begins, first_on) - first_on).days] += share
            steps[(min(ends, last_on) - first_on).days + 1] -= share
    return list(accumulate(accumulate(steps[:days]), initial=Fraction(0)))


def _at_work(worked: Worked, recorded_to: date) -> list[tuple[date, date]]:
    """The days after the last entry on which the employee goes on working: all but those of the leave."""
    if recorded_to == date.max:
        return []
    next_on, away_from, away_to = days_after(recorded_to, 1), worked.away_from, worked.away_to
    if away_from is None:
        return [(next_on, date.max)]
    spans = [(next_on, days_after(away_from, -1))] if next_on < away_from else []
    after = [] if away_to is None or away_to == date.max else [(max(next_on, days_after(away_to, 1)), date.max)]
    return [*spans, *after]


def _share(span: WorkedMinutes | UniformedService, minutes: int) -> Fraction:
    return Fraction(minutes, (span.last_on - span.first_on).days + 1)


def _credit_share(service: UniformedService) -> Fraction:
    if service.minutes is not None:
        return _share(service, service.minutes)
    return Fraction(service.week_minutes or 0, 7)
