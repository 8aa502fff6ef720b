"""Second and third opinions. 29 CFR 825.307(b)-(e), 825.308(f), 825.310(d), 825.312(b) (law.md G7)."""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from infra import policies
from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY, day, policy
from workflows.rules.answers import Answer, Standing
from workflows.rules.opinions import OpinionFacts, Opinions, OpinionStage, second_opinion
from workflows.rules.policy import LeavePolicy

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))
DIFFERS = {"regularly_used": False, "limited_access": False, "agrees": False}
TRYING = {"jointly_chosen": False, "employer_good_faith": True, "employee_good_faith": True}


def ask(using: LeavePolicy = POLICY, **changes: Any) -> Answer[Opinions]:
    facts = {"paper": "certification", "doubt_found_by": "C-7", **changes}
    return second_opinion(OpinionFacts.model_validate(facts), policy=using)


@pytest.mark.parametrize("paper", ["recertification", "fitness_for_duty", "exigency"])
def test_825_308_f_there_is_none_on_other_papers(paper: str) -> None:
    answer = ask(paper=paper, second=DIFFERS)
    assert answer.result is not None
    assert answer.result.stage is OpinionStage.NOT_PERMITTED
    assert answer.result.certified
    assert answer.steps[0].inputs == {"paper": paper}
    assert answer.unconfirmed == ()


@pytest.mark.parametrize("finder", [None, ""])
def test_825_307_b_a_doubt_without_a_finder_does_not_count(finder: str | None) -> None:
    answer = ask(doubt_found_by=finder, second=DIFFERS)
    assert answer.result is not None
    assert (answer.result.stage, answer.result.certified) == (OpinionStage.FIRST_HOLDS, True)
    assert "without a finder" in answer.steps[0].says


def test_an_employer_may_not_use_second_opinions() -> None:
    answer = ask(HARBOR)
    assert answer.result is not None
    assert answer.result.stage is OpinionStage.NOT_PERMITTED
    assert "no use" in answer.steps[0].says
    open_question = ask(policy(unconfirmed=("second_opinions",)))
    assert open_question.unconfirmed == ("second_opinions",)


@pytest.mark.parametrize(
    ("second", "third", "stage", "certified", "provisional"),
    [
        (None, None, "may_order_second", None, True),
        ({"regularly_used": False}, None, "second_awaited", None, True),
        ({"regularly_used": True, "limited_access": False}, None, "choose_another", None, True),
        ({"regularly_used": True, "limited_access": False, "agrees": False}, None, "choose_another", None, True),
        ({"regularly_used": True, "limited_access": True}, None, "second_awaited", None, True),
        ({"regularly_used": None, "limited_access": True}, None, "second_awaited", None, True),
        ({**DIFFERS, "agrees": True}, None, "first_holds", True, False),
        (DIFFERS, None, "accept_or_third", None, True),
        (DIFFERS, {"jointly_chosen": True}, "third_awaited", None, True),
        (DIFFERS, {"jointly_chosen": True, "certifies": True}, "bound_by_third", True, False),
        (DIFFERS, {"jointly_chosen": True, "certifies": False}, "bound_by_third", False, False),
        (DIFFERS, {"certifies": False}, "bound_by_third", False, False),
        (DIFFERS, TRYING, "third_being_chosen", None, True),
        (DIFFERS, {**TRYING, "employer_good_faith": False}, "bound_by_first", True, False),
        (DIFFERS, {**TRYING, "employee_good_faith": False}, "bound_by_second", False, False),
        (
            DIFFERS,
            {**TRYING, "employer_good_faith": False, "employee_good_faith": False},
            "bound_by_first",
            True,
            False,
        ),
    ],
)
def test_825_307_b_c_which_opinion_holds(
    second: dict[str, Any] | None,
    third: dict[str, Any] | None,
    stage: str,
    certified: bool | None,
    provisional: bool,
) -> None:
    answer = ask(second=second, third=third)
    assert answer.result is not None
    assert answer.result.stage.value == stage
    assert (answer.result.certified, answer.result.provisional) == (certified, provisional)
    assert answer.result.employer_pays
    assert answer.standing is Standing.SETTLED
    assert [step.rule for step in answer.steps] == ["G7"] * len(answer.steps)


