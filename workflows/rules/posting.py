"""How much of an absence or a period goes to a bank of the ledger, against what stands there already.

Knows: counting first, then the bank. Never knows: the database, the case, or whether leave was approved. In one bank
each clock hour once, never beyond the entitlement; nothing is added across banks.
29 CFR 825.200(b), 825.205 (law.md C13, N1).
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

from workflows.rules.banks import Bank, Stands, allot_to
from workflows.rules.calendar import days_after, days_within, start_of_day
from workflows.rules.chargeable import Chargeable, ChargeAbsence, ChargePeriod
from workflows.rules.counting import charge_absence, charge_period, is_beyond_table, uncharged
from workflows.rules.counting_weeks import Base, DayCharge
from workflows.rules.holiday_shares import shares, turning_days
from workflows.rules.ledger_entries import Used
from workflows.rules.overtime import either_mark
from workflows.rules.plans import Plan
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Schedule
from workflows.rules.schedule_changes import counting
from workflows.rules.spans import Days, any_has
from workflows.rules.untold_holidays import differing, either, in_weeks_of, untold_holidays
from workflows.rules.workweek import DAYS, charged_by

FMLA = Bank(plan=Plan.FMLA, bank="fmla")
"""12 workweeks in 12 months."""


class Computed(NamedTuple):
    """Charges that fit the entitlement, minutes that do not and the days on which they are, and whether the schedule
    could be known."""

    charges: tuple[DayCharge, ...]
    minutes_beyond: int
    schedule_known: bool
    beyond_on: tuple[date, ...] = ()


class Counted(NamedTuple):
    """What was asked, as it is counted whatever stands in any bank; and the holidays that turn on their weeks.
    `unknown`: days that are not counted, or not whole, since no schedule says what they were to be or of which week
    they are a part, since the table of holidays does not reach them, or since nobody told whether holidays are worked,
    or overtime was mandatory, and it would come to something else. `untold`: of the holidays those that may turn out so
    once other leave of their week is known. `notice_on`: of the need (C5)."""

    wanted: Chargeable
    charges: tuple[DayCharge, ...]
    holidays: tuple[date, ...]
    unknown: tuple[date, ...] = ()
    untold: tuple[date, ...] = ()
    notice_on: date | None = None

    @property
    def schedule_known(self) -> bool:
        """Whether every day that was asked about could be counted."""
        return not self.unknown


def count(wanted: Chargeable, *, schedule: Schedule, policy: LeavePolicy, notice_on: date | None = None) -> Counted:
    """What a period or an absence comes to as one: taken to pieces around other causes, it would be another.
    `notice_on`: the day of the notice of need, on which a change of schedule turns; None: nobody told."""
    days = days_of(wanted)
    if days is None:
        return Counted(wanted, (), ())
    charges = _charges(wanted, schedule, policy, notice_on)
    open_days = untold_holidays(*days, schedule=schedule, policy=policy)
    waiting = differing(*(_charges(wanted, each, policy, notice_on) for each in either(schedule))) if open_days else ()
    turning = turning_days(*days, schedule=schedule, policy=policy)
    holidays = tuple(on for on in turning if on not in waiting)
    not_counted = dict.fromkeys((*_beyond_table(charges, schedule, policy), *waiting))
    known = tuple(charge for charge in charges if charge.on not in not_counted)
    # What is surely work is counted, whatever is unknown beside it: overtime of the same day.
    in_doubt = (
        *_without_week(wanted, charges, schedule, policy, notice_on),
        *_marks_in_doubt(wanted, schedule, policy, notice_on),
    )
    unknown = tuple(sorted(dict.fromkeys((*schedule.unknown_between(*days), *not_counted, *in_doubt))))
    return Counted(wanted, known, holidays, unknown, in_weeks_of(holidays, open_days, policy=policy), notice_on)


def _charges(
    wanted: Chargeable, schedule: Schedule, policy: LeavePolicy, notice_on: date | None, base: Base | None = None
) -> tuple[DayCharge, ...]:
    base = base or _week(schedule, policy, notice_on)
    if isinstance(wanted, ChargeAbsence):
        return charge_absence(wanted.starts_at, wanted.ends_at, schedule=schedule, policy=policy, base=base)
    return charge_period(*_days(wanted), schedule=schedule, policy=policy, base=base)


def _week(schedule: Schedule, policy: LeavePolicy, notice_on: date | None) -> Base:
    """The week of each day by the schedules that count for a need of which notice was given then (C5)."""
    counts = counting(schedule, notice_on)
    return lambda on: charged_by(schedule, on, policy=policy, counts=counts)


def _without_week(
    wanted: Chargeable,
    charges: Iterable[DayCharge],
    schedule: Schedule,
    policy: LeavePolicy,
    notice_on: date | None,
) -> tuple[date, ...]:
    """Days with work in the leave and no week to count it by: of somebody without a pattern what was posted is known,
    and not what part of a week it is (C6)."""
    if not (schedule.posted or schedule.overtime):
        return ()  # all other work is of a pattern, which has a week
    charged = [charge.on for charge in charges]
    first_on, last_on = _days(wanted)
    # A shift of the evening before may reach into the first day.
    around = (days_after(first_on, n) for n in range(-1, (last_on - first_on).days + 1))
    if all(on in charged or schedule.week_minutes(on) for on in around):
        return ()
    week = _week(schedule, policy, notice_on)
    whole = _charges(wanted, schedule, policy, notice_on, base=lambda on: week(on) or Fraction(1))
    return tuple(charge.on for charge in whole if charge.on not in charged)


def _marks_in_doubt(
    wanted: Chargeable, schedule: Schedule, policy: LeavePolicy, notice_on: date | None
) -> tuple[date, ...]:
    """Days on which it matters whether overtime of the week was mandatory, and nobody told: missed, that is charged,
    and by the employer's choice it is in the week that leave is a part of (C7)."""
    told = either_mark(schedule)
    return differing(*(_charges(wanted, each, policy, notice_on) for each in told)) if told else ()


