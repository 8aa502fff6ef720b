"""The post: every mail of one wake, found its reader, put into words, and handed to a mail server at least once.

Knows: who is written to for each role, and in whose name. Never knows: whether a notice is due, the law, or how a mail
is sent only once: that is `sending`.
"""

from collections.abc import AsyncIterator
from datetime import date, datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING, NamedTuple

from temporalio import activity

from activities.attempt import Attempt, attempting
from activities.calendar_entry import entry_of, method_of
from activities.employment import schedule_of
from activities.foretelling import Counting, with_amounts
from activities.rendering import Letterhead, render
from activities.sending import Mail, Sending, Unsent
from workflows.case.duties import AlertSupervisors, SendNotice
from workflows.case.entitlement_letters import DesignationNotice
from workflows.case.notices import Notice, PostVacant, SupervisorAlert
from workflows.case.told import Role
from workflows.rules.calendar import day_of
from workflows.rules.routing import Chain, recipients, vacant_posts
from workflows.signatures import Outcome, OutcomeKind, Post, Posted

if TYPE_CHECKING:
    from infra.directory import Contact
    from infra.directory_desk import DirectoryDesk, People
    from infra.settings import Settings


class Letter(NamedTuple):
    """One mail to one role."""

    duty_key: str
    role: Role
    address: str | None
    notice: Notice
    caused_at: datetime


class Notices:
    """Delivers posts; all tools are handed in."""

    def __init__(
        self,
        *,
        settings: "Settings",
        employer_name: str,
        directory: "DirectoryDesk",
        sending: Sending,
    ) -> None:
        self._settings = settings
        self._employer_name = employer_name
        self._directory = directory
        self._sending = sending

    @activity.defn(name="deliver")
    async def deliver(self, post: Post) -> Posted:
        """Alerts first. Each mail ends by itself; while any is still to be sent, the post as a whole is not done."""
        async with attempting() as attempt:
            outcomes = [await self._one(letter, head, attempt) async for letter, head in self._letters(post)]
        ended = tuple(outcome for outcome in outcomes if outcome is not None)
        if len(ended) < len(outcomes):
            raise Unsent(f"{len(outcomes) - len(ended)} of {len(outcomes)} mails are still to be sent")
        return Posted(outcomes=ended)

    async def _letters(self, post: Post) -> AsyncIterator[tuple[Letter, Letterhead]]:
        known: dict[date, People] = {}
        notices = [await self._foretold(post, duty) for duty in post.notices]
        duties: list[SendNotice | AlertSupervisors] = [*post.alerts, *notices]
        for duty in duties:
            on = duty.on if isinstance(duty, AlertSupervisors) else day_of(duty.at)
            if on not in known:
                known[on] = await self._directory.people(post.employee, post.coordinator, on=on)
            for letter in _letters(duty, known[on]):
                yield letter, self._letterhead(post, known[on], letter)

    async def _foretold(self, post: Post, duty: SendNotice) -> SendNotice:
        """A designation letter tells how much will be counted, by the schedule of today."""
        if not isinstance(duty.notice, DesignationNotice) or post.policy is None:
            return duty
        personnel = await self._directory.personnel(post.employee)
        if personnel is None:
            return duty
        by = Counting(schedule_of(personnel), post.policy, post.notice_on)
        return duty.model_copy(update={"notice": with_amounts(duty.notice, by)})

    async def _one(self, letter: Letter, head: Letterhead, attempt: Attempt) -> Outcome | None:
        """How one mail ended, or None if it has not ended."""
        if not letter.address:
            return _outcome(letter, OutcomeKind.NOT_ADDRESSED, attempt.now(), "no_address")
        mail = Mail(
            key=f"{letter.duty_key}/{letter.role.value}",
            reference=head.reference,
            kind=letter.notice.kind,
            role=letter.role,
            address=letter.address,
            caused_at=letter.caused_at,
        )
        ended = await self._sending.once(mail, lambda message, at: self._write(message, letter, head, at), attempt)
        return _outcome(letter, ended.kind, ended.at, ended.failure) if ended else None

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
            clearance_to=_office(people.clearance) if people.clearance else None,
        )

    def _write(self, message: EmailMessage, letter: Letter, head: Letterhead, at: datetime) -> None:
        words = render(letter.notice, head)
        message["Subject"] = words.subject
        thread = self._sending.mail_id(f"{head.reference}/{letter.role.value}{_thread(letter.notice)}")
        message["In-Reply-To"] = message["References"] = thread
        message.set_content(words.plain)
        message.add_alternative(words.html, subtype="html")
        self._attach_entry(message, letter, head, at)

    def _attach_entry(self, message: EmailMessage, letter: Letter, head: Letterhead, at: datetime) -> None:
        if not isinstance(letter.notice, SupervisorAlert):
            return
        uid = self._sending.opaque(f"{head.reference}/{letter.notice.thread}")
        entry = entry_of(letter.notice, uid=uid, at=at)
        if entry is not None:
            told = {"method": method_of(letter.notice), "charset": "utf-8"}
            message.add_attachment(entry, maintype="text", subtype="calendar", filename="absence.ics", params=told)


def _letters(duty: SendNotice | AlertSupervisors, people: "People") -> list[Letter]:
    if isinstance(duty, SendNotice):
        return [Letter(duty.key, duty.role, _address(duty.role, people), duty.notice, duty.at)]
    chain = Chain(
        supervisor=people.chain.supervisor.email if people.chain.supervisor else None,
        next_level=people.chain.next_level.email if people.chain.next_level else None,
        liaison=(people.liaison.email or None) if people.liaison else None,
    )
    letters = [Letter(duty.key, Role(post.value), address, duty.alert, duty.at) for post, address in recipients(chain)]
    posts = vacant_posts(chain)
    if posts and chain.liaison:
        which = "both" if len(posts) == 2 else posts[0].value
        notice = PostVacant.model_validate({"vacant": which})
        letters.append(Letter(f"{duty.key}/vacant", Role.LIAISON, chain.liaison, notice, duty.at))
    elif posts:
        # Nobody sees to the cover: that the alert has no reader is an outcome, and the case asks a person.
        letters.append(Letter(duty.key, Role(posts[0].value), None, duty.alert, duty.at))
    return letters


def _address(role: Role, people: "People") -> str | None:
    if role is Role.EMPLOYEE:
        return people.employee.email if people.employee else None
    if role is Role.LIAISON:
        return people.liaison.email if people.liaison else None
    return people.coordinator.email if people.coordinator else None


def _office(told: "Contact") -> str:
    return ", ".join(part for part in (told.name, told.phone or told.email) if part)


def _thread(notice: Notice) -> str:
    return f"/{notice.thread}" if isinstance(notice, SupervisorAlert) else ""


def _outcome(letter: Letter, kind: OutcomeKind, at: datetime, failure: str | None = None) -> Outcome:
    return Outcome(key=letter.duty_key, role=letter.role, kind=kind, at=at, failure=failure)
