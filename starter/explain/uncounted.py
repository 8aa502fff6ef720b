"""Days of approved leave that the ledger has not counted, since no schedule was stored for them.

Knows: which days of a case are leave, and which of them the ledger could have counted. Never knows: what they come to.
29 CFR 825.205(b): leave is counted by the employee's own week, so nothing is counted without one (law.md C1, C6).
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from starter.explain.known import Known
from workflows.case.duties import TaskKind
from workflows.rules.calendar import day_of, days_after
from workflows.rules.reasons import LeaveShape
from workflows.rules.schedule import Schedule
from workflows.rules.spans import Days, runs_of

if TYPE_CHECKING:
    from workflows.view import CaseView, PeriodView

MOST = 64
"""Spans that are told; somebody with more has no schedule at all, and the first ones say so."""


def uncounted(known: Known) -> tuple[Days, ...]:
    """Of all cases of the employee. A day that a schedule tells now is not counted either, while the case still asks
    for the schedule: nobody has told it of the days again."""
    schedule = known.told.schedule if known.told else Schedule(assignments=())
    counted = {entry.happened_on for entry in known.entries}
    late = tuple(_causes_asked_for(known))
    found = [
        on
        for view in known.cases or (known.view,)
        for cause, on in _leave(view, known)
        if on not in counted and (not schedule.is_known(on) or (cause in late and schedule.shifts_on(on)))
    ]
    return runs_of(found)[:MOST]


def _leave(view: "CaseView", known: Known) -> Iterator[tuple[str, date]]:
    """Each day of approved leave with what it is charged under: days of a period, or of single absences in it."""
    for period in view.periods:
        if period.decision != "approved" or period.decided_first_on is None:
            continue
        if period.shape == LeaveShape.CONTINUOUS:
            last_on = period.days.last_on or days_after(day_of(known.recorded_by), -1)
            yield from ((f"period/{period.number}", on) for on in _days(period.days.first_on, last_on))
        else:
            yield from (("absence", on) for on in _absent(view, period))


def _absent(view: "CaseView", period: "PeriodView") -> Iterator[date]:
    for absence in view.absences:
        on = day_of(absence.starts_at)
        if absence.state == "reported" and period.days.has(on):
            yield on


def _days(first_on: date, last_on: date) -> Iterator[date]:
    return (days_after(first_on, n) for n in range((last_on - first_on).days + 1))


def _causes_asked_for(known: Known) -> Iterator[str]:
    """What the case still asks a schedule for, as `_leave` names it."""
    for task in known.tasks:
        if task.kind == TaskKind.CHARGE_NOT_POSSIBLE:
            about = json.loads(task.facts).get("cause", "").removeprefix(f"{known.view.reference}/")
            yield "absence" if about.startswith("absence/") else about
