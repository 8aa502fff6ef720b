"""The house stays readable: short files, short functions, heads that say what a module knows. No clock in a workflow.

Each test lists what breaks its rule, so that a red one names everything to mend.
"""

import ast
from pathlib import Path

from tests.structure.sources import ROOT, calls, functions, modules, tree

LONGEST_MODULE = 400
LONGEST_FUNCTION = 45

WITHOUT_HEAD = {
    "infra/migrations/env.py": "run by Alembic, which gives it its shape",
    "infra/migrations/versions/": "written once by Alembic and never touched again",
    "infra/docker/make_secrets.py": "says what it never prints instead",
    "starter/demo/__init__.py": "a package's own word; its modules have heads",
    "starter/demo/stories/": "a story tells who it is about; what stories know stands in the modules around them",
}
"""Modules whose docstring need not say what they know, and why."""

OUTSIDE = {"os", "pathlib", "random", "secrets", "socket", "subprocess", "threading", "time", "uuid"}
"""Standard modules that no workflow may touch: they answer differently at a replay."""

MODULES = modules()
WORKFLOWS = [module for module in MODULES if module.parts[0] == "workflows"]


def imported(module: Path) -> set[str]:
    """Top names of what a module imports."""
    found: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


def test_every_module_is_short_enough_to_read() -> None:
    lengths = {str(module): len((ROOT / module).read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    # A migration is a list of operations, as long as the tables are many.
    written = [module for module in MODULES if "versions" not in module.parts]
    lengths = {f"{module}: {name}": length for module in written for name, length in functions(module)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_every_module_has_a_head() -> None:
    assert [str(module) for module in MODULES if not ast.get_docstring(tree(module))] == []


def test_the_head_says_what_the_module_knows_and_what_it_never_knows() -> None:
    heads = {str(module): ast.get_docstring(tree(module)) or "" for module in MODULES}
    said = {name: " ".join(head.split()) for name, head in heads.items()}
    silent = [name for name, head in said.items() if "Knows:" not in head or "Never knows" not in head]
    assert [name for name in silent if not name.startswith(tuple(WITHOUT_HEAD))] == []


def test_no_exception_has_outlived_its_module() -> None:
    known = [str(module) for module in MODULES]
    exempt = tuple(WITHOUT_HEAD)
    assert [name for name in exempt if not any(module.startswith(name) for module in known)] == []


def test_no_workflow_asks_a_clock_but_the_workflow_s_own() -> None:
    asked = {f"{module}: {name}" for module in WORKFLOWS for name in calls(module)}
    clocks = {each for each in asked if each.rpartition(".")[2] in ("now", "utcnow", "today")}
    assert {each for each in clocks if not each.endswith(": workflow.now")} == set()


def test_no_workflow_imports_what_answers_differently_at_a_replay() -> None:
    assert {str(module): imported(module) & OUTSIDE for module in WORKFLOWS if imported(module) & OUTSIDE} == {}


def test_nothing_is_printed_past_the_person_who_asked() -> None:
    assert [str(module) for module in MODULES if {"print", "breakpoint"} & set(calls(module))] == []
