"""What a supervisor gets: who is away when, and nothing of why, in any part of the mail (29 CFR 825.500(g))."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from activities.rendering import render
from infra.stack.mail_catcher import MailCatcher
from infra.stack.outbox import CaughtMail
from tests.activities.post_office import ALDER, HAZEL, ROWAN, PostOffice, alert, notice, readers
from tests.activities.samples import MORNING, OPEN, WEEKS, alerts, letterhead
from tests.case.telling import Telling, at, period
from tests.infra.cases import REFERENCE
from workflows.case import asked, said
from workflows.case.duties import AlertSupervisors, SendNotice
from workflows.case.notices import AlertSubject, SupervisorAlert
from workflows.case.told import Role
from workflows.rules.reasons import LeaveReason, LeaveShape

MEDICAL = re.compile(
    r"medic|health|doctor|physician|nurse|provider|hospital|surg|clinic|treatment|therap|diagnos|condition|illness|\bill\b"
    r"|\bsick|pregnan|birth|\bbaby|newborn|\bchild|\bparent|spouse|family|\bcare\b|caregiv|\bbond|exigenc|militar"
    r"|certif|document|fitness|clearance|disab|death|\bdied|bereav|fmla|pfml|intermittent|\breason\b|program|denied|eligib"
)
CODES = re.compile("|".join([*LeaveReason, *said.DocumentKind, *LeaveShape]))


def everything_in(caught: CaughtMail) -> str:
    """All that a mail says, header by header and part by part, decoded; and its bytes as they came."""
    told = [f"{name}: {value}" for part in caught.message.walk() for name, value in part.items()]
    for part in caught.message.walk():
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            told.append(payload.decode())
    return "\n".join([*told, caught.raw.decode("ascii")])


def medical_words(caught: CaughtMail) -> set[str]:
    """Words of a mail that say, or hint, why somebody is away."""
    text = everything_in(caught).lower()
    return set(MEDICAL.findall(text)) | set(CODES.findall(text))


def leave_story(reason: LeaveReason) -> list[AlertSupervisors]:
    """The alerts of a leave that was approved, shortened and came to its end."""
    told = Telling(at("2026-03-02"), period("2026-03-09", "2026-03-20", reason))
    told.found(at("2026-03-02", "09:01"))
    received = {"document": "D-1", "document_kind": said.DocumentKind.CERTIFICATION}
    told.say(said.DocumentReceived, at("2026-03-03"), **received)
    told.ask(asked.CertificationFinding, at("2026-03-03", "10:00"))
    assert told.ask(asked.Approval, at("2026-03-03", "11:00")) is None
    told.say(
        said.DatesChanged,
        at("2026-03-04"),
        period=1,
        first_on=date(2026, 3, 9),
        last_on=date(2026, 3, 18),
    )
    told.say(said.ReturnedToWork, at("2026-03-16"), returned_on=date(2026, 3, 16))
    return told.of(AlertSupervisors)


def absence_story(reason: LeaveReason) -> list[AlertSupervisors]:
    """The alerts of an absence that was told, corrected and cancelled."""
    told = Telling(at("2026-03-02"), period("2026-03-02", "2026-12-31", reason, LeaveShape.INTERMITTENT))
    told.found(at("2026-03-02", "09:01"))
    for name, corrects, ends in (("A-1", None, "12:00"), ("A-2", "A-1", "14:00")):
        told.say(
            said.ReportedAbsence,
            at("2026-03-10", "07:00"),
            absence_id=name,
            starts_at=at("2026-03-12", "09:00"),
            ends_at=at("2026-03-12", ends),
            corrects=corrects,
        )
    told.say(said.AbsenceCancelled, at("2026-03-11"), absence_id="A-2")
    return told.of(AlertSupervisors)


async def test_no_medical_word_is_anywhere_in_an_alert_of_any_shape(mail: MailCatcher, office: PostOffice) -> None:
    await office.deliver(*(alert(f"a/{n}", shape) for n, shape in enumerate(alerts())))
    caught = mail.messages()
    assert len(caught) == 2 * len(alerts())
    assert {word for one in caught for word in medical_words(one)} == set()
    assert {str(value) for one in caught for value in one.message.values() if "Rowan" in str(value)} == set()


@pytest.mark.parametrize("reason", LeaveReason)
@pytest.mark.parametrize(
    ("story", "subjects"),
    [
        (leave_story, ["leave_dates", "leave_dates_changed", "leave_dates_changed"]),
        (absence_story, ["absence", "absence_changed", "absence_cancelled"]),
    ],
)
async def test_no_reason_of_a_case_is_anywhere_in_its_alerts(
    mail: MailCatcher,
    office: PostOffice,
    reason: LeaveReason,
    story: Callable[[LeaveReason], list[AlertSupervisors]],
    subjects: list[str],
) -> None:
    told = story(reason)
    assert [duty.alert.subject for duty in told if isinstance(duty.alert, SupervisorAlert)] == subjects
    await office.deliver(*told)
    assert len(mail.messages()) == 2 * len(told)
    assert {word for caught in mail.messages() for word in medical_words(caught)} == set()


def over_story() -> list[AlertSupervisors]:
    """The alerts of planned care that a death ends: hours told, and hours that are not taken."""
    care = period("2026-03-02", "2026-12-31", LeaveReason.FAMILY_CARE, LeaveShape.INTERMITTENT)
    told = Telling(at("2026-03-02"), care)
    told.found(at("2026-03-02", "09:01"))
    hours = {"starts_at": at("2026-03-20"), "ends_at": at("2026-03-20", "12:00")}
    told.say(said.ReportedAbsence, at("2026-03-10"), absence_id="A-1", **hours)
    told.say(said.FamilyMemberDied, at("2026-03-12"), died_on=date(2026, 3, 12))
    return told.of(AlertSupervisors)


async def test_what_is_no_longer_leave_is_told_without_saying_why(mail: MailCatcher, office: PostOffice) -> None:
    ended = SupervisorAlert(subject=AlertSubject.LEAVE_ENDED, spans=(WEEKS,), thread="period/1", sequence=2)
    told = over_story()
    await office.deliver(*told, alert("a/1", ended))
    assert {word for caught in mail.messages() for word in medical_words(caught)} == set()
    texts = [" ".join(caught.text.split()) for caught in mail.messages(to=ALDER)]
    assert ["will be away, or was away:" in t for t in texts] == [True, False, False]
    assert "Rowan Sample will not be away after all: - Friday, March 20, 2026" in texts[1]
    assert "This time is no longer leave of Rowan Sample: - " in texts[2]


async def test_the_search_for_medical_words_finds_them(mail: MailCatcher, office: PostOffice) -> None:
    """A letter to the employee is full of them, also where the mail is encoded."""
    told = Telling(at("2026-03-02"), period("2026-03-09", "2026-03-20"))
    told.found(at("2026-03-02", "09:01"))
    await office.deliver(*told.of(SendNotice))
    assert all(medical_words(caught) for caught in mail.messages(subject="rights"))
    assert {"provider", "certif"} <= medical_words(mail.messages(subject="rights")[0])


def test_a_subject_has_fixed_words_a_day_and_the_reference() -> None:
    words = "(Leave dates|Leave dates changed|Absence|Absence changed|Absence cancelled|Leave ended)"
    shape = re.compile(rf"{words}(, [A-Z][a-z]+day, [A-Z][a-z]+ \d+, \d{{4}})? \({REFERENCE}\)")
    subjects = {render(said, letterhead()).subject for said in alerts()}
    assert [subject for subject in subjects if shape.fullmatch(subject) is None] == []
    assert "Absence changed, Thursday, March 12, 2026 (LV-7K4Q-92XH)" in subjects


async def test_the_letter_says_who_is_away_when(mail: MailCatcher, office: PostOffice) -> None:
    away = SupervisorAlert(subject=AlertSubject.ABSENCE, intervals=(MORNING,), thread="absence/A-1", sequence=0)
    await office.deliver(alert("a/1", away))
    for caught in mail.messages():
        assert "Rowan Sample will be away, or was away:" in caught.text
        assert "- Thursday, March 12, 2026, 9:00 AM to 12:30 PM" in caught.text
        assert "Please do not ask why" in caught.text


@pytest.mark.parametrize("subject", [AlertSubject.LEAVE_DATES, AlertSubject.LEAVE_DATES_CHANGED])
async def test_a_calendar_entry_is_promised_where_there_is_one(
    mail: MailCatcher, office: PostOffice, subject: AlertSubject
) -> None:
    known = SupervisorAlert(subject=subject, spans=(WEEKS,), thread="period/1", sequence=1)
    unknown = SupervisorAlert(subject=subject, spans=(OPEN,), spans_before=(WEEKS,), thread="period/1", sequence=2)
    await office.deliver(alert("a/1", known), alert("a/2", unknown))
    promised = [("entry is attached" in c.text, len(c.attachments)) for c in mail.messages(to=ALDER)]
    assert promised == [(True, 1), (False, 0)]


async def test_a_mail_is_made_so_that_no_machine_answers_it(mail: MailCatcher, office: PostOffice) -> None:
    away = SupervisorAlert(subject=AlertSubject.ABSENCE, intervals=(MORNING,), thread="absence/A-1", sequence=0)
    await office.deliver(alert("a/1", away), notice("n/1"))
    for caught in mail.messages():
        headers = caught.message
        assert headers["Auto-Submitted"] == "auto-generated"
        assert headers["X-Auto-Response-Suppress"] == "All"
        assert headers["From"] == "Leave Office <leave@example.org>"
        assert headers["Reply-To"] == "Leave Office <leave-desk@example.org>"
        assert headers["List-Unsubscribe"] is None
        assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", caught.message_id)
        assert headers["References"] == headers["In-Reply-To"]
        assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", str(headers["References"]))
        assert caught.sender == "leave@example.org"
        assert max(caught.raw) < 128


async def test_a_message_id_is_of_the_mail_and_a_thread_of_what_it_is_about(
    mail: MailCatcher, office: PostOffice
) -> None:
    first = SupervisorAlert(subject=AlertSubject.ABSENCE, intervals=(MORNING,), thread="absence/A-1", sequence=0)
    changed = first.model_copy(update={"subject": AlertSubject.ABSENCE_CHANGED, "sequence": 1})
    other = first.model_copy(update={"thread": "absence/A-9"})
    await office.deliver(alert("a/1", first), alert("a/2", changed), alert("a/3", other), notice("n/1"), notice("n/2"))
    assert len({caught.message_id for caught in mail.messages()}) == len(readers(mail)) == 8

    def threads(to: str) -> list[str]:
        return [str(caught.message["References"]) for caught in mail.messages(to=to)]

    alder, hazel, rowan = threads(ALDER), threads(HAZEL), threads(ROWAN)
    assert alder[0] == alder[1] != alder[2]
    assert rowan[0] == rowan[1]
    assert not set(alder) & set(hazel)
    assert not set(alder) & set(rowan)


async def test_a_mail_has_the_parts_that_mail_programs_look_for(mail: MailCatcher, office: PostOffice) -> None:
    away = SupervisorAlert(subject=AlertSubject.ABSENCE, intervals=(MORNING,), thread="absence/A-1", sequence=0)
    await office.deliver(alert("a/1", away), notice("n/1"))
    to_supervisor, to_employee = mail.messages(to=ALDER)[0].message, mail.messages(to=ROWAN)[0].message
    assert [part.get_content_type() for part in to_supervisor.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert [part.get_content_type() for part in to_employee.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    entry = next(to_supervisor.iter_attachments())
    assert entry.get_filename() == "absence.ics"
    assert (entry.get_param("method"), entry.get_param("charset")) == ("PUBLISH", "utf-8")


async def test_roles_are_kept_apart_where_one_person_has_two(mail: MailCatcher, office: PostOffice) -> None:
    """The same alert to supervisor and next level is two mails with ids of their own."""
    away = SupervisorAlert(subject=AlertSubject.ABSENCE, intervals=(MORNING,), thread="absence/A-1", sequence=0)
    ended = await office.deliver(alert("a/1", away))
    assert {role for _, role in ended} == {Role.SUPERVISOR, Role.NEXT_LEVEL}
    assert len({caught.message_id for caught in mail.messages()}) == 2
