"""The post: every mail of one wake, found its reader, put into words, and handed to a mail server at least once.

Knows: the order (claim, send, settle) and what each kind of failure means. Never knows: whether a notice is due, or the
law. A mail whose acceptance is known is never sent again; a lost answer is, under the same Message-ID.
"""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from temporalio import activity

from activities.calendar_entry import entry_of
from activities.rendering import Letterhead, render
from workflows.case.duties import AlertSupervisors, SendNotice
from workflows.case.notices import Notice, PostVacant, Role, SupervisorAlert
from workflows.rules.calendar import day_of
from workflows.rules.routing import Chain, recipients, vacant_posts
from workflows.signatures import Outcome, OutcomeKind, Post, Posted

if TYPE_CHECKING:
    from infra.deliveries import Deliveries
    from infra.directory_desk import DirectoryDesk, People
    from infra.settings import Settings
    from infra.tables import Delivery

LEASE = timedelta(seconds=90)
"""Longer than one attempt may last: a lease that is over belongs to a process that is gone."""


class Sender(Protocol):
    """What sends, and how its failures are called."""

    async def send(self, message: EmailMessage, *, to: str) -> None: ...


class Failures(NamedTuple):
    """The sender's exceptions: for good, and for now."""

    refused: type[Exception]
    passing: tuple[type[Exception], ...]


class Letter(NamedTuple):
    """One mail to one role."""

    duty_key: str
    role: Role
    address: str | None
    notice: Notice
    caused_at: datetime


class Unsent(Exception):
    """Some mails of a post are still to be sent. Says how many, and nothing of whom or what."""


class Notices:
    """Delivers posts; all tools are handed in."""

    def __init__(
        self,
        *,
        settings: "Settings",
        employer_name: str,
        directory: "DirectoryDesk",
        deliveries: "Deliveries",
        sender: Sender,
        failures: Failures,
        opaque_id: Callable[[str], str],
    ) -> None:
        self._settings = settings
        self._employer_name = employer_name
        self._directory = directory
        self._deliveries = deliveries
        self._sender = sender
        self._failures = failures
        self._opaque_id = opaque_id

    @activity.defn(name="deliver")
    async def deliver(self, post: Post) -> Posted:
        """Alerts first. Each mail ends by itself; while any is still to be sent, the post as a whole is not done."""
        clock = _clock()
        outcomes: list[Outcome] = []
        unsent = 0
        known: dict[date, People] = {}
        duties: list[SendNotice | AlertSupervisors] = [*post.alerts, *post.notices]
        for duty in duties:
            on = duty.on if isinstance(duty, AlertSupervisors) else day_of(duty.at)
            if on not in known:
                known[on] = await self._directory.people(post.employee, post.coordinator, on=on)
            for letter in _letters(duty, known[on]):
                outcome = await self._one(letter, self._letterhead(post, known[on], letter), clock)
                outcomes += [outcome] if outcome else []
                unsent += outcome is None
        if unsent:
            raise Unsent(f"{unsent} of {unsent + len(outcomes)} mails are still to be sent")
        return Posted(outcomes=tuple(outcomes))

    async def _one(self, letter: Letter, head: Letterhead, clock: Callable[[], datetime]) -> Outcome | None:
        """How one mail ended, or None if it has not ended."""
        if not letter.address:
            return _outcome(letter, OutcomeKind.NOT_ADDRESSED, clock(), "no_address")
        key = f"{letter.duty_key}/{letter.role.value}"
        try:
            row = await self._deliveries.claim(
                key,
                reference=head.reference,
                kind=letter.notice.kind,
                role=letter.role.value,
                caused_at=letter.caused_at,
                lease=LEASE,
            )
        except RuntimeError:
            return None
        if row.state != "claimed":
            return _settled(letter, row)
        return await self._send(letter, head, key, clock)

    async def _send(self, letter: Letter, head: Letterhead, key: str, clock: Callable[[], datetime]) -> Outcome | None:
        message = self._message(letter, head, key, clock())
        try:
            await self._sender.send(message, to=letter.address or "")
        except self._failures.refused as refusal:
            failure = str(getattr(refusal, "code", "refused"))
            await self._deliveries.failed(key, at=clock(), failure=failure)
            return _outcome(letter, OutcomeKind.FAILED, clock(), failure)
        except self._failures.passing:
            await self._deliveries.release(key)
            return None
        at = clock()
        await self._deliveries.accepted(key, at=at, message_id=str(message["Message-ID"]))
        return _outcome(letter, OutcomeKind.ACCEPTED, at)

    def _letterhead(self, post: Post, people: "People", letter: Letter) -> Letterhead:
        # Only who must plan or help learns from the mail itself whom it is about.
        is_named = letter.role is not Role.EMPLOYEE
        return Letterhead(
            reference=post.reference,
            employer_name=self._employer_name,
            office_name=self._settings.office_name,
            office_phone=self._settings.office_phone,
            papers_to=self._settings.papers_to,
            coordinator_name=people.coordinator.name if people.coordinator else None,
            coordinator_phone=people.coordinator.phone if people.coordinator else None,
            employee_name=people.employee.name if is_named and people.employee else None,
        )

    def _message(self, letter: Letter, head: Letterhead, key: str, at: datetime) -> EmailMessage:
        words = render(letter.notice, head)
        message = EmailMessage()
        message["From"] = self._settings.mail_from
        message["To"] = letter.address
        message["Reply-To"] = self._settings.mail_reply_to
        message["Subject"] = words.subject
        message["Date"] = format_datetime(at)
        message["Message-ID"] = self._mail_id(key)
        thread = self._mail_id(f"{head.reference}/{letter.role.value}{_thread(letter.notice)}")
        message["In-Reply-To"] = message["References"] = thread
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        message.set_content(words.plain)
        message.add_alternative(words.html, subtype="html")
        self._attach_entry(message, letter, head, at)
        return message

    def _attach_entry(self, message: EmailMessage, letter: Letter, head: Letterhead, at: datetime) -> None:
        if not isinstance(letter.notice, SupervisorAlert):
            return
        uid = f"{self._opaque_id(f'{head.reference}/{letter.notice.thread}')}@{self._settings.mail_domain}"
        entry = entry_of(letter.notice, uid=uid, at=at)
        if entry is not None:
            message.add_attachment(entry, maintype="text", subtype="calendar", filename="absence.ics")

    def _mail_id(self, key: str) -> str:
        return f"<{self._opaque_id(key)}@{self._settings.mail_domain}>"


