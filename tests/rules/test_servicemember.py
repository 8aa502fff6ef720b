"""Who may be a military caregiver, and who is next of kin. 29 CFR 825.122(e), 825.127 (law.md 1.2)."""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY, day
from workflows.rules.answers import Answer, Standing
from workflows.rules.family import Relation
from workflows.rules.next_of_kin import Kinship, NextOfKin, NextOfKinFacts, next_of_kin
from workflows.rules.servicemember import CaregiverStanding, CaregiverStandingFacts, caregiver_standing

NOT = CaregiverStanding(covered=False)
COVERED = CaregiverStanding(covered=True)


def veteran(**facts: Any) -> Answer[CaregiverStanding]:
    """A veteran's parent, and everything told."""
    given = {
        "first_leave_on": "2026-03-02",
        "member": "veteran",
        "discharged_on": "2024-06-01",
        "dishonourable": False,
        "serious_injury": True,
        "relation": "parent",
    }
    return caregiver_standing(CaregiverStandingFacts.model_validate({**given, **facts}), policy=POLICY)


def serving(**facts: Any) -> Answer[CaregiverStanding]:
    """A serving member's spouse, and everything told."""
    given = {"first_leave_on": "2026-03-02", "member": "serving", "serious_injury": True, "relation": "spouse"}
    return caregiver_standing(CaregiverStandingFacts.model_validate({**given, **facts}), policy=POLICY)


@pytest.mark.parametrize(
    ("discharged", "first", "begin_by"),
    [
        ("2021-03-02", "2026-03-02", "2026-03-02"),
        ("2021-03-01", "2026-03-02", None),
        ("2026-03-02", "2026-03-02", "2031-03-02"),
        ("2020-02-29", "2025-02-28", "2025-02-28"),
        ("2020-02-29", "2025-03-01", None),
        ("2019-02-28", "2024-02-29", "2024-02-29"),
        ("2019-02-28", "2024-03-01", None),
    ],
)
def test_825_127_b_2_a_veteran_was_discharged_within_five_years_before_the_first_day(
    discharged: str, first: str, begin_by: str | None
) -> None:
    answer = veteran(discharged_on=discharged, first_leave_on=first)
    assert answer.standing is Standing.SETTLED
    assert answer.result == (CaregiverStanding(covered=True, begin_by=day(begin_by)) if begin_by else NOT)
    assert ("more than 5 years" in answer.says) is (begin_by is None)
    assert answer.steps[-1].rule == "1.2-MILC"


def test_825_127_b_1_a_member_who_serves_is_covered_by_a_certified_injury() -> None:
    assert serving().result == COVERED
    assert "serves on the first day" in serving().steps[-1].says
    assert serving(serious_injury=False).result == NOT
    assert "injury" in serving(serious_injury=False).says


def test_825_127_b_2_a_dishonourable_discharge_is_no_cover() -> None:
    answer = veteran(dishonourable=True, serious_injury=None)
    assert answer.result == NOT
    assert "dishonourable" in answer.says


FAMILY = [Relation.SPOUSE, Relation.CHILD, Relation.CHILD_IN_PLACE, Relation.PARENT, Relation.PARENT_IN_PLACE]
KIN = [Relation.SIBLING, Relation.GRANDPARENT, Relation.GRANDCHILD, Relation.RELATIVE]


@pytest.mark.parametrize("relation", Relation)
def test_825_127_d_who_may_care(relation: Relation) -> None:
    unknown = serving(relation=relation)
    yes, no = (serving(relation=relation, next_of_kin=is_next) for is_next in (True, False))
    assert yes.result == (COVERED if relation in FAMILY + KIN else NOT)
    assert no.result == (COVERED if relation in FAMILY else NOT)
    if relation in KIN:
        assert [b.result for b in unknown.branches] == [COVERED, NOT]
        assert [gap.fact for gap in unknown.gaps] == ["next_of_kin"]
        assert "not next of kin" in no.says
    else:
        assert unknown.result == no.result


@pytest.mark.parametrize(
    ("missing", "results", "gaps"),
    [
        ({"dishonourable": None}, [NOT, CaregiverStanding(covered=True, begin_by=day("2029-06-01"))], "dishonourable"),
        (
            {"serious_injury": None},
            [CaregiverStanding(covered=True, begin_by=day("2029-06-01")), NOT],
            "serious_injury",
        ),
        ({"relation": None}, [], "relation"),
        ({"discharged_on": None}, [], "discharged_on"),
    ],
)
def test_what_is_not_known_is_named(missing: dict[str, Any], results: list[CaregiverStanding], gaps: str) -> None:
    answer = veteran(**missing)
    assert answer.standing is (Standing.CONDITIONAL if results else Standing.NOT_ANSWERABLE)
    assert [b.result for b in answer.branches] == results
    assert [gap.fact for gap in answer.gaps] == [gaps]


