"""What of a case goes to the ledger: approved days of continuous leave, and absences inside approved periods.

Knows: which cause stands for what. Never knows: hours, schedules or balances: the ledger has them.
29 CFR 825.205(b): only leave taken under an approved period is charged, each clock hour once.
"""

from datetime import date
from typing import TYPE_CHECKING

from workflows.case.absences import Absence
from workflows.case.asked import Program
from workflows.case.designation import Period
from workflows.case.duties import Chargeable, ChargeAbsence, ChargeNothing, ChargePeriod, PlanShare, TaskKind
from workflows.case.told import Span
from workflows.rules.calendar import day_of, days_after, days_within
from workflows.rules.choices import LayerEligibility, UnfiledWeeks
from workflows.rules.concurrency import PfmlClaim
from workflows.rules.plans import Plan
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.spans import Days

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn


_FMLA = (PlanShare(plan=Plan.FMLA),)


def charge_period(turn: "Turn", period: Period) -> None:
    """The decided days of a continuous period. Of leave without a known end, those that are over."""
    charge = _span_charge(turn, period)
    if charge is None:
        return
    turn.charge(
        f"period/{period.number}",
        period.sequence,
        period.reason,
        charge,
        known_at=turn.at,
        plans=plans_of(turn.case, period),
        leave_from=_leave_from(period),
        notice_on=period.asked_on,
    )


def _span_charge(turn: "Turn", period: Period) -> ChargePeriod | ChargeNothing | None:
    """None: its days are not charged as a span."""
    if period.shape is not LeaveShape.CONTINUOUS or period.decided is None:
        return None
    span = period.decided
    last_on = span.last_on or _last_day_taken(turn, span)
    return ChargePeriod(first_on=span.first_on, last_on=last_on) if last_on else ChargeNothing()


def _last_day_taken(turn: "Turn", span: Span) -> date | None:
    yesterday = days_after(day_of(turn.at), -1)
    return yesterday if turn.case.edition >= 2 and span.first_on <= yesterday else None


def uncharge_period(turn: "Turn", period: Period) -> None:
    """Nothing of a period was taken."""
    if period.shape is LeaveShape.CONTINUOUS and period.decided is not None:
        turn.charge(f"period/{period.number}", period.sequence, period.reason, ChargeNothing(), known_at=turn.at)


def charge_absences_of(turn: "Turn", period: Period) -> None:
    """What was reported while the period waited for its decision."""
    for absence in turn.case.absences.standing:
        if lies_under(turn.case, period, absence):
            charge_absence(turn, absence)


def charge_absence(turn: "Turn", absence: Absence) -> None:
    """One absence, if an approved period that counts by absence covers its day."""
    period = period_of(turn, absence)
    if period is None:
        return
    charge = ChargeAbsence(starts_at=absence.starts_at, ends_at=absence.ends_at)
    plans = plans_for(turn.case, period, absence)
    turn.charge(
        cause_of(absence),
        absence.sequence,
        period.reason,
        charge,
        known_at=turn.at,
        plans=plans,
        leave_from=_leave_from(period),
        notice_on=period.asked_on,
    )


def _leave_from(period: Period) -> date | None:
    return period.decided.first_on if period.decided is not None else None


def is_uncounted(turn: "Turn", about: str) -> bool:
    """Whether the ledger could not count all of a cause, for want of a schedule or of employment, and it is still to be
    done; or whether what it counted turns on why the schedule changed, which may be told by now."""
    cause = f"{turn.case.reference}/{about}"
    kinds = (TaskKind.CHARGE_NOT_POSSIBLE, TaskKind.OUTSIDE_EMPLOYMENT)
    tasks = turn.case.open_tasks
    is_in_doubt = any(task.kind is TaskKind.SCHEDULE_CAUSE for task in tasks)
    return is_in_doubt or (turn.case.edition >= 4 and any(task.kind in kinds and task.about == cause for task in tasks))


def uncharge_absence(turn: "Turn", absence: Absence) -> None:
    """It is not taken, or not for this need."""
    period = period_of(turn, absence)
    reason = period.reason if period else turn.case.periods[0].reason
    turn.charge(cause_of(absence), absence.sequence + 1, reason, ChargeNothing(), known_at=turn.at)


def charge_anew(turn: "Turn") -> None:
    """Leave that is approved counts against other plans than before: the ledger is told all of it again."""
    for period in turn.case.periods:
        if period.is_approved:
            charge_leave(turn, period)


def charge_what_is_uncounted(turn: "Turn") -> None:
    """What was missing may be stored by now: only the causes that could not be counted are told again."""
    for period in turn.case.periods:
        if period.is_approved and is_uncounted(turn, f"period/{period.number}"):
            charge_period(turn, period)
    for absence in turn.case.absences.standing:
        if is_uncounted(turn, cause_of(absence)):
            charge_absence(turn, absence)


def charge_leave(turn: "Turn", period: Period) -> None:
    """All that was taken under an approved period, as days or absence by absence."""
    charge_period(turn, period)
    charge_absences_of(turn, period)


def uncharge_fmla(turn: "Turn", period: Period, absences: list[Absence]) -> None:
    """It is no FMLA leave after all. Other plans have their own tests, which nobody has answered by that."""
    span = _span_charge(turn, period)
    taken: list[tuple[str, int, Chargeable, tuple[PlanShare, ...]]] = [
        (
            cause_of(a),
            a.sequence,
            ChargeAbsence(starts_at=a.starts_at, ends_at=a.ends_at),
            plans_for(turn.case, period, a),
        )
        for a in absences
    ]
    if span is not None:
        taken.append((f"period/{period.number}", period.sequence, span, plans_of(turn.case, period)))
    for cause, sequence, charge, plans in taken:
        others = tuple(share for share in plans if share.plan not in (Plan.FMLA, Plan.CAREGIVER))
        stays = charge if others else ChargeNothing()
        turn.charge(
            cause,
            sequence,
            period.reason,
            stays,
            known_at=turn.at,
            plans=others or _FMLA,
            notice_on=period.asked_on,
        )


