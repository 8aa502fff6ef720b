"""What an absence sets in motion: the supervisors are told, the ledger is told, and a doubt becomes a task.

Knows: new, repeated, corrected, cancelled. Never knows: who the supervisors are, or how long a shift is.
29 CFR 825.302(c), 825.303; the absence is never refused, whatever else is unclear.
"""

from typing import TYPE_CHECKING

from workflows.case.absences import Absence
from workflows.case.alerting import tell_absence
from workflows.case.charging import (
    cause_of,
    charge_absence,
    charged_whole,
    covered_until,
    days_of,
    is_uncounted,
    lies_under,
    period_of,
    uncharge_absence,
)
from workflows.case.contradictions import Contradiction, contradicts
from workflows.case.designation import Period, within
from workflows.case.duties import ChargeNothing, TaskKind
from workflows.case.finding_eligibility import test_again
from workflows.case.notices import AlertSubject
from workflows.case.said import AbsenceCancelled, ReportedAbsence
from workflows.case.waiting_again import is_of_denied_leave
from workflows.rules.calendar import day_of, days_after
from workflows.rules.reasons import CARE

if TYPE_CHECKING:
    from workflows.case.turn import Turn


def reported(turn: "Turn", report: ReportedAbsence) -> None:
    """A repeat adds a line to the history and nothing else, unless its hours could not be counted before; anything new
    reaches both supervisors."""
    if report.ends_at <= report.starts_at:
        turn.note("absence_contradicts", absence=report.absence_id)
        contradicts(turn, Contradiction.ABSENCE_ENDS_BEFORE_IT_BEGINS, about=report.absence_id, fact="absence_reported")
        return
    same = turn.case.absences.same_as(report)
    if same is not None:
        turn.note("absence_repeated", absence=same.absence_id, channel=report.channel.value)
        if same.stands and is_uncounted(turn, cause_of(same)):
            charge_absence(turn, same)
        return
    replaced = turn.case.absences.find(report.corrects) if report.corrects else None
    turn.change(absences=turn.case.absences.reported(report, replaced))
    absence = turn.case.absences.told[-1]
    turn.note(
        "absence_corrected" if replaced else "absence_reported",
        rule="F2",
        absence=report.absence_id,
        channel=report.channel.value,
        corrects=report.corrects,
        attested_at=report.attested_at.isoformat() if report.attested_at else None,
    )
    subject = AlertSubject.ABSENCE_CHANGED if replaced else AlertSubject.ABSENCE
    tell_absence(turn, subject, absence, before=(replaced.interval,) if replaced else ())
    _settle(turn, absence, report)
    on = day_of(absence.starts_at)
    if _is_within_leave(turn, absence) or is_of_denied_leave(turn.case, on):
        test_again(turn, on)


def _settle(turn: "Turn", absence: Absence, report: ReportedAbsence) -> None:
    case = turn.case
    ended_on = case.closure.need_ended_on or (
        day_of(case.closure.need_ended_at) if case.closure.need_ended_at else None
    )
    other = period_of(turn, absence)
    if ended_on is not None and day_of(absence.starts_at) > ended_on and (other is None or other.reason in CARE):
        _outside(turn, absence, Contradiction.ABSENCE_AFTER_THE_NEED)
        return
    charge_absence(turn, absence)
    if not _is_within_leave(turn, absence):
        _outside(turn, absence, Contradiction.ABSENCE_IN_NO_PERIOD)
    elif case.edition >= 4 and other is not None and _goes_beyond(turn, absence, other):
        _outside(turn, absence, Contradiction.ABSENCE_BEYOND_THE_LEAVE)


def _outside(turn: "Turn", absence: Absence, what: Contradiction) -> None:
    name = absence.absence_id
    contradicts(turn, what, about=name, kind=TaskKind.ABSENCE_OUTSIDE_LEAVE, absence=name)


def _is_within_leave(turn: "Turn", absence: Absence) -> bool:
    """Whether some period that counts by absence, decided or not yet, covers the day."""
    on = day_of(absence.starts_at)
    return any(not charged_whole(p) and not p.is_gone and within(on, p.asked) for p in turn.case.periods)


def cancelled(turn: "Turn", told: AbsenceCancelled) -> None:
    """The supervisors are told, and what was charged is reversed."""
    absence = turn.case.absences.find(told.absence_id)
    if absence is None or not absence.stands:
        turn.note("absence_unknown", absence=told.absence_id)
        what = Contradiction.ABSENCE_STANDS_NO_LONGER if absence else Contradiction.ABSENCE_NEVER_TOLD
        contradicts(turn, what, about=told.absence_id, fact="absence_cancelled")
        return
    turn.note("absence_cancelled", absence=told.absence_id)
    let_go(turn, absence)
    tell_absence(turn, AlertSubject.ABSENCE_CANCELLED, absence, sequence=absence.sequence + 1)


def let_go(turn: "Turn", absence: Absence) -> None:
    """It stands no longer, and nothing is charged for it."""
    uncharge_absence(turn, absence)
    turn.change(absences=turn.case.absences.cancelled(absence.absence_id))


def call_off(turn: "Turn", absence: Absence) -> None:
    """The same, because the need or the request is over: whoever planned for it is told. For what is past nobody plans
    any more."""
    let_go(turn, absence)
    if turn.case.edition >= 4 and absence.ends_at > turn.at:
        tell_absence(turn, AlertSubject.ABSENCE_CANCELLED, absence, sequence=absence.sequence + 1)


def follow(turn: "Turn", before: Period, after: Period) -> None:
    """A period has other days: an absence is charged for what of it lies in them, and a person sees to what was told
    for days on which there is no leave any more."""
    if turn.case.edition < 4 or (before.decided, before.decision) == (after.decided, after.decision):
        return
    for absence in turn.case.absences.standing:
        if not lies_under(turn.case, before, absence) or _is_whole_in(absence, after):
            continue
        if period_of(turn, absence) is None:
            # Under the same sequence: should the days come back, the ledger must listen again.
            nothing = ChargeNothing()
            turn.charge(cause_of(absence), absence.sequence, before.reason, nothing, known_at=turn.at)
        else:
            charge_absence(turn, absence)
        if _goes_beyond(turn, absence, after):
            _outside(turn, absence, Contradiction.ABSENCE_BEYOND_THE_LEAVE)


def _is_whole_in(absence: Absence, period: Period) -> bool:
    return period.is_approved and all(period.covers(on) for on in days_of(absence))


def _goes_beyond(turn: "Turn", absence: Absence, period: Period) -> bool:
    """Whether some of it is surely for other days. On the morning after the last day the shift of a night may end."""
    if period.decided is None or not period.is_approved:
        return True
    first_on, last_on = days_of(absence)
    until = covered_until(turn.case, period)
    return first_on < period.decided.first_on or (until is not None and days_after(until, 1) < last_on)
