"""A vendor's stock of cases with everything real: server, workflows, register, directory, mail. Only papers are not.

The door to the cases can be held at one of them, as if its answer got lost on the way.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import SQLModel
from temporalio.client import Client, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker

from activities.employment import Employment
from activities.migration import HandOver, NotHandedOver, Refusal
from activities.notices import Notices
from activities.record import Records
from activities.sending import Failures, Sending
from infra.database import Database
from infra.deliveries import Deliveries
from infra.directory_desk import DirectoryDesk, Personnel
from infra.directory_tables import Agency, Coordinator, Employee, HoursWorked
from infra.handovers import HandOverBook
from infra.keyring import Keyring
from infra.mail import Mailer, Refused, ReplyLost, TryLater, opaque_id
from infra.register import Register
from infra.settings import Settings
from tests.workflows.conftest import Stage
from workflows.case.asked import CustodianChange
from workflows.case.said import Custodian
from workflows.leave_case import LeaveCaseWorkflow
from workflows.messages import workflow_id
from workflows.migration import Migration, MigrationReport, MigrationWorkflow, migration_id
from workflows.rules.calendar import NEW_YORK
from workflows.view import CaseView

COORDINATORS = (("V-1", "vendor", "*"), ("C-1", "commonwealth", "A-1"), ("C-2", "commonwealth", "A-1"))
NOBODYS_AGENCY = ("C-3", "commonwealth", "*")


class Desk(DirectoryDesk):
    """The directory, which does not answer for some people."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.silent_about: set[str] = set()

    async def personnel(self, employee: str, *, then: datetime | None = None) -> Personnel | None:
        """The record, or no answer."""
        if employee in self.silent_about:
            raise ConnectionError("the directory does not answer")
        return await super().personnel(employee, then=then)


class Door:
    """The way to a case, as `starter/` has it. `answered[n]` is set by the nth answer; one answer may be held back."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.answers = 0
        self.answered: dict[int, asyncio.Event] = defaultdict(asyncio.Event)
        self.hold_at: int | None = None

    async def change_custodian(self, reference: str, request: CustodianChange) -> CaseView | Refusal:
        """The case as it is now, or why not."""
        handle = self._client.get_workflow_handle(workflow_id(reference))
        try:
            view: CaseView = await handle.execute_update(
                LeaveCaseWorkflow.change_custodian, request, id=request.message_id
            )
        except WorkflowUpdateFailedError as failure:
            if not isinstance(failure.cause, ApplicationError):
                raise
            return NotHandedOver(code=failure.cause.details[0], sentence=failure.cause.message)
        self.answers += 1
        self.answered[self.answers].set()
        if self.answers == self.hold_at:
            await asyncio.Event().wait()
        return view


@dataclass
class VendorStage(Stage):
    """A stage whose deeds are the real ones, on a database and a mail server of its own."""

    database: Database
    keyring: Keyring
    settings: Settings
    register: Register = field(init=False)
    desk: Desk = field(init=False)
    door: Door = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.register = Register(self.database, self.keyring)
        self.desk = Desk(self.database)
        self.door = Door(self.client)

    @asynccontextmanager
    async def working(self, **options: Any) -> AsyncIterator[Worker]:
        """A worker with the workflows and deeds of production. When the block ends, what is under way is cut off."""
        mailer = Mailer(self.settings)
        async with Worker(
            self.client,
            task_queue=self.queue,
            workflows=[LeaveCaseWorkflow, MigrationWorkflow],
            activities=self._activities(mailer),
            **options,
        ) as worker:
            yield worker
        await mailer.close()

    def _activities(self, mailer: Mailer) -> list[Any]:
        sending = Sending(
            settings=self.settings,
            deliveries=Deliveries(self.database),
            sender=mailer,
            failures=Failures(refused=Refused, passing=(TryLater, ReplyLost)),
            opaque_id=opaque_id,
        )
        hand_over = HandOver(
            register=self.register,
            desk=self.desk,
            book=HandOverBook(self.database),
            door=self.door,
            settings=self.settings,
            employer_name="Commonwealth",
            sending=sending,
        )
        return [
            Employment(self.desk).look_up_employment,
            Records(self.register, self.desk).record,
            Notices(settings=self.settings, employer_name="Commonwealth", directory=self.desk, sending=sending).deliver,
            self.deeds.file_documents,
            hand_over.hand_over_page,
            hand_over.send_summaries,
        ]

    async def hand_over(self, batch: str) -> WorkflowHandle[Any, MigrationReport]:
        """Begin a hand-over, or begin it again."""
        migration = Migration(batch=batch, source=Custodian.VENDOR, to=Custodian.COMMONWEALTH, by="coordinator/C-1")
        with self.skipper.with_time_skipping_disabled():
            return await self.skipper.client.start_workflow(
                MigrationWorkflow.run, migration, id=migration_id(batch), task_queue=self.queue
            )

    async def views(self, references: Iterable[str]) -> dict[str, CaseView]:
        """Cases as the register knows them."""
        found = {reference: await self.register.get(reference) for reference in references}
        return {reference: view for reference, view in found.items() if view is not None}

    async def hire(self, employees: Iterable[str]) -> None:
        """People of one agency who meet every test, and the coordinators of both custodians."""
        rows: list[SQLModel] = [
            Agency(ref="A-1", name="Parks", liaison_name="Wren Ash", liaison_email="wren.ash@example.org"),
            *(
                Coordinator(
                    ref=ref,
                    name=f"Coordinator {ref}",
                    email=f"{ref.lower()}@example.org",
                    phone="617-555-0100",
                    custodian=custodian,
                    agencies=agencies,
                )
                for ref, custodian, agencies in (*COORDINATORS, NOBODYS_AGENCY)
            ),
        ]
        for employee in employees:
            rows += _employee(employee)
        async with self.database.writing() as session:
            session.add_all(rows)


def address(employee: str) -> str:
    """Where an employee's mail goes."""
    return f"{employee.lower()}@example.org"


def _employee(employee: str) -> list[SQLModel]:
    today = datetime.now(NEW_YORK).date()
    return [
        Employee(
            number=f"N{employee}",
            ref=employee,
            name=f"Employee {employee}",
            email=address(employee),
            agency="A-1",
            hired_on=date(2015, 3, 2),
            exempt=False,
            worksite_fifty=True,
            hours_complete=True,
        ),
        HoursWorked(
            employee_number=f"N{employee}",
            first_on=today - timedelta(days=500),
            last_on=today + timedelta(days=100),
            minutes=3000 * 60,
        ),
    ]
