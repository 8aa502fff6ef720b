"""Options that several commands share, so that each is named, read and explained in one place.

Knows: names, forms of writing, words of help. Never knows: what a command does with them.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer

from starter.cli import typed
from workflows.case.said import Channel
from workflows.rules.reasons import LeaveReason


def one_of(kind: type[StrEnum], words: str) -> str:
    """Help for a choice, with the choices in it: in the column of types they would be torn apart."""
    return f"{words} One of: {', '.join(kind)}."


Reference = Annotated[
    str, typer.Argument(parser=typed.reference, metavar="REFERENCE", help="The case, like LV-7K4Q-92XH.")
]
AsJson = Annotated[bool, typer.Option("--json", metavar="", help="Answer with one JSON object, errors too.")]
By = Annotated[str, typer.Option("--by", metavar="C-1", help="Who decides: a coordinator of the directory.")]
Door = Annotated[
    Channel, typer.Option("--channel", metavar="DOOR", help=one_of(Channel, "The door through which this came."))
]
Agent = Annotated[
    str | None,
    typer.Option("--agent", parser=typed.opaque, metavar="A7", help="Who took it down there, as a short sign."),
]


def yes_or_no(name: str, words: str) -> Any:
    """An option that is yes, no, or not said: what nobody says is not known."""
    return typer.Option(f"--{name}", metavar="yes|no", help=f"{words} Left out: nobody knows.")


PeriodNumber = Annotated[int, typer.Option("--period", min=1, metavar="N", help="Which period, as the case lists it.")]
Reason = Annotated[
    LeaveReason | None,
    typer.Option("--reason", metavar="REASON", help=one_of(LeaveReason, "Which certification, if there are several.")),
]
FirstDay = Annotated[
    date | None, typer.Option("--from", parser=typed.day, metavar="DAY", help="First day, like 2026-03-30.")
]
LastDay = Annotated[
    typed.LastDay | None,
    typer.Option("--to", parser=typed.last_day, metavar="DAY", help="Last day, or the word open."),
]
AsSignal = Annotated[
    bool,
    typer.Option("--as-signal", metavar="", help="Send it as a batch would: a refusal becomes a task, not an answer."),
]
