"""Who is written to: found in the directory of the day, once each, and never nobody without somebody hearing of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from infra.database import Database
from infra.stack.mail_catcher import MailCatcher
from tests.activities.post_office import (
    ALDER,
    HAZEL,
    LINDEN,
    REMINDER,
    ROWAN,
    PostOffice,
    addressed,
    alert,
    notice,
    post_office,
    readers,
)
from tests.activities.samples import MORNING
from tests.infra.cases import REFERENCE
from tests.infra.people import AGENCY, PERSON, SUPERVISION, bring_in, ref_of
from workflows.case.notices import AlertSubject, SupervisorAlert
from workflows.case.return_letters import BereavementReview, ReturnHeld
from workflows.case.told import Role
from workflows.signatures import OutcomeKind

AWAY = SupervisorAlert(subject=AlertSubject.ABSENCE, intervals=(MORNING,), thread="absence/A-1", sequence=0)
LIAISON = "liaison@parks.example.org"
ACCEPTED, NOBODY = OutcomeKind.ACCEPTED, OutcomeKind.NOT_ADDRESSED


async def test_an_employee_gets_a_letter_signed_by_the_coordinator(mail: MailCatcher, office: PostOffice) -> None:
    assert await office.kinds(notice("n/1")) == {("n/1", Role.EMPLOYEE): ACCEPTED}
    (caught,) = mail.messages()
    assert (caught.recipients, addressed(caught)) == ((ROWAN,), ROWAN)
    assert (
        "\nIris Example\nLeave Office\nCommonwealth of Massachusetts\nTelephone 1-800-555-0161"
        in caught.text.replace("\r\n", "\n")
    )
    assert f"Case {REFERENCE}" in caught.text


async def test_before_there_is_a_coordinator_the_office_signs(mail: MailCatcher, office: PostOffice) -> None:
    await office.deliver(notice("n/1"), coordinator=None)
    text = mail.messages()[0].text
    assert "Leave Office" in text
    assert "Telephone 1-800-555-0134" in text
    assert "None" not in text


async def test_each_role_has_its_reader(mail: MailCatcher, office: PostOffice) -> None:
    review = BereavementReview(ended_on=date(2026, 3, 1))
    await office.deliver(notice("n/1"), notice("n/2", review, role=Role.LIAISON), notice("n/3", role=Role.COORDINATOR))
    assert readers(mail) == [ROWAN, LIAISON, "iris@leave.example.org"]
    assert "Rowan Sample" in mail.messages(to=LIAISON)[0].text
    assert "Rowan" not in mail.messages(to=ROWAN)[0].text


HR = {"hr_name": "Human Resources of Parks", "hr_phone": "1-800-555-0111"}
DESK = {"liaison_name": "Leave Liaison of Parks", "liaison_email": LIAISON}


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (HR | DESK | {"clearance_to": "hr"}, "to Human Resources of Parks, 1-800-555-0111, or to us."),
        (HR | DESK, f"to Leave Liaison of Parks, {LIAISON}, or to us."),
        (HR, "to your agency's Liaison or HR office, or to us."),
    ],
)
async def test_where_a_fitness_for_duty_paper_goes_is_said_as_the_agency_told_it(
    database: Database, mail: MailCatcher, told: dict[str, str], says: str
) -> None:
    await bring_in(database, AGENCY | told, PERSON)
    async with post_office(database, mail, await ref_of(database, "100")) as office:
        await office.deliver(notice("n/1", ReturnHeld(returns_on=date(2026, 3, 16), functions=False)))
    assert says in " ".join(mail.messages()[0].text.split())


async def test_supervisor_and_next_level_are_told_before_any_letter(mail: MailCatcher, office: PostOffice) -> None:
    ended = await office.kinds(notice("n/1"), alert("a/1", AWAY))
    assert ended == {
        ("a/1", Role.SUPERVISOR): ACCEPTED,
        ("a/1", Role.NEXT_LEVEL): ACCEPTED,
        ("n/1", Role.EMPLOYEE): ACCEPTED,
    }
    assert readers(mail) == [ALDER, HAZEL, ROWAN]


async def test_the_supervisor_is_the_one_of_the_day(mail: MailCatcher, office: PostOffice) -> None:
    await office.deliver(alert("a/1", AWAY, on=date(2026, 3, 31)), alert("a/2", AWAY, on=date(2026, 4, 1)))
    assert readers(mail) == [ALDER, HAZEL, LINDEN, HAZEL]


async def test_for_a_vacant_supervisor_the_next_level_and_the_liaison_are_told(
    database: Database, mail: MailCatcher, office: PostOffice
) -> None:
    office.employee = await ref_of(database, "200")
    ended = await office.kinds(alert("a/1", AWAY))
    assert ended == {
        ("a/1", Role.NEXT_LEVEL): ACCEPTED,
        ("a/1", Role.LIAISON): ACCEPTED,
        ("a/1/vacant", Role.LIAISON): ACCEPTED,
    }
    assert readers(mail) == [HAZEL, LIAISON, LIAISON]
    cover = mail.messages(subject="cover")[0].text
    assert "Alder Sample" in cover
    assert "No supervisor is on record. The next level was told." in cover


async def test_for_two_vacant_posts_the_liaison_is_told(
    database: Database, mail: MailCatcher, office: PostOffice
) -> None:
    office.employee = await ref_of(database, "400")
    assert await office.kinds(alert("a/1", AWAY)) == {
        ("a/1", Role.LIAISON): ACCEPTED,
        ("a/1/vacant", Role.LIAISON): ACCEPTED,
    }
    assert readers(mail) == ["liaison@light.example.org"] * 2
    assert "no one at the next level" in mail.messages(subject="cover")[0].text


@pytest.mark.parametrize("contact", [{}, {"liaison_name": "Ivy Sample", "liaison_phone": "1-800-555-0102"}])
@pytest.mark.parametrize(
    ("posts", "told", "untold"),
    [
        ({"supervisor": "200"}, {Role.SUPERVISOR}, Role.NEXT_LEVEL),
        ({"next_level": "200"}, {Role.NEXT_LEVEL}, Role.SUPERVISOR),
        ({}, set(), Role.SUPERVISOR),
    ],
)
async def test_where_a_post_is_vacant_and_no_liaison_can_be_written_to_the_case_hears_of_it(
    database: Database,
    mail: MailCatcher,
    posts: dict[str, str],
    told: set[Role],
    untold: Role,
    contact: dict[str, str],
) -> None:
    await bring_in(database, AGENCY | contact, PERSON, PERSON | {"number": "200", "email": ALDER}, SUPERVISION | posts)
    async with post_office(database, mail, await ref_of(database, "100")) as office:
        ended = await office.deliver(alert("a/1", AWAY))
    assert {role for (_, role), how in ended.items() if how.kind is ACCEPTED} == told
    assert (ended["a/1", untold].kind, ended["a/1", untold].failure) == (NOBODY, "no_address")
    assert readers(mail) == [ALDER] * len(told)


async def test_nobody_is_told_twice_who_holds_both_posts(database: Database, mail: MailCatcher) -> None:
    both = SUPERVISION | {"supervisor": "200", "next_level": "200"}
    await bring_in(database, AGENCY, PERSON, PERSON | {"number": "200", "email": ALDER}, both)
    async with post_office(database, mail, await ref_of(database, "100")) as office:
        assert await office.kinds(alert("a/1", AWAY)) == {("a/1", Role.SUPERVISOR): ACCEPTED}
    assert readers(mail) == [ALDER]


async def test_whom_nobody_knows_cannot_be_written_to(mail: MailCatcher, office: PostOffice) -> None:
    office.employee = "E-NOBODY"
    ended = await office.kinds(
        notice("n/1"), notice("n/2", role=Role.COORDINATOR), alert("a/1", AWAY), coordinator="C-9"
    )
    assert ended == {
        ("a/1", Role.SUPERVISOR): NOBODY,
        ("n/1", Role.EMPLOYEE): NOBODY,
        ("n/2", Role.COORDINATOR): NOBODY,
    }
    assert readers(mail) == []


async def test_an_outcome_is_in_the_cases_own_time(mail: MailCatcher, office: PostOffice) -> None:
    """A clock that begins with a letter must not begin by the clock of this machine where the case's has run ahead."""
    started = datetime(2031, 7, 1, 4, 0, tzinfo=UTC)
    outcome = (await office.deliver(notice("n/1"), started=started))["n/1", Role.EMPLOYEE]
    assert started <= outcome.at < started + timedelta(seconds=30)
    again = (await office.deliver(notice("n/1"), started=started + timedelta(hours=1)))["n/1", Role.EMPLOYEE]
    assert again == outcome
    assert str(mail.messages()[0].message["Date"]).startswith("Tue, 01 Jul 2031 04:00:")


async def test_many_mails_of_a_wake_use_one_connection(mail: MailCatcher, office: PostOffice) -> None:
    await office.deliver(*(notice(f"n/{n}", REMINDER) for n in range(8)), *(alert(f"a/{n}", AWAY) for n in range(3)))
    assert len(readers(mail)) == 14
    assert mail.connections == 1
