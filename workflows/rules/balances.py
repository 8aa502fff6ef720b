"""How much is left in each plan, on a day or from one day to another, and on which days what was used comes back.

Knows: the ledger as the rules see it. Never knows: where it is kept, what leave was for, who is eligible. Each plan is
told in its own unit; there is no sum. All days are told as if nothing more were taken.
29 CFR 825.200, 825.127; M.G.L. c.175M s.2(c)(1) (law.md N1-N8, N13, 1.14).
"""

from datetime import date
from fractions import Fraction

from pydantic import ConfigDict, Field, model_validator

from workflows.rules import caps
from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction, told_again
from workflows.rules.balance_lines import Balances, Left, PlanBalance, said
from workflows.rules.balance_steps import say_what_counts
from workflows.rules.banks import Bank, Ledger, caps_of, hire_gap
from workflows.rules.calendar import days_after
from workflows.rules.caps import Cap
from workflows.rules.coming_back import Swept, coming_back
from workflows.rules.ledger_checks import must_be_days, must_have_one_bank
from workflows.rules.pfml_kinds import NO_KIND, of_kind, without_kind
from workflows.rules.plan_steps import explain
from workflows.rules.plans import (
    NAMES,
    PFML_KINDS,
    TERMS,
    PlanEntry,
    at_head,
    entitlement,
    minutes_in,
    unit_of,
)
from workflows.rules.policy import LeavePolicy
from workflows.rules.spans import Days
from workflows.rules.spouses import cases, shares
from workflows.rules.time_in_days import WEEK_MINUTES


class UncertainEntry(PlanEntry):
    """An entry whose day is in doubt."""

    or_on: date = Field(description="The other day that it may be.")


