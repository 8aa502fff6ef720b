"""What is left when the workweek changes: fractions used stay. 29 CFR 825.205(b) (law.md C4, C5, N1)."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.rules.facts import NIGHTS, OFFICE, PART_TIME, PITMAN, POLICY, day, policy
from tests.rules.test_schedules import schedules
from tests.rules.test_shifts import changed
from workflows.rules.answers import Answer, Standing
from workflows.rules.roster import around, roster_fault
from workflows.rules.schedule import Schedule
from workflows.rules.transfer import Converted, TransferFacts, converted_after_transfer

OFFICE_TO_PART_TIME = Schedule(
    assignments=(changed(OFFICE, to_on=day("2026-05-31")), changed(PART_TIME, from_on=day("2026-06-01")))
)
PITMAN_TO_OFFICE = Schedule(
    assignments=(changed(PITMAN, to_on=day("2026-05-31")), changed(OFFICE, from_on=day("2026-06-01")))
)


def ask(schedule: Schedule, *used: dict[str, Any], on: str = "2026-06-01") -> Answer[Converted]:
    """From a day on."""
    return converted_after_transfer(
        TransferFacts.model_validate({"on": on, "schedule": schedule, "used": used}), policy=POLICY
    )


@pytest.mark.parametrize(
    ("schedule", "used", "used_weeks", "left_minutes"),
    [
        (OFFICE_TO_PART_TIME, [], 0, 360 * 60),
        (OFFICE_TO_PART_TIME, [{"on": "2026-03-02", "weeks": "6"}], 6, 180 * 60),  # half used, half of 360 left
        (OFFICE_TO_PART_TIME, [{"on": "2026-03-02", "weeks": "6", "minutes": 14400}], 6, 180 * 60),
        (OFFICE_TO_PART_TIME, [{"on": "2026-03-02", "minutes": 480}], Fraction(1, 5), 354 * 60),
        (OFFICE_TO_PART_TIME, [{"on": "2026-06-01", "minutes": 600}], Fraction(1, 3), 350 * 60),  # the new week already
        (OFFICE_TO_PART_TIME, [{"on": "2026-03-02", "weeks": "12"}], 12, 0),
        (OFFICE_TO_PART_TIME, [{"on": "2026-03-02", "weeks": "13"}], 13, 0),
        (PITMAN_TO_OFFICE, [{"on": "2026-03-09", "minutes": 720}], Fraction(2, 7), int(Fraction(82, 7) * 2400)),
        (
            PITMAN_TO_OFFICE,
            [{"on": "2026-03-09", "minutes": 720}, {"on": "2026-03-10", "weeks": "2/7"}],
            Fraction(4, 7),
            int(Fraction(80, 7) * 2400),
        ),
    ],
)
def test_825_205_b_what_is_left_is_of_the_new_week(
    schedule: Schedule, used: list[dict[str, Any]], used_weeks: Fraction, left_minutes: int
) -> None:
    result = ask(schedule, *used).result
    assert result is not None
    assert (result.used_weeks, result.left_minutes) == (Fraction(used_weeks), left_minutes)
    assert result.left_weeks == max(0, 12 - used_weeks)


def test_the_answer_says_what_was_converted_and_how() -> None:
    plain = ask(OFFICE_TO_PART_TIME, {"on": "2026-03-02", "weeks": "1/5"})
    assert [s.rule for s in plain.steps] == ["C5", "C4"]
    assert plain.steps[0].inputs == {"entries": "1"}
    assert "nothing old is priced again" in plain.steps[0].says
    assert plain.steps[1].inputs == {"left_weeks": "59/5", "week_minutes": "1800"}
    assert plain.says == "354 hours of the new week are left"
    in_hours = ask(OFFICE_TO_PART_TIME, {"on": "2026-03-02", "weeks": "1/5"}, {"on": "2026-03-03", "minutes": 480})
    assert [s.rule for s in in_hours.steps] == ["C5", "C4", "C4"]
    assert "schedule of their day" in in_hours.steps[1].says
    assert in_hours.steps[1].inputs == {"entries": "1"}


@pytest.mark.parametrize("entry", [{"on": "2019-03-02", "minutes": 480}, {"on": "2026-03-02"}])
def test_an_entry_that_lost_its_week_is_unknown(entry: dict[str, Any]) -> None:
    answer = ask(OFFICE_TO_PART_TIME, {"on": "2026-03-01", "weeks": "1"}, entry)
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert [(g.fact, g.teller) for g in answer.gaps] == [("used", "agency")]
    assert entry["on"] in answer.gaps[0].asks


def test_without_a_new_week_there_is_no_answer() -> None:
    answer = ask(OFFICE_TO_PART_TIME, on="2019-06-01")
    assert [g.fact for g in answer.gaps] == ["schedule"]
    assert answer.says == "the new workweek is not known"


def test_the_new_week_is_the_employers() -> None:
    facts = TransferFacts(on=day("2026-03-10"), schedule=PITMAN)
    own_week = converted_after_transfer(facts, policy=policy(rotation_week="own_week", workweek_begins="monday")).result
    assert own_week is not None
    assert own_week.week_minutes == 3600


def test_use_and_shifts_that_no_week_can_hold_are_refused_by_name() -> None:
    told = {"on": "2026-06-01", "schedule": OFFICE}
    with pytest.raises(ValidationError) as refused:
        TransferFacts.model_validate({**told, "used": [{"on": "2026-03-02", "weeks": "1/10", "minutes": 1009}]})
    assert refused.value.errors()[0]["type"] == "week_too_long"
    twice = {"position": 1, "starts": "00:00", "ends": "00:00"}
    one_day = {"from_on": "2024-01-01", "anchor_on": "2024-01-01", "cycle_days": 1, "shifts": [twice, twice]}
    with pytest.raises(ValidationError) as refused:
        TransferFacts.model_validate({"on": "2026-06-01", "schedule": {"assignments": [one_day]}})
    assert refused.value.errors()[0]["type"] == "more_than_the_days_have"


def test_the_example_is_true_and_can_be_asked() -> None:
    example = TransferFacts.model_json_schema()["examples"][0]
    result = converted_after_transfer(TransferFacts.model_validate(example), policy=POLICY).result
    assert result is not None
    assert (result.used_weeks, result.left_minutes) == (Fraction(2, 5), 348 * 60)


@given(
    schedules() | st.just(NIGHTS),
    st.dates(),
    st.lists(st.tuples(st.dates(), st.none() | st.fractions(0, 12), st.none() | st.integers(0, 10**9)), max_size=4),
)
def test_the_question_never_raises(
    schedule: Schedule, on: date, used: list[tuple[date, Fraction | None, int | None]]
) -> None:
    fitting = ((d, w, m if w is None or m is None else min(m, int(w * 10080))) for d, w, m in used)
    entries = tuple({"on": d, "weeks": w, "minutes": m} for d, w, m in fitting)
    assume(roster_fault(schedule, around((on,))) is None)
    told = TransferFacts.model_validate({"on": on, "schedule": schedule, "used": entries})
    answer = converted_after_transfer(told, policy=POLICY)
    if answer.result is not None:
        assert 0 <= answer.result.left_weeks <= 12
        assert answer.result.left_minutes <= answer.result.left_weeks * answer.result.week_minutes
