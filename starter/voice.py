"""A person who speaks to cases: what is said becomes a message with an id, an instant and an opaque actor.

Knows: the fields of each message, who speaks and through which door. Never knows: what is allowed, or a name.
Command line, hotline, portal and the stories of the demo all speak with such a voice. Instants are aware and in UTC.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from starter.cases import Cases, Opened
from workflows.case import asked, said
from workflows.case.said import Channel, Custodian
from workflows.rules.concurrency import PfmlClaim
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.rules.recertification import CertifiedExtent, GroundKind
from workflows.rules.sufficiency import CertificationItem, Defect
from workflows.view import CaseView

if TYPE_CHECKING:
    from infra.papers import Paper

CONSENT_TEXT = "consent-2026-1"
"""Version of the text that is read to people before anything medical is kept: templates/pages/consent-2026-1.txt."""


class Voice:
    """One person at one door. `by` is opaque: `employee`, `hotline/A7`, `coordinator/C-12`, `agency/HR`.

    `message_id`, where a method takes one, lets a caller say the same again without its counting twice.
    """

    def __init__(
        self,
        cases: Cases,
        *,
        channel: Channel,
        by: str,
        custodian: Custodian = Custodian.COMMONWEALTH,
        actor_employee: str | None = None,
    ) -> None:
        self.cases = cases
        self.channel = channel
        self.by = by
        self.said: str | None = None  # the id of what was said last, by which its answer is found
        self._power = {"custodian": custodian, "actor_employee": actor_employee}

    async def open(
        self,
        employee: str,
        periods: Sequence[said.RequestedPeriod],
        *,
        request_key: str,
        consents: bool = True,
        custodian: Custodian = Custodian.COMMONWEALTH,
        work_injury: bool = False,
        insisted: bool = False,
        known_at: datetime | None = None,
    ) -> Opened:
        """A leave request, or what an agency knows of a need (`known_at`: since when)."""
        stamp = await self._stamp(None, None)
        request = said.LeaveRequest(
            **stamp,
            employee=employee,
            periods=tuple(periods),
            consent=self._consent(stamp["received_at"]) if consents else None,
            custodian=custodian,
            work_injury=work_injury,
            insisted=insisted,
            known_at=known_at,
        )
        return await self.cases.open(request, request_key=request_key)

    async def consent(self, reference: str) -> bool:
        """Leave to keep medical words."""
        stamp = await self._stamp(reference, None)
        fact = said.ConsentGiven(**stamp, consent=self._consent(stamp["received_at"]))
        return await self.cases.tell(reference, "consent_given", fact)

    async def report_absence(
        self,
        reference: str,
        *,
        starts_at: datetime,
        ends_at: datetime,
        absence_id: str | None = None,
        corrects: str | None = None,
        attested_at: datetime | None = None,
        message_id: str | None = None,
    ) -> str:
        """An absence, taken or planned; its id."""
        absence_id = absence_id or f"A-{secrets.token_hex(4).upper()}"
        fact = said.ReportedAbsence(
            **await self._stamp(reference, message_id),
            absence_id=absence_id,
            starts_at=starts_at,
            ends_at=ends_at,
            corrects=corrects,
            attested_at=attested_at,
        )
        await self.cases.tell(reference, "absence_reported", fact)
        return absence_id

    async def cancel_absence(self, reference: str, absence_id: str) -> bool:
        """A reported absence that is not taken."""
        return await self._tell(reference, "absence_cancelled", said.AbsenceCancelled, absence_id=absence_id)

    async def hand_in(
        self,
        reference: str,
        *,
        kind: said.DocumentKind,
        name: str,
        content: bytes,
        reason: LeaveReason | None = None,
        held_since: datetime | None = None,
    ) -> "Paper":
        """A paper; `held_since` is when anyone acting for the employer first held it, if earlier than now."""
        stamp = await self._stamp(reference, None)
        if held_since is not None:
            stamp["received_at"] = held_since
        paper = await self.cases.hand_in(reference, kind=kind, name=name, content=content, said=stamp, reason=reason)
        self.said = paper.document_id  # a paper is told under its own id
        return paper

    async def change_dates(self, reference: str, *, period: int, first_on: date, last_on: date | None) -> bool:
        """Other dates for a period."""
        fields = {"period": period, "first_on": first_on, "last_on": last_on}
        return await self._tell(reference, "dates_changed", said.DatesChanged, **fields)

    async def add_period(self, reference: str, period: said.RequestedPeriod) -> bool:
        """The same need goes on for another reason or in another shape."""
        return await self._tell(reference, "period_added", said.PeriodAdded, period=period)

    async def family_member_died(self, reference: str, *, died_on: date | None = None) -> bool:
        """The need for care has ended; the day may follow."""
        return await self._tell(reference, "family_member_died", said.FamilyMemberDied, died_on=died_on)

    async def need_ended(self, reference: str, **end: Any) -> bool:
        """The need ended otherwise than by a death: the fields of `said.NeedEnded`."""
        return await self._tell(reference, "need_ended", said.NeedEnded, **end)

    async def withdraw(self, reference: str, *, period: int | None = None) -> bool:
        """A period, or the whole request, is taken back."""
        return await self._tell(reference, "request_withdrawn", said.RequestWithdrawn, period=period)

    async def returned(self, reference: str, *, returned_on: date) -> bool:
        """Back at work."""
        return await self._tell(reference, "returned_to_work", said.ReturnedToWork, returned_on=returned_on)

    async def dfml_told(self, reference: str, *, told_on: date, has_claim: bool = True) -> bool:
        """DFML was told of a change, or no claim is concerned."""
        return await self._tell(reference, "dfml_told", said.DfmlTold, told_on=told_on, has_claim=has_claim)

    async def dfml_decided(self, reference: str, *, claim: PfmlClaim, **dates: Any) -> bool:
        """What DFML decided; `years`, `approved`, `waiting` and `received_on` where it told them."""
        return await self._tell(reference, "dfml_decided", said.DfmlDecided, claim=claim, **dates)

    async def opinion_received(self, reference: str, *, which: said.Opinion, certifies: bool) -> bool:
        """A second or third opinion is in."""
        fields = {"which": which, "certifies": certifies}
        return await self._tell(reference, "opinion_received", said.OpinionReceived, **fields)

    async def opinion_copies(self, reference: str, *, given: bool) -> bool:
        """Copies of the opinions are asked for, or given."""
        if given:
            return await self._tell(reference, "opinion_copies_given", said.OpinionCopiesGiven)
        return await self._tell(reference, "opinion_copies_asked", said.OpinionCopiesAsked)

    async def light_duty_answered(self, reference: str, **answer: Any) -> bool:
        """The employee's answer to light duty: the fields of `said.LightDutyAnswered`."""
        return await self._tell(reference, "light_duty_answered", said.LightDutyAnswered, **answer)

    async def job_letter_served(self, reference: str, *, served_on: date, how: said.Serving) -> bool:
        """A letter about the job was served."""
        return await self._tell(reference, "job_letter_served", said.JobLetterServed, served_on=served_on, how=how)

    async def job_asked_again(self, reference: str) -> bool:
        """The employee asks for the job at the end of leave, though it is to be refused."""
        return await self._tell(reference, "job_asked_again", said.JobAskedAgain)

    async def records_corrected(self, reference: str) -> bool:
        """The personnel records of the employee were corrected."""
        return await self._tell(reference, "records_corrected", said.RecordsCorrected)

    async def pay_told(self, reference: str, **pay: Any) -> bool:
        """Benefits and elections: the fields of `said.PayTold`; what is left out stays as it was."""
        return await self._tell(reference, "pay_told", said.PayTold, **pay)

    async def amount_asked(self, reference: str) -> bool:
        """The employee asks how much leave was counted."""
        return await self._tell(reference, "amount_asked", said.AmountAsked)

    async def approve(
        self,
        reference: str,
        *,
        periods: Sequence[int] = (),
        program: asked.Program = asked.Program.FMLA,
        delay_harmed: bool | None = None,
        agreed_backward: bool | None = None,
        message_id: str | None = None,
    ) -> CaseView:
        """Approve periods; none named: all that wait. Raises Refused."""
        fields = {
            "periods": tuple(periods),
            "program": program,
            "delay_harmed": delay_harmed,
            "agreed_backward": agreed_backward,
        }
        return await self._ask(reference, "approve", asked.Approval, fields, message_id)

    async def approve_by_signal(
        self, reference: str, *, periods: Sequence[int] = (), program: asked.Program = asked.Program.FMLA
    ) -> bool:
        """The same, from a batch: a refusal becomes a line of the history and a task."""
        fields = {"periods": tuple(periods), "program": program}
        return await self._tell(reference, "approve", asked.Approval, **self._power, **fields)

    async def propose_denial(self, reference: str, *, period: int, ground: asked.DenialGround) -> CaseView:
        """One person proposes. Raises Refused."""
        return await self._ask(reference, "propose_denial", asked.DenialProposal, {"period": period, "ground": ground})

    async def confirm_denial(self, reference: str, *, period: int) -> CaseView:
        """Another person confirms. Raises Refused."""
        return await self._ask(reference, "confirm_denial", asked.DenialConfirmation, {"period": period})

    async def find_deficient(
        self,
        reference: str,
        *,
        defect: Defect,
        items: Sequence[CertificationItem],
        reason: LeaveReason | None = None,
    ) -> CaseView:
        """What a certification lacks. Raises Refused."""
        fields = {"defect": defect, "items": tuple(items), "reason": reason}
        return await self._ask(reference, "find_deficient", asked.DeficiencyFinding, fields)

    async def find_sufficient(
        self,
        reference: str,
        *,
        reason: LeaveReason | None = None,
        extent: CertifiedExtent | None = None,
        minimum_last_on: date | None = None,
    ) -> CaseView:
        """A certification is complete and sufficient, and what it says of the duration. Raises Refused."""
        fields = {"reason": reason, "extent": extent, "minimum_last_on": minimum_last_on}
        return await self._ask(reference, "find_sufficient", asked.CertificationFinding, fields)

    async def extend(
        self, reference: str, *, due_on: date, ground: asked.ExtensionGround, reason: LeaveReason | None = None
    ) -> CaseView:
        """More time for a certification. Raises Refused."""
        fields = {"due_on": due_on, "ground": ground, "reason": reason}
        return await self._ask(reference, "extend_certification", asked.CertificationExtension, fields)

    async def ask_recertification(
        self,
        reference: str,
        *,
        extent: CertifiedExtent | None = None,
        minimum_last_on: date | None = None,
        absence_id: str | None = None,
        extension_asked: bool = False,
        ground: GroundKind | None = None,
        reason: LeaveReason | None = None,
    ) -> CaseView:
        """A new certification. Raises Refused where it may not be asked yet."""
        fields = {
            "extent": extent,
            "minimum_last_on": minimum_last_on,
            "absence_id": absence_id,
            "extension_asked": extension_asked,
            "ground": ground,
            "reason": reason,
        }
        return await self._ask(reference, "ask_recertification", asked.RecertificationRequest, fields)

    async def judge_late_notice(self, reference: str, **judgement: Any) -> CaseView:
        """Waive late notice or delay protection: the fields of `asked.NoticeJudgement`. Raises Refused."""
        return await self._ask(reference, "judge_late_notice", asked.NoticeJudgement, judgement)

    async def judge_late_paper(self, reference: str, **judgement: Any) -> CaseView:
        """Waive a late certification or leave days unprotected: `asked.LatePaperJudgement`. Raises Refused."""
        return await self._ask(reference, "judge_late_paper", asked.LatePaperJudgement, judgement)

    async def order_opinion(self, reference: str, **order: Any) -> CaseView:
        """A second or third opinion: the fields of `asked.OpinionOrder`. Raises Refused."""
        return await self._ask(reference, "order_opinion", asked.OpinionOrder, order)

    async def accept_first_opinion(self, reference: str) -> CaseView:
        """The first opinion holds, though the second differs. Raises Refused."""
        return await self._ask(reference, "accept_first_opinion", asked.FirstOpinionAcceptance, {})

    async def contact_provider(self, reference: str, **contact: Any) -> CaseView:
        """A question to a provider: the fields of `asked.ProviderContact`. Raises Refused."""
        return await self._ask(reference, "contact_provider", asked.ProviderContact, contact)

    async def hold_return(self, reference: str, **shown: Any) -> CaseView:
        """Hold a return: the fields of `asked.ReturnHold`. Raises Refused."""
        return await self._ask(reference, "hold_return", asked.ReturnHold, shown)

    async def announce_job_refusal(self, reference: str, **refusal: Any) -> CaseView:
        """The job will be refused: the fields of `asked.JobRefusalAnnouncement`. Raises Refused."""
        return await self._ask(reference, "announce_job_refusal", asked.JobRefusalAnnouncement, refusal)

    async def decide_on_job(self, reference: str, **decision: Any) -> CaseView:
        """What becomes of the job: the fields of `asked.JobDecision`. Raises Refused."""
        return await self._ask(reference, "decide_on_job", asked.JobDecision, decision)

    async def tell_amount(self, reference: str, *, as_of: date, amounts: Sequence[asked.PlanAmount]) -> CaseView:
        """How much leave was counted, in writing. Raises Refused."""
        return await self._ask(reference, "tell_amount", asked.AmountTelling, {"as_of": as_of, "amounts": amounts})

    async def apply_policy(self, reference: str, *, policy: LeavePolicy, applies_from: date) -> CaseView:
        """A newer policy of the employer, from a day on. Raises Refused."""
        fields = {"policy": policy, "applies_from": applies_from}
        return await self._ask(reference, "apply_policy", asked.PolicyApplication, fields)

    async def close(self, reference: str, *, ground: asked.ClosingGround | None = None) -> CaseView:
        """Close the case; without a ground, as the case shows. Raises Refused."""
        return await self._ask(reference, "close", asked.Closing, {"ground": ground})

    async def close_by_signal(self, reference: str, *, ground: asked.ClosingGround | None = None) -> bool:
        """The same, from a batch: a refusal becomes a line of the history and a task."""
        return await self._tell(reference, "close", asked.Closing, **self._power, ground=ground)

    async def reopen(self, reference: str) -> CaseView:
        """Open a closed case again. Raises Refused."""
        request = asked.Reopening(**await self._stamp(reference, None), **self._power)
        return await self.cases.reopen(reference, request)

    async def _tell(self, reference: str, name: str, kind: type[said.Message], **fields: Any) -> bool:
        """False: the case is closed, and a coordinator was asked to look at what was said."""
        return await self.cases.tell(reference, name, kind(**await self._stamp(reference, None), **fields))

    async def _ask(
        self,
        reference: str,
        name: str,
        kind: type[asked.Request],
        fields: dict[str, Any],
        message_id: str | None = None,
    ) -> CaseView:
        request = kind(**await self._stamp(reference, message_id), **self._power, **fields)
        return await self.cases.ask(reference, name, request)

    async def _stamp(self, reference: str | None, message_id: str | None) -> dict[str, Any]:
        self.said = message_id or secrets.token_hex(8)
        return {
            "message_id": self.said,
            "received_at": await self.cases.now(reference),
            "channel": self.channel,
            "by": self.by,
        }

    def _consent(self, at: datetime) -> said.Consent:
        return said.Consent(text_version=CONSENT_TEXT, given_at=at, channel=self.channel)
