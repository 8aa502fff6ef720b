"""A work injury, and five sick days that the agency reported three weeks late."""

from datetime import UTC, datetime, timedelta

from starter.demo import sheets
from starter.demo.scene import Scene
from workflows.case.said import Channel, DocumentKind, RequestedPeriod
from workflows.rules.light_duty import LightDutyAnswer
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.substitution import Benefit, BenefitPaid

TITLE = "A work injury, and a referral three weeks late"
WORDS = "Juniper's leave is ours, the benefit is not. Laurel's agency knew of five sick days and told us late."


async def live(scene: Scene) -> None:
    """Both cases."""
    await _injury(scene)
    await _late_referral(scene)


async def _injury(scene: Scene) -> None:
    hotline, iris = scene.voice("hotline/A7", Channel.HOTLINE), scene.coordinator()
    period = RequestedPeriod(
        reason=LeaveReason.OWN_CONDITION,
        shape=LeaveShape.CONTINUOUS,
        first_on=scene.day(-2),
        last_on=scene.day(26),
    )
    employee = await scene.employee(1007)
    reference = (await hotline.open(employee, [period], request_key="injury", work_injury=True)).reference
    await scene.tell(reference, "Juniper was hurt at work and cannot come in")
    rights = await scene.mail(reference, "rights_notice")
    scene.expect("a certification is asked for here too", "certification" in rights.text)
    scene.expect("nobody can make Juniper use saved time while compensation pays", "saved time" in rights.text)
    await hotline.hand_in(
        reference, kind=DocumentKind.CERTIFICATION, name="c.pdf", content=sheets.certification("hurt")
    )
    await scene.task(reference, "judge_certification")
    await iris.find_sufficient(reference)
    await iris.approve(reference)
    await scene.tell(
        reference, "certified and approved: the leave counts while compensation is another office's matter"
    )
    await scene.mail(reference, "designation_notice")
    await scene.charged(reference, "the days count from the first", lambda minutes: minutes > 0)
    await _paid(scene, reference)


async def _paid(scene: Scene, reference: str) -> None:
    agency = scene.voice("agency/HR", Channel.AGENCY)
    compensation = BenefitPaid(kind=Benefit.COMPENSATION, first_on=scene.day(-2), last_on=scene.day(12))
    await agency.pay_told(reference, benefits=(compensation,), usable=True, elects=True, agreed_top_up=False)
    letter = await scene.mail(reference, "designation_notice", count=2)
    scene.expect("while compensation is paid no saved time is used", "a benefit is paid" in letter.text)
    scene.expect("afterwards it runs, as Juniper chose", "your accrued leave runs, as you chose" in letter.text)
    await agency.light_duty_answered(reference, from_on=scene.day(12), answer=LightDutyAnswer.REFUSED)
    letter = await scene.mail(reference, "light_duty")
    await scene.tell(reference, "Juniper refuses light duty, and may: the leave goes on")
    scene.expect("the letter says so", "your leave goes on" in letter.text)
    view = await scene.office.cases.show(reference)
    scene.expect("the days stay as they were", view.periods[0].decided_last_on == scene.day(26))


async def _late_referral(scene: Scene) -> None:
    agency = scene.voice("agency/HR", Channel.AGENCY)
    knew_on = scene.day(-21)
    knew_at = datetime(knew_on.year, knew_on.month, knew_on.day, 15, tzinfo=UTC)
    period = RequestedPeriod(
        reason=LeaveReason.OWN_CONDITION,
        shape=LeaveShape.CONTINUOUS,
        first_on=knew_on - timedelta(days=4),
        last_on=scene.day(5),
    )
    opened = await agency.open(
        await scene.employee(1008), [period], request_key="sick-days", consents=False, known_at=knew_at
    )
    reference = opened.reference
    await scene.tell(reference, "the agency reports five sick workdays that it knew of three weeks ago")
    letter = await scene.mail(reference, "request_received")
    scene.expect("Laurel is told that the agency reported it", "Your agency told us" in letter.text)
    missed = await scene.deadline(reference, "eligibility_notice", state="missed")
    scene.expect(
        f"the notice was due on {missed.due_on:%a %d %b} and stays visible as missed, though it is sent now",
        missed.settled_at is not None or missed.due_on < scene.today,
    )
    await scene.mail(reference, "eligibility_notice")
    await scene.task(reference, "notice_missed")
