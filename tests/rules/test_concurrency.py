"""Which plans run at the same time, on which days. c.175M s.2(h); 458 CMR 2.12; 29 CFR 825.702(d) (law.md K4-K6)."""

from typing import Any

import pytest
from pydantic import ValidationError

from infra import policies
from tests.rules.facts import POLICY
from workflows.rules.answers import Answer, Standing, Teller
from workflows.rules.concurrency import Concurrency, ConcurrencyFacts, concurrent_plans
from workflows.rules.policy import LeavePolicy

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))
ALL: list[dict[str, Any]] = [{"first_on": "2026-04-07"}]
TOLD: dict[str, Any] = {
    "reason": "own_condition",
    "first_on": "2026-04-07",
    "last_on": "2026-06-29",
    "fmla": ALL,
    "pfml": ALL,
    "layer": [],
    "claim": "approved",
}


def asked(by: LeavePolicy = POLICY, **facts: Any) -> Answer[Concurrency]:
    """The answer about twelve weeks, everything told but what is changed."""
    return concurrent_plans(ConcurrencyFacts.model_validate({**TOLD, **facts}), policy=by)


def plans(answer: Answer[Concurrency]) -> list[tuple[str, str, str, str]]:
    """The days, the plans on them, and what is paid."""
    assert answer.result is not None
    return [
        (str(d.first_on), str(d.last_on), " ".join(p.value for p in d.plans), " ".join(b.value for b in d.paid))
        for d in answer.result.days
    ]


def alike(running: str, paid: str = "") -> list[tuple[str, str, str, str]]:
    """All days alike."""
    return [("2026-04-07", "2026-06-29", running, paid)]


def rules(answer: Answer[Concurrency]) -> list[str]:
    """The rules of the steps."""
    return [step.rule for step in answer.steps]


def test_825_702_d_pfml_that_also_qualifies_for_fmla_is_designated_fmla() -> None:
    answer = asked()
    assert plans(answer) == alike("fmla pfml")
    assert answer.result is not None
    assert answer.result.designate_fmla is True
    assert rules(answer) == ["K2", "D5"]
    assert answer.says == "2026-04-07 to 2026-06-29: FMLA and PFML"


CLAIMS = [
    ("approved", POLICY, "fmla pfml", ["K2", "D5"]),
    ("denied", POLICY, "fmla", ["E10", "D5"]),
    ("not_filed", POLICY, "fmla pfml", ["K4", "D5"]),
    ("not_filed", HARBOR, "fmla", ["K4", "D5"]),
    ("approved", HARBOR, "fmla pfml", ["K2", "D5"]),
]


@pytest.mark.parametrize(("claim", "by", "running", "found"), CLAIMS)
def test_175m_2_h_pfml_runs_with_fmla_by_claim_or_without_one(
    claim: str, by: LeavePolicy, running: str, found: list[str]
) -> None:
    answer = asked(by, claim=claim)
    assert plans(answer) == alike(running)
    assert rules(answer) == found
    assert answer.unconfirmed == (("unfiled_weeks",) if claim == "not_filed" and by is POLICY else ())


ALONE = [
    ({}, ""),
    ({"layer": ALL}, "pfml commonwealth"),
    ({"employer_leave": [{"kind": "paid_leave", "first_on": "2026-04-07"}]}, "pfml"),
    ({"employer_leave": [{"kind": "disability_plan", "first_on": "2026-04-07"}]}, "pfml"),
    ({"employer_leave": [{"kind": "illness_bank", "first_on": "2026-04-07"}]}, "pfml"),
]


@pytest.mark.parametrize(("facts", "running"), ALONE)
def test_458_cmr_2_12_without_fmla_the_employers_leave_starts_pfml_too(facts: dict[str, Any], running: str) -> None:
    answer = asked(fmla=[], claim="not_filed", **facts)
    assert plans(answer) == alike(running)
    assert answer.result is not None
    assert answer.result.designate_fmla is False
    assert rules(answer) == ["K4"]
    assert ("no plan" in answer.says) is (running == "")


def test_each_reason_why_pfml_runs_or_not_has_its_words() -> None:
    def first(by: LeavePolicy = POLICY, **facts: Any) -> str:
        return asked(by, **facts).steps[0].says

    words = [
        first(pfml=[]),
        first(claim="denied"),
        first(claim="approved"),
        first(claim="not_filed"),
        first(HARBOR, claim="not_filed"),
        first(claim="not_filed", fmla=[]),
    ]
    assert len(dict.fromkeys(words)) == len(words)
    assert "does not qualify" in words[0]
    assert "denied" in words[1]
    assert "counts no PFML weeks" in words[4]


def test_days_are_cut_where_a_plan_or_a_benefit_begins_or_ends() -> None:
    answer = asked(
        fmla=[{"first_on": "2026-04-07", "last_on": "2026-05-31"}],
        pfml=[{"first_on": "2026-04-20"}],
        layer=ALL,
        benefits=[{"kind": "pfml", "first_on": "2026-04-27", "last_on": "2026-06-15"}],
    )
    assert plans(answer) == [
        ("2026-04-07", "2026-04-19", "fmla commonwealth", ""),
        ("2026-04-20", "2026-04-26", "fmla pfml commonwealth", ""),
        ("2026-04-27", "2026-05-31", "fmla pfml commonwealth", "pfml"),
        ("2026-06-01", "2026-06-15", "pfml commonwealth", "pfml"),
        ("2026-06-16", "2026-06-29", "pfml commonwealth", ""),
    ]
    assert "the Commonwealth layer" in answer.says


