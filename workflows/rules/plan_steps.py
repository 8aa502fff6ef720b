"""Why a plan leaves what it leaves: the steps that every answer about a plan has in common.

Knows: which rule and which choice of the employer a plan's limits rest on. Never knows: how much was used, a person.
29 CFR 825.200, 825.127; M.G.L. c.175M; Red Book 5.01 (law.md N1-N9, N13, 1.14).
"""

from datetime import date

from workflows.rules.answers import Reasoning
from workflows.rules.banks import Bank, Ledger
from workflows.rules.choices import LayerWindow, LeaveYearMethod, SpouseLimit, UnfiledWeeks
from workflows.rules.leave_years import commenced_on, methods_on
from workflows.rules.pfml_kinds import without_kind
from workflows.rules.plans import KIND_NAMES, TERMS, Mark, Plan, PlanWindow, at_head, entitlement
from workflows.rules.policy import LeavePolicy


def explain(
    why: Reasoning, bank: Bank, ledger: Ledger, first_on: date, last_on: date, *, shared: bool, policy: LeavePolicy
) -> None:
    """What a plan gives, over what window, and which limits across banks hold, from one day to another."""
    plan = bank.plan
    terms = TERMS[plan]
    most = entitlement(plan, policy=policy, kind=bank.mark)
    kind = f", for {KIND_NAMES[bank.mark]}," if bank.mark in KIND_NAMES else ""
    why.step(terms.rules[0], f"{at_head(plan)}{kind} gives at most this.", most=most, unit=terms.unit.value)
    if terms.window is PlanWindow.LEAVE_YEAR:
        _leave_year(why, first_on, last_on, policy)
    elif terms.window is PlanWindow.LAYER_YEAR:
        _layer_year(why, ledger, first_on, policy)
    else:
        why.step(terms.rules[-1], _WINDOWS[terms.window])
    why.rests_on(*(choice for choice in terms.choices if choice != "leave_year" or policy.leave_year_chosen))
    if _has_leap_day([e.on for e in ledger.entries if e.plan is plan]):
        why.step("N4", "Leave taken on 29 February comes back as the employer says.", on=policy.leap_day_return.value)
        why.rests_on("leap_day_return")
    _across(why, bank, ledger, shared, policy)


_WINDOWS = {
    PlanWindow.SINGLE_YEAR: "It is used in one single 12 months from its first day; what is left then is lost.",
    PlanWindow.BENEFIT_YEAR: "It counts in benefit years of 52 weeks from a Sunday.",
    PlanWindow.LIFETIME: "It is given once in a life: nothing of it comes back.",
    PlanWindow.CHILD: "It is given for each child: nothing of it comes back.",
}

_LAYER_WINDOWS = {
    LayerWindow.BACKWARD_FROM_COMMENCEMENT: "Use of the 12 months back from the day on which the leave commenced "
    "counts, as long as it lasts; after 12 months it commences anew. Use comes back on such a day, or when the leave "
    "is over.",
    LayerWindow.DAILY: "The 12 months that end on each day count: use of a day comes back a year later.",
    LayerWindow.FORWARD: "The 12 months from the first use count.",
}

_FEBRUARY, _LEAP_DAY = 2, 29

_METHODS = {
    LeaveYearMethod.CALENDAR: "The calendar year counts.",
    LeaveYearMethod.FIXED: "The 12 months from the same day of each year count.",
    LeaveYearMethod.ANNIVERSARY: "The 12 months from the anniversary of the day of hire count.",
    LeaveYearMethod.FORWARD: "The 12 months from the first use count.",
    LeaveYearMethod.ROLLING_BACKWARD: "The 12 months that end on each day count: use of a day comes back a year later.",
}


def _has_leap_day(days: list[date]) -> bool:
    return any([on.day == _LEAP_DAY and on.month == _FEBRUARY for on in days])


def _leave_year(why: Reasoning, first_on: date, last_on: date, policy: LeavePolicy) -> None:
    if not policy.leave_year_chosen:
        why.step("N3", "The employer has chosen no leave year: the best for the employee holds.", by_law=True)
        return
    methods = dict.fromkeys((*methods_on(first_on, policy=policy), *methods_on(last_on, policy=policy)))
    for method in methods:
        why.step("N4" if method is LeaveYearMethod.ROLLING_BACKWARD else "N2", _METHODS[method])
    change = policy.leave_year_change
    if change is not None and first_on <= change.transition_ends_on and change.effective_on <= last_on:
        why.step(
            "N3",
            "While the leave year changes, the employee keeps whichever is better.",
            effective_on=change.effective_on,
            transition_ends_on=change.transition_ends_on,
        )
        why.rests_on("leave_year_change")


def _layer_year(why: Reasoning, ledger: Ledger, on: date, policy: LeavePolicy) -> None:
    """A day that comes back after more than a year is explained by the commencement alone (N5)."""
    says, window = _LAYER_WINDOWS[policy.layer_window], policy.layer_window
    begun = commenced_on(on, ledger.layer_leaves, policy=policy)
    if begun is not None and window is LayerWindow.BACKWARD_FROM_COMMENCEMENT:
        why.step("N5", says, on=on, commenced_on=begun)
    else:
        why.step("N5", says)


def _across(why: Reasoning, bank: Bank, ledger: Ledger, shared: bool, policy: LeavePolicy) -> None:
    if bank.plan is Plan.FMLA and ledger.of(Plan.CAREGIVER):
        why.step(
            "N6",
            "In the single 12 months of caregiver leave, other FMLA leave has its weeks, and all together has these.",
            others=policy.entitlement_weeks,
            together=policy.statutes.caregiver_weeks,
        )
    if bank.plan is Plan.CAREGIVER:
        why.step("N6", "All FMLA leave in these 12 months counts together.", weeks=policy.statutes.caregiver_weeks)
    if bank.plan is Plan.PFML and bank.mark is not None:
        why.step("N8", "All kinds of PFML leave together have these weeks.", weeks=policy.statutes.pfml_all_weeks)
        if without_kind((bank,), ledger.entries, policy=policy):
            why.step("N8", "Leave without a kind is not in the weeks of this one: what is left is at most so much.")
    if bank.is_pooled:
        _spouses(why, ledger, shared, policy)
    if bank.plan is Plan.PFML and any(Mark.UNFILED in e.marks for e in ledger.entries):
        counted = policy.unfiled_weeks is UnfiledWeeks.COUNTED
        says = "uses weeks all the same" if counted else "uses no weeks"
        why.step("K4", f"Leave for which nobody applied to DFML {says}.")
        why.rests_on("unfiled_weeks")


def _spouses(why: Reasoning, ledger: Ledger, shared: bool, policy: LeavePolicy) -> None:
    if not shared:
        why.step("N7", "No limit for spouses holds here.")
        if policy.spouse_limit is SpouseLimit.NOT_APPLIED:
            why.rests_on("spouse_limit")
        return
    why.rests_on("spouse_limit")
    why.step("N7", "Two eligible spouses at one employer share the weeks for this reason.")
    if ledger.spouse is None or ledger.spouse.entries is None:
        why.step("N7", "The spouse's use is not told: what is left is at most so much.")
