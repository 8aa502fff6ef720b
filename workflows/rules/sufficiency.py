"""What a medical certification must say, entry by entry, and how an entry can fall short.

Knows: the entries that may be asked for, as codes (the content of DOL's WH-380-E and WH-380-F). Never knows: what is
written in them; a person judges that. Nothing beyond these entries may be asked. 29 CFR 825.305(c), 825.306.
"""

from enum import StrEnum

from workflows.rules.reasons import LeaveReason


class Defect(StrEnum):
    """The two legal kinds of deficiency (825.305(c)). A certification never returned is neither."""

    INCOMPLETE = "incomplete"
    INSUFFICIENT = "insufficient"


class CertificationItem(StrEnum):
    """An entry of a medical certification (825.306(a))."""

    PROVIDER_CONTACT = "provider_contact"
    PROVIDER_PRACTICE = "provider_practice"
    PROVIDER_SIGNATURE = "provider_signature"
    SIGNATURE_DATE = "signature_date"
    BEGINNING = "beginning"
    DURATION = "duration"
    MEDICAL_FACTS = "medical_facts"
    KIND_OF_CONDITION = "kind_of_condition"
    JOB_FUNCTIONS = "job_functions"
    CARE_NEEDED = "care_needed"
    INCAPACITY_DATES = "incapacity_dates"
    TREATMENT_DATES = "treatment_dates"
    REDUCED_HOURS = "reduced_hours"
    EPISODE_FREQUENCY = "episode_frequency"
    EPISODE_LENGTH = "episode_length"
    MEDICAL_NEED_FOR_PARTS = "medical_need_for_parts"


_BY_REASON: dict[LeaveReason, tuple[CertificationItem, ...]] = {
    LeaveReason.OWN_CONDITION: tuple(i for i in CertificationItem if i is not CertificationItem.CARE_NEEDED),
    LeaveReason.FAMILY_CARE: tuple(i for i in CertificationItem if i is not CertificationItem.JOB_FUNCTIONS),
}


def items_of(reason: LeaveReason) -> tuple[CertificationItem, ...]:
    """The entries that a certification for this reason has, in the order of the paper. None where law asks for other
    papers than a medical certification: bonding (825.122(k)), exigency (825.309), military caregiver (825.310)."""
    return _BY_REASON.get(reason, ())
