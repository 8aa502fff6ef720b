"""Codes in plain words, for templates: what a test, an entry, a ground or a program is called when we speak to people.

Knows: the words. Never knows: who reads them. A code without words is an error, found by a test over all codes.
"""

from collections.abc import Callable

from workflows.case.asked import ClosingGround, DenialGround, Program
from workflows.case.deadlines import DeadlineKind
from workflows.case.notices import AlertSubject
from workflows.case.said import DocumentKind
from workflows.rules.choices import LeaveYearMethod
from workflows.rules.eligible import UnmetTest
from workflows.rules.end_of_need import EndKind
from workflows.rules.key_employees import Injury
from workflows.rules.opinions import OpinionStage
from workflows.rules.plans import KIND_NAMES, Plan
from workflows.rules.substitution import Accrued
from workflows.rules.sufficiency import CertificationItem

TESTS: dict[str, str] = {
    UnmetTest.NOT_EMPLOYED: "You are not on record as employed on that day",
    UnmetTest.TWELVE_MONTHS: "You have worked for your employer for less than 12 months",
    UnmetTest.HOURS_WORKED: "You worked less than 1,250 hours in the 12 months before",
    UnmetTest.WORKSITE: "Fewer than 50 employees work within 75 miles of your worksite",
    UnmetTest.UNKNOWN_EMPLOYMENT: "When you began to work for your employer",
    UnmetTest.UNKNOWN_BREAK: "Why there was a long break in your work",
    UnmetTest.UNKNOWN_HOURS: "How many hours you worked in the 12 months before",
    UnmetTest.UNKNOWN_WORKSITE: "How many employees work near your worksite",
    UnmetTest.UNKNOWN_EARLIER: "Whether this leave is for the same need as your earlier leave",
}

ENTRIES: dict[str, str] = {
    CertificationItem.PROVIDER_CONTACT: "The provider's name, address and telephone",
    CertificationItem.PROVIDER_PRACTICE: "The provider's kind of practice",
    CertificationItem.PROVIDER_SIGNATURE: "The provider's signature",
    CertificationItem.SIGNATURE_DATE: "The date of the signature",
    CertificationItem.BEGINNING: "When it began",
    CertificationItem.DURATION: "How long it is likely to last",
    CertificationItem.MEDICAL_FACTS: "The facts that support the need for leave",
    CertificationItem.KIND_OF_CONDITION: "Which kind of condition it is, of those listed",
    CertificationItem.JOB_FUNCTIONS: "Which parts of the job cannot be done",
    CertificationItem.CARE_NEEDED: "Which care is needed, and for how long",
    CertificationItem.INCAPACITY_DATES: "The dates of the time away in one piece",
    CertificationItem.TREATMENT_DATES: "The dates of planned visits",
    CertificationItem.REDUCED_HOURS: "The hours that can be worked each day or week",
    CertificationItem.EPISODE_FREQUENCY: "How often time away may be needed",
    CertificationItem.EPISODE_LENGTH: "How long each time away may last",
    CertificationItem.MEDICAL_NEED_FOR_PARTS: "Why the leave is needed in parts",
    CertificationItem.ACTIVE_DUTY_ORDERS: "A copy of the active-duty orders, or a military paper with the days of duty",
    CertificationItem.EXIGENCY_FACTS: "The facts that show why you need the time",
    CertificationItem.EXIGENCY_KIND: "Which kind of need it is, of those listed",
    CertificationItem.EXIGENCY_PAPERS: "A copy of any paper you have about it, such as a notice or a bill",
    CertificationItem.EMPLOYEE_SIGNATURE: "Your signature",
    CertificationItem.EXIGENCY_BEGINNING: "The day on which the need began or will begin",
    CertificationItem.DATES_IN_ONE_PIECE: "The first and the last day of time away in one piece",
    CertificationItem.MEETING_CONTACT: "How to reach the person or office you meet with",
    CertificationItem.MEETING_PURPOSE: "What the meeting is for, in a few words",
    CertificationItem.REST_ORDERS: "A military paper that grants the rest leave, with its dates",
    CertificationItem.PROVIDER_STANDING: "Whether the provider belongs to DoD, VA or TRICARE, or to none of them",
    CertificationItem.LINE_OF_DUTY: "Whether it comes from active duty, or was made worse by it",
    CertificationItem.NAMES: "Your name, the servicemember's name, and the name and address of your employer",
    CertificationItem.RELATIONSHIP: "What the servicemember is to you",
    CertificationItem.SERVING_UNIT: "Whether the servicemember serves now, with branch, rank and unit",
    CertificationItem.MEDICAL_UNIT: "Whether the servicemember is with a medical facility or unit, and which one",
    CertificationItem.DISABILITY_LIST: "Whether the servicemember is on the temporary disability retired list",
    CertificationItem.DISCHARGE: "For a veteran, the day of discharge, and that it was not dishonorable",
    CertificationItem.CARE_GIVEN: "Which care you will give, and how much time that takes",
}

