"""The tests of FMLA, in words and with their gaps: for FMLA leave itself and for the leaves that borrow its tests.

Knows: what each test of `eligible` says to a reader, who can tell what is missing, when a test would be met. Never
knows: how a test is computed. 29 CFR 825.104(a), 825.108, 825.110 (law.md E1-E7).
"""

from datetime import date

from workflows.rules.answers import Gap, Teller
from workflows.rules.calendar import days_after, years_before
from workflows.rules.eligible import (
    Judged,
    Outcome,
    ServiceRecord,
    UnmetTest,
    hours_test,
    months_test,
    worksite_test,
)
from workflows.rules.hours import Worked, enough_on
from workflows.rules.plan_tests import Judgement, MetWhen, PlanTest
from workflows.rules.policy import LeavePolicy
from workflows.rules.service import EmploymentKind, long_break
from workflows.rules.spans import Days

_TESTS: dict[UnmetTest, PlanTest] = {
    UnmetTest.NOT_EMPLOYED: PlanTest.EMPLOYED,
    UnmetTest.TWELVE_MONTHS: PlanTest.TWELVE_MONTHS,
    UnmetTest.UNKNOWN_EMPLOYMENT: PlanTest.TWELVE_MONTHS,
    UnmetTest.UNKNOWN_BREAK: PlanTest.TWELVE_MONTHS,
    UnmetTest.HOURS_WORKED: PlanTest.HOURS_WORKED,
    UnmetTest.UNKNOWN_HOURS: PlanTest.HOURS_WORKED,
    UnmetTest.WORKSITE: PlanTest.WORKSITE,
    UnmetTest.UNKNOWN_WORKSITE: PlanTest.WORKSITE,
}

_BY_RULE = {"E4": PlanTest.TWELVE_MONTHS, "E5": PlanTest.HOURS_WORKED, "E2": PlanTest.WORKSITE}

_SAYS: dict[UnmetTest, str] = {
    UnmetTest.NOT_EMPLOYED: "the employee is not employed on that day",
    UnmetTest.TWELVE_MONTHS: "the employee has less than {months} months of service",
    UnmetTest.UNKNOWN_EMPLOYMENT: "it is not known how much service there was",
    UnmetTest.UNKNOWN_BREAK: "it is not known whether service before a break of {years} years or more counts",
    UnmetTest.HOURS_WORKED: "the employee worked fewer than {hours:,} hours in the 12 months before",
    UnmetTest.UNKNOWN_HOURS: "it is not known how many hours were worked in the 12 months before",
    UnmetTest.WORKSITE: "fewer than {employees} employees work within {miles} miles of the worksite",
    UnmetTest.UNKNOWN_WORKSITE: "it is not known how many employees work within {miles} miles of the worksite",
}

_MET: dict[PlanTest, str] = {
    PlanTest.TWELVE_MONTHS: "the employee has {months} months of service",
    PlanTest.HOURS_WORKED: "the employee worked {hours:,} hours in the 12 months before",
    PlanTest.WORKSITE: "{employees} employees work within {miles} miles of the worksite",
}

_EMPLOYMENT = Gap(
    fact="service.stretches",
    asks="does all service for the employer come to {months} months?",
    teller=Teller.AGENCY,
)

_GAPS: dict[UnmetTest, Gap] = {
    UnmetTest.UNKNOWN_EMPLOYMENT: _EMPLOYMENT,
    UnmetTest.UNKNOWN_BREAK: Gap(
        fact="service.stretches.break_cause",
        asks="was the long break for uniformed service, or under a written agreement to rehire?",
        teller=Teller.AGENCY,
    ),
    UnmetTest.UNKNOWN_HOURS: Gap(
        fact="service.minutes_worked",
        asks="were {hours:,} hours worked in the 12 months before?",
        teller=Teller.AGENCY,
    ),
    UnmetTest.UNKNOWN_WORKSITE: Gap(
        fact="service.worksite_fifty",
        asks="do {employees} employees work within {miles} miles of the worksite on the day of notice?",
        teller=Teller.AGENCY,
    ),
}

BODY = Gap(
    fact="service.stretches.at.same_employer",
    asks="is every body where the employee served part of the same employer?",
    teller=Teller.HRD,
)


def fmla_judged(
    service: ServiceRecord,
    *,
    on: date,
    notice_on: date | None,
    away: Days | None,
    policy: LeavePolicy,
) -> tuple[Judgement, ...]:
    """Service, hours and worksite as of a day (E2-E7). `away`: the days of a leave in one piece."""
    away_from = None if away is None else away.first_on
    months = months_test(service, starts_on=on, policy=policy)
    hours = hours_test(service, starts_on=on, policy=policy, months=months, away_from=away_from)
    worksite = worksite_test(service, policy=policy, notice_on=notice_on)
    at_site = _judgement(worksite, policy)._replace(because=_other_count(worksite, service, notice_on))
    return _months(months, service, on, policy), _hours(hours, service, on, away, policy), at_site


def _because(service: ServiceRecord) -> tuple[tuple[str, str], ...]:
    """The rules by which service elsewhere and in uniform counts, where there is any."""
    served = any(s.at is not None for s in service.stretches)
    elsewhere = served or any(w.at is not None for w in service.minutes_worked)
    bodies = "service at another body counts if the employer's list has it as part of the same employer"
    uniformed = "uniformed service counts as service, and the time that would have been worked as worked"
    told = (("E3", bodies, elsewhere), ("E6", uniformed, bool(service.uniformed_service)))
    return tuple((rule, says) for rule, says, applies in told if applies)


