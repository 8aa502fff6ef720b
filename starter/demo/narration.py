"""The running commentary: one line for each thing that happens, under the case's own date.

Knows: how a line looks, on a terminal and in a file. Never knows: what a story is about.
"""

from datetime import datetime

from rich.console import Console
from rich.markup import escape

from workflows.rules.calendar import NEW_YORK


class Narrator:
    """Says lines, and counts which expectations held."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.held: list[str] = []
        self.failed: list[str] = []

    def chapter(self, title: str, words: str) -> None:
        """A story begins."""
        self.console.print(f"\n[bold]{escape(title)}[/]")
        self.console.print(f"[dim]{escape(words)}[/]", soft_wrap=True)

    def line(self, words: str, *, at: datetime, reference: str | None) -> None:
        """Something happened to a case, at its own time."""
        when = f"{at.astimezone(NEW_YORK):%a %d %b %Y %H:%M}"
        self.console.print(f"[cyan]{when}[/]  {reference or ' ' * 12}  {escape(words)}", soft_wrap=True)

    def expectation(self, what: str, *, holds: bool) -> None:
        """Whether something is as it should be. Said in words, since colour alone is not seen by everyone."""
        (self.held if holds else self.failed).append(what)
        mark = "[green]  ok [/]" if holds else "[bold red]  NOT[/]"
        self.console.print(f"{' ' * 23}{mark}  {escape(what)}", soft_wrap=True)

    def letter(self, text: str) -> None:
        """A mail, read aloud."""
        for line in text.strip().splitlines():
            self.console.print(f"{' ' * 25}[italic]| {escape(line)}[/]", soft_wrap=True)

    def note(self, words: str) -> None:
        """A line about the demo itself."""
        self.console.print(escape(words), soft_wrap=True)
