"""What people ask of a leave case, as values: requests in the imperative, by a named person for a custodian.

Knows: what each request must carry. Never knows: doors, Temporal, who may ask, or what follows. A request can be
refused, with a code and a sentence. As in `said.py` there is no field for free text.
"""

from datetime import date
from enum import StrEnum

from pydantic import Field

from workflows.case.said import Custodian, Message, Opinion, Ref
from workflows.rules.choices import LateNotice
from workflows.rules.fitness_for_duty import PrevailingTerms
from workflows.rules.key_employees import Injury
from workflows.rules.plans import Mark, Plan
from workflows.rules.policy import LeavePolicy
from workflows.rules.provider_contacts import ContactingRole, ContactPurpose
from workflows.rules.reasons import LeaveReason
from workflows.rules.recertification import CertifiedExtent, GroundKind
from workflows.rules.sufficiency import CertificationItem, Defect
from workflows.values import Frozen


class Program(StrEnum):
    """The law under which a period is protected."""

    FMLA = "fmla"
    PFML = "pfml"
    COMMONWEALTH = "commonwealth"


class Request(Message):
    """A request by a named person who acts for a custodian; `actor_employee` is that person in the directory."""

    custodian: Custodian
    actor_employee: Ref | None = None


class Approval(Request):
    """Approve these periods; none named: all that are undecided."""

    periods: tuple[int, ...] = ()
    program: Program = Program.FMLA
    delay_harmed: bool | None = Field(
        None, description="Where a notice of the employer was late: whether that harmed the employee (825.301(d))."
    )
    agreed_backward: bool | None = Field(None, description="Whether both sides agreed to designate backward.")


class DenialGround(StrEnum):
    """Why a period is denied. Each has its sentence and its remedy in the letter."""

    NOT_ELIGIBLE = "not_eligible"
    CERTIFICATION_NOT_PROVIDED = "certification_not_provided"
    CERTIFICATION_NOT_CURED = "certification_not_cured"
    REASON_NOT_COVERED = "reason_not_covered"
    ENTITLEMENT_USED_UP = "entitlement_used_up"
    OPINION_DOES_NOT_CERTIFY = "opinion_does_not_certify"


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
    """A certification is complete and sufficient. `extent` is what it says of the duration, where somebody noted it;
    `minimum_last_on` the last day of a minimum that it names."""

    reason: LeaveReason | None = None
    extent: CertifiedExtent | None = None
    minimum_last_on: date | None = None


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
    extent: CertifiedExtent | None = Field(None, description="None: as it was noted when it was found sufficient.")
    minimum_last_on: date | None = None
    absence_id: Ref | None = None
    extension_asked: bool = False
    ground: GroundKind | None = None


class NoticeJudgement(Request):
    """What is done about notice that the employee gave late: waived, or protection delayed, never denied (29 CFR
    825.304). Everything beside the choice is what the person who asks has found."""

    period: int = Field(ge=1)
    choice: LateNotice
    foreseeable: bool | None = None
    learned_on: date | None = None
    practicable_on: date | None = None
    excused: bool | None = None
    posted: bool | None = Field(None, description="Proof that the general notice was posted at the worksite.")
    distributed: bool | None = Field(None, description="Proof that the employee was given the rule.")


class LatePaperJudgement(Request):
    """What is done about a certification that came late: the days between left unprotected, or waived (29 CFR 825.313).
    Whether the leave was foreseeable is what the person who asks has found."""

    period: int = Field(ge=1)
    choice: LateNotice
    foreseeable: bool | None = None


class OpinionOrder(Request):
    """Order a second opinion, or a third one (29 CFR 825.307(b), (c)). The employer pays, travel included. The
    provider stays outside the case; what the rules ask about it is said here."""

    which: Opinion
    reason: LeaveReason | None = None
    regularly_used: bool | None = Field(None, description="Second: whether the employer uses that provider regularly.")
    limited_access: bool | None = Field(None, description="Second: whether access to care is extremely limited there.")
    military_provider: bool | None = Field(None, description="Caregiver's paper: from a provider of military kind.")
    jointly_chosen: bool | None = Field(None, description="Third: whether both sides agreed on the provider.")
    employer_good_faith: bool | None = Field(None, description="Third: in the attempt to agree.")
    employee_good_faith: bool | None = Field(None, description="Third: in the attempt to agree.")


class FirstOpinionAcceptance(Request):
    """The employer accepts the first opinion, though the second differs."""

    reason: LeaveReason | None = None


class ProviderContact(Request):
    """Ask a provider whether it wrote a certification, or what it means (29 CFR 825.307(a))."""

    purpose: ContactPurpose
    role: ContactingRole
    is_direct_supervisor: bool
    authorised: bool | None = Field(None, description="The employee's authorisation, where health privacy asks for it.")
    reason: LeaveReason | None = None


class ReturnHold(Request):
    """Hold a return until a fitness-for-duty certification is in hand (29 CFR 825.312), with what the agency shows."""

    returns_on: date
    functions_listed: bool | None = None
    practice: bool | None = Field(None, description="Whether the agency asks it of everybody in such a job.")
    workdays_out: int | None = Field(None, ge=0, description="Consecutive workdays out.")
    prevailing: PrevailingTerms | None = Field(None, description="What a contract or another law says of the return.")
    safety_concern: bool = Field(False, description="Leave in parts: a significant risk of harm, found by this person.")


class JobRefusalAnnouncement(Request):
    """Say that the job of a key employee will be refused at the end of leave (29 CFR 825.219(b)), on what basis, and
    where leave has begun, until when the employee may come back to it."""

    basis: tuple[Injury, ...]
    return_by: date | None = None


class JobAnswer(StrEnum):
    """What becomes of a job that was to be refused."""

    REFUSED = "refused"
    GIVEN_BACK = "given_back"


class JobDecision(Request):
    """Refuse the job for good, for injury that was found anew (29 CFR 825.219(d)), or give it back."""

    answer: JobAnswer
    basis: tuple[Injury, ...] = ()


class PlanAmount(Frozen):
    """What was counted under one plan in its present year: workweeks as a person would read them, and minutes
    where the schedule is known. `eligible_known`: whether it is settled that the employee is eligible for the plan."""

    plan: Plan
    minutes: int | None = Field(None, ge=0)
    weeks: str = Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,4})?$")
    eligible_known: bool = True
    pfml_kind: Mark | None = Field(None, description="Of state PFML: the kind of leave, which has weeks of its own.")


class AmountTelling(Request):
    """Tell the employee how much leave was counted (29 CFR 825.300(d)(6)), as the ledger has it on a day."""

    as_of: date
    amounts: tuple[PlanAmount, ...] = Field(min_length=1, max_length=len(Plan) + len(Mark))


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
