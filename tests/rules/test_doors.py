"""Whose matter it is, who is told of an absence, and what may be asked of a provider.

29 CFR 825.113, 825.122, 825.306, 825.500(g); the leave office's practice (law.md 1.2, 1.11, F9, G10, L2).
"""

import itertools

import pytest
from pydantic import TypeAdapter

from workflows.rules.reasons import LeaveReason
from workflows.rules.routing import Chain, ChainRole, recipients, vacant_posts
from workflows.rules.sufficiency import FAMILY_OF_SERVICEMEMBER, CertificationItem, items_of
from workflows.rules.triage import ContactRole, Matter, Ours, Redirection, Triage, triage


@pytest.mark.parametrize(
    ("matter", "reason"),
    [
        (Matter.OWN_CONDITION, LeaveReason.OWN_CONDITION),
        (Matter.PREGNANCY, LeaveReason.OWN_CONDITION),
        (Matter.FAMILY_CARE, LeaveReason.FAMILY_CARE),
        (Matter.BONDING, LeaveReason.BONDING),
        (Matter.EXIGENCY, LeaveReason.EXIGENCY),
        (Matter.MILITARY_CAREGIVER, LeaveReason.MILITARY_CAREGIVER),
        (Matter.WORK_INJURY, LeaveReason.OWN_CONDITION),
    ],
)
def test_825_112_matters_of_the_leave_office(matter: Matter, reason: LeaveReason) -> None:
    for insists in (False, True):
        answer = triage(matter, insists=insists)
        assert isinstance(answer, Ours)
        assert (answer.reason, answer.insisted) == (reason, False)


@pytest.mark.parametrize(
    ("matter", "contact"),
    [
        (Matter.SHORT_ILLNESS, ContactRole.AGENCY),
        (Matter.ROUTINE_APPOINTMENT, ContactRole.AGENCY),
        (Matter.ACCOMMODATION, ContactRole.ADA_COORDINATOR),
        (Matter.COMPENSATION_BENEFIT, ContactRole.CLAIMS_ADJUSTER),
        (Matter.BEREAVEMENT, ContactRole.LIAISON),
        (Matter.TIME_CODES, ContactRole.LIAISON),
    ],
)
def test_matters_of_somebody_else_are_redirected_in_a_sentence(matter: Matter, contact: ContactRole) -> None:
    answer = triage(matter, insists=False)
    assert isinstance(answer, Redirection)
    assert answer.contact is contact
    assert answer.sentence.endswith(".")
    assert answer.citation


@pytest.mark.parametrize("matter", Matter)
def test_825_220_who_insists_always_gets_a_case(matter: Matter) -> None:
    answer = triage(matter, insists=True)
    assert isinstance(answer, Ours)
    assert answer.insisted is isinstance(triage(matter, insists=False), Redirection)
    assert TypeAdapter[Triage](Triage).validate_json(answer.model_dump_json()) == answer


def test_where_several_reasons_fit_the_reason_is_asked_and_not_guessed() -> None:
    asked = [
        m for m in Matter if (answer := triage(m, insists=True)) and isinstance(answer, Ours) and not answer.reason
    ]
    assert asked == [Matter.ROUTINE_APPOINTMENT, Matter.BEREAVEMENT, Matter.TIME_CODES]


def test_k6_the_benefit_of_a_work_injury_is_answered_elsewhere() -> None:
    answer = triage(Matter.WORK_INJURY, insists=False)
    assert isinstance(answer, Ours)
    assert answer.also is not None
    assert answer.also.contact is ContactRole.CLAIMS_ADJUSTER


S, N, L = ChainRole.SUPERVISOR, ChainRole.NEXT_LEVEL, ChainRole.LIAISON


@pytest.mark.parametrize(
    ("supervisor", "next_level", "liaison", "told"),
    [
        ("P-1", "P-2", "P-3", [(S, "P-1"), (N, "P-2")]),
        (None, "P-2", "P-3", [(N, "P-2"), (L, "P-3")]),
        ("P-1", None, "P-3", [(S, "P-1"), (L, "P-3")]),
        (None, None, "P-3", [(L, "P-3")]),
        (None, None, None, []),
        ("P-1", "P-1", "P-3", [(S, "P-1")]),  # the same person in both posts is told once
        (None, "P-2", "P-2", [(N, "P-2")]),
        (None, "P-2", None, [(N, "P-2")]),
    ],
)
def test_f9_supervisor_and_next_level_and_who_stands_in(
    supervisor: str | None, next_level: str | None, liaison: str | None, told: list[tuple[ChainRole, str]]
) -> None:
    chain = Chain(supervisor=supervisor, next_level=next_level, liaison=liaison)
    assert list(recipients(chain)) == told


def test_every_chain_is_told_to_all_its_holders_once_and_to_nobody_else() -> None:
    for holders in itertools.product((None, "P-1", "P-2"), repeat=3):
        chain = Chain(supervisor=holders[0], next_level=holders[1], liaison=holders[2])
        told = [ref for _, ref in recipients(chain)]
        assert len(told) == len(dict.fromkeys(told))
        assert {ref for ref in holders[:2] if ref} <= set(told) <= {ref for ref in holders if ref}
        assert (L in vacant_posts(chain)) is False
        assert len(vacant_posts(chain)) == holders[:2].count(None)


def test_825_306_only_what_the_certification_asks_may_be_asked() -> None:
    own, family = items_of(LeaveReason.OWN_CONDITION), items_of(LeaveReason.FAMILY_CARE)
    assert CertificationItem.JOB_FUNCTIONS in own
    assert CertificationItem.JOB_FUNCTIONS not in family
    assert CertificationItem.CARE_NEEDED in family
    assert CertificationItem.CARE_NEEDED not in own
    assert items_of(LeaveReason.BONDING) == ()


def test_825_309_b_an_exigency_is_certified_by_the_employee_and_asks_nothing_of_health() -> None:
    items = items_of(LeaveReason.EXIGENCY)
    for item in ("exigency_facts", "employee_signature", "exigency_beginning", "meeting_contact", "rest_orders"):
        assert item in items
    assert not {"provider_contact", "provider_signature", "medical_facts", "kind_of_condition"} & set(items)


def test_825_310_b_c_a_caregiver_certification_has_a_part_of_the_family_and_one_of_the_provider() -> None:
    items = items_of(LeaveReason.MILITARY_CAREGIVER)
    assert items[: len(FAMILY_OF_SERVICEMEMBER)] == FAMILY_OF_SERVICEMEMBER
    for item in ("provider_standing", "line_of_duty", "beginning", "duration", "medical_facts", "care_needed"):
        assert item in items[len(FAMILY_OF_SERVICEMEMBER) :]
    assert "job_functions" not in items


def test_every_entry_stands_on_some_paper_and_on_none_twice() -> None:
    papers = [items_of(reason) for reason in LeaveReason]
    assert {item for paper in papers for item in paper} == set(CertificationItem)
    assert all(len(set(paper)) == len(paper) for paper in papers)
