"""How long the workflows wait for a deed and how often they ask again, named by intent.

Knows: timeouts and retries. Never knows: what the deed is. Deeds are retried for ever: a server that is down for a
weekend must not lose a notice, and what fails for good comes back as a value, not as an exception.
"""

from datetime import timedelta
from typing import TypedDict

from temporalio.common import RetryPolicy


class Patience(TypedDict):
    """Keyword arguments of `workflow.execute_activity`."""

    start_to_close_timeout: timedelta
    heartbeat_timeout: timedelta
    retry_policy: RetryPolicy


# Every deed shows that it lives: one whose worker was killed is begun again after this long.
SILENCE = timedelta(seconds=8)

# People wait for it within a minute: ask again soon, and never slower than every half minute.
urgent = Patience(
    start_to_close_timeout=timedelta(seconds=60),
    heartbeat_timeout=SILENCE,
    retry_policy=RetryPolicy(
        initial_interval=timedelta(milliseconds=500), backoff_coefficient=2.0, maximum_interval=timedelta(seconds=30)
    ),
)

# The record behind a change: as urgent, but short, since it is one transaction.
routine = Patience(
    start_to_close_timeout=timedelta(seconds=30),
    heartbeat_timeout=SILENCE,
    retry_policy=RetryPolicy(
        initial_interval=timedelta(milliseconds=500), backoff_coefficient=2.0, maximum_interval=timedelta(seconds=30)
    ),
)

# A question whose answer the next step needs.
look_up = Patience(
    start_to_close_timeout=timedelta(seconds=20),
    heartbeat_timeout=SILENCE,
    retry_policy=RetryPolicy(
        initial_interval=timedelta(milliseconds=500), backoff_coefficient=2.0, maximum_interval=timedelta(minutes=1)
    ),
)

# How long a run waits for deeds under way before it continues as new and takes the rest along.
SETTLING = timedelta(seconds=30)
