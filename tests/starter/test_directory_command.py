"""`leeway directory import`: what was kept and what was not, told to a person and to a program."""

from pathlib import Path

import pytest

from infra.directory_import import Report
from infra.directory_reading import RefusedLine
from infra.directory_spans import SERVICE_RECORDS, WITHHELD
from starter.cli.directory import _lines
from tests.starter.terminal import EXAMPLE, Terminal

NOBODY_GONE = {"vanished": [], "refused": [], "supervisors_gone": [], "people_without": 0}
OF_PEOPLE = ("agency", "body", "coordinator", "employee", "supervision", "schedule", "roster", "overtime")


async def test_the_example_is_good_and_importing_it_again_changes_nothing(terminal: Terminal) -> None:
    lines = len(EXAMPLE.read_text(encoding="utf-8").splitlines()) - 1
    before = await terminal.settled()
    report = await terminal.done("directory", "import", EXAMPLE)
    assert report == {"added": 0, "changed": 0, "unchanged": lines, **NOBODY_GONE}
    assert terminal.content() == before


def test_the_example_has_every_kind_of_line_and_a_vacant_post() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()[1:]
    kinds = {line.partition(",")[0] for line in lines}
    assert kinds == {*OF_PEOPLE, *SERVICE_RECORDS}
    assert any("vacant" in line for line in lines)
    assert all("example.org" in line for line in lines if "@" in line)


async def test_bad_lines_are_told_and_good_ones_kept(terminal: Terminal, tmp_path: Path) -> None:
    good = EXAMPLE.read_text(encoding="utf-8")
    file = tmp_path / "people.csv"
    nobody = "employee,,1099,Larch Sample,larch at example,,PARKS,2020-01-01\n"
    fresh = "employee,,1098,Fir Sample,n1098@staff.example.org,,PARKS,2020-01-01\n"
    file.write_text(good + nobody + fresh, encoding="utf-8")
    ended = await terminal.type("directory", "import", file)
    line = len(good.splitlines()) + 1
    assert ended.code == 1
    assert f"Kept: {line - 1} of {line} lines (1 added, 0 changed, {line - 2} unchanged)." in ended.out
    assert "Not kept: 1 line; every other line is. Mend what is wrong and import the file again:" in ended.out
    assert f"line {line}: email" in ended.out
    assert "larch at example" not in ended.out
    again = await terminal.type("directory", "import", EXAMPLE, "--json")
    assert (again.code, again.json()["vanished"]) == (0, ["employee 1098"])


async def test_a_file_that_is_wanted_whole_is_refused_for_one_bad_line(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    hours = "hours,1098,2026-01-01,2026-01-31,-1,,,,\n"
    fresh = "employee,1098,,,,Fir Sample,n1098@staff.example.org,PARKS,2020-01-01\n"
    file.write_text("record,number,first_on,last_on,hours,name,email,agency,hired_on\n" + hours + fresh)
    before = await terminal.settled()
    ended = await terminal.type("directory", "import", file, "--whole")
    assert ended.code == 2
    assert "Nothing is imported: not every line is good." in ended.out
    assert "Refused: 1 line. Mend what is wrong and import the file again:" in ended.out
    assert "line 2: hours" in ended.out
    assert (await terminal.type("directory", "import", file, "--whole", "--json")).json()["added"] == 0
    assert terminal.content() == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the first line must name the columns"),
        (b"name,number\nRowan,1\n", "the first line must name the columns"),
        (b"record,ref,name\n", "there is no line in it but the first"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
    ],
)
async def test_a_file_that_is_no_directory_changes_nothing(
    terminal: Terminal, tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    before = terminal.content()
    ended = await terminal.type("directory", "import", file)
    assert (ended.code, ended.out) == (2, "")
    assert sentence in ended.error
    assert terminal.content() == before


async def test_a_file_without_a_good_line_ends_like_one_of_which_nothing_was_written(
    terminal: Terminal, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("record,number,first_on,last_on,hours\nhours,1001,2026-01-01,2026-01-31,-1\n")
    before = await terminal.settled()
    ended = await terminal.type("directory", "import", file)
    assert (ended.code, terminal.content()) == (2, before)
    assert "Nothing is imported: not every line is good." in ended.out


@pytest.mark.parametrize(
    ("refused", "first", "last"),
    [
        (0, "Kept: all 5 lines (2 added, 1 changed, 2 unchanged).", None),
        (2, "Kept: 5 of 7 lines (2 added, 1 changed, 2 unchanged).", "  line 3: is missing"),
        (25, "Kept: 5 of 30 lines (2 added, 1 changed, 2 unchanged).", "  and 5 more: --json lists all"),
    ],
)
def test_the_end_of_an_import_says_how_many_lines_were_kept_and_which_were_not(
    refused: int, first: str, last: str | None
) -> None:
    wrong = tuple(RefusedLine(line, "is missing") for line in range(2, 2 + refused))
    told = _lines(Report(2, 1, 2, (), wrong))
    assert (told[0], told[-1]) == (first, last or first)
    if refused:
        assert f"Not kept: {refused} lines; every other line is. Mend what is wrong and import the file again:" in told


def test_a_file_of_some_people_is_warned_of_and_how_to_avoid_it() -> None:
    report = Report(0, 0, 1, ("employee 200", "employee 300"), (), supervisors_gone=("200",), people_without=1)
    told = " ".join(_lines(report))
    assert "Warning: 1 of these supervised people who are still here: 1 person has lost a supervisor" in told
    assert "import the whole file again" in told
    assert "employee 200" in told
    assert "Warning" not in " ".join(_lines(Report(0, 0, 1, ("employee 200",), ())))


def test_what_is_wrong_is_not_lost_among_the_lines_that_go_with_it() -> None:
    """Years of hours of one employee are left out because of one bad line, and this one must be seen."""
    with_it = [RefusedLine(line, WITHHELD) for line in (*range(2, 40), 41)]
    report = Report(1, 0, 0, (), (*with_it, RefusedLine(44, "hours: must be 0 or more")))
    told = _lines(report)
    assert told[1:] == [
        "Not kept: 40 lines; every other line is. Mend what is wrong and import the file again:",
        "  line 44: hours: must be 0 or more",
        f"Of these, 39 lines each {WITHHELD}: 2-39, 41.",
    ]
