"""Policy files that cannot be followed: refused with file, place and rule, and no other policy suffers from it."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from infra import policies
from starter import lawful_policy
from starter.cases import policy_of
from starter.cli.trouble import trouble
from tests.starter.test_explain import RECEIVED, file, typed

MINE = "mine-2026"
STATE = "massachusetts-executive-2026"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All policies, and a copy of the State's under a name of its own."""
    there = tmp_path / "policies"
    shutil.copytree(Path(policies.__file__).parent, there)
    text = (there / f"{STATE}.toml").read_text().replace(f'id = "{STATE}"', f'id = "{MINE}"')
    (there / f"{MINE}.toml").write_text(text)
    monkeypatch.setattr(policies, "_FOLDER", there)
    return there


def spoil(folder: Path, *, after: str = "", old: str = "", new: str = "") -> int:
    """The copy with something else in it; how many lines it had."""
    kept = folder / f"{MINE}.toml"
    text = kept.read_text()
    assert old in text
    kept.write_text((text.replace(old, new, 1) if old else text) + after)
    return len(text.splitlines())


def ask(tmp_path: Path, policy: str, **more: Any) -> tuple[int, dict[str, Any]]:
    told = typed("explain", file(tmp_path, json.dumps(RECEIVED | {"policy": policy} | more).encode()), "--json")
    return told.code, told.json()


def test_a_policy_file_that_is_no_toml_stops_no_other_and_is_named_with_its_line(tmp_path: Path, folder: Path) -> None:
    lines = spoil(folder, after="\n[[[x\n")
    code, told = ask(tmp_path, MINE)
    assert (code, told["error"]["code"]) == (2, "broken_policy")
    assert f"{MINE}.toml" in told["error"]["sentence"]
    assert f"line {lines + 2}" in told["error"]["sentence"]
    assert ask(tmp_path, STATE)[0] == 0
    assert ask(tmp_path, STATE, unit="unit-2")[0] == 0
    assert ask(tmp_path, "nobody-2026")[1]["error"]["code"] == "unknown_policy"
    assert MINE in policies.names()


@pytest.mark.parametrize("day", ["2026-13-01", "2026-02-30"])
def test_a_day_that_there_is_not_is_named_with_its_line(tmp_path: Path, folder: Path, day: str) -> None:
    spoil(folder, old="overlay_days = { value = []", new=f"overlay_days = {{ value = [{day}]")
    code, told = ask(tmp_path, MINE)
    assert (code, told["error"]["code"]) == (2, "broken_policy")
    assert f"{MINE}.toml is not TOML" in told["error"]["sentence"]
    assert "line" in told["error"]["sentence"]


def test_bytes_that_are_no_text_are_told_like_that(tmp_path: Path, folder: Path) -> None:
    kept = folder / f"{MINE}.toml"
    kept.write_bytes(kept.read_bytes() + b"\xff")
    assert ask(tmp_path, MINE)[1]["error"]["code"] == "broken_policy"
    with pytest.raises(lawful_policy.Unlawful, match=f"{MINE}.toml is not TOML"):
        lawful_policy.read(MINE)


def test_no_case_is_opened_by_a_policy_that_a_contract_makes_unlawful(tmp_path: Path, folder: Path) -> None:
    spoil(folder, after=f"\n[units.unit-9]\nincrement_minutes = {VALUE.format(90)}\n")
    with pytest.raises(lawful_policy.Unlawful) as refused:
        policy_of(MINE, date(2026, 3, 2))
    told = trouble(refused.value, logs=tmp_path)
    assert (told.exit, told.code) == (1, "unlawful_policy")
    assert "units.unit-9" in told.sentence
    assert "825.205(a)(1)" in told.sentence


