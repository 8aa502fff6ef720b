"""Who supervises whom on which day, who answers in an agency, and what an employee's record says."""

from datetime import UTC, date, datetime

import pytest

from infra import directory, directory_service
from infra.database import Database
from infra.directory_desk import DirectoryDesk
from infra.directory_import import import_directory
from infra.tables import RegisterRow
from tests.infra.people import AGENCY, PERSON, SAMPLE, SCHEDULE, SUPERVISION, TODAY, bring_in, ref_of, without

HIRED = date(2015, 3, 2)
AT = datetime(2026, 3, 2, 14, tzinfo=UTC)


@pytest.fixture
async def desk(database: Database) -> DirectoryDesk:
    """The sample directory's desk."""
    await bring_in(database)
    return DirectoryDesk(database)


async def chain(database: Database, number: str, on: date) -> tuple[str | None, str | None]:
    """Names of supervisor and next level on a day."""
    people = await DirectoryDesk(database).people(await ref_of(database, number), None, on=on)
    above = (people.chain.supervisor, people.chain.next_level)
    return above[0].name if above[0] else None, above[1].name if above[1] else None


async def open_case(database: Database, reference: str, coordinator: str, *, is_open: bool = True) -> None:
    """A case in the register."""
    async with database.writing() as session:
        session.add(
            RegisterRow(
                reference=reference,
                version=1,
                employee="E-1",
                custodian="commonwealth",
                coordinator=coordinator,
                status="waiting",
                is_open=is_open,
                opened_at=AT,
                changed_at=AT,
                view="{}",
            )
        )


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2019, 12, 31), (None, None)),
        (date(2020, 1, 1), ("Alder Sample", "Hazel Sample")),
        (date(2026, 3, 31), ("Alder Sample", "Hazel Sample")),
        (date(2026, 4, 1), ("Linden Sample", "Hazel Sample")),
        (date(2026, 6, 30), ("Linden Sample", "Hazel Sample")),
        (date(2026, 7, 1), (None, "Hazel Sample")),  # Linden's last day was in June
    ],
)
async def test_supervisors_are_those_of_the_day(
    database: Database, desk: DirectoryDesk, on: date, expected: tuple[str | None, str | None]
) -> None:
    assert await chain(database, "100", on) == expected


async def test_a_vacant_post_has_no_holder(database: Database, desk: DirectoryDesk) -> None:
    assert await chain(database, "200", TODAY) == (None, "Hazel Sample")
    assert await chain(database, "400", TODAY) == (None, None)


async def test_whoever_vanished_holds_no_post_from_that_day_on(database: Database, desk: DirectoryDesk) -> None:
    await import_directory(database, without(SAMPLE, "employee,,200"), today=date(2026, 3, 9))
    assert await chain(database, "100", date(2026, 3, 8)) == ("Alder Sample", "Hazel Sample")
    assert await chain(database, "100", date(2026, 3, 9)) == (None, "Hazel Sample")


async def test_somebody_who_left_is_still_written_to(database: Database, desk: DirectoryDesk) -> None:
    people = await desk.people(await ref_of(database, "400"), "C-1", on=date(2027, 1, 4))
    assert people.employee is not None
    assert people.employee.email == "linden@staff.example.org"
    assert people.coordinator is not None
    assert people.coordinator.name == "Iris Example"
    assert people.liaison == ("Fern Sample", "liaison@light.example.org", "1-800-555-0103", "en")


async def test_an_office_that_nobody_holds_is_none(database: Database, desk: DirectoryDesk) -> None:
    async with database.reading() as session:
        assert await directory.agency_contact(session, "MINT", "liaison") is None
        assert await directory.agency_contact(session, "NOWHERE", "liaison") is None
        hr = await directory.agency_contact(session, "PARKS", "hr")
    assert hr is not None
    assert hr.name == "Heather Sample"


async def test_nobody_is_known_who_is_not_in_the_directory(desk: DirectoryDesk) -> None:
    assert await desk.personnel("E-NOBODY") is None
    people = await desk.people("E-NOBODY", "C-9", on=TODAY)
    assert people == (None, (None, None), None, None, None)


