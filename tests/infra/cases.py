"""Views of cases, and lines that go with them, for the register."""

from datetime import UTC, datetime
from typing import Any

from workflows.case.duties import AskPerson, Note, TaskKind
from workflows.case.notices import Role
from workflows.view import CaseView

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


def note(key: str, what: str = "approved", *, at: datetime = AT) -> Note:
    """A line of history."""
    facts = {"period": "1"}
    return Note(key=key, at=at, by="coordinator/C-1", what=what, rule="D3", citation="29 CFR 825.300(d)", facts=facts)


def task(key: str, *, at: datetime = AT, role: Role = Role.COORDINATOR, kind: TaskKind = TaskKind.DECIDE) -> AskPerson:
    """Something for a person to do."""
    return AskPerson(key=key, at=at, kind=kind, role=role, facts={"about": "period/1"})
