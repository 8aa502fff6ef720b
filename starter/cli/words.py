"""Codes of a case in plain words, as a coordinator reads them at a terminal.

Knows: what a task asks for, what a clock waits for. Never knows: a case, colours, widths. Words for employees and
supervisors are elsewhere: in the templates.
"""

from workflows.case.deadlines import DeadlineKind
from workflows.case.duties import TaskKind
from workflows.view import CaseView, DeadlineView, PeriodView

TURNS = {
    "employee": "It is the employee's turn.",
    "coordinator": "It is a coordinator's turn.",
    "liaison": "It is the Liaison's turn.",
    "hr": "It is HR's turn.",
    "system": "Leeway is at work on it.",
    "nobody": "Nobody has to do anything now.",
}

DUE = {
    DeadlineKind.ELIGIBILITY_NOTICE: "eligibility notice",
    DeadlineKind.RIGHTS_NOTICE: "rights notice",
    DeadlineKind.CERTIFICATION: "certification",
    DeadlineKind.CERTIFICATION_REMINDER: "reminder",
    DeadlineKind.CURE: "cure",
    DeadlineKind.DESIGNATION_NOTICE: "designation notice",
    DeadlineKind.RETURN: "return to work",
    DeadlineKind.ELIGIBLE_LATER: "eligibility is asked again",
    DeadlineKind.OPEN_LEAVE_CHARGED: "open leave is charged, by itself",
    DeadlineKind.DFML_TOLD: "DFML is told of the change",
    DeadlineKind.OPINION_COPIES: "copies of the opinions",
    DeadlineKind.AMOUNT_TOLD: "the amount counted is told",
    DeadlineKind.RESTORATION_HELD: "the right to the job is held until then",
    DeadlineKind.DFML_APPEAL: "last day to appeal to DFML",
}

CORRECTED = "`leeway case records-corrected`"
"""How a case hears that the directory tells more than it did."""

TASKS = {
    TaskKind.FIND_EMPLOYMENT: f"No employment record: have the directory corrected, then {CORRECTED}.",
    TaskKind.JUDGE_ELIGIBILITY: f"Eligibility is unknown: have the directory completed, then {CORRECTED}.",
    TaskKind.JUDGE_CERTIFICATION: "Read the certification and record what you find.",
    TaskKind.DECIDE: "Decide on the periods that wait.",
    TaskKind.CONFIRM_DENIAL: "Look at the proposed denial as a second person.",
    TaskKind.CERTIFICATION_OVERDUE: "The certification is overdue: talk to the employee.",
    TaskKind.CURE_OVERDUE: "The completed certification is overdue: talk to the employee.",
    TaskKind.NOTICE_MISSED: "A notice is late, or went out late: see why.",
    TaskKind.NOTICE_FAILED: "A mail was refused for good: reach the person another way.",
    TaskKind.RETURN_NOT_REPORTED: "The leave is over and no return is reported: ask.",
    TaskKind.TELL_DFML: "Tell DFML of the change, if there is a PFML claim.",
    TaskKind.TELL_PAYROLL: "Tell payroll: what is paid during the leave has changed.",
    TaskKind.TELL_AMOUNT: "The employee asks how much was counted: tell it.",
    TaskKind.OPINION_AWAITED: "Another opinion is awaited: see that it comes.",
    TaskKind.JUDGE_OPINIONS: "The opinions differ: accept the first, or order a third.",
    TaskKind.OPINION_AGAINST: "The opinion that holds does not certify approved leave: decide on it.",
    TaskKind.HAND_OVER_COPIES: "The employee asks for copies of the opinions: hand over.",
    TaskKind.FIND_END_OF_NEED: "The need is said to have ended: find out, and on which day.",
    TaskKind.FIND_LEAVE_YEAR: "Find when the leave year ends: the right to the job.",
    TaskKind.SERVE_JOB_LETTER: "Serve the letter about the job, with what it rests on, in person or by certified mail.",
    TaskKind.DECIDE_ON_JOB: "The employee asks for the job: find anew whether it can be refused, and decide.",
    TaskKind.CLEARANCE: "Ask for the fitness-for-duty certification.",
    TaskKind.REQUEST_REFUSED: "A decision sent by a batch was refused: look at it.",
    TaskKind.UNREADABLE_MESSAGE: "A message could not be read: ask who sent it.",
    TaskKind.UNKNOWN_MESSAGE: "A message of an unknown kind came: ask who sent it.",
    TaskKind.CANCELLATION_ASKED: "Somebody cancelled the workflow: nothing ended by it.",
    TaskKind.CASE_RESTORED: "The case was lost and goes on from an older state: compare.",
    TaskKind.FACT_FOR_CLOSED_CASE: "Something was said to the closed case: reopen it or not.",
    TaskKind.FACT_CONTRADICTS: "Something was said that does not fit the case: clear it up.",
    TaskKind.ABSENCE_OUTSIDE_LEAVE: "An absence lies outside the leave: clear it up.",
    TaskKind.ENTITLEMENT_USED_UP: "The entitlement does not cover all of it: look at it.",
    TaskKind.CHARGE_NOT_POSSIBLE: (
        f"Schedule, holidays or kind of overtime not known, so not counted: store them, then {CORRECTED}."
    ),
    TaskKind.SCHEDULE_CAUSE: f"The schedule changed: have its cause and decision day stored, then {CORRECTED}.",
    TaskKind.OUTSIDE_EMPLOYMENT: "Leave lies outside the employment: correct it, or the directory.",
    TaskKind.BEREAVEMENT_REVIEW: "See which bereavement leave there is.",
    TaskKind.DEADLINE_PASSED_IN_HANDOVER: "A clock ended during the hand-over: look at it.",
}


