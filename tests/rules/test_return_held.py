"""Whether a return may be held for a clearance. 29 CFR 825.312, 825.313(d) (law.md J1-J6)."""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from infra import policies
from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY, day, policy
from workflows.rules.answers import Answer, Standing
from workflows.rules.fitness_for_duty import ReturnFacts, ReturnGround, ReturnHeld, return_held
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))

OFFICER = {
    "reason": "own_condition",
    "shape": "intermittent",
    "returns_on": "2026-05-20",
    "announced": True,
    "functions_listed": True,
    "practice": True,
    "prevailing": "none",
    "last_certificate_on": "2026-05-04",
}
SURGERY = {
    "reason": "own_condition",
    "shape": "continuous",
    "returns_on": "2026-05-04",
    "announced": True,
    "functions_listed": True,
    "practice": True,
    "workdays_out": 5,
    "prevailing": "none",
}
CONCERN = {"found_by": "C-7", "on": "2026-06-03"}
GOOD = {"received_on": "2026-05-04", "about_condition": True, "answers_functions": True}


def ask(facts: dict[str, Any], using: LeavePolicy = POLICY, /, **changes: Any) -> Answer[ReturnHeld]:
    return return_held(ReturnFacts.model_validate({**facts, **changes}), policy=using)


def found(facts: dict[str, Any], using: LeavePolicy = POLICY, /, **changes: Any) -> ReturnHeld:
    result = ask(facts, using, **changes).result
    assert result is not None
    return result


# Intermittent: the corrections officer


def test_825_312_f_not_for_each_absence_and_again_on_the_thirtieth_day() -> None:
    answer = ask(OFFICER)
    assert answer.result == ReturnHeld(held=False, ground=ReturnGround.NOT_PER_ABSENCE, earliest_on=day("2026-06-03"))
    assert answer.unconfirmed == ("fitness_repeat_on",)
    assert [step.rule for step in answer.steps] == ["J4"]
    assert answer.steps[0].inputs == {"earliest_on": "2026-06-03"}
    assert "2026-06-03" in answer.says


def test_825_312_f_the_cautious_reading_is_a_day_later() -> None:
    cautious = policy(fitness_repeat_on="the_day_after")
    assert found(OFFICER, cautious).earliest_on == day("2026-06-04")
    assert found(OFFICER, HARBOR).earliest_on == day("2026-06-19")


@pytest.mark.parametrize(("returns_on", "held"), [("2026-06-02", False), ("2026-06-03", True), ("2026-06-04", True)])
def test_825_312_f_with_a_recorded_concern_only_from_that_day_on(returns_on: str, held: bool) -> None:
    concern = {"found_by": "C-7", "on": returns_on}
    result = found(OFFICER, returns_on=returns_on, concern=concern)
    assert result.held is held
    assert result.ground is (ReturnGround.NO_CERTIFICATE if held else ReturnGround.NOT_PER_ABSENCE)
    assert result.earliest_on == day("2026-06-03")


@pytest.mark.parametrize("concern", [None, {"found_by": None}, {"found_by": ""}])
def test_825_312_f_without_a_recorded_concern_not_now(concern: dict[str, Any] | None) -> None:
    answer = ask(OFFICER, returns_on="2026-06-03", concern=concern)
    assert answer.result is not None
    assert (answer.result.held, answer.result.ground) == (False, ReturnGround.NO_CONCERN)
    assert answer.result.must_show == ("a reasonable safety concern, recorded by a named person",)
    assert answer.result.earliest_on == day("2026-06-03")
    assert "not now" in answer.says


@pytest.mark.parametrize(("announced", "standing"), [(False, Standing.SETTLED), (None, Standing.SETTLED_BY_LAW)])
@pytest.mark.parametrize("facts", [OFFICER, SURGERY])
def test_825_312_e_what_was_not_announced_holds_nobody_on_any_date(
    facts: dict[str, Any], announced: bool | None, standing: Standing
) -> None:
    answer = ask(facts, announced=announced, returns_on="2026-08-03", concern=CONCERN, prevailing=None)
    assert answer.result is not None
    assert answer.standing is standing
    assert (answer.result.held, answer.result.earliest_on) == (False, None)
    assert answer.result.ground is ReturnGround.NOT_ANNOUNCED
    assert [step.rule for step in answer.steps] == ["J3"]
    assert bool(answer.result.must_show) is (announced is None)


