"""What was recorded of a case by an instant: the rows from which its facts are made.

Knows: the register's view, history, tasks, the ledger, personnel records. Never knows: the law, or which question is
asked of it. What was recorded later than the instant is not among it.
"""

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from workflows.rules.calendar import day_of
from workflows.rules.personnel import PersonnelRecord

if TYPE_CHECKING:
    from infra.database import Database
    from infra.directory_desk import FoundBefore, Personnel
    from infra.register import Register
    from infra.tables import HistoryLine, LedgerEntry, Task
    from workflows.view import CaseView, DeadlineView, PeriodView


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
    clearance_to: str = ""
    """Which office of the agency takes fitness-for-duty papers; empty: nobody told."""

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
        """In the order in which they end."""
        return tuple(sorted(self.view.deadlines, key=lambda clock: clock.due_at))

    def clock(self, key: str) -> "DeadlineView | None":
        """A clock by its key."""
        return next((clock for clock in self.clocks if clock.key == key), None)

    def said(self, what: str) -> tuple[Line, ...]:
        """The lines of history of one kind."""
        return tuple(line for line in self.lines if line.what == what)


async def gathered(
    database: "Database",
    register: "Register",
    view: "CaseView",
    *,
    recorded_by: datetime,
    on: date | None,
    cases: "tuple[CaseView, ...] | None" = None,
) -> Known:
    """Everything that was recorded of a case and its employee, less what was recorded after the instant. `view`,
    `cases`: the case, and all cases of the employee, as they stood then; all as they stand, where none are told."""
    from infra.directory_desk import DirectoryDesk, FoundBefore
    from infra.directory_service import found_in

    employee = view.employee
    is_past = cases is not None
    if cases is None:
        cases = tuple(await register.find(employee=employee))
    return known(
        view,
        history=await register.history(view.reference),
        tasks=await register.tasks(reference=view.reference, then=recorded_by),
        personnel=await DirectoryDesk(database).personnel(employee, then=recorded_by if is_past else None),
        earlier=tuple(FoundBefore(*each) for each in found_in(cases, but=view.reference)),
        entries=await register.entries(employee, bank=None, recorded_by=recorded_by),
        recorded_by=recorded_by,
        on=on,
        cases=cases,
    )


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
) -> Known:
    """The rows; of history, what was recorded by the instant."""
    return Known(
        view=view,
        tasks=tasks,
        lines=tuple(Line(h.at, h.by, h.what, json.loads(h.facts)) for h in history if h.at <= recorded_by),
        told=PersonnelRecord.read(personnel.record) if personnel else None,
        clearance_asked=personnel.clearance_asked if personnel else None,
        clearance_to=personnel.clearance_to if personnel else "",
        earlier=earlier,
        entries=entries,
        recorded_by=recorded_by,
        on=on or day_of(recorded_by),
        cases=cases,
    )
