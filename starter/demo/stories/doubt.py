"""A doubted certification: a second opinion that differs, a third that is final, and protection until it is in."""

from starter.cases import Refused
from starter.demo import sheets
from starter.demo.scene import Scene
from workflows.case.asked import DenialGround
from workflows.case.said import Channel, DocumentKind, Opinion, RequestedPeriod
from workflows.rules.provider_contacts import ContactingRole, ContactPurpose
from workflows.rules.reasons import LeaveReason, LeaveShape

TITLE = "A doubted certification"
WORDS = "Iris doubts Birch's paper. The employer pays for other opinions, and Birch stays protected until they are in."


async def live(scene: Scene) -> None:
    """From the doubt to the opinion that binds both."""
    reference = await _certified(scene)
    await _second(scene, reference)
    await _third(scene, reference)


async def _certified(scene: Scene) -> str:
    portal, iris = scene.voice("employee", Channel.PORTAL), scene.coordinator()
    period = RequestedPeriod(
        reason=LeaveReason.OWN_CONDITION,
        shape=LeaveShape.CONTINUOUS,
        first_on=scene.day(38),
        last_on=scene.day(66),
    )
    reference = (await portal.open(await scene.employee(1012), [period], request_key="doubt")).reference
    await scene.tell(reference, "Birch asks by the portal")
    await scene.mail(reference, "rights_notice")
    await portal.hand_in(
        reference, kind=DocumentKind.CERTIFICATION, name="c.pdf", content=sheets.certification("doubted")
    )
    await scene.task(reference, "judge_certification")
    await iris.find_sufficient(reference)
    return reference


async def _second(scene: Scene, reference: str) -> None:
    iris = scene.coordinator()
    scene.expect("no provider may be asked by the direct supervisor", await _supervisor_is_refused(scene, reference))
    try:
        await iris.order_opinion(reference, which=Opinion.SECOND, regularly_used=True, limited_access=False)
        refused = ""
    except Refused as refusal:
        refused = refusal.code
    scene.expect("a provider that the employer uses regularly is refused", refused == "opinion_provider_regular")
    await iris.order_opinion(reference, which=Opinion.SECOND, regularly_used=False)
    letter = await scene.mail(reference, "opinion_ordered")
    scene.expect("Birch reads that the employer pays", "We pay for it" in letter.text)
    await iris.approve(reference)
    await scene.tell(reference, "approved meanwhile: protected provisionally, until the opinion is in")
    designation = await scene.mail(reference, "designation_notice")
    scene.expect("the letter says that it holds for now", "This holds for now" in designation.text)
    await iris.opinion_received(reference, which=Opinion.SECOND, certifies=False)
    await scene.task(reference, "judge_opinions")
    await scene.tell(
        reference, "the second opinion differs: nothing is denied, a person accepts the first or orders a third"
    )


async def _third(scene: Scene, reference: str) -> None:
    iris, basil = scene.coordinator(), scene.coordinator("C-2")
    await iris.order_opinion(reference, which=Opinion.THIRD, jointly_chosen=True)
    await scene.mail(reference, "opinion_ordered", count=2)
    await iris.opinion_received(reference, which=Opinion.THIRD, certifies=False)
    await scene.mail(reference, "opinions_settled")
    await scene.tell(reference, "the third opinion, jointly chosen, is final: it does not certify the need")
    ground = DenialGround.OPINION_DOES_NOT_CERTIFY
    view = await iris.propose_denial(reference, period=1, ground=ground)
    scene.expect("one person alone ends no protection", view.periods[0].decision == "approved")
    view = await basil.confirm_denial(reference, period=1)
    scene.expect("two people did", (view.periods[0].decision, view.periods[0].ground) == ("denied", ground.value))
    await scene.mail(reference, "denial_notice")
    await scene.charged(reference, "nothing is charged in the end", lambda minutes: minutes == 0)


async def _supervisor_is_refused(scene: Scene, reference: str) -> bool:
    contact = {"purpose": ContactPurpose.CLARIFY, "role": ContactingRole.MANAGEMENT_OFFICIAL, "authorised": True}
    try:
        await scene.coordinator().contact_provider(reference, is_direct_supervisor=True, **contact)
    except Refused as refusal:
        return refusal.code == "contact_by_supervisor"
    return False
