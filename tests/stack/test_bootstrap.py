"""`./leeway` from a checkout whose environment is current: quiet, quick, the same from every directory."""

import os
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from infra.stack import places


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the program with an environment whose Python only says what it was asked to run."""
    root = tmp_path / "checkout"
    (root / ".venv" / "bin").mkdir(parents=True)
    for name in ("leeway", "requirements.lock", "pyproject.toml"):
        shutil.copy(places.ROOT / name, root / name)
    python = root / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "$PWD|$LEEWAY_HOME|$*"\n', encoding="utf-8")
    python.chmod(0o755)
    (root / ".venv" / "leeway-stamp").write_text(program(root).wanted(), encoding="ascii")
    return root


def program(root: Path) -> ModuleType:
    loader = SourceFileLoader(f"leeway_program_{root.parent.name}", str(root / "leeway"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def run(root: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "LEEWAY_HOME"}
    return subprocess.run(
        [sys.executable, root / "leeway", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )


def test_it_hands_over_from_any_directory(checkout: Path, tmp_path: Path) -> None:
    done = run(checkout, "case", "show", "two words", cwd=tmp_path)
    assert done.stderr == ""
    assert done.stdout == f"{tmp_path}|{checkout}/.leeway|-P -m starter.cli case show two words\n"


def test_a_changed_lock_makes_the_environment_stale(checkout: Path) -> None:
    assert program(checkout).is_current()
    with (checkout / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    assert not program(checkout).is_current()


def test_it_is_executable_and_stands_on_the_standard_library() -> None:
    text = (places.ROOT / "leeway").read_text(encoding="utf-8")
    imported = {line.split()[1].split(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names
    assert os.access(places.ROOT / "leeway", os.X_OK)


def test_the_script_for_continuous_integration_is_sound() -> None:
    script = places.ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)
    assert script.read_text(encoding="utf-8").rstrip().endswith("exec ./leeway test")
