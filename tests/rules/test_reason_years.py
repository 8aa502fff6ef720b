"""For how long a finding of eligibility serves for a reason. 29 CFR 825.300(b)(1), (3) (law.md E8)."""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from infra import policies
from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY, day, policy
from workflows.rules.answers import Answer, Standing
from workflows.rules.policy import LeavePolicy
from workflows.rules.reason_years import Retest, RetestFacts, retest

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))


def absence(on: str, eligible: bool | None = True, need: str = "N-1", reason: str = "own_condition") -> dict[str, Any]:
    """An earlier absence, by default for the same need, and found eligible."""
    return {"on": on, "need": need, "reason": reason, "eligible": eligible}


def asked(on: str, *earlier: dict[str, Any], under: LeavePolicy = POLICY, **facts: Any) -> Answer[Retest]:
    """The question for an absence for need N-1."""
    given = {"on": on, "need": "N-1", "reason": "own_condition", "earlier": earlier, **facts}
    return retest(RetestFacts.model_validate(given), policy=under)


def kept(first: str, until: str, again: str) -> Retest:
    """The finding of the first absence serves."""
    return Retest(needed=False, first_on=day(first), serves_until=day(until), again_from=day(again))


MIGRAINE = kept("2026-01-12", "2027-01-11", "2027-01-12")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-01-12", MIGRAINE),
        ("2026-06-15", MIGRAINE),
        ("2027-01-11", MIGRAINE),
        ("2027-01-12", Retest(needed=True)),
        ("2028-01-01", Retest(needed=True)),
        ("2026-01-11", Retest(needed=True)),
    ],
)
def test_825_300_b_1_hours_test_once_per_reason(on: str, expected: Retest) -> None:
    answer = asked(on, absence("2026-01-12"))
    assert answer.result == expected
    assert {step.rule for step in answer.steps} == {"E8"}
    assert answer.steps[0].citation == "29 CFR 825.300(b)(1)"
    assert answer.unconfirmed == (() if on == "2026-01-11" else ("reason_period",))


def test_an_earlier_finding_says_until_when_it_serves_and_an_expired_one_when_it_ended() -> None:
    assert "serves until 2027-01-11" in asked("2026-06-15", absence("2026-01-12")).says
    assert "ended on 2027-01-11" in asked("2027-01-12", absence("2026-01-12")).says
    assert "first absence" in asked("2027-01-12").says


def test_825_300_b_1_a_different_reason_is_tested_afresh() -> None:
    answer = asked("2026-06-15", absence("2026-01-12"), need="N-2", reason="family_care")
    assert answer.result == Retest(needed=True)
    assert answer.unconfirmed == ()
    assert [step.says.partition(":")[0] for step in answer.steps] == [
        "Another reason is tested for itself.",
        "No earlier absence was for this reason",
    ]
    assert answer.steps[0].inputs == {"same_reason": "need"}
    assert len(asked("2026-06-15", absence("2026-01-12")).steps) == 2


def test_825_300_b_3_a_finding_of_not_eligible_is_never_frozen() -> None:
    answer = asked("2026-06-15", absence("2026-01-12", False))
    assert answer.result == Retest(needed=True)
    assert "never frozen" in answer.steps[-1].says
    later = asked("2026-06-15", absence("2026-01-12", False), absence("2026-03-02"))
    assert later.result == kept("2026-03-02", "2027-03-01", "2027-03-02")


def test_absences_within_a_period_do_not_open_another() -> None:
    answer = asked("2027-03-01", absence("2026-12-01"), absence("2026-01-12"))
    assert answer.result == Retest(needed=True)
    reopened = asked("2027-06-01", absence("2026-01-12"), absence("2026-12-01"), absence("2027-01-12"))
    assert reopened.result == kept("2027-01-12", "2028-01-11", "2028-01-12")
    on_the_last_day = asked("2027-06-01", absence("2026-01-12"), absence("2027-01-11"))
    assert on_the_last_day.result == Retest(needed=True)


def test_a_period_from_a_leap_day_ends_with_february() -> None:
    assert asked("2025-02-28", absence("2024-02-29")).result == kept("2024-02-29", "2025-02-28", "2025-03-01")


def test_what_makes_a_reason_the_same_is_the_employers_choice() -> None:
    knee = absence("2026-01-12", need="N-9")
    assert asked("2026-06-15", knee).result == Retest(needed=True)
    assert asked("2026-06-15", knee).unconfirmed == ("same_reason",)
    by_code = asked("2026-06-15", knee, under=policy(same_reason="code"))
    assert by_code.result == MIGRAINE
    assert set(by_code.unconfirmed) == {"same_reason", "reason_period"}
    assert asked("2026-06-15", absence("2026-01-12", reason="family_care"), under=HARBOR).result == Retest(needed=True)


def test_a_need_that_nobody_named_leaves_both_ways_open() -> None:
    answer = asked("2026-06-15", absence("2026-01-12"), need=None)
    assert answer.standing is Standing.CONDITIONAL
    assert [b.result for b in answer.branches] == [MIGRAINE, Retest(needed=True)]
    assert [gap.fact for gap in answer.gaps] == ["need"]
    assert "same_reason" in answer.unconfirmed
    assert asked("2026-06-15", absence("2026-01-12", reason="bonding"), need=None).result == Retest(needed=True)


