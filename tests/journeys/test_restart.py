"""What lies under the home survives: stopped in order or killed, started again, every open case goes on, once.

A clock that runs out while everything is down is heard within a minute of the start. `up` brings a worker that works.
"""

import asyncio
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from infra import directory
from infra.directory_import import import_directory
from infra.settings import Settings
from infra.stack import places, processes, record
from infra.stack.outbox import Folder
from infra.stack.places import Home
from infra.stack.processes import Program
from infra.stack.record import Started
from starter.demo import people
from starter.demo.openings import intermittent
from starter.demo.people import HANDED_OVER
from starter.demo.scene import Scene
from starter.office import Office, open_office
from starter.voice import Voice
from tests.journeys.conftest import theatre
from tests.journeys.passes import ask
from workflows.case.said import Channel, RequestedPeriod
from workflows.rules.calendar import day_of
from workflows.rules.reasons import LeaveReason, LeaveShape

EMPLOYEES = 4
BEFORE_IT_ENDS = timedelta(seconds=8)
"""How far from its end a clock is left running, while everything goes down."""

WITHIN = 60.0
"""Seconds from the start in which a clock that ran out meanwhile must be heard."""


@pytest.mark.parametrize("manner", ["stopped", "killed"])
async def test_open_cases_go_on_after_everything_was(tmp_path: Path, manner: str) -> None:
    async with theatre(tmp_path / "home", handed_over=EMPLOYEES) as first:
        scene = first.scene_of()
        absent = await intermittent(scene, HANDED_OVER, "absent")
        waiting = await reminded(scene, 1)
        await (scene.worker.stop() if manner == "stopped" else scene.worker.kill())
        await scene.voice("employee", Channel.PORTAL).report_absence(absent, **scene.hours(2, 9, 12))
        ends_at = await nearly_over(scene, waiting)
        if manner == "killed":
            await asyncio.gather(scene.stack.temporal.kill(), scene.stack.store.kill())
    assert datetime.now(UTC) < ends_at, "it was to run out while nobody was there"
    await asyncio.sleep((ends_at - datetime.now(UTC)).total_seconds())

    began = time.monotonic()
    async with theatre(tmp_path / "home", handed_over=EMPLOYEES) as second:
        scene = second.scene_of()
        await scene.deadline(waiting, "certification/1", state="missed")
        assert time.monotonic() - began < WITHIN
        await scene.task(waiting, "certification_overdue")
        await scene.mail(waiting, "certification_overdue")
        await scene.mail(absent, "supervisor_alert", "supervisor")
        await scene.mail(absent, "supervisor_alert", "next_level")
        await goes_on(scene, absent, waiting)
        nothing_twice(scene, await told(scene, absent, waiting))


async def reminded(scene: Scene, number: int) -> str:
    """A case whose certification is due the next day, by its own clock."""
    reference = (await ask(scene, number)).reference
    due = await scene.deadline(reference, "certification/1", state="running")
    await scene.mail(reference, "rights_notice")
    await scene.jump(reference, due.due_at - timedelta(days=1))
    await scene.mail(reference, "certification_reminder")
    return reference


async def nearly_over(scene: Scene, reference: str) -> datetime:
    """The case's clock runs on to some seconds before its end, which nobody hears; our instant of that end."""
    due = await scene.deadline(reference, "certification/1", state="running")
    await scene.jump(reference, due.due_at - BEFORE_IT_ENDS)
    return datetime.now(UTC) + (due.due_at - await scene.now(reference))


async def goes_on(scene: Scene, absent: str, waiting: str) -> None:
    """What is said after the restart has its effect, and a new case is opened as before."""
    await scene.voice("employee", Channel.PORTAL).report_absence(absent, **scene.hours(5, 9, 12))
    await scene.mail(absent, "supervisor_alert", "next_level", count=2)
    await scene.mail(absent, "supervisor_alert", "supervisor", count=2)
    assert (await ask(scene, 1)).reference == waiting
    await scene.mail((await ask(scene, 2)).reference, "eligibility_notice")


