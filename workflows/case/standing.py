"""Where a case stands in plain words, and whose turn it is: its status, and beside it whatever is still owed.

Knows: open tasks and certifications, and a sentence for each that hides behind a settled status. Never knows: pages,
mails, or names and days: what is told here stands on worklists.
"""

from typing import TYPE_CHECKING, NamedTuple

from workflows.case.certification import Certification, CertificationState
from workflows.case.deadlines import DeadlineKind, DeadlineState
from workflows.case.duties import TaskKind
from workflows.case.eligibility import EligibilityState
from workflows.case.opinions import says_no
from workflows.case.status import WORDS, CaseStatus, status_of

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase


class Standing(NamedTuple):
    """Sentences, and whose turn it is."""

    words: str
    waiting_on: str


SETTLED = (
    CaseStatus.APPROVED,
    CaseStatus.APPROVED_FOR_NOW,
    CaseStatus.DENIED,
    CaseStatus.WITHDRAWN,
    CaseStatus.NEED_ENDED,
)
"""What is decided: what is owed all the same must be said with it."""

TURNS = ("coordinator", "liaison", "employee")
"""Of several who have something to do, the first is named: what waits for an office must not look like a wait."""

OWED: dict[TaskKind, str] = {
    TaskKind.RETURN_NOT_REPORTED: "It is over, and no return is reported.",
    TaskKind.CLEARANCE: "The fitness-for-duty certification is awaited.",
    TaskKind.TELL_DFML: "DFML is still to be told of a change.",
    TaskKind.TELL_AMOUNT: "The employee asked how much was counted and is still to be told.",
    TaskKind.TELL_PAYROLL: "Payroll is still to be told of a change.",
    TaskKind.HAND_OVER_COPIES: "Copies of the opinions are still to be handed over.",
    TaskKind.JUDGE_OPINIONS: "The opinions differ.",
    TaskKind.SERVE_JOB_LETTER: "A letter about the job is still to be served.",
    TaskKind.DECIDE_ON_JOB: "The employee asked for the job, and nobody has decided.",
    TaskKind.DECIDE: "A coordinator is asked to look at it once more.",
}
SAID_OTHERWISE = (
    TaskKind.JUDGE_CERTIFICATION,
    TaskKind.CERTIFICATION_OVERDUE,
    TaskKind.CURE_OVERDUE,
    TaskKind.OPINION_AWAITED,
    TaskKind.OPINION_AGAINST,
)
"""The certification, or the status itself, says it."""

HELD = "The return is held until the fitness-for-duty certification is here."
MORE = "There is an open task."


def standing_of(case: "LeaveCase") -> Standing:
    """The status in words that are true of what is open."""
    status = status_of(case)
    standing = Standing(*(_exactly(case, status) or WORDS[status]))
    owed = _owed(case) if status in SETTLED else []
    if not owed:
        return standing
    sentences = dict.fromkeys(each.words for each in owed if each.words)
    turn = next((who for who in TURNS if any(each.waiting_on == who for each in owed)), standing.waiting_on)
    return Standing(" ".join((standing.words, *sentences)), turn)


def _exactly(case: "LeaveCase", status: CaseStatus) -> Standing | None:
    """What a status alone would say too simply."""
    before_deciding = (CaseStatus.CERTIFICATION_AWAITED, CaseStatus.READY_TO_DECIDE)
    if status in before_deciding and case.eligibility.state is EligibilityState.NO_RECORD:
        return Standing("The employment record is missing. A coordinator finds it.", "coordinator")
    if status is not CaseStatus.READY_TO_DECIDE:
        return None
    return Standing(f"{_before_deciding(case)} A coordinator decides.", "coordinator")


def _before_deciding(case: "LeaveCase") -> str:
    is_unknown = any(task.kind is TaskKind.JUDGE_ELIGIBILITY for task in case.open_tasks)
    later = any(d.kind is DeadlineKind.ELIGIBLE_LATER and d.is_running for d in case.deadlines)
    if any(p.is_approved and says_no(case, p.reason) for p in case.periods):
        return "The opinion that holds does not certify the need."
    if later:
        more = " Something is unknown about that day and must be found out." if is_unknown else ""
        return f"The employee is not eligible for FMLA leave until a later day of it.{more}"
    if case.eligibility.is_refused:
        return "The employee is not eligible for FMLA leave; other leave may cover it."
    if is_unknown:
        return "Whether the employee is eligible is not known and must be found out."
    return "Everything is here."


def _owed(case: "LeaveCase") -> list[Standing]:
    reasons = [p.reason for p in case.periods if not p.is_gone]
    papers = [_paper(case, c) for c in case.certifications if c.reason in reasons and not c.is_settled]
    tasks = []
    for task in case.open_tasks:
        words = "" if task.kind in SAID_OTHERWISE else OWED.get(task.kind, MORE)
        is_held = task.kind is TaskKind.CLEARANCE and case.fitness.held_by is not None
        tasks.append(Standing(HELD if is_held else words, task.role.value if task.role else "coordinator"))
    return [*papers, *tasks]


def _paper(case: "LeaveCase", certification: Certification) -> Standing:
    """A certification that is asked for anew while the leave stays approved."""
    which = "A new certification" if certification.again else "The certification"
    if certification.state is CertificationState.RECEIVED:
        return Standing(f"{which} is here, and nobody has read it.", "coordinator")
    clocks = [case.deadline(key) for key in (certification.due_key, certification.cure_key)]
    if any(d is not None and d.state is DeadlineState.MISSED and d.settled_at is None for d in clocks):
        return Standing(f"{which} is overdue.", "employee")
    lacks = certification.state is CertificationState.DEFICIENT
    return Standing(f"{which} {'lacks something' if lacks else 'is asked for'}.", "employee")
