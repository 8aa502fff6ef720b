"""A charge to the ledger: what is told of one cause becomes what stands for it, and for whatever it shares hours with.

Knows: what the ledger must be asked, and that a key answered before is done. Never knows: how hours are counted, or
whose decision it was. The employee is locked: whoever charges sees all that stands.
29 CFR 825.200(b), (h), 825.205 (law.md C8, C13, N1).
"""

import asyncio
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from activities.banks import bank_of
from activities.employed import in_employment, not_employed
from activities.meeting import Meeting, clock_days, meeting, word_of
from workflows.case.duties import ChargeAbsence, PostCharge
from workflows.rules.banks import Stands
from workflows.rules.calendar import days_after
from workflows.rules.counting_weeks import DayCharge
from workflows.rules.ledger_entries import Used, used_on
from workflows.rules.personnel import PersonnelRecord
from workflows.rules.policy import LeavePolicy
from workflows.rules.posting import Computed, Counted, Told, compute, count, days_of, hours_of
from workflows.rules.schedule import Schedule
from workflows.rules.schedule_changes import ScheduleChange, changes_between
from workflows.rules.spans import runs_of
from workflows.rules.workweek import weeks_around
from workflows.signatures import ChargeReceipt

if TYPE_CHECKING:
    from infra.ledger import Book, Ground
    from infra.tables import ChargeReceiptRow

_NO_DAYS = (date.max, date.min)
"""From no day on to no day: of nothing, no hours are read."""


class Basis(NamedTuple):
    """What charges are counted by: schedule, policy, the facts on which the windows of plans turn, and the employment;
    None: the directory does not know the employee."""

    schedule: Schedule
    policy: LeavePolicy
    facts: Stands
    employed: PersonnelRecord | None = None


Target = dict[str, Computed]
"""What should stand for a cause, by bank, in the order of its plans."""


async def charge(book: "Book", duty: PostCharge, basis: Basis) -> ChargeReceipt:
    """The ledger's answer; the first one, where this key was answered before or a later word has been."""
    days = clock_days(duty.charge)
    near = _near(days, basis.policy) if days else _NO_DAYS
    seeing = book.seen(duty.cause, days=days or _NO_DAYS, near=near)
    seen, whole = await asyncio.gather(seeing, _counted(duty, basis))
    counted, nowhere = in_employment(whole, basis.employed), not_employed(whole, basis.employed)
    # Not kept with an answer: it is read from schedule and directory each time.
    read = {"not_employed": nowhere, "schedule_changes": _changes(duty, basis)}
    if seen.answered:
        answer = _answered(duty, await book.receipts(duty.cause))
        if answer is not None:
            uncounted = () if answer.schedule_known else runs_of(counted.unknown)
            return answer.model_copy(update=read | {"uncounted": uncounted})
    own = await book.standing(duty.cause) if seen.answered else []
    around = [*(days or ()), *(entry.happened_on for entry in own)]
    others: Meeting = {}
    if around and (seen.meets or seen.answered or counted.holidays):
        others, days = await meeting(book, duty.cause, (min(around), max(around)), basis.schedule, basis.policy)
        seen = await book.seen(duty.cause, days=_NO_DAYS, near=_near(days, basis.policy)) if others else seen
    entries = tuple([entry for stood in seen.others for entry in used_on(*stood)])
    targets = _targets({duty.cause: duty} | others, entries, counted, duty, basis)
    receipt = _receipt(duty, counted, targets[duty.cause])
    await book.settle(own, _charges(targets[duty.cause]), _ground(duty, duty, basis.policy), receipt, word_of(duty))
    if others:
        await _settle_others(book, others, targets, entries, duty, basis.policy)
    return receipt.model_copy(update=read)


def _changes(duty: PostCharge, basis: Basis) -> tuple[ScheduleChange, ...]:
    """What changed since the leave began, as far as the charged days reach."""
    days = days_of(duty.charge)
    if days is None or duty.leave_from is None:
        return ()
    return changes_between(basis.schedule, duty.leave_from, days[1], notice_on=duty.notice_on)


async def _counted(duty: PostCharge, basis: Basis) -> Counted:
    """Once for all plans, and while the database looks: the employee is locked."""
    return _count(duty, basis)


def _count(duty: PostCharge, basis: Basis) -> Counted:
    return count(duty.charge, schedule=basis.schedule, policy=basis.policy, notice_on=duty.notice_on)


def _near(days: tuple[date, date], policy: LeavePolicy) -> tuple[date, date]:
    """The workweeks that have these days in them; a shift of the evening before may reach into the first."""
    return weeks_around(days_after(days[0], -1), days[1], policy=policy)