def test_825_312_f_an_interval_set_in_advance_is_longer_and_never_shorter() -> None:
    assert found(OFFICER, interval_days=60).earliest_on == day("2026-07-03")
    assert found(OFFICER, interval_days=10).earliest_on == day("2026-06-03")


def test_825_312_f_before_any_certificate_the_first_may_be_asked_at_once() -> None:
    answer = ask(OFFICER, last_certificate_on=None, concern={"found_by": "C-7"})
    assert answer.result == ReturnHeld(held=True, ground=ReturnGround.NO_CERTIFICATE, earliest_on=day("2026-05-20"))
    assert answer.unconfirmed == ("fitness_papers_to",)  # and not the interval: nothing is counted yet
    assert found(OFFICER, shape="reduced").ground is ReturnGround.NOT_PER_ABSENCE


# Continuous


@pytest.mark.parametrize("reason", [r for r in LeaveReason if r is not LeaveReason.OWN_CONDITION])
def test_825_312_a_only_after_leave_for_an_own_condition(reason: LeaveReason) -> None:
    answer = ask(SURGERY, reason=reason, announced=None)
    assert answer.result == ReturnHeld(held=False, ground=ReturnGround.NOT_OWN_CONDITION)
    assert answer.steps[0].rule == "J1"


def test_825_313_d_announced_and_not_in_hand_the_return_may_be_held() -> None:
    answer = ask(SURGERY)
    assert answer.result == ReturnHeld(held=True, ground=ReturnGround.NO_CERTIFICATE)
    assert answer.says == "the return may be held until the certificate is in hand"
    assert [step.rule for step in answer.steps] == ["J6", "J6", "J3"]
    assert answer.unconfirmed == ("fitness_after_workdays", "fitness_papers_to")


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("by_agency", "the agency's HR office or its Liaison, by that agency's practice"),
        ("agency_office", "the agency's HR office"),
        ("liaison", "the agency's Liaison"),
    ],
)
def test_the_paper_goes_where_the_employer_wants_it(choice: str, words: str) -> None:
    steps = ask(SURGERY, policy(fitness_papers_to=choice)).steps
    assert [s.says for s in steps if s.rule == "J6"][1] == f"The paper goes to {words}."


@pytest.mark.parametrize(
    ("certificate", "ground", "held"),
    [
        (GOOD, ReturnGround.CERTIFIED, False),
        ({**GOOD, "received_on": "2026-05-05"}, ReturnGround.NO_CERTIFICATE, True),
        ({**GOOD, "received_on": "2026-04-20"}, ReturnGround.CERTIFIED, False),
        ({**GOOD, "about_condition": False}, ReturnGround.OTHER_CONDITION, True),
        ({**GOOD, "about_condition": None}, ReturnGround.CLARIFYING, False),
        ({**GOOD, "answers_functions": False}, ReturnGround.FUNCTIONS_OPEN, True),
        ({**GOOD, "answers_functions": None}, ReturnGround.CLARIFYING, False),
        ({**GOOD, "clarification_runs": True}, ReturnGround.CLARIFYING, False),
        ({**GOOD, "about_condition": False, "clarification_runs": True}, ReturnGround.OTHER_CONDITION, True),
    ],
)
def test_825_312_b_what_the_certificate_comes_to(certificate: dict[str, Any], ground: ReturnGround, held: bool) -> None:
    answer = ask(SURGERY, certificate=certificate)
    assert answer.result is not None
    assert (answer.result.ground, answer.result.held) == (ground, held)
    rules = {"clarifying": "J2", "certified": "J3", "no_certificate": "J3"}
    assert answer.steps[-1].rule == rules.get(ground.value, "J1")
    assert ("may not be held" in answer.says) is not held


@pytest.mark.parametrize(
    ("certificate", "says"),
    [
        ({**GOOD, "clarification_runs": True}, "the return may not be held while the provider is asked"),
        ({**GOOD, "about_condition": None}, "the return may not be held for what is unclear in the certificate"),
    ],
)
def test_825_312_b_nobody_is_said_to_be_asked_who_is_not(certificate: dict[str, Any], says: str) -> None:
    assert ask(SURGERY, certificate=certificate).says == says


