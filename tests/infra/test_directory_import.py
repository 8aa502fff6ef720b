"""A people directory is imported: what is good is kept at once or not at all, and nobody is ever lost by it."""

import asyncio
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from infra import directory_import, migrations
from infra.database import Database
from infra.directory_import import Report, import_directory
from infra.directory_reading import RefusedLine, read
from infra.directory_spans import WITHHELD
from infra.directory_tables import Agency, Coordinator, Employee, HoursWorked, ScheduleAssignment, Supervision
from tests.infra.databases import opened
from tests.infra.people import (
    AGENCY,
    COORDINATOR,
    HOURS,
    PERSON,
    SAMPLE,
    SUPERVISION,
    TODAY,
    bring_in,
    everything,
    file_of,
    ref_of,
    without,
)

TABLES = (Agency, Coordinator, Employee, Supervision, ScheduleAssignment, HoursWorked)
LATER = date(2026, 3, 9)
OVERLAP = "its days overlap with those of line 5"


async def vanished_on(database: Database, number: str) -> date | None:
    """Since when an employee is no longer in the file."""
    async with database.reading() as session:
        person = await session.get(Employee, number)
        assert person is not None
        return person.vanished_on


async def test_the_sample_is_imported_whole(database: Database) -> None:
    assert await bring_in(database) == Report(added=21, changed=0, unchanged=0, vanished=(), refused=())
    person = next(row for row in await everything(database, Employee) if row["number"] == "100")
    assert person.pop("ref").startswith("E-")
    assert person.pop("recorded_at") is not None
    assert person == {
        "number": "100",
        "name": "Rowan Sample",
        "email": "rowan@staff.example.org",
        "phone": "1-800-555-0170",
        "language": "es",
        "agency": "PARKS",
        "hired_on": date(2015, 3, 2),
        "left_on": None,
        "bargaining_unit": None,
        "exempt": False,
        "worksite_fifty": True,
        "hours_complete": True,
        "break_cause": None,
        "earlier_service_known": None,
        "spouse_same_employer": None,
        "key_employee": None,
        "vanished_on": None,
    }
    hours = [(row["first_on"], row["minutes"]) for row in await everything(database, HoursWorked)]
    assert sorted(hours) == [(date(2025, 3, 1), 90_000), (date(2026, 1, 1), 9_075)]


async def test_importing_the_same_again_changes_nothing(database: Database) -> None:
    await bring_in(database)
    before = await everything(database, *TABLES)
    again = await bring_in(database, on=LATER)
    assert again == Report(added=0, changed=0, unchanged=21, vanished=(), refused=())
    assert await everything(database, *TABLES) == before


