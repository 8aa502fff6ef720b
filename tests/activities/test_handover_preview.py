"""A hand-over looked at beforehand, on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from infra.database import Database
from infra.handover_preview import preview
from infra.stack.mail_catcher import MailCatcher
from tests.activities.custody import NOW, World, filled, overdue, people, unknown, waiting, world
from tests.case.telling import at
from workflows.case import said


@pytest.fixture
async def stock(database: Database, mail: MailCatcher, tmp_path: Path) -> AsyncIterator[World]:
    """Coordinators, and no case yet."""
    async with world(database, mail, tmp_path) as made:
        yield made


async def test_a_preview_tells_what_would_happen_and_changes_nothing(stock: World) -> None:
    await stock.add("LV-0001", waiting())
    await stock.add("LV-0002", unknown())
    await stock.add("LV-0003", overdue())
    await stock.add("LV-0004", waiting(), custodian=said.Custodian.COMMONWEALTH)
    found = await preview(stock.register, source="vendor", to="commonwealth", now=at("2026-03-17"))
    assert (found.open_cases, found.by_coordinator, found.without_coordinator) == (3, {"C-1": 2, "C-2": 1}, ())
    assert [(e.reference, e.deadline.key) for e in found.ending if e.deadline.kind == "certification_due"] == [
        ("LV-0001", "certification/1")
    ]
    assert await stock.states() == {}


async def test_a_preview_spreads_cases_over_coordinators_as_the_directory_would(stock: World) -> None:
    await people(stock.database, [("C-3", "Reed Alder", "reed.alder@example.org", "commonwealth", "A-2 A-1")])
    await filled(stock, 5)
    found = await preview(stock.register, source="vendor", to="commonwealth", now=NOW)
    assert found.by_coordinator == {"C-1": 3, "C-3": 2}


async def test_a_preview_names_the_cases_that_nobody_could_take(stock: World) -> None:
    await stock.add("LV-0004", waiting(), custodian=said.Custodian.COMMONWEALTH)
    back = await preview(stock.register, source="commonwealth", to="nobody", now=NOW)
    assert (back.open_cases, back.by_coordinator, back.without_coordinator) == (1, {}, ("LV-0004",))
