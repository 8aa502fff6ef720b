"""What was recorded of a case by an instant: the rows from which its facts are made.

Knows: the register's view, history, tasks, the ledger, personnel records. Never knows: the law, or which question is
asked of it. What was recorded later than the instant is not among it, as far as it bears a time.
"""

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from starter.explain.decided import as_decided
from workflows.rules.calendar import day_of
from workflows.rules.personnel import PersonnelRecord

if TYPE_CHECKING:
    from infra.database import Database
    from infra.directory_desk import FoundBefore, Personnel
    from infra.register import Register
    from infra.tables import HistoryLine, LedgerEntry, Task
    from workflows.view import CaseView, DeadlineView, PeriodView


_CLOSING = ("closed", "reopened")


class Line(NamedTuple):
    """One line of the case's history."""

    at: datetime
    by: str
    what: str
    facts: dict[str, str]


class Known(NamedTuple):
    """What was recorded. `on`: the day asked about; `told`: personnel records as the rules want them."""

    view: "CaseView"
    tasks: "list[Task]"
    lines: tuple[Line, ...]
    told: PersonnelRecord | None
    clearance_asked: bool | None
    earlier: "tuple[FoundBefore, ...]"
    entries: "list[LedgerEntry]"
    recorded_by: datetime
    on: date
    cases: "tuple[CaseView, ...]" = ()
    """All cases of the employee: their leaves are what the layer's window is measured from."""
    is_past: bool = False
    """Whether somebody asks how it was recorded at an instant, and not how it stands."""

    @property
    def opened_on(self) -> date:
        """The day on which the case began."""
        return day_of(self.view.opened_at)

    @property
    def periods(self) -> "tuple[PeriodView, ...]":
        """The periods that somebody still wants, or all if there is none."""
        wanted = tuple(p for p in self.view.periods if p.decision != "withdrawn")
        return wanted or self.view.periods

    @property
    def needs(self) -> "tuple[PeriodView, ...]":
        """The first period of each reason, in the order of their days: what eligibility is tested on (E8)."""
        first: dict[str, PeriodView] = {}
        for period in sorted(self.periods, key=lambda p: (p.first_on, p.number)):
            first.setdefault(period.reason, period)
        return tuple(first.values())

    @property
    def clocks(self) -> "tuple[DeadlineView, ...]":
        """The clocks that had begun by the instant, as they stood then; those of the same end in their order."""
        begun = (clock for clock in self.view.deadlines if clock.started_at <= self.recorded_by)
        return tuple(sorted((self._then(clock) for clock in begun), key=lambda clock: clock.due_at))

    def clock(self, key: str) -> "DeadlineView | None":
        """A clock by its key."""
        return next((clock for clock in self.clocks if clock.key == key), None)

    @property
    def was_closed(self) -> bool:
        """Whether the case was closed at the instant, and not reopened by then."""
        return next((line.what == "closed" for line in reversed(self.lines) if line.what in _CLOSING), False)

    def said(self, what: str) -> tuple[Line, ...]:
        """The lines of history of one kind."""
        return tuple(line for line in self.lines if line.what == what)

    def _then(self, clock: "DeadlineView") -> "DeadlineView":
        is_later = clock.settled_at is not None and clock.settled_at > self.recorded_by
        if is_later or (clock.state == "missed" and clock.due_at > self.recorded_by):
            state = "missed" if clock.due_at <= self.recorded_by else "running"
            return clock.model_copy(update={"state": state, "settled_at": None})
        return clock


async def gathered(
    database: "Database",
    register: "Register",
    view: "CaseView",
    *,
    recorded_by: datetime,
    on: date | None,
    is_past: bool = False,
) -> Known:
    """Everything that was recorded of a case and its employee, less what was recorded after the instant. `is_past`:
    decisions too are told as they stood then."""
    from infra.directory_desk import DirectoryDesk

    employee, desk = view.employee, DirectoryDesk(database)
    return known(
        view,
        history=await register.history(view.reference),
        tasks=await register.tasks(reference=view.reference),
        personnel=await desk.personnel(employee),
        earlier=await desk.found_before(employee, but=view.reference),
        entries=await register.entries(employee, bank=None, recorded_by=recorded_by),
        recorded_by=recorded_by,
        on=on,
        cases=await _cases(register, employee, recorded_by if is_past else None),
        is_past=is_past,
    )


async def _cases(register: "Register", employee: str, recorded_by: datetime | None) -> "tuple[CaseView, ...]":
    """All cases of an employee; as of an instant those that were open by then, as they were decided then."""
    found = await register.find(employee=employee)
    if recorded_by is None:
        return tuple(found)
    return tuple(
        [
            _as_of(view, await register.history(view.reference), recorded_by)
            for view in found
            if view.opened_at <= recorded_by
        ]
    )


def _was_open(task: "Task", at: datetime) -> bool:
    return task.opened_at <= at and (task.closed_at is None or task.closed_at > at)


def _as_of(view: "CaseView", history: "list[HistoryLine]", recorded_by: datetime) -> "CaseView":
    lines = tuple(Line(h.at, h.by, h.what, json.loads(h.facts)) for h in history)
    by_then = tuple(line for line in lines if line.at <= recorded_by)
    return as_decided(view, by_then, (line for line in lines if line.at > recorded_by))


def known(
    view: "CaseView",
    *,
    history: "list[HistoryLine]",
    tasks: "list[Task]",
    personnel: "Personnel | None",
    earlier: "tuple[FoundBefore, ...]",
    entries: "list[LedgerEntry]",
    recorded_by: datetime,
    on: date | None,
    cases: "tuple[CaseView, ...]" = (),
    is_past: bool = False,
) -> Known:
    """The rows, less what was recorded after the instant."""
    return Known(
        view=_as_of(view, history, recorded_by) if is_past else view,
        tasks=[task for task in tasks if _was_open(task, recorded_by)],
        lines=tuple(Line(h.at, h.by, h.what, json.loads(h.facts)) for h in history if h.at <= recorded_by),
        told=PersonnelRecord.model_validate(personnel.record) if personnel else None,
        clearance_asked=personnel.clearance_asked if personnel else None,
        earlier=earlier,
        entries=entries,
        recorded_by=recorded_by,
        on=on or day_of(recorded_by),
        cases=cases,
        is_past=is_past,
    )
