"""The workweek: where it begins, and how many minutes it has for an employee.

Knows: the choices where law is silent on a week. Never knows: leave. 29 CFR 825.205(b)-(c) (law.md C1, C4, C7, C8).
"""

from datetime import date, timedelta
from fractions import Fraction

from workflows.rules.calendar import days_after, start_of_day
from workflows.rules.choices import OccasionalOvertime, RotationWeek, WorkweekBegins
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Counts, OvertimeShift, Schedule, is_lasting
from workflows.rules.shifts import Overtime, WallShift

DAYS = 7


def first_of_week(on: date, *, policy: LeavePolicy) -> date:
    """The first day of the workweek that has this day in it."""
    begins_on_sunday = policy.workweek_begins is WorkweekBegins.SUNDAY
    return days_after(on, -((on.weekday() + begins_on_sunday) % DAYS))


def last_of_week(on: date, *, policy: LeavePolicy) -> date:
    """The last day of the workweek that has this day in it."""
    return days_after(first_of_week(on, policy=policy), DAYS - 1)


def weeks_around(first_on: date, last_on: date, *, policy: LeavePolicy) -> tuple[date, date]:
    """The first and the last day of the workweeks that have these days in them."""
    return first_of_week(first_on, policy=policy), last_of_week(last_on, policy=policy)


def week_minutes(schedule: Schedule, on: date, *, policy: LeavePolicy, counts: Counts = is_lasting) -> Fraction | None:
    """The base of the week of a day, in minutes: the usual week, and what this very week has beside it. None: nothing
    is known, or scheduled. `counts`: which assignments may make it."""
    usual = _usual_minutes(schedule, on, policy=policy, counts=counts)
    return usual and usual + _beside(usual, schedule, on, policy, counts)


def of_this_week(schedule: Schedule, on: date, *, policy: LeavePolicy, counts: Counts = is_lasting) -> Fraction:
    """Minutes by which the week of a day differs from the usual one, so that a full week of leave is one week (C1,
    825.205(b)-(c)): more that was posted, required overtime by the employer's choice, a schedule that changes in it."""
    usual = _usual_minutes(schedule, on, policy=policy, counts=counts)
    return _beside(usual or Fraction(0), schedule, on, policy, counts)


def _beside(usual: Fraction, schedule: Schedule, on: date, policy: LeavePolicy, counts: Counts) -> Fraction:
    own = _of_changing_week(schedule, on, policy, counts)
    changed = own - usual if own else Fraction(_posted_more(schedule, on, policy, counts))
    is_in_base = policy.occasional_overtime is OccasionalOvertime.IN_BASE
    return changed + (required_now_and_then(schedule, on, policy=policy) if is_in_base else 0)


def _usual_minutes(schedule: Schedule, on: date, *, policy: LeavePolicy, counts: Counts) -> Fraction | None:
    """Of a rotation the average of its cycle, or by the employer's choice what this very week has."""
    average = schedule.week_minutes(on, counts)
    if policy.rotation_week is RotationWeek.OWN_WEEK and rotates(schedule, on, counts):
        average = own_minutes(schedule, on, policy=policy, counts=counts) or average
    return average


def _of_changing_week(schedule: Schedule, on: date, policy: LeavePolicy, counts: Counts) -> Fraction:
    """What a week has in which one schedule follows another; nothing if none does, or if a part of it has none."""
    if len(schedule.assignments) < 2:
        return Fraction(0)
    first_on = first_of_week(on, policy=policy)
    by_day = [(day, schedule.usual(day, counts)) for day in (days_after(first_on, n) for n in range(DAYS))]
    changes = any(usual != by_day[0][1] for _, usual in by_day)
    if not changes or not all(usual for _, usual in by_day):
        return Fraction(0)
    return Fraction(sum(_in_cycle(t) for day, usual in by_day for a in usual for t in a.templates_on(day)))


def _posted_more(schedule: Schedule, on: date, policy: LeavePolicy, counts: Counts) -> int:
    """Minutes that were posted for the week beyond its cycle. Fewer make no shorter week: it is not the usual one."""
    if not schedule.posted:
        return 0
    first_on = first_of_week(on, policy=policy)
    more = 0
    for day in (days_after(first_on, n) for n in range(DAYS)):
        for posted in schedule.posted_on(day):
            cycles = [a for a in schedule.usual(day, counts) if a.appointment == posted.appointment]
            more += sum(s.minutes for s in posted.shifts if s.overtime is None)
            more -= sum(_in_cycle(t) for a in cycles for t in a.templates_on(day))
    return max(0, more)


def _in_cycle(shift: WallShift) -> int:
    return shift.minutes if shift.overtime in (None, Overtime.MANDATORY) else 0


def charged_by(schedule: Schedule, on: date, *, policy: LeavePolicy, counts: Counts = is_lasting) -> Fraction | None:
    """What a charge of a day is a fraction of: its week, with the hour that a change of clocks gave or took, so that
    a full week of leave is one week, neither more nor less."""
    week = week_minutes(schedule, on, policy=policy, counts=counts)
    return week and week + clock_change(schedule, on, policy=policy)


def clock_change(schedule: Schedule, on: date, *, policy: LeavePolicy) -> int:
    """Minutes that a change of clocks gives, or takes from, the shifts of the week of a day that make its base: 60 in
    autumn and -60 in spring for who is at work in that night, and nothing for anybody else."""
    first_on, last_on = weeks_around(on, on, policy=policy)
    if not _clocks_change(first_on, last_on):
        return 0
    days = (days_after(first_on, n) for n in range(DAYS))
    planned = ((day, p) for day in days for p in schedule.planned_on(day) if _is_in_base(p.shift, policy))
    return sum(
        p.shift.made_on(day, works_holidays=p.works, appointment=p.appointment).minutes - p.shift.minutes
        for day, p in planned
    )


def _clocks_change(first_on: date, last_on: date) -> bool:
    """Whether a shift that begins on one of these days may lie over a change: it may end on the day after the last."""
    after = days_after(last_on, 2)
    return after < date.max and (start_of_day(after) - start_of_day(first_on)) % timedelta(days=1) != timedelta(0)


def _is_in_base(shift: WallShift, policy: LeavePolicy) -> bool:
    if isinstance(shift, OvertimeShift) and policy.occasional_overtime is not OccasionalOvertime.IN_BASE:
        return False
    return shift.overtime in (None, Overtime.MANDATORY)


def rotates(schedule: Schedule, on: date, counts: Counts = is_lasting) -> bool:
    """Whether the weeks of the cycle may differ."""
    return any(a.cycle_days != DAYS and a.shifts for a in schedule.usual(on, counts))


def own_minutes(schedule: Schedule, on: date, *, policy: LeavePolicy, counts: Counts = is_lasting) -> Fraction:
    """What the lasting cycles have in the very week of a day, on clocks that do not change."""
    first_on = first_of_week(on, policy=policy)
    days = [days_after(first_on, n) for n in range(DAYS)]
    lasting = schedule.usual(on, counts)
    templates = (t for day in days for a in lasting for t in a.templates_on(day))
    return Fraction(sum(t.minutes for t in templates if t.overtime in (None, Overtime.MANDATORY)))


def required_now_and_then(schedule: Schedule, on: date, *, policy: LeavePolicy) -> int:
    """Minutes of mandatory overtime that was ordered for single days of the week."""
    first_on, last_on = weeks_around(on, on, policy=policy)
    ordered = (o for o in schedule.overtime if first_on <= o.on <= last_on and o.overtime is Overtime.MANDATORY)
    return sum(o.minutes for o in ordered)