async def test_an_employee_is_found_by_number_however_it_is_written(database: Database, desk: DirectoryDesk) -> None:
    async with database.reading() as session:
        found = await directory.by_number(session, " 100 ")
        assert found is not None
        assert await directory.by_ref(session, found.ref) is not None
        assert await directory.by_number(session, "999") is None


async def test_the_coordinator_of_an_agency_is_who_has_the_fewest_open_cases(
    database: Database, desk: DirectoryDesk
) -> None:
    assert await desk.coordinator_for("PARKS", "commonwealth") == "C-1"  # nobody has a case: the first by reference
    await open_case(database, "LV-1", "C-1")
    assert await desk.coordinator_for("PARKS", "commonwealth") == "C-2"
    await open_case(database, "LV-2", "C-2")
    await open_case(database, "LV-3", "C-2")
    assert await desk.coordinator_for("PARKS", "commonwealth") == "C-1"
    await open_case(database, "LV-4", "C-1", is_open=False)  # what is closed burdens nobody
    assert await desk.coordinator_for("PARKS", "commonwealth") == "C-1"


async def test_a_coordinator_for_all_is_asked_where_nobody_is_named(database: Database, desk: DirectoryDesk) -> None:
    assert await desk.coordinator_for("LIGHT", "commonwealth") == "C-1"
    assert await desk.coordinator_for("MINT", "commonwealth") == "C-3"
    assert await desk.coordinator_for("MINT", "vendor") == "V-1"
    assert await desk.coordinator_for("MINT", "nobody") is None


async def test_a_coordinator_who_vanished_gets_no_case(database: Database, desk: DirectoryDesk) -> None:
    await import_directory(database, without(SAMPLE, "coordinator,C-1"), today=TODAY)
    assert await desk.coordinator_for("PARKS", "commonwealth") == "C-2"


async def test_a_personnel_record_says_what_was_imported(database: Database, desk: DirectoryDesk) -> None:
    found = await desk.personnel(await ref_of(database, "100"))
    assert found is not None
    told = found.record
    assert (told["hired_on"], told["left_on"], told["earlier"], told["earlier_service_known"]) == (
        HIRED,
        None,
        [],
        True,
    )
    assert [(h["first_on"], h["last_on"], h["minutes"], h["body"]) for h in told["worked"]] == [
        (date(2025, 3, 1), date(2025, 12, 31), 90_000, None),
        (date(2026, 1, 1), date(2026, 1, 31), 9_075, None),
    ]
    assert (found.agency, found.hired_on, found.clearance_asked) == ("PARKS", HIRED, True)
    assert (told["exempt"], told["worksite_fifty"], told["hours_complete"]) == (False, True, True)


async def test_a_new_schedule_ends_the_one_before(database: Database, desk: DirectoryDesk) -> None:
    """Two at once would be a working week of eighty hours, and half of every charge."""
    found = await desk.personnel(await ref_of(database, "100"))
    assert found is not None
    assert [(a["from_on"], a["to_on"]) for a in found.record["schedule"]["assignments"]] == [
        (date(2020, 1, 6), date(2026, 5, 3)),
        (date(2026, 5, 4), None),
    ]


async def test_a_schedule_ends_on_the_earlier_of_its_end_and_the_next(database: Database) -> None:
    later = SCHEDULE | {"from_on": "2026-05-04"}
    await bring_in(database, AGENCY, PERSON, SCHEDULE | {"to_on": "2025-12-31"}, later | {"to_on": "2026-12-31"})
    async with database.reading() as session:
        found = await directory_service.assignments(session, "100")
    assert [a["to_on"] for a in found] == [date(2025, 12, 31), date(2026, 12, 31)]


async def test_a_supervisor_named_later_does_not_change_earlier_days(database: Database) -> None:
    other = PERSON | {"number": "200", "name": "Alder Sample"}
    await bring_in(database, AGENCY, PERSON, other, SUPERVISION | {"supervisor": "200"})
    await bring_in(database, SUPERVISION | {"from_on": "2026-03-02"})
    assert await chain(database, "100", date(2026, 3, 1)) == ("Alder Sample", None)
    assert await chain(database, "100", date(2026, 3, 2)) == (None, None)