async def test_an_import_of_some_people_at_a_time_does_what_one_of_all_does(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = HOURS | {"number": "200", "first_on": "2026-01-05"}
    lines = (AGENCY, PERSON, PERSON | {"number": "200"}, HOURS, second, SUPERVISION)
    wrong = HOURS | {"number": "200", "first_on": "2026-01-31", "last_on": "2026-02-27"}
    reports = []
    for at_once in (1000, 1):
        monkeypatch.setattr(directory_import, "AT_ONCE", at_once)
        await bring_in(database, *lines)
        later = (PERSON, AGENCY, HOURS | {"first_on": "2026-01-10"}, second, wrong)
        reports.append((await bring_in(database, *later, on=LATER), await everything(database, HoursWorked)))
        async with database.writing() as session:
            await (await session.connection()).execute(text("DELETE FROM hours_worked"))
    assert [report.vanished for report, _ in reports] == [
        ("employee 200", "hours of employee 100 from 2026-01-01"),
        ("employee 200", "hours of employee 100 from 2026-01-01"),
    ]
    assert reports[0][0].refused == reports[1][0].refused == (RefusedLine(5, WITHHELD), RefusedLine(6, OVERLAP))
    kept = [[row | {"recorded_at": None} for row in rows] for _, rows in reports]
    assert sorted(map(str, kept[0])) == sorted(map(str, kept[1]))


async def test_a_changed_line_changes_one_row_and_no_reference(database: Database) -> None:
    await bring_in(database)
    ref = await ref_of(database, "100")
    changed = SAMPLE.replace(b"rowan@staff.example.org", b"rowan.sample@staff.example.org")
    report = await import_directory(database, changed, today=LATER)
    assert (report.added, report.changed, report.unchanged) == (0, 1, 20)
    assert await ref_of(database, "100") == ref


async def test_bad_lines_are_listed_by_line_and_reason_and_good_ones_kept(database: Database) -> None:
    report = await bring_in(
        database,
        AGENCY,
        PERSON | {"number": "7 7"},
        PERSON,
        PERSON | {"number": "101", "agency": "NOWHERE"},
        HOURS | {"number": "102"},
        HOURS | {"hours": "many"},
        COORDINATOR | {"agencies": "parks mint"},
        {"record": "visitor"},
    )
    assert report.added == 2
    assert report.refused == (
        RefusedLine(3, "number: is not written as it must be"),
        RefusedLine(5, "agency: there is no agency NOWHERE"),
        RefusedLine(6, "number: there is no employee 102"),
        RefusedLine(7, "hours: is no number"),
        RefusedLine(8, "agencies: there is no agency MINT"),
        RefusedLine(
            9,
            "record: say one of agency, body, coordinator, employee, supervision, schedule, roster, overtime, "
            "service, payroll, uniformed, appointment, hours",
        ),
    )


async def test_the_order_of_lines_does_not_matter(database: Database) -> None:
    heading, *lines = SAMPLE.splitlines()
    report = await import_directory(database, b"\n".join([heading, *reversed(lines)]), today=TODAY)
    assert (report.added, report.refused) == (21, ())


async def test_two_lines_of_one_person_must_agree(database: Database) -> None:
    report = await bring_in(database, AGENCY, PERSON, PERSON, PERSON | {"name": "Somebody Sample"})
    words = "another line of this file says something else of the same"
    assert (report.added, report.unchanged, report.refused) == (2, 1, (RefusedLine(5, words),))


async def test_a_quotation_mark_that_nobody_closed_spoils_one_line(database: Database) -> None:
    content = file_of(AGENCY, PERSON | {"number": "101", "name": '"Open'}, PERSON)
    report = await import_directory(database, content, today=TODAY)
    assert report.refused == (RefusedLine(3, "the quotation marks of this line do not match"),)
    assert [row["number"] for row in await everything(database, Employee)] == ["100"]


async def test_whoever_is_no_longer_in_the_file_is_listed_and_kept(database: Database) -> None:
    await bring_in(database)
    content = without(without(SAMPLE, "employee,,100"), "coordinator,C-3")
    content = b"".join(line for line in content.splitlines(keepends=True) if b",,100," not in line)
    report = await import_directory(database, content, today=LATER)
    assert report.vanished == ("coordinator C-3", "employee 100")
    assert await vanished_on(database, "100") == LATER
    assert len(await everything(database, HoursWorked)) == 2

    again = await import_directory(database, content, today=date(2026, 3, 16))
    assert (again.vanished, await vanished_on(database, "100")) == ((), LATER)


async def test_a_file_of_some_people_says_who_loses_a_supervisor(database: Database) -> None:
    """Their supervisors get no mail from then on, which nobody would see."""
    await bring_in(database)
    report = await bring_in(database, AGENCY, PERSON, on=LATER)
    # 200 and 300 supervise employee 100 in March; 400 begins in April.
    assert (report.supervisors_gone, report.people_without) == (("200", "300"), 1)
    assert "employee 400" in report.vanished
    again = await bring_in(database)
    assert (again.supervisors_gone, again.people_without) == ((), 0)


async def test_whoever_comes_back_has_not_vanished_and_is_the_same(database: Database) -> None:
    await bring_in(database)
    ref = await ref_of(database, "500")
    await import_directory(database, without(without(SAMPLE, "employee,,500"), "coordinator,C-2"), today=LATER)
    report = await bring_in(database, on=date(2026, 3, 16))
    assert (report.added, report.changed) == (0, 2)
    assert (await vanished_on(database, "500"), await ref_of(database, "500")) == (None, ref)


@pytest.mark.parametrize(
    "line",
    [
        PERSON | {"email": "nobody"},
        PERSON | {"agency": "NOWHERE"},
        PERSON | {"name": '"Open'},
        PERSON | {"number": " 100 ", "hired_on": "20150302"},
    ],
)
async def test_whose_line_is_bad_has_not_vanished(database: Database, line: dict[str, str]) -> None:
    """A slip in one column must not make a supervisor's post vacant."""
    other = PERSON | {"number": "200"}
    await bring_in(database, AGENCY, PERSON, other)
    report = await bring_in(database, AGENCY, line, other, on=LATER)
    assert (len(report.refused), report.vanished, await vanished_on(database, "100")) == (1, (), None)


async def test_nobody_vanishes_from_a_file_of_hours(database: Database) -> None:
    await bring_in(database)
    report = await bring_in(database, HOURS | {"first_on": "2026-02-01", "last_on": "2026-02-28"}, on=LATER)
    assert (report.added, report.vanished) == (1, ())


@pytest.mark.parametrize("content", [b"", b"\n\n", b"ref,name\nPARKS,Parks\n", b"record,ref,ref\n", b"\xff\xfe\x00"])
async def test_a_file_without_a_heading_changes_nothing(database: Database, content: bytes) -> None:
    await bring_in(database)
    before = await everything(database, *TABLES)
    report = await import_directory(database, content, today=LATER)
    assert (report.vanished, [line.line for line in report.refused]) == ((), [1])
    assert await everything(database, *TABLES) == before


async def test_nothing_is_half_imported_when_the_database_fails(empty_url: str) -> None:
    async with opened(empty_url) as database:
        await migrations.upgrade(database)
        await bring_in(database, AGENCY, PERSON)
        before = await everything(database, *TABLES)
        async with database.engine.begin() as connection:
            # A full disk would do it as well: the table that is written last takes nothing.
            await connection.execute(text("CREATE UNIQUE INDEX broken ON hours_worked (employee_number)"))
        with pytest.raises(IntegrityError):
            await bring_in(database)
        assert await everything(database, *TABLES) == before


async def test_two_imports_at_once_leave_every_person_once(database: Database) -> None:
    """One of them may fail, whole, and is then made again."""
    ended = await asyncio.gather(bring_in(database), bring_in(database), return_exceptions=True)
    assert [how for how in ended if isinstance(how, Report)]
    assert (await bring_in(database)).unchanged == 21
    assert len(await everything(database, Employee)) == 5


@given(st.binary(max_size=300))
def test_no_file_at_all_breaks_the_reading(content: bytes) -> None:
    read(content)


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=12), max_size=12))
def test_no_values_at_all_break_the_reading(values: list[str]) -> None:
    found = read(file_of(PERSON) + b"\n" + ",".join(values).encode())
    assert [line.line for line in found.good][:1] == [2]


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters=',"\r\n'), min_size=1, max_size=40))
def test_what_was_refused_is_never_repeated(word: str) -> None:
    planted = f"aspidistra{word}"
    for column in ("record", "number", "email", "hired_on", "language", "exempt", "left_on"):
        for refused in read(file_of(PERSON | {column: planted})).refused:
            assert "aspidistra" not in refused.reason
