"""The outbox: every mail that the catcher accepted, one file each.

Knows: how a mail lies on disk and how it reads. Never knows: SMTP, or why a mail was sent.
A mail is written whole or not at all; file names say when it was accepted, and nothing about anybody.
"""

import email
import email.policy
import os
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class CaughtMail:
    """One accepted mail: its envelope, its bytes as they came, and when the server took responsibility for it."""

    id: str
    sender: str
    recipients: tuple[str, ...]
    raw: bytes = field(repr=False)

    @property
    def accepted_at(self) -> datetime:
        """The instant just before the 250, in UTC."""
        return datetime.fromtimestamp(int(self.id.partition(".")[0]) / 1e9, tz=UTC)

    @cached_property
    def message(self) -> EmailMessage:
        parsed = email.message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)  # noqa: S101 - what this policy makes
        return parsed

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"] or "")

    @property
    def text(self) -> str:
        """The plain text, empty if there is none."""
        return self._body("plain")

    @property
    def html(self) -> str:
        """The HTML, empty if there is none."""
        return self._body("html")

    @property
    def attachments(self) -> tuple[EmailMessage, ...]:
        return tuple(part for part in self.message.iter_attachments() if isinstance(part, EmailMessage))

    def _body(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part is not None else ""


class Folder:
    """The kept mails, one file each: two envelope lines, then the mail. Written whole or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, sender: str, recipients: tuple[str, ...], raw: bytes) -> str:
        """Writes the mail to disk for certain and returns its id."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.path / f".{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(f"{sender}\n{' '.join(recipients)}\n".encode())
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())
        name = f"{time.time_ns()}.{secrets.token_hex(4)}"
        draft.rename(self.path / f"{name}.eml")
        return name

    def read(self, mail_id: str) -> CaughtMail | None:
        """The mail with this id; None if there is none."""
        if not mail_id.replace(".", "").isalnum():
            return None
        try:
            sender, recipients, raw = (self.path / f"{mail_id}.eml").read_bytes().split(b"\n", 2)
        except FileNotFoundError:
            return None
        return CaughtMail(mail_id, sender.decode(), tuple(recipients.decode().split()), raw)

    def ids(self) -> list[str]:
        """Ids of every mail kept, oldest first."""
        return sorted(path.stem for path in self.path.glob("*.eml"))

    def all(self) -> list[CaughtMail]:
        """Every mail kept, oldest first."""
        found = (self.read(mail_id) for mail_id in self.ids())
        return [mail for mail in found if mail is not None]
