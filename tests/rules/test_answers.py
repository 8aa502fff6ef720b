"""How answers are put together: settled, settled by law, conditional, or not answerable."""

import pytest
from pydantic import ValidationError

from tests.rules.facts import POLICY, day
from workflows.rules.answers import Answer, Gap, Reasoning, Standing, Teller, due

FORESEEABLE = Gap(fact="foreseeable", asks="was the leave foreseeable?", teller=Teller.COORDINATOR)
DILIGENT = Gap(fact="diligent", asks="did the employee try?", teller=Teller.EMPLOYEE)


def settled(result: int, *, rule: str = "G2", by_law: bool = False) -> Answer[int]:
    why = Reasoning(POLICY)
    why.step(rule, "it is so", by_law=by_law, days=result, nobody_knows=None)
    return why.settled(result, f"{result} days")


def test_an_answer_carries_its_steps_with_citation_and_versions() -> None:
    answer = settled(15)
    assert (answer.standing, answer.result) == (Standing.SETTLED, 15)
    assert answer.steps[0].citation == POLICY.citation("G2")
    assert answer.steps[0].inputs == {"days": "15", "nobody_knows": "unknown"}
    assert (answer.policy, answer.policy_version) == (POLICY.id, POLICY.version)
    assert answer.calendar == POLICY.calendar.version


def test_what_went_into_a_step_is_written_as_people_write_it() -> None:
    why = Reasoning(POLICY)
    why.step("G2", "it is so", told=True, shown=False, found=None, days=15)
    assert why.settled(1, "one").steps[0].inputs == {"told": "yes", "shown": "no", "found": "unknown", "days": "15"}


def test_a_doubt_that_law_resolves_is_told_as_such() -> None:
    assert settled(15, by_law=True).standing is Standing.SETTLED_BY_LAW


def test_an_unconfirmed_value_is_named_once_and_a_confirmed_one_never() -> None:
    why = Reasoning(POLICY)
    why.rests_on("edge_holiday", "certification_days", "edge_holiday")
    assert why.settled(1, "one").unconfirmed == ("edge_holiday",)


def test_what_turns_on_a_missing_fact_has_a_branch_for_each_case() -> None:
    answer = Reasoning(POLICY).depends(FORESEEABLE, (("yes", settled(1)), ("no", settled(2, rule="G5"))))
    assert answer.says == f"It depends: {FORESEEABLE.asks}"
    assert (answer.standing, answer.result) == (Standing.CONDITIONAL, None)
    assert [(b.given, b.result) for b in answer.branches] == [
        (("was the leave foreseeable? yes",), 1),
        (("was the leave foreseeable? no",), 2),
    ]
    assert answer.gaps == (FORESEEABLE,)
    assert [step.rule for step in answer.steps] == ["G2", "G5"]


def test_what_is_the_same_in_every_case_is_settled() -> None:
    answer = Reasoning(POLICY).depends(FORESEEABLE, (("yes", settled(1)), ("no", settled(1))))
    assert (answer.standing, answer.result) == (Standing.SETTLED, 1)
    assert answer.gaps == ()


def test_what_turns_on_another_fact_alone_is_not_asked_twice() -> None:
    inner = Reasoning(POLICY).depends(DILIGENT, (("yes", settled(1)), ("no", settled(2))))
    answer = Reasoning(POLICY).depends(FORESEEABLE, (("yes", inner), ("no", inner)))
    assert (answer.branches, answer.gaps) == (inner.branches, (DILIGENT,))


def test_what_cannot_be_said_in_any_case_has_no_branches() -> None:
    unknown: Answer[int] = Reasoning(POLICY).not_answerable("nobody knows", DILIGENT)
    answer = Reasoning(POLICY).depends(FORESEEABLE, (("yes", unknown), ("no", unknown)))
    assert (answer.standing, answer.says) == (Standing.NOT_ANSWERABLE, "nobody knows")
    assert answer.gaps == (DILIGENT, FORESEEABLE)


def test_branches_of_branches_are_flat_and_every_gap_is_named_once() -> None:
    inner = Reasoning(POLICY).depends(DILIGENT, (("yes", settled(1)), ("no", settled(2))))
    unknown: Answer[int] = Reasoning(POLICY).not_answerable("nobody knows", DILIGENT)
    answer = Reasoning(POLICY).depends(FORESEEABLE, (("yes", inner), ("no", unknown)))
    assert [b.result for b in answer.branches] == [1, 2, None]
    assert answer.branches[0].given == ("was the leave foreseeable? yes", "did the employee try? yes")
    assert answer.gaps == (FORESEEABLE, DILIGENT)


@pytest.mark.parametrize(
    "changes",
    [
        {"result": None},
        {"standing": "conditional"},
        {"standing": "not_answerable", "result": None},
        {"gaps": (FORESEEABLE,)},
    ],
)
def test_no_answer_says_two_things_at_once(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Answer[int].model_validate({**settled(1).model_dump(), **changes})


def test_a_legal_date_says_what_it_was_computed_from() -> None:
    business = due("D1", day("2026-02-06"), 5, policy=POLICY, business=True)
    assert (business.due_on, business.count, business.unit) == (day("2026-02-13"), 5, "business days")
    calendar = due("G2", day("2026-02-13"), 15, policy=POLICY)
    assert (calendar.due_on, calendar.unit) == (day("2026-02-28"), "calendar days")
    assert calendar.citation == POLICY.citation("G2")
    assert calendar.due_at.isoformat() == "2026-03-01T05:00:00+00:00"
    assert due("G2", day("2026-02-13"), 0, policy=POLICY, business=True).due_on == day("2026-02-13")
