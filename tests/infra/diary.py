"""A tiny workflow that carries a word in every place where Temporal lets one be put. Used by the sealing tests only."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from pydantic import model_validator
from temporalio import activity, workflow
from temporalio.api.common.v1 import Payload, WorkflowExecution
from temporalio.api.workflowservice.v1 import SignalWorkflowExecutionRequest
from temporalio.client import Client
from temporalio.common import RawValue
from temporalio.exceptions import ActivityError, ApplicationError

from workflows.values import Frozen


class Entry(Frozen):
    """What is said to the diary."""

    word: str
    schema_no: int = 1


class Unreadable(Frozen):
    """What cannot be read; everything but its number is dropped."""

    schema_no: int | None = None

    @model_validator(mode="before")
    @classmethod
    def drop(cls, given: Any) -> dict[str, int]:
        number = given.get("schema_no") if isinstance(given, dict) else None
        return {"schema_no": number} if isinstance(number, int) else {}


class Page(Frozen):
    """All that the diary has been told."""

    entries: tuple[str, ...]
    unreadable: int
    unknown: tuple[str, ...]


@activity.defn
async def copy(entry: Entry) -> Entry:
    """Gives back what it was given; fails at first, with the word in the failure and in the heartbeat."""
    activity.heartbeat(entry)
    if activity.info().attempt == 1:
        raise ApplicationError(f"smudged {entry.word}", entry) from ValueError(entry.word)
    return entry


@activity.defn
async def tear(entry: Entry) -> None:
    """Fails for good."""
    raise ApplicationError(f"torn {entry.word}", entry, non_retryable=True)


@workflow.defn
class Diary:
    """Lives until it is told to end; then it copies, tears, and returns or fails with the word."""

    @workflow.init
    def __init__(self, opening: Entry) -> None:
        self.entries = [opening.word]
        self.unreadable = 0
        self.unknown: list[str] = []
        self.ending: str | None = None

    @workflow.run
    async def run(self, opening: Entry) -> Page:
        workflow.set_current_details(f"dashboard {opening.word}")
        workflow.upsert_memo({"kept": Entry(word=opening.word), "bare": opening.word})
        await workflow.execute_activity(
            copy, opening, summary=f"copy {opening.word}", start_to_close_timeout=timedelta(seconds=10)
        )
        await workflow.sleep(0.01, summary=f"sleep {opening.word}")
        await workflow.wait_condition(
            lambda: self.ending is not None,
            timeout=timedelta(days=1),
            timeout_summary=f"wait {opening.word}",
        )
        await self.tear(opening)
        if self.ending == "fail":
            raise ApplicationError(f"failed {opening.word}", opening)
        return self.page()

    async def tear(self, opening: Entry) -> None:
        try:
            await workflow.execute_activity(tear, opening, start_to_close_timeout=timedelta(seconds=10))
        except ActivityError:
            return

    @workflow.signal
    def wrote(self, entry: Entry | Unreadable) -> None:
        if isinstance(entry, Unreadable):
            self.unreadable += 1
        else:
            self.entries.append(entry.word)

    @workflow.signal
    def ended(self, how: str) -> None:
        self.ending = how

    @workflow.signal
    async def told(self, other: Entry) -> None:
        """Signal the diary named in the word, and say the word `told` to it."""
        workflow_id, _, word = other.word.partition(" ")
        await workflow.get_external_workflow_handle(workflow_id).signal("wrote", Entry(word=word))

    @workflow.signal(dynamic=True)
    def anything(self, name: str, args: Sequence[RawValue]) -> None:
        self.unknown.append(f"{name} {len(args)}")

    @workflow.update
    def revise(self, entry: Entry) -> Page:
        self.entries[0] = entry.word
        return self.page()

    @revise.validator
    def may_revise(self, entry: Entry) -> None:
        if entry.word.startswith("no"):
            raise ApplicationError(f"refused {entry.word}", "refusal-code", type="Refusal")

    @workflow.query
    def read(self, asked: Entry) -> Page:
        if asked.word.startswith("no"):
            raise ValueError(f"refused {asked.word}")
        return self.page()

    def page(self) -> Page:
        return Page(entries=tuple(self.entries), unreadable=self.unreadable, unknown=tuple(self.unknown))


async def signal_raw(client: Client, workflow_id: str, name: str, payloads: Sequence[Payload]) -> None:
    """Sends payloads as they are, past converter and codec, as another program with access to the server could."""
    asked = SignalWorkflowExecutionRequest(
        namespace=client.namespace,
        workflow_execution=WorkflowExecution(workflow_id=workflow_id),
        signal_name=name,
        request_id=str(uuid.uuid4()),
    )
    asked.input.payloads.extend(payloads)
    await client.workflow_service.signal_workflow_execution(asked)
