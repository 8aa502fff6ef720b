"""The register of cases: the newest version stands whoever comes last, and what has a key is there once."""

import asyncio
import json
import random
from datetime import timedelta

import pytest

from infra.keyring import Keyring
from infra.register import Register
from infra.tables import Task
from tests.infra.cases import AT, REFERENCE, note, task, view
from tests.infra.databases import opened, url_of
from workflows.case.told import Role
from workflows.view import CaseView

DAY = timedelta(days=1)


async def put(register: Register, case: CaseView) -> int:
    """A case recorded, and the version that stands then."""
    async with register.writing(case.reference) as pen:
        return await pen.put(case)


async def found(register: Register, **wanted: object) -> list[str]:
    """References of the cases found."""
    return [case.reference for case in await register.find(**wanted)]  # type: ignore[arg-type]


async def test_a_case_comes_back_as_it_was_recorded(register: Register) -> None:
    case = view(3, next_deadline_at=AT + DAY, next_deadline_kind="certification_due")
    assert await put(register, case) == 3
    assert await register.get(REFERENCE) == case
    assert await register.get("LV-0000-0001") is None


async def test_a_late_version_loses(register: Register) -> None:
    await put(register, view(3, status="approved"))
    assert await put(register, view(2, status="awaiting_certification")) == 3
    assert await put(register, view(3, status="closed")) == 3
    kept = await register.get(REFERENCE)
    assert kept is not None
    assert (kept.version, kept.status) == (3, "approved")
    assert await found(register, status="awaiting_certification") == []


async def test_a_newer_version_replaces_all_of_the_row(register: Register) -> None:
    await put(register, view(1))
    newer = view(2, status="closed", closed_at=AT + DAY, coordinator=None, agency=None, custodian="vendor")
    await put(register, newer)
    assert await register.get(REFERENCE) == newer
    assert await found(register, is_open=True) == []
    assert await found(register, custodian="vendor", status="closed", is_open=False) == [REFERENCE]


async def test_of_many_writers_at_once_the_newest_stands(register: Register, keyring: Keyring) -> None:
    versions = list(range(1, 25))
    random.Random(7).shuffle(versions)  # noqa: S311 - an order, not a secret
    async with opened(url_of(register.database)) as other:
        registers = (register, Register(other, keyring))
        stood = await asyncio.gather(
            *(put(registers[n % 2], view(n, status=f"version {n}")) for n in versions),
        )
    assert all(standing >= own for standing, own in zip(stood, versions, strict=True))
    kept = await register.get(REFERENCE)
    assert kept is not None
    assert (kept.version, kept.status) == (24, "version 24")


async def test_history_and_tasks_are_there_once_under_their_keys(register: Register) -> None:
    for _ in range(2):
        async with register.writing(REFERENCE) as pen:
            await pen.add_lines([note("n/1"), note("n/2", "closed", at=AT + DAY)])
            await pen.add_tasks([task("t/1"), task("t/2", role=Role.LIAISON, at=AT + DAY)])
    async with register.writing(REFERENCE) as pen:
        await pen.add_lines([note("n/1", "something else")])
        await pen.add_tasks([])
    lines = await register.history(REFERENCE)
    assert [(line.key, line.what, line.by, line.citation, json.loads(line.facts)) for line in lines] == [
        ("n/1", "approved", "coordinator/C-1", "29 CFR 825.300(d)", {"period": "1"}),
        ("n/2", "closed", "coordinator/C-1", "29 CFR 825.300(d)", {"period": "1"}),
    ]
    tasks = await register.tasks(reference=REFERENCE)
    assert [(row.key, row.kind, row.role) for row in tasks] == [
        ("t/1", "decide", "coordinator"),
        ("t/2", "decide", "liaison"),
    ]
    assert [row.key for row in await register.tasks(role="liaison")] == ["t/2"]
    assert await register.tasks(reference="LV-0000-0001") == []


async def test_history_and_tasks_of_many_writers_are_there_once(register: Register, keyring: Keyring) -> None:
    async def write(own: Register) -> None:
        async with own.writing(REFERENCE) as pen:
            await pen.put(view(1))
            await pen.add_lines([note(f"n/{n}") for n in range(5)])
            await pen.add_tasks([task(f"t/{n}") for n in range(5)])

    async with opened(url_of(register.database)) as other:
        registers = (register, Register(other, keyring))
        await asyncio.gather(*(write(registers[n % 2]) for n in range(12)))
    assert len(await register.history(REFERENCE)) == len(await register.tasks()) == 5


