"""One shift: the wall times that a roster shows, and the instants behind them.

Knows: New York's clocks and their two change nights, unpaid breaks, overtime as a mark on a shift. Never knows:
cycles, holidays of the employer, leave. Minutes are the difference of the instants less unpaid breaks, so a change
night has as many as would really be worked. 29 CFR 825.205 (law.md C1, C7).
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from pydantic import Field, model_validator

from workflows.rules.answers import contradiction
from workflows.rules.calendar import NEW_YORK, days_after
from workflows.rules.intervals import (
    MINUTE,
    NOTHING,
    Interval,
    Stretch,
    length,
    merged,
    shared,
    whole_minutes,
    without,
)
from workflows.values import Frozen

_DAY_MINUTES = 24 * 60


class Overtime(StrEnum):
    """What overtime it is (C7): required, of one's own will, or nobody has told."""

    MANDATORY = "mandatory"
    VOLUNTARY = "voluntary"
    UNKNOWN = "unknown"


class DoubledHour(StrEnum):
    """Which of the two, on the autumn night that has one hour twice."""

    FIRST = "first"
    SECOND = "second"


class Break(Frozen):
    """An unpaid break and where in the shift it lies."""

    starts: time = Field(description="When it begins, by New York's clocks, within the shift.")
    minutes: int = Field(gt=0, lt=_DAY_MINUTES, description="How long it is.")

    @model_validator(mode="after")
    def _on_the_clock(self) -> "Break":
        _must_be_on_the_clock(self.starts)
        return self


class WallShift(Frozen):
    """A shift as a roster shows it. An end at or before the start is on the next day. The unpaid break lies in the
    middle of the shift unless `breaks` says where; leave of a part of the shift has it where that is least leave."""

    starts: time = Field(description="When it begins, by New York's clocks.")
    ends: time = Field(description="When it ends, by New York's clocks; at or before the start: on the next day.")
    unpaid_break_minutes: int = Field(0, ge=0, lt=_DAY_MINUTES, description="Unpaid minutes, if nobody says when.")
    breaks: tuple[Break, ...] = Field((), description="Unpaid breaks and where they lie.")
    starts_in: DoubledHour | None = Field(None, description="Which one, if the clocks have the start twice.")
    ends_in: DoubledHour | None = Field(None, description="Which one, if the clocks have the end twice.")
    overtime: Overtime | None = Field(None, description="The mark of an overtime shift; none: regular time (C7).")

    @model_validator(mode="after")
    def _on_the_clock(self) -> "WallShift":
        _must_be_on_the_clock(self.starts)
        _must_be_on_the_clock(self.ends)
        if self.breaks and self.unpaid_break_minutes:
            raise contradiction("break_told_twice", "an unpaid break is told with its place and without one")
        for number, rest in enumerate(self.breaks):
            if self._offset(rest.starts) + rest.minutes > self.length:
                says = "an unpaid break lies outside its shift"
                raise contradiction("break_outside_shift", says, at=("breaks", number))
        return self

    @property
    def length(self) -> int:
        """Minutes from start to end on a day without a change of clocks."""
        return self._offset(self.ends) or _DAY_MINUTES

    @property
    def minutes(self) -> int:
        """Paid minutes on a day without a change of clocks."""
        if not self.breaks:
            return max(0, self.length - self.unpaid_break_minutes)
        unpaid, reached = 0, 0
        for rest in sorted(self.breaks, key=lambda b: self._offset(b.starts)):
            begins, ends = max(reached, self._offset(rest.starts)), self._offset(rest.starts) + rest.minutes
            unpaid += max(0, ends - begins)
            reached = max(reached, ends)
        return max(0, self.length - unpaid)

    def made_on(self, on: date, *, works_holidays: bool | None, appointment: str) -> "Shift":
        """The shift itself, on the day on which it begins."""
        ends_on = on if _minute_of_day(self.ends) > _minute_of_day(self.starts) else days_after(on, 1)
        starts_at = instant(on, self.starts, self.starts_in)
        ends_at = max(starts_at, instant(ends_on, self.ends, self.ends_in))
        return Shift(
            on=on,
            starts_at=starts_at,
            ends_at=ends_at,
            breaks=self._breaks_of(on, starts_at, ends_at),
            break_untold=not self.breaks,
            works_holidays=works_holidays,
            overtime=self.overtime,
            appointment=appointment,
        )

    def fault_on(self, on: date) -> str | None:
        """Why this shift has no certain instants on a day: `no_such_time`, or `which_of_the_doubled_hour`."""
        ends_on = on if _minute_of_day(self.ends) > _minute_of_day(self.starts) else days_after(on, 1)
        ends = ((on, self.starts, self.starts_in), (ends_on, self.ends, self.ends_in))
        return next((fault for fault in (wall_fault(*end) for end in ends) if fault), None)

    def _offset(self, wall: time) -> int:
        return (_minute_of_day(wall) - _minute_of_day(self.starts)) % _DAY_MINUTES

    def _breaks_of(self, on: date, starts_at: datetime, ends_at: datetime) -> tuple[Interval, ...]:
        if not self.breaks:
            return _in_the_middle(starts_at, ends_at, self.unpaid_break_minutes)
        found = []
        for rest in self.breaks:
            is_next_day = _minute_of_day(rest.starts) < _minute_of_day(self.starts)
            begins_at = instant(days_after(on, 1) if is_next_day else on, rest.starts, None)
            stops_at = min(ends_at, begins_at + min(rest.minutes * MINUTE, max(ends_at - begins_at, NOTHING)))
            found.append(Interval(starts_at=max(starts_at, begins_at), ends_at=max(starts_at, begins_at, stops_at)))
        return tuple(Interval(starts_at=a, ends_at=b) for a, b in merged(b.stretch for b in found))


