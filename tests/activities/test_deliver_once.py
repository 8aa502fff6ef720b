"""Every mail at least once, and no second copy after a known acceptance, whatever fails in between."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from activities.record import Records
from activities.sending import Unsent
from infra.database import Database
from infra.deliveries import Deliveries
from infra.register import Register
from infra.stack.mail_catcher import MailCatcher
from tests.activities.asking import ask
from tests.activities.owing import owed, withdraw
from tests.activities.post_office import ALDER, HAZEL, ROWAN, PostOffice, alert, notice, post_office, readers
from tests.activities.samples import MORNING
from tests.infra.cases import AT, REFERENCE
from tests.infra.databases import opened, url_of
from workflows.case.notices import AlertSubject, SupervisorAlert
from workflows.case.told import Role
from workflows.signatures import OutcomeKind

AWAY = SupervisorAlert(subject=AlertSubject.ABSENCE, intervals=(MORNING,), thread="absence/A-1", sequence=0)
EMPLOYEE = Role.EMPLOYEE
POST = (notice("n/1"), notice("n/2"), alert("a/1", AWAY))


class CutOff(Deliveries):
    """The database is down exactly when an acceptance is to be written, as often as told."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.times = 1

    async def accepted(self, key: str, **how: Any) -> None:
        if self.times:
            self.times -= 1
            raise ConnectionError("down")
        await super().accepted(key, **how)


async def test_a_passing_refusal_delays_one_mail_and_no_other(mail: MailCatcher, office: PostOffice) -> None:
    mail.faults.temporary = 1
    with pytest.raises(Unsent, match=r"^1 of 4 mails are still to be sent$"):
        await office.deliver(*POST)
    assert sorted(readers(mail)) == [HAZEL, ROWAN, ROWAN]
    assert set((await office.kinds(*POST)).values()) == {OutcomeKind.ACCEPTED}
    assert sorted(readers(mail)) == [ALDER, HAZEL, ROWAN, ROWAN]


async def test_a_refusal_for_good_is_an_outcome_and_is_not_tried_again(mail: MailCatcher, office: PostOffice) -> None:
    mail.faults.unknown = {ALDER}
    ended = await office.deliver(*POST)
    assert (ended["a/1", Role.SUPERVISOR].kind, ended["a/1", Role.SUPERVISOR].failure) == (OutcomeKind.FAILED, "550")
    assert ended["a/1", Role.NEXT_LEVEL].kind is OutcomeKind.ACCEPTED
    mail.faults.unknown = set()
    assert await office.deliver(*POST) == ended
    assert (sorted(readers(mail)), mail.faults.committed) == ([HAZEL, ROWAN, ROWAN], 1)


async def test_a_lost_answer_makes_a_second_copy_that_is_the_same_mail(mail: MailCatcher, office: PostOffice) -> None:
    mail.faults.lose_reply = 1
    with pytest.raises(Unsent):
        await office.deliver(notice("n/1"))
    assert await office.kinds(notice("n/1")) == {("n/1", EMPLOYEE): OutcomeKind.ACCEPTED}
    first, second = mail.messages()
    assert first.message_id == second.message_id
    assert (first.text, first.html, first.subject) == (second.text, second.html, second.subject)
    assert await office.kinds(notice("n/1")) == {("n/1", EMPLOYEE): OutcomeKind.ACCEPTED}
    assert len(readers(mail)) == 2


async def test_what_was_accepted_is_never_sent_again(database: Database, mail: MailCatcher, office: PostOffice) -> None:
    ended = await office.deliver(*POST)
    assert await office.deliver(*POST) == ended
    async with opened(url_of(database)) as own, post_office(own, mail, office.employee) as other_worker:
        assert await other_worker.deliver(*POST) == ended
    assert sorted(readers(mail)) == [ALDER, HAZEL, ROWAN, ROWAN]


async def test_two_attempts_at_once_send_one_mail_each(
    database: Database, mail: MailCatcher, office: PostOffice
) -> None:
    """A worker that was thought dead and its replacement: neither sends what the other has in hand."""
    async with opened(url_of(database)) as own, post_office(own, mail, office.employee) as replacement:
        ended = await asyncio.gather(office.deliver(*POST), replacement.deliver(*POST), return_exceptions=True)
        assert {type(how) for how in ended} <= {dict, Unsent}
        assert set((await replacement.kinds(*POST)).values()) == {OutcomeKind.ACCEPTED}
    assert sorted(readers(mail)) == [ALDER, HAZEL, ROWAN, ROWAN]


