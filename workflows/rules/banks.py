"""One bank of one plan: all limits that hold for it, and charges cut to what they leave.

Knows: which use counts against which limit. Never knows: eligibility, reasons, where the ledger is kept. Nothing is
added across plans; only the limits that law itself sets across banks of one plan are (law.md N6-N8).
29 CFR 825.200, 825.127; M.G.L. c.175M s.2(c)(1).
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from pydantic import Field, model_validator

from workflows.rules import caps, caregiver
from workflows.rules.answers import Gap, Teller, contradiction
from workflows.rules.calendar import years_before
from workflows.rules.caps import LIFETIME, Cap, Limit, Spell, Use
from workflows.rules.caregiver import CaregiverUse, caregiver_use
from workflows.rules.choices import LayerWindow, UnfiledWeeks
from workflows.rules.counting_weeks import DayCharge
from workflows.rules.entitlement import Allotted, allotted_to
from workflows.rules.leave_years import has_forward_year, layer_years, leave_years, needs_hire_day, of_years
from workflows.rules.ledger_checks import must_be_days
from workflows.rules.ledger_entries import AnyEntry, Used
from workflows.rules.pfml_years import years_of_use
from workflows.rules.plans import (
    PFML_KINDS,
    TERMS,
    Mark,
    Plan,
    PlanEntry,
    PlanUnit,
    PlanWindow,
    entitlement,
    minutes_in,
    unit_of,
)
from workflows.rules.policy import LeavePolicy
from workflows.rules.spans import Days
from workflows.rules.spouses import Spouse, pool_caps
from workflows.values import Frozen


class Bank(Frozen):
    """A bank that is asked about. Keys are opaque: what tells the banks of a plan apart stands in `plans.TERMS`."""

    plan: Plan = Field(description="The plan.")
    bank: str = Field(min_length=1, description="The key of its bank, as its entries have it.")
    mark: Mark | None = Field(
        None, description="What the leave counts towards beside its bank: the pool of spouses, a kind of PFML leave."
    )

    @model_validator(mode="after")
    def _fit(self) -> "Bank":
        allowed = {Plan.FMLA: (None, Mark.POOL), Plan.PFML: (None, *PFML_KINDS)}.get(self.plan, (None,))
        if self.mark not in allowed:
            raise contradiction("mark_of_another_plan", "a bank is marked with what its plan does not know")
        return self

    @property
    def is_pooled(self) -> bool:
        """Whether spouses may share it (N7)."""
        return self.mark is Mark.POOL or self.plan is Plan.CAREGIVER


class Ledger(Frozen):
    """What stands in the ledger for one person, and the facts on which windows turn."""

    entries: tuple[PlanEntry, ...] = Field(
        (), description="Every entry of this person in every plan, one for each day, with reversals, in any order."
    )
    hired_on: date | None = Field(
        None, description="The day of hire, for a leave year that runs from it; the personnel records tell."
    )
    layer_leaves: tuple[Days, ...] = Field(
        (), description="Leaves under the Commonwealth layer, each from the day on which it commenced."
    )
    told_years: tuple[Days, ...] = Field((), description="PFML benefit years as DFML told them; empty: none told.")
    spouse: Spouse | None = Field(
        None, description="What is told of a spouse; asked for bonding and the care of a parent or a servicemember."
    )

    @model_validator(mode="after")
    def _whole_days(self) -> "Ledger":
        must_be_days(self.entries, "entries")
        must_be_days((self.spouse and self.spouse.entries) or (), "spouse", "entries")
        return self

    @model_validator(mode="after")
    def _reversed_what_was_taken(self) -> "Ledger":
        days: dict[tuple[Plan, str, date], Fraction] = {}
        for entry in self.entries:
            key = (entry.plan, entry.bank, entry.on)
            days[key] = days.get(key, Fraction(0)) + entry.weeks
        for number, entry in enumerate(self.entries):
            if entry.weeks < 0 and days[entry.plan, entry.bank, entry.on] < 0:
                says = "more is reversed on a day than was taken on it"
                raise contradiction("reversed_what_was_not_taken", says, at=("entries", number))
        return self

    def of(self, plan: Plan) -> list[PlanEntry]:
        """The entries of one plan."""
        return [entry for entry in self.entries if entry.plan is plan]

    def plus(self, entry: PlanEntry) -> "Ledger":
        """The same with one more entry."""
        return self.model_copy(update={"entries": (*self.entries, entry)})


class Stands(NamedTuple):
    """The same, as read from where the ledger is kept."""

    entries: tuple[Used, ...] = ()
    hired_on: date | None = None
    layer_leaves: tuple[Days, ...] = ()
    told_years: tuple[Days, ...] = ()
    spouse: Spouse | None = None

    def plus(self, entry: PlanEntry) -> "Stands":
        """The same with one more entry."""
        return self._replace(entries=(*self.entries, Used.of(entry)))

    def with_charges(self, charges: Sequence[DayCharge], bank: "Bank") -> "Stands":
        """The same with what is charged in a bank."""
        more = [Used.of(entry_of(charge, bank, None)) for charge in charges]
        return self._replace(entries=(*self.entries, *more))


AnyLedger = Ledger | Stands


def hire_gap(bank: Bank, ledger: Ledger, *, policy: LeavePolicy) -> Gap | None:
    """The day of hire, where a leave year runs from it and nobody told it."""
    of_leave_year = TERMS[bank.plan].window is PlanWindow.LEAVE_YEAR
    if of_leave_year and ledger.hired_on is None and needs_hire_day(policy):
        return Gap(fact="hired_on", asks="when was the employee hired?", teller=Teller.DIRECTORY)
    return None


def caps_of(
    bank: Bank,
    ledger: AnyLedger,
    *,
    policy: LeavePolicy,
    shared: bool = False,
    begins_on: date | None = None,
    asked_from: date | None = None,
) -> tuple[Cap, ...]:
    """All limits of a bank, its own first. `shared`: spouses share what they may (N7). `begins_on`: a day on which it
    would be used too, so that a year may begin with it. `asked_from`: the first day that they are asked about; use
    that counted on earlier days alone may then be left out."""
    since = _since(bank, ledger, asked_from, policy)
    use = use_of(bank, [e for e in ledger.entries if e.on >= since] if since else ledger.entries, policy=policy)
    most = entitlement(bank.plan, policy=policy, kind=bank.mark)
    match TERMS[bank.plan].window:
        case PlanWindow.SINGLE_YEAR:
            begins = (bank.bank, begins_on) if begins_on is not None else None
            of_person = caregiver_use(ledger.entries, policy=policy, begins=begins)
            own = caregiver.bank_caps(use, bank.bank, of_person, policy=policy)
            return (*own, *_pool(ledger, (), of_person, policy)[1:]) if shared else own
        case PlanWindow.BENEFIT_YEAR:
            return _pfml_caps(bank, use, ledger, begins_on, policy)
        case PlanWindow.LAYER_YEAR:
            return (Cap(use, most, layer_years(_days(use, begins_on), ledger.layer_leaves, policy=policy)),)
        case PlanWindow.LEAVE_YEAR:
            spells = leave_years(_days(use, begins_on), ledger.hired_on, policy=policy)
            own_year = Cap(use, most, spells)
            return (own_year, *(_fmla_caps(bank, use, ledger, spells, shared, policy)))
        case _:
            return (Cap(use, most, (Spell(LIFETIME),)),)


def use_of(bank: Bank, entries: Sequence[AnyEntry], *, policy: LeavePolicy) -> Use:
    """Use of one bank, in its own unit; for PFML of one kind, that of the kind. Leave for which nobody applied to DFML
    counts only if the employer says so (K4)."""
    plan, key = bank.plan, bank.bank
    if plan is Plan.PFML:
        entries = tuple([e for e in entries if e.plan is plan and _counts(e, bank.mark, policy)])
    if unit_of(plan).is_weeks:
        return Use.of([(e.on, e.weeks) for e in entries if e.plan is plan and e.bank == key])
    return Use.of([(e.on, e.amount) for e in entries if e.plan is plan and e.bank == key])


def allot_to(
    charges: tuple[DayCharge, ...],
    bank: Bank,
    ledger: AnyLedger,
    *,
    policy: LeavePolicy,
    shared: bool = False,
    workdays: dict[date, int] | None = None,
) -> tuple[Allotted, ...]:
    """Charges in order of their days, each as far as all limits of the bank reach, cut down to whole minutes (N1).
    `workdays`: the scheduled minutes of each day, for a plan in workdays; a day that is not told finds nothing."""
    allotted: list[Allotted] = []
    for charge in sorted(charges, key=lambda c: c.on):
        room = _room_on(charge.on, bank, ledger, policy, shared=shared)
        length = (workdays or {}).get(charge.on)
        one = allotted_to(charge, minutes_in(bank.plan, room, charge.base_minutes, length) or 0)
        allotted.append(one)
        if one.charge is not None and len(allotted) < len(charges):
            ledger = ledger.plus(entry_of(one.charge, bank, length))
    return tuple(allotted)


def entry_of(charge: DayCharge, bank: Bank, workday_minutes: int | None) -> PlanEntry:
    """What a charge becomes in the ledger of a bank."""
    return PlanEntry(
        on=charge.on,
        weeks=charge.weeks,
        minutes=charge.minutes,
        plan=bank.plan,
        bank=bank.bank,
        marks=() if bank.mark is None else (bank.mark,),
        workday_minutes=workday_minutes if unit_of(bank.plan) is PlanUnit.WORKDAYS else None,
    )


def _room_on(on: date, bank: Bank, ledger: AnyLedger, policy: LeavePolicy, *, shared: bool) -> Fraction:
    """What may be charged on a day. Nothing where a year that begins with it would move those of later days, so that
    leave which is charged on one of them would find nothing left."""
    limits = caps_of(bank, ledger, policy=policy, shared=shared, begins_on=on, asked_from=on)
    if _begins_with_use(bank, policy):
        before = caps_of(bank, ledger, policy=policy, shared=shared)
        later = dict.fromkeys(day for limit in limits for day in limit.use.days if day > on)
        if any(_is_over(limits, day) and not _is_over(before, day) for day in later):
            return caps.NOTHING
    return caps.room_on(limits, on)


def _begins_with_use(bank: Bank, policy: LeavePolicy) -> bool:
    """Whether the years of a bank begin with its use."""
    match TERMS[bank.plan].window:
        case PlanWindow.LEAVE_YEAR:
            return has_forward_year(policy)
        case PlanWindow.LAYER_YEAR:
            return policy.layer_window is LayerWindow.FORWARD
        case window:
            return window in (PlanWindow.SINGLE_YEAR, PlanWindow.BENEFIT_YEAR)


def _is_over(limits: tuple[Cap, ...], on: date) -> bool:
    """Whether a day has more than some limit leaves to it."""
    closed = any(limit.closed_from is not None and on >= limit.closed_from for limit in limits)
    return closed or any((limit.left_on(on) or caps.NOTHING) < caps.NOTHING for limit in limits)


def _since(bank: Bank, ledger: AnyLedger, asked_from: date | None, policy: LeavePolicy) -> date | None:
    """The first day whose use may count on the day asked about or later: that of the longest look back, and no less
    than the single year of caregiver leave. None: every use tells something, for years begin with it."""
    if asked_from is None or TERMS[bank.plan].window is not PlanWindow.LEAVE_YEAR or has_forward_year(policy):
        return None
    single_year = years_before(asked_from, 1) if asked_from.year > date.min.year else date.min
    spells = leave_years([], ledger.hired_on, policy=policy)
    return min([single_year, *(spell.window.first(asked_from) for spell in spells)])


def _days(use: Use, begins_on: date | None) -> list[date]:
    return use.taken() if begins_on is None else sorted([*use.taken(), begins_on])


def _counts(entry: AnyEntry, kind: Mark | None, policy: LeavePolicy) -> bool:
    if Mark.UNFILED in entry.marks and policy.unfiled_weeks is UnfiledWeeks.NOT_COUNTED:
        return False
    return kind is None or kind in entry.marks


def _pfml_caps(bank: Bank, use: Use, ledger: AnyLedger, begins_on: date | None, policy: LeavePolicy) -> tuple[Cap, ...]:
    """The weeks of one kind, and those of all kinds together, in the same benefit years (N8)."""
    every = Bank(plan=Plan.PFML, bank=bank.bank)
    together = use_of(every, ledger.entries, policy=policy)
    years = years_of_use(_days(together, begins_on), ledger.told_years, policy=policy)
    spells = (Spell(of_years(years)),)
    most = entitlement(Plan.PFML, policy=policy)
    if bank.mark is None:
        return (Cap(together, most, spells),)
    of_kind = Cap(use, entitlement(Plan.PFML, policy=policy, kind=bank.mark), spells)
    return of_kind, Cap(together, most, spells, limit=Limit.ALL_KINDS)


def _fmla_caps(
    bank: Bank, use: Use, ledger: AnyLedger, spells: tuple[Spell, ...], shared: bool, policy: LeavePolicy
) -> tuple[Cap, ...]:
    if bank.plan is not Plan.FMLA:
        return ()
    of_person = caregiver_use(ledger.entries, policy=policy)
    others = caregiver.other_caps(use, of_person, policy=policy)
    return (*others, *_pool(ledger, spells, of_person, policy)) if shared and bank.is_pooled else others


def _pool(
    ledger: AnyLedger, spells: tuple[Spell, ...], of_person: CaregiverUse | None, policy: LeavePolicy
) -> tuple[Cap, ...]:
    return pool_caps(ledger.entries, ledger.spouse, spells, of_person, policy=policy)
