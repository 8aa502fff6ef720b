"""What people tell a leave case, as values: facts in the past tense, which cannot be refused.

Knows: what each message must carry. Never knows: doors, Temporal, who may say it, or what follows.
Every message carries an id minted by its caller, the instant its door received it (aware, UTC) and an opaque actor.
There is no field for free text: words of people are kept outside the case, and a message can only refer to them.
"""

from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from workflows.rules.concurrency import PfmlClaim
from workflows.rules.end_of_need import EndKind
from workflows.rules.light_duty import LightDutyAnswer
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.spans import Days
from workflows.rules.substitution import BenefitPaid
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


class NeedEnded(Message):
    """The need ended otherwise: recovery, a failed placement, the end of a deployment or of employment, or words about
    not returning (29 CFR 825.311; law.md 1.12, F8). `unequivocal`: of such words, whether they leave no doubt."""

    how: EndKind
    last_day_of_need: date | None = None
    unequivocal: bool | None = None
    pfml_claim: bool | None = None


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


class DfmlDecided(Message):
    """What DFML decided of a PFML claim, and its dates, which prevail over ours (M.G.L. c.175M; 458 CMR 2.12). A later
    word takes the place of an earlier one; `received_on` is when the employee had the decision."""

    claim: PfmlClaim
    years: Annotated[tuple[Days, ...], Field(max_length=6)] = ()
    approved: Annotated[tuple[Days, ...], Field(max_length=24)] = ()
    waiting: Days | None = None
    received_on: date | None = None

    @model_validator(mode="after")
    def _in_sequence(self) -> "DfmlDecided":
        years = sorted(self.years, key=lambda year: year.first_on)
        for year, later in pairwise((*years, None)):
            if year is not None and (year.last_on is None or (later and later.first_on <= year.last_on)):
                raise ValueError("benefit years end, and have no day in common")
        return self


class Opinion(StrEnum):
    """Which opinion on a certification."""

    SECOND = "second"
    THIRD = "third"


class OpinionReceived(Message):
    """A second or third opinion is in: whether it certifies the need. The paper itself is handed in like any other."""

    which: Opinion
    certifies: bool
    reason: LeaveReason | None = None


class OpinionCopiesAsked(Message):
    """The employee asks for copies of the second and third opinions (29 CFR 825.307(d))."""

    reason: LeaveReason | None = None


class OpinionCopiesGiven(Message):
    """The copies are in the employee's hands."""

    reason: LeaveReason | None = None


class LightDutyAnswered(Message):
    """Light duty was offered after an injury at work, and the employee answered (29 CFR 825.220(d), 825.702(d)(2))."""

    from_on: date
    answer: LightDutyAnswer
    within_restrictions: bool | None = None
    compensation_stopped_on: date | None = None


class Serving(StrEnum):
    """How a letter is served that a mail alone does not serve."""

    IN_PERSON = "in_person"
    CERTIFIED_MAIL = "certified_mail"


class JobLetterServed(Message):
    """A letter about the job of a key employee was served (29 CFR 825.219(b), (d)): the one that waits for it."""

    served_on: date
    how: Serving


class JobAskedAgain(Message):
    """The employee asks for the job at the end of leave, though it is to be refused (29 CFR 825.219(d))."""


class RecordsCorrected(Message):
    """The personnel records of the employee were corrected, or now tell what was not known. What they say is read from
    the directory, never from the message."""


class PayTold(Message):
    """What is paid during the leave, and what the employee elected about accrued leave (29 CFR 825.207). What is left
    out stays as it was told before."""

    benefits: Annotated[tuple[BenefitPaid, ...] | None, Field(max_length=24)] = None
    usable: bool | None = Field(None, description="Whether accrued leave is left and its normal terms are met.")
    elects: bool | None = Field(None, description="Whether the employee elects accrued leave for unpaid days.")
    agreed_top_up: bool | None = Field(None, description="Whether both sides agreed to add accrued leave to a benefit.")
    elects_pfml_top_up: bool | None = Field(None, description="Whether the employee adds accrued leave to PFML.")


class AmountAsked(Message):
    """The employee asks how much leave was counted (29 CFR 825.300(d)(6))."""
