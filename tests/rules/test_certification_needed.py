"""Which paper may be asked for, and by when. 29 CFR 825.305, 825.309, 825.310, 825.122(k) (law.md G1, G8-G11)."""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from infra import policies
from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY, day
from workflows.rules.answers import Answer, Standing
from workflows.rules.certification_needed import (
    REQUEST_SAYS,
    Needed,
    NeededFacts,
    Paper,
    ask_by,
    certification_needed,
)
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.rules.sufficiency import CertificationItem, items_of

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))

NEW = {
    "reason": "own_condition",
    "on": "2026-02-10",
    "known_on": "2026-02-06",
    "starts_on": "2026-03-02",
    "foreseeable": True,
    "certified": False,
}


def ask(using: LeavePolicy = POLICY, **changes: Any) -> Answer[Needed]:
    return certification_needed(NeededFacts.model_validate({**NEW, **changes}), policy=using)


def found(using: LeavePolicy = POLICY, **changes: Any) -> Needed:
    result = ask(using, **changes).result
    assert result is not None
    return result


@pytest.mark.parametrize("reason", [LeaveReason.OWN_CONDITION, LeaveReason.FAMILY_CARE])
def test_825_305_a_a_condition_may_be_certified_and_only_what_the_form_asks(reason: LeaveReason) -> None:
    answer = ask(reason=reason)
    assert answer.result == Needed(
        may_ask=True,
        paper=Paper.MEDICAL_CERTIFICATION,
        ask_by=ask_by(day("2026-02-06"), policy=POLICY),
        items=items_of(reason),
    )
    assert [step.rule for step in answer.steps] == ["G10"] * 4 + ["G1"]
    assert [step.says for step in answer.steps[:4]] == list(REQUEST_SAYS)
    assert answer.says == "this may be asked for: medical certification, by 2026-02-13"


@pytest.mark.parametrize(
    ("changes", "may_ask", "by"),
    [
        ({"on": "2026-02-13"}, True, "2026-02-13"),
        ({"on": "2026-02-14"}, False, "2026-02-13"),
        ({"on": "2026-02-14", "doubt_found_by": "C-7"}, True, "2026-02-13"),
        ({"on": "2026-02-14", "doubt_found_by": ""}, False, "2026-02-13"),
        ({"on": "2026-03-09", "foreseeable": False}, True, "2026-03-09"),
        ({"on": "2026-03-10", "foreseeable": False}, False, "2026-03-09"),
        ({"on": "2026-02-13", "foreseeable": False, "starts_on": "2026-02-02"}, True, "2026-02-13"),
    ],
)
def test_825_305_b_asked_at_notice_or_within_business_days(changes: dict[str, Any], may_ask: bool, by: str) -> None:
    answer = ask(**changes)
    assert answer.result is not None
    assert answer.result.ask_by is not None
    assert (answer.result.may_ask, str(answer.result.ask_by.due_on)) == (may_ask, by)
    assert bool(answer.result.items) is may_ask
    assert ("too late" in answer.says) is not may_ask
    assert ("questions" in answer.steps[-1].says) is bool(changes.get("doubt_found_by"))


def test_825_305_b_whether_it_was_foreseeable_may_be_unknown() -> None:
    answer = ask(on="2026-02-20", foreseeable=None)
    assert answer.standing is Standing.CONDITIONAL
    assert [b.result.may_ask for b in answer.branches if b.result] == [False, True]
    assert answer.gaps[0].fact == "foreseeable"


def test_825_305_e_a_new_leave_year_may_be_certified_anew() -> None:
    answer = ask(certified=True, new_leave_year=True)
    assert answer.result == Needed(
        may_ask=True,
        paper=Paper.MEDICAL_CERTIFICATION,
        ask_by=None,
        items=items_of(LeaveReason.OWN_CONDITION),
        is_new_year=True,
    )
    assert "second opinions" in answer.steps[-1].says
    assert not found(certified=True, new_leave_year=False).may_ask
    assert "recertification" in ask(certified=True, new_leave_year=False).steps[-1].says
    unknown = ask(certified=True)
    assert [b.result.may_ask for b in unknown.branches if b.result] == [True, False]
    assert unknown.gaps[0].fact == "new_leave_year"


def test_825_305_e_an_employer_may_not_use_it() -> None:
    answer = ask(HARBOR, certified=True, new_leave_year=True)
    assert answer.result == Needed(may_ask=False, paper=None, ask_by=None, items=())
    assert answer.steps[-1].rule == "G8"


def test_whether_there_is_a_certification_may_be_unknown() -> None:
    answer = ask(certified=None, new_leave_year=False)
    assert [b.result.may_ask for b in answer.branches if b.result] == [False, True]
    assert answer.gaps[0].fact == "certified"


def test_825_122_k_bonding_needs_proof_of_the_relation_alone() -> None:
    answer = ask(reason="bonding", certified=None)
    assert answer.result is not None
    assert (answer.result.paper, answer.result.items) == (Paper.PROOF_OF_RELATION, ())
    assert answer.steps[0].rule == "G11"


def test_825_309_orders_are_asked_for_once_a_deployment() -> None:
    assert found(reason="exigency", orders_seen=False).paper is Paper.ORDERS_AND_EXIGENCY
    assert found(reason="exigency", orders_seen=True).paper is Paper.EXIGENCY
    unknown = ask(reason="exigency")
    assert [b.result.paper for b in unknown.branches if b.result] == [Paper.EXIGENCY, Paper.ORDERS_AND_EXIGENCY]
    assert unknown.gaps[0].fact == "orders_seen"
    assert unknown.steps[0].rule == "G9"


def test_825_310_travel_orders_do_for_a_servicemember() -> None:
    answer = ask(reason="military_caregiver", travel_orders=True)
    assert answer.result == Needed(may_ask=False, paper=Paper.TRAVEL_ORDERS, ask_by=None, items=())
    assert "accepted" in answer.says
    assert found(reason="military_caregiver", travel_orders=False).paper is Paper.SERVICEMEMBER_CERTIFICATION
    unknown = ask(reason="military_caregiver")
    assert [b.result.may_ask for b in unknown.branches if b.result] == [False, True]
    assert unknown.gaps[0].fact == "travel_orders"


def test_825_310_a_caregivers_certification_is_not_asked_for_again() -> None:
    again = ask(reason="military_caregiver", travel_orders=False, certified=True, new_leave_year=True)
    assert again.result is not None
    assert not again.result.may_ask
    assert again.unconfirmed == ()


def test_825_309_a_orders_that_were_seen_are_no_entry_any_more() -> None:
    whole, later = (found(reason="exigency", orders_seen=seen).items for seen in (False, True))
    assert whole == items_of(LeaveReason.EXIGENCY)
    assert set(whole) - set(later) == {CertificationItem.ACTIVE_DUTY_ORDERS}


def test_a_paper_is_not_asked_for_before_the_need_was_known() -> None:
    with pytest.raises(ValidationError) as refused:
        ask(on="2026-02-05")
    assert refused.value.errors()[0]["type"] == "asked_before_known"
    assert found(on="2026-02-06").may_ask


@given(facts_of(NeededFacts))
def test_it_answers_whatever_it_is_told_and_asks_no_more_than_the_form(facts: NeededFacts) -> None:
    answer = certification_needed(facts, policy=POLICY)
    for result in [answer.result, *(b.result for b in answer.branches)]:
        if result is not None:
            assert set(result.items) <= set(items_of(facts.reason))


def test_examples_are_facts() -> None:
    for example in NeededFacts.model_json_schema()["examples"]:
        NeededFacts.model_validate(example)
