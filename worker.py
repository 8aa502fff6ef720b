"""Assembles the worker: settings, connections, deeds, workflows, and the reconciler beside them.

Knows: everything by name. Never knows: an `if` about the business. Run it as a program: `python worker.py`.
"""

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from temporalio.worker import Worker

from activities.documents import Documents
from activities.employment import Employment
from activities.migration import HandOver
from activities.notices import Notices
from activities.record import Records
from activities.sending import Failures, Sending
from infra import policies, temporal
from infra.deliveries import Deliveries
from infra.handovers import HandOverBook
from infra.keyring import KeyringUnusable
from infra.mail import Mailer, Refused, ReplyLost, TryLater, opaque_id
from infra.settings import Settings
from starter import reconciler
from starter.office import Office, open_office
from workflows.leave_case import LeaveCaseWorkflow
from workflows.messages import TASK_QUEUE
from workflows.migration import MigrationWorkflow

WORKFLOWS = (LeaveCaseWorkflow, MigrationWorkflow)
GRACE = timedelta(seconds=8)
"""For deeds under way when the worker is told to stop; what does not end then is done by the next worker."""


def deeds(office: Office, mailer: Mailer) -> list[Callable[..., Any]]:
    """Every activity, with its tools handed in."""
    settings = office.settings
    employer_name = policies.read(settings.employer)["employer_name"]
    sending = Sending(
        settings=settings,
        deliveries=Deliveries(office.database),
        sender=mailer,
        failures=Failures(refused=Refused, passing=(TryLater, ReplyLost)),
        opaque_id=opaque_id,
    )
    notices = Notices(settings=settings, employer_name=employer_name, directory=office.desk, sending=sending)
    hand_over = HandOver(
        register=office.register,
        desk=office.desk,
        book=HandOverBook(office.database),
        door=office.cases,
        settings=settings,
        employer_name=employer_name,
        sending=sending,
    )
    return [
        Employment(office.desk).look_up_employment,
        Records(office.register, office.desk).record,
        notices.deliver,
        Documents(office.papers).file_documents,
        hand_over.hand_over_page,
        hand_over.send_summaries,
    ]


async def work(settings: Settings) -> None:
    """Work until told to stop by INT or TERM. Raises CannotConnect, KeyringUnusable, OSError."""
    async with contextlib.AsyncExitStack() as leaving:
        office = await leaving.enter_async_context(
            open_office(settings, identity="leeway-worker", runtime=temporal.runtime(settings))
        )
        mailer = Mailer(settings)
        leaving.push_async_callback(mailer.close)
        worker = Worker(
            office.client,
            task_queue=TASK_QUEUE,
            workflows=list(WORKFLOWS),
            activities=deeds(office, mailer),
            graceful_shutdown_timeout=GRACE,
        )
        await leaving.enter_async_context(worker)
        reconciling = asyncio.create_task(reconciler.keep(office.cases))
        leaving.callback(reconciling.cancel)
        logging.getLogger("leeway").info("working")
        await _told_to_stop(reconciling)


async def _told_to_stop(reconciling: asyncio.Task[None]) -> None:
    """Returns on INT or TERM; raises what ended the reconciler, so that the process ends and is started again."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((stopping, reconciling), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if reconciling.done():
        reconciling.result()


def main() -> int:
    """The program: 0 after an orderly stop, 1 when a part cannot be used."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s", stream=sys.stderr)
    logging.getLogger("leeway").setLevel(logging.INFO)
    try:
        asyncio.run(work(Settings()))
    except (temporal.CannotConnect, KeyringUnusable, OSError) as failure:
        logging.getLogger("leeway").error("%s", failure)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
