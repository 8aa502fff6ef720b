"""Whether an employee has the job back, and what ends that right.

Knows: what an equivalent job is made of, and that only unequivocal notice ends the right. Never knows: the words that
were said, or a reason. 29 CFR 825.214-216, 825.311(b) (law.md F8, J7).
"""

from enum import StrEnum

from pydantic import ConfigDict, Field

from workflows.rules.answers import Answer, Gap, Reasoning, Teller
from workflows.rules.policy import LeavePolicy
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
        json_schema_extra={"examples": [{"offered": "other", "terms_equal": True, "unequivocal": False}]}
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


class RestorationGround(StrEnum):
    """Why the right stands, is kept, or has ended."""

    RESTORED = "restored"
    NOT_EQUIVALENT = "not_equivalent"
    NOTHING_OFFERED = "nothing_offered"
    WILL_NOT_RETURN = "will_not_return"
    NO_GREATER_RIGHT = "no_greater_right"


class Restoration(Frozen):
    """`owed`: the employer owes the job or an equivalent one. `satisfied`: what is offered is that."""

    owed: bool
    satisfied: bool
    ground: RestorationGround


def restoration(facts: RestorationFacts, *, policy: LeavePolicy) -> Answer[Restoration]:
    """The same or an equivalent job, and no greater right than if working (825.214-216). Only an unequivocal notice of
    not returning, found by a named person, ends it (825.311(b))."""
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
    if facts.offered is OfferedJob.SAME:
        return _owed(why, RestorationGround.RESTORED, "the same job is offered: that is enough")
    if facts.offered is OfferedJob.NONE:
        return _owed(why, RestorationGround.NOTHING_OFFERED, "the job or an equivalent one is owed")
    if facts.terms_equal is None:
        yes, no = (_other(Reasoning(policy), equal=equal) for equal in (True, False))
        return why.depends(_TERMS, (("yes", yes), ("no", no)))
    return _other(why, equal=facts.terms_equal)


def _other(why: Reasoning, *, equal: bool) -> Answer[Restoration]:
    if equal:
        return _owed(why, RestorationGround.RESTORED, "an equivalent job is offered: that is enough")
    return _owed(
        why,
        RestorationGround.NOT_EQUIVALENT,
        "the job that is offered is not equivalent, and an equivalent one is owed",
    )


def _owed(why: Reasoning, ground: RestorationGround, says: str) -> Answer[Restoration]:
    why.step("J7", "The same or an equivalent job is owed: pay, benefits, shift and duties.", ground=ground)
    return why.settled(Restoration(owed=True, satisfied=ground is RestorationGround.RESTORED, ground=ground), says)


def _ended(why: Reasoning, ground: RestorationGround, says: str) -> Answer[Restoration]:
    return why.settled(Restoration(owed=False, satisfied=False, ground=ground), says)
