"""Every command teaches how it is used, and help is there at once."""

import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from infra.stack import places
from starter import cli
from starter.cli.examples import EXAMPLES
from tests.starter.terminal import Terminal

HEAVY = ("temporalio", "sqlalchemy", "sqlmodel", "pydantic_settings", "pikepdf", "minio", "jinja2")
"""What a person who asks for help must not wait for."""


def commands(command: Any, name: str = "") -> Iterator[str]:
    """The names of all commands, with the words before them."""
    for word, each in getattr(command, "commands", {}).items():
        yield from commands(each, f"{name} {word}".strip())
    if not hasattr(command, "commands"):
        yield name


COMMANDS = list(commands(get_command(cli.app)))


def reads(words: list[str]) -> None:
    """Let the command line read a command, and do nothing. Raises as it would for a person."""
    command, rest = get_command(cli.app), words
    while hasattr(command, "commands"):
        command, rest = command.commands[rest[0]], rest[1:]
    command.make_context("leeway", list(rest))


def test_every_command_has_its_examples_and_every_example_its_command() -> None:
    assert set(EXAMPLES) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("columns", ["80", "120"])
def test_help_shows_an_example_and_the_exit_codes(
    name: str, columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert cli.ended([*name.split(), "--help"]) == 0
    told = capsys.readouterr().out
    assert f"leeway {name}" in told.partition("Example")[2]
    assert "Exit codes: 0 done, 1 something is down" in told
    assert max(map(len, told.splitlines())) <= int(columns)


@pytest.mark.parametrize("example", [example for told in EXAMPLES.values() for example in told])
def test_every_example_can_be_typed(example: str) -> None:
    program, *words = shlex.split(example)
    assert program == "leeway"
    reads(words)


def test_an_example_that_is_wrong_would_be_seen() -> None:
    with pytest.raises(typer.TyperException):
        reads(shlex.split("case show"))
    with pytest.raises(typer.TyperException):
        reads(shlex.split("case approve LV-7K4Q-92XH --by C-1 --perod 1"))


@pytest.mark.parametrize("name", [name for name in COMMANDS if name.startswith(("case", "directory", "migration"))])
def test_every_command_about_people_answers_programs_too(name: str) -> None:
    command: Any = get_command(cli.app)
    for word in name.split():
        command = command.commands[word]
    assert "--json" in {option for parameter in command.params for option in parameter.opts}


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; from starter import cli; cli.ended(['case', 'open', '--help']); "
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=places.ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_no_words_at_all_are_answered_with_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.ended([]) == 0
    assert "directory" in capsys.readouterr().out


@pytest.mark.parametrize("group", ["case", "directory", "migration", "bench"])
def test_a_group_alone_is_answered_with_its_help(group: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.ended([group]) == 2
    told = capsys.readouterr()
    assert "Usage: leeway" in told.out
    assert told.err == ""


async def test_the_program_ends_with_the_code_of_its_command(tmp_path: Path) -> None:
    person = Terminal(tmp_path)
    assert (await person.program("--help")).code == 0
    assert (await person.program("case", "show", "LV-7K4Q-92XX")).code == 2
    assert (await person.program("case", "list")).code == 1
