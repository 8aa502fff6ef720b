"""The charge for an absence, by plan. 29 CFR 825.205, 825.200(a); M.G.L. c.175M s.2(h) (law.md C1-C13, N1, K4)."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra import policies
from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import OFFICE, POLICY, at, day, policy, workdays
from workflows.rules.absence_counting import count_absence
from workflows.rules.answers import Answer, Standing
from workflows.rules.charging import Charged, ChargeFacts, charge_by_plan
from workflows.rules.plans import Plan
from workflows.rules.policy import LeavePolicy

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))
YES = {"eligible": True, "reason_covered": True}
FMLA = {"plan": "fmla", "bank": "fmla", **YES}
LAYER = {"plan": "commonwealth", "bank": "layer", **YES}
ABUSE = {"plan": "abuse", "bank": "abuse", **YES}


def ask(
    *plans: dict[str, Any], starts: str, ends: str, more: dict[str, Any] | None = None, **ledger: Any
) -> Answer[Charged]:
    absence = {
        "schedule": OFFICE,
        "away": ({"starts_at": at(starts), "ends_at": at(ends)},),
        "notice_on": day("2026-01-05"),
        "known_to": day("2026-12-31"),
        "period_decided": True,
        **(more or {}),
    }
    facts = ChargeFacts.model_validate({"absence": absence, "plans": plans, **ledger})
    return charge_by_plan(facts, policy=POLICY)


def charged(answer: Answer[Charged]) -> Charged:
    assert answer.result is not None
    return answer.result


def test_825_205_what_is_counted_is_charged_in_every_plan() -> None:
    answer = ask(FMLA, LAYER, ABUSE, starts="2026-04-14T13:30", ends="2026-04-14T14:20")
    found = charged(answer)
    assert (found.counted.minutes, found.judged.minutes) == (50, 50)
    assert [one.charged_minutes for one in found.judged.lines] == [50, 50, 50]
    assert found.judged.lines[2].charged.as_integer_ratio() == (5, 48)
    rules = [step.rule for step in answer.steps]
    assert rules.index("C1") < rules.index("N1")
    assert answer.says.endswith("The absence is protected by FMLA and the Commonwealth layer and leave from abuse.")


def test_825_200_a_a_full_week_with_what_is_left_of_the_twelve() -> None:
    """Memorial Day in a full week of leave counts; the last two days find nothing more."""
    entries = [
        {"on": on, "weeks": "1/5", "minutes": 480, "plan": "fmla", "bank": "fmla"} for on in workdays("2026-01-05", 57)
    ]
    found = charged(ask(FMLA, starts="2026-05-25T00:00", ends="2026-05-30T00:00", entries=entries))
    assert found.counted.minutes == 2400
    assert [d.charged_minutes for d in found.judged.lines[0].days] == [480, 480, 480, 0, 0]
    assert found.judged.unprotected_minutes == 960


def test_a_schedule_that_is_not_known_stops_it() -> None:
    answer = ask(FMLA, starts="2019-04-15T09:00", ends="2019-04-15T10:00")
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert answer.gaps


def test_a_fact_missing_in_the_plans_has_branches_with_the_count() -> None:
    answer = ask({**FMLA, "eligible": None}, starts="2026-04-14T09:00", ends="2026-04-14T11:00")
    assert answer.standing is Standing.CONDITIONAL
    assert [g.fact for g in answer.gaps] == ["plans.eligible"]
    results = [b.result for b in answer.branches if b.result]
    assert [r.counted.minutes for r in results] == [120, 120]
    assert [r.judged.lines[0].charged_minutes for r in results] == [120, 0]
    assert [step.rule for step in answer.steps][:1] == ["C1"]
    assert Answer[Charged].model_validate(answer.model_dump())


def test_facts_missing_in_both_have_a_branch_for_each_case() -> None:
    """A holiday on which nobody knows whether the employee was expected to work."""
    more = {"expected_to_work": ({"on": day("2026-05-25"), "expected": None},)}
    answer = ask({**FMLA, "eligible": None}, starts="2026-05-25T09:00", ends="2026-05-25T13:00", more=more)
    assert answer.standing is Standing.CONDITIONAL
    assert [g.fact for g in answer.gaps][-1] == "plans.eligible"
    assert len(answer.gaps) == 2
    minutes = [
        (b.result.counted.minutes, b.result.judged.lines[0].charged_minutes) for b in answer.branches if b.result
    ]
    assert (240, 240) in minutes
    assert (240, 0) in minutes


def test_a_leave_year_from_the_day_of_hire_needs_it() -> None:
    facts = ChargeFacts.model_validate(ChargeFacts.model_json_schema()["examples"][0])
    answer = charge_by_plan(facts, policy=policy(leave_year="anniversary"))
    assert [g.fact for g in answer.gaps] == ["hired_on"]


@given(st.data(), st.sampled_from([POLICY, HARBOR]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_any_facts_are_answered_with_the_count_as_it_is(data: st.DataObject, by: LeavePolicy) -> None:
    facts = data.draw(facts_of(ChargeFacts))
    answer = charge_by_plan(facts, policy=by)
    assert answer.says
    count = count_absence(facts.absence, policy=by)
    for result in (answer.result, *(b.result for b in answer.branches)):
        if result is not None:
            assert result.judged.minutes == result.counted.minutes
    if answer.result is not None and count.result is not None:
        assert answer.result.counted == count.result


@pytest.mark.parametrize("by", [POLICY, HARBOR], ids=["state", "harbor"])
def test_the_example_is_answered(by: LeavePolicy) -> None:
    facts = ChargeFacts.model_validate(ChargeFacts.model_json_schema()["examples"][0])
    found = charged(charge_by_plan(facts, policy=by))
    assert [one.plan for one in found.judged.lines] == [Plan.FMLA, Plan.PFML]


def test_what_is_missing_in_the_count_is_named_from_the_whole_facts() -> None:
    nobody_knows: dict[str, Any] = {"schedule": {"assignments": []}}
    answer = ask(FMLA, starts="2026-04-14T13:30", ends="2026-04-14T14:20", more=nobody_knows)
    assert [g.fact for g in answer.gaps] == ["absence.schedule"]
