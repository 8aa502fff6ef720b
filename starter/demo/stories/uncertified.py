"""The certification never comes: reminder, overdue, more time, overdue again, and a denial only by two people.

And one that was handed in before the due day and entered after it: it is in time.
"""

from datetime import timedelta

from starter.cases import Refused
from starter.demo import sheets
from starter.demo.scene import Scene
from workflows.case.asked import DenialGround, ExtensionGround
from workflows.case.said import Channel, DocumentKind, RequestedPeriod
from workflows.rules.reasons import LeaveReason, LeaveShape

TITLE = "The certification never comes"
WORDS = "Willow tries, gets more time, and it still does not come. No clock denies anything: two people do."


async def live(scene: Scene) -> None:
    """To the denial, and beside it the one that was in time."""
    reference = await _asked(scene, 1005, "uncertified")
    await _overdue(scene, reference)
    await _more_time(scene, reference)
    await _denied(scene, reference)
    await _in_time_after_all(scene)


async def _asked(scene: Scene, number: int, key: str) -> str:
    period = RequestedPeriod(
        reason=LeaveReason.OWN_CONDITION,
        shape=LeaveShape.CONTINUOUS,
        first_on=scene.day(45),
        last_on=scene.day(60),
    )
    portal = scene.voice("employee", Channel.PORTAL)
    reference = (await portal.open(await scene.employee(number), [period], request_key=key)).reference
    await scene.tell(reference, "a request by the portal")
    await scene.mail(reference, "rights_notice")
    await scene.deadline(reference, "certification/1")
    return reference


async def _overdue(scene: Scene, reference: str) -> None:
    due = await scene.deadline(reference, "certification/1")
    await scene.jump(reference, due.due_at + timedelta(minutes=1))
    await scene.mail(reference, "certification_reminder")
    letter = await scene.mail(reference, "certification_overdue")
    await scene.tell(reference, "the due day is over, and nothing came")
    scene.expect("the letter says that it is not a denial", "This is not a denial" in letter.text)
    await scene.task(reference, "certification_overdue")
    view = await scene.office.cases.show(reference)
    scene.expect("nothing is decided by a clock", view.periods[0].decision == "pending")


async def _more_time(scene: Scene, reference: str) -> None:
    basil = scene.coordinator("C-2")
    due = await scene.deadline(reference, "certification/1")
    new_day = due.due_on + timedelta(days=10)
    await basil.extend(reference, due_on=new_day, ground=ExtensionGround.PROVIDER_AWAY)
    await scene.tell(reference, "Willow's provider is away; Basil Example gives ten days more")
    await scene.mail(reference, "certification_extended")
    running = await scene.deadline(reference, "certification/1", state="running")
    scene.expect("the clock runs again, and keeps its first day in its history", running.extended == 1)
    await scene.jump(reference, running.due_at + timedelta(minutes=1))
    await scene.mail(reference, "certification_overdue", count=2)
    await scene.tell(reference, "the new day passes too")


async def _denied(scene: Scene, reference: str) -> None:
    basil, sage = scene.coordinator("C-2"), scene.coordinator("C-3")
    await basil.propose_denial(reference, period=1, ground=DenialGround.CERTIFICATION_NOT_PROVIDED)
    await scene.tell(reference, "Basil proposes to deny")
    await scene.task(reference, "confirm_denial")
    try:
        await basil.confirm_denial(reference, period=1)
        scene.expect("nobody confirms their own proposal", False)
    except Refused as refused:
        scene.expect(f"the proposer cannot confirm: {refused.sentence}", refused.code == "same_person")
    await sage.confirm_denial(reference, period=1)
    await scene.tell(reference, "Sage Example, a second person, confirms")
    letter = await scene.mail(reference, "denial_notice")
    scene.narrator.letter(letter.text)
    scene.expect("the letter says why", "did not come in time" in letter.text)
    scene.expect("and what can be done now", "What you can do now" in letter.text)
    view = await scene.view(reference, "two named people decided", lambda v: v.periods[0].decision == "denied")
    people = {view.periods[0].decided_by, view.periods[0].confirmed_by}
    scene.expect("they are different people", people == {"coordinator/C-2", "coordinator/C-3"})


async def _in_time_after_all(scene: Scene) -> None:
    reference = await _asked(scene, 1011, "in-time")
    due = await scene.deadline(reference, "certification/1")
    await scene.jump(reference, due.due_at + timedelta(hours=9))
    await scene.deadline(reference, "certification/1", state="missed")
    await scene.voice("agency/HR", Channel.AGENCY).hand_in(
        reference,
        kind=DocumentKind.CERTIFICATION,
        name="certification.pdf",
        content=sheets.certification("faxed to the agency before midnight"),
        held_since=due.due_at - timedelta(minutes=10),
    )
    await scene.tell(reference, "the agency finds a fax of ten minutes before midnight of the due day")
    await scene.deadline(reference, "certification/1", state="met")
    scene.expect("what was in our hands in time is in time", True)
