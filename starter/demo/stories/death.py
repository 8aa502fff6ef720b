"""A family member dies: the need ends that day, every clock stops, nobody asks for anything, and the words are kind."""

from datetime import timedelta

from starter.demo import sheets
from starter.demo.scene import Scene
from workflows.case.said import Channel, DocumentKind, RequestedPeriod
from workflows.rules.reasons import LeaveReason, LeaveShape

TITLE = "A family member dies"
WORDS = "Maple cares for somebody in the family. The date of the death follows some days after the news."
RELATIONS = ("mother", "father", "parent", "spouse", "child", "wife", "husband", "sister", "brother")


async def live(scene: Scene) -> None:
    """Approved care, appointments ahead, the news, the date."""
    reference = await _caring(scene)
    await _died(scene, reference)
    await _date_follows(scene, reference)
    await _asked_nothing(scene)


async def _caring(scene: Scene) -> str:
    hotline, sage = scene.voice("hotline/A3", Channel.HOTLINE), scene.coordinator("C-3")
    period = RequestedPeriod(
        reason=LeaveReason.FAMILY_CARE,
        shape=LeaveShape.INTERMITTENT,
        first_on=scene.day(-14),
        last_on=scene.day(60),
    )
    reference = (await hotline.open(await scene.employee(1006), [period], request_key="care")).reference
    await scene.tell(reference, "Maple calls: care for a family member, when it is needed")
    await scene.mail(reference, "rights_notice")
    await hotline.hand_in(
        reference, kind=DocumentKind.CERTIFICATION, name="c.pdf", content=sheets.certification("care")
    )
    await scene.task(reference, "judge_certification")
    await sage.find_sufficient(reference)
    await sage.approve(reference)
    await scene.tell(reference, "certified and approved by Sage Example")
    await scene.mail(reference, "designation_notice")
    for days in (-3, 6, 13):
        await hotline.report_absence(reference, **scene.hours(scene.workday(days), 9, 17))
    await scene.tell(reference, "one day of care is past, two are planned")
    await scene.mail(reference, "supervisor_alert", "supervisor", count=3)
    await scene.charged(reference, "three days of care", lambda minutes: minutes == 3 * 450)
    return reference


async def _died(scene: Scene, reference: str) -> None:
    maple = scene.voice("employee", Channel.HOTLINE)
    await maple.family_member_died(reference)
    await scene.tell(reference, "Maple calls with the news; the date can wait")
    letter = await scene.mail(reference, "need_ended")
    scene.narrator.letter(letter.text)
    scene.expect("the letter is kind and tells of Mass4You", "sorry for your loss" in letter.text)
    scene.expect("it tells of Mass4You", "Mass4You" in letter.text)
    view = await scene.view(
        reference, "no clock of the need runs any more", lambda v: v.next_deadline_kind in (None, "dfml_told_due")
    )
    scene.expect("the case waits for nothing from Maple", view.status == "need_ended")


async def _date_follows(scene: Scene, reference: str) -> None:
    died_on = scene.day(-1)
    await scene.voice("employee", Channel.HOTLINE).family_member_died(reference, died_on=died_on)
    await scene.tell(reference, "the date follows")
    letter = await scene.mail(reference, "bereavement_review", "liaison")
    scene.expect("the Liaison learns the date", f"{died_on.day}, {died_on.year}" in letter.text)
    words = f"{letter.subject} {letter.text}".lower()
    scene.expect("and nothing of the relation", not any(word in words for word in RELATIONS))
    await scene.charged(reference, "only the day before the death counts", lambda minutes: minutes == 450)


async def _asked_nothing(scene: Scene) -> None:
    """The same news in a case whose certification is still asked for, with its reminder days away."""
    hotline = scene.voice("hotline/A3", Channel.HOTLINE)
    period = RequestedPeriod(
        reason=LeaveReason.FAMILY_CARE,
        shape=LeaveShape.CONTINUOUS,
        first_on=scene.day(10),
        last_on=scene.day(40),
    )
    reference = (await hotline.open(await scene.employee(1011), [period], request_key="care-ahead")).reference
    await scene.tell(reference, "another case: care is planned, the certification is asked for")
    reminder = await scene.deadline(reference, "reminder/1")
    await hotline.family_member_died(reference, died_on=scene.today)
    await scene.tell(reference, "the family member dies before the leave begins")
    await scene.mail(reference, "need_ended")
    await scene.jump(reference, reminder.due_at + timedelta(days=20))
    await scene.tell(reference, "weeks later")
    rows = await scene.office.register.deliveries(reference)
    asked = [row.kind for row in rows if row.kind in ("certification_reminder", "certification_overdue")]
    scene.expect("no reminder and no overdue letter ever went out", not asked)
