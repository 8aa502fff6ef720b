"""Second and third opinions on a certification: ordered, in, accepted, and what then holds.

Knows: the order of opinions and what each stage owes. Never knows: a provider, or more of an opinion than yes or no.
Until they are in, leave is protected provisionally and the employer pays. 29 CFR 825.307(b)-(e) (law.md G7).
"""

from typing import TYPE_CHECKING

from pydantic import ValidationError

from workflows.case.asked import FirstOpinionAcceptance, OpinionOrder
from workflows.case.certification import Certification, CertificationState, meant
from workflows.case.certification_letters import OpinionOrdered, OpinionsSettled
from workflows.case.contradictions import Contradiction, contradicts
from workflows.case.deadlines import DeadlineKind
from workflows.case.duties import TaskKind
from workflows.case.powers import may_act
from workflows.case.refusals import Refusal, RefusalCode
from workflows.case.said import Opinion, OpinionCopiesAsked, OpinionCopiesGiven, OpinionReceived
from workflows.case.told import Role
from workflows.rules.answers import Answer
from workflows.rules.calendar import day_of
from workflows.rules.certification_clocks import copies_due
from workflows.rules.opinions import (
    DoubtedPaper,
    OpinionFacts,
    Opinions,
    OpinionStage,
    SecondOpinion,
    ThirdOpinion,
    second_opinion,
)
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn

_CAN_BE_DOUBTED = (CertificationState.RECEIVED, CertificationState.SUFFICIENT)
_BEFORE_THE_THIRD = (OpinionStage.ACCEPT_OR_THIRD, OpinionStage.THIRD_BEING_CHOSEN)
_REFUSED = {
    OpinionStage.NOT_PERMITTED: RefusalCode.OPINION_NOT_PERMITTED,
    OpinionStage.CHOOSE_ANOTHER: RefusalCode.OPINION_PROVIDER_REGULAR,
}


def stage_of(certification: Certification, *, policy: LeavePolicy) -> Opinions | None:
    """Where the opinions on a certification stand; None where none was ordered."""
    return None if certification.opinion is None else second_opinion(certification.opinion, policy=policy).result


def says_no(case: "LeaveCase", reason: LeaveReason) -> bool:
    """Whether the opinion that binds does not certify the need."""
    stages = (stage_of(c, policy=case.policy) for c in case.certifications if c.reason is reason)
    return any(stage is not None and stage.certified is False for stage in stages)


def is_provisional(case: "LeaveCase", reason: LeaveReason) -> bool:
    """Whether protection holds only until the opinions are in."""
    stages = (stage_of(c, policy=case.policy) for c in case.certifications if c.reason is reason)
    return any(stage is not None and stage.provisional for stage in stages)


def may_order(case: "LeaveCase", request: OpinionOrder) -> Refusal | None:
    """A second one where the rules let a named person doubt the paper; a third one where the two differ."""
    refusal = may_act(case, request)
    if refusal is not None:
        return refusal
    certification = meant(case.certifications, request.reason, *_CAN_BE_DOUBTED)
    if certification is None:
        return Refusal(code=RefusalCode.NO_CERTIFICATION_IN_HAND)
    before = stage_of(certification, policy=case.policy)
    if request.which is Opinion.THIRD and (before is None or before.stage not in _BEFORE_THE_THIRD):
        return Refusal(code=RefusalCode.OPINIONS_DO_NOT_DIFFER)
    if request.which is Opinion.SECOND and before is not None:
        return Refusal(code=RefusalCode.OPINION_ORDERED)
    return _cannot_be(case, certification, request)


def order(turn: "Turn", request: OpinionOrder) -> None:
    """The employee is told that the employer pays and that the leave stays protected meanwhile."""
    certification = meant(turn.case.certifications, request.reason, *_CAN_BE_DOUBTED)
    if certification is None:
        return
    _keep(turn, certification, _ordered(certification, request))
    turn.note("opinion_ordered", rule="G7", certification=certification.number, which=request.which.value)
    _follow(turn, certification.number)
    stage = stage_of(_numbered(turn.case, certification.number), policy=turn.case.policy)
    if stage is not None and stage.certified is None:
        turn.send(Role.EMPLOYEE, OpinionOrdered(which=request.which.value))


