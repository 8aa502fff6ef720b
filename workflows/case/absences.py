"""The absences track: what was reported, corrected and cancelled under the case.

Knows: each absence as last told, and which of them are the same. Never knows: charges, supervisors, reasons.
The same hours told twice are one absence, whichever doors they came through. 29 CFR 825.302-303.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import Field

from workflows.case.said import ReportedAbsence
from workflows.case.told import Interval
from workflows.rules.calendar import day_of
from workflows.values import Frozen

# What a case carries from run to run must stay small: an absence this far back is in the register and the ledger.
KEPT_FOR = timedelta(days=120)


class AbsenceState(StrEnum):
    """How an absence stands."""

    REPORTED = "reported"
    REPLACED = "replaced"
    CANCELLED = "cancelled"


class Absence(Frozen):
    """One absence. `thread` is the first absence of a chain of corrections: one entry in calendars and ledger."""

    absence_id: str
    thread: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    state: AbsenceState = AbsenceState.REPORTED

    @property
    def interval(self) -> Interval:
        """From when to when."""
        return Interval(starts_at=self.starts_at, ends_at=self.ends_at)

    @property
    def stands(self) -> bool:
        """Whether it is the last word on these hours."""
        return self.state is AbsenceState.REPORTED


class Absences(Frozen):
    """All absences that the case still carries, in the order in which they were told."""

    told: tuple[Absence, ...] = ()
    first_let_go_on: date | None = Field(
        None, description="The first day of all absences that stood when they became too old to be carried."
    )

    def find(self, absence_id: str) -> Absence | None:
        """An absence by its id."""
        return next((a for a in self.told if a.absence_id == absence_id), None)

    def same_as(self, report: ReportedAbsence) -> Absence | None:
        """The standing absence that this report repeats: same id, or the very same hours."""
        for absence in self.told:
            if absence.absence_id == report.absence_id:
                return absence
            same_hours = (absence.starts_at, absence.ends_at) == (report.starts_at, report.ends_at)
            if absence.stands and same_hours and report.corrects != absence.absence_id:
                return absence
        return None

    @property
    def standing(self) -> tuple[Absence, ...]:
        """Those that are the last word."""
        return tuple(a for a in self.told if a.stands)

    def reported(self, report: ReportedAbsence, replaces: Absence | None) -> "Absences":
        """One more; the one it corrects is kept as replaced."""
        kept = self.since(report.received_at - KEPT_FOR)
        fresh = Absence(
            absence_id=report.absence_id,
            thread=replaces.thread if replaces else report.absence_id,
            sequence=replaces.sequence + 1 if replaces else 0,
            starts_at=report.starts_at,
            ends_at=report.ends_at,
        )
        told = kept.marked(replaces.absence_id, AbsenceState.REPLACED).told if replaces else kept.told
        return kept.model_copy(update={"told": (*told, fresh)})

    def first_day_in(self, first_on: date, last_on: date | None) -> date | None:
        """The first day, of these, that was taken or is to be; None: none was told."""
        days = (*(day_of(a.starts_at) for a in self.standing), self.first_let_go_on)
        within = (on for on in days if on is not None and first_on <= on and (last_on is None or on <= last_on))
        return min(within, default=None)

    def cancelled(self, absence_id: str) -> "Absences":
        """Not taken, or not to be taken. Its sequence rises: calendars must let go of it."""
        return self.marked(absence_id, AbsenceState.CANCELLED)

    def marked(self, absence_id: str, state: AbsenceState) -> "Absences":
        """The same absences, one of them in another state."""
        told = tuple(a.model_copy(update={"state": state}) if a.absence_id == absence_id else a for a in self.told)
        return self.model_copy(update={"told": told})

    def since(self, instant: datetime) -> "Absences":
        """Those that end after an instant; of the others the first day stays known."""
        gone = [day_of(a.starts_at) for a in self.standing if a.ends_at <= instant]
        first_on = min((on for on in (*gone, self.first_let_go_on) if on is not None), default=None)
        return Absences(told=tuple(a for a in self.told if a.ends_at > instant), first_let_go_on=first_on)
