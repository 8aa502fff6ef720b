"""What is said to people: one frozen type for each notice; its fields are all that its template may say of the case.

Knows: every notice there is, and what alerts and hand-overs contain; the letters stand by theme in the modules that are
imported here. Never knows: addresses, names, words, or how it is sent. `SupervisorAlert` has no field for a reason, a
leave type, a relation or a paper: what must not leak has no field to leak from (29 CFR 825.500(g)).
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from workflows.case.certification_letters import (
    CertificationExtended,
    CertificationOverdue,
    CertificationReminder,
    DaysUnprotected,
    DeficiencyNotice,
    DocumentReceipt,
    OpinionOrdered,
    OpinionsSettled,
    RecertificationAsked,
)
from workflows.case.entitlement_letters import (
    AmountCounted,
    DenialNotice,
    DesignationNotice,
    EligibilityNotice,
    EntitlementUsedUp,
    ProtectionDelayed,
    RequestReceived,
)
from workflows.case.job_letters import JobDecided, JobRefusalAnnounced
from workflows.case.return_letters import (
    BereavementReview,
    LeaveEnded,
    LeaveEndsSooner,
    LightDuty,
    NeedEnded,
    ReturnHeld,
)
from workflows.case.rights_notice import RightsNotice
from workflows.case.told import Interval, Span
from workflows.values import Frozen


class PostVacant(Frozen):
    """To the Liaison: an alert found a vacant post, so somebody must see to the cover."""

    kind: Literal["post_vacant"] = "post_vacant"
    vacant: Literal["supervisor", "next_level", "both"]


class DueOn(Frozen):
    """A deadline as a letter tells it."""

    kind: str
    due_on: date


class CustodianChanged(Frozen):
    """To the employee at the hand-over: who answers now, where papers go; deadlines and approvals are unchanged."""

    kind: Literal["custodian_changed"] = "custodian_changed"
    changed_on: date
    deadlines: tuple[DueOn, ...]
    approved: tuple[Span, ...]


class AlertSubject(StrEnum):
    """What a supervisor is told about."""

    LEAVE_DATES = "leave_dates"
    LEAVE_DATES_CHANGED = "leave_dates_changed"
    ABSENCE = "absence"
    ABSENCE_CHANGED = "absence_changed"
    ABSENCE_CANCELLED = "absence_cancelled"
    LEAVE_ENDED = "leave_ended"


class SupervisorAlert(Frozen):
    """Who is away when, for the supervisor and the next level; dates or hours, before and after a change."""

    kind: Literal["supervisor_alert"] = "supervisor_alert"
    subject: AlertSubject
    spans: tuple[Span, ...] = ()
    spans_before: tuple[Span, ...] = ()
    intervals: tuple[Interval, ...] = ()
    intervals_before: tuple[Interval, ...] = ()
    thread: str = Field(description="What the alert is about, stable over changes: the calendar entry's identity.")
    sequence: int = Field(description="Rises with every change of the same thread.")


class HandedCase(Frozen):
    """A case as its new coordinator is told of it: its reference and what is due in it next, or is overdue."""

    reference: str
    due: DueOn | None
    is_overdue: bool


class HandOverSummary(Frozen):
    """To a coordinator, after a hand-over: the cases that are theirs now, overdue ones first. No names, no reasons."""

    kind: Literal["hand_over_summary"] = "hand_over_summary"
    handed_on: date
    cases: tuple[HandedCase, ...]


Notice = Annotated[
    RequestReceived
    | EligibilityNotice
    | RightsNotice
    | CertificationReminder
    | CertificationOverdue
    | CertificationExtended
    | RecertificationAsked
    | DocumentReceipt
    | DeficiencyNotice
    | DesignationNotice
    | ProtectionDelayed
    | DaysUnprotected
    | OpinionOrdered
    | OpinionsSettled
    | ReturnHeld
    | LightDuty
    | JobRefusalAnnounced
    | JobDecided
    | AmountCounted
    | EntitlementUsedUp
    | DenialNotice
    | NeedEnded
    | LeaveEndsSooner
    | BereavementReview
    | PostVacant
    | LeaveEnded
    | CustodianChanged
    | SupervisorAlert,
    Field(discriminator="kind"),
]
"""What a case may owe somebody."""

Written = Notice | HandOverSummary
"""Everything that has a template of its own: what cases owe, and what a hand-over of cases owes."""
