"""How much of an absence or a period goes to a bank of the ledger: the rules asked, against what stands there already.

Knows: schedule, entries, banks, policy, as values. Never knows: the database, the case, or whether leave was approved.
29 CFR 825.200(b), 825.205: in one bank each clock hour once (C13), never beyond the entitlement (N1). Nothing is added
across banks.
"""

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from workflows.case.duties import Chargeable, ChargeAbsence, ChargePeriod
from workflows.rules.banks import Bank, Ledger, allot_to
from workflows.rules.calendar import day_of
from workflows.rules.counting import charge_absence, charge_period, uncharged
from workflows.rules.counting_weeks import DayCharge
from workflows.rules.entitlement import Entry
from workflows.rules.plans import Plan, PlanEntry
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Schedule

_INSTANT = timedelta(microseconds=1)


FMLA = Bank(plan=Plan.FMLA, bank="fmla")
"""12 workweeks in 12 months."""


class Standing(NamedTuple):
    """An entry that stands for another cause; one without a plan is use of FMLA."""

    entry: Entry
    starts_at: datetime | None
    ends_at: datetime | None


class Computed(NamedTuple):
    """Charges that fit the entitlement, minutes that do not, and whether the schedule could be known."""

    charges: tuple[DayCharge, ...]
    minutes_beyond: int
    schedule_known: bool


def compute(
    wanted: Chargeable,
    others: tuple[Standing, ...],
    *,
    schedule: Schedule,
    policy: LeavePolicy,
    bank: Bank = FMLA,
    from_on: date | None = None,
    hired_on: date | None = None,
) -> Computed:
    """What should stand for a cause in a bank, given what stands for all other causes. `from_on`: the first day that
    counts; `hired_on`: for a leave year that begins with it."""
    entries = [_entry(other.entry) for other in others]
    theirs = tuple(o for o, e in zip(others, entries, strict=True) if (e.plan, e.bank) == (bank.plan, bank.bank))
    is_known, charges = _charges(wanted, theirs, schedule=schedule, policy=policy)
    counted = tuple(charge for charge in charges if from_on is None or from_on <= charge.on)
    ledger = Ledger.model_construct(entries=tuple(entries), hired_on=hired_on)
    allotted = allot_to(counted, bank, ledger, policy=policy)
    fit = tuple(a.charge for a in allotted if a.charge is not None)
    return Computed(fit, sum(a.beyond_minutes for a in allotted), is_known)


def _entry(entry: Entry) -> PlanEntry:
    if isinstance(entry, PlanEntry):
        return entry
    return PlanEntry.model_construct(on=entry.on, weeks=entry.weeks, minutes=entry.minutes, plan=Plan.FMLA, bank="fmla")


def _charges(
    wanted: Chargeable, others: tuple[Standing, ...], *, schedule: Schedule, policy: LeavePolicy
) -> tuple[bool, tuple[DayCharge, ...]]:
    if isinstance(wanted, ChargePeriod):
        known = schedule.is_known_between(wanted.first_on, wanted.last_on)
        whole = charge_period(wanted.first_on, wanted.last_on, schedule=schedule, policy=policy)
        return known, _less_other_hours(whole, others)
    if isinstance(wanted, ChargeAbsence):
        known = schedule.is_known_between(day_of(wanted.starts_at), day_of(wanted.ends_at - _INSTANT))
        # The absence as one: taken to pieces around other causes, it would no longer be a full week (C8).
        whole = charge_absence(wanted.starts_at, wanted.ends_at, schedule=schedule, policy=policy)
        left = (_less_shared_hours(charge, wanted, others, schedule) for charge in whole)
        return known, tuple(charge for charge in left if charge is not None)
    return True, ()


def _less_other_hours(charges: tuple[DayCharge, ...], others: tuple[Standing, ...]) -> tuple[DayCharge, ...]:
    """Whole days, less what single absences or another period are charged for on them."""
    left = []
    for charge in charges:
        minutes = charge.minutes - sum(o.entry.minutes for o in others if o.entry.on == charge.on)
        if minutes > 0:
            left.append(_with_minutes(charge, minutes))
    return tuple(left)


def _less_shared_hours(
    charge: DayCharge, wanted: ChargeAbsence, others: tuple[Standing, ...], schedule: Schedule
) -> DayCharge | None:
    """One day of an absence, less the hours that other absences are charged for, and never more than the period of
    another cause has left of the day."""
    of_day = [o for o in others if o.entry.on == charge.on]
    absences = [(o.starts_at, o.ends_at, o.entry.minutes) for o in of_day if o.starts_at and o.ends_at]
    free = uncharged(wanted.starts_at, wanted.ends_at, tuple((a, b) for a, b, _ in absences))
    shifts = schedule.shifts_on(charge.on)
    own = sum(shift.minutes_within(wanted.starts_at, wanted.ends_at) for shift in shifts)
    shared = own - sum(shift.minutes_within(a, b) for shift in shifts for a, b in free)
    shared = min(shared, sum(minutes for _, _, minutes in absences))
    rest_of_day = sum(shift.minutes for shift in shifts) - sum(o.entry.minutes for o in of_day)
    minutes = min(charge.minutes - shared, rest_of_day)
    return _with_minutes(charge, minutes) if minutes > 0 else None


def _with_minutes(charge: DayCharge, minutes: int) -> DayCharge:
    return charge.model_copy(update={"minutes": minutes, "weeks": Fraction(minutes) / charge.base_minutes})
