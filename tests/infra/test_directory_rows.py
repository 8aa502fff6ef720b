"""What a line of a directory must say. Whatever is let in here, the rules of schedules and records must take."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from infra.directory_made import key_of, place_of, row_of
from infra.directory_reading import AnyLine, read
from tests.infra.people import (
    AGENCY,
    COORDINATOR,
    HOURS,
    OVERTIME,
    PERSON,
    ROSTER,
    SAMPLE,
    SCHEDULE,
    SUPERVISION,
    file_of,
)
from workflows.rules.schedule import Assignment
from workflows.rules.shifts import WallShift

KINDS = get_args(get_args(AnyLine)[0])
DAY_WORDS = "shifts are written like `09:00-17:30/30`, parted by semicolons, or `none`"
OVERTIME_WORDS = (
    "overtime is written like `17:30-21:30 mandatory`, or voluntary or unknown, parted by semicolons, or `none`"
)
DOCS = Path(__file__).parents[2] / "docs"
TOLD = (DOCS / "people-file.md").read_text(encoding="utf-8")
EXAMPLE = (DOCS / "people-example.csv").read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_of_a_kind_of_line_is_told(kind: type[BaseModel]) -> None:
    record = kind.model_fields["record"].annotation
    (row,) = [line for line in TOLD.splitlines() if line.startswith(f"| `{get_args(record)[0]}` |")]
    for column in kind.model_fields:
        office, _, what = column.partition("_")
        is_office = office in ("hr", "liaison", "ada", "adjuster")
        assert column == "record" or (
            f"`{office}_`" in row and f"`{what}`" in row if is_office else f"`{column}`" in row
        )


@pytest.mark.parametrize("file", [SAMPLE, EXAMPLE])
def test_the_place_of_a_line_is_that_of_its_row(file: bytes) -> None:
    for line in read(file).good:
        row = row_of(line.said)
        assert place_of(line.said) == (type(row), key_of(row))


def test_every_kind_of_line_has_its_place() -> None:
    assert {type(line.said) for line in read(EXAMPLE).good} == set(KINDS)


def reason(line: dict[str, str]) -> str | None:
    """Why a line is refused; None if it is not."""
    found = read(file_of(line))
    return found.refused[0].reason if found.refused else None


def said(line: dict[str, str]) -> Any:
    """A good line, as it is understood."""
    found = read(file_of(line))
    assert found.refused == []
    return found.good[0].said


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (PERSON | {"email": "rowan"}, "email"),
        (PERSON | {"email": "rowan@staff"}, "email"),
        (PERSON | {"email": "röwan@staff.example.org"}, "email"),
        (PERSON | {"email": "a;b@staff.example.org"}, "email"),
        (PERSON | {"email": "rowan@staff.example.org>"}, "email"),
        (PERSON | {"hired_on": "03/02/2015"}, "hired_on"),
        (PERSON | {"hired_on": "1425254400"}, "hired_on"),
        (PERSON | {"hired_on": "2015-02-30"}, "hired_on"),
        (PERSON | {"hired_on": ""}, "hired_on"),
        (PERSON | {"language": "tlh"}, "language"),
        (PERSON | {"exempt": "maybe"}, "exempt"),
        (PERSON | {"name": "Ro\x00wan"}, "name"),
        (PERSON | {"name": "x" * 201}, "name"),
        (PERSON | {"hours": "12"}, "hours"),
        (COORDINATOR | {"custodian": "union"}, "custodian"),
        (HOURS | {"hours": "nan"}, "hours"),
        (HOURS | {"hours": "-1"}, "hours"),
        (SCHEDULE | {"cycle_days": "0"}, "cycle_days"),
        (SCHEDULE | {"cycle_days": "367"}, "cycle_days"),
    ],
)
def test_a_bad_value_is_refused_with_its_column(line: dict[str, str], column: str) -> None:
    told = reason(line)
    assert told is not None
    assert told.startswith(f"{column}: ")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (PERSON | {"left_on": "2015-03-01"}, "left_on is before hired_on"),
        (HOURS | {"last_on": "2025-12-31"}, "last_on is before first_on"),
        (SCHEDULE | {"to_on": "2020-01-05"}, "to_on is before from_on"),
        (SCHEDULE | {"shifts": "8 09:00-17:00"}, "a shift lies outside the cycle"),
        (SUPERVISION | {"supervisor": " 100 "}, "nobody supervises themselves"),
    ],
)
def test_columns_that_contradict_each_other_are_refused(line: dict[str, str], words: str) -> None:
    assert reason(line) == words


@pytest.mark.parametrize(
    "shifts",
    [
        "9-5",
        "1 9:00-17:00",
        "1 09:00",
        "1 09:00-24:00",
        "1 09:00:30-17:00",
        "1 09:00+02:00-17:00",
        "0 09:00-17:00",
        "5-1 09:00-17:00",
        "1-999999999 09:00-17:00",
        "1 09:00-17:00/-30",
        "1 09:00-17:00/1440",
        "1 09:00-17:00/half",
        "1 09:00-17:00/30@noon",
        "1 09:00-17:00/0@12:00",
        "1 09:00-17:00/30@16:45",
        "Monday 09:00-17:00",
    ],
)
def test_shifts_that_the_rules_would_not_take_are_refused(shifts: str) -> None:
    assert reason(SCHEDULE | {"shifts": shifts}) == (
        "shifts: shifts are written like `1-5 09:00-17:30/30`, parted by semicolons"
    )


@given(
    st.one_of(
        st.text(alphabet="0123456789-:/@; ", max_size=24),
        st.from_regex(
            r"[0-9]{1,3}(-[0-9]{1,3})? [0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}(/[0-9]{1,4}(@[0-9]{2}:[0-9]{2})?)?",
            fullmatch=True,
        ),
    )
)
def test_whatever_shifts_are_let_in_the_rules_take_them(shifts: str) -> None:
    for line in read(file_of(SCHEDULE | {"shifts": shifts, "cycle_days": "366"})).good:
        fields = row_of(line.said).model_dump(exclude={"employee_number", "recorded_at"})
        Assignment.model_validate(fields | {"shifts": json.loads(fields["shifts"])})


def test_shifts_are_read_as_they_are_meant() -> None:
    line = said(SCHEDULE | {"cycle_days": "14", "shifts": "1-2 09:00-17:30/30; 8 19:00-07:00; 9 19:00-07:00/30@01:00"})
    assert json.loads(line.shifts) == [
        {"position": 1, "starts": "09:00:00", "ends": "17:30:00", "unpaid_break_minutes": 30},
        {"position": 2, "starts": "09:00:00", "ends": "17:30:00", "unpaid_break_minutes": 30},
        {"position": 8, "starts": "19:00:00", "ends": "07:00:00", "unpaid_break_minutes": 0},
        {
            "position": 9,
            "starts": "19:00:00",
            "ends": "07:00:00",
            "breaks": [{"starts": "01:00:00", "minutes": 30}],
        },
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (ROSTER | {"shifts": ""}, "shifts: is missing"),
        (ROSTER | {"shifts": "1 09:00-17:00"}, "shifts: " + DAY_WORDS),
        (ROSTER | {"shifts": "none; 09:00-17:00"}, "shifts: " + DAY_WORDS),
        (ROSTER | {"shifts": "09:00-17:00 mandatory"}, "shifts: " + DAY_WORDS),
        (ROSTER | {"shifts": "09:00-17:00; 16:59-20:00"}, "shifts: two shifts lie on the same time"),
        (ROSTER | {"version": "0"}, "version: must be 1 or more"),
        (ROSTER | {"on": "tomorrow"}, "on: days are written like 2026-03-12"),
        (OVERTIME | {"shifts": "17:30-21:30 perhaps"}, "shifts: " + OVERTIME_WORDS),
        (OVERTIME | {"shifts": ";"}, "shifts: " + OVERTIME_WORDS),
        (OVERTIME | {"shifts": "17:30-21:30; 20:00-22:00 voluntary"}, "shifts: two shifts lie on the same time"),
    ],
)
def test_shifts_of_one_day_are_refused_by_name(line: dict[str, str], words: str) -> None:
    assert reason(line) == words


def test_who_has_no_pattern_needs_no_cycle_and_whoever_has_one_does() -> None:
    nothing = {"anchor_on": "", "cycle_days": "", "shifts": ""}
    line = said(SCHEDULE | nothing | {"pattern": "variable"})
    assert (line.anchor_on, line.shifts) == (line.from_on, "")
    assert reason(SCHEDULE | nothing) == "anchor_on: is missing; cycle_days: is missing"


def test_shifts_of_one_day_are_read_as_they_are_meant() -> None:
    assert json.loads(said(ROSTER).shifts) == [
        {"starts": "07:00:00", "ends": "15:00:00", "breaks": [{"starts": "11:00:00", "minutes": 30}]},
        {"starts": "19:00:00", "ends": "23:00:00", "unpaid_break_minutes": 0},
    ]
    assert json.loads(said(ROSTER | {"shifts": " None "}).shifts) == []
    overtime = json.loads(said(OVERTIME | {"shifts": "17:30-21:30/15 voluntary; 22:00-02:00"}).shifts)
    assert [(shift["unpaid_break_minutes"], shift["overtime"]) for shift in overtime] == [
        (15, "voluntary"),
        (0, "unknown"),
    ]


@given(st.text(alphabet="0123456789-:/@; mandtoryvluek", max_size=30))
def test_whatever_shifts_of_one_day_are_let_in_the_rules_take_them(shifts: str) -> None:
    for line in (ROSTER | {"shifts": shifts}, OVERTIME | {"shifts": shifts}):
        for good in read(file_of(line)).good:
            for shift in json.loads(good.said.shifts):
                WallShift.model_validate(shift)


def test_words_for_nobody_and_nothing_are_understood() -> None:
    assert said(SUPERVISION | {"supervisor": " Vacant ", "next_level": "200"}).supervisor is None
    person = said(PERSON | {"exempt": "Unknown", "worksite_fifty": "YES", "hours_complete": "no", "number": " a-7 "})
    assert (person.exempt, person.worksite_fifty, person.hours_complete, person.number) == (None, True, False, "A-7")
    assert said(COORDINATOR | {"agencies": " parks  Light "}).agencies == "PARKS LIGHT"


def test_headings_and_byte_order_marks_do_not_matter() -> None:
    content = file_of(AGENCY).replace(b"record,ref", b"\xef\xbb\xbf Record ,REF").replace(b"\n", b"\r\n")
    found = read(content)
    assert (found.refused, [line.said.ref for line in found.good]) == ([], ["PARKS"])


def test_a_name_may_have_commas_quotes_and_letters_of_any_alphabet() -> None:
    name = "Zoë “Zo” Nguyễn, Jr."
    assert said(PERSON | {"name": f'"{name}"'}).name == name
