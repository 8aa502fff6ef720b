"""One mail on its way: claimed before it is sent, settled for good after, under a Message-ID made of its key.

Knows: the order (claim, send, settle), what each kind of failure means, the envelope. Never knows: words, people, or
why somebody is written to. A mail whose acceptance is known is never sent again; a lost answer is, as the same mail.
"""

import asyncio
import email.policy
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from activities.attempt import Attempt
from workflows.case.told import Role
from workflows.signatures import OutcomeKind

if TYPE_CHECKING:
    from infra.deliveries import Deliveries
    from infra.settings import Settings

LONGEST = timedelta(seconds=30)
"""For one mail, from its claim to the mail server's answer; then it is asked again, as after a lost reply."""

LEASE = LONGEST + timedelta(seconds=5)
"""A lease that is over belongs to a process that is gone."""

SEVEN_BITS = email.policy.SMTP.clone(cte_type="7bit")
"""Names in letters of any alphabet, for mail servers of any age."""

SETTLED = {"accepted": OutcomeKind.ACCEPTED, "failed": OutcomeKind.FAILED, "withdrawn": OutcomeKind.WITHDRAWN}

Write = Callable[[EmailMessage, datetime], None]
"""Puts subject and words into an envelope."""


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

    async def once(self, mail: Mail, write: Write, attempt: Attempt) -> Ended | None:
        """How one mail ended, or None if it has not ended."""
        if attempt.before[:1] == (mail.key,):
            return await self._accepted(mail, datetime.fromisoformat(attempt.before[1]))
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
        return await self._send(mail, write, attempt)

    async def _send(self, mail: Mail, write: Write, attempt: Attempt) -> Ended | None:
        at = attempt.now()
        message = self._envelope(mail, at)
        write(message, at)
        passing: tuple[type[Exception], ...] = (*self._failures.passing, TimeoutError)
        try:
            async with asyncio.timeout(LONGEST.total_seconds()):
                await self._sender.send(message, to=mail.address)
        except self._failures.refused as refusal:
            failure = str(getattr(refusal, "code", "refused"))
            at = attempt.now()
            await self._deliveries.failed(mail.key, at=at, failure=failure)
            return Ended(OutcomeKind.FAILED, at, failure)
        except passing:
            await self._deliveries.release(mail.key)
            return None
        at = attempt.now()
        # Should the database be down just now, the next attempt still knows, and sends no second copy.
        attempt.remember(mail.key, at.isoformat())
        return await self._accepted(mail, at)

    async def _accepted(self, mail: Mail, at: datetime) -> Ended:
        await self._deliveries.accepted(mail.key, at=at, message_id=self.mail_id(mail.key))
        return Ended(OutcomeKind.ACCEPTED, at)

    def _envelope(self, mail: Mail, at: datetime) -> EmailMessage:
        message = EmailMessage(policy=SEVEN_BITS)
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