def test_serving_or_veteran_may_be_unknown() -> None:
    answer = serving(member=None)
    assert [b.result for b in answer.branches] == [COVERED, None]
    assert [gap.fact for gap in answer.gaps] == ["member", "discharged_on"]
    # a day of discharge shows a veteran
    assert veteran(member=None).result == CaregiverStanding(covered=True, begin_by=day("2029-06-01"))


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"member": "serving"}, "serving_and_discharged"),
        ({"member": "serving", "discharged_on": None}, "serving_and_discharged"),
        ({"discharged_on": "2026-03-03"}, "discharged_after_leave"),
    ],
)
def test_facts_that_contradict_each_other_are_refused_by_name(facts: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        veteran(**facts)
    assert refused.value.errors()[0]["type"] == name


def kin(**facts: Any) -> Answer[NextOfKin]:
    """The question, by default where nobody is named."""
    return next_of_kin(NextOfKinFacts.model_validate({"named": "nobody", **facts}), policy=POLICY)


YES, NO = NextOfKin(is_next_of_kin=True), NextOfKin(is_next_of_kin=False)
ORDER: list[Kinship] = [k for k in Kinship if k not in (Kinship.OTHER_BLOOD, Kinship.NOT_BLOOD)]


@pytest.mark.parametrize("nearest", ORDER)
@pytest.mark.parametrize("kinship", ORDER)
def test_825_122_e_all_of_the_nearest_kind_are_next_of_kin(kinship: Kinship, nearest: Kinship) -> None:
    if ORDER.index(kinship) < ORDER.index(nearest):
        with pytest.raises(ValidationError) as refused:
            kin(kinship=kinship, nearest=nearest)
        assert refused.value.errors()[0]["type"] == "nearer_than_nearest"
        return
    answer = kin(kinship=kinship, nearest=nearest)
    assert answer.result == (YES if kinship is nearest else NO)
    assert ("another is nearer" in answer.says) is (kinship is not nearest)


def test_825_122_e_who_is_named_in_writing_is_the_only_one() -> None:
    assert kin(kinship="first_cousin", nearest="sibling", named="employee").result == YES
    assert kin(kinship="other_blood", named="employee").result == YES
    assert kin(kinship="sibling", nearest="sibling", named="another").result == NO
    assert "named in writing" in kin(kinship="sibling", named="another").steps[0].says
    assert kin(named="another").result == NO


def test_825_122_e_next_of_kin_is_by_blood() -> None:
    answer = kin(kinship="not_blood", named="employee")
    assert answer.result == NO
    assert "by blood" in answer.steps[0].says
    assert kin(kinship="other_blood").result == NO
    with pytest.raises(ValidationError) as refused:
        kin(kinship="sibling", nearest="not_blood")
    assert refused.value.errors()[0]["type"] == "nearest_not_blood"


def test_what_is_not_known_of_kin() -> None:
    assert [gap.fact for gap in kin().gaps] == ["kinship"]
    nearer = kin(kinship="sibling")
    assert [b.result for b in nearer.branches] == [NO, YES]
    assert [gap.fact for gap in nearer.gaps] == ["nearest"]
    assert kin(kinship="legal_custodian").result == YES
    named = kin(kinship="sibling", nearest="sibling", named=None)
    assert [b.result for b in named.branches] == [YES, YES, NO]
    assert [gap.fact for gap in named.gaps] == ["named"]
    assert [b.given[0] for b in named.branches] == [
        f"whom did the member name in writing? {n}" for n in ("nobody", "employee", "another")
    ]


@given(facts_of(CaregiverStandingFacts), facts_of(NextOfKinFacts))
def test_every_question_has_an_answer(care: CaregiverStandingFacts, of_kin: NextOfKinFacts) -> None:
    answer = caregiver_standing(care, policy=POLICY)
    assert answer.steps
    if answer.result is not None and answer.result.begin_by is not None:
        assert care.first_leave_on <= answer.result.begin_by
    assert next_of_kin(of_kin, policy=POLICY).steps
