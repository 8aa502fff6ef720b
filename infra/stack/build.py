"""Builds the pinned servers from source, once for all checkouts of one user.

Knows: go.mod, the Go tool chain, the cache. Never knows: how a server is started.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.stack import download, find, golang, places
from infra.stack.find import Found, Server

Say = Callable[[str], None]

_PACKAGES: dict[Server, str] = {
    "temporal": "github.com/temporalio/cli/cmd/temporal",
    "minio": "github.com/minio/minio",
    "versitygw": "github.com/versity/versitygw/cmd/versitygw",
}
_MINUTES: dict[Server, int] = {"temporal": 7, "minio": 4, "versitygw": 2}
_SERVERS: dict[str, Server] = {name: name for name in _PACKAGES}
_SECONDS_BETWEEN_NEWS = 10.0


class CannotGet(RuntimeError):
    """A server is neither here nor could it be built. The message says what to do."""


def say_on_stderr(line: str) -> None:
    """Progress for a person, one line."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def get(name: Server, *, say: Say = say_on_stderr) -> Found:
    """The server program: from PATH, the cache, the SDK's download, or built now. Raises CannotGet."""
    if (found := find.find(name)) is not None:
        return found
    if (why := find.why_not_on_path(name)) is not None:
        say(why)
    if name == "temporal" and (downloaded := download.temporal(say)) is not None:
        return downloaded
    with _one_at_a_time(name, say):
        # Whoever held the lock before us has probably built it.
        if (found := find.find(name)) is not None:
            return found
        _build(name, say)
    built = find.find(name)
    if built is None:
        raise CannotGet(f"{name} was built but cannot be found in {places.cache()}.")
    return built.model_copy(update={"where": "built now"})


def _build(name: Server, say: Say) -> None:
    try:
        go = golang.get(say)
    except golang.NoGo as missing:
        raise CannotGet(f"{name} is not on PATH and cannot be built: {missing}") from missing
    target = places.built(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    say(f"{name}: building {find.pinned(name)} from its pinned source, once; about {_MINUTES[name]} minutes on 2 cores")
    argv = [str(go), "build", "-v", "-trimpath", "-ldflags", "-s -w", "-o", str(draft), _PACKAGES[name]]
    workshop = places.workshop(name)
    try:
        _run(name, argv, places.SERVERS / name, golang.environment(workshop), say)
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    # Gigabytes that nobody needs again. What a build that failed has fetched stays: the next one goes on from there.
    shutil.rmtree(workshop, ignore_errors=True)


def _run(name: Server, argv: list[str], cwd: Path, environment: dict[str, str], say: Say) -> None:
    """Runs the build, says a line every few seconds, and keeps the last lines for when it fails."""
    started = time.monotonic()
    tail: list[str] = []
    with subprocess.Popen(
        argv,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as build:
        news = _News(name, started, say)
        news.start()
        try:
            for line in build.stdout or ():
                tail = [*tail[-20:], line.rstrip()]
                news.heard(line.strip())
        finally:
            news.stop()
            if build.poll() is None:
                build.terminate()
    if build.returncode != 0:
        raise CannotGet(f"{name} could not be built:\n  " + "\n  ".join(tail[-8:]))
    say(f"{name}: built in {time.monotonic() - started:.0f} s")


class _News:
    """Says how long a build runs and how far it is, also while the compiler is silent."""

    def __init__(self, name: Server, began: float, say: Say) -> None:
        self._about = name
        self._began = began
        self._say = say
        self._over = threading.Event()
        self._packages = 0
        self._last = "fetching modules"
        self._speaker = threading.Thread(target=self._speak, daemon=True)

    def start(self) -> None:
        self._speaker.start()

    def heard(self, line: str) -> None:
        self._packages += 0 if line.startswith("go: ") else 1
        self._last = line.removeprefix("go: ")

    def stop(self) -> None:
        self._over.set()
        self._speaker.join()

    def _speak(self) -> None:
        while not self._over.wait(_SECONDS_BETWEEN_NEWS):
            minutes, seconds = divmod(int(time.monotonic() - self._began), 60)
            self._say(f"{self._about}: {minutes}:{seconds:02} {self._packages} packages compiled, now {self._last}")


@contextmanager
def _one_at_a_time(name: Server, say: Say) -> Iterator[None]:
    """Two processes never build the same server at once; the second waits. The lock goes with its process."""
    path = places.built(name).with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"{name}: another process is building it; waiting for that")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(names: list[str]) -> int:
    """Gets the named servers; the exit code says whether all are here."""
    unknown = [name for name in names if name not in _SERVERS]
    if unknown or not names:
        say_on_stderr(f"Name servers to get: {', '.join(_SERVERS)}.")
        return 2
    # TERM unwinds like an error, so that the compiler is stopped too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    for name in names:
        try:
            get(_SERVERS[name])
        except CannotGet as missing:
            say_on_stderr(str(missing))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
