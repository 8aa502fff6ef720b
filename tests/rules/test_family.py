"""Who counts as family under each plan. 29 CFR 825.122, 825.126(a), 825.127(d); M.G.L. c.175M s.1; c.149 s.52D."""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from infra import policies
from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY
from workflows.rules.answers import Answer, Standing
from workflows.rules.family import FamilyFacts, FamilyPlan, FamilyReason, FamilyScope, Relation, Scope, family_scope
from workflows.rules.policy import LeavePolicy

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))


def asked(relation: str | None, reason: str = "care", under: LeavePolicy = POLICY, **facts: Any) -> Answer[FamilyScope]:
    """The question for a leave that commences on Monday 2026-03-02."""
    given = {"relation": relation, "reason": reason, "leave_begins_on": "2026-03-02", **facts}
    return family_scope(FamilyFacts.model_validate(given), policy=under)


def both(fmla: bool, pfml: bool) -> FamilyScope:
    """FMLA and PFML."""
    return FamilyScope(plans=(Scope(plan=FamilyPlan.FMLA, counts=fmla), Scope(plan=FamilyPlan.PFML, counts=pfml)))


def small(counts: bool) -> FamilyScope:
    """Small necessities alone."""
    return FamilyScope(plans=(Scope(plan=FamilyPlan.SMALL_NECESSITIES, counts=counts),))


FMLA_PFML = {
    "spouse": (True, True),
    "domestic_partner": (False, True),
    "child": (True, True),
    "child_in_place": (True, True),
    "parent": (True, True),
    "parent_in_place": (True, True),
    "parent_in_law": (False, True),
    "partners_parent": (False, True),
    "sibling": (False, True),
    "grandparent": (False, True),
    "grandchild": (False, True),
    "relative": (False, False),
    "relative_by_marriage": (False, False),
    "other": (False, False),
}


COUNTS = {
    (True, True): "counts under FMLA and PFML",
    (True, False): "counts under FMLA, and not under PFML",
    (False, True): "counts under PFML, and not under FMLA",
    (False, False): "counts neither under FMLA nor under PFML",
}


@pytest.mark.parametrize("relation", Relation)
def test_825_122_whom_one_may_care_for(relation: Relation) -> None:
    fmla, pfml = FMLA_PFML[relation]
    answer = asked(relation, under_18=True)
    assert (answer.standing, answer.result) == (Standing.SETTLED, both(fmla, pfml))
    assert answer.says == f"the family member {COUNTS[fmla, pfml]}"


@pytest.mark.parametrize("relation", Relation)
def test_825_126_a_whose_deployment_is_an_exigency_a_child_of_any_age(relation: Relation) -> None:
    answer = asked(relation, "exigency", born_on="1990-01-01")
    assert answer.result == both(*FMLA_PFML[relation])
    assert "any age" in answer.steps[0].says


@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize("next_of_kin", [True, False, None])
def test_825_127_d_whom_a_military_caregiver_may_care_for(relation: Relation, next_of_kin: bool | None) -> None:
    fmla, pfml = FMLA_PFML[relation]
    by_blood = relation in ("sibling", "grandparent", "grandchild", "relative")
    answer = asked(relation, "military_care", born_on="1990-01-01", next_of_kin=next_of_kin)
    if by_blood and next_of_kin is None:
        assert [b.result for b in answer.branches] == [both(True, True), both(fmla, pfml)]
        assert [gap.fact for gap in answer.gaps] == ["next_of_kin"]
        return
    is_next = by_blood and bool(next_of_kin)
    assert answer.result == both(fmla or is_next, pfml or is_next)


@pytest.mark.parametrize("relation", ["child", "child_in_place"])
@pytest.mark.parametrize(
    ("born", "incapable", "fmla"),
    [
        ("2008-03-03", None, True),
        ("2008-03-03", False, True),
        ("2008-03-02", False, False),
        ("2008-03-02", True, True),
        ("2008-02-29", False, False),
        ("1970-01-01", True, True),
        ("1970-01-01", False, False),
    ],
)
def test_825_122_d_a_child_under_18_or_incapable_when_leave_commences(
    relation: str, born: str, incapable: bool | None, fmla: bool
) -> None:
    answer = asked(relation, born_on=born, incapable=incapable)
    assert answer.result == both(fmla, True)
    assert answer.steps[0].inputs["day"] == "2026-03-02"
    assert "under 18" in answer.steps[0].says


def test_somebody_born_on_a_leap_day_is_18_on_the_first_of_march() -> None:
    on_the_eve = asked("child", born_on="2008-02-29", leave_begins_on="2026-02-28", incapable=False)
    assert on_the_eve.result == both(True, True)
    assert asked("child", born_on="2008-02-29", leave_begins_on="2026-03-01", incapable=False).result == both(
        False, True
    )


