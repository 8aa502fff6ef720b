"""Until when bonding may be taken, and in parts or not. 29 CFR 825.120, 825.121; 458 CMR 2.13 (law.md 1.10)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from infra import policies
from tests.rules.facts import POLICY, day, policy
from workflows.rules.answers import Answer, Standing, Teller
from workflows.rules.bonding import (
    BondingPartsFacts,
    BondingWindow,
    BondingWindowFacts,
    ChildbirthFacts,
    after_childbirth,
    bonding_in_parts,
    bonding_window,
)
from workflows.rules.calendar import years_after
from workflows.rules.policy import LeavePolicy

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))


def window(**facts: Any) -> Answer[BondingWindow]:
    """The window, as the Executive Department has it."""
    return bonding_window(BondingWindowFacts.model_validate({"event": "birth", **facts}), policy=POLICY)


@pytest.mark.parametrize(
    ("born", "last"),
    [
        ("2026-03-10", "2027-03-09"),
        ("2026-01-01", "2026-12-31"),
        ("2024-02-28", "2025-02-27"),
        ("2024-02-29", "2025-02-28"),
        ("2024-03-01", "2025-02-28"),
        ("2023-03-01", "2024-02-29"),
    ],
)
def test_825_120_a_2_the_entitlement_lapses_after_the_12_months_that_begin_on_the_day(born: str, last: str) -> None:
    answer = window(happened_on=born)
    assert answer.standing is Standing.SETTLED
    assert answer.result is not None
    assert (answer.result.first_on, answer.result.last_on) == (day(born), day(last))
    assert answer.says == f"Bonding leave may be taken from {born} to {last}."
    assert answer.steps[0].rule == "1.10"
    assert answer.steps[0].citation == "29 CFR 825.120, 825.121"
    assert answer.steps[0].inputs == {"begins_on": born, "last_on": last}


def test_red_book_5_02_leave_of_the_layer_ends_within_the_same_12_months() -> None:
    answer = window(happened_on="2026-03-10")
    assert answer.result is not None
    assert answer.result.layer_last_on == day("2027-03-09")
    assert answer.result.layer_full_from_on == day("2026-09-09")
    assert (day("2027-03-09") - day("2026-09-09")).days + 1 == 26 * 7
    assert answer.unconfirmed == ("layer_eligibility", "layer_weeks")
    assert [step.rule for step in answer.steps] == ["1.10", "1.10", "N5"]
    assert answer.steps[2].inputs == {"weeks": "26"}


@pytest.mark.parametrize(("ended", "full"), [("2026-04-01", None), ("2026-09-06", None), ("2026-09-07", "2026-03-10")])
def test_red_book_5_02_all_weeks_of_the_layer_never_begin_before_the_placement(ended: str, full: str | None) -> None:
    answer = window(event="foster_placement", happened_on="2026-03-10", ended={"on": ended})
    assert answer.result is not None
    assert answer.result.layer_last_on == day(ended)
    assert answer.result.layer_full_from_on == (day(full) if full else None)
    assert any("Not all weeks" in step.says for step in answer.steps) is (full is None)


@pytest.mark.parametrize("changes", [{"layer_eligibility": "nobody"}, {"layer_weeks": 0}])
def test_an_employer_without_the_layer_has_no_last_day_of_it(changes: dict[str, Any]) -> None:
    facts = BondingWindowFacts.model_validate({"event": "birth", "happened_on": "2026-03-10"})
    for answer in (bonding_window(facts, policy=policy(**changes)), bonding_window(facts, policy=HARBOR)):
        assert answer.result is not None
        assert (answer.result.layer_last_on, answer.result.layer_full_from_on) == (None, None)
        assert answer.unconfirmed == ()
        assert "N5" not in [step.rule for step in answer.steps]


@pytest.mark.parametrize(("event", "before"), [("birth", False), ("adoption", True), ("foster_placement", True)])
def test_825_121_a_1_acts_before_a_placement_count(event: str, before: bool) -> None:
    answer = window(event=event, happened_on="2026-03-10")
    assert answer.result is not None
    assert answer.result.before_placement is before
    assert ("before the placement" in answer.steps[1].says) is before
    assert ("own condition" in answer.steps[1].says) is not before


@pytest.mark.parametrize(
    ("ended", "last"),
    [
        ("2026-08-31", "2026-08-31"),
        ("2026-03-10", "2026-03-10"),
        ("2027-03-09", "2027-03-09"),
        ("2027-03-10", "2027-03-09"),
    ],
)
def test_nobody_bonds_after_a_placement_has_ended(ended: str, last: str) -> None:
    answer = window(event="foster_placement", happened_on="2026-03-10", ended={"on": ended})
    assert answer.result is not None
    assert answer.result.last_on == day(last)
    assert [step.rule for step in answer.steps][:2] == ["1.10", "1.12"]
    assert answer.steps[1].inputs == {"ended_on": ended}


def test_an_end_whose_day_is_not_told_is_conditional() -> None:
    answer = window(event="adoption", happened_on="2026-03-10", ended={"on": None})
    assert answer.standing is Standing.CONDITIONAL
    assert [(b.given, b.result.last_on if b.result else None) for b in answer.branches] == [
        (("on which day did it end? on 2027-03-09 or later",), day("2027-03-09")),
        (("on which day did it end? earlier",), None),
    ]
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [("ended.on", Teller.EMPLOYEE)]


def test_an_expected_day_is_a_branch_and_no_day_is_none() -> None:
    answer = window(expected_on="2026-09-01")
    assert answer.standing is Standing.CONDITIONAL
    assert [(b.given, b.result.last_on if b.result else None) for b in answer.branches] == [
        (("on which day was the child born or placed? on the day expected",), day("2027-08-31")),
        (("on which day was the child born or placed? on another day",), None),
    ]
    unknown = window()
    assert unknown.standing is Standing.NOT_ANSWERABLE
    assert [(gap.fact, gap.teller) for gap in unknown.gaps] == [("happened_on", Teller.EMPLOYEE)]


def test_a_placement_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError, match="ends before it begins") as refused:
        window(happened_on="2026-03-10", ended={"on": "2026-03-09"})
    assert refused.value.errors()[0]["type"] == "ended_before_it_happened"


@given(st.dates(date(1, 1, 1), date(9998, 1, 1)))
def test_the_window_is_12_months_whatever_the_day(on: date) -> None:
    result = bonding_window(BondingWindowFacts.model_validate({"event": "birth", "happened_on": on}), policy=POLICY)
    assert result.result is not None
    assert 365 <= (result.result.last_on - on).days + 1 <= 366
    assert result.result.last_on <= years_after(on, 1)


PARTS = [
    ("fmla", True, None, POLICY, True),
    ("fmla", True, False, POLICY, True),
    ("fmla", False, True, POLICY, True),
    ("fmla", False, False, POLICY, False),
    ("fmla", None, True, POLICY, True),
    ("pfml", True, False, POLICY, True),
    ("pfml", False, True, POLICY, True),
    ("pfml", False, False, POLICY, False),
    ("fmla", False, False, HARBOR, True),
    ("fmla", None, None, HARBOR, True),
    ("pfml", False, False, HARBOR, False),
]


@pytest.mark.parametrize(("plan", "condition", "agreed", "by", "allowed"), PARTS)
def test_825_120_b_parts_need_agreement_under_each_law(
    plan: str, condition: bool | None, agreed: bool | None, by: LeavePolicy, allowed: bool
) -> None:
    facts = BondingPartsFacts.model_validate({"plan": plan, "newborn_condition": condition, "agreed": agreed})
    answer = bonding_in_parts(facts, policy=by)
    assert answer.result is not None
    assert answer.result.allowed is allowed
    assert {step.rule for step in answer.steps} == {"1.10" if plan == "fmla" else "C11"}
    assert ("may be taken in parts" in answer.says) is allowed
    assert ("one piece" in answer.says) is not allowed
    assert all(step.inputs["plan"] == plan for step in answer.steps)


def test_each_ground_for_parts_has_its_words_and_its_choice() -> None:
    def says(facts: dict[str, Any], by: LeavePolicy) -> tuple[str, tuple[str, ...]]:
        answer = bonding_in_parts(BondingPartsFacts.model_validate(facts), policy=by)
        return answer.says, answer.unconfirmed

    asked = policy(unconfirmed=("bonding_in_parts_fmla", "bonding_in_parts_pfml"))
    told = {"newborn_condition": False, "agreed": True}
    assert says({"plan": "fmla", **told}, asked) == (
        "It may be taken in parts: the agency has agreed.",
        ("bonding_in_parts_fmla",),
    )
    assert says({"plan": "pfml", **told}, asked)[1] == ("bonding_in_parts_pfml",)
    assert "own condition needs care" in says({"plan": "pfml", "newborn_condition": True}, asked)[0]
    assert says({"plan": "pfml", "newborn_condition": True}, asked)[1] == ()
    assert "to everybody" in says({"plan": "fmla", **told}, HARBOR)[0]


@pytest.mark.parametrize(("plan", "name"), [("fmla", "FMLA"), ("pfml", "PFML")])
def test_an_agreement_that_is_not_known_is_conditional(plan: str, name: str) -> None:
    answer = bonding_in_parts(
        BondingPartsFacts.model_validate({"plan": plan, "newborn_condition": False}), policy=POLICY
    )
    assert [(b.given, b.result.allowed if b.result else None) for b in answer.branches] == [
        ((f"has the agency agreed to parts under {name}? yes",), True),
        ((f"has the agency agreed to parts under {name}? no",), False),
    ]
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [("agreed", Teller.AGENCY)]


def test_an_unknown_condition_of_the_child_matters_only_without_agreement() -> None:
    answer = bonding_in_parts(BondingPartsFacts.model_validate({"plan": "fmla", "agreed": False}), policy=POLICY)
    assert [b.result.allowed if b.result else None for b in answer.branches] == [True, False]
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [("newborn_condition", Teller.PROVIDER)]
    assert answer.branches[0].given == ("does the child have a serious health condition itself? yes",)


@pytest.mark.parametrize(
    ("recovery", "first", "words"),
    [
        ("2026-04-20", "2026-04-21", "bonding may be taken from 2026-04-21 to 2027-03-09"),
        ("2027-03-08", "2027-03-09", "bonding may be taken from 2027-03-09 to 2027-03-09"),
        ("2027-03-09", None, "no day is left for bonding"),
        ("2026-03-10", "2026-03-11", "own condition to 2026-03-10"),
    ],
)
def test_825_120_a_4_recovery_is_an_own_condition_and_bonding_follows(
    recovery: str, first: str | None, words: str
) -> None:
    facts = ChildbirthFacts(born_on=day("2026-03-10"), gave_birth=True, recovery_last_on=day(recovery))
    answer = after_childbirth(facts, policy=POLICY)
    assert answer.result is not None
    assert answer.result.own_last_on == day(recovery)
    assert answer.result.bonding_first_on == (day(first) if first else None)
    assert answer.result.bonding_last_on == day("2027-03-09")
    assert [step.rule for step in answer.steps] == ["1.10", "N11"]
    assert answer.steps[0].inputs == {"to": recovery}
    assert words in answer.says


def test_the_other_parent_bonds_from_the_birth() -> None:
    answer = after_childbirth(ChildbirthFacts(born_on=day("2026-03-10"), gave_birth=False), policy=POLICY)
    assert answer.result is not None
    assert answer.result.own_last_on is None
    assert answer.result.bonding_first_on == day("2026-03-10")
    assert [(step.rule, step.inputs) for step in answer.steps] == [("1.10", {"born_on": "2026-03-10"})]
    assert "nothing is recovery" in answer.says


def test_who_gave_birth_and_recovery_are_asked_where_they_matter() -> None:
    unknown = after_childbirth(ChildbirthFacts(born_on=day("2026-03-10"), gave_birth=True), policy=POLICY)
    assert unknown.standing is Standing.NOT_ANSWERABLE
    assert [(gap.fact, gap.teller) for gap in unknown.gaps] == [("recovery_last_on", Teller.PROVIDER)]
    either = after_childbirth(
        ChildbirthFacts(born_on=day("2026-03-10"), recovery_last_on=day("2026-04-20")), policy=POLICY
    )
    assert [(b.given, b.result.own_last_on if b.result else None) for b in either.branches] == [
        (("did the employee give birth? yes",), day("2026-04-20")),
        (("did the employee give birth? no",), None),
    ]
    assert [(gap.fact, gap.teller) for gap in either.gaps] == [("gave_birth", Teller.EMPLOYEE)]


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"recovery_last_on": "2026-03-09"}, "recovered_before_birth"),
        ({"gave_birth": False, "recovery_last_on": "2026-04-01"}, "recovery_of_another"),
    ],
)
def test_a_recovery_that_cannot_be_is_refused(facts: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ChildbirthFacts.model_validate({"born_on": "2026-03-10", **facts})
    assert refused.value.errors()[0]["type"] == name
