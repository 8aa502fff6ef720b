"""What `./leeway test` runs: servers, style, types, walls, and the rings of tests beside each other; or one ring.

Knows: the tools, their order, which rings need servers. Never knows: what a test proves. All checks run even if one
fails, and so do the tests; without a server that they need, no test runs. The last line said is `N passed, N failed`.
"""

import asyncio
import os
import re
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from infra.stack import build, postgres_server
from infra.stack.find import Server
from starter import lanes

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

RINGS = ("journeys", "rules", "starter", "workflows", "activities", "stack", "infra", "structure", "replay", "case")
"""Each is a folder of `tests/`. Those that take longest come first, so that none is left to run alone at the end."""

LANES = max(2, os.cpu_count() or 2)
"""How many run at once: tests also wait for servers, so two share even one processor well."""

SERVERS: tuple[Server, ...] = ("temporal", "minio", "versitygw")
STOPPED = 130
_ENDING = re.compile(r"=+ (ERRORS|FAILURES|warnings summary|short test summary info) =+")
_SLOWING = ("PYTHONDONTWRITEBYTECODE",)
"""Tests start hundreds of Pythons; where none keeps what it compiled, compiling takes most of the time."""

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
    try:
        with _signals_interrupt():
            done = _steps(ring, say)
    except (KeyboardInterrupt, asyncio.CancelledError):
        say("stopped")
        return STOPPED
    _sum_up(done, say)
    return 1 if any(step.failed for step in done) else 0


def _steps(ring: str | None, say: Say) -> list[Step]:
    servers = [] if ring in PURE else [_servers(say)]
    jobs: list[Callable[[], Awaitable[Step]]] = []
    if ring is None:
        jobs += [partial(_check, name, command, say) for name, command in CHECKS.items()]
    if not any(step.failed for step in servers):
        jobs += [partial(_alone, ring)] if ring else [partial(_beside, each, say) for each in RINGS]
    return [*servers, *asyncio.run(lanes.in_lanes(jobs, lanes=LANES))]


async def _check(name: str, command: Sequence[str], say: Say) -> Step:
    """One tool over all our files. What it says is told only when it finds something."""
    say(f"{name}: running")
    began = time.monotonic()
    tool, *arguments = command
    found: list[str] = []
    code = await lanes.call([str(Path(sys.executable).with_name(tool)), *arguments], sink=found.append)
    seconds = time.monotonic() - began
    if code != 0:
        say("\n".join(found))
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


async def _alone(ring: str) -> Step:
    """One ring, as if a person had called pytest: it writes to the terminal itself."""
    return await _tests(ring, None)


async def _beside(ring: str, say: Say) -> Step:
    """A ring beside others: each line of progress names its file; what failed is told in one piece at the end."""
    say(f"{ring}: running")
    told: list[str] = []

    def hear(line: str) -> None:
        if told or _ENDING.match(line):
            told.append(line)
        elif line.startswith("tests/"):
            say(line)
        elif line and not line.startswith(("===", "---", "collected ")):
            say(f"{ring}: {line}")

    step = await _tests(ring, hear)
    if step.failed or step.skipped:
        say("\n".join(told))
    say(f"{ring}: {'FAILED' if step.failed else 'passed'} after {step.seconds:.1f} s, {step.note}")
    return step


async def _tests(ring: str, hear: Say | None) -> Step:
    """pytest, in a folder of its own: other runs on this machine clear up after pytest.

    Settings of a real Leeway are kept from it.
    """
    began = time.monotonic()
    unwanted = [name for name in os.environ if name.startswith("LEEWAY_") or name in _SLOWING]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        report = Path(scratch) / "report.xml"
        options = ["--no-header", "-ra", f"--junitxml={report}", f"--basetemp={scratch}/tests"]
        options += ["-o", f"faulthandler_timeout={_SECONDS_OF_A_TEST}", "-o", "faulthandler_exit_on_timeout=true"]
        environment = ["env", *(word for name in unwanted for word in ("-u", name)), "PYTHONUNBUFFERED=1"]
        pytest = [sys.executable, "-m", "pytest", f"tests/{ring}", *options]
        code = await lanes.call([*environment, *pytest], sink=hear)
        count = _counted(report)
    failed = count["failures"] + count["errors"]
    if code != 0 and failed == 0:
        failed = 1  # it ended otherwise: no test found, an error of its own
    passed = max(count["tests"] - count["failures"] - count["errors"] - count["skipped"], 0)
    note = f"{passed} passed, {failed} failed" + (f", {count['skipped']} skipped" if count["skipped"] else "")
    return Step(ring, time.monotonic() - began, passed, failed, count["skipped"], note)


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
