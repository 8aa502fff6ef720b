"""Which policy a case begins with: the employer's, with what the contract of the bargaining unit has otherwise."""

import shutil
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from infra import policies
from infra.settings import Settings
from starter.cases import policy_of
from starter.cli.deciding import NewPolicy

NAME = "massachusetts-executive-2026"


@pytest.mark.parametrize(("unit", "days"), [(None, 30), ("unit-2", 60), ("a unit without a section", 30)])
def test_a_contract_s_values_are_kept_with_the_case(unit: str | None, days: int) -> None:
    kept = policy_of(NAME, date(2026, 3, 2), unit)
    assert kept.sick_days_for_family == days
    assert kept.unit == ("unit-2" if unit == "unit-2" else None)
    assert kept.calendar.first_on == date(2025, 3, 2)


def test_an_employer_without_a_policy_is_told_by_those_there_are() -> None:
    with pytest.raises(policies.UnknownPolicy, match=NAME):
        policy_of("nobody", date(2026, 3, 2))


@pytest.mark.parametrize("name", policies.names())
def test_the_setting_names_the_policy_with_which_new_cases_begin(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEEWAY_EMPLOYER", name)
    assert policy_of(Settings().employer, date(2026, 3, 2)).id == name


def test_the_help_says_whose_each_policy_is() -> None:
    """Another employer's is refused, so nobody may be offered it as their own."""
    shown = " ".join(get_args(NewPolicy)[1].help.split())
    assert "Harbor Authority: harbor-authority-2026" in shown
    assert f"Commonwealth of Massachusetts: {NAME}" in shown
    assert "of the case's own employer" in shown


def test_a_broken_file_takes_no_help_from_anybody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = shutil.copytree(Path(policies.__file__).parent, tmp_path / "policies")
    (copied / "broken-2026.toml").write_text("effective_from = 2026-01-01\nid = ", encoding="utf-8")
    monkeypatch.setattr(policies, "_FOLDER", copied)
    assert policies.employers()["Commonwealth of Massachusetts"] == (NAME,)
