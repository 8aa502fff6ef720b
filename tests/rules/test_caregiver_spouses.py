"""Caregiver leave first and never both; which leave spouses share. 29 CFR 825.127, 825.201(b) (law.md N6, N7)."""

from typing import Any

import pytest

from infra import policies
from tests.rules.facts import POLICY, day, policy
from workflows.rules.answers import Answer, Standing, Teller
from workflows.rules.caregiver import CaregiverFacts, CountsAs, caregiver_leave, single_year
from workflows.rules.plans import Plan
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.rules.spouses import Spouse, SpousesFacts, SpousesShare, spouses_share

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))
APPLIED = policy(spouse_limit="applied")
NOT_APPLIED = policy(spouse_limit="not_applied")
TOLD: dict[str, Any] = {"married": True, "same_employer": True, "both_eligible": True, "entries": ()}
ALONE = SpousesShare(shared=False, weeks=None, at_most=False)


def counts_as(on: str, fits: bool | None, other: bool | None, first: str | None = None) -> Answer[CountsAs]:
    facts = CaregiverFacts(
        on=day(on), fits_caregiver=fits, fits_other=other, first_caregiver_on=day(first) if first else None
    )
    return caregiver_leave(facts, policy=POLICY)


@pytest.mark.parametrize(
    ("on", "fits", "other", "first", "plan", "word"),
    [
        ("2026-02-02", True, True, None, Plan.CAREGIVER, "care for a covered servicemember"),
        ("2026-02-02", True, False, None, Plan.CAREGIVER, "care for a covered servicemember"),
        ("2026-02-02", True, None, None, Plan.CAREGIVER, "care for a covered servicemember"),
        ("2027-02-01", True, True, "2026-02-02", Plan.CAREGIVER, "care for a covered servicemember"),
        ("2027-02-02", True, True, "2026-02-02", Plan.FMLA, "other FMLA leave"),
        ("2027-02-02", True, False, "2026-02-02", None, "no FMLA leave"),
        ("2026-02-02", False, True, None, Plan.FMLA, "other FMLA leave"),
        ("2026-02-02", False, False, None, None, "no FMLA leave"),
        ("2026-01-01", True, True, "2026-02-02", Plan.CAREGIVER, "care for a covered servicemember"),
    ],
)
def test_825_127_e_4_as_caregiver_leave_first_and_never_as_both(
    on: str, fits: bool, other: bool | None, first: str | None, plan: Plan | None, word: str
) -> None:
    answer = counts_as(on, fits, other, first)
    assert answer.standing is Standing.SETTLED
    assert answer.result is not None
    assert answer.result.plan is plan
    assert word in answer.says
    assert dict.fromkeys(step.rule for step in answer.steps) == {"N6": None}
    if plan is Plan.CAREGIVER:
        assert answer.result.period_first_on == day(min(first or on, on))
        assert len(answer.steps) == 2
    else:
        assert answer.result.period_first_on is answer.result.period_last_on is None
        assert ("lost" in answer.steps[0].says) == fits


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-02-02", "2027-02-01"),
        ("2024-02-29", "2025-02-28"),
        ("2024-03-01", "2025-02-28"),
        ("2026-01-01", "2026-12-31"),
    ],
)
def test_825_127_e_1_the_single_period_has_12_months(first: str, last: str) -> None:
    assert single_year(day(first), policy=POLICY) == (day(first), day(last))


@pytest.mark.parametrize(
    ("on", "fits", "other", "first", "plans", "gaps"),
    [
        ("2026-02-02", None, True, None, [Plan.CAREGIVER, Plan.FMLA], ["fits_caregiver"]),
        ("2026-02-02", None, None, None, [Plan.CAREGIVER, Plan.FMLA, None], ["fits_caregiver", "fits_other"]),
        ("2026-02-02", False, None, None, [Plan.FMLA, None], ["fits_other"]),
        ("2027-02-02", True, None, "2026-02-02", [Plan.FMLA, None], ["fits_other"]),
    ],
)
def test_825_127_e_4_unknown_fits_have_branches(
    on: str, fits: bool | None, other: bool | None, first: str | None, plans: list[Plan | None], gaps: list[str]
) -> None:
    answer = counts_as(on, fits, other, first)
    assert answer.standing is Standing.CONDITIONAL
    assert [b.result.plan for b in answer.branches if b.result] == plans
    assert [g.fact for g in answer.gaps] == gaps
    assert {g.teller for g in answer.gaps} == {Teller.COORDINATOR}


