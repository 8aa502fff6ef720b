"""Our worker as a child process of the stack.

Knows: how the worker is started and seen to poll. Never knows: what it works on.
"""

import re
import sys
from collections.abc import Mapping

from infra.stack import places, processes
from infra.stack.places import LOOPBACK
from infra.stack.processes import LineSink, Program

# The SDK's own gauge of pollers: one above zero says that the worker has reached the server and asks for work.
_POLLING = re.compile(rb"^temporal_num_pollers\{[^}]*\} [1-9]", re.M)


class WorkerProcess:
    """One worker. `kill` plays a crash; `start` again plays its replacement."""

    def __init__(self, environment: Mapping[str, str], *, metrics_port: int, sink: LineSink | None = None) -> None:
        self._metrics_port = metrics_port
        argv = [sys.executable, str(places.ROOT / "worker.py")]
        # Lines must not wait in a buffer while a person watches.
        self.program = Program("worker", argv, env={**environment, "PYTHONUNBUFFERED": "1"}, cwd=places.ROOT, sink=sink)

    async def start(self) -> None:
        """Starts the worker and returns when it asks the server for work. Raises NotReady."""
        await self.program.start()
        await self.program.ready(self._polls)

    async def stop(self) -> None:
        """Lets deeds in flight end, for some seconds."""
        await self.program.stop(patience=9.0)

    async def kill(self) -> None:
        await self.program.kill()

    async def _polls(self) -> bool:
        metrics = await processes.get_http(LOOPBACK, self._metrics_port, "/metrics")
        return _POLLING.search(metrics) is not None
