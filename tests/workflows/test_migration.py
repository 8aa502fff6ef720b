"""The hand-over of sixty cases on real servers: killed in the middle, without mail in the middle, and run twice."""

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from temporalio.client import Client, WorkflowUpdateFailedError

from activities import sending
from infra import migrations
from infra.database import Database
from infra.keyring import Keyring
from infra.settings import Settings
from infra.stack.mail_catcher import MailCatcher
from infra.stack.temporal_server import TemporalServer
from infra.temporal import SealingPlugin
from tests.workflows.conftest import Case, ahead, intermittent
from tests.workflows.deeds import Deeds
from tests.workflows.vendors import VendorStage, address
from workflows.case import asked, said
from workflows.leave_case import LeaveCaseWorkflow as Leave
from workflows.migration import Migration, MigrationReport
from workflows.rules.sufficiency import CertificationItem, Defect
from workflows.view import CaseView

VENDOR: dict[str, Any] = {"custodian": said.Custodian.VENDOR, "by": "coordinator/V-1"}
LETTER = "who looks after your case now"
SIXTY = 60


@pytest.fixture
async def vendors(
    temporal_server: TemporalServer,
    keyring: Keyring,
    mail: MailCatcher,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[VendorStage]:
    """A stage with a database, a directory and a mail server; the test starts the worker. A mail that a killed
    worker had claimed is free after a few seconds."""
    monkeypatch.setattr(sending, "LEASE", timedelta(seconds=5))
    client = await Client.connect(
        temporal_server.address,
        namespace=temporal_server.namespace,
        plugins=[SealingPlugin(keyring, namespace=temporal_server.namespace)],
    )
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/leeway.db")
    await migrations.upgrade(database)
    settings = Settings(smtp_port=mail.port)
    stage = VendorStage(client, f"queue-{secrets.token_hex(4)}", Deeds(), database, keyring, settings)
    yield stage
    await database.close()


async def record_awaited(stage: VendorStage, employee: str) -> Case:
    """The directory does not answer, so nobody knows the agency."""
    stage.desk.silent_about.add(employee)
    return await _opened(stage, employee, "record_awaited")


async def mid_cure(stage: VendorStage, employee: str) -> Case:
    """The certification came and lacks something; seven days run."""
    case = await _opened(stage, employee, "certification_awaited")
    await _hand_in(case)
    missing: dict[str, Any] = {"defect": Defect.INCOMPLETE, "items": (next(iter(CertificationItem)),)}
    await case.ask(Leave.find_deficient, asked.DeficiencyFinding, **(VENDOR | missing))
    await _until(stage, case, lambda view: any(d.kind == "cure_due" for d in view.deadlines))
    return case


async def overdue(stage: VendorStage, employee: str) -> Case:
    """The certification did not come in time."""
    case = await _opened(stage, employee, "certification_awaited")
    await case.jump(17)
    await _until(stage, case, lambda view: view.status == "certification_overdue")
    return case


async def denial_proposed(stage: VendorStage, employee: str) -> Case:
    """A first person of the vendor proposed a denial."""
    case = await overdue(stage, employee)
    denial: dict[str, Any] = {"period": 1, "ground": asked.DenialGround.CERTIFICATION_NOT_PROVIDED}
    await case.ask(Leave.propose_denial, asked.DenialProposal, **(VENDOR | denial))
    await _until(stage, case, lambda view: view.status == "denial_proposed")
    return case


async def approved(stage: VendorStage, employee: str) -> Case:
    """Intermittent leave, approved, with an absence ahead."""
    case = await _opened(stage, employee, "certification_awaited", intermittent())
    await _hand_in(case)
    await case.ask(Leave.find_sufficient, asked.CertificationFinding, **VENDOR)
    await case.ask(Leave.approve, asked.Approval, **VENDOR)
    await case.absent("A-1")
    await _until(stage, case, lambda view: _state(view, "designation_notice") == "met" and len(view.absences) == 1)
    return case


STATES: tuple[Callable[[VendorStage, str], Awaitable[Case]], ...] = (
    record_awaited,
    mid_cure,
    overdue,
    denial_proposed,
    approved,
)


async def test_sixty_cases_change_hands_once_whatever_is_killed_on_the_way(
    vendors: VendorStage, mail: MailCatcher
) -> None:
    employees = [f"E-{n:02d}" for n in range(SIXTY)]
    await vendors.hire(employees)
    async with vendors.working():
        cases = await _stock(vendors, employees)
        before = await _still(vendors, cases)

    vendors.door.hold_at = 33
    async with vendors.working():
        running = await vendors.hand_over("M-1")
        await vendors.door.answered[10].wait()
        await mail.stop()
        await vendors.door.answered[33].wait()
    async with vendors.working():
        await vendors.door.answered[45].wait()
        await mail.start()
        report = await running.result()
        assert report == MigrationReport(batch="M-1", moved=SIXTY, already=0, refused=0, unequal=0, coordinators=3)
        assert vendors.door.answers == SIXTY + 1  # the one whose answer was lost was asked twice
        await _letters(mail, employees)
        after = await _still(vendors, cases)
        assert {r: _promises(v) for r, v in after.items()} == {r: _promises(v) for r, v in before.items()}
        assert {v.custodian for v in after.values()} == {"commonwealth"}
        _spread_evenly(after)

        again = await (await vendors.hand_over("M-1")).result()
        assert again == report.model_copy(update={"moved": 0, "already": SIXTY})
        await _letters(mail, employees)
        assert {v.version for v in (await _still(vendors, cases)).values()} == {v.version for v in after.values()}
        _one_summary_each(mail, after)

        await _lives_on(cases)


async def _stock(stage: VendorStage, employees: list[str]) -> dict[str, Case]:
    """Sixty cases, twelve in each state."""
    opening = asyncio.Semaphore(12)

    async def one(number: int, employee: str) -> Case:
        async with opening:
            return await STATES[number % len(STATES)](stage, employee)

    cases = await asyncio.gather(*(one(number, employee) for number, employee in enumerate(employees)))
    return {case.reference: case for case in cases}


async def _lives_on(cases: dict[str, Case]) -> None:
    """The vendor acts no more: the denial that it proposed is confirmed by the new custodian alone."""
    proposed = list(cases.values())[STATES.index(denial_proposed)]
    vendor = VENDOR | {"by": "coordinator/V-2"}
    with pytest.raises(WorkflowUpdateFailedError):
        await proposed.ask(Leave.confirm_denial, asked.DenialConfirmation, **vendor, period=1)
    denied = await proposed.ask(Leave.confirm_denial, asked.DenialConfirmation, period=1)
    assert denied.status == "denied"


def _promises(view: CaseView) -> list[tuple[Any, ...]]:
    return [(d.key, d.rule, d.citation, d.started_at, d.due_at, d.state, d.settled_at) for d in view.deadlines]


def _state(view: CaseView, key: str) -> str | None:
    return next((d.state for d in view.deadlines if d.key == key), None)


def _spread_evenly(after: dict[str, CaseView]) -> None:
    """Twelve of nobody's agency to C-3; the others to the two of their agency, who share them."""
    count = Counter(view.coordinator for view in after.values())
    assert count["C-3"] == 12
    assert abs(count["C-1"] - count["C-2"]) <= 12


async def _letters(mail: MailCatcher, employees: list[str]) -> None:
    """One letter to each employee: no more than one message, even where a mail server was handed it twice."""
    told: dict[str, set[str]] = {}
    for _ in range(120):
        told = {}
        for letter in mail.messages(subject=LETTER):
            told.setdefault(letter.recipients[0], set()).add(letter.message_id)
        if len(told) == len(employees):
            break
        await asyncio.sleep(0.5)
    assert {to: len(messages) for to, messages in told.items()} == {address(employee): 1 for employee in employees}


def _one_summary_each(mail: MailCatcher, after: dict[str, CaseView]) -> None:
    for coordinator in ("C-1", "C-2", "C-3"):
        (summary,) = mail.messages(to=address(coordinator))
        theirs = [reference for reference, view in after.items() if view.coordinator == coordinator]
        assert summary.subject == f"Leave cases handed over to you: {len(theirs)}"
        assert all(reference in summary.text for reference in theirs)


async def _opened(stage: VendorStage, employee: str, status: str, period: said.RequestedPeriod | None = None) -> Case:
    case = await stage.open(period or ahead(40), employee=employee, custodian=said.Custodian.VENDOR)
    await _until(stage, case, lambda view: view.status == status and _is_told(view, status))
    return case


def _is_told(view: CaseView, status: str) -> bool:
    return status == "record_awaited" or _state(view, "certification/1") == "running"


async def _hand_in(case: Case) -> None:
    paper = {"document": "D-1", "document_kind": said.DocumentKind.CERTIFICATION}
    await case.say(Leave.document_received, said.DocumentReceived, **paper)


async def _until(stage: VendorStage, case: Case, holds: Callable[[CaseView], bool]) -> None:
    """Wait until the register shows it."""
    for _ in range(1200):
        view = await stage.register.get(case.reference)
        if view is not None and holds(view):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"never: {view.status if view else 'not in the register'}")


async def _still(stage: VendorStage, cases: dict[str, Case]) -> dict[str, CaseView]:
    """The register, once nothing in it changes any more."""
    views: dict[str, CaseView] = {}
    quiet = 0
    while quiet < 5:
        fresh = await stage.views(cases)
        quiet = quiet + 1 if fresh == views and len(fresh) == len(cases) else 0
        views = fresh
        await asyncio.sleep(0.2)
    return views


@pytest.mark.parametrize(
    "wrong",
    [{"batch": "2025/10"}, {"by": "Ana Vale"}, {"to": "vendor"}, {"unknown": 1}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_hand_over_that_no_case_could_take_is_refused_where_it_is_asked_for(wrong: dict[str, Any]) -> None:
    right: dict[str, Any] = {"batch": "M-1", "source": "vendor", "to": "commonwealth", "by": "coordinator/C-1"}
    Migration.model_validate(right)
    with pytest.raises(ValidationError):
        Migration.model_validate(right | wrong)