async def told(scene: Scene, *references: str) -> Counter[tuple[str, str, str]]:
    """How often each mail was accepted."""
    rows = [row for reference in references for row in await scene.office.register.deliveries(reference)]
    return Counter((row.reference, row.kind, row.role) for row in rows)


def nothing_twice(scene: Scene, rows: Counter[tuple[str, str, str]]) -> None:
    """One mail for each row in the sink, and one row of each kind but for the two absences."""
    ids = Counter(mail.message_id for mail in scene.mail_server.messages())
    assert set(ids.values()) == {1}
    assert {key: n for key, n in rows.items() if n > 1} == {key: 2 for key in rows if key[1] == "supervisor_alert"}


UP = "import asyncio, sys, pathlib; from infra.stack.up import up; sys.exit(asyncio.run(up(pathlib.Path(sys.argv[1]))))"


async def test_up_brings_a_worker_that_works_and_ctrl_c_ends_exactly_what_it_started(tmp_path: Path) -> None:
    home = tmp_path / "home"
    bystander = Program("bystander", ["sleep", "600"])
    await bystander.start()
    try:
        async with up(home) as (program, said):
            running = programs_of(home)
            assert {each.name for each in running} == {"temporal", "minio", "worker"}
            await an_employee_asks_and_is_answered(home)
            assert program.pid is not None
            os.kill(program.pid, signal.SIGINT)
            async with asyncio.timeout(20):
                assert await program.wait() == 0, said
        assert [each.name for each in running if processes.started_at(each.pid) == each.started] == []
        assert record.read_running(home) is None
        assert bystander.running
    finally:
        await bystander.stop()


@asynccontextmanager
async def up(home: Path) -> AsyncIterator[tuple[Program, list[str]]]:
    """`leeway up` in a process of its own, ready; and what it says."""
    said: list[str] = []
    program = Program("up", [sys.executable, "-c", UP, str(home)], cwd=places.ROOT, sink=said.append)

    async def ready() -> bool:
        return any("ready; Ctrl-C" in line for line in said)

    try:
        await program.start()
        await program.ready(ready, patience=60)
        yield program, said
    finally:
        await program.stop(patience=20)


def programs_of(home: Path) -> tuple[Started, ...]:
    """What a stack says that it started."""
    found = record.read(Home(home))
    assert found is not None
    return found.programs


async def an_employee_asks_and_is_answered(home: Path) -> None:
    """From another process, by what the stack wrote down: the answer lies in the outbox."""
    settings = record.read_running(home)
    assert settings is not None
    async with open_office(Settings(**settings), identity="leeway-test") as office:
        today = day_of(datetime.now(UTC))
        await import_directory(office.database, people.directory(today, handed_over=1), today=today)
        reference = await open_case(office, today)
        wanted = {"eligibility_notice", "rights_notice"}
        accepted: dict[str, str | None] = {}
        async with asyncio.timeout(30):
            while not wanted <= set(accepted):
                await asyncio.sleep(0.1)
                accepted = await accepted_mails(office, reference)
    caught = {mail.message_id for mail in Folder(home / "outbox").all()}
    assert {accepted[kind] for kind in wanted} <= caught


async def open_case(office: Office, today: date) -> str:
    """Some weeks of leave, asked for on the portal."""
    async with office.database.reading() as session:
        employee = await directory.by_number(session, str(HANDED_OVER))
    assert employee is not None
    period = RequestedPeriod(
        reason=LeaveReason.OWN_CONDITION,
        shape=LeaveShape.CONTINUOUS,
        first_on=today + timedelta(days=30),
        last_on=today + timedelta(days=50),
    )
    voice = Voice(office.cases, channel=Channel.PORTAL, by="employee")
    return (await voice.open(employee.ref, [period], request_key="asked")).reference


async def accepted_mails(office: Office, reference: str) -> dict[str, str | None]:
    """Message-ID of each kind of mail that was accepted."""
    rows = await office.register.deliveries(reference)
    return {row.kind: row.message_id for row in rows if row.state == "accepted"}
