"""Whether an employee is eligible for FMLA leave on the day it is to start, test by test.

Knows: the tests, and what an employment record can and cannot prove. Never knows: where the record came from, a case.
Unknown is an answer and never a guess; doubt is resolved only where law says who bears it, as a step with its
citation. 29 CFR 825.110, 825.111 (law.md E2, E4, E5, E7).
"""

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from workflows.rules.calendar import days_after, months_after, years_before
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen

_DAY_MINUTES = 24 * 60


class Span(Frozen):
    """Days from one to another, both included. `last_on` None: it still goes on."""

    first_on: date
    last_on: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Span":
        if self.last_on is not None and self.last_on < self.first_on:
            raise ValueError("a stretch of employment does not end before it begins")
        return self


class WorkedMinutes(Frozen):
    """Minutes actually worked from one day to another, both included; paid time off is not work (E5)."""

    first_on: date
    last_on: date
    minutes: int = Field(ge=0)

    @model_validator(mode="after")
    def _in_order(self) -> "WorkedMinutes":
        if self.last_on < self.first_on:
            raise ValueError("a span of worked time does not end before it begins")
        return self


class EmploymentRecord(Frozen):
    """What the employer knows of an employee's service, as of the day it was asked. References are opaque. None:
    nobody knows. `hours_records_complete`: all time worked up to the last entry is in `minutes_worked`."""

    employee: str
    agency: str
    stretches: tuple[Span, ...]
    minutes_worked: tuple[WorkedMinutes, ...]
    hours_records_complete: bool | None
    exempt: bool | None
    worksite_fifty: bool | None
    week_minutes: int | None
    clearance_asked: bool
    bargaining_unit: str | None


class UnmetTest(StrEnum):
    """A test that is not met, or that cannot be told for want of a fact."""

    NOT_EMPLOYED = "not_employed"
    TWELVE_MONTHS = "twelve_months"
    HOURS_WORKED = "hours_worked"
    WORKSITE = "worksite"
    UNKNOWN_EMPLOYMENT = "unknown_employment"
    UNKNOWN_BREAK = "unknown_break"
    UNKNOWN_HOURS = "unknown_hours"
    UNKNOWN_WORKSITE = "unknown_worksite"

    @property
    def is_unknown(self) -> bool:
        """Whether a fact is missing, rather than a test failed."""
        return self.value.startswith("unknown_")


class Unmet(Frozen):
    """A test that is not met, and the first day on which it will be, where that can be told."""

    code: UnmetTest
    citation: str
    met_on: date | None = None


