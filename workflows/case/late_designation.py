"""A designation that comes late through the employer: whether the days before it count.

Knows: which clocks of the employer were missed, and what a named person found. Never knows: any way to protect less.
29 CFR 825.300(d), 825.301(d), (e) (law.md D6, D7).
"""

from typing import TYPE_CHECKING

from workflows.case.asked import Approval
from workflows.case.deadlines import DeadlineKind, DeadlineState
from workflows.case.designation import Period
from workflows.rules.calendar import day_of
from workflows.rules.retroactive import Retroactive, RetroactiveFacts, retroactive_designation

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase

_OWED = (DeadlineKind.ELIGIBILITY_NOTICE, DeadlineKind.RIGHTS_NOTICE, DeadlineKind.DESIGNATION_NOTICE)


def is_late(case: "LeaveCase", period: Period, request: Approval) -> bool:
    """Whether days of leave lie before the designation, and a notice of the employer was late."""
    if case.edition < 3 or period.is_approved or period.asked.first_on >= day_of(request.received_at):
        return False
    clocks = [d for d in case.deadlines if d.kind in _OWED]
    return any(d.state is DeadlineState.MISSED or (d.is_running and d.due_at <= request.received_at) for d in clocks)


def designated_backward(case: "LeaveCase", period: Period, request: Approval) -> Retroactive | None:
    """What the rules say of it; None while it turns on what nobody has said."""
    asked_at = next((c.asked_at for c in case.certifications if c.reason is period.reason), None)
    facts = RetroactiveFacts(
        from_on=period.asked.first_on,
        designated_on=day_of(request.received_at),
        qualifies=True,
        harm=request.delay_harmed,
        agreed=request.agreed_backward,
        written_notice=True,
        request_received_on=day_of(asked_at) if asked_at else None,
    )
    return retroactive_designation(facts, policy=case.policy).result
