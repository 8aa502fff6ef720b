"""Who may contact a provider, what for and when. 29 CFR 825.307(a), 825.309(d), 825.312(b) (law.md G6, G9, J2)."""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from infra import policies
from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY, day
from workflows.rules.answers import Answer, Standing
from workflows.rules.policy import LeavePolicy
from workflows.rules.provider_contacts import (
    Contact,
    ContactFacts,
    ContactingRole,
    ContactPurpose,
    ContactRefusal,
    provider_contact,
)

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))

CLARIFY = {
    "paper": "certification",
    "purpose": "clarify",
    "on": "2026-03-11",
    "role": "leave_administrator",
    "is_direct_supervisor": False,
    "deficient": True,
    "list_received_on": "2026-03-03",
    "authorised": True,
}


def ask(using: LeavePolicy = POLICY, **changes: Any) -> Answer[Contact]:
    return provider_contact(ContactFacts.model_validate({**CLARIFY, **changes}), policy=using)


def found(using: LeavePolicy = POLICY, **changes: Any) -> Contact:
    result = ask(using, **changes).result
    assert result is not None
    return result


@pytest.mark.parametrize(
    "role", ["health_care_provider", "human_resources", "leave_administrator", "management_official"]
)
@pytest.mark.parametrize("purpose", ["authenticate", "clarify"])
@pytest.mark.parametrize("paper", ["certification", "recertification", "caregiver_certification", "fitness_for_duty"])
def test_825_307_a_four_roles_may_authenticate_and_clarify(role: str, purpose: str, paper: str) -> None:
    answer = ask(role=role, purpose=purpose, paper=paper)
    assert answer.result == Contact(allowed=True)
    assert answer.says == "the provider may be contacted"
    assert answer.steps[-1].rule == "G6"


def test_825_307_a_the_direct_supervisor_never_may_in_any_role() -> None:
    for role in [*ContactingRole, None]:
        answer = ask(role=role, is_direct_supervisor=True, authorised=None, deficient=None, list_received_on=None)
        assert answer.result == Contact(allowed=False, refusal=ContactRefusal.DIRECT_SUPERVISOR)
        assert answer.says == "never the employee's direct supervisor"


def test_825_307_a_nobody_in_another_role() -> None:
    answer = ask(role="other", is_direct_supervisor=None)
    assert answer.result == Contact(allowed=False, refusal=ContactRefusal.ROLE)
    assert "health care provider" in answer.steps[0].says


@pytest.mark.parametrize("purpose", [ContactPurpose.MORE_INFORMATION, ContactPurpose.VERIFY_MEETING])
def test_825_307_a_nothing_more_is_asked(purpose: ContactPurpose) -> None:
    answer = ask(purpose=purpose)
    assert answer.result == Contact(allowed=False, refusal=ContactRefusal.PURPOSE)
    assert answer.steps[0].inputs == {"purpose": purpose.value}


@pytest.mark.parametrize(("on", "allowed"), [("2026-03-03", False), ("2026-03-10", False), ("2026-03-11", True)])
def test_825_307_a_not_before_the_chance_to_cure_has_run(on: str, allowed: bool) -> None:
    result = found(on=on)
    assert result.allowed is allowed
    assert result.refusal is (None if allowed else ContactRefusal.CURE_NOT_OVER)
    assert result.from_on == (None if allowed else day("2026-03-11"))
    assert ("2026-03-11" in ask(on=on).says) is not allowed
    assert ("is over" in ask(on=on).steps[0].says) is allowed


def test_825_305_c_more_days_to_cure_and_another_employers_days() -> None:
    assert found(cure_extension={"due_on": "2026-03-20", "found_by": "C-7"}).from_on == day("2026-03-21")
    assert found(cure_extension={"due_on": "2026-03-20"}).allowed
    assert found(HARBOR).from_on == day("2026-03-14")


def test_825_307_a_the_list_must_be_received_before_the_chance_runs() -> None:
    answer = ask(list_received_on=None)
    assert answer.result == Contact(allowed=False, refusal=ContactRefusal.CURE_NOT_OVER)
    assert "begins with the list" in answer.steps[0].says


