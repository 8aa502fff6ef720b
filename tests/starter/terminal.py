"""A person at a terminal of a real stack: commands typed, and what they answered.

Knows: the command line as a function and as a program, and the rows of the database. Never knows: what should come.
"""

import asyncio
import contextlib
import hashlib
import io
import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from infra.stack import places
from infra.stack.worker_process import WorkerProcess
from starter import cli
from workflows.rules.calendar import day_of

EXAMPLE = places.ROOT / "docs" / "people-example.csv"


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    error: str

    def json(self) -> dict[str, Any]:
        """Its answer to a program."""
        found: dict[str, Any] = json.loads(self.out)
        return found


class Terminal:
    """Types commands at the stack of a home."""

    def __init__(self, home: Path, worker: WorkerProcess | None = None) -> None:
        self.home = home
        self.worker = worker

    async def type(self, *words: object) -> Ended:
        """A command, in this process."""
        return await asyncio.to_thread(self._type, [str(word) for word in words])

    def _type(self, words: list[str]) -> Ended:
        out, error = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
            code = cli.ended(words)
        return Ended(code, out.getvalue(), error.getvalue())

    async def done(self, *words: object) -> dict[str, Any]:
        """A command that must end well, and its answer to a program."""
        ended = await self.type(*words, "--json")
        assert ended.code == 0, ended.out + ended.error
        return ended.json()

    async def refused(self, *words: object) -> str:
        """A command that the case must refuse; the code."""
        ended = await self.type(*words, "--json")
        assert ended.code == 3, ended.out + ended.error
        assert ended.json()["error"]["sentence"].endswith(".")
        return str(ended.json()["error"]["code"])

    async def program(self, *words: object, **environment: str) -> Ended:
        """A command as a program of its own."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "starter.cli", *map(str, words)),
            cwd=places.ROOT,
            env={**os.environ, "LEEWAY_HOME": str(self.home), **environment},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, error = await process.communicate()
        assert process.returncode is not None
        return Ended(process.returncode, out.decode(), error.decode())

    async def open(self, employee: int, *words: object) -> str:
        """A case of its own, with consent; the reference."""
        answer = await self.done("case", "open", "--employee", employee, "--consent", *_period(*words))
        return str(answer["reference"])

    async def until(self, reference: str, holds: Callable[[dict[str, Any]], bool], seconds: float = 20) -> Any:
        """The whole file of a case once something is so."""
        give_up_at = time.monotonic() + seconds
        while True:
            file = await self.done("case", "show", reference)
            if holds(file):
                return file
            assert time.monotonic() < give_up_at, json.dumps(file, indent=1)
            await asyncio.sleep(0.2)

    async def shows(self, reference: str, seconds: float = 20) -> None:
        """The register knows the case."""
        give_up_at = time.monotonic() + seconds
        while (await self.type("case", "show", reference)).code != 0:
            assert time.monotonic() < give_up_at, reference
            await asyncio.sleep(0.2)

    def worker_of_its_own(self) -> WorkerProcess:
        """The worker of this stack, for a test that stops it; it must run again when the test ends."""
        assert self.worker is not None
        return self.worker

    async def asked(self, reference: str) -> None:
        """The certification is asked for."""
        await self.until(reference, lambda file: file["case"]["certifications"][0]["state"] == "asked")

    async def certified(self, reference: str, paper: Path, by: str = "C-1") -> None:
        """A certification came and was found sufficient."""
        await self.asked(reference)
        await self.done("case", "upload", reference, paper, "--kind", "certification")
        await self.done("case", "certification", reference, "--by", by, "--sufficient")

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        with contextlib.closing(self._database()) as database:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our own names

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        with contextlib.closing(self._database()) as database:
            names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: self.rows(name) for name in names}

    def content(self) -> str:
        """A hash over everything in the database."""
        with contextlib.closing(self._database()) as database:
            return hashlib.sha256("\n".join(database.iterdump()).encode()).hexdigest()

    async def settled(self) -> str:
        """The same, once the worker has nothing more to write."""
        before = ""
        while before != (now := self.content()):
            before = now
            await asyncio.sleep(0.3)
        return before

    def _database(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.home / 'leeway.db'}?mode=ro", uri=True)


def today() -> date:
    """The day it is in New York."""
    return day_of(datetime.now(UTC))


def ahead(days: int) -> date:
    """So many days from today; earlier, where negative."""
    return today() + timedelta(days=days)


def _period(*words: object) -> tuple[object, ...]:
    """Reason, shape and days as one period, and options as they are."""
    said = [str(word) for word in words]
    first = next((n for n, word in enumerate(said) if word.startswith("--")), len(said))
    return (*(("--period", " ".join(said[:first])) if first else ()), *said[first:])
