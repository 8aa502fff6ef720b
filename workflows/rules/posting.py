"""How much of an absence or a period goes to a bank of the ledger, against what stands there already.

Knows: counting first, then the bank. Never knows: the database, the case, or whether leave was approved. In one bank
each clock hour once, never beyond the entitlement; nothing is added across banks.
29 CFR 825.200(b), 825.205 (law.md C13, N1).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from workflows.rules.banks import Bank, Stands, allot_to
from workflows.rules.calendar import day_of
from workflows.rules.chargeable import Chargeable, ChargeAbsence, ChargePeriod
from workflows.rules.counting import charge_absence, charge_period, uncharged
from workflows.rules.counting_weeks import DayCharge
from workflows.rules.holiday_shares import shares, turning_days
from workflows.rules.ledger_entries import Used
from workflows.rules.plans import Plan
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Schedule
from workflows.rules.spans import Days, any_has

_INSTANT = timedelta(microseconds=1)


FMLA = Bank(plan=Plan.FMLA, bank="fmla")
"""12 workweeks in 12 months."""


class Computed(NamedTuple):
    """Charges that fit the entitlement, minutes that do not, and whether the schedule could be known."""

    charges: tuple[DayCharge, ...]
    minutes_beyond: int
    schedule_known: bool


def compute(
    wanted: Chargeable,
    stands: Stands,
    *,
    schedule: Schedule,
    policy: LeavePolicy,
    bank: Bank = FMLA,
    from_on: date | None = None,
    except_for: tuple[Days, ...] = (),
    cause: str = "",
) -> Computed:
    """What should stand for a cause in a bank, given what stands for all other causes. `from_on`: the first day that
    counts; `except_for`: days that do not."""
    others = tuple([e for e in stands.entries if e.bank == bank.bank])
    is_known, charges = _charges(wanted, others, schedule=schedule, policy=policy)
    days = days_of(wanted)
    holidays = turning_days(*days, schedule=schedule, policy=policy) if days else ()
    if holidays:
        worked = [charge for charge in charges if charge.on not in holidays and _counts(charge, from_on, except_for)]
        leave = [
            *(_used(charge, bank, cause, wanted) for charge in worked),
            *(o for o in others if o.on not in holidays),
        ]
        found = [shares(leave, on, schedule=schedule, policy=policy).get(cause) for on in holidays]
        held = [charge for charge in found if charge is not None]
        charges = (*worked, *held)
        stands = _without(stands, bank, [charge.on for charge in held])
    counted = tuple(charge for charge in charges if _counts(charge, from_on, except_for))
    allotted = allot_to(counted, bank, stands, policy=policy)
    fit = tuple(a.charge for a in allotted if a.charge is not None)
    return Computed(fit, sum(a.beyond_minutes for a in allotted), is_known)


def _counts(charge: DayCharge, from_on: date | None, except_for: tuple[Days, ...]) -> bool:
    return (from_on is None or from_on <= charge.on) and not any_has(except_for, charge.on)


def _used(charge: DayCharge, bank: Bank, cause: str, wanted: Chargeable) -> Used:
    """What a charge will be in the ledger."""
    hours = (wanted.starts_at, wanted.ends_at) if isinstance(wanted, ChargeAbsence) else (None, None)
    return Used(charge.on, charge.weeks, charge.minutes, bank.plan, bank.bank, (), None, cause, *hours)


def _without(stands: Stands, bank: Bank, days: Sequence[date]) -> Stands:
    """What stands but for some days of a bank: holidays that are this cause's now, whoever was charged for them."""
    return stands._replace(entries=tuple([e for e in stands.entries if e.bank != bank.bank or e.on not in days]))


def days_of(wanted: Chargeable) -> tuple[date, date] | None:
    """The first and the last day that are asked about; None: nothing is."""
    if isinstance(wanted, ChargePeriod):
        return wanted.first_on, wanted.last_on
    if isinstance(wanted, ChargeAbsence):
        return _days_of(wanted)
    return None


def _days_of(absence: ChargeAbsence) -> tuple[date, date]:
    return day_of(absence.starts_at), day_of(absence.ends_at - _INSTANT)


def _charges(
    wanted: Chargeable, others: tuple[Used, ...], *, schedule: Schedule, policy: LeavePolicy
) -> tuple[bool, tuple[DayCharge, ...]]:
    if isinstance(wanted, ChargePeriod):
        known = schedule.is_known_between(wanted.first_on, wanted.last_on)
        whole = charge_period(wanted.first_on, wanted.last_on, schedule=schedule, policy=policy)
        return known, _less_other_hours(whole, others)
    if isinstance(wanted, ChargeAbsence):
        known = schedule.is_known_between(*_days_of(wanted))
        # The absence as one: taken to pieces around other causes, it would no longer be a full week (C8).
        whole = charge_absence(wanted.starts_at, wanted.ends_at, schedule=schedule, policy=policy)
        left = (_less_shared_hours(charge, wanted, others, schedule) for charge in whole)
        return known, tuple(charge for charge in left if charge is not None)
    return True, ()


def _less_other_hours(charges: tuple[DayCharge, ...], others: tuple[Used, ...]) -> tuple[DayCharge, ...]:
    """Whole days, less what single absences or another period are charged for on them."""
    left = []
    for charge in charges:
        minutes = charge.minutes - sum(o.minutes for o in others if o.on == charge.on)
        if minutes > 0:
            left.append(_with_minutes(charge, minutes))
    return tuple(left)


def _less_shared_hours(
    charge: DayCharge, wanted: ChargeAbsence, others: tuple[Used, ...], schedule: Schedule
) -> DayCharge | None:
    """One day of an absence, less the hours that other absences are charged for, and never more than the period of
    another cause has left of the day."""
    of_day = [o for o in others if o.on == charge.on]
    if not of_day:
        return charge
    absences = [(o.starts_at, o.ends_at, o.minutes) for o in of_day if o.starts_at and o.ends_at]
    free = uncharged(wanted.starts_at, wanted.ends_at, tuple((a, b) for a, b, _ in absences))
    shifts = schedule.shifts_on(charge.on)
    own = sum(shift.minutes_within(wanted.starts_at, wanted.ends_at) for shift in shifts)
    shared = own - sum(shift.minutes_within(a, b) for shift in shifts for a, b in free)
    shared = min(shared, sum(minutes for _, _, minutes in absences))
    rest_of_day = sum(shift.minutes for shift in shifts) - sum(o.minutes for o in of_day)
    minutes = min(charge.minutes - shared, rest_of_day)
    return _with_minutes(charge, minutes) if minutes > 0 else None


def _with_minutes(charge: DayCharge, minutes: int) -> DayCharge:
    return charge.model_copy(update={"minutes": minutes, "weeks": Fraction(minutes) / charge.base_minutes})
