"""Why so much is left on a day: which days count on it, what was used in them, and the benefit year that holds.

Knows: the window of a bank on one day. Never knows: what is left on other days. 29 CFR 825.200; M.G.L. c.175M s.1
(law.md N1-N9).
"""

from datetime import date
from fractions import Fraction

from workflows.rules.answers import Reasoning
from workflows.rules.banks import Bank, Ledger, use_of
from workflows.rules.caps import Cap
from workflows.rules.pfml_years import FoundYear, found_years
from workflows.rules.plans import TERMS, Plan, PlanWindow, entitlement
from workflows.rules.policy import LeavePolicy


def say_what_counts(why: Reasoning, bank: Bank, cap: Cap, ledger: Ledger, on: date, *, policy: LeavePolicy) -> None:
    """The window of a bank on a day with its dates, and what was used in it."""
    if TERMS[bank.plan].window is PlanWindow.BENEFIT_YEAR:
        _say_benefit_year(why, bank, ledger, on, policy)
    counted = cap.counted_on(on)
    used = Fraction(sum(cap.use.parts_on(index) for index in counted), cap.use.parts)
    rule = TERMS[bank.plan].rules[-1]
    if not used:
        why.step(rule, "No use counts on this day.", on=on, since=_since(cap, on))
        return
    why.step(
        rule,
        "Use that counts on this day.",
        on=on,
        since=_since(cap, on),
        days=len(counted),
        first_used_on=cap.use.days[counted[0]],
        last_used_on=cap.use.days[counted[-1]],
        used=used,
    )
    most = entitlement(bank.plan, policy=policy, kind=bank.mark)
    if used > most:
        why.step(TERMS[bank.plan].rules[0], "More was entered than the plan ever gives.", beyond=used - most)


def _since(cap: Cap, on: date) -> date | None:
    """The first day whose use counts; None: there is no such day, all use counts."""
    firsts = [spell.window.first(on) for spell in cap.spells if spell.holds_on(on)]
    first_on = min(firsts, default=on)
    return None if first_on == date.min else first_on


def _say_benefit_year(why: Reasoning, bank: Bank, ledger: Ledger, on: date, policy: LeavePolicy) -> None:
    taken = use_of(Bank(plan=Plan.PFML, bank=bank.bank), ledger.entries, policy=policy).taken()
    years = found_years(lambda day: min((t for t in taken if t >= day), default=None), ledger.told_years, policy=policy)
    found: FoundYear | None = next((year for year in years if year.year.has(on)), None)
    if found is None:
        why.step("N9", "No benefit year runs on this day: the next leave begins one.", on=on)
    elif found.told:
        why.step(
            "N9",
            "This benefit year holds, as DFML told it; what we computed stays beside it.",
            first_on=found.year.first_on,
            last_on=found.year.last_on,
            expected=f"{found.expected.first_on} to {found.expected.last_on}",
        )
    else:
        why.step(
            "N9",
            "This benefit year is computed; a word of DFML would take its place.",
            first_on=found.year.first_on,
            last_on=found.year.last_on,
        )
