"""Which days a qualifying exigency can cover. 29 CFR 825.126 (law.md 1.2)."""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY, day
from workflows.rules.answers import Answer, Standing
from workflows.rules.exigency import ExigencyDays, ExigencyFacts, ExigencyKind, exigency_leave
from workflows.rules.spans import Days

EVERY = {"first_on": "2020-01-01"}
DURING = (
    ExigencyKind.MILITARY_EVENT,
    ExigencyKind.CHILDCARE_OR_SCHOOL,
    ExigencyKind.COUNSELLING,
    ExigencyKind.PARENTAL_CARE,
)


def asked(kind: str, asked: dict[str, str] | None = None, **facts: Any) -> Answer[ExigencyDays]:
    """The question, by default for any day, on a foreign deployment."""
    given = {"kind": kind, "asked": asked or EVERY, "foreign_deployment": True, **facts}
    return exigency_leave(ExigencyFacts.model_validate(given), policy=POLICY)


def days(first: str, last: str | None) -> Days:
    """Both included."""
    return Days(first_on=day(first), last_on=day(last) if last else None)


def only(first: str, last: str | None) -> ExigencyDays:
    """All that could be covered is."""
    return ExigencyDays(covered=days(first, last), possible=days(first, last))


NONE = ExigencyDays(covered=None, possible=None)


@pytest.mark.parametrize(
    ("deploys", "expected"),
    [
        ("2026-03-02", only("2026-03-02", "2026-03-08")),
        ("2026-03-09", only("2026-03-02", "2026-03-08")),
        ("2026-03-10", NONE),
    ],
)
def test_825_126_b_1_short_notice_is_seven_days_with_the_day_of_notification(
    deploys: str, expected: ExigencyDays
) -> None:
    answer = asked("short_notice", notified_on="2026-03-02", duty_begins_on=deploys)
    assert (answer.standing, answer.result) == (Standing.SETTLED, expected)
    assert answer.steps[0].rule == "1.2-EXIG"
    assert answer.steps[0].citation.startswith("29 CFR 825.126(b)(1)")
    assert ("no short notice" in answer.says) is (expected == NONE)


def test_825_126_b_1_what_is_not_known_of_a_short_notice() -> None:
    answer = asked("short_notice", notified_on="2026-03-02")
    assert [b.result for b in answer.branches] == [only("2026-03-02", "2026-03-08"), NONE]
    assert answer.branches[0].given == ("does deployment begin by 2026-03-09? yes",)
    assert [gap.fact for gap in answer.gaps] == ["duty_begins_on"]
    unknown = asked("short_notice", duty_begins_on="2026-03-09")
    assert (unknown.standing, [gap.fact for gap in unknown.gaps]) == (Standing.NOT_ANSWERABLE, ["notified_on"])


@pytest.mark.parametrize(
    ("rest", "last"),
    [
        ({"first_on": "2026-06-01", "last_on": "2026-06-12"}, "2026-06-12"),
        ({"first_on": "2026-06-01", "last_on": "2026-06-14"}, "2026-06-14"),
        ({"first_on": "2026-06-01", "last_on": "2026-06-15"}, "2026-06-15"),
        ({"first_on": "2026-06-01", "last_on": "2026-06-16"}, "2026-06-15"),
        ({"first_on": "2026-06-01", "last_on": "2026-06-30"}, "2026-06-15"),
        ({"first_on": "2026-06-01", "last_on": "2026-06-01"}, "2026-06-01"),
    ],
)
def test_825_126_b_6_rest_is_fifteen_days_at_most_and_never_beyond_the_members_own(
    rest: dict[str, str], last: str
) -> None:
    assert asked("rest", rest=rest).result == only("2026-06-01", last)


def test_825_126_b_6_the_end_of_the_members_rest_may_be_unknown() -> None:
    answer = asked("rest", rest={"first_on": "2026-06-01"})
    assert [b.result for b in answer.branches] == [only("2026-06-01", "2026-06-15"), None]
    assert "2026-06-15" in answer.branches[0].given[0]
    assert [gap.fact for gap in answer.gaps] == ["rest"]
    later = asked("rest", {"first_on": "2026-06-16", "last_on": "2026-06-19"}, rest={"first_on": "2026-06-01"})
    assert later.result == ExigencyDays(covered=None, possible=days("2026-06-01", "2026-06-15"))
    assert asked("rest").standing is Standing.NOT_ANSWERABLE


@pytest.mark.parametrize(
    ("ask", "covered"),
    [
        ({"first_on": "2026-03-31", "last_on": "2026-04-03"}, days("2026-04-01", "2026-04-03")),
        ({"first_on": "2026-06-29", "last_on": "2026-07-03"}, days("2026-06-29", "2026-06-29")),
        ({"first_on": "2026-06-29"}, days("2026-06-29", "2026-06-29")),
        ({"first_on": "2026-06-30"}, None),
        ({"first_on": "2026-03-30", "last_on": "2026-03-31"}, None),
    ],
)
def test_825_126_b_7_post_deployment_is_ninety_days_after_active_duty(
    ask: dict[str, str], covered: Days | None
) -> None:
    answer = asked("post_deployment", ask, duty_ended_on="2026-03-31")
    assert answer.result == ExigencyDays(covered=covered, possible=days("2026-04-01", "2026-06-29"))
    assert answer.says.startswith(
        "no day that was asked for: it can cover 2026-04-01" if covered is None else "it can cover"
    )