def test_what_was_found_before_may_be_unknown() -> None:
    answer = asked("2026-06-15", absence("2026-01-12", None))
    assert answer.standing is Standing.CONDITIONAL
    assert [b.result for b in answer.branches] == [MIGRAINE, Retest(needed=True)]
    assert [gap.fact for gap in answer.gaps] == ["earlier.eligible"]
    assert asked("2027-01-12", absence("2026-01-12", None)).result == Retest(needed=True)
    two = asked("2026-06-15", absence("2026-01-12", None), absence("2026-02-12", None))
    assert (two.standing, two.gaps) == (Standing.NOT_ANSWERABLE, answer.gaps)


def test_an_unknown_finding_matters_where_it_would_take_in_a_later_first_absence() -> None:
    answer = asked("2027-02-01", absence("2026-01-12", None), absence("2026-12-01"))
    assert [b.result for b in answer.branches] == [
        Retest(needed=True),
        kept("2026-12-01", "2027-11-30", "2027-12-01"),
    ]


YEARS: list[tuple[dict[str, Any], str, str | None]] = [
    ({"leave_year": "calendar"}, "2026-01-12", "2026-12-31"),
    ({"leave_year": "calendar"}, "2026-12-31", "2026-12-31"),
    ({"leave_year": "calendar"}, "2026-01-01", "2026-12-31"),
    ({"leave_year": "fixed", "leave_year_begins": {"month": 7, "day": 1}}, "2026-06-30", "2026-06-30"),
    ({"leave_year": "fixed", "leave_year_begins": {"month": 7, "day": 1}}, "2026-07-01", "2027-06-30"),
    ({"leave_year": "rolling_backward"}, "2026-01-12", "2027-01-11"),
    ({"leave_year": "anniversary", "began": "2025-09-01"}, "2026-01-12", "2026-08-31"),
    ({"leave_year": "anniversary", "began": "2024-09-01"}, "2026-01-12", "2026-08-31"),
    ({"leave_year": "anniversary", "began": "2026-01-12"}, "2026-01-12", "2027-01-11"),
    ({"leave_year": "forward", "began": "2025-09-01"}, "2026-01-12", "2026-08-31"),
    ({"leave_year": "forward", "began": "2024-09-01"}, "2026-01-12", None),
    ({"leave_year": "forward"}, "2026-01-12", None),
    ({"leave_year": "anniversary"}, "2026-01-12", None),
]


@pytest.mark.parametrize(("choices", "first", "until"), YEARS)
def test_a_leave_year_can_be_the_reasons_period(choices: dict[str, Any], first: str, until: str | None) -> None:
    under = policy(reason_period="leave_year", **{name: value for name, value in choices.items() if name != "began"})
    answer = asked(first, absence(first), under=under, year_began_on=choices.get("began"))
    if until is None:
        assert answer.standing is Standing.NOT_ANSWERABLE
        assert [gap.fact for gap in answer.gaps] == ["year_began_on"]
        return
    assert answer.result is not None
    assert (answer.result.needed, answer.result.serves_until) == (False, day(until))


def test_a_year_that_began_since_has_ended_the_period() -> None:
    under = policy(reason_period="leave_year", leave_year="anniversary")
    answer = asked("2026-09-01", absence("2026-01-12"), under=under, year_began_on="2026-09-01")
    assert answer.result == Retest(needed=True)
    assert "2026-08-31" in answer.says
    a_year_later = asked("2027-01-12", absence("2026-01-12"), under=under)
    assert a_year_later.result == Retest(needed=True)
    assert a_year_later.says == "eligibility is tested again: the period ended on 2027-01-11"
    assert asked("2027-01-11", absence("2026-01-12"), under=under).standing is Standing.NOT_ANSWERABLE


def test_neither_the_finding_nor_the_own_leave_year_may_be_known() -> None:
    under = policy(reason_period="leave_year", leave_year="anniversary")
    answer = asked("2027-01-11", absence("2026-01-12", None), under=under)
    assert [b.result for b in answer.branches] == [None, Retest(needed=True)]
    assert [gap.fact for gap in answer.gaps] == ["earlier.eligible", "year_began_on"]
    assert asked("2027-01-12", absence("2026-01-12", None), under=under).standing is Standing.SETTLED


@pytest.mark.parametrize("period", ["leave_year", "twelve_months_from_first_absence"])
def test_the_method_of_the_leave_year_matters_only_if_it_is_the_reasons_period(period: str) -> None:
    under = policy(reason_period=period, unconfirmed=("reason_period", "leave_year"))
    answer = asked("2026-06-15", absence("2026-01-12"), under=under)
    expected = ("reason_period", "leave_year") if period == "leave_year" else ("reason_period",)
    assert answer.unconfirmed == expected


def test_a_leave_year_that_begins_after_the_absence_is_refused() -> None:
    with pytest.raises(ValidationError, match="the leave year begins after the absence") as refused:
        asked("2026-06-15", year_began_on="2026-06-16")
    assert refused.value.errors()[0]["type"] == "year_not_begun"


@given(facts_of(RetestFacts))
def test_every_question_has_an_answer_and_a_finding_serves_for_a_year_at_most(facts: RetestFacts) -> None:
    for under in (POLICY, HARBOR):
        answer = retest(facts, policy=under)
        assert answer.steps
        if answer.result is not None and not answer.result.needed:
            assert answer.result.first_on is not None
            assert answer.result.serves_until is not None
            assert answer.result.first_on <= facts.on <= answer.result.serves_until
            assert (answer.result.serves_until - answer.result.first_on).days <= 366
