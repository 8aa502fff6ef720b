"""The doctor names every part, and says of each missing one how to get it."""

from pathlib import Path

import pytest
from rich.console import Console

from infra.stack import doctor
from infra.stack.stack import Stack

PARTS = ["python", "uv", "go", "temporal", "minio", "versitygw", "postgres", "chromium", "running stack"]


def test_every_part_is_named(tmp_path: Path) -> None:
    parts = doctor.examine(tmp_path / "home")
    assert [part.name for part in parts] == PARTS
    assert doctor.is_well(parts)
    assert not (tmp_path / "home").exists()


def test_an_empty_machine_is_told_how_to_get_each_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    missing = [part for part in doctor.examine(tmp_path / "home") if not part.found]
    assert {part.name for part in missing} >= {"go", "temporal", "minio", "versitygw", "running stack"}
    assert all(part.how_to_get for part in missing)


def test_it_is_readable_without_colour(tmp_path: Path) -> None:
    console = Console(no_color=True, width=140, record=True, force_terminal=False)
    console.print(doctor.as_table(doctor.examine(tmp_path / "home")))
    shown = console.export_text()
    assert all(name in shown for name in PARTS)
    assert "missing" in shown


async def test_it_sees_a_running_stack(tmp_path: Path) -> None:
    async with Stack(tmp_path / "home", say=lambda name, line: None) as stack:
        seen = {part["name"]: part for part in doctor.as_json(doctor.examine(tmp_path / "home"))}
        assert stack.settings["temporal_ui"] in seen["running stack"]["where"]
