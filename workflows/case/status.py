"""Where a case stands, derived each time from its tracks and never stored.

Knows: the order in which one state hides another, and plain words for each. Never knows: pages or mails.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from workflows.case.certification import CertificationState
from workflows.case.deadlines import DeadlineKind, DeadlineState
from workflows.case.designation import Decision
from workflows.case.opinions import is_provisional, says_no

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase


class CaseStatus(StrEnum):
    """What a case is at, as one word. "Denied" is a decision by people; a missed deadline is "overdue"."""

    CLOSED = "closed"
    NEED_ENDED = "need_ended"
    WITHDRAWN = "withdrawn"
    RECORD_AWAITED = "record_awaited"
    DENIAL_PROPOSED = "denial_proposed"
    CERTIFICATION_OVERDUE = "certification_overdue"
    CERTIFICATION_DEFICIENT = "certification_deficient"
    CERTIFICATION_IN_REVIEW = "certification_in_review"
    CERTIFICATION_AWAITED = "certification_awaited"
    READY_TO_DECIDE = "ready_to_decide"
    APPROVED_FOR_NOW = "approved_for_now"
    APPROVED = "approved"
    DENIED = "denied"


WORDS: dict[CaseStatus, tuple[str, str]] = {
    CaseStatus.CLOSED: ("The case is closed.", "nobody"),
    CaseStatus.NEED_ENDED: ("The need for leave has ended. Nothing more is asked of the employee.", "liaison"),
    CaseStatus.WITHDRAWN: ("The request was withdrawn.", "coordinator"),
    CaseStatus.RECORD_AWAITED: ("The employment record is being looked up.", "system"),
    CaseStatus.DENIAL_PROPOSED: ("One person proposed a denial. A second person looks at it.", "coordinator"),
    CaseStatus.CERTIFICATION_OVERDUE: ("The certification is overdue. It can still be handed in.", "employee"),
    CaseStatus.CERTIFICATION_DEFICIENT: ("The certification lacks something. The employee completes it.", "employee"),
    CaseStatus.CERTIFICATION_IN_REVIEW: ("The certification is here. A coordinator reads it.", "coordinator"),
    CaseStatus.CERTIFICATION_AWAITED: ("The certification is awaited.", "employee"),
    CaseStatus.READY_TO_DECIDE: ("A coordinator decides.", "coordinator"),
    CaseStatus.APPROVED_FOR_NOW: ("The leave is approved for now, until another opinion is in.", "coordinator"),
    CaseStatus.APPROVED: ("The leave is approved.", "nobody"),
    CaseStatus.DENIED: ("The leave is denied. The letter says why and what can be done.", "employee"),
}
"""For each status: what it means in plain words, and whose turn it is where nothing else is open (`standing.py`)."""


def status_of(case: "LeaveCase") -> CaseStatus:
    """The one word for a case. What needs a person hides what is settled."""
    if case.closure.is_closed:
        return CaseStatus.CLOSED
    if case.need_is_over:
        return CaseStatus.NEED_ENDED
    if case.awaits_employment_record:
        return CaseStatus.RECORD_AWAITED
    decisions = [p.decision for p in case.periods]
    if all(d is Decision.WITHDRAWN for d in decisions):
        return CaseStatus.WITHDRAWN
    if any(p.denial_is_proposed for p in case.periods):
        return CaseStatus.DENIAL_PROPOSED
    if any(p.awaits_decision for p in case.periods):
        return _before_a_decision(case)
    if any(p.is_approved and says_no(case, p.reason) for p in case.periods):
        return CaseStatus.READY_TO_DECIDE
    if any(p.is_approved and is_provisional(case, p.reason) for p in case.periods):
        return CaseStatus.APPROVED_FOR_NOW
    return CaseStatus.APPROVED if Decision.APPROVED in decisions else CaseStatus.DENIED


def _before_a_decision(case: "LeaveCase") -> CaseStatus:
    waiting = {p.reason for p in case.periods if p.awaits_decision}  # asked, never iterated
    states = [c.state for c in case.certifications if c.reason in waiting]
    if _is_overdue(case):
        return CaseStatus.CERTIFICATION_OVERDUE
    if CertificationState.DEFICIENT in states:
        return CaseStatus.CERTIFICATION_DEFICIENT
    if CertificationState.RECEIVED in states:
        return CaseStatus.CERTIFICATION_IN_REVIEW
    if CertificationState.ASKED in states or (
        CertificationState.NOT_ASKED in states and not case.eligibility.is_refused
    ):
        return CaseStatus.CERTIFICATION_AWAITED
    return CaseStatus.READY_TO_DECIDE


def _is_overdue(case: "LeaveCase") -> bool:
    overdue = [
        d.key
        for d in case.deadlines
        if d.state is DeadlineState.MISSED
        and d.settled_at is None
        and d.kind in (DeadlineKind.CERTIFICATION, DeadlineKind.CURE)
    ]
    return any(c.is_waited_for and (c.due_key in overdue or c.cure_key in overdue) for c in case.certifications)