def test_825_307_a_a_paper_handed_in_again_ends_the_chance() -> None:
    assert found(on="2026-03-06", cured_on="2026-03-06").allowed
    assert not found(on="2026-03-06", cured_on="2026-03-07").allowed


def test_825_307_a_a_paper_without_a_deficiency_can_be_authenticated() -> None:
    assert found(deficient=False, list_received_on=None, purpose="authenticate").allowed


def test_825_307_a_what_is_not_known_of_the_paper() -> None:
    answer = ask(deficient=None, list_received_on=None)
    assert [b.result.allowed for b in answer.branches if b.result] == [False, True]
    assert [b.result.refusal for b in answer.branches if b.result] == [ContactRefusal.CURE_NOT_OVER, None]
    assert answer.gaps[0].fact == "deficient"
    listed = found(deficient=None, on="2026-03-10")
    assert listed.refusal is ContactRefusal.CURE_NOT_OVER
    assert found(deficient=None).allowed
    assert found(deficient=None, list_received_on=None, cured_on="2026-03-11").allowed


def test_825_307_a_without_authorisation_nobody_asks() -> None:
    answer = ask(authorised=False)
    assert answer.result == Contact(allowed=False, refusal=ContactRefusal.NOT_AUTHORISED, may_deny=True)
    assert "authorisation" in answer.says
    assert not found(authorised=False, purpose="authenticate").may_deny
    assert not found(authorised=False, paper="fitness_for_duty").may_deny
    unknown = ask(authorised=None)
    assert [b.result.allowed for b in unknown.branches if b.result] == [True, False]
    assert unknown.gaps[0].fact == "authorised"


def test_825_307_a_who_it_is_may_be_unknown() -> None:
    answer = ask(is_direct_supervisor=None)
    assert [b.result.refusal for b in answer.branches if b.result] == [ContactRefusal.DIRECT_SUPERVISOR, None]
    assert answer.gaps[0].fact == "is_direct_supervisor"
    nobody = ask(role=None)
    assert nobody.standing is Standing.NOT_ANSWERABLE
    assert nobody.gaps[0].fact == "role"
    assert found(role=None, on="2026-03-10").refusal is ContactRefusal.CURE_NOT_OVER


def test_825_312_b_the_return_never_waits() -> None:
    answer = ask(paper="fitness_for_duty")
    assert answer.result is not None
    assert answer.result.return_waits is False
    assert [step.rule for step in answer.steps] == ["G6", "J2", "G6"]


def test_825_309_d_a_meeting_is_verified_without_permission() -> None:
    answer = ask(paper="exigency", purpose="verify_meeting", authorised=False, role=None)
    assert answer.result == Contact(allowed=True)
    assert [step.rule for step in answer.steps] == ["G9"]
    refused = ask(paper="exigency")
    assert refused.result == Contact(allowed=False, refusal=ContactRefusal.PURPOSE)
    assert "meeting alone" in refused.steps[0].says


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"cured_on": "2026-03-02"}, "cured_before_listed"),
        ({"deficient": False}, "list_without_deficiency"),
    ],
)
def test_facts_that_contradict_each_other_are_refused_by_name(changes: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ask(**changes)
    assert refused.value.errors()[0]["type"] == name
    assert found(cured_on="2026-03-03", on="2026-03-03").allowed


@given(facts_of(ContactFacts))
def test_no_contact_by_a_direct_supervisor_whatever_is_told(facts: ContactFacts) -> None:
    answer = provider_contact(facts, policy=POLICY)
    for result in [answer.result, *(b.result for b in answer.branches)]:
        if result is not None and result.allowed and facts.paper != "exigency":
            assert not facts.is_direct_supervisor
            assert facts.authorised is not False
        assert result is None or not result.return_waits


def test_examples_are_facts() -> None:
    for example in ContactFacts.model_json_schema()["examples"]:
        ContactFacts.model_validate(example)
