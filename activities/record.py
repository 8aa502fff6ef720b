"""The record: everything that one wake of a case owes to the database, in one transaction.

Knows: the order of the writing, and that a key written before is done. Never knows: what a line means, or whether
something is allowed. A repeat writes nothing twice and returns the first receipts.
"""

import asyncio
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from temporalio import activity

from activities.attempt import attempting
from activities.banks import bank_of, leaves_of
from activities.employment import schedule_of
from activities.recounting import Basis, left_out, recount, weeks_around
from workflows.case.duties import ChargeAbsence, PostCharge
from workflows.rules.banks import Stands
from workflows.rules.calendar import days_after
from workflows.rules.ledger_entries import used
from workflows.rules.plans import Plan
from workflows.rules.policy import LeavePolicy
from workflows.rules.posting import Computed, Counted, compute, count, days_of
from workflows.rules.schedule import Schedule
from workflows.rules.spans import runs_of
from workflows.signatures import ChargeReceipt, Owed, Recorded

if TYPE_CHECKING:
    from infra.directory_desk import DirectoryDesk
    from infra.ledger import Book, Ground
    from infra.register import Pen, Register
    from infra.tables import ChargeReceiptRow

_NO_DAYS = (date.max, date.min)
"""From no day on to no day: of nothing, no hours are read."""


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
        personnel = await self._directory.personnel(owed.view.employee) if owed.charges else None
        schedule = schedule_of(personnel) if personnel else Schedule(assignments=())
        hired_on = personnel.hired_on if personnel else None
        async with self._register.writing(owed.view.reference) as pen:
            version = await pen.put(owed.view)
            await pen.add_lines(owed.notes)
            await pen.add_tasks(owed.tasks)
            for withdrawal in owed.withdrawals:
                await pen.close_tasks(withdrawal.tasks, at=withdrawal.at)
                await pen.withdraw_notices(withdrawal.notices, at=withdrawal.at)
            receipts = await _charge_all(pen, owed, schedule, hired_on) if owed.charges else ()
            if owed.snapshot is not None:
                await pen.keep_snapshot(owed.snapshot.version, owed.snapshot.model_dump_json().encode())
        return Recorded(version=version, receipts=receipts)


async def _charge_all(pen: "Pen", owed: Owed, schedule: Schedule, hired_on: date | None) -> tuple[ChargeReceipt, ...]:
    if owed.policy is None:
        raise ValueError("charges come with the policy that they follow")
    book = await pen.book(owed.view.employee)
    uses_layer = any(share.plan is Plan.COMMONWEALTH for duty in owed.charges for share in duty.plans)
    leaves = leaves_of(await pen.cases_of(owed.view.employee)) if uses_layer else ()
    basis = Basis(schedule, owed.policy, Stands(hired_on=hired_on, layer_leaves=leaves))
    return tuple([await _charge(book, duty, basis) for duty in owed.charges])


async def _charge(book: "Book", duty: PostCharge, basis: Basis) -> ChargeReceipt:
    """The ledger's answer; the first one, where this key was answered before or a later word has been."""
    basis = basis._replace(facts=basis.facts._replace(told_years=duty.told_years))
    days = days_of(duty.charge)
    near = weeks_around(days_after(days[0], -1), days[1], policy=basis.policy) if days else _NO_DAYS
    seeing = book.seen(duty.cause, near_from=near[0], near_to=near[1])
    seen, counted = await asyncio.gather(seeing, _counted(duty, basis))
    if seen.answered:
        answer = _answered(duty, await book.receipts(duty.cause))
        if answer is not None:
            # Which days they are is not kept with the answer: it is read from the schedule again.
            return (
                answer if answer.schedule_known else answer.model_copy(update={"uncounted": runs_of(counted.unknown)})
            )
    stands = basis.facts._replace(entries=tuple([used(*stood) for stood in seen.others]))
    computed = {
        (bank := bank_of(share, duty)).bank: compute(
            counted,
            stands,
            schedule=basis.schedule,
            policy=basis.policy,
            bank=bank,
            from_on=share.from_on,
            except_for=share.except_for,
            cause=duty.cause,
        )
        for share in duty.plans
    }
    own = await book.standing(duty.cause) if seen.answered else []
    receipt = _receipt(duty, counted, list(computed.values()))
    target = {bank: found.charges for bank, found in computed.items()}
    await book.settle(own, target, _ground(duty, basis.policy), receipt, left_out=left_out(duty))
    await recount(book, duty, [*(days or ()), *(entry.happened_on for entry in own)], basis)
    return receipt


async def _counted(duty: PostCharge, basis: Basis) -> Counted:
    """Once for all plans, and while the database looks: the employee is locked."""
    return count(duty.charge, schedule=basis.schedule, policy=basis.policy)


def _answered(duty: PostCharge, receipts: "list[ChargeReceiptRow]") -> ChargeReceipt | None:
    """What this key was answered before; nothing charged, where a later word has been; None: it is to be posted."""
    before = next((row for row in receipts if row.key == duty.key), None)
    if before is not None:
        return ChargeReceipt(**before.model_dump(exclude={"sequence", "left_out"}))
    if any(row.sequence > duty.sequence for row in receipts):
        return ChargeReceipt(key=duty.key, cause=duty.cause, minutes=0, minutes_beyond=0, schedule_known=True)
    return None


def _receipt(duty: PostCharge, counted: Counted, computed: list[Computed]) -> ChargeReceipt:
    first = computed[0]
    return ChargeReceipt(
        key=duty.key,
        cause=duty.cause,
        minutes=sum(charge.minutes for charge in first.charges),
        minutes_beyond=first.minutes_beyond,
        schedule_known=first.schedule_known,
        # Each plan counts the same hours: what none of them covers is the least that any of them leaves over.
        minutes_uncovered=min(found.minutes_beyond for found in computed),
        uncounted=runs_of(counted.unknown),
    )


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
