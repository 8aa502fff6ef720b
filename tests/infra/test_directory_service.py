"""What a directory says of somebody's service: kept where it agrees, refused by line where it contradicts itself."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.database import Database
from infra.directory_desk import DirectoryDesk
from infra.directory_import import NotWhole, import_directory
from infra.directory_reading import RefusedLine, read
from infra.directory_service_rows import HoursLine
from infra.directory_spans import WITHHELD
from infra.directory_tables import Employee, HoursWorked, ServiceStretch
from infra.directory_worked import OUTSIDE, is_outside
from tests.infra.cases import period, row, view
from tests.infra.people import (
    AGENCY,
    HOURS,
    OVERTIME,
    PERSON,
    ROSTER,
    SCHEDULE,
    TODAY,
    bring_in,
    everything,
    file_of,
    ref_of,
)
from workflows.rules.personnel import PersonnelRecord, Stretch, WorkedAt, service_on
from workflows.rules.service_checks import outside_employment

BODY = {"record": "body", "ref": "LIGHTS", "name": "Sample Lights Authority", "same_employer": "yes"}
SERVICE = {"record": "service", "number": "100", "first_on": "2001-05-07", "last_on": "2006-06-30"}
UNIFORMED = {"record": "uniformed", "number": "100", "first_on": "2024-01-08", "last_on": "2024-06-28"}
PAYROLL = {"record": "payroll", "number": "100", "first_on": "2025-01-06", "last_on": "2025-01-10"}
APPOINTMENT = {"record": "appointment", "number": "100", "from_on": "2015-03-02"}
LATER = date(2026, 3, 9)


async def record(database: Database, number: str = "100") -> dict[str, Any]:
    """The personnel record of an employee."""
    found = await DirectoryDesk(database).personnel(await ref_of(database, number))
    assert found is not None
    return found.record


def reason(line: dict[str, str]) -> str | None:
    """Why a line is refused; None if it is not."""
    found = read(file_of(line))
    return found.refused[0].reason if found.refused else None


SPRING_NIGHT = {"first_on": "2026-03-08", "last_on": "2026-03-08"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (SERVICE | {"last_on": "2001-05-06"}, "last_on is before first_on"),
        (SERVICE | {"last_on": ""}, "last_on is missing: the present stretch stands in the line of the employee"),
        (SERVICE | {"break_cause": "quarrel"}, "break_cause: say 'uniformed_service', 'rehire_agreement' or 'other'"),
        (PAYROLL | {"last_on": "2025-01-05"}, "last_on is before first_on"),
        (UNIFORMED | {"last_on": "2023-01-05"}, "last_on is before first_on"),
        (UNIFORMED | {"last_on": "2024-01-08", "hours": "25"}, "there are more hours than the days have"),
        (UNIFORMED | {"hours": "-1"}, "hours: must be 0 or more"),
        (HOURS | {"hours": "-0.5"}, "hours: must be 0 or more"),
        (HOURS | {"last_on": "2026-01-02", "hours": "49"}, "there are more hours than the days have"),
        (HOURS | SPRING_NIGHT | {"hours": "23.5"}, "there are more hours than the days have"),
        (HOURS | SPRING_NIGHT | {"hours": "23"}, None),
        (HOURS | {"first_on": "2026-11-01", "last_on": "2026-11-01", "hours": "25"}, None),
        (HOURS | {"first_on": "9999-12-31", "last_on": "9999-12-31", "hours": "24"}, None),
        (APPOINTMENT | {"to_on": "2015-03-01"}, "to_on is before from_on"),
        (
            APPOINTMENT | {"kind": "weekly"},
            "kind: say 'regular', 'seasonal', 'intermittent', 'occasional' or 'casual'",
        ),
        (
            APPOINTMENT | {"probation": "no", "probation_ends_on": "2015-09-01"},
            "there is no probation, and it has an end",
        ),
        (APPOINTMENT | {"probation_ends_on": "2015-03-01"}, "probation_ends_on is before from_on"),
        (BODY | {"same_employer": ""}, "same_employer: is missing"),
        (SCHEDULE | {"cause": "weather"}, "cause: say 'employer', 'own_wish', 'the_leave' or 'alternative_position'"),
        (SCHEDULE | {"equal_terms": "yes"}, "equal_terms is told of an alternative position alone"),
        (SCHEDULE | {"shifts": ""}, "shifts: is missing"),
    ],
)
def test_a_line_that_contradicts_itself_is_refused_by_name(line: dict[str, str], words: str) -> None:
    assert reason(line) == words


async def test_all_that_is_told_of_service_is_kept(database: Database) -> None:
    report = await bring_in(
        database,
        AGENCY,
        BODY,
        BODY | {"from_on": "2004-07-01", "same_employer": "unknown"},
        PERSON
        | {"break_cause": "rehire_agreement", "earlier_service_known": "no", "spouse_same_employer": "yes"}
        | {"key_employee": "yes"},
        SERVICE | {"body": "lights", "break_cause": "other"},
        PAYROLL,
        UNIFORMED | {"hours": "900", "week_hours": "37.5"},
        APPOINTMENT | {"kind": "regular", "full_time": "yes", "probation_ends_on": "2015-09-01"},
        HOURS | {"first_on": "2006-01-02", "last_on": "2006-01-31", "body": "LIGHTS"},
    )
    assert report.refused == ()
    told = await record(database)
    assert (told["break_cause"], told["earlier_service_known"], told["spouse_same_employer"]) == (
        "rehire_agreement",
        False,
        True,
    )
    assert told["key_employee"] is True
    stretch = {"first_on": date(2001, 5, 7), "last_on": date(2006, 6, 30), "body": "LIGHTS", "break_cause": "other"}
    assert told["earlier"] == [stretch]
    assert [(b["from_on"], b["same_employer"]) for b in told["bodies"]] == [
        (date(1, 1, 1), True),
        (date(2004, 7, 1), None),
    ]
    assert [(u["minutes"], u["week_minutes"]) for u in told["uniformed"]] == [(54_000, 2_250)]
    assert told["payroll"] == [{"first_on": date(2025, 1, 6), "last_on": date(2025, 1, 10)}]
    assert told["appointments"][0]["probation"] == {"required": None, "ends_on": date(2015, 9, 1)}
    assert (told["worked"][0]["body"], told["worked"][0]["minutes"]) == ("LIGHTS", 9_000)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (SERVICE, SERVICE | {"first_on": "2006-06-30", "last_on": "2007-01-05"}),
        (PAYROLL, PAYROLL | {"first_on": "2025-01-10", "last_on": "2025-01-10"}),
        (UNIFORMED, UNIFORMED | {"last_on": "2024-02-01"}),
        (HOURS, HOURS | {"first_on": "2026-01-31", "last_on": "2026-02-28"}),
        (APPOINTMENT, APPOINTMENT | {"from_on": "2020-01-01"}),
    ],
)
async def test_days_that_are_told_twice_are_refused_and_half_of_it_is_not_kept(
    database: Database, first: dict[str, str], second: dict[str, str]
) -> None:
    other = HOURS | {"first_on": "2025-11-01", "last_on": "2025-11-30"}
    report = await bring_in(database, AGENCY, PERSON, first, second, other, PERSON | {"number": "200"})
    words = "its days overlap with those of line 4"
    assert report.refused == (RefusedLine(4, WITHHELD), RefusedLine(5, words), RefusedLine(6, WITHHELD))
    assert report.added == 3
    assert await everything(database, HoursWorked, ServiceStretch) == []


async def test_days_at_another_body_or_of_another_appointment_are_no_contradiction(database: Database) -> None:
    lines = (
        *(SERVICE, SERVICE | {"body": "LIGHTS", "last_on": ""}),
        *(HOURS, HOURS | {"body": "LIGHTS"}),
        *(APPOINTMENT, APPOINTMENT | {"appointment": "second"}),
    )
    report = await bring_in(database, AGENCY, BODY, PERSON, *lines)
    assert (report.refused, report.added) == ((), 9)


async def test_a_stretch_cannot_lie_within_the_present_one(database: Database) -> None:
    await bring_in(database, AGENCY, PERSON)
    report = await bring_in(database, SERVICE | {"last_on": "2015-03-02"})
    words = "its days are those of the present stretch, which stands in the line of the employee"
    assert report.refused == (RefusedLine(2, words),)


LEFT = PERSON | {"hired_on": "2015-03-02", "left_on": "2026-01-30"}
GAP = {"first_on": "2010-01-04", "last_on": "2010-01-29"}


@pytest.mark.parametrize(
    ("person", "hours", "is_refused"),
    [
        (LEFT, {"first_on": "2015-02-02", "last_on": "2015-02-27"}, True),
        (LEFT, {"first_on": "2015-02-02", "last_on": "2015-03-31"}, False),  # the days after the hire have room for it
        (LEFT | {"earlier_service_known": "no"}, {"first_on": "1999-02-01", "last_on": "1999-02-26"}, False),
        (LEFT, {"first_on": "2026-02-02", "last_on": "2026-02-27"}, True),
        (LEFT | {"left_on": ""}, {"first_on": "2026-02-02", "last_on": "2026-02-27"}, False),
        (LEFT, GAP, True),
        (LEFT | {"earlier_service_known": "no"}, GAP, True),
        (LEFT, {"first_on": "2006-06-01", "last_on": "2006-06-30"}, False),
        (LEFT, GAP | {"body": "LIGHTS"}, False),
        (LEFT, {"first_on": "2016-02-01", "last_on": "2016-02-29", "body": "LIGHTS"}, True),
    ],
)
async def test_hours_outside_employment_are_refused_by_line(
    database: Database, person: dict[str, str], hours: dict[str, str], is_refused: bool
) -> None:
    at_lights = SERVICE | {"first_on": "2008-01-07", "last_on": "2012-06-29", "body": "LIGHTS"}
    report = await bring_in(database, AGENCY, BODY, person, SERVICE, at_lights, HOURS | hours)
    withheld = (RefusedLine(5, WITHHELD), RefusedLine(6, WITHHELD))
    assert report.refused == ((*withheld, RefusedLine(7, OUTSIDE)) if is_refused else ())


WHEN = st.dates(date(2025, 1, 1), date(2025, 1, 12))
SPAN = st.tuples(WHEN, WHEN).map(sorted)
AT = st.sampled_from([None, "LIGHTS", "FERRY"])


@given(SPAN, SPAN, AT, st.lists(st.tuples(SPAN, AT), max_size=3), st.integers(0, 40), st.booleans())
def test_hours_are_refused_for_the_days_for_which_the_rules_refuse_them(
    present: list[date],
    days: list[date],
    body: str | None,
    earlier: list[tuple[list[date], str | None]],
    more: int,
    is_all_known: bool,
) -> None:
    worked = {"first_on": days[0], "last_on": days[1], "body": body}
    hours = min(24 * ((days[1] - days[0]).days + 1), more * 5)
    told: dict[str, Any] = {"hired_on": present[0], "left_on": present[1], "earlier_service_known": is_all_known}
    record = PersonnelRecord(
        **told,
        earlier=tuple(Stretch(first_on=a, last_on=b, body=at) for (a, b), at in earlier),
        worked=(WorkedAt(**worked, minutes=hours * 60),),
    )
    person = Employee.model_construct(**told)
    stretches = [ServiceStretch.model_construct(first_on=a, last_on=b, body=at or "") for (a, b), at in earlier]
    line = HoursLine(record="hours", number="100", hours=hours, **worked)
    assert is_outside(line, person, stretches) == bool(outside_employment(service_on(record, days[1])))


async def test_hours_of_a_later_file_are_held_against_the_service_that_is_known(database: Database) -> None:
    hours = HOURS | {"first_on": "2001-06-01", "last_on": "2001-06-29"}
    await bring_in(database, AGENCY, PERSON, SERVICE)
    assert (await bring_in(database, hours)).refused == ()
    later = SERVICE | {"first_on": "2001-07-02"}
    assert (await bring_in(database, later, hours)).refused == (RefusedLine(2, WITHHELD), RefusedLine(3, OUTSIDE))
    assert (await bring_in(database, PERSON | {"number": "200"}, AGENCY, HOURS | {"number": "200"})).refused == ()


async def test_a_body_that_is_not_listed_is_named(database: Database) -> None:
    report = await bring_in(database, AGENCY, PERSON, SERVICE | {"body": "MINT"})
    assert report.refused == (RefusedLine(4, "body: there is no body MINT"),)


async def test_a_later_file_replaces_what_it_tells_otherwise_and_nothing_is_lost(database: Database) -> None:
    weeks = [HOURS | {"first_on": f"2026-01-{n:02}", "last_on": f"2026-01-{n + 6:02}"} for n in (1, 8)]
    december = HOURS | {"first_on": "2025-12-01", "last_on": "2025-12-31"}
    await bring_in(database, AGENCY, PERSON, SERVICE, december, *weeks)
    report = await bring_in(database, SERVICE | {"first_on": "2001-06-04"}, HOURS, on=LATER)
    assert report.vanished == ("hours of employee 100 from 2026-01-08", "service of employee 100 from 2001-05-07")
    told = await record(database)
    assert [s["first_on"] for s in told["earlier"]] == [date(2001, 6, 4)]
    assert [(h["first_on"], h["last_on"]) for h in told["worked"]] == [
        (date(2025, 12, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 1, 31)),
    ]
    assert len(await everything(database, ServiceStretch)) == 2
    again = await bring_in(database, SERVICE, on=LATER)
    assert (again.changed, again.vanished) == (1, ("service of employee 100 from 2001-06-04",))


async def test_a_file_that_is_wanted_whole_changes_nothing_unless_every_line_is_good(database: Database) -> None:
    await bring_in(database, AGENCY, PERSON)
    content = file_of(PERSON | {"name": "Somebody Sample"}, HOURS | {"hours": "-1"})
    with pytest.raises(NotWhole) as refused:
        await import_directory(database, content, today=TODAY, whole=True)
    assert (refused.value.report.changed, len(refused.value.report.refused)) == (0, 1)
    assert [person["name"] for person in await everything(database, Employee)] == ["Rowan Sample"]
    assert (await import_directory(database, file_of(HOURS), today=TODAY, whole=True)).added == 1


async def test_what_lasts_goes_on_beneath_what_is_temporary(database: Database) -> None:
    light = {"from_on": "2026-02-02", "to_on": "2026-03-27", "term": "temporary", "cause": "employer"}
    later = {"from_on": "2026-05-04", "decided_on": "2026-01-12"}
    second = {"appointment": "evening", "from_on": "2025-01-06"}
    await bring_in(database, AGENCY, PERSON, SCHEDULE, SCHEDULE | light, SCHEDULE | later, SCHEDULE | second)
    assignments = (await record(database))["schedule"]["assignments"]
    assert [(a["appointment"], a["from_on"], a["to_on"], a["term"]) for a in assignments] == [
        ("", date(2020, 1, 6), date(2026, 5, 3), "permanent"),
        ("EVENING", date(2025, 1, 6), None, "permanent"),
        ("", date(2026, 2, 2), date(2026, 3, 27), "temporary"),
        ("", date(2026, 5, 4), None, "permanent"),
    ]
    assert assignments[-1]["decided_on"] == date(2026, 1, 12)


async def test_what_is_posted_for_a_day_stands_above_the_pattern_and_overtime_beside_it(database: Database) -> None:
    newer = {"version": "2", "shifts": "none", "works_holidays": "yes"}
    lines = (ROSTER, ROSTER | newer, ROSTER | {"on": "2026-03-05"}, OVERTIME)
    assert (await bring_in(database, AGENCY, PERSON, SCHEDULE, *lines)).added == 7
    schedule = PersonnelRecord.model_validate(await record(database)).schedule
    worked = {n: sum(s.minutes for s in schedule.shifts_on(date(2026, 3, n))) for n in (2, 3, 4, 5)}
    assert worked == {2: 480, 3: 0, 4: 480 + 240, 5: 450 + 240}
    assert [(o.on, o.overtime) for o in schedule.overtime] == [(date(2026, 3, 4), "mandatory")]
    assert [s.works_holiday for s in schedule.posted[-1].shifts] == [None, None]
    called_off = OVERTIME | {"shifts": "none"}
    assert (await bring_in(database, called_off, ROSTER | {"shifts": "07:00-15:00"})).changed == 2
    schedule = PersonnelRecord.model_validate(await record(database)).schedule
    assert (schedule.overtime, schedule.shifts_on(date(2026, 3, 3))) == ((), ())


async def test_a_roster_of_somebody_without_a_pattern_makes_its_days_known(database: Database) -> None:
    variable = SCHEDULE | {"pattern": "variable", "shifts": ""}
    await bring_in(database, AGENCY, PERSON, variable, ROSTER | {"works_holidays": "no"})
    schedule = PersonnelRecord.model_validate(await record(database)).schedule
    assert [schedule.is_known(date(2026, 3, n)) for n in (2, 3)] == [False, True]
    assert [s.works_holidays for s in schedule.shifts_on(date(2026, 3, 3))] == [False, False]


async def test_whether_holidays_are_worked_stays_unknown_where_nobody_told(database: Database) -> None:
    told = [
        SCHEDULE | {"works_holidays": word, "appointment": word or "left-out"} for word in ("yes", "no", "unknown", "")
    ]
    await bring_in(database, AGENCY, PERSON, *told)
    assignments = (await record(database))["schedule"]["assignments"]
    assert {a["appointment"]: a["works_holidays"] for a in assignments} == {
        **{"YES": True, "NO": False},
        **{"UNKNOWN": None, "LEFT-OUT": None},
    }
    assert (await bring_in(database, AGENCY, PERSON, *told)).changed == 0


async def test_findings_of_other_leave_are_told_with_the_case_that_stands_for_the_need(database: Database) -> None:
    await bring_in(database, AGENCY, PERSON)
    employee = await ref_of(database, "100")
    kept = view(employee=employee, eligible=True, periods=(period(), period(decision="withdrawn", number=2)))
    async with database.writing() as session:
        session.add(row(kept))
    desk = DirectoryDesk(database)
    found = await desk.found_before(employee, but="LV-0000-0000")
    assert found == ((kept.reference, date(2026, 3, 9), "own_condition", True),)
    assert await desk.found_before(employee, but=kept.reference) == ()
