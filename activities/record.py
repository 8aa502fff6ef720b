"""The record: everything that one wake of a case owes to the database, in one transaction.

Knows: the order of the writing, and that a key written before is done. Never knows: what a line means, or whether
something is allowed. A repeat writes nothing twice and returns the first receipts.
"""

from typing import TYPE_CHECKING

from temporalio import activity

from activities.attempt import attempting
from activities.banks import leaves_of
from activities.charging import Basis, charge
from workflows.rules.banks import Stands
from workflows.rules.personnel import PersonnelRecord
from workflows.rules.plans import Plan
from workflows.rules.schedule import Schedule
from workflows.signatures import ChargeReceipt, Owed, Recorded

if TYPE_CHECKING:
    from infra.directory_desk import DirectoryDesk
    from infra.register import Pen, Register


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
        told = PersonnelRecord.read(personnel.record) if personnel else None
        async with self._register.writing(owed.view.reference) as pen:
            version = await pen.put(owed.view)
            await pen.add_lines(owed.notes)
            await pen.add_tasks(owed.tasks)
            for withdrawal in owed.withdrawals:
                await pen.close_tasks(withdrawal.tasks, at=withdrawal.at)
                await pen.withdraw_notices(withdrawal.notices, at=withdrawal.at)
            receipts = await _charge_all(pen, owed, told) if owed.charges else ()
            if owed.snapshot is not None:
                await pen.keep_snapshot(owed.snapshot.version, owed.snapshot.model_dump_json().encode())
        return Recorded(version=version, receipts=receipts)


async def _charge_all(pen: "Pen", owed: Owed, told: PersonnelRecord | None) -> tuple[ChargeReceipt, ...]:
    if owed.policy is None:
        raise ValueError("charges come with the policy that they follow")
    book = await pen.book(owed.view.employee)
    uses_layer = any(share.plan is Plan.COMMONWEALTH for duty in owed.charges for share in duty.plans)
    leaves = leaves_of(await pen.cases_of(owed.view.employee)) if uses_layer else ()
    schedule = told.schedule if told else Schedule(assignments=())
    facts = Stands(hired_on=told.hired_on if told else None, layer_leaves=leaves)
    basis = Basis(schedule, owed.policy, facts, told)
    return tuple([await charge(book, duty, basis) for duty in owed.charges])
