"""Whether an absence falls on any work, by the schedule that the directory has.

Knows: the stored schedule. Never knows: what is charged, or whether the absence is covered. An absence outside every
shift is no leave (29 CFR 825.205(b)): nothing is counted, and whoever reports it should hear so.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from workflows.rules.calendar import day_of, days_after
from workflows.rules.personnel import PersonnelRecord
from workflows.rules.schedule import Schedule

if TYPE_CHECKING:
    from infra.database import Database

_INSTANT = timedelta(microseconds=1)


def has_work(schedule: Schedule, starts_at: datetime, ends_at: datetime) -> bool | None:
    """Whether some shift has time in it. None: nobody knows, since a schedule of these days is not stored. A shift of
    the evening before may reach into the first day."""
    before, last_on = days_after(day_of(starts_at), -1), day_of(ends_at - _INSTANT)
    if any(shift.minutes_within(starts_at, ends_at) for shift in schedule.shifts_between(before, last_on)):
        return True
    return None if schedule.unknown_between(before, last_on) else False


async def has_work_of(database: "Database", employee: str, starts_at: datetime, ends_at: datetime) -> bool | None:
    """The same, of an employee of the directory."""
    from infra.directory_desk import DirectoryDesk

    personnel = await DirectoryDesk(database).personnel(employee)
    if personnel is None:
        return None
    return has_work(PersonnelRecord.model_validate(personnel.record).schedule, starts_at, ends_at)