def _left_out(service: ServiceRecord, on: date, policy: LeavePolicy) -> tuple[tuple[str, str], ...]:
    """That what lies before a long break is left out, and why (E4)."""
    years = policy.eligibility_break_years
    gone = long_break(service.stretches, service.uniformed_service, years=years, on=on)
    if gone is None:
        return ()
    known = "neither uniformed service nor a written agreement to rehire caused it"
    why = known if gone.cause is not None else "its cause is not known"
    says = (
        f"service up to {gone.last_on} is left out: the break until {gone.back_on} is {years} years or more, and {why}"
    )
    return (("E4", says),)


def _other_count(judged: Judged, service: ServiceRecord, notice_on: date | None) -> tuple[tuple[str, str], ...]:
    """Why a number that was counted does not serve (E2)."""
    count = service.headcount
    if count is None or judged.unmet is None or judged.unmet.code is not UnmetTest.UNKNOWN_WORKSITE:
        return ()
    says = f"the count for {count.on} does not serve: only that of the day of notice does, which was {notice_on}"
    return (("E2", says),)


def _why_unknown(service: ServiceRecord, on: date) -> tuple[tuple[str, str], ...]:
    """What the entries leave open of the 12 months before a day (E5)."""
    first_on, last_on = years_before(on, 1), days_after(on, -1)
    inside = [w for w in service.minutes_worked if w.first_on <= last_on and first_on <= w.last_on]
    recorded_to = max((w.last_on for w in service.minutes_worked), default=None)
    told = [
        f"of the time worked from {w.first_on} to {w.last_on} it is not told how much lies in the 12 months "
        f"from {first_on} to {last_on}"
        for w in inside
        if w.first_on < first_on or last_on < w.last_on
    ]
    if recorded_to is None:
        told.append("no time worked is recorded")
    elif service.hours_records_complete is None:
        told.append("it is not known whether all time worked is recorded")
    elif recorded_to < last_on:
        told.append(f"no time worked is recorded after {recorded_to}")
    return tuple(("E5", says) for says in told)


def _months(judged: Judged, service: ServiceRecord, on: date, policy: LeavePolicy) -> Judgement:
    plain = _judgement(judged, policy)
    is_casual = service.kind is EmploymentKind.CASUAL
    rests = ("workweek_begins",) if is_casual and judged.step.inputs.get("counted_from") else ()
    plain = plain._replace(rests_on=rests, because=(*_because(service), *_left_out(service, on, policy)))
    if judged.unmet is None or judged.unmet.met_on is None:
        return plain._replace(gap=_which_gap(plain.gap, service))
    when = MetWhen.AT_THE_LATEST if judged.unmet.code.is_unknown else MetWhen.ON
    return plain._replace(met_on=judged.unmet.met_on, met_when=when, gap=_which_gap(plain.gap, service))


def _which_gap(gap: Gap | None, service: ServiceRecord) -> Gap | None:
    """Where all service is listed, only the list of bodies can be what is missing."""
    all_listed = bool(service.stretches) and service.earlier_service_known
    if gap is not None and gap.fact == _EMPLOYMENT.fact and all_listed:
        return BODY
    return gap


def _hours(judged: Judged, service: ServiceRecord, on: date, away: Days | None, policy: LeavePolicy) -> Judgement:
    plain = _judgement(judged, policy)
    presumed = judged.step.inputs.get("presumed")
    if presumed:
        return plain._replace(by_law=True, says=f"{policy.eligibility_hours:,} hours are presumed: {presumed}")
    if judged.step.outcome is Outcome.UNKNOWN:
        plain = plain._replace(because=_why_unknown(service, on))
    if judged.unmet is None or service.week_minutes is None or not service.hours_records_complete:
        return plain
    until = (None, None) if away is None else (away.first_on, away.last_on)
    worked = Worked(service.minutes_worked, service.uniformed_service, service.hours_records_complete, *until)
    needed = policy.eligibility_hours * 60
    met_on = enough_on(worked, needed=needed, week_minutes=service.week_minutes, from_on=on)
    if met_on is None:
        return plain
    opens = years_before(met_on, 1)
    is_cut = any(w.first_on < opens <= w.last_on for w in service.minutes_worked)
    when = MetWhen.IF_WORKED_EVENLY if is_cut else MetWhen.IF_WORKED_AS_SCHEDULED
    return plain._replace(met_on=met_on, met_when=when)


def _judgement(judged: Judged, policy: LeavePolicy) -> Judgement:
    step, unmet = judged.step, judged.unmet
    if unmet is None:
        test = _BY_RULE[step.rule]
        return Judgement(test, step.rule, Outcome.MET, _with_numbers(_MET[test], policy), step.inputs)
    gap = _GAPS.get(unmet.code)
    return Judgement(
        _TESTS[unmet.code],
        step.rule,
        step.outcome,
        _with_numbers(_SAYS[unmet.code], policy),
        step.inputs,
        gap=None if gap is None else gap.model_copy(update={"asks": _with_numbers(gap.asks, policy)}),
    )


def _with_numbers(words: str, policy: LeavePolicy) -> str:
    """The numbers of law in a sentence."""
    return words.format(
        months=policy.eligibility_months,
        years=policy.eligibility_break_years,
        hours=policy.eligibility_hours,
        employees=policy.statutes.worksite_employees,
        miles=policy.statutes.worksite_miles,
    )
