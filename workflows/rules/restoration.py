"""Whether an employee has the job back, and what ends that right.

Knows: what an equivalent job is made of, and that unequivocal notice, a job that is gone, or a refusal to a key
employee end the right, and nothing else. Never knows: the words that were said, or a reason. 29 CFR 825.214-219,
825.311(b) (law.md F8, J7).
"""

from enum import StrEnum

from pydantic import ConfigDict, Field

from workflows.rules.answers import Answer, Gap, Reasoning, Teller
from workflows.rules.key_employees import KeyEmployee, may_be_refused, open_gaps
from workflows.rules.policy import LeavePolicy
from workflows.rules.week_facts import MOST_OPEN
from workflows.values import Frozen

_TERMS = Gap(fact="terms_equal", asks="are pay, benefits, shift and duties the same?", teller=Teller.AGENCY)


class OfferedJob(StrEnum):
    """Which job is offered at the return."""

    SAME = "same"
    OTHER = "other"
    NONE = "none"


class RestorationFacts(Frozen):
    """One return from protected leave."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"offered": "other", "terms_equal": True, "unequivocal": False},
                {
                    "offered": "none",
                    "unequivocal": False,
                    "key_employee": {"found": True, "told_with_rights": True, "injury_told": True},
                },
            ]
        }
    )

    offered: OfferedJob = Field(description="Which job is offered at the return.")
    terms_equal: bool | None = Field(
        None, description="Other job: pay, benefits, shift, place and duties are the same."
    )
    unequivocal: bool | None = Field(
        None, description="Whether the employee said without doubt that they will not return. `May not be able` is not."
    )
    unequivocal_found_by: str | None = Field(None, description="Who found that. Without a name it does not count.")
    job_gone: bool | None = Field(
        None, description="Whether the job would have ended anyway, shown by the employer. None: not shown."
    )
    key_employee: KeyEmployee | None = Field(
        None, description="Where the job is refused because this is a key employee: what was told. None: it is not."
    )


class RestorationGround(StrEnum):
    """Why the right stands, is kept, or has ended."""

    RESTORED = "restored"
    NOT_EQUIVALENT = "not_equivalent"
    NOTHING_OFFERED = "nothing_offered"
    WILL_NOT_RETURN = "will_not_return"
    NO_GREATER_RIGHT = "no_greater_right"
    KEY_EMPLOYEE = "key_employee"


class Restoration(Frozen):
    """`owed`: the employer owes the job or an equivalent one. `satisfied`: what is offered is that."""

    owed: bool
    satisfied: bool
    ground: RestorationGround


def restoration(facts: RestorationFacts, *, policy: LeavePolicy) -> Answer[Restoration]:
    """The same or an equivalent job, and no greater right than if working (825.214-216). An unequivocal notice of not
    returning, found by a named person, ends it (825.311(b)), and so does a refusal to a key employee (825.217-219)."""
    why = Reasoning(policy)
    if facts.unequivocal and facts.unequivocal_found_by:
        why.step("F8", "Unequivocal notice of not returning ends the duty to keep the job; continued coverage aside.")
        return _ended(why, RestorationGround.WILL_NOT_RETURN, "the job need not be kept")
    if facts.unequivocal is not False:
        why.step("F8", "Unless a named person found unequivocal notice, the right goes on.", said=facts.unequivocal)
    if facts.job_gone:
        why.step("J7", "Nobody has a greater right than if working: the job would have ended anyway.")
        return _ended(
            why, RestorationGround.NO_GREATER_RIGHT, "the job would have ended anyway, as the employer showed"
        )
    return _offered(why, facts, policy)


def _offered(why: Reasoning, facts: RestorationFacts, policy: LeavePolicy) -> Answer[Restoration]:
    if facts.offered is OfferedJob.SAME:
        return _owed(why, RestorationGround.RESTORED, "the same job is offered: that is enough")
    if facts.offered is OfferedJob.NONE:
        return _refused(why, facts, policy)
    if facts.terms_equal is None:
        cases = ((label, facts.model_copy(update={"terms_equal": equal})) for label, equal in _EITHER)
        return why.depends(_TERMS, [(label, _offered(Reasoning(policy), case, policy)) for label, case in cases])
    if facts.terms_equal:
        return _owed(why, RestorationGround.RESTORED, "an equivalent job is offered: that is enough")
    return _refused(why, facts, policy)


def _refused(why: Reasoning, facts: RestorationFacts, policy: LeavePolicy) -> Answer[Restoration]:
    """Neither the job nor an equivalent one is offered: owed, unless law lets it be refused to a key employee."""
    told = facts.key_employee
    if told is None:
        return _owed(why, *_NOT_OFFERED[facts.offered])
    gaps = open_gaps(told)
    if len(gaps) > MOST_OPEN:
        return why.not_answerable("Too much is not known.", *gaps)
    for gap in gaps:
        fact = gap.fact.rpartition(".")[2]
        cases = ((label, told.model_copy(update={fact: value})) for label, value in _EITHER)
        either = ((label, facts.model_copy(update={"key_employee": case})) for label, case in cases)
        return why.depends(gap, [(label, _refused(Reasoning(policy), case, policy)) for label, case in either])
    if may_be_refused(why, told, policy=policy):
        return _ended(why, RestorationGround.KEY_EMPLOYEE, "the job may be refused to this key employee")
    return _owed(why, *_NOT_OFFERED[facts.offered])


_EITHER = (("yes", True), ("no", False))
_NOT_OFFERED = {
    OfferedJob.NONE: (RestorationGround.NOTHING_OFFERED, "the job or an equivalent one is owed"),
    OfferedJob.OTHER: (
        RestorationGround.NOT_EQUIVALENT,
        "the job that is offered is not equivalent, and an equivalent one is owed",
    ),
}


def _owed(why: Reasoning, ground: RestorationGround, says: str) -> Answer[Restoration]:
    why.step("J7", "The same or an equivalent job is owed: pay, benefits, shift and duties.", ground=ground)
    return why.settled(Restoration(owed=True, satisfied=ground is RestorationGround.RESTORED, ground=ground), says)


def _ended(why: Reasoning, ground: RestorationGround, says: str) -> Answer[Restoration]:
    return why.settled(Restoration(owed=False, satisfied=False, ground=ground), says)
