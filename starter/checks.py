"""What `./leeway test` runs: style, types, walls, then servers, then the rings of tests; everything, or one ring.

Knows: the tools, their order, which rings need servers. Never knows: what a test proves. All checks run even if one
fails, and so do the tests; without a server that they need, no test runs. The last line said is `N passed, N failed`.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from infra.stack import build, places, postgres_server, processes
from infra.stack.find import Server

Say = Callable[[str], None]

TYPED = ("workflows", "activities", "infra", "starter", "worker.py", "tests")
CHECKS: dict[str, tuple[str, ...]] = {
    "ruff check": ("ruff", "check", ".", "leeway"),
    "ruff format": ("ruff", "format", "--check", ".", "leeway"),
    # A warm cache has hidden errors that a fresh checkout shows.
    "mypy": ("mypy", "--strict", "--no-incremental", *TYPED),
    "contracts": ("lint-imports", "--no-logo"),
}
PURE = ("rules", "case", "structure", "replay")
"""Rings that need no server."""

RINGS = (*PURE, "infra", "workflows", "activities", "starter", "stack", "journeys")
"""Each is a folder of `tests/`."""

SERVERS: tuple[Server, ...] = ("temporal", "minio", "versitygw")
STOPPED = 130
_SECONDS_TO_CLEAR_UP = 40.0
_SECONDS_OF_A_TEST = 600
"""A test that takes longer hangs: then the run says where, and ends."""


class Step(NamedTuple):
    """One thing that was run, and what of it passed. `note` is said in the summary."""

    name: str
    seconds: float
    passed: int
    failed: int
    skipped: int = 0
    note: str = ""


def run(ring: str | None, *, say: Say) -> int:
    """Everything, or one ring: 0 when all is well, 1 when not, 2 for an unknown ring, 130 when stopped by Ctrl-C.

    Blocks, and must be called from the main thread with no event loop running. pytest writes to stdout itself.
    """
    if ring is not None and ring not in RINGS:
        say(f"There is no ring {ring}. The rings are: {', '.join(RINGS)}.")
        return 2
    done: list[Step] = []
    try:
        with _signals_interrupt():
            for step in _steps(ring, say):
                done.append(step)
    except KeyboardInterrupt:
        say("stopped")
        return STOPPED
    _sum_up(done, say)
    return 1 if any(step.failed for step in done) else 0


def _steps(ring: str | None, say: Say) -> Iterator[Step]:
    if ring is None:
        for name, command in CHECKS.items():
            yield _check(name, command, say)
    if ring not in PURE:
        servers = _servers(say)
        yield servers
        if servers.failed:
            return
    yield _tests(f"tests/{ring}" if ring else "tests", say)


def _check(name: str, command: Sequence[str], say: Say) -> Step:
    """One tool over all our files. What it says is told only when it finds something."""
    say(f"{name}: running")
    began = time.monotonic()
    tool, *arguments = command
    with tempfile.TemporaryFile() as output:
        code = _call([str(Path(sys.executable).with_name(tool)), *arguments], output=output)
        output.seek(0)
        found = output.read().decode("utf-8", "replace").rstrip()
    seconds = time.monotonic() - began
    if code != 0:
        say(found)
    say(f"{name}: {'FAILED' if code else 'passed'} after {seconds:.1f} s")
    return Step(name, seconds, passed=int(code == 0), failed=int(code != 0))


def _servers(say: Say) -> Step:
    """Every server that tests may ask for, built now where it is not here. PostgreSQL first: we cannot build it."""
    began = time.monotonic()
    missing = _missing(say)
    if missing is not None:
        say(f"servers: {missing}")
        say("servers: FAILED; the tests were not run")
    return Step("servers", time.monotonic() - began, passed=int(missing is None), failed=int(missing is not None))


def _missing(say: Say) -> str | None:
    """What cannot be had and how to get it; None when all is here."""
    programs = postgres_server.find()
    if programs is None:
        return f"PostgreSQL is missing: {postgres_server.HOW_TO_GET}"
    say(f"servers: postgres {postgres_server.version(programs)}")
    for name in SERVERS:
        try:
            found = build.get(name, say=say)
        except build.CannotGet as failure:
            return str(failure)
        say(f"servers: {name} {found.version} ({found.where})")
    return None


def _tests(folder: str, say: Say) -> Step:
    """pytest, as if a person had called it, in a folder of its own: other runs on this machine clear up after pytest.

    Settings of a real Leeway are kept from it.
    """
    say(f"pytest: {folder}")
    began = time.monotonic()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LEEWAY_")}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        report = Path(scratch) / "report.xml"
        options = [f"--junitxml={report}", f"--basetemp={scratch}/tests"]
        options += ["-o", f"faulthandler_timeout={_SECONDS_OF_A_TEST}", "-o", "faulthandler_exit_on_timeout=true"]
        command = [sys.executable, "-m", "pytest", folder, *options]
        code = _call(command, environment={**environment, "PYTHONUNBUFFERED": "1"})
        count = _counted(report)
    failed = count["failures"] + count["errors"]
    if code != 0 and failed == 0:
        failed = 1  # it ended otherwise: no test found, an error of its own
    passed = max(count["tests"] - count["failures"] - count["errors"] - count["skipped"], 0)
    note = f"{passed} passed, {failed} failed"
    return Step("pytest", time.monotonic() - began, passed, failed, count["skipped"], note)


def _counted(report: Path) -> dict[str, int]:
    """Counts of pytest's report; zeros where it wrote none."""
    text = report.read_text(encoding="utf-8") if report.exists() else ""
    suite = re.search(r"<testsuite [^>]*>", text)
    found = dict(re.findall(r'\b(tests|failures|errors|skipped)="(\d+)"', suite.group() if suite else ""))
    return {name: int(found.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}


def _sum_up(done: Sequence[Step], say: Say) -> None:
    """A line for each step, and the line that continuous integration reads. A check counts like a test."""
    say("")
    for step in done:
        say(f"{step.name:<12} {'FAILED' if step.failed else 'passed':<7} {step.seconds:7.1f} s  {step.note}".rstrip())
    total = f"{sum(step.passed for step in done)} passed, {sum(step.failed for step in done)} failed"
    skipped = sum(step.skipped for step in done)
    say(f"{total}, {skipped} skipped" if skipped else total)


def _call(command: Sequence[str], *, output: IO[bytes] | None = None, environment: dict[str, str] | None = None) -> int:
    """Runs a program to its end. An interrupt reaches us alone; it is handed on, and the program may clear up."""
    sys.stdout.flush()
    child = subprocess.Popen(
        processes.dying_with_parent(command),
        cwd=places.ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        process_group=0,
    )
    try:
        return child.wait()
    except KeyboardInterrupt:
        child.send_signal(signal.SIGINT)
        try:
            child.wait(timeout=_SECONDS_TO_CLEAR_UP)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            child.kill()
            child.wait()
        raise


@contextmanager
def _signals_interrupt() -> Iterator[None]:
    """INT (also where a script started us in the background, without it) and TERM both unwind like a Ctrl-C."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, signal.default_int_handler) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
