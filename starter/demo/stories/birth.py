"""Birth, by hotline: one case, three periods with their own reasons, shapes and decisions; dates changed twice."""

from starter.demo import sheets
from starter.demo.scene import Scene
from workflows.case.said import Channel, DocumentKind, RequestedPeriod
from workflows.rules.reasons import LeaveReason, LeaveShape

TITLE = "A birth"
WORDS = "Alder calls the hotline: recovery, care of the newborn in intensive care, and bonding are one case."


def _period(scene: Scene, reason: LeaveReason, shape: LeaveShape, first: int, last: int) -> RequestedPeriod:
    return RequestedPeriod(reason=reason, shape=shape, first_on=scene.day(first), last_on=scene.day(last))


async def live(scene: Scene) -> None:
    """Three periods, decided one after another."""
    hotline = scene.voice("hotline/A7", Channel.HOTLINE)
    periods = [
        _period(scene, LeaveReason.OWN_CONDITION, LeaveShape.CONTINUOUS, -2, 40),
        _period(scene, LeaveReason.FAMILY_CARE, LeaveShape.INTERMITTENT, -2, 40),
        _period(scene, LeaveReason.BONDING, LeaveShape.CONTINUOUS, 41, 82),
    ]
    reference = (await hotline.open(await scene.employee(1002), periods, request_key="birth")).reference
    await scene.tell(reference, "agent A7 takes the call: recovery, care of the newborn, bonding")
    view = await scene.view(reference, "one case has three periods", lambda v: len(v.periods) == 3)
    scene.expect("two certifications are needed, and none for bonding", len(view.certifications) == 2)
    await scene.mail(reference, "rights_notice")
    await _recovery(scene, reference)
    await _newborn(scene, reference)
    await _bonding(scene, reference)
    await _over(scene, reference)


async def _certify(scene: Scene, reference: str, reason: LeaveReason) -> None:
    await scene.voice("hotline/A7", Channel.HOTLINE).hand_in(
        reference,
        kind=DocumentKind.CERTIFICATION,
        name="certification.pdf",
        content=sheets.certification(f"certification {reason.value}"),
        reason=reason,
    )
    await scene.tell(reference, "a certification arrives")
    await scene.task(reference, "judge_certification")
    await scene.coordinator().find_sufficient(reference, reason=reason)


async def _recovery(scene: Scene, reference: str) -> None:
    await _certify(scene, reference, LeaveReason.OWN_CONDITION)
    await scene.coordinator().approve(reference, periods=[1])
    await scene.tell(reference, "Iris approves the recovery; the others wait")
    view = await scene.view(
        reference, "recovery is approved while care waits", lambda v: v.periods[0].decision == "approved"
    )
    scene.expect("the second period still waits for a decision", view.periods[1].awaits_decision)
    await scene.mail(reference, "supervisor_alert", "supervisor")


async def _newborn(scene: Scene, reference: str) -> None:
    await _certify(scene, reference, LeaveReason.FAMILY_CARE)
    await scene.coordinator().approve(reference, periods=[2])
    await scene.tell(reference, "Iris approves care of the newborn, when it is needed")
    alerts = [d for d in await scene.office.register.deliveries(reference) if d.kind == "supervisor_alert"]
    scene.expect("of leave now and then, no supervisor is told anything yet", len(alerts) == 2)


async def _bonding(scene: Scene, reference: str) -> None:
    hotline, iris = scene.voice("hotline/A7", Channel.HOTLINE), scene.coordinator()
    await hotline.change_dates(reference, period=3, first_on=scene.day(48), last_on=scene.day(89))
    await scene.tell(reference, "the newborn stays longer; bonding begins a week later")
    await iris.approve(reference, periods=[3])
    await scene.tell(reference, "Iris approves bonding")
    await scene.view(reference, "all three are decided", lambda v: not any(p.awaits_decision for p in v.periods))
    await hotline.change_dates(reference, period=3, first_on=scene.day(48), last_on=scene.day(82))
    await scene.tell(reference, "Alder will be back a week earlier: that holds at once")
    await scene.view(
        reference,
        "the decided days end earlier, without waiting",
        lambda v: v.periods[2].decided_last_on == scene.day(82) and not v.periods[2].awaits_decision,
    )
    changed = await scene.mail(reference, "supervisor_alert", "next_level", count=3)
    scene.expect("both supervisors read old and new dates", "Before:" in changed.text)
    scene.expect("and nothing of a birth", "birth" not in changed.text.lower() and "bond" not in changed.text.lower())


async def _over(scene: Scene, reference: str) -> None:
    await scene.jump_to_day(reference, scene.day(83))
    agency = scene.voice("agency/HR", Channel.AGENCY)
    await agency.returned(reference, returned_on=scene.day(83))
    await scene.tell(reference, "Alder is back at work")
    await scene.happened(reference, "returned_to_work")
    await scene.charged(reference, "never more than twelve weeks", lambda minutes: 0 < minutes <= 12 * 40 * 60)
    await scene.coordinator().close(reference)
    await scene.tell(reference, "Iris closes the case")
    await scene.mail(reference, "leave_ended")
    await scene.view(reference, "the case is closed", lambda v: v.status == "closed")
