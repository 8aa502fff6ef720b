"""Which days are unprotected because a certification came late, was not cured, or never came.

29 CFR 825.305(b)-(d), 825.313 (law.md G2-G5).
"""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from infra import policies
from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY, day
from workflows.rules.answers import Answer, Standing
from workflows.rules.late_certification import Unprotected, UnprotectedFacts, unprotected_days
from workflows.rules.policy import LeavePolicy

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))

LATE = {
    "foreseeable": True,
    "leave": {"first_on": "2026-03-23", "last_on": "2026-06-12"},
    "request_received_on": "2026-03-26",
    "state": "in_hand",
    "sufficient_on": "2026-05-11",
    "as_of": "2026-06-30",
}
AWAY = {"due_on": "2026-04-21", "diligent": True, "found_by": "C-7"}


def ask(using: LeavePolicy = POLICY, **changes: Any) -> Answer[Unprotected]:
    return unprotected_days(UnprotectedFacts.model_validate({**LATE, **changes}), policy=using)


def spans(result: Unprotected | None) -> list[tuple[str, str]]:
    assert result is not None
    assert result.days == sum((s.last_on - s.first_on).days + 1 for s in result.spans if s.last_on)
    return [(str(span.first_on), str(span.last_on)) for span in result.spans]


def found(using: LeavePolicy = POLICY, **changes: Any) -> Unprotected:
    result = ask(using, **changes).result
    assert result is not None
    return result


def test_825_313_a_scenario_a_time_was_found_and_nothing_is_unprotected() -> None:
    answer = ask(effort=AWAY, sufficient_on="2026-04-21")
    assert answer.result is not None
    assert spans(answer.result) == []
    assert answer.says == "no day is unprotected: in time until 2026-04-21"
    assert answer.result.in_time_until is not None
    assert answer.result.in_time_until.due_on == day("2026-04-21")
    assert "diligent" in answer.steps[1].says
    one_late = found(effort=AWAY, sufficient_on="2026-04-23")
    assert spans(one_late) == [("2026-04-22", "2026-04-22")]


def test_825_313_a_scenario_b_thirty_days_between_due_and_provided() -> None:
    answer = ask()
    assert answer.standing is Standing.SETTLED
    assert spans(answer.result) == [("2026-04-11", "2026-05-10")]
    assert answer.result is not None
    assert (answer.result.days, answer.result.is_open, answer.result.is_never_fmla) == (30, False, False)
    assert answer.says == "30 days may be left unprotected: 2026-04-11 to 2026-05-10"
    assert [step.rule for step in answer.steps] == ["G2", "G5"]
    assert answer.steps[0].inputs == {"due_on": "2026-04-10", "days": "15"}


@pytest.mark.parametrize("foreseeable", [True, False, None])
def test_825_313_scenario_c_never_produced_is_never_fmla_leave(foreseeable: bool | None) -> None:
    answer = ask(state="never", sufficient_on=None, foreseeable=foreseeable)
    assert answer.result is not None
    assert spans(answer.result) == [("2026-03-23", "2026-06-12")]
    assert answer.result.is_never_fmla
    assert not answer.result.is_open
    assert "charges are reversed" in answer.says


@pytest.mark.parametrize(("as_of", "is_over"), [("2026-03-27", False), ("2026-04-10", False), ("2026-04-11", True)])
def test_825_313_nobody_knows_that_a_paper_never_comes_before_its_time_is_over(as_of: str, is_over: bool) -> None:
    answer = ask(state="never", sufficient_on=None, as_of=as_of)
    assert answer.result is not None
    assert answer.result.is_never_fmla is is_over
    assert (spans(answer.result) == []) is not is_over
    if not is_over:
        assert answer.steps[1].says == "Its time is not over, so nobody can know that it never comes."


def test_825_313_never_produced_for_a_leave_that_goes_on() -> None:
    result = found(state="never", sufficient_on=None, leave={"first_on": "2026-03-23"})
    assert (spans(result), result.is_open) == ([("2026-03-23", "2026-06-30")], True)
    not_begun = found(state="never", sufficient_on=None, leave={"first_on": "2026-07-06"})
    assert spans(not_begun) == [("2026-07-06", "2026-07-06")]


@pytest.mark.parametrize(
    ("arrived", "expected"),
    [
        ("2026-04-09", []),
        ("2026-04-10", []),
        ("2026-04-11", []),
        ("2026-04-12", [("2026-04-11", "2026-04-11")]),
    ],
)
@pytest.mark.parametrize("foreseeable", [True, False])
def test_825_313_protection_is_back_on_the_day_it_arrives(
    arrived: str, expected: list[tuple[str, str]], foreseeable: bool
) -> None:
    assert spans(found(sufficient_on=arrived, foreseeable=foreseeable)) == expected


