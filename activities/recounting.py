"""A week is counted again when something else in it changes: its holiday may pass to another cause, come or go.

Knows: which causes stand in a week with a holiday, and that each is corrected under its own name. Never knows: whose
the holiday is (rules), what changed. Nothing but holidays is touched: other hours stay with who was charged first.
29 CFR 825.200(h) (law.md C8).
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from pydantic import TypeAdapter

from workflows.case.duties import PlanShare, PostCharge
from workflows.rules.banks import Bank, Stands, allot_to
from workflows.rules.counting_weeks import DayCharge
from workflows.rules.holiday_shares import shares, turning_days
from workflows.rules.ledger_entries import Used, used
from workflows.rules.policy import LeavePolicy
from workflows.rules.posting import counts_on
from workflows.rules.schedule import Schedule
from workflows.rules.workweek import first_of_week, last_of_week
from workflows.signatures import ChargeReceipt

if TYPE_CHECKING:
    from infra.ledger import Book, Ground
    from infra.tables import ChargeReceiptRow, LedgerEntry

Limited = dict[str, tuple[PlanShare, ...]]
"""The plans in which not all days of a cause count, by cause."""

_EVERY_CAUSE = ""
_SHARES = TypeAdapter(tuple[PlanShare, ...])


class Basis(NamedTuple):
    """What charges are counted by: schedule, policy, and the facts on which the windows of plans turn."""

    schedule: Schedule
    policy: LeavePolicy
    facts: Stands


class _Share(NamedTuple):
    """What a cause is to be charged in a bank for holidays, and the minutes for which nothing was left."""

    bank: str
    charges: tuple[DayCharge, ...]
    beyond: int


def weeks_around(first_on: date, last_on: date, *, policy: LeavePolicy) -> tuple[date, date]:
    """The first and the last day of the workweeks that have these days in them."""
    return first_of_week(first_on, policy=policy), last_of_week(last_on, policy=policy)


async def recount(book: "Book", duty: PostCharge, days: Sequence[date], basis: Basis) -> None:
    """Holidays in the weeks of these days go to the causes whose they are now, except those of the cause that was
    just charged: it has its own already."""
    if not days:
        return
    first_on, last_on = weeks_around(min(days), max(days), policy=basis.policy)
    holidays = turning_days(first_on, last_on, schedule=basis.schedule, policy=basis.policy)
    if not holidays:
        return
    seen = await book.seen(_EVERY_CAUSE, near_from=first_on, near_to=last_on)
    entries = tuple([used(*stood) for stood in seen.others])
    causes = dict.fromkeys(e.cause for e in entries if e.cause)
    limited = {cause: _limited(await book.receipts(cause)) for cause in causes}
    for cause, found in _changed(entries, holidays, duty.cause, limited, basis).items():
        rows = await book.standing(cause)
        banks = [share.bank for share in found]
        held = [row for row in rows if row.bank in banks and row.happened_on in holidays]
        target = {share.bank: share.charges for share in found}
        receipt = _receipt(cause, duty, rows, held, found[0])
        kept = _SHARES.dump_json(limited[cause]).decode() if limited[cause] else ""
        await book.settle(held, target, _ground(rows, duty, basis.policy), receipt, left_out=kept)


def left_out(duty: PostCharge) -> str:
    """The plans in which not all days of a charge count, as the ledger keeps them; empty where all do."""
    limited = tuple([share for share in duty.plans if share.from_on or share.except_for])
    return _SHARES.dump_json(limited).decode() if limited else ""


def _limited(receipts: "list[ChargeReceiptRow]") -> tuple[PlanShare, ...]:
    """The same of a cause, as it was told last."""
    last = max(receipts, key=lambda row: row.sequence, default=None)
    return _SHARES.validate_json(last.left_out) if last is not None and last.left_out else ()


def _changed(
    entries: tuple[Used, ...], holidays: Sequence[date], but: str, limited: Limited, basis: Basis
) -> dict[str, list[_Share]]:
    """By cause, what is not as it should be, bank by bank."""
    changed: dict[str, list[_Share]] = {}
    for bank in dict.fromkeys(e.bank for e in entries if e.cause is not None):
        near = [e for e in entries if e.bank == bank and e.cause is not None]
        wanted = _wanted([e for e in near if e.on not in holidays], holidays, limited, basis)
        others = [cause for cause in dict.fromkeys(e.cause for e in near) if cause and cause != but]
        moved = [cause for cause in others if _minutes(near, cause, holidays) != _wanted_minutes(wanted, cause)]
        kept = tuple([e for e in entries if not (e.bank == bank and e.cause in moved and e.on in holidays)])
        stands = basis.facts._replace(entries=kept)
        for cause in moved:
            own = next(e for e in near if e.cause == cause)
            as_bank = Bank(plan=own.plan, bank=bank, mark=own.marks[0] if own.marks else None)
            allotted = allot_to(tuple(wanted.get(cause, ())), as_bank, stands, policy=basis.policy)
            charges = tuple(a.charge for a in allotted if a.charge is not None)
            stands = stands.with_charges(charges, as_bank)
            if {c.on: c.minutes for c in charges} != _minutes(near, cause, holidays):
                share = _Share(bank, charges, sum(a.beyond_minutes for a in allotted))
                changed.setdefault(cause, []).append(share)
    return changed


def _wanted(leave: list[Used], holidays: Sequence[date], limited: Limited, basis: Basis) -> dict[str, list[DayCharge]]:
    """By cause, its holidays in a bank, less those that do not count for it."""
    wanted: dict[str, list[DayCharge]] = {}
    for on in holidays:
        for cause, charge in shares(leave, on, schedule=basis.schedule, policy=basis.policy).items():
            share = next((share for share in limited.get(cause or "", ()) if share.plan is leave[0].plan), None)
            if share is None or counts_on(on, share.from_on, share.except_for):
                wanted.setdefault(cause or "", []).append(charge)
    return wanted


def _minutes(near: list[Used], cause: str, holidays: Sequence[date]) -> dict[date, int]:
    return {e.on: e.minutes for e in near if e.cause == cause and e.on in holidays}


def _wanted_minutes(wanted: dict[str, list[DayCharge]], cause: str) -> dict[date, int]:
    return {charge.on: charge.minutes for charge in wanted.get(cause, ())}


def _ground(rows: "list[LedgerEntry]", duty: PostCharge, policy: LeavePolicy) -> "Ground":
    """The cause's own, as far as it was told; known when whatever changed the week was known."""
    last = max(rows, key=lambda row: row.sequence)
    return {
        "cause": last.cause,
        "sequence": last.sequence,
        "reason": last.reason,
        "policy": f"{policy.id} {policy.version}",
        "calendar": policy.calendar.version,
        "known_at": duty.known_at,
        "recorded_at": datetime.now(UTC),
        "starts_at": last.starts_at,
        "ends_at": last.ends_at,
    }


def _receipt(
    cause: str, duty: PostCharge, rows: "list[LedgerEntry]", held: "list[LedgerEntry]", share: _Share
) -> ChargeReceipt:
    """What stands for the cause in the first of its banks now. The answers that it was given before stay."""
    stays = sum(row.minutes for row in rows if row.bank == share.bank and row not in held)
    return ChargeReceipt(
        key=f"{duty.key}/recounted/{cause}",
        cause=cause,
        minutes=stays + sum(charge.minutes for charge in share.charges),
        minutes_beyond=share.beyond,
        schedule_known=True,
    )
