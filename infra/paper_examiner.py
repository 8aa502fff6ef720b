"""The examination of papers, apart: a process of its own for each, with little memory and little time.

Knows: processes and their limits. Never knows: what makes a paper. What a stranger sends can make a parser crash, take
all memory or never end; here that ends one small process, and neither a door nor a worker. The file goes in and out by
pipe: nothing of it touches a disk or a list of processes.
"""

import asyncio
import contextlib
import json
import resource
import sys
from pathlib import Path

from infra import paper_checks, paper_refusals
from infra.paper_checks import Examined, NotAPaper

MEMORY = 1536 * 1024 * 1024
"""Bytes of address space: a photo of 50 million pixels, decoded and turned, with room for the programs themselves."""

COMPUTING = 20
"""Seconds of computing, with which the file is to blame, and not how busy the machine is."""

PATIENCE = 90
_AT_ONCE = 2


class NotExamined(RuntimeError):
    """The examination was not made, or not in time: that is our trouble and says nothing of the file. Try again."""


class Examiner:
    """Examines at most two papers at once; others wait their turn."""

    def __init__(self, *, memory: int = MEMORY, computing: int = COMPUTING, patience: float = PATIENCE) -> None:
        self._limits = (str(memory), str(computing))
        self._patience = patience
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def examine(self, name: str, content: bytes) -> Examined:
        """As `paper_checks.examine`, apart. Raises NotAPaper, also when the process did not live to the end; and
        NotExamined."""
        kind = paper_checks.kind_of(name, content)
        async with self._places:
            answer = await self._ask(kind, content)
        if answer is None:
            raise NotAPaper(paper_refusals.TOO_MUCH_WORK)
        head, _, kept = answer.partition(b"\n")
        found = json.loads(head)
        if "refusal" in found:
            raise NotAPaper(found["refusal"])
        return Examined(media_type=kind, pages=found["pages"], content=kept)

    async def _ask(self, kind: str, content: bytes) -> bytes | None:
        """What the process said; None if it crashed or was killed at a limit. Raises NotExamined."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", __name__, kind, *self._limits),
            cwd=Path(__file__).parents[1],
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            answer, _ = await asyncio.wait_for(process.communicate(content), self._patience)
        except TimeoutError:
            raise NotExamined("the examination took too long") from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if process.returncode:
            if process.returncode > 0:
                raise NotExamined(f"the examination ended with code {process.returncode}")
            return None
        return answer


def _main(kind: str, memory: str, computing: str) -> None:
    """The process: a file on standard input; on standard output a line that says what it is, and what is kept."""
    _limit(int(memory), int(computing))
    try:
        paper = paper_checks.read(kind, sys.stdin.buffer.read())
    except NotAPaper as refusal:
        _say({"refusal": str(refusal)})
    else:
        _say({"pages": paper.pages}, paper.content)


def _say(found: dict[str, str | int], kept: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(found).encode() + b"\n" + kept)


def _limit(memory: int, computing: int) -> None:
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, computing), (resource.RLIMIT_CORE, 0)):
        # Not every system knows each of them; the clock outside always runs.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    _main(*sys.argv[1:])
