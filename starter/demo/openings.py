"""How several stories begin: a case opened, certified, approved.

Knows: what has to be said for that. Never knows: what the story is about.
"""

from starter.demo import sheets
from starter.demo.scene import Scene
from workflows.case.said import Channel, DocumentKind, RequestedPeriod
from workflows.rules.reasons import LeaveReason, LeaveShape


async def intermittent(scene: Scene, number: int, key: str) -> str:
    """An intermittent case, certified and approved."""
    hotline, iris = scene.voice("hotline/A7", Channel.HOTLINE), scene.coordinator()
    period = RequestedPeriod(
        reason=LeaveReason.OWN_CONDITION,
        shape=LeaveShape.INTERMITTENT,
        first_on=scene.day(-7),
        last_on=scene.day(350),
    )
    reference = (await hotline.open(await scene.employee(number), [period], request_key=key)).reference
    await scene.tell(reference, "agent A7 takes the call: absences now and then, for a year")
    await scene.mail(reference, "rights_notice")
    await hotline.hand_in(
        reference,
        kind=DocumentKind.CERTIFICATION,
        name="certification.pdf",
        content=sheets.certification("certification, episodes"),
    )
    await scene.task(reference, "judge_certification")
    await iris.find_sufficient(reference)
    await iris.approve(reference)
    await scene.tell(reference, "certified and approved by Iris")
    await scene.mail(reference, "designation_notice")
    return reference
