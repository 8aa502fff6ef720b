"""The amount that a letter tells is that of the ledger, plan by plan, and never above the truth."""

from datetime import date, timedelta
from typing import Any

from activities.rendering import render
from infra.tables import LedgerEntry
from starter.amounts import amounts_of
from tests.activities.samples import letterhead
from tests.case.telling import at
from tests.starter.test_explain_stored import OPENED, certified, rows, surgery
from workflows.case.entitlement_letters import AmountCounted, CountedUnder
from workflows.rules.plans import Mark, Plan

DAY = date(2026, 3, 9)


def entry(bank: str, weeks: str, minutes: int, reason: str = "own_condition", **fields: Any) -> LedgerEntry:
    """A charge of one day."""
    row: dict[str, Any] = {
        "entry_id": f"{bank}/{reason}",
        "employee": "E-ROWAN",
        "bank": bank,
        "cause": "c",
        "sequence": 1,
        "happened_on": DAY,
        "minutes": minutes,
        "weeks": weeks,
        "base_minutes": "2400",
        "reason": reason,
        "rules": "C1",
        "policy": "p 1",
        "calendar": "1",
        "known_at": OPENED,
        "recorded_at": OPENED,
    }
    return LedgerEntry(**row | fields)


def told(*entries: LedgerEntry) -> list[tuple[Plan, Mark | None, str, int | None]]:
    """What is told: plan, kind, weeks, minutes."""
    known = rows(certified(surgery(), at("2026-03-20")), at("2026-03-21"), entries=list(entries))
    return [(one.plan, one.pfml_kind, one.weeks, one.minutes) for one in amounts_of(known)]


def test_2_7_49_hours_are_1_225_weeks_and_never_more() -> None:
    assert told(entry("fmla", "49/40", 2940)) == [(Plan.FMLA, None, "1.225", 2940)]
    assert told(entry("fmla", "2/3", 1600)) == [(Plan.FMLA, None, "0.6666", 1600)]


def test_every_plan_that_the_ledger_charges_is_told_and_state_pfml_by_kind() -> None:
    both = (entry("pfml", "49/40", 2940), entry("pfml", "1", 2400, "family_care"))
    assert told(entry("fmla", "49/40", 2940), *both, entry("commonwealth", "49/40", 2940)) == [
        (Plan.FMLA, None, "1.225", 2940),
        (Plan.PFML, Mark.FAMILY, "1", 2400),
        (Plan.PFML, Mark.MEDICAL, "1.225", 2940),
        (Plan.COMMONWEALTH, None, "1.225", 2940),
    ]


def test_what_another_kind_leaves_is_a_balance_and_was_not_counted() -> None:
    """20 weeks of medical leave leave 6 of all 26: no week of family leave was counted by that."""
    days = [DAY - timedelta(days=n) for n in range(100)]
    used = [entry("pfml", "1/5", 480, entry_id=f"pfml/{on}", happened_on=on) for on in days]
    assert told(*used) == [(Plan.PFML, Mark.MEDICAL, "20", 48_000)]


def test_the_letter_says_which_kind_of_state_pfml_is_meant() -> None:
    counted = tuple(
        CountedUnder(plan="pfml", minutes=2940, weeks="1.225", pfml_kind=kind) for kind in ("family", "medical")
    )
    letter = render(AmountCounted(as_of=DAY, counted=counted), letterhead()).plain
    assert "Paid Family and Medical Leave, as far as we know it (family leave): 1.225 weeks (49 hours)" in letter
    assert "(medical leave): 1.225 weeks (49 hours)" in letter
