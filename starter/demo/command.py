"""`leeway demo`: a stack of its own, invented people, every story lived, links to look at, and what happened as JSON.

Knows: which stories there are and in which order. Never knows: what happens in one. Exit code 0 only if every
expectation held; 1 if one did not; 2 if another demo runs in the same home.
"""

import asyncio
import json
import os
import shutil
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from rich.console import Console
from temporalio.client import Client
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from infra.directory_import import import_directory
from infra.settings import Settings
from infra.stack import record
from infra.stack.build import CannotGet
from infra.stack.logs import Logs
from infra.stack.processes import NotReady
from infra.stack.record import AlreadyRunning
from infra.stack.stack import Stack
from infra.stack.worker_process import WorkerProcess
from starter.demo import people, report
from starter.demo.narration import Narrator
from starter.demo.scene import Missing, Scene
from starter.demo.stories import birth, chronic, death, doors, doubt, handover, injury, operations, surgery, uncertified
from starter.office import open_office
from workflows.rules.calendar import day_of

STORIES: tuple[ModuleType, ...] = (
    chronic,
    surgery,
    birth,
    uncertified,
    doubt,
    death,
    injury,
    doors,
    operations,
    handover,
)


def demo(*, home: Path, json_file: Path | None, keep: bool) -> int:
    """Live every story on a fresh stack in `home`; returns the exit code."""
    narrator = Narrator(Console(highlight=False))
    if json_file is not None and (why := _cannot_be_written(json_file)) is not None:
        narrator.note(f"What happens cannot be written to {json_file}: {why}. Nothing is begun.")
        return 2
    if record.read_running(home) is not None:
        narrator.note(f"A demo is already running in {home}. Stop it with Ctrl-C where it was started.")
        return 2
    logs = Logs(home / "logs", Console(stderr=True, highlight=False, quiet=True))
    shutil.rmtree(home, ignore_errors=True)
    try:
        return asyncio.run(_demo(home, narrator, logs, json_file, keep=keep))
    except AlreadyRunning as refusal:
        narrator.note(str(refusal))
        return 2
    except (CannotGet, NotReady, OSError) as failure:
        narrator.note(f"The demo could not run: {failure}")
        return 1
    except KeyboardInterrupt:
        narrator.note("stopped")
        return 130
    finally:
        logs.close()


def _cannot_be_written(file: Path) -> str | None:
    """Why nothing could be written there when all is over; None where it could."""
    folder = file.absolute().parent
    if not folder.is_dir():
        return f"there is no folder {folder}"
    if file.is_dir():
        return "it is a folder"
    return None if os.access(file if file.exists() else folder, os.W_OK) else "that is not allowed"


async def _demo(home: Path, narrator: Narrator, logs: Logs, json_file: Path | None, *, keep: bool) -> int:
    began = time.monotonic()
    references: list[str] = []

    def say(name: str, line: str) -> None:
        logs.line(name, line)
        if "building" in line or "built" in line or "compiled" in line or "download" in line or "installing" in line:
            narrator.note(told_by(name, line))

    async with stage(home, narrator, say, handed_over=handover.CASES) as scene_of:
        for story in STORIES:
            scene = scene_of()
            await _live(story, scene)
            references += scene.references
        told = await _told(scene, narrator, references, time.monotonic() - began)
        if json_file is not None:
            await asyncio.to_thread(json_file.write_text, json.dumps(told, indent=2) + "\n", encoding="utf-8")
            narrator.note(f"What happened is in {json_file}")
        for line in report.where_to_look(scene.office.settings, references, keep=keep):
            narrator.note(line)
        if keep:
            await asyncio.Event().wait()
    return 1 if narrator.failed else 0


def told_by(name: str, line: str) -> str:
    """A line with the part that says it before it, once."""
    return line if line.startswith(f"{name}: ") else f"{name}: {line}"


async def _live(story: ModuleType, scene: Scene) -> None:
    """One story. What goes missing in it is an expectation that did not hold, and the next story begins."""
    scene.narrator.chapter(story.TITLE, story.WORDS)
    try:
        await story.live(scene)
    except Missing as missing:
        scene.narrator.expectation(str(missing), holds=False)


@asynccontextmanager
async def stage(
    home: Path,
    narrator: Narrator,
    say: Callable[[str, str], None],
    *,
    handed_over: int,
    between: Callable[[Scene], Awaitable[None]] | None = None,
    database_url: str | None = None,
) -> AsyncIterator[Callable[[], Scene]]:
    """A stack with a worker and a directory of invented people; inside, scenes to live stories in."""
    today = day_of(datetime.now(UTC))
    async with Stack(home, say=say, database_url=database_url) as stack, _working(stack, say) as worker:
        skippers: list[TimeSkipper] = []

        def clothe(client: Client) -> Client:
            # Every case keeps real time until a story lets its clock run.
            skippers.append(TimeSkipper(client, config=TimeSkippingConfig(enabled=False)))
            return skippers[0].client

        async with open_office(Settings(**stack.settings), identity="leeway-demo", clothe=clothe) as office:
            people_file = people.directory(today, handed_over=handed_over)
            imported = await import_directory(office.database, people_file, today=today)
            if imported.refused:
                raise Missing(f"the directory was not imported whole: {imported.refused[0]}")
            yield lambda: Scene(
                office=office,
                stack=stack,
                worker=worker,
                skipper=skippers[0],
                narrator=narrator,
                today=today,
                handed_over=handed_over,
                between=between,
            )


@asynccontextmanager
async def _working(stack: Stack, say: Callable[[str, str], None]) -> AsyncIterator[WorkerProcess]:
    """A worker on a stack, stopped at the end of the block."""
    worker = WorkerProcess(stack.environment, metrics_port=stack.ports.metrics, sink=lambda line: say("worker", line))
    stack.programs.append(worker.program)
    await worker.start()
    stack.note()
    try:
        yield worker
    finally:
        await worker.stop()


async def _told(scene: Scene, narrator: Narrator, references: list[str], seconds: float) -> dict[str, Any]:
    cases = [await report.case_report(scene.office, scene.stack, reference) for reference in references]
    narrator.note(
        f"\n{len(narrator.held)} expectations held, {len(narrator.failed)} did not; "
        f"{len(cases)} cases, {len(scene.mail_server.folder.ids())} mails, {seconds:.0f} seconds"
    )
    for what in narrator.failed:
        narrator.note(f"did not hold: {what}")
    return {
        "on": scene.today.isoformat(),
        "seconds": round(seconds, 1),
        "held": len(narrator.held),
        "failed": narrator.failed,
        "cases": cases,
    }


if __name__ == "__main__":
    sys.exit(demo(home=Path(".leeway/demo"), json_file=None, keep=False))
