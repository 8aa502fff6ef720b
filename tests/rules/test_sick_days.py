"""Sick workdays in a row as a sign to look closer. Practice; 29 CFR 825.300(b) (law.md D10)."""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from infra import policies
from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY, day
from workflows.rules.answers import Answer
from workflows.rules.policy import LeavePolicy
from workflows.rules.sick_days import Sign, SignFacts, sign_of_need

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))


def sign(using: LeavePolicy = POLICY, **changes: Any) -> Answer[Sign]:
    facts = {"first_on": "2026-02-02", "known_on": "2026-02-06", "sick_workdays": 5, **changes}
    return sign_of_need(SignFacts.model_validate(facts), policy=using)


def test_five_sick_workdays_are_a_sign_and_the_notice_runs_from_that_knowledge() -> None:
    answer = sign()
    assert answer.result is not None
    assert answer.result.look_closer
    assert answer.result.notice_due is not None
    assert answer.result.notice_due.due_on == day("2026-02-13")
    assert answer.unconfirmed == ("sick_days_sign",)
    assert [step.rule for step in answer.steps] == ["D10", "D1"]
    assert answer.says == "refer it; a notice is due on 2026-02-13"


def test_fewer_days_are_no_sign_and_no_test() -> None:
    answer = sign(sick_workdays=4)
    assert answer.result == Sign(look_closer=False, notice_due=None)
    assert "other signs" in answer.says
    harbor = sign(HARBOR, sick_workdays=3).result
    assert harbor is not None
    assert harbor.look_closer
    assert sign(sick_workdays=None).gaps[0].fact == "sick_workdays"
    with pytest.raises(ValidationError, match="before the first sick day"):
        sign(known_on="2026-02-01")
    with pytest.raises(ValidationError, match="than days had passed"):
        sign(known_on="2026-02-05")


@given(facts_of(SignFacts))
def test_a_sign_is_judged_whatever_is_told(facts: SignFacts) -> None:
    result = sign_of_need(facts, policy=POLICY).result
    assert result is None or result.look_closer is (result.notice_due is not None)


def test_examples_are_facts() -> None:
    for example in SignFacts.model_json_schema()["examples"]:
        SignFacts.model_validate(example)
