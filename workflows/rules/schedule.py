"""When an employee was to work: assignments that turn into shifts, and the week that they come to on average.

Knows: cycles of any number of days, posted rosters and swaps, overtime shifts, what a leave's own hours replace.
Never knows: leave, holidays of the employer, who the employee is. Schedules belong to appointments, of which there may
be two. 29 CFR 825.205(b)-(c) (law.md C1, C5, C7, C12).
"""

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from pydantic import Field, model_validator

from workflows.rules.answers import contradiction, told_again
from workflows.rules.calendar import days_after
from workflows.rules.shifts import Overtime, Shift, WallShift
from workflows.values import Frozen


class ScheduleKind(StrEnum):
    """A cycle is fixed or rotates; a variable assignment has no pattern at all, only what is posted (C6)."""

    CYCLE = "cycle"
    VARIABLE = "variable"


class Term(StrEnum):
    """Whether an assignment is meant to last (C5)."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"


class Cause(StrEnum):
    """Why an assignment began (C5, C12)."""

    EMPLOYER = "employer"
    OWN_WISH = "own_wish"
    THE_LEAVE = "the_leave"
    ALTERNATIVE_POSITION = "alternative_position"


class ShiftTemplate(WallShift):
    """A shift of a cycle. `position` 1 is the anchor day. An overtime mark here is overtime that recurs."""

    position: int = Field(ge=1, description="Day of the cycle; 1 is the anchor day.")


class PostedShift(WallShift):
    """A shift that was posted for one day."""

    works_holiday: bool | None = Field(None, description="If the day is a holiday: expected to work all the same?")


class PostedDay(Frozen):
    """What was posted for one day in place of the cycle: a roster, or a swap. No shifts: a day off."""

    on: date = Field(description="The day on which the shifts begin.")
    shifts: tuple[PostedShift, ...] = Field((), description="All shifts of the day; none: off.")
    appointment: str = Field("", description="Whose shifts these are, if the employee has two appointments.")
    version: int = Field(1, ge=1, description="Of several postings of one day the highest holds.")


class OvertimeShift(WallShift):
    """Overtime on one day, beside the shifts of the day: a shift or an extension of one."""

    on: date = Field(description="The day on which it begins.")
    overtime: Overtime | None = Field(Overtime.UNKNOWN, description="Mandatory, voluntary, or not told (C7).")
    appointment: str = Field("", description="For which appointment, if the employee has two.")


class Assignment(Frozen):
    """A cycle of shifts, in force from `from_on` to `to_on` (both included; None: until further notice).

    `anchor_on` is any day with position 1. `works_holidays`: the post is staffed around the clock, so that a shift on
    a legal holiday is a shift on which the employee is expected to work (29 CFR 825.200(h)); None: nobody has told.
    """

    from_on: date = Field(description="The first day on which the cycle holds; the directory tells.")
    to_on: date | None = Field(None, description="The last one, included; none: until further notice. Directory.")
    anchor_on: date = Field(description="Any day that is day 1 of the cycle, such as a Monday; the directory tells.")
    cycle_days: int = Field(ge=1, le=366, description="Days after which the shifts repeat, such as 7; directory.")
    shifts: tuple[ShiftTemplate, ...] = Field(description="The shifts of the cycle, each with its day; directory.")
    works_holidays: bool | None = Field(
        None, description="Is the employee expected to work on a legal holiday? The directory tells; None: not told."
    )
    appointment: str = Field("", description="Which of two appointments.")
    kind: ScheduleKind = Field(ScheduleKind.CYCLE, description="A fixed or rotating cycle, or no pattern at all (C6).")
    term: Term = Field(
        Term.PERMANENT, description="A temporary one suspends the lasting one meanwhile (C5). Left out: it lasts."
    )
    decided_on: date | None = Field(None, description="When the change was decided; not when it took effect (C5).")
    cause: Cause | None = Field(None, description="Why it began; the leave's own hours never become the base (C5).")
    equal_terms: bool | None = Field(None, description="Alternative position: equal pay and benefits (C12)?")

    @model_validator(mode="after")
    def _fits(self) -> "Assignment":
        if self.to_on is not None and self.to_on < self.from_on:
            raise contradiction("assignment_ends_early", "an assignment does not end before it begins")
        for number, shift in enumerate(self.shifts):
            if shift.position > self.cycle_days:
                says = "a shift has a position within its cycle"
                raise contradiction("position_outside_cycle", says, at=("shifts", number))
        return self

    @property
    def minutes(self) -> int:
        """Paid minutes in one whole cycle, recurring mandatory overtime included, voluntary never (C7)."""
        return sum(shift.minutes for shift in self.shifts if shift.overtime in (None, Overtime.MANDATORY))

    @property
    def week_minutes(self) -> Fraction:
        """Paid minutes of a week on average over the cycle (C1, C7): four on and two off is no number of weeks."""
        return Fraction(self.minutes * 7, self.cycle_days)

    def is_in_force(self, on: date) -> bool:
        """Whether it makes shifts on this day."""
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)

    def shifts_on(self, on: date) -> tuple[Shift, ...]:
        """The shifts that begin on a day."""
        templates = self.templates_on(on) if self.is_in_force(on) else ()
        return tuple(t.made_on(on, works_holidays=self.works_holidays, appointment=self.appointment) for t in templates)

    def templates_on(self, on: date) -> tuple[ShiftTemplate, ...]:
        """What the cycle has for a day, in force or not."""
        position = (on - self.anchor_on).days % self.cycle_days + 1
        return tuple(t for t in self.shifts if t.position == position)


class Planned(NamedTuple):
    """A shift as it is planned: whether it is to be worked on a holiday (None: not told), and for which appointment."""

    shift: WallShift
    works: bool | None
    appointment: str


Counts = Callable[[Assignment], bool]
"""Whether an assignment may be the one to count by; if not, what it replaced is."""


class Schedule(Frozen):
    """All assignments of an employee; two may be in force at once. A day without one is a day nobody knows about,
    unless something was posted for it."""

    assignments: tuple[Assignment, ...] = Field(
        description="Cycles of shifts, each with the days on which it holds; the directory tells."
    )
    posted: tuple[PostedDay, ...] = Field((), description="Days whose shifts were posted in place of the cycle.")
    overtime: tuple[OvertimeShift, ...] = Field((), description="Overtime beside the shifts, each with its mark.")

    @model_validator(mode="after")
    def _posted_once(self) -> "Schedule":
        again = told_again((day.on, day.appointment, day.version) for day in self.posted)
        if again is not None:
            raise contradiction("posted_twice", "one version of a day's roster is posted twice", at=("posted", again))
        return self

    def in_force(self, on: date) -> tuple[Assignment, ...]:
        """The assignments of a day. A temporary one suspends the lasting ones of its appointment."""
        found = tuple(a for a in self.assignments if a.is_in_force(on))
        suspended = tuple(a.appointment for a in found if a.term is Term.TEMPORARY)
        return tuple(a for a in found if a.term is Term.TEMPORARY or a.appointment not in suspended)

    def usual(self, on: date, counts: Counts) -> tuple[Assignment, ...]:
        """The assignments to count a day by: where one may not count, what it suspended or replaced, as if it had
        gone on."""
        found: list[Assignment] = []
        for assignment in self.in_force(on):
            found += [a for a in self._standing_for(assignment, on, counts) if a not in found]
        return tuple(found)

    def planned_on(self, on: date) -> tuple[Planned, ...]:
        """What a roster shows for a day. The leave's own reduced hours are not in it: what they leave out of the usual
        ones is the leave."""
        posted = self.posted_on(on)
        is_posted = [day.appointment for day in posted]
        usual = (a for a in self.usual(on, is_not_the_leave) if a.appointment not in is_posted)
        return (
            *(Planned(t, a.works_holidays, a.appointment) for a in usual for t in a.templates_on(on)),
            *(Planned(s, s.works_holiday, day.appointment) for day in posted for s in day.shifts),
            *(Planned(o, _is_ordered(o) or None, o.appointment) for o in self.overtime if o.on == on),
        )

    def shifts_on(self, on: date) -> tuple[Shift, ...]:
        """The shifts that begin on a New York day, in order."""
        shifts = (p.shift.made_on(on, works_holidays=p.works, appointment=p.appointment) for p in self.planned_on(on))
        return tuple(sorted(shifts, key=lambda shift: (shift.starts_at, shift.ends_at)))

    def holidays_untold(self, on: date, appointment: str) -> tuple[int, ...]:
        """Which assignments make the shifts of a day and do not tell whether they are worked on a holiday."""
        if any(day.appointment == appointment for day in self.posted_on(on)):
            return ()
        usual = [a for a in self.usual(on, is_not_the_leave) if a.works_holidays is None and a.templates_on(on)]
        return tuple(at for at, a in enumerate(self.assignments) if a in usual and a.appointment == appointment)

    def shifts_between(self, first_on: date, last_on: date) -> tuple[Shift, ...]:
        """The shifts that begin from one day to another, both included."""
        days = range((last_on - first_on).days + 1)
        return tuple(shift for n in days for shift in self.shifts_on(first_on + timedelta(days=n)))

    def posted_on(self, on: date) -> tuple[PostedDay, ...]:
        """What was posted for a day, of each appointment the newest version."""
        newest: dict[str, PostedDay] = {}
        for day in self.posted:
            if day.on == on and (day.appointment not in newest or day.version > newest[day.appointment].version):
                newest[day.appointment] = day
        return tuple(newest.values())

    def is_known(self, on: date) -> bool:
        """Whether anything says what this day was to be, if only a day off."""
        in_force = self.in_force(on)
        is_patterned = any(a.kind is ScheduleKind.CYCLE for a in in_force)
        return is_patterned or any(day.on == on for day in self.posted)

    def is_known_between(self, first_on: date, last_on: date) -> bool:
        """Whether every day from one to another, both included, is known."""
        return not self.unknown_between(first_on, last_on)

    def unknown_between(self, first_on: date, last_on: date) -> tuple[date, ...]:
        """The days from one to another, both included, of which nobody knows what they were to be."""
        days = (first_on + timedelta(days=n) for n in range((last_on - first_on).days + 1))
        return tuple(on for on in days if not self.is_known(on))

    def week_minutes(self, on: date, counts: Counts | None = None) -> Fraction | None:
        """The employee's workweek on this day, in minutes. None: nothing is known, or nothing is scheduled at all."""
        total = sum((a.week_minutes for a in self.usual(on, counts or is_lasting)), Fraction(0))
        return total or None

    def _standing_for(self, assignment: Assignment, on: date, counts: Counts) -> tuple[Assignment, ...]:
        found: list[Assignment] = []
        asked = [assignment]
        for one in asked:  # grows while it is gone through: what was replaced may itself have replaced another
            if counts(one):
                found.append(one)
            else:
                asked += [earlier for earlier in self.before(one, on) if earlier not in asked]
        return tuple(found)

    def before(self, assignment: Assignment, on: date) -> list[Assignment]:
        """What an assignment suspends on a day; or else what it replaced: what ended on its eve."""
        eve = days_after(assignment.from_on, -1)
        earlier = [a for a in self.assignments if a.appointment == assignment.appointment]
        earlier = [a for a in earlier if a.from_on < assignment.from_on]
        is_beside = is_lasting(assignment)  # two lasting ones at once are two appointments
        suspended = [a for a in earlier if a.term is Term.PERMANENT and a.is_in_force(on) and not is_beside]
        return suspended or [a for a in earlier if a.to_on == eve]


def is_not_the_leave(assignment: Assignment) -> bool:
    """Whether its shifts are those from which leave is taken."""
    return assignment.cause is not Cause.THE_LEAVE


def is_lasting(assignment: Assignment) -> bool:
    """Whether it makes the employee's week: meant to last, and not for the leave (C5)."""
    leave_made_it = assignment.cause in (Cause.THE_LEAVE, Cause.ALTERNATIVE_POSITION)
    return assignment.term is Term.PERMANENT and not leave_made_it


def _is_ordered(overtime: OvertimeShift) -> bool:
    return overtime.overtime is Overtime.MANDATORY