class BalanceFacts(Ledger):
    """What must be known to say what is left."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "banks": [{"plan": "fmla", "bank": "fmla"}],
                    "first_on": "2026-02-02",
                    "last_on": "2026-02-10",
                    "week_minutes": "2400",
                    "entries": [
                        {"on": on, "weeks": "1/5", "minutes": 480, "plan": "fmla", "bank": "fmla"}
                        for on in (*(f"2025-02-0{n}" for n in range(3, 8)), *(f"2025-06-0{n}" for n in range(2, 7)))
                    ],
                },
                {
                    "banks": [
                        {"plan": "fmla", "bank": "fmla", "mark": "pool"},
                        {"plan": "pfml", "bank": "pfml", "mark": "family"},
                    ],
                    "first_on": "2026-05-04",
                    "spouse": {"married": True, "same_employer": True, "both_eligible": True, "entries": []},
                    "entries": [
                        {"on": "2026-04-06", "weeks": "1/5", "minutes": 480, "plan": "fmla", "bank": "fmla"},
                        {
                            "on": "2026-04-06",
                            "weeks": "1/5",
                            "minutes": 480,
                            "plan": "pfml",
                            "bank": "pfml",
                            "marks": ["medical"],
                        },
                    ],
                },
            ]
        }
    )

    banks: tuple[Bank, ...] = Field(min_length=1, description="The banks asked about, each in the order of the answer.")
    first_on: date = Field(description="The first day asked about.")
    last_on: date | None = Field(None, description="The last day asked about, included; none: one day alone.")
    week_minutes: Fraction | None = Field(
        None,
        gt=0,
        le=WEEK_MINUTES,
        description="The employee's workweek in paid minutes, such as 2400; none: weeks are told alone.",
    )
    uncertain: tuple[UncertainEntry, ...] = Field(
        (), max_length=4, description="Entries of which it is not certain on which of two days they fell."
    )
    uncounted: tuple[Days, ...] = Field(
        (),
        max_length=64,
        description="Days of approved leave that are not counted yet: what was to be worked on them is not known.",
    )
    eligibility_missing: tuple[Gap, ...] = Field(
        (),
        max_length=8,
        description="What nobody has told yet of whether the employee is eligible for the plans asked about.",
    )
    not_eligible: bool = Field(
        False, description="Whether it is settled that the employee is eligible for none of the plans asked about."
    )

    @model_validator(mode="after")
    def _fit(self) -> "BalanceFacts":
        if self.last_on is not None and self.last_on < self.first_on:
            raise contradiction("ends_before_it_begins", "the last day asked about is before the first one")
        again = told_again((bank.plan, bank.bank, bank.mark) for bank in self.banks)
        if again is not None:
            raise contradiction("bank_asked_twice", "the same bank is asked about twice", at=("banks", again))
        must_have_one_bank(banks=self.banks, entries=self.entries, uncertain=self.uncertain)
        must_be_days(self.uncertain, "uncertain")
        return self


def balance(facts: BalanceFacts, *, policy: LeavePolicy) -> Answer[Balances]:
    """What is left in each bank asked about, and when what was used comes back (law.md N1-N8)."""
    if facts.not_eligible:
        return _not_eligible(facts, policy)
    if facts.eligibility_missing:
        return _if_eligible(facts, policy)
    if facts.uncertain:
        return _either_day(facts, policy)
    if without_kind(facts.banks, facts.entries, policy=policy):
        return _either_kind(facts, policy)
    return _of_kinds(facts, policy)


def _of_kinds(facts: BalanceFacts, policy: LeavePolicy) -> Answer[Balances]:
    """The same, as the kinds of PFML leave are told."""
    for bank in facts.banks:
        gap = hire_gap(bank, facts, policy=policy)
        if gap is not None and not _is_full_anyway(bank, facts, policy):
            says = "The leave year runs from the day of hire, which is not known."
            return Reasoning(policy).not_answerable(says, gap)
    if not any(bank.is_pooled for bank in facts.banks):
        return _known(facts, policy, shared=False)
    found = shares(facts.spouse, policy=policy)
    return _either_pool(facts, found, policy) if isinstance(found, Gap) else _known(facts, policy, shared=found)


def _is_full_anyway(bank: Bank, facts: BalanceFacts, policy: LeavePolicy) -> bool:
    """Whether the best of all methods holds (N3), and those that need no day of hire leave all there is on every day:
    then none can leave more."""
    if policy.leave_year_chosen:
        return False
    limits = caps_of(bank, facts, policy=policy, shared=bank.is_pooled, asked_from=facts.first_on)
    swept = sweep(limits, facts.first_on, facts.last_on or facts.first_on)
    return [one.left for one in swept] == [limits[0].most]


def sweep(limits: tuple[Cap, ...], first_on: date, last_on: date) -> list[Swept]:
    """What is left under all limits on each day of a range, as the days on which it changes."""
    swept: list[Swept] = []
    for on in caps.changes(limits, first_on, last_on):
        left = caps.left_on(limits, on)
        if not swept or swept[-1].left != left:
            swept.append(Swept(on, left))
    return swept


def _if_eligible(facts: BalanceFacts, policy: LeavePolicy) -> Answer[Balances]:
    """A plan covers whoever is eligible: what is left of it stands on facts that nobody has told yet."""
    first = facts.eligibility_missing[0]
    gap = Gap(fact=first.fact, asks=f"is the employee eligible for {_named(facts)}?", teller=first.teller)
    eligible = balance(facts.model_copy(update={"eligibility_missing": ()}), policy=policy)
    says = f"nothing counts under {_named(facts)}; what another plan covers stays covered"
    not_eligible = Reasoning(policy).settled(Balances(banks=()), says)
    found = Reasoning(policy).depends(gap, (("yes", eligible), ("no", not_eligible)))
    return found.model_copy(update={"gaps": tuple(dict.fromkeys((gap, *facts.eligibility_missing, *found.gaps)))})


def _not_eligible(facts: BalanceFacts, policy: LeavePolicy) -> Answer[Balances]:
    """Weeks of a plan are nobody's who is not eligible for it: it would be wrong to show them as left."""
    why = Reasoning(policy)
    for plan in dict.fromkeys(bank.plan for bank in facts.banks):
        why.step(TERMS[plan].rules[0], f"{at_head(plan)} gives its weeks to whoever is eligible for it.")
    says = f"not eligible for {_named(facts)}: it does not apply; what another plan covers stays covered"
    return why.settled(Balances(banks=()), says)


def _named(facts: BalanceFacts) -> str:
    return " and ".join(dict.fromkeys(NAMES[bank.plan] for bank in facts.banks))


def _either_day(facts: BalanceFacts, policy: LeavePolicy) -> Answer[Balances]:
    entry, *others = facts.uncertain
    fields = {name: getattr(entry, name) for name in PlanEntry.model_fields}
    either = []
    for on in (entry.on, entry.or_on):
        entries = (*facts.entries, PlanEntry(**{**fields, "on": on}))
        certain = facts.model_copy(update={"entries": entries, "uncertain": tuple(others)})
        either.append((f"on {on}", balance(certain, policy=policy)))
    gap = Gap(fact="uncertain", asks="on which day was the leave taken?", teller=Teller.AGENCY)
    return Reasoning(policy).depends(gap, tuple(either))


