"""The hand-over: open cases of the vendor go to the Commonwealth's coordinators, and no clock moves.

Cases of many kinds: waiting, mid-cure, overdue, with appointments ahead, with a denial proposed, with a vacant
supervisor, with the mail server down and the worker killed while they move. Run twice, it does nothing twice.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from temporalio.client import WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy

from starter.demo import people, sheets
from starter.demo.scene import Scene
from starter.voice import Voice
from workflows.case.asked import DenialGround
from workflows.case.said import Channel, Custodian, DocumentKind, RequestedPeriod
from workflows.messages import TASK_QUEUE
from workflows.migration import Migration, MigrationReport, MigrationWorkflow, migration_id
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.sufficiency import CertificationItem, Defect
from workflows.view import CaseView

TITLE = "The hand-over"
WORDS = "The vendor's open cases move to the Commonwealth's own coordinators: nothing is lost, nothing moves, once."
CASES = 200
AT_ONCE = 12

Kind = Callable[[Scene, str], Awaitable[None]]
Clocks = dict[str, dict[str, tuple[str, str]]]


async def live(scene: Scene) -> None:
    """Open them, look at every clock, hand over with mischief, look again, hand over once more."""
    references = await _open_all(scene)
    before = _clocks([await scene.office.cases.show(reference) for reference in references])
    scene.narrator.line(
        f"{len(references)} open cases, {sum(map(len, before.values()))} clocks before",
        at=datetime.now(UTC),
        reference=None,
    )
    handle = await _start(scene, "demo-hand-over")
    await _mischief(scene, references)
    report = await handle.result()
    moved = [await scene.office.cases.show(reference) for reference in references]
    scene.expect("every case is with the Commonwealth", all(v.custodian == "commonwealth" for v in moved))
    scene.expect("every clock is what it was, rule and instant", _clocks(moved) == before)
    scene.expect("the report says so too", report.unequal == 0)
    await _coordinators(scene, moved)
    await _letters(scene, references)
    await _once_more(scene, references)


async def _open_all(scene: Scene) -> list[str]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(n: int) -> str:
        async with gate:
            return await _open(scene, n)

    count = scene.handed_over
    references = await asyncio.gather(*(one(n) for n in range(count)))
    scene.narrator.line(f"{count} cases in the vendor's custody", at=await scene.now(references[0]), reference=None)
    return sorted(references)


async def _open(scene: Scene, n: int) -> str:
    kinds: tuple[Kind, ...] = (_waits, _mid_cure, _overdue, _appointments, _denial_proposed, _approved, _in_review)
    hotline = scene.voice("hotline/V3", Channel.HOTLINE)
    kind = kinds[n % len(kinds)]
    shape = LeaveShape.INTERMITTENT if kind is _appointments else LeaveShape.CONTINUOUS
    reason = (LeaveReason.OWN_CONDITION, LeaveReason.FAMILY_CARE, LeaveReason.MILITARY_CAREGIVER)[n % 3]
    first_on = scene.day(-3 if kind is _appointments else 20 + n % 40)
    period = RequestedPeriod(reason=reason, shape=shape, first_on=first_on, last_on=first_on + timedelta(days=30 + n))
    employee = await scene.employee(people.HANDED_OVER + n)
    opened = await hotline.open(employee, [period], request_key=f"vendor-{n}", custodian=Custodian.VENDOR)
    await scene.deadline(opened.reference, "certification/1")
    await kind(scene, opened.reference)
    return opened.reference


def _vendor(scene: Scene, ref: str = "V-1") -> Voice:
    return scene.coordinator(ref, Custodian.VENDOR)


async def _waits(scene: Scene, reference: str) -> None:
    """The certification is asked for."""


async def _in_review(scene: Scene, reference: str) -> None:
    """A certification is in hand, and nobody has read it."""
    content = sheets.certification(f"certification of {reference}")
    await scene.voice("employee", Channel.PORTAL).hand_in(
        reference, kind=DocumentKind.CERTIFICATION, name="c.pdf", content=content
    )
    await _seen(scene, reference, lambda v: v.certifications[0].state == "received")


async def _mid_cure(scene: Scene, reference: str) -> None:
    """A certification was found incomplete, and the days to cure it run."""
    await _in_review(scene, reference)
    items = (CertificationItem.MEDICAL_FACTS,)
    await _vendor(scene).find_deficient(reference, defect=Defect.INCOMPLETE, items=items)
    await scene.deadline(reference, "cure/1")


async def _overdue(scene: Scene, reference: str) -> None:
    """The due day is over and nothing came."""
    due = await scene.deadline(reference, "certification/1")
    await scene.jump(reference, due.due_at + timedelta(minutes=1))
    await scene.deadline(reference, "certification/1", state="missed")


async def _denial_proposed(scene: Scene, reference: str) -> None:
    """Overdue, and one person has proposed to deny; nobody has confirmed."""
    await _overdue(scene, reference)
    await _vendor(scene).propose_denial(reference, period=1, ground=DenialGround.CERTIFICATION_NOT_PROVIDED)
    await _seen(scene, reference, lambda v: v.status == "denial_proposed")


async def _approved(scene: Scene, reference: str) -> None:
    """Approved."""
    await _in_review(scene, reference)
    await _vendor(scene).find_sufficient(reference)
    await _vendor(scene, "V-2").approve(reference)
    await scene.deadline(reference, "designation_notice", state="met")


async def _appointments(scene: Scene, reference: str) -> None:
    """Approved, with an appointment ahead."""
    await _approved(scene, reference)
    await scene.voice("employee", Channel.PORTAL).report_absence(reference, **scene.hours(scene.workday(30), 9, 12))
    await _seen(scene, reference, lambda v: len(v.absences) == 1)


async def _seen(scene: Scene, reference: str, holds: Callable[[CaseView], bool]) -> None:
    async def look() -> bool:
        view = await scene.office.register.get(reference)
        return view is not None and holds(view)

    await scene.soon("a case of the vendor is as far as it should be", look)


def _clocks(views: list[CaseView]) -> Clocks:
    """Every clock of every case: its rule and its instant."""
    return {v.reference: {d.key: (d.rule, d.due_at.isoformat()) for d in v.deadlines} for v in views}


async def _start(scene: Scene, batch: str) -> WorkflowHandle[MigrationWorkflow, MigrationReport]:
    scene.narrator.line("the hand-over begins", at=datetime.now(UTC), reference=None)
    return await scene.office.client.start_workflow(
        MigrationWorkflow.run,
        Migration(batch=batch, source=Custodian.VENDOR, to=Custodian.COMMONWEALTH, by="coordinator/C-1"),
        id=migration_id(batch),
        task_queue=TASK_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )


async def _mischief(scene: Scene, references: list[str]) -> None:
    """With some of the cases moved, the mail server falls and the worker is killed; both come back."""

    async def begun() -> bool:
        moved = await scene.office.register.find(custodian="commonwealth", after="", limit=10_000)
        return len({v.reference for v in moved} & set(references)) >= len(references) // 4

    await scene.soon("a quarter has moved", begun)
    await scene.mail_server.stop()
    await scene.worker.kill()
    words = "in the middle of it the mail server falls and the worker is killed"
    scene.narrator.line(words, at=datetime.now(UTC), reference=None)
    await scene.worker.start()
    await scene.mail_server.start()


async def _coordinators(scene: Scene, moved: list[CaseView]) -> None:
    rows = [await scene.delivery("hand-over/demo-hand-over", "hand_over_summary", "coordinator", count=1)]
    sent = {m.message_id for m in scene.mail_server.messages(subject="hand")}
    named = {view.coordinator for view in moved}
    scene.expect("each case has a coordinator of its agency", named <= {"C-1", "C-2", "C-3"} and len(rows) > 0)
    scene.expect(f"each of {len(named)} coordinators has one summary", len(sent) == len(named))


async def _letters(scene: Scene, references: list[str]) -> None:
    told = [await scene.delivery(reference, "custodian_changed", "employee") for reference in references]
    ids = {row.message_id for row in told}
    letters = [mail for mail in scene.mail_server.messages() if mail.message_id in ids]
    scene.narrator.letter(letters[0].text)
    # The server that fell may have kept a mail and lost its reply: then a copy came, under the same Message-ID.
    one_each = {mail.message_id for mail in letters} == ids and len(ids) == len(references)
    scene.expect(f"each of {len(references)} employees has one letter", one_each)
    scene.expect("it says what stays the same", all("WHAT STAYS THE SAME" in mail.text for mail in letters))


async def _once_more(scene: Scene, references: list[str]) -> None:
    mails = len(scene.mail_server.folder.ids())
    report = await (await _start(scene, "demo-hand-over-again")).result()
    scene.expect("once more: nothing is left to hand over", (report.moved, report.refused) == (0, 0))
    scene.expect("and nobody hears of it again", len(scene.mail_server.folder.ids()) == mails)
    scene.references += [references[0]]
