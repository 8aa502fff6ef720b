"""Policy files that cannot be followed: refused with file, place and rule, and no other policy suffers from it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from infra import policies
from starter import lawful_policy
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
