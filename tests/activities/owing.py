"""What wakes of a case owe to the database, for the tests of the record; and a process of its own that pays it.

Run as a program it says that it is ready, waits to be told, and charges days of one case, all at once: address of the
database, key ring, employee, case, first of the days, how many.
"""

import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from activities.record import Records
from infra.directory_desk import DirectoryDesk
from infra.keyring import Keyring
from infra.register import Register
from tests.activities.asking import ask
from tests.infra.cases import AT, REFERENCE, view
from tests.infra.databases import opened
from tests.rules.facts import POLICY, at, workdays
from workflows.case.duties import Chargeable, ChargeAbsence, ChargePeriod, PostCharge, Withdraw
from workflows.signatures import ChargeReceipt, Owed, Recorded

HOLIDAYS = tuple(map(date.fromisoformat, ("2026-01-19", "2026-02-16", "2026-04-20", "2026-05-25", "2026-06-19")))
WORKED = tuple(map(date.fromisoformat, ("2026-01-23", "2026-02-20", "2026-04-24", "2026-05-29", "2026-06-15")))
"""Of the half year of these tests, and a day of work in the week of each: so none of them is charged."""


def owed(*charges: PostCharge, version: int = 1, employee: str = "E-1", **changes: Any) -> Owed:
    """What one wake owes."""
    reference = changes.pop("reference", REFERENCE)
    fields: dict[str, Any] = {
        "view": view(version, employee=employee, reference=reference),
        "policy": POLICY if charges else None,
        "snapshot": None,
        "notes": (),
        "tasks": (),
        "charges": charges,
        "withdrawals": (),
    }
    return Owed(**(fields | changes))


def post(
    charge: Chargeable, *, key: str, cause: str = f"{REFERENCE}/period/1", sequence: int = 1, known_at: datetime = AT
) -> PostCharge:
    """A charge for a cause."""
    return PostCharge(
        key=key, cause=cause, sequence=sequence, at=known_at, known_at=known_at, reason="own_condition", charge=charge
    )


def period(first: str, last: str) -> ChargePeriod:
    """All scheduled time of these days."""
    return ChargePeriod(first_on=date.fromisoformat(first), last_on=date.fromisoformat(last))


def hours(starts: str, ends: str) -> ChargeAbsence:
    """The scheduled time between two moments by the clock in New York."""
    return ChargeAbsence(starts_at=at(starts), ends_at=at(ends))


def single_days(reference: str, first: str, count: int) -> list[PostCharge]:
    """So many workdays of a case, each an absence of its own."""
    days = [on for on in workdays(first, count + 2 * len(HOLIDAYS)) if on not in (*HOLIDAYS, *WORKED)][:count]
    return [
        post(
            hours(f"{on}T09:00", f"{on}T17:30"),
            key=f"{reference}/charge/{on}",
            cause=f"{reference}/absence/{on}",
            sequence=0,
        )
        for on in days
    ]


def withdraw(*, tasks: Sequence[str] = (), notices: Sequence[str] = ()) -> Withdraw:
    """What need not be done any more."""
    return Withdraw(key="withdraw", at=datetime(2026, 3, 3, tzinfo=UTC), tasks=tuple(tasks), notices=tuple(notices))


async def pay(records: Records, charges: Sequence[PostCharge], **who: Any) -> list[ChargeReceipt]:
    """All charges at once, each in a record of its own."""
    done: list[Recorded] = await asyncio.gather(*(ask(records.record, owed(charge, **who)) for charge in charges))
    return [receipt for recorded in done for receipt in recorded.receipts]


async def _main(url: str, keys: str, employee: str, reference: str, first: str, count: str) -> None:
    async with opened(url) as database:
        records = Records(Register(database, Keyring.load(Path(keys))), DirectoryDesk(database))
        print("ready", flush=True)  # noqa: T201 - to the test that started it
        await asyncio.to_thread(sys.stdin.readline)
        await pay(records, single_days(reference, first, int(count)), employee=employee, reference=reference)


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
