"""Who is next of kin of a servicemember: the one named in writing, or else all blood relatives of the nearest kind.

Knows: the order of kinds. Never knows: names. Spouse, parent and child are never next of kin: they count by
themselves. 29 CFR 825.122(e), 825.127(d)(3) (law.md 1.2).
"""

from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen


class Kinship(StrEnum):
    """What the employee is to the member, nearest first: a blood relative with custody by law or decree, and so on.
    `other_blood` is next of kin only if named in writing; `not_blood` never."""

    LEGAL_CUSTODIAN = "legal_custodian"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    AUNT_OR_UNCLE = "aunt_or_uncle"
    FIRST_COUSIN = "first_cousin"
    OTHER_BLOOD = "other_blood"
    NOT_BLOOD = "not_blood"


class Named(StrEnum):
    """Whom the member named in writing as nearest blood relative for this leave."""

    NOBODY = "nobody"
    EMPLOYEE = "employee"
    ANOTHER = "another"


class NextOfKinFacts(Frozen):
    """What must be known to say whether the employee is next of kin."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kinship": "aunt_or_uncle", "named": "nobody", "nearest": "aunt_or_uncle"}]}
    )

    kinship: Kinship | None = Field(None, description="What the employee is to the member; the employee tells.")
    named: Named | None = Field(None, description="Whom the member named in writing; the employee tells.")
    nearest: Kinship | None = Field(
        None, description="The nearest kind of which the member has a living blood relative; the employee tells."
    )

    @model_validator(mode="after")
    def _fit(self) -> "NextOfKinFacts":
        order = tuple(Kinship)
        if self.nearest is Kinship.NOT_BLOOD:
            raise contradiction("nearest_not_blood", "the nearest blood relative is one by blood")
        if self.kinship in (None, Kinship.NOT_BLOOD) or self.nearest is None:
            return self
        if order.index(self.kinship) < order.index(self.nearest):
            raise contradiction("nearer_than_nearest", "nobody is nearer than the nearest")
        return self


class NextOfKin(Frozen):
    """Whether the employee is next of kin; several of one kind all are."""

    is_next_of_kin: bool


_KINSHIP = Gap(fact="kinship", asks="what is the employee to the member?", teller=Teller.EMPLOYEE)
_NAMED = Gap(fact="named", asks="whom did the member name in writing?", teller=Teller.EMPLOYEE)
_NEAREST = Gap(fact="nearest", asks="has the member a living relative of a nearer kind?", teller=Teller.EMPLOYEE)


def next_of_kin(facts: NextOfKinFacts, *, policy: LeavePolicy) -> Answer[NextOfKin]:
    """Whether the employee is next of kin of the member (825.127(d)(3))."""
    why = Reasoning(policy)
    if facts.kinship is Kinship.NOT_BLOOD or facts.named is Named.ANOTHER:
        is_blood = facts.kinship is not Kinship.NOT_BLOOD
        says = "Who is named in writing is the only next of kin." if is_blood else "Next of kin is a relative by blood."
        why.step("1.2-MILC", says)
        return why.settled(NextOfKin(is_next_of_kin=False), "the employee is not next of kin")
    if facts.kinship is None:
        why.step("1.2-MILC", "Next of kin is the nearest relative by blood, and the kinship is not told.")
        return why.not_answerable("it is not known what the employee is to the member", _KINSHIP)
    if facts.named is Named.EMPLOYEE:
        why.step("1.2-MILC", "Who is named in writing is the only next of kin.")
        return why.settled(NextOfKin(is_next_of_kin=True), "the employee is next of kin, named in writing")
    if facts.named is None:
        cases = tuple((n.value, next_of_kin(facts.model_copy(update={"named": n}), policy=policy)) for n in Named)
        return why.depends(_NAMED, cases)
    return _by_order(facts, facts.kinship, policy)


def _by_order(facts: NextOfKinFacts, kinship: Kinship, policy: LeavePolicy) -> Answer[NextOfKin]:
    why = Reasoning(policy)
    if kinship is Kinship.OTHER_BLOOD:
        why.step("1.2-MILC", "A relative of no kind in the order is next of kin only if named in writing.")
        return why.settled(NextOfKin(is_next_of_kin=False), "the employee is not next of kin")
    nearest = Kinship.LEGAL_CUSTODIAN if kinship is Kinship.LEGAL_CUSTODIAN else facts.nearest
    if nearest is None:
        cases = (("yes", _found(False, policy)), ("no", _found(True, policy)))
        return why.depends(_NEAREST, cases)
    return _found(kinship is nearest, policy)


def _found(is_nearest: bool, policy: LeavePolicy) -> Answer[NextOfKin]:
    why = Reasoning(policy)
    why.step(
        "1.2-MILC", "Where nobody is named, all relatives of the nearest kind are next of kin.", is_nearest=is_nearest
    )
    says = "the employee is next of kin" if is_nearest else "the employee is not next of kin: another is nearer"
    return why.settled(NextOfKin(is_next_of_kin=is_nearest), says)
