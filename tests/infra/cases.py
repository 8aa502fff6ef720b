"""Views of cases, and lines that go with them, for the register."""

from datetime import UTC, date, datetime
from typing import Any

from infra.tables import RegisterRow
from workflows.case.duties import AskPerson, Note, TaskKind
from workflows.case.told import Role
from workflows.view import CaseView, PeriodView

REFERENCE = "LV-7K4Q-92XH"
AT = datetime(2026, 3, 2, 14, tzinfo=UTC)


def view(version: int = 1, **changes: Any) -> CaseView:
    """A case as its workflow would show it."""
    fields: dict[str, Any] = {
        "reference": REFERENCE,
        "version": version,
        "employee": "E-1",
        "agency": "PARKS",
        "custodian": "commonwealth",
        "coordinator": "C-1",
        "status": "awaiting_certification",
        "status_words": "We wait for your certification.",
        "waiting_on": "employee",
        "opened_at": AT,
        "changed_at": AT,
        "closed_at": None,
        "policy": "massachusetts-executive-2026 1",
        "calendar": "1",
        "eligible": True,
        "unmet_tests": (),
        "periods": (),
        "certifications": (),
        "absences": (),
        "deadlines": (),
        "next_deadline_at": None,
        "next_deadline_kind": None,
        "clearance": "not_asked",
        "consented_at": None,
        "last_alert_at": None,
    }
    return CaseView(**(fields | changes))


def period(reason: str = "own_condition", *, on: date = date(2026, 3, 9), **changes: Any) -> PeriodView:
    """A period of leave in a view."""
    nothing = ("last_on", "decided_first_on", "decided_last_on", "program", "decided_by", "decided_at", "confirmed_by")
    fields: dict[str, Any] = dict.fromkeys((*nothing, "ground", "returned_on"))
    fields |= {"number": 1, "reason": reason, "shape": "continuous", "first_on": on}
    return PeriodView(**(fields | {"awaits_decision": True, "decision": "pending"} | changes))


def row(kept: CaseView) -> RegisterRow:
    """A case in the register, past all its doors."""
    columns = ("reference", "version", "employee", "custodian", "status", "opened_at", "changed_at")
    told = {name: getattr(kept, name) for name in columns}
    return RegisterRow(**told, is_open=kept.closed_at is None, view=kept.model_dump_json())


def note(key: str, what: str = "approved", *, at: datetime = AT) -> Note:
    """A line of history."""
    facts = {"period": "1"}
    return Note(key=key, at=at, by="coordinator/C-1", what=what, rule="D3", citation="29 CFR 825.300(d)", facts=facts)


def task(key: str, *, at: datetime = AT, role: Role = Role.COORDINATOR, kind: TaskKind = TaskKind.DECIDE) -> AskPerson:
    """Something for a person to do."""
    return AskPerson(key=key, at=at, kind=kind, role=role, facts={"about": "period/1"})