def _either_kind(facts: BalanceFacts, policy: LeavePolicy) -> Answer[Balances]:
    """Each kind of PFML leave has weeks of its own (N8): leave without one may be of any, and several days of many."""
    cases = []
    for kind in PFML_KINDS:
        marked = facts.model_copy(update={"entries": of_kind(facts.entries, kind)})
        cases.append((kind.value, balance(marked, policy=policy)))
    is_same = all(answer.result == cases[0][1].result for _, answer in cases)
    if not is_same and len(without_kind(facts.banks, facts.entries, policy=policy)) > 1:
        cases.append(("of more than one kind", _of_kinds(facts, policy)))
    return Reasoning(policy).depends(NO_KIND, tuple(cases))


def _either_pool(facts: BalanceFacts, gap: Gap, policy: LeavePolicy) -> Answer[Balances]:
    answers = (
        (label, balance(facts.model_copy(update={"spouse": spouse}), policy=by))
        for label, spouse, by in cases(facts.spouse, gap, policy=policy)
    )
    return Reasoning(policy).depends(gap, tuple(answers))


def _known(facts: BalanceFacts, policy: LeavePolicy, *, shared: bool) -> Answer[Balances]:
    why = Reasoning(policy)
    last_on = facts.last_on or facts.first_on
    found = []
    for bank in facts.banks:
        explain(why, bank, facts, facts.first_on, last_on, shared=shared, policy=policy)
        if hire_gap(bank, facts, policy=policy) is not None:
            why.step(
                "N3", "All of it is left by another method: whatever the day of hire, none leaves more.", by_law=True
            )
        limits = caps_of(bank, facts, policy=policy, shared=shared, asked_from=facts.first_on)
        say_what_counts(why, bank, limits, facts, facts.first_on, policy=policy)
        found.append(_of_bank(bank, limits, facts, last_on, policy, shared=shared))
    says = "; ".join(map(said, found))
    result = Balances(banks=tuple(found), uncounted=facts.uncounted)
    return why.settled(result, f"{says}; later days if nothing more is taken{_say_uncounted(why, facts)}.")


def _say_uncounted(why: Reasoning, facts: BalanceFacts) -> str:
    """Leave is counted by the employee's own week (825.205(b)): without a schedule nothing can be counted, and time
    that looks as if it were left may be gone."""
    if not facts.uncounted:
        return ""
    days = ", ".join(f"{d.first_on} to {d.last_on or 'an open end'}" for d in facts.uncounted)
    says = "Leave on these days is not counted yet: what was to be worked on them is not known."
    why.step("C1", says, days=days, to_do="store the schedule, then tell the case of these days once more")
    return f"; not counted yet, since it is not known what was to be worked: {days}"


def _of_bank(
    bank: Bank, limits: tuple[Cap, ...], facts: BalanceFacts, last_on: date, policy: LeavePolicy, *, shared: bool
) -> PlanBalance:
    swept = sweep(limits, facts.first_on, last_on)
    ends = [*(days_after(one.on, -1) for one in swept[1:]), last_on]
    return PlanBalance(
        plan=bank.plan,
        bank=bank.bank,
        mark=bank.mark,
        unit=unit_of(bank.plan),
        entitlement=entitlement(bank.plan, policy=policy, kind=bank.mark),
        days=tuple(
            Left(first_on=one.on, last_on=end, amount=one.left, minutes=_minutes(bank, one.left, facts))
            for one, end in zip(swept, ends, strict=True)
        ),
        returning=coming_back(bank.plan, limits, swept, last_on, facts.week_minutes),
        at_most=any(one.left for one in swept)
        and (
            bool(facts.uncounted or without_kind((bank,), facts.entries, policy=policy))
            or _spouse_is_untold(bank, facts, shared=shared)
        ),
    )


def _spouse_is_untold(bank: Bank, facts: BalanceFacts, *, shared: bool) -> bool:
    return bank.is_pooled and shared and (facts.spouse is None or facts.spouse.entries is None)


def _minutes(bank: Bank, amount: Fraction, facts: BalanceFacts) -> int | None:
    return minutes_in(bank.plan, amount, facts.week_minutes, None)
