"""The directory as it read at an instant: an answer of before rests on what was told then."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from infra.database import Database
from infra.directory_desk import DirectoryDesk
from infra.directory_import import import_directory
from infra.directory_tables import DirectoryPast
from tests.infra.people import AGENCY, HOURS, PERSON, SCHEDULE, everything, file_of, ref_of
from workflows.rules.personnel import PersonnelRecord

AT = datetime(2026, 3, 2, 14, tzinfo=UTC)
DAY = timedelta(days=1)
BODY = {"record": "body", "ref": "CITY", "name": "City of Example", "from_on": "2000-01-01", "same_employer": "no"}
SERVICE = {"record": "service", "number": "100", "first_on": "2010-01-04", "last_on": "2014-12-31", "body": "CITY"}


async def bring(database: Database, day: int, *lines: dict[str, str]) -> None:
    """What the records say from this day on."""
    report = await import_directory(database, file_of(*lines), today=date(2026, 3, 2), at=AT + day * DAY)
    assert report.refused == ()


async def then(database: Database, day: int | None) -> dict[str, Any]:
    """The record as told on a day, or as it is told."""
    at = None if day is None else AT + day * DAY
    found = await DirectoryDesk(database).personnel(await ref_of(database, "100"), then=at)
    assert found is not None
    PersonnelRecord.model_validate(found.record)
    return found.record | {"clearance_asked": found.clearance_asked, "agency": found.agency}


async def test_what_a_later_file_says_otherwise_is_told_of_its_own_time(database: Database) -> None:
    await bring(database, 0, AGENCY, BODY, PERSON, SCHEDULE, HOURS, SERVICE)
    first = await then(database, None)
    later = [
        AGENCY | {"clearance_asked": "yes"},
        BODY | {"same_employer": "yes"},
        PERSON | {"exempt": "yes"},
        SCHEDULE | {"shifts": "1-4 09:00-17:30/30@13:00"},
        HOURS | {"hours": "120"},
        SERVICE | {"last_on": "2014-06-30"},
    ]
    await bring(database, 2, *later)
    second = await then(database, None)
    assert [await then(database, day) for day in (0, 1)] == [first, first]
    assert [await then(database, day) for day in (2, 9)] == [second, second]
    assert [record["clearance_asked"] for record in (first, second)] == [False, True]
    assert [record["exempt"] for record in (first, second)] == [None, True]
    assert [len(record["schedule"]["assignments"][0]["shifts"]) for record in (first, second)] == [5, 4]
    assert [record["worked"][0]["minutes"] for record in (first, second)] == [9000, 7200]
    assert [record["earlier"][0]["last_on"] for record in (first, second)] == [date(2014, 12, 31), date(2014, 6, 30)]
    assert [record["bodies"][0]["same_employer"] for record in (first, second)] == [False, True]


async def test_what_was_added_or_gave_way_later_is_not_told_of_before(database: Database) -> None:
    await bring(database, 0, AGENCY, BODY, PERSON, SERVICE)
    await bring(database, 1, HOURS, SCHEDULE | {"from_on": "2026-03-02"}, SERVICE | {"first_on": "2011-01-03"})
    first, second = await then(database, 0), await then(database, 1)
    assert (first["worked"], first["schedule"]["assignments"]) == ([], [])
    assert [str(each["first_on"]) for each in first["earlier"]] == ["2010-01-04"]
    assert [str(each["first_on"]) for each in second["earlier"]] == ["2011-01-03"]
    assert len(second["worked"]) == len(second["schedule"]["assignments"]) == 1


async def test_nobody_is_known_before_the_file_that_names_them(database: Database) -> None:
    await bring(database, 0, AGENCY, PERSON)
    assert await DirectoryDesk(database).personnel(await ref_of(database, "100"), then=AT - DAY) is None


async def test_the_same_told_again_keeps_nothing(database: Database) -> None:
    for day in range(3):
        await bring(database, day, AGENCY, PERSON, SCHEDULE, HOURS)
    assert await everything(database, DirectoryPast) == []
    await bring(database, 3, AGENCY, PERSON | {"exempt": "no"}, SCHEDULE, HOURS)
    (kept,) = await everything(database, DirectoryPast)
    assert (kept["kind"], kept["about"], kept["from_at"], kept["until_at"]) == ("employee", "100", AT, AT + 3 * DAY)
