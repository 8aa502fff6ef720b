"""The record: everything that one wake of a case owes to the database, in one transaction.

Knows: the order of the writing, and that a key written before is done. Never knows: what a line means, or whether
something is allowed. A repeat writes nothing twice and returns the first receipts.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from temporalio import activity

from activities.attempt import attempting
from activities.charges import Standing, compute
from activities.employment import schedule_of
from workflows.case.duties import ChargeAbsence, PostCharge
from workflows.rules.entitlement import Entry
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Schedule
from workflows.signatures import ChargeReceipt, Owed, Recorded

if TYPE_CHECKING:
    from infra.directory_desk import DirectoryDesk
    from infra.ledger import Book, Ground, Stood
    from infra.register import Pen, Register


FMLA = "fmla"
"""The bank of 12 workweeks in 12 months."""


class Records:
    """Writes to the register and the ledger."""

    def __init__(self, register: "Register", directory: "DirectoryDesk") -> None:
        self._register = register
        self._directory = directory

    @activity.defn(name="record")
    async def record(self, owed: Owed) -> Recorded:
        """Register, history, tasks, ledger and withdrawals, all or nothing."""
        async with attempting():
            return await self._record(owed)

    async def _record(self, owed: Owed) -> Recorded:
        schedule = await self._schedule(owed)
        async with self._register.writing(owed.view.reference) as pen:
            version = await pen.put(owed.view)
            await pen.add_lines(owed.notes)
            await pen.add_tasks(owed.tasks)
            for withdrawal in owed.withdrawals:
                await pen.close_tasks(withdrawal.tasks, at=withdrawal.at)
                await pen.withdraw_notices(withdrawal.notices, at=withdrawal.at)
            receipts = await _charge_all(pen, owed, schedule) if owed.charges else ()
            if owed.snapshot is not None:
                await pen.keep_snapshot(owed.snapshot.version, owed.snapshot.model_dump_json().encode())
        return Recorded(version=version, receipts=receipts)

    async def _schedule(self, owed: Owed) -> Schedule:
        personnel = await self._directory.personnel(owed.view.employee) if owed.charges else None
        return schedule_of(personnel) if personnel else Schedule(assignments=())


async def _charge_all(pen: "Pen", owed: Owed, schedule: Schedule) -> tuple[ChargeReceipt, ...]:
    if owed.policy is None:
        raise ValueError("charges come with the policy that they follow")
    book = await pen.book(owed.view.employee)
    return tuple([await _charge(book, duty, owed.policy, schedule) for duty in owed.charges])


async def _charge(book: "Book", duty: PostCharge, policy: LeavePolicy, schedule: Schedule) -> ChargeReceipt:
    """The ledger's answer; the first one, where this key was answered before or a later word has been."""
    answered = await book.receipts(duty.cause)
    before = next((row for row in answered if row.key == duty.key), None)
    if before is not None:
        return _receipt(duty, before.minutes, before.minutes_beyond, before.schedule_known)
    if any(row.sequence > duty.sequence for row in answered):
        return _receipt(duty, 0, 0, True)
    others = tuple(_standing(stood) for stood in await book.others(duty.cause) if stood.bank == FMLA)
    computed = compute(duty.charge, others, schedule=schedule, policy=policy)
    own = await book.standing(duty.cause) if answered else []
    await book.settle(own, {FMLA: computed.charges}, _ground(duty, policy))
    minutes = sum(charge.minutes for charge in computed.charges)
    receipt = _receipt(duty, minutes, computed.minutes_beyond, computed.schedule_known)
    await book.keep_receipt(receipt, sequence=duty.sequence)
    return receipt


def _receipt(duty: PostCharge, minutes: int, beyond: int, known: bool) -> ChargeReceipt:
    return ChargeReceipt(key=duty.key, cause=duty.cause, minutes=minutes, minutes_beyond=beyond, schedule_known=known)


def _standing(stood: "Stood") -> Standing:
    use = Entry(on=stood.on, weeks=stood.weeks, minutes=stood.minutes)
    return Standing(use, stood.starts_at, stood.ends_at)


def _ground(duty: PostCharge, policy: LeavePolicy) -> "Ground":
    absence = duty.charge if isinstance(duty.charge, ChargeAbsence) else None
    return {
        "cause": duty.cause,
        "sequence": duty.sequence,
        "reason": duty.reason,
        "policy": f"{policy.id} {policy.version}",
        "calendar": policy.calendar.version,
        "known_at": duty.known_at,
        "recorded_at": datetime.now(UTC),
        "starts_at": absence.starts_at if absence else None,
        "ends_at": absence.ends_at if absence else None,
    }
