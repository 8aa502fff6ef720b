"""What people say to a leave case, as values: facts in the past tense, requests in the imperative.

Knows: what each message must carry. Never knows: doors, Temporal, who may say it, or what follows.
Every message carries an id minted by its caller, the instant its door received it (aware, UTC) and an opaque actor.
There is no field for free text: words of people are kept outside the case, and a message can only refer to them.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.recertification import CertifiedExtent, GroundKind
from workflows.rules.sufficiency import CertificationItem, Defect
from workflows.values import Frozen

SCHEMA_NO = 1
"""The highest number of message this release can read. What a number can read never changes."""

MessageId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{6,40}$")]
Actor = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*(/[A-Za-z0-9-]{1,24})?$")]
Ref = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,40}$")]


class Channel(StrEnum):
    """The door through which something came."""

    PORTAL = "portal"
    HOTLINE = "hotline"
    DESK = "desk"
    AGENCY = "agency"
    PAPER = "paper"


class Custodian(StrEnum):
    """Whose coordinators work on the case."""

    VENDOR = "vendor"
    COMMONWEALTH = "commonwealth"


class Program(StrEnum):
    """The law under which a period is protected."""

    FMLA = "fmla"
    PFML = "pfml"
    COMMONWEALTH = "commonwealth"


class Message(Frozen):
    """What every message carries. `by` is opaque: `employee`, `hotline/A7`, `coordinator/C-12`, `agency/HR`."""

    schema_no: int = Field(SCHEMA_NO, ge=1, le=SCHEMA_NO)
    message_id: MessageId
    received_at: AwareDatetime
    channel: Channel
    by: Actor


class RequestedPeriod(Frozen):
    """One period as asked for. An open end means that nobody knows it yet."""

    reason: LeaveReason
    shape: LeaveShape
    first_on: date
    last_on: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "RequestedPeriod":
        if self.last_on is not None and self.last_on < self.first_on:
            raise ValueError("the last day of a period is not before its first day")
        return self


class Consent(Frozen):
    """Leave to keep medical words: which text, when, through which door (M.G.L. c.66A s.2)."""

    text_version: Ref
    given_at: AwareDatetime
    channel: Channel


class LeaveRequest(Message):
    """One need of one employee, with its periods. `known_on` is when the employer first knew, if earlier (D1)."""

    employee: Ref
    periods: Annotated[tuple[RequestedPeriod, ...], Field(min_length=1, max_length=12)]
    consent: Consent | None = None
    custodian: Custodian = Custodian.COMMONWEALTH
    work_injury: bool = False
    insisted: bool = False
    known_at: AwareDatetime | None = None


class ConsentGiven(Message):
    """The employee lets us keep medical words, where the request came without that."""

    consent: Consent


class ReportedAbsence(Message):
    """An absence under the case, taken or planned. `corrects` names the absence it replaces; `attested_at` is when it
    was first told, where it was told on paper."""

    absence_id: Ref
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    corrects: Ref | None = None
    attested_at: AwareDatetime | None = None


class AbsenceCancelled(Message):
    """A reported absence that was not, or will not be, taken."""

    absence_id: Ref


class DocumentKind(StrEnum):
    """Which paper it is."""

    CERTIFICATION = "certification"
    CLEARANCE = "clearance"
    PROOF_OF_RELATION = "proof_of_relation"
    OTHER = "other"


class DocumentReceived(Message):
    """A paper is in the store. `received_at` is when anyone acting for the employer first held it."""

    document: Ref
    document_kind: DocumentKind
    reason: LeaveReason | None = None


class DatesChanged(Message):
    """The employee needs other dates for a period."""

    period: int = Field(ge=1)
    first_on: date
    last_on: date | None


class PeriodAdded(Message):
    """The same need goes on in another shape or for another reason."""

    period: RequestedPeriod


class FamilyMemberDied(Message):
    """The person cared for has died. The date may follow in a second message."""

    died_on: date | None = None


class RequestWithdrawn(Message):
    """The employee withdraws one period, or the whole request."""

    period: int | None = None


class ReturnedToWork(Message):
    """The employee is back at work on this day."""

    returned_on: date


class DfmlTold(Message):
    """The state department that decides PFML claims was told of a change, or there is no claim that it could concern
    (458 CMR 2.10(2))."""

    told_on: date
    has_claim: bool


class Request(Message):
    """A request by a named person who acts for a custodian; `actor_employee` is that person in the directory."""

    custodian: Custodian
    actor_employee: Ref | None = None


class Approval(Request):
    """Approve these periods; none named: all that are undecided."""

    periods: tuple[int, ...] = ()
    program: Program = Program.FMLA


class DenialGround(StrEnum):
    """Why a period is denied. Each has its sentence and its remedy in the letter."""

    NOT_ELIGIBLE = "not_eligible"
    CERTIFICATION_NOT_PROVIDED = "certification_not_provided"
    CERTIFICATION_NOT_CURED = "certification_not_cured"
    REASON_NOT_COVERED = "reason_not_covered"
    ENTITLEMENT_USED_UP = "entitlement_used_up"


class DenialProposal(Request):
    """Propose to deny a period. Nothing is denied by it."""

    period: int = Field(ge=1)
    ground: DenialGround


class DenialConfirmation(Request):
    """Confirm, as a second person, a denial that someone proposed."""

    period: int = Field(ge=1)


class DeficiencyFinding(Request):
    """A certification is incomplete or insufficient: what is missing."""

    defect: Defect
    items: tuple[CertificationItem, ...]
    reason: LeaveReason | None = None


class CertificationFinding(Request):
    """A certification is complete and sufficient."""

    reason: LeaveReason | None = None


class ExtensionGround(StrEnum):
    """Why the due day of a certification moves later."""

    DILIGENT_EFFORT = "diligent_effort"
    PROVIDER_AWAY = "provider_away"
    LATE_DELIVERY = "late_delivery"


class CertificationExtension(Request):
    """Move the due day of a certification, or of its cure, later (29 CFR 825.305(b), (c))."""

    due_on: date
    ground: ExtensionGround
    reason: LeaveReason | None = None


class ClosingGround(StrEnum):
    """How a case ends."""

    LEAVE_OVER = "leave_over"
    NEED_ENDED = "need_ended"
    WITHDRAWN = "withdrawn"
    DENIED = "denied"


class RecertificationRequest(Request):
    """Ask for a recertification (29 CFR 825.308). `extent` is what the last paper says of the duration; `absence_id`
    the absence in connection with which it is asked, `ground` what the person who asks has found."""

    reason: LeaveReason | None = None
    extent: CertifiedExtent
    minimum_last_on: date | None = None
    absence_id: Ref | None = None
    extension_asked: bool = False
    ground: GroundKind | None = None


class PolicyApplication(Request):
    """From a day on the case follows a newer policy of its employer. Clocks that run keep their dates."""

    policy: LeavePolicy
    applies_from: date


class Closing(Request):
    """Close the case."""

    ground: ClosingGround | None = Field(None, description="How it ended; none: as the case shows.")


class Reopening(Request):
    """Open a closed case again."""


class CustodianChange(Request):
    """Hand the case over, if it still is in the custody that the caller believes it to be in."""

    to: Custodian
    coordinator: Ref
    batch: Ref
