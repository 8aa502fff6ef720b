"""Policies as data: what law fixes, what it leaves to the employer, and where each rule stands."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from infra import policies
from tests.rules.facts import POLICY, day, policy
from workflows.rules.policy import LeavePolicy

FOLDER = Path(policies.__file__).parent


@pytest.mark.parametrize("name", policies.names())
def test_every_policy_file_is_lawful_and_says_where_its_values_come_from(name: str) -> None:
    read = LeavePolicy.model_validate(policies.read(name))
    assert read.id == name
    written = tomllib.loads((FOLDER / f"{name}.toml").read_text())
    entries = [entry for section in ("law", "choices", "service") for entry in written[section].values()]
    assert all(set(entry) == {"value", "rule", "source", "confirmed"} for entry in entries)
    assert all(entry["rule"] in read.citations for entry in entries)


def test_a_policy_file_leaves_nothing_to_a_default() -> None:
    defaults = {name for name, field in LeavePolicy.model_fields.items() if not field.is_required()}
    assert defaults <= set(policies.read(POLICY.id))


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
        ({"increment_minutes": 61}, "C2: 29 CFR 825.205"),
        ({"increment_minutes": 0}, "C2: 29 CFR 825.205"),
        ({"intake_contact_days": 0}, "D11"),
        ({"plan_ahead_days": 0}, "F9"),
        ({"supervisors_told_minutes": 0}, "F9"),
        ({"reminder_days_before": 0}, "G2"),
        ({"reminder_days_before": 15}, "G2"),
        ({"fitness_after_workdays": 0}, "J6"),
        ({"sick_days_sign": 0}, "D10"),
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
        {"increment_minutes": 60},
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


def test_a_leave_year_that_is_not_built_is_refused() -> None:
    with pytest.raises(ValidationError):
        policy(leave_year="calendar_year")


def test_citations_are_found_by_rule() -> None:
    assert POLICY.citation("G2") == "29 CFR 825.305(b), 825.313(b)"
    assert POLICY.citation("Z9") == "Z9"


@pytest.mark.parametrize("opened_on", ["2024-01-01", "2026-02-13", "2035-12-31", "2050-01-01"])
def test_what_a_case_keeps_of_a_policy_is_small_and_comes_back(opened_on: str) -> None:
    kept = POLICY.kept_by_case(day(opened_on))
    assert len(kept.model_dump_json()) < 4096
    assert LeavePolicy.model_validate_json(kept.model_dump_json()) == kept
    assert kept.calendar.version == POLICY.calendar.version


def test_a_case_keeps_a_year_back_and_four_ahead() -> None:
    kept = POLICY.kept_by_case(day("2026-02-13")).calendar
    assert (kept.first_on, kept.last_on) == (date(2025, 2, 13), date(2030, 2, 13))


def test_what_nobody_confirmed_is_marked() -> None:
    assert "edge_holiday" in POLICY.unconfirmed
    assert "certification_days" not in POLICY.unconfirmed
