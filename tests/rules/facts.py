"""Policies, schedules and records that the tests of the law are told about. People are fictional; days are real."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from infra import policies
from workflows.rules.calendar import NEW_YORK
from workflows.rules.counting_weeks import DayCharge
from workflows.rules.eligible import EmploymentRecord, Span, WorkedMinutes
from workflows.rules.entitlement import Entry
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Assignment, Schedule, ShiftTemplate
from workflows.rules.shifts import Break

POLICY = LeavePolicy.model_validate(policies.read("massachusetts-executive-2026"))
MONDAY = date(2024, 1, 1)


def day(text: str) -> date:
    """2026-02-03."""
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    """2026-02-03T17:00 by the clock in New York, as an instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


def policy(**changes: Any) -> LeavePolicy:
    """The policy with some choices made otherwise."""
    return LeavePolicy.model_validate({**policies.read("massachusetts-executive-2026"), **changes})


def cycle(positions: dict[int, tuple[str, str, int]], *, days: int = 7, anchor: date = MONDAY, **more: Any) -> Schedule:
    """A schedule of one assignment: by position, start, end and unpaid minutes, which are told to be in the middle."""
    shifts = tuple(
        ShiftTemplate(
            position=position,
            starts=time.fromisoformat(starts),
            ends=time.fromisoformat(ends),
            breaks=(_in_the_middle(starts, ends, unpaid),) if unpaid else (),
        )
        for position, (starts, ends, unpaid) in positions.items()
    )
    more = {"works_holidays": False, **more}
    assignment = Assignment(
        from_on=more.pop("from_on", date(2020, 1, 1)), anchor_on=anchor, cycle_days=days, shifts=shifts, **more
    )
    return Schedule(assignments=(assignment,))


def _in_the_middle(starts: str, ends: str, unpaid: int) -> Break:
    begins, stops = (datetime.combine(MONDAY, time.fromisoformat(wall)) for wall in (starts, ends))
    length = (stops - begins) % timedelta(days=1)
    return Break(starts=(begins + (length - timedelta(minutes=unpaid)) / 2).time(), minutes=unpaid)


def changed_all(schedule: Schedule, **more: Any) -> Schedule:
    """Every assignment with these changes."""
    return schedule.model_copy(update={"assignments": tuple(a.model_copy(update=more) for a in schedule.assignments)})


def break_untold(schedule: Schedule) -> Schedule:
    """The same schedule, where nobody told when the unpaid breaks are."""
    (one,) = schedule.assignments
    unpaid = ({"breaks": (), "unpaid_break_minutes": sum(b.minutes for b in s.breaks)} for s in one.shifts)
    shifts = tuple(s.model_copy(update=told) for s, told in zip(one.shifts, unpaid, strict=True))
    return Schedule(assignments=(one.model_copy(update={"shifts": shifts}),))


OFFICE = cycle(dict.fromkeys(range(1, 6), ("09:00", "17:30", 30)))
"""Monday to Friday, eight hours."""

PART_TIME = cycle(dict.fromkeys((1, 3, 5), ("08:00", "18:00", 0)))
"""Monday, Wednesday and Friday, ten hours."""

PITMAN = cycle(dict.fromkeys((1, 2, 5, 6, 7, 10, 11), ("07:00", "19:00", 0)), days=14, works_holidays=True)
"""Twelve hours, seven shifts in two weeks: 84 hours."""

NIGHTS = cycle(dict.fromkeys(range(1, 8), ("19:00", "07:00", 0)), works_holidays=True)
"""Every night, so that both change nights are in it."""

WARD = cycle(dict.fromkeys(range(1, 6), ("07:00", "15:00", 0)), works_holidays=True)
"""A nurse, Monday to Friday on a ward that never closes."""


def workdays(first: str, count: int) -> list[date]:
    """So many weekdays from a day on."""
    days = (day(first) + timedelta(days=n) for n in range(2 * count + 7))
    return [on for on in days if on.weekday() < 5][:count]


def used(on: date, minutes: int, base: int = 2400) -> Entry:
    """An entry of use."""
    return Entry(on=on, weeks=Fraction(minutes, base), minutes=minutes)


def weeks(charges: tuple[DayCharge, ...]) -> Fraction:
    """What a charge comes to."""
    return sum((charge.weeks for charge in charges), Fraction(0))


def minutes(charges: tuple[DayCharge, ...]) -> int:
    """What a charge comes to in minutes."""
    return sum(charge.minutes for charge in charges)


def record(**changes: Any) -> EmploymentRecord:
    """Somebody who meets every test on 2026-03-02."""
    fields: dict[str, Any] = {
        "employee": "E-BIRCH",
        "agency": "A-1",
        "stretches": (Span(first_on=day("2015-03-02")),),
        "minutes_worked": (worked("2025-03-02", "2026-03-01", 1800),),
        "hours_records_complete": True,
        "exempt": False,
        "worksite_fifty": True,
        "week_minutes": 2400,
        "clearance_asked": False,
        "bargaining_unit": None,
    }
    return EmploymentRecord(**{**fields, **changes})


def worked(first: str, last: str, hours: int, more_minutes: int = 0) -> WorkedMinutes:
    """Time worked in a span."""
    return WorkedMinutes(first_on=day(first), last_on=day(last), minutes=hours * 60 + more_minutes)


def stretch(first: str, last: str | None = None) -> Span:
    """A stretch of employment."""
    return Span(first_on=day(first), last_on=day(last) if last else None)
