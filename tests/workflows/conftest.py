"""A worker with the real workflows on the real server, and cases that keep real time until a test moves them."""

import asyncio
import itertools
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import TimeSkipper
from temporalio.worker import Worker

from infra.keyring import Keyring
from infra.stack.temporal_server import TemporalServer
from infra.temporal import SealingPlugin
from tests.case.telling import POLICY
from tests.workflows.deeds import Deeds
from workflows import attributes
from workflows.case import asked, said
from workflows.leave_case import LeaveCaseWorkflow
from workflows.messages import ClosedCase, OpenCase, workflow_id
from workflows.rules.calendar import NEW_YORK
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.view import CaseView

NUMBERS = itertools.count(1)


def said_now(by: str = "employee", **fields: Any) -> dict[str, Any]:
    """What every message carries, received now."""
    return {
        "message_id": secrets.token_hex(8),
        "received_at": datetime.now(UTC),
        "channel": said.Channel.DESK,
        "by": by,
    } | fields


@dataclass
class Stage:
    """One worker, its client and its deeds; `cases` are opened on a task queue of the stage's own."""

    client: Client
    queue: str
    deeds: Deeds
    skipper: TimeSkipper = field(init=False)

    def __post_init__(self) -> None:
        self.skipper = TimeSkipper(self.client)

    @asynccontextmanager
    async def working(self, **options: Any) -> AsyncIterator[Worker]:
        """A worker, until the block ends."""
        async with Worker(
            self.client,
            task_queue=self.queue,
            workflows=[LeaveCaseWorkflow],
            activities=self.deeds.all,  # type: ignore[arg-type]
            **options,
        ) as worker:
            yield worker

    async def open(self, *periods: said.RequestedPeriod, employee: str = "E-ROWAN", **fields: Any) -> "Case":
        """A new case, in real time."""
        reference = f"LV-TEST-{next(NUMBERS):04d}-{secrets.token_hex(2)}"
        request = said.LeaveRequest(**said_now(), employee=employee, periods=periods, **fields)
        opening = OpenCase.requested(reference, request, POLICY.kept_by_case(date(2026, 1, 1)))
        with self.skipper.with_time_skipping_disabled():
            handle = await self.skipper.client.start_workflow(
                LeaveCaseWorkflow.run,
                opening,
                id=workflow_id(reference),
                task_queue=self.queue,
                search_attributes=attributes.at_start(opening.case),
            )
        return Case(self, reference, handle)


@dataclass
class Case:
    """A case on the stage."""

    stage: Stage
    reference: str
    handle: WorkflowHandle[Any, Any]

    @property
    def latest(self) -> WorkflowHandle[Any, ClosedCase]:
        """The present run, whichever it is."""
        return self.stage.client.get_workflow_handle_for(LeaveCaseWorkflow.run, self.handle.id)

    async def say(self, signal: Any, kind: type[said.Message], **fields: Any) -> None:
        """A fact."""
        await self.latest.signal(signal, kind(**(said_now() | fields)))

    async def absent(self, name: str, *, days: int = 1, hours: float = 8, **fields: Any) -> None:
        """An absence some days from now."""
        start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=days)
        await self.say(
            LeaveCaseWorkflow.absence_reported,
            said.ReportedAbsence,
            absence_id=name,
            starts_at=start,
            ends_at=start + timedelta(hours=hours),
            **fields,
        )

    async def ask(self, update: Any, kind: type[asked.Request], by: str = "coordinator/C-1", **fields: Any) -> CaseView:
        """A request; raises WorkflowUpdateFailedError where it is refused."""
        request = kind(**(said_now(by, custodian=said.Custodian.COMMONWEALTH) | fields))
        view: CaseView = await self.latest.execute_update(update, request, id=request.message_id)
        return view

    async def jump(self, days: float) -> None:
        """Let the case's own clock run ahead."""
        await self.stage.skipper.fast_forward(self.handle, timedelta(days=days))

    async def until(self, holds: Callable[[], bool], seconds: float = 20) -> None:
        """Wait for an effect; fails with what there is instead."""
        for _ in range(int(seconds / 0.05)):
            if holds():
                return
            await asyncio.sleep(0.05)
        deeds = self.stage.deeds
        raise AssertionError(
            f"never: history {deeds.history(self.reference)}, notices {deeds.notices(self.reference)}, "
            f"tasks {deeds.tasks(self.reference)}"
        )

    async def certified(self) -> None:
        """The certification came and was found sufficient."""
        await self.until(lambda: "rights_notice" in self.stage.deeds.notices(self.reference))
        await self.say(
            LeaveCaseWorkflow.document_received,
            said.DocumentReceived,
            document="D-1",
            document_kind=said.DocumentKind.CERTIFICATION,
        )
        await self.ask(LeaveCaseWorkflow.find_sufficient, asked.CertificationFinding)

    async def events(self) -> list[Any]:
        """History of the present run."""
        return [event async for event in self.latest.fetch_history_events()]


def ahead(days: int, length: int | None = 30, **fields: Any) -> said.RequestedPeriod:
    """A period that begins some days from now."""
    first = (datetime.now(NEW_YORK) + timedelta(days=days)).date()
    given = {"reason": LeaveReason.OWN_CONDITION, "shape": LeaveShape.CONTINUOUS}
    last = first + timedelta(days=length) if length is not None else None
    return said.RequestedPeriod(**(given | fields), first_on=first, last_on=last)


def intermittent() -> said.RequestedPeriod:
    """A year of absences, one by one."""
    return ahead(-1, 360, shape=LeaveShape.INTERMITTENT)


@pytest.fixture(scope="session")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    """Keys of this run of the tests."""
    return Keyring.create(Path(tmp_path_factory.mktemp("keys")) / "keyring.json")


@pytest.fixture
async def stage(temporal_server: TemporalServer, keyring: Keyring) -> Stage:
    """A client and deeds; the test starts the worker."""
    client = await Client.connect(
        temporal_server.address,
        namespace=temporal_server.namespace,
        plugins=[SealingPlugin(keyring, namespace=temporal_server.namespace)],
    )
    return Stage(client, f"queue-{secrets.token_hex(4)}", Deeds())
