"""What is said to people: one frozen type for each notice; its fields are all that its template may say of the case.

Knows: what each notice must contain, and its citation. Never knows: addresses, names, words, or how it is sent.
`SupervisorAlert` has no field for a reason, a leave type, a relation or a paper: what must not leak has no field to
leak from (29 CFR 825.500(g)). Days are days in America/New_York; instants are aware and in UTC.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from workflows.case.job_letters import JobDecided as JobDecided
from workflows.case.job_letters import JobRefusalAnnounced as JobRefusalAnnounced
from workflows.case.rights_notice import RightsNotice as RightsNotice
from workflows.rules.reasons import LeaveReason
from workflows.rules.spans import Days
from workflows.rules.sufficiency import CertificationItem, Defect
from workflows.values import Frozen

WhichPaper = Annotated[
    LeaveReason | None,
    Field(description="By the reason it is known who fills the paper in (825.305, 825.309). None: not told."),
]


class Role(StrEnum):
    """Who a notice is for. The address is found when it is sent, from the directory of that day."""

    EMPLOYEE = "employee"
    SUPERVISOR = "supervisor"
    NEXT_LEVEL = "next_level"
    LIAISON = "liaison"
    COORDINATOR = "coordinator"


class Interval(Frozen):
    """From one instant to another, the end excluded."""

    starts_at: datetime
    ends_at: datetime


class Span(Frozen):
    """Two days, both included; an open end means: not known yet."""

    first_on: date
    last_on: date | None


class RequestReceived(Frozen):
    """Receipt for a leave request, or for what the agency told: it arrived, its reference, what happens next."""

    kind: Literal["request_received"] = "request_received"
    received_on: date
    periods: tuple[Span, ...]
    notice_due_on: date
    told_by_agency: bool = False


class UnmetReason(Frozen):
    """A test of eligibility that is not met, and the first day on which it would be, where that can be told."""

    test: str
    citation: str
    met_on: date | None


class EligibilityNotice(Frozen):
    """29 CFR 825.300(b): eligible, or at least one reason why not. `eligible` is None while a fact is missing."""

    kind: Literal["eligibility_notice"] = "eligibility_notice"
    starts_on: date
    eligible: bool | None
    unmet: tuple[UnmetReason, ...]


class CertificationReminder(Frozen):
    """The certification has not come and its due day is near."""

    kind: Literal["certification_reminder"] = "certification_reminder"
    due_on: date
    reason: WhichPaper = None


class CertificationOverdue(Frozen):
    """The due day is over and nothing came: what that means and what can still be done. It is not a denial."""

    kind: Literal["certification_overdue"] = "certification_overdue"
    due_on: date


class CertificationExtended(Frozen):
    """More time for an employee who tried (29 CFR 825.305(b))."""

    kind: Literal["certification_extended"] = "certification_extended"
    due_on: date


class RecertificationAsked(Frozen):
    """29 CFR 825.308: a new certification is asked for in writing, with the days allowed, counted from receipt."""

    kind: Literal["recertification_asked"] = "recertification_asked"
    certification_days: int


class DocumentReceipt(Frozen):
    """A paper arrived, when, and of which kind. Nobody has judged it yet."""

    kind: Literal["document_receipt"] = "document_receipt"
    document: str
    document_kind: str
    received_at: datetime


class DeficiencyNotice(Frozen):
    """29 CFR 825.305(c): what is missing, in writing, and the days to cure it, counted from receipt."""

    kind: Literal["deficiency_notice"] = "deficiency_notice"
    defect: Defect
    items: tuple[CertificationItem, ...]
    cure_days: int
    reason: WhichPaper = None


class PaidDays(Frozen):
    """Days of leave on which the same becomes of accrued paid leave."""

    first_on: date
    last_on: date
    outcome: str


class AmountOfPeriod(Frozen):
    """How much of an approved period will be counted against a plan, as far as that can be known up front. The case
    knows no hours: whoever sends the letter counts them. `minutes` None: not counted, since it cannot be known."""

    span: Span
    plan: str
    in_one_piece: bool
    from_on: date | None = None
    except_for: tuple[Days, ...] = ()
    minutes: int | None = None
    weeks: str | None = None


class DesignationNotice(Frozen):
    """29 CFR 825.300(d): which periods are protected, whether clearance is asked before the return."""

    kind: Literal["designation_notice"] = "designation_notice"
    periods: tuple[Span, ...]
    intermittent: bool
    program: str
    clearance_asked: bool
    changed: bool
    provisional: bool = Field(False, description="A second or third opinion is awaited (825.307(b)).")
    counted_from: date | None = Field(None, description="Designated late: days before are not counted (825.301(e)).")
    protected_from: date | None = Field(None, description="Notice was late: protected from this day (825.304).")
    paid_leave: tuple[PaidDays, ...] = ()
    amounts: tuple[AmountOfPeriod, ...] = Field((), description="The amount counted, where known (825.300(d)(6)).")
    amount_told_every_days: int | None = Field(None, description="How often the amount counted may be asked for.")

    @property
    def has_unknown_amount(self) -> bool:
        """Whether of some period nobody can tell up front how much will be counted."""
        return any(amount.minutes is None for amount in self.amounts)


class ProtectionDelayed(Frozen):
    """29 CFR 825.304: notice was late, and a named person delays protection. It is not a denial."""

    kind: Literal["protection_delayed"] = "protection_delayed"
    first_on: date
    protected_from: date
    last_on: date | None = None


class DaysUnprotected(Frozen):
    """29 CFR 825.313: a certification came late, and these days are not protected. The leave itself is not denied."""

    kind: Literal["days_unprotected"] = "days_unprotected"
    spans: tuple[Span, ...]


class OpinionOrdered(Frozen):
    """29 CFR 825.307(b), (c): another opinion is asked for; the employer pays, and leave stays protected meanwhile."""

    kind: Literal["opinion_ordered"] = "opinion_ordered"
    which: str


class OpinionsSettled(Frozen):
    """29 CFR 825.307(b), (c): which opinion holds, and whether the need is certified by it."""

    kind: Literal["opinions_settled"] = "opinions_settled"
    binding: str
    certified: bool


class ReturnHeld(Frozen):
    """29 CFR 825.312(e): the return waits for a fitness-for-duty certification; the job stays the employee's."""

    kind: Literal["return_held"] = "return_held"
    returns_on: date
    functions: bool


