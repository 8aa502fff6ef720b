"""`./leeway test`: it counts what it ran, says what is missing, and stops with everything that it started."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from infra.stack import build, places, postgres_server
from starter import checks

REAL = places.ROOT

ONE_OF_EACH = """
import pytest

def test_a():
    pass

def test_b():
    assert 0

@pytest.mark.skip
def test_c():
    pass
"""

WAITING = """
import pathlib, time, pytest

@pytest.fixture
def server():
    pathlib.Path("{ring}.started").touch()
    yield
    pathlib.Path("{ring}.cleared").touch()

def test_it_waits(server):
    time.sleep(60)
"""


MEETING = """
import pathlib, time

def test_they_meet():
    pathlib.Path("{ring}").touch()
    until = time.monotonic() + 60
    while not pathlib.Path("{other}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert "{ring}" == "alone", "they met" if pathlib.Path("{other}").exists() else "never"
"""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with no tests in it yet."""
    monkeypatch.setattr(places, "ROOT", tmp_path)
    (tmp_path / "tests" / "case").mkdir(parents=True)
    return tmp_path


def write(checkout: Path, text: str, ring: str = "case") -> None:
    (checkout / "tests" / ring).mkdir(exist_ok=True)
    (checkout / "tests" / ring / "test_it.py").write_text(text, encoding="utf-8")


def test_an_unknown_ring_is_answered_with_those_there_are() -> None:
    said: list[str] = []
    assert checks.run("cases", say=said.append) == 2
    assert all(ring in said[0] for ring in checks.RINGS)


def test_what_ran_is_counted_and_said_last(checkout: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(checkout, ONE_OF_EACH)
    said: list[str] = []
    assert checks.run("case", say=said.append) == 1
    assert said[-1] == "1 passed, 1 failed, 1 skipped"
    assert "1 failed, 1 passed, 1 skipped" in capfd.readouterr().out


def test_all_well_is_0_and_the_settings_of_a_real_leeway_do_not_reach_the_tests(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEEWAY_DATABASE_URL", "postgresql+asyncpg://localhost/real")
    write(checkout, "import os\ndef test_a(): assert not [name for name in os.environ if name.startswith('LEEWAY_')]\n")
    said: list[str] = []
    assert checks.run("case", say=said.append) == 0
    assert said[-1] == "1 passed, 0 failed"


def test_no_test_at_all_is_a_failure(checkout: Path) -> None:
    assert checks.run("case", say=lambda line: None) == 1


def test_a_failed_check_says_why_and_the_tests_run_all_the_same(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "CHECKS", {"ruff check": ("ruff", "check", "--isolated", "wrong.py")})
    monkeypatch.setattr(checks, "_missing", lambda say: None)
    monkeypatch.setattr(checks, "RINGS", ("case",))
    (checkout / "wrong.py").write_text("import os\n", encoding="utf-8")
    write(checkout, "def test_a(): pass\n")
    said: list[str] = []
    assert checks.run(None, say=said.append) == 1
    assert any("F401" in each for each in said)
    assert said[-1] == "2 passed, 1 failed"  # servers and the test, and the check


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rings, no checks, and all servers there."""
    monkeypatch.setattr(checks, "CHECKS", {})
    monkeypatch.setattr(checks, "_missing", lambda say: None)
    monkeypatch.setattr(checks, "RINGS", ("case", "rules"))


@pytest.mark.usefixtures("rings")
def test_rings_run_beside_each_other_and_each_tells_what_failed_in_one_piece(checkout: Path) -> None:
    for ring, other in (("case", "rules"), ("rules", "case")):
        write(checkout, MEETING.format(ring=ring, other=other), ring)
    said: list[str] = []
    assert checks.run(None, say=said.append) == 1
    assert {"tests/case/test_it.py F", "tests/rules/test_it.py F"} <= {line.partition(" [")[0].strip() for line in said}
    for ring in ("case", "rules"):
        (told,) = [each for each in said if f"assert '{ring}' == 'alone'" in each and "they met" in each]
        assert f"FAILED tests/{ring}/test_it.py" in told
    assert said[-1] == "1 passed, 2 failed"  # servers, and a test in each ring


@pytest.mark.usefixtures("rings")
def test_a_skipped_test_of_any_ring_is_told(checkout: Path) -> None:
    write(checkout, "def test_a(): pass\n", "rules")
    skipped = ["import pytest", "@pytest.mark.skip('no reason')", "def test_a(): pass", ""]
    write(checkout, "\n".join(skipped))
    said: list[str] = []
    assert checks.run(None, say=said.append) == 0
    assert any("no reason" in each for each in said)
    assert said[-1] == "2 passed, 0 failed, 1 skipped"


@pytest.mark.usefixtures("rings")
def test_a_ring_that_cannot_run_fails_and_the_others_count(checkout: Path) -> None:
    write(checkout, "def test_a(): pass\n", "rules")
    write(checkout, "import os; os._exit(3)\n")
    said: list[str] = []
    assert checks.run(None, say=said.append) == 1
    assert said[-1] == "2 passed, 1 failed"


def test_a_missing_server_is_told_before_any_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_server, "find", lambda: None)
    monkeypatch.setattr(build, "get", lambda *_, **__: pytest.fail("nothing is built before it is known to be of use"))
    said: list[str] = []
    assert checks.run("stack", say=said.append) == 1
    assert any(postgres_server.HOW_TO_GET in each for each in said)
    assert said[-1] == "0 passed, 1 failed"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("ring", ["case", None])
def test_stopped_it_stops_what_it_started_and_lets_it_clear_up(
    checkout: Path, number: signal.Signals, ring: str | None
) -> None:
    rings = [ring] if ring else ["case", "rules"]
    for each in rings:
        write(checkout, WAITING.format(ring=each), each)
    program = (
        "import pathlib, sys; from infra.stack import places; from starter import checks\n"
        "places.ROOT = pathlib.Path(sys.argv[1]); checks.CHECKS = {}; checks._missing = lambda say: None\n"
        f"checks.RINGS = ('case', 'rules'); sys.exit(checks.run({ring!r}, say=print))"
    )
    command = [sys.executable, "-c", program, str(checkout)]
    environment = {**os.environ, "PYTHONPATH": str(REAL)}
    with subprocess.Popen(command, cwd=REAL, env=environment, stdout=subprocess.PIPE, text=True) as running:
        until = time.monotonic() + 120
        while not all((checkout / f"{each}.started").exists() for each in rings) and time.monotonic() < until:
            time.sleep(0.05)
        running.send_signal(number)
        output, _ = running.communicate(timeout=90)
    assert running.returncode == checks.STOPPED
    assert output.endswith("stopped\n")
    assert all((checkout / f"{each}.cleared").exists() for each in rings)
