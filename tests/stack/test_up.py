"""`leeway up` in the foreground: ready, stopped by a signal within seconds, its parts started again when they fall."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from temporalio.client import Client

from infra.stack import places, processes, record
from infra.stack.places import Home
from infra.stack.processes import NotReady, Program
from infra.stack.watched import Watched

SCRIPT = (
    "import asyncio, sys, pathlib; from infra.stack.up import up; "
    "sys.exit(asyncio.run(up(pathlib.Path(sys.argv[1]), with_worker=False)))"
)


@asynccontextmanager
async def up(home: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", SCRIPT, str(home)), cwd=places.ROOT, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def line_with(process: asyncio.subprocess.Process, words: str) -> str:
    """Reads what the process says until a line has the words. Raises TimeoutError."""
    assert process.stderr is not None
    async with asyncio.timeout(90):
        while line := await process.stderr.readline():
            if words in line.decode():
                return line.decode()
    raise AssertionError(f"ended without saying: {words}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_stops_everything_in_order(tmp_path: Path, number: signal.Signals) -> None:
    async with up(tmp_path / "home") as process:
        await line_with(process, "ready; Ctrl-C")
        found = record.read(Home(tmp_path / "home"))
        assert found is not None
        process.send_signal(number)
        async with asyncio.timeout(15):
            assert await process.wait() == 0
    assert all(processes.started_at(each.pid) is None for each in found.programs)
    assert record.read_running(tmp_path / "home") is None


async def test_a_second_one_says_so_and_exits_2(tmp_path: Path) -> None:
    async with up(tmp_path / "home") as first:
        await line_with(first, "ready; Ctrl-C")
        async with up(tmp_path / "home") as second:
            assert "Ctrl-C where it was started" in await line_with(second, "already running")
            assert await second.wait() == 2
        assert first.returncode is None


async def test_a_server_that_falls_is_started_again_on_its_state(tmp_path: Path) -> None:
    async with up(tmp_path / "home") as process:
        await line_with(process, "ready; Ctrl-C")
        settings = record.read_running(tmp_path / "home")
        found = record.read(Home(tmp_path / "home"))
        assert settings is not None
        assert found is not None
        client = await Client.connect(settings["temporal_address"], namespace="leeway")
        await client.start_workflow("Nobody", id="waits", task_queue="nobody")
        (server,) = (each for each in found.programs if each.name == "temporal")
        assert processes.stop_leftover(server.pid, server.started)
        await line_with(process, "starting again in 1 s")
        await line_with(process, "temporal │ ready")
        again = await Client.connect(settings["temporal_address"], namespace="leeway")
        assert (await again.get_workflow_handle("waits").describe()).id == "waits"


class Flaky:
    """A part that fails to start as often as told, and then runs until killed."""

    def __init__(self, failures: int) -> None:
        self.program = Program("flaky", ["sleep", "600"])
        self._failures = failures

    async def start(self) -> None:
        await self.program.start()
        if self._failures > 0:
            self._failures -= 1
            raise NotReady("flaky was not ready")

    async def kill(self) -> None:
        await self.program.kill()


async def test_the_pause_grows_until_the_part_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.stack.watched._FIRST_PAUSE", 0.01)
    said: list[str] = []
    part = Flaky(failures=2)
    started: list[bool] = []
    watched = Watched(part, lambda: started.append(part.program.running), lambda name, line: said.append(line))
    await watched.begin()
    assert said[-1] == "ready"
    assert len(said) == 3
    assert started == [True]
    keeping = asyncio.create_task(watched.keep())
    await part.program.kill()
    async with asyncio.timeout(5):
        while len(started) < 2:  # noqa: ASYNC110 - the watcher tells nobody else
            await asyncio.sleep(0.01)
    keeping.cancel()
    await part.program.stop()