DENIALS: dict[str, tuple[str, str]] = {
    DenialGround.NOT_ELIGIBLE: (
        "you do not meet the tests for this leave on the day it was to begin.",
        "Send us what shows that you meet them. You may ask again when you do.",
    ),
    DenialGround.CERTIFICATION_NOT_PROVIDED: (
        "we asked for a certification, and it did not come in time.",
        "Send the certification. Leave can be protected from the day we have it.",
    ),
    DenialGround.CERTIFICATION_NOT_CURED: (
        "the certification lacked something, and it was not completed in time.",
        "Send the completed certification. Leave can be protected from the day we have it.",
    ),
    DenialGround.REASON_NOT_COVERED: (
        "the reason is not one that this law covers.",
        "Tell us if we misread your reason. Your agency may have other leave for you.",
    ),
    DenialGround.OPINION_DOES_NOT_CERTIFY: (
        "the opinion that is binding does not certify the need for leave.",
        "Ask us for copies of the opinions. Your agency may have other leave for you.",
    ),
    DenialGround.ENTITLEMENT_USED_UP: (
        "you have used all the leave that this law gives in 12 months.",
        "Ask us on which day time comes back to you. Other leave may cover you until then.",
    ),
}

PROGRAMS: dict[str, str] = {
    Program.FMLA: "the Family and Medical Leave Act (FMLA)",
    Program.PFML: "Paid Family and Medical Leave (PFML)",
    Program.COMMONWEALTH: "the Commonwealth's own leave rules",
}

PLANS: dict[str, str] = {
    Plan.FMLA: "Family and Medical Leave Act",
    Plan.CAREGIVER: "Military caregiver leave",
    Plan.PFML: "Paid Family and Medical Leave, as far as we know it",
    Plan.COMMONWEALTH: "The Commonwealth's own leave rules",
    Plan.CATASTROPHIC: "Catastrophic leave",
    Plan.SMALL_NECESSITIES: "Small Necessities Leave Act",
    Plan.PARENTAL: "Parental Leave Act",
    Plan.ABUSE: "Leave because of abuse",
}

PFML_KINDS: dict[str, str] = {kind.value: words for kind, words in KIND_NAMES.items()}

ACCRUED: dict[str, str] = {
    Accrued.RUNS_BY_ELECTION: "your accrued leave runs, as you chose",
    Accrued.RUNS_BY_REQUIREMENT: "your accrued leave runs, as your employer requires",
    Accrued.NOT_USED: "unpaid; no accrued leave is used",
    Accrued.OFF: "a benefit is paid, and no accrued leave is used",
    Accrued.ADDED_BY_AGREEMENT: "accrued leave is added to your benefit, as agreed",
    Accrued.ADDED_BY_ELECTION: "accrued leave is added to your benefit, as you chose",
}

YEARS: dict[str, str] = {
    LeaveYearMethod.CALENDAR: ", from January 1 to December 31",
    LeaveYearMethod.FIXED: ", which begin each year on",
    LeaveYearMethod.ANNIVERSARY: ", which begin each year on the day you were hired",
    LeaveYearMethod.FORWARD: ", which begin on the first day you take leave",
    LeaveYearMethod.ROLLING_BACKWARD: ", counted back from each day you use",
}

BINDING: dict[str, str] = {
    OpinionStage.FIRST_HOLDS: "The first certification holds.",
    OpinionStage.BOUND_BY_FIRST: "The first certification holds, because we did not do our part to agree.",
    OpinionStage.BOUND_BY_SECOND: "The second opinion holds, because you did not help to agree on a third.",
    OpinionStage.BOUND_BY_THIRD: "The third opinion is final. It holds for you and for us.",
}

