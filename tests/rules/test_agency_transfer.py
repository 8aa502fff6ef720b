"""What follows a person from agency to agency. 29 CFR 825.108(c)(1), 825.205(b) (law.md E3, C5, C2)."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra import policies
from tests.rules.facts import POLICY, day
from workflows.rules.agency_transfer import AgencyTransfer, AgencyTransferFacts, agency_transfer
from workflows.rules.answers import Answer, Standing, Teller
from workflows.rules.policy import LeavePolicy

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))


def asked(by: LeavePolicy = POLICY, **facts: Any) -> Answer[AgencyTransfer]:
    """A move on 2026-05-04 within the State, four weeks used, to a week of 30 hours."""
    written = {
        "moved_on": "2026-05-04",
        "left_belongs": True,
        "joined_belongs": True,
        "weeks_used": "4",
        "new_week_minutes": "1800",
        **facts,
    }
    return agency_transfer(AgencyTransferFacts.model_validate(written), policy=by)


ANEW = AgencyTransfer(
    follows=False, left_weeks=None, left_minutes=None, terms_from_on=day("2026-05-04"), increment_minutes=None
)


def test_825_108_c_1_within_the_state_nothing_begins_anew() -> None:
    answer = asked()
    assert answer.result == AgencyTransfer(
        follows=True,
        left_weeks=Fraction(8),
        left_minutes=14400,
        terms_from_on=day("2026-05-04"),
        increment_minutes=15,
    )
    assert [step.rule for step in answer.steps] == ["E3", "C5", "C2"]
    assert answer.steps[2].inputs == {"minutes": "15"}
    assert answer.unconfirmed == ("increment_minutes",)
    assert answer.says == "All goes on; the new terms hold from 2026-05-04."


def test_the_increment_of_the_policy_joined_holds_from_the_day_of_the_move() -> None:
    answer = asked(HARBOR)
    assert answer.result is not None
    assert answer.result.increment_minutes == 60
    assert answer.unconfirmed == ()


@pytest.mark.parametrize(
    ("used", "week", "left", "minutes"),
    [
        ("4", None, "8", None),
        (None, "1800", None, None),
        ("0", "2400", "12", 28800),
        ("12", "2400", "0", 0),
        ("13", "2400", "0", 0),
        ("1/7", "2400", "83/7", 28457),
    ],
)
def test_825_205_b_what_is_left_is_a_part_of_the_new_week_cut_to_the_minute(
    used: str | None, week: str | None, left: str | None, minutes: int | None
) -> None:
    answer = asked(weeks_used=used, new_week_minutes=week)
    assert answer.result is not None
    assert answer.result.left_weeks == (Fraction(left) if left else None)
    assert answer.result.left_minutes == minutes


@pytest.mark.parametrize(("left", "joined"), [(False, True), (True, False), (False, None), (None, False)])
def test_another_employer_begins_anew(left: bool | None, joined: bool | None) -> None:
    answer = asked(left_belongs=left, joined_belongs=joined)
    assert answer.result == ANEW
    assert [step.rule for step in answer.steps] == ["E3"]
    assert "begins anew on 2026-05-04" in answer.says


@pytest.mark.parametrize(
    ("fact", "asks"),
    [
        ("left_belongs", "is the body left part of the employer?"),
        ("joined_belongs", "is the body joined part of the employer?"),
    ],
)
def test_which_bodies_belong_is_never_inferred(fact: str, asks: str) -> None:
    untold: dict[str, Any] = {fact: None}
    answer = asked(**untold)
    assert answer.standing is Standing.CONDITIONAL
    assert [(b.given, b.result.follows if b.result else None) for b in answer.branches] == [
        ((f"{asks} yes",), True),
        ((f"{asks} no",), False),
    ]
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [(fact, Teller.HRD)]


def test_both_unknown_has_three_branches() -> None:
    untold: dict[str, Any] = {"left_belongs": None, "joined_belongs": None}
    answer = asked(**untold)
    assert [b.result.follows if b.result else None for b in answer.branches] == [True, False, False]


@given(st.fractions(0, 40), st.fractions(1, 6000))
def test_no_minute_is_promised_that_is_not_there(used: Fraction, week: Fraction) -> None:
    result = asked(weeks_used=used, new_week_minutes=week).result
    assert result is not None
    assert result.left_weeks == max(Fraction(0), 12 - used)
    assert result.left_minutes is not None
    assert result.left_minutes <= result.left_weeks * week < result.left_minutes + 1