class Shift(Frozen):
    """One shift, with the day on which it begins. `works_holidays`: whether the employee is expected to work it if it
    falls on a holiday; None: nobody has told. `break_untold`: nobody told when the break is."""

    on: date
    starts_at: datetime
    ends_at: datetime
    breaks: tuple[Interval, ...] = ()
    break_untold: bool = False
    works_holidays: bool | None
    overtime: Overtime | None = None
    appointment: str = ""

    @property
    def is_due(self) -> bool:
        """Whether it must be worked. Voluntary overtime need not, and nobody guesses what is not told (C7)."""
        return self.overtime in (None, Overtime.MANDATORY)

    @property
    def stretch(self) -> Stretch:
        """From its start to its end, breaks and all."""
        return self.starts_at, self.ends_at

    @property
    def paid(self) -> tuple[Stretch, ...]:
        """Its time without unpaid breaks."""
        return without((self.stretch,), (b.stretch for b in self.breaks))

    def with_break_in(self, away: Iterable[Stretch]) -> "Shift":
        """The same shift, its break where time away has most of it if nobody told when it is, and otherwise as near
        to the middle as can be: leave is never more than the time away from work (C1, 825.205(a))."""
        inside = shared((self.stretch,), away)
        if not (self.break_untold and self.breaks and inside):
            return self
        middle, unpaid = self.breaks[0].starts_at, self.breaks[0].ends_at - self.breaks[0].starts_at
        edges = (at for a, b in inside for at in (a, b - unpaid))
        begins = (middle, *(min(max(self.starts_at, at), self.ends_at - unpaid) for at in edges))
        best = max(begins, key=lambda at: (length(shared(inside, ((at, at + unpaid),))), -abs(at - middle)))
        return self.model_copy(update={"breaks": (Interval(starts_at=best, ends_at=best + unpaid),)})

    @property
    def minutes(self) -> int:
        """Paid minutes."""
        return self.minutes_within(self.starts_at, self.ends_at)

    def minutes_within(self, starts_at: datetime, ends_at: datetime) -> int:
        """Paid minutes of the shift inside an interval, cut down to whole minutes."""
        unpaid = sum((_overlap(*b.stretch, starts_at, ends_at) for b in self.breaks), NOTHING)
        return whole_minutes(_overlap(self.starts_at, self.ends_at, starts_at, ends_at) - unpaid)


@lru_cache(4096)
def instant(on: date, wall: time, which: DoubledHour | None) -> datetime:
    """A wall time that a change night skips is read as if the clocks had not moved yet; one that it has twice is the
    first of the two, unless somebody says which."""
    fold = 1 if which is DoubledHour.SECOND else 0
    try:
        at = datetime.combine(on, wall.replace(tzinfo=NEW_YORK, fold=fold))
        return at.replace(fold=0).astimezone(UTC) if _is_skipped(at) else at.astimezone(UTC)
    except OverflowError:  # the last evening that a datetime can name
        return datetime.max.replace(tzinfo=UTC)


def wall_fault(on: date, wall: time, which: DoubledHour | None) -> str | None:
    """Why a wall time of a day is no certain instant; None if it is one."""
    first = datetime.combine(on, wall.replace(tzinfo=NEW_YORK, fold=0))
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return None
    if _is_skipped(first):
        return "no_such_time"
    return None if which else "which_of_the_doubled_hour"


def _is_skipped(at: datetime) -> bool:
    """Whether the clocks jump over this wall time: it is not there again on the way back from UTC."""
    before, after = at.replace(fold=0).utcoffset(), at.replace(fold=1).utcoffset()
    return before is not None and after is not None and before < after


def _in_the_middle(starts_at: datetime, ends_at: datetime, minutes: int) -> tuple[Interval, ...]:
    unpaid = min(minutes * MINUTE, ends_at - starts_at)
    begins_at = starts_at + (ends_at - starts_at - unpaid) // 2 // MINUTE * MINUTE
    return (Interval(starts_at=begins_at, ends_at=begins_at + unpaid),) if unpaid else ()


def _must_be_on_the_clock(wall: time) -> None:
    if wall.tzinfo is not None or wall.second or wall.microsecond:
        raise contradiction(
            "not_on_the_clock", "a shift begins and ends on a whole minute of New York's clocks, without a zone"
        )


def _minute_of_day(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _overlap(a_starts: datetime, a_ends: datetime, b_starts: datetime, b_ends: datetime) -> timedelta:
    return max(NOTHING, min(a_ends, b_ends) - max(a_starts, b_starts))
