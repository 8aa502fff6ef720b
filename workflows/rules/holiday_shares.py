"""Whose charge a holiday is: a week judged by all that stands in one bank, whatever causes it stands for.

Knows: that a holiday counts in a week which leave fills, and that the leave which begins first is charged for it. Never
knows: cases, balances, how a charge is posted. Leave is told by the entries that stand: by their hours, or as minutes
where they are whole days of a period. 29 CFR 825.200(h) (law.md C8).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby

from workflows.rules.calendar import start_of_day
from workflows.rules.choices import EdgeHoliday
from workflows.rules.counting import is_free
from workflows.rules.counting_weeks import DayCharge
from workflows.rules.intervals import MINUTE, length, shared, whole_minutes
from workflows.rules.ledger_entries import Used
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Counts, Schedule, is_lasting
from workflows.rules.shifts import Shift
from workflows.rules.workweek import charged_by, weeks_around


def turning_days(first_on: date, last_on: date, *, schedule: Schedule, policy: LeavePolicy) -> tuple[date, ...]:
    """The days, in the workweeks of these days, of which nothing is to be worked for a holiday, while something of
    their week is: whether they count turns on the whole week."""
    first, last = weeks_around(first_on, last_on, policy=policy)
    holidays = (on for on in (*policy.calendar.holidays, *policy.overlay_days) if first <= on <= last)
    return tuple(on for on in dict.fromkeys(holidays) if _turns(on, schedule, policy))


def shares(
    entries: Iterable[Used], holiday: date, *, schedule: Schedule, policy: LeavePolicy, counts: Counts = is_lasting
) -> dict[str | None, DayCharge]:
    """What each cause is charged for a holiday, of entries that stand in one bank; empty where leave does not fill
    the week. `counts`: which schedules make the week."""
    week = _week(holiday, schedule, policy)
    days = [shift.on for shift in week if not is_free(shift, policy=policy)]
    leave = sorted((e for e in entries if e.on in days), key=lambda e: (_begins_at(e), e.cause or ""))
    due = [shift for shift in week if shift.on in days]
    if not leave or not all(_is_taken(on, tuple(of_day), leave) for on, of_day in groupby(due, lambda s: s.on)):
        return {}
    held = [shift for shift in week if shift.on == holiday]
    if policy.edge_holiday is EdgeHoliday.WHOLE_WEEK:
        minutes = {leave[0].cause: sum(shift.minutes for shift in held)}
    else:
        minutes = {cause: _inside(held, cause, leave) for cause in dict.fromkeys(e.cause for e in leave)}
    base = charged_by(schedule, holiday, policy=policy, counts=counts)
    return {
        cause: DayCharge(on=holiday, minutes=n, weeks=n / base, base_minutes=base, rules=("C8",))
        for cause, n in minutes.items()
        if base and n
    }


def _turns(on: date, schedule: Schedule, policy: LeavePolicy) -> bool:
    week = _week(on, schedule, policy)
    of_day = [is_free(shift, policy=policy) for shift in week if shift.on == on]
    return bool(of_day) and all(of_day) and not all(is_free(shift, policy=policy) for shift in week)


def _week(on: date, schedule: Schedule, policy: LeavePolicy) -> list[Shift]:
    first, last = weeks_around(on, on, policy=policy)
    return [shift for shift in schedule.shifts_between(first, last) if shift.is_due]


def _begins_at(entry: Used) -> datetime:
    return entry.starts_at or start_of_day(entry.on)


def _is_taken(on: date, shifts: tuple[Shift, ...], leave: Sequence[Used]) -> bool:
    """Whether leave takes all that was to be worked on a day."""
    of_day = [e for e in leave if e.on == on]
    hours = list(_hours(of_day))
    by_clock = sum(whole_minutes(length(shared(shift.with_break_in(hours).paid, hours))) for shift in shifts)
    whole = sum(e.minutes for e in of_day if e.starts_at is None)
    return (by_clock + whole) * MINUTE >= sum((length(shift.paid) for shift in shifts), 0 * MINUTE)


def _hours(entries: Iterable[Used]) -> Iterator[tuple[datetime, datetime]]:
    return ((e.starts_at, e.ends_at) for e in entries if e.starts_at and e.ends_at)


def _inside(held: list[Shift], cause: str | None, leave: Sequence[Used]) -> int:
    """Minutes of the holiday that the leave of a cause has in it: a period has every day from its first to its last."""
    own = [e for e in leave if e.cause == cause]
    if any(e.starts_at is None for e in own):
        within = own[0].on <= held[0].on <= max(e.on for e in own)
        return sum(shift.minutes for shift in held) if within else 0
    hours = list(_hours(own))
    return sum(whole_minutes(length(shared(shift.with_break_in(hours).paid, hours))) for shift in held)
