"""What the end of a need changes. 29 CFR 825.124, 825.311; 458 CMR 2.10(2) (law.md 1.12, F6-F8)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.rules.facts import POLICY, day, policy
from workflows.rules.answers import Answer, Standing, Teller
from workflows.rules.change_told import ChangeNotice, ChangeNoticeFacts, change_notice
from workflows.rules.end_of_need import (
    Cancelled,
    EndKind,
    NeedEnded,
    NeedEndedFacts,
    PendingStep,
    cancelled_with_need,
    need_ended,
)
from workflows.rules.policy import LeavePolicy
from workflows.rules.spans import Days

DEATH: dict[str, Any] = {
    "reason": "family_care",
    "kind": "death",
    "last_day_of_need": "2026-03-12",
    "told_on": "2026-03-16",
    "charged_on": ["2026-03-11", "2026-03-12", "2026-03-16", "2026-03-13"],
    "pfml_claim": True,
}
ALL_THREE = (PendingStep.CERTIFICATION, PendingStep.RECERTIFICATION, PendingStep.REMINDERS)
TWO = ALL_THREE[1:]


def asked(**facts: Any) -> Answer[NeedEnded]:
    """Care for a mother who died on Thursday 2026-03-12, told on Monday, but for what is changed."""
    return need_ended(NeedEndedFacts.model_validate({**DEATH, **facts}), policy=POLICY)


def cancelled(**facts: Any) -> Answer[Cancelled]:
    """What is cancelled."""
    return cancelled_with_need(NeedEndedFacts.model_validate({**DEATH, **facts}), policy=POLICY)


def test_825_124_care_ends_with_the_death_and_the_agency_has_bereavement_leave() -> None:
    answer = asked()
    result = answer.result
    assert result is not None
    assert result.dfml_due is not None
    assert result == NeedEnded(
        last_charged_on=day("2026-03-12"),
        uncharged=(day("2026-03-13"), day("2026-03-16")),
        recounted=Days(first_on=day("2026-03-08"), last_on=day("2026-03-12")),
        cancelled=ALL_THREE,
        dfml_due=result.dfml_due,
        liaison_told=day("2026-03-12"),
        bereavement=True,
        restoration_ends=False,
        further_need_until=None,
    )
    assert (result.dfml_due.rule, result.dfml_due.due_on) == ("F7", day("2026-03-19"))
    assert (result.dfml_due.counted_from, result.dfml_due.unit) == (day("2026-03-12"), "calendar days")
    assert [step.rule for step in answer.steps] == ["1.12", "C8", "F7", "1.12", "L2", "L2"]
    assert answer.steps[0].inputs == {"last_on": "2026-03-12"}
    assert answer.steps[2].inputs == {"due_on": "2026-03-19"}
    assert answer.says == "The last day charged is 2026-03-12; 2 later days are taken back; DFML is told by 2026-03-19."


@pytest.mark.parametrize("claim", [True, False])
def test_458_cmr_2_10_2_dfml_is_told_only_where_it_has_a_claim(claim: bool) -> None:
    answer = asked(pfml_claim=claim)
    assert answer.result is not None
    assert (answer.result.dfml_due is not None) is claim
    assert ("F7" in [step.rule for step in answer.steps]) is claim


def test_a_claim_that_nobody_told_of_is_conditional() -> None:
    answer = asked(pfml_claim=None)
    asks = "is a PFML claim for this leave with DFML?"
    assert [b.given for b in answer.branches] == [(f"{asks} yes",), (f"{asks} no",)]
    assert [b.result is not None and b.result.dfml_due is not None for b in answer.branches] == [True, False]
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [("pfml_claim", Teller.DFML)]


WEEKS = [
    ("2026-03-07", None),
    ("2026-03-08", ("2026-03-08", "2026-03-08")),
    ("2026-03-09", ("2026-03-08", "2026-03-09")),
    ("2026-03-13", ("2026-03-08", "2026-03-13")),
    ("2026-03-14", None),
]


@pytest.mark.parametrize(("last", "week"), WEEKS)
def test_825_200_h_the_week_of_the_end_is_counted_again(last: str, week: tuple[str, str] | None) -> None:
    answer = asked(last_day_of_need=last, told_on=None)
    assert answer.result is not None
    expected = Days(first_on=day(week[0]), last_on=day(week[1])) if week else None
    assert answer.result.recounted == expected
    assert ("C8" in [step.rule for step in answer.steps]) is (week is not None)


def test_where_nothing_is_charged_later_nothing_is_counted_again() -> None:
    answer = asked(charged_on=["2026-03-11", "2026-03-12"])
    assert answer.result is not None
    assert (answer.result.uncharged, answer.result.recounted) == ((), None)
    assert "C8" not in [step.rule for step in answer.steps]


KINDS = [
    ("own_condition", "recovery", TWO, False, False),
    ("family_care", "recovery", TWO, False, False),
    ("military_caregiver", "death", ALL_THREE, True, False),
    ("bonding", "death", ALL_THREE, True, False),
    ("exigency", "death", ALL_THREE, True, False),
    ("bonding", "failed_placement", TWO, False, False),
    ("exigency", "end_of_deployment", TWO, False, False),
    ("own_condition", "withdrawal", TWO, False, False),
    ("own_condition", "employment_ended", (*TWO, PendingStep.FITNESS_FOR_DUTY), False, True),
    ("own_condition", "not_returning", (*TWO, PendingStep.FITNESS_FOR_DUTY), False, True),
]


@pytest.mark.parametrize(
    ("reason", "kind", "spoken_of"),
    [
        ("own_condition", "recovery", []),
        ("own_condition", "employment_ended", []),
        ("family_care", "recovery", ["person cared for"]),
        ("family_care", "death", ["Liaison", "person cared for"]),
        ("exigency", "death", ["Liaison"]),
    ],
)
def test_825_500_g_the_liaison_hears_of_a_death_alone_and_of_nobodys_recovery(
    reason: str, kind: str, spoken_of: list[str]
) -> None:
    steps = [step.says for step in asked(reason=reason, kind=kind).steps if step.rule == "L2"]
    assert len(steps) == len(spoken_of)
    assert all(words in says for words, says in zip(spoken_of, steps, strict=True))


@pytest.mark.parametrize(("reason", "kind", "steps", "bereavement", "ends"), KINDS)
def test_825_311_each_kind_of_end_cancels_what_waited_for_it(
    reason: str, kind: str, steps: tuple[PendingStep, ...], bereavement: bool, ends: bool
) -> None:
    found = {"unequivocal": True} if kind == "not_returning" else {}
    answer = asked(reason=reason, kind=kind, **found)
    assert answer.result is not None
    assert answer.result.cancelled == steps
    assert answer.result.bereavement is bereavement
    assert answer.result.restoration_ends is ends
    assert answer.result.last_charged_on == day("2026-03-12")
    assert answer.result.liaison_told == (day("2026-03-12") if bereavement else None)
    assert ("F8" in [step.rule for step in answer.steps]) is ends
    waiting = cancelled(reason=reason, kind=kind, last_day_of_need=None, **found)
    assert waiting.result == Cancelled(steps=steps)
    assert [(step.rule, step.inputs) for step in waiting.steps] == [("1.12", {"kind": kind})]
    assert waiting.says == f"Cancelled: {', '.join(step.value.replace('_', ' ') for step in steps)}."


@pytest.mark.parametrize(
    ("charged", "last", "steps"),
    [
        ([], "2026-03-12", ALL_THREE),
        (["2026-03-13"], "2026-03-12", ALL_THREE),
        (["2026-03-12"], "2026-03-12", TWO),
        (["2026-03-13"], None, TWO),
        ([], None, ALL_THREE),
    ],
)
def test_a_withdrawal_needs_no_certification_where_no_day_was_taken(
    charged: list[str], last: str | None, steps: tuple[PendingStep, ...]
) -> None:
    found = cancelled(reason="own_condition", kind="withdrawal", charged_on=charged, last_day_of_need=last)
    assert found.result == Cancelled(steps=steps)


def test_825_126_b_after_a_deployment_a_new_need_may_arise_for_90_days() -> None:
    answer = asked(reason="exigency", kind="end_of_deployment")
    assert answer.result is not None
    assert answer.result.further_need_until == day("2026-06-10")
    assert answer.steps[-1].inputs == {"until": "2026-06-10"}
    died = asked(reason="exigency", kind="death")
    assert died.result is not None
    assert died.result.further_need_until is None
    assert "member's death" in died.steps[-1].says
    withdrawn = asked(reason="exigency", kind="withdrawal")
    assert withdrawn.steps[-1].rule == "F7"


def test_825_311_b_only_unequivocal_words_end_anything() -> None:
    doubtful = asked(reason="own_condition", kind="not_returning", unequivocal=False)
    assert doubtful.result is not None
    assert doubtful.result.last_charged_on is None
    assert doubtful.result.restoration_ends is False
    assert (doubtful.result.uncharged, doubtful.result.cancelled, doubtful.result.liaison_told) == ((), (), None)
    assert [step.rule for step in doubtful.steps] == ["F8"]
    assert "goes on" in doubtful.says
    unknown = asked(reason="own_condition", kind="not_returning")
    assert [b.result.restoration_ends if b.result else None for b in unknown.branches] == [True, False]
    assert [(gap.fact, gap.teller) for gap in unknown.gaps] == [("unequivocal", Teller.COORDINATOR)]
    assert unknown.branches[0].given == ("do the words leave no doubt about not returning? yes",)


def test_825_311_b_doubtful_words_cancel_nothing() -> None:
    facts: dict[str, Any] = {"reason": "own_condition", "kind": "not_returning"}
    doubtful = cancelled(**facts, unequivocal=False)
    assert doubtful.result == Cancelled(steps=())
    assert [step.rule for step in doubtful.steps] == ["F8"]
    unknown = cancelled(**facts)
    assert [b.result for b in unknown.branches] == [
        Cancelled(steps=(*TWO, PendingStep.FITNESS_FOR_DUTY)),
        Cancelled(steps=()),
    ]
    assert [b.says for b in unknown.branches] == [
        "Nothing waits for a return any more.",
        "Nothing is cancelled: the leave goes on.",
    ]
    assert [gap.fact for gap in unknown.gaps] == ["unequivocal"]


def test_until_the_day_is_told_the_end_is_known_and_the_day_is_not() -> None:
    answer = asked(last_day_of_need=None)
    assert answer.standing is Standing.CONDITIONAL
    asks = "what was the last day of the need?"
    assert [(b.given, b.result.last_charged_on if b.result else None) for b in answer.branches] == [
        ((f"{asks} the day it was told",), day("2026-03-16")),
        ((f"{asks} another day",), None),
    ]
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [("last_day_of_need", Teller.EMPLOYEE)]
    unknown = asked(last_day_of_need=None, told_on=None)
    assert unknown.standing is Standing.NOT_ANSWERABLE
    assert [step.rule for step in unknown.steps] == ["1.12"]
    assert cancelled(last_day_of_need=None, told_on=None).result == Cancelled(steps=ALL_THREE)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("own_condition", "death"),
        ("own_condition", "failed_placement"),
        ("family_care", "end_of_deployment"),
        ("bonding", "recovery"),
        ("exigency", "recovery"),
        ("exigency", "failed_placement"),
    ],
)
def test_an_end_that_does_not_belong_to_the_reason_is_refused(reason: str, kind: str) -> None:
    with pytest.raises(ValidationError) as refused:
        asked(reason=reason, kind=kind)
    assert refused.value.errors()[0]["type"] == "ended_otherwise"


def test_a_finding_about_words_belongs_to_words() -> None:
    with pytest.raises(ValidationError) as refused:
        asked(unequivocal=True)
    assert refused.value.errors()[0]["type"] == "words_of_another_kind"


@given(
    st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=30),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_nothing_is_charged_after_the_end_and_nothing_before_it_is_taken_back(charged: list[date], last: date) -> None:
    result = asked(charged_on=charged, last_day_of_need=last).result
    assert result is not None
    assert all(on > last for on in result.uncharged)
    kept = [on for on in charged if on not in result.uncharged]
    assert all(on <= last for on in kept)
    assert list(result.uncharged) == sorted(dict.fromkeys(result.uncharged))


def told(by: LeavePolicy = POLICY, **facts: Any) -> Answer[ChangeNotice]:
    """Whether the change of Thursday 2026-03-12 was told in time."""
    written = {"learned_on": "2026-03-12", "foreseeable": True, "asked": True, **facts}
    return change_notice(ChangeNoticeFacts.model_validate(written), policy=by)


@pytest.mark.parametrize(
    ("on", "foreseeable", "is_asked", "late"),
    [
        ("2026-03-12", True, True, False),
        ("2026-03-16", True, True, False),
        ("2026-03-16", None, None, False),
        ("2026-03-17", True, True, True),
        ("2026-03-17", False, None, False),
        ("2026-03-17", None, False, False),
        (None, False, True, False),
        (None, True, False, False),
    ],
)
def test_825_311_c_two_business_days_where_the_change_could_be_foreseen(
    on: str | None, foreseeable: bool | None, is_asked: bool | None, late: bool
) -> None:
    answer = told(told_on=on, foreseeable=foreseeable, asked=is_asked)
    assert answer.result is not None
    assert answer.result.is_late is late
    assert answer.result.in_time_until.due_on == day("2026-03-16")
    assert answer.result.in_time_until.unit == "business days"
    assert ("no protection is lost" in answer.says) is late
    assert [step.rule for step in answer.steps] == ["F6"]
    assert answer.steps[0].inputs == {"until": "2026-03-16", "told_on": on or "unknown"}


def test_why_a_change_is_not_late_is_told_apart() -> None:
    assert told(told_on="2026-03-16").says == "It was told in time."
    assert "as soon as" in told(told_on="2026-03-17", foreseeable=False).says


@pytest.mark.parametrize(
    ("fact", "asks", "teller"),
    [
        ("foreseeable", "could the change be foreseen?", Teller.COORDINATOR),
        ("asked", "does the employer ask for such notice of everybody?", Teller.HRD),
    ],
)
def test_what_decides_whether_it_is_late_is_asked(fact: str, asks: str, teller: Teller) -> None:
    untold: dict[str, Any] = {fact: None}
    answer = told(told_on="2026-03-17", **untold)
    assert [(b.given, b.result.is_late if b.result else None) for b in answer.branches] == [
        ((f"{asks} yes",), True),
        ((f"{asks} no",), False),
    ]
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [(fact, teller)]


def test_a_change_that_is_not_told_yet_has_its_day() -> None:
    answer = told()
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert "2026-03-16" in answer.says
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [("told_on", Teller.EMPLOYEE)]


def test_the_employers_own_number_of_days_is_counted() -> None:
    by = policy(change_notice_days=3, unconfirmed=("change_notice_days",))
    answer = told(by, told_on="2026-03-17")
    assert answer.result is not None
    assert answer.result.is_late is False
    assert answer.unconfirmed == ("change_notice_days",)


def test_every_kind_has_a_row() -> None:
    assert {kind for _, kind, *_ in KINDS} == {kind.value for kind in EndKind}