def plans_of(case: "LeaveCase", period: Period) -> tuple[PlanShare, ...]:
    """The plans that approved leave counts against, at the same time (law.md K4). Leave that qualifies is FMLA leave
    whatever else it is, from the day on which the employee is eligible: nobody may save it for later (D5)."""
    if case.edition < 2:
        return (PlanShare(plan=Plan.FMLA),)
    plans = []
    is_fmla = case.eligibility.finding is None or case.eligibility.finding.eligible is not False
    if is_fmla and period.program is not Program.COMMONWEALTH:
        caregiver = period.reason is LeaveReason.MILITARY_CAREGIVER
        plan = Plan.CAREGIVER if caregiver else Plan.FMLA
        plans.append(PlanShare(plan=plan, from_on=_first_counted_day(case, period), except_for=period.unprotected))
    if _counts_under_pfml(case, period):
        plans.append(PlanShare(plan=Plan.PFML))
    has_layer = case.policy.layer_eligibility is not LayerEligibility.NOBODY and case.policy.layer_weeks > 0
    if period.program is Program.COMMONWEALTH or has_layer:
        plans.append(PlanShare(plan=Plan.COMMONWEALTH))
    return tuple(plans)


def plans_for(case: "LeaveCase", period: Period, absence: Absence) -> tuple[PlanShare, ...]:
    """The same for one absence. What of it lies outside approved leave is not charged (825.205(b)): days, as the ledger
    has them, so that a night's shift goes with the day on which it begins."""
    plans, outside = plans_of(case, period), _days_outside(case, period, absence)
    if case.edition < 4 or not outside:
        return plans
    return tuple(share.model_copy(update={"except_for": (*share.except_for, *outside)}) for share in plans)


def _days_outside(case: "LeaveCase", period: Period, absence: Absence) -> tuple[Days, ...]:
    if period.decided is None:
        return ()
    (first_on, last_on), until = days_of(absence), covered_until(case, period)
    outside = []
    if first_on < period.decided.first_on:
        outside.append(Days(first_on=first_on, last_on=days_after(period.decided.first_on, -1)))
    if until is not None and until < last_on:
        outside.append(Days(first_on=days_after(until, 1), last_on=last_on))
    return tuple(outside)


def covered_until(case: "LeaveCase", period: Period) -> date | None:
    """The last day up to which approved leave follows on approved leave; None: it has no end."""
    until = period.decided.last_on if period.decided is not None else None
    for other in sorted(case.periods, key=lambda p: p.asked.first_on):
        if until is not None and not charged_whole(other) and other.covers(days_after(until, 1)):
            until = other.decided.last_on if other.decided is not None else until
    return until


def _first_counted_day(case: "LeaveCase", period: Period) -> date | None:
    """The latest of the days before which nothing counts: eligible later (825.110(d)), late notice (825.304), a late
    designation that did harm (825.301(d))."""
    days = (eligible_from(case), period.counted_from, period.protected_from)
    return max((on for on in days if on is not None), default=None)


def eligible_from(case: "LeaveCase") -> date | None:
    """The day of the leave from which on the employee is eligible, or may be for all that is known: of the days before
    it is known that the tests were not met."""
    found = case.eligibility
    is_unknown = case.edition >= 5 and found.finding is not None and found.finding.eligible is None
    return found.asked_for if is_unknown else found.begins_on


def _counts_under_pfml(case: "LeaveCase", period: Period) -> bool:
    """What DFML told wins over what we expect; a claim that nobody filed is not a denied one (K4)."""
    claim = case.pfml.claim
    if claim is PfmlClaim.DENIED:
        return False
    is_expected = period.program is Program.PFML or case.policy.unfiled_weeks is UnfiledWeeks.COUNTED
    return is_expected or claim is PfmlClaim.APPROVED


def period_of(turn: "Turn", absence: Absence) -> Period | None:
    """The approved period under which an absence counts: the one that has its first day, else one that it reaches."""
    on = day_of(absence.starts_at)
    begins_in = next((p for p in turn.case.periods if not charged_whole(p) and p.covers(on)), None)
    if begins_in is not None or turn.case.edition < 4:
        return begins_in
    return next((p for p in turn.case.periods if lies_under(turn.case, p, absence)), None)


def lies_under(case: "LeaveCase", period: Period, absence: Absence) -> bool:
    """Whether some of an absence lies in approved leave that is counted absence by absence."""
    if charged_whole(period) or period.decided is None or not period.is_approved:
        return False
    if case.edition < 4:
        return period.covers(day_of(absence.starts_at))
    (first_on, last_on), span = days_of(absence), period.decided
    return span.first_on <= last_on and (span.last_on is None or first_on <= span.last_on)


def days_of(absence: Absence) -> tuple[date, date]:
    """The first and the last day of an absence."""
    return days_within(absence.starts_at, absence.ends_at)


def charged_whole(period: Period) -> bool:
    """Whether its days are charged as a span, so that single absences in it are not."""
    return period.shape is LeaveShape.CONTINUOUS


def cause_of(absence: Absence) -> str:
    """What its charges stand under."""
    return f"absence/{absence.thread}"
