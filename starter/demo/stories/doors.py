"""Not our matter: who answers is told, and nothing else is kept. Who insists has a case and a decision."""

from datetime import UTC, datetime

from sqlmodel import func, select

from infra import directory
from infra.tables import Redirected, Reservation
from starter.demo.scene import Scene
from starter.redirecting import redirect
from workflows.case.asked import DenialGround
from workflows.case.said import Channel, RequestedPeriod
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.triage import Matter, Ours, Redirection, triage

TITLE = "Not our matter"
WORDS = "Four callers are told exactly whom to ask. A fifth insists, and gets a case and a decision by a person."

CALLS = (
    (Matter.ROUTINE_APPOINTMENT, "a dentist's appointment", "hr"),
    (Matter.SHORT_ILLNESS, "a stomach flu", "hr"),
    (Matter.ACCOMMODATION, "another chair and a quieter room", "ada"),
    (Matter.COMPENSATION_BENEFIT, "when the compensation is paid", "adjuster"),
)


async def live(scene: Scene) -> None:
    """Four redirections, one case."""
    cases, redirected = await _count(scene, Reservation), await _count(scene, Redirected)
    for matter, words, office in CALLS:
        await _call(scene, matter, words, office)
    scene.expect("no case was made", await _count(scene, Reservation) == cases)
    scene.expect("kept is that four were sent on", await _count(scene, Redirected) == redirected + len(CALLS))
    columns = {column.name for column in Redirected.metadata.tables["redirected"].columns}
    scene.expect("and there is no room to keep more", columns == {"id", "at", "contact"})
    await _insists(scene)


async def _call(scene: Scene, matter: Matter, words: str, office: str) -> None:
    outcome = triage(matter, insists=False)
    if not isinstance(outcome, Redirection):
        scene.expect(f"{words} is not our matter", False)
        return
    told = await redirect(scene.office.database, outcome, agency="HARBOR")
    async with scene.office.database.reading() as session:
        named = await directory.agency_contact(session, "HARBOR", office)
    scene.narrator.line(f"asked about {words}: {outcome.sentence}", at=datetime.now(UTC), reference=None)
    whom = f"{told.contact.name}, {told.contact.phone}" if told.contact else "nobody"
    scene.expect(f"sent to {whom}", named is not None and told.contact == named)


async def _insists(scene: Scene) -> None:
    ours = triage(Matter.SHORT_ILLNESS, insists=True)
    period = RequestedPeriod(
        reason=LeaveReason.OWN_CONDITION,
        shape=LeaveShape.CONTINUOUS,
        first_on=scene.today,
        last_on=scene.day(1),
    )
    hotline = scene.voice("hotline/A7", Channel.HOTLINE)
    insisted = isinstance(ours, Ours) and ours.insisted
    opened = await hotline.open(await scene.employee(1009), [period], request_key="insists", insisted=insisted)
    reference = opened.reference
    await scene.tell(reference, "Aspen insists on a case for a two-day illness")
    await scene.mail(reference, "eligibility_notice")
    await scene.view(reference, "the case takes its course, as any other", lambda v: v.eligible is True)
    await scene.coordinator("C-2").propose_denial(reference, period=1, ground=DenialGround.REASON_NOT_COVERED)
    await scene.coordinator("C-1").confirm_denial(reference, period=1)
    await scene.tell(reference, "Aspen has a decision: two named people find the reason not covered")
    letter = await scene.mail(reference, "denial_notice")
    scene.expect("the letter says why and what can be done", "not one that this law covers" in letter.text)
    await scene.view(reference, "it is a denial by two people", lambda v: v.periods[0].confirmed_by is not None)
    await scene.coordinator("C-2").close(reference)
    await scene.view(reference, "a named person closed it", lambda v: v.status == "closed")


async def _count(scene: Scene, table: type[Redirected] | type[Reservation]) -> int:
    async with scene.office.database.reading() as session:
        return (await session.exec(select(func.count()).select_from(table))).one()