def _beyond_table(charges: Iterable[DayCharge], schedule: Schedule, policy: LeavePolicy) -> tuple[date, ...]:
    """Days that would be charged and may be holidays, for all that anybody knows: they wait, and a person is asked."""
    days = [charge.on for charge in charges if not policy.calendar.covers(charge.on)]
    return tuple([on for on in days if any(is_beyond_table(s, policy=policy) for s in schedule.shifts_on(on))])


class Told(NamedTuple):
    """What a cause asks of one bank. `from_on`: the first day that counts; `except_for`: days that do not;
    `told_years`: PFML benefit years as DFML told them."""

    cause: str
    counted: Counted
    bank: Bank = FMLA
    from_on: date | None = None
    except_for: tuple[Days, ...] = ()
    told_years: tuple[Days, ...] = ()

    def counts_on(self, on: date) -> bool:
        """Whether a day counts: from a first one on, but for days whose certification came late."""
        return (self.from_on is None or self.from_on <= on) and not any_has(self.except_for, on)

    def begins_at(self) -> datetime:
        """When its leave begins, as told: of a period with its first day."""
        wanted = self.counted.wanted
        return wanted.starts_at if isinstance(wanted, ChargeAbsence) else start_of_day(_days(wanted)[0])


def hours_of(bank: Bank | Used) -> str:
    """What names the banks that have their hours together: FMLA leave is caregiver leave or other leave, and no hour
    of it is both (825.127(e)(4), law.md N6, C13)."""
    return FMLA.bank if bank.plan is Plan.CAREGIVER else bank.bank


def compute(told: Sequence[Told], stands: Stands, *, schedule: Schedule, policy: LeavePolicy) -> dict[str, Computed]:
    """What should stand for each of these causes in its bank, given what stands for all others; their banks have their
    hours together. An hour that several of them have is charged to the one whose leave begins first, whatever was told
    first, so that it stays charged when one of the others goes (C13)."""
    in_order = sorted(told, key=lambda one: (one.begins_at(), one.cause))
    holidays = tuple(dict.fromkeys(on for one in in_order for on in one.counted.holidays))
    wanted, taken = _by_cause(in_order, stands, holidays, schedule)
    leave = [entry for entry in taken if entry.on not in holidays]
    waiting: dict[str, date] = {}
    for on in holidays:
        for one in (each for each in in_order if each.counts_on(on)):
            counts = counting(schedule, one.counted.notice_on)
            share = shares(leave, on, schedule=schedule, policy=policy, counts=counts).get(one.cause)
            if on in one.counted.untold and not _is_same(share, one.counted, on):
                waiting[one.cause] = on
            elif share is not None:
                wanted[one.cause].append(share)
                stands = _without(stands, one.bank, on)
    computed = {}
    for one in in_order:
        of_one = stands._replace(told_years=one.told_years or stands.told_years)
        allotted = allot_to(tuple(wanted[one.cause]), one.bank, of_one, policy=policy)
        fit = tuple(a.charge for a in allotted if a.charge is not None)
        over = [a for a in allotted if a.beyond_minutes]
        beyond = sum(a.beyond_minutes for a in over)
        is_known = one.counted.schedule_known and one.cause not in waiting
        computed[one.cause] = Computed(fit, beyond, is_known, tuple([a.on for a in over]))
        stands = stands.with_charges(fit, one.bank) if len(told) > 1 else stands
    return computed