def share(
    reason: LeaveReason, parent: bool | None = None, by: LeavePolicy = APPLIED, **told: Any
) -> Answer[SpousesShare]:
    return spouses_share(SpousesFacts(reason=reason, parent=parent, spouse=Spouse(**told)), policy=by)


@pytest.mark.parametrize(
    ("reason", "parent", "weeks"),
    [
        (LeaveReason.BONDING, None, 12),
        (LeaveReason.FAMILY_CARE, True, 12),
        (LeaveReason.MILITARY_CAREGIVER, None, 26),
        (LeaveReason.FAMILY_CARE, False, None),
        (LeaveReason.OWN_CONDITION, None, None),
        (LeaveReason.EXIGENCY, None, None),
    ],
)
def test_825_201_b_which_leave_two_spouses_share(reason: LeaveReason, parent: bool | None, weeks: int | None) -> None:
    answer = share(reason, parent, **TOLD)
    assert answer.result == (SpousesShare(shared=True, weeks=weeks, at_most=False) if weeks else ALONE)
    assert {step.rule for step in answer.steps} == {"N7"}
    assert ("together have" in answer.says) == bool(weeks)
    assert answer.unconfirmed == (("spouse_limit",) if weeks else ())
    assert ("all weeks for this reason" in answer.says) == (weeks is None)


def test_825_201_b_a_spouse_whose_use_is_not_told() -> None:
    answer = share(LeaveReason.BONDING, **{**TOLD, "entries": None})
    assert answer.result == SpousesShare(shared=True, weeks=12, at_most=True)
    assert [step.says for step in answer.steps][-1].startswith("The spouse's use is not told")
    assert share(LeaveReason.BONDING, **TOLD, by=HARBOR).result == SpousesShare(shared=True, weeks=12, at_most=False)


@pytest.mark.parametrize("fact", ["married", "same_employer", "both_eligible"])
def test_825_201_b_one_no_settles_it_whatever_else_is_unknown(fact: str) -> None:
    answer = share(LeaveReason.FAMILY_CARE, None, POLICY, **{fact: False})
    assert answer.result == ALONE
    assert "does not hold" in answer.says


def test_825_201_b_an_employer_that_does_not_apply_it_settles_it() -> None:
    answer = share(LeaveReason.BONDING, by=NOT_APPLIED)
    assert answer.result == ALONE
    assert answer.unconfirmed == ("spouse_limit",)


@pytest.mark.parametrize(
    ("told", "parent", "by", "fact", "teller"),
    [
        ({"married": None}, True, APPLIED, "spouse.married", Teller.EMPLOYEE),
        ({"same_employer": None}, True, APPLIED, "spouse.same_employer", Teller.EMPLOYEE),
        ({"both_eligible": None}, True, APPLIED, "spouse.both_eligible", Teller.COORDINATOR),
        ({}, None, APPLIED, "parent", Teller.EMPLOYEE),
        ({}, True, POLICY, "policy", Teller.HRD),
    ],
)
def test_825_201_b_each_unknown_has_both_branches(
    told: dict[str, Any], parent: bool | None, by: LeavePolicy, fact: str, teller: Teller
) -> None:
    answer = share(LeaveReason.FAMILY_CARE, parent, by, **{**TOLD, **told})
    assert answer.standing is Standing.CONDITIONAL
    assert [b.result.shared for b in answer.branches if b.result] == [True, False]
    assert [(g.fact, g.teller) for g in answer.gaps] == [(fact, teller)]


def test_825_201_b_nothing_told_names_every_gap() -> None:
    answer = share(LeaveReason.BONDING, by=POLICY)
    assert [g.fact for g in answer.gaps] == ["spouse.married", "spouse.same_employer", "spouse.both_eligible", "policy"]
