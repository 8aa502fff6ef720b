"""A sign nobody referred, a notice that was missed, designation backward, and the job at the return.

29 CFR 825.214-216, 825.300(e), 825.301(d), 825.311(b) (law.md D5-D7, D10, F8, J7).
"""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from infra import policies
from tests.rules.any_facts import facts_of
from tests.rules.facts import POLICY, day
from workflows.rules.answers import Answer, Standing
from workflows.rules.designating import (
    Backward,
    BackwardFacts,
    Missed,
    MissedFacts,
    Sign,
    SignFacts,
    missed_notice,
    retroactive_designation,
    sign_of_need,
)
from workflows.rules.policy import LeavePolicy
from workflows.rules.restoration import Restoration, RestorationFacts, RestorationGround, restoration

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))

# A sign


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


# A missed notice


def missed(known: list[dict[str, Any]] | None = None, **changes: Any) -> Answer[Missed]:
    known = known or [{"on": "2026-02-06", "by": "supervisor", "shown": True}]
    facts = {"notice": {"kind": "eligibility_notice", "known": known}, "as_of": "2026-03-02", **changes}
    return missed_notice(MissedFacts.model_validate(facts), policy=POLICY)


@pytest.mark.parametrize(
    ("changes", "late", "says"),
    [
        ({}, 17, "a breach: it was due on 2026-02-13; give it now, and keep the breach on record"),
        (
            {"given_on": "2026-03-03"},
            18,
            "a breach: it was due on 2026-02-13; give it now, and keep the breach on record",
        ),
        ({"given_on": "2026-02-13"}, 0, "given in time: due on 2026-02-13"),
        (
            {"given_on": "2026-02-14"},
            1,
            "a breach: it was due on 2026-02-13; give it now, and keep the breach on record",
        ),
        ({"as_of": "2026-02-13"}, 0, "in time so far: due on 2026-02-13"),
    ],
)
def test_825_300_e_knew_but_did_not_refer(changes: dict[str, Any], late: int, says: str) -> None:
    answer = missed(**changes)
    assert answer.result is not None
    assert (answer.result.is_breach, answer.result.days_late, answer.says) == (late > 0, late, says)
    assert answer.result.due is not None
    assert answer.result.due.due_on == day("2026-02-13")
    assert [step.rule for step in answer.steps] == ["D1"] + ["D7"] * (late > 0)


def test_825_300_e_in_doubt_who_knew_when_a_branch_for_each_day() -> None:
    doubtful = {"on": "2026-02-06", "by": "supervisor", "shown": None}
    certain = {"on": "2026-03-02", "by": "leave_office", "shown": True}
    answer = missed([doubtful, certain])
    assert answer.standing is Standing.CONDITIONAL
    assert [b.result.is_breach for b in answer.branches if b.result] == [True, False]
    assert [b.given for b in answer.branches] == [
        ("was it known on 2026-02-06? yes",),
        ("was it known on 2026-02-06? no",),
    ]
    assert [gap.fact for gap in answer.gaps] == ["known"]
    assert missed([doubtful, certain], given_on="2026-02-10").result is None
    alone = missed([doubtful])
    assert [b.result and b.result.is_breach for b in alone.branches] == [True, None]
    nobody = missed([{"on": "2026-02-06", "by": "co_worker", "shown": True}])
    assert nobody.standing is Standing.NOT_ANSWERABLE
    assert nobody.gaps[0].fact == "known"


def test_825_300_b_1_what_was_not_owed_again_was_not_missed() -> None:
    clock = {
        "kind": "eligibility_notice",
        "known": [{"on": "2026-02-06", "by": "supervisor", "shown": True}],
        "before": {"given_on": "2026-01-14", "period_first_on": "2026-01-12", "changed": False},
    }
    answer = missed(notice=clock)
    assert answer.result == Missed(is_breach=False, due=None, days_late=0)


# Designation backward

BACK = {
    "back_to": "2026-02-02",
    "decided_on": "2026-03-18",
    "harm": False,
    "harm_found_by": "C-7",
    "notice_given": True,
}


def back(**changes: Any) -> Answer[Backward]:
    return retroactive_designation(BackwardFacts.model_validate({**BACK, **changes}), policy=POLICY)