VALUE = "{{ value = {}, rule = 'C2', source = 'a contract', confirmed = true }}"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"increment_minutes = {VALUE.format(90)}", "increment_minutes is 1 to 60 (C2: 29 CFR 825.205(a)(1))"),
        (f"certification_days = {VALUE.format(10)}", "certification_days is at least 15 (G2: 29 CFR 825.305(b))"),
        (f"tea_breaks = {VALUE.format(2)}", "tea_breaks"),
        ("increment_minutes = 15", "cannot be read as a policy"),
    ],
)
@pytest.mark.parametrize("unit", [None, "unit-2", "unit-9"])
def test_a_section_that_law_forbids_is_refused_whichever_unit_is_asked_for(
    tmp_path: Path, folder: Path, line: str, says: str, unit: str | None
) -> None:
    spoil(folder, old="[units.unit-2]", new=f"[units.unit-9]\n{line}\n\n[units.unit-2]")
    code, told = ask(tmp_path, MINE, unit=unit)
    assert code == 2
    assert "units.unit-9" in told["error"]["sentence"]
    assert says in told["error"]["sentence"]
    assert ask(tmp_path, STATE, unit="unit-2")[0] == 0


@pytest.mark.parametrize("method", ["calendar", "forward", "rolling_backward"])
def test_any_leave_year_is_lawful_beside_sections_of_units_that_leave_it_alone(
    tmp_path: Path, folder: Path, method: str
) -> None:
    spoil(folder, old='leave_year = { value = "rolling_backward"', new=f'leave_year = {{ value = "{method}"')
    assert ask(tmp_path, MINE, unit="unit-2")[0] == 0
    own = 'leave_year = { value = "anniversary", rule = "N2", source = "a contract", confirmed = true }'
    spoil(folder, old="[units.unit-2]", new=f"[units.unit-2]\n{own}")
    code, told = ask(tmp_path, MINE)
    assert code == 2
    assert "units.unit-2: leave_year is one for all units of an employer (N2: " in told["error"]["sentence"]


def test_a_unit_has_its_own_values_and_else_the_general_ones() -> None:
    assert lawful_policy.read(STATE, "unit-2").sick_days_for_family == 60
    assert lawful_policy.read(STATE, "a unit without a section") == lawful_policy.read(STATE)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'late_notice = { value = "waive"',
            'late_notice = { value = "deny"',
            "'waive' or 'delay' (F4: 29 CFR 825.304)",
        ),
        (
            'increment_surplus = { value = "exact"',
            'increment_surplus = { value = "up"',
            "'exact' or 'down' (C2: 29 CFR 825.205(a)(1))",
        ),
        (
            'substitution = { value = "employee_elects"',
            'substitution = { value = "forbidden"',
            "'employee_elects' or 'employer_requires' (K1: 29 CFR 825.207(a))",
        ),
        ('leave_year = { value = "rolling_backward"', 'leave_year = { value = "whatever"', "(N2: 29 CFR 825.200(b))"),
    ],
)
def test_a_choice_that_law_does_not_leave_is_refused_with_what_it_does(
    tmp_path: Path, folder: Path, old: str, new: str, says: str
) -> None:
    spoil(folder, old=old, new=new)
    code, told = ask(tmp_path, MINE)
    assert (code, told["error"]["code"]) == (2, "enum")
    assert f"{new.partition(' ')[0]}: this word is not known; it is one of: " in told["error"]["sentence"]
    assert says in told["error"]["sentence"]


def test_a_change_of_the_leave_year_is_written_as_the_documentation_has_it(tmp_path: Path, folder: Path) -> None:
    page = (Path(policies.__file__).parents[2] / "docs" / "the-law.md").read_text()
    line = next(line for line in page.splitlines() if line.startswith("leave_year_change = "))
    spoil(folder, old="[choices]", new=f"[choices]\n{line}")
    assert ask(tmp_path, MINE)[0] == 0
    assert lawful_policy.read(MINE).leave_year_change is not None
    spoil(folder, old="announced_on = 2025-10-01", new="announced_on = 2025-12-31")
    assert "N3: 29 CFR 825.200(d)(1)" in ask(tmp_path, MINE)[1]["error"]["sentence"]
