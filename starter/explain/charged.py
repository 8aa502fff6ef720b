"""What a case has the ledger charge, cause by cause: each absence, and each period in one piece, as it stood then.

Knows: which entries, absences and lines of history belong together. Never knows: why so much was charged. Absences that
the case no longer carries are told from the ledger alone.
"""

from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from workflows.rules.calendar import day_of, days_after
from workflows.rules.reasons import LeaveShape

if TYPE_CHECKING:
    from infra.tables import LedgerEntry
    from starter.explain.known import Known
    from workflows.view import AbsenceView, PeriodView

_SHOWN = ("approved", "pending", "denial_proposed")


class Cause(NamedTuple):
    """One of them. `key`: as the ledger has it; `hours`: of an absence; `period`: under which it counts, if under any;
    `entries`: every entry and reversal of it."""

    name: str
    key: str
    period: "PeriodView | None"
    first_on: date
    last_on: date
    hours: tuple[datetime, datetime] | None
    entries: "tuple[LedgerEntry, ...]"

    @property
    def minutes(self) -> dict[str, int]:
        """What stands of it in each bank."""
        banks = dict.fromkeys(entry.bank for entry in self.entries)
        return {bank: sum(entry.minutes for entry in self.entries if entry.bank == bank) for bank in banks}

    @property
    def weeks(self) -> dict[str, Fraction]:
        """The same as exact fractions of the workweek."""
        found: dict[str, Fraction] = {}
        for entry in self.entries:
            found[entry.bank] = found.get(entry.bank, Fraction(0)) + Fraction(entry.weeks)
        return found

    @property
    def is_decided(self) -> bool:
        """Whether it is leave: before a decision nothing is charged."""
        return self.period is not None and self.period.decision == "approved"


def causes(known: "Known") -> tuple[Cause, ...]:
    """All of a case, those of the newest days first."""
    found = [cause for period in known.view.periods if (cause := _of_period(known, period)) is not None]
    told = [_of_absence(known, absence) for absence in known.view.absences if absence.state == "reported"]
    older = _of_ledger_alone(known, {cause.key for cause in (*found, *told)})
    return tuple(sorted((*found, *told, *older), key=lambda c: (c.last_on, c.hours or (), c.name), reverse=True))


def standing(entries: "list[LedgerEntry]") -> "list[LedgerEntry]":
    """Entries that no other one reverses."""
    undone = {entry.reverses for entry in entries if entry.reverses}
    return [entry for entry in entries if entry.reverses is None and entry.entry_id not in undone]


def _entries(known: "Known", key: str) -> "tuple[LedgerEntry, ...]":
    return tuple(entry for entry in known.entries if entry.cause == key)


def _of_period(known: "Known", period: "PeriodView") -> Cause | None:
    """None: its days are not charged as a span, or none of them is over yet and nobody knows the last one."""
    if period.shape != LeaveShape.CONTINUOUS or period.decision not in _SHOWN:
        return None
    first_on, last_on = period.days.first_on, period.days.last_on or days_after(day_of(known.recorded_by), -1)
    if last_on < first_on:
        return None
    key = f"{known.view.reference}/period/{period.number}"
    return Cause(f"charge-period-{period.number}", key, period, first_on, last_on, None, _entries(known, key))


def _of_absence(known: "Known", absence: "AbsenceView") -> Cause:
    key = f"{known.view.reference}/absence/{_thread(known, absence.absence_id)}"
    hours = (absence.starts_at, absence.ends_at)
    return _timed(known, f"charge-{absence.absence_id}", key, hours)


def _timed(known: "Known", name: str, key: str, hours: tuple[datetime, datetime]) -> Cause:
    first_on, last_on = day_of(hours[0]), day_of(hours[1])
    return Cause(name, key, _period_of(known, first_on), first_on, last_on, hours, _entries(known, key))


def _of_ledger_alone(known: "Known", but: set[str]) -> list[Cause]:
    """What stands for absences that the case no longer carries."""
    own = f"{known.view.reference}/absence/"
    last = {e.cause: e for e in standing(known.entries) if e.cause.startswith(own) and e.cause not in but}
    return [
        _timed(known, f"charge-{key.removeprefix(own)}", key, (entry.starts_at, entry.ends_at))
        for key, entry in last.items()
        if entry.starts_at and entry.ends_at
    ]


def _period_of(known: "Known", on: date) -> "PeriodView | None":
    """The period under which an absence counts: an approved one before one that waits."""
    in_parts = [p for p in known.view.periods if p.shape != LeaveShape.CONTINUOUS and p.decision in _SHOWN]
    approved_first = sorted(in_parts, key=lambda p: p.decision != "approved")
    return next((period for period in approved_first if period.days.has(on)), None)


def _thread(known: "Known", absence_id: str) -> str:
    """The first of a chain of corrections: under it all of them are charged."""
    corrects = {line.facts.get("absence"): line.facts.get("corrects") for line in known.said("absence_corrected")}
    passed = [absence_id]
    while (before := corrects.get(passed[-1])) and before not in passed:
        passed.append(before)
    return passed[-1]
