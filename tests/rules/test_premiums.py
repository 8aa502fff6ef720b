"""Whether group health coverage may end for a late share. 29 CFR 825.209-212 (law.md J8)."""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY, day, policy
from workflows.rules.answers import Answer
from workflows.rules.policy import LeavePolicy
from workflows.rules.premiums import Coverage, PremiumFacts, coverage_may_end

LATE = {"due_on": "2026-05-01", "paid": False, "letter_mailed_on": "2026-05-11", "on": "2026-06-01"}


def ask(using: LeavePolicy = POLICY, **changes: Any) -> Answer[Coverage]:
    return coverage_may_end(PremiumFacts.model_validate({**LATE, **changes}), policy=using)


@pytest.mark.parametrize(
    ("letter", "on", "may_end", "earliest"),
    [
        ("2026-05-11", "2026-05-31", False, "2026-06-01"),
        ("2026-05-11", "2026-06-01", True, "2026-06-01"),
        ("2026-05-17", "2026-06-01", True, "2026-06-01"),
        ("2026-05-18", "2026-06-01", False, "2026-06-02"),
        ("2026-05-18", "2026-06-02", True, "2026-06-02"),
    ],
)
def test_825_212_a_more_than_30_days_late_and_15_days_warned(
    letter: str, on: str, may_end: bool, earliest: str
) -> None:
    answer = ask(letter_mailed_on=letter, on=on)
    assert answer.result == Coverage(may_end=may_end, earliest_on=day(earliest))
    assert [step.rule for step in answer.steps] == ["J8"]
    assert (answer.says == f"coverage may end from {earliest} on") is may_end


def test_825_212_a_paid_or_not_warned_coverage_goes_on() -> None:
    paid = ask(paid=True)
    assert paid.result == Coverage(may_end=False, earliest_on=None)
    assert "paid" in paid.steps[0].says
    unwarned = ask(letter_mailed_on=None, paid=None, on="2027-06-01")
    assert unwarned.result == Coverage(may_end=False, earliest_on=None)
    assert "no warning" in unwarned.says


def test_825_212_a_whether_it_was_paid_may_be_unknown() -> None:
    answer = ask(paid=None)
    assert [b.result.may_end for b in answer.branches if b.result] == [False, True]
    assert answer.gaps[0].fact == "paid"
    early = ask(paid=None, on="2026-05-31").result
    assert early == Coverage(may_end=False, earliest_on=day("2026-06-01"))


def test_an_employer_may_give_more_days() -> None:
    assert ask(policy(premium_grace_days=45)).result == Coverage(may_end=False, earliest_on=day("2026-06-16"))
    assert ask(policy(premium_warning_days=30)).result == Coverage(may_end=False, earliest_on=day("2026-06-10"))


def test_a_warning_before_the_share_was_due_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        ask(letter_mailed_on="2026-04-30")
    assert refused.value.errors()[0]["type"] == "warned_before_due"
    assert ask(letter_mailed_on="2026-05-01").result is not None


@given(facts_of(PremiumFacts))
def test_it_answers_whatever_it_is_told(facts: PremiumFacts) -> None:
    result = coverage_may_end(facts, policy=POLICY).result
    if result is not None and result.may_end:
        assert facts.letter_mailed_on is not None


def test_examples_are_facts() -> None:
    for example in PremiumFacts.model_json_schema()["examples"]:
        PremiumFacts.model_validate(example)