class Outcome(StrEnum):
    """How a test ended."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


class Tested(Frozen):
    """One test: its rule, what went in, what came out. `inputs` are codes, days and minutes."""

    rule: str
    citation: str
    outcome: Outcome
    inputs: dict[str, str]


class EligibilityFinding(Frozen):
    """`eligible` None: it cannot be told yet. `unmet` names what failed first, then what is unknown."""

    starts_on: date
    eligible: bool | None
    unmet: tuple[Unmet, ...]
    steps: tuple[Tested, ...]


class _Judged(Frozen):
    """A test judged: its step, and the unmet test if there is one."""

    step: Tested
    unmet: Unmet | None


def fmla_eligibility(record: EmploymentRecord, *, starts_on: date, policy: LeavePolicy) -> EligibilityFinding:
    """All tests as of the day the leave is to start (E7). For leave already under way, ask again with the first day
    on which the unmet test is met: the part from that day on is FMLA leave (825.110(d))."""
    months = _twelve_months(record, starts_on=starts_on, policy=policy)
    hours = _hours(record, starts_on=starts_on, policy=policy, has_months=months.step.outcome is Outcome.MET)
    judged = (months, hours, _worksite(record, policy=policy))
    unmet = [j.unmet for j in judged if j.unmet is not None]
    failed = tuple(u for u in unmet if not u.code.is_unknown)
    unknown = tuple(u for u in unmet if u.code.is_unknown)
    eligible = False if failed else None if unknown else True
    steps = tuple(j.step for j in judged)
    return EligibilityFinding(starts_on=starts_on, eligible=eligible, unmet=failed + unknown, steps=steps)


def _twelve_months(record: EmploymentRecord, *, starts_on: date, policy: LeavePolicy) -> _Judged:
    """E4: 12 months of employment, not necessarily together. What lies before a long break need not count, unless
    uniformed service or a written agreement caused it: where only that would decide, it is unknown."""
    stretches = _merged(record.stretches)
    inputs = {"starts_on": str(starts_on), "needed_months": str(policy.eligibility_months)}
    if not stretches:
        return _judge("E4", Outcome.UNKNOWN, inputs, policy, code=UnmetTest.UNKNOWN_EMPLOYMENT)
    served = tuple(s for s in stretches if s.first_on <= starts_on)
    if not served or (served[-1].last_on or date.max) < starts_on:
        return _judge("E4", Outcome.UNMET, inputs, policy, code=UnmetTest.NOT_EMPLOYED)
    recent = _since_long_break(served, years=policy.eligibility_break_years)
    met_on = _months_complete_on(recent, months=policy.eligibility_months)
    inputs |= {"counted_from": str(recent[0].first_on), "complete_on": str(met_on)}
    if met_on <= starts_on:
        return _judge("E4", Outcome.MET, inputs, policy)
    if len(recent) < len(served) and _months_complete_on(served, months=policy.eligibility_months) <= starts_on:
        return _judge("E4", Outcome.UNKNOWN, inputs, policy, code=UnmetTest.UNKNOWN_BREAK, met_on=met_on)
    return _judge("E4", Outcome.UNMET, inputs, policy, code=UnmetTest.TWELVE_MONTHS, met_on=met_on)


def _hours(record: EmploymentRecord, *, starts_on: date, policy: LeavePolicy, has_months: bool) -> _Judged:
    """E5: 1,250 hours actually worked in the 12 months before the first day, that day excluded."""
    first_on, last_on = years_before(starts_on, 1), days_after(starts_on, -1)
    least, most = _worked_between(record, first_on, last_on)
    needed = policy.eligibility_hours * 60
    inputs = {
        "first_on": str(first_on),
        "last_on": str(last_on),
        "least_minutes": str(least),
        "most_minutes": "unknown" if most is None else str(most),
        "needed_minutes": str(needed),
    }
    if least >= needed:
        return _judge("E5", Outcome.MET, inputs, policy)
    if most is not None and most < needed:
        return _judge("E5", Outcome.UNMET, inputs, policy, code=UnmetTest.HOURS_WORKED)
    if record.hours_records_complete is False:
        return _judge("E5", Outcome.MET, inputs | {"presumed": "employer keeps no accurate records"}, policy)
    if record.exempt and not record.minutes_worked and has_months:
        return _judge("E5", Outcome.MET, inputs | {"presumed": "exempt with 12 months of service"}, policy)
    return _judge("E5", Outcome.UNKNOWN, inputs, policy, code=UnmetTest.UNKNOWN_HOURS)


def _worksite(record: EmploymentRecord, *, policy: LeavePolicy) -> _Judged:
    """E2: 50 employees of the employer within 75 miles of the worksite, on the day of notice."""
    if record.worksite_fifty is None:
        return _judge("E2", Outcome.UNKNOWN, {"fifty": "unknown"}, policy, code=UnmetTest.UNKNOWN_WORKSITE)
    if not record.worksite_fifty:
        return _judge("E2", Outcome.UNMET, {"fifty": "no"}, policy, code=UnmetTest.WORKSITE)
    return _judge("E2", Outcome.MET, {"fifty": "yes"}, policy)


def _judge(
    rule: str,
    outcome: Outcome,
    inputs: dict[str, str],
    policy: LeavePolicy,
    *,
    code: UnmetTest | None = None,
    met_on: date | None = None,
) -> _Judged:
    citation = policy.citation(rule)
    unmet = Unmet(code=code, citation=citation, met_on=met_on) if code else None
    return _Judged(step=Tested(rule=rule, citation=citation, outcome=outcome, inputs=inputs), unmet=unmet)


def _merged(stretches: tuple[Span, ...]) -> tuple[Span, ...]:
    """In order, and one where they touch or overlap: two appointments at once, or one after the other."""
    merged: list[Span] = []
    for stretch in sorted(stretches, key=lambda s: s.first_on):
        previous = merged[-1] if merged else None
        if previous is None or (previous.last_on is not None and days_after(previous.last_on, 1) < stretch.first_on):
            merged.append(stretch)
            continue
        ends = (previous.last_on, stretch.last_on)
        last_on = None if None in ends else max(end for end in ends if end is not None)
        merged[-1] = Span(first_on=previous.first_on, last_on=last_on)
    return tuple(merged)


def _since_long_break(stretches: tuple[Span, ...], *, years: int) -> tuple[Span, ...]:
    """What follows the last break of so many years or more."""
    kept = stretches[-1:]
    for earlier, later in zip(reversed(stretches[:-1]), reversed(stretches[1:]), strict=True):
        if earlier.last_on is None or _complete_on(days_after(earlier.last_on, 1), 12 * years) <= later.first_on:
            break
        kept = (earlier, *kept)
    return kept


def _months_complete_on(stretches: tuple[Span, ...], *, months: int) -> date:
    """The day on which the months of all stretches together are complete, if the last one goes on. Whole months of an
    earlier stretch count as months, what is left of it in days."""
    whole, days = 0, 0
    for stretch in stretches[:-1]:
        after = days_after(stretch.last_on or stretch.first_on, 1)
        served = _whole_months(stretch.first_on, after)
        whole += served
        days += (after - months_after(stretch.first_on, served)).days
    first_on = stretches[-1].first_on
    return max(first_on, _complete_on(days_after(first_on, -days), max(0, months - whole)))


def _whole_months(first_on: date, after: date) -> int:
    months = (after.year - first_on.year) * 12 + after.month - first_on.month
    return months if _complete_on(first_on, months) <= after else months - 1


def _complete_on(first_on: date, months: int) -> date:
    """The anniversary. Service that begins on a day which the later month lacks is complete on the first of the next:
    hired on 29 February, a year later on 1 March."""
    anniversary = months_after(first_on, months)
    return anniversary if anniversary.day == first_on.day else days_after(anniversary, 1)


def _worked_between(record: EmploymentRecord, first_on: date, last_on: date) -> tuple[int, int | None]:
    """The least and the most that was worked in the window. An entry that reaches over its edge counts for certain
    only by what cannot lie outside. The most is unknown where the records are not complete."""
    least = most = 0
    for entry in record.minutes_worked:
        inside = _days_shared(entry, first_on, last_on)
        if inside == 0:
            continue
        outside = (entry.last_on - entry.first_on).days + 1 - inside
        least += max(0, entry.minutes - outside * _DAY_MINUTES)
        most += min(entry.minutes, inside * _DAY_MINUTES)
    if not record.hours_records_complete or not record.minutes_worked:
        return least, None
    recorded_to = max(entry.last_on for entry in record.minutes_worked)
    still_to_come = max(0, (last_on - max(recorded_to, days_after(first_on, -1))).days)
    return least, most + still_to_come * _DAY_MINUTES


def _days_shared(entry: WorkedMinutes, first_on: date, last_on: date) -> int:
    return max(0, (min(entry.last_on, last_on) - max(entry.first_on, first_on)).days + 1)
