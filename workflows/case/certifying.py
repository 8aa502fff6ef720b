"""What happens to a certification: received, found deficient, cured, found sufficient, given more time.

Knows: what each of these changes, owes and refuses. Never knows: the content of a certification.
29 CFR 825.305(b)-(d), 825.307(a), 825.313.
"""

from typing import TYPE_CHECKING

from workflows.case.asked import CertificationExtension, CertificationFinding, DeficiencyFinding
from workflows.case.certification import Certification, CertificationState, meant
from workflows.case.certification_letters import CertificationExtended, DeficiencyNotice, DocumentReceipt
from workflows.case.contradictions import Contradiction, contradicts
from workflows.case.deadlines import DeadlineKind
from workflows.case.duties import TaskKind
from workflows.case.intake import last_day_before, start_reminder
from workflows.case.powers import may_act
from workflows.case.refusals import Refusal, RefusalCode
from workflows.case.returning import clearance_received
from workflows.case.said import DocumentKind, DocumentReceived
from workflows.case.told import Role
from workflows.rules.calendar import day_of, end_of_day
from workflows.rules.employer_notices import designation_due
from workflows.rules.reasons import LeaveReason
from workflows.rules.recertification import CertifiedExtent

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn


def paper_received(turn: "Turn", told: DocumentReceived) -> None:
    """Any paper gets a receipt; what more follows depends on its kind."""
    receipt = DocumentReceipt(
        document=told.document, document_kind=told.document_kind.value, received_at=told.received_at
    )
    turn.note("document_received", document=told.document, kind=told.document_kind.value, channel=told.channel.value)
    turn.file(told.document)
    turn.send(Role.EMPLOYEE, receipt)
    if told.document_kind is DocumentKind.CERTIFICATION:
        _certification_received(turn, told)
    elif told.document_kind is DocumentKind.CLEARANCE:
        clearance_received(turn, told)


def _certification_received(turn: "Turn", told: DocumentReceived) -> None:
    certification = meant(turn.case.certifications, told.reason, CertificationState.ASKED, CertificationState.DEFICIENT)
    certification = certification or meant(turn.case.certifications, told.reason, *CertificationState)
    if certification is None:
        contradicts(turn, Contradiction.CERTIFICATION_NOT_ASKED, about=told.document, fact="certification_not_asked")
        return
    turn.replace_certifications(certification.received(told.document, at=told.received_at))
    # 825.305(b): in time is what was in anyone's hands in time, whenever it was processed.
    turn.satisfy(certification.due_key, at=told.received_at)
    if certification.state is CertificationState.DEFICIENT:
        turn.satisfy(certification.cure_key, at=told.received_at)
    reminder = turn.case.deadline(certification.reminder_key)
    if reminder is not None:
        turn.set_deadline(reminder.stopped(at=told.received_at))
    turn.withdraw_notices("certification_reminder", "certification_overdue")
    turn.tasks_done(TaskKind.CERTIFICATION_OVERDUE, TaskKind.CURE_OVERDUE, about=certification.due_key)
    turn.ask(TaskKind.JUDGE_CERTIFICATION, about=certification.due_key, certification=certification.number)


def may_find_deficient(case: "LeaveCase", request: DeficiencyFinding) -> Refusal | None:
    """Only what is in hand can be judged, and a deficiency names its items."""
    if not request.items:
        return Refusal(code=RefusalCode.NO_ITEMS_NAMED)
    return may_act(case, request) or _nothing_in_hand(case, request.reason)


def find_deficient(turn: "Turn", request: DeficiencyFinding) -> None:
    """A written notice lists what is missing; seven days to cure begin when it is received (825.305(c))."""
    certification = meant(turn.case.certifications, request.reason, CertificationState.RECEIVED)
    if certification is None:
        return
    turn.replace_certifications(certification.found_deficient(request.defect, request.items))
    turn.tasks_done(TaskKind.JUDGE_CERTIFICATION, about=certification.due_key)
    turn.note("certification_deficient", rule="G3", defect=request.defect.value, items=len(request.items))
    notice = DeficiencyNotice(
        defect=request.defect,
        items=request.items,
        cure_days=turn.case.policy.cure_days,
        reason=certification.reason,
    )
    turn.send(Role.EMPLOYEE, notice, about=certification.cure_key)


