"""The walls of the floor plan stand, and each of them would be missed: a planted import breaks its contract alone."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.structure.sources import PACKAGES, ROOT

CONTRACTS = ".importlinter"
PLANTS = (
    ("decides", "workflows/patience.py", "import infra.references"),
    ("decides", "workflows/leave_case.py", "import starter"),
    ("floors", "workflows/rules/calendar.py", "import workflows.view"),
    ("floors", "workflows/view.py", "import workflows.rules.policy"),
    ("floors", "workflows/case/case.py", "import workflows.messages"),
    ("floors", "workflows/signatures.py", "import workflows.messages"),
    ("meaning", "workflows/case/turn.py", "from temporalio.common import RetryPolicy"),
    ("meaning", "workflows/rules/calendar.py", "import temporalio"),
    ("replay", "workflows/migration.py", "import sqlalchemy"),
    ("does", "activities/record.py", "from workflows.leave_case import LeaveCaseWorkflow"),
    ("does", "activities/notices.py", "from infra.mail import Mailer"),
    ("does", "activities/words.py", "import starter"),
    ("connects", "infra/register.py", "from workflows.rules.policy import LeavePolicy"),
    ("connects", "infra/ledger.py", "from workflows.case.case import LeaveCase"),
    ("connects", "infra/temporal.py", "import activities.record"),
    ("asks", "starter/planted.py", "from activities.notices import Notices"),
    ("asks", "starter/planted.py", "from infra.mail import Mailer"),
    ("never-decides", "starter/planted.py", "from workflows.case import deciding"),
    ("drivers", "activities/record.py", "import sqlalchemy"),
    ("drivers", "starter/planted.py", "from minio import Minio"),
)


def names() -> dict[str, str]:
    """The name of each contract by its id."""
    written = ConfigParser()
    written.read(ROOT / CONTRACTS, encoding="utf-8")
    sections = [section for section in written.sections() if section.startswith("importlinter:contract:")]
    return {section.rpartition(":")[2]: written[section]["name"] for section in sections}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and their contracts, where a test may spoil them."""
    folder = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "servers"))
    shutil.copy(ROOT / CONTRACTS, folder)
    return folder


@contextmanager
def planted(file: Path, line: str) -> Iterator[None]:
    """The line at the end of the file, for a while."""
    before = file.read_text(encoding="utf-8") if file.exists() else None
    file.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    yield
    if before is None:
        file.unlink()
    else:
        file.write_text(before, encoding="utf-8")


def lint(folder: Path) -> dict[str, str]:
    """What became of each contract, by its name: `KEPT` or `BROKEN`."""
    program = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "COLUMNS": "300", "NO_COLOR": "1"}
    done = subprocess.run(
        [program, "--no-cache", "--no-logo"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    found = dict(re.findall(r"^(.+?) (KEPT|BROKEN)(?: \(.+\))?$", done.stdout, re.M))
    assert (done.returncode == 0) == ("BROKEN" not in found.values()), done.stdout + done.stderr
    return found


def test_the_walls_stand_as_they_are(copy: Path) -> None:
    assert lint(copy) == dict.fromkeys(names().values(), "KEPT")


@pytest.mark.parametrize(("contract", "file", "line"), PLANTS)
def test_a_planted_import_breaks_its_contract_and_no_other(copy: Path, contract: str, file: str, line: str) -> None:
    with planted(copy / file, line):
        found = lint(copy)
    assert [name for name, state in found.items() if state == "BROKEN"] == [names()[contract]]


def test_a_module_of_workflows_without_a_floor_is_found(copy: Path) -> None:
    with planted(copy / "workflows" / "planted.py", ""):
        assert lint(copy)[names()["floors"]] == "BROKEN"


def test_imports_for_typing_alone_are_free(copy: Path) -> None:
    line = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from infra.mail import Mailer"
    with planted(copy / "activities" / "record.py", line):
        assert "BROKEN" not in lint(copy).values()


def test_every_contract_is_tried_and_has_a_name_that_says_why() -> None:
    assert {contract for contract, _, _ in PLANTS} == set(names())
    assert all(len(name.split()) > 8 for name in names().values())


def test_templates_hold_words_and_no_code() -> None:
    assert [file for file in (ROOT / "templates").rglob("*") if file.suffix in (".py", ".js", ".sh")] == []