def may_accept_first(case: "LeaveCase", request: FirstOpinionAcceptance) -> Refusal | None:
    """Where the second differs and nothing else binds yet."""
    refusal = may_act(case, request)
    if refusal is not None:
        return refusal
    certification = _with_opinions(case, request.reason)
    stage = None if certification is None else stage_of(certification, policy=case.policy)
    if stage is None or stage.stage not in (*_BEFORE_THE_THIRD, OpinionStage.THIRD_AWAITED):
        return Refusal(code=RefusalCode.OPINIONS_DO_NOT_DIFFER)
    return None


def accept_first(turn: "Turn", request: FirstOpinionAcceptance) -> None:
    """The need is certified, as the first opinion says; no third one is needed."""
    certification = _with_opinions(turn.case, request.reason)
    if certification is None or certification.opinion is None or certification.opinion.second is None:
        return
    turn.note("first_opinion_accepted", rule="G7", certification=certification.number)
    agreed = certification.opinion.second.model_copy(update={"agrees": True})
    _keep(turn, certification, certification.opinion.model_copy(update={"second": agreed, "third": None}))
    _follow(turn, certification.number)


def received(turn: "Turn", told: OpinionReceived) -> None:
    """An opinion that nobody ordered, or that was in before, is for a person to clear up."""
    certification = _with_opinions(turn.case, told.reason)
    facts = None if certification is None else _with_answer(turn.case, certification, told)
    if certification is None or facts is None:
        is_ordered = certification is not None and certification.opinion is not None
        what = Contradiction.OPINION_NOT_AWAITED if is_ordered else Contradiction.OPINION_NOT_ORDERED
        contradicts(turn, what, about=told.message_id, fact="opinion_received")
        return
    turn.note("opinion_received", rule="G7", which=told.which.value, certifies=told.certifies)
    _keep(turn, certification, facts)
    _follow(turn, certification.number)


def copies_asked(turn: "Turn", told: OpinionCopiesAsked) -> None:
    """Copies are owed within business days of the request (825.307(d))."""
    certification = _with_opinions(turn.case, told.reason)
    if certification is None:
        contradicts(turn, Contradiction.OPINION_NOT_ORDERED, about=told.message_id, fact="opinion_copies_asked")
        return
    owed = copies_due(day_of(told.received_at), policy=turn.case.policy)
    turn.note("opinion_copies_asked", rule="G7", due_on=owed.due_on)
    turn.start_deadline(DeadlineKind.OPINION_COPIES, _copies_key(certification), owed, started_at=told.received_at)
    turn.ask(TaskKind.HAND_OVER_COPIES, about=_copies_key(certification), due_on=owed.due_on, rule="G7")


def copies_given(turn: "Turn", told: OpinionCopiesGiven) -> None:
    """In time or late: the clock keeps which."""
    certification = _with_opinions(turn.case, told.reason)
    key = _copies_key(certification) if certification else ""
    turn.note("opinion_copies_given", rule="G7")
    turn.satisfy(key, at=told.received_at)
    turn.tasks_done(TaskKind.HAND_OVER_COPIES, about=key)


def _cannot_be(case: "LeaveCase", certification: Certification, request: OpinionOrder) -> Refusal | None:
    try:
        found: Answer[Opinions] = second_opinion(_ordered(certification, request), policy=case.policy)
    except ValidationError:
        return Refusal(code=RefusalCode.OPINIONS_DO_NOT_DIFFER)
    code = RefusalCode.OPINION_NOT_SHOWN if found.result is None else _REFUSED.get(found.result.stage)
    return None if code is None else Refusal.by_rule(code, found)