def may_find_sufficient(case: "LeaveCase", request: CertificationFinding) -> Refusal | None:
    """Only what is in hand can be judged. A deficient one may still be accepted as it is."""
    refusal = may_act(case, request) or _nothing_in_hand(case, request.reason, CertificationState.DEFICIENT)
    if refusal is None and (request.extent is CertifiedExtent.MINIMUM) != (request.minimum_last_on is not None):
        return Refusal(code=RefusalCode.DATES_CONTRADICT)
    return refusal


def find_sufficient(turn: "Turn", request: CertificationFinding) -> None:
    """Enough to decide: the designation notice is due five business days after it was in hand (825.300(d))."""
    in_hand = (CertificationState.RECEIVED, CertificationState.DEFICIENT)
    certification = meant(turn.case.certifications, request.reason, *in_hand)
    if certification is None:
        return
    turn.replace_certifications(certification.found_sufficient(request.extent, request.minimum_last_on))
    turn.stop(certification.cure_key)
    turn.tasks_done(TaskKind.JUDGE_CERTIFICATION, TaskKind.CURE_OVERDUE, about=certification.due_key)
    turn.note("certification_sufficient", rule="G6", certification=certification.number)
    if certification.again:
        return  # what was decided stands
    if turn.case.edition >= 3 and not _is_wanted(turn.case, certification.reason):
        return  # nobody has anything to decide any more
    known_at = certification.received_at or turn.at
    designation = designation_due(day_of(known_at), policy=turn.case.policy)
    turn.start_deadline(DeadlineKind.DESIGNATION_NOTICE, "designation_notice", designation, started_at=known_at)
    turn.ask(TaskKind.DECIDE, about=certification.due_key)


def may_extend(case: "LeaveCase", request: CertificationExtension) -> Refusal | None:
    """Only a due day that is waited for moves, and only later."""
    refusal = may_act(case, request)
    if refusal is not None:
        return refusal
    certification = _waited_for(case, request.reason)
    deadline = case.deadline(_clock_of(certification)) if certification else None
    if deadline is None:
        return Refusal(code=RefusalCode.NO_CERTIFICATION_WAITING)
    if end_of_day(request.due_on) <= deadline.due_at:
        return Refusal(code=RefusalCode.EARLIER_THAN_DUE)
    return None


def extend(turn: "Turn", request: CertificationExtension) -> None:
    """The clock runs to the new day; that it had passed is undone, and its former day stays in its history."""
    certification = _waited_for(turn.case, request.reason)
    deadline = turn.case.deadline(_clock_of(certification)) if certification else None
    if certification is None or deadline is None:
        return
    due_at = end_of_day(request.due_on)
    turn.set_deadline(deadline.extended(due_at=due_at, ground=request.ground.value, by=request.by, at=turn.at))
    turn.note(
        "certification_extended",
        rule="G2",
        was_due_on=last_day_before(deadline.due_at),
        due_on=request.due_on,
        ground=request.ground.value,
    )
    turn.tasks_done(TaskKind.CERTIFICATION_OVERDUE, TaskKind.CURE_OVERDUE, about=certification.due_key)
    turn.withdraw_notices("certification_reminder", "certification_overdue")
    start_reminder(turn, certification, request.due_on, at=turn.at)
    turn.send(Role.EMPLOYEE, CertificationExtended(due_on=request.due_on))


def _is_wanted(case: "LeaveCase", reason: LeaveReason) -> bool:
    return any(p.reason is reason and not p.is_gone for p in case.periods)


def _waited_for(case: "LeaveCase", reason: LeaveReason | None) -> Certification | None:
    return meant(case.certifications, reason, CertificationState.ASKED, CertificationState.DEFICIENT)


def _clock_of(certification: Certification) -> str:
    is_cure = certification.state is CertificationState.DEFICIENT
    return certification.cure_key if is_cure else certification.due_key


def _nothing_in_hand(case: "LeaveCase", reason: LeaveReason | None, *also: CertificationState) -> Refusal | None:
    if meant(case.certifications, reason, CertificationState.RECEIVED, *also) is None:
        return Refusal(code=RefusalCode.NO_CERTIFICATION_IN_HAND)
    return None
