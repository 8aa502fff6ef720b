"""Mutation testing of the rules: each changed in one place, and the tests of the law run against the change.

Run: python3 -m tests.mutation [--sample N] [module ...]. Works in a copy, in an environment of its own in the user's
cache; the checkout is not touched. Ends with 1 if less than nine of ten mutants are killed. With --sample, so many
mutants drawn at random from all (the seed is printed and can be given): an estimate in minutes instead of an hour.

Knows: mutmut, and which tests speak of the law. Never knows: what a rule says.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
MUTMUT = "mutmut==3.8.1"
NEEDED = 0.9
RULES = "workflows/rules"

SURVIVED = (0,)
"""Exit codes of pytest that mean: nobody noticed. Any other but None (not run) is a killed mutant."""

CONFIGURATION = """[mutmut]
source_paths=
{sources}
also_copy=
    workflows
    infra
    starter
    tests
    docs
pytest_add_cli_args_test_selection=
    tests/rules
    --ignore=tests/rules/test_purity.py
    --ignore=tests/rules/test_any_question.py
"""


def main() -> int:
    """Make the copy, run, tell."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="leeway-mutation-") as folder:
        copy = _copy(Path(folder), asked.modules)
        mutmut = _environment() / "bin" / "mutmut"
        named = _sample(copy, mutmut, asked.sample, asked.seed) if asked.sample else []
        _mutmut(copy, mutmut, "run", "--max-children", str(asked.children), *named)
        return _tell(copy)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", help="modules of workflows/rules, such as opinions; none: all")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="so many mutants, drawn at random")
    parser.add_argument("--seed", type=int, default=2026, help="of the draw")
    parser.add_argument("--children", type=int, default=os.cpu_count() or 2, help="mutants tried at once")
    return parser.parse_args()


def _copy(folder: Path, modules: list[str]) -> Path:
    copy = folder / "leeway"
    ignored = shutil.ignore_patterns(".venv", ".git", ".leeway", "__pycache__", ".mypy_cache", ".hypothesis")
    shutil.copytree(ROOT, copy, ignore=ignored)
    paths = [f"    {RULES}/{module}.py" for module in modules] or [f"    {RULES}"]
    (copy / "setup.cfg").write_text(CONFIGURATION.format(sources="\n".join(paths)))
    # A warning of the tool about itself is not a fault of ours.
    project = copy / "pyproject.toml"
    project.write_text(project.read_text().replace('  "error",\n', ""))
    return copy


def _environment() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    made = cache / "leeway" / "mutation"
    if not (made / "bin" / "mutmut").exists():
        subprocess.run([sys.executable, "-m", "venv", str(made)], check=True)
        pip = [str(made / "bin" / "pip"), "install", "--quiet"]
        subprocess.run([*pip, "-r", str(ROOT / "requirements.lock")], check=True)
        subprocess.run([*pip, MUTMUT], check=True)
    return made


def _mutmut(copy: Path, mutmut: Path, *words: str, errors: int | None = None) -> None:
    """Its picture of progress is for a terminal; only its end is of use here. A survivor is no error."""
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "mutation"}
    command = [str(mutmut), *words]
    subprocess.run(command, cwd=copy, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=errors)


def _sample(copy: Path, mutmut: Path, count: int, seed: int) -> list[str]:
    # It makes all mutants, and then says that none is called so: to nobody.
    _mutmut(copy, mutmut, "run", "no.such.mutant", errors=subprocess.DEVNULL)
    every = sorted(_outcomes(copy))
    sys.stdout.write(f"{len(every)} mutants; {min(count, len(every))} drawn with seed {seed}\n")
    sys.stdout.flush()
    return random.Random(seed).sample(every, min(count, len(every)))  # noqa: S311 - a draw, not a secret


def _outcomes(copy: Path) -> dict[str, int | None]:
    """Each mutant and how the tests ended against it; None: not run."""
    found: dict[str, int | None] = {}
    for kept in sorted((copy / "mutants" / RULES).rglob("*.meta")):
        found |= json.loads(kept.read_text())["exit_code_by_key"]
    return found


def _tell(copy: Path) -> int:
    run = {name: code for name, code in _outcomes(copy).items() if code is not None}
    survivors = sorted(name for name, code in run.items() if code in SURVIVED)
    for module, count in sorted(Counter(name.split(".")[2] for name in survivors).items()):
        sys.stdout.write(f"{module}: {count} survived\n")
    sys.stdout.writelines(f"  {name}\n" for name in survivors)
    if not run:
        sys.stdout.write("No mutant was tried: the tests fail without any change. Run: pytest tests/rules\n")
        return 1
    killed = 1 - len(survivors) / len(run)
    sys.stdout.write(f"{len(run)} mutants run, {len(run) - len(survivors)} killed: {killed:.1%}\n")
    return 0 if killed >= NEEDED else 1


if __name__ == "__main__":
    sys.exit(main())
