"""The hand-over's deeds alone: pages that may be stopped anywhere and asked again, on both databases."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from activities.migration import message_id
from activities.sending import Unsent
from infra.database import Database
from infra.directory_tables import Coordinator
from infra.stack.mail_catcher import MailCatcher
from tests.activities.custody import NOW, VENDOR, World, filled, overdue, unknown, waiting, world
from tests.case.telling import Telling, at, period
from workflows.case import asked, said
from workflows.case.case import LeaveCase
from workflows.case.duties import TaskKind
from workflows.signatures import HandOverPage

LATER = NOW + timedelta(days=1)


@pytest.fixture
async def stock(database: Database, mail: MailCatcher, tmp_path: Path) -> AsyncIterator[World]:
    """Coordinators, and no case yet."""
    async with world(database, mail, tmp_path) as made:
        yield made


def page(last: str | None, *, is_last: bool = True, **counts: int) -> HandOverPage:
    """A page with these counts and no others."""
    nothing = {"moved": 0, "already": 0, "refused": 0, "unequal": 0}
    return HandOverPage(last=last, is_last=is_last, **(nothing | counts))


async def test_cases_go_to_their_agencys_coordinator_and_keep_their_clocks(stock: World) -> None:
    await stock.add("LV-0001", waiting())
    await stock.add("LV-0002", unknown())
    await stock.add("LV-0003", overdue())
    before = {reference: case.deadlines for reference, case in stock.door.cases.items()}
    assert await stock.page() == page("LV-0003", moved=3)
    assert {r: c.coordinator for r, c in stock.door.cases.items()} == {
        "LV-0001": "C-1",
        "LV-0002": "C-2",
        "LV-0003": "C-1",
    }
    assert {reference: case.deadlines for reference, case in stock.door.cases.items()} == before
    row = (await stock.book.of_batch("M-1"))[0]
    assert (row.state, row.coordinator_before, row.coordinator_after) == ("moved", "V-1", "C-1")
    assert row.moved_at is not None
    assert row.moved_at >= NOW
    assert row.deadlines_after == row.deadlines_before
    assert {d.key for d in stock.book.before(row)} >= {"certification/1", "reminder/1"}
    assert stock.beats == ["LV-0001", "LV-0002", "LV-0003"]


async def test_pages_follow_each_other_to_the_end(stock: World) -> None:
    await filled(stock, 4)
    assert await stock.page(limit=2) == page("LV-0002", is_last=False, moved=2)
    assert await stock.page(limit=2, after="LV-0002") == page("LV-0004", is_last=False, moved=2)
    assert await stock.page(limit=2, after="LV-0004") == page(None)


async def test_an_answer_that_was_lost_moves_nobody_twice(stock: World) -> None:
    await filled(stock, 3)
    stock.door.loses_answer_of = {"LV-0002"}
    with pytest.raises(ConnectionError):
        await stock.page()
    assert await stock.states() == {"LV-0001": "moved", "LV-0002": "begun"}
    assert await stock.page(started_at=NOW + timedelta(minutes=1)) == page("LV-0003", moved=3)
    assert [request.message_id for request in stock.door.asked] == [
        message_id("M-1", reference) for reference in ("LV-0001", "LV-0002", "LV-0002", "LV-0003")
    ]
    assert {case.version for case in stock.door.cases.values()} == {waiting().case.version + 1}


async def test_a_page_asked_again_is_the_same_page_although_its_cases_have_left(stock: World) -> None:
    await filled(stock, 4)
    first = await stock.page(limit=2)
    assert await stock.page(limit=2) == first
    assert len(stock.door.asked) == 2


async def test_a_resumed_page_begins_behind_the_last_heartbeat(stock: World) -> None:
    await filled(stock, 3)
    stock.door.refuses = {"LV-0001": "case_closed"}
    stock.door.loses_answer_of = {"LV-0003"}
    with pytest.raises(ConnectionError):
        await stock.page()
    stock.door.asked.clear()
    assert await stock.page(seen=stock.beats[-1]) == page("LV-0003", moved=2, refused=1)
    assert [request.message_id for request in stock.door.asked] == [message_id("M-1", "LV-0003")]


async def test_a_second_hand_over_under_the_same_batch_finds_everything_done(stock: World) -> None:
    await filled(stock, 3)
    await stock.page()
    stock.door.asked.clear()
    assert await stock.page(scheduled_at=LATER, started_at=LATER) == page("LV-0003", already=3)
    assert stock.door.asked == []


async def test_a_refusal_stops_nobody_else_and_is_asked_again_next_time(stock: World) -> None:
    await filled(stock, 3)
    stock.door.refuses = {"LV-0002": "no_such_case"}
    assert await stock.page() == page("LV-0003", moved=2, refused=1)
    assert (await stock.states())["LV-0002"] == "refused: no_such_case"
    stock.door.refuses.clear()
    await _given_more_time(stock, "LV-0002")
    assert await stock.page(scheduled_at=LATER, started_at=LATER) == page("LV-0003", moved=1, already=2)


async def _given_more_time(stock: World, reference: str) -> None:
    """The vendor's coordinator moves a due day meanwhile: that is what was before the change, then."""
    request = asked.CertificationExtension(
        message_id="extension-1",
        received_at=NOW,
        channel=said.Channel.DESK,
        by="coordinator/V-1",
        custodian=said.Custodian.VENDOR,
        due_on=at("2026-04-15").date(),
        ground=asked.ExtensionGround.PROVIDER_AWAY,
    )
    await stock.door.keep(stock.door.cases[reference].grant(request).case)


