"""Cases on a terminal, a line each.

Knows: what of a case a line has room for. Never knows: how cases were chosen or put in order.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from starter.cli import words

if TYPE_CHECKING:
    from starter.cli.case_file import CasePeople
    from workflows.view import CaseView


def lines(cases: Sequence[tuple["CaseView", "CasePeople"]], *, found: int) -> list[RenderableType]:
    """The cases with their employees' numbers, and how many there are."""
    if not cases:
        return ["No case is as asked for. `leeway case list --all` shows closed ones too."]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in ("reference", "employee", "status", "turn", "with", "due"):
        table.add_column(column, overflow="fold", no_wrap=column == "reference")
    for view, people in cases:
        table.add_row(*_line(view, people))
    left_out = f" {len(cases)} of them are shown; --limit shows more." if len(cases) < found else ""
    return [table, Text(f"{found} case{'s' if found != 1 else ''}.{left_out}", style="dim")]


def _line(view: "CaseView", people: "CasePeople") -> list[Text]:
    status, turn = words.plain(view.status), words.turn(view, clearance_to=people.clearance_to)
    return [*map(Text, (view.reference, people.number, status, turn, view.coordinator or "-")), _due(view)]


def _due(view: "CaseView") -> Text:
    """What is overdue, in words; else what is due next."""
    for first in words.overdue(view)[:1]:
        return Text(f"{first.due_on} {words.due(first.kind)}, overdue", style="red")
    ahead = words.ahead(view)
    return Text(f"{ahead.due_on} {words.due(ahead.kind)}" if ahead else "-")
