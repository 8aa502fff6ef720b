"""Second and third opinions on a certification: whether one may be ordered, and which opinion holds.

Knows: the order of opinions and who is bound by which. Never knows: what a provider wrote. The employer pays, travel
included, and the employee is protected until the opinions are in. 29 CFR 825.307(b)-(e), 825.308(f), 825.310(d),
825.312(b) (law.md G7).
"""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Due, Gap, Reasoning, Teller, contradiction
from workflows.rules.certification_clocks import copies_due
from workflows.rules.choices import Use
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen

_REGULAR = Gap(fact="second.regularly_used", asks="does the employer use it regularly?", teller=Teller.HRD)
_ACCESS = Gap(fact="second.limited_access", asks="is access to care extremely limited there?", teller=Teller.HRD)
_MILITARY = Gap(fact="military_provider", asks="is it a provider of the military kinds?", teller=Teller.COORDINATOR)
_JOINT = Gap(fact="third.jointly_chosen", asks="was the third provider chosen jointly?", teller=Teller.COORDINATOR)
_EMPLOYER = Gap(fact="third.employer_good_faith", asks="did the employer act in good faith?", teller=Teller.COORDINATOR)
_EMPLOYEE = Gap(fact="third.employee_good_faith", asks="did the employee act in good faith?", teller=Teller.COORDINATOR)


class DoubtedPaper(StrEnum):
    """Which paper is doubted. Only the first two, and a caregiver's from a provider of no military kind, can have a
    second opinion."""

    CERTIFICATION = "certification"
    NEW_YEAR_CERTIFICATION = "new_year_certification"
    CAREGIVER_CERTIFICATION = "caregiver_certification"
    RECERTIFICATION = "recertification"
    FITNESS_FOR_DUTY = "fitness_for_duty"
    EXIGENCY = "exigency"


class SecondOpinion(Frozen):
    """The provider that the employer names, and what came of it."""

    regularly_used: bool | None = Field(None, description="Whether the employer regularly uses this provider.")
    limited_access: bool | None = Field(None, description="Whether access to care is extremely limited in the area.")
    agrees: bool | None = Field(None, description="Whether it agrees with the first opinion. None: not in yet.")


class ThirdOpinion(Frozen):
    """The provider that both choose, and what came of it."""

    jointly_chosen: bool | None = Field(None, description="Whether both agreed on the provider.")
    employer_good_faith: bool | None = Field(None, description="In the attempt to agree; found by a coordinator.")
    employee_good_faith: bool | None = Field(None, description="In the attempt to agree; found by a coordinator.")
    certifies: bool | None = Field(None, description="Whether it certifies the need. None: not in yet.")


