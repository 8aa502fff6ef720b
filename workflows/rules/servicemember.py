"""Who may take military caregiver leave: the member serving, or a veteran of the last five years; the relation.

Knows: the member's standing on the first day of leave, next of kin. Never knows: an injury, a name, weeks left.
29 CFR 825.122(e), 825.127(a)-(d) (law.md 1.2, N6).
"""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.calendar import days_after, years_after, years_before
from workflows.rules.family import FMLA_FAMILY, KIN, Relation
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen


class Member(StrEnum):
    """What the member is on the first day of leave."""

    SERVING = "serving"
    VETERAN = "veteran"


class CaregiverStandingFacts(Frozen):
    """What must be known to say whether somebody may be a military caregiver."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "member": "veteran",
                    "discharged_on": "2021-03-02",
                    "dishonourable": False,
                    "first_leave_on": "2026-03-02",
                    "serious_injury": True,
                    "relation": "sibling",
                    "next_of_kin": True,
                }
            ]
        }
    )

    first_leave_on: date = Field(description="The first day of caregiver leave for this member and this injury.")
    member: Member | None = Field(None, description="Serving or veteran on that day; the employee tells.")
    discharged_on: date | None = Field(None, description="The day of discharge or release of a veteran; from papers.")
    dishonourable: bool | None = Field(None, description="Whether the discharge was dishonourable; from papers.")
    serious_injury: bool | None = Field(
        None, description="Whether a serious injury or illness of service is certified; the provider tells."
    )
    relation: Relation | None = Field(None, description="What the member is to the employee; the employee tells.")
    next_of_kin: bool | None = Field(None, description="Whether the employee is next of kin (question next_of_kin).")

    @model_validator(mode="after")
    def _fit(self) -> "CaregiverStandingFacts":
        if self.member is Member.SERVING and (self.discharged_on is not None or self.dishonourable is not None):
            raise contradiction("serving_and_discharged", "a member who serves is not discharged")
        if self.discharged_on is not None and self.discharged_on > self.first_leave_on:
            raise contradiction("discharged_after_leave", "a veteran is discharged before the leave begins")
        return self


class CaregiverStanding(Frozen):
    """Whether the leave is military caregiver leave. `begin_by`: for a veteran, the last day on which the first leave
    may begin; leave begun by then may go on for its 12 months."""

    covered: bool
    begin_by: date | None = None


_MEMBER = Gap(fact="member", asks="is the member serving on the first day of leave?", teller=Teller.EMPLOYEE)
_DISCHARGED = Gap(fact="discharged_on", asks="on which day was the veteran discharged?", teller=Teller.EMPLOYEE)
_HONOUR = Gap(fact="dishonourable", asks="was the discharge dishonourable?", teller=Teller.EMPLOYEE)
_INJURY = Gap(
    fact="serious_injury", asks="is a serious injury or illness of service certified?", teller=Teller.PROVIDER
)
_RELATION = Gap(fact="relation", asks="what is the member to the employee?", teller=Teller.EMPLOYEE)
_NEXT = Gap(fact="next_of_kin", asks="is the employee next of kin?", teller=Teller.EMPLOYEE)


def caregiver_standing(facts: CaregiverStandingFacts, *, policy: LeavePolicy) -> Answer[CaregiverStanding]:
    """Whether the member is covered on the first day of leave, and the employee may care (law.md 1.2; 825.127)."""
    failed = _surely_fails(facts, policy)
    if failed is not None:
        why = Reasoning(policy)
        why.step("1.2-MILC", failed, first_leave_on=facts.first_leave_on, discharged_on=facts.discharged_on)
        return why.settled(CaregiverStanding(covered=False), f"this is no military caregiver leave: {failed}")
    if facts.relation is None:
        return _unanswered("the relation to the member is not known", _RELATION, policy)
    if facts.member is None and facts.discharged_on is None:
        return _either(facts, _MEMBER, ({"member": Member.SERVING}, {"member": Member.VETERAN}), policy)
    if facts.member is Member.VETERAN and facts.discharged_on is None:
        return _unanswered("it is not known when the veteran was discharged", _DISCHARGED, policy)
    for gap, asked in (
        (_HONOUR, facts.member is not Member.SERVING),
        (_INJURY, True),
        (_NEXT, facts.relation in KIN),
    ):
        if asked and getattr(facts, gap.fact) is None:
            return _either(facts, gap, ({gap.fact: True}, {gap.fact: False}), policy)
    return _covered(facts, policy)


def _surely_fails(facts: CaregiverStandingFacts, policy: LeavePolicy) -> str | None:
    """The first test that fails for certain, whatever is unknown."""
    years = policy.statutes.veteran_years
    if facts.relation is not None and facts.relation not in (*FMLA_FAMILY, *KIN):
        return "the relation is none of spouse, parent, child, next of kin"
    if facts.relation in KIN and facts.next_of_kin is False:
        return "the employee is not next of kin"
    if facts.dishonourable:
        return "the discharge was dishonourable"
    if facts.discharged_on is not None and years_before(facts.first_leave_on, years) > facts.discharged_on:
        return f"the veteran was discharged more than {years} years before the first day of leave"
    if facts.serious_injury is False:
        return "no serious injury or illness of service is certified"
    return None


def _covered(facts: CaregiverStandingFacts, policy: LeavePolicy) -> Answer[CaregiverStanding]:
    why = Reasoning(policy)
    why.step("1.2-MILC", "Spouse, parent, child of any age, or next of kin may care for the member.")
    begin_by = None
    if facts.discharged_on is not None:
        begin_by = _begin_by(facts.discharged_on, policy.statutes.veteran_years)
        says = f"The veteran was discharged within {policy.statutes.veteran_years} years before, not dishonourably."
        why.step("1.2-MILC", says, discharged_on=facts.discharged_on, begin_by=begin_by)
    else:
        why.step("1.2-MILC", "The member serves on the first day of leave.", first_leave_on=facts.first_leave_on)
    return why.settled(CaregiverStanding(covered=True, begin_by=begin_by), "this is military caregiver leave")


def _begin_by(discharged_on: date, years: int) -> date:
    """The last day whose five years before still hold the discharge; a leap day is within the year that it ends."""
    last_on = years_after(discharged_on, years)
    next_on = days_after(last_on, 1)
    return next_on if years_before(next_on, years) <= discharged_on else last_on


def _unanswered(says: str, gap: Gap, policy: LeavePolicy) -> Answer[CaregiverStanding]:
    why = Reasoning(policy)
    why.step("1.2-MILC", "The member's standing and the relation are read on the first day of leave.")
    return why.not_answerable(says, gap)


def _either(
    facts: CaregiverStandingFacts, gap: Gap, updates: tuple[dict[str, object], dict[str, object]], policy: LeavePolicy
) -> Answer[CaregiverStanding]:
    cases = (
        (label, caregiver_standing(facts.model_copy(update=update), policy=policy))
        for label, update in zip(("yes", "no"), updates, strict=True)
    )
    return Reasoning(policy).depends(gap, tuple(cases))
