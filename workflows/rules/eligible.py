"""Whether an employee is eligible for FMLA leave on the day it is to start, test by test.

Knows: the tests, and what an employment record can and cannot prove. Never knows: where the record came from, a case.
Unknown is an answer and never a guess; doubt is resolved only where law says who bears it, as a step with its
citation. 29 CFR 825.108(c)(1), 825.110, 825.111, 825.300(b)(1) (law.md E2-E8).
"""

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from workflows.rules.calendar import days_after, years_before
from workflows.rules.hours import Worked, WorkedMinutes, worked_between
from workflows.rules.policy import LeavePolicy
from workflows.rules.reason_years import EarlierAbsence, RetestFacts, retest
from workflows.rules.reasons import LeaveReason
from workflows.rules.service import (
    Doubt,
    EmploymentKind,
    Span,
    UniformedService,
    counts,
    months_complete_on,
    payroll_weeks,
    service,
    weeks_complete_on,
)
from workflows.rules.time_in_days import WEEK_MINUTES, Timed, must_fit
from workflows.values import Frozen

# Where others of this house look for them, since records name them.
__all__ = [
    "EligibilityFinding",
    "EmploymentRecord",
    "Headcount",
    "Judged",
    "Outcome",
    "ServiceRecord",
    "Span",
    "Tested",
    "Unmet",
    "UnmetTest",
    "WorkedMinutes",
    "fmla_eligibility",
    "hours_test",
    "months_test",
    "worksite_test",
]


class Headcount(Frozen):
    """How many employees of the employer work within 75 miles of the worksite, counted for one day (E2)."""

    employees: int = Field(ge=0, description="Employees within 75 miles of the worksite; the agency tells.")
    on: date = Field(description="The day it was counted for; only the day of notice counts.")


class ServiceRecord(Frozen):
    """What is known of an employee's service. None: nobody knows."""

    stretches: tuple[Span, ...] = Field((), description="Stretches of employment, from the directory; empty: unknown.")
    earlier_service_known: bool | None = Field(
        None, description="Whether every earlier stretch is listed; the agency tells."
    )
    kind: EmploymentKind = Field(
        EmploymentKind.CONTINUOUS, description="Casual if intermittent, occasional or casual; the directory marks it."
    )
    minutes_worked: tuple[WorkedMinutes, ...] = Field(
        (), description="Minutes actually worked, from the agency; paid time off is not work."
    )
    hours_records_complete: bool | None = Field(
        None, description="Whether all time worked up to the last entry is recorded, and accurately."
    )
    exempt: bool | None = Field(None, description="Whether the employee is exempt from hour records.")
    uniformed_service: tuple[UniformedService, ...] = Field(
        (), description="Military service from which the employee came back; the agency tells."
    )
    worksite_fifty: bool | None = Field(
        None,
        description="Whether 50 employees of the employer work within 75 miles of the office that the employee "
        "reports to or gets work from, on the day of notice.",
    )
    headcount: Headcount | None = Field(None, description="The number itself, where it was counted.")
    week_minutes: int | None = Field(
        None, ge=0, le=WEEK_MINUTES, description="Minutes of the employee's scheduled week."
    )
    ended_on: date | None = Field(
        None, description="Casual employment that has ended: its last day. Days on payroll do not tell."
    )

    @model_validator(mode="after")
    def _in_its_days(self) -> "ServiceRecord":
        must_fit((Timed(w.first_on, w.last_on, w.minutes) for w in self.minutes_worked), "minutes_worked")
        return self


class EmploymentRecord(ServiceRecord):
    """What the employer knows of an employee's service, as of the day it was asked. References are opaque. The
    directory lists every stretch it knows of. `hours_records_complete`: all time worked up to the last entry is in
    `minutes_worked`. `earlier`: what was found at earlier absences, for the `reason` of this one (E8). `key_employee`:
    salaried, eligible, among the highest paid near the worksite (825.217); None: nobody told."""

    employee: str
    agency: str
    clearance_asked: bool
    bargaining_unit: str | None
    earlier_service_known: bool | None = True
    reason: LeaveReason | None = None
    earlier: tuple[EarlierAbsence, ...] = ()
    key_employee: bool | None = None


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
    UNKNOWN_EARLIER = "unknown_earlier"

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