class OpinionFacts(Frozen):
    """A doubted paper and the opinions on it so far."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "paper": "certification",
                    "doubt_found_by": "C-7",
                    "second": {"regularly_used": False, "agrees": False},
                    "third": {"jointly_chosen": True, "certifies": None},
                    "copies_asked_on": "2026-05-20",
                }
            ]
        }
    )

    paper: DoubtedPaper = Field(description="The paper that is doubted.")
    doubt_found_by: str | None = Field(None, description="Who found reason to doubt validity. None: nobody.")
    military_provider: bool | None = Field(
        None,
        description="Caregiver's paper: from a provider of the defence or veterans departments, or their networks.",
    )
    second: SecondOpinion | None = Field(None, description="None: not ordered.")
    third: ThirdOpinion | None = Field(None, description="None: not begun.")
    copies_asked_on: date | None = Field(None, description="When the employee asked for copies. None: not asked.")

    @model_validator(mode="after")
    def _in_order(self) -> "OpinionFacts":
        if self.third is not None and (self.second is None or self.second.agrees is not False):
            raise contradiction("third_without_difference", "there is a third opinion and the first two do not differ")
        if self.third is not None and self.third.jointly_chosen is False and self.third.certifies is not None:
            raise contradiction("opinion_without_choice", "there is a third opinion from a provider not chosen jointly")
        return self


class OpinionStage(StrEnum):
    """Where it stands."""

    NOT_PERMITTED = "not_permitted"
    FIRST_HOLDS = "first_holds"
    MAY_ORDER_SECOND = "may_order_second"
    CHOOSE_ANOTHER = "choose_another"
    SECOND_AWAITED = "second_awaited"
    ACCEPT_OR_THIRD = "accept_or_third"
    THIRD_BEING_CHOSEN = "third_being_chosen"
    THIRD_AWAITED = "third_awaited"
    BOUND_BY_FIRST = "bound_by_first"
    BOUND_BY_SECOND = "bound_by_second"
    BOUND_BY_THIRD = "bound_by_third"


class Opinions(Frozen):
    """`certified`: what the binding opinion says of the need; None while opinions are awaited. `provisional`: protected
    meanwhile. `employer_pays`: second and third opinions, travel included. `copies_due`: for copies asked for."""

    stage: OpinionStage
    certified: bool | None
    provisional: bool
    employer_pays: bool
    copies_due: Due | None


_NEVER = (DoubtedPaper.RECERTIFICATION, DoubtedPaper.FITNESS_FOR_DUTY, DoubtedPaper.EXIGENCY)
_ON = {
    DoubtedPaper.RECERTIFICATION: "a recertification",
    DoubtedPaper.FITNESS_FOR_DUTY: "a fitness-for-duty certification",
    DoubtedPaper.EXIGENCY: "the certification of an exigency",
}
_AWAITED = (
    OpinionStage.MAY_ORDER_SECOND,
    OpinionStage.CHOOSE_ANOTHER,
    OpinionStage.SECOND_AWAITED,
    OpinionStage.ACCEPT_OR_THIRD,
    OpinionStage.THIRD_BEING_CHOSEN,
    OpinionStage.THIRD_AWAITED,
)


def second_opinion(facts: OpinionFacts, *, policy: LeavePolicy) -> Answer[Opinions]:
    """Whether a second opinion may be ordered, and which opinion holds (825.307(b)-(c)). What rules it out for certain
    comes first."""
    why = Reasoning(policy)
    if facts.paper in _NEVER:
        why.step(
            "G7", "There is no second opinion on a recertification, a clearance or an exigency.", paper=facts.paper
        )
        says = f"{_ON[facts.paper]} has no second opinion: the paper holds"
        return _stage(why, facts, OpinionStage.NOT_PERMITTED, True, says, policy=policy)
    if not facts.doubt_found_by:
        why.step("G7", "No named person has found reason to doubt the paper: a doubt without a finder does not count.")
        return _stage(why, facts, OpinionStage.FIRST_HOLDS, True, "the paper holds", policy=policy)
    why.rests_on("second_opinions")
    if policy.second_opinions is Use.NOT_USED:
        why.step("G7", "The employer makes no use of second opinions.")
        says = "the employer makes no use of second opinions: the paper holds"
        return _stage(why, facts, OpinionStage.NOT_PERMITTED, True, says, policy=policy)
    if facts.paper is DoubtedPaper.CAREGIVER_CERTIFICATION and facts.military_provider is not False:
        return _caregiver(why, facts, policy=policy)
    return _second(why, facts, policy=policy)


def _caregiver(why: Reasoning, facts: OpinionFacts, *, policy: LeavePolicy) -> Answer[Opinions]:
    military = why if facts.military_provider else Reasoning(policy)
    military.step("G7", "There is no second opinion on a paper from the military kinds of provider.")
    says = "a paper from a military kind of provider has no second opinion: the paper holds"
    never = _stage(military, facts, OpinionStage.NOT_PERMITTED, True, says, policy=policy)
    if facts.military_provider:
        return never
    return why.depends(_MILITARY, (("yes", never), ("no", _second(Reasoning(policy), facts, policy=policy))))


def _second(why: Reasoning, facts: OpinionFacts, *, policy: LeavePolicy) -> Answer[Opinions]:
    why.step("G7", "A named person doubts the paper: the employer may pay for a second opinion.")
    if facts.second is None:
        stage = OpinionStage.MAY_ORDER_SECOND
        return _stage(why, facts, stage, None, "a second opinion may be ordered, at the employer's cost", policy=policy)
    if facts.second.regularly_used is None and not facts.second.limited_access:
        regular = _provider(Reasoning(policy), facts, facts.second, regular=True, policy=policy)
        other = _provider(Reasoning(policy), facts, facts.second, regular=False, policy=policy)
        return why.depends(_REGULAR, (("yes", regular), ("no", other)))
    return _provider(why, facts, facts.second, regular=bool(facts.second.regularly_used), policy=policy)


def _provider(
    why: Reasoning, facts: OpinionFacts, second: SecondOpinion, *, regular: bool, policy: LeavePolicy
) -> Answer[Opinions]:
    """Not one that the employer uses regularly, unless access to care is extremely limited."""
    if not regular or second.limited_access:
        return _compared(why, facts, second, policy=policy)
    if second.limited_access is None:
        limited = _compared(Reasoning(policy), facts, second, policy=policy)
        other = _another(Reasoning(policy), facts, policy=policy)
        return why.depends(_ACCESS, (("yes", limited), ("no", other)))
    return _another(why, facts, policy=policy)


def _another(why: Reasoning, facts: OpinionFacts, *, policy: LeavePolicy) -> Answer[Opinions]:
    why.step("G7", "A provider that the employer uses regularly cannot give the second opinion.")
    return _stage(why, facts, OpinionStage.CHOOSE_ANOTHER, None, "another provider must be chosen", policy=policy)


def _compared(why: Reasoning, facts: OpinionFacts, second: SecondOpinion, *, policy: LeavePolicy) -> Answer[Opinions]:
    if second.agrees is None:
        why.step("G7", "Until it is in, the leave is protected provisionally.")
        return _stage(why, facts, OpinionStage.SECOND_AWAITED, None, "the second opinion is awaited", policy=policy)
    if second.agrees:
        why.step("G7", "The second opinion agrees with the first.")
        return _stage(why, facts, OpinionStage.FIRST_HOLDS, True, "both agree: the need is certified", policy=policy)
    why.step("G7", "The opinions differ: the employer accepts the first, or pays for a third, chosen jointly.")
    if facts.third is None:
        says = "the employer accepts the first opinion or pays for a third"
        return _stage(why, facts, OpinionStage.ACCEPT_OR_THIRD, None, says, policy=policy)
    return _chosen(why, facts, facts.third, policy=policy)


def _chosen(why: Reasoning, facts: OpinionFacts, third: ThirdOpinion, *, policy: LeavePolicy) -> Answer[Opinions]:
    if third.certifies is not None:
        return _third(why, facts, third, policy=policy)
    if third.jointly_chosen is None:
        joint = _third(Reasoning(policy), facts, third, policy=policy)
        apart = _employer_faith(Reasoning(policy), facts, third, policy=policy)
        return why.depends(_JOINT, (("yes", joint), ("no", apart)))
    if third.jointly_chosen:
        return _third(why, facts, third, policy=policy)
    return _employer_faith(why, facts, third, policy=policy)


def _third(why: Reasoning, facts: OpinionFacts, third: ThirdOpinion, *, policy: LeavePolicy) -> Answer[Opinions]:
    why.step("G7", "The third opinion, jointly chosen, is final and binding.")
    if third.certifies is None:
        return _stage(why, facts, OpinionStage.THIRD_AWAITED, None, "the third opinion is awaited", policy=policy)
    says = f"the third opinion binds both: the need is {'' if third.certifies else 'not '}certified"
    return _stage(why, facts, OpinionStage.BOUND_BY_THIRD, third.certifies, says, policy=policy)


def _employer_faith(
    why: Reasoning, facts: OpinionFacts, third: ThirdOpinion, *, policy: LeavePolicy
) -> Answer[Opinions]:
    """Who does not try in good faith to agree is bound by the other's opinion; the employer is judged first."""
    if third.employer_good_faith is None:
        bad = _bound_by_first(Reasoning(policy), facts, policy=policy)
        good = _employee_faith(Reasoning(policy), facts, third, policy=policy)
        return why.depends(_EMPLOYER, (("yes", good), ("no", bad)))
    if third.employer_good_faith:
        return _employee_faith(why, facts, third, policy=policy)
    return _bound_by_first(why, facts, policy=policy)


