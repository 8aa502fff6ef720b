"""Facts of a stored case about the person: service for eligibility, the ledger for balances.

Knows: which fields of the personnel record and the ledger are which facts. Never knows: what follows from them.
"""

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from starter.explain.known import Known
from starter.explain.uncounted import uncounted
from workflows.rules.balances import BalanceFacts
from workflows.rules.banks import Bank
from workflows.rules.calendar import day_of, days_after, months_after
from workflows.rules.concurrency import PfmlClaim
from workflows.rules.eligibility import EligibilityFacts
from workflows.rules.eligible import ServiceRecord
from workflows.rules.ledger_entries import bank_key, used
from workflows.rules.other_plan_tests import Probation
from workflows.rules.personnel import service_on, spouse_of
from workflows.rules.plans import TERMS, Mark, Plan, PlanEntry, mark_of
from workflows.rules.reason_years import EarlierAbsence
from workflows.rules.reasons import LeaveReason
from workflows.rules.service_checks import outside_employment
from workflows.rules.spans import Days
from workflows.rules.time_in_days import DAY_MINUTES

if TYPE_CHECKING:
    from infra.tables import LedgerEntry
    from workflows.view import PeriodView


def eligibility_facts(known: Known, plan: Plan, need: "PeriodView | None" = None) -> EligibilityFacts:
    """The first day of the leave for a need, of the first one if none is named, and what is known of service. Whether
    the need is that of an earlier leave for the same reason nobody has said: then it is left open."""
    first = need or next((each for each in known.needs if _may_cover(plan, each)), known.needs[0])
    told, on = known.told, first.first_on
    earlier = tuple(EarlierAbsence(**e._asdict()) for e in known.earlier if e.on <= on)
    is_like_another = any(e.reason == first.reason for e in earlier)
    return EligibilityFacts(
        plan=plan,
        starts_on=on,
        last_on=_last_on(known, first if need else None),
        in_one_piece=first.shape == "continuous",
        notice_on=notice_on(known, first),
        service=_service(service_on(told, on)) if told else ServiceRecord(),
        # What stands in a bank of the employee may be of another case, with a reason that this one does not have.
        reason=LeaveReason(first.reason) if _may_cover(plan, first) else None,
        need=None if is_like_another else _key_of(known, first),
        earlier=earlier,
        probation=told.probation_on(on) if told else Probation(),
        full_time=told.full_time_on(on) if told else None,
        bargaining_unit=told.unit_on(on) if told else None,
        # A claim that was denied may have been denied for something else.
        dfml_eligible=True if known.view.pfml_claim == PfmlClaim.APPROVED else None,
        claim_denied=True if known.view.pfml_claim == PfmlClaim.DENIED else None,
    )


def _may_cover(plan: Plan, need: "PeriodView") -> bool:
    """Whether a plan covers leave for the reason of a need; only these two are for one reason alone."""
    is_of_one = plan in (Plan.CAREGIVER, Plan.PARENTAL)
    return not is_of_one or LeaveReason(need.reason) in TERMS[plan].reasons


def _service(told: ServiceRecord) -> ServiceRecord:
    """Stored hours that no stored employment can hold prove nothing, and neither are the others known to be all."""
    wrong = outside_employment(told)
    if not wrong:
        return told
    kept = tuple(worked for worked in told.minutes_worked if worked not in wrong)
    return told.model_copy(update={"minutes_worked": kept, "hours_records_complete": None})


def balance_facts(known: Known) -> BalanceFacts:
    """Every bank that has an entry, and those of the plans that leave like this counts against, for a year from the day
    asked about."""
    told = known.told
    entries = tuple(part for entry in known.entries for part in told_entries(entry))
    banks = dict.fromkeys((entry.plan, entry.bank, entry.marks[0] if entry.marks else None) for entry in entries)
    for period in known.periods:
        banks.setdefault(_own_bank(known, period.reason))
        banks.setdefault((Plan.PFML, Plan.PFML.value, mark_of(Plan.PFML, period.reason)))
        banks.setdefault((Plan.COMMONWEALTH, Plan.COMMONWEALTH.value, None))
    week = told.week_minutes_on(known.on) if told else None
    return BalanceFacts(
        banks=tuple(Bank(plan=plan, bank=bank, mark=mark) for plan, bank, mark in sorted(banks, key=_order)),
        first_on=known.on,
        last_on=days_after(months_after(known.on, 12), -1),
        week_minutes=Fraction(week) if week else None,
        entries=entries,
        uncounted=uncounted(known),
        **window_facts(known),
    )


def _own_bank(known: Known, reason: str) -> tuple[Plan, str, Mark | None]:
    """Care of a servicemember counts as that first, and never as other FMLA leave too (N6): a bank for each case."""
    if reason == LeaveReason.MILITARY_CAREGIVER:
        return Plan.CAREGIVER, bank_key(Plan.CAREGIVER, known.view.reference), None
    return Plan.FMLA, bank_key(Plan.FMLA), None


def window_facts(known: Known) -> dict[str, Any]:
    """The facts on which the windows of plans turn."""
    told = known.told
    return {
        "layer_leaves": tuple(Days(first_on=a, last_on=b) for case in known.cases for a, b in case.approved),
        "told_years": tuple(Days(first_on=year.first_on, last_on=year.last_on) for year in known.view.pfml_years),
        "hired_on": told.hired_on if told else None,
        "spouse": spouse_of(told) if told else None,
    }


def _key_of(known: Known, need: "PeriodView") -> str:
    """What tells the needs of a case apart: the first one is the case's own."""
    return known.view.reference if need == known.needs[0] else f"{known.view.reference}/{need.number}"


def notice_on(known: Known, need: "PeriodView") -> date:
    """With the request, or when the period was added to it; of cases that were recorded before they told that day, the
    history tells it."""
    if need.asked_on is not None:
        return need.asked_on
    added = (line.at for line in known.said("period_added") if line.facts.get("period") == str(need.number))
    return min((day_of(at) for at in added), default=known.opened_on)


def _last_on(known: Known, need: "PeriodView | None") -> date | None:
    """Of one need, or of all."""
    lasts = [period.last_on for period in known.periods if need is None or period.reason == need.reason]
    return None if None in lasts else max(last for last in lasts if last is not None)


def _order(bank: tuple[Plan, str, Mark | None]) -> tuple[int, str, str]:
    plan, key, mark = bank
    return list(Plan).index(plan), key, mark or ""


def told_entries(e: "LedgerEntry") -> tuple[PlanEntry, ...]:
    """An entry as a fact; in two where shifts that begin on its day go on far into the next one."""
    whole = used(e.bank, e.reason, e.cause, e.happened_on, e.minutes, e.weeks, e.starts_at, e.ends_at).told()
    if abs(whole.minutes) <= DAY_MINUTES:
        return (whole,)
    first = DAY_MINUTES if whole.minutes > 0 else -DAY_MINUTES
    share = whole.weeks * first / whole.minutes
    rest = {"minutes": whole.minutes - first, "weeks": whole.weeks - share}
    return whole.model_copy(update={"minutes": first, "weeks": share}), whole.model_copy(update=rest)
