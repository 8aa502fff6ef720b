"""What is a matter for the leave office, and who else answers what is not.

Knows: the matters people call about, and whose each is. Never knows: telephone numbers, agencies, the caller.
Triage never blocks: who insists gets a case and a decision by a person (29 CFR 825.220, 825.300(b)).
Boundaries: law.md 1.2 and 1.11; 29 CFR 825.113(d), 825.122; 29 CFR part 1630; M.G.L. c.152.
"""

from enum import StrEnum
from typing import Literal

from workflows.rules.reasons import LeaveReason
from workflows.values import Frozen


class Matter(StrEnum):
    """What somebody calls about."""

    OWN_CONDITION = "own_condition"
    PREGNANCY = "pregnancy"
    FAMILY_CARE = "family_care"
    BONDING = "bonding"
    EXIGENCY = "exigency"
    MILITARY_CAREGIVER = "military_caregiver"
    WORK_INJURY = "work_injury"
    SHORT_ILLNESS = "short_illness"
    ROUTINE_APPOINTMENT = "routine_appointment"
    ACCOMMODATION = "accommodation"
    COMPENSATION_BENEFIT = "compensation_benefit"
    BEREAVEMENT = "bereavement"
    TIME_CODES = "time_codes"


class ContactRole(StrEnum):
    """Who answers in the employee's agency. The directory knows the telephone number."""

    AGENCY = "agency"
    ADA_COORDINATOR = "ada_coordinator"
    HUMAN_RESOURCES = "human_resources"
    CLAIMS_ADJUSTER = "claims_adjuster"
    LIAISON = "liaison"


class Redirection(Frozen):
    """Not ours: who answers, said in one sentence. Nothing else is kept of the call."""

    outcome: Literal["redirection"] = "redirection"
    matter: Matter
    contact: ContactRole
    sentence: str
    citation: str


class Ours(Frozen):
    """A matter for a case. `reason` None: it must be asked. `insisted`: redirected, and asked for a decision; a person
    decides. `also`: what belongs to the same matter and is answered elsewhere."""

    outcome: Literal["ours"] = "ours"
    matter: Matter
    reason: LeaveReason | None
    insisted: bool = False
    also: Redirection | None = None


Triage = Ours | Redirection

_REASONS: dict[Matter, LeaveReason] = {
    Matter.OWN_CONDITION: LeaveReason.OWN_CONDITION,
    Matter.PREGNANCY: LeaveReason.OWN_CONDITION,
    Matter.FAMILY_CARE: LeaveReason.FAMILY_CARE,
    Matter.BONDING: LeaveReason.BONDING,
    Matter.EXIGENCY: LeaveReason.EXIGENCY,
    Matter.MILITARY_CAREGIVER: LeaveReason.MILITARY_CAREGIVER,
    Matter.WORK_INJURY: LeaveReason.OWN_CONDITION,
}

# What one would ask for who insists; where more than one reason fits, it must be asked.
_REASONS_INSISTED: dict[Matter, LeaveReason] = {
    Matter.SHORT_ILLNESS: LeaveReason.OWN_CONDITION,
    Matter.ACCOMMODATION: LeaveReason.OWN_CONDITION,
    Matter.COMPENSATION_BENEFIT: LeaveReason.OWN_CONDITION,
}

_REDIRECTIONS: dict[Matter, Redirection] = {
    redirection.matter: redirection
    for redirection in (
        Redirection(
            matter=Matter.SHORT_ILLNESS,
            contact=ContactRole.AGENCY,
            sentence="An illness that passes in a day or two is sick time: please tell your supervisor or your agency.",
            citation="29 CFR 825.113(d)",
        ),
        Redirection(
            matter=Matter.ROUTINE_APPOINTMENT,
            contact=ContactRole.AGENCY,
            sentence="A routine appointment is sick time: please tell your supervisor or your agency.",
            citation="29 CFR 825.113(c)-(d)",
        ),
        Redirection(
            matter=Matter.ACCOMMODATION,
            contact=ContactRole.ADA_COORDINATOR,
            sentence="A change to your job or workplace because of a disability is for your agency's ADA Coordinator.",
            citation="29 CFR part 1630",
        ),
        Redirection(
            matter=Matter.COMPENSATION_BENEFIT,
            contact=ContactRole.CLAIMS_ADJUSTER,
            sentence="Workers' compensation payments are for your agency's HR office and your claims adjuster. "
            "If you cannot work because of the injury, we look after the leave.",
            citation="M.G.L. c.152",
        ),
        Redirection(
            matter=Matter.BEREAVEMENT,
            contact=ContactRole.LIAISON,
            sentence="We are sorry for your loss. Your agency's Liaison helps you with bereavement leave.",
            citation="29 CFR 825.124",
        ),
        Redirection(
            matter=Matter.TIME_CODES,
            contact=ContactRole.LIAISON,
            sentence="Your agency's Liaison tells you which time codes to use; we have no access to timesheets.",
            citation="practice of the leave office",
        ),
    )
}


def triage(matter: Matter, *, insists: bool) -> Triage:
    """Whose matter it is. Who insists on a case has one, whatever the matter."""
    reason = _REASONS.get(matter)
    if reason is not None:
        also = _REDIRECTIONS[Matter.COMPENSATION_BENEFIT] if matter is Matter.WORK_INJURY else None
        return Ours(matter=matter, reason=reason, also=also)
    if insists:
        return Ours(matter=matter, reason=_REASONS_INSISTED.get(matter), insisted=True)
    return _REDIRECTIONS[matter]
