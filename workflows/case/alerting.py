"""What supervisors are told: who is away when, what has changed of it, and what is no longer leave.

Knows: which days and hours somebody plans for. Never knows: who the supervisors are, or why anybody is away: an alert
has no field for it (29 CFR 825.500(g)).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workflows.case.absences import Absence
from workflows.case.designation import Period
from workflows.case.notices import AlertSubject, SupervisorAlert
from workflows.case.told import Interval, Span
from workflows.rules.calendar import day_of

if TYPE_CHECKING:
    from workflows.case.turn import Turn


def tell_dates(turn: "Turn", before: Span | None, period: Period) -> None:
    """Decided dates, old beside new. Of intermittent leave a supervisor learns each absence, and nothing before it."""
    if period.is_intermittent or period.decided is None or period.decided == before:
        return
    alert = SupervisorAlert(
        subject=AlertSubject.LEAVE_DATES_CHANGED if before else AlertSubject.LEAVE_DATES,
        spans=(period.decided,),
        spans_before=(before,) if before else (),
        thread=f"period/{period.number}",
        sequence=period.sequence,
    )
    turn.alert(alert, on=day_of(turn.at))


def tell_absence(
    turn: "Turn",
    subject: AlertSubject,
    absence: Absence,
    *,
    before: tuple[Interval, ...] = (),
    sequence: int | None = None,
) -> None:
    """The hours of one absence."""
    alert = SupervisorAlert(
        subject=subject,
        intervals=(absence.interval,),
        intervals_before=before,
        thread=f"absence/{absence.thread}",
        sequence=absence.sequence if sequence is None else sequence,
    )
    turn.alert(alert, on=day_of(turn.at))


def tell_no_longer_leave(turn: "Turn", period: Period, absences: Iterable[Absence]) -> None:
    """What was approved is leave no more: whoever planned for the dates, or for hours still to come, must know. Whether
    the employee comes to work they ask the employee."""
    if turn.case.edition < 4 or period.decided is None:
        return
    if not period.is_intermittent:
        alert = SupervisorAlert(
            subject=AlertSubject.LEAVE_ENDED,
            spans=(period.decided,),
            thread=f"period/{period.number}",
            sequence=period.sequence + 1,
        )
        turn.alert(alert, on=day_of(turn.at))
    for absence in absences:
        if absence.ends_at > turn.at:
            tell_absence(turn, AlertSubject.LEAVE_ENDED, absence, sequence=absence.sequence + 1)
