"""Starts a part of the stack again when it ends by itself, with a pause that grows.

Knows: how long to wait. Never knows: why a part ended.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol

from infra.stack.processes import NotReady, Program

_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0
_SETTLED_AFTER = 60.0


class Part(Protocol):
    """A server or worker of the stack."""

    program: Program

    async def start(self) -> None: ...

    async def kill(self) -> None: ...


class Watched:
    """One part. `started` is called after each start; `say` takes a part's name and a line."""

    def __init__(self, part: Part, started: Callable[[], None], say: Callable[[str, str], None]) -> None:
        self._part = part
        self._started = started
        self._say = say
        self._pause = _FIRST_PAUSE
        self._since = 0.0

    async def begin(self) -> None:
        """Starts the part, again and again until it is ready."""
        while True:
            try:
                await self._part.start()
            except NotReady as failure:
                await self._part.kill()
                await self._wait(str(failure))
                continue
            self._since = asyncio.get_running_loop().time()
            self._started()
            self._say(self._part.program.name, "ready")
            return

    async def keep(self) -> None:
        """Starts the part again whenever it ends. Runs until cancelled."""
        while True:
            code = await self._part.program.wait()
            if asyncio.get_running_loop().time() - self._since > _SETTLED_AFTER:
                self._pause = _FIRST_PAUSE
            await self._wait(f"ended by itself ({_words(code)})")
            await self.begin()

    async def _wait(self, why: str) -> None:
        self._say(self._part.program.name, f"{why}; starting again in {self._pause:.0f} s")
        await asyncio.sleep(self._pause)
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)


def _words(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {-code}"
