"""The worker of the bare workflow, a process of its own: a plain client, one mail connection that is kept.

Knows: how a mail is handed over in the fewest steps. Never knows: what is in it.
Run it as a program: `python -m starter.bench.bare_worker ADDRESS NAMESPACE SMTP_HOST SMTP_PORT`.
"""

import asyncio
import signal
import smtplib
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

from starter.bench.bare import QUEUE, SEND_BOTH, BareWorkflow

THREADS = 40
"""More than there are reports at once, so that none waits for a thread."""


class Post:
    """One connection, used by one deed at a time."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._lock = threading.Lock()
        self._connection: smtplib.SMTP | None = None

    @activity.defn(name=SEND_BOTH)
    def send_both(self, sender: str, first_to: str, first: bytes, second_to: str, second: bytes) -> None:
        """Both mails; after a failure the next attempt takes a new connection."""
        with self._lock:
            try:
                smtp = self._connected()
                smtp.sendmail(sender, [first_to], first)
                smtp.sendmail(sender, [second_to], second)
            except (smtplib.SMTPException, OSError):
                self._connection = None
                raise

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            self._connection = smtplib.SMTP(self._host, self._port, local_hostname="bare.invalid", timeout=20)
        return self._connection


async def work(address: str, namespace: str, host: str, port: int) -> None:
    """Work until told to stop by INT or TERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    client = await Client.connect(address, namespace=namespace, identity="bare-worker")
    with ThreadPoolExecutor(THREADS) as threads:
        deeds = [Post(host, port).send_both]
        async with Worker(
            client, task_queue=QUEUE, workflows=[BareWorkflow], activities=deeds, activity_executor=threads
        ):
            await stop.wait()


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
