"""The command line: every command by its name, and how each ends.

Knows: names, order, the way out. Never knows: what a command does. Exit codes: 0 done, 1 something is down or failed,
2 bad input or unknown case, 3 refused by the case.
"""

import contextlib
import inspect
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import typer

from starter.cli import (
    absences,
    answers,
    connection,
    deciding,
    directory,
    explaining,
    judging,
    learning,
    looking,
    migrating,
    opening,
    papers,
    records,
    refusing_job,
    running,
    telling,
    trouble,
)
from starter.cli.examples import help_of

Command = Callable[..., Any]

ENDS = "Exit codes: 0 done, 1 something is down or failed, 2 bad input or unknown case, 3 refused by the case."

CASE: dict[str, dict[str, Command]] = {
    "Begin and look": {"open": opening.open_case, "list": looking.list_cases, "show": looking.show},
    "Tell": {
        "consent": telling.consent,
        "report-absence": absences.report_absence,
        "change": telling.change,
        "upload": papers.upload,
        "family-member-died": telling.family_member_died,
        "withdraw": telling.withdraw,
        "returned": telling.returned,
        "dfml-told": telling.dfml_told,
        "records-corrected": records.records_corrected,
    },
    "Tell what others decided": {
        "need-ended": learning.need_ended,
        "dfml-decided": learning.dfml_decided,
        "opinion": learning.opinion,
        "opinion-copies": learning.opinion_copies,
        "light-duty": learning.light_duty,
        "job-letter-served": refusing_job.letter_served,
        "job-asked-again": refusing_job.asked_again,
        "pay": learning.pay,
        "amount-asked": learning.amount_asked,
    },
    "Decide": {
        "certification": papers.certification,
        "extend": papers.extend,
        "recertify": papers.recertify,
        "approve": deciding.approve,
        "propose-denial": deciding.propose_denial,
        "confirm-denial": deciding.confirm_denial,
        "apply-policy": deciding.apply_policy,
        "close": deciding.close,
        "reopen": deciding.reopen,
    },
    "Where law allows it": {
        "late-notice": judging.late_notice,
        "late-paper": judging.late_paper,
        "order-opinion": judging.order_opinion,
        "accept-first-opinion": judging.accept_first_opinion,
        "contact-provider": judging.contact_provider,
        "hold-return": judging.hold_return,
        "announce-job-refusal": refusing_job.announce,
        "decide-on-job": refusing_job.decide,
        "tell-amount": judging.tell_amount,
    },
}
"""What can be done with a case, under the headings of its help."""

MACHINE: dict[str, Command] = {
    "up": running.up,
    "demo": running.demo,
    "doctor": running.doctor,
    "test": running.run_tests,
    "explain": explaining.explain,
}


def _group(words: str) -> typer.Typer:
    return typer.Typer(help=words, epilog=ENDS, no_args_is_help=True, rich_markup_mode="rich", add_completion=False)


def _add(group: typer.Typer, prefix: str, name: str, command: Command, panel: str | None = None) -> None:
    words = help_of(f"{prefix}{name}", inspect.cleandoc(command.__doc__ or ""))
    group.command(name, help=words, epilog=ENDS, rich_help_panel=panel)(command)


def _made() -> typer.Typer:
    made = _group("Family and medical leave: each leave a case that lives on real servers.")
    for name, command in MACHINE.items():
        _add(made, "", name, command)
    groups = {
        "case": _group("Leave cases: open, look, tell, decide."),
        "directory": _group("The people: employees, agencies, coordinators."),
        "migration": _group("Open cases go to another custodian."),
        "bench": _group("Measurements."),
    }
    for panel, commands in CASE.items():
        for name, command in commands.items():
            _add(groups["case"], "case ", name, command, panel)
    _add(groups["directory"], "directory ", "import", directory.import_people)
    _add(groups["migration"], "migration ", "run", migrating.run)
    _add(groups["bench"], "bench ", "alerts", running.bench_alerts)
    _add(groups["bench"], "bench ", "rules", running.bench_rules)
    for name, group in groups.items():
        made.add_typer(group, name=name)
    return made


app = _made()


def ended(arguments: Sequence[str]) -> int:
    """Do what was typed; the exit code. Every error is told as a sentence, or as JSON where that was asked for."""
    typed = list(arguments) or ["--help"]
    try:
        code = app(args=typed, prog_name="leeway", standalone_mode=False)
    except Exception as error:
        return _tell(trouble.trouble(error, logs=connection.home() / "logs"), as_json="--json" in typed)
    return int(code or 0)


def main() -> NoReturn:
    """The program. It leaves at once: threads of the SDK that still call a server would otherwise abort an interpreter
    that is being taken down (seen with 1.35.0 where no server answers), and the exit code would be lost."""
    code = ended(sys.argv[1:])
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _tell(told: trouble.Trouble, *, as_json: bool) -> int:
    if as_json and told.sentence:
        answers.give({"error": {"code": told.code, "sentence": told.sentence}})
    elif told.sentence:
        sys.stderr.write(f"{answers.harmless(told.sentence)}\n")
    return told.exit
