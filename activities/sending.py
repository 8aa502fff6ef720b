"""One mail on its way: claimed before it is sent, settled for good after, under a Message-ID made of its key.

Knows: the order (claim, send, settle), what each kind of failure means, the envelope. Never knows: words, people, or
why somebody is written to. A mail whose acceptance is known is never sent again; a lost answer is, as the same mail.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from temporalio import activity

from workflows.case.notices import Role
from workflows.signatures import OutcomeKind

if TYPE_CHECKING:
    from infra.deliveries import Deliveries
    from infra.settings import Settings

LEASE = timedelta(seconds=90)
"""Longer than one attempt may last: a lease that is over belongs to a process that is gone."""

SETTLED = {"accepted": OutcomeKind.ACCEPTED, "failed": OutcomeKind.FAILED, "withdrawn": OutcomeKind.WITHDRAWN}

Clock = Callable[[], datetime]


class Sender(Protocol):
    """What sends, and how its failures are called."""

    async def send(self, message: EmailMessage, *, to: str) -> None: ...


class Failures(NamedTuple):
    """The sender's exceptions: for good, and for now."""

    refused: type[Exception]
    passing: tuple[type[Exception], ...]


class Unsent(Exception):
    """Some mails are still to be sent. Says how many, and nothing of whom or what."""


class Mail(NamedTuple):
    """One mail to one address. `reference` is what it belongs to: a case, or a hand-over of cases."""

    key: str
    reference: str
    kind: str
    role: Role
    address: str
    caused_at: datetime


class Ended(NamedTuple):
    """How a mail ended, in the time of whoever asked for it."""

    kind: OutcomeKind
    at: datetime
    failure: str | None = None


class Sending:
    """Sends mails, each once under its key; all tools are handed in."""

    def __init__(
        self,
        *,
        settings: "Settings",
        deliveries: "Deliveries",
        sender: Sender,
        failures: Failures,
        opaque_id: Callable[[str], str],
    ) -> None:
        self._settings = settings
        self._deliveries = deliveries
        self._sender = sender
        self._failures = failures
        self._opaque_id = opaque_id

    async def once(self, mail: Mail, write: Callable[[EmailMessage, datetime], None], clock: Clock) -> Ended | None:
        """How one mail ended, or None if it has not ended. `write` puts subject and words into the envelope."""
        try:
            row = await self._deliveries.claim(
                mail.key,
                reference=mail.reference,
                kind=mail.kind,
                role=mail.role.value,
                caused_at=mail.caused_at,
                lease=LEASE,
            )
        except RuntimeError:
            return None
        if row.state != "claimed":
            return Ended(SETTLED[row.state], row.ended_at or row.caused_at, row.failure)
        return await self._send(mail, write, clock)

    async def _send(self, mail: Mail, write: Callable[[EmailMessage, datetime], None], clock: Clock) -> Ended | None:
        at = clock()
        message = self._envelope(mail, at)
        write(message, at)
        try:
            await self._sender.send(message, to=mail.address)
        except self._failures.refused as refusal:
            failure = str(getattr(refusal, "code", "refused"))
            await self._deliveries.failed(mail.key, at=clock(), failure=failure)
            return Ended(OutcomeKind.FAILED, clock(), failure)
        except self._failures.passing:
            await self._deliveries.release(mail.key)
            return None
        at = clock()
        await self._deliveries.accepted(mail.key, at=at, message_id=str(message["Message-ID"]))
        return Ended(OutcomeKind.ACCEPTED, at)

    def _envelope(self, mail: Mail, at: datetime) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._settings.mail_from
        message["To"] = mail.address
        message["Reply-To"] = self._settings.mail_reply_to
        message["Date"] = format_datetime(at)
        message["Message-ID"] = self.mail_id(mail.key)
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        return message

    def mail_id(self, key: str) -> str:
        """The Message-ID of a key, or the name of a thread: the same every time, and it tells nothing of the key."""
        return f"<{self.opaque(key)}>"

    def opaque(self, key: str) -> str:
        """A name for a key in our mail domain."""
        return f"{self._opaque_id(key)}@{self._settings.mail_domain}"


def clock_of_attempt() -> Clock:
    """The case's clock: the server's instant of this attempt's start, and the time that went by since (also right
    where the case's time is ahead of ours)."""
    started_at, begun = activity.info().started_time, time.monotonic()
    return lambda: started_at + timedelta(seconds=time.monotonic() - begun)
