"""Notice and papers of other Massachusetts leaves. M.G.L. c.149 s.52D, s.52E, s.105D; HRD policies (law.md 1.14)."""

from typing import Any

import pytest
from pydantic import ValidationError

from infra import policies
from tests.rules.facts import POLICY, day
from workflows.rules.answers import Answer, Standing, Teller
from workflows.rules.policy import LeavePolicy
from workflows.rules.state_leaves import (
    ABUSE_PAPERS,
    Confidentiality,
    Limit,
    Paper,
    StateLeaveFacts,
    StateLeaveTerms,
    Unit,
    state_leave_notice,
)

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))


def asked(leave: str, by: LeavePolicy = POLICY, **facts: Any) -> Answer[StateLeaveTerms]:
    """A leave from Wednesday 2026-06-10."""
    written = {"leave": leave, "first_on": "2026-06-10", **facts}
    return state_leave_notice(StateLeaveFacts.model_validate(written), policy=by)


AHEAD = [
    ("small_necessities", "2026-06-03", 7, "2026-06-03", False),
    ("small_necessities", "2026-06-03", 7, "2026-06-04", True),
    ("parental", "2026-05-27", 14, "2026-05-27", False),
    ("parental", "2026-05-27", 14, "2026-05-28", True),
    ("parental", "2026-05-27", 14, None, None),
]


@pytest.mark.parametrize(("leave", "by_day", "days", "told", "late"), AHEAD)
def test_149_52d_and_105d_what_can_be_foreseen_is_told_ahead(
    leave: str, by_day: str, days: int, told: str | None, late: bool | None
) -> None:
    answer = asked(leave, foreseeable=True, told_on=told)
    assert answer.result is not None
    assert answer.result.tell_by is not None
    assert (answer.result.tell_by.due_on, answer.result.tell_by.count) == (day(by_day), days)
    assert answer.result.tell_by.unit == "calendar days before"
    assert answer.result.is_late is late
    too_late = f"; it was told on {told}, which is late" if late else ""
    assert answer.says == f"The employer is told by {by_day}{too_late}."
    assert answer.steps[-1].inputs == {"days": str(days), "tell_by": by_day}
    assert answer.result.confidentiality is Confidentiality.AS_ANY_LEAVE
    assert (answer.result.papers_due, answer.result.accrued_first) == (None, None)


@pytest.mark.parametrize("leave", ["small_necessities", "parental"])
def test_what_could_not_be_foreseen_is_told_as_soon_as_can_be(leave: str) -> None:
    answer = asked(leave, foreseeable=False, told_on="2026-06-10")
    assert answer.result is not None
    assert (answer.result.tell_by, answer.result.is_late) == (None, None)
    assert answer.says == "The employer is told as soon as that can be done."
    unknown = asked(leave)
    assert [b.result is not None and b.result.tell_by is not None for b in unknown.branches] == [True, False]
    assert unknown.branches[0].given == ("could the usual notice be kept? yes",)
    assert [(gap.fact, gap.teller) for gap in unknown.gaps] == [("foreseeable", Teller.COORDINATOR)]


@pytest.mark.parametrize("foreseeable", [True, False])
def test_149_52d_small_necessities_are_24_hours_with_a_certification(foreseeable: bool) -> None:
    answer = asked("small_necessities", foreseeable=foreseeable)
    assert answer.result is not None
    assert answer.result.limit == Limit(amount=24, unit=Unit.HOURS_IN_12_MONTHS)
    assert answer.result.papers == (Paper.CERTIFICATION,)
    assert [(step.rule, step.citation) for step in answer.steps] == [("1.14-SNLA", "M.G.L. c.149 s.52D")]


@pytest.mark.parametrize(("children", "weeks"), [(1, 8), (2, 16), (None, None)])
def test_149_105d_each_child_gives_eight_weeks(children: int | None, weeks: int | None) -> None:
    answer = asked("parental", foreseeable=False, children=children)
    assert answer.result is not None
    assert answer.result.limit == (Limit(amount=weeks, unit=Unit.WEEKS) if weeks else None)
    assert answer.result.papers == ()
    assert [step.rule for step in answer.steps] == ["1.14-PLA", "1.14-PLA"]
    assert {step.citation for step in answer.steps} == {"M.G.L. c.149 s.105D"}
    assert "share" in answer.steps[0].says
    assert answer.steps[0].inputs == {"children": str(children) if children else "unknown"}


