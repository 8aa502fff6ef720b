"""`leeway case show` and `list`: what the register knows. No workflow is woken, and Temporal may be down.

Knows: filters, and that what is overdue comes first. Never knows: what may be seen by whom.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from starter.cli import answers, connection, people, words
from starter.cli.options import AsJson, Reference, one_of
from workflows.case.said import Custodian
from workflows.case.status import CaseStatus

if TYPE_CHECKING:
    from workflows.view import CaseView

MOST = 5000
"""Cases that are read to find those that come first."""

Full = Annotated[bool, typer.Option("--full", metavar="", help="The whole history.")]
Status = Annotated[
    CaseStatus | None, typer.Option("--status", metavar="STATE", help=one_of(CaseStatus, "Only in this state."))
]
In = Annotated[
    Custodian | None, typer.Option("--custodian", metavar="WHO", help=one_of(Custodian, "Only in these hands."))
]
Of = Annotated[str | None, typer.Option("--coordinator", metavar="C-1", help="Only of this coordinator.")]
About = Annotated[str | None, typer.Option("--employee", metavar="NUMBER", help="Only of this employee.")]
Closed = Annotated[bool, typer.Option("--all", metavar="", help="Closed ones too.")]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=MOST, help="At most so many.")]

FAR = datetime.max.replace(tzinfo=UTC)


def show(reference: Reference, is_full: Full = False, as_json: AsJson = False) -> None:
    """Show a case: whose turn it is, what is due, and everything that happened."""
    connection.run(_show(reference, is_full=is_full, as_json=as_json))


async def _show(reference: str, *, is_full: bool, as_json: bool) -> None:
    from starter.cli import case_file, case_screen

    async with connection.books() as books:
        file = await case_file.gather(books, reference)
    if as_json:
        answers.give(file.as_json())
    else:
        answers.say(case_screen.whole(file, is_full=is_full))


def list_cases(
    status: Status = None,
    custodian: In = None,
    coordinator: Of = None,
    employee: About = None,
    closed: Closed = False,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List cases: what is overdue first, then by what is due next."""
    wanted = {
        "status": status.value if status else None,
        "custodian": custodian.value if custodian else None,
        "coordinator": coordinator.strip().upper() if coordinator else None,
        "is_open": None if closed or status is CaseStatus.CLOSED else True,
    }
    connection.run(_list(wanted, employee, limit, as_json=as_json))


async def _list(wanted: dict[str, str | bool | None], number: str | None, limit: int, *, as_json: bool) -> None:
    from starter.cli import case_file, list_screen

    async with connection.books() as books:
        person = await people.employee(books.database, number) if number else None
        found = await books.register.find(**wanted, employee=person.ref if person else None, limit=MOST)  # type: ignore[arg-type]
        first = sorted(found, key=_comes)[:limit]
        named = [(view, await case_file.people_of(books, view)) for view in first]
    if as_json:
        answers.give({"cases": [view.model_dump(mode="json") for view in first], "found": len(found)})
    else:
        answers.say(*list_screen.lines(named, found=len(found)))


def _comes(view: "CaseView") -> tuple[bool, datetime, str]:
    overdue, ahead = words.overdue(view), words.ahead(view)
    due_at = overdue[0].due_at if overdue else ahead.due_at if ahead else FAR
    return not overdue, due_at, view.reference