def test_825_307_each_stage_says_what_it_is() -> None:
    said = {
        "ordered": ask().says,
        "another": ask(second={"regularly_used": True, "limited_access": False}).says,
        "awaited": ask(second={"regularly_used": False}).says,
        "agree": ask(second={**DIFFERS, "agrees": True}).says,
        "pays for a third": ask(second=DIFFERS).says,
        "third opinion is awaited": ask(second=DIFFERS, third={"jointly_chosen": True}).says,
        "need is certified": ask(second=DIFFERS, third={"jointly_chosen": True, "certifies": True}).says,
        "need is not certified": ask(second=DIFFERS, third={"jointly_chosen": True, "certifies": False}).says,
        "first opinion binds": ask(second=DIFFERS, third={**TRYING, "employer_good_faith": False}).says,
        "second opinion binds": ask(second=DIFFERS, third={**TRYING, "employee_good_faith": False}).says,
        "being chosen": ask(second=DIFFERS, third=TRYING).says,
    }
    for words, says in said.items():
        assert words in says


@pytest.mark.parametrize(
    ("second", "third", "fact", "stages"),
    [
        ({"limited_access": False}, None, "second.regularly_used", ["choose_another", "second_awaited"]),
        ({"regularly_used": True}, None, "second.limited_access", ["second_awaited", "choose_another"]),
        (DIFFERS, {**TRYING, "jointly_chosen": None}, "third.jointly_chosen", ["third_awaited", "third_being_chosen"]),
        (
            DIFFERS,
            {**TRYING, "employer_good_faith": None},
            "third.employer_good_faith",
            ["third_being_chosen", "bound_by_first"],
        ),
        (
            DIFFERS,
            {**TRYING, "employee_good_faith": None},
            "third.employee_good_faith",
            ["third_being_chosen", "bound_by_second"],
        ),
    ],
)
def test_825_307_what_is_not_known_has_branches(
    second: dict[str, Any], third: dict[str, Any] | None, fact: str, stages: list[str]
) -> None:
    answer = ask(second=second, third=third)
    assert answer.standing is Standing.CONDITIONAL
    assert [b.result.stage.value for b in answer.branches if b.result] == stages
    assert [gap.fact for gap in answer.gaps] == [fact]


def test_825_310_d_a_military_provider_is_not_doubted() -> None:
    military = ask(paper="caregiver_certification", military_provider=True).result
    assert military is not None
    assert military.stage is OpinionStage.NOT_PERMITTED
    other = ask(paper="caregiver_certification", military_provider=False).result
    assert other is not None
    assert other.stage is OpinionStage.MAY_ORDER_SECOND
    unknown = ask(paper="caregiver_certification")
    stages = [b.result.stage for b in unknown.branches if b.result]
    assert stages == [OpinionStage.NOT_PERMITTED, OpinionStage.MAY_ORDER_SECOND]
    assert unknown.gaps[0].fact == "military_provider"
    new_year = ask(paper="new_year_certification").result
    assert new_year is not None
    assert new_year.stage is OpinionStage.MAY_ORDER_SECOND


def test_825_307_d_copies_within_business_days_of_the_request() -> None:
    answer = ask(second=DIFFERS, copies_asked_on="2026-05-20")
    assert answer.result is not None
    assert answer.result.copies_due is not None
    assert answer.result.copies_due.due_on == day("2026-05-28")
    assert answer.steps[-1].inputs == {"due_on": "2026-05-28"}
    without = ask(second=DIFFERS).result
    assert without is not None
    assert without.copies_due is None


def test_nobody_pays_for_what_is_not_ordered() -> None:
    never = ask(paper="exigency").result
    assert never is not None
    assert never.employer_pays is False


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"third": {}}, "third_without_difference"),
        ({"second": {**DIFFERS, "agrees": True}, "third": {}}, "third_without_difference"),
        ({"second": {**DIFFERS, "agrees": None}, "third": {}}, "third_without_difference"),
        ({"second": DIFFERS, "third": {"jointly_chosen": False, "certifies": True}}, "opinion_without_choice"),
    ],
)
def test_facts_that_contradict_each_other_are_refused_by_name(changes: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ask(**changes)
    assert refused.value.errors()[0]["type"] == name


@given(facts_of(OpinionFacts))
def test_until_an_opinion_binds_the_leave_is_protected(facts: OpinionFacts) -> None:
    answer = second_opinion(facts, policy=POLICY)
    for result in [answer.result, *(b.result for b in answer.branches)]:
        if result is not None:
            assert result.provisional is (result.certified is None)


def test_examples_are_facts() -> None:
    for example in OpinionFacts.model_json_schema()["examples"]:
        OpinionFacts.model_validate(example)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"paper": "caregiver_certification", "military_provider": True}, "a military kind of provider"),
        ({"paper": "recertification"}, "a recertification has no second opinion"),
        ({"paper": "exigency"}, "the certification of an exigency has no second opinion"),
    ],
)
def test_why_there_is_no_second_opinion_is_said(facts: dict[str, Any], says: str) -> None:
    answer = second_opinion(OpinionFacts.model_validate({"doubt_found_by": "C-1"} | facts), policy=POLICY)
    assert says in answer.says
