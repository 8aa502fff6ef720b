"""One attempt at a deed: the time of whoever asked for it, its pulse, and what the next attempt must know if it dies.

Knows: the attempt's start as the server told it, heartbeats. Never knows: what is done. Without a pulse, a deed whose
worker was killed is begun again only when its whole time is over; with one, within seconds.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from temporalio import activity

BEAT = 2.5
"""Seconds between two beats; `workflows.patience` says after how long a silent attempt counts as dead."""


class Attempt:
    """What is remembered goes out with every beat, so that a beat never forgets it."""

    def __init__(self) -> None:
        info = activity.info()
        self.before: tuple[str, ...] = tuple(str(told) for told in info.heartbeat_details)
        """What the attempt before this one remembered last."""
        self._told = self.before
        self._started_at = info.started_time
        self._begun = time.monotonic()

    def now(self) -> datetime:
        """The case's clock: the server's instant of this attempt's start, and the time that went by since. Right also
        where the case's time is ahead of ours."""
        return self._started_at + timedelta(seconds=time.monotonic() - self._begun)

    def remember(self, *told: str) -> None:
        """Instead of what was remembered so far."""
        self._told = told
        activity.heartbeat(*told)

    async def beat(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(BEAT)
            activity.heartbeat(*self._told)


@asynccontextmanager
async def attempting() -> AsyncIterator[Attempt]:
    """This attempt, with a pulse until the end of the block."""
    attempt = Attempt()
    beating = asyncio.create_task(attempt.beat())
    try:
        yield attempt
    finally:
        beating.cancel()
