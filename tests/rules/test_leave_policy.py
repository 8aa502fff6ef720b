"""Policies as data: what law fixes, what it leaves to the employer, and where each rule stands."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from infra import policies
from tests.rules.facts import POLICY, day, policy
from workflows.rules.lawful import apart
from workflows.rules.policy import LeavePolicy
from workflows.rules.policy_values import RULES
from workflows.rules.statutes import Statutes, stands

FOLDER = Path(policies.__file__).parent


@pytest.mark.parametrize("name", policies.names())
def test_every_policy_file_is_lawful_and_says_where_its_values_come_from(name: str) -> None:
    read = LeavePolicy.model_validate(policies.read(name))
    assert read.id == name
    for unit in policies.units(name):
        assert LeavePolicy.model_validate(policies.read(name, unit)).unit == unit
    written = tomllib.loads((FOLDER / f"{name}.toml").read_text())
    sections = [written[section] for section in ("law", "choices", "benefits", "service")]
    entries = [entry for section in [*sections, *written.get("units", {}).values()] for entry in section.values()]
    assert all(set(entry) == {"value", "rule", "source", "confirmed"} for entry in entries)
    assert all(entry["rule"] in read.citations for entry in entries)


def test_a_policy_file_leaves_nothing_to_a_default() -> None:
    defaults = {name for name, field in LeavePolicy.model_fields.items() if not field.is_required()}
    only_where_it_applies = {"unit", "leave_year_begins", "leave_year_change"}
    assert defaults - only_where_it_applies <= set(policies.read(POLICY.id))
    assert set(Statutes.model_fields) == set(policies.read(POLICY.id)["statutes"])


_SECTIONS = ("law", "choices", "benefits", "service")


@pytest.mark.parametrize("name", policies.names())
def test_every_value_of_a_file_belongs_to_the_rule_that_it_names(name: str) -> None:
    written = tomllib.loads((FOLDER / f"{name}.toml").read_text())
    told = {field: entry["rule"] for section in _SECTIONS for field, entry in written[section].items()}
    assert told.pop("leave_year_begins", "N2") == "N2"
    assert {"is_state": "E3", **told} == RULES
    assert LeavePolicy.of_file(policies.read(name)).id == name


@pytest.mark.parametrize("value", RULES)
def test_a_value_that_a_file_leaves_out_is_refused_with_its_rule(value: str) -> None:
    written = policies.read(POLICY.id)
    del written[value]
    with pytest.raises(ValidationError) as refused:
        LeavePolicy.of_file(written)
    assert f"{value} is missing ({RULES[value]}: {POLICY.citation(RULES[value])})" in str(refused.value)
    assert LeavePolicy.model_validate(written).id == POLICY.id, "a case that kept it before goes on"


@pytest.mark.parametrize("number", Statutes.model_fields)
def test_a_number_of_law_that_a_file_leaves_out_is_refused_with_its_rule(number: str) -> None:
    written = policies.read(POLICY.id)
    del written["statutes"][number]
    with pytest.raises(ValidationError) as refused:
        LeavePolicy.of_file(written)
    where = stands(number)
    assert f"statutes.{number} is missing ({where.rule}: {where.citation})" in str(refused.value)


def test_a_file_without_numbers_of_law_is_refused_by_each_of_them() -> None:
    written = policies.read(POLICY.id)
    del written["statutes"]
    with pytest.raises(ValidationError) as refused:
        LeavePolicy.of_file(written)
    assert str(refused.value).count("statutes.") >= len(Statutes.model_fields)


def test_a_fixed_leave_year_needs_its_first_day() -> None:
    written = policies.read("harbor-authority-2026")
    del written["leave_year_begins"]
    with pytest.raises(ValidationError, match=r"leave_year_begins is missing \(N2: 29 CFR 825.200\(b\)\)"):
        LeavePolicy.of_file(written)


def test_every_convention_is_on_the_page_of_what_the_law_leaves_open() -> None:
    page = (FOLDER.parents[1] / "docs" / "decisions" / "0009-where-the-law-is-silent.md").read_text()
    written = tomllib.loads((FOLDER / f"{POLICY.id}.toml").read_text())
    entries = {name: entry for section in _SECTIONS for name, entry in written[section].items()}
    conventions = [name for name, entry in entries.items() if "convention" in entry["source"]]
    assert [name for name in conventions if f"`{name}`" not in page] == []
    named = [name for row in page.splitlines() if row.startswith("|") for name in re.findall(r"`(\w+)`", row)]
    assert [name for name in named if name not in LeavePolicy.model_fields] == []


def test_a_policy_that_is_not_there_is_named_by_what_there_is() -> None:
    with pytest.raises(policies.UnknownPolicy, match="massachusetts-executive-2026"):
        policies.read("../secrets")


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"entitlement_weeks": 13}, "N1: 29 CFR 825.200"),
        ({"eligibility_months": 6}, "E4: 29 CFR 825.110"),
        ({"eligibility_break_years": 5}, "E4: 29 CFR 825.110"),
        ({"eligibility_hours": 1251}, "E5: 29 CFR 825.110"),
        ({"notice_days": 6}, "D1: 29 CFR 825.300"),
        ({"notice_days": 0}, "D1: 29 CFR 825.300"),
        ({"certification_days": 14}, "G2: 29 CFR 825.305"),
        ({"cure_days": 6}, "G3: 29 CFR 825.305"),
        ({"recertification_days": 14}, "H4: 29 CFR 825.308"),
        ({"employee_notice_days": 31}, "F1: 29 CFR 825.302"),
        ({"employee_notice_days": -1}, "F1: 29 CFR 825.302"),
        ({"change_notice_days": 1}, "F6: 29 CFR 825.311"),
        ({"increment_minutes": 61, "increments_of_other_leave": ()}, "C2: 29 CFR 825.205"),
        ({"increment_minutes": 30, "increments_of_other_leave": (60, 15)}, "C2: 29 CFR 825.205"),
        ({"recertify_every_days": 29}, "H1: 29 CFR 825.308"),
        ({"recertify_long_months": 5}, "H2: 29 CFR 825.308"),
        ({"fitness_repeat_days": 29}, "J4: 29 CFR 825.312"),
        ({"premium_grace_days": 29}, "J8: 29 CFR 825.212"),
        ({"premium_warning_days": 14}, "J8: 29 CFR 825.212"),
        ({"catastrophic_weeks": 27}, "N13"),
        ({"layer_weeks": -1}, "N5"),
        ({"layer_service_months": -1}, "E9"),
        ({"organ_days": -1}, "1.14-DONOR"),
        ({"paid_family_days": -1}, "1.14-DONOR"),
        ({"statutes": {"caregiver_weeks": 25}}, "N6: 29 CFR 825.127"),
        ({"statutes": {"pfml_all_weeks": 52}}, "N8: M.G.L. c.175M"),
        ({"increment_minutes": 0}, "C2: 29 CFR 825.205"),
        ({"intake_contact_days": 0}, "D11"),
        ({"plan_ahead_days": 0}, "F9"),
        ({"supervisors_told_minutes": 0}, "F9"),
        ({"reminder_days_before": 0}, "G2"),
        ({"reminder_days_before": 15}, "G2"),
        ({"fitness_after_workdays": 0}, "J6"),
        ({"sick_days_sign": 0}, "D10"),
        ({"certification_days": 100_000_000_000}, "certification_days is at most 3660 (G2: 29 CFR 825.305"),
        ({"recertify_every_days": 3661}, "recertify_every_days is at most 3660 (H1: 29 CFR 825.308"),
        ({"plan_ahead_days": 3661}, "plan_ahead_days is at most 3660"),
    ],
)
def test_an_unlawful_policy_is_refused_by_its_rule(changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(ValidationError) as refused:
        policy(**changes)
    assert rule in str(refused.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"notice_days": 1},
        {"certification_days": 30},
        {"cure_days": 10},
        {"recertification_days": 21},
        {"employee_notice_days": 0},
        {"change_notice_days": 5},
        {"increment_minutes": 60, "increments_of_other_leave": (60,)},
        {"increment_minutes": 1},
        {"reminder_days_before": 14},
        {"leap_day_return": "february_28"},
        {"edge_holiday": "not_charged"},
        {"late_notice": "delay"},
    ],
)
def test_what_law_leaves_open_is_the_employers_choice(changes: dict[str, Any]) -> None:
    changed = policy(**changes)
    assert changed.model_dump(include=set(changes)) == changes


def test_two_broken_rules_are_both_named() -> None:
    with pytest.raises(ValidationError) as refused:
        policy(cure_days=3, increment_minutes=90)
    assert "cure_days is at least 7" in str(refused.value)
    assert "increment_minutes is 1 to 60" in str(refused.value)


CHANGE = {"before": "calendar", "announced_on": "2026-01-01", "effective_on": "2026-03-02"}


@pytest.mark.parametrize("is_state", [True, False])
def test_825_200_d_1_all_units_of_an_employer_have_one_leave_year(is_state: bool) -> None:
    general = policy(is_state=is_state, leave_year="calendar")
    assert (
        apart(general, policy(is_state=is_state, leave_year="calendar", unit="unit-9", sick_days_for_family=60)) == ()
    )
    (says,) = apart(general, policy(is_state=is_state, leave_year="rolling_backward", unit="unit-9"))
    assert says == "leave_year is one for all units of an employer (N2: 29 CFR 825.200(d)(1))"
    begins = apart(general, policy(is_state=is_state, leave_year="calendar", leave_year_begins={"month": 7, "day": 1}))
    assert [says.split()[0] for says in begins] == ["leave_year_begins"]
    unchosen = apart(general, policy(is_state=is_state, leave_year="calendar", leave_year_chosen=False))
    assert [says.split()[0] for says in unchosen] == ["leave_year_chosen"]


@pytest.mark.parametrize(
    ("change", "is_lawful"),
    [
        ({**CHANGE, "transition_ends_on": "2026-03-02"}, True),
        ({**CHANGE, "transition_ends_on": "2026-03-01"}, False),
        ({**CHANGE, "announced_on": "2026-01-02", "transition_ends_on": "2027-03-01"}, False),
        ({**CHANGE, "before": "rolling_backward", "transition_ends_on": "2027-03-01"}, False),
    ],
)
def test_825_200_d_1_a_change_of_the_leave_year_is_announced_60_days_before(
    change: dict[str, str], is_lawful: bool
) -> None:
    if is_lawful:
        assert policy(leave_year_change=change).leave_year_change is not None
        return
    with pytest.raises(ValidationError, match=r"N3: 29 CFR 825\.200"):
        policy(leave_year_change=change)


def test_a_unit_has_what_its_contract_says_and_else_the_general_choices() -> None:
    unit = LeavePolicy.model_validate(policies.read(POLICY.id, "unit-2"))
    assert (unit.unit, unit.sick_days_for_family, POLICY.sick_days_for_family) == ("unit-2", 60, 30)
    assert unit.paid_family_days == POLICY.paid_family_days
    assert policies.read(POLICY.id, "a-unit-without-a-section") == policies.read(POLICY.id)


def test_the_policy_in_force_is_the_newest_that_has_begun() -> None:
    assert policies.in_force("massachusetts-executive", date(2026, 1, 1)) == POLICY.id
    with pytest.raises(policies.UnknownPolicy, match="in force"):
        policies.in_force("massachusetts-executive", date(2025, 12, 31))


def test_citations_are_found_by_rule() -> None:
    assert POLICY.citation("G2") == "29 CFR 825.305(b), 825.313(b)"
    assert POLICY.citation("Z9") == "Z9"


@pytest.mark.parametrize("opened_on", ["2024-01-01", "2026-02-13", "2035-12-31", "2050-01-01"])
def test_what_a_case_keeps_of_a_policy_is_small_and_comes_back(opened_on: str) -> None:
    kept = POLICY.kept_by_case(day(opened_on))
    assert len(kept.model_dump_json()) < 8192
    assert LeavePolicy.model_validate_json(kept.model_dump_json()) == kept
    assert kept.calendar.version == POLICY.calendar.version


def test_a_case_keeps_a_year_back_and_four_ahead() -> None:
    kept = POLICY.kept_by_case(day("2026-02-13")).calendar
    assert (kept.first_on, kept.last_on) == (date(2025, 2, 13), date(2030, 2, 13))


def test_what_nobody_confirmed_is_marked() -> None:
    assert "edge_holiday" in POLICY.unconfirmed
    assert "certification_days" not in POLICY.unconfirmed


def test_a_policy_kept_from_before_a_rule_was_divided_cites_the_whole() -> None:
    kept = policy(citations={"1.14": "M.G.L. c.149 s.52D, s.52E, s.105D"})
    assert kept.citation("1.14-PLA") == "M.G.L. c.149 s.52D, s.52E, s.105D"
    assert POLICY.citation("1.14-PLA") == "M.G.L. c.149 s.105D"
    assert kept.citation("1.2-FAM") == "1.2-FAM"
