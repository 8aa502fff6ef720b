"""Overtime whose mark nobody has told: required, or of one's own will.

Knows: where a schedule has such marks, and the schedule as it is in either case. Never knows: what is charged.
Overtime is a shift with a mark and not a number of hours on a week. 29 CFR 825.205(c) (law.md C7).
"""

from datetime import date
from typing import Any, NamedTuple

from workflows.rules.schedule import Assignment, Schedule
from workflows.rules.shifts import Overtime, WallShift


class UnknownMark(NamedTuple):
    """One unknown mark: the question, and the schedule with each answer in it."""

    asks: str
    as_mandatory: Schedule
    as_voluntary: Schedule


def unknown_marks(
    schedule: Schedule, recurring: tuple[Assignment, ...], first_on: date = date.max, last_on: date = date.min
) -> tuple[UnknownMark, ...]:
    """Unknown marks in the cycles of these assignments, and of single days from one day to another."""
    found: list[UnknownMark] = []
    for at, assignment in enumerate(schedule.assignments):
        if assignment in recurring and any(_is_unknown(s) for s in assignment.shifts):
            asks = "is the overtime that recurs in the schedule mandatory?"
            found.append(UnknownMark(asks, *(_with_cycle(schedule, at, mark) for mark in _MARKS)))
    for at, day in enumerate(schedule.posted):
        if first_on <= day.on <= last_on and any(_is_unknown(s) for s in day.shifts):
            asks = f"is the overtime posted for {day.on} mandatory?"
            found.append(UnknownMark(asks, *(_with_posted(schedule, at, mark) for mark in _MARKS)))
    for at, shift in enumerate(schedule.overtime):
        if first_on <= shift.on <= last_on and _is_unknown(shift):
            asks = f"is the overtime of {shift.on} mandatory?"
            found.append(UnknownMark(asks, *(_with_overtime(schedule, at, mark) for mark in _MARKS)))
    return tuple(found)


def either_mark(schedule: Schedule) -> tuple[Schedule, Schedule] | None:
    """The schedule where all overtime of which it is not told is mandatory, and where it is voluntary. None: of all of
    it somebody has told."""
    of_cycles = (s for assignment in schedule.assignments for s in assignment.shifts)
    of_days = (s for day in schedule.posted for s in day.shifts)
    if not any(_is_unknown(s) for s in (*of_cycles, *of_days, *schedule.overtime)):
        return None
    mandatory, voluntary = (_with_all(schedule, mark) for mark in _MARKS)
    return mandatory, voluntary


_MARKS = (Overtime.MANDATORY, Overtime.VOLUNTARY)


def _is_unknown(shift: WallShift) -> bool:
    return shift.overtime is Overtime.UNKNOWN


def _with_cycle(schedule: Schedule, at: int, mark: Overtime) -> Schedule:
    assignment = schedule.assignments[at]
    told = assignment.model_copy(update={"shifts": _told(assignment.shifts, mark)})
    return schedule.model_copy(update={"assignments": _put(schedule.assignments, at, told)})


def _with_posted(schedule: Schedule, at: int, mark: Overtime) -> Schedule:
    day = schedule.posted[at]
    told = day.model_copy(update={"shifts": _told(day.shifts, mark)})
    return schedule.model_copy(update={"posted": _put(schedule.posted, at, told)})


def _with_overtime(schedule: Schedule, at: int, mark: Overtime) -> Schedule:
    told = schedule.overtime[at].model_copy(update={"overtime": mark})
    return schedule.model_copy(update={"overtime": _put(schedule.overtime, at, told)})


def _with_all(schedule: Schedule, mark: Overtime) -> Schedule:
    return schedule.model_copy(
        update={
            "assignments": tuple(a.model_copy(update={"shifts": _told(a.shifts, mark)}) for a in schedule.assignments),
            "posted": tuple(d.model_copy(update={"shifts": _told(d.shifts, mark)}) for d in schedule.posted),
            "overtime": _told(schedule.overtime, mark),
        }
    )


def _told(shifts: tuple[Any, ...], mark: Overtime) -> tuple[Any, ...]:
    return tuple(s.model_copy(update={"overtime": mark}) if _is_unknown(s) else s for s in shifts)


def _put(items: tuple[Any, ...], at: int, item: object) -> tuple[Any, ...]:
    return (*items[:at], item, *items[at + 1 :])
