"""No clock, no I/O, no Temporal, no floats and no sets in the rules: what replay and exactness rest on."""

import ast
from pathlib import Path

import pytest

import workflows.rules

FILES = sorted(Path(workflows.rules.__path__[0]).glob("*.py"))
ALLOWED = (
    *(
        "bisect",
        "calendar",
        "collections.abc",
        "datetime",
        "enum",
        "fractions",
        "functools",
        "itertools",
        "math",
        "typing",
    ),
    *("zoneinfo", "pydantic", "workflows.rules", "workflows.values"),
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_rule_imports_nothing_that_could_look_outside(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text())):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            assert name.startswith(ALLOWED), name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_rule_asks_no_clock_and_uses_no_float_or_set(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text())):
        assert not isinstance(node, ast.Set | ast.SetComp), ast.dump(node)
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), ast.dump(node)
        called = node.func if isinstance(node, ast.Call) else None
        name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
        assert name not in ("now", "today", "utcnow", "open", "float", "set", "frozenset", "print", "uuid4"), name
