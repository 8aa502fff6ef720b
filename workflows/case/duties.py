"""What the case owes the world: seven kinds of duty, each with a key that is unique for ever.

Knows: what must be done and for whom. Never knows: how, when, or whether it is done already.
Doing a duty twice under one key is doing it once: every row that a deed writes carries the key.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from workflows.case.notices import Notice
from workflows.case.told import Role
from workflows.rules.chargeable import Chargeable as Chargeable
from workflows.rules.chargeable import ChargeAbsence as ChargeAbsence
from workflows.rules.chargeable import ChargeNothing as ChargeNothing
from workflows.rules.chargeable import ChargePeriod as ChargePeriod
from workflows.rules.plans import Plan
from workflows.rules.spans import Days
from workflows.values import Frozen


class Note(Frozen):
    """A line of the case history: who did or said what, when, under which rule. Codes and counts, never free text."""

    duty: Literal["note"] = "note"
    key: str
    at: datetime
    by: str
    what: str
    rule: str | None = None
    citation: str | None = None
    facts: dict[str, str] = {}


class TaskKind(StrEnum):
    """What a person is asked to do."""

    FIND_EMPLOYMENT = "find_employment_record"
    JUDGE_ELIGIBILITY = "judge_eligibility"
    JUDGE_CERTIFICATION = "judge_certification"
    DECIDE = "decide"
    CONFIRM_DENIAL = "confirm_denial"
    CERTIFICATION_OVERDUE = "certification_overdue"
    CURE_OVERDUE = "cure_overdue"
    NOTICE_MISSED = "notice_missed"
    NOTICE_FAILED = "notice_failed"
    RETURN_NOT_REPORTED = "return_not_reported"
    CLEARANCE = "clearance"
    REQUEST_REFUSED = "request_refused"
    UNREADABLE_MESSAGE = "unreadable_message"
    UNKNOWN_MESSAGE = "unknown_message"
    CANCELLATION_ASKED = "cancellation_asked"
    CASE_RESTORED = "case_restored"
    FACT_FOR_CLOSED_CASE = "fact_for_closed_case"
    FACT_CONTRADICTS = "fact_contradicts"
    ABSENCE_OUTSIDE_LEAVE = "absence_outside_leave"
    ENTITLEMENT_USED_UP = "entitlement_used_up"
    CHARGE_NOT_POSSIBLE = "charge_not_possible"
    SCHEDULE_CAUSE = "schedule_cause"
    OUTSIDE_EMPLOYMENT = "outside_employment"
    BEREAVEMENT_REVIEW = "bereavement_review"
    TELL_DFML = "tell_dfml"
    TELL_PAYROLL = "tell_payroll"
    TELL_AMOUNT = "tell_amount"
    OPINION_AWAITED = "opinion_awaited"
    JUDGE_OPINIONS = "judge_opinions"
    OPINION_AGAINST = "opinion_against"
    HAND_OVER_COPIES = "hand_over_copies"
    FIND_LEAVE_YEAR = "find_leave_year"
    FIND_END_OF_NEED = "find_end_of_need"
    SERVE_JOB_LETTER = "serve_job_letter"
    DECIDE_ON_JOB = "decide_on_job"
    DEADLINE_PASSED_IN_HANDOVER = "deadline_passed_in_handover"


class AskPerson(Frozen):
    """Something only a person can do: a line on the worklist of a role."""

    duty: Literal["ask_person"] = "ask_person"
    key: str
    at: datetime
    kind: TaskKind
    role: Role
    facts: dict[str, str] = {}


class PlanShare(Frozen):
    """A plan that the leave counts against. `from_on`: the first day on which it does, where the leave began before
    (825.110(d))."""

    plan: Plan
    from_on: date | None = None
    except_for: tuple[Days, ...] = Field((), description="Days that do not count: a certification for them came late.")


class PostCharge(Frozen):
    """Make the standing entries of a cause equal to this, in the bank of each plan: the same hour may count against
    several plans, and nothing is added across them. A lower `sequence` that arrives later changes nothing."""

    duty: Literal["post_charge"] = "post_charge"
    key: str
    cause: str
    sequence: int
    at: datetime
    known_at: datetime
    reason: str
    charge: Chargeable
    plans: tuple[PlanShare, ...] = (PlanShare(plan=Plan.FMLA),)
    told_years: tuple[Days, ...] = Field((), description="PFML benefit years as DFML told them: they hold.")
    leave_from: date | None = Field(None, description="The first day of the leave, from which changes of schedule ask.")
    notice_on: date | None = Field(
        None, description="The day of the notice of need, on which such a change turns (C5)."
    )


class Withdraw(Frozen):
    """Notices not sent yet that must not be sent any more, and tasks that nobody needs to do any more."""

    duty: Literal["withdraw"] = "withdraw"
    key: str
    at: datetime
    notices: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()


class SendNotice(Frozen):
    """A notice to one role."""

    duty: Literal["send_notice"] = "send_notice"
    key: str
    at: datetime
    role: Role
    notice: Notice


class AlertSupervisors(Frozen):
    """An alert to whoever supervises the employee on that day: supervisor and next level, or who stands in."""

    duty: Literal["alert_supervisors"] = "alert_supervisors"
    key: str
    at: datetime
    on: date
    alert: Notice


class FileDocument(Frozen):
    """A paper that waits sealed in the inbox goes to the store."""

    duty: Literal["file_document"] = "file_document"
    key: str
    at: datetime
    document: str


Duty = Annotated[
    Note | AskPerson | PostCharge | Withdraw | SendNotice | AlertSupervisors | FileDocument,
    Field(discriminator="duty"),
]