def test_825_126_b_7_issues_from_the_members_death_have_no_end_in_law() -> None:
    assert asked("post_deployment", member_died_on="2026-03-31").result == only("2026-03-31", None)
    assert asked("post_deployment", member_died_on="2026-03-31", duty_ended_on="2026-03-31").result == only(
        "2026-03-31", None
    )
    before = asked("post_deployment", {"first_on": "2026-03-01", "last_on": "2026-03-30"}, member_died_on="2026-03-31")
    assert before.says == "no day that was asked for: it can cover 2026-03-31 to an open end"
    assert [gap.fact for gap in asked("post_deployment").gaps] == ["duty_ended_on"]


@pytest.mark.parametrize("kind", DURING)
def test_825_126_b_most_kinds_are_covered_from_notice_of_the_call_to_the_end_of_duty(kind: ExigencyKind) -> None:
    told: dict[str, Any] = {"notified_on": "2026-02-02", "duty_begins_on": "2026-03-09"}
    assert asked(kind, **told, duty_ended_on="2026-08-31").result == only("2026-02-02", "2026-08-31")
    open_end = asked(kind, **told)
    assert (open_end.result, open_end.says) == (only("2026-02-02", None), "it can cover 2026-02-02 to an open end")
    assert asked(kind, duty_begins_on="2026-03-09").result == only("2026-03-09", None)
    nothing = asked(kind)
    assert (nothing.standing, [gap.fact for gap in nothing.gaps]) == (Standing.NOT_ANSWERABLE, ["notified_on"])
    assert asked(kind, **told, duty_ended_on="2026-08-31", acts_before_agency=True).result == only(
        "2026-02-02", "2026-08-31"
    )


@pytest.mark.parametrize(("acts", "last"), [(True, "2026-11-29"), (False, "2026-08-31")])
def test_825_126_b_4_acting_before_an_agency_goes_on_for_ninety_days(acts: bool, last: str) -> None:
    told: dict[str, Any] = {"notified_on": "2026-02-02", "duty_ended_on": "2026-08-31"}
    assert asked("financial_or_legal", **told, acts_before_agency=acts).result == only("2026-02-02", last)
    both = asked("financial_or_legal", **told)
    assert [b.result for b in both.branches] == [
        only("2026-02-02", "2026-11-29"),
        only("2026-02-02", "2026-08-31"),
    ]
    assert [gap.fact for gap in both.gaps] == ["acts_before_agency"]
    assert asked("financial_or_legal", notified_on="2026-02-02").result == only("2026-02-02", None)


def test_825_126_b_9_other_activities_are_what_both_sides_agreed() -> None:
    agreed = {"first_on": "2026-03-02", "last_on": "2026-03-03"}
    assert asked("other_agreed", agreed=True, agreed_days=agreed).result == only("2026-03-02", "2026-03-03")
    assert asked("other_agreed", agreed_days=agreed).result == only("2026-03-02", "2026-03-03")
    assert asked("other_agreed", agreed=False).result == NONE
    without_days = asked("other_agreed", agreed=True)
    assert (without_days.standing, [g.fact for g in without_days.gaps]) == (Standing.NOT_ANSWERABLE, ["agreed_days"])
    unknown = asked("other_agreed")
    assert [gap.fact for gap in unknown.gaps] == ["agreed", "agreed_days"]
    assert [b.result for b in unknown.branches] == [None, NONE]


@pytest.mark.parametrize("kind", ExigencyKind)
def test_825_126_a_without_foreign_deployment_there_is_none(kind: ExigencyKind) -> None:
    told: dict[str, Any] = {
        "notified_on": "2026-03-02",
        "duty_begins_on": "2026-03-09",
        "rest": EVERY,
        "agreed_days": EVERY,
    }
    answer = asked(kind, **told, foreign_deployment=False)
    assert answer.result == NONE
    assert "foreign country" in answer.says
    unknown = asked(kind, **told, foreign_deployment=None)
    assert unknown.gaps[0].fact == "foreign_deployment"
    assert unknown.branches[-1].given == ("is it deployment to a foreign country? no",)
    assert unknown.branches[-1].result == NONE


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"duty_begins_on": "2026-03-02", "duty_ended_on": "2026-03-01"}, "duty_ends_before_it_begins"),
        ({"notified_on": "2026-03-02", "duty_ended_on": "2026-03-01"}, "notified_after_duty"),
        ({"notified_on": "2026-03-03", "duty_begins_on": "2026-03-02"}, "notified_after_deployment"),
        ({"agreed": False, "agreed_days": EVERY}, "days_without_agreement"),
    ],
)
def test_facts_that_contradict_each_other_are_refused_by_name(facts: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        asked("counselling", **facts)
    assert refused.value.errors()[0]["type"] == name


def test_days_on_one_edge_are_no_contradiction() -> None:
    one_day: dict[str, Any] = {
        "notified_on": "2026-03-02",
        "duty_begins_on": "2026-03-02",
        "duty_ended_on": "2026-03-02",
    }
    assert asked("counselling", **one_day).result == only("2026-03-02", "2026-03-02")


@given(facts_of(ExigencyFacts))
def test_only_days_asked_for_that_are_possible_are_covered(facts: ExigencyFacts) -> None:
    answer = exigency_leave(facts, policy=POLICY)
    results = [answer.result] if answer.result else [b.result for b in answer.branches]
    assert answer.steps
    for result in results:
        if result is not None and result.covered is not None:
            assert result.possible is not None
            for edge in (result.covered.first_on, result.covered.last_on):
                assert edge is None or (facts.asked.has(edge) and result.possible.has(edge))