def _targets(
    duties: Meeting, entries: tuple[Used, ...], counted: Counted, duty: PostCharge, basis: Basis
) -> dict[str, Target]:
    """What should stand for each of these causes, bank by bank."""
    again = {
        cause: in_employment(_count(other, basis), basis.employed)
        for cause, other in duties.items()
        if cause != duty.cause
    }
    targets: dict[str, Target] = {cause: {} for cause in duties}
    for hours, told in _by_hours(duties, {duty.cause: counted} | again).items():
        left = tuple([e for e in entries if not (hours_of(e) == hours and e.cause in again)]) if again else entries
        stands = basis.facts._replace(entries=left)
        banks = {one.cause: one.bank.bank for one in told}
        for cause, computed in compute(told, stands, schedule=basis.schedule, policy=basis.policy).items():
            targets[cause][banks[cause]] = computed
    return {cause: _in_order(duties[cause], target) for cause, target in targets.items()}


def _by_hours(duties: Meeting, counted: dict[str, Counted]) -> dict[str, list[Told]]:
    """By the banks that have their hours together."""
    told: dict[str, list[Told]] = {}
    for cause, duty in duties.items():
        for share in duty.plans:
            bank = bank_of(share, duty)
            one = Told(cause, counted[cause], bank, share.from_on, share.except_for, duty.told_years)
            told.setdefault(hours_of(bank), []).append(one)
    return told


def _in_order(duty: PostCharge, target: Target) -> Target:
    banks = [bank_of(share, duty).bank for share in duty.plans]
    return {bank: target[bank] for bank in banks}


def _charges(target: Target) -> dict[str, tuple[DayCharge, ...]]:
    return {bank: computed.charges for bank, computed in target.items()}


async def _settle_others(
    book: "Book",
    others: Meeting,
    targets: dict[str, Target],
    entries: tuple[Used, ...],
    duty: PostCharge,
    policy: LeavePolicy,
) -> None:
    """Each under its own name, where something is not as it should be. The answers that it was given before stay."""
    for cause, other in others.items():
        if _stands(entries, cause) == _wanted(targets[cause]):
            continue
        rows = await book.standing(cause)
        receipt = _receipt(other, None, targets[cause], key=f"{duty.key}/recounted/{cause}")
        await book.settle(rows, _charges(targets[cause]), _ground(other, duty, policy), receipt)


def _stands(entries: tuple[Used, ...], cause: str) -> dict[tuple[str, date], tuple[int, Fraction]]:
    return {(e.bank, e.on): (e.minutes, e.weeks) for e in entries if e.cause == cause}


def _wanted(target: Target) -> dict[tuple[str, date], tuple[int, Fraction]]:
    return {(bank, c.on): (c.minutes, c.weeks) for bank, computed in target.items() for c in computed.charges}


def _answered(duty: PostCharge, receipts: "list[ChargeReceiptRow]") -> ChargeReceipt | None:
    """What this key was answered before; nothing charged, where a later word has been; None: it is to be posted."""
    before = next((row for row in receipts if row.key == duty.key), None)
    if before is not None:
        return ChargeReceipt(**before.model_dump(include=set(ChargeReceipt.model_fields)))
    if any(row.sequence > duty.sequence for row in receipts):
        return ChargeReceipt(key=duty.key, cause=duty.cause, minutes=0, minutes_beyond=0, schedule_known=True)
    return None


def _receipt(duty: PostCharge, counted: Counted | None, target: Target, key: str = "") -> ChargeReceipt:
    first, *_ = target.values()
    return ChargeReceipt(
        key=key or duty.key,
        cause=duty.cause,
        minutes=sum(charge.minutes for charge in first.charges),
        minutes_beyond=first.minutes_beyond,
        schedule_known=first.schedule_known,
        # Each plan counts the same hours: what none of them covers is the least that any of them leaves over.
        minutes_uncovered=min(found.minutes_beyond for found in target.values()),
        uncounted=runs_of(counted.unknown) if counted else (),
        beyond_from=min(first.beyond_on, default=None),
        uncovered_from=min(set.intersection(*[set(found.beyond_on) for found in target.values()]), default=None),
    )


def _ground(told: PostCharge, changing: PostCharge, policy: LeavePolicy) -> "Ground":
    """The cause's own, as it was told; known when whatever changes it was known."""
    absence = told.charge if isinstance(told.charge, ChargeAbsence) else None
    return {
        "cause": told.cause,
        "sequence": told.sequence,
        "reason": told.reason,
        "policy": f"{policy.id} {policy.version}",
        "calendar": policy.calendar.version,
        "known_at": changing.known_at,
        "recorded_at": datetime.now(UTC),
        "starts_at": absence.starts_at if absence else None,
        "ends_at": absence.ends_at if absence else None,
    }
