"""Mail out: one connection kept open, each message handed over command by command so that failures can be told apart.

Knows: SMTP and its replies. Never knows: who is written to, or why. An address or a content never gets into an error.
A lost reply after the final dot leaves open whether the mail was taken: it is sent again under the same Message-ID.
"""

import asyncio
import email.policy
import hashlib
from email.message import EmailMessage

import aiosmtplib

from infra.settings import Settings, secret

ANSWER_SECONDS = 20
"""How long a mail server may take for one answer."""

_ABOUT_US = (500, 502, 503, 504, 530, 534, 535, 538)
"""Codes for what we did wrong, such as not to sign in: no reader is unknown because of them (RFC 5321, 4954)."""

_NO_ADDRESS = 553

# Seven bits, since no server was asked whether it takes eight; and no header folded, since the threads of long mail
# domains would come out as encoded words.
_ON_THE_WIRE = email.policy.SMTP.clone(cte_type="7bit", max_line_length=998)


class TryLater(Exception):
    """Not now: no connection, or a passing refusal. The mail was certainly not taken."""


class ReplyLost(Exception):
    """The mail was sent and the answer was lost: it may or may not have been taken."""


class Refused(Exception):
    """The mail server says no for good, with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"refused with {code}")
        self.code = code


class Mailer:
    """A sender. Use it from one event loop; `close()` it in the end."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._connection: aiosmtplib.SMTP | None = None
        self._lock = asyncio.Lock()

    async def send(self, message: EmailMessage, *, to: str) -> None:
        """One message to one address. Raises TryLater, ReplyLost or Refused."""
        async with self._lock:
            smtp = await self._connected()
            try:
                await self._hand_over(smtp, message, to)
            except (TryLater, ReplyLost, asyncio.CancelledError):
                # Cancelled in mid-sentence: what this connection would say next is anybody's guess.
                self._drop()
                raise

    async def close(self) -> None:
        """Say goodbye."""
        async with self._lock:
            if self._connection is not None and self._connection.is_connected:
                try:
                    await self._connection.quit()
                except (aiosmtplib.SMTPException, OSError):
                    self._drop()
            self._connection = None

    async def _hand_over(self, smtp: aiosmtplib.SMTP, message: EmailMessage, to: str) -> None:
        sender = self.settings.mail_from.partition("<")[2].rstrip(">") or self.settings.mail_from
        try:
            await smtp.mail(sender)
        except (aiosmtplib.SMTPException, OSError) as error:
            raise TryLater(f"sender not accepted: {_code(error)}") from None
        try:
            await smtp.rcpt(to)
        except (aiosmtplib.SMTPException, OSError) as error:
            raise await self._judged(smtp, error) from None
        except ValueError:
            raise await self._refused(smtp, _NO_ADDRESS) from None
        try:
            await smtp.data(message.as_bytes(policy=_ON_THE_WIRE))
        except aiosmtplib.SMTPResponseException as error:
            raise await self._judged(smtp, error) from None
        except (aiosmtplib.SMTPException, OSError):
            raise ReplyLost("the answer to a mail was lost") from None

    async def _judged(self, smtp: aiosmtplib.SMTP, error: Exception) -> Exception:
        """5xx is for good, unless it is about us; anything else is not. The connection goes on after an answer."""
        code = _code(error)
        if 500 <= code < 600 and code not in _ABOUT_US:
            return await self._refused(smtp, code)
        return TryLater(f"not taken now: {code}")

    async def _refused(self, smtp: aiosmtplib.SMTP, code: int) -> Refused:
        try:
            await smtp.rset()
        except (aiosmtplib.SMTPException, OSError):
            self._drop()
        return Refused(code)

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._connection is not None and self._connection.is_connected:
            return self._connection
        told = self.settings
        smtp = aiosmtplib.SMTP(
            hostname=told.smtp_host,
            port=told.smtp_port,
            start_tls=told.smtp_starttls,
            timeout=ANSWER_SECONDS,
            local_hostname="leeway.invalid",  # the name of this machine is nobody's business
        )
        try:
            await smtp.connect()
            if told.smtp_user and told.smtp_password_file:
                await smtp.login(told.smtp_user, secret(told.smtp_password_file))
        except (aiosmtplib.SMTPException, OSError) as error:
            smtp.close()
            raise TryLater(f"no mail server: {type(error).__name__}") from None
        except BaseException:
            smtp.close()
            raise
        self._connection = smtp
        return smtp

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def opaque_id(key: str) -> str:
    """A short name for a key that tells nothing of it and is the same every time."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _code(error: Exception) -> int:
    return error.code if isinstance(error, aiosmtplib.SMTPResponseException) else 0
