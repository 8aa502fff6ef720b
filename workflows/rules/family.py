"""Who counts as family under each plan: FMLA, state PFML, small necessities; for care, exigency and military care.

Knows: the kinds of relation, a child's age, incapacity of self-care, a person in place of a parent, next of kin. Never
knows: names, proof, a condition. Parents-in-law and siblings are PFML's, never FMLA's. 29 CFR 825.122, 825.126(a),
825.127(d); M.G.L. c.175M s.1; M.G.L. c.149 s.52D (law.md 1.2, 1.14).
"""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.choices import ChildAgeRead
from workflows.rules.policy import LeavePolicy
from workflows.rules.service import anniversary
from workflows.rules.spans import Days
from workflows.values import Frozen


class Relation(StrEnum):
    """What the family member is to the employee. `child`: biological, adopted, foster, stepchild or legal ward.
    `child_in_place`: the employee stands in place of a parent; `parent_in_place`: stood in place of one to the
    employee as a child; `relative`: any other by blood; `relative_by_marriage`: any other by marriage."""

    SPOUSE = "spouse"
    DOMESTIC_PARTNER = "domestic_partner"
    CHILD = "child"
    CHILD_IN_PLACE = "child_in_place"
    PARENT = "parent"
    PARENT_IN_PLACE = "parent_in_place"
    PARENT_IN_LAW = "parent_in_law"
    PARTNERS_PARENT = "partners_parent"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    RELATIVE = "relative"
    RELATIVE_BY_MARRIAGE = "relative_by_marriage"
    OTHER = "other"


class FamilyReason(StrEnum):
    """For what the family member counts, or not."""

    CARE = "care"
    EXIGENCY = "exigency"
    MILITARY_CARE = "military_care"
    SCHOOL_OR_ROUTINE_VISIT = "school_or_routine_visit"


class FamilyPlan(StrEnum):
    """A plan with a family of its own."""

    FMLA = "fmla"
    PFML = "pfml"
    SMALL_NECESSITIES = "small_necessities"


CHILDREN = (Relation.CHILD, Relation.CHILD_IN_PLACE)
PARENTS = (Relation.PARENT, Relation.PARENT_IN_PLACE)
FMLA_FAMILY = (Relation.SPOUSE, *CHILDREN, *PARENTS)
"""For care a child must be under 18 or incapable of self-care; for exigency and military care of any age."""

PFML_FAMILY = (
    *FMLA_FAMILY,
    Relation.DOMESTIC_PARTNER,
    Relation.PARENT_IN_LAW,
    Relation.PARTNERS_PARENT,
    Relation.SIBLING,
    Relation.GRANDPARENT,
    Relation.GRANDCHILD,
)

KIN = (Relation.SIBLING, Relation.GRANDPARENT, Relation.GRANDCHILD, Relation.RELATIVE)
"""Who can be next of kin: by blood, and neither spouse nor parent nor child (825.127(d)(3))."""

ELDERS = (Relation.SPOUSE, Relation.PARENT, Relation.PARENT_IN_LAW, *KIN, Relation.RELATIVE_BY_MARRIAGE)
"""By blood or marriage (M.G.L. c.149 s.52D)."""