def _is_same(share: DayCharge | None, counted: Counted, on: date) -> bool:
    """Whether a holiday comes to the same if it is worked, as it is counted then by itself, and if it is free, as the
    whole week has it."""
    if_worked = sum(charge.minutes for charge in counted.charges if charge.on == on)
    return (share.minutes if share else 0) == if_worked


def _by_cause(
    in_order: Sequence[Told], stands: Stands, holidays: tuple[date, ...], schedule: Schedule
) -> tuple[dict[str, list[DayCharge]], list[Used]]:
    """The days of each cause but for holidays, less what those before it take; and all leave that there is then."""
    hours, (first_on, last_on) = hours_of(in_order[0].bank), _near(in_order, holidays)
    taken = [e for e in stands.entries if first_on <= e.on <= last_on and hours_of(e) == hours]
    wanted: dict[str, list[DayCharge]] = {}
    for one in in_order:
        whole = _less_others(one.counted, tuple(taken), schedule)
        wanted[one.cause] = [c for c in whole if c.on not in holidays and one.counts_on(c.on)]
        taken += [_used(charge, one) for charge in wanted[one.cause]]
    return wanted, taken


def _near(in_order: Sequence[Told], holidays: tuple[date, ...]) -> tuple[date, date]:
    """The days of all these with the weeks of their holidays: of thousands of entries a few lie there."""
    days = [*(charge.on for one in in_order for charge in one.counted.charges), *holidays]
    return days_after(min(days, default=date.max), -DAYS), days_after(max(days, default=date.min), DAYS)


def _used(charge: DayCharge, told: Told) -> Used:
    """What a charge will be in the ledger."""
    wanted, bank = told.counted.wanted, told.bank
    hours = (wanted.starts_at, wanted.ends_at) if isinstance(wanted, ChargeAbsence) else (None, None)
    return Used(charge.on, charge.weeks, charge.minutes, bank.plan, bank.bank, (), None, told.cause, *hours)


def _without(stands: Stands, bank: Bank, on: date) -> Stands:
    """What stands but for a day of a bank: a holiday that is a cause's now, whoever was charged for it."""
    return stands._replace(entries=tuple([e for e in stands.entries if e.bank != bank.bank or e.on != on]))


def days_of(wanted: Chargeable) -> tuple[date, date] | None:
    """The first and the last day that are asked about; None: nothing is."""
    if isinstance(wanted, ChargePeriod):
        return wanted.first_on, wanted.last_on
    if isinstance(wanted, ChargeAbsence):
        return days_within(wanted.starts_at, wanted.ends_at)
    return None


def _days(wanted: Chargeable) -> tuple[date, date]:
    return days_of(wanted) or (date.max, date.max)


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
    hours = ((wanted.starts_at, wanted.ends_at),)
    shifts = [shift.with_break_in(hours) for shift in schedule.shifts_on(charge.on)]
    own = sum(shift.minutes_within(wanted.starts_at, wanted.ends_at) for shift in shifts)
    shared = own - sum(shift.minutes_within(a, b) for shift in shifts for a, b in free)
    shared = min(shared, sum(minutes for _, _, minutes in absences))
    rest_of_day = sum(shift.minutes for shift in shifts) - sum(o.minutes for o in of_day)
    minutes = min(charge.minutes - shared, rest_of_day)
    return _with_minutes(charge, minutes) if minutes > 0 else None


def _with_minutes(charge: DayCharge, minutes: int) -> DayCharge:
    return charge.model_copy(update={"minutes": minutes, "weeks": Fraction(minutes) / charge.base_minutes})
