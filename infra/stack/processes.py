"""A server as a child process: started in its own session, watched until ready, stopped for certain.

Knows: processes, their groups, their start times, their lines of output. Never knows: which server it is.
Exactly what was started is stopped: a process is known by its id *and* its start time, because ids are reused.
"""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

LineSink = Callable[[str], None]


class NotReady(RuntimeError):
    """A server did not become ready. The message says which, why, and its last lines."""


class Program:
    """One server program. `start` may be called again after `stop` or `kill`."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        user: str | None = None,
        stop_with: signal.Signals = signal.SIGTERM,
        sink: LineSink | None = None,
    ) -> None:
        self.name = name
        self.argv = list(argv)
        self._env = dict(env or {})
        self._cwd = cwd
        self._user = user
        self._stop_with = stop_with
        self._sink = sink
        self._tail: list[str] = []
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """Process id while running, else None."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    @property
    def running(self) -> bool:
        return self.pid is not None

    async def start(self) -> None:
        """Starts the program; it dies with its parent where the system can do that (Linux), so no kill -9 leaves it."""
        self._tail.clear()
        self._process = await asyncio.create_subprocess_exec(
            *as_user(dying_with_parent(self.argv), self._user),
            env={**os.environ, **self._env},
            cwd=self._cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            limit=1 << 20,
        )
        self._reader = asyncio.create_task(self._read())

    async def ready(self, probe: Callable[[], Awaitable[bool]], *, patience: float = 30.0) -> None:
        """Waits until `probe` says yes. Raises NotReady after `patience` seconds, or at once when the program ends."""
        loop = asyncio.get_running_loop()
        until = loop.time() + patience
        while not await probe():
            if not self.running:
                await self._drained()
                raise NotReady(f"{self.name} ended while starting: {self.last_words()}")
            if loop.time() > until:
                raise NotReady(f"{self.name} was not ready after {patience:.0f} s: {self.last_words()}")
            await asyncio.sleep(0.05)

    async def wait(self) -> int:
        """Exit code, once the program has ended."""
        if self._process is None:
            return 0
        code = await self._process.wait()
        await self._drained()
        return code

    async def stop(self, *, patience: float = 4.0) -> None:
        """Asks with TERM (or the signal it stops on), after `patience` seconds with KILL. Returns when it is gone."""
        if self._process is None:
            return
        self._signal(self._stop_with)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._process.wait(), patience)
        await self.kill()

    async def kill(self) -> None:
        """KILL to the program's own group, as a crash would. Returns when it is gone."""
        if self._process is None:
            return
        self._signal(signal.SIGKILL)
        await self.wait()
        self._process = None

    def last_words(self) -> str:
        """The last lines of output, for a person who must find out why."""
        return " | ".join(self._tail[-6:]) or "it said nothing"

    def _signal(self, number: signal.Signals) -> None:
        # The group outlives its leader when a server has helpers of its own; the session is ours, so its group is too.
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)

    async def _read(self) -> None:
        output = self._process.stdout if self._process is not None else None
        while output is not None and (line := await output.readline()):
            text = line.decode("utf-8", "replace").rstrip()
            self._tail = [*self._tail[-40:], text]
            if self._sink is not None:
                self._sink(text)

    async def _drained(self) -> None:
        if self._reader is not None:
            await self._reader
            self._reader = None


def dying_with_parent(argv: Sequence[str]) -> list[str]:
    """The command, asked to get TERM when its parent dies, where util-linux' setpriv is there to ask for it."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--", *argv] if setpriv else list(argv)


def as_user(argv: Sequence[str], user: str | None) -> list[str]:
    """The command as another user (only root may); as oneself when `user` is None."""
    if user is None:
        return list(argv)
    return ["setpriv", "--reuid", user, "--regid", user, "--init-groups", "--", *argv]


def stop_leftover(pid: int, started: str, *, patience: float = 8.0) -> bool:
    """Stops the group of a process of an earlier run, if that very process is still there. Returns whether it was."""
    if started_at(pid) != started:
        return False
    until = time.monotonic() + patience
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGTERM)
        while started_at(pid) == started:
            if time.monotonic() > until:
                os.killpg(pid, signal.SIGKILL)
            time.sleep(0.05)
    return True


def started_at(pid: int) -> str | None:
    """When the process started, in the system's own words; None if there is no such process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
        # One that has ended and waits to be reaped is gone for us.
        return None if fields[0] == "Z" else fields[19]
    except OSError:
        pass
    if Path("/proc/self/stat").exists():
        return None
    found = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return found.stdout.strip() or None


async def listening(host: str, port: int) -> bool:
    """Whether something accepts connections there now."""
    try:
        _, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True


async def get_http(host: str, port: int, path: str) -> bytes:
    """What a GET of the path there answers now, head and body; empty when nobody answers within some seconds."""
    try:
        reader, writer = await asyncio.open_connection(host, port)
    except OSError:
        return b""
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode("ascii"))
        return await asyncio.wait_for(reader.read(), 5)
    except (OSError, TimeoutError):
        return b""
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def answers_http(host: str, port: int, path: str) -> bool:
    """Whether a GET of the path there is answered with 200 now."""
    return b" 200 " in (await get_http(host, port, path)).split(b"\r\n", 1)[0]
