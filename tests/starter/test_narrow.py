"""A page of 80 columns can be read: no column is squeezed to a few letters by a long neighbour."""

from io import StringIO

import pytest
from rich.console import Console, Group

from starter.cli.case_screen import _section
from starter.explain.case_page import _clocks
from tests.case.telling import at
from tests.starter.test_explain_stored import certified, rows, surgery

BOUND = "sufficient, opinions: bound by third, which does not certify the need"
MISSING = "treatment dates, episode frequency, episode length"
SECTIONS = [
    (("", "reason", "state", "missing"), ("1", "own condition", BOUND, MISSING)),
    (
        ("due", "what", "state", "rule"),
        (
            "Tue 2026-03-17",
            "the day on which eligibility is asked again, by itself",
            "met 2026-03-10, extended 2x",
            "G2  29 CFR 825.305(b), 825.313(b)",
        ),
    ),
]


def printed(shown: object) -> list[str]:
    """Lines of 80 columns."""
    out = StringIO()
    Console(file=out, width=80).print(shown)
    return [line.rstrip() for line in out.getvalue().splitlines()]


@pytest.mark.parametrize(("columns", "row"), SECTIONS)
def test_a_long_entry_leaves_its_neighbours_whole_words(columns: tuple[str, ...], row: tuple[str, ...]) -> None:
    lines = printed(Group(*_section("Title", columns, [row])))
    assert len(lines) <= 8
    shown = {word for line in lines for word in line.split()}
    assert {word for cell in row for word in cell.split()} <= shown


def test_the_clocks_of_an_explained_case_keep_their_words() -> None:
    known = rows(certified(surgery(), at("2026-03-10")), at("2026-03-12"))
    lines = printed(_clocks(known))
    shown = {word for line in lines for word in line.split()}
    rule = next(clock for clock in known.clocks)
    assert {*rule.citation.split(), *str(rule.due_on).split()} <= shown
    assert len(lines) <= 6 * (len(known.clocks) + 1)
