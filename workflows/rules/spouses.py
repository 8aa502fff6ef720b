"""Spouses who work for one employer: which leave they share, and when the employer may say so.

Knows: the shared 12 weeks for bonding and the care of a parent, and the shared 26 with a servicemember. Never knows:
who is married to whom; a balance tells shared amounts alone. Each keeps the rest of the own 12 weeks.
29 CFR 825.120(a)(3), 825.121(a)(3), 825.127(f), 825.201(b) (law.md N7).
"""

from collections.abc import Sequence

from pydantic import ConfigDict, Field

from workflows.rules.answers import POLICY_FACT, Answer, Gap, Reasoning, Teller
from workflows.rules.caps import Cap, Limit, Spell, Use
from workflows.rules.caregiver import CaregiverUse, in_year
from workflows.rules.choices import SpouseLimit
from workflows.rules.ledger_entries import AnyEntry
from workflows.rules.plans import Mark, Plan, PlanEntry
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.values import Frozen


class Spouse(Frozen):
    """What is told of a spouse. Nothing of it is about the spouse's own reasons."""

    married: bool | None = Field(None, description="Whether the employee is married; the employee says.")
    same_employer: bool | None = Field(
        None, description="Whether the spouse works for the same employer, in any agency; the employee says."
    )
    both_eligible: bool | None = Field(
        None, description="Whether both meet the FMLA tests: if one does not, the other keeps all 12 weeks."
    )
    entries: tuple[PlanEntry, ...] | None = Field(
        None, description="The spouse's use of what is shared, and no other; none: not told."
    )


def shares(spouse: Spouse | None, *, policy: LeavePolicy) -> bool | Gap:
    """Whether the two share, or what must be known first. One fact that says no settles it."""
    told = spouse or Spouse()
    if policy.spouse_limit is SpouseLimit.NOT_APPLIED:
        return False
    if False in (told.married, told.same_employer, told.both_eligible):
        return False
    for gap in _GAPS:
        if getattr(told, _field(gap)) is None:
            return gap
    return _LIMIT if policy.spouse_limit is SpouseLimit.UNSTATED else True


_GAPS = (
    Gap(fact="spouse.married", asks="is the employee married?", teller=Teller.EMPLOYEE),
    Gap(fact="spouse.same_employer", asks="does the spouse work for the same employer?", teller=Teller.EMPLOYEE),
    Gap(fact="spouse.both_eligible", asks="are both spouses eligible?", teller=Teller.COORDINATOR),
)
_LIMIT = Gap(fact=POLICY_FACT, asks="does the employer apply the limit for spouses?", teller=Teller.HRD)


def cases(
    spouse: Spouse | None, gap: Gap, *, policy: LeavePolicy
) -> tuple[tuple[str, Spouse, LeavePolicy], tuple[str, Spouse, LeavePolicy]]:
    """What holds if a missing fact is so, and if it is not: of the spouse, or of the employer."""
    told = spouse or Spouse()
    if gap is _LIMIT:
        applied = policy.model_copy(update={"spouse_limit": SpouseLimit.APPLIED})
        return ("yes", told, applied), ("no", told, policy.model_copy(update={"spouse_limit": SpouseLimit.NOT_APPLIED}))
    so, not_so = (told.model_copy(update={_field(gap): is_so}) for is_so in (True, False))
    return ("yes", so, policy), ("no", not_so, policy)


def _field(gap: Gap) -> str:
    """What is missing of a spouse, by its name there."""
    return gap.fact.removeprefix("spouse.")


def pool_caps(
    entries: Sequence[AnyEntry],
    spouse: Spouse | None,
    leave_year: tuple[Spell, ...],
    of_person: CaregiverUse | None,
    *,
    policy: LeavePolicy,
) -> tuple[Cap, ...]:
    """The limits that both share: 12 weeks in the employee's own leave year for bonding and the care of a parent, and
    26 in a single period with the care of a servicemember. A spouse's use that nobody told is not in them."""
    all_use = (*entries, *((spouse.entries or ()) if spouse is not None else ()))
    pooled = [e for e in all_use if e.plan is Plan.FMLA and Mark.POOL in e.marks]
    twelve = Cap(Use.of((e.on, e.weeks) for e in pooled), policy.entitlement_weeks, leave_year, limit=Limit.SHARED)
    if of_person is None:
        return (twelve,)
    with_care = Use.of((e.on, e.weeks) for e in [*pooled, *(e for e in all_use if e.plan is Plan.CAREGIVER)])
    most = policy.statutes.caregiver_weeks
    years = of_person.years.values()
    return (twelve, *(Cap(with_care, most, in_year(year), limit=Limit.SHARED_IN_SINGLE_YEAR) for year in years))


