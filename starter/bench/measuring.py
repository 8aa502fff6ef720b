"""Rounds of reports, ours and bare in turn, on one stack: each mail timed from its report to the mail server's 250.

Knows: where both instants lie. Never knows: how an alert comes about. Instants are read from outside: the report's from
the row of its mail, the acceptance from the mail catcher's file.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path

from temporalio.client import Client

from infra.stack.outbox import CaughtMail
from infra.tables import Delivery
from starter.bench.bare import QUEUE, BareWorkflow, workflow_id
from starter.bench.figures import ROLES, Measured, Sample, percentile
from starter.bench.ground import Log, bare_worker, ground
from starter.demo.openings import intermittent
from starter.demo.scene import Hours, Scene
from workflows.case.said import Channel

PATIENCE = 60.0
"""Seconds after which a mail counts as missing."""

LOOK_AGAIN_AFTER = 0.1
"""Seconds. No figure depends on it, and looking takes time from what is measured on the same machine."""

OPENED_AT_ONCE = 5
Pair = tuple[CaughtMail, CaughtMail]
Caught = dict[str, CaughtMail]
"""Mails by Message-ID."""


async def measure(home: Path, *, rounds: int, at_once: int, say: Callable[[str], None], log: Log) -> Measured:
    """The whole bench. A first round of both is not counted: it finds every program cold."""
    measured = Measured(at_once)
    async with ground(home, log, employees=at_once) as (scene, employees):
        say(f"{at_once} cases are opened, certified and approved")
        references = await _opened(scene, employees)
        async with bare_worker(scene, log) as client:
            bench = Bench(scene, client, references)
            await bench.round(0, Measured(at_once))
            for number in range(1, rounds + 1):
                line = await bench.round(number, measured)
                say(f"round {number} of {rounds}: {line}")
    return measured


async def _opened(scene: Scene, employees: Sequence[int]) -> list[str]:
    """A case for each, some at a time. The first failure ends the others, so that nothing runs on a stopped stack."""
    gate = asyncio.Semaphore(OPENED_AT_ONCE)

    async def one(number: int) -> str:
        async with gate:
            return await intermittent(scene, number, f"bench-{number}")

    opening = [asyncio.create_task(one(number)) for number in employees]
    try:
        return await asyncio.gather(*opening)
    finally:
        for task in opening:
            task.cancel()
        await asyncio.wait(opening)


class Bench:
    """Cases whose employees report at once, and the plain client that starts as many bare workflows."""

    def __init__(self, scene: Scene, client: Client, references: Sequence[str]) -> None:
        self._scene = scene
        self._client = client
        self._references = references
        self._known: set[str] = set()
        self._voice = scene.voice("employee", Channel.PORTAL)

    async def round(self, number: int, measured: Measured) -> str:
        """One round of each, ours first, since the bare one sends the same mails. Returns a line on it."""
        rows, caught = await self._report(_hours(self._scene, number))
        ours = [
            Sample(row.role, (caught[row.message_id].accepted_at - row.caused_at).total_seconds())
            for row in rows
            if row.message_id in caught
        ]
        pairs = _pairs(rows, caught)
        bare = await self._send_bare(pairs)
        measured.rounds += 1
        measured.leeway += ours
        measured.bare += bare
        measured.missing += len(self._references) * len(ROLES) - len(ours)
        measured.bare_missing += len(pairs) * len(ROLES) - len(bare)
        return f"Leeway {_median(ours)}, bare workflow {_median(bare)} (median)"

    async def _report(self, hours: Hours) -> tuple[list[Delivery], Caught]:
        """Everybody reports an absence now. The rows of the alerts, and what the mail server took."""
        before = set(self._scene.mail_server.folder.ids())
        await asyncio.gather(*(self._voice.report_absence(reference, **hours) for reference in self._references))
        expected = len(self._references) * len(ROLES)
        await self._until(lambda: self._new(before, expected))
        rows: list[Delivery] = []

        async def accepted() -> bool:
            rows[:] = [row for each in self._references for row in await self._alerts(each)]
            return len(rows) >= expected

        await self._until(accepted)
        self._known |= {row.key for row in rows}
        return rows, self._caught(before)

    async def _alerts(self, reference: str) -> list[Delivery]:
        """The accepted alerts of a case that no round before has seen."""
        rows = await self._scene.office.register.deliveries(reference)
        return [r for r in rows if r.kind == "supervisor_alert" and r.state == "accepted" and r.key not in self._known]

    async def _send_bare(self, pairs: Sequence[Pair]) -> list[Sample]:
        """The same mails by as many bare workflows at once, under Message-IDs of their own."""
        before = set(self._scene.mail_server.folder.ids())
        sent: dict[str, tuple[str, datetime]] = {}

        async def one(pair: Pair) -> None:
            (first, first_id), (second, second_id) = map(_copy, pair)
            started_at = datetime.now(UTC)
            sent.update({first_id: (ROLES[0], started_at), second_id: (ROLES[1], started_at)})
            await self._client.start_workflow(
                BareWorkflow.run,
                args=[pair[0].sender, pair[0].recipients[0], first, pair[1].recipients[0], second],
                id=workflow_id(secrets.token_hex(8)),
                task_queue=QUEUE,
            )

        await asyncio.gather(*(one(pair) for pair in pairs))
        await self._until(lambda: self._new(before, len(sent)))
        caught = self._caught(before)
        return [
            Sample(role, (caught[message_id].accepted_at - started_at).total_seconds())
            for message_id, (role, started_at) in sent.items()
            if message_id in caught
        ]

    async def _new(self, before: Collection[str], count: int) -> bool:
        return len(self._scene.mail_server.folder.ids()) >= len(before) + count

    def _caught(self, before: Collection[str]) -> Caught:
        folder = self._scene.mail_server.folder
        mails = [folder.read(mail_id) for mail_id in folder.ids() if mail_id not in before]
        return {mail.message_id: mail for mail in mails if mail is not None}

    async def _until(self, holds: Callable[[], Awaitable[bool]]) -> None:
        """Waits until it holds or patience ends; whoever asked counts what is there."""
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + PATIENCE
        while not await holds():
            if loop.time() > give_up_at:
                return
            await asyncio.sleep(LOOK_AGAIN_AFTER)


def _hours(scene: Scene, number: int) -> Hours:
    """An hour for each round that no other round has, on working days of the next weeks."""
    days = [day for day in range(1, 57) if scene.day(day).weekday() < 5]
    start = 9 + number // len(days) % 8
    return scene.hours(days[number % len(days)], start, start + 1)


def _pairs(rows: Sequence[Delivery], caught: Caught) -> list[Pair]:
    """The mails of each alert to both supervisors, where both came."""
    found = {(row.reference, row.role): caught[row.message_id] for row in rows if row.message_id in caught}
    references = sorted({reference for reference, _ in found})
    pairs = [(found.get((each, ROLES[0])), found.get((each, ROLES[1]))) for each in references]
    return [(first, second) for first, second in pairs if first is not None and second is not None]


def _copy(mail: CaughtMail) -> tuple[bytes, str]:
    """The same bytes under another Message-ID of the same length."""
    own, _, domain = mail.message_id.partition("@")
    fresh = f"<{secrets.token_hex(len(own))[: len(own) - 1]}@{domain}"
    return mail.raw.replace(mail.message_id.encode(), fresh.encode(), 1), fresh


def _median(samples: Sequence[Sample]) -> str:
    return f"{percentile([s.seconds for s in samples], 50) * 1000:.0f} ms" if samples else "nothing"