@pytest.mark.parametrize(("fact", "plan"), [("fmla", "fmla"), ("pfml", "pfml"), ("layer", "commonwealth")])
def test_the_edge_of_each_plan_cuts_the_days(fact: str, plan: str) -> None:
    covered: dict[str, Any] = {"fmla": [], "pfml": [], fact: [{"first_on": "2026-05-01", "last_on": "2026-05-31"}]}
    answer = asked(**covered)
    assert plans(answer) == [
        ("2026-04-07", "2026-04-30", "", ""),
        ("2026-05-01", "2026-05-31", plan, ""),
        ("2026-06-01", "2026-06-29", "", ""),
    ]


def test_the_edge_of_the_employers_leave_cuts_the_days() -> None:
    used = [{"kind": "paid_leave", "first_on": "2026-05-01", "last_on": "2026-05-31"}]
    assert [row[2] for row in plans(asked(fmla=[], claim="not_filed", employer_leave=used))] == ["", "pfml", ""]


def test_825_702_d_2_a_work_injury_runs_as_fmla_and_the_certification_is_still_asked() -> None:
    answer = asked(claim="not_filed", work_injury=True, benefits=[{"kind": "compensation", "first_on": "2026-04-07"}])
    assert plans(answer) == alike("fmla pfml", "compensation")
    assert answer.result is not None
    assert (answer.result.designate_fmla, answer.result.certification_asked) == (True, True)
    assert rules(answer) == ["K4", "D5", "K5", "K6"]
    assert "certification is still asked" in answer.steps[3].says
    assert "no claim file is copied" in answer.steps[3].says


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"work_injury": True}, ["K2", "D5", "K5", "K6"]),
        ({"work_injury": False}, ["K2", "D5"]),
        ({"benefits": [{"kind": "disability", "first_on": "2026-04-07"}]}, ["K2", "D5", "K6"]),
    ],
)
def test_pay_is_no_protection_whoever_pays(facts: dict[str, Any], found: list[str]) -> None:
    assert rules(asked(**facts)) == found


@pytest.mark.parametrize(
    ("reason", "asks"),
    [
        ("own_condition", True),
        ("family_care", True),
        ("bonding", False),
        ("exigency", True),
        ("military_caregiver", True),
    ],
)
def test_825_305_papers_are_asked_for_every_reason_but_bonding(reason: str, asks: bool) -> None:
    answer = asked(reason=reason)
    assert answer.result is not None
    assert answer.result.certification_asked is asks


@pytest.mark.parametrize(
    ("fact", "asks", "if_yes", "if_no"),
    [
        ("fmla", "does FMLA cover these days?", "fmla pfml", "pfml"),
        ("pfml", "does the reason qualify for PFML on these days?", "fmla pfml", "fmla"),
        ("layer", "does the Commonwealth layer cover these days?", "fmla pfml commonwealth", "fmla pfml"),
    ],
)
def test_a_plan_that_nobody_told_of_is_asked_for(fact: str, asks: str, if_yes: str, if_no: str) -> None:
    untold: dict[str, Any] = {fact: None}
    answer = asked(**untold)
    found = [(b.given, " ".join(b.result.days[0].plans) if b.result else None) for b in answer.branches]
    assert found == [((f"{asks} yes",), if_yes), ((f"{asks} no",), if_no)]
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [(fact, Teller.COORDINATOR)]


def test_a_claim_that_nobody_told_of_or_decided_is_conditional() -> None:
    unknown = asked(claim=None)
    asks = "how far has the claim to DFML come?"
    assert [(b.given, " ".join(b.result.days[0].plans) if b.result else None) for b in unknown.branches] == [
        ((f"{asks} not filed",), "fmla pfml"),
        ((f"{asks} pending", "does DFML approve the claim? yes"), "fmla pfml"),
        ((f"{asks} pending", "does DFML approve the claim? no"), "fmla"),
        ((f"{asks} approved",), "fmla pfml"),
        ((f"{asks} denied",), "fmla"),
    ]
    assert {gap.teller for gap in unknown.gaps} == {Teller.DFML}
    pending = asked(claim="pending")
    assert [len(b.result.days[0].plans) if b.result else 0 for b in pending.branches] == [2, 1]


def test_a_claim_does_not_matter_where_the_reason_does_not_qualify() -> None:
    answer = asked(claim=None, pfml=[])
    assert answer.standing is Standing.SETTLED
    assert plans(answer) == alike("fmla")


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"last_on": "2026-04-06"}, "ends_before_it_begins"),
        ({"reason": "family_care", "work_injury": True}, "injury_of_another"),
        (
            {"work_injury": False, "benefits": [{"kind": "compensation", "first_on": "2026-04-07"}]},
            "compensated_without_injury",
        ),
        ({"claim": "denied", "benefits": [{"kind": "pfml", "first_on": "2026-04-07"}]}, "paid_without_approval"),
        ({"claim": "not_filed", "benefits": [{"kind": "pfml", "first_on": "2026-04-07"}]}, "paid_without_approval"),
    ],
)
def test_facts_that_contradict_each_other_are_refused(facts: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        asked(**facts)
    assert refused.value.errors()[0]["type"] == name


def test_one_day_is_a_leave_too() -> None:
    assert plans(asked(last_on="2026-04-07")) == [("2026-04-07", "2026-04-07", "fmla pfml", "")]