def _letters(duty: SendNotice | AlertSupervisors, people: "People") -> list[Letter]:
    if isinstance(duty, SendNotice):
        return [Letter(duty.key, duty.role, _address(duty.role, people), duty.notice, duty.at)]
    chain = Chain(
        supervisor=people.chain.supervisor.email if people.chain.supervisor else None,
        next_level=people.chain.next_level.email if people.chain.next_level else None,
        liaison=people.liaison.email if people.liaison else None,
    )
    letters = [Letter(duty.key, Role(post.value), address, duty.alert, duty.at) for post, address in recipients(chain)]
    posts = vacant_posts(chain)
    if posts and chain.liaison:
        which = "both" if len(posts) == 2 else posts[0].value
        notice = PostVacant.model_validate({"vacant": which})
        letters.append(Letter(f"{duty.key}/vacant", Role.LIAISON, chain.liaison, notice, duty.at))
    return letters or [Letter(duty.key, Role.SUPERVISOR, None, duty.alert, duty.at)]


def _address(role: Role, people: "People") -> str | None:
    if role is Role.EMPLOYEE:
        return people.employee.email if people.employee else None
    if role is Role.LIAISON:
        return people.liaison.email if people.liaison else None
    return people.coordinator.email if people.coordinator else None


def _thread(notice: Notice) -> str:
    return f"/{notice.thread}" if isinstance(notice, SupervisorAlert) else ""


def _outcome(letter: Letter, kind: OutcomeKind, at: datetime, failure: str | None = None) -> Outcome:
    return Outcome(key=letter.duty_key, role=letter.role, kind=kind, at=at, failure=failure)


def _settled(letter: Letter, row: "Delivery") -> Outcome:
    kinds = {
        "accepted": OutcomeKind.ACCEPTED,
        "failed": OutcomeKind.FAILED,
        "withdrawn": OutcomeKind.WITHDRAWN,
    }
    return _outcome(letter, kinds[row.state], row.ended_at or row.caused_at, row.failure)


def _clock() -> Callable[[], datetime]:
    """The case's clock: the server's instant of this attempt's start, and the time that went by since (also right
    where the case's time is ahead of ours)."""
    started_at, begun = activity.info().started_time, time.monotonic()
    return lambda: started_at + timedelta(seconds=time.monotonic() - begun)
