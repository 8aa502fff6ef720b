"""What is left in each plan, day by day. 29 CFR 825.200, 825.127; M.G.L. c.175M s.2(c)(1) (law.md N1-N8, 1.14)."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from infra import policies
from tests.rules import oracle_balance as oracle
from tests.rules.facts import POLICY, day, policy, workdays
from workflows.rules.answers import Answer, Gap, Standing, Step, Teller
from workflows.rules.balance_lines import Balances, Left, PlanBalance
from workflows.rules.balances import BalanceFacts, UncertainEntry, balance
from workflows.rules.banks import Bank
from workflows.rules.caps import Limit
from workflows.rules.choices import LeaveYearMethod
from workflows.rules.coming_back import Comes
from workflows.rules.plans import Mark, Plan, PlanEntry, PlanUnit
from workflows.rules.policy import LeavePolicy
from workflows.rules.spans import Days
from workflows.rules.spouses import Spouse

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))
FMLA = Bank(plan=Plan.FMLA, bank="fmla")
POOLED = Bank(plan=Plan.FMLA, bank="fmla", mark=Mark.POOL)
MEDICAL = Bank(plan=Plan.PFML, bank="pfml", mark=Mark.MEDICAL)
FAMILY = Bank(plan=Plan.PFML, bank="pfml", mark=Mark.FAMILY)
CARE = Bank(plan=Plan.CAREGIVER, bank="member-1/injury-1")
LAYER = Bank(plan=Plan.COMMONWEALTH, bank="layer")


def entry(on: str | date, weeks: str | Fraction, bank: Bank = FMLA, **more: Any) -> PlanEntry:
    """An entry of one day. Many weeks on it are those of somebody who works few hours a week: rules count weeks."""
    amount = Fraction(weeks)
    minutes = min(max(1, int(abs(amount) * 2400)), 1440)
    marks = more.pop("marks", () if bank.mark is None else (bank.mark,))
    at = day(on) if isinstance(on, str) else on
    return PlanEntry(
        on=at,
        weeks=amount,
        minutes=0 if not amount else minutes if amount > 0 else -minutes,
        plan=bank.plan,
        bank=bank.bank,
        marks=marks,
        **more,
    )


def ask(
    *entries: PlanEntry,
    first: str,
    last: str | None = None,
    banks: tuple[Bank, ...] = (FMLA,),
    by: LeavePolicy = POLICY,
    week: int | None = 2400,
    **more: Any,
) -> Answer[Balances]:
    facts = BalanceFacts(
        entries=entries,
        first_on=day(first),
        last_on=day(last) if last else None,
        banks=banks,
        week_minutes=None if week is None else Fraction(week),
        **more,
    )
    return balance(facts, policy=by)


def only(answer: Answer[Balances]) -> PlanBalance:
    assert answer.result is not None
    (one,) = answer.result.banks
    return one


def left(*entries: PlanEntry, on: str, bank: Bank = FMLA, by: LeavePolicy = POLICY, **more: Any) -> Fraction:
    amount = only(ask(*entries, first=on, banks=(bank,), by=by, **more)).left_on(day(on))
    assert amount is not None
    return amount


def changes(found: PlanBalance) -> list[tuple[str, int]]:
    """From which day on how many whole weeks are left."""
    assert all(one.amount.denominator == 1 for one in found.days)
    return [(str(one.first_on), one.amount.numerator) for one in found.days]


# law.md 1.3: 160 hours from each of these Mondays, Monday to Friday.
WORKED_EXAMPLE = tuple(
    entry(on, "1/5") for first in ("2025-02-03", "2025-06-02", "2025-12-01") for on in workdays(first, 20)
)
RECOUPED = (*WORKED_EXAMPLE, *(entry(on, "1/5") for on in workdays("2026-02-03", 20)))


def test_825_200_c_worked_example_over_a_range() -> None:
    found = only(ask(*WORKED_EXAMPLE, first="2026-01-15", last="2026-02-09"))
    assert [(str(one.first_on), str(one.last_on), one.minutes) for one in found.days] == [
        ("2026-01-15", "2026-02-02", 0),
        ("2026-02-03", "2026-02-03", 480),
        ("2026-02-04", "2026-02-04", 960),
        ("2026-02-05", "2026-02-05", 1440),
        ("2026-02-06", "2026-02-06", 1920),
        ("2026-02-07", "2026-02-09", 2400),
    ]
    assert found.days[1] == Left(
        first_on=day("2026-02-03"), last_on=day("2026-02-03"), amount=Fraction(1, 5), minutes=480
    )
    assert found.left_on(day("2026-02-09")) == 1
    assert found.left_on(day("2026-02-10")) is None


@pytest.mark.parametrize(
    ("on", "hours"),
    [
        ("2026-02-02", 0),
        ("2026-02-03", 0),  # eight hours came back, and were taken
        ("2026-02-27", 0),
        ("2026-03-02", 0),
        ("2026-03-03", 0),
        ("2026-06-01", 0),
        ("2026-06-02", 8),
        ("2026-06-03", 16),
        ("2026-12-01", 168),
    ],
)
def test_825_200_c_taking_what_comes_back_leaves_nothing_more(on: str, hours: int) -> None:
    assert left(*RECOUPED, on=on) * 40 == hours


def test_825_200_c_every_returning_hour_has_its_day() -> None:
    found = only(ask(*WORKED_EXAMPLE, first="2026-02-02"))
    assert len(found.returning) == 60
    assert found.returning[0] == Comes(
        on=day("2026-02-03"), used_on=day("2025-02-03"), amount=Fraction(1, 5), minutes=480
    )
    assert found.returning[20].on == day("2026-06-02")
    assert found.returning[-1].on == day("2026-12-26")
    later = only(ask(*WORKED_EXAMPLE, first="2026-02-03"))
    assert (len(later.returning), later.returning[0].on) == (59, day("2026-02-04"))
    before = only(ask(*WORKED_EXAMPLE, first="2025-02-03"))
    assert [(c.used_on, c.on) for c in before.returning] == [(day("2025-02-03"), day("2026-02-03"))]


COUNTS = ("Use that counts", "What is left is", "No use counts on", "This benefit year", "No benefit year runs")


def limits(answer: Answer[Balances]) -> list[Step]:
    """The steps that name limits; those that say what counts on the first day are tested by themselves."""
    return [step for step in answer.steps if not step.says.startswith(COUNTS)]


def test_n4_the_answer_names_its_rules_and_says_what_is_left() -> None:
    answer = ask(*WORKED_EXAMPLE, first="2026-02-03")
    assert answer.standing is Standing.SETTLED
    assert [step.rule for step in limits(answer)] == ["N1", "N4"]
    assert answer.steps[0].inputs == {"most": "12", "unit": "workweeks"}
    assert answer.steps[1].citation == "29 CFR 825.200(c)"
    assert answer.says == "FMLA: 0.2 workweeks left on 2026-02-03 (8 hours); later days if nothing more is taken."
    assert answer.unconfirmed == ()
    found = only(answer)
    assert (found.unit, found.entitlement, found.at_most) == (PlanUnit.WORKWEEKS, 12, False)
    assert (found.plan, found.bank, found.mark) == (Plan.FMLA, "fmla", None)


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("2026-02-03", "2026-02-03", "0.2 workweeks left on 2026-02-03 (8 hours)"),
        ("2026-01-15", "2026-02-02", "nothing left on 2026-01-15, and the same up to 2026-02-02"),
        (
            "2026-02-03",
            "2026-02-05",
            "0.2 workweeks left on 2026-02-03 (8 hours), and never less up to 2026-02-05",
        ),
        (
            "2025-05-30",
            "2025-12-03",
            "8 workweeks left on 2025-05-30 (320 hours), at the lowest 3.4 workweeks left on 2025-12-03 (136 hours)",
        ),
    ],
)
def test_over_several_days_the_sentence_says_the_least(first: str, last: str, says: str) -> None:
    answer = ask(*WORKED_EXAMPLE, first=first, last=last)
    assert answer.says == f"FMLA: {says}; later days if nothing more is taken."


def test_without_a_weekly_base_weeks_are_told_alone() -> None:
    answer = ask(*WORKED_EXAMPLE, first="2026-02-03", week=None)
    assert only(answer).days[0].minutes is None
    assert only(answer).returning[0].minutes is None
    assert answer.says == "FMLA: 0.2 workweeks left on 2026-02-03; later days if nothing more is taken."


def test_minutes_are_cut_down_and_weeks_are_exact() -> None:
    found = only(ask(entry("2026-02-03", "1/7"), first="2026-02-03", week=2250))
    assert (found.days[0].amount, found.days[0].minutes) == (Fraction(83, 7), 26678)


@pytest.mark.parametrize(
    ("by", "back_on"), [(POLICY, "2025-03-01"), (policy(leap_day_return="february_28"), "2025-02-28")]
)
def test_n4_leave_of_29_february_comes_back_as_the_employer_says(by: LeavePolicy, back_on: str) -> None:
    answer = ask(entry("2024-02-29", "1"), first="2024-02-29", last="2025-03-02", by=by)
    assert changes(only(answer)) == [("2024-02-29", 11), (back_on, 12)]
    assert [c.on for c in only(answer).returning] == [day(back_on)]
    assert "leap_day_return" in answer.unconfirmed
    assert [step.rule for step in limits(answer)] == ["N1", "N4", "N4"]


def test_reversed_use_is_no_use() -> None:
    entries = (entry("2026-04-14", "3/40"), entry("2026-04-14", "-3/40"), entry("2026-04-14", "1/16"))
    found = only(ask(*entries, first="2026-04-14"))
    assert found.days[0].amount == Fraction(191, 16)
    assert [c.amount for c in found.returning] == [Fraction(1, 16)]
    assert only(ask(*entries[:2], first="2026-04-14")).returning == ()


def test_what_stands_on_an_eligibility_that_nobody_told_is_never_settled() -> None:
    missing = Gap(fact="dfml_eligible", asks="what did DFML decide?", teller=Teller.DFML)
    charged = entry("2026-04-06", "2", MEDICAL)
    answer = ask(charged, first="2026-05-04", banks=(MEDICAL,), eligibility_missing=(missing,))
    assert answer.standing is Standing.CONDITIONAL
    assert [b.given for b in answer.branches] == [
        ("is the employee eligible for state PFML? yes",),
        ("is the employee eligible for state PFML? no",),
    ]
    eligible, not_eligible = (branch.result for branch in answer.branches)
    assert eligible == ask(charged, first="2026-05-04", banks=(MEDICAL,)).result
    assert not_eligible == Balances(banks=())
    assert [gap.asks for gap in answer.gaps] == ["is the employee eligible for state PFML?", missing.asks]
    assert {gap.teller for gap in answer.gaps} == {Teller.DFML}


def test_a_day_in_doubt_has_both_branches() -> None:
    doubt = UncertainEntry(
        **{name: getattr(entry("2025-05-04", "1"), name) for name in PlanEntry.model_fields}, or_on=day("2025-05-05")
    )
    answer = ask(first="2026-05-04", uncertain=(doubt,))
    assert answer.standing is Standing.CONDITIONAL
    assert [b.given for b in answer.branches] == [
        ("on which day was the leave taken? on 2025-05-04",),
        ("on which day was the leave taken? on 2025-05-05",),
    ]
    assert [b.result.banks[0].days[0].amount for b in answer.branches if b.result] == [12, 11]
    assert [(g.fact, g.teller) for g in answer.gaps] == [("uncertain", Teller.AGENCY)]
    assert ask(first="2027-05-05", uncertain=(doubt,)).standing is Standing.SETTLED


# Methods (N2) and their change (N3).

USE_2025 = (entry("2025-08-04", "4"), entry("2026-02-02", "3"))


@pytest.mark.parametrize(
    ("choices", "on", "weeks", "rule"),
    [
        ({"leave_year": "calendar"}, "2025-12-31", 8, "N2"),
        ({"leave_year": "calendar"}, "2026-01-01", 12, "N2"),
        ({"leave_year": "calendar"}, "2026-02-02", 9, "N2"),
        ({"leave_year": "fixed", "leave_year_begins": {"month": 7, "day": 1}}, "2026-06-30", 5, "N2"),
        ({"leave_year": "fixed", "leave_year_begins": {"month": 7, "day": 1}}, "2026-07-01", 12, "N2"),
        ({"leave_year": "anniversary"}, "2026-03-09", 5, "N2"),
        ({"leave_year": "anniversary"}, "2026-03-10", 12, "N2"),
        ({"leave_year": "forward"}, "2026-08-03", 5, "N2"),
        ({"leave_year": "forward"}, "2026-08-04", 12, "N2"),
        ({}, "2026-08-03", 5, "N4"),
        ({}, "2026-08-04", 9, "N4"),
        ({}, "2027-02-02", 12, "N4"),
    ],
)
def test_825_200_b_each_method_on_both_sides_of_its_edge(
    choices: dict[str, Any], on: str, weeks: int, rule: str
) -> None:
    answer = ask(*USE_2025, first=on, by=policy(**choices), hired_on=day("2019-03-10"))
    assert only(answer).days[0].amount == weeks
    assert [step.rule for step in limits(answer)] == ["N1", rule]


def test_825_200_b_what_comes_back_when_a_year_ends() -> None:
    by = policy(leave_year="calendar")
    assert [c.on for c in only(ask(*USE_2025, first="2025-08-04", by=by)).returning] == [day("2026-01-01")]
    assert [c.on for c in only(ask(*USE_2025, first="2026-03-01", by=by)).returning] == [day("2027-01-01")]


def test_an_anniversary_year_needs_the_day_of_hire() -> None:
    answer = ask(*USE_2025, first="2026-03-09", by=policy(leave_year="anniversary"))
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert [(g.fact, g.teller) for g in answer.gaps] == [("hired_on", Teller.DIRECTORY)]
    unneeded = ask(first="2026-03-09", banks=(CARE,), by=policy(leave_year="anniversary", spouse_limit="not_applied"))
    assert unneeded.standing is Standing.SETTLED


def test_825_200_d_a_day_of_hire_is_not_asked_for_where_nothing_can_leave_more() -> None:
    by = policy(leave_year_chosen=False)
    settled = ask(USE_2025[0], first="2026-03-09", by=by)
    assert (settled.standing, settled.gaps) == (Standing.SETTLED_BY_LAW, ())
    assert only(settled).days[0].amount == 12
    assert "whatever the day of hire" in settled.steps[2].says
    assert (settled.steps[2].rule, settled.steps[2].by_law) == ("N3", True)
    this_year = entry("2026-03-02", "1/5")
    for first, last in (("2026-03-09", None), ("2026-03-01", "2026-03-09")):
        assert [g.fact for g in ask(this_year, first=first, last=last, by=by).gaps] == ["hired_on"]
    assert ask(this_year, first="2026-03-01", by=by).is_settled
    chosen = ask(first="2026-03-09", by=policy(leave_year="anniversary"))
    assert [g.fact for g in chosen.gaps] == ["hired_on"]


CHANGE = {
    "leave_year": "rolling_backward",
    "leave_year_change": {
        "before": "calendar",
        "announced_on": "2025-11-01",
        "effective_on": "2026-01-01",
        "transition_ends_on": "2026-02-28",
    },
}


@pytest.mark.parametrize(
    ("on", "weeks", "rules"),
    [
        ("2025-12-31", 8, ["N1", "N2"]),
        ("2026-01-01", 12, ["N1", "N2", "N4", "N3"]),
        ("2026-02-28", 9, ["N1", "N2", "N4", "N3"]),
        ("2026-03-01", 5, ["N1", "N4"]),
    ],
)
def test_825_200_d_during_a_change_the_better_method_holds(on: str, weeks: int, rules: list[str]) -> None:
    answer = ask(*USE_2025, first=on, by=policy(**CHANGE))
    assert only(answer).days[0].amount == weeks
    assert [step.rule for step in limits(answer)] == rules


def test_825_200_e_where_no_method_was_chosen_the_best_holds() -> None:
    by = policy(leave_year_chosen=False)
    answer = ask(*USE_2025, first="2026-02-02", by=by, hired_on=day("2019-02-01"))
    assert answer.standing is Standing.SETTLED_BY_LAW
    assert only(answer).days[0].amount == 9
    assert [(step.rule, step.by_law) for step in limits(answer)] == [("N1", False), ("N3", True)]
    assert ask(*USE_2025, first="2026-02-02", by=by).standing is Standing.NOT_ANSWERABLE


# Caregiver leave (N6).


def test_825_127_e_all_fmla_leave_of_the_single_period_has_26_weeks() -> None:
    entries = (entry("2026-02-02", "16", CARE), entry("2026-06-01", "9"))
    assert left(*entries, on="2026-06-01", bank=CARE, by=HARBOR, spouse=Spouse(married=False)) == 1
    assert left(*entries, on="2026-06-01") == 1
    assert left(*entries, on="2026-05-31") == 10
    assert left(*entries, on="2027-02-01") == 1
    assert left(*entries, on="2027-02-02") == 3


def test_825_127_e_other_reasons_have_12_weeks_in_it_whatever_the_leave_year() -> None:
    by = policy(leave_year="calendar")
    entries = (entry("2026-10-05", "1", CARE), entry("2026-11-02", "10"), entry("2027-01-04", "2"))
    assert left(*entries, on="2026-12-31", by=by) == 2
    assert left(*entries, on="2027-01-03", by=by) == 2
    assert left(*entries, on="2027-01-04", by=by) == 0
    assert left(*entries, on="2027-10-04", by=by) == 0
    assert left(*entries, on="2027-10-05", by=by) == 10


def test_825_127_e_what_is_not_used_is_lost() -> None:
    answer = ask(
        entry("2026-02-02", "6", CARE),
        first="2026-02-01",
        last="2027-02-03",
        banks=(CARE,),
        spouse=Spouse(same_employer=False),
    )
    assert changes(only(answer)) == [("2026-02-01", 26), ("2026-02-02", 20), ("2027-02-02", 0)]
    assert only(answer).returning == ()
    assert [step.rule for step in limits(answer)] == ["N6", "N6", "N6", "N7"]


def test_825_127_e_another_injury_has_weeks_of_its_own_within_the_26_of_each_period() -> None:
    other = Bank(plan=Plan.CAREGIVER, bank="member-1/injury-2")
    entries = (entry("2026-02-02", "20", CARE), entry("2026-12-07", "4", other))
    alone: dict[str, Any] = {"spouse": Spouse(married=False)}
    assert left(*entries, on="2026-12-07", bank=other, **alone) == 2
    assert left(*entries, on="2027-02-01", bank=other, **alone) == 2
    assert left(*entries, on="2027-02-02", bank=other, **alone) == 22
    assert left(*entries, on="2027-02-02", bank=CARE, **alone) == 0


# Spouses (N7).

MARRIED: dict[str, Any] = {"married": True, "same_employer": True, "both_eligible": True}
APPLIED = policy(spouse_limit="applied")


def pooled(on: str, weeks: str) -> PlanEntry:
    return entry(on, weeks, POOLED)


def test_825_120_a_3_what_the_spouse_took_is_taken_from_the_shared_weeks_alone() -> None:
    spouse = Spouse(**MARRIED, entries=(pooled("2026-03-02", "7"), entry("2026-04-06", "3")))
    own = (pooled("2026-03-02", "2"), entry("2026-05-04", "1"))
    answer = ask(*own, first="2026-05-04", banks=(POOLED, FMLA), by=APPLIED, spouse=spouse)
    assert answer.result is not None
    assert [one.days[0].amount for one in answer.result.banks] == [3, 9]
    assert [one.at_most for one in answer.result.banks] == [False, False]
    assert [step.rule for step in limits(answer)] == ["N1", "N4", "N7", "N1", "N4"]


def test_825_120_a_3_a_spouse_whose_use_is_not_told_leaves_at_most() -> None:
    answer = ask(pooled("2026-03-02", "2"), first="2026-05-04", banks=(POOLED,), by=APPLIED, spouse=Spouse(**MARRIED))
    assert only(answer).at_most is True
    assert only(answer).days[0].amount == 10
    assert "at most 10 workweeks" in answer.says
    assert [step.says for step in limits(answer) if step.rule == "N7"] == [
        "Two eligible spouses at one employer share the weeks for this reason.",
        "The spouse's use is not told: what is left is at most so much.",
    ]


def test_where_nothing_is_left_nobody_need_tell_of_a_spouse() -> None:
    used = pooled("2026-03-02", "12")
    untold = ask(used, first="2026-05-04", banks=(POOLED,), by=APPLIED, spouse=Spouse(**MARRIED))
    assert (only(untold).at_most, only(untold).days[0].amount) == (False, Fraction(0))
    assert "at most" not in untold.says
    nothing_told = ask(used, first="2026-05-04", banks=(POOLED,), by=APPLIED)
    assert (nothing_told.standing, nothing_told.gaps) == (Standing.SETTLED, ())
    assert only(nothing_told).days[0].amount == 0


@pytest.mark.parametrize("fact", ["married", "same_employer", "both_eligible"])
def test_825_201_b_each_fact_of_the_spouse_decides(fact: str) -> None:
    use = (pooled("2026-03-02", "9"),)
    no = Spouse(**{**MARRIED, fact: False}, entries=use)
    assert left(on="2026-05-04", bank=POOLED, by=APPLIED, spouse=no) == 12
    unknown = ask(
        first="2026-05-04", banks=(POOLED,), by=APPLIED, spouse=Spouse(**{**MARRIED, fact: None}, entries=use)
    )
    assert unknown.standing is Standing.CONDITIONAL
    assert [b.result.banks[0].days[0].amount for b in unknown.branches if b.result] == [3, 12]
    assert [g.fact for g in unknown.gaps] == [f"spouse.{fact}"]


def test_825_201_b_an_employer_that_has_not_said_leaves_it_open() -> None:
    answer = ask(first="2026-05-04", banks=(POOLED,), spouse=Spouse(**MARRIED, entries=(pooled("2026-03-02", "9"),)))
    assert [(g.fact, g.teller) for g in answer.gaps] == [("policy", Teller.HRD)]
    assert [b.result.banks[0].days[0].amount for b in answer.branches if b.result] == [3, 12]
    assert "spouse_limit" in answer.unconfirmed
    assert left(on="2026-05-04", bank=FMLA) == 12


def test_825_127_f_spouses_share_26_weeks_with_a_servicemember() -> None:
    spouse = Spouse(**MARRIED, entries=(entry("2026-04-06", "10", CARE), pooled("2026-05-04", "5")))
    own = (entry("2026-03-02", "4", CARE),)
    assert left(*own, on="2026-05-04", bank=CARE, by=APPLIED, spouse=spouse) == 7
    assert left(*own, on="2026-05-04", bank=POOLED, by=APPLIED, spouse=spouse) == 7
    assert left(*own, on="2026-05-04", bank=FMLA, by=APPLIED, spouse=spouse) == 12


# PFML (N8, N9, K4).


def test_175m_2_c_each_kind_has_its_weeks_and_all_together_26() -> None:
    entries = (entry("2026-01-07", "16", MEDICAL), entry("2026-06-01", "5", FAMILY))
    assert left(*entries, on="2026-06-01", bank=MEDICAL) == 4
    assert left(*entries, on="2026-06-01", bank=FAMILY) == 5
    assert left(*entries, on="2026-06-01", bank=Bank(plan=Plan.PFML, bank="pfml")) == 5
    assert left(*entries, on="2026-06-01", bank=Bank(plan=Plan.PFML, bank="pfml", mark=Mark.CAREGIVER)) == 5


def test_175m_1_the_benefit_year_ends_on_a_saturday() -> None:
    answer = ask(entry("2026-01-07", "16", MEDICAL), first="2026-01-07", last="2027-01-04", banks=(MEDICAL,))
    assert changes(only(answer)) == [("2026-01-07", 4), ("2027-01-03", 20)]
    assert [c.on for c in only(answer).returning] == [day("2027-01-03")]
    assert [step.rule for step in limits(answer)] == ["N8", "N9", "N8"]


def test_175m_1_a_year_that_dfml_told_holds() -> None:
    told = (Days(first_on=day("2025-12-28"), last_on=day("2026-12-26")),)
    use = entry("2026-01-07", "16", MEDICAL)
    assert left(use, on="2026-12-26", bank=MEDICAL, told_years=told) == 4
    assert left(use, on="2026-12-27", bank=MEDICAL, told_years=told) == 20


def unmarked(on: str, weeks: str, *marks: Mark) -> PlanEntry:
    return entry(on, weeks, MEDICAL, marks=marks)


def test_175m_2_c_leave_without_a_kind_leaves_open_what_is_left_of_each() -> None:
    answer = ask(unmarked("2026-01-07", "8"), first="2026-05-04", banks=(MEDICAL,))
    assert answer.standing is Standing.CONDITIONAL
    asked = "of which kind is the PFML leave that is entered without one?"
    assert [b.given for b in answer.branches] == [(f"{asked} {k}",) for k in ("family", "medical", "caregiver")]
    assert [b.result.banks[0].days[0].amount for b in answer.branches if b.result] == [18, 12, 18]
    assert [(g.fact, g.teller) for g in answer.gaps] == [("entries.marks", Teller.DFML)]
    several = ask(unmarked("2026-01-07", "5"), unmarked("2026-02-09", "3"), first="2026-05-04", banks=(MEDICAL,))
    *_, mixed = several.branches
    assert (mixed.given, mixed.result and mixed.result.banks[0].at_most) == ((f"{asked} of more than one kind",), True)
    assert "at most 18 workweeks" in mixed.says
    assert "what is left is at most so much" in " ".join(step.says for step in several.steps)


def test_175m_2_c_a_kind_that_decides_nothing_is_not_asked_for() -> None:
    use = unmarked("2024-01-08", "8")
    assert ask(use, first="2026-05-04", banks=(MEDICAL,)).standing is Standing.SETTLED
    assert left(unmarked("2026-01-07", "8"), on="2026-05-04", bank=Bank(plan=Plan.PFML, bank="pfml")) == 18
    unfiled = unmarked("2026-01-07", "8", Mark.UNFILED)
    assert left(unfiled, on="2026-05-04", bank=MEDICAL, by=HARBOR) == 20


def test_175m_2_h_leave_for_which_nobody_applied_counts_as_the_employer_says() -> None:
    use = entry("2026-08-03", "2", MEDICAL, marks=(Mark.MEDICAL, Mark.UNFILED))
    counted = ask(use, first="2026-08-03", banks=(MEDICAL,))
    assert only(counted).days[0].amount == 18
    assert "unfiled_weeks" in counted.unconfirmed
    assert limits(counted)[-1].rule == "K4"
    assert left(use, on="2026-08-03", bank=MEDICAL, by=HARBOR) == 20


# Other plans.


def test_red_book_5_01_the_layer_looks_back_from_the_day_its_leave_commenced() -> None:
    use = (entry("2025-04-07", "10", LAYER), entry("2026-03-02", "3", LAYER))
    under_way: dict[str, Any] = {"layer_leaves": (Days(first_on=day("2026-03-02"), last_on=day("2026-06-30")),)}
    assert left(*use, on="2026-04-07", bank=LAYER, **under_way) == 13
    assert left(*use, on="2026-06-30", bank=LAYER, **under_way) == 13
    assert left(*use, on="2026-07-01", bank=LAYER, **under_way) == 23
    assert left(*use, on="2026-04-07", bank=LAYER) == 23
    answer = ask(*use, first="2026-04-07", banks=(LAYER,), **under_way)
    assert [c.on for c in only(answer).returning] == [day("2026-07-01"), day("2027-03-02")]
    assert answer.unconfirmed == ("layer_weeks", "layer_window")
    assert [step.rule for step in limits(answer)] == ["N5", "N5"]


def test_n5_a_day_that_comes_back_in_the_second_year_says_from_which_commencement() -> None:
    leaves = (Days(first_on=day("2026-10-05"), last_on=day("2029-10-04")),)
    answer = ask(entry("2026-11-10", "1", LAYER), first="2026-12-01", banks=(LAYER,), layer_leaves=leaves)
    assert [c.on for c in only(answer).returning] == [day("2028-10-05")]
    (step,) = [step for step in answer.steps if "after 12 months it commences anew" in step.says]
    assert step.inputs == {"on": "2026-12-01", "commenced_on": "2026-10-05"}


@pytest.mark.parametrize(
    ("window", "on", "weeks"),
    [
        ("daily", "2026-04-06", 13),
        ("daily", "2026-04-07", 23),
        ("forward", "2026-04-06", 13),
        ("forward", "2026-04-07", 26),
    ],
)
def test_n5_the_employer_may_measure_the_layer_otherwise(window: str, on: str, weeks: int) -> None:
    use = (entry("2025-04-07", "10", LAYER), entry("2026-03-02", "3", LAYER))
    assert left(*use, on=on, bank=LAYER, by=policy(layer_window=window)) == weeks


def test_n13_catastrophic_leave_is_once_in_a_life_and_for_some_units() -> None:
    bank = Bank(plan=Plan.CATASTROPHIC, bank="catastrophic")
    by = policy(unit="unit-9", catastrophic_units=("unit-9",))
    answer = ask(entry("2016-01-04", "20", bank), first="2026-01-05", banks=(bank,), by=by)
    assert only(answer).days[0].amount == 6
    assert only(answer).returning == ()
    assert [step.rule for step in limits(answer)] == ["N13", "N13"]
    assert only(ask(first="2026-01-05", banks=(bank,))).days[0].amount == 0


def test_149_52d_small_necessities_are_hours() -> None:
    bank = Bank(plan=Plan.SMALL_NECESSITIES, bank="small")
    use = entry("2026-03-02", Fraction(90, 2400), bank)
    answer = ask(use, first="2026-03-02", last="2027-03-02", banks=(bank,), week=None)
    assert [(one.amount, one.minutes) for one in only(answer).days] == [(Fraction(45, 2), 1350), (24, 1440)]
    assert (only(answer).unit, only(answer).entitlement) == (PlanUnit.HOURS, 24)
    assert [step.rule for step in limits(answer)] == ["1.14-SNLA", "N4"]


def test_149_52e_leave_from_abuse_is_workdays() -> None:
    bank = Bank(plan=Plan.ABUSE, bank="abuse")
    found = only(
        ask(entry("2026-03-02", Fraction(300, 2400), bank, workday_minutes=600), first="2026-03-02", banks=(bank,))
    )
    assert (found.days[0].amount, found.days[0].minutes, found.unit) == (Fraction(29, 2), None, PlanUnit.WORKDAYS)


def test_149_105d_parental_leave_is_by_child() -> None:
    bank = Bank(plan=Plan.PARENTAL, bank="couple-1/child-1")
    twin = Bank(plan=Plan.PARENTAL, bank="couple-1/child-2")
    answer = ask(entry("2020-03-02", "5", bank), first="2026-03-02", banks=(bank, twin))
    assert answer.result is not None
    assert [one.days[0].amount for one in answer.result.banks] == [3, 8]
    assert answer.result.banks[0].unit is PlanUnit.WEEKS_BY_CHILD


def test_plans_stand_side_by_side_and_are_never_one_sum() -> None:
    answer = ask(entry("2026-03-02", "1"), first="2026-03-02", banks=(FMLA, MEDICAL, LAYER))
    assert answer.result is not None
    assert [one.days[0].amount for one in answer.result.banks] == [11, 20, 26]
    assert answer.says.count("left on") == 3


_DAY = {"on": "2026-01-01", "weeks": "1/5", "minutes": 480, "plan": "fmla", "bank": "fmla"}


def test_825_200_c_a_day_of_leave_is_an_entry_of_its_own() -> None:
    facts = {"banks": [{"plan": "fmla", "bank": "fmla"}], "first_on": "2026-01-02"}
    longest = {**_DAY, "minutes": 1500, "weeks": "1"}
    for entry in (_DAY, longest, {**_DAY, "weeks": "1/21"}):
        assert BalanceFacts.model_validate({**facts, "entries": [entry]}).entries
    for example in BalanceFacts.model_json_schema()["examples"]:
        assert all(e["minutes"] == 480 for e in example["entries"])


def test_175m_2_c_leave_in_another_bank_of_the_plan_is_told() -> None:
    other = Bank(plan=Plan.PFML, bank="pfml/2025")
    answer = ask(entry("2025-08-04", "8", other), first="2026-05-04", banks=(MEDICAL,))
    assert said_of(answer, "in another bank of this plan") == {"entries": "1"}
    assert left(entry("2025-08-04", "8", other), on="2026-05-04", bank=Bank(plan=Plan.PARENTAL, bank="child-1")) == 8


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"last_on": "2026-01-01"}, "ends_before_it_begins"),
        ({"banks": [{"plan": "fmla", "bank": "f", "mark": "medical"}]}, "mark_of_another_plan"),
        ({"banks": [{"plan": "pfml", "bank": "f", "mark": "pool"}]}, "mark_of_another_plan"),
        ({"banks": [{"plan": "pfml", "bank": "f", "mark": "unfiled"}]}, "mark_of_another_plan"),
        ({"banks": [{"plan": "caregiver", "bank": "f", "mark": "caregiver"}]}, "mark_of_another_plan"),
        (
            {"entries": [{"on": "2026-01-01", "weeks": "1", "minutes": 1, "plan": "abuse", "bank": "a"}]},
            "workday_of_no_length",
        ),
        *(
            ({where: [{**_DAY, "or_on": "2026-01-02", **wrong} if where == "uncertain" else {**_DAY, **wrong}]}, code)
            for where in ("entries", "uncertain")
            for wrong, code in (
                ({"weeks": "6", "minutes": 14400}, "more_than_a_day"),
                ({"weeks": "1", "minutes": 1501}, "more_than_a_day"),
                ({"weeks": "1", "minutes": -480}, "weeks_do_not_fit_minutes"),
                ({"weeks": "0", "minutes": 480}, "week_too_long"),
                ({"weeks": "1", "minutes": 0}, "weeks_do_not_fit_minutes"),
                ({"weeks": "1/22", "minutes": 480}, "week_too_long"),
            )
        ),
        ({"entries": [{**_DAY, "bank": "OTHER"}]}, "second_bank_of_a_person"),
        ({"uncertain": [{**_DAY, "bank": "OTHER", "or_on": "2026-01-02"}]}, "second_bank_of_a_person"),
        (
            {"entries": [{**_DAY, "plan": "commonwealth", "bank": key} for key in ("one", "two")]},
            "second_bank_of_a_person",
        ),
        ({"spouse": {"entries": [{**_DAY, "weeks": "6", "minutes": 14400}]}}, "more_than_a_day"),
    ],
)
def test_contradictions_are_refused_by_name(told: dict[str, Any], code: str) -> None:
    facts = {"banks": [{"plan": "fmla", "bank": "fmla"}], "first_on": "2026-01-02"}
    with pytest.raises(ValidationError) as refused:
        BalanceFacts.model_validate({**facts, **told})
    assert refused.value.errors()[0]["type"] == code


# Properties.

DATES = st.dates(date(2023, 6, 1), date(2026, 6, 1))
ASKED = st.dates(date(2024, 1, 1), date(2027, 12, 31))
BASES = st.sampled_from([2400, 1800, 2520, 2240])


def entries_of(*banks: Bank, least: int = 1) -> st.SearchStrategy[tuple[PlanEntry, ...]]:
    one = st.builds(
        lambda on, n, base, bank: entry(on, Fraction(n, base), bank),
        DATES,
        st.integers(least, 6000),
        BASES,
        st.sampled_from(banks),
    )
    return st.lists(one, max_size=25).map(_reversible)


def _reversible(entries: list[PlanEntry]) -> tuple[PlanEntry, ...]:
    """Without reversals of what was not taken on their day: the ledger has none."""
    kept: list[PlanEntry] = []
    for entry in sorted(entries, key=lambda e: e.weeks < 0):
        same = [e.weeks for e in kept if (e.plan, e.bank, e.on) == (entry.plan, entry.bank, entry.on)]
        if sum(same, entry.weeks) >= 0:
            kept.append(entry)
    return tuple(kept)


METHODS = {method: policy(leave_year=method, leave_year_begins={"month": 7, "day": 1}) for method in LeaveYearMethod}
HIRED = st.sampled_from([date(2019, 3, 10), date(2020, 2, 29), date(2024, 5, 1)])


@given(entries_of(FMLA), ASKED, st.sampled_from(LeaveYearMethod), HIRED)
def test_every_method_agrees_with_the_oracle(
    entries: tuple[PlanEntry, ...], on: date, method: LeaveYearMethod, hired: date
) -> None:
    expected = oracle.left(entries, on, oracle.ways_of(method, entries, hired))
    assert left(*entries, on=str(on), by=METHODS[method], hired_on=hired) == expected


@given(entries_of(FMLA), ASKED, HIRED)
def test_no_method_chosen_agrees_with_the_best_of_the_oracle(
    entries: tuple[PlanEntry, ...], on: date, hired: date
) -> None:
    by = policy(leave_year_chosen=False, leave_year_begins={"month": 7, "day": 1})
    ways = [oracle.ways_of(method, entries, hired) for method in LeaveYearMethod]
    assert left(*entries, on=str(on), by=by, hired_on=hired) == oracle.best_left(entries, on, ways)
    unhired = ask(*entries, first=str(on), by=by)
    assert unhired.is_settled or [gap.fact for gap in unhired.gaps] == ["hired_on"]
    if unhired.is_settled:
        assert unhired.result == ask(*entries, first=str(on), by=by, hired_on=hired).result


@given(entries_of(FMLA), st.dates(date(2025, 10, 1), date(2026, 6, 1)))
def test_a_change_of_methods_agrees_with_the_oracle(entries: tuple[PlanEntry, ...], on: date) -> None:
    ways: list[oracle.Counts] = [oracle.calendar_year] if on <= date(2026, 2, 28) else []
    ways += [oracle.rolling] if on >= date(2026, 1, 1) else []
    assert left(*entries, on=str(on), by=policy(**CHANGE)) == oracle.best_left(entries, on, ways)


OTHER = Bank(plan=Plan.CAREGIVER, bank="member-2/injury-1")
ALONE = Spouse(married=False)


@given(entries_of(FMLA, CARE, OTHER), ASKED)
def test_caregiver_leave_agrees_with_the_oracle(entries: tuple[PlanEntry, ...], on: date) -> None:
    assert left(*entries, on=str(on), bank=CARE, spouse=ALONE) == oracle.caregiver_left(entries, CARE.bank, on)
    assert left(*entries, on=str(on)) == oracle.fmla_left(entries, on)


@given(entries_of(FAMILY, MEDICAL), ASKED)
def test_pfml_agrees_with_the_oracle(entries: tuple[PlanEntry, ...], on: date) -> None:
    for bank, kind in ((FAMILY, Mark.FAMILY), (MEDICAL, Mark.MEDICAL)):
        assert left(*entries, on=str(on), bank=bank) == oracle.pfml_left(entries, kind, on)


ALL = (FMLA, POOLED, CARE, FAMILY, MEDICAL, LAYER)
EVERYTHING: dict[str, Any] = {
    "layer_leaves": (Days(first_on=date(2025, 3, 3)), Days(first_on=date(2024, 1, 1), last_on=date(2024, 8, 1))),
    "spouse": Spouse(**MARRIED, entries=(pooled("2025-03-02", "5"),)),
    "hired_on": date(2019, 3, 10),
}
BY = st.sampled_from(
    [
        APPLIED,
        HARBOR,
        policy(**CHANGE, spouse_limit="applied"),
        *(policy(leave_year=method, spouse_limit="applied") for method in LeaveYearMethod),
    ]
)


@given(entries_of(*ALL, least=-3000), ASKED, st.integers(0, 500), BY)
@settings(max_examples=60, deadline=None)
def test_a_range_is_the_same_as_each_of_its_days(
    entries: tuple[PlanEntry, ...], first: date, length: int, by: LeavePolicy
) -> None:
    last = first + timedelta(days=length)
    answer = ask(*entries, first=str(first), last=str(last), banks=ALL, by=by, **EVERYTHING)
    assert answer.result is not None
    for one, bank in zip(answer.result.banks, ALL, strict=True):
        assert one.days[0].first_on == first
        assert one.days[-1].last_on == last
        for earlier, later in pairwise(one.days):
            assert later.first_on == earlier.last_on + timedelta(days=1)
            assert later.amount != earlier.amount
        for on in (first, last, *(first + timedelta(days=n) for n in range(0, length, 41))):
            assert one.left_on(on) == left(*entries, on=str(on), bank=bank, by=by, **EVERYTHING)
        for one_left in one.days:
            assert one_left.amount == left(*entries, on=str(one_left.last_on), bank=bank, by=by, **EVERYTHING)
            assert 0 <= one_left.amount <= one.entitlement


@given(entries_of(*ALL), ASKED, BY, st.randoms())
@settings(max_examples=60, deadline=None)
def test_order_does_not_matter_and_reversing_every_entry_restores_the_opening_balance(
    entries: tuple[PlanEntry, ...], on: date, by: LeavePolicy, shuffle: Any
) -> None:
    mixed = list(entries)
    shuffle.shuffle(mixed)
    first, again = (ask(*given, first=str(on), banks=ALL, by=by, **EVERYTHING) for given in (entries, mixed))
    assert first == again
    undone = tuple(e.model_copy(update={"weeks": -e.weeks, "minutes": -e.minutes}) for e in entries)
    opening = ask(first=str(on), banks=ALL, by=by, **EVERYTHING)
    assert ask(*entries, *undone, first=str(on), banks=ALL, by=by, **EVERYTHING).result == opening.result


@given(
    entries_of(*ALL), ASKED, BY, st.sampled_from([FMLA, FAMILY, LAYER]), st.sampled_from([FMLA, FAMILY, LAYER, CARE])
)
@settings(max_examples=100, deadline=None)
def test_use_of_one_plan_never_changes_another_but_where_law_says_so(
    entries: tuple[PlanEntry, ...], on: date, by: LeavePolicy, bank: Bank, foreign: Bank
) -> None:
    if foreign.plan is bank.plan or (bank.plan, foreign.plan) == (Plan.FMLA, Plan.CAREGIVER):
        return
    kept = tuple(e for e in entries if e.plan is not foreign.plan)
    assert left(*entries, on=str(on), bank=bank, by=by, **EVERYTHING) == left(
        *kept, on=str(on), bank=bank, by=by, **EVERYTHING
    )


@given(entries_of(FMLA, least=-3000), ASKED)
def test_what_comes_back_is_what_counts(entries: tuple[PlanEntry, ...], on: date) -> None:
    found = only(ask(*entries, first=str(on)))
    inside = {u: w for u, w in oracle.used_by_day(entries).items() if w and u <= on and oracle.rolling(u, on)}
    assert {c.used_on: c.amount for c in found.returning} == inside
    assert all(c.on == oracle.year_later(c.used_on) for c in found.returning)


def back(answer: Answer[Balances]) -> list[tuple[str, str, object, Limit | None]]:
    """What comes back: on which day, use of which day, how much, under which other limit."""
    return [(str(c.on), str(c.used_on), c.amount, c.under) for c in only(answer).returning]


def test_825_200_c_use_inside_the_range_comes_back_too() -> None:
    found = ask(entry("2025-03-02", "1"), entry("2026-01-15", "2"), first="2026-01-01", last="2027-02-01")
    assert changes(only(found)) == [("2026-01-01", 11), ("2026-01-15", 9), ("2026-03-02", 10), ("2027-01-15", 12)]
    assert back(found) == [("2026-03-02", "2025-03-02", 1, None), ("2027-01-15", "2026-01-15", 2, None)]


def test_825_200_b_a_forward_year_that_begins_inside_the_range_ends_in_it() -> None:
    found = ask(entry("2026-02-02", "3"), first="2026-01-01", last="2027-03-01", by=policy(leave_year="forward"))
    assert changes(only(found)) == [("2026-01-01", 12), ("2026-02-02", 9), ("2027-02-02", 12)]
    assert back(found) == [("2027-02-02", "2026-02-02", 3, None)]


def test_825_200_d_use_that_counts_again_after_a_change_of_methods_comes_back() -> None:
    change = {"before": "calendar", "announced_on": "2027-01-04", "effective_on": "2027-05-01"}
    by = policy(leave_year_change={**change, "transition_ends_on": "2027-06-30"})
    found = ask(entry("2026-11-02", "5"), first="2027-06-29", last="2027-12-31", by=by)
    assert changes(only(found)) == [("2027-06-29", 12), ("2027-07-01", 7), ("2027-11-02", 12)]
    assert back(found) == [("2027-11-02", "2026-11-02", 5, None)]


def test_825_127_e_what_a_single_period_held_comes_back_when_it_ends() -> None:
    by = policy(leave_year="calendar")
    entries = (entry("2026-10-05", "1", CARE), entry("2026-11-02", "10"), entry("2027-01-04", "2"))
    found = ask(*entries, first="2026-12-31", last="2027-12-31", by=by)
    assert changes(only(found)) == [("2026-12-31", 2), ("2027-01-04", 0), ("2027-10-05", 10)]
    of_the_period = Limit.OTHERS_IN_SINGLE_YEAR
    assert [b for b in back(found) if b[0] == "2027-10-05"] == [
        ("2027-10-05", "2026-11-02", 10, of_the_period),
        ("2027-10-05", "2027-01-04", 2, of_the_period),
    ]
    alone = ask(entry("2026-02-02", "20", CARE), first="2026-06-01")
    assert back(alone) == [("2027-02-02", "2026-02-02", 20, Limit.ALL_IN_SINGLE_YEAR)]


@given(entries_of(*ALL), ASKED, st.integers(1, 900), BY)
@settings(max_examples=60, deadline=None)
def test_every_rise_is_explained_by_what_comes_back(
    entries: tuple[PlanEntry, ...], first: date, length: int, by: LeavePolicy
) -> None:
    last = first + timedelta(days=length)
    answer = ask(*entries, first=str(first), last=str(last), banks=ALL, by=by, **EVERYTHING)
    assert answer.result is not None
    for one in answer.result.banks:
        for earlier, later in pairwise(one.days):
            came = sum(c.amount for c in one.returning if c.on == later.first_on)
            assert later.amount - earlier.amount <= came
        assert all(c.used_on < c.on and first < c.on and c.amount > 0 for c in one.returning)


def said_of(answer: Answer[Balances], words: str) -> dict[str, str]:
    """What went into the one step that says so."""
    (step,) = [step for step in answer.steps if words in step.says]
    return step.inputs


def test_825_127_e_the_steps_show_the_caregiver_leave_that_leaves_so_little() -> None:
    answer = ask(entry("2026-02-02", "20", CARE), first="2026-06-01")
    assert only(answer).days[0].amount == 6
    together = said_of(answer, "caregiver leave and all other FMLA leave")
    assert (together["used"], together["most"], together["left"]) == ("20", "26", "6")
    assert answer.steps[-1].inputs == {"left": "6"}


def test_825_127_e_the_steps_show_what_was_used_for_another_servicemember() -> None:
    other = Bank(plan=Plan.CAREGIVER, bank="member-2/injury-1")
    entries = (entry("2026-02-02", "20", CARE), entry("2026-05-04", "6", other))
    answer = ask(*entries, first="2026-05-04", banks=(other,), spouse=Spouse(married=False))
    assert only(answer).days[0].amount == 0
    own = said_of(answer, "Use that counts on this day")
    assert (own["used"], own["left"]) == ("6", "20")
    lefts = [(step.inputs["used"], step.inputs["left"]) for step in answer.steps if "all other FMLA" in step.says]
    assert lefts == [("26", "0"), ("6", "20")]
    ended = ask(*entries, first="2027-02-02", banks=(CARE,), spouse=Spouse(married=False))
    assert said_of(ended, "the rest is lost")["on"] == "2027-02-02"


def test_825_120_a_3_the_steps_show_what_both_spouses_used() -> None:
    spouse = Spouse(**MARRIED, entries=(pooled("2026-03-02", "2"),))
    answer = ask(pooled("2026-03-02", "7"), first="2026-05-04", banks=(POOLED,), by=APPLIED, spouse=spouse)
    shared = said_of(answer, "both spouses share")
    assert (shared["used"], shared["most"], shared["left"]) == ("9", "12", "3")


def test_825_200_e_the_steps_say_which_method_leaves_the_most() -> None:
    by = policy(leave_year_chosen=False)
    answer = ask(entry("2025-12-31", "12"), first="2026-01-02", by=by, hired_on=day("2019-05-01"))
    assert only(answer).days[0].amount == 12
    assert said_of(answer, "by the method that leaves the most") == {
        "on": "2026-01-02",
        "since": "2026-01-01",
        "method": "calendar",
    }


def test_the_days_that_count_and_what_was_used_on_them_are_shown() -> None:
    answer = ask(*WORKED_EXAMPLE, first="2026-02-03")
    (step,) = [step for step in answer.steps if step.says == "Use that counts on this day."]
    assert step.inputs["since"] == "2025-02-04"
    assert (step.inputs["first_used_on"], step.inputs["last_used_on"]) == ("2025-02-04", "2025-12-26")
    assert step.inputs["used"] == "59/5"


def test_a_benefit_year_that_dfml_told_is_shown_beside_the_one_we_expect() -> None:
    told = Days(first_on=day("2026-01-11"), last_on=day("2027-01-09"))
    use = PlanEntry(on=day("2026-01-14"), weeks=Fraction(1, 5), minutes=480, plan=Plan.PFML, bank="pfml")
    facts = BalanceFacts(
        banks=(Bank(plan=Plan.PFML, bank="pfml"),), first_on=day("2026-02-02"), entries=(use,), told_years=(told,)
    )
    (step,) = [step for step in balance(facts, policy=POLICY).steps if "as DFML told it" in step.says]
    assert (step.inputs["first_on"], step.inputs["expected"]) == ("2026-01-11", "2026-01-11 to 2027-01-09")


def test_what_was_never_taken_cannot_be_reversed_and_a_bank_is_asked_once() -> None:
    bank = Bank(plan=Plan.FMLA, bank="fmla")
    back = PlanEntry(on=day("2026-01-14"), weeks=Fraction(-1, 5), minutes=-480, plan=Plan.FMLA, bank="fmla")
    with pytest.raises(ValidationError, match="more is reversed on a day than was taken on it"):
        BalanceFacts(banks=(bank,), first_on=day("2026-02-02"), entries=(back,))
    with pytest.raises(ValidationError, match="asked about twice"):
        BalanceFacts(banks=(bank, bank), first_on=day("2026-02-02"))


def test_n8_two_kinds_of_state_pfml_are_told_apart_by_name() -> None:
    answer = balance(BalanceFacts(banks=(FAMILY, MEDICAL), first_on=day("2026-08-03")), policy=POLICY)
    assert "state PFML (family leave): 12" in answer.says
    assert "state PFML (medical leave): 20" in answer.says