@pytest.mark.parametrize(
    ("changes", "may"),
    [
        ({}, True),
        ({"harm": True, "agreed": True}, True),
        ({"harm": None, "agreed": True}, True),
        ({"harm": True, "agreed": False}, False),
        ({"notice_given": False}, False),
        ({"notice_given": False, "agreed": True}, False),
        ({"notice_given": None, "harm": True, "agreed": False}, False),
    ],
)
def test_825_301_d_backward_with_notice_and_without_harm_or_by_agreement(changes: dict[str, Any], may: bool) -> None:
    answer = back(**changes)
    from_on = day("2026-02-02") if may else day("2026-03-18")
    assert answer.result == Backward(may_designate=may, from_on=from_on, void_attendance_points=may)
    assert answer.steps[0].rule == "D5"
    assert (answer.steps[-1].rule == "L6") is may
    assert str(from_on) in answer.says


@pytest.mark.parametrize(
    ("changes", "fact", "may"),
    [
        ({"notice_given": None}, "notice_given", [True, False]),
        ({"harm": None, "agreed": False}, "harm", [False, True]),
        ({"harm_found_by": None, "agreed": False}, "harm", [False, True]),
        ({"harm_found_by": "", "agreed": False}, "harm", [False, True]),
        ({"harm": True}, "agreed", [True, False]),
    ],
)
def test_825_301_d_what_is_not_known_has_branches(changes: dict[str, Any], fact: str, may: list[bool]) -> None:
    answer = back(**changes)
    assert [b.result.may_designate for b in answer.branches if b.result] == may
    assert answer.gaps[0].fact == fact


def test_825_301_d_the_step_names_the_ground() -> None:
    assert "harms nobody" in back().steps[1].says
    assert "agree" in back(agreed=True).steps[1].says
    with pytest.raises(ValidationError, match="does not reach back"):
        back(decided_on="2026-02-01")


# The job


def job(**changes: Any) -> Answer[Restoration]:
    facts = {"offered": "same", "unequivocal": False, "job_gone": False, **changes}
    return restoration(RestorationFacts.model_validate(facts), policy=POLICY)


@pytest.mark.parametrize(
    ("changes", "ground", "owed", "satisfied", "rules"),
    [
        ({}, "restored", True, True, ["J7"]),
        ({"job_gone": None}, "restored", True, True, ["J7"]),
        ({"offered": "other", "terms_equal": True}, "restored", True, True, ["J7"]),
        ({"offered": "other", "terms_equal": False}, "not_equivalent", True, False, ["J7"]),
        ({"offered": "none"}, "nothing_offered", True, False, ["J7"]),
        ({"job_gone": True}, "no_greater_right", False, False, ["J7"]),
        ({"unequivocal": True, "unequivocal_found_by": "C-7"}, "will_not_return", False, False, ["F8"]),
        ({"unequivocal": True}, "restored", True, True, ["F8", "J7"]),
        ({"unequivocal": True, "unequivocal_found_by": ""}, "restored", True, True, ["F8", "J7"]),
        ({"unequivocal": None, "unequivocal_found_by": "C-7"}, "restored", True, True, ["F8", "J7"]),
    ],
)
def test_825_214_the_same_or_an_equivalent_job(
    changes: dict[str, Any], ground: str, owed: bool, satisfied: bool, rules: list[str]
) -> None:
    answer = job(**changes)
    assert answer.result == Restoration(owed=owed, satisfied=satisfied, ground=RestorationGround(ground))
    assert [step.rule for step in answer.steps] == rules


def test_825_215_whether_the_terms_are_equal_may_be_unknown() -> None:
    answer = job(offered="other")
    assert [b.result.satisfied for b in answer.branches if b.result] == [True, False]
    assert answer.gaps[0].fact == "terms_equal"
    assert len({job(offered="none").says, job().says, answer.branches[1].says, job(job_gone=True).says}) == 4


@given(facts_of(SignFacts))
def test_a_sign_is_judged_whatever_is_told(facts: SignFacts) -> None:
    assert sign_of_need(facts, policy=POLICY).says


@given(facts_of(MissedFacts))
def test_a_missed_notice_is_judged_whatever_is_told(facts: MissedFacts) -> None:
    result = missed_notice(facts, policy=POLICY).result
    assert result is None or result.is_breach is (result.days_late > 0)


@given(facts_of(BackwardFacts))
def test_nothing_reaches_back_without_notice(facts: BackwardFacts) -> None:
    answer = retroactive_designation(facts, policy=POLICY)
    if answer.result is not None and answer.result.may_designate:
        assert facts.notice_given


@given(facts_of(RestorationFacts))
def test_the_job_is_judged_whatever_is_told(facts: RestorationFacts) -> None:
    answer = restoration(facts, policy=POLICY)
    assert answer.result is None or answer.result.owed or not answer.result.satisfied


@pytest.mark.parametrize("model", [SignFacts, MissedFacts, BackwardFacts, RestorationFacts])
def test_examples_are_facts(model: Any) -> None:
    for example in model.model_json_schema()["examples"]:
        model.model_validate(example)