def test_825_122_d_on_which_day_the_age_is_read_is_the_employers_choice() -> None:
    facts: dict[str, Any] = {"born_on": "2008-04-01", "absent_on": "2026-05-01", "incapable": False}
    at_the_start, each_absence = (asked("child", under=under, **facts) for under in (POLICY, HARBOR))
    assert (at_the_start.result, each_absence.result) == (both(True, True), both(False, True))
    assert at_the_start.unconfirmed == ("child_age_read",)
    assert each_absence.unconfirmed == ()
    assert asked("child", **{**facts, "absent_on": "2026-03-02"}).unconfirmed == ()
    assert asked("child", under_18=True, absent_on="2026-05-01").unconfirmed == ("child_age_read",)
    assert asked("child", absent_on="2026-05-01").unconfirmed == ("child_age_read",)


def test_what_is_not_known_of_a_child() -> None:
    answer = asked("child")
    assert [b.result for b in answer.branches] == [both(True, True), both(True, True), both(False, True)]
    assert [(gap.fact, gap.asks) for gap in answer.gaps] == [
        ("under_18", "is the child under 18 on the day?"),
        ("incapable", "can the grown child not care for itself because of a disability?"),
    ]
    grown = asked("child", under_18=False)
    assert [b.result for b in grown.branches] == [both(True, True), both(False, True)]
    assert asked("child", incapable=True).result == both(True, True)


def test_without_a_relation_nothing_can_be_said() -> None:
    answer = asked(None)
    assert (answer.standing, [gap.fact for gap in answer.gaps]) == (Standing.NOT_ANSWERABLE, ["relation"])


@pytest.mark.parametrize(
    ("held", "counts"),
    [
        ({"first_on": "2020-01-01"}, True),
        ({"first_on": "2020-01-01", "last_on": "2026-03-02"}, True),
        ({"first_on": "2020-01-01", "last_on": "2026-03-01"}, False),
        ({"first_on": "2026-03-03"}, False),
    ],
)
def test_a_relation_counts_while_it_holds(held: dict[str, str], counts: bool) -> None:
    answer = asked("spouse", held=held)
    assert answer.result == both(counts, counts)
    assert ("does not hold" in answer.steps[0].says) is not counts
    assert asked("child", "school_or_routine_visit", held={"first_on": "2026-03-03"}).result == small(False)


@pytest.mark.parametrize(
    ("relation", "facts", "counts"),
    [
        ("child", {"born_on": "2015-01-01"}, True),
        ("child_in_place", {"under_18": True}, True),
        ("child", {"born_on": "2000-01-01", "incapable": True}, True),
        ("child", {"born_on": "2000-01-01", "incapable": False}, False),
        ("parent", {"born_on": "1966-03-02"}, True),
        ("parent", {"born_on": "1966-03-03"}, False),
        ("parent_in_law", {"aged_60": True}, True),
        ("sibling", {"aged_60": True}, True),
        ("relative", {"aged_60": True}, True),
        ("spouse", {"aged_60": True}, True),
        ("relative_by_marriage", {"aged_60": True}, True),
        ("relative", {"aged_60": False}, False),
        ("grandchild", {"under_18": True}, False),
        ("domestic_partner", {"aged_60": True}, False),
        ("partners_parent", {"aged_60": True}, False),
        ("parent_in_place", {"aged_60": True}, False),
        ("other", {"aged_60": True}, False),
    ],
)
def test_c149_52d_small_necessities(relation: str, facts: dict[str, Any], counts: bool) -> None:
    answer = asked(relation, "school_or_routine_visit", **facts)
    assert answer.result == small(counts)
    assert answer.says == f"the family member {'counts' if counts else 'does not count'} for small necessities leave"
    assert answer.steps[-1].citation == "M.G.L. c.149 s.52D"
    assert "60 or more" in answer.steps[-1].says


def test_c149_52d_an_age_that_nobody_told() -> None:
    answer = asked("relative", "school_or_routine_visit")
    assert [b.result for b in answer.branches] == [small(True), small(False)]
    assert [(gap.fact, gap.asks) for gap in answer.gaps] == [
        ("aged_60", "is the family member 60 or older on the day?")
    ]
    assert asked("parent", "care").result == both(True, True)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"absent_on": "2026-03-01"}, "absent_before_leave"),
        ({"born_on": "2015-01-01", "under_18": True}, "age_told_twice"),
        ({"born_on": "2015-01-01", "aged_60": False}, "age_told_twice"),
        ({"under_18": True, "aged_60": True}, "two_ages"),
        ({"born_on": "2027-01-01"}, "born_after_leave"),
    ],
)
def test_facts_that_contradict_each_other_are_refused_by_name(facts: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        asked("child", **facts)
    assert refused.value.errors()[0]["type"] == name


@given(facts_of(FamilyFacts))
def test_whoever_counts_for_fmla_counts_for_pfml(facts: FamilyFacts) -> None:
    for under in (POLICY, HARBOR):
        answer = family_scope(facts, policy=under)
        assert answer.steps
        for result in (answer.result, *(b.result for b in answer.branches)):
            scopes = {scope.plan: scope.counts for scope in result.plans} if result else {}
            assert not scopes.get(FamilyPlan.FMLA) or scopes[FamilyPlan.PFML]
            assert not scopes or (FamilyPlan.SMALL_NECESSITIES in scopes) == (
                facts.reason is FamilyReason.SCHOOL_OR_ROUTINE_VISIT
            )
