"""Notices that were missed, and designation backward. 29 CFR 825.300, 825.301(d) (law.md D1, D5-D7, L6)."""

from typing import Any

import pytest
from pydantic import ValidationError

from infra import policies
from tests.rules.facts import POLICY, day, policy
from workflows.rules.adverse_change import AttendancePoints, AttendancePointsFacts, attendance_points
from workflows.rules.answers import Answer, Standing, Teller
from workflows.rules.policy import LeavePolicy
from workflows.rules.retroactive import (
    MissedNotice,
    MissedNoticeFacts,
    Postponement,
    PostponementFacts,
    Retroactive,
    RetroactiveFacts,
    missed_notice,
    postponement,
    retroactive_designation,
)
from workflows.rules.spans import Days

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))


def missed(by: LeavePolicy = POLICY, **facts: Any) -> Answer[MissedNotice]:
    """Sick from Monday 2026-02-02, the fifth workday on Friday, found on 2026-03-02."""
    written = {"known_on": "2026-02-06", "asked_on": "2026-03-02", "excused": False, **facts}
    return missed_notice(MissedNoticeFacts.model_validate(written), policy=by)


def backward(**facts: Any) -> Answer[Retroactive]:
    """Designation back to the first sick day, everything told but what is changed."""
    written = {
        "from_on": "2026-02-02",
        "designated_on": "2026-03-17",
        "qualifies": True,
        "harm": False,
        "agreed": False,
        "written_notice": True,
        "request_received_on": "2026-03-02",
        "points_on": ["2026-02-05", "2026-02-04", "2026-02-01", "2026-03-18"],
        **facts,
    }
    return retroactive_designation(RetroactiveFacts.model_validate(written), policy=POLICY)


def test_825_300_b_the_notice_was_due_when_the_employer_knew_and_what_was_missed_stays() -> None:
    answer = missed()
    assert answer.result is not None
    assert answer.result.notice_due.due_on == day("2026-02-13")
    assert (answer.result.notice_due.rule, answer.result.notice_due.unit) == ("D1", "business days")
    assert (answer.result.missed, answer.result.interference, answer.result.given_on) == (True, True, None)
    assert [step.rule for step in answer.steps] == ["D1", "D7"]
    assert answer.steps[0].inputs == {"known_on": "2026-02-06", "due_on": "2026-02-13"}
    assert answer.says == "The notice was due on 2026-02-13 and missed: not given yet."
    given = missed(given_on="2026-03-02")
    assert given.result is not None
    assert (given.result.missed, given.result.given_on) == (True, day("2026-03-02"))
    assert "given on 2026-03-02" in given.says


@pytest.mark.parametrize(
    ("asked", "given", "is_missed"),
    [
        ("2026-02-13", None, False),
        ("2026-02-14", None, True),
        ("2026-03-02", "2026-02-13", False),
        ("2026-03-02", "2026-02-14", True),
        ("2026-02-06", None, False),
    ],
)
def test_the_last_day_is_in_time_and_the_next_is_not(asked: str, given: str | None, is_missed: bool) -> None:
    answer = missed(asked_on=asked, given_on=given)
    assert answer.result is not None
    assert answer.result.missed is is_missed
    assert answer.result.interference is is_missed
    assert answer.result.given_on == (day(given) if given else None)
    assert ("in time" in answer.says) is (not is_missed and given is not None)
    assert ("not late yet" in answer.says) is (not is_missed and given is None)
    assert missed(asked_on=asked, given_on=given, excused=None).is_settled is not is_missed


def test_825_300_extenuating_circumstances_excuse_and_are_asked_for() -> None:
    excused = missed(excused=True)
    assert excused.result is not None
    assert (excused.result.missed, excused.result.interference) == (False, False)
    assert "is excused" in excused.says
    assert [step.rule for step in excused.steps] == ["D1", "D1"]
    unknown = missed(excused=None)
    assert [b.result.missed if b.result else None for b in unknown.branches] == [False, True]
    assert unknown.branches[0].given == ("were there extenuating circumstances? yes",)
    assert [(gap.fact, gap.teller) for gap in unknown.gaps] == [("excused", Teller.COORDINATOR)]


def test_a_day_of_knowledge_that_is_unknown_is_never_not_due() -> None:
    answer = missed(known_on=None)
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert "is owed" in answer.says
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [("known_on", Teller.AGENCY)]


