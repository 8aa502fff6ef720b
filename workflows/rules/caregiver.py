"""Care for a covered servicemember: 26 workweeks in one single 12-month period, and what they mean for other leave.

Knows: the single period of each servicemember and injury, the limits inside it, and that leave which fits both counts
as caregiver leave first. Never knows: who is cared for, what the injury is, eligibility.
29 CFR 825.127(e), 825.200(f)-(g) (law.md N6).
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pydantic import ConfigDict, Field

from workflows.rules.answers import Answer, Gap, Reasoning, Teller
from workflows.rules.calendar import days_after
from workflows.rules.caps import Cap, Limit, Spell, Use, Window
from workflows.rules.leave_years import Year, last_of_year
from workflows.rules.ledger_entries import AnyEntry
from workflows.rules.plans import Plan
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen


class CaregiverUse(NamedTuple):
    """Caregiver use of one person: all of it with all other FMLA use, and the single period of each bank."""

    together: Use
    years: dict[str, Year]


def caregiver_use(
    entries: Sequence[AnyEntry], *, policy: LeavePolicy, begins: tuple[str, date] | None = None
) -> CaregiverUse | None:
    """Every single period there is. `begins`: a bank with a day on which it would be used too. None: no such leave."""
    caregiver = Plan.CAREGIVER  # looked up once: entries are many
    own = [e for e in entries if e.plan is caregiver]
    if not own and begins is None:
        return None
    keys = dict.fromkeys(e.bank for e in own)  # in the order in which they came
    banks = {key: Use.of((e.on, e.weeks) for e in own if e.bank == key).taken() for key in keys}
    if begins is not None:
        banks[begins[0]] = sorted([*banks.get(begins[0], []), begins[1]])
    years = {bank: single_year(taken[0], policy=policy) for bank, taken in banks.items() if taken}
    both = (Plan.CAREGIVER, Plan.FMLA)
    return CaregiverUse(Use.of((e.on, e.weeks) for e in entries if e.plan in both), years)


def single_year(first_on: date, *, policy: LeavePolicy) -> Year:
    """The single 12-month period that begins on the first day of caregiver leave, whatever the employer's leave year
    is (825.127(e)(1))."""
    return Year(first_on, last_of_year(first_on, policy=policy))


def in_year(year: Year) -> tuple[Spell, ...]:
    """Inside a single period all its use counts; outside it sets no limit."""
    after = days_after(year.last_on, 1)
    window = Window(first=lambda on: year.first_on, back=lambda used_on: after if used_on >= year.first_on else used_on)
    return (Spell(window, year.first_on, year.last_on),)


def bank_caps(use: Use, bank: str, of_person: CaregiverUse | None, *, policy: LeavePolicy) -> tuple[Cap, ...]:
    """The limits of one bank: its own weeks, forfeited when its period ends, and in every period all FMLA leave."""
    most = policy.statutes.caregiver_weeks
    year = of_person.years.get(bank) if of_person is not None else None
    own = Cap(use, most, ())
    if year is not None:
        own = Cap(use, most, in_year(year), days_after(year.last_on, 1) if year.last_on < date.max else None)
    return (own, *_together(of_person, policy))


def other_caps(fmla: Use, of_person: CaregiverUse | None, *, policy: LeavePolicy) -> tuple[Cap, ...]:
    """The limits that single periods set to other FMLA leave: 12 weeks of it, 26 with the caregiver leave."""
    years = of_person.years.values() if of_person is not None else ()
    others = tuple(
        Cap(fmla, policy.entitlement_weeks, in_year(year), limit=Limit.OTHERS_IN_SINGLE_YEAR) for year in years
    )
    return (*others, *_together(of_person, policy))


def _together(of_person: CaregiverUse | None, policy: LeavePolicy) -> tuple[Cap, ...]:
    if of_person is None:
        return ()
    most = policy.statutes.caregiver_weeks
    years = of_person.years.values()
    return tuple(Cap(of_person.together, most, in_year(year), limit=Limit.ALL_IN_SINGLE_YEAR) for year in years)


class CaregiverFacts(Frozen):
    """What must be known to say what leave counts as, where a servicemember may be cared for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"on": "2026-05-04", "fits_caregiver": True, "fits_other": True, "first_caregiver_on": "2026-02-02"},
                {"on": "2027-02-02", "fits_caregiver": True, "fits_other": True, "first_caregiver_on": "2026-02-02"},
                {"on": "2026-05-04", "fits_caregiver": None, "fits_other": True},
            ]
        }
    )

    on: date = Field(description="The day of leave that is asked about.")
    fits_caregiver: bool | None = Field(
        None, description="Whether the leave is care for a covered servicemember; the coordinator finds."
    )
    fits_other: bool | None = Field(
        None, description="Whether it also fits another FMLA reason, such as care of a family member."
    )
    first_caregiver_on: date | None = Field(
        None,
        description="The first day of caregiver leave for this servicemember and this injury; none: no day before.",
    )


