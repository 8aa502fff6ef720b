"""The question about an employee: what the directory says becomes what the rules ask, and unknown stays unknown."""

from datetime import date

import pytest

from activities.employment import Employment, schedule_of
from infra.database import Database
from infra.directory_desk import DirectoryDesk
from tests.activities.asking import ask
from tests.infra.cases import REFERENCE, period, row, view
from tests.infra.people import AGENCY, COORDINATOR, HOURS, PERSON, bring_in, ref_of
from tests.rules.facts import POLICY
from workflows.rules.eligible import EmploymentRecord, Span, WorkedMinutes, fmla_eligibility
from workflows.rules.reasons import LeaveReason
from workflows.rules.schedule import Schedule
from workflows.signatures import EmploymentAnswer, EmploymentQuestion


@pytest.fixture
def employment(database: Database) -> Employment:
    """The deed, with its tools."""
    return Employment(DirectoryDesk(database))


async def look_up(employment: Employment, employee: str, on: str = "2026-03-02", **about: str) -> EmploymentAnswer:
    """The answer for a leave that begins on a day."""
    question = EmploymentQuestion(
        reference=REFERENCE,
        employee=employee,
        starts_on=date.fromisoformat(on),
        custodian=about.get("custodian", "commonwealth"),
    )
    return await ask(employment.look_up_employment, question)


async def test_earlier_findings_for_the_same_reason_go_with_the_record_and_no_others(
    employment: Employment, database: Database, rowan: str
) -> None:
    async with database.writing() as session:
        for reference, reason in (("LV-1", "own_condition"), ("LV-2", "bonding")):
            before = period(reason, on=date(2025, 8, 4))
            session.add(row(view(reference=reference, employee=rowan, periods=(before,))))
    question = EmploymentQuestion(
        reference=REFERENCE,
        employee=rowan,
        starts_on=date(2026, 3, 2),
        custodian="commonwealth",
        reason=LeaveReason.OWN_CONDITION,
    )
    record = (await ask(employment.look_up_employment, question)).record
    assert record is not None
    assert [(e.need, e.on, e.reason, e.eligible) for e in record.earlier] == [
        ("LV-1", date(2025, 8, 4), LeaveReason.OWN_CONDITION, True)
    ]
    assert (await look_up(employment, rowan)).record == record.model_copy(update={"earlier": (), "reason": None})


async def test_the_record_says_what_the_directory_says(employment: Employment, rowan: str) -> None:
    answer = await look_up(employment, rowan)
    assert answer.coordinator == "C-1"
    assert answer.record == EmploymentRecord(
        employee=rowan,
        agency="PARKS",
        stretches=(Span(first_on=date(2015, 3, 2)),),
        minutes_worked=(
            WorkedMinutes(first_on=date(2025, 3, 1), last_on=date(2025, 12, 31), minutes=90_000),
            WorkedMinutes(first_on=date(2026, 1, 1), last_on=date(2026, 1, 31), minutes=9_075),
        ),
        hours_records_complete=True,
        exempt=False,
        worksite_fifty=True,
        week_minutes=2400,
        clearance_asked=True,
        bargaining_unit=None,
        key_employee=None,
    )
    finding = fmla_eligibility(answer.record, starts_on=date(2026, 3, 2), policy=POLICY)
    assert finding.eligible is True


async def test_the_working_week_is_that_of_the_day_the_leave_begins(employment: Employment, rowan: str) -> None:
    weeks = []
    for on in ("2020-01-05", "2026-05-03", "2026-05-04"):
        record = (await look_up(employment, rowan, on)).record
        assert record is not None
        weeks.append(record.week_minutes)
    assert weeks == [None, 2400, 2400]


async def test_what_nobody_told_stays_unknown(employment: Employment, database: Database, rowan: str) -> None:
    answer = await look_up(employment, await ref_of(database, "400"))
    assert answer.record is not None
    told = (answer.record.exempt, answer.record.worksite_fifty, answer.record.hours_records_complete)
    assert told == (None, None, None)
    assert (answer.record.week_minutes, answer.record.minutes_worked) == (None, ())
    assert answer.record.stretches == (Span(first_on=date(2019, 9, 9), last_on=date(2026, 6, 30)),)


async def test_the_coordinator_is_the_custodians(employment: Employment, rowan: str) -> None:
    assert (await look_up(employment, rowan, custodian="vendor")).coordinator == "V-1"


async def test_whom_nobody_knows_has_no_record(employment: Employment, rowan: str) -> None:
    assert await look_up(employment, "E-NOBODY") == EmploymentAnswer(record=None, coordinator=None)


async def test_whoever_s_record_contradicts_itself_has_none_and_a_coordinator(
    employment: Employment, database: Database
) -> None:
    """Hours at two bodies, each line of which is good: no deed may fail for ever because of them."""
    body = {"record": "body", "ref": "CITY", "name": "City of Example", "same_employer": "yes"}
    here = HOURS | {"first_on": "2026-02-02", "last_on": "2026-02-02", "hours": "20"}
    lines = (AGENCY, body, PERSON | {"number": "900"}, COORDINATOR, here | {"number": "900"})
    report = await bring_in(database, *lines, here | {"number": "900", "body": "CITY"})
    assert report.refused == ()
    ref = await ref_of(database, "900")
    assert await look_up(employment, ref) == EmploymentAnswer(record=None, coordinator="C-1")
    personnel = await DirectoryDesk(database).personnel(ref)
    assert personnel is not None
    assert schedule_of(personnel) == Schedule(assignments=())
