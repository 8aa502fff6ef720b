"""A stock of open cases in the vendor's custody, with a door that can refuse, fail and lose its answer.

The cases are real values of the case; the register and the book are real. The door stands for the one in `starter/`.
"""

import dataclasses
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel
from temporalio.testing import ActivityEnvironment

from activities.migration import HandOver, NotHandedOver, Refusal
from activities.sending import Failures, Sending
from infra.database import Database
from infra.deliveries import Deliveries
from infra.directory_desk import DirectoryDesk
from infra.directory_tables import Coordinator
from infra.handovers import HandOverBook
from infra.keyring import Keyring
from infra.mail import Mailer, Refused, ReplyLost, TryLater, opaque_id
from infra.register import Register
from infra.settings import Settings
from infra.stack.mail_catcher import MailCatcher
from tests.case.telling import Telling, at, period
from workflows.case.asked import CustodianChange
from workflows.case.case import LeaveCase
from workflows.case.said import Custodian
from workflows.signatures import HandOverOrder, HandOverPage, SummaryOrder
from workflows.view import CaseView

NOW = at("2026-03-10")
VENDOR: dict[str, Any] = {"custodian": Custodian.VENDOR}
COORDINATORS = (
    ("C-1", "Juniper Vale", "juniper.vale@example.org", "commonwealth", "A-1"),
    ("C-2", "Basil Thorn", "basil.thorn@example.org", "commonwealth", "*"),
    ("V-1", "Fern Quill", "fern.quill@example.com", "vendor", "*"),
)


class DoorDouble:
    """Asks the case itself, and the register follows; with faults for single cases."""

    def __init__(self, register: Register) -> None:
        self.cases: dict[str, LeaveCase] = {}
        self.asked: list[CustodianChange] = []
        self.refuses: dict[str, str] = {}
        self.is_down = False
        self.loses_answer_of: set[str] = set()
        self.meddles: Callable[[LeaveCase], LeaveCase] = lambda case: case
        self._register = register

    async def change_custodian(self, reference: str, request: CustodianChange) -> CaseView | Refusal:
        self.asked.append(request)
        if self.is_down:
            raise ConnectionError("Temporal does not answer")
        if reference in self.refuses:
            return NotHandedOver(code=self.refuses[reference], sentence="No.")
        case = self.cases[reference]
        refusal = case.may(request)
        if refusal is not None:
            return refusal
        await self.keep(self.meddles(case.grant(request).case))
        if reference in self.loses_answer_of:
            self.loses_answer_of.discard(reference)
            raise ConnectionError("the answer was lost")
        return self.cases[reference].view()

    async def keep(self, case: LeaveCase) -> None:
        """The case as it is now; the register knows it at once."""
        self.cases[case.reference] = case
        async with self._register.writing(case.reference) as pen:
            await pen.put(case.view())


@dataclass
class World:
    """A hand-over with its tools."""

    database: Database
    register: Register
    book: HandOverBook
    door: DoorDouble
    deeds: HandOver
    mailer: Mailer
    beats: list[str] = field(default_factory=list)

    async def add(self, reference: str, told: Telling, **changes: Any) -> None:
        """A case in the stock, with a coordinator of the vendor's."""
        fields = {"reference": reference, "coordinator": "V-1"} | changes
        await self.door.keep(told.case.model_copy(update=fields))

    async def page(
        self,
        *,
        after: str | None = None,
        limit: int = 25,
        batch: str = "M-1",
        seen: str | None = None,
        scheduled_at: datetime = NOW,
        started_at: datetime = NOW,
    ) -> HandOverPage:
        """One attempt at a page."""
        order = HandOverOrder(
            batch=batch, source="vendor", to="commonwealth", by="coordinator/C-1", after=after, limit=limit
        )
        environment = self._environment(
            started_at, scheduled_time=scheduled_at, heartbeat_details=[seen] if seen else []
        )
        environment.on_heartbeat = self.beats.append
        return await environment.run(self.deeds.hand_over_page, order)

    async def summaries(self, *, batch: str = "M-1", started_at: datetime = NOW + timedelta(hours=1)) -> int:
        """One attempt at the summaries."""
        order = SummaryOrder(batch=batch, to="commonwealth")
        return await self._environment(started_at).run(self.deeds.send_summaries, order)

    async def states(self, batch: str = "M-1") -> dict[str, str]:
        """What the book says of each case."""
        return {row.reference: row.state for row in await self.book.of_batch(batch)}

    @staticmethod
    def _environment(started_at: datetime, **info: Any) -> ActivityEnvironment:
        environment = ActivityEnvironment()
        environment.info = dataclasses.replace(environment.info, started_time=started_at, **info)
        return environment


@asynccontextmanager
async def world(database: Database, mail: MailCatcher, keys: Path) -> AsyncIterator[World]:
    """Coordinators and no case yet; everything is real but the door."""
    await people(database)
    register = Register(database, Keyring.create(keys / f"{secrets.token_hex(4)}.json"))
    book, door = HandOverBook(database), DoorDouble(register)
    settings = Settings(smtp_port=mail.port)
    mailer = Mailer(settings)
    sending = Sending(
        settings=settings,
        deliveries=Deliveries(database),
        sender=mailer,
        failures=Failures(refused=Refused, passing=(TryLater, ReplyLost)),
        opaque_id=opaque_id,
    )
    deeds = HandOver(
        register=register,
        desk=DirectoryDesk(database),
        book=book,
        door=door,
        settings=settings,
        employer_name="Commonwealth",
        sending=sending,
    )
    yield World(database, register, book, door, deeds, mailer)
    await mailer.close()


async def people(database: Database, coordinators: Sequence[tuple[str, str, str, str, str]] = COORDINATORS) -> None:
    """Coordinators of both custodians."""
    rows: list[SQLModel] = [
        Coordinator(ref=ref, name=name, email=email, phone="617-555-0100", custodian=custodian, agencies=agencies)
        for ref, name, email, custodian, agencies in coordinators
    ]
    async with database.writing() as session:
        session.add_all(rows)


def waiting() -> Telling:
    """The certification is awaited until 23 March."""
    told = Telling(at("2026-03-08"), period("2026-04-01", "2026-05-15"), **VENDOR)
    told.found(at("2026-03-08", "09:05"))
    return told


def overdue() -> Telling:
    """The certification was due by 28 February and has not come."""
    told = Telling(at("2026-02-13"), period("2026-04-01", "2026-05-15"), **VENDOR)
    told.found(at("2026-02-13", "09:05"))
    told.until(NOW)
    return told


def unknown() -> Telling:
    """The employment record is still awaited, so nobody knows the agency."""
    return Telling(at("2026-03-09"), period("2026-04-01", "2026-05-15"), **VENDOR)


async def filled(stock: World, count: int) -> list[str]:
    """Some waiting cases, by reference."""
    references = [f"LV-{n:04d}" for n in range(1, count + 1)]
    for reference in references:
        await stock.add(reference, waiting())
    return references
