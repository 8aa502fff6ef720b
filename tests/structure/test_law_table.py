"""The table of `docs/the-law.md`: every rule that has a citation, and the modules that apply it. It cannot grow old."""

import re
import tomllib

from tests.structure.sources import ROOT

RULES = ROOT / "workflows" / "rules"
NUMBERS = ("answers.py", "choices.py", "lawful.py", "policy.py", "policy_values.py", "statutes.py")
"""Modules that name rules beside numbers, and apply none."""

ELSEWHERE = {
    "F9": "service goals: `workflows/patience.py`, the demo measures them",
    "G4": "`workflows/case/denying.py`: denied by two people",
    "J9": "every clock of a case, missed ones kept",
    "L1": "register, ledger and history",
    "L3": "consent and papers: `workflows/case/intake.py`, `starter/cases.py`",
    "N12": "information alone, no rule",
}
"""Rules that no calculator answers, and where they are kept instead."""


def citations() -> dict[str, str]:
    """Rule to the text it rests on."""
    folder = ROOT / "infra" / "policies"
    statutes = tomllib.loads((folder / "statutes-2026.toml").read_text())
    policy = tomllib.loads((folder / "massachusetts-executive-2026.toml").read_text())
    return {**statutes["citations"], **policy["citations"]}


def applied(rule: str) -> str:
    """The modules that apply a rule, as the table writes them."""
    files = [f for f in sorted(RULES.glob("*.py")) if f.name not in NUMBERS and f'"{rule}"' in f.read_text()]
    return ", ".join(f"`{file.name}`" for file in files) or ELSEWHERE[rule]


def in_order(rule: str) -> tuple[str, int, int, str]:
    """1.2 before 1.2-FAM before C1 before C10."""
    found = re.fullmatch(r"([A-Z]?)(\d+)(?:\.(\d+))?(?:-([A-Z]+))?", rule)
    assert found is not None
    return found[1], int(found[2]), int(found[3] or 0), found[4] or ""


def table() -> str:
    """The table as it must be."""
    rules = citations()
    rows = [f"| {rule} | {rules[rule]} | {applied(rule)} |" for rule in sorted(rules, key=in_order)]
    return "\n".join(["| rule | stands in | applied by |", "|---|---|---|", *rows])


def test_the_table_of_the_law_says_which_module_applies_which_rule() -> None:
    written = (ROOT / "docs" / "the-law.md").read_text(encoding="utf-8")
    assert table() in written, f"replace the table of docs/the-law.md by:\n{table()}"


def test_no_rule_is_said_to_be_elsewhere_that_a_module_applies() -> None:
    assert [rule for rule in ELSEWHERE if applied(rule) != ELSEWHERE[rule]] == []
