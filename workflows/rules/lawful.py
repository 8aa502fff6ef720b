"""Which policies are lawful: the limits that law sets to each number and choice.

Knows: every limit with its citation. Never knows: what an employer chose within them.
A policy beyond a limit is refused when it is read, naming the rule; nothing is corrected in silence.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from workflows.rules.policy_values import RULES
from workflows.rules.statutes import changed

if TYPE_CHECKING:
    from workflows.rules.policy import LeavePolicy

# 825.200(d)(1): a change of method is announced to all employees at least 60 days before.
_CHANGE_NOTICE = timedelta(days=60)

_MOST = 3660


class Limit(NamedTuple):
    """What law requires of a number of the policy."""

    rule: str
    citation: str
    words: str
    allows: Callable[["LeavePolicy"], bool]

    def sentence(self) -> str:
        """Which rule a policy breaks, in words."""
        return f"{self.words} ({self.rule}: {self.citation})"


def broken(policy: "LeavePolicy") -> tuple[str, ...]:
    """A sentence for each rule that a policy breaks."""
    limits = (limit.sentence() for limit in LIMITS if not limit.allows(policy))
    return (*limits, *changed(policy.statutes), *_absurd(policy))


def apart(policy: "LeavePolicy", of_unit: "LeavePolicy") -> tuple[str, ...]:
    """A sentence for each value that an employer has one of, and a unit's contract has otherwise: employees are
    measured by one leave year, whoever the employer is."""
    names = ("leave_year", "leave_year_chosen", "leave_year_begins", "leave_year_change")
    return tuple(
        f"{name} is one for all units of an employer (N2: 29 CFR 825.200(d)(1))"
        for name in names
        if getattr(policy, name) != getattr(of_unit, name)
    )


def _absurd(policy: "LeavePolicy") -> Iterator[str]:
    """Law sets no upper limit where more is better for the employee, but nobody means so much."""
    for name in type(policy).model_fields:
        value = getattr(policy, name)
        if isinstance(value, int) and value > _MOST:
            rule = f" ({RULES[name]}: {policy.citation(RULES[name])})" if name in RULES else ""
            yield f"{name} is at most {_MOST}{rule}: no leave lasts longer than ten years"


def _change_is_lawful(policy: "LeavePolicy") -> bool:
    change = policy.leave_year_change
    if change is None:
        return True
    in_order = change.announced_on + _CHANGE_NOTICE <= change.effective_on <= change.transition_ends_on
    return in_order and change.before is not policy.leave_year


def _smallest_increment(policy: "LeavePolicy") -> bool:
    return policy.increment_minutes <= min(policy.increments_of_other_leave, default=policy.increment_minutes)


LIMITS: tuple[Limit, ...] = (
    Limit("N1", "29 CFR 825.200(a)", "entitlement_weeks is 12", lambda p: p.entitlement_weeks == 12),
    Limit("E4", "29 CFR 825.110(a)(1)", "eligibility_months is 12", lambda p: p.eligibility_months == 12),
    Limit("E4", "29 CFR 825.110(b)(1)", "eligibility_break_years is 7", lambda p: p.eligibility_break_years == 7),
    Limit("E5", "29 CFR 825.110(a)(2)", "eligibility_hours is 1250", lambda p: p.eligibility_hours == 1250),
    Limit(
        "N3",
        "29 CFR 825.200(d)(1)",
        "leave_year_change is to another method, announced at least 60 days before, and ends after it takes effect",
        _change_is_lawful,
    ),
    Limit("D1", "29 CFR 825.300(b)-(d)", "notice_days is 1 to 5 business days", lambda p: 1 <= p.notice_days <= 5),
    Limit("G2", "29 CFR 825.305(b)", "certification_days is at least 15", lambda p: p.certification_days >= 15),
    Limit("G3", "29 CFR 825.305(c)", "cure_days is at least 7", lambda p: p.cure_days >= 7),
    Limit("H1", "29 CFR 825.308(a)", "recertify_every_days is at least 30", lambda p: p.recertify_every_days >= 30),
    Limit("H2", "29 CFR 825.308(b)", "recertify_long_months is at least 6", lambda p: p.recertify_long_months >= 6),
    Limit("H4", "29 CFR 825.308(d)", "recertification_days is at least 15", lambda p: p.recertification_days >= 15),
    Limit("F1", "29 CFR 825.302(a)", "employee_notice_days is 0 to 30", lambda p: 0 <= p.employee_notice_days <= 30),
    Limit("F6", "29 CFR 825.311(c)", "change_notice_days is at least 2", lambda p: p.change_notice_days >= 2),
    Limit("C2", "29 CFR 825.205(a)(1)", "increment_minutes is 1 to 60", lambda p: 1 <= p.increment_minutes <= 60),
    Limit(
        "C2",
        "29 CFR 825.205(a)(1)",
        "increment_minutes is no more than the smallest for any other leave",
        _smallest_increment,
    ),
    Limit("J4", "29 CFR 825.312(f)", "fitness_repeat_days is at least 30", lambda p: p.fitness_repeat_days >= 30),
    Limit("J8", "29 CFR 825.212(a)", "premium_grace_days is at least 30", lambda p: p.premium_grace_days >= 30),
    Limit("J8", "29 CFR 825.212(a)", "premium_warning_days is at least 15", lambda p: p.premium_warning_days >= 15),
    Limit("E9", "Red Book 5.01", "layer_service_months is not negative", lambda p: p.layer_service_months >= 0),
    Limit("N5", "Red Book 5.01", "layer_weeks is not negative", lambda p: p.layer_weeks >= 0),
    Limit("N13", "state FMLA guide", "catastrophic_weeks is 0 to 26", lambda p: 0 <= p.catastrophic_weeks <= 26),
    Limit(
        "1.14-DONOR",
        "Human Resources Division",
        "days and hours of donors and for families are not negative",
        lambda p: (
            min(p.organ_days, p.marrow_days, p.blood_hours, p.blood_times) >= 0
            and min(p.paid_family_days, p.sick_days_for_family) >= 0
        ),
    ),
    Limit("D11", "service goal", "intake_contact_days is at least 1", lambda p: p.intake_contact_days >= 1),
    Limit("F9", "service goal", "plan_ahead_days is at least 1", lambda p: p.plan_ahead_days >= 1),
    Limit("F9", "service goal", "supervisors_told_minutes is at least 1", lambda p: p.supervisors_told_minutes >= 1),
    Limit(
        "G2",
        "service goal",
        "reminder_days_before is at least 1 and less than certification_days",
        lambda p: 1 <= p.reminder_days_before < p.certification_days,
    ),
    Limit("J6", "agency practice", "fitness_after_workdays is at least 1", lambda p: p.fitness_after_workdays >= 1),
    Limit("D10", "agency practice", "sick_days_sign is at least 1", lambda p: p.sick_days_sign >= 1),
)
