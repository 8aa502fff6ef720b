"""A person who speaks to cases: what is said becomes a message with an id, an instant and an opaque actor.

Knows: the fields of each message, who speaks and through which door. Never knows: what is allowed, or a name.
Command line, hotline, portal and the stories of the demo all speak with such a voice. Instants are aware and in UTC.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from starter.cases import Cases, Opened
from workflows.case import said
from workflows.case.said import Channel, Custodian
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
        return await self.cases.hand_in(reference, kind=kind, name=name, content=content, said=stamp, reason=reason)

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

    async def withdraw(self, reference: str, *, period: int | None = None) -> bool:
        """A period, or the whole request, is taken back."""
        return await self._tell(reference, "request_withdrawn", said.RequestWithdrawn, period=period)

    async def returned(self, reference: str, *, returned_on: date) -> bool:
        """Back at work."""
        return await self._tell(reference, "returned_to_work", said.ReturnedToWork, returned_on=returned_on)

    async def dfml_told(self, reference: str, *, told_on: date, has_claim: bool = True) -> bool:
        """DFML was told of a change, or no claim is concerned."""
        return await self._tell(reference, "dfml_told", said.DfmlTold, told_on=told_on, has_claim=has_claim)

    async def approve(
        self,
        reference: str,
        *,
        periods: Sequence[int] = (),
        program: said.Program = said.Program.FMLA,
        message_id: str | None = None,
    ) -> CaseView:
        """Approve periods; none named: all that wait. Raises Refused."""
        fields = {"periods": tuple(periods), "program": program}
        return await self._ask(reference, "approve", said.Approval, fields, message_id)

    async def approve_by_signal(
        self, reference: str, *, periods: Sequence[int] = (), program: said.Program = said.Program.FMLA
    ) -> bool:
        """The same, from a batch: a refusal becomes a line of the history and a task."""
        fields = {"periods": tuple(periods), "program": program}
        return await self._tell(reference, "approve", said.Approval, **self._power, **fields)

    async def propose_denial(self, reference: str, *, period: int, ground: said.DenialGround) -> CaseView:
        """One person proposes. Raises Refused."""
        return await self._ask(reference, "propose_denial", said.DenialProposal, {"period": period, "ground": ground})

    async def confirm_denial(self, reference: str, *, period: int) -> CaseView:
        """Another person confirms. Raises Refused."""
        return await self._ask(reference, "confirm_denial", said.DenialConfirmation, {"period": period})

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
        return await self._ask(reference, "find_deficient", said.DeficiencyFinding, fields)

    async def find_sufficient(self, reference: str, *, reason: LeaveReason | None = None) -> CaseView:
        """A certification is complete and sufficient. Raises Refused."""
        return await self._ask(reference, "find_sufficient", said.CertificationFinding, {"reason": reason})

    async def extend(
        self, reference: str, *, due_on: date, ground: said.ExtensionGround, reason: LeaveReason | None = None
    ) -> CaseView:
        """More time for a certification. Raises Refused."""
        fields = {"due_on": due_on, "ground": ground, "reason": reason}
        return await self._ask(reference, "extend_certification", said.CertificationExtension, fields)

    async def ask_recertification(
        self,
        reference: str,
        *,
        extent: CertifiedExtent,
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
        return await self._ask(reference, "ask_recertification", said.RecertificationRequest, fields)

    async def apply_policy(self, reference: str, *, policy: LeavePolicy, applies_from: date) -> CaseView:
        """A newer policy of the employer, from a day on. Raises Refused."""
        fields = {"policy": policy, "applies_from": applies_from}
        return await self._ask(reference, "apply_policy", said.PolicyApplication, fields)

    async def close(self, reference: str, *, ground: said.ClosingGround | None = None) -> CaseView:
        """Close the case; without a ground, as the case shows. Raises Refused."""
        return await self._ask(reference, "close", said.Closing, {"ground": ground})

    async def close_by_signal(self, reference: str, *, ground: said.ClosingGround | None = None) -> bool:
        """The same, from a batch: a refusal becomes a line of the history and a task."""
        return await self._tell(reference, "close", said.Closing, **self._power, ground=ground)

    async def reopen(self, reference: str) -> CaseView:
        """Open a closed case again. Raises Refused."""
        request = said.Reopening(**await self._stamp(reference, None), **self._power)
        return await self.cases.reopen(reference, request)

    async def _tell(self, reference: str, name: str, kind: type[said.Message], **fields: Any) -> bool:
        """False: the case is closed, and a coordinator was asked to look at what was said."""
        return await self.cases.tell(reference, name, kind(**await self._stamp(reference, None), **fields))

    async def _ask(
        self,
        reference: str,
        name: str,
        kind: type[said.Request],
        fields: dict[str, Any],
        message_id: str | None = None,
    ) -> CaseView:
        request = kind(**await self._stamp(reference, message_id), **self._power, **fields)
        return await self.cases.ask(reference, name, request)

    async def _stamp(self, reference: str | None, message_id: str | None) -> dict[str, Any]:
        return {
            "message_id": message_id or secrets.token_hex(8),
            "received_at": await self.cases.now(reference),
            "channel": self.channel,
            "by": self.by,
        }

    def _consent(self, at: datetime) -> said.Consent:
        return said.Consent(text_version=CONSENT_TEXT, given_at=at, channel=self.channel)
