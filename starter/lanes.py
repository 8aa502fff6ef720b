"""Programs that run beside each other, a few at a time, and are stopped together.

Knows: child processes, what they write, how an interrupt reaches them. Never knows: what they are for.
"""

import asyncio
import signal
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

from infra.stack import places, processes

Result = TypeVar("Result")
Sink = Callable[[str], None]

_SECONDS_TO_CLEAR_UP = 40.0
_LONGEST_LINE = 1 << 20


async def in_lanes(jobs: Sequence[Callable[[], Awaitable[Result]]], *, lanes: int) -> list[Result]:
    """What each job came to. The first waiting one begins as soon as a lane is free.

    TERM stops them all as an interrupt does: each job is cancelled, and may clear up.
    """
    free = asyncio.Semaphore(lanes)

    async def in_its_turn(job: Callable[[], Awaitable[Result]]) -> Result:
        async with free:
            return await job()

    async with _stopped_by_term(), asyncio.TaskGroup() as together:
        running = [together.create_task(in_its_turn(job)) for job in jobs]
    return [task.result() for task in running]


async def call(command: Sequence[str], *, sink: Sink | None = None) -> int:
    """Runs a program to its end, and gives its exit code. Lines go to the sink; without one it speaks for itself."""
    child = await asyncio.create_subprocess_exec(
        *processes.dying_with_parent(command),
        cwd=places.ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if sink else None,
        stderr=subprocess.STDOUT if sink else None,
        process_group=0,  # a Ctrl-C reaches us alone, and is handed on
        limit=_LONGEST_LINE,
    )
    try:
        while child.stdout and sink and (line := await child.stdout.readline()):
            sink(line.decode("utf-8", "replace").rstrip())
        return await child.wait()
    except asyncio.CancelledError:
        await _clear_up(child)
        raise


async def _clear_up(child: asyncio.subprocess.Process) -> None:
    """It may end what it started. Not for ever, and not where a second interrupt comes."""
    if child.returncode is None:
        child.send_signal(signal.SIGINT)
    try:
        await asyncio.wait_for(child.wait(), _SECONDS_TO_CLEAR_UP)
    except (TimeoutError, asyncio.CancelledError):
        child.kill()
        await child.wait()


@asynccontextmanager
async def _stopped_by_term() -> AsyncIterator[None]:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    if task is not None:
        loop.add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
