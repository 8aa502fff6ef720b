"""The workweek: where it begins, and how many minutes it has for an employee.

Knows: the choices where law is silent on a week. Never knows: leave. 29 CFR 825.205(b)-(c) (law.md C1, C4, C7, C8).
"""

from datetime import date
from fractions import Fraction

from workflows.rules.calendar import days_after
from workflows.rules.choices import OccasionalOvertime, RotationWeek, WorkweekBegins
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Counts, Schedule, is_lasting
from workflows.rules.shifts import Overtime

DAYS = 7


def first_of_week(on: date, *, policy: LeavePolicy) -> date:
    """The first day of the workweek that has this day in it."""
    begins_on_sunday = policy.workweek_begins is WorkweekBegins.SUNDAY
    return days_after(on, -((on.weekday() + begins_on_sunday) % DAYS))


def last_of_week(on: date, *, policy: LeavePolicy) -> date:
    """The last day of the workweek that has this day in it."""
    return days_after(first_of_week(on, policy=policy), DAYS - 1)


def week_minutes(schedule: Schedule, on: date, *, policy: LeavePolicy, counts: Counts = is_lasting) -> Fraction | None:
    """The base of the week of a day, in minutes: of a rotation the average of its cycle, or by the employer's choice
    what this very week has. None: nothing is known, or scheduled. `counts`: which assignments may make it."""
    average = schedule.week_minutes(on, counts)
    if policy.rotation_week is RotationWeek.OWN_WEEK and rotates(schedule, on, counts):
        average = own_minutes(schedule, on, policy=policy, counts=counts) or average
    if policy.occasional_overtime is OccasionalOvertime.IN_BASE and average is not None:
        average += required_now_and_then(schedule, on, policy=policy)
    return average


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
    first_on, last_on = first_of_week(on, policy=policy), last_of_week(on, policy=policy)
    ordered = (o for o in schedule.overtime if first_on <= o.on <= last_on and o.overtime is Overtime.MANDATORY)
    return sum(o.minutes for o in ordered)
