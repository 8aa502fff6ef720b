"""The document that lives a case by hand is lived, command by command, on a real stack: each ends as it says."""

import asyncio
import json
import os
import shlex
import sys
from pathlib import Path

import pytest

from infra.stack import places
from tests.journeys.conftest import theatre
from tests.structure.test_docs import SHELL

DOCUMENT = places.ROOT / "docs" / "a-case-by-hand.md"
PLACEHOLDER = "LV-7K4Q-92XH"


def commands() -> list[list[str]]:
    """The words of every command of ours in the document, in order."""
    lines = [line for block in SHELL.findall(DOCUMENT.read_text(encoding="utf-8")) for line in block.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("./leeway")]


async def type_in(home: Path, words: list[str]) -> str:
    """What a command answers; it must end with 0."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "starter.cli", *words),
        cwd=places.ROOT,
        env={**os.environ, "LEEWAY_HOME": str(home)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, error = await process.communicate()
    assert process.returncode == 0, f"{words}: {out.decode()}{error.decode()}"
    return out.decode()


async def test_a_case_by_hand_is_lived_as_it_is_written(tmp_path: Path) -> None:
    assert len(commands()) >= 11
    async with theatre(tmp_path / "home") as stage:
        home, reference = stage.home, ""
        for words in commands():
            opens = words[:2] == ["case", "open"] and not reference
            answer = await type_in(home, [reference if w == PLACEHOLDER else w for w in words] + ["--json"] * opens)
            reference = json.loads(answer)["reference"] if opens else reference
        view = await stage.scene_of().office.cases.show(reference)
        assert view.status == "closed"
        assert view.periods[0].returned_on is not None


@pytest.mark.parametrize("name", ["certification-incomplete.pdf", "certification-complete.pdf"])
def test_the_papers_of_the_document_are_there(name: str) -> None:
    assert (places.ROOT / "docs" / name).read_bytes().startswith(b"%PDF")