def _ordered(certification: Certification, request: OpinionOrder) -> OpinionFacts:
    before = certification.opinion
    if request.which is Opinion.SECOND or before is None:
        second = SecondOpinion(regularly_used=request.regularly_used, limited_access=request.limited_access)
        return OpinionFacts(
            paper=_paper(certification),
            doubt_found_by=request.by,
            military_provider=request.military_provider,
            second=second,
        )
    third = ThirdOpinion(
        jointly_chosen=request.jointly_chosen,
        employer_good_faith=request.employer_good_faith,
        employee_good_faith=request.employee_good_faith,
    )
    return OpinionFacts(**{**dict(before), "third": third})


def _paper(certification: Certification) -> DoubtedPaper:
    if certification.again:
        return DoubtedPaper.RECERTIFICATION
    if certification.reason is LeaveReason.EXIGENCY:
        return DoubtedPaper.EXIGENCY
    is_caregiver = certification.reason is LeaveReason.MILITARY_CAREGIVER
    return DoubtedPaper.CAREGIVER_CERTIFICATION if is_caregiver else DoubtedPaper.CERTIFICATION


def _with_answer(case: "LeaveCase", certification: Certification, told: OpinionReceived) -> OpinionFacts | None:
    """None: this opinion is not awaited."""
    facts, stage = certification.opinion, stage_of(certification, policy=case.policy)
    if facts is None or stage is None:
        return None
    if told.which is Opinion.SECOND and stage.stage is OpinionStage.SECOND_AWAITED and facts.second is not None:
        return facts.model_copy(update={"second": facts.second.model_copy(update={"agrees": told.certifies})})
    if told.which is Opinion.THIRD and stage.stage is OpinionStage.THIRD_AWAITED and facts.third is not None:
        return facts.model_copy(update={"third": facts.third.model_copy(update={"certifies": told.certifies})})
    return None


def _follow(turn: "Turn", number: int) -> None:
    """What the stage that is reached asks of people, and what the employee is told when it is settled."""
    certification = _numbered(turn.case, number)
    stage, about = stage_of(certification, policy=turn.case.policy), certification.due_key
    if stage is None:
        return
    turn.tasks_done(TaskKind.OPINION_AWAITED, TaskKind.JUDGE_OPINIONS, about=about)
    if stage.stage in _BEFORE_THE_THIRD:
        turn.ask(TaskKind.JUDGE_OPINIONS, about=about, stage=stage.stage.value)
    elif stage.certified is None:
        turn.ask(TaskKind.OPINION_AWAITED, about=about, stage=stage.stage.value)
    else:
        turn.note("opinions_settled", rule="G7", stage=stage.stage.value, certified=stage.certified)
        turn.send(Role.EMPLOYEE, OpinionsSettled(binding=stage.stage.value, certified=stage.certified))
        if not stage.certified:
            _ask_to_decide(turn, certification)


def _ask_to_decide(turn: "Turn", certification: Certification) -> None:
    """Of leave that is approved provisionally the opinion must be looked at; leave that waits is decided anyway."""
    about = f"opinions/{certification.due_key}"
    is_approved = any(p.is_approved and p.reason is certification.reason for p in turn.case.periods)
    if turn.case.edition < 4:
        turn.ask(TaskKind.DECIDE, about=about)
    elif is_approved:
        turn.ask(TaskKind.OPINION_AGAINST, about=about)
    elif all(task.kind is not TaskKind.DECIDE for task in turn.case.open_tasks):
        turn.ask(TaskKind.DECIDE, about=about)


def _keep(turn: "Turn", certification: Certification, facts: OpinionFacts) -> None:
    changed = certification.model_copy(update={"opinion": facts})
    turn.replace_certifications(changed)


def _with_opinions(case: "LeaveCase", reason: LeaveReason | None) -> Certification | None:
    ordered = (c for c in case.certifications if c.opinion is not None)
    return next((c for c in ordered if reason in (None, c.reason)), None)


def _numbered(case: "LeaveCase", number: int) -> Certification:
    return next(c for c in case.certifications if c.number == number)


def _copies_key(certification: Certification) -> str:
    return f"opinion_copies/{certification.number}"
