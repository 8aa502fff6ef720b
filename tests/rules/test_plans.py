"""What each plan gives, and charges cut to it. 29 CFR 825.200(a); c.175M s.2(c)(1); c.149 (law.md N1-N8, N13, 1.14)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra import policies
from tests.rules.facts import OFFICE, POLICY, day, policy
from workflows.rules.banks import Bank, Ledger, allot_to, caps_of, entry_of
from workflows.rules.caps import room_on
from workflows.rules.choices import LeaveYearMethod
from workflows.rules.counting import charge_period
from workflows.rules.plans import (
    NAMES,
    PFML_KINDS,
    TERMS,
    BankPart,
    Mark,
    Plan,
    PlanEntry,
    PlanUnit,
    PlanWindow,
    amount_in,
    at_head,
    entitlement,
    minutes_in,
    unit_of,
)
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.rules.spouses import Spouse

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))


@pytest.mark.parametrize(
    ("plan", "most", "unit", "window", "bank"),
    [
        (Plan.FMLA, 12, "workweeks", "leave_year", ["person"]),
        (Plan.CAREGIVER, 26, "workweeks", "single_year", ["person", "servicemember", "injury"]),
        (Plan.PFML, 26, "workweeks", "benefit_year", ["person", "benefit_year"]),
        (Plan.COMMONWEALTH, 26, "workweeks", "layer_year", ["person"]),
        (Plan.CATASTROPHIC, 0, "workweeks", "lifetime", ["person"]),
        (Plan.SMALL_NECESSITIES, 24, "hours", "leave_year", ["person"]),
        (Plan.PARENTAL, 8, "weeks_by_child", "child", ["couple", "child"]),
        (Plan.ABUSE, 15, "workdays", "leave_year", ["person"]),
    ],
)
def test_what_each_plan_is(plan: Plan, most: int, unit: str, window: str, bank: list[str]) -> None:
    assert entitlement(plan, policy=POLICY) == most
    assert (unit_of(plan), TERMS[plan].window) == (PlanUnit(unit), PlanWindow(window))
    assert TERMS[plan].bank == tuple(BankPart(part) for part in bank)
    assert all(POLICY.citation(rule) != rule for rule in TERMS[plan].rules)
    assert all(hasattr(POLICY, choice) for choice in TERMS[plan].choices)
    assert NAMES[plan]
    assert at_head(plan)[0].isupper()


def test_175m_2_c_each_kind_of_pfml_has_its_weeks() -> None:
    assert [entitlement(Plan.PFML, policy=POLICY, kind=kind) for kind in PFML_KINDS] == [12, 20, 26]


def test_n13_catastrophic_leave_is_for_some_units() -> None:
    assert entitlement(Plan.CATASTROPHIC, policy=policy(unit="u-9", catastrophic_units=("u-9",))) == 26
    assert entitlement(Plan.CATASTROPHIC, policy=policy(unit="u-8", catastrophic_units=("u-9",))) == 0
    assert entitlement(Plan.COMMONWEALTH, policy=HARBOR) == 0


@pytest.mark.parametrize(
    ("reason", "plans"),
    [
        (LeaveReason.OWN_CONDITION, [Plan.FMLA, Plan.PFML, Plan.COMMONWEALTH, Plan.CATASTROPHIC]),
        (LeaveReason.FAMILY_CARE, [Plan.FMLA, Plan.PFML, Plan.COMMONWEALTH]),
        (LeaveReason.BONDING, [Plan.FMLA, Plan.PFML, Plan.COMMONWEALTH, Plan.PARENTAL]),
        (LeaveReason.EXIGENCY, [Plan.FMLA, Plan.PFML, Plan.COMMONWEALTH]),
        (LeaveReason.MILITARY_CAREGIVER, [Plan.CAREGIVER, Plan.PFML, Plan.COMMONWEALTH]),
    ],
)
def test_825_200_a_which_plans_cover_a_reason(reason: LeaveReason, plans: list[Plan]) -> None:
    assert [plan for plan in Plan if reason in TERMS[plan].reasons] == plans


def test_units_are_exact_and_minutes_are_cut_down() -> None:
    assert amount_in(Plan.SMALL_NECESSITIES, Fraction(1, 5), 50, None) == Fraction(5, 6)
    assert amount_in(Plan.ABUSE, Fraction(1, 5), 300, 720) == Fraction(5, 12)
    assert amount_in(Plan.PARENTAL, Fraction(1, 5), 480, None) == Fraction(1, 5)
    assert minutes_in(Plan.SMALL_NECESSITIES, Fraction(5, 7), None, None) == 42
    assert minutes_in(Plan.ABUSE, Fraction(5, 7), Fraction(2400), 480) == 342
    assert minutes_in(Plan.ABUSE, Fraction(5, 7), Fraction(2400), None) is None
    assert minutes_in(Plan.FMLA, Fraction(5, 7), Fraction(2400), None) == 1714
    assert minutes_in(Plan.FMLA, Fraction(5, 7), None, 480) is None


BANKS = {
    plan: Bank(plan=plan, bank=plan.value, mark=mark)
    for plan, mark in ((p, Mark.MEDICAL if p is Plan.PFML else None) for p in Plan)
}


def test_an_entry_has_what_its_charge_had() -> None:
    (charge,) = charge_period(day("2026-04-14"), day("2026-04-14"), schedule=OFFICE, policy=POLICY)
    entry = entry_of(charge, BANKS[Plan.PFML], 480)
    assert (entry.on, entry.minutes, entry.weeks, entry.marks) == (charge.on, 480, Fraction(1, 5), (Mark.MEDICAL,))
    assert (entry.plan, entry.bank, entry.workday_minutes) == (Plan.PFML, "pfml", None)
    assert entry_of(charge, BANKS[Plan.ABUSE], 480).workday_minutes == 480
    assert entry_of(charge, BANKS[Plan.FMLA], None).marks == ()


@pytest.mark.parametrize(("plan", "workdays"), [(Plan.ABUSE, 15), (Plan.SMALL_NECESSITIES, 3), (Plan.PARENTAL, 40)])
def test_each_plan_gives_what_it_has_and_not_more(plan: Plan, workdays: int) -> None:
    charges = charge_period(day("2026-01-05"), day("2026-04-10"), schedule=OFFICE, policy=POLICY)
    lengths = {charge.on: charge.minutes for charge in charges}
    found = allot_to(charges, BANKS[plan], Ledger(), policy=POLICY, workdays=lengths)
    assert len([one for one in found if one.charge is not None]) == workdays
    assert [one.beyond_minutes for one in found] == [0] * workdays + [480] * (len(charges) - workdays)
    assert [one.on for one in found] == [charge.on for charge in charges]


def test_a_workday_of_unknown_length_finds_nothing() -> None:
    charges = charge_period(day("2026-01-05"), day("2026-01-05"), schedule=OFFICE, policy=POLICY)
    (only,) = allot_to(charges, BANKS[Plan.ABUSE], Ledger(), policy=POLICY)
    assert (only.charge, only.beyond_minutes) == (None, 480)


@pytest.mark.parametrize(
    ("plan", "by"),
    [
        (Plan.FMLA, policy(leave_year="forward")),
        (Plan.COMMONWEALTH, policy(layer_window="forward", layer_weeks=12)),
    ],
)
def test_825_200_b_3_a_late_report_never_moves_a_forward_year_over_what_it_has(plan: Plan, by: LeavePolicy) -> None:
    """A day before the first year would begin one of its own, and so move those after it: two would become one."""

    def fits(first: str, last: str, ledger: Ledger) -> Ledger:
        charges = charge_period(day(first), day(last), schedule=OFFICE, policy=by)
        found = allot_to(charges, BANKS[plan], ledger, policy=by)
        entries = tuple(entry_of(one.charge, BANKS[plan], None) for one in found if one.charge is not None)
        return ledger.model_copy(update={"entries": (*ledger.entries, *entries)})

    ledger = Ledger()
    for first, last in (("2026-01-12", "2026-02-20"), ("2026-11-16", "2026-12-25"), ("2027-02-01", "2027-04-23")):
        ledger = fits(first, last, ledger)
    charged = len(ledger.entries)
    assert len(fits("2025-06-02", "2025-06-02", ledger).entries) == charged
    assert len(fits("2024-06-03", "2024-06-03", ledger).entries) == charged + 1
    assert len(fits("2026-03-02", "2026-03-02", ledger).entries) == charged


def test_825_127_e_a_late_report_never_forfeits_caregiver_leave_that_is_charged() -> None:
    bank = BANKS[Plan.CAREGIVER]
    (charge,) = charge_period(day("2026-04-14"), day("2026-04-14"), schedule=OFFICE, policy=POLICY)
    ledger = Ledger(entries=(entry_of(charge, bank, None),))
    for first, is_charged in (("2025-04-14", False), ("2025-04-15", True)):
        early = charge_period(day(first), day(first), schedule=OFFICE, policy=POLICY)
        (only,) = allot_to(early, bank, ledger, policy=POLICY)
        assert (only.charge is not None) == is_charged


UNITED = Spouse(married=True, same_employer=True, both_eligible=True, entries=())
POLICIES = st.sampled_from(
    [
        policy(spouse_limit="applied", unit="u-9", catastrophic_units=("u-9",)),
        HARBOR,
        *(policy(leave_year=method, spouse_limit="applied") for method in LeaveYearMethod),
        policy(leave_year_chosen=False),
    ]
)


@given(
    st.lists(
        st.tuples(st.sampled_from(Plan), st.dates(date(2025, 1, 1), date(2026, 12, 1)), st.integers(0, 120)), max_size=6
    ),
    POLICIES,
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_in_whatever_order_leave_is_charged_no_day_of_any_plan_is_overdrawn(
    periods: list[tuple[Plan, date, int]], by: LeavePolicy, shared: bool
) -> None:
    ledger = Ledger(hired_on=date(2019, 3, 10), spouse=UNITED)
    for plan, first_on, length in periods:
        charges = charge_period(first_on, first_on + timedelta(days=length), schedule=OFFICE, policy=by)
        lengths = {charge.on: charge.minutes for charge in charges}
        found = allot_to(charges, BANKS[plan], ledger, policy=by, shared=shared, workdays=lengths)
        assert sum(one.beyond_minutes + (one.charge.minutes if one.charge else 0) for one in found) == sum(
            charge.minutes for charge in charges
        )
        entries = tuple(entry_of(one.charge, BANKS[plan], lengths[one.on]) for one in found if one.charge is not None)
        ledger = ledger.model_copy(update={"entries": (*ledger.entries, *entries)})
    for plan, bank in BANKS.items():
        own, *across = caps_of(bank, ledger, policy=by, shared=shared)
        # Other leave that a later report brings into a single period stays charged, though it has more than 12 weeks.
        limits = [own, *(across if plan is not Plan.FMLA else [])]
        for entry in ledger.entries:
            if entry.plan is plan:
                assert all((limit.left_on(entry.on) or 0) >= 0 for limit in limits)
                assert own.closed_from is None or entry.on < own.closed_from


ENTRIES = st.lists(
    st.tuples(st.sampled_from(Plan), st.dates(date(2023, 1, 1), date(2026, 12, 1)), st.integers(1, 480)), max_size=12
)


@given(ENTRIES, st.dates(date(2024, 2, 27), date(2026, 12, 1)), st.integers(0, 500), POLICIES)
@settings(max_examples=100, deadline=None)
def test_use_that_no_longer_counts_may_be_left_out(
    used: list[tuple[Plan, date, int]], asked_from: date, later: int, by: LeavePolicy
) -> None:
    entries = tuple(
        PlanEntry(
            on=on,
            weeks=Fraction(minutes, 480),
            minutes=minutes,
            plan=plan,
            bank=BANKS[plan].bank,
            workday_minutes=480 if unit_of(plan) is PlanUnit.WORKDAYS else None,
        )
        for plan, on, minutes in used
    )
    ledger = Ledger(entries=entries, hired_on=date(2019, 3, 10), spouse=UNITED)
    on = asked_from + timedelta(days=later)
    for bank in BANKS.values():
        whole = caps_of(bank, ledger, policy=by, shared=True)
        least = caps_of(bank, ledger, policy=by, shared=True, asked_from=asked_from)
        assert [limit.left_on(on) for limit in least] == [limit.left_on(on) for limit in whole]
        assert room_on(least, on) == room_on(whole, on)
