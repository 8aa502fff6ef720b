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


class Counted(NamedTuple):
    """What was asked, as it is counted whatever stands in any bank; and the holidays that turn on their weeks.
    `unknown`: days that are not counted, since no schedule says what they were to be."""

    wanted: Chargeable
    charges: tuple[DayCharge, ...]
    holidays: tuple[date, ...]
    unknown: tuple[date, ...] = ()

    @property
    def schedule_known(self) -> bool:
        """Whether every day that was asked about could be counted."""
        return not self.unknown


def count(wanted: Chargeable, *, schedule: Schedule, policy: LeavePolicy) -> Counted:
    """What a period or an absence comes to as one: taken to pieces around other causes, it would be another."""
    days = days_of(wanted)
    if days is None:
        return Counted(wanted, (), ())
    if isinstance(wanted, ChargeAbsence):
        charges = charge_absence(wanted.starts_at, wanted.ends_at, schedule=schedule, policy=policy)
    else:
        charges = charge_period(*days, schedule=schedule, policy=policy)
    holidays = turning_days(*days, schedule=schedule, policy=policy)
    return Counted(wanted, charges, holidays, schedule.unknown_between(*days))


def compute(
    counted: Counted,
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
    whole = _less_others(counted, others, schedule)
    charges = [charge for charge in whole if counts_on(charge.on, from_on, except_for)]
    if counted.holidays:
        charges = [charge for charge in charges if charge.on not in counted.holidays]
        own = [_used(charge, bank, cause, counted.wanted) for charge in charges]
        leave = [e for e in (*own, *others) if e.on not in counted.holidays]
        found = [shares(leave, on, schedule=schedule, policy=policy).get(cause) for on in counted.holidays]
        held = [charge for charge in found if charge is not None and counts_on(charge.on, from_on, except_for)]
        charges += held
        stands = _without(stands, bank, [charge.on for charge in held])
    allotted = allot_to(tuple(charges), bank, stands, policy=policy)
    fit = tuple(a.charge for a in allotted if a.charge is not None)
    return Computed(fit, sum(a.beyond_minutes for a in allotted), counted.schedule_known)


def counts_on(on: date, from_on: date | None, except_for: tuple[Days, ...]) -> bool:
    """Whether a day counts in a plan: from a first one on, but for days whose certification came late."""
    return (from_on is None or from_on <= on) and not any_has(except_for, on)


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
        return day_of(wanted.starts_at), day_of(wanted.ends_at - _INSTANT)
    return None


def _less_others(counted: Counted, others: tuple[Used, ...], schedule: Schedule) -> tuple[DayCharge, ...]:
    """Without what other causes are charged for on the same days."""
    wanted = counted.wanted
    if not isinstance(wanted, ChargeAbsence):
        return _less_other_hours(counted.charges, others)
    left = (_less_shared_hours(charge, wanted, others, schedule) for charge in counted.charges)
    return tuple(charge for charge in left if charge is not None)


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
