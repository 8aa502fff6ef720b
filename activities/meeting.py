"""Causes that meet: those that asked for days on which another is charged, and what was told of each.

Knows: how what was told is kept with the ledger's answer, and that whoever shares a day, or a week with a holiday, is
counted together. Never knows: whose an hour is (rules). 29 CFR 825.200(h), 825.205 (law.md C8, C13).
"""

from datetime import date
from typing import TYPE_CHECKING

from workflows.case.duties import Chargeable, ChargePeriod, PostCharge
from workflows.rules.calendar import days_after
from workflows.rules.holiday_shares import turning_days
from workflows.rules.policy import LeavePolicy
from workflows.rules.posting import days_of
from workflows.rules.schedule import Schedule
from workflows.rules.workweek import weeks_around

if TYPE_CHECKING:
    from infra.ledger import Book, Word

Meeting = dict[str, PostCharge]
"""What was told last, by cause."""


def clock_days(charge: Chargeable) -> tuple[date, date] | None:
    """The days by the clock on which it may have hours; the last shift of a period may end on the day after."""
    days = days_of(charge)
    return (days[0], days_after(days[1], 1)) if days and isinstance(charge, ChargePeriod) else days


def word_of(duty: PostCharge) -> "Word":
    """What is kept of it with the answer: no days, where it asks for none any more."""
    days = clock_days(duty.charge)
    return (*days, duty.model_dump_json()) if days else (None, None, "")


async def meeting(
    book: "Book", cause: str, days: tuple[date, date], schedule: Schedule, policy: LeavePolicy
) -> tuple[Meeting, tuple[date, date]]:
    """Every other cause that shares a day with these, or with one that does, and so on; and from when to when their
    days are."""
    met: Meeting = {}
    while True:
        days = _whole_weeks(days, schedule, policy)
        told = [PostCharge.model_validate_json(each) for each in await book.told(days)]
        found = {duty.cause: duty for duty in told if duty.cause != cause}
        spans = [span for duty in found.values() if (span := clock_days(duty.charge))]
        wider = min([days[0], *(first for first, _ in spans)]), max([days[1], *(last for _, last in spans)])
        if wider == days and len(found) == len(met):
            return found, days
        met, days = found, wider


def _whole_weeks(days: tuple[date, date], schedule: Schedule, policy: LeavePolicy) -> tuple[date, date]:
    """With the rest of its weeks where a holiday among them turns on it."""
    if not turning_days(*days, schedule=schedule, policy=policy):
        return days
    first_on, last_on = weeks_around(days[0], days[1], policy=policy)
    return min(days[0], first_on), max(days[1], last_on)
