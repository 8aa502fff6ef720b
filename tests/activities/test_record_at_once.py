"""Two cases of one employee charge one bank at once: from many tasks, from several processes, on both databases."""

import asyncio
import sys
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

from activities.record import Records
from infra.database import Database
from infra.directory_desk import DirectoryDesk
from infra.keyring import Keyring
from infra.register import Register
from infra.tables import LedgerEntry
from tests.activities.owing import hours, pay, period, post, single_days
from tests.infra.databases import opened, url_of
from workflows.case.duties import ChargeNothing

TWELVE_WEEKS = 28_800


def weeks(entries: list[LedgerEntry]) -> Fraction:
    """What all entries come to, exactly."""
    return sum((Fraction(entry.weeks) for entry in entries), Fraction(0))


async def test_two_cases_that_charge_at_once_end_with_the_right_sum(
    database: Database, register: Register, keyring: Keyring, rowan: str
) -> None:
    """Together they want sixteen weeks: twelve are charged, to the minute."""
    mine = single_days("LV-1", "2026-01-05", 40)
    yours = single_days("LV-2", "2026-03-09", 40)
    async with opened(url_of(database)) as second, opened(url_of(database)) as third:
        doors = [Records(Register(own, keyring), DirectoryDesk(own)) for own in (database, second, third)]
        receipts = await asyncio.gather(
            *(
                pay(doors[(n + m) % 3], [charge], employee=rowan, reference=("LV-1", "LV-2")[m])
                for n, pair in enumerate(zip(mine, yours, strict=True))
                for m, charge in enumerate(pair)
            )
        )
    entries = await register.entries(rowan)
    assert sum(entry.minutes for entry in entries) == TWELVE_WEEKS
    assert weeks(entries) == 12
    # What each was told was true then: in a week with a holiday the leave that begins first has what is left.
    assert all(r.minutes + r.minutes_beyond == 480 for (r,) in receipts)


async def test_cases_that_claim_the_same_days_at_once_are_charged_once(
    register: Register, records: Records, rowan: str
) -> None:
    days = [single_days(f"LV-{n}", "2026-03-02", 8) for n in range(4)]
    receipts = await asyncio.gather(*(pay(records, charges, employee=rowan) for charges in days))
    assert sum(entry.minutes for entry in await register.entries(rowan)) == 8 * 480
    # What each was told was true then: a day is of the case that comes first, and passes to it when it is told.
    assert sorted({r.minutes for case in receipts for r in case} - {0}) == [480]


async def test_corrections_at_once_leave_the_last_word_standing(
    register: Register, records: Records, rowan: str
) -> None:
    """Each says less time than the one before; whichever arrives last, the highest sequence stands."""
    corrections = [
        post(hours("2026-03-03T09:00", f"2026-03-03T{10 + n % 3}:00"), key=f"k/{n}", cause="LV-1/absence/1", sequence=n)
        for n in (3, 0, 5, 1, 4, 2)
    ]
    await pay(records, corrections, employee=rowan)
    entries = await register.entries(rowan)
    assert sum(entry.minutes for entry in entries) == (1 + 5 % 3) * 60
    reversed_ones = [entry.reverses for entry in entries if entry.reverses]
    assert len(set(reversed_ones)) == len(reversed_ones)


async def test_charging_and_taking_back_at_once_ends_with_nothing(
    register: Register, records: Records, rowan: str
) -> None:
    charges = [post(period("2026-03-02", "2026-03-06"), key=f"k/{n}", sequence=1) for n in range(4)]
    await pay(records, [*charges, post(ChargeNothing(), key="k/9", sequence=2)], employee=rowan)
    assert sum(entry.minutes for entry in await register.entries(rowan)) == 0


async def test_three_processes_that_charge_at_once_end_with_the_right_sum(
    database: Database, register: Register, records: Records, keyring_file: Path, rowan: str
) -> None:
    """The days of one are the days of another in part: they are charged once, and twelve weeks are never passed."""
    others = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.activities.owing", url_of(database), str(keyring_file), rowan, reference, first, "30"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        for reference, first in (("LV-1", "2026-01-05"), ("LV-2", "2026-02-09"))
    ]
    for process in others:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
    own = pay(records, single_days("LV-3", "2026-03-16", 30), employee=rowan, reference="LV-3")
    done = asyncio.gather(*(process.communicate(b"go\n") for process in others))
    await own
    ended = await done
    assert [process.returncode for process in others] == [0, 0], [said.decode()[-400:] for _, said in ended]

    entries = await register.entries(rowan)
    assert {entry.cause.split("/")[0] for entry in entries} == {"LV-1", "LV-2", "LV-3"}
    assert sum(entry.minutes for entry in entries) == TWELVE_WEEKS
    assert weeks(entries) == 12
    by_day = Counter[date]()
    for entry in entries:
        by_day[entry.happened_on] += entry.minutes
    assert max(by_day.values()) == 480