class CountsAs(Frozen):
    """What the leave counts as; None: no FMLA leave. `period`: the single 12 months that it belongs to, if it counts
    as caregiver leave."""

    plan: Plan | None
    period_first_on: date | None
    period_last_on: date | None


def caregiver_leave(facts: CaregiverFacts, *, policy: LeavePolicy) -> Answer[CountsAs]:
    """Whether leave counts as caregiver leave or as other FMLA leave: as caregiver leave first, and never as both
    (law.md N6; 825.127(e)(4))."""
    for gap in _GAPS:
        # Leave that fits the care of a servicemember counts so while the period runs, whatever else it fits.
        if getattr(facts, gap.fact) is None and (gap is not _OTHER or not _runs(facts, policy)):
            cases = (
                (label, caregiver_leave(facts.model_copy(update={gap.fact: is_so}), policy=policy))
                for label, is_so in (("yes", True), ("no", False))
            )
            return Reasoning(policy).depends(gap, tuple(cases))
    return _known(facts, policy)


_CAREGIVER = Gap(
    fact="fits_caregiver", asks="is the leave care for a covered servicemember?", teller=Teller.COORDINATOR
)
_OTHER = Gap(fact="fits_other", asks="does the leave fit another FMLA reason?", teller=Teller.COORDINATOR)
_GAPS = (_CAREGIVER, _OTHER)


def _year(facts: CaregiverFacts, policy: LeavePolicy) -> Year:
    return single_year(min(facts.on, facts.first_caregiver_on or facts.on), policy=policy)


def _runs(facts: CaregiverFacts, policy: LeavePolicy) -> bool:
    return bool(facts.fits_caregiver) and facts.on <= _year(facts, policy).last_on


def _known(facts: CaregiverFacts, policy: LeavePolicy) -> Answer[CountsAs]:
    why = Reasoning(policy)
    year = _year(facts, policy)
    if _runs(facts, policy):
        why.step(
            "N6",
            "The single 12 months begin on the first day of caregiver leave, whatever the employer's leave year is.",
            first_on=year.first_on,
            last_on=year.last_on,
        )
        why.step("N6", "Leave that fits the care of a servicemember counts so first, and never as both.")
        result = CountsAs(plan=Plan.CAREGIVER, period_first_on=year.first_on, period_last_on=year.last_on)
        return why.settled(result, "It counts as care for a covered servicemember.")
    if facts.fits_caregiver:
        why.step("N6", "The single 12 months have ended; what was not used in them is lost.", last_on=year.last_on)
    else:
        why.step("N6", "The leave is not care for a covered servicemember.")
    plan = Plan.FMLA if facts.fits_other else None
    says = "It counts as other FMLA leave." if plan else "It counts as no FMLA leave."
    return why.settled(CountsAs(plan=plan, period_first_on=None, period_last_on=None), says)
