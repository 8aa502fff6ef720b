"""Where nothing runs, or not all of it: a sentence and exit code 1, and never a traceback."""

import json
import os
from pathlib import Path

import pytest

from starter import cli
from starter.cli import connection
from tests.starter.terminal import EXAMPLE, Terminal

REFERENCE = "LV-7K4Q-92XH"
NEEDS_A_STACK = [
    ("case", "list"),
    ("case", "show", REFERENCE),
    ("case", "open", "--employee", "1001", "--matter", "bonding", "--from", "2026-12-01", "--to", "open"),
    ("case", "open", "--employee", "1001", "--matter", "time_codes"),
    ("case", "consent", REFERENCE),
    ("case", "approve", REFERENCE, "--by", "C-1"),
    ("case", "upload", REFERENCE, str(EXAMPLE), "--kind", "other"),
    ("directory", "import", str(EXAMPLE)),
    ("migration", "run", "--batch", "b-1"),
    ("migration", "run", "--batch", "b-1", "--by", "C-1", "--yes"),
]


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal of a home in which nothing ever ran."""
    for name in [name for name in os.environ if name.startswith("LEEWAY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LEEWAY_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return Terminal(tmp_path / "home")


@pytest.mark.parametrize("words", NEEDS_A_STACK, ids=lambda words: " ".join(words[:2]))
async def test_without_a_stack_it_says_how_to_start_one(nothing: Terminal, words: tuple[str, ...]) -> None:
    ended = await nothing.type(*words)
    assert (ended.code, ended.out) == (1, "")
    assert ended.error == "No stack is running. Start one with ./leeway up\n"
    answer = (await nothing.type(*words, "--json")).json()
    assert answer["error"]["code"] == "down"
    assert not nothing.home.exists()


async def test_a_server_that_does_not_answer_is_named(
    nothing: Terminal, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", connection.PATIENCE / 100)
    monkeypatch.setenv("LEEWAY_TEMPORAL_ADDRESS", "127.0.0.1:1")
    monkeypatch.setenv("LEEWAY_DATABASE_URL", f"sqlite+aiosqlite:///{terminal.home / 'leeway.db'}")
    monkeypatch.setenv("LEEWAY_KEYRING_FILE", str(terminal.home / "secrets" / "keyring.json"))
    ended = await nothing.type("case", "consent", REFERENCE)
    assert ended.code == 1
    assert ended.error.startswith("Temporal does not answer at 127.0.0.1:1. Start it with ./leeway up")


async def test_a_program_keeps_its_exit_code_where_no_server_answers(nothing: Terminal, terminal: Terminal) -> None:
    ended = await nothing.program(
        *("case", "consent", REFERENCE),
        LEEWAY_TEMPORAL_ADDRESS="127.0.0.1:1",
        LEEWAY_DATABASE_URL=f"sqlite+aiosqlite:///{terminal.home / 'leeway.db'}",
        LEEWAY_KEYRING_FILE=str(terminal.home / "secrets" / "keyring.json"),
    )
    assert ended.code == 1
    assert ended.error.count("\n") == 1


async def test_a_case_can_be_looked_at_while_temporal_is_down(
    nothing: Terminal, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = await terminal.program(
        *("case", "open", "--employee", "1003", "--matter", "bonding", "--from", "2026-12-02", "--to", "open", "--json")
    )
    for name, value in json.loads((terminal.home / "stack.json").read_text())["settings"].items():
        monkeypatch.setenv(f"LEEWAY_{name.upper()}", str(value))
    monkeypatch.setenv("LEEWAY_TEMPORAL_ADDRESS", "127.0.0.1:1")
    assert (await nothing.type("case", "show", reference.json()["reference"])).code == 0


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("LEEWAY_SMTP_PORT", "many", "cannot be used: LEEWAY_SMTP_PORT. See .env.example."),
        ("LEEWAY_DATABASE_URL", "sqlite+aiosqlite:///gone.db", "There is no database at gone.db."),
        ("LEEWAY_DATABASE_URL", "postgresql+asyncpg://127.0.0.1:1/none", "keyring"),
    ],
)
async def test_a_setting_that_cannot_be_used_is_named(
    nothing: Terminal, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv("LEEWAY_TEMPORAL_ADDRESS", "127.0.0.1:1")
    monkeypatch.setenv(name, value)
    ended = await nothing.type("case", "list")
    assert ended.code == 1
    assert sentence in ended.error
    assert "gone.db" not in os.listdir()


async def test_a_database_that_is_down_is_said_to_be(
    nothing: Terminal, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in json.loads((terminal.home / "stack.json").read_text())["settings"].items():
        monkeypatch.setenv(f"LEEWAY_{name.upper()}", str(value))
    monkeypatch.setenv("LEEWAY_HOME", str(nothing.home))
    monkeypatch.setenv("LEEWAY_DATABASE_URL", "postgresql+asyncpg://127.0.0.1:1/none")
    ended = await nothing.type("case", "list")
    assert ended.code == 1
    assert "cannot be reached" in ended.error


class TestAFaultOfOurs:
    """An error that nobody expected."""

    WORDS = ("case", "list")
    SECRET = "Rowan Sample has"

    @pytest.fixture(autouse=True)
    def breaks(self, nothing: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail() -> None:
            raise ZeroDivisionError(self.SECRET)

        monkeypatch.setattr(connection, "settings", fail)

    async def test_is_a_sentence_and_never_a_traceback(self, nothing: Terminal) -> None:
        ended = await nothing.type(*self.WORDS)
        assert (ended.code, ended.out) == (1, "")
        assert ended.error == (
            "This is a fault of ours (ZeroDivisionError); set LEEWAY_TRACE=1 to see it. "
            "Look at the case before you try again.\n"
        )

    async def test_is_kept_in_the_logs_without_its_message(self, nothing: Terminal) -> None:
        log = nothing.home / "logs" / "command-line.log"
        log.parent.mkdir(parents=True)
        ended = await nothing.type(*self.WORDS)
        assert str(log) in ended.error
        kept = log.read_text()
        assert "ZeroDivisionError" in kept
        assert "starter/cli/connection.py" in kept
        assert self.SECRET not in kept + ended.error
        assert log.stat().st_mode & 0o077 == 0

    async def test_is_shown_to_whoever_asks(self, nothing: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LEEWAY_TRACE", "1")
        ended = await nothing.type(*self.WORDS)
        assert "Traceback" in ended.error
        assert self.SECRET in ended.error


def test_the_home_is_that_of_the_checkout_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEEWAY_HOME", raising=False)
    assert connection.home() == Path(".leeway")
    assert cli.connection.demo_home() == Path(".leeway/demo")