def test_825_313_only_days_of_the_leave_count() -> None:
    assert spans(found(leave={"first_on": "2026-05-04", "last_on": "2026-05-06"})) == [("2026-05-04", "2026-05-06")]
    assert spans(found(leave={"first_on": "2026-05-11", "last_on": "2026-05-15"})) == []
    assert spans(found(leave={"first_on": "2026-03-23", "last_on": "2026-04-10"})) == []
    assert spans(found(leave={"first_on": "2026-03-23", "last_on": "2026-04-11"})) == [("2026-04-11", "2026-04-11")]
    assert spans(found(leave={"first_on": "2026-05-10"})) == [("2026-05-10", "2026-05-10")]


def test_825_313_what_has_not_come_is_open_so_far() -> None:
    answer = ask(state="awaited", sufficient_on=None, as_of="2026-04-20")
    assert answer.result is not None
    assert (spans(answer.result), answer.result.is_open) == ([("2026-04-11", "2026-04-20")], True)
    assert "so far" in answer.says
    early = found(state="awaited", sufficient_on=None, as_of="2026-04-10")
    assert (spans(early), early.is_open) == ([], True)


def test_825_305_b_whether_effort_was_diligent_may_not_be_found_yet() -> None:
    for effort in ({"due_on": "2026-04-21"}, {"due_on": "2026-04-21", "diligent": True}):
        answer = ask(effort=effort, sufficient_on="2026-04-21")
        assert answer.standing is Standing.CONDITIONAL
        assert [spans(b.result) for b in answer.branches] == [[], [("2026-04-11", "2026-04-20")]]
        assert [gap.fact for gap in answer.gaps] == ["effort.diligent"]
    refused = found(effort={**AWAY, "diligent": False}, sufficient_on="2026-04-21")
    assert spans(refused) == [("2026-04-11", "2026-04-20")]
    earlier = found(effort={"due_on": "2026-04-10"})
    assert earlier == found()


def test_825_313_b_receipt_that_is_not_shown_leaves_nothing_unprotected() -> None:
    answer = ask(request_received_on=None)
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert answer.gaps[0].fact == "request_received_on"
    assert "nothing counts against the employee" in answer.steps[0].says


# Deficient papers

IN_TIME = {"first_in_hand_on": "2026-04-09", "notice_received_on": "2026-04-14"}
TOO_LATE = {"first_in_hand_on": "2026-04-20", "notice_received_on": "2026-04-23"}


@pytest.mark.parametrize(
    ("cured", "expected"),
    [
        ("2026-04-21", []),
        ("2026-04-22", []),
        ("2026-04-23", [("2026-04-22", "2026-04-22")]),
        ("2026-05-11", [("2026-04-22", "2026-05-10")]),
    ],
)
@pytest.mark.parametrize("foreseeable", [True, False])
def test_825_305_c_a_paper_in_time_has_its_days_to_cure(
    cured: str, expected: list[tuple[str, str]], foreseeable: bool
) -> None:
    answer = ask(deficiency=IN_TIME, sufficient_on=cured, foreseeable=foreseeable)
    assert spans(answer.result) == expected
    assert [step.rule for step in answer.steps] == ["G2", "G3", "G5"]
    assert answer.result is not None
    assert answer.result.in_time_until is not None
    assert answer.result.in_time_until.rule == "G3"


def test_825_305_c_the_later_of_the_two_days_holds() -> None:
    quick = {"first_in_hand_on": "2026-03-27", "notice_received_on": "2026-03-30"}
    result = found(deficiency=quick)
    assert result.in_time_until is not None
    assert (result.in_time_until.rule, result.in_time_until.due_on) == ("G2", day("2026-04-10"))


def test_825_305_c_never_cured_is_never_fmla_leave() -> None:
    assert found(deficiency=IN_TIME, state="never", sufficient_on=None).is_never_fmla


@pytest.mark.parametrize("state", ["awaited", "never"])
def test_825_305_c_nobody_fails_to_cure_what_they_were_not_told_of(state: str) -> None:
    answer = ask(deficiency={"first_in_hand_on": "2026-04-10"}, state=state, sufficient_on=None)
    assert answer.result is not None
    assert (spans(answer.result), answer.result.in_time_until) == ([], None)
    assert not answer.result.is_never_fmla
    assert "have not begun" in answer.says
    assert [step.rule for step in answer.steps] == ["G2", "G3"]


def test_825_313_a_late_paper_that_is_cured_in_time_was_provided_when_it_came() -> None:
    assert spans(found(deficiency=TOO_LATE, sufficient_on="2026-04-30")) == [("2026-04-11", "2026-04-19")]
    assert spans(found(deficiency=TOO_LATE, sufficient_on="2026-05-01")) == [("2026-04-11", "2026-04-30")]


def test_825_313_b_unforeseeable_leave_waits_for_a_sufficient_paper() -> None:
    result = found(deficiency=TOO_LATE, sufficient_on="2026-04-30", foreseeable=False)
    assert spans(result) == [("2026-04-11", "2026-04-29")]


