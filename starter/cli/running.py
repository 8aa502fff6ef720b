"""Commands about the machine: run the stack, look at its parts, test, demonstrate, measure.

Knows: which part does each. Never knows: how. Each part is loaded when its command is given, so that help is quick.
"""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from starter.cli import answers, connection
from starter.cli.options import AsJson
from starter.cli.trouble import BadInput, Exit

HomeOption = Annotated[
    Path | None, typer.Option("--home", metavar="DIR", help="Where state is kept; default: .leeway of this checkout.")
]
Ring = Annotated[str | None, typer.Argument(metavar="RING", help="One ring of tests; without it, everything.")]
JsonFile = Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write what happened to this file.")]
Keep = Annotated[bool, typer.Option("--keep", metavar="", help="Leave the stack running afterwards.")]


def up(home: HomeOption = None) -> int:
    """Run everything in the foreground until Ctrl-C: Temporal, MinIO, mail catcher, worker.

    State is kept and goes on at the next start. Ends with 1 when a part could
    not be had or started, with 2 when this home is in use already.
    """
    from infra.stack.up import up as run_stack

    chosen = home or connection.home()
    if any(each.exists() and not each.is_dir() for each in (chosen, *chosen.parents)):
        raise BadInput(f"{chosen} is no folder. Name one with --home; it is made where there is none.", code="bad_home")
    return asyncio.run(run_stack(chosen))


def doctor(as_json: AsJson = False) -> int:
    """Look at what this machine has, and how to get the rest. Changes nothing."""
    from infra.stack import doctor as parts

    found = parts.examine(connection.home())
    if as_json:
        answers.give({"parts": parts.as_json(found), "is_well": parts.is_well(found)})
    else:
        answers.say(parts.as_table(found))
    return Exit.DONE if parts.is_well(found) else Exit.FAILED


def run_tests(ring: Ring = None) -> int:
    """Run the checks and the tests, all or one ring. Ends with 1 if any fails."""
    from starter import checks

    return checks.run(ring, say=_say_line)


def demo(json_file: JsonFile = None, keep: Keep = False) -> int:
    """Live whole leave cases on real servers, with a running commentary.

    Brings its own stack. Ends with 0 only if every expectation held.
    """
    from starter.demo import command

    return command.demo(home=connection.demo_home(), json_file=json_file, keep=keep)


def bench_alerts(as_json: AsJson = False) -> int:
    """Measure how long it takes from a report to the supervisors' mail server."""
    from starter.bench import command

    return command.alerts(home=connection.home(), as_json=as_json)


def bench_rules(as_json: AsJson = False) -> int:
    """Measure how long the rules take to say what is left, and what a charge costs.

    Ends with 0 only if every limit is kept. Needs PostgreSQL, and no other server.
    """
    from starter.bench import rules

    return rules.rules(as_json=as_json)


def _say_line(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