async def test_a_case_that_nobody_could_take_stays_where_it_is_and_is_counted(stock: World) -> None:
    async with stock.database.writing() as session:
        await session.delete(await session.get_one(Coordinator, "C-2"))
    await stock.add("LV-0001", unknown())
    await stock.add("LV-0002", waiting())
    assert await stock.page() == page("LV-0002", moved=1, refused=1)
    assert (await stock.states())["LV-0001"] == "refused: no_coordinator"
    assert stock.door.cases["LV-0001"].custodian is said.Custodian.VENDOR


async def test_what_may_succeed_later_is_an_exception_and_no_refusal(stock: World) -> None:
    await filled(stock, 2)
    stock.door.is_down = True
    with pytest.raises(ConnectionError):
        await stock.page()
    assert await stock.states() == {"LV-0001": "begun"}
    stock.door.is_down = False
    assert await stock.page() == page("LV-0002", moved=2)


async def test_a_case_that_came_over_by_hand_meanwhile_is_there_already(stock: World) -> None:
    await filled(stock, 1)
    stock.door.is_down = True
    with pytest.raises(ConnectionError):
        await stock.page()
    stock.door.is_down = False
    by_hand = asked.CustodianChange(
        message_id="by-hand-1",
        received_at=NOW,
        channel=said.Channel.DESK,
        by="coordinator/C-2",
        custodian=said.Custodian.VENDOR,
        to=said.Custodian.COMMONWEALTH,
        coordinator="C-2",
        batch="H-1",
    )
    await stock.door.keep(stock.door.cases["LV-0001"].grant(by_hand).case)
    assert await stock.page() == page("LV-0001", already=1)
    row = (await stock.book.of_batch("M-1"))[0]
    assert (row.state, row.coordinator_after, row.moved_at) == ("already", "C-2", None)


async def test_a_moved_clock_counts_as_unequal_now_and_ever_after(stock: World) -> None:
    await filled(stock, 2)

    def earlier(case: LeaveCase) -> LeaveCase:
        if case.reference != "LV-0002":
            return case
        moved = tuple(d.model_copy(update={"due_at": d.due_at - timedelta(days=1)}) for d in case.deadlines)
        return case.model_copy(update={"deadlines": moved})

    stock.door.meddles = earlier
    assert await stock.page() == page("LV-0002", moved=1, unequal=1)
    assert await stock.page(scheduled_at=LATER, started_at=LATER) == page("LV-0002", already=1, unequal=1)
    row = (await stock.book.of_batch("M-1"))[1]
    assert row.deadlines_after is not None
    assert row.deadlines_after != row.deadlines_before


async def test_a_clock_that_ran_out_unseen_is_missed_and_a_task_and_still_equal(stock: World) -> None:
    late = Telling(at("2026-02-13"), period("2026-04-01", "2026-05-15"), **VENDOR)
    late.found(at("2026-02-13", "09:05"))
    await stock.add("LV-0001", late)
    assert await stock.page() == page("LV-0001", moved=1)
    tasks = {task.kind for task in stock.door.cases["LV-0001"].open_tasks}
    assert tasks == {TaskKind.DEADLINE_PASSED_IN_HANDOVER}


async def test_each_coordinator_gets_one_summary_overdue_cases_first(stock: World, mail: MailCatcher) -> None:
    await stock.add("LV-0001", waiting())
    await stock.add("LV-0002", unknown())
    await stock.add("LV-0003", overdue())
    await stock.page()
    assert await stock.summaries() == 2
    assert await stock.summaries() == 2
    (told,) = mail.messages(to="juniper.vale@example.org")
    assert told.subject == "Leave cases handed over to you: 2"
    assert "2 leave cases are now yours, since Tuesday, March 10, 2026." in told.text
    assert (
        "LV-0003 is overdue: the certification from the employee, due by the end of Saturday, February 28" in told.text
    )
    assert "LV-0001: the certification from the employee, by the end of Monday, March 23, 2026." in told.text
    assert told.text.index("LV-0003") < told.text.index("LV-0001")
    assert "One leave case is now yours" in mail.messages(to="basil.thorn@example.org")[0].text
    assert len(mail.messages()) == 2


async def test_a_summary_tells_no_name_no_reason_and_no_agency(stock: World, mail: MailCatcher) -> None:
    await stock.add("LV-0001", overdue())
    await stock.page()
    await stock.summaries()
    words = mail.messages()[0].raw.decode().lower()
    assert not [word for word in ("rowan", "e-rowan", "own_condition", "condition", "a-1", "fmla") if word in words]


async def test_a_summary_waits_for_the_mail_server_and_is_never_two(stock: World, mail: MailCatcher) -> None:
    await filled(stock, 1)
    await stock.page()
    async with mail.outage():
        with pytest.raises(Unsent):
            await stock.summaries()
    mail.faults.lose_reply = 1
    with pytest.raises(Unsent):
        await stock.summaries()
    assert await stock.summaries() == 1
    assert len({caught.message_id for caught in mail.messages()}) == 1
    assert await stock.summaries() == 1
    assert len(mail.messages()) == 2


async def test_an_address_that_does_not_exist_keeps_nobody_else_from_knowing(stock: World, mail: MailCatcher) -> None:
    await stock.add("LV-0001", waiting())
    await stock.add("LV-0002", unknown())
    await stock.page()
    mail.faults.unknown = {"juniper.vale@example.org"}
    assert await stock.summaries() == 1
    rows = await stock.register.deliveries("hand-over/M-1")
    assert {row.key: row.state for row in rows} == {"hand-over/M-1/C-1": "failed", "hand-over/M-1/C-2": "accepted"}
