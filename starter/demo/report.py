"""What happened in the demo, as data: read from the database, the sink and the server after the stories are over.

Knows: where each fact lies. Never knows: what a story expected.
"""

import json
from collections.abc import Sequence
from typing import Any

from infra.settings import Settings
from infra.stack.stack import Stack
from infra.tables import Delivery, HistoryLine
from starter.office import Office
from workflows.messages import workflow_id

DECISIONS = ("approved", "denial_proposed", "denied", "certification_deficient", "certification_sufficient", "closed")


async def case_report(office: Office, stack: Stack, reference: str) -> dict[str, Any]:
    """One case: status, deadlines, notices, documents, decisions, and the events of each of its runs."""
    view = await office.register.get(reference)
    if view is None:
        return {"reference": reference, "status": "not recorded"}
    return {
        "reference": reference,
        "status": view.status,
        "custodian": view.custodian,
        "deadlines": [
            {
                "key": d.key,
                "rule": d.rule,
                "citation": d.citation,
                "due_at": d.due_at.isoformat(),
                "state": d.state,
            }
            for d in view.deadlines
        ],
        "notices": [_notice(row) for row in await office.register.deliveries(reference)],
        "documents": [
            {"document": p.document_id, "kind": p.kind, "sha256": p.sha256, "size": p.size, "pages": p.pages}
            for p in await office.papers.of_case(reference)
        ],
        "decisions": [decision(line) for line in await office.register.history(reference) if line.what in DECISIONS],
        "events_per_run": await events_per_run(office, reference),
    }


def _notice(row: Delivery) -> dict[str, Any]:
    ended = row.ended_at
    return {
        "kind": row.kind,
        "role": row.role,
        "state": row.state,
        "message_id": row.message_id,
        "seconds_to_acceptance": round((ended - row.caused_at).total_seconds(), 3) if ended else None,
    }


def decision(line: HistoryLine) -> dict[str, Any]:
    """What somebody decided, as the case's history tells it."""
    return {"at": line.at.isoformat(), "what": line.what, "by": line.by, "facts": json.loads(line.facts)}


def where_to_look(settings: Settings, references: Sequence[str], *, keep: bool) -> list[str]:
    """The cases, and where they can be looked at as long as the stack stays up."""
    cases = f"cases      {', '.join(references)}"
    if not keep:
        return [cases, "The stack stops with the demo. To look at the cases and their mails, run it with --keep."]
    workflows = f"{settings.temporal_ui}/namespaces/{settings.temporal_namespace}/workflows"
    return [
        f"Temporal   {workflows}?query=WorkflowType%3D%22LeaveCase%22",
        f"outbox     {settings.outbox_page}",
        cases,
        "The stack stays up; Ctrl-C stops it.",
    ]


async def events_per_run(office: Office, reference: str) -> list[int]:
    """History events of every run of a case, oldest first."""
    events: list[int] = []
    run_id: str | None = None
    while True:
        handle = office.client.get_workflow_handle(workflow_id(reference), run_id=run_id)
        described = await handle.describe()
        first = await anext(aiter(handle.fetch_history_events(page_size=1)))
        events.append(described.history_length)
        run_id = first.workflow_execution_started_event_attributes.continued_execution_run_id
        if not run_id:
            return events[::-1]
