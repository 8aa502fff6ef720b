"""Who is eligible under which plan, test by test, and when. 29 CFR 825.108, 825.110, 825.300(b) (law.md 1.1, 1.14)."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pydantic import ValidationError

from infra import policies
from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY, day, policy
from workflows.rules.answers import Answer, Standing, Teller
from workflows.rules.eligibility import EligibilityFacts, eligibility
from workflows.rules.eligible import Outcome
from workflows.rules.plan_tests import Eligibility, MetWhen, PlanTest, PlanTestStanding
from workflows.rules.plans import Plan
from workflows.rules.policy import LeavePolicy
from workflows.rules.spans import Days

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))

SERVICE: dict[str, Any] = {
    "stretches": [{"first_on": "2015-03-02"}],
    "earlier_service_known": True,
    "minutes_worked": [{"first_on": "2025-03-02", "last_on": "2026-03-01", "minutes": 1800 * 60}],
    "hours_records_complete": True,
    "exempt": False,
    "worksite_fifty": True,
    "week_minutes": 2400,
}
HIRED: dict[str, Any] = {
    "stretches": [{"first_on": "2025-03-10"}],
    "minutes_worked": [{"first_on": "2025-03-10", "last_on": "2026-03-01", "minutes": 1300 * 60}],
}

WITH_A_BREAK = [{"first_on": "2025-03-02", "last_on": "2025-03-08"}, {"first_on": "2025-03-17"}]
BUSY = [{"first_on": "2026-01-05", "last_on": "2026-03-01", "minutes": 1260 * 60}]
"""All hours of the year, for somebody who came back in January."""


def asked(plan: str = "fmla", starts: str = "2026-03-02", under: LeavePolicy = POLICY, **facts: Any) -> Any:
    """The question for a leave that starts on Monday 2026-03-02, with all of the service told unless said otherwise."""
    service = {**SERVICE, **facts.pop("service", {})}
    given = {"plan": plan, "starts_on": starts, "service": service, **facts}
    return eligibility(EligibilityFacts.model_validate(given), policy=under)


def outcomes(answer: Answer[Eligibility]) -> dict[str, str]:
    """Each test with where it stands."""
    assert answer.result is not None
    return {test.test.value: test.outcome.value for test in answer.result.tests}


def of(answer: Answer[Eligibility], test: PlanTest) -> PlanTestStanding:
    """One test of a settled answer."""
    assert answer.result is not None
    return next(t for t in answer.result.tests if t.test is test)


@pytest.mark.parametrize("plan", ["fmla", "caregiver", "small_necessities"])
def test_who_meets_every_test_is_eligible(plan: str) -> None:
    answer = asked(plan)
    assert answer.standing is Standing.SETTLED
    assert answer.result == Eligibility(
        plan=Plan(plan),
        on=day("2026-03-02"),
        eligible=True,
        tests=tuple(
            PlanTestStanding(test=test, citation=POLICY.citation(rule), outcome=Outcome.MET)
            for test, rule in (
                (PlanTest.COVERED, "E1"),
                (PlanTest.TWELVE_MONTHS, "E4"),
                (PlanTest.HOURS_WORKED, "E5"),
                (PlanTest.WORKSITE, "E2"),
            )
        ),
        begins_on=day("2026-03-02"),
    )
    steps = answer.steps
    if plan == "small_necessities":
        by = ("1.14-SNLA", "M.G.L. c.149 s.52D", "who is eligible for FMLA leave is eligible for this leave")
        assert (steps[0].rule, steps[0].citation, steps[0].says) == by
        steps = steps[1:]
    assert [step.rule for step in steps] == ["E1", "E4", "E5", "E2"]
    assert [step.says for step in steps] == [
        "a public agency is covered whatever its size",
        "the employee has 12 months of service",
        "the employee worked 1,250 hours in the 12 months before",
        "50 employees work within 75 miles of the worksite",
    ]
    words = {"fmla": "FMLA leave", "caregiver": "military caregiver leave"}.get(plan, "small necessities leave")
    assert answer.says == f"eligible for {words} on 2026-03-02"
    assert answer.unconfirmed == ()


def test_825_110_d_eligible_mid_leave() -> None:
    answer = asked(service=HIRED, last_on="2026-04-10", in_one_piece=True)
    assert (answer.standing, answer.result.eligible) == (Standing.SETTLED, False)
    assert outcomes(answer) == {
        "covered": "met",
        "twelve_months": "unmet",
        "hours_worked": "met",
        "worksite": "met",
    }
    months = of(answer, PlanTest.TWELVE_MONTHS)
    assert (months.met_on, months.met_when) == (day("2026-03-10"), MetWhen.ON)
    assert answer.result.begins_on == day("2026-03-10")
    assert answer.result.uncharged == Days(first_on=day("2026-03-02"), last_on=day("2026-03-09"))
    assert answer.steps[-1].rule == "E7"
    assert answer.steps[-1].says == "the months are complete"
    assert "less than 12 months" in answer.says
    assert "from 2026-03-10 on the leave is covered" in answer.says


@pytest.mark.parametrize(
    ("facts", "begins"),
    [
        ({}, "2026-03-10"),
        ({"last_on": "2026-03-10"}, "2026-03-10"),
        ({"last_on": "2026-03-09"}, None),
        ({"service": {**HIRED, "worksite_fifty": False}}, None),
        ({"service": {**HIRED, "stretches": [{"first_on": "2025-03-10", "last_on": "2026-03-09"}]}}, None),
        ({"service": {**HIRED, "stretches": [{"first_on": "2025-03-10", "last_on": "2026-03-10"}]}}, "2026-03-10"),
    ],
)
def test_825_110_d_the_part_of_the_leave_after_the_mark_is_fmla_leave_if_the_other_tests_are_met(
    facts: dict[str, Any], begins: str | None
) -> None:
    answer = asked(**{"service": HIRED, **facts})
    assert answer.result.eligible is False
    assert answer.result.begins_on == (day(begins) if begins else None)
    assert (answer.result.uncharged is None) is (begins is None)
    says = [step.says for step in answer.steps if step.rule == "E7"]
    assert (says == ["the months are complete"]) is (begins is not None)


@pytest.mark.parametrize(
    ("in_one_piece", "covers"),
    [
        (True, "the leave is covered"),
        (False, "an absence can be covered, each tested on its own day"),
        (None, "the leave is covered if it goes on in one piece, or else each absence is tested on its own day"),
    ],
)
def test_825_300_b_1_whoever_works_in_between_is_tested_at_each_absence_after_the_mark(
    in_one_piece: bool | None, covers: str
) -> None:
    answer = asked(service=HIRED, last_on="2026-04-10", in_one_piece=in_one_piece)
    assert answer.says.endswith(f"from 2026-03-10 on {covers}, and the days before are not charged")


def test_825_110_d_hours_are_tested_again_on_the_day_of_the_mark() -> None:
    """Hours of the first days have left the window by then; whoever is away in one piece works no new ones."""
    entries = [
        {"first_on": "2025-03-02", "last_on": "2025-03-08", "minutes": 40 * 60},
        {"first_on": "2025-03-17", "last_on": "2026-03-01", "minutes": 1220 * 60},
    ]
    facts: dict[str, Any] = {"stretches": WITH_A_BREAK, "minutes_worked": entries}
    away = asked(service=facts, in_one_piece=True)
    assert of(away, PlanTest.HOURS_WORKED).outcome is Outcome.MET
    assert away.result.begins_on is None
    assert away.says.endswith("less than 12 months of service")
    assert away.steps[-1].rule == "E7"
    assert "but not all is met: the employee worked fewer than 1,250 hours" in away.steps[-1].says
    in_parts = asked(service=facts, in_one_piece=False)
    assert in_parts.standing is Standing.CONDITIONAL
    assert [(b.given[0].rpartition(" ")[2], b.result.begins_on) for b in in_parts.branches] == [
        ("yes", day("2026-03-10")),
        ("no", None),
    ]
    assert [(g.fact, g.teller, g.asks) for g in in_parts.gaps] == [
        (
            "service.minutes_worked",
            Teller.AGENCY,
            "were 1,250 hours worked in the 12 months before 2026-03-10?",
        )
    ]


def test_825_110_d_whether_the_employee_is_away_throughout_is_asked_where_the_later_hours_turn_on_it() -> None:
    entries = [
        {"first_on": "2025-03-02", "last_on": "2025-03-08", "minutes": 40 * 60},
        {"first_on": "2025-03-17", "last_on": "2026-03-01", "minutes": 1220 * 60},
    ]
    facts: dict[str, Any] = {"stretches": WITH_A_BREAK, "minutes_worked": entries}
    answer = asked(service=facts, last_on="2026-06-30")
    assert answer.standing is Standing.CONDITIONAL
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [
        ("in_one_piece", Teller.EMPLOYEE),
        ("service.minutes_worked", Teller.AGENCY),
    ]
    assert [b.result.begins_on for b in answer.branches] == [None, day("2026-03-10"), None]
    assert "not known" not in answer.says
    enough = asked(service=HIRED, last_on="2026-06-30")
    assert (enough.standing, enough.gaps) == (Standing.SETTLED, ())


def test_825_110_d_a_worksite_that_is_not_known_leaves_the_later_day_open() -> None:
    answer = asked(service={**HIRED, "worksite_fifty": None})
    assert answer.standing is Standing.CONDITIONAL
    assert [b.result.begins_on for b in answer.branches] == [day("2026-03-10"), None]
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [("service.worksite_fifty", Teller.AGENCY)]
    tests = [branch.result.tests[-1] for branch in answer.branches if branch.result]
    assert [(t.test, t.outcome) for t in tests] == [(PlanTest.WORKSITE, "met"), (PlanTest.WORKSITE, "unmet")]


def test_the_inputs_of_the_hours_are_told() -> None:
    (hours,) = [step for step in asked().steps if step.rule == "E5"]
    assert hours.inputs == {
        "outcome": "met",
        "first_on": "2025-03-02",
        "last_on": "2026-03-01",
        "least_minutes": "108000",
        "most_minutes": "108000",
        "needed_minutes": "75000",
    }
    (unknown,) = [step for step in asked(service={"hours_records_complete": None}).steps if step.rule == "E5"]
    assert unknown.inputs["most_minutes"] == "unknown"


def test_825_110_d_earlier_service_that_is_not_known_makes_it_the_latest_day() -> None:
    answer = asked(service={**HIRED, "earlier_service_known": None})
    assert answer.standing is Standing.CONDITIONAL
    yes, no = answer.branches
    assert yes.given == ("does all service for the employer come to 12 months? yes",)
    assert yes.result.eligible is True
    assert (no.result.eligible, no.result.begins_on) == (False, day("2026-03-10"))
    months = next(t for t in no.result.tests if t.test is PlanTest.TWELVE_MONTHS)
    assert (months.met_on, months.met_when) == (day("2026-03-10"), MetWhen.AT_THE_LATEST)
    assert "twelve months is not met, but will be on 2026-03-10 at the latest" in no.says
    assert "but will be" not in yes.says
    assert "at the latest" in next(step.says for step in answer.steps if step.rule == "E7")
    assert answer.gaps[0].teller is Teller.AGENCY
    month = next(t for t in yes.result.tests if t.test is PlanTest.TWELVE_MONTHS)
    assert (month.outcome, month.met_on, month.met_when) == (Outcome.MET, None, None)


def test_a_test_that_surely_fails_settles_a_no_whatever_is_unknown() -> None:
    answer = asked(service={"worksite_fifty": False, "minutes_worked": [], "hours_records_complete": None})
    assert (answer.standing, answer.result.eligible) == (Standing.SETTLED, False)
    assert outcomes(answer) == {
        "covered": "met",
        "twelve_months": "met",
        "hours_worked": "unknown",
        "worksite": "unmet",
    }
    worksite = of(answer, PlanTest.WORKSITE)
    assert (worksite.met_on, worksite.met_when) == (None, None)  # never foretold
    assert answer.says.endswith("fewer than 50 employees work within 75 miles of the worksite")
    assert answer.result.begins_on is None


UNKNOWN: list[tuple[dict[str, Any], str, Teller, str]] = [
    ({"stretches": []}, "service.stretches", Teller.AGENCY, "come to 12 months?"),
    (
        {
            "stretches": [{"first_on": "2016-01-01", "last_on": "2018-12-31"}, {"first_on": "2026-01-01"}],
            "minutes_worked": BUSY,
        },
        "service.stretches.break_cause",
        Teller.AGENCY,
        "uniformed service",
    ),
    (
        {
            "stretches": [
                {"first_on": "2024-01-01", "last_on": "2025-12-31", "at": {"body": "B-1"}},
                {"first_on": "2026-01-01"},
            ],
            "minutes_worked": BUSY,
        },
        "service.stretches.at.same_employer",
        Teller.HRD,
        "same employer",
    ),
    ({"minutes_worked": []}, "service.minutes_worked", Teller.AGENCY, "1,250 hours"),
    ({"worksite_fifty": None}, "service.worksite_fifty", Teller.AGENCY, "50 employees work within 75 miles"),
]


@pytest.mark.parametrize(("service", "fact", "teller", "words"), UNKNOWN)
def test_each_fact_that_is_missing_is_named_with_both_branches(
    service: dict[str, Any], fact: str, teller: Teller, words: str
) -> None:
    answer = asked(service=service, last_on="2026-03-02")
    assert [(b.given[0].rpartition(" ")[2], b.result.eligible) for b in answer.branches] == [
        ("yes", True),
        ("no", False),
    ]
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [(fact, teller)]
    assert words in answer.gaps[0].asks
    assert not any(step.by_law for step in answer.steps)


def test_two_missing_facts_make_three_branches() -> None:
    answer = asked(service={"minutes_worked": [], "worksite_fifty": None})
    assert [b.result.eligible for b in answer.branches] == [True, False, False]
    assert [gap.fact for gap in answer.gaps] == ["service.minutes_worked", "service.worksite_fifty"]


def test_825_110_c_hours_of_a_future_day_only_if_worked_as_scheduled() -> None:
    few = [{"first_on": "2025-11-01", "last_on": "2026-03-01", "minutes": 400 * 60}]
    answer = asked(service={"minutes_worked": few})
    hours = of(answer, PlanTest.HOURS_WORKED)
    assert answer.result.eligible is False
    assert (hours.met_on, hours.met_when) == (day("2026-07-29"), MetWhen.IF_WORKED_AS_SCHEDULED)
    without_week = of(asked(service={"minutes_worked": few, "week_minutes": None}), PlanTest.HOURS_WORKED)
    assert (without_week.met_on, without_week.met_when) == (None, None)
    seldom = of(asked(service={"minutes_worked": few, "week_minutes": 600}), PlanTest.HOURS_WORKED)
    assert (seldom.met_on, seldom.met_when) == (None, None)
    # records that end before the day: whether the employee goes on working is not known
    ahead = asked(starts="2026-07-29", service={"minutes_worked": few}, last_on="2026-07-29")
    assert [b.result.eligible for b in ahead.branches] == [True, False]
    met = next(t for t in ahead.branches[1].result.tests if t.test is PlanTest.HOURS_WORKED)
    assert (met.met_on, met.met_when) == (day("2026-07-29"), MetWhen.IF_WORKED_AS_SCHEDULED)
    unsure = asked(service={"minutes_worked": few, "hours_records_complete": None})
    recorded = next(t for t in unsure.branches[0].result.tests if t.test is PlanTest.HOURS_WORKED)
    assert (recorded.outcome, recorded.met_on) == (Outcome.UNMET, day("2026-07-29"))


def test_825_110_c_that_old_hours_fell_evenly_is_said_to_be_assumed() -> None:
    year = [{"first_on": "2025-03-02", "last_on": "2026-03-01", "minutes": 1180 * 60}]
    hours = of(asked(service={"minutes_worked": year}), PlanTest.HOURS_WORKED)
    assert hours.met_when is MetWhen.IF_WORKED_EVENLY
    # none of what is recorded leaves the 12 months by that day
    late = [{"first_on": "2025-11-01", "last_on": "2026-03-01", "minutes": 400 * 60}]
    assert of(asked(service={"minutes_worked": late}), PlanTest.HOURS_WORKED).met_when is MetWhen.IF_WORKED_AS_SCHEDULED
    # entries of single days leave it one by one
    days = [{"first_on": f"2025-03-{n:02}", "last_on": f"2025-03-{n:02}", "minutes": 480} for n in range(3, 8)]
    told = [*days, {"first_on": "2025-11-01", "last_on": "2026-03-01", "minutes": 600 * 60}]
    single = of(asked(service={"minutes_worked": told}), PlanTest.HOURS_WORKED)
    assert single.met_when is MetWhen.IF_WORKED_AS_SCHEDULED


@pytest.mark.parametrize(
    ("service", "words"),
    [
        ({"minutes_worked": [], "hours_records_complete": False}, "no accurate records"),
        ({"minutes_worked": [], "hours_records_complete": None, "exempt": True}, "exempt with 12 months"),
    ],
)
def test_825_110_c_3_law_resolves_the_doubt_about_hours(service: dict[str, Any], words: str) -> None:
    answer = asked(service=service)
    assert (answer.standing, answer.result.eligible) == (Standing.SETTLED_BY_LAW, True)
    (step,) = [step for step in answer.steps if step.by_law]
    assert (step.rule, step.says.startswith("1,250 hours are presumed")) == ("E5", True)
    assert words in step.says
    refused = asked(service={**service, "worksite_fifty": False})
    assert refused.standing is Standing.SETTLED  # the worksite decides, and no presumption


def test_825_110_e_only_a_headcount_for_the_day_of_notice_counts() -> None:
    counted = {"worksite_fifty": None, "headcount": {"employees": 50, "on": "2026-02-20"}}
    assert asked(service=counted, notice_on="2026-02-20").result.eligible is True
    assert asked(service=counted).result.eligible is True
    assert asked(service=counted, notice_on="2026-02-21").standing is Standing.CONDITIONAL


def said(answer: Answer[Eligibility], rule: str) -> list[str]:
    """What the steps of one rule say."""
    return [step.says for step in answer.steps if step.rule == rule]


REHIRED: dict[str, Any] = {"first_on": "2026-01-05", "break_cause": "other"}


@pytest.mark.parametrize(
    ("cause", "why"),
    [
        ("other", "neither uniformed service nor a written agreement to rehire caused it"),
        (None, "its cause is not known"),
    ],
)
def test_825_110_b_1_service_before_a_long_break_is_said_to_be_left_out_and_why(cause: str | None, why: str) -> None:
    before = {"first_on": "2010-01-04", "last_on": "2018-12-31"}
    answer = asked(
        service={"stretches": [before, {**REHIRED, "break_cause": cause}], "minutes_worked": BUSY}, last_on="2026-03-06"
    )
    left_out = "service up to 2018-12-31 is left out: the break until 2026-01-05 is 7 years or more, and "
    assert said(answer, "E4")[0] == left_out + why
    assert answer.result is None or answer.result.eligible is False


@pytest.mark.parametrize("cause", ["uniformed_service", "rehire_agreement"])
def test_825_110_b_2_service_that_counts_despite_the_break_is_complete_when_it_was(cause: str) -> None:
    before = {"first_on": "2010-01-04", "last_on": "2018-12-31"}
    answer = asked(service={"stretches": [before, {**REHIRED, "break_cause": cause}], "minutes_worked": BUSY})
    (months,) = [step for step in answer.steps if step.rule == "E4"]
    assert (months.says, months.inputs["complete_on"]) == ("the employee has 12 months of service", "2011-01-04")


def test_825_110_e_a_count_for_another_day_is_said_not_to_serve() -> None:
    count = {"employees": 60, "on": "2026-03-02"}
    answer = asked(service={"worksite_fifty": None, "headcount": count}, notice_on="2026-02-25")
    assert answer.standing is Standing.CONDITIONAL
    assert said(answer, "E2")[0] == (
        "the count for 2026-03-02 does not serve: only that of the day of notice does, which was 2026-02-25"
    )


@pytest.mark.parametrize(
    ("service", "why"),
    [
        (
            {"minutes_worked": [{"first_on": "2025-03-01", "last_on": "2026-03-01", "minutes": 1260 * 60}]},
            "of the time worked from 2025-03-01 to 2026-03-01 it is not told how much lies in the 12 months from "
            "2025-03-02 to 2026-03-01",
        ),
        (
            {"minutes_worked": [{"first_on": "2025-03-02", "last_on": "2026-02-20", "minutes": 1240 * 60}]},
            "no time worked is recorded after 2026-02-20",
        ),
        (
            {
                "minutes_worked": [{"first_on": "2025-03-02", "last_on": "2026-03-01", "minutes": 1240 * 60}],
                "hours_records_complete": None,
            },
            "it is not known whether all time worked is recorded",
        ),
        ({"minutes_worked": []}, "no time worked is recorded"),
    ],
)
def test_825_110_c_what_the_entries_leave_open_is_said(service: dict[str, Any], why: str) -> None:
    answer = asked(service=service)
    assert answer.standing is Standing.CONDITIONAL
    assert said(answer, "E5")[:2] == [why, "it is not known how many hours were worked in the 12 months before"]


def test_service_elsewhere_and_in_uniform_is_cited() -> None:
    at = {"body": "B-1", "same_employer": True}
    elsewhere = asked(service={"stretches": [{"first_on": "2015-03-02", "at": at}]})
    assert [step.rule for step in elsewhere.steps] == ["E1", "E3", "E4", "E5", "E2"]
    worked = {"first_on": "2025-03-02", "last_on": "2026-03-01", "minutes": 75000, "at": at}
    assert [s.rule for s in asked(service={"minutes_worked": [worked]}).steps] == ["E1", "E3", "E4", "E5", "E2"]
    served = {"first_on": "2025-06-02", "last_on": "2025-10-19", "week_minutes": 2400}
    assert [s.rule for s in asked(service={"uniformed_service": [served]}).steps] == ["E1", "E6", "E4", "E5", "E2"]


def test_casual_weeks_rest_on_where_a_week_begins() -> None:
    casual = asked(service={"kind": "casual"})
    assert (casual.result.eligible, casual.unconfirmed) == (True, ("workweek_begins",))
    assert asked(service={"kind": "casual", "stretches": []}).unconfirmed == ()


def test_who_is_not_employed_on_the_day_is_not_eligible_whatever_was_found_before() -> None:
    gone = {"stretches": [{"first_on": "2015-03-02", "last_on": "2026-03-01"}]}
    answer = asked(service=gone, need="N-1", reason="own_condition", earlier=[earlier("2026-01-12")])
    assert answer.result.eligible is False
    assert outcomes(answer)["employed"] == "unmet"
    assert "not employed on that day" in answer.says
    assert answer.result.begins_on is None


def earlier(on: str, eligible: bool | None = True) -> dict[str, Any]:
    """An absence for need N-1."""
    return {"on": on, "need": "N-1", "reason": "own_condition", "eligible": eligible}


FEW: dict[str, Any] = {
    "minutes_worked": [{"first_on": "2025-06-15", "last_on": "2026-06-14", "minutes": 1180 * 60}],
}


def again(starts: str = "2026-06-15", **facts: Any) -> Answer[Eligibility]:
    """1,180 hours to the eve of 2026-06-15; the migraine was first used on 2026-01-12 at 1,255 h."""
    told = {"need": "N-1", "reason": "own_condition", "earlier": [earlier("2026-01-12")], "last_on": starts}
    answer: Answer[Eligibility] = asked(starts=starts, service=FEW, **{**told, **facts})
    return answer


def test_825_300_b_1_hours_test_once_per_reason() -> None:
    migraine = again()
    assert migraine.result is not None
    assert migraine.result.eligible is True
    assert outcomes(migraine) == {"found_before": "met"}
    assert {step.rule for step in migraine.steps} == {"E8"}
    assert migraine.unconfirmed == ("reason_period",)
    assert "until 2027-01-11" in migraine.steps[-1].says
    parent = again(need="N-2", reason="family_care")
    assert parent.result is not None
    assert parent.result.eligible is False
    assert outcomes(parent)["hours_worked"] == "unmet"
    assert [step.rule for step in parent.steps] == ["E8", "E8", "E1", "E4", "E5", "E2"]
    assert parent.unconfirmed == ()


@pytest.mark.parametrize(("starts", "found_before"), [("2027-01-11", True), ("2027-01-12", False)])
def test_825_300_b_1_tested_again_when_the_reasons_period_is_over(starts: str, found_before: bool) -> None:
    answer = again(starts)
    results = [answer.result] if answer.result else [b.result for b in answer.branches]
    tests = [t.test for result in results if result for t in result.tests]
    assert (PlanTest.FOUND_BEFORE in tests) is found_before


def test_825_300_b_3_not_eligible_is_never_frozen() -> None:
    before = asked(need="N-1", reason="own_condition", earlier=[earlier("2026-01-12", False)])
    assert before.result.eligible is True
    assert before.steps[0].rule == "E8"


def test_an_earlier_finding_that_is_not_known_matters_only_to_who_fails_today() -> None:
    unknown = [earlier("2026-01-12", None)]
    answer = again(earlier=unknown)
    assert [(b.given, b.result.eligible) for b in answer.branches if b.result] == [
        (("was the employee found eligible at the earlier absence? yes",), True),
        (("was the employee found eligible at the earlier absence? no",), False),
    ]
    assert [gap.fact for gap in answer.gaps] == ["earlier.eligible"]
    two = again(earlier=[*unknown, earlier("2026-02-12", None)])
    assert (two.standing, [gap.fact for gap in two.gaps]) == (Standing.NOT_ANSWERABLE, ["earlier.eligible"])
    meets = asked(need="N-1", reason="own_condition", earlier=[*unknown, earlier("2026-02-12", None)])
    assert meets.result.eligible is True


def test_a_need_or_reason_that_is_not_known() -> None:
    answer = again(need=None)
    assert [b.result.eligible for b in answer.branches if b.result] == [True, False]
    assert [gap.fact for gap in answer.gaps] == ["need"]
    assert "same_reason" in answer.unconfirmed
    nameless = again(reason=None)
    assert (nameless.standing, [gap.fact for gap in nameless.gaps]) == (Standing.NOT_ANSWERABLE, ["reason"])
    assert asked(earlier=[earlier("2026-01-12")]).result.eligible is True


def test_small_necessities_know_no_earlier_finding() -> None:
    assert outcomes(again_small := asked("small_necessities", need="N-1", reason="own_condition", earlier=[]))
    kept = asked("small_necessities", need="N-1", reason="own_condition", earlier=[earlier("2026-01-12")])
    assert kept == again_small


@pytest.mark.parametrize("told", [True, False])
def test_e10_dfml_alone_decides_about_pfml(told: bool) -> None:
    answer = asked("pfml", dfml_eligible=told, service={"stretches": [], "worksite_fifty": False})
    assert (answer.standing, answer.result.eligible) == (Standing.SETTLED, told)
    assert outcomes(answer) == {"dfml_decision": "met" if told else "unmet"}
    assert ("not eligible" in answer.steps[0].says) is not told


def test_e10_without_dfmls_word_nothing_is_said() -> None:
    answer = asked("pfml")
    assert (answer.standing, [(g.fact, g.teller) for g in answer.gaps]) == (
        Standing.NOT_ANSWERABLE,
        [("dfml_eligible", Teller.DFML)],
    )
    assert answer.steps[0].rule == "E10"


def test_days_on_one_edge_are_no_contradiction() -> None:
    assert asked(last_on="2026-03-02", year_began_on="2026-03-02").result.eligible is True


def test_facts_that_contradict_each_other_are_refused_by_name() -> None:
    for facts, name in (
        ({"last_on": "2026-03-01"}, "ends_before_it_begins"),
        ({"year_began_on": "2026-03-03"}, "year_not_begun"),
        ({"probation": {"required": False, "ends_on": "2026-03-03"}}, "end_without_probation"),
    ):
        with pytest.raises(ValidationError) as refused:
            asked(**facts)
        assert refused.value.errors()[0]["type"] == name


@given(facts_of(EligibilityFacts))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_every_question_has_an_answer_and_no_day_lies_before_the_leave(facts: EligibilityFacts) -> None:
    for under in (POLICY, HARBOR, policy(layer_eligibility="everybody")):
        answer = eligibility(facts, policy=under)
        assert answer.steps
        results = [answer.result, *(b.result for b in answer.branches)]
        for result in (r for r in results if r is not None):
            failed = [t for t in result.tests if t.outcome is Outcome.UNMET]
            assert result.eligible is not bool(failed)
            assert result.begins_on is None or result.begins_on >= facts.starts_on
            assert result.uncharged is None or result.uncharged.last_on is not None


def refused(**facts: Any) -> str:
    """By which name the facts are refused."""
    with pytest.raises(ValidationError) as wrong:
        asked(**facts)
    return str(wrong.value.errors()[0]["type"])


AWAY = [{"first_on": "2015-03-10", "last_on": "2020-01-01"}, {"first_on": "2025-12-01"}]


def worked(first: str, last: str, hours: int, body: str | None = None) -> dict[str, Any]:
    """Time worked, here or at a body."""
    at = {"at": {"body": body}} if body else {}
    return {"first_on": first, "last_on": last, "minutes": hours * 60, **at}


@pytest.mark.parametrize(
    "service",
    [
        {"stretches": AWAY, "minutes_worked": [worked("2025-04-01", "2025-10-31", 1266)]},
        {"stretches": AWAY, "minutes_worked": [worked("2025-11-01", "2025-12-01", 26)]},
        {"stretches": AWAY, "earlier_service_known": None, "minutes_worked": [worked("2025-04-01", "2025-10-31", 1)]},
        {"stretches": AWAY[:1], "minutes_worked": [worked("2020-01-02", "2020-01-02", 1)]},
        {"stretches": [{"first_on": "2025-03-10"}], "minutes_worked": [worked("2025-03-02", "2025-03-09", 1)]},
        {
            "stretches": [*AWAY, {"first_on": "2026-02-01", "at": {"body": "B-1"}}],
            "minutes_worked": [worked("2025-12-01", "2026-01-31", 100, "B-1")],
        },
    ],
)
def test_825_110_c_nobody_works_where_nobody_is_employed(service: dict[str, Any]) -> None:
    assert refused(service=service) == "work_outside_employment"


@pytest.mark.parametrize(
    "service",
    [
        {"stretches": AWAY, "minutes_worked": [worked("2025-04-01", "2025-12-01", 24)]},
        {"stretches": [], "minutes_worked": [worked("2025-04-01", "2025-10-31", 1266)]},
        {
            "stretches": [{"first_on": "2025-12-01"}],
            "earlier_service_known": None,
            "minutes_worked": [worked("2025-04-01", "2025-10-31", 1266)],
        },
        {
            "stretches": [{"first_on": "2025-01-06", "last_on": "2025-01-10"}],
            "kind": "casual",
            "minutes_worked": [worked("2025-02-01", "2025-02-28", 20)],
        },
    ],
)
def test_825_110_c_work_that_employment_may_hold_is_no_contradiction(service: dict[str, Any]) -> None:
    assert asked(service=service).says


def test_825_110_c_an_hour_is_worked_once() -> None:
    half, same = worked("2025-03-10", "2025-08-31", 1000), worked("2025-08-31", "2026-03-01", 1000)
    assert refused(service={"minutes_worked": [half, half]}) == "overlapping_work"
    assert refused(service={"minutes_worked": [same, half]}) == "overlapping_work"
    elsewhere = {**half, "at": {"body": "B-1", "same_employer": True}}
    assert asked(service={"minutes_worked": [half, elsewhere]}).result.eligible


@pytest.mark.parametrize(("fifty", "employees"), [(True, 49), (False, 50), (False, 51)])
def test_825_110_e_the_worksite_has_one_number_on_the_day_of_notice(fifty: bool, employees: int) -> None:
    service = {"worksite_fifty": fifty, "headcount": {"employees": employees, "on": "2026-02-25"}}
    assert refused(service=service, notice_on="2026-02-25") == "two_counts_of_the_worksite"
    assert refused(service=service) == "two_counts_of_the_worksite"
    assert asked(service=service, notice_on="2026-02-24").result.eligible is fifty
    agreeing = {**service, "worksite_fifty": not fifty}
    assert asked(service=agreeing, notice_on="2026-02-25").result.eligible is not fifty


def test_825_300_b_an_earlier_absence_is_not_later_than_the_leave() -> None:
    earlier = {"on": "2026-03-03", "need": "N-1", "reason": "own_condition", "eligible": True}
    assert refused(earlier=[earlier], reason="own_condition") == "earlier_is_later"
    assert asked(earlier=[{**earlier, "on": "2026-03-02"}], reason="own_condition", need="N-1").result.eligible


OTHER_BODY = {"stretches": [{"first_on": "2024-01-01", "last_on": "2025-08-31", "at": {"body": "B-1"}}]}
MOVED: dict[str, Any] = {
    "stretches": [*OTHER_BODY["stretches"], {"first_on": "2025-09-01"}],
    "minutes_worked": [worked("2025-03-02", "2025-08-31", 1000, "B-1"), worked("2025-09-01", "2026-03-01", 1000)],
}


def test_825_108_c_1_one_answer_about_a_body_holds_for_months_and_hours() -> None:
    answer = asked(service=MOVED)
    assert [(b.given, b.result and b.result.eligible) for b in answer.branches] == [
        (("is every body where the employee served part of the same employer? yes",), True),
        (("is every body where the employee served part of the same employer? no",), False),
    ]
    assert [(g.fact, g.teller) for g in answer.gaps] == [("service.stretches.at.same_employer", Teller.HRD)]
    no = answer.branches[1].says
    assert "less than 12 months of service" in no
    assert "fewer than 1,250 hours" in no


def test_825_108_c_1_each_of_several_bodies_is_asked_for_by_its_name() -> None:
    hours = [*MOVED["minutes_worked"][1:], worked("2025-03-02", "2025-05-31", 300, "B-1")]
    service = {
        "stretches": [{"first_on": "2015-03-02"}],
        "minutes_worked": [*hours, worked("2025-06-01", "2025-08-31", 300, "B-2")],
    }
    answer = asked(service=service)
    assert [g.asks for g in answer.gaps] == [f"is the body {b} part of the same employer?" for b in ("B-1", "B-2")]
    assert {g.fact for g in answer.gaps} == {"service.minutes_worked.at.same_employer"}
    assert [b.result.eligible for b in answer.branches if b.result] == [True, True, False]


def test_825_110_c_3_records_that_are_not_accurate_presume_the_hours() -> None:
    service = {"minutes_worked": [worked("2025-03-02", "2026-03-01", 1000)], "hours_records_complete": None}
    answer = asked(service=service)
    assert [(g.fact, g.teller) for g in answer.gaps] == [("service.hours_records_complete", Teller.AGENCY)]
    asks = "is all time worked up to the last entry recorded, and accurately?"
    assert [(b.given, b.result and b.result.eligible) for b in answer.branches] == [
        ((f"{asks} yes",), False),
        ((f"{asks} no",), True),
    ]


@pytest.mark.parametrize(
    ("plan", "reason", "words", "rule"),
    [
        ("caregiver", "own_condition", "military caregiver leave is not for this reason", "1.2-MILC"),
        ("caregiver", "family_care", "military caregiver leave is not for this reason", "1.2-MILC"),
        ("parental", "own_condition", "parental leave is not for this reason", "1.14-PLA"),
    ],
)
def test_825_127_a_plan_of_one_reason_covers_no_other(plan: str, reason: str, words: str, rule: str) -> None:
    before = {"on": "2026-01-05", "need": "N-1", "reason": reason, "eligible": True}
    answer = asked(plan, reason=reason, need="N-1", earlier=[before], full_time=True, probation={"required": False})
    assert answer.standing is Standing.SETTLED
    assert outcomes(answer) == {"reason_covered": "unmet"}
    assert answer.says.endswith(words)
    assert [step.rule for step in answer.steps] == [rule]


@pytest.mark.parametrize(("plan", "reason"), [("caregiver", "military_caregiver"), ("parental", "bonding")])
def test_825_127_a_plan_of_one_reason_covers_it(plan: str, reason: str) -> None:
    told: dict[str, Any] = {"full_time": True, "probation": {"required": False}}
    assert asked(plan, reason=reason, **told).result.eligible
    assert asked(plan, **told).result.eligible


@pytest.mark.parametrize(
    ("more", "met_on"),
    [
        ({"in_one_piece": False}, "2026-03-03"),
        ({"in_one_piece": None}, "2026-03-03"),
        ({"in_one_piece": True, "last_on": "2026-05-29"}, "2026-05-31"),
        ({"in_one_piece": True, "last_on": None}, None),
        ({"in_one_piece": True, "last_on": "2026-03-06"}, "2026-03-08"),
    ],
)
def test_825_110_c_1_who_is_away_in_one_piece_works_no_hours(more: dict[str, Any], met_on: str | None) -> None:
    short = [{**worked("2025-09-01", "2026-03-01", 1250), "minutes": 1250 * 60 - 1}]
    hours = of(asked(service={"minutes_worked": short, "week_minutes": 1440}, **more), PlanTest.HOURS_WORKED)
    assert hours.outcome is Outcome.UNMET
    assert hours.met_on == (day(met_on) if met_on else None)


def test_825_110_c_1_hours_are_enough_once_the_leave_is_over() -> None:
    service = {"minutes_worked": [worked("2025-09-01", "2026-03-01", 1240)], "week_minutes": 2400}
    hours = of(asked(service=service, in_one_piece=True, last_on="2026-05-29"), PlanTest.HOURS_WORKED)
    assert (hours.met_on, hours.met_when) == (day("2026-06-01"), MetWhen.IF_WORKED_AS_SCHEDULED)
