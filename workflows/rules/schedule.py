"""When an employee was to work: assignments that turn into shifts, and the week that they come to on average.

Knows: cycles of any number of days, shifts across midnight, New York's change nights. Never knows: leave, holidays of
the employer, who the employee is. Wall times are New York's; instants are aware and in UTC; minutes are whole.
29 CFR 825.205(b)-(c).
"""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from pydantic import Field, model_validator

from workflows.rules.calendar import NEW_YORK, days_after
from workflows.values import Frozen

_MINUTE = timedelta(minutes=1)
_DAY_MINUTES = 24 * 60


class ShiftTemplate(Frozen):
    """A shift of a cycle. `position` 1 is the anchor day. An end at or before the start is on the next day. The
    unpaid break lies in the middle of the shift unless the schedule says otherwise some day."""

    position: int = Field(ge=1)
    starts: time
    ends: time
    unpaid_break_minutes: int = Field(0, ge=0, lt=_DAY_MINUTES)

    @model_validator(mode="after")
    def _on_the_clock(self) -> "ShiftTemplate":
        if any(wall.tzinfo is not None or wall.second or wall.microsecond for wall in (self.starts, self.ends)):
            raise ValueError("a shift begins and ends on a whole minute of New York's clocks, without a zone")
        return self

    @property
    def minutes(self) -> int:
        """Paid minutes on a day without a change of clocks."""
        starts, ends = _minute_of_day(self.starts), _minute_of_day(self.ends)
        length = ends - starts if ends > starts else ends - starts + _DAY_MINUTES
        return max(0, length - self.unpaid_break_minutes)


class Assignment(Frozen):
    """A cycle of shifts, in force from `from_on` to `to_on` (both included; None: until further notice).

    `anchor_on` is any day with position 1. `works_holidays`: the post is staffed around the clock, so that a shift on
    a legal holiday is a shift on which the employee is expected to work (29 CFR 825.200(h)).
    """

    from_on: date
    to_on: date | None = None
    anchor_on: date
    cycle_days: int = Field(ge=1, le=366)
    shifts: tuple[ShiftTemplate, ...]
    works_holidays: bool = False

    @model_validator(mode="after")
    def _fits(self) -> "Assignment":
        if self.to_on is not None and self.to_on < self.from_on:
            raise ValueError("an assignment does not end before it begins")
        if any(shift.position > self.cycle_days for shift in self.shifts):
            raise ValueError("a shift has a position within its cycle")
        return self

    @property
    def minutes(self) -> int:
        """Paid minutes in one whole cycle."""
        return sum(shift.minutes for shift in self.shifts)

    @property
    def week_minutes(self) -> Fraction:
        """Paid minutes of a week on average over the cycle (C1, C7): four on and two off is no number of weeks."""
        return Fraction(self.minutes * 7, self.cycle_days)

    def is_in_force(self, on: date) -> bool:
        """Whether it makes shifts on this day."""
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)

    def shifts_on(self, on: date) -> tuple["Shift", ...]:
        """The shifts that begin on a day."""
        if not self.is_in_force(on):
            return ()
        position = (on - self.anchor_on).days % self.cycle_days + 1
        return tuple(_shift(t, on, self.works_holidays) for t in self.shifts if t.position == position)


class Shift(Frozen):
    """One shift, with the day on which it begins. Minutes are the difference of the instants less the unpaid break,
    so a change night has as many as would really be worked."""

    on: date
    starts_at: datetime
    ends_at: datetime
    break_starts_at: datetime
    break_ends_at: datetime
    works_holidays: bool

    @property
    def minutes(self) -> int:
        """Paid minutes."""
        return self.minutes_within(self.starts_at, self.ends_at)

    def minutes_within(self, starts_at: datetime, ends_at: datetime) -> int:
        """Paid minutes of the shift inside an interval, cut down to whole minutes."""
        paid = _overlap(self.starts_at, self.ends_at, starts_at, ends_at)
        unpaid = _overlap(self.break_starts_at, self.break_ends_at, starts_at, ends_at)
        return max(timedelta(0), paid - unpaid) // _MINUTE


class Schedule(Frozen):
    """All assignments of an employee; two may be in force at once. A day without one is a day nobody knows about."""

    assignments: tuple[Assignment, ...]

    def shifts_on(self, on: date) -> tuple[Shift, ...]:
        """The shifts that begin on a New York day, in order."""
        shifts = [shift for assignment in self.assignments for shift in assignment.shifts_on(on)]
        return tuple(sorted(shifts, key=lambda shift: (shift.starts_at, shift.ends_at)))

    def shifts_between(self, first_on: date, last_on: date) -> tuple[Shift, ...]:
        """The shifts that begin from one day to another, both included."""
        days = range((last_on - first_on).days + 1)
        return tuple(shift for n in days for shift in self.shifts_on(first_on + timedelta(days=n)))

    def is_known(self, on: date) -> bool:
        """Whether an assignment says what this day was to be, if only a day off."""
        return any(assignment.is_in_force(on) for assignment in self.assignments)

    def is_known_between(self, first_on: date, last_on: date) -> bool:
        """Whether every day from one to another, both included, is known."""
        days = range((last_on - first_on).days + 1)
        return all(self.is_known(first_on + timedelta(days=n)) for n in days)

    def week_minutes(self, on: date) -> Fraction | None:
        """The employee's workweek on this day, in minutes. None: nothing is known, or nothing is scheduled at all."""
        total = sum((a.week_minutes for a in self.assignments if a.is_in_force(on)), Fraction(0))
        return total or None


def _shift(template: ShiftTemplate, on: date, works_holidays: bool) -> Shift:
    ends_on = on if _minute_of_day(template.ends) > _minute_of_day(template.starts) else days_after(on, 1)
    starts_at = _instant(on, template.starts)
    ends_at = max(starts_at, _instant(ends_on, template.ends))
    unpaid = min(timedelta(minutes=template.unpaid_break_minutes), ends_at - starts_at)
    break_starts_at = starts_at + (ends_at - starts_at - unpaid) // 2 // _MINUTE * _MINUTE
    return Shift(
        on=on,
        starts_at=starts_at,
        ends_at=ends_at,
        break_starts_at=break_starts_at,
        break_ends_at=break_starts_at + unpaid,
        works_holidays=works_holidays,
    )


def _instant(on: date, wall: time) -> datetime:
    """A wall time that a change night skips is read as if the clocks had not moved yet; one that it has twice is the
    first of the two."""
    try:
        return datetime.combine(on, wall.replace(tzinfo=NEW_YORK, fold=0)).astimezone(UTC)
    except OverflowError:  # the last evening that a datetime can name
        return datetime.max.replace(tzinfo=UTC)


def _minute_of_day(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _overlap(a_starts: datetime, a_ends: datetime, b_starts: datetime, b_ends: datetime) -> timedelta:
    return max(timedelta(0), min(a_ends, b_ends) - max(a_starts, b_starts))
