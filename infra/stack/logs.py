"""What the parts of a stack say: a coloured prefix and a line on the terminal, and a file each in the home's logs.

Knows: names of parts, colours. Never knows: what a line means.
"""

from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.text import Text

from infra.stack.places import own_folder

_COLOURS = {"temporal": "blue", "minio": "magenta", "mail": "green", "worker": "cyan", "stack": "bold"}
_WIDTH = max(map(len, _COLOURS))


class Logs:
    """Takes lines of parts. The files are begun anew with each run, so they do not grow for ever."""

    def __init__(self, folder: Path, console: Console) -> None:
        self._folder = folder
        self._console = console
        self._files: dict[str, TextIO] = {}

    def line(self, name: str, line: str) -> None:
        """One line of one part, to the terminal (colour only where it is one) and to its file."""
        if not line:
            return
        self._file(name).write(line + "\n")
        prefix = Text(f"{name:<{_WIDTH}} │ ", style=_COLOURS.get(name, "yellow"))
        self._console.print(prefix + Text(line), soft_wrap=True)

    def close(self) -> None:
        for each in self._files.values():
            each.close()
        self._files.clear()

    def _file(self, name: str) -> TextIO:
        if name not in self._files:
            own_folder(self._folder)
            self._files[name] = (self._folder / f"{name}.log").open("w", encoding="utf-8", buffering=1)
        return self._files[name]
