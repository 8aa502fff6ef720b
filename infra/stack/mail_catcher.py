"""A mail server on loopback that delivers nothing: each mail it accepts goes into the outbox folder.

Knows: SMTP, and the faults it was told to commit. Never knows: why a mail was sent.
A mail is accepted (250) only when its file is on disk.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from aiosmtpd.smtp import SMTP, Envelope, Session

from infra.stack.outbox import CaughtMail, Folder
from infra.stack.places import LOOPBACK

_LARGEST_MAIL = 32 << 20


@dataclass
class Faults:
    """What the server is told to do wrong. Counters go down as faults are committed; zero is good behaviour."""

    temporary: int = 0
    """How many next recipients are answered with 451."""
    unknown: set[str] = field(default_factory=set)
    """Addresses answered with 550, in lower case, for as long as they are here."""
    lose_reply: int = 0
    """How many next mails are kept while the connection drops before the 250: the sender cannot know."""
    delay: float = 0.0
    """Seconds before each 250, for tests that must catch a mail on its way."""
    committed: int = 0
    """How many faults were committed so far."""

    def next_refusal(self, address: str) -> str | None:
        if address.lower() in self.unknown:
            self.committed += 1
            return "550 5.1.1 No such mailbox here"
        if self.temporary > 0:
            self.temporary -= 1
            self.committed += 1
            return "451 4.3.0 Try again later"
        return None

    def loses_next_reply(self) -> bool:
        if self.lose_reply == 0:
            return False
        self.lose_reply -= 1
        self.committed += 1
        return True


class MailCatcher:
    """The server. `async with MailCatcher(port=0, keep=folder) as mail:` and later `mail.messages(to=…)`.

    `stop` refuses connections from then on and `start` takes the same port again, so that a test can play an outage.
    """

    def __init__(self, *, port: int, keep: Path) -> None:
        self.port = port
        self.folder = Folder(keep)
        self.faults = Faults()
        self.connections = 0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.BaseTransport] = set()
        self._arrived = asyncio.Condition()

    @property
    def host(self) -> str:
        return LOOPBACK

    @property
    def running(self) -> bool:
        return self._server is not None

    async def start(self) -> None:
        """Listens; a port of 0 becomes a free one and stays the same after `stop`. Raises OSError if it is taken."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._conversation, LOOPBACK, self.port, backlog=256)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stops listening and drops every open connection."""
        if self._server is None:
            return
        self._server.close()
        for transport in list(self._open):
            _drop(transport)
        await self._server.wait_closed()
        self._server = None

    async def __aenter__(self) -> "MailCatcher":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def messages(self, *, to: str | None = None, subject: str | None = None) -> list[CaughtMail]:
        """Kept mails, oldest first: those to this address, and with these words in the subject."""
        return [
            mail
            for mail in self.folder.all()
            if (to is None or to.lower() in (address.lower() for address in mail.recipients))
            and (subject is None or subject in mail.subject)
        ]

    async def wait_for(
        self, count: int, *, to: str | None = None, subject: str | None = None, patience: float = 15.0
    ) -> list[CaughtMail]:
        """The mails that match, as soon as there are `count`. Raises TimeoutError after `patience` seconds."""
        found = self.messages(to=to, subject=subject)

        def enough() -> bool:
            nonlocal found
            found = self.messages(to=to, subject=subject)
            return len(found) >= count

        try:
            async with asyncio.timeout(patience), self._arrived:
                await self._arrived.wait_for(enough)
        except TimeoutError:
            raise TimeoutError(f"{len(found)} of {count} mails came within {patience:.0f} s") from None
        return found

    def clear(self) -> None:
        """Forgets the kept mails and the faults."""
        for mail in self.folder.all():
            (self.folder.path / f"{mail.id}.eml").unlink()
        self.faults = Faults()

    @contextlib.asynccontextmanager
    async def outage(self) -> AsyncIterator[None]:
        """Refuses connections inside the block."""
        await self.stop()
        try:
            yield
        finally:
            await self.start()

    def _conversation(self) -> asyncio.BaseProtocol:
        return _Conversation(self, asyncio.get_running_loop())

    def opened(self, transport: asyncio.BaseTransport) -> None:
        """A connection was made."""
        self.connections += 1
        self._open.add(transport)

    def closed(self, transport: asyncio.BaseTransport) -> None:
        """A connection has ended."""
        self._open.discard(transport)

    async def accepted(self) -> None:
        """Wakes those who wait for mail."""
        async with self._arrived:
            self._arrived.notify_all()


class _Answers:
    """What the server says at each step, by aiosmtpd's names."""

    def __init__(self, catcher: MailCatcher) -> None:
        self._catcher = catcher

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = self._catcher.faults.next_refusal(address)
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        recipients = tuple(envelope.rcpt_tos)
        faults = self._catcher.faults
        await asyncio.sleep(faults.delay)
        await asyncio.to_thread(self._catcher.folder.keep, envelope.mail_from or "", recipients, raw)
        await self._catcher.accepted()
        if faults.loses_next_reply():
            _drop(server.transport)
        return "250 2.0.0 Kept"


class _Conversation(SMTP):
    """One connection, known to the catcher while it is open."""

    def __init__(self, catcher: MailCatcher, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(
            _Answers(catcher),
            hostname="mail.example.org",
            ident="Leeway mail catcher",
            data_size_limit=_LARGEST_MAIL,
            loop=loop,
        )
        self._catcher = catcher
        self._wire: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._wire = transport
        self._catcher.opened(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self._wire is not None:
            self._catcher.closed(self._wire)
        super().connection_lost(error)


def _drop(transport: asyncio.BaseTransport | None) -> None:
    """Ends a connection at once, without a word."""
    if isinstance(transport, asyncio.Transport):
        transport.abort()