@pytest.mark.parametrize("listed", [False, None])
@pytest.mark.parametrize("answers", [False, None])
def test_825_312_b_functions_that_were_not_listed_need_not_be_addressed(
    listed: bool | None, answers: bool | None
) -> None:
    certificate = {**GOOD, "answers_functions": answers}
    assert found(SURGERY, functions_listed=listed, certificate=certificate).ground is ReturnGround.CERTIFIED


def test_825_312_b_a_certificate_in_hand_settles_it_whatever_contract_and_practice_say() -> None:
    for changes in ({"prevailing": None}, {"practice": None}, {"workdays_out": None}):
        assert found(SURGERY, certificate=GOOD, **changes).ground is ReturnGround.CERTIFIED


@pytest.mark.parametrize(("practice", "shown"), [(False, 0), (None, 1)])
def test_825_312_a_a_practice_must_be_shown(practice: bool | None, shown: int) -> None:
    answer = ask(SURGERY, practice=practice)
    assert answer.result is not None
    assert (answer.result.held, answer.result.ground) == (False, ReturnGround.NO_PRACTICE)
    assert len(answer.result.must_show) == shown
    assert answer.steps[-1].rule == "J1"


@pytest.mark.parametrize(("out", "held", "shown"), [(4, False, 0), (5, True, 0), (None, False, 1), (0, False, 0)])
def test_practice_asks_for_papers_after_so_many_workdays_out(out: int | None, held: bool, shown: int) -> None:
    answer = ask(SURGERY, workdays_out=out)
    assert answer.result is not None
    assert answer.result.held is held
    assert len(answer.result.must_show) == shown
    assert answer.result.ground is (ReturnGround.NO_CERTIFICATE if held else ReturnGround.TOO_SHORT)
    assert answer.steps[0].inputs == {"out": "unknown" if out is None else str(out), "needed": "5"}
    assert ("not shown" in answer.says) is (out is None)
    assert not found(SURGERY, HARBOR, workdays_out=9).held
    assert found(SURGERY, HARBOR, workdays_out=10).held


def test_825_312_g_a_contract_prevails() -> None:
    free = ask(SURGERY, prevailing="returns_without")
    assert free.result == ReturnHeld(held=False, ground=ReturnGround.CONTRACT_RETURNS)
    assert free.steps[-1].rule == "J5"
    asks = ask(SURGERY, prevailing="asks_clearance", practice=False, workdays_out=1)
    assert asks.result is not None
    assert asks.result.held
    assert [step.rule for step in asks.steps] == ["J5", "J6", "J3"]


def test_825_312_g_a_contract_that_is_not_known_gives_branches() -> None:
    answer = ask(SURGERY, prevailing=None)
    assert answer.standing is Standing.CONDITIONAL
    assert [b.result.held for b in answer.branches if b.result] == [True, True, False]
    assert [b.given[0].rsplit("? ")[1] for b in answer.branches] == [
        "nothing",
        "that clearance is asked",
        "that one returns without",
    ]
    assert answer.gaps[0].fact == "prevailing"
    assert found(OFFICER, prevailing=None).ground is ReturnGround.NOT_PER_ABSENCE


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"last_certificate_on": "2026-05-21"}, "certificate_after_return"),
        ({"concern": {"on": "2026-05-21"}}, "concern_after_return"),
    ],
)
def test_facts_that_contradict_each_other_are_refused_by_name(changes: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ask(OFFICER, **changes)
    assert refused.value.errors()[0]["type"] == name
    assert not found(OFFICER, last_certificate_on="2026-05-20", concern={"on": "2026-05-20"}).held


@given(facts_of(ReturnFacts))
def test_nobody_is_held_who_was_not_told(facts: ReturnFacts) -> None:
    for using in (POLICY, HARBOR):
        answer = return_held(facts, policy=using)
        for result in [answer.result, *(b.result for b in answer.branches)]:
            if result is not None and result.held:
                assert facts.announced
                assert facts.reason is LeaveReason.OWN_CONDITION
                assert result.earliest_on is None or result.earliest_on <= facts.returns_on


def test_examples_are_facts() -> None:
    for example in ReturnFacts.model_json_schema()["examples"]:
        ReturnFacts.model_validate(example)
