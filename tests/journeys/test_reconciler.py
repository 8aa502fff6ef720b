"""What was left half done is finished once; what comes too late, or may not be, is put before a person."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.client import WorkflowExecutionStatus

from infra.tables import Reservation
from starter.cases import Opened, Refused
from starter.demo import sheets
from starter.demo.people import HANDED_OVER
from starter.demo.scene import Scene
from tests.journeys.conftest import theatre
from tests.journeys.passes import EMPLOYEES, ask, lines, pass_at_once, runs
from workflows.case.said import Channel, DocumentKind, RequestedPeriod
from workflows.rules.reasons import LeaveReason, LeaveShape


@pytest.fixture(scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with theatre(tmp_path_factory.mktemp("reconciled") / "home", handed_over=EMPLOYEES) as made:
        yield made.scene_of()


class Died(Exception):
    """The process ended here."""


async def die_before_starting(scene: Scene, number: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same request by a process that ends between reserving and starting; the reference that it reserved."""
    row: list[Reservation] = []

    async def start(reserved: Reservation) -> None:
        row.append(reserved)
        raise Died

    with monkeypatch.context() as dying:
        dying.setattr(scene.office.cases, "start", start)
        with pytest.raises(Died):
            await ask(scene, number)
    return row[0].reference


async def test_what_was_reserved_and_never_started_is_started(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = await die_before_starting(scene, 0, monkeypatch)
    assert await runs(scene, reference) == 0
    await pass_at_once(scene)
    await scene.mail(reference, "eligibility_notice")
    assert await ask(scene, 0) == Opened(reference, is_new=False)
    assert await runs(scene, reference) == 1


async def test_the_same_request_in_between_finds_the_same_case(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = await die_before_starting(scene, 1, monkeypatch)
    assert await ask(scene, 1) == Opened(reference, is_new=False)
    await pass_at_once(scene)
    await scene.mail(reference, "eligibility_notice")
    assert await runs(scene, reference) == 1


async def test_two_reconcilers_at_once_start_it_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = await die_before_starting(scene, 2, monkeypatch)
    await pass_at_once(scene, reconcilers=2)
    await scene.mail(reference, "eligibility_notice")
    assert await runs(scene, reference) == 1
    told = [row.kind for row in await scene.office.register.deliveries(reference)]
    assert Counter(told)["eligibility_notice"] == 1


async def test_a_request_that_cannot_be_read_holds_up_no_other(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Reservation(
        reference="LV-0000-BROKEN",
        employee="E-NOBODY",
        request_key="broken",
        sealed_request=b"\x00" * 64,
        reserved_at=datetime.now(UTC) - timedelta(days=1),
    )
    async with scene.office.database.writing() as session:
        session.add(broken)
    reference = await die_before_starting(scene, 3, monkeypatch)
    await pass_at_once(scene)
    await scene.mail(reference, "eligibility_notice")
    async with scene.office.database.writing() as session:
        await session.delete(await session.get(Reservation, broken.reference))


async def test_a_paper_that_its_case_never_heard_of_is_told_and_filed_once(scene: Scene) -> None:
    reference = (await ask(scene, 4)).reference
    await scene.mail(reference, "rights_notice")
    await scene.view(reference, "the case is recorded", lambda view: True)
    content = sheets.certification("left in the inbox")
    await scene.office.papers.receive(
        reference=reference,
        kind=DocumentKind.CERTIFICATION.value,
        name="certification.pdf",
        content=content,
        received_at=datetime.now(UTC),
    )
    await pass_at_once(scene, reconcilers=2)
    await pass_at_once(scene)
    await scene.task(reference, "judge_certification")

    async def filed() -> bool:
        return all(paper.filed_at for paper in await scene.office.papers.of_case(reference))

    await scene.soon("the paper is in the store", filed)
    (paper,) = await scene.office.papers.of_case(reference)
    receipt = await scene.mail(reference, "document_receipt")
    assert paper.document_id in receipt.text
    assert (await lines(scene, reference))["document_received"] == 1
    assert (await scene.office.papers.open(paper.document_id)).startswith(b"%PDF")


async def closed_case(scene: Scene, number: int) -> str:
    """A leave of two weeks that is over, charged and closed; its workflow has ended."""
    hotline, iris = scene.voice("hotline/A7", Channel.HOTLINE), scene.coordinator()
    period = RequestedPeriod(
        reason=LeaveReason.OWN_CONDITION,
        shape=LeaveShape.CONTINUOUS,
        first_on=scene.day(-20),
        last_on=scene.day(-7),
    )
    employee = await scene.employee(HANDED_OVER + number)
    reference = (await hotline.open(employee, [period], request_key="over")).reference
    await scene.mail(reference, "rights_notice")
    content = sheets.certification("of a leave that is over")
    await hotline.hand_in(reference, kind=DocumentKind.CERTIFICATION, name="c.pdf", content=content)
    await scene.task(reference, "judge_certification")
    await iris.find_sufficient(reference)
    await iris.approve(reference)
    await scene.charged(reference, "its days are charged", lambda minutes: minutes > 0)
    await iris.close(reference)
    await scene.delivery(reference, "leave_ended", "employee")

    async def ended() -> bool:
        return (await scene.described(reference)).status is WorkflowExecutionStatus.COMPLETED

    await scene.soon("the workflow has ended", ended)
    return reference


async def minutes_charged(scene: Scene, reference: str) -> list[tuple[str, int]]:
    """The entries of the ledger for a case."""
    view = await scene.office.cases.show(reference)
    entries = await scene.office.register.entries(view.employee)
    return [(entry.entry_id, entry.minutes) for entry in entries if entry.cause.startswith(f"{reference}/")]


async def test_a_fact_for_a_closed_case_becomes_a_task_and_changes_nothing(scene: Scene) -> None:
    reference = await closed_case(scene, 10)
    view, charged = await scene.office.cases.show(reference), await minutes_charged(scene, reference)
    history, mails = await lines(scene, reference), await scene.office.register.deliveries(reference)
    agency = scene.voice("agency/HR", Channel.AGENCY)
    for _ in range(2):
        await agency.report_absence(reference, **scene.hours(-10, 9, 12), absence_id="A-LATE", message_id="told-late")
    (task,) = await scene.office.register.tasks(reference=reference)
    assert (task.kind, task.role) == ("fact_for_closed_case", "coordinator")
    assert await scene.office.cases.show(reference) == view
    assert await minutes_charged(scene, reference) == charged
    assert await lines(scene, reference) == history
    assert len(await scene.office.register.deliveries(reference)) == len(mails)
    assert (await scene.described(reference)).status is WorkflowExecutionStatus.COMPLETED


async def test_a_reopened_case_keeps_history_version_and_ledger(scene: Scene) -> None:
    reference = await closed_case(scene, 11)
    before, charged = await scene.office.cases.show(reference), await minutes_charged(scene, reference)
    history = await scene.office.register.history(reference)
    iris = scene.coordinator()
    assert (await iris.reopen(reference)).closed_at is None
    with pytest.raises(Refused, match="open already"):
        await iris.reopen(reference)
    view = await scene.view(reference, "it is open again", lambda v: v.closed_at is None)
    assert view.version > before.version
    assert view.periods == before.periods
    assert await minutes_charged(scene, reference) == charged
    await scene.task(reference, "decide")
    await iris.close(reference)
    await scene.view(reference, "it is closed again", lambda v: v.closed_at is not None and v.version > view.version)
    await scene.delivery(reference, "leave_ended", "employee", count=2)
    after = await scene.office.register.history(reference)
    assert [line.key for line in after][: len(history)] == [line.key for line in history]
    assert [line.what for line in after][len(history) :] == ["reopened", "closed"]


async def test_an_approval_and_a_closing_by_signal_that_are_refused_are_recorded_and_asked_about(scene: Scene) -> None:
    reference = (await ask(scene, 12)).reference
    await scene.mail(reference, "rights_notice")
    batch = scene.coordinator()
    await batch.approve_by_signal(reference)
    await batch.close_by_signal(reference)
    await scene.happened(reference, "request_refused", count=2)
    refused = [line for line in await scene.office.register.history(reference) if line.what == "request_refused"]
    assert {(line.by, *json.loads(line.facts).values()) for line in refused} == {
        ("coordinator/C-1", "approve", "certification_not_sufficient"),
        ("coordinator/C-1", "close", "decision_open"),
    }
    tasks = [task for task in await scene.office.register.tasks(reference=reference) if task.kind == "request_refused"]
    assert {json.loads(task.facts)["request"] for task in tasks} == {"approve", "close"}
    view = await scene.office.cases.show(reference)
    assert (view.periods[0].decision, view.closed_at) == ("pending", None)
