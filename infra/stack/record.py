"""What a running stack writes down, so that a command in another terminal finds it and leftovers can be stopped.

Knows: `stack.json` and the lock beside it. Never knows: how a server is started.
"""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from infra.stack import processes
from infra.stack.places import Home, Ports
from workflows.values import Frozen


class AlreadyRunning(RuntimeError):
    """Another process runs a stack in this home. The message says what to do."""


class Started(Frozen):
    """A process, known by its id and when it started."""

    name: str
    pid: int
    started: str


class Record(Frozen):
    """The content of `stack.json`. Settings are by field name of `infra.settings.Settings`; no secret is among them."""

    ready: bool
    ports: Ports
    settings: dict[str, str | int]
    supervisor: Started
    programs: tuple[Started, ...]


def started(name: str, pid: int) -> Started:
    """The process as it can be recognised later."""
    return Started(name=name, pid=pid, started=processes.started_at(pid) or "")


def read(home: Home) -> Record | None:
    """What the last stack wrote; None where there was none or the file is of another release."""
    try:
        return Record.model_validate_json(home.record.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def write(home: Home, record: Record) -> None:
    """Replaces the record, whole or not at all."""
    draft = home.record.with_suffix(f".{os.getpid()}")
    draft.write_text(record.model_dump_json(indent=2) + "\n", encoding="utf-8")
    draft.replace(home.record)


def read_running(home: Path) -> dict[str, Any] | None:
    """Settings of the stack that runs in this home now, by field name; None when none is ready."""
    found = read(Home(home))
    if found is None or not found.ready:
        return None
    alive = processes.started_at(found.supervisor.pid) == found.supervisor.started
    return dict(found.settings) if alive else None


def as_environment(settings: Mapping[str, str | int]) -> dict[str, str]:
    """The settings as environment variables for a child process."""
    return {f"LEEWAY_{name.upper()}": str(value) for name, value in settings.items()}


def stop_leftovers(home: Home) -> list[str]:
    """Stops servers that a stack of this home left behind when it was killed; returns their names."""
    found = read(home)
    if found is None:
        return []
    return [each.name for each in found.programs if processes.stop_leftover(each.pid, each.started)]


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """Holds the home for this process. Raises AlreadyRunning. The lock goes with its process."""
    with home.lock.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(_who(home)) from None
        yield


def _who(home: Home) -> str:
    found = read(home)
    process = f" (process {found.supervisor.pid})" if found is not None else ""
    return (
        f"A stack is already running in {home.root}{process}. "
        "Use it from this terminal as it is, or stop it with Ctrl-C where it was started."
    )