def _bound_by_first(why: Reasoning, facts: OpinionFacts, *, policy: LeavePolicy) -> Answer[Opinions]:
    why.step("G7", "The employer did not try in good faith to agree: the first opinion binds it.")
    says = "the first opinion binds: the need is certified"
    return _stage(why, facts, OpinionStage.BOUND_BY_FIRST, True, says, policy=policy)


def _employee_faith(
    why: Reasoning, facts: OpinionFacts, third: ThirdOpinion, *, policy: LeavePolicy
) -> Answer[Opinions]:
    if third.employee_good_faith is None:
        good = _still_choosing(Reasoning(policy), facts, policy=policy)
        bad = _bound_by_second(Reasoning(policy), facts, policy=policy)
        return why.depends(_EMPLOYEE, (("yes", good), ("no", bad)))
    if third.employee_good_faith:
        return _still_choosing(why, facts, policy=policy)
    return _bound_by_second(why, facts, policy=policy)


def _bound_by_second(why: Reasoning, facts: OpinionFacts, *, policy: LeavePolicy) -> Answer[Opinions]:
    why.step("G7", "The employee did not try in good faith to agree: the second opinion binds.")
    says = "the second opinion binds: the need is not certified"
    return _stage(why, facts, OpinionStage.BOUND_BY_SECOND, False, says, policy=policy)


def _still_choosing(why: Reasoning, facts: OpinionFacts, *, policy: LeavePolicy) -> Answer[Opinions]:
    why.step("G7", "Both try in good faith: they go on choosing, and the leave stays protected provisionally.")
    says = "the third provider is still being chosen"
    return _stage(why, facts, OpinionStage.THIRD_BEING_CHOSEN, None, says, policy=policy)


def _stage(
    why: Reasoning,
    facts: OpinionFacts,
    stage: OpinionStage,
    certified: bool | None,
    says: str,
    *,
    policy: LeavePolicy,
) -> Answer[Opinions]:
    copies = None
    if facts.copies_asked_on is not None:
        copies = copies_due(facts.copies_asked_on, policy=policy)
        why.step("G7", "Copies of the opinions are handed over on request.", due_on=copies.due_on)
    result = Opinions(
        stage=stage,
        certified=certified,
        provisional=stage in _AWAITED,
        employer_pays=stage not in (OpinionStage.NOT_PERMITTED, OpinionStage.FIRST_HOLDS) or facts.second is not None,
        copies_due=copies,
    )
    return why.settled(result, says)