async def test_a_closed_task_is_closed_for_good(register: Register) -> None:
    async with register.writing(REFERENCE) as pen:
        await pen.add_tasks([task("t/1"), task("t/2")])
    async with register.writing(REFERENCE) as pen:
        await pen.close_tasks(["t/1", "t/9"], at=AT + DAY)
        await pen.close_tasks([], at=AT + DAY)
    async with register.writing(REFERENCE) as pen:  # a record that was under way twice
        await pen.add_tasks([task("t/1")])
        await pen.close_tasks(["t/1"], at=AT + 2 * DAY)
    assert [row.key for row in await register.tasks()] == ["t/2"]
    async with register.database.reading() as session:
        closed = await session.get(Task, "t/1")
    assert closed is not None
    assert closed.closed_at == AT + DAY


async def test_a_notice_withdrawn_with_the_record_is_there_to_see(register: Register) -> None:
    async with register.writing(REFERENCE) as pen:
        await pen.withdraw_notices([f"{REFERENCE}/rights_notice/3"], at=AT)
    rows = await register.deliveries(REFERENCE)
    assert {row.state for row in rows} == {"withdrawn"}
    assert f"{REFERENCE}/rights_notice/3/employee" in {row.key for row in rows}


async def test_a_record_is_whole_or_not_there_at_all(register: Register) -> None:
    async def fail_half_way() -> None:
        async with register.writing(REFERENCE) as pen:
            await pen.put(view(1))
            await pen.add_lines([note("n/1")])
            await pen.add_tasks([task("t/1")])
            await pen.keep_snapshot(1, b"a case")
            await pen.withdraw_notices(["n"], at=AT)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await fail_half_way()
    assert await register.get(REFERENCE) is None
    assert await register.snapshot(REFERENCE) is None
    assert await register.history(REFERENCE) == []
    assert await register.tasks() == []
    assert await register.deliveries(REFERENCE) == []


async def test_how_cases_stood_at_an_instant_is_kept_whoever_came_late(register: Register) -> None:
    versions = [
        view(n, changed_at=AT + n * DAY, status=status) for n, status in ((1, "new"), (3, "third"), (2, "second"))
    ]
    for case in versions:
        await put(register, case)
    await put(register, view(3, changed_at=AT + 3 * DAY, status="a repeat that says otherwise"))
    await put(register, view(1, reference="LV-1", changed_at=AT + 2 * DAY))
    await put(register, view(1, reference="LV-2", employee="E-2", changed_at=AT))

    async def then(days: int) -> list[tuple[str, str]]:
        return [(case.reference, case.status) for case in await register.cases_then("E-1", AT + days * DAY)]

    other = ("LV-1", "awaiting_certification")
    assert [await then(n) for n in (0, 1, 2, 9)] == [
        [],
        [(REFERENCE, "new")],
        [other, (REFERENCE, "second")],
        [other, (REFERENCE, "third")],
    ]


async def test_tasks_are_told_as_they_were_open_then(register: Register) -> None:
    async with register.writing(REFERENCE) as pen:
        await pen.add_tasks([task("t/1")])
        await pen.close_tasks(["t/1"], at=AT + DAY)
    known = [await register.tasks(reference=REFERENCE, then=AT + n * DAY / 2) for n in (-1, 0, 1, 2)]
    assert [len(tasks) for tasks in known] == [0, 1, 1, 0]


async def test_cases_are_found_by_what_is_asked(register: Register) -> None:
    await put(register, view(1, reference="LV-1", next_deadline_at=AT + 2 * DAY))
    await put(register, view(1, reference="LV-2", coordinator="C-2", employee="E-2"))
    await put(register, view(1, reference="LV-3", next_deadline_at=AT + DAY, status="approved"))
    await put(register, view(2, reference="LV-4", closed_at=AT, custodian="vendor"))
    assert await found(register) == ["LV-3", "LV-1", "LV-2", "LV-4"]  # the nearest deadline first, none last
    assert await found(register, coordinator="C-2") == await found(register, employee="E-2") == ["LV-2"]
    assert await found(register, is_open=True, custodian="commonwealth") == ["LV-3", "LV-1", "LV-2"]
    assert await found(register, is_open=False) == ["LV-4"]
    assert await found(register, status="approved", employee="E-1") == ["LV-3"]


async def test_cases_are_paged_by_reference_so_that_none_is_skipped(register: Register) -> None:
    for n in range(1, 6):
        await put(register, view(1, reference=f"LV-{n}", next_deadline_at=AT - n * DAY))
    pages, after = [], ""
    while page := await found(register, after=after, limit=2):
        pages.append(page)
        after = page[-1]
    assert pages == [["LV-1", "LV-2"], ["LV-3", "LV-4"], ["LV-5"]]
