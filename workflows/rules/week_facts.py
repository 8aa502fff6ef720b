"""What says how long a workweek is, and what of it is missing: which assignment may make the week.

Knows: changes of schedule with their days and causes (C5), unknown marks and rosters. Never knows: how many minutes a
week comes to. 29 CFR 825.205(b)-(c), 825.204 (law.md C5, C6, C7, C12).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from pydantic import Field, model_validator

from workflows.rules import schedule_changes
from workflows.rules.answers import Gap, Teller, contradiction
from workflows.rules.calendar import days_after
from workflows.rules.choices import OccasionalOvertime
from workflows.rules.overtime import UnknownMark, unknown_marks
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Assignment, Counts, Schedule, ScheduleKind, is_lasting
from workflows.rules.schedule_changes import counts_by_days
from workflows.rules.variable_week import OverEdge, ScheduledTime, averaged, over_edge, overlaps, untold
from workflows.rules.wording import time_of
from workflows.rules.workweek import DAYS, first_of_week, weeks_around
from workflows.values import Frozen

NO_SCHEDULE = Gap(fact="schedule", asks="what was the schedule?", teller=Teller.DIRECTORY)
NO_HISTORY = Gap(
    fact="scheduled_before", asks="what was scheduled in the 12 months before the leave?", teller=Teller.AGENCY
)
NO_BEGINNING = Gap(fact="leave_began_on", asks="on which day did the leave period begin?", teller=Teller.COORDINATOR)
_CERTAIN = Gap(fact="roster_certain", asks="could the hours be told from the roster?", teller=Teller.AGENCY)
_CHANGE = Gap(
    fact="changes_count",
    asks="was the schedule changed for another reason than the leave, decided before the notice of need?",
    teller=Teller.AGENCY,
)


MOST_OPEN = 4
"""More missing facts than these make no branches that a person could read."""


class WeekFacts(Frozen):
    """What says how long the employee's workweek is."""

    schedule: Schedule = Field(description="All assignments, with posted days and overtime; from the directory.")
    notice_on: date | None = Field(None, description="Day of the notice of need; from the employee (C5).")
    changes_count: bool | None = Field(
        None,
        description="Was a change of the schedule decided before the notice of need, and for another reason than the "
        "leave? Asked only where the days of the assignment do not tell (C5).",
    )
    leave_began_on: date | None = Field(None, description="First day of the leave period (C6).")
    roster_certain: bool | None = Field(
        None,
        description="Variable assignment: could the hours be told from a posted roster at the notice of need? Varied "
        "but posted is not variable; from the agency (C6).",
    )
    scheduled_before: tuple[ScheduledTime, ...] = Field(
        (), max_length=1000, description="Minutes scheduled before the leave period, by week, time on leave included."
    )

    @model_validator(mode="after")
    def _each_day_once(self) -> "WeekFacts":
        twice = overlaps(self.scheduled_before)
        if twice is not None:
            says = "the scheduled time of one day is told twice"
            raise contradiction("overlapping_history", says, at=("scheduled_before", twice))
        return self


def no_history(facts: WeekFacts, began_on: date) -> Gap:
    """What is missing of the scheduled time before the leave: which days, where others are told."""
    hole = untold(facts.scheduled_before, began_on=began_on)
    if hole is None:
        return NO_HISTORY
    first_on, last_on = hole
    days = f"on {first_on}" if first_on == last_on else f"from {first_on} to {last_on}"
    return NO_HISTORY.model_copy(update={"asks": f"what was scheduled {days}, in the 12 months before the leave?"})


class Open(NamedTuple):
    """A fact that is missing, and the facts as they are in each case."""

    gap: Gap
    cases: tuple[tuple[str, dict[str, Any]], ...]


def open_in_base(facts: WeekFacts, on: date, *, policy: LeavePolicy) -> tuple[Open, ...]:
    """What is missing for the base of a day and could change it."""
    found = [by_mark(mark) for mark in unknown_marks(facts.schedule, _recurring(facts, on))]
    if policy.occasional_overtime is OccasionalOvertime.IN_BASE:
        first_on, last_on = weeks_around(on, on, policy=policy)
        found += [by_mark(mark) for mark in unknown_marks(facts.schedule, (), first_on, last_on)]
    week = (days_after(first_of_week(on, policy=policy), n) for n in range(DAYS))
    if facts.changes_count is None and any(_is_untold(facts, a) for a in _asked_about(facts, week)):
        found.append(_yes_or_no(_CHANGE, "changes_count"))
    is_variable = any(a.kind is ScheduleKind.VARIABLE for a in facts.schedule.usual(on, counting(facts)))
    if is_variable and facts.roster_certain is None:
        found.append(_yes_or_no(_CERTAIN, "roster_certain"))
    if is_variable and facts.roster_certain is not True:
        found += _over_edge(facts, policy)
    return tuple(found)


def _over_edge(facts: WeekFacts, policy: LeavePolicy) -> list[Open]:
    """Scheduled time told over an edge of the 12 months: nobody knows how much of it lies within (C6)."""
    began_on, history = facts.leave_began_on, facts.scheduled_before
    if began_on is None or averaged(history, began_on=began_on, policy=policy) is None:
        return []
    edge = over_edge(history, began_on=began_on)
    if edge is None:
        return []
    asks = f"how much was scheduled from {edge.first_on} to {edge.last_on}, the 12 months before the leave?"
    gap = Gap(fact="scheduled_before", asks=asks, teller=Teller.AGENCY)
    sides = (("at least", edge.least), ("at most", edge.most))
    return [Open(gap, tuple((_so_much(words, told, edge), {"scheduled_before": told}) for words, told in sides))]


def _so_much(words: str, told: tuple[ScheduledTime, ...], edge: OverEdge) -> str:
    return f"{words} {time_of(int(sum(t.inside(edge.first_on, edge.last_on) for t in told)))}"


def counting(facts: WeekFacts) -> Counts:
    """Which assignments may make the week (C5): lasting ones, not made by the leave, decided before the notice."""
    return schedule_changes.counting(facts.schedule, facts.notice_on, untold=facts.changes_count is not False)


def _is_untold(facts: WeekFacts, assignment: Assignment) -> bool:
    return counts_by_days(facts.schedule, assignment, facts.notice_on) is None


def _asked_about(facts: WeekFacts, days: Iterable[date]) -> list[Assignment]:
    """The lasting assignments of some days, and what they replaced."""
    found: list[Assignment] = []
    for on in days:
        asked = list(facts.schedule.in_force(on))
        for one in asked:
            asked += [a for a in facts.schedule.before(one, on) if a not in asked]
        found += [a for a in asked if is_lasting(a) and a not in found]
    return found


def _recurring(facts: WeekFacts, on: date) -> tuple[Assignment, ...]:
    return facts.schedule.usual(on, counting(facts))


def by_mark(mark: UnknownMark) -> Open:
    """What is missing when a mark is."""
    gap = Gap(fact="schedule.overtime", asks=mark.asks, teller=Teller.AGENCY)
    return Open(gap, (("yes", {"schedule": mark.as_mandatory}), ("no", {"schedule": mark.as_voluntary})))


def _yes_or_no(gap: Gap, name: str) -> Open:
    return Open(gap, (("yes", {name: True}), ("no", {name: False})))
