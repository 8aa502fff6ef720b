"""How much of an absence or a period goes to the ledger: the rules asked, against what stands there already.

Knows: schedule, entries, policy, as values. Never knows: the database, the case, or whether leave was approved.
29 CFR 825.200(b)(4), 825.205: each clock hour once (C13), never beyond the entitlement (N1).
"""

from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from workflows.case.duties import Chargeable, ChargeAbsence, ChargePeriod
from workflows.rules.calendar import day_of
from workflows.rules.counting import DayCharge, charge_absence, charge_period, uncharged
from workflows.rules.entitlement import Entry, allot
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Schedule


class Standing(NamedTuple):
    """An entry that stands for another cause."""

    entry: Entry
    starts_at: datetime | None
    ends_at: datetime | None


class Computed(NamedTuple):
    """Charges that fit the entitlement, minutes that do not, and whether the schedule could be known."""

    charges: tuple[DayCharge, ...]
    minutes_beyond: int
    schedule_known: bool


def compute(wanted: Chargeable, others: tuple[Standing, ...], *, schedule: Schedule, policy: LeavePolicy) -> Computed:
    """What should stand for a cause, given what stands for all others."""
    is_known, charges = _charges(wanted, others, schedule=schedule, policy=policy)
    allotted = allot(charges, tuple(o.entry for o in others), policy=policy)
    fit = tuple(a.charge for a in allotted if a.charge is not None)
    return Computed(fit, sum(a.beyond_minutes for a in allotted), is_known)


def _charges(
    wanted: Chargeable, others: tuple[Standing, ...], *, schedule: Schedule, policy: LeavePolicy
) -> tuple[bool, tuple[DayCharge, ...]]:
    if isinstance(wanted, ChargePeriod):
        known = schedule.is_known_between(wanted.first_on, wanted.last_on)
        whole = charge_period(wanted.first_on, wanted.last_on, schedule=schedule, policy=policy)
        return known, _less_other_hours(whole, others)
    if isinstance(wanted, ChargeAbsence):
        known = schedule.is_known_between(day_of(wanted.starts_at), day_of(wanted.ends_at))
        taken = tuple((o.starts_at, o.ends_at) for o in others if o.starts_at and o.ends_at)
        free = uncharged(wanted.starts_at, wanted.ends_at, taken)
        parts = [c for a, b in free for c in charge_absence(a, b, schedule=schedule, policy=policy)]
        return known, _within_the_day(_by_day(parts), others, schedule)
    return True, ()


def _by_day(parts: list[DayCharge]) -> tuple[DayCharge, ...]:
    """One charge a day, though an absence may come in pieces around other causes."""
    days: dict[object, DayCharge] = {}
    for part in parts:
        first = days.get(part.on)
        days[part.on] = part if first is None else _with_minutes(first, first.minutes + part.minutes)
    return tuple(days.values())


def _less_other_hours(charges: tuple[DayCharge, ...], others: tuple[Standing, ...]) -> tuple[DayCharge, ...]:
    """Whole days, less what single absences or another period are charged for on them."""
    left = []
    for charge in charges:
        minutes = charge.minutes - sum(o.entry.minutes for o in others if o.entry.on == charge.on)
        if minutes > 0:
            left.append(_with_minutes(charge, minutes))
    return tuple(left)


def _within_the_day(
    charges: tuple[DayCharge, ...], others: tuple[Standing, ...], schedule: Schedule
) -> tuple[DayCharge, ...]:
    """Never more on a day than was scheduled, when a period is charged for the day already."""
    left = []
    for charge in charges:
        scheduled = sum(shift.minutes for shift in schedule.shifts_on(charge.on))
        taken = sum(o.entry.minutes for o in others if o.entry.on == charge.on)
        minutes = min(charge.minutes, scheduled - taken)
        if minutes > 0:
            left.append(_with_minutes(charge, minutes))
    return tuple(left)


def _with_minutes(charge: DayCharge, minutes: int) -> DayCharge:
    return charge.model_copy(update={"minutes": minutes, "weeks": Fraction(minutes) / charge.base_minutes})
