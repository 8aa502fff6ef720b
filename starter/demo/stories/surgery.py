"""Own surgery, foreseeable, by portal: deficient and cured, approved, other dates, clearance, closed."""

from datetime import timedelta

from starter.cases import Refused
from starter.demo import people, sheets
from starter.demo.scene import Scene
from workflows.case.said import Channel, DocumentKind, RequestedPeriod
from workflows.rules.calendar import day_of
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.sufficiency import CertificationItem, Defect

TITLE = "Own surgery"
WORDS = "Rowan asks by the portal, five weeks ahead; the certification comes back incomplete and is cured in time."


async def live(scene: Scene) -> None:
    """The whole leave, from the request to the closing."""
    rowan = scene.voice("employee", Channel.PORTAL)
    employee = await scene.employee(1001)
    period = RequestedPeriod(
        reason=LeaveReason.OWN_CONDITION,
        shape=LeaveShape.CONTINUOUS,
        first_on=scene.day(35),
        last_on=scene.day(56),
    )
    reference = (await rowan.open(employee, [period], request_key="surgery")).reference
    await scene.tell(reference, "Rowan asks for leave and consents to our keeping medical papers")
    again = await rowan.open(employee, [period], request_key="surgery")
    scene.expect("the same request once more finds the same case", again.reference == reference)
    await _noticed(scene, reference)
    await _certified(scene, reference)
    await _approved(scene, reference)
    await _returned(scene, reference)


async def _noticed(scene: Scene, reference: str) -> None:
    eligibility = await scene.mail(reference, "eligibility_notice")
    scene.expect("the eligibility notice says yes", "You are eligible" in eligibility.text)
    rights = await scene.delivery(reference, "rights_notice", "employee")
    certification = await scene.deadline(reference, "certification/1")
    asked_on = day_of(rights.ended_at or rights.caused_at)
    scene.expect(
        f"the certification is due 15 days after the request was received, on {certification.due_on:%a %d %b}",
        certification.due_on == asked_on + timedelta(days=15),
    )
    notice = await scene.deadline(reference, "eligibility_notice", state="met")
    scene.expect(f"the notice was in time under {notice.rule} ({notice.citation})", notice.state == "met")


async def _certified(scene: Scene, reference: str) -> None:
    rowan, iris = scene.voice("employee", Channel.PORTAL), scene.coordinator()
    reminder = await scene.deadline(reference, "reminder/1")
    await scene.jump(reference, reminder.due_at + timedelta(minutes=1))
    await scene.mail(reference, "certification_reminder")
    await scene.tell(reference, "a reminder went out, five days before the due day")
    paper = await rowan.hand_in(
        reference,
        kind=DocumentKind.CERTIFICATION,
        name="certification.pdf",
        content=sheets.certification("certification, two entries empty"),
    )
    await scene.tell(reference, "Rowan hands in a certification, a real PDF")
    receipt = await scene.mail(reference, "document_receipt")
    scene.expect("the receipt names the paper", paper.document_id in receipt.text)
    await _stored(scene, reference)
    await scene.task(reference, "judge_certification")
    items = (CertificationItem.DURATION, CertificationItem.PROVIDER_SIGNATURE)
    await iris.find_deficient(reference, defect=Defect.INCOMPLETE, items=items)
    await scene.tell(reference, "Iris Example, coordinator, finds it incomplete")
    letter = await scene.mail(reference, "deficiency_notice")
    scene.expect("the letter lists both entries", letter.text.count("\n- ") >= len(items))
    cure = await scene.deadline(reference, "cure/1")
    scene.expect(f"seven days to cure it, until {cure.due_on:%a %d %b}", cure.rule == "G3")
    await scene.jump(reference, cure.due_at - timedelta(days=2))
    await rowan.hand_in(
        reference,
        kind=DocumentKind.CERTIFICATION,
        name="certification.pdf",
        content=sheets.certification("certification, complete"),
    )
    await scene.tell(reference, "Rowan hands in the completed certification, two days before the time is over")
    await scene.deadline(reference, "cure/1", state="met")
    await iris.find_sufficient(reference)
    await scene.tell(reference, "Iris finds it complete and sufficient")