class Judged(Frozen):
    """A test judged: its step, and the unmet test if there is one."""

    step: Tested
    unmet: Unmet | None


def fmla_eligibility(record: ServiceRecord, *, starts_on: date, policy: LeavePolicy) -> EligibilityFinding:
    """All tests as of the day the leave is to start (E7). For leave already under way, ask again with the first day
    on which the unmet test is met: the part from that day on is FMLA leave (825.110(d))."""
    months = months_test(record, starts_on=starts_on, policy=policy)
    judged = (
        months,
        hours_test(record, starts_on=starts_on, policy=policy, months=months),
        worksite_test(record, policy=policy),
    )
    unmet = [j.unmet for j in judged if j.unmet is not None]
    failed = tuple(u for u in unmet if not u.code.is_unknown)
    unknown = tuple(u for u in unmet if u.code.is_unknown)
    eligible = False if failed else None if unknown else True
    steps = tuple(j.step for j in judged)
    found = EligibilityFinding(starts_on=starts_on, eligible=eligible, unmet=failed + unknown, steps=steps)
    if isinstance(record, EmploymentRecord) and all(u.code is not UnmetTest.NOT_EMPLOYED for u in failed):
        return _found_before(record, found, policy)
    return found


def _found_before(record: EmploymentRecord, found: EligibilityFinding, policy: LeavePolicy) -> EligibilityFinding:
    """E8: what was found at an earlier absence for the same reason serves in the reason's period. Whether it is the
    same reason may be for a person to say: until then a test that fails now settles nothing."""
    if found.eligible or record.reason is None or not record.earlier:
        return found
    facts = RetestFacts(on=found.starts_on, reason=record.reason, earlier=record.earlier)
    again = retest(facts, policy=policy).result
    if again is not None and again.needed:
        return found
    inputs = {"earlier": str(len(record.earlier))}
    if again is None:
        judged = _judge("E8", Outcome.UNKNOWN, inputs, policy, code=UnmetTest.UNKNOWN_EARLIER)
    else:
        inputs |= {"first_on": str(again.first_on), "serves_until": str(again.serves_until)}
        judged = _judge("E8", Outcome.MET, inputs, policy)
    return EligibilityFinding(
        starts_on=found.starts_on,
        eligible=None if judged.unmet else True,
        unmet=(judged.unmet,) if judged.unmet else (),
        steps=(*found.steps, judged.step),
    )


def months_test(record: ServiceRecord, *, starts_on: date, policy: LeavePolicy) -> Judged:
    """E3, E4, E6: 12 months of employment, not necessarily together. What lies before a long break need not count,
    unless uniformed service or a written agreement caused it; what was served at a body counts if it is part of the
    same employer. Where only what is unknown would decide, it is unknown."""
    inputs = {"starts_on": str(starts_on), "needed_months": str(policy.eligibility_months)}
    if not record.stretches:
        return _judge("E4", Outcome.UNKNOWN, inputs, policy, code=UnmetTest.UNKNOWN_EMPLOYMENT)
    if not _is_employed(record, starts_on, Doubt.FOR):
        return _judge("E4", Outcome.UNMET, inputs, policy, code=UnmetTest.NOT_EMPLOYED)
    if not _is_employed(record, starts_on, Doubt.AGAINST):
        return _judge("E4", Outcome.UNKNOWN, inputs, policy, code=UnmetTest.UNKNOWN_EMPLOYMENT)
    sure = _counted(record, starts_on, policy, Doubt.AGAINST)
    met_on = _complete_on(sure, record.kind, policy)
    inputs = _as_counted(sure, record.kind, met_on, starts_on, policy)
    if met_on is not None and met_on <= starts_on:
        return _judge("E4", Outcome.MET, inputs, policy)
    doubt = _months_in_doubt(record, starts_on, policy)
    if doubt is not None:
        return _judge("E4", Outcome.UNKNOWN, inputs, policy, code=doubt, met_on=met_on)
    return _judge("E4", Outcome.UNMET, inputs, policy, code=UnmetTest.TWELVE_MONTHS, met_on=met_on)


