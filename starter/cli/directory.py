"""`leeway directory import`: people, agencies and coordinators from a file.

Knows: files and how a report is told. Never knows: columns, or which line is good: the import says so.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from starter.cli import answers, connection
from starter.cli.options import AsJson
from starter.cli.reading import content_of
from starter.cli.trouble import BadInput, Exit
from workflows.rules.calendar import day_of

if TYPE_CHECKING:
    from infra.directory_import import Report

File = Annotated[Path, typer.Argument(metavar="FILE.csv", help="UTF-8, comma separated, the first line names columns.")]
Whole = Annotated[bool, typer.Option("--whole", metavar="", help="Keep nothing unless every line is good.")]

SHOWN = 20
"""Lines that are told of each kind; a program gets all."""


def import_people(file: File, is_whole: Whole = False, as_json: AsJson = False) -> int:
    """Load the people directory. Good lines are kept, bad ones are listed.

    Importing again changes nothing. Whoever is not in the file any more is
    marked and listed, never deleted: their cases go on. Of somebody whose
    service is told badly in one line, no line about service is kept.
    Ends with 1 when some lines were not kept, with 2 when nothing was.
    """
    return connection.run(_import(file, is_whole=is_whole, as_json=as_json))


async def _import(file: Path, *, is_whole: bool, as_json: bool) -> int:
    from infra.directory_import import NotWhole, import_directory

    content = _read(file)
    async with connection.books() as books:
        try:
            report = await import_directory(books.database, content, today=day_of(datetime.now(UTC)), whole=is_whole)
        except NotWhole as refused:
            report = refused.report
    if as_json:
        answers.give(report._asdict() | {"refused": [line._asdict() for line in report.refused]})
    else:
        answers.say(*_lines(report))
    if not report.refused:
        return Exit.DONE
    return Exit.FAILED if _number_kept(report) else Exit.BAD_INPUT


MOST_BYTES = 512 * 1024 * 1024
"""Years of hours of 46,000 employees are a tenth of it."""


def _read(file: Path) -> bytes:
    """The file, if there is anything in it that could be people. Raises BadInput."""
    from infra import directory_reading

    says = f"{file} has more than {MOST_BYTES // 1024 // 1024} MB. Check which file it is."
    content = content_of(file, most_bytes=MOST_BYTES, too_large=says, code="not_a_directory")
    fault = directory_reading.fault(content)
    if fault is not None:
        raise BadInput(f"Nothing is imported from {file}: {fault}.", code="not_a_directory")
    return content


def _number_kept(report: "Report") -> int:
    """How many lines were kept; none, where the file was wanted whole, or where no line is good."""
    return report.added + report.changed + report.unchanged


def _lines(report: "Report") -> list[str]:
    told = [_kept(report)] if _number_kept(report) else ["Nothing is imported: not every line is good."]
    told += _some(f"{len(report.vanished)} not in the file any more, marked and kept:", list(report.vanished))
    told += _warning(report)
    from infra.directory_spans import WITHHELD

    wrong = [f"line {line.line}: {line.reason}" for line in report.refused if line.reason != WITHHELD]
    withheld = [line.line for line in report.refused if line.reason == WITHHELD]
    return told + _some(_not_kept(report), wrong) + _withheld(withheld, WITHHELD)


def _kept(report: "Report") -> str:
    kept = _number_kept(report)
    of_all = f"{kept} of {_lines_of(kept + len(report.refused))}" if report.refused else f"all {_lines_of(kept)}"
    return f"Kept: {of_all} ({report.added} added, {report.changed} changed, {report.unchanged} unchanged)."


def _not_kept(report: "Report") -> str:
    """Which lines these are follows; all others are good, and kept unless nothing is."""
    refused = _lines_of(len(report.refused))
    if not _number_kept(report):
        return f"Refused: {refused}. Mend what is wrong and import the file again:"
    return f"Not kept: {refused}; every other line is. Mend what is wrong and import the file again:"


def _withheld(lines: list[int], why: str) -> list[str]:
    """Lines in which nothing is wrong, together: what is to be mended must not be lost among them."""
    if not lines:
        return []
    runs: list[list[int]] = []
    for line in lines:
        if runs and runs[-1][-1] == line - 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    spans = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    more = f" and {len(spans) - SHOWN} more; --json lists all" if len(spans) > SHOWN else ""
    return [f"Of these, {_lines_of(len(lines))} each {why}: {', '.join(spans[:SHOWN])}{more}."]


def _lines_of(number: int) -> str:
    return "1 line" if number == 1 else f"{number} lines"


def _warning(report: "Report") -> list[str]:
    """A file of some people alone takes it that all others have gone: say so while it can still be mended."""
    if not report.supervisors_gone:
        return []
    people = "1 person has" if report.people_without == 1 else f"{report.people_without} people have"
    return [
        f"Warning: {len(report.supervisors_gone)} of these supervised people who are still here: {people} lost a "
        "supervisor or a next level, who gets no mail any more; where nobody is left, the Liaison alone is told.",
        "  If this file tells some of the people alone, import the whole file again: whoever is in it is back. A file "
        "with lines of employees names them all; one without any says nothing of who is gone.",
        *_some("  Supervisors who are gone:", [f"employee {number}" for number in report.supervisors_gone]),
    ]


def _some(heading: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    rest = [f"  and {len(lines) - SHOWN} more: --json lists all"] if len(lines) > SHOWN else []
    return [heading, *(f"  {line}" for line in lines[:SHOWN]), *rest]