class FamilyFacts(Frozen):
    """What must be known to say under which plans a family member counts."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"reason": "care", "relation": "child", "born_on": "2009-04-02", "leave_begins_on": "2026-03-02"},
                {"reason": "care", "relation": "parent_in_law", "leave_begins_on": "2026-03-02"},
                {
                    "reason": "military_care",
                    "relation": "relative",
                    "leave_begins_on": "2026-03-02",
                    "next_of_kin": True,
                },
            ]
        }
    )

    reason: FamilyReason = Field(description="For what leave is asked.")
    relation: Relation | None = Field(None, description="What the family member is to the employee; employee tells.")
    held: Days | None = Field(None, description="From when to when the relation holds; none: it holds all the time.")
    leave_begins_on: date = Field(description="The day on which the leave is to commence.")
    absent_on: date | None = Field(None, description="The day of this absence, in leave in parts; none: the first one.")
    born_on: date | None = Field(None, description="Day of birth of the family member; the employee tells.")
    under_18: bool | None = Field(None, description="Where the day of birth is not told: under 18 on the day.")
    aged_60: bool | None = Field(None, description="Where the day of birth is not told: 60 or more on the day.")
    incapable: bool | None = Field(
        None, description="Whether a child of 18 or more cannot care for itself because of a disability; provider."
    )
    next_of_kin: bool | None = Field(
        None, description="For military care: whether the employee is next of kin (question next_of_kin)."
    )

    @model_validator(mode="after")
    def _fit(self) -> "FamilyFacts":
        if self.absent_on is not None and self.absent_on < self.leave_begins_on:
            raise contradiction("absent_before_leave", "the absence lies before the leave commences")
        if self.born_on is not None and self.born_on > self.day:
            raise contradiction("born_after_leave", "the family member is not born yet on the day of the leave")
        if self.born_on is not None and (self.under_18 is not None or self.aged_60 is not None):
            raise contradiction("age_told_twice", "an age is told by the day of birth or by a yes or no, not by both")
        if self.under_18 and self.aged_60:
            raise contradiction("two_ages", "nobody is under 18 and 60 or more")
        return self

    @property
    def day(self) -> date:
        """The day of this absence, or the first one."""
        return self.absent_on or self.leave_begins_on


class Scope(Frozen):
    """Whether the family member counts under a plan."""

    plan: FamilyPlan
    counts: bool


class FamilyScope(Frozen):
    """All plans that have leave for this, each with its own answer."""

    plans: tuple[Scope, ...]


_RELATION = Gap(fact="relation", asks="what is the family member to the employee?", teller=Teller.EMPLOYEE)
_UNDER = Gap(fact="under_18", asks="is the child under {years} on the day?", teller=Teller.EMPLOYEE)
_AGED = Gap(fact="aged_60", asks="is the family member {years} or older on the day?", teller=Teller.EMPLOYEE)
_INCAPABLE = Gap(
    fact="incapable",
    asks="can the grown child not care for itself because of a disability?",
    teller=Teller.PROVIDER,
)
_NEXT = Gap(fact="next_of_kin", asks="is the employee the member's next of kin?", teller=Teller.EMPLOYEE)


def family_scope(facts: FamilyFacts, *, policy: LeavePolicy) -> Answer[FamilyScope]:
    """Under which plans the family member counts (law.md 1.2, 1.14)."""
    if facts.relation is None:
        why = Reasoning(policy)
        why.step("1.2-FAM", "Each plan has its own family, and the relation is not told.")
        return why.not_answerable("the relation is not known", _RELATION)
    gap = _missing(facts, facts.relation, policy)
    if gap is None:
        return _settled(facts, facts.relation, policy)
    cases = (
        (label, family_scope(facts.model_copy(update={gap.fact: is_so}), policy=policy))
        for label, is_so in (("yes", True), ("no", False))
    )
    why = Reasoning(policy)
    if gap.fact == "under_18":
        _rests_on_day(why, facts)
    return why.depends(gap, tuple(cases))


def _missing(facts: FamilyFacts, relation: Relation, policy: LeavePolicy) -> Gap | None:
    """The next fact that decides something, while the relation holds at all."""
    if facts.held is not None and not facts.held.has(facts.day):
        return None
    if facts.reason is FamilyReason.MILITARY_CARE:
        return _NEXT if relation in KIN and facts.next_of_kin is None else None
    if facts.reason is FamilyReason.EXIGENCY:
        return None
    if relation in CHILDREN and _under(facts, policy) is None:
        return _asks(_UNDER, policy.statutes.child_age)
    if relation in CHILDREN and not _under(facts, policy) and facts.incapable is None:
        return _INCAPABLE
    if facts.reason is FamilyReason.SCHOOL_OR_ROUTINE_VISIT and relation in ELDERS and _aged(facts, policy) is None:
        return _asks(_AGED, policy.statutes.elder_age)
    return None


def _settled(facts: FamilyFacts, relation: Relation, policy: LeavePolicy) -> Answer[FamilyScope]:
    why = Reasoning(policy)
    if facts.held is not None and not facts.held.has(facts.day):
        why.step("1.2-FAM", "The relation does not hold on that day.", on=facts.day)
        return _said(why, facts, False, False)
    if facts.reason is FamilyReason.MILITARY_CARE:
        by_kin = relation in KIN and bool(facts.next_of_kin)
        why.step("1.2-MILC", "Spouse, parent, child of any age, or next of kin.", next_of_kin=facts.next_of_kin)
        return _said(why, facts, relation in FMLA_FAMILY or by_kin, relation in PFML_FAMILY or by_kin)
    if facts.reason is FamilyReason.EXIGENCY:
        why.step("1.2-EXIG", "Spouse, parent, or child of any age; PFML has a larger family.")
        return _said(why, facts, relation in FMLA_FAMILY, relation in PFML_FAMILY)
    grown = relation in CHILDREN and not _under(facts, policy) and not facts.incapable
    if relation in CHILDREN:
        _rests_on_day(why, facts)
        why.step(
            "1.2-FAM",
            f"A child counts under {policy.statutes.child_age}, or if it cannot care for itself; PFML at any age.",
            day=_age_day(facts, policy),
            incapable=facts.incapable,
        )
    if facts.reason is FamilyReason.SCHOOL_OR_ROUTINE_VISIT:
        return _small(why, facts, relation, grown, policy)
    why.step("1.2-FAM", "Spouse, parent and child; PFML has a larger family, parents-in-law among it.")
    return _said(why, facts, relation in FMLA_FAMILY and not grown, relation in PFML_FAMILY)


def _small(
    why: Reasoning, facts: FamilyFacts, relation: Relation, grown: bool, policy: LeavePolicy
) -> Answer[FamilyScope]:
    elder = relation in ELDERS and bool(_aged(facts, policy))
    why.step("1.14-SNLA", f"A child, or a relative by blood or marriage of {policy.statutes.elder_age} or more.")
    is_so = (relation in CHILDREN and not grown) or elder
    scope = FamilyScope(plans=(Scope(plan=FamilyPlan.SMALL_NECESSITIES, counts=is_so),))
    counts = "counts" if is_so else "does not count"
    return why.settled(scope, f"the family member {counts} for small necessities leave")


def _said(why: Reasoning, facts: FamilyFacts, fmla: bool, pfml: bool) -> Answer[FamilyScope]:
    if facts.reason is FamilyReason.SCHOOL_OR_ROUTINE_VISIT:
        scope = FamilyScope(plans=(Scope(plan=FamilyPlan.SMALL_NECESSITIES, counts=False),))
        return why.settled(scope, "the family member does not count for small necessities leave")
    plans = (Scope(plan=FamilyPlan.FMLA, counts=fmla), Scope(plan=FamilyPlan.PFML, counts=pfml))
    return why.settled(FamilyScope(plans=plans), f"the family member {_COUNTS[fmla, pfml]}")


_COUNTS = {
    (True, True): "counts under FMLA and PFML",
    (True, False): "counts under FMLA, and not under PFML",
    (False, True): "counts under PFML, and not under FMLA",
    (False, False): "counts neither under FMLA nor under PFML",
}


def _under(facts: FamilyFacts, policy: LeavePolicy) -> bool | None:
    if facts.born_on is None:
        return facts.under_18
    return _age_day(facts, policy) < anniversary(facts.born_on, 12 * policy.statutes.child_age)


def _aged(facts: FamilyFacts, policy: LeavePolicy) -> bool | None:
    if facts.born_on is None:
        return False if facts.under_18 else facts.aged_60
    return anniversary(facts.born_on, 12 * policy.statutes.elder_age) <= facts.day


def _age_day(facts: FamilyFacts, policy: LeavePolicy) -> date:
    """825.122(d): the age when leave is to commence; for leave in parts the employer may read it at each absence."""
    return facts.leave_begins_on if policy.child_age_read is ChildAgeRead.LEAVE_BEGINS else facts.day


def _rests_on_day(why: Reasoning, facts: FamilyFacts) -> None:
    if facts.day != facts.leave_begins_on:
        why.rests_on("child_age_read")


def _asks(gap: Gap, years: int) -> Gap:
    return gap.model_copy(update={"asks": gap.asks.format(years=years)})
