"""Workers are killed and servers fall in the middle of stories, which end the same: nothing lost, nothing doubled.

How an undisturbed story ended is the measure: statuses, clocks, notices, papers, decisions, history, tasks, hours.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Container
from pathlib import Path
from types import ModuleType

import pytest

from infra.stack import places, postgres_server
from infra.stack.postgres_server import PostgresServer
from infra.tables import Delivery
from starter.demo.command import STORIES
from starter.demo.scene import Scene
from starter.demo.stories import chronic, handover, operations, surgery
from tests.journeys.conftest import Outline, Theatre, theatre

Server = Callable[[Scene], Awaitable[None]]


async def _rows(scene: Scene) -> list[Delivery]:
    """The fence around each mail of the story."""
    return [row for reference in scene.references for row in await scene.office.register.deliveries(reference)]


async def _no_mail_doubled(scene: Scene, on_its_way: Container[str] = ()) -> None:
    """A second copy is only right where the reply to the first got lost, as it may to what a killed worker sent."""
    excused = {row.message_id for row in await _rows(scene) if row.key in on_its_way}
    copies = Counter(mail.message_id for mail in scene.mail_server.messages())
    assert {mail for mail, count in copies.items() if count > (2 if mail in excused else 1)} == set()


def assert_same(ended: Outline, wanted: Outline) -> None:
    """Case by case and matter by matter, so that a failure says what differs."""
    assert len(ended) == len(wanted)
    for case, measure in zip(ended, wanted, strict=True):
        for matter, value in measure.items():
            assert case[matter] == value, matter


class Killer:
    """Kills the worker at one line, as a crash would, and has another one come while the story goes on."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.coming: asyncio.Task[None] | None = None
        self.on_its_way: set[str] = set()
        """Keys of the mails that it had claimed and not settled."""

    async def __call__(self, scene: Scene) -> None:
        if scene.lines == self.line:
            await scene.worker.kill()
            self.on_its_way = {row.key for row in await _rows(scene) if row.state == "claimed"}
            self.coming = asyncio.create_task(scene.worker.start())


@pytest.mark.parametrize(
    "story",
    [story for story in STORIES if story not in (operations, handover)],  # these kill the worker themselves
    ids=lambda story: story.__name__.rpartition(".")[2],
)
async def test_the_worker_is_killed_in_the_middle(undisturbed: Theatre, tmp_path: Path, story: ModuleType) -> None:
    wanted = await undisturbed.once(story)
    killer = Killer(undisturbed.lines[story.__name__] // 2)
    async with theatre(tmp_path / "home", handed_over=40, between=killer) as disturbed:
        scene = await disturbed.play(story, judged={"no mail was sent twice"})
        assert killer.coming is not None
        await killer.coming
        assert_same(disturbed.outlines[story.__name__], wanted)
        await _no_mail_doubled(scene, killer.on_its_way)


class Outage:
    """At one line a server falls; it comes back when three attempts to do something have failed."""

    def __init__(self, line: int, fall: Server, rise: Server) -> None:
        self.line = line
        self.fall = fall
        self.rise = rise
        self.attempts = 0
        self.over: asyncio.Task[None] | None = None

    async def __call__(self, scene: Scene) -> None:
        if scene.lines == self.line:
            await self.fall(scene)
            self.over = asyncio.create_task(self._until_three_failed(scene))

    async def _until_three_failed(self, scene: Scene) -> None:
        while self.attempts <= 3:
            await asyncio.sleep(0.2)
            for reference in list(scene.references):
                described = await scene.described(reference)
                pending = described.raw_description.pending_activities
                self.attempts = max([self.attempts, *(activity.attempt for activity in pending)])
        await self.rise(scene)


async def _outage(undisturbed: Theatre, home: Path, story: ModuleType, outage: Outage, url: str | None = None) -> None:
    wanted = await undisturbed.once(story)
    async with theatre(home, between=outage, database_url=url) as disturbed:
        scene = await disturbed.play(story)
        assert outage.over is not None
        await outage.over
        assert outage.attempts > 3
        assert_same(disturbed.outlines[story.__name__], wanted)
        await _no_mail_doubled(scene)


async def test_the_mail_server_falls(undisturbed: Theatre, tmp_path: Path) -> None:
    outage = Outage(2, lambda scene: scene.mail_server.stop(), lambda scene: scene.mail_server.start())
    await _outage(undisturbed, tmp_path / "home", chronic, outage)


async def test_the_store_falls(undisturbed: Theatre, tmp_path: Path) -> None:
    outage = Outage(2, lambda scene: scene.stack.store.kill(), lambda scene: scene.stack.store.start())
    await _outage(undisturbed, tmp_path / "home", surgery, outage)


async def test_the_database_falls(undisturbed: Theatre, tmp_path: Path) -> None:
    programs = postgres_server.find()
    assert programs is not None, postgres_server.HOW_TO_GET
    server = PostgresServer(programs, folder=tmp_path / "postgres", port=places.free_port())
    await server.start()
    try:
        outage = Outage(2, lambda _: server.kill(), lambda _: server.start())
        await _outage(undisturbed, tmp_path / "home", chronic, outage, server.url())
    finally:
        await server.stop()
