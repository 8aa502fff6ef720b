"""What the letter about rights says in this case: by the reasons asked for, and by the employer's policy.

Knows: which of the policy's numbers and choices the letter tells, and of which reasons a paper is asked for with it.
Never knows: words, or when the letter is due. 29 CFR 825.300(c) (law.md D2).
"""

from datetime import date
from typing import TYPE_CHECKING

from workflows.case.certification import CertificationState
from workflows.case.fitness import asks_clearance
from workflows.case.rights_notice import RightsNotice
from workflows.rules.choices import Substitution
from workflows.rules.leave_years import methods_on
from workflows.rules.reasons import LeaveReason

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase


def rights_notice(case: "LeaveCase", starts_on: date) -> RightsNotice:
    """The letter as it is owed now."""
    policy = case.policy
    return RightsNotice(
        starts_on=starts_on,
        certification_asked=bool(case.certifications),
        certification_days=policy.certification_days,
        clearance_asked=asks_clearance(case, case.periods),
        key_employee=bool(case.key_employee),
        reasons=tuple(dict.fromkeys(period.reason for period in case.periods)),
        papers_for=_papers_for(case),
        weeks=policy.entitlement_weeks,
        caregiver_weeks=policy.statutes.caregiver_weeks,
        leave_year=methods_on(starts_on, policy=policy),
        leave_year_begins=policy.leave_year_begins,
        premium_grace_days=policy.premium_grace_days,
        premium_warning_days=policy.premium_warning_days,
        paid_time_required=policy.substitution is Substitution.EMPLOYER_REQUIRES,
    )


def _papers_for(case: "LeaveCase") -> tuple[LeaveReason, ...]:
    """A later letter asks for what is new in it: what was asked for before keeps its day. If nothing is new, it asks
    for all again, as the first one did."""
    new = [c.reason for c in case.certifications if c.state is CertificationState.NOT_ASKED]
    return tuple(new or [c.reason for c in case.certifications])
