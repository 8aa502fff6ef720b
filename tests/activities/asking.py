"""Asks a deed as a worker would: in the context of an attempt that began at an instant of the server's."""

import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from temporalio.testing import ActivityEnvironment

Answer = TypeVar("Answer")

STARTED = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)


async def ask(
    deed: Callable[[Any], Awaitable[Answer]],
    about: Any,
    *,
    started: datetime = STARTED,
    before: Sequence[Any] = (),
    beats: list[tuple[Any, ...]] | None = None,
) -> Answer:
    """The deed's answer, of one attempt: what the attempt before remembered, and a list for what this one does."""
    environment = ActivityEnvironment()
    environment.info = dataclasses.replace(environment.info, started_time=started, heartbeat_details=list(before))
    if beats is not None:
        environment.on_heartbeat = lambda *told: beats.append(told)
    answer: Answer = await environment.run(deed, about)
    return answer