async def _stored(scene: Scene, reference: str) -> None:
    async def filed() -> bool:
        return all(paper.filed_at is not None for paper in await scene.office.papers.of_case(reference))

    await scene.soon("the paper is in the store", filed)
    papers = await scene.office.papers.of_case(reference)
    content = await scene.office.papers.open(papers[0].document_id)
    scene.expect("the store gives back what was handed in, byte for byte", len(content) == papers[0].size)


async def _approved(scene: Scene, reference: str) -> None:
    iris, rowan = scene.coordinator(), scene.voice("employee", Channel.PORTAL)
    await iris.approve(reference)
    await scene.tell(reference, "Iris approves")
    await scene.mail(reference, "designation_notice")
    told = await scene.mail(reference, "supervisor_alert", "supervisor")
    await scene.mail(reference, "supervisor_alert", "next_level")
    scene.expect("the subject to the supervisor names nobody", "Rowan" not in told.subject)
    scene.expect("a calendar entry is attached", any("calendar" in a.get_content_type() for a in told.attachments))
    scene.expect("the supervisor reads who is away", "Rowan Sample" in told.text)
    await rowan.change_dates(reference, period=1, first_on=scene.day(38), last_on=scene.day(59))
    await scene.tell(reference, "the hospital moves the day; Rowan asks for later dates")
    await scene.view(reference, "other dates wait for a person", lambda v: v.periods[0].awaits_decision)
    await iris.approve(reference)
    await scene.tell(reference, "Iris approves the new dates")
    changed = await scene.mail(reference, "supervisor_alert", "supervisor", count=2)
    await scene.mail(reference, "supervisor_alert", "next_level", count=2)
    scene.expect("both supervisors read old and new", "Before:" in changed.text and "Now:" in changed.text)
    await scene.charged(reference, "the days of the leave are charged", lambda minutes: minutes > 0)


async def _returned(scene: Scene, reference: str) -> None:
    iris, agency = scene.coordinator(), scene.voice("agency/HR", Channel.AGENCY)
    await scene.jump_to_day(reference, scene.day(scene.workday(53)))
    await agency.returned(reference, returned_on=scene.day(scene.workday(53)))
    await scene.tell(reference, "Rowan is back, a week earlier than planned")
    await scene.task(reference, "clearance")
    try:
        await iris.close(reference)
        scene.expect("the case cannot be closed without the clearance", False)
    except Refused as refused:
        scene.expect(f"closing is refused: {refused.sentence}", refused.code == "clearance_open")
    await agency.hand_in(
        reference,
        kind=DocumentKind.CLEARANCE,
        name="clearance.pdf",
        content=sheets.certification("fit for duty"),
    )
    await scene.tell(reference, "the agency's copy of the clearance arrives")
    await scene.view(reference, "the clearance is here", lambda v: v.clearance == "received")
    await iris.close(reference)
    await scene.tell(reference, "Iris closes the case")
    await scene.mail(reference, "leave_ended")

    async def completed() -> bool:
        status = (await scene.described(reference)).status
        return status is not None and status.name == "COMPLETED"

    await scene.soon("the workflow is completed", completed)
    ended = await scene.view(reference, "no clock runs any more", lambda v: v.next_deadline_at is None)
    scene.expect("the case is closed", ended.status == "closed")
    scene.expect("every paper of Rowan's is kept", len(await scene.office.papers.of_case(reference)) == 3)
    scene.expect("no mail was sent twice", _no_copies(scene, people.email_of(1001)))


def _no_copies(scene: Scene, address: str) -> bool:
    ids = [mail.message_id for mail in scene.mail_server.messages(to=address)]
    return len(ids) == len(set(ids))