def test_149_52e_in_danger_three_workdays_and_papers_within_30_days() -> None:
    answer = asked("abuse", imminent_danger=True, scheduled=False, waived=False, told_on="2026-06-15")
    result = answer.result
    assert result is not None
    assert result.tell_by is not None
    assert result.papers_due is not None
    assert (result.tell_by.due_on, result.tell_by.unit) == (day("2026-06-15"), "business days")
    assert result.papers_due.due_on == day("2026-07-10")
    assert result.is_late is False
    assert result.papers == ABUSE_PAPERS
    assert Paper.CERTIFICATION not in result.papers
    assert len(result.papers) == 6
    assert result.limit == Limit(amount=15, unit=Unit.WORKDAYS_IN_12_MONTHS)
    assert result.confidentiality is Confidentiality.APART
    assert result.accrued_first is True
    assert answer.says == (
        "The employer is told by 2026-06-15; one paper may be asked for, by 2026-07-10; "
        "accrued leave is used first; everything is kept apart and confidential."
    )
    assert [list(step.inputs) for step in answer.steps] == [["tell_by"], ["papers_due"], [], []]
    late = asked("abuse", imminent_danger=True, scheduled=False, waived=False, told_on="2026-06-16")
    assert late.result is not None
    assert late.result.is_late is True
    assert "is told by 2026-06-15, and was told on 2026-06-16, which is late; one paper" in late.says


@pytest.mark.parametrize(
    ("scheduled", "danger", "waived", "has_day", "has_papers_day"),
    [
        (True, False, True, False, False),
        (True, None, True, False, False),
        (False, False, True, False, True),
        (False, True, True, True, True),
        (False, False, False, False, True),
    ],
)
def test_149_52e_notice_and_papers_by_how_the_absence_came(
    scheduled: bool, danger: bool | None, waived: bool, has_day: bool, has_papers_day: bool
) -> None:
    answer = asked("abuse", scheduled=scheduled, imminent_danger=danger, waived=waived)
    assert answer.result is not None
    assert (answer.result.tell_by is not None) is has_day
    assert (answer.result.papers_due is not None) is has_papers_day
    assert answer.result.accrued_first is not waived
    assert ("is told ahead" in answer.says) is not has_day
    assert any("used first" in step.says for step in answer.steps) is not waived
    assert any("one paper is enough" in step.says for step in answer.steps) is has_papers_day
    assert any("kept apart" in step.says for step in answer.steps)


@pytest.mark.parametrize(
    ("fact", "asks", "teller"),
    [
        ("scheduled", "was the absence told ahead?", Teller.AGENCY),
        ("imminent_danger", "was danger imminent?", Teller.EMPLOYEE),
        ("waived", "does the employer waive that accrued leave is used first?", Teller.HRD),
    ],
)
def test_what_nobody_told_of_abuse_is_asked_for(fact: str, asks: str, teller: Teller) -> None:
    told: dict[str, Any] = {"scheduled": False, "imminent_danger": False, "waived": False, fact: None}
    answer = asked("abuse", **told)
    assert answer.standing is Standing.CONDITIONAL
    assert [b.given for b in answer.branches] == [(f"{asks} yes",), (f"{asks} no",)]
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [(fact, teller)]


DONORS = [
    ("organ", Limit(amount=30, unit=Unit.PAID_WORKDAYS), ("organ_days",), "at most 30 workdays;"),
    ("marrow", Limit(amount=5, unit=Unit.PAID_WORKDAYS), ("marrow_days",), "at most 5 workdays;"),
    (
        "blood",
        Limit(amount=4, unit=Unit.HOURS_A_TIME, times=5),
        ("blood_hours", "blood_times"),
        "at most 4 hours a time, 5 times a year;",
    ),
]


@pytest.mark.parametrize(("leave", "limit", "fields", "says"), DONORS)
def test_donors_are_paid_by_the_employers_policy(leave: str, limit: Limit, fields: tuple[str, ...], says: str) -> None:
    answer = asked(leave)
    assert answer.result == StateLeaveTerms(
        tell_by=None,
        is_late=None,
        papers=(),
        papers_due=None,
        limit=limit,
        confidentiality=Confidentiality.AS_ANY_LEAVE,
        accrued_first=None,
    )
    assert answer.unconfirmed == fields
    assert [step.rule for step in answer.steps] == ["1.14-DONOR"]
    assert answer.says.startswith(f"The employer pays for {says} the agency is told ahead")
    harbor = asked(leave, HARBOR)
    assert harbor.result is not None
    assert harbor.result.limit is not None
    assert harbor.result.limit.amount == 0
    assert harbor.says.startswith("The employer pays for no leave of this donor;")


@pytest.mark.parametrize(
    ("leave", "facts", "name"),
    [
        ("parental", {"imminent_danger": False}, "fact_of_another_leave"),
        ("organ", {"scheduled": True}, "fact_of_another_leave"),
        ("small_necessities", {"waived": True}, "fact_of_another_leave"),
        ("abuse", {"children": 1}, "fact_of_another_leave"),
        ("abuse", {"scheduled": True, "imminent_danger": True}, "scheduled_and_in_danger"),
        ("abuse", {"scheduled": True, "told_on": "2026-06-11"}, "scheduled_and_told_after"),
    ],
)
def test_a_fact_of_another_leave_is_refused(leave: str, facts: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        asked(leave, **facts)
    assert refused.value.errors()[0]["type"] == name
