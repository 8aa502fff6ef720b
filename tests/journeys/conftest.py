"""The whole stack with a worker, and stories lived on it: once undisturbed for all tests, and again with mischief."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Container
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from rich.console import Console

from starter.demo import report
from starter.demo.command import stage
from starter.demo.narration import Narrator
from starter.demo.scene import Scene

Outline = list[dict[str, Any]]


@dataclass
class Theatre:
    """A stage, what its parts said, and scenes on it."""

    home: Path
    scene_of: Callable[[], Scene]
    said: list[tuple[str, str]] = field(default_factory=list)
    outlines: dict[str, Outline] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    async def once(self, story: ModuleType) -> Outline:
        """How a story ended on this stage, lived here if it was not yet: its people have one life."""
        if story.__name__ not in self.outlines:
            await self.play(story)
        return self.outlines[story.__name__]

    async def play(self, story: ModuleType, *, judged: Container[str] = ()) -> Scene:
        """Live a story; every expectation must hold but those that the test judges itself."""
        scene = self.scene_of()
        await story.live(scene)
        assert [what for what in scene.narrator.failed if what not in judged] == []
        self.outlines[story.__name__] = await outline_of(scene)
        self.lines[story.__name__] = scene.lines
        return scene


@asynccontextmanager
async def theatre(
    home: Path,
    *,
    handed_over: int = 0,
    between: Callable[[Scene], Awaitable[None]] | None = None,
    database_url: str | None = None,
) -> AsyncIterator[Theatre]:
    """A stage of one's own."""
    said: list[tuple[str, str]] = []
    narrator = Narrator(Console(quiet=True))
    async with stage(
        home,
        narrator,
        lambda name, line: said.append((name, line)),
        handed_over=handed_over,
        between=between,
        database_url=database_url,
    ) as scene_of:
        yield Theatre(home, scene_of, said)


@pytest.fixture(scope="session")
async def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Theatre]:
    """One stage for all stories that nothing befalls."""
    async with theatre(tmp_path_factory.mktemp("journeys") / "home", handed_over=40) as made:
        yield made


async def outline_of(scene: Scene) -> Outline:
    """How the cases of a scene ended, as soon as nothing is under way any more."""
    last: Outline = []
    for _ in range(200):
        # Looked at first: what ends between the two looks would be told as it was before.
        is_quiet = not await _is_under_way(scene)
        now = await _outline(scene)
        if now == last and is_quiet:
            return now
        last = now
        await asyncio.sleep(0.3)
    raise AssertionError("something is under way for ever")


async def _is_under_way(scene: Scene) -> bool:
    for reference in scene.references:
        if (await scene.described(reference)).raw_description.pending_activities:
            return True
        if any(row.state == "claimed" for row in await scene.office.register.deliveries(reference)):
            return True
    return False


async def _outline(scene: Scene) -> Outline:
    """Its cases without ids and instants: what a disturbed run must end with too."""
    ends = []
    for reference in scene.references:
        told = await report.case_report(scene.office, scene.stack, reference)
        view = await scene.office.cases.show(reference)
        entries = await scene.office.register.entries(view.employee)
        ends.append(
            {
                "status": told["status"],
                "deadlines": sorted((d["key"], d["rule"], d["state"]) for d in told["deadlines"]),
                "notices": Counter((n["kind"], n["role"], n["state"]) for n in told["notices"]),
                "documents": sorted((d["kind"], d["sha256"]) for d in told["documents"]),
                "decisions": [(d["what"], d["by"], d["facts"].get("period")) for d in told["decisions"]],
                "history": Counter(line.what for line in await scene.office.register.history(reference)),
                "tasks": sorted(task.kind for task in await scene.office.register.tasks(reference=reference)),
                "minutes": sum(e.minutes for e in entries if e.cause.startswith(f"{reference}/")),
            }
        )
    return ends
