"""`leeway up`: the stack and one worker in the foreground until somebody stops them.

Knows: signals, what a person wants to see. Never knows: what the worker does.
"""

import asyncio
import signal
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from rich.console import Console

from infra.stack.build import CannotGet
from infra.stack.logs import Logs
from infra.stack.processes import NotReady
from infra.stack.record import AlreadyRunning
from infra.stack.stack import Stack
from infra.stack.watched import Watched
from infra.stack.worker_process import WorkerProcess


async def up(home: Path, *, with_worker: bool = True) -> int:
    """Runs the stack of this home until Ctrl-C or TERM; returns the exit code of the command.

    0 after an orderly stop, 1 when a part could not be had or started, 2 when the home is already in use.
    """
    logs = Logs(home / "logs", Console(stderr=True, highlight=False))
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        await _until(stop, _run(Stack(home, say=logs.line), logs, with_worker=with_worker))
        logs.line("stack", "stopped; everything is kept for the next start")
    except AlreadyRunning as refusal:
        logs.line("stack", str(refusal))
        return 2
    except (CannotGet, NotReady, OSError) as failure:
        logs.line("stack", str(failure))
        return 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
        logs.close()
    return 0


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Does the work until told to stop; then cancels it and waits for its clean-up. Raises what the work raised."""
    working = asyncio.create_task(work)
    told = asyncio.create_task(stop.wait())
    await asyncio.wait((working, told), return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    working.cancel()
    try:
        await working
    except asyncio.CancelledError:
        return


async def _run(stack: Stack, logs: Logs, *, with_worker: bool) -> None:
    async with stack:
        worker = WorkerProcess(
            stack.environment, metrics_port=stack.ports.metrics, sink=lambda line: logs.line("worker", line)
        )
        try:
            async with asyncio.TaskGroup() as watch:
                for server in (stack.temporal, stack.store):
                    watch.create_task(Watched(server, stack.note, logs.line).keep())
                if with_worker:
                    watched = Watched(worker, stack.note, logs.line)
                    stack.programs.append(worker.program)
                    await watched.begin()
                    watch.create_task(watched.keep())
                _say_where(stack, logs)
                await asyncio.Event().wait()
        finally:
            # After its watcher is gone, so that nobody starts it again, and before the servers it needs.
            logs.line("stack", "stopping")
            await worker.stop()


def _say_where(stack: Stack, logs: Logs) -> None:
    settings = stack.settings
    logs.line("stack", f"Temporal    {settings['temporal_ui']}/namespaces/{settings['temporal_namespace']}/workflows")
    logs.line("stack", f"outbox      {settings['outbox_page']}")
    logs.line("stack", f"state       {stack.home.root}")
    logs.line("stack", "ready; Ctrl-C stops everything")
