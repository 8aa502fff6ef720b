"""What the documents tell people to type exists: every `./leeway` command, its options, and the rings of tests."""

import importlib
import re
import shlex
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import typer
from typer.main import get_command

from starter import checks
from tests.structure.sources import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
SHELL = re.compile(r"^```(?:sh|bash|shell|console)\n(.*?)^```", re.M | re.S)
SPAN = re.compile(r"`(\./leeway[^`]*)`")
PLACEHOLDER = re.compile(r"[\[<…]|\.\.\.|[A-Z_-]+$|\$")


class Told(NamedTuple):
    """A command line of a document, and the text before it."""

    document: str
    line: str
    before: str


def told() -> Iterator[Told]:
    """Every line of every shell block, continued lines joined, comments and prompts left out."""
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for block in SHELL.finditer(text):
            for line in block.group(1).replace("\\\n", " ").splitlines():
                command = re.sub(r"(^|\s)#.*$", "", line).strip().removeprefix("$ ")
                if command:
                    yield Told(document.name, command, text[: block.end()])


def ours() -> list[Told]:
    """Command lines that start ours, in blocks and in running text."""
    spans = [
        Told(document.name, span, "") for document in DOCUMENTS for span in SPAN.findall(document.read_text("utf-8"))
    ]
    return [each for each in (*told(), *spans) if each.line.startswith("./leeway")]


@pytest.fixture(scope="module")
def application() -> Any:
    """The command line as it is."""
    return get_command(importlib.import_module("starter.cli").app)


def why_not(application: Any, line: str) -> str | None:
    """What of a command line does not exist; None if all does. What is written for the reader to fill in is let be."""
    command, words = application, shlex.split(line)[1:]
    for word in words:
        if word in ("|", "&&", ";", ">", "&"):
            break
        if word.startswith("--"):
            options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
            if word.partition("=")[0] not in options | {"--help", "--version"}:
                return f"{line}: no option {word}"
        elif hasattr(command, "commands") and not PLACEHOLDER.match(word):
            if word not in command.commands:
                return f"{line}: no command {word}"
            command = command.commands[word]
    return None


def test_every_command_that_is_told_exists(application: Any) -> None:
    wrong = [(each.document, why_not(application, each.line)) for each in ours()]
    assert [(document, why) for document, why in wrong if why] == []


def test_the_readme_tells_how_to_see_it_and_how_to_test_it() -> None:
    commands = {" ".join(each.line.split()[:2]) for each in told() if each.document == "README.md"}
    assert {"./leeway demo", "./leeway test"} <= commands


def test_every_ring_that_is_told_exists() -> None:
    rings = [match.group(1) for each in ours() if (match := re.match(r"\./leeway test ([a-z]+)", each.line))]
    assert set(rings) <= set(checks.RINGS)


def test_what_was_never_run_here_says_so() -> None:
    untried = [each for each in told() if each.line.startswith(("docker", "podman"))]
    assert [each for each in untried if "not yet run" not in each.before.rpartition("\n## ")[2].lower()] == []


def test_every_link_to_a_file_leads_somewhere() -> None:
    broken = []
    for document in DOCUMENTS:
        for target in re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", document.read_text(encoding="utf-8")):
            if not (document.parent / target).exists():
                broken.append(f"{document.name}: {target}")
    assert broken == []


def test_a_wrong_command_would_be_found() -> None:
    app, case = typer.Typer(), typer.Typer()
    app.add_typer(case, name="case")
    app.command("test")(lambda: None)

    @case.command("show")
    def show(reference: str, json: bool = False) -> None: ...

    made = get_command(app)
    assert why_not(made, "./leeway case show LV-7K4Q-92XH --json") is None
    assert why_not(made, "./leeway case COMMAND") is None
    assert why_not(made, "./leeway case show LV-7K4Q-92XH --xml") is not None
    assert why_not(made, "./leeway cases") is not None
    assert why_not(made, "./leeway case shew") is not None
