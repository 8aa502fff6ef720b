"""Our own source as text and as syntax trees: what the structural tests read.

Knows: files. Never knows: what they should look like.
"""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from infra.stack import places

ROOT = places.ROOT
PACKAGES = ("workflows", "activities", "starter", "infra")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> list[Path]:
    """Every module of ours that holds code, relative to the root: the four packages and the worker."""
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    return [file.relative_to(ROOT) for file in (*files, ROOT / "worker.py") if file.stat().st_size]


@cache
def tree(module: Path) -> ast.Module:
    """The module as a syntax tree."""
    return ast.parse((ROOT / module).read_text(encoding="utf-8"))


def functions(module: Path) -> Iterator[tuple[str, int]]:
    """Name and length in lines of every function, its decorators and the functions inside it counted."""
    for node in ast.walk(tree(module)):
        if isinstance(node, Function):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            yield node.name, (node.end_lineno or first) - first + 1


def calls(module: Path) -> Iterator[str]:
    """What is called, as far as it is a dotted name: `datetime.now`, `print`."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def tracked() -> list[Path]:
    """Every file of the repository, relative to the root."""
    # Another user's checkout (a container, a CI) is read all the same.
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = [Path(name) for name in listed.stdout.split("\0") if name]
    return [file for file in files if (ROOT / file).is_file()]
