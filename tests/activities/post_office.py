"""A worker's post office: the directory, a database and a mail server, all real, and posts to hand in."""

import email.utils
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any

from activities.notices import Notices
from activities.sending import Failures, Sending
from infra.database import Database
from infra.deliveries import Deliveries
from infra.directory_desk import DirectoryDesk
from infra.mail import Mailer, Refused, ReplyLost, TryLater, opaque_id
from infra.settings import Settings
from infra.stack.mail_catcher import MailCatcher
from infra.stack.outbox import CaughtMail
from tests.activities.asking import STARTED, ask
from tests.infra.cases import REFERENCE
from workflows.case.certification_letters import CertificationReminder
from workflows.case.duties import AlertSupervisors, SendNotice
from workflows.case.notices import Notice, SupervisorAlert
from workflows.case.told import Role
from workflows.rules.policy import LeavePolicy
from workflows.signatures import Outcome, OutcomeKind, Post, Posted

AT = datetime(2026, 3, 2, 14, tzinfo=UTC)
ROWAN, ALDER, HAZEL, LINDEN = (f"{name}@staff.example.org" for name in ("rowan", "alder", "hazel", "linden"))
REMINDER = CertificationReminder(due_on=date(2026, 3, 20))


def notice(key: str, said: Notice = REMINDER, *, role: Role = Role.EMPLOYEE) -> SendNotice:
    """A notice to one role."""
    return SendNotice(key=f"{REFERENCE}/{key}", at=AT, role=role, notice=said)


def alert(key: str, said: SupervisorAlert, *, on: date = date(2026, 3, 2)) -> AlertSupervisors:
    """An alert to whoever supervises on a day."""
    return AlertSupervisors(key=f"{REFERENCE}/{key}", at=AT, on=on, alert=said)


class PostOffice:
    """One worker's. `employee` is whose case the posts belong to."""

    def __init__(self, database: Database, mail: MailCatcher, employee: str, **tools: Any) -> None:
        settings = Settings(smtp_port=mail.port)
        self.employee = employee
        self.mailer = Mailer(settings)
        self.notices = Notices(
            settings=settings,
            employer_name="Commonwealth of Massachusetts",
            directory=DirectoryDesk(database),
            sending=Sending(
                settings=settings,
                deliveries=tools.get("deliveries", Deliveries(database)),
                sender=self.mailer,
                failures=Failures(refused=Refused, passing=(TryLater, ReplyLost)),
                opaque_id=opaque_id,
            ),
        )

    async def deliver(
        self,
        *duties: SendNotice | AlertSupervisors,
        coordinator: str | None = "C-1",
        started: datetime = STARTED,
        policy: LeavePolicy | None = None,
        **attempt: Any,
    ) -> dict[tuple[str, Role], Outcome]:
        """One attempt at a post: how each mail of it ended, by key (without the case) and role."""
        post = Post(
            reference=REFERENCE,
            employee=self.employee,
            custodian="commonwealth",
            coordinator=coordinator,
            notices=tuple(duty for duty in duties if isinstance(duty, SendNotice)),
            alerts=tuple(duty for duty in duties if isinstance(duty, AlertSupervisors)),
            policy=policy,
        )
        posted: Posted = await ask(self.notices.deliver, post, started=started, **attempt)
        found = {(o.key.removeprefix(f"{REFERENCE}/"), o.role): o for o in posted.outcomes}
        assert len(found) == len(posted.outcomes)
        return found

    async def kinds(self, *duties: SendNotice | AlertSupervisors, **how: Any) -> dict[tuple[str, Role], OutcomeKind]:
        """The same, and no more than how each ended."""
        return {key: outcome.kind for key, outcome in (await self.deliver(*duties, **how)).items()}


@asynccontextmanager
async def post_office(database: Database, mail: MailCatcher, employee: str, **tools: Any) -> AsyncIterator[PostOffice]:
    """A post office that is closed in the end."""
    made = PostOffice(database, mail, employee, **tools)
    try:
        yield made
    finally:
        await made.mailer.close()


def readers(mail: MailCatcher) -> list[str]:
    """Who was written to, in order."""
    return [address for caught in mail.messages() for address in caught.recipients]


def addressed(caught: CaughtMail) -> str:
    """The address in the To line."""
    return email.utils.parseaddr(str(caught.message["To"]))[1]