def test_825_313_foreseeable_unknown_gives_both_lists_where_they_differ() -> None:
    answer = ask(deficiency=TOO_LATE, sufficient_on="2026-04-30", foreseeable=None)
    assert answer.standing is Standing.CONDITIONAL
    assert [spans(b.result) for b in answer.branches] == [
        [("2026-04-11", "2026-04-19")],
        [("2026-04-11", "2026-04-29")],
    ]
    assert answer.gaps[0].fact == "foreseeable"
    assert ask(foreseeable=None).result == ask().result


def test_825_305_c_a_late_paper_while_its_cure_runs_or_waits() -> None:
    running = found(deficiency=TOO_LATE, state="awaited", sufficient_on=None, as_of="2026-04-30")
    assert (spans(running), running.is_open) == ([("2026-04-11", "2026-04-19")], False)
    over = found(deficiency=TOO_LATE, state="awaited", sufficient_on=None, as_of="2026-05-01")
    assert (spans(over), over.is_open) == ([("2026-04-11", "2026-05-01")], True)
    waiting = {"first_in_hand_on": "2026-04-20"}
    for state in ("awaited", "never"):
        result = found(deficiency=waiting, state=state, sufficient_on=None, foreseeable=False)
        assert spans(result) == [("2026-04-11", "2026-04-19")]


def test_825_305_c_more_days_to_cure_for_diligent_effort() -> None:
    longer = {"due_on": "2026-04-30", "diligent": True, "found_by": "C-7"}
    cured: dict[str, Any] = {"sufficient_on": "2026-04-30"}
    assert spans(found(deficiency={**IN_TIME, "effort": longer}, **cured)) == []
    assert spans(found(deficiency={**IN_TIME, "effort": {**longer, "diligent": False}}, **cured)) == [
        ("2026-04-22", "2026-04-29")
    ]
    unknown = ask(deficiency={**IN_TIME, "effort": {"due_on": "2026-04-30"}}, **cured)
    assert [spans(b.result) for b in unknown.branches] == [[], [("2026-04-22", "2026-04-29")]]
    assert unknown.gaps[0].fact == "deficiency.effort.diligent"
    same = {"due_on": "2026-04-21", "diligent": None}
    assert spans(found(deficiency={**IN_TIME, "effort": same}, **cured)) == [("2026-04-22", "2026-04-29")]


# Recertification, and another employer


def test_825_313_c_without_a_recertification_protection_does_not_go_on() -> None:
    answer = ask(paper="recertification", state="never", sufficient_on=None)
    assert answer.result is not None
    assert spans(answer.result) == [("2026-04-11", "2026-06-12")]
    assert not answer.result.is_never_fmla
    assert answer.steps[0].rule == "H4"
    assert "protected before stays" in answer.steps[-1].says
    open_leave = found(paper="recertification", state="never", sufficient_on=None, leave={"first_on": "2026-03-23"})
    assert (spans(open_leave), open_leave.is_open) == ([("2026-04-11", "2026-06-30")], True)
    assert spans(found(paper="recertification")) == [("2026-04-11", "2026-05-10")]


def test_another_employer_gives_more_days() -> None:
    assert spans(found(HARBOR)) == [("2026-04-16", "2026-05-10")]
    assert spans(found(HARBOR, deficiency=IN_TIME)) == [("2026-04-25", "2026-05-10")]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"sufficient_on": None}, "state_and_day_differ"),
        ({"state": "awaited"}, "state_and_day_differ"),
        ({"as_of": "2026-05-10"}, "in_hand_after_as_of"),
        ({"deficiency": {"first_in_hand_on": "2026-05-12"}}, "cured_before_it_came"),
        (
            {"deficiency": {"first_in_hand_on": "2026-04-09", "notice_received_on": "2026-04-08"}},
            "judged_before_it_came",
        ),
        ({"leave": {"first_on": "2026-05-02", "last_on": "2026-05-01"}}, "ends_before_it_begins"),
    ],
)
def test_facts_that_contradict_each_other_are_refused_by_name(changes: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ask(**changes)
    assert refused.value.errors()[0]["type"] == name
    found(deficiency={"first_in_hand_on": "2026-05-11", "notice_received_on": "2026-05-11"})


@given(facts_of(UnprotectedFacts))
def test_unprotected_days_lie_in_the_leave_and_after_the_day_in_time(facts: UnprotectedFacts) -> None:
    answer = unprotected_days(facts, policy=POLICY)
    for result in [answer.result, *(b.result for b in answer.branches)]:
        if result is None:
            continue
        for span in result.spans:
            assert facts.leave.has(span.first_on)
            assert span.last_on is not None
            assert result.is_never_fmla or facts.leave.has(span.last_on)
            assert result.in_time_until is not None
            assert result.is_never_fmla or span.first_on > result.in_time_until.due_on


def test_examples_are_facts() -> None:
    for example in UnprotectedFacts.model_json_schema()["examples"]:
        UnprotectedFacts.model_validate(example)
