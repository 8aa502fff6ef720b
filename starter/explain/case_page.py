"""A stored case explained, on a terminal and for programs: its clocks, what the rules answer, and what is missing.

Knows: how it is laid out. Never knows: the law, or where anything is kept.
"""

from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from starter.cli import words
from starter.explain.page import page
from starter.explain.stored import Explained, Known

if TYPE_CHECKING:
    from workflows.view import DeadlineView


def case_page(known: Known, answers: tuple[Explained, ...]) -> Group:
    """All of it, the clocks first."""
    recorded_by = f"{known.recorded_by:%Y-%m-%d %H:%M:%S} UTC"
    parts: list[RenderableType] = [Text(known.view.reference, style="bold"), Text(known.view.status_words), ""]
    parts += [Text("Clocks, each with its rule", style="bold"), _clocks(known)]
    for explained in answers:
        parts += ["", Text(explained.heading, style="bold underline"), page(explained.answer, recorded_by=recorded_by)]
    if known.tasks:
        parts += ["", Text("Open tasks, which ask for what is missing", style="bold")]
        parts += [Text(f"  {task.role}: {words.task(task.kind)}") for task in known.tasks]
    return Group(*parts)


def as_json(known: Known, answers: tuple[Explained, ...]) -> dict[str, Any]:
    """The same for a program."""
    return {
        "reference": known.view.reference,
        "recorded_by": known.recorded_by.isoformat(),
        "deadlines": [deadline.model_dump(mode="json") for deadline in known.view.deadlines],
        "answers": [
            {"question": each.question, "heading": each.heading, "answer": each.answer.model_dump(mode="json")}
            for each in answers
        ],
        "tasks": [{"kind": task.kind, "role": task.role} for task in known.tasks],
    }


def _clocks(known: Known) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("due", "what", "state", "rule", "counted from"):
        table.add_column(heading)
    for deadline in sorted(known.view.deadlines, key=lambda each: each.due_at):
        rule = f"{deadline.rule}, {deadline.citation}"
        row = (str(deadline.due_on), words.due(deadline.kind), words.state_of(deadline), rule, _counted(deadline))
        table.add_row(*map(Text, row))
    return table


def _counted(deadline: "DeadlineView") -> str:
    given = dict(deadline.inputs)
    if "counted_from" not in given:
        return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in given.items())
    return f"{given['counted_from']} + {given['count']} {given['unit']}"
