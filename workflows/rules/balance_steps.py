"""Why so much is left on a day: which days count on it, what was used in them, and the benefit year that holds.

Knows: the window of a bank on one day. Never knows: what is left on other days. 29 CFR 825.200; M.G.L. c.175M s.1
(law.md N1-N9).
"""

from datetime import date
from fractions import Fraction
from typing import Any

from workflows.rules.answers import Reasoning
from workflows.rules.banks import Bank, Ledger, use_of
from workflows.rules.caps import NOTHING, Cap, Limit, left_on
from workflows.rules.leave_years import methods_on
from workflows.rules.pfml_years import FoundYear, found_years
from workflows.rules.plans import TERMS, Plan, PlanWindow, entitlement
from workflows.rules.policy import LeavePolicy


def say_what_counts(
    why: Reasoning, bank: Bank, limits: tuple[Cap, ...], ledger: Ledger, on: date, *, policy: LeavePolicy
) -> None:
    """The windows of a bank on a day with their dates, what was used in each, and what each limit leaves."""
    if TERMS[bank.plan].window is PlanWindow.BENEFIT_YEAR:
        _say_benefit_year(why, bank, ledger, on, policy)
        _say_elsewhere(why, bank, ledger)
    own, *others = limits
    _say_own(why, bank, own, on, policy)
    for limit in others:
        left, used = limit.left_on(on), _used(limit, on)
        if left is not None and used:
            rule, says = _OTHERS[limit.limit]
            why.step(rule, says, on=on, since=_since(limit, on), used=used, most=limit.most, left=max(left, NOTHING))
    if any(_used(limit, on) for limit in others):
        least = left_on(limits, on)
        why.step(TERMS[bank.plan].rules[0], "What is left is the least of what these limits leave.", left=least)


_OTHERS = {
    Limit.OTHERS_IN_SINGLE_YEAR: ("N6", "Use that counts as other FMLA leave in the 12 months of caregiver leave."),
    Limit.ALL_IN_SINGLE_YEAR: ("N6", "Use that counts in these 12 months: caregiver leave and all other FMLA leave."),
    Limit.SHARED: ("N7", "Use that counts against the weeks that both spouses share."),
    Limit.SHARED_IN_SINGLE_YEAR: ("N7", "Use that counts against what both share in the 12 months of caregiver leave."),
    Limit.ALL_KINDS: ("N8", "Use that counts in the benefit year: PFML leave of all kinds."),
}


def _say_own(why: Reasoning, bank: Bank, cap: Cap, on: date, policy: LeavePolicy) -> None:
    rule = TERMS[bank.plan].rules[-1]
    if cap.closed_from is not None and cap.closed_from <= on:
        why.step(rule, "Use that counts no more: the single 12 months have ended, and the rest is lost.", on=on)
        return
    counted, used, best = cap.counted_on(on), _used(cap, on), _best_method(bank, cap, on, policy)
    by = ", by the method that leaves the most" if best else ""
    if not used:
        why.step(rule, f"No use counts on this day{by}.", on=on, since=_since(cap, on), **best)
        return
    why.step(
        rule,
        f"Use that counts on this day{by}.",
        on=on,
        since=_since(cap, on),
        days=len(counted),
        first_used_on=cap.use.days[counted[0]],
        last_used_on=cap.use.days[counted[-1]],
        used=used,
        left=max(cap.left_on(on) or NOTHING, NOTHING),
        **best,
    )
    most = entitlement(bank.plan, policy=policy, kind=bank.mark)
    if used > most:
        why.step(TERMS[bank.plan].rules[0], "More was entered than the plan ever gives.", beyond=used - most)


def _used(cap: Cap, on: date) -> Fraction:
    return Fraction(sum(cap.use.parts_on(index) for index in cap.counted_on(on)), cap.use.parts)


def _best_method(bank: Bank, cap: Cap, on: date, policy: LeavePolicy) -> dict[str, Any]:
    """Of several ways to measure the year, the one that leaves the most: its window begins last (825.200(d), (e))."""
    if TERMS[bank.plan].window is not PlanWindow.LEAVE_YEAR:
        return {}
    firsts = [spell.window.first(on) for spell in cap.spells if spell.holds_on(on)]
    ways = methods_on(on, policy=policy)
    if len(firsts) != len(ways) or len(ways) == 1:
        return {}
    best = max(zip(firsts, ways, strict=True), key=lambda one: one[0])[1]
    return {"method": best.value}


def _since(cap: Cap, on: date) -> date | None:
    """The first day whose use counts; None: there is no such day, all use counts."""
    first_on = max((spell.window.first(on) for spell in cap.spells if spell.holds_on(on)), default=on)
    return None if first_on == date.min else first_on


def _say_elsewhere(why: Reasoning, bank: Bank, ledger: Ledger) -> None:
    """A bank may be that of one benefit year: what stands in another one is not passed over silently."""
    entries = [e for e in ledger.of(bank.plan) if e.bank != bank.bank]
    if entries:
        why.step(
            "N8", "Leave that stands in another bank of this plan is not counted in this one.", entries=len(entries)
        )


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
