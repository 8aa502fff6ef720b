"""Where a story is lived: voices to speak with, a clock to move, and eyes on server, mail sink, store and database.

Knows: how to wait for an effect and how to read it from outside. Never knows: a story. Nothing that a call of ours
returned counts as proof: what a story expects is read back from where it must have arrived.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypedDict, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from temporalio.client import WorkflowExecutionDescription
from temporalio.testing import TimeSkipper

from infra import directory
from infra.stack.mail_catcher import MailCatcher
from infra.stack.outbox import CaughtMail
from infra.stack.stack import Stack
from infra.stack.worker_process import WorkerProcess
from infra.tables import Delivery, Task
from starter.demo.narration import Narrator
from starter.office import Office
from starter.voice import Voice
from workflows.case.said import Channel, Custodian
from workflows.messages import workflow_id
from workflows.rules.calendar import NEW_YORK
from workflows.view import CaseView, DeadlineView

T = TypeVar("T")


class Hours(TypedDict):
    """From when to when, as a voice reports an absence."""

    starts_at: datetime
    ends_at: datetime


PATIENCE = 45.0
"""Seconds after which an effect counts as missing; generous, since a test may have killed what brings it."""


class Missing(AssertionError):
    """Something a story waits for did not come."""


class Scene:
    """One story's stage. `between` is called after every told line, where a test may do mischief."""

    def __init__(
        self,
        *,
        office: Office,
        stack: Stack,
        worker: WorkerProcess,
        skipper: TimeSkipper,
        narrator: Narrator,
        today: date,
        handed_over: int = 0,
        between: Callable[["Scene"], Awaitable[None]] | None = None,
    ) -> None:
        self.office = office
        self.stack = stack
        self.worker = worker
        self.narrator = narrator
        self.today = today
        self.handed_over = handed_over
        self.lines = 0
        self.references: list[str] = []
        self._skipper = skipper
        self._between = between

    @property
    def mail_server(self) -> MailCatcher:
        """The sink."""
        return self.stack.mail

    def day(self, days: int) -> date:
        """A day so many days from today."""
        return self.today + timedelta(days=days)

    def workday(self, days: int) -> int:
        """So many days from today, or to the Friday before where that is a weekend."""
        return days - max(0, self.day(days).weekday() - 4)

    def hours(self, days: int, start: int, end: int) -> Hours:
        """Hours by the clock in New York, some days from today."""
        on = self.day(days)
        at = [datetime(on.year, on.month, on.day, hour, tzinfo=NEW_YORK).astimezone(UTC) for hour in (start, end)]
        return Hours(starts_at=at[0], ends_at=at[1])

    def voice(self, by: str, channel: Channel = Channel.DESK, custodian: Custodian = Custodian.COMMONWEALTH) -> Voice:
        """Somebody at a door."""
        return Voice(self.office.cases, channel=channel, by=by, custodian=custodian)

    def coordinator(self, ref: str = "C-1", custodian: Custodian = Custodian.COMMONWEALTH) -> Voice:
        """A coordinator at the desk."""
        return self.voice(f"coordinator/{ref}", custodian=custodian)

    async def employee(self, number: int) -> str:
        """The opaque reference behind a personnel number."""
        async with self.office.database.reading() as session:
            row = await directory.by_number(session, str(number))
        if row is None:
            raise Missing(f"no employee {number} in the directory")
        return row.ref

    async def tell(self, reference: str, words: str) -> None:
        """A line of the commentary; then whatever happens between lines."""
        self.narrator.line(words, at=await self.now(reference), reference=reference)
        self.lines += 1
        if reference not in self.references:
            self.references.append(reference)
        if self._between is not None:
            await self._between(self)

    def expect(self, what: str, holds: bool) -> None:
        """Something read from outside is as it should be."""
        self.narrator.expectation(what, holds=holds)

    async def soon(self, what: str, look: Callable[[], Awaitable[T | None]], *, patience: float = PATIENCE) -> T:
        """Look again and again until something is there. Raises Missing."""
        deadline = asyncio.get_running_loop().time() + patience
        while True:
            try:
                found = await look()
            except (OSError, SQLAlchemyError):
                found = None  # a server is down just now
            if found is not None and found is not False:
                return found
            if asyncio.get_running_loop().time() > deadline:
                self.narrator.expectation(what, holds=False)
                raise Missing(what)
            await asyncio.sleep(0.05)

    async def view(self, reference: str, what: str, holds: Callable[[CaseView], bool]) -> CaseView:
        """The case in the register, as soon as it is so."""

        async def look() -> CaseView | None:
            view = await self.office.register.get(reference)
            return view if view is not None and holds(view) else None

        view = await self.soon(what, look)
        self.expect(what, True)
        return view

    async def deadline(self, reference: str, key: str, *, state: str | None = None) -> DeadlineView:
        """A clock of the case, as soon as the register has it (in that state, where one is named)."""

        async def look() -> DeadlineView | None:
            view = await self.office.register.get(reference)
            found = [d for d in view.deadlines if d.key == key] if view else []
            return found[0] if found and state in (None, found[0].state) else None

        return await self.soon(f"{key} is {state or 'set'}", look)

    async def delivery(self, reference: str, kind: str, role: str, *, count: int = 1) -> Delivery:
        """The row of the so-manieth accepted mail of a kind to a role."""

        async def look() -> Delivery | None:
            rows = await self.office.register.deliveries(reference)
            found = [r for r in rows if (r.kind, r.role, r.state) == (kind, role, "accepted")]
            return found[count - 1] if len(found) >= count else None

        return await self.soon(f"{kind} to {role} was accepted", look)

    async def mail(self, reference: str, kind: str, role: str = "employee", *, count: int = 1) -> CaughtMail:
        """The mail behind that row, out of the sink."""
        row = await self.delivery(reference, kind, role, count=count)
        found = [m for m in self.mail_server.messages() if m.message_id == row.message_id]
        if not found:
            raise Missing(f"the sink has no {kind} to {role}")
        return found[0]

    async def task(self, reference: str, kind: str) -> Task:
        """An open task of a case."""

        async def look() -> Task | None:
            return next((t for t in await self.office.register.tasks(reference=reference) if t.kind == kind), None)

        found = await self.soon(f"a task asks somebody: {kind}", look)
        self.expect(f"a task asks the {found.role}: {kind.replace('_', ' ')}", True)
        return found

    async def happened(self, reference: str, what: str, *, count: int = 1) -> None:
        """A line of the case's history."""

        async def look() -> bool:
            return sum(line.what == what for line in await self.office.register.history(reference)) >= count

        await self.soon(f"the history says: {what}", look)

    async def charged(self, reference: str, what: str, holds: Callable[[int], bool]) -> int:
        """Minutes that stand in the ledger for the causes of a case, as soon as they are so."""
        view = await self.office.cases.show(reference)

        async def look() -> int | None:
            entries = await self.office.register.entries(view.employee)
            minutes = sum(entry.minutes for entry in entries if entry.cause.startswith(f"{reference}/"))
            return minutes + 1 if holds(minutes) else None  # zero is an answer too

        minutes = await self.soon(what, look) - 1
        self.expect(f"{what}: {minutes / 60:g} hours stand in the ledger", True)
        return minutes

    async def now(self, reference: str) -> datetime:
        """The case's own time."""
        return await self.office.cases.now(reference)

    async def jump(self, reference: str, to: datetime) -> None:
        """Let the case's clock run to an instant; what happens on the way happens."""
        ahead = to - await self.now(reference)
        if ahead > timedelta():
            await self._skipper.fast_forward(self.office.client.get_workflow_handle(workflow_id(reference)), ahead)

    async def jump_to_day(self, reference: str, on: date, hour: int = 15) -> None:
        """Let the case's clock run to an hour (UTC) of a day."""
        await self.jump(reference, datetime(on.year, on.month, on.day, hour, tzinfo=UTC))

    async def described(self, reference: str) -> WorkflowExecutionDescription:
        """The newest run, as the server tells of it."""
        return await self.office.client.get_workflow_handle(workflow_id(reference)).describe()

    def handle(self, reference: str) -> Any:
        """The workflow itself, for what operations might do to it."""
        return self.office.client.get_workflow_handle(workflow_id(reference))
