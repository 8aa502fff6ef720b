"""Every question about pay, ends and special cases answers whatever its facts allow, and its examples are facts."""

import json
from collections.abc import Callable
from datetime import date
from enum import Enum
from fractions import Fraction
from types import NoneType
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from infra import policies
from tests.rules.facts import OFFICE, POLICY
from workflows.rules import (
    adverse_change,
    agency_transfer,
    bonding,
    change_told,
    concurrency,
    end_of_need,
    illness_bank,
    light_duty,
    retroactive,
    state_leaves,
    substitution,
    top_up,
)
from workflows.rules.answers import Answer
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Schedule
from workflows.values import Frozen

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))

Question = Callable[..., Answer[Any]]

QUESTIONS: tuple[tuple[type[Frozen], Question], ...] = (
    (bonding.BondingWindowFacts, bonding.bonding_window),
    (bonding.BondingPartsFacts, bonding.bonding_in_parts),
    (bonding.ChildbirthFacts, bonding.after_childbirth),
    (substitution.SubstitutionFacts, substitution.substitution),
    (top_up.TopUpFacts, top_up.top_up_cap),
    (concurrency.ConcurrencyFacts, concurrency.concurrent_plans),
    (light_duty.LightDutyFacts, light_duty.light_duty),
    (illness_bank.IllnessBankFacts, illness_bank.illness_bank),
    (end_of_need.NeedEndedFacts, end_of_need.need_ended),
    (end_of_need.NeedEndedFacts, end_of_need.cancelled_with_need),
    (change_told.ChangeNoticeFacts, change_told.change_notice),
    (retroactive.MissedNoticeFacts, retroactive.missed_notice),
    (retroactive.RetroactiveFacts, retroactive.retroactive_designation),
    (retroactive.PostponementFacts, retroactive.postponement),
    (agency_transfer.AgencyTransferFacts, agency_transfer.agency_transfer),
    (adverse_change.AttendancePointsFacts, adverse_change.attendance_points),
    (adverse_change.AdverseChangeFacts, adverse_change.adverse_change),
    (state_leaves.StateLeaveFacts, state_leaves.state_leave_notice),
)

NAMES = [question.__name__ for _, question in QUESTIONS]

DAYS = st.one_of(
    st.sampled_from((date.min, date.max, date(2024, 2, 29), date(2026, 3, 12), date(9999, 1, 1), date(1, 1, 2))),
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
)
NUMBERS = st.one_of(st.integers(0, 200), st.just(10**12))
FRACTIONS = st.one_of(st.fractions(0, 30), st.just(Fraction(10**12, 7)))


def facts_of(kind: type[Frozen]) -> st.SearchStrategy[Any]:
    """Facts of a kind, with extreme days and numbers; None where they contradict each other or a bound."""
    fields = {name: told(info.annotation) for name, info in kind.model_fields.items()}
    return st.fixed_dictionaries(fields).map(lambda written: _or_none(kind, written))


def told(annotation: Any) -> st.SearchStrategy[Any]:
    """Whatever a field may be."""
    origin, within = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        return st.lists(told(within[0]).filter(lambda found: found is not None), max_size=3).map(tuple)
    if within:
        return st.one_of(*(told(part) for part in within))
    if annotation in SIMPLE:
        return SIMPLE[annotation]
    if issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    return facts_of(annotation)


def _or_none(kind: type[Frozen], written: dict[str, Any]) -> Any:
    try:
        return kind(**written)
    except ValidationError:
        return None


SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    NoneType: st.none(),
    bool: st.booleans(),
    date: DAYS,
    int: NUMBERS,
    Fraction: FRACTIONS,
    Schedule: st.just(OFFICE),
}


@pytest.mark.parametrize(("kind", "question"), QUESTIONS, ids=NAMES)
@settings(max_examples=60)
@given(data=st.data())
def test_a_question_answers_whatever_its_facts_allow(
    kind: type[Frozen], question: Question, data: st.DataObject
) -> None:
    facts = data.draw(facts_of(kind))
    if facts is None:
        return
    for policy in (POLICY, HARBOR):
        answer = question(facts, policy=policy)
        assert answer.says
        assert [step for step in answer.steps if step.citation == step.rule] == []
        assert Answer.model_validate(answer.model_dump()).standing is answer.standing


@pytest.mark.parametrize(("kind", "question"), QUESTIONS, ids=NAMES)
def test_the_examples_are_facts_and_the_schema_can_be_published(kind: type[Frozen], question: Question) -> None:
    schema = kind.model_json_schema()
    assert schema["examples"]
    for example in schema["examples"]:
        facts = kind.model_validate_json(json.dumps(example))
        assert question(facts, policy=POLICY).says
    assert all("description" in field for field in schema["properties"].values() if "$ref" not in field)
