"""Whether an absence falls on any work, by the schedule that the directory has.

Knows: the stored schedule. Never knows: what is charged, or whether the absence is covered. An absence outside every
shift is no leave (29 CFR 825.205(b)): nothing is counted, and whoever reports it should hear so.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from workflows.rules.calendar import days_after, days_within
from workflows.rules.schedule import Schedule

if TYPE_CHECKING:
    pass


def has_work(schedule: Schedule, starts_at: datetime, ends_at: datetime) -> bool | None:
    """Whether some shift has time in it. None: nobody knows, since a schedule of these days is not stored. A shift of
    the evening before may reach into the first day."""
    first_on, last_on = days_within(starts_at, ends_at)
    before = days_after(first_on, -1)
    if any(shift.minutes_within(starts_at, ends_at) for shift in schedule.shifts_between(before, last_on)):
        return True
    return None if schedule.unknown_between(before, last_on) else False