async def test_an_acceptance_that_the_database_did_not_take_is_remembered(
    database: Database, mail: MailCatcher, rowan: str
) -> None:
    beats: list[tuple[Any, ...]] = []
    async with post_office(database, mail, rowan, deliveries=CutOff(database)) as office:
        with pytest.raises(ConnectionError):
            await office.deliver(notice("n/1"), notice("n/2"), beats=beats)
        ended = await office.deliver(notice("n/1"), notice("n/2"), before=beats[-1])
    assert set(outcome.kind for outcome in ended.values()) == {OutcomeKind.ACCEPTED}
    assert len(readers(mail)) == 2
    assert len({caught.message_id for caught in mail.messages()}) == 2


async def test_a_notice_that_was_withdrawn_is_not_sent(
    mail: MailCatcher, office: PostOffice, records: Records, register: Register
) -> None:
    await ask(records.record, owed(withdrawals=(withdraw(notices=[f"{REFERENCE}/n/1"]),)))
    ended = await office.deliver(notice("n/1"), notice("n/2"))
    assert ended["n/1", EMPLOYEE].kind is OutcomeKind.WITHDRAWN
    assert ended["n/2", EMPLOYEE].kind is OutcomeKind.ACCEPTED
    assert len(readers(mail)) == 1


async def test_a_notice_that_is_withdrawn_while_the_mail_is_down_is_not_sent_later(
    mail: MailCatcher, office: PostOffice, records: Records
) -> None:
    async with mail.outage():
        with pytest.raises(Unsent):
            await office.deliver(notice("n/1"))
        await ask(records.record, owed(withdrawals=(withdraw(notices=[f"{REFERENCE}/n/1"]),)))
    assert await office.kinds(notice("n/1")) == {("n/1", EMPLOYEE): OutcomeKind.WITHDRAWN}
    assert readers(mail) == []


async def test_a_withdrawal_after_the_acceptance_changes_nothing(
    mail: MailCatcher, office: PostOffice, records: Records
) -> None:
    ended = await office.deliver(notice("n/1"))
    await ask(records.record, owed(withdrawals=(withdraw(notices=[f"{REFERENCE}/n/1"]),)))
    assert await office.deliver(notice("n/1")) == ended


async def test_without_a_mail_server_nothing_is_lost(mail: MailCatcher, office: PostOffice) -> None:
    async with mail.outage():
        for _ in range(2):
            with pytest.raises(Unsent, match=r"^4 of 4 mails"):
                await office.deliver(*POST)
    assert set((await office.kinds(*POST)).values()) == {OutcomeKind.ACCEPTED}
    assert sorted(readers(mail)) == [ALDER, HAZEL, ROWAN, ROWAN]


async def test_what_is_said_of_unsent_mails_names_nobody(mail: MailCatcher, office: PostOffice) -> None:
    async with mail.outage():
        with pytest.raises(Unsent) as said:
            await office.deliver(*POST)
    told, error = "", said.value
    chain: BaseException | None = error
    while chain is not None:
        told += f"{chain!r} "
        chain = chain.__cause__ or chain.__context__
    assert "rowan" not in told.lower()
    assert REFERENCE not in told


async def test_a_mail_in_the_hands_of_a_worker_that_died_is_sent_when_its_lease_is_over(
    database: Database, mail: MailCatcher, office: PostOffice
) -> None:
    fence = Deliveries(database)
    told: dict[str, Any] = {"reference": REFERENCE, "kind": "x", "role": "employee", "caused_at": AT}
    await fence.claim(f"{REFERENCE}/n/1/employee", **told, lease=timedelta(minutes=5))
    with pytest.raises(Unsent):
        await office.deliver(notice("n/1"))
    assert readers(mail) == []
    await fence.release(f"{REFERENCE}/n/1/employee")
    await fence.claim(f"{REFERENCE}/n/1/employee", **told, lease=timedelta(0))
    assert await office.kinds(notice("n/1")) == {("n/1", EMPLOYEE): OutcomeKind.ACCEPTED}


async def test_the_register_tells_how_each_mail_ended(
    mail: MailCatcher, office: PostOffice, register: Register
) -> None:
    mail.faults.unknown = {ALDER}
    await office.deliver(*POST)
    rows = {row.key.removeprefix(f"{REFERENCE}/"): row for row in await register.deliveries(REFERENCE)}
    assert {key: (row.kind, row.role, row.state, row.failure) for key, row in rows.items()} == {
        "a/1/supervisor": ("supervisor_alert", "supervisor", "failed", "550"),
        "a/1/next_level": ("supervisor_alert", "next_level", "accepted", None),
        "n/1/employee": ("certification_reminder", "employee", "accepted", None),
        "n/2/employee": ("certification_reminder", "employee", "accepted", None),
    }
    assert rows["n/1/employee"].message_id in {caught.message_id for caught in mail.messages()}