class LightDuty(Frozen):
    """29 CFR 825.220(d): what an answer to light duty does to the leave. `right_until`: the last day on which the right
    to the former job is held; None: it is being found out, or the leave goes on."""

    kind: Literal["light_duty"] = "light_duty"
    from_on: date
    answer: str
    right_until: date | None
    beyond_restrictions: bool = Field(False, description="The offer went beyond what the provider allows.")


class CountedUnder(Frozen):
    """What was counted under one plan: minutes, and workweeks as a decimal. `eligible_known`: whether it is settled
    that the employee is eligible for the plan."""

    plan: str
    minutes: int | None
    weeks: str
    eligible_known: bool = True
    pfml_kind: str | None = Field(None, description="Of state PFML: the kind of leave, which has weeks of its own.")


class AmountCounted(Frozen):
    """29 CFR 825.300(d)(6): how much leave was counted as of a day, plan by plan, in writing."""

    kind: Literal["amount_counted"] = "amount_counted"
    as_of: date
    counted: tuple[CountedUnder, ...]


class EntitlementUsedUp(Frozen):
    """29 CFR 825.200(a), 825.300(d): part of an approved leave is longer than what is left; minutes of scheduled time.
    `minutes_uncovered` are in no plan at all. The first day of each, where it is known."""

    kind: Literal["entitlement_used_up"] = "entitlement_used_up"
    minutes_beyond: int
    minutes_uncovered: int
    beyond_from: date | None = None
    uncovered_from: date | None = None


class DenialNotice(Frozen):
    """A denial by two named people: the ground, the dates, and what the employee can do now."""

    kind: Literal["denial_notice"] = "denial_notice"
    periods: tuple[Span, ...]
    ground: str
    decided_on: date


class NeedEnded(Frozen):
    """To the employee, after a death in the family, in kind words: nothing more is asked, and where help is."""

    kind: Literal["need_ended"] = "need_ended"
    ended_on: date | None
    other_leave: bool = False


class LeaveEndsSooner(Frozen):
    """29 CFR 825.311: the need for leave ended, how and on which day; whether the right to return ended with it."""

    kind: Literal["leave_ends_sooner"] = "leave_ends_sooner"
    how: str
    last_on: date
    right_ends: bool


class BereavementReview(Frozen):
    """To the Liaison: the day from which bereavement leave may be looked at. Nothing of the relation."""

    kind: Literal["bereavement_review"] = "bereavement_review"
    ended_on: date | None


class PostVacant(Frozen):
    """To the Liaison: an alert found a vacant post, so somebody must see to the cover."""

    kind: Literal["post_vacant"] = "post_vacant"
    vacant: Literal["supervisor", "next_level", "both"]


class LeaveEnded(Frozen):
    """To the employee: the case is closed, on which day and how, and how it is opened again."""

    kind: Literal["leave_ended"] = "leave_ended"
    closed_on: date
    ground: str


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
