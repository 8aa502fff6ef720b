"""When an adverse change is presumed to be retaliation. M.G.L. c.175M s.9; 458 CMR 2.16 (law.md L7)."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.rules.facts import POLICY
from workflows.rules.adverse_change import AdverseChange, AdverseChangeFacts, adverse_change
from workflows.rules.answers import Answer, Standing, Teller


def asked(changed_on: str, **facts: Any) -> Answer[AdverseChange]:
    """A demotion around a leave from 2026-01-05 to 2026-02-27, but for what is changed."""
    written = {
        "kind": "demotion",
        "changed_on": changed_on,
        "pfml_leave": True,
        "leave_first_on": "2026-01-05",
        "leave_ended": True,
        "leave_last_on": "2026-02-27",
        **facts,
    }
    return adverse_change(AdverseChangeFacts.model_validate(written), policy=POLICY)


ROWS = [
    ("2026-01-04", {}, False),
    ("2026-01-05", {}, True),
    ("2026-02-27", {}, True),
    ("2026-08-27", {}, True),
    ("2026-08-28", {}, False),
    ("2026-09-02", {"restored_on": "2026-03-02"}, True),
    ("2026-09-03", {"restored_on": "2026-03-02"}, False),
    ("2026-08-27", {"restored_on": "2026-02-20"}, True),
    ("2026-09-02", {"leave_last_on": None, "restored_on": "2026-03-02"}, True),
    ("2027-02-28", {"leave_last_on": "2026-08-31"}, True),
    ("2027-03-01", {"leave_last_on": "2026-08-31"}, False),
    ("2030-01-01", {"leave_ended": False, "leave_last_on": None}, True),
    ("2026-03-01", {"pfml_leave": False}, False),
    ("2026-08-27", {"leave_ended": None}, True),
]


@pytest.mark.parametrize(("changed", "facts", "presumed"), ROWS)
def test_175m_9_c_during_the_leave_and_six_months_after_it(changed: str, facts: dict[str, Any], presumed: bool) -> None:
    answer = asked(changed, **facts)
    assert answer.result == AdverseChange(presumed=presumed)
    assert ("clear and convincing" in answer.says) is presumed
    assert [step.rule for step in answer.steps] == (["L7"] if presumed else ["L7", "L6"])


def test_each_ground_has_its_words() -> None:
    grounds = [
        asked("2026-01-04"),
        asked("2026-03-01", pfml_leave=False),
        asked("2026-03-01"),
        asked("2026-03-01", leave_ended=False, leave_last_on=None),
        asked("2026-03-01", leave_last_on=None),
        asked("2026-12-01", proceedings_ended_on="2026-11-30"),
    ]
    words = [answer.steps[0].says for answer in grounds]
    assert len(dict.fromkeys(words)) == len(words)
    assert [list(answer.steps[0].inputs) for answer in grounds] == [["changed_on"], [], ["until"], [], [], ["until"]]
    assert grounds[2].steps[0].inputs == {"until": "2026-08-27"}
    assert grounds[5].steps[0].inputs == {"until": "2027-05-30"}


@pytest.mark.parametrize(
    ("changed", "presumed"),
    [("2026-11-30", False), ("2026-12-01", True), ("2027-05-30", True), ("2027-05-31", False)],
)
def test_175m_9_c_six_months_after_proceedings_too(changed: str, presumed: bool) -> None:
    answer = asked(changed, proceedings_ended_on="2026-11-30")
    assert answer.result == AdverseChange(presumed=presumed)
    early = asked(changed, proceedings_ended_on="2026-11-30", leave_first_on="2028-01-03", leave_last_on="2028-01-07")
    assert early.result == AdverseChange(presumed=presumed)


def test_an_unknown_law_or_end_is_asked_for() -> None:
    law = asked("2026-03-01", pfml_leave=None)
    assert [b.result.presumed if b.result else None for b in law.branches] == [True, False]
    assert law.branches[0].given == ("was the leave taken under the PFML law? yes",)
    assert [(gap.fact, gap.teller) for gap in law.gaps] == [("pfml_leave", Teller.DFML)]
    ended = asked("2026-12-01", leave_ended=None, leave_last_on=None)
    assert [(b.given, b.result.presumed if b.result else None) for b in ended.branches] == [
        (("has the leave ended? yes",), None),
        (("has the leave ended? no",), True),
    ]
    assert [(gap.fact, gap.teller) for gap in ended.gaps] == [
        ("leave_ended", Teller.AGENCY),
        ("leave_last_on", Teller.AGENCY),
    ]


def test_soon_after_the_first_day_the_last_one_does_not_matter() -> None:
    unknown: dict[str, Any] = {"leave_last_on": None}
    assert asked("2026-07-05", **unknown).result == AdverseChange(presumed=True)
    assert asked("2026-07-05", **unknown, leave_ended=None).standing is Standing.SETTLED
    later = asked("2026-07-06", **unknown)
    assert later.standing is Standing.NOT_ANSWERABLE
    assert later.steps[0].inputs == {"changed_on": "2026-07-06"}
    assert [gap.fact for gap in later.gaps] == ["leave_last_on"]


def test_before_the_leave_the_law_it_is_taken_under_does_not_matter() -> None:
    assert asked("2026-01-04", pfml_leave=None).result == AdverseChange(presumed=False)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"leave_last_on": "2026-01-04"}, "ends_before_it_begins"),
        ({"leave_ended": False}, "goes_on_and_ended"),
        ({"leave_ended": False, "leave_last_on": None, "restored_on": "2026-03-02"}, "goes_on_and_ended"),
        ({"restored_on": "2026-01-04"}, "restored_before_leave"),
    ],
)
def test_facts_that_contradict_each_other_are_refused(facts: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        asked("2026-03-01", **facts)
    assert refused.value.errors()[0]["type"] == name
    assert asked("2026-03-01", leave_last_on="2026-01-05", restored_on="2026-01-05").is_settled
