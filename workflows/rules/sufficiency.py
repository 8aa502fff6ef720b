"""What a certification must say, entry by entry, who fills an entry in, and how one can fall short.

Knows: the entries that may be asked for, as codes (the content of DOL's WH-380-E, WH-380-F, WH-384, WH-385, WH-385-V).
Never knows: what is written in them; a person judges that. Nothing beyond these entries may be asked.
29 CFR 825.305(c), 825.306, 825.309, 825.310.
"""

from enum import StrEnum

from workflows.rules.reasons import LeaveReason


class Defect(StrEnum):
    """The two legal kinds of deficiency (825.305(c)). A certification never returned is neither."""

    INCOMPLETE = "incomplete"
    INSUFFICIENT = "insufficient"


class CertificationItem(StrEnum):
    """An entry of a certification: 825.306(a) and, where that is said, 825.309 or 825.310."""

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
    ACTIVE_DUTY_ORDERS = "active_duty_orders"  # 825.309(a)
    EXIGENCY_FACTS = "exigency_facts"  # 825.309(b)(1)
    EXIGENCY_KIND = "exigency_kind"  # 825.309(b)(1)
    EXIGENCY_PAPERS = "exigency_papers"  # 825.309(b)(1)
    EMPLOYEE_SIGNATURE = "employee_signature"  # 825.309(b)(1)
    EXIGENCY_BEGINNING = "exigency_beginning"  # 825.309(b)(2)
    DATES_IN_ONE_PIECE = "dates_in_one_piece"  # 825.309(b)(3), 825.310(b)(5)
    MEETING_CONTACT = "meeting_contact"  # 825.309(b)(5)
    MEETING_PURPOSE = "meeting_purpose"  # 825.309(b)(5)
    REST_ORDERS = "rest_orders"  # 825.309(b)(6)
    PROVIDER_STANDING = "provider_standing"  # 825.310(b)(1)
    LINE_OF_DUTY = "line_of_duty"  # 825.310(b)(2)
    NAMES = "names"  # 825.310(c)(1)
    RELATIONSHIP = "relationship"  # 825.310(c)(2)
    SERVING_UNIT = "serving_unit"  # 825.310(c)(3)
    MEDICAL_UNIT = "medical_unit"  # 825.310(c)(4)
    DISABILITY_LIST = "disability_list"  # 825.310(c)(5)
    DISCHARGE = "discharge"  # 825.310(c)(6)
    CARE_GIVEN = "care_given"  # 825.310(c)(7)


_MEDICAL = (
    CertificationItem.PROVIDER_CONTACT,
    CertificationItem.PROVIDER_PRACTICE,
    CertificationItem.PROVIDER_SIGNATURE,
    CertificationItem.SIGNATURE_DATE,
    CertificationItem.BEGINNING,
    CertificationItem.DURATION,
    CertificationItem.MEDICAL_FACTS,
    CertificationItem.KIND_OF_CONDITION,
    CertificationItem.JOB_FUNCTIONS,
    CertificationItem.CARE_NEEDED,
    CertificationItem.INCAPACITY_DATES,
    CertificationItem.TREATMENT_DATES,
    CertificationItem.REDUCED_HOURS,
    CertificationItem.EPISODE_FREQUENCY,
    CertificationItem.EPISODE_LENGTH,
    CertificationItem.MEDICAL_NEED_FOR_PARTS,
)

_EXIGENCY = (
    CertificationItem.ACTIVE_DUTY_ORDERS,
    CertificationItem.EXIGENCY_FACTS,
    CertificationItem.EXIGENCY_KIND,
    CertificationItem.EXIGENCY_PAPERS,
    CertificationItem.EMPLOYEE_SIGNATURE,
    CertificationItem.SIGNATURE_DATE,
    CertificationItem.EXIGENCY_BEGINNING,
    CertificationItem.DATES_IN_ONE_PIECE,
    CertificationItem.EPISODE_FREQUENCY,
    CertificationItem.EPISODE_LENGTH,
    CertificationItem.MEETING_CONTACT,
    CertificationItem.MEETING_PURPOSE,
    CertificationItem.REST_ORDERS,
)

_PROVIDER_OF_SERVICEMEMBER = (
    CertificationItem.PROVIDER_CONTACT,
    CertificationItem.PROVIDER_PRACTICE,
    CertificationItem.PROVIDER_STANDING,
    CertificationItem.PROVIDER_SIGNATURE,
    CertificationItem.SIGNATURE_DATE,
    CertificationItem.LINE_OF_DUTY,
    CertificationItem.BEGINNING,
    CertificationItem.DURATION,
    CertificationItem.MEDICAL_FACTS,
    CertificationItem.KIND_OF_CONDITION,
    CertificationItem.CARE_NEEDED,
    CertificationItem.DATES_IN_ONE_PIECE,
    CertificationItem.TREATMENT_DATES,
    CertificationItem.EPISODE_FREQUENCY,
    CertificationItem.EPISODE_LENGTH,
    CertificationItem.MEDICAL_NEED_FOR_PARTS,
)

FAMILY_OF_SERVICEMEMBER = (
    CertificationItem.NAMES,
    CertificationItem.RELATIONSHIP,
    CertificationItem.SERVING_UNIT,
    CertificationItem.MEDICAL_UNIT,
    CertificationItem.DISABILITY_LIST,
    CertificationItem.DISCHARGE,
    CertificationItem.CARE_GIVEN,
)
"""What the employee or the servicemember fills in, and no provider (825.310(c))."""

_BY_REASON: dict[LeaveReason, tuple[CertificationItem, ...]] = {
    LeaveReason.OWN_CONDITION: tuple(i for i in _MEDICAL if i is not CertificationItem.CARE_NEEDED),
    LeaveReason.FAMILY_CARE: tuple(i for i in _MEDICAL if i is not CertificationItem.JOB_FUNCTIONS),
    LeaveReason.EXIGENCY: _EXIGENCY,
    LeaveReason.MILITARY_CAREGIVER: (*FAMILY_OF_SERVICEMEMBER, *_PROVIDER_OF_SERVICEMEMBER),
}


def items_of(reason: LeaveReason) -> tuple[CertificationItem, ...]:
    """The entries that a certification for this reason has, in the order of the paper. None for bonding, where law
    asks for proof of the relation alone (825.122(k))."""
    return _BY_REASON.get(reason, ())
