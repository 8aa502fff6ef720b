"""Which values a policy file must have, each with the rule that it belongs to.

Knows: their names. Never knows: the values, or which are lawful. What a file leaves out is refused, naming value and
rule: a number of law that is missing would otherwise be one that nobody wrote down. A policy that a case kept from an
earlier release may lack what was added since, and has what held before: `LeavePolicy` has it as a default.
"""

from collections.abc import Mapping
from typing import Any

from workflows.rules.statutes import Statutes, stands

RULES: dict[str, str] = {
    "is_state": "E3",
    "entitlement_weeks": "N1",
    "eligibility_months": "E4",
    "eligibility_hours": "E5",
    "eligibility_break_years": "E4",
    "leave_year": "N2",
    "leave_year_chosen": "N3",
    "leap_day_return": "N4",
    "edge_holiday": "C8",
    "reason_period": "E8",
    "same_reason": "E8",
    "child_age_read": "1.2-FAM",
    "late_notice": "F4",
    "fitness_papers_to": "J6",
    "fitness_repeat_days": "J4",
    "fitness_repeat_on": "J4",
    "variable_divisor": "C6",
    "short_history": "C6",
    "workweek_begins": "C8",
    "rotation_week": "C7",
    "occasional_overtime": "C7",
    "special_closure": "1.5",
    "overlay_days": "1.5",
    "spouse_limit": "N7",
    "substitution": "K1",
    "bonding_in_parts_fmla": "1.10",
    "bonding_in_parts_pfml": "C11",
    "second_opinions": "G7",
    "new_year_certification": "G8",
    "unfiled_weeks": "K4",
    "notice_days": "D1",
    "certification_days": "G2",
    "cure_days": "G3",
    "recertification_days": "H4",
    "recertify_every_days": "H1",
    "recertify_long_months": "H2",
    "recertify_from": "H1",
    "employee_notice_days": "F1",
    "change_notice_days": "F6",
    "increment_minutes": "C2",
    "increments_of_other_leave": "C2",
    "increment_surplus": "C2",
    "premium_grace_days": "J8",
    "premium_warning_days": "J8",
    "layer_eligibility": "E9",
    "layer_service_months": "E9",
    "layer_weeks": "N5",
    "layer_window": "N5",
    "catastrophic_weeks": "N13",
    "catastrophic_units": "N13",
    "paid_family_days": "1.10",
    "sick_days_for_family": "1.10",
    "organ_days": "1.14-DONOR",
    "marrow_days": "1.14-DONOR",
    "blood_hours": "1.14-DONOR",
    "blood_times": "1.14-DONOR",
    "intake_contact_days": "D11",
    "plan_ahead_days": "F9",
    "supervisors_told_minutes": "F9",
    "reminder_days_before": "G2",
    "fitness_after_workdays": "J6",
    "sick_days_sign": "D10",
}
"""Every value, in the order of the files. Where a leave year is fixed, its first day comes to it."""


def missing(written: Mapping[str, Any]) -> tuple[str, ...]:
    """A sentence for each value that a policy, as it was read from its file, leaves out."""
    citations = written.get("citations", {})
    wanted = RULES | ({"leave_year_begins": "N2"} if written.get("leave_year") == "fixed" else {})
    left_out = [(name, rule, citations.get(rule, rule)) for name, rule in wanted.items() if name not in written]
    numbers = written.get("statutes", {})
    for name in Statutes.model_fields:
        if name not in numbers:
            left_out.append((f"statutes.{name}", stands(name).rule, stands(name).citation))
    return tuple(f"{name} is missing ({rule}: {citation})" for name, rule, citation in left_out)
