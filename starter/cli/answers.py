"""What a command says when it did something: sentences for a person, or one JSON object for a program.

Knows: standard output, consoles, waiting for the register. Never knows: what was done. Colour comes beside words only.
"""

import asyncio
import json
import re
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    from starter.cli.connection import Books
    from workflows.view import CaseView

SECONDS = 6.0
"""How long a command waits to see in the register what it set in motion. What is said to a case is kept anyway."""

_EVERY = 0.1

NOT_YET = "The register does not show it yet. It is kept and will be done; look again with `leeway case show`."


def console(*, stderr: bool = False) -> "Console":
    """Standard output, or standard error for what only a person at a terminal wants, as wide as the terminal is."""
    from rich.console import Console

    return Console(highlight=False, emoji=False, stderr=stderr)


def say(*parts: "RenderableType") -> None:
    """To a person. Text is taken as it is: what people typed must not turn into colours, nor move the cursor."""
    from rich.text import Text

    out = console()
    for part in parts:
        out.print(_Harmless(Text(part) if isinstance(part, str) else part))


_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal obeys instead of showing it: control characters, and those that turn the direction of writing."""


def harmless(text: str) -> str:
    """Text with control characters spelled out, such as \\x1b."""
    return _OBEYED.sub(lambda found: ascii(found[0])[1:-1], text)


class _Harmless:
    """Anything for a console, its text made harmless when it is already laid out: colours of ours stay."""

    def __init__(self, part: "RenderableType") -> None:
        self._part = part

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "Iterator[Segment]":
        for segment in console.render(self._part, options):
            yield segment if segment.control else segment._replace(text=harmless(segment.text))


def give(answer: Any) -> None:
    """To a program."""
    sys.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False, default=str) + "\n")


async def seen(
    look: Callable[[], Awaitable["CaseView | None"]], holds: Callable[["CaseView"], bool], seconds: float | None = None
) -> "CaseView | None":
    """The case once it shows what is waited for; None if it does not in time."""
    give_up_at = time.monotonic() + (SECONDS if seconds is None else seconds)
    while True:
        view = await look()
        if view is not None and holds(view):
            return view
        if time.monotonic() >= give_up_at:
            return None
        await asyncio.sleep(_EVERY)


async def tell_case(books: "Books", view: "CaseView | None", told: str, *, as_json: bool, **fields: Any) -> None:
    """What was done, and where the case stands now; `view` None: the register does not show it yet."""
    from starter.cli import case_file, case_screen

    if as_json:
        give(fields | {"told": told, "case": view.model_dump(mode="json") if view else None})
        return
    if view is None:
        say(told, NOT_YET)
        return
    say(told, "", case_screen.brief(view, await case_file.people_of(books, view)))