class SpousesFacts(Frozen):
    """What must be known to say whether spouses share the weeks of a leave."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "reason": "bonding",
                    "spouse": {"married": True, "same_employer": True, "both_eligible": True, "entries": []},
                },
                {"reason": "family_care", "parent": True, "spouse": {"married": True, "same_employer": False}},
                {"reason": "own_condition"},
            ]
        }
    )

    reason: LeaveReason = Field(description="Why the employee is away; the coordinator confirms.")
    parent: bool | None = Field(
        None, description="For care of a family member: whether it is the employee's own parent."
    )
    spouse: Spouse = Field(Spouse(), description="What is told of a spouse.")


class SpousesShare(Frozen):
    """Whether the two share, and how many weeks they have together. `at_most`: the spouse's use is not told, so that
    a balance is the most there can be."""

    shared: bool
    weeks: int | None
    at_most: bool


def spouses_share(facts: SpousesFacts, *, policy: LeavePolicy) -> Answer[SpousesShare]:
    """Whether spouses share the weeks of a leave (law.md N7). Never for an own condition, an exigency, or the care of
    a spouse or a child."""
    why = Reasoning(policy)
    alone = SpousesShare(shared=False, weeks=None, at_most=False)
    is_pooled = _is_pooled(facts)
    if is_pooled is False:
        why.step("N7", "Only bonding, the care of a parent and the care of a servicemember can be shared.")
        return why.settled(alone, "Each spouse has all weeks for this reason.")
    found = shares(facts.spouse, policy=policy)
    if found is False:
        why.step("N7", "The limit is for two eligible spouses at one employer that applies it.")
        if policy.spouse_limit is SpouseLimit.NOT_APPLIED:
            why.rests_on("spouse_limit")
        return why.settled(alone, "Each spouse has all weeks: the limit does not hold for them.")
    if is_pooled is None:
        parents = (
            (label, facts.model_copy(update={"parent": is_so})) for label, is_so in (("yes", True), ("no", False))
        )
        return why.depends(_PARENT, tuple((label, spouses_share(told, policy=policy)) for label, told in parents))
    if isinstance(found, Gap):
        answers = (
            (label, spouses_share(facts.model_copy(update={"spouse": spouse}), policy=by))
            for label, spouse, by in cases(facts.spouse, found, policy=policy)
        )
        return why.depends(found, tuple(answers))
    return _shared(facts, why, policy)


_PARENT = Gap(fact="parent", asks="is the person cared for the employee's own parent?", teller=Teller.EMPLOYEE)


def _is_pooled(facts: SpousesFacts) -> bool | None:
    if facts.reason is LeaveReason.FAMILY_CARE:
        return facts.parent
    return facts.reason in (LeaveReason.BONDING, LeaveReason.MILITARY_CAREGIVER)


def _shared(facts: SpousesFacts, why: Reasoning, policy: LeavePolicy) -> Answer[SpousesShare]:
    is_caregiver = facts.reason is LeaveReason.MILITARY_CAREGIVER
    weeks = policy.statutes.caregiver_weeks if is_caregiver else policy.entitlement_weeks
    why.rests_on("spouse_limit")
    why.step("N7", "Two eligible spouses at one employer share these weeks.", weeks=weeks)
    why.step("N7", "Each keeps what is left of the own 12 weeks for other reasons.")
    at_most = facts.spouse.entries is None
    if at_most:
        why.step("N7", "The spouse's use is not told: what is left is at most so much.")
    result = SpousesShare(shared=True, weeks=weeks, at_most=at_most)
    return why.settled(result, f"Both spouses together have {weeks} weeks for this reason.")
