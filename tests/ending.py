"""Workers in tests end, also where the SDK's own last step does not.

About once in a thousand workers, on a busy machine, the SDK's core (1.35.0) never comes back from `finalize_shutdown`.
By then every poll, task and completion of the worker is over and only the core's clean-up is left; the SDK ignores how
that ends, and so it may be given up. Workers that are processes of their own are killed by whoever started them.
"""

import asyncio
from collections.abc import Iterator

import pytest
from temporalio.bridge.worker import Worker

PATIENCE_SECONDS = 20.0


@pytest.fixture(scope="session", autouse=True)
def workers_end() -> Iterator[None]:
    """For all tests: the last step of a worker takes no longer than our patience."""
    endless = Worker.finalize_shutdown

    async def ending(worker: Worker) -> None:
        await asyncio.wait_for(endless(worker), PATIENCE_SECONDS)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Worker, "finalize_shutdown", ending)
        yield