INJURIES: dict[str, str] = {
    Injury.VIABILITY: "It would put at risk that your employer can go on at all.",
    Injury.LONG_TERM: "It would cost your employer a great deal, and for a long time.",
    Injury.REPLACED: "Your place had to be filled for good, and to take you back as well costs too much.",
}

ENDS_OF_NEED: dict[str, str] = {
    EndKind.RECOVERY: "the need for your leave is over.",
    EndKind.FAILED_PLACEMENT: "the placement did not go ahead.",
    EndKind.END_OF_DEPLOYMENT: "the deployment is over.",
    EndKind.NOT_RETURNING: "you will not return to your job.",
    EndKind.EMPLOYMENT_ENDED: "you do not work for your employer any more.",
}

CLOSINGS: dict[str, str] = {
    ClosingGround.LEAVE_OVER: "your leave is over.",
    ClosingGround.NEED_ENDED: "the need for leave has ended.",
    ClosingGround.WITHDRAWN: "you took your request back.",
    ClosingGround.DENIED: "the request was denied.",
}

PAPERS: dict[str, str] = {
    DocumentKind.CERTIFICATION: "certification",
    DocumentKind.CLEARANCE: "fitness-for-duty paper",
    DocumentKind.PROOF_OF_RELATION: "proof of birth, placement or relation",
    DocumentKind.OTHER: "other paper",
}

ALERT_SUBJECTS: dict[str, str] = {
    AlertSubject.LEAVE_DATES: "Leave dates",
    AlertSubject.LEAVE_DATES_CHANGED: "Leave dates changed",
    AlertSubject.ABSENCE: "Absence",
    AlertSubject.ABSENCE_CHANGED: "Absence changed",
    AlertSubject.ABSENCE_CANCELLED: "Absence cancelled",
    AlertSubject.LEAVE_ENDED: "Leave ended",
}

DUE_KINDS: dict[str, str] = {
    DeadlineKind.CERTIFICATION: "your certification",
    DeadlineKind.CURE: "what your certification lacks",
}

AWAITED: dict[str, str] = {
    DeadlineKind.ELIGIBILITY_NOTICE: "the eligibility notice to the employee",
    DeadlineKind.RIGHTS_NOTICE: "the rights notice to the employee",
    DeadlineKind.CERTIFICATION: "the certification from the employee",
    DeadlineKind.CERTIFICATION_REMINDER: "the reminder to the employee, which goes out by itself",
    DeadlineKind.CURE: "what the certification lacks, from the employee",
    DeadlineKind.DESIGNATION_NOTICE: "the decision, with its notice to the employee",
    DeadlineKind.RETURN: "word that the employee is back at work",
    DeadlineKind.ELIGIBLE_LATER: "the day on which eligibility is asked again, by itself",
    DeadlineKind.OPEN_LEAVE_CHARGED: "the week's charge of open leave, which is made by itself",
    DeadlineKind.DFML_TOLD: "word to DFML of a change of the leave",
    DeadlineKind.OPINION_COPIES: "copies of the opinions, for the employee",
    DeadlineKind.AMOUNT_TOLD: "the amount of leave counted, told to the employee",
    DeadlineKind.RESTORATION_HELD: "the end of the year in which the right to the job is held",
    DeadlineKind.DFML_APPEAL: "the last day on which the employee may appeal to DFML",
}
"""What each clock waits for, said to a coordinator."""

FILTERS: dict[str, Callable[[str], str]] = {
    "test": TESTS.__getitem__,
    "entry": ENTRIES.__getitem__,
    "denial": lambda code: DENIALS[code][0],
    "remedy": lambda code: DENIALS[code][1],
    "program": PROGRAMS.__getitem__,
    "injury": INJURIES.__getitem__,
    "end_of_need": ENDS_OF_NEED.__getitem__,
    "plan": PLANS.__getitem__,
    "pfml_kind": PFML_KINDS.__getitem__,
    "accrued": ACCRUED.__getitem__,
    "leave_year": YEARS.__getitem__,
    "binding": BINDING.__getitem__,
    "closing": CLOSINGS.__getitem__,
    "paper": PAPERS.__getitem__,
    "alert_subject": ALERT_SUBJECTS.__getitem__,
    "due_kind": DUE_KINDS.__getitem__,
    "awaited": AWAITED.__getitem__,
}