def hours_test(
    record: ServiceRecord, *, starts_on: date, policy: LeavePolicy, months: Judged, away_from: date | None = None
) -> Judged:
    """E5, E6: 1,250 hours actually worked in the 12 months before the first day, that day excluded. `away_from`: the
    day from which the employee is away in one piece."""
    first_on, last_on = years_before(starts_on, 1), days_after(starts_on, -1)
    worked = Worked(record.minutes_worked, record.uniformed_service, record.hours_records_complete, away_from)
    least, most = worked_between(worked, first_on, last_on)
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
    if record.exempt and not record.minutes_worked and months.step.outcome is Outcome.MET:
        return _judge("E5", Outcome.MET, inputs | {"presumed": "exempt with 12 months of service"}, policy)
    return _judge("E5", Outcome.UNKNOWN, inputs, policy, code=UnmetTest.UNKNOWN_HOURS)


def worksite_test(record: ServiceRecord, *, policy: LeavePolicy, notice_on: date | None = None) -> Judged:
    """E2: 50 employees of the employer within 75 miles of the worksite, on the day of notice. A count for another day
    says nothing."""
    fifty = record.worksite_fifty
    if fifty is None and record.headcount is not None and notice_on in (None, record.headcount.on):
        fifty = record.headcount.employees >= policy.statutes.worksite_employees
    if fifty is None:
        return _judge("E2", Outcome.UNKNOWN, {"fifty": "unknown"}, policy, code=UnmetTest.UNKNOWN_WORKSITE)
    if not fifty:
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
) -> Judged:
    citation = policy.citation(rule)
    unmet = Unmet(code=code, citation=citation, met_on=met_on) if code else None
    return Judged(step=Tested(rule=rule, citation=citation, outcome=outcome, inputs=inputs), unmet=unmet)


def _is_employed(record: ServiceRecord, on: date, doubt: Doubt) -> bool:
    """Casual employment goes on between the days on payroll."""
    own = (s for s in record.stretches if counts(s.at, doubt))
    if record.kind is EmploymentKind.CASUAL:
        goes_on = record.ended_on is None or on <= record.ended_on
        return goes_on and any(s.first_on <= on for s in own)
    return any(s.has(on) for s in own)


def _counted(record: ServiceRecord, on: date, policy: LeavePolicy, doubt: Doubt) -> tuple[Span, ...]:
    years = policy.eligibility_break_years
    return service(record.stretches, record.uniformed_service, years=years, doubt=doubt, on=on)


def _complete_on(stretches: tuple[Span, ...], kind: EmploymentKind, policy: LeavePolicy) -> date | None:
    if kind is EmploymentKind.CASUAL:
        weeks = policy.statutes.payroll_weeks
        return weeks_complete_on(stretches, weeks=weeks, begins=policy.workweek_begins)
    return months_complete_on(stretches, months=policy.eligibility_months)


def _as_counted(
    sure: tuple[Span, ...], kind: EmploymentKind, met_on: date | None, starts_on: date, policy: LeavePolicy
) -> dict[str, str]:
    """What went in: months, or of casual employment the weeks on payroll. Nothing is complete on a day nobody knows."""
    needed = {"needed_months": str(policy.eligibility_months)}
    if kind is EmploymentKind.CASUAL:
        weeks = payroll_weeks(sure, before=starts_on, begins=policy.workweek_begins)
        needed = {"payroll_weeks": str(weeks), "needed_weeks": str(policy.statutes.payroll_weeks)}
    complete = {} if met_on is None else {"complete_on": str(met_on)}
    return {"starts_on": str(starts_on), **needed, "counted_from": str(sure[0].first_on), **complete}


def _months_in_doubt(record: ServiceRecord, starts_on: date, policy: LeavePolicy) -> UnmetTest | None:
    """What is not known, where it would decide: first the breaks alone, then the bodies, then what is not listed."""
    listed = tuple(s for s in record.stretches if counts(s.at, Doubt.AGAINST))
    surely_ours = record.model_copy(update={"stretches": listed})
    for asked, code in ((surely_ours, UnmetTest.UNKNOWN_BREAK), (record, UnmetTest.UNKNOWN_EMPLOYMENT)):
        met_on = _complete_on(_counted(asked, starts_on, policy, Doubt.FOR), record.kind, policy)
        if met_on is not None and met_on <= starts_on:
            return code
    return None if record.earlier_service_known else UnmetTest.UNKNOWN_EMPLOYMENT
