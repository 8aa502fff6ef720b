"""Service elsewhere, breaks with a cause, casual weeks, uniformed service. 29 CFR 825.108(c)(1), 825.110(b), (c)(2)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY, day, policy, record, stretch, worked
from workflows.rules.calendar import days_after
from workflows.rules.choices import WorkweekBegins
from workflows.rules.eligible import EligibilityFinding, Headcount, Unmet, UnmetTest, fmla_eligibility
from workflows.rules.hours import Worked, WorkedMinutes, enough_on, worked_between
from workflows.rules.service import (
    BreakCause,
    Doubt,
    EmploymentKind,
    OtherBody,
    Span,
    UniformedService,
    counts,
    merged,
    months_complete_on,
    weeks_complete_on,
)

MONTHS = "29 CFR 825.110(b)"


def found(starts: str, **changes: Any) -> EligibilityFinding:
    """The finding for a leave that starts on a day, of somebody whose hours are not in question."""
    return fmla_eligibility(
        record(hours_records_complete=False, **changes), starts_on=day(starts), policy=changes.pop("policy", POLICY)
    )


def months(finding: EligibilityFinding) -> Unmet | None:
    """The test of service, unless it is met."""
    return next((unmet for unmet in finding.unmet if unmet.citation == MONTHS), None)


def at(first: str, last: str | None, same_employer: bool | None) -> Span:
    """A stretch at another body."""
    return stretch(first, last).model_copy(update={"at": OtherBody(body="B-1", same_employer=same_employer)})


def after_break(first: str, cause: BreakCause | None) -> Span:
    """A stretch that still goes on, after a break."""
    return stretch(first).model_copy(update={"break_cause": cause})


@pytest.mark.parametrize(
    ("same_employer", "expected"),
    [(True, None), (False, "twelve_months"), (None, "unknown_employment")],
)
def test_825_108_c_1_service_at_another_body_counts_if_it_is_the_same_employer(
    same_employer: bool | None, expected: str | None
) -> None:
    spans = (at("2024-01-01", "2025-08-31", same_employer), stretch("2025-09-01"))
    unmet = months(found("2026-03-02", stretches=spans))
    assert (unmet.code.value if unmet else None) == expected
    if unmet:
        assert unmet.met_on == day("2026-09-01")


def test_825_108_c_1_a_body_in_doubt_matters_only_where_it_decides() -> None:
    assert months(found("2026-03-02", stretches=(at("2025-08-01", "2025-08-31", None), stretch("2025-09-01")))) == (
        Unmet(code=UnmetTest.TWELVE_MONTHS, citation=MONTHS, met_on=day("2026-09-01"))
    )
    assert months(found("2026-03-02", stretches=(at("2010-01-01", "2011-01-01", None), stretch("2020-09-01")))) is None


@pytest.mark.parametrize(
    ("same_employer", "code"), [(True, None), (False, "not_employed"), (None, "unknown_employment")]
)
def test_whoever_serves_at_another_body_alone_is_employed_only_if_it_is_the_same_employer(
    same_employer: bool | None, code: str | None
) -> None:
    unmet = months(found("2026-03-02", stretches=(at("2020-01-01", None, same_employer),)))
    assert (unmet.code.value if unmet else None) == code


@pytest.mark.parametrize(("same_employer", "eligible"), [(True, True), (False, False), (None, None)])
def test_825_110_c_hours_at_another_body_count_if_it_is_the_same_employer(
    same_employer: bool | None, eligible: bool | None
) -> None:
    elsewhere = worked("2025-03-02", "2025-08-31", 300).model_copy(
        update={"at": OtherBody(body="B-1", same_employer=same_employer)}
    )
    facts = record(minutes_worked=(elsewhere, worked("2025-09-01", "2026-03-01", 950)))
    assert fmla_eligibility(facts, starts_on=day("2026-03-02"), policy=POLICY).eligible is eligible


def test_whether_a_body_counts_is_never_inferred() -> None:
    assert [counts(None, doubt) for doubt in Doubt] == [True, True]
    for same_employer, expected in ((True, [True, True]), (False, [False, False]), (None, [False, True])):
        body = OtherBody(body="B-1", same_employer=same_employer)
        assert [counts(body, doubt) for doubt in (Doubt.AGAINST, Doubt.FOR)] == expected


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (BreakCause.UNIFORMED_SERVICE, None),
        (BreakCause.REHIRE_AGREEMENT, None),
        (BreakCause.OTHER, "twelve_months"),
        (None, "unknown_break"),
    ],
)
def test_825_110_b_2_what_caused_seven_years_away_decides_whether_service_before_counts(
    cause: BreakCause | None, code: str | None
) -> None:
    spans = (stretch("2016-01-01", "2018-12-31"), after_break("2026-01-01", cause))
    unmet = months(found("2026-03-02", stretches=spans))
    assert (unmet.code.value if unmet else None) == code
    if unmet:
        assert unmet.met_on == day("2027-01-01")


def test_825_110_b_1_a_shorter_break_needs_no_cause() -> None:
    spans = (stretch("2016-01-01", "2018-12-31"), after_break("2025-12-31", BreakCause.OTHER))
    assert months(found("2026-01-05", stretches=spans)) is None


def test_the_cause_of_a_break_stays_when_appointments_are_joined() -> None:
    spans = (
        stretch("2016-01-01", "2018-12-31"),
        after_break("2026-01-01", BreakCause.REHIRE_AGREEMENT),
        after_break("2026-01-20", BreakCause.OTHER),
    )
    assert merged(spans)[-1] == Span(first_on=day("2026-01-01"), break_cause=BreakCause.REHIRE_AGREEMENT)
    same_day = (after_break("2026-01-01", None), after_break("2026-01-01", BreakCause.OTHER))
    assert merged(same_day) == (Span(first_on=day("2026-01-01"), break_cause=BreakCause.OTHER),)
    later = (after_break("2026-01-01", None), after_break("2026-01-05", BreakCause.OTHER))
    assert merged(later) == (Span(first_on=day("2026-01-01")),)


@pytest.mark.parametrize("known", [None, False])
def test_earlier_service_that_is_not_listed_leaves_the_test_open_with_its_latest_day(known: bool | None) -> None:
    finding = found("2026-03-02", stretches=(stretch("2025-09-01"),), earlier_service_known=known)
    assert finding.eligible is None
    unmet = months(finding)
    assert unmet is not None
    assert (unmet.code.value, unmet.met_on) == ("unknown_employment", day("2026-09-01"))
    assert months(found("2026-09-01", stretches=(stretch("2025-09-01"),), earlier_service_known=known)) is None


def casual(*spans: Span) -> dict[str, Any]:
    """Days on payroll of casual employment."""
    return {"kind": EmploymentKind.CASUAL, "stretches": spans}


def one_day_a_week(first: str, weeks: int) -> tuple[Span, ...]:
    """On payroll every seventh day."""
    days = (days_after(day(first), 7 * n) for n in range(weeks))
    return tuple(Span(first_on=on, last_on=on) for on in days)


@pytest.mark.parametrize(("weeks", "eligible"), [(52, True), (53, True), (51, False)])
def test_825_110_b_3_fifty_two_weeks_with_a_day_on_payroll(weeks: int, eligible: bool) -> None:
    finding = found("2026-03-02", **casual(*one_day_a_week("2024-01-03", weeks)))
    assert finding.eligible is eligible
    assert months(finding) == (None if eligible else Unmet(code=UnmetTest.TWELVE_MONTHS, citation=MONTHS))


@pytest.mark.parametrize(
    ("spans", "begins", "complete"),
    [
        # Wednesday 2024-01-03 is in the week from Sunday 2023-12-31; the 52nd week begins on Sunday 2024-12-22
        ((stretch("2024-01-03"),), WorkweekBegins.SUNDAY, "2024-12-23"),
        ((stretch("2024-01-03"),), WorkweekBegins.MONDAY, "2024-12-24"),
        # a Sunday opens a week, or is the last day of one
        ((stretch("2024-01-07"),), WorkweekBegins.SUNDAY, "2024-12-30"),
        ((stretch("2024-01-07"),), WorkweekBegins.MONDAY, "2024-12-24"),
        (one_day_a_week("2024-01-03", 52), WorkweekBegins.SUNDAY, "2024-12-26"),
        (one_day_a_week("2024-01-03", 51), WorkweekBegins.SUNDAY, None),
        # two stretches in one week are one week
        ((stretch("2024-01-03", "2024-01-03"), stretch("2024-01-05")), WorkweekBegins.SUNDAY, "2024-12-23"),
        ((stretch("2024-01-03", "2024-12-21"), stretch("2025-03-05")), WorkweekBegins.SUNDAY, "2025-03-06"),
        ((stretch("2024-01-03", "2024-12-22"), stretch("2025-03-05")), WorkweekBegins.SUNDAY, "2024-12-23"),
    ],
)
def test_the_day_on_which_the_weeks_are_complete(
    spans: tuple[Span, ...], begins: WorkweekBegins, complete: str | None
) -> None:
    expected = day(complete) if complete else None
    assert weeks_complete_on(spans, weeks=52, begins=begins) == expected


def test_825_110_b_weeks_are_for_casual_employment_alone() -> None:
    """Counting 52 weeks for somebody hired on 2025-03-10 gives an earlier day: wrong."""
    assert found("2026-03-02", stretches=(stretch("2025-03-10"),)).eligible is False
    assert found("2026-03-03", **casual(stretch("2025-03-10"))).eligible is True
    assert found("2026-03-01", **casual(stretch("2025-03-10"))).eligible is False


@pytest.mark.parametrize(("weeks", "complete"), [(40, None), (52, "2024-12-26"), (60, "2024-12-26")])
def test_825_110_b_3_casual_weeks_are_shown_and_nothing_is_complete_on_no_day(weeks: int, complete: str | None) -> None:
    finding = found("2026-03-02", **casual(*one_day_a_week("2024-01-03", weeks)))
    inputs = next(step.inputs for step in finding.steps if step.rule == "E4")
    assert (inputs["payroll_weeks"], inputs["needed_weeks"]) == (str(weeks), "52")
    assert inputs.get("complete_on") == complete


def test_casual_employment_goes_on_between_the_days_on_payroll() -> None:
    assert months(found("2026-03-02", **casual(*one_day_a_week("2024-01-03", 60)))) is None
    unmet = months(found("2024-01-02", **casual(*one_day_a_week("2024-01-03", 60))))
    assert unmet is not None
    assert unmet.code.value == "not_employed"


def test_casual_employment_begins_with_the_first_day_on_payroll() -> None:
    on_that_day, on_the_eve = (
        months(found(on, **casual(stretch("2026-03-02")))) for on in ("2026-03-02", "2026-03-01")
    )
    assert on_that_day is not None
    assert on_that_day.code is UnmetTest.TWELVE_MONTHS
    assert on_the_eve is not None
    assert on_the_eve.code is UnmetTest.NOT_EMPLOYED


@pytest.mark.parametrize(("starts", "code"), [("2026-03-01", "unknown_break"), ("2026-02-28", "twelve_months")])
def test_a_break_of_unknown_cause_matters_from_the_day_on_which_it_would_decide(starts: str, code: str) -> None:
    unmet = months(found(starts, stretches=(stretch("2016-01-01", "2016-10-31"), stretch("2026-01-01"))))
    assert unmet is not None
    assert unmet.code.value == code


def uniformed(first: str, last: str, **more: Any) -> UniformedService:
    """Military service from which the employee came back."""
    return UniformedService(first_on=day(first), last_on=day(last), **more)


@pytest.mark.parametrize(
    ("more", "hours", "eligible"),
    [
        ({"week_minutes": 2400}, 450, True),
        ({"week_minutes": 2400}, 449, False),
        ({"minutes": 48000}, 450, True),
        ({"minutes": 48000}, 449, False),
        ({"minutes": 47999}, 450, False),
        ({}, 450, None),
        ({}, 1250, True),
    ],
)
def test_825_110_c_2_twenty_weeks_of_uniformed_service_at_forty_hours_are_800_hours(
    more: dict[str, int], hours: int, eligible: bool | None
) -> None:
    entries = (worked("2025-03-02", "2025-06-01", 0), worked("2025-10-20", "2026-03-01", hours))
    facts = record(minutes_worked=entries, uniformed_service=(uniformed("2025-06-02", "2025-10-19", **more),))
    assert fmla_eligibility(facts, starts_on=day("2026-03-02"), policy=POLICY).eligible is eligible


def test_825_110_c_2_uniformed_service_counts_as_service() -> None:
    spans = (stretch("2024-01-01", "2024-03-31"), stretch("2025-10-20"))
    assert found("2026-03-02", stretches=spans).eligible is False
    service = (uniformed("2024-04-01", "2025-10-10", minutes=0),)
    assert found("2026-03-02", stretches=spans, uniformed_service=service).eligible is True


def test_825_110_b_2_uniformed_service_keeps_what_lies_before_it() -> None:
    spans = (stretch("2015-01-01", "2015-12-31"), stretch("2025-10-20"))
    service = (uniformed("2016-02-01", "2025-09-30"),)
    assert found("2026-03-02", stretches=spans, uniformed_service=service).eligible is True


@pytest.mark.parametrize(
    "service",
    [
        uniformed("2020-01-01", "2023-12-31"),  # before the first employment
        uniformed("2025-09-01", "2026-03-02"),  # not come back from
    ],
)
def test_uniformed_service_of_somebody_who_was_not_employed_before_or_did_not_come_back_is_no_service(
    service: UniformedService,
) -> None:
    spans = (stretch("2025-09-01", "2026-03-02"),)
    assert found("2026-03-02", stretches=spans, uniformed_service=(service,)).eligible is False


def test_credit_over_the_edge_of_the_window_counts_by_its_days() -> None:
    weekly = Worked((), (uniformed("2025-02-23", "2025-03-08", week_minutes=2400),), complete=True)
    assert worked_between(weekly, day("2025-03-02"), day("2026-03-01")) == (2400, None)
    odd = Worked((), (uniformed("2025-03-02", "2025-03-02", week_minutes=100),), complete=None)
    assert worked_between(odd, day("2025-03-02"), day("2026-03-01"))[0] == 14
    both = Worked((worked("2026-03-01", "2026-03-01", 0),), odd.uniformed, complete=True)
    assert worked_between(both, day("2025-03-02"), day("2026-03-01")) == (14, 15)
    outside = Worked((worked("2026-03-01", "2026-03-01", 0),), (uniformed("2024-01-01", "2024-02-01"),), complete=True)
    assert worked_between(outside, day("2025-03-02"), day("2026-03-01")) == (0, 0)


def test_nothing_is_worked_from_the_day_on_which_a_leave_in_one_piece_began() -> None:
    entries = (worked("2025-03-10", "2026-02-01", 1200),)
    here = Worked(entries, (), complete=True)
    window = (day("2025-03-10"), day("2026-03-09"))
    assert worked_between(here, *window) == (72000, 72000 + 36 * 1440)
    assert worked_between(here._replace(away_from=day("2026-03-02")), *window) == (72000, 72000 + 28 * 1440)
    assert worked_between(here._replace(away_from=day("2026-01-01")), *window) == (72000, 72000)


def test_records_that_ended_before_the_window_leave_all_of_it_open() -> None:
    old = Worked((worked("2024-01-01", "2024-06-30", 500),), (), complete=True)
    assert worked_between(old, day("2025-03-02"), day("2026-03-01")) == (0, 365 * 1440)


def test_what_was_worked_long_ago_or_is_recorded_far_ahead_makes_no_hours() -> None:
    now = worked("2026-03-01", "2026-03-01", 0)
    for elsewhen in (worked("2020-01-01", "2020-12-31", 5000), worked("2040-01-01", "2040-12-31", 5000)):
        here = Worked((elsewhen, now), (), complete=True)
        assert enough_on(here, needed=1, week_minutes=0, from_on=day("2026-03-02")) is None


def test_the_day_on_which_the_hours_would_be_enough_if_worked_as_scheduled() -> None:
    """400 h to the eve; 850 h more at 40 h a week take 148.75 days: met before the 149th day is over."""
    here = Worked((worked("2025-11-01", "2026-03-01", 400),), (), complete=True)
    on = enough_on(here, needed=75000, week_minutes=2400, from_on=day("2026-03-02"))
    assert on == days_after(day("2026-03-02"), 149)
    assert enough_on(here, needed=24000, week_minutes=2400, from_on=day("2026-03-02")) == day("2026-03-02")
    assert enough_on(here, needed=75000, week_minutes=1400, from_on=day("2026-03-02")) is None
    assert enough_on(Worked((), (), complete=True), needed=1, week_minutes=2400, from_on=day("2026-03-02")) is None


def test_what_would_be_worked_leaves_the_window_again_and_credit_is_in_it() -> None:
    credit = uniformed("2025-06-01", "2025-06-07", minutes=2400)
    by_week = uniformed("2025-06-01", "2025-06-07", week_minutes=2400)
    told = Worked((worked("2026-03-01", "2026-03-01", 0),), (credit,), complete=True)
    assert enough_on(told, needed=2400, week_minutes=0, from_on=day("2026-03-02")) == day("2026-03-02")
    same = told._replace(uniformed=(by_week,))
    assert enough_on(same, needed=2400, week_minutes=0, from_on=day("2026-06-01")) == day("2026-06-01")
    assert enough_on(same, needed=2400, week_minutes=0, from_on=day("2026-06-02")) is None
    elsewhere = WorkedMinutes(
        first_on=day("2026-02-01"), last_on=day("2026-03-01"), minutes=9999, at=OtherBody(body="B-1")
    )
    unsure = told._replace(entries=(elsewhere,), uniformed=())
    assert enough_on(unsure, needed=1, week_minutes=0, from_on=day("2026-03-02")) is None


@pytest.mark.parametrize(("employees", "eligible"), [(50, True), (49, False), (0, False)])
def test_825_110_e_a_headcount_for_the_day_of_notice(employees: int, eligible: bool) -> None:
    count = Headcount(employees=employees, on=day("2026-02-20"))
    finding = found("2026-03-02", worksite_fifty=None, headcount=count)
    assert finding.eligible is eligible
    (step,) = [step for step in finding.steps if step.rule == "E2"]
    assert step.inputs == {"fifty": "yes" if eligible else "no"}
    assert found("2026-03-02", worksite_fifty=True, headcount=count).eligible is True


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Span(first_on=day("2026-03-02"), last_on=day("2026-03-01")),
        lambda: uniformed("2026-03-02", "2026-03-01"),
        lambda: worked("2026-03-02", "2026-03-01", 8),
    ],
)
def test_spans_that_end_before_they_begin_are_refused_by_name(wrong: Any) -> None:
    with pytest.raises(ValidationError, match="does not end before it begins") as refused:
        wrong()
    assert refused.value.errors()[0]["type"] == "ends_before_it_begins"


@given(facts_of(Span), st.dates())
def test_service_that_is_known_to_be_elsewhere_changes_nothing(span: Span, starts_on: date) -> None:
    elsewhere = span.model_copy(update={"at": OtherBody(body="B-1", same_employer=False)})
    plain, more = (record(stretches=(stretch("2015-03-02"), *extra)) for extra in ((), (elsewhere,)))
    one, other = (fmla_eligibility(facts, starts_on=starts_on, policy=POLICY) for facts in (plain, more))
    assert one == other


@given(st.lists(facts_of(Span), min_size=1, max_size=4), st.sampled_from(list(WorkweekBegins)))
def test_the_weeks_are_complete_when_so_many_were_touched(spans: list[Span], begins: WorkweekBegins) -> None:
    joined = merged(tuple(spans))
    complete = weeks_complete_on(joined, weeks=3, begins=begins)
    offset = 0 if begins is WorkweekBegins.SUNDAY else -1
    firsts = [(s.first_on.toordinal() + offset) // 7 for s in joined]
    lasts = [((s.last_on or date.max).toordinal() + offset) // 7 for s in joined]
    touched = sorted({week for a, b in zip(firsts, lasts, strict=True) for week in range(a, min(b, a + 3) + 1)})
    assert (complete is None) == (len(touched) < 3)
    if complete is not None and complete < date.max:
        assert (days_after(complete, -1).toordinal() + offset) // 7 == touched[2]


def test_a_policy_may_let_the_week_begin_on_monday() -> None:
    """A Saturday is in the week of the Sunday before it, or in that of the Sunday after it."""
    spans = (*one_day_a_week("2024-01-07", 51), stretch("2024-12-28", "2024-12-28"))
    facts = record(hours_records_complete=False, **casual(*spans))
    outcomes = {
        begins: fmla_eligibility(facts, starts_on=day("2026-03-02"), policy=policy(workweek_begins=begins)).eligible
        for begins in WorkweekBegins
    }
    assert outcomes == {WorkweekBegins.SUNDAY: False, WorkweekBegins.MONDAY: True}


@pytest.mark.parametrize(
    ("stretches", "complete"),
    [
        ((stretch("2010-01-04", "2018-12-31"), stretch("2026-01-05")), "2011-01-04"),
        # complete with the last day of the earlier stretch, and short of it
        ((stretch("2020-01-01", "2020-12-31"), stretch("2022-05-02")), "2021-01-01"),
        ((stretch("2020-01-01", "2020-12-15"), stretch("2022-05-02")), "2022-05-17"),
        # the second of three completes it
        (
            (stretch("2020-01-01", "2020-06-30"), stretch("2021-01-01", "2021-12-31"), stretch("2023-01-02")),
            "2021-07-01",
        ),
    ],
)
def test_the_months_are_complete_when_they_were_and_not_on_the_return(
    stretches: tuple[Span, ...], complete: str
) -> None:
    assert months_complete_on(stretches, months=12) == day(complete)
