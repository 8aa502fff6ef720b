"""PFML benefit years, applications and waiting periods. M.G.L. c.175M s.1, s.3(a) (law.md N9-N11)."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.rules.facts import POLICY, day
from workflows.rules.answers import Answer, Standing, Teller
from workflows.rules.benefit_years import Application, BenefitYears, BenefitYearsFacts, Dates, benefit_years
from workflows.rules.pfml_years import benefit_year, years_of_use
from workflows.rules.spans import Days


def ask(*leaves: dict[str, Any], **more: Any) -> Answer[BenefitYears]:
    whole = ({"reason": "own_condition", "shape": "continuous", **leave} for leave in leaves)
    return benefit_years(BenefitYearsFacts.model_validate({"leaves": tuple(whole), **more}), policy=POLICY)


def result(answer: Answer[BenefitYears]) -> BenefitYears:
    assert answer.result is not None
    return answer.result


def years(answer: Answer[BenefitYears]) -> list[tuple[str, str, bool]]:
    return [(str(y.first_on), str(y.last_on), y.told) for y in result(answer).years]


def pieces(answer: Answer[BenefitYears]) -> list[tuple[int, str, str, bool]]:
    return [(a.leave, str(a.first_on), str(a.last_on), a.open) for a in result(answer).applications]


def waits(answer: Answer[BenefitYears]) -> list[tuple[str, str] | None]:
    found = [a.waiting for a in result(answer).applications]
    return [None if w is None else (str(w.first_on), str(w.last_on)) for w in found]


@pytest.mark.parametrize(
    ("first_on", "sunday", "saturday"),
    [
        ("2026-01-04", "2026-01-04", "2027-01-02"),  # a Sunday is that Sunday
        ("2026-01-05", "2026-01-04", "2027-01-02"),
        ("2026-01-10", "2026-01-04", "2027-01-02"),  # a Saturday
        ("2026-01-11", "2026-01-11", "2027-01-09"),
        ("2026-01-01", "2025-12-28", "2026-12-26"),
        ("2024-02-29", "2024-02-25", "2025-02-22"),
    ],
)
def test_175m_1_52_weeks_from_the_sunday_on_or_before(first_on: str, sunday: str, saturday: str) -> None:
    assert benefit_year(day(first_on), policy=POLICY) == (day(sunday), day(saturday))
    answer = ask({"first_on": first_on, "last_on": first_on})
    assert years(answer) == [(sunday, saturday, False)]
    assert answer.says.startswith(f"benefit year {sunday} to {saturday}, expected; leave 1 from {first_on} to ")


@pytest.mark.parametrize(
    ("last_on", "expected"),
    [
        ("2027-01-02", [(0, "2026-12-14", "2027-01-02", False)]),
        ("2027-01-03", [(0, "2026-12-14", "2027-01-02", False), (0, "2027-01-03", "2027-01-03", False)]),
    ],
)
def test_n10_a_leave_that_crosses_the_saturday_is_two_applications(last_on: str, expected: list[Any]) -> None:
    before = {"first_on": "2026-01-07", "last_on": "2026-01-20"}
    answer = ask({"first_on": "2026-12-14", "last_on": last_on}, before)
    assert [p for p in pieces(answer) if p[0] == 0] == expected
    assert ("N10" in [step.rule for step in answer.steps]) == (len(expected) == 2)
    years_of_leave = [a.benefit_year for a in result(answer).applications if a.leave == 0]
    assert years_of_leave == list(range(len(expected)))


def test_n10_a_leave_without_an_end_is_cut_where_its_year_ends() -> None:
    answer = ask({"first_on": "2026-01-07"})
    assert pieces(answer) == [(0, "2026-01-07", "2027-01-02", True)]
    longer = ask({"first_on": "2026-01-07"}, {"first_on": "2027-02-01", "last_on": "2027-02-05"})
    assert [p for p in pieces(longer) if p[0] == 0] == [
        (0, "2026-01-07", "2027-01-02", False),
        (0, "2027-01-03", "2028-01-01", True),
    ]


def test_n10_a_forgotten_leave_goes_on_for_some_years_at_most() -> None:
    answer = ask({"first_on": "2001-01-07"}, {"first_on": "2026-01-07", "last_on": "2026-01-09"})
    assert len([p for p in pieces(answer) if p[0] == 0]) == 6
    assert years(answer)[-1] == ("2026-01-04", "2027-01-02", False)


def test_n9_what_dfml_told_holds_beside_what_is_expected() -> None:
    answer = ask(
        {"first_on": "2026-04-01", "last_on": "2026-04-30"},
        told_years=[{"first_on": "2025-06-01", "last_on": "2026-04-11"}],
    )
    assert result(answer).years[0] == Dates(
        first_on=day("2025-06-01"),
        last_on=day("2026-04-11"),
        told=True,
        expected_first_on=day("2026-03-29"),
        expected_last_on=day("2027-03-27"),
    )
    assert pieces(answer) == [(0, "2026-04-01", "2026-04-11", False), (0, "2026-04-12", "2026-04-30", False)]
    assert [step.rule for step in answer.steps] == ["N9", "N9", "N10", "N11"]
    assert answer.says.startswith("benefit year 2025-06-01 to 2026-04-11, told, where ")
    assert "; benefit year 2026-04-12" in answer.says


def test_n9_a_told_year_without_an_end_has_52_weeks_and_a_computed_one_stops_before_it() -> None:
    told = [{"first_on": "2026-05-10"}]
    answer = ask({"first_on": "2026-04-01", "last_on": "2026-05-15"}, told_years=told)
    assert years(answer) == [("2026-03-29", "2026-05-09", False), ("2026-05-10", "2027-05-08", True)]


def test_n9_a_computed_year_never_reaches_into_a_told_one() -> None:
    told = [{"first_on": "2025-04-02", "last_on": "2026-04-01"}]
    answer = ask({"first_on": "2026-04-03", "last_on": "2026-04-10"}, told_years=told)
    assert years(answer) == [("2026-04-02", "2027-03-27", False)]


@pytest.mark.parametrize(
    ("leave", "waiting"),
    [
        ({"first_on": "2026-04-01", "last_on": "2026-05-15"}, [("2026-04-01", "2026-04-07")]),
        ({"first_on": "2026-04-01", "last_on": "2026-05-15", "shape": "reduced"}, [("2026-04-01", "2026-04-07")]),
        (
            {
                "first_on": "2026-04-01",
                "last_on": "2026-05-15",
                "shape": "intermittent",
                "reported_on": ["2026-04-20", "2026-04-09", "2026-03-02"],
            },
            [("2026-04-09", "2026-04-15")],
        ),
        ({"first_on": "2026-04-01", "last_on": "2026-05-15", "shape": "intermittent"}, [None]),
        (
            {"first_on": "2026-04-01", "last_on": "2026-05-15", "reason": "bonding", "after_childbirth": True},
            [None],
        ),
        (
            {"first_on": "2026-04-01", "last_on": "2026-05-15", "reason": "bonding", "after_childbirth": False},
            [("2026-04-01", "2026-04-07")],
        ),
    ],
    ids=["whole", "reduced", "first reported day", "none reported", "after childbirth", "bonding"],
)
def test_175m_3_a_seven_days_wait_for_each_application(leave: dict[str, Any], waiting: list[Any]) -> None:
    assert waits(ask(leave)) == waiting


def test_175m_3_a_a_new_benefit_year_has_a_new_wait_even_after_childbirth() -> None:
    leave = {"first_on": "2026-12-14", "last_on": "2027-01-08", "reason": "bonding", "after_childbirth": True}
    answer = ask(leave, told_years=[{"first_on": "2026-01-04", "last_on": "2027-01-02"}])
    assert waits(answer) == [None, ("2027-01-03", "2027-01-09")]
    assert [step.rule for step in answer.steps] == ["N9", "N9", "N10", "N11", "N11"]


def test_175m_3_a_the_wait_that_dfml_told_holds() -> None:
    leave = {"first_on": "2026-04-01", "last_on": "2026-05-15", "told_waiting": [{"first_on": "2026-04-03"}]}
    (only,) = result(ask(leave)).applications
    assert only == Application(
        leave=0,
        first_on=day("2026-04-01"),
        last_on=day("2026-05-15"),
        open=False,
        benefit_year=0,
        waiting=Dates(
            first_on=day("2026-04-03"),
            last_on=day("2026-04-09"),
            told=True,
            expected_first_on=day("2026-04-01"),
            expected_last_on=day("2026-04-07"),
        ),
    )
    unexpected = {
        **leave,
        "shape": "intermittent",
        "told_waiting": [{"first_on": "2026-04-03", "last_on": "2026-04-08"}],
    }
    waiting = result(ask(unexpected)).applications[0].waiting
    assert waiting is not None
    assert (waiting.last_on, waiting.expected_first_on, waiting.expected_last_on) == (day("2026-04-08"), None, None)
    elsewhere = {**leave, "told_waiting": [{"first_on": "2026-06-03"}]}
    assert waits(ask(elsewhere)) == [("2026-04-01", "2026-04-07")]


def test_a_first_day_in_doubt_has_both_branches() -> None:
    answer = ask({"first_on": "2026-04-04", "last_on": "2026-04-30"}, or_first_on="2026-04-05")
    assert answer.standing is Standing.CONDITIONAL
    assert [b.result.years[0].first_on for b in answer.branches if b.result] == [day("2026-03-29"), day("2026-04-05")]
    assert [(g.fact, g.teller) for g in answer.gaps] == [("leaves.first_on", Teller.COORDINATOR)]


@pytest.mark.parametrize(
    ("leave", "fact", "teller", "waiting"),
    [
        ({"shape": None}, "leaves.shape", Teller.COORDINATOR, [True, False]),
        ({"reason": "bonding"}, "leaves.after_childbirth", Teller.EMPLOYEE, [False, True]),
    ],
)
def test_what_is_not_told_has_both_branches(
    leave: dict[str, Any], fact: str, teller: Teller, waiting: list[bool]
) -> None:
    answer = ask({"first_on": "2026-04-01", "last_on": "2026-05-15", **leave})
    assert [(g.fact, g.teller) for g in answer.gaps] == [(fact, teller)]
    assert [b.result.applications[0].waiting is not None for b in answer.branches if b.result] == waiting


def test_of_several_leaves_it_is_said_which_is_asked_about() -> None:
    first, second = (
        {"first_on": "2026-01-07", "last_on": "2026-03-03"},
        {"first_on": "2026-05-04", "last_on": "2026-06-05"},
    )
    answer = ask({**first, "shape": None}, {**second, "shape": None, "reason": "bonding"})
    assert [g.asks for g in answer.gaps] == [
        "leave 1 from 2026-01-07: how is the leave taken?",
        "leave 2 from 2026-05-04: does bonding directly follow medical leave for the birth?",
        "leave 2 from 2026-05-04: how is the leave taken?",
    ]
    assert [g.asks for g in ask({**first, "shape": None}).gaps] == ["how is the leave taken?"]


def test_175m_3_a_it_is_said_why_there_is_no_wait() -> None:
    birth = {"first_on": "2026-03-10", "last_on": "2026-04-20"}
    bonding = {"first_on": "2026-04-21", "last_on": "2026-07-10", "reason": "bonding", "after_childbirth": True}
    assert ask(birth, bonding).says.endswith("2026-07-10: no waiting period, right after leave for the birth")
    in_parts = ask({**birth, "shape": "intermittent"})
    assert in_parts.says.endswith("2026-04-20: no waiting period yet, as no day of it is reported")
    crossing = {**bonding, "first_on": "2026-12-21", "last_on": "2027-04-02", "shape": "intermittent"}
    until = ask({**birth, "last_on": "2026-12-20"}, crossing).says.split("; ")[-2:]
    assert [says.partition(": ")[2] for says in until] == [
        "no waiting period, right after leave for the birth",
        "no waiting period yet, as no day of it is reported",
    ]


def test_too_many_open_facts_make_no_branches() -> None:
    unknown = [
        {"first_on": f"2026-0{n}-01", "last_on": f"2026-0{n}-05", "reason": "bonding", "shape": None} for n in (1, 2, 3)
    ]
    answer = ask(*unknown)
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert len(answer.gaps) == 6
    assert ask(*unknown[:2]).standing is Standing.CONDITIONAL


@pytest.mark.parametrize(
    ("leave", "more", "code"),
    [
        ({"after_childbirth": True}, {}, "childbirth_of_another_leave"),
        ({"last_on": "2031-04-02"}, {}, "longer_than_any_leave"),
        ({}, {"or_first_on": "2021-04-29"}, "longer_than_any_leave"),
        ({}, {"or_first_on": "2026-05-01"}, "ends_before_it_begins"),
        ({"last_on": "2026-03-31"}, {}, "ends_before_it_begins"),
        (
            {},
            {
                "told_years": [
                    {"first_on": "2026-01-04", "last_on": "2027-01-02"},
                    {"first_on": "2027-01-02", "last_on": "2027-06-01"},
                ]
            },
            "years_overlap",
        ),
        ({}, {"told_years": [{"first_on": "2026-01-04"}, {"first_on": "2027-01-02"}]}, "years_overlap"),
    ],
)
def test_contradictions_are_refused_by_name(leave: dict[str, Any], more: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ask({"first_on": "2026-04-01", "last_on": "2026-04-30", **leave}, **more)
    assert refused.value.errors()[0]["type"] == code


def test_limits_of_facts_are_the_last_days_allowed() -> None:
    assert ask({"first_on": "2026-04-01", "last_on": "2031-04-01"}).is_settled
    assert ask({"first_on": "2026-04-01", "last_on": "2026-04-30"}, or_first_on="2021-04-30").branches
    assert ask({"first_on": "2026-04-01", "last_on": "2026-04-30"}, or_first_on="2026-04-30").branches


@given(
    st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(0, 500)), min_size=1, max_size=4),
    st.lists(st.dates(date(2024, 1, 1), date(2027, 1, 1)), max_size=1),
)
def test_applications_cover_the_leave_and_years_never_overlap(
    spans: list[tuple[date, int]], told_on: list[date]
) -> None:
    leaves = [{"first_on": a, "last_on": a + timedelta(days=n)} for a, n in spans]
    answer = ask(*leaves, told_years=[{"first_on": on, "last_on": on + timedelta(days=363)} for on in told_on])
    found = result(answer)
    for earlier, later in pairwise(found.years):
        assert earlier.last_on < later.first_on
    for index, (first_on, length) in enumerate(spans):
        own = [a for a in found.applications if a.leave == index]
        assert own[0].first_on == first_on
        assert own[-1].last_on == first_on + timedelta(days=length)
        for earlier_piece, later_piece in pairwise(own):
            assert later_piece.first_on == earlier_piece.last_on + timedelta(days=1)
        for piece in own:
            year = found.years[piece.benefit_year]
            assert year.first_on <= piece.first_on <= piece.last_on <= year.last_on


@given(st.lists(st.dates(date(2024, 1, 1), date(2027, 1, 1)), max_size=30))
def test_every_day_of_use_lies_in_one_benefit_year(days: list[date]) -> None:
    taken = sorted(dict.fromkeys(days))
    found = years_of_use(taken, (Days(first_on=date(2025, 3, 2), last_on=date(2026, 2, 28)),), policy=POLICY)
    assert all(sum(year.has(on) for year in found) == 1 for on in taken)
    assert all(any(year.has(on) for on in taken) for year in found)
