"""Finds the server programs that are already on this machine: on PATH first, then in our cache.

Knows: names, versions, places. Never knows: how to build or start anything.
"""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from infra.stack import places
from workflows.values import Frozen

Server = Literal["temporal", "minio", "versitygw"]

TEMPORAL_SERVER_NEEDED = (1, 32, 0)
"""The first server whose dev mode skips time for one workflow at a time (CLI 1.9.1)."""

_MODULES: dict[Server, str] = {
    "temporal": "github.com/temporalio/cli",
    "minio": "github.com/minio/minio",
    "versitygw": "github.com/versity/versitygw",
}


class Found(Frozen):
    """A server program on this machine and the version it has, or that its pinned module has."""

    name: Server
    path: Path
    version: str
    where: str


def find(name: Server, *, path: str | None = None) -> Found | None:
    """The program on `path` (default: the environment's PATH) if it is good enough, else the one in our cache."""
    on_path = shutil.which(name, path=path)
    if on_path is not None and (version := _CHECKS[name](Path(on_path))) is not None:
        return Found(name=name, path=Path(on_path), version=version, where="PATH")
    built = places.built(name)
    if built.is_file():
        return Found(name=name, path=built, version=pinned(name), where="cache")
    return _downloaded() if name == "temporal" else None


def pinned(name: Server) -> str:
    """The module version that our go.mod pins for the server."""
    text = (places.SERVERS / name / "go.mod").read_text(encoding="utf-8")
    line = re.search(rf"^\s*{re.escape(_MODULES[name])} (\S+)", text, re.M)
    return line.group(1) if line else "unknown"


def why_not_on_path(name: Server) -> str | None:
    """A sentence on a program that is on PATH but too old; None if there is none or it will do."""
    on_path = shutil.which(name)
    if on_path is None or _CHECKS[name](Path(on_path)) is not None:
        return None
    return f"{name} on PATH is too old: its server must be {'.'.join(map(str, TEMPORAL_SERVER_NEEDED))} or newer."


def temporal_version(program: Path) -> str | None:
    """What this `temporal` says of itself, if its server can skip time; else None."""
    said = _says(program, "--version")
    server = re.search(r"Server (\d+)\.(\d+)\.(\d+)", said)
    if server is None or tuple(map(int, server.groups())) < TEMPORAL_SERVER_NEEDED:
        return None
    return said.removeprefix("temporal version ").strip()


def _downloaded() -> Found | None:
    for program in sorted(places.downloads().glob("temporal*"), reverse=True):
        if program.is_file() and (version := temporal_version(program)) is not None:
            return Found(name="temporal", path=program, version=version, where="the SDK's download")
    return None


def _minio_version(program: Path) -> str | None:
    said = re.search(r"minio version (\S+)", _says(program, "--version"))
    return said.group(1) if said else None


def _versitygw_version(program: Path) -> str | None:
    said = re.search(r"Version\s*:?\s*(\S+)", _says(program, "--version"))
    return said.group(1) if said else None


def _says(program: Path, *arguments: str) -> str:
    try:
        return subprocess.run(
            [program, *arguments], capture_output=True, text=True, check=False, timeout=20, stdin=subprocess.DEVNULL
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


_CHECKS: dict[Server, Callable[[Path], str | None]] = {
    "temporal": temporal_version,
    "minio": _minio_version,
    "versitygw": _versitygw_version,
}
