"""`leeway migration run`: open cases go to their new custodian, after a look at what that would do.

Knows: batches, and that a batch is begun once. Never knows: how a case is handed over. The hand-over is a workflow: it
goes on when this command is stopped, and the same command again finds it.
"""

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from starter.cli import answers, batches, connection, people, typed, words
from starter.cli.options import AsJson, one_of
from starter.cli.trouble import BadInput, Exit
from workflows.case.said import Custodian

if TYPE_CHECKING:
    from temporalio.client import WorkflowHandle

    from infra.handover_preview import Preview
    from infra.tables import HandOver
    from starter.office import Office
    from workflows.migration import MigrationReport

From = Annotated[Custodian, typer.Option("--from", metavar="WHO", help=one_of(Custodian, "Whose open cases go."))]
To = Annotated[Custodian, typer.Option("--to", metavar="WHO", help="Who takes them.")]
Batch = Annotated[
    str | None,
    typer.Option(
        "--batch",
        parser=typed.opaque,
        metavar="NAME",
        help="Name of this hand-over; the same name goes on with it. Without it, one of today.",
    ),
]
ByWhom = Annotated[
    str | None, typer.Option("--by", metavar="C-1", help="Who answers for it: a coordinator. Needed with --yes.")
]
Yes = Annotated[bool, typer.Option("--yes", metavar="", help="Do it. Without this, only look.")]

BEGUN = "The hand-over has begun. It goes on if this command is stopped; the same command finds it again."
BEGUN_BEFORE = "This batch was begun before; this is how it goes on, or how it went."
SHOWN = 10
_EVERY = 0.5


def run(
    batch: Batch = None,
    source: From = Custodian.VENDOR,
    to: To = Custodian.COMMONWEALTH,
    by: ByWhom = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> int:
    """Hand open cases to another custodian's coordinators. Without --yes, only look.

    No deadline moves. Every employee gets one letter, every coordinator one
    summary. Stopped, or begun twice, it ends the same. Ends with 1 if a case
    was refused or a deadline is not as it was.
    """
    if source is to:
        raise BadInput("The cases are there already. Name two custodians with --from and --to.")
    if not yes:
        return connection.run(_look(source, to, batch, as_json=as_json))
    if by is None:
        raise BadInput("Say who answers for the hand-over with --by.")
    return connection.run(_hand_over(source, to, batch, by, as_json=as_json))


async def _look(source: Custodian, to: Custodian, said: str | None, *, as_json: bool) -> int:
    from infra.handover_preview import preview

    async with connection.office() as opened:
        batch = await batches.named(opened, said, source)
        found = await preview(opened.register, source=source.value, to=to.value, now=datetime.now(UTC))
    if as_json:
        ending = [
            {"reference": each.reference, "deadline": each.deadline.model_dump(mode="json")} for each in found.ending
        ]
        answers.give({"dry_run": True, "batch": batch} | found._asdict() | {"ending": ending})
    else:
        answers.say(*_preview_lines(found, source, to, batch))
    return Exit.DONE


def _preview_lines(found: "Preview", source: Custodian, to: Custodian, batch: str) -> list[str]:
    lines = [f"Nothing is changed. {found.open_cases} open cases are in the hands of {source.value}."]
    lines += [f"  {count:>5} would go to {coordinator}" for coordinator, count in found.by_coordinator.items()]
    lines += _some(f"{len(found.without_coordinator)} have no coordinator of {to.value}:", found.without_coordinator)
    ending = [f"{e.reference}  {e.deadline.due_on} {words.due(e.deadline.kind)}" for e in found.ending]
    lines += _some(f"{len(ending)} clocks end within a week; no clock moves by a hand-over:", ending)
    return [*lines, f"Do it with: leeway migration run --batch {batch} --by C-1 --yes"]


def _some(heading: str, lines: "tuple[str, ...] | list[str]") -> list[str]:
    if not lines:
        return []
    rest = [f"  and {len(lines) - SHOWN} more: --json lists all"] if len(lines) > SHOWN else []
    return [heading, *(f"  {line}" for line in lines[:SHOWN]), *rest]


async def _hand_over(source: Custodian, to: Custodian, said: str | None, by: str, *, as_json: bool) -> int:
    from infra.handovers import HandOverBook
    from workflows.migration import Migration

    async with connection.office() as opened:
        voice = await people.coordinator(opened, by)
        batch = await batches.named(opened, said, source)
        handle, is_new = await batches.begin(opened, Migration(batch=batch, source=source, to=to, by=voice.by))
        if not as_json:
            answers.say(BEGUN if is_new else BEGUN_BEFORE)
        report = await _ended(opened, handle, batch)
        book = HandOverBook(opened.database)
        refused = [row for row in await book.of_batch(batch) if row.state.startswith("refused")]
        late = await book.left_out(batch, source=source.value, ended_now=True)
    if as_json:
        left = [{"reference": row.reference, "state": row.state} for row in refused]
        told = {"dry_run": False, "is_new": is_new, "report": report.model_dump(mode="json"), "refused": left}
        answers.give(told | {"not_in_this_batch": late})
    else:
        answers.say(*_report_lines(report, refused), *_late_lines(late))
    return Exit.FAILED if report.unequal or report.refused or late else Exit.DONE


def _late_lines(late: int) -> list[str]:
    """A batch that is over takes nothing more: what came while it ran needs another."""
    if not late:
        return []
    return [f"{batches.counted(late)} came too late for this batch. Look at the next one: leeway migration run"]


async def _ended(opened: "Office", handle: "WorkflowHandle[Any, MigrationReport]", batch: str) -> "MigrationReport":
    """The report, with progress on a terminal while it is awaited."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from infra.handovers import DONE, HandOverBook

    book = HandOverBook(opened.database)
    result = asyncio.ensure_future(handle.result())
    out = answers.console(stderr=True)
    columns = (TextColumn("cases"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as progress:
        bar = progress.add_task("cases", total=None)
        while not result.done():
            rows = await book.of_batch(batch)
            progress.update(bar, total=len(rows) or None, completed=sum(row.state in DONE for row in rows))
            await asyncio.wait((result,), timeout=_EVERY)
    return result.result()


def _report_lines(report: "MigrationReport", refused: "list[HandOver]") -> list[str]:
    lines = [
        f"{report.moved} handed over, {report.already} were there before, {report.refused} refused.",
        f"Deadlines not as they were before: {report.unequal}. Coordinators told: {report.coordinators}.",
    ]
    return lines + _some("Refused; they stay where they were:", [f"{row.reference}  {row.state}" for row in refused])