HR = "hr"
"""The office that takes fitness-for-duty papers where the agency does not leave them to its Liaison."""


def plain(code: str) -> str:
    """A code without its underscores."""
    return code.replace("_", " ")


def at_head(words: str) -> str:
    """At the head of a sentence; DFML stays DFML."""
    return words[:1].upper() + words[1:]


def who(actor: str) -> str:
    """`coordinator/C-1` as `coordinator C-1`."""
    return plain(actor).replace("/", " ")


def fact(value: str) -> str:
    """What a line of history says of something."""
    return {"True": "yes", "False": "no"}.get(value, value)


def due(kind: str) -> str:
    """What a clock waits for."""
    return DUE[DeadlineKind(kind)]


def task(kind: str, *, clearance_to: str = "") -> str:
    """What a task asks for; where the agency's HR takes the paper, it says so."""
    to_whom = " It goes to HR." if kind == TaskKind.CLEARANCE and clearance_to == HR else ""
    return f"{TASKS[TaskKind(kind)]}{to_whom}"


def doer(kind: str, role: str, *, clearance_to: str) -> str:
    """Who does a task. The case leaves clearance to the Liaison, and the agency says which of its offices that is."""
    return "HR" if kind == TaskKind.CLEARANCE and clearance_to == HR else plain(role)


def turn(view: CaseView, *, clearance_to: str) -> str:
    """Whose turn it is: the Liaison's, for whom HR takes the paper that a return waits for in some agencies."""
    is_clearance = view.waiting_on == "liaison" and view.clearance == "asked"
    return HR if is_clearance and clearance_to == HR else view.waiting_on


def state_of(deadline: DeadlineView) -> str:
    """How a clock stands. One that nobody has met yet is overdue; one that was met too late stays late."""
    if deadline.state == "missed":
        return "late" if deadline.settled_at else "overdue"
    return {"running": "runs"}.get(deadline.state, deadline.state)


def ahead(view: CaseView) -> DeadlineView | None:
    """What is due next. A reminder is nobody's deadline: Leeway sends it by itself."""
    running = [d for d in view.deadlines if d.state == "running" and d.kind != DeadlineKind.CERTIFICATION_REMINDER]
    return min(running, key=lambda d: d.due_at, default=None)


def overdue(view: CaseView) -> list[DeadlineView]:
    """What is overdue, the oldest first. Nothing is in a closed case."""
    found = [] if view.closed_at else [d for d in view.deadlines if is_overdue(d)]
    return sorted(found, key=lambda d: d.due_at)


def is_overdue(deadline: DeadlineView) -> bool:
    """Whether somebody still has to do what was due."""
    return deadline.state == "missed" and deadline.settled_at is None


def decision_of(period: PeriodView) -> str:
    """How a period stands. Dates beyond the approved ones wait for a decision of their own."""
    if period.awaits_decision:
        return {"approved": "waits again, longer than approved", "denial_proposed": "denial proposed"}.get(
            period.decision, "waits for a decision"
        )
    if period.decision == "approved" and period.ground is not None:
        return "approved for now, denial proposed"
    return f"back on {period.returned_on}" if period.returned_on else plain(period.decision)
