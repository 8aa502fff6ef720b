"""`leeway bench alerts`: how long an alert takes, beside the least that a workflow with one deed would take.

Knows: home, exit codes, what goes to which stream. Never knows: how it is measured. 0 when every mail came, 1 when one
did not or the bench could not run, 2 when another bench runs in the same home.
"""

import asyncio
import json
import shutil
import sys
from pathlib import Path

from rich.console import Console

from infra.stack import record
from infra.stack.build import CannotGet
from infra.stack.logs import Logs
from infra.stack.processes import NotReady
from infra.stack.record import AlreadyRunning
from starter.bench import figures
from starter.bench.measuring import measure
from starter.demo.scene import Missing

ROUNDS = 5
AT_ONCE = 20


def alerts(*, home: Path, as_json: bool, rounds: int = ROUNDS, at_once: int = AT_ONCE) -> int:
    """Measure on a fresh stack in `home/bench`; returns the exit code. Only the result goes to stdout."""
    home = home / "bench"
    aside = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    if record.read_running(home) is not None:
        aside.print(f"A bench is already running in {home}. Wait for it, or stop it with Ctrl-C where it was started.")
        return 2
    shutil.rmtree(home, ignore_errors=True)
    logs = Logs(home / "logs", Console(stderr=True, quiet=True))
    try:
        measured = asyncio.run(measure(home, rounds=rounds, at_once=at_once, say=aside.print, log=logs.line))
    except AlreadyRunning as refusal:
        aside.print(str(refusal))
        return 2
    except (CannotGet, NotReady, Missing, OSError) as failure:
        aside.print(f"Nothing could be measured: {failure}")
        return 1
    except KeyboardInterrupt:
        aside.print("stopped")
        return 130
    finally:
        logs.close()
    _give(measured, as_json=as_json)
    return 1 if measured.missing or measured.bare_missing else 0


def _give(measured: figures.Measured, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(figures.as_json(measured), indent=2) + "\n")
    else:
        figures.show(measured, Console(highlight=False))