def test_the_employers_own_number_of_days_is_counted() -> None:
    answer = missed(HARBOR)
    assert answer.result is not None
    assert answer.result.notice_due.due_on == day("2026-02-11")
    assert missed(policy(unconfirmed=("notice_days",))).unconfirmed == ("notice_days",)


@pytest.mark.parametrize(
    ("facts", "name"),
    [({"asked_on": "2026-02-05"}, "asked_before_known"), ({"given_on": "2026-03-03"}, "given_after_asked")],
)
def test_days_that_contradict_each_other_are_refused(facts: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        missed(**facts)
    assert refused.value.errors()[0]["type"] == name


def test_825_301_d_without_harm_and_with_written_notice_the_days_count_backward() -> None:
    answer = backward()
    result = answer.result
    assert result is not None
    assert result.certification_due is not None
    assert result == Retroactive(
        may_designate=True,
        in_effect=True,
        designated_from_on=day("2026-02-02"),
        certification_due=result.certification_due,
        points_voided=(day("2026-02-04"), day("2026-02-05")),
    )
    assert result.certification_due.due_on == day("2026-03-17")
    assert [(step.rule, step.inputs) for step in answer.steps] == [
        ("G2", {"requested_on": "2026-03-02"}),
        ("L6", {"days": "2"}),
        ("D6", {"harm": "no"}),
        ("D6", {"written": "yes"}),
    ]
    assert answer.says == "The leave is designated from 2026-02-02."


GROUNDS = [
    (True, False, False, True, True, True, "designated from"),
    (True, True, True, True, True, True, "designated from"),
    (True, None, True, True, True, True, "designated from"),
    (True, False, None, True, True, True, "designated from"),
    (True, False, False, False, True, False, "has written notice"),
    (True, True, True, False, True, False, "has written notice"),
    (True, True, False, True, False, False, "did harm"),
    (True, True, False, None, False, False, "did harm"),
    (False, False, True, True, False, False, "does not qualify"),
    (False, None, None, None, False, False, "does not qualify"),
]


@pytest.mark.parametrize(("qualifies", "harm", "agreed", "notice", "may", "in_effect", "words"), GROUNDS)
def test_825_301_d_no_harm_or_agreement_and_written_notice(
    qualifies: bool,
    harm: bool | None,
    agreed: bool | None,
    notice: bool | None,
    may: bool,
    in_effect: bool,
    words: str,
) -> None:
    answer = backward(qualifies=qualifies, harm=harm, agreed=agreed, written_notice=notice)
    assert answer.result is not None
    assert (answer.result.may_designate, answer.result.in_effect) == (may, in_effect)
    assert answer.result.designated_from_on == (day("2026-02-02") if in_effect else None)
    assert words in answer.says
    assert bool(answer.result.points_voided) is qualifies
    assert ({"written": "yes" if in_effect else "no"} == answer.steps[-1].inputs) is may


def test_each_ground_has_its_words() -> None:
    grounds = [backward(agreed=True), backward(), backward(harm=True), backward(qualifies=False)]
    words = [next(step.says for step in answer.steps if step.rule == "D6") for answer in grounds]
    assert ["agreed" in words[0], "no harm" in words[1], "harmed" in words[2], "Only leave" in words[3]] == [True] * 4


UNKNOWN = [
    ("qualifies", {}, "does the leave qualify for FMLA?", Teller.COORDINATOR),
    ("harm", {}, "did the delay harm the employee?", Teller.COORDINATOR),
    ("agreed", {"harm": True}, "did both sides agree to designate backward?", Teller.AGENCY),
    ("written_notice", {}, "was the employee given written notice?", Teller.COORDINATOR),
]


@pytest.mark.parametrize(("fact", "facts", "asks", "teller"), UNKNOWN)
def test_a_finding_that_is_missing_is_asked_for(fact: str, facts: dict[str, Any], asks: str, teller: Teller) -> None:
    answer = backward(**{fact: None}, **facts)
    in_effect = [b.result.in_effect if b.result else None for b in answer.branches]
    assert in_effect == ([False, True] if fact == "harm" else [True, False])
    assert [b.given for b in answer.branches] == [(f"{asks} yes",), (f"{asks} no",)]
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [(fact, teller)]


def test_with_nothing_found_every_way_is_named() -> None:
    answer = backward(qualifies=None, harm=None, agreed=None, written_notice=None)
    assert [gap.fact for gap in answer.gaps] == ["qualifies", "harm", "agreed", "written_notice"]
    assert [b.result.in_effect if b.result else None for b in answer.branches] == [
        True,
        False,
        False,
        True,
        False,
        False,
    ]


def test_no_request_no_certification_day_and_no_points_no_word_of_them() -> None:
    answer = backward(request_received_on=None, points_on=[])
    assert answer.result is not None
    assert (answer.result.certification_due, answer.result.points_voided) == (None, ())
    assert [step.rule for step in answer.steps] == ["D6", "D6"]


@pytest.mark.parametrize("on", ["2026-02-02", "2026-03-17"])
def test_points_of_the_first_and_the_last_day_are_void(on: str) -> None:
    answer = backward(points_on=[on, on])
    assert answer.result is not None
    assert answer.result.points_voided == (day(on),)


def test_a_designation_before_its_first_day_is_refused() -> None:
    assert backward(designated_on="2026-02-02").result is not None
    with pytest.raises(ValidationError) as refused:
        backward(designated_on="2026-02-01")
    assert refused.value.errors()[0]["type"] == "designated_before_it_began"


@pytest.mark.parametrize("wished_by", ["employer", "employee", "both"])
def test_825_701_a_nobody_may_postpone_designation(wished_by: str) -> None:
    facts: dict[str, Any] = {"qualifies": True, "wished_by": wished_by}
    answer = postponement(PostponementFacts.model_validate(facts), policy=POLICY)
    assert answer.result == Postponement(designate_now=True)
    assert [(step.rule, step.inputs) for step in answer.steps] == [("D5", {"wished_by": wished_by})]
    assert "designated now" in answer.says
    nothing = postponement(PostponementFacts.model_validate({**facts, "qualifies": False}), policy=POLICY)
    assert nothing.result == Postponement(designate_now=False)
    assert [step.rule for step in nothing.steps] == ["D5"]
    assert "nothing to designate" in nothing.says
    unknown = postponement(PostponementFacts.model_validate({**facts, "qualifies": None}), policy=POLICY)
    assert [b.result for b in unknown.branches] == [answer.result, nothing.result]
    assert [gap.fact for gap in unknown.gaps] == ["qualifies"]


POINTS = [
    ("2026-02-01", "untouched"),
    ("2026-02-02", "voided"),
    ("2026-03-13", "voided"),
    ("2026-03-14", "untouched"),
    ("2026-03-16", "held"),
    ("2027-03-16", "held"),
]


@pytest.mark.parametrize(("on", "where"), POINTS)
def test_825_220_c_points_for_protected_days_are_void_and_open_ones_wait(on: str, where: str) -> None:
    facts = AttendancePointsFacts(
        points_on=(day(on), day(on)),
        protected=(Days(first_on=day("2026-02-02"), last_on=day("2026-03-13")),),
        undecided=(Days(first_on=day("2026-03-16")), Days(first_on=day("2026-02-10"), last_on=day("2026-02-11"))),
    )
    answer = attendance_points(facts, policy=POLICY)
    found: dict[str, Any] = {"voided": (), "held": (), "untouched": (), where: (day(on),)}
    assert answer.result == AttendancePoints(**found)
    assert [(step.rule, step.inputs) for step in answer.steps] == [("L6", {"days": "1"})]
    words = {"voided": "are void", "held": "before the decision", "untouched": "no part of the leave"}
    assert words[where] in answer.steps[0].says


def test_points_of_every_kind_are_counted_in_order() -> None:
    facts = AttendancePointsFacts(
        points_on=(day("2026-03-20"), day("2026-02-04"), day("2026-02-03"), day("2026-04-20")),
        protected=(Days(first_on=day("2026-02-02"), last_on=day("2026-03-13")),),
        undecided=(Days(first_on=day("2026-03-16"), last_on=day("2026-03-27")),),
    )
    answer = attendance_points(facts, policy=POLICY)
    assert answer.result is not None
    assert answer.result.voided == (day("2026-02-03"), day("2026-02-04"))
    assert answer.says == "2 points void; 1 held until the decision; 1 outside the leave."
    assert len(answer.steps) == 3
    none = attendance_points(AttendancePointsFacts(points_on=(), protected=()), policy=POLICY)
    assert none.steps == ()
