"""From when DFML pays for leave now and then, and for which minutes. 458 CMR 2.02, 2.13 (law.md C11, N11)."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.rules.facts import POLICY
from workflows.rules.answers import Answer, Standing, Teller
from workflows.rules.pfml_pay import PfmlPay, PfmlPayFacts, pfml_pay

Taken = tuple[str, int | None]


def ask(*taken: Taken, **more: Any) -> Answer[PfmlPay]:
    days = tuple({"on": f"2026-{on}", "minutes": minutes} for on, minutes in taken)
    return pfml_pay(PfmlPayFacts.model_validate({"reason": "own_condition", "taken": days, **more}), policy=POLICY)


def result(answer: Answer[PfmlPay]) -> PfmlPay:
    assert answer.result is not None
    return answer.result


@pytest.mark.parametrize(
    ("taken", "from_on", "missing"),
    [
        # 8 hours are 480 minutes: together with the leave of the day on which they are full
        ([("04-01", 240), ("04-09", 240)], "04-09", 0),
        ([("04-01", 480)], "04-01", 0),
        ([("04-01", 479), ("04-02", 1)], "04-02", 0),
        ([("04-09", 240), ("04-01", 240)], "04-09", 0),  # in any order
        ([("04-01", 100), ("04-02", 100), ("04-03", 100), ("04-06", 100), ("04-07", 100)], "04-07", 0),
        # fewer: more than 30 days after 1 April are over on 2 May
        ([("04-01", 479)], "05-02", 1),
        ([("04-01", 200), ("04-09", 250)], "05-02", 30),
        ([("04-01", 60), ("04-08", 60), ("04-15", 60), ("04-22", 60), ("04-29", 60), ("05-06", 60)], "05-02", 120),
        # whichever is first
        ([("04-01", 240), ("05-01", 240)], "05-01", 0),
        ([("04-01", 240), ("05-02", 240)], "05-02", 0),
        ([("04-01", 240), ("05-03", 240)], "05-02", 0),
        ([("02-01", 15)], "03-04", 465),  # 28 days of February
    ],
)
def test_458_cmr_2_02_after_eight_hours_or_more_than_thirty_days(
    taken: list[Taken], from_on: str, missing: int
) -> None:
    answer = ask(*taken)
    assert (str(result(answer).claim_from_on), result(answer).missing_minutes) == (f"2026-{from_on}", missing)
    assert answer.steps[0].citation == "458 CMR 2.02"
    assert answer.steps[0].inputs == {"hours": "8", "days": "30", "first_on": str(min(d.on for d in _days(answer)))}


def _days(answer: Answer[PfmlPay]) -> tuple[Any, ...]:
    return result(answer).days


@pytest.mark.parametrize(
    ("minutes", "paid"), [(1, 0), (14, 0), (15, 15), (29, 15), (30, 30), (50, 45), (250, 240), (480, 480)]
)
def test_dfml_pays_in_multiples_of_15_minutes_and_never_rounds_up(minutes: int, paid: int) -> None:
    answer = ask(("04-01", 480), ("04-20", minutes))
    assert [(d.minutes, d.paid_minutes) for d in result(answer).days] == [(480, 0), (minutes, paid)]
    assert result(answer).paid_minutes == paid
    assert any(step.rule == "C11" and step.inputs.get("multiple") == "15" for step in answer.steps)


def test_each_day_is_cut_by_itself() -> None:
    answer = ask(("04-01", 400), ("04-10", 50), ("04-11", 50), ("04-12", 50))
    assert result(answer).paid_minutes == 3 * 45
    assert str(result(answer).claim_from_on) == "2026-04-11"  # 400 + 50 + 50 are above 480: nothing is cut here


def test_825_205_b_what_dfml_does_not_pay_is_leave_all_the_same() -> None:
    answer = ask(("04-01", 480), ("04-20", 50))
    step = next(step for step in answer.steps if step.rule == "C1")
    assert step.inputs == {"taken": "530", "paid": "45"}


@pytest.mark.parametrize(
    ("more", "paid"),
    [
        ({}, [0, 0, 60]),  # 1 to 7 April
        ({"told_waiting": {"first_on": "2026-04-02", "last_on": "2026-04-08"}}, [60, 0, 0]),
        ({"told_waiting": {"first_on": "2026-04-02"}}, [60, 0, 0]),
        ({"reason": "bonding", "after_childbirth": True}, [60, 60, 60]),
        ({"reason": "bonding", "after_childbirth": False}, [0, 0, 60]),
        ({"reason": "bonding", "after_childbirth": None, "told_waiting": {"first_on": "2026-04-02"}}, [60, 0, 0]),
    ],
)
def test_175m_3_a_no_pay_for_the_waiting_period_but_its_hours_count(more: dict[str, Any], paid: list[int]) -> None:
    answer = ask(("04-01", 60), ("04-07", 60), ("04-08", 60), **more)
    assert [d.paid_minutes for d in result(answer).days] == paid
    assert result(answer).missing_minutes == 300
    assert [d.waiting for d in result(answer).days] == [not minutes for minutes in paid]


def test_whether_bonding_follows_the_birth_may_be_unknown() -> None:
    answer = ask(("04-01", 60), reason="bonding")
    assert [(g.fact, g.teller) for g in answer.gaps] == [("after_childbirth", Teller.EMPLOYEE)]
    assert [b.result.paid_minutes for b in answer.branches if b.result] == [60, 0]
    late = ask(("04-01", 10), ("04-20", 60), reason="bonding")
    assert [b.result.paid_minutes for b in late.branches if b.result] == [60, 60]


def test_minutes_that_nobody_told_are_asked_for() -> None:
    answer = ask(("04-09", 60), ("04-10", None), ("04-01", None))
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert [g.fact for g in answer.gaps] == ["taken.minutes", "taken.minutes"]
    assert [g.asks for g in answer.gaps] == [
        "how long was the leave of 2026-04-01?",
        "how long was the leave of 2026-04-10?",
    ]
    assert "2026-05-02 at the latest" in answer.says


def test_the_answer_says_when_and_how_much() -> None:
    assert ask(("04-01", 480), ("04-20", 50)).says == (
        "Payment may be asked for from 2026-04-01 on; of the leave told so far DFML pays 45 minutes, "
        "1 of its 2 days being in the waiting period."
    )
    assert ask(("04-01", 479)).says == (
        "Payment may be asked for from 2026-05-02 on, or sooner with 1 minute more of leave; of the leave told so far "
        "DFML pays no minute, all being in the waiting period."
    )


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"taken": [{"on": "2026-04-01", "minutes": 60}] * 2}, "day_told_twice"),
        ({"taken": [{"on": "2026-04-01", "minutes": 60}], "after_childbirth": True}, "childbirth_of_another_leave"),
        ({"taken": []}, "too_short"),
        ({"taken": [{"on": "2026-04-01", "minutes": 0}]}, "greater_than_equal"),
        ({"taken": [{"on": "2026-04-01", "minutes": 1501}]}, "less_than_equal"),
    ],
)
def test_facts_that_cannot_be_are_refused(facts: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PfmlPayFacts.model_validate({"reason": "own_condition", **facts})
    assert refused.value.errors()[0]["type"] == name
