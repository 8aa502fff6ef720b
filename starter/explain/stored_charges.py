"""Facts of a stored case about one cause: the absence or the period, its shifts, what stood before it, the plans.

Knows: which rows are which facts of the question what is charged. Never knows: what follows from them. Of shared hours
those of a leave that begins later are left out: the one that begins first is charged for them (law.md C13).
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from starter.explain.charged import Cause, standing
from starter.explain.known import Known
from starter.explain.stored_service import eligibility_facts, notice_on, told_entries, window_facts
from workflows.rules.absence_facts import MOST_DAYS, AbsenceCountedFacts, AwayInterval, LeaveDays, OtherEntry
from workflows.rules.absence_lines import PlanAsked
from workflows.rules.calendar import day_of, days_after, start_of_day
from workflows.rules.charging import ChargeFacts
from workflows.rules.concurrency import PfmlClaim
from workflows.rules.eligibility import eligibility
from workflows.rules.intervals import Interval, shared
from workflows.rules.ledger_entries import bank_key
from workflows.rules.plans import Plan, mark_of
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.rules.schedule import Schedule
from workflows.rules.spans import runs_of
from workflows.rules.workweek import first_of_week, weeks_around

if TYPE_CHECKING:
    from infra.tables import LedgerEntry
    from workflows.view import PeriodView


def charge_facts(known: Known, cause: Cause, *, policy: LeavePolicy) -> ChargeFacts:
    """What is on record of one cause. Without a period it counts under, the plans of the first one are asked."""
    period = cause.period or known.periods[0]
    others = [entry for entry in standing(known.entries) if entry.cause != cause.key]
    since = min((entry.recorded_at for entry in standing(list(cause.entries))), default=None)
    before = [entry for entry in others if since is None or entry.recorded_at < since]
    return ChargeFacts(
        absence=AbsenceCountedFacts(
            schedule=known.told.schedule if known.told else Schedule(assignments=()),
            notice_on=notice_on(known, period),
            leave_began_on=period.days.first_on,
            known_to=day_of(known.recorded_by),
            period_decided=cause.is_decided,
            **_away(cause),
            **_beside(known, cause, others, policy),
        ),
        plans=tuple(_plans(known, period, policy)),
        entries=tuple(part for entry in before for part in told_entries(entry)),
        **window_facts(known),
    )


def _away(cause: Cause) -> dict[str, Any]:
    """By the clock or as whole days. Of more than a year the newest days are asked about."""
    if cause.hours is not None:
        starts_at, ends_at = cause.hours
        return {"away": (AwayInterval(starts_at=starts_at, ends_at=ends_at),)}
    first_on = max(cause.first_on, days_after(cause.last_on, 1 - MOST_DAYS))
    return {"days_away": (LeaveDays(first_on=first_on, last_on=cause.last_on),)}


def first_shift_on(known: Known, cause: Cause) -> date:
    """The day to which the first hours belong: of an absence in the night that on which its shift began, as the ledger
    has it."""
    eve = days_after(cause.first_on, -1)
    shifts = known.told.schedule.shifts_on(eve) if known.told and cause.hours else ()
    reaches_in = cause.hours and any(shared(shift.paid, (cause.hours,)) for shift in shifts)
    return eve if reaches_in else cause.first_on


def _beside(known: Known, cause: Cause, others: "list[LedgerEntry]", policy: LeavePolicy) -> dict[str, Any]:
    """What other causes have on the same days, if their leave begins first: the hour is charged to it (C13); and, in
    weeks with a holiday, on other days: whether it counts turns on the whole week (C8)."""
    weeks, since = weeks_around(cause.first_on, cause.last_on, policy=policy), first_shift_on(known, cause)
    first = _first_ones(cause, others)
    of_day: dict[tuple[str, date], LedgerEntry] = {}
    beside: list[LedgerEntry] = []
    holidays = [on for on in policy.calendar.holidays if weeks[0] <= on <= weeks[1]]
    for entry in others:
        on = entry.happened_on
        if since <= on <= cause.last_on and entry.cause in first:
            most = of_day.setdefault((entry.cause, on), entry)
            of_day[entry.cause, on] = max(most, entry, key=lambda e: e.minutes)
        elif any(weeks[0] <= on <= weeks[1] and _is_one_week(on, holiday, policy) for holiday in holidays):
            beside.append(entry)
    timed = dict.fromkeys((e.starts_at, e.ends_at) for e in beside if e.starts_at and e.ends_at)
    whole = runs_of(e.happened_on for e in beside if e.starts_at is None and e.happened_on not in holidays)
    return {
        "other_entries": tuple(_other(entry) for entry in of_day.values()),
        "other_absences": tuple(Interval(starts_at=a, ends_at=b) for a, b in timed if a and b),
        "other_days_away": tuple(LeaveDays(first_on=d.first_on, last_on=d.last_on or d.first_on) for d in whole),
    }


def _first_ones(cause: Cause, others: "list[LedgerEntry]") -> list[str]:
    """The causes whose leave begins before this one's."""
    begins: dict[str, datetime] = {}
    for entry in others:
        at = entry.starts_at or start_of_day(entry.happened_on)
        begins[entry.cause] = min(at, begins.get(entry.cause, at))
    own = (cause.hours[0] if cause.hours else start_of_day(cause.first_on), cause.key)
    return [key for key, at in begins.items() if (at, key) < own]


def _is_one_week(on: date, other: date, policy: LeavePolicy) -> bool:
    return first_of_week(on, policy=policy) == first_of_week(other, policy=policy)


def _other(entry: "LedgerEntry") -> OtherEntry:
    return OtherEntry(on=entry.happened_on, minutes=entry.minutes, starts_at=entry.starts_at, ends_at=entry.ends_at)


def _plans(known: Known, period: "PeriodView", policy: LeavePolicy) -> Iterator[PlanAsked]:
    """The plans that leave under a period counts against. A claim that DFML denied uses nothing of PFML."""
    claim, reason = known.view.pfml_claim, period.reason
    if period.program != Plan.COMMONWEALTH.value:
        is_care = reason == LeaveReason.MILITARY_CAREGIVER
        plan = Plan.CAREGIVER if is_care else Plan.FMLA
        key = bank_key(plan, known.view.reference if is_care else "")
        yield PlanAsked(plan=plan, bank=key, eligible=_eligible(known, plan, policy), reason_covered=True)
    if claim != PfmlClaim.DENIED:
        yield PlanAsked(
            plan=Plan.PFML,
            bank=bank_key(Plan.PFML),
            mark=mark_of(Plan.PFML, reason),
            eligible=_eligible(known, Plan.PFML, policy),
            reason_covered=True,
            filed=None if claim is None else claim != PfmlClaim.NOT_FILED,
        )
    layer = Plan.COMMONWEALTH
    yield PlanAsked(plan=layer, bank=bank_key(layer), eligible=_eligible(known, layer, policy), reason_covered=True)


def _eligible(known: Known, plan: Plan, policy: LeavePolicy) -> bool | None:
    """What the case found holds for FMLA; else what the rules say, where nothing is missing."""
    if plan in (Plan.FMLA, Plan.CAREGIVER) and known.view.eligible is not None:
        return known.view.eligible
    found = eligibility(eligibility_facts(known, plan), policy=policy).result
    return found.eligible if found is not None else None
