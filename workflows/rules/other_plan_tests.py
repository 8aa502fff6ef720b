"""The tests of plans beside FMLA: the Commonwealth layer, catastrophic leave, parental leave, leave because of abuse.

Knows: probation or service, full time, units that a contract names, accrued leave that is used first. Never knows: what
happened to anybody, balances, notice and papers. Red Book 5.01; M.G.L. c.149 s.52E, s.105D (law.md E9, N13, 1.14).
"""

from datetime import date

from pydantic import Field, model_validator

from workflows.rules.answers import Gap, Teller, contradiction
from workflows.rules.calendar import days_after
from workflows.rules.choices import LayerEligibility
from workflows.rules.eligible import Outcome, ServiceRecord
from workflows.rules.plan_tests import Judgement, MetWhen, PlanTest
from workflows.rules.plans import Plan
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.rules.service import Doubt, Span, anniversary, counts, merged
from workflows.values import Frozen


class Probation(Frozen):
    """The probation of the present appointment, or that there is none."""

    required: bool | None = Field(None, description="Whether there is a probation at all.")
    ends_on: date | None = Field(None, description="Its last day; none: not told.")

    @model_validator(mode="after")
    def _fits(self) -> "Probation":
        if self.required is False and self.ends_on is not None:
            raise contradiction("end_without_probation", "what there is not has no last day")
        return self

    @property
    def is_required(self) -> bool | None:
        """A last day shows that there is one."""
        return True if self.ends_on is not None else self.required


class OtherPlanFacts(Frozen):
    """What these tests need."""

    plan: Plan
    starts_on: date
    service: ServiceRecord
    reason: LeaveReason | None
    probation: Probation
    full_time: bool | None
    bargaining_unit: str | None
    catastrophic_used: bool | None
    accrued_leave_left: bool | None
    accrued_leave_waived: bool | None


_EMPLOYED = Gap(fact="service.stretches", asks="is the employee employed on that day?", teller=Teller.DIRECTORY)
_PROBATION = Gap(
    fact="probation", asks="is probation completed, or is there none and service enough?", teller=Teller.DIRECTORY
)
_FULL_TIME = Gap(fact="full_time", asks="does the employee work full time?", teller=Teller.DIRECTORY)
_UNIT = Gap(fact="bargaining_unit", asks="is the employee in a unit that has this leave?", teller=Teller.DIRECTORY)
_OWN = Gap(fact="reason", asks="is it for the employee's own condition?", teller=Teller.COORDINATOR)
_NEVER_USED = Gap(
    fact="catastrophic_used", asks="has the employee never had catastrophic leave before?", teller=Teller.AGENCY
)
_ACCRUED = Gap(
    fact="accrued_leave_left", asks="is accrued leave used up, or does the employer waive this?", teller=Teller.AGENCY
)


def other_judged(facts: OtherPlanFacts, policy: LeavePolicy) -> tuple[Judgement, ...]:
    """The tests of one of these plans as of the day leave is to start."""
    tests = {
        Plan.COMMONWEALTH: _layer,
        Plan.CATASTROPHIC: _catastrophic,
        Plan.PARENTAL: _parental,
    }.get(facts.plan, _abuse)
    return tests(facts, policy)


def _layer(facts: OtherPlanFacts, policy: LeavePolicy) -> tuple[Judgement, ...]:
    """E9: probation completed, or, without one, so many consecutive months; no test of hours."""
    choice = policy.layer_eligibility
    given = choice is not LayerEligibility.NOBODY
    says = "the employer gives this leave" if given else "the employer gives nobody this leave"
    outcome = Outcome.MET if given else Outcome.UNMET
    has = Judgement(PlanTest.GIVEN_BY_EMPLOYER, "E9", outcome, says, rests_on=("layer_eligibility",))
    if choice is not LayerEligibility.PROBATION_OR_SERVICE:
        return has, _employed(facts, "E9")
    months = policy.layer_service_months
    served = _probation_or_service(facts, "E9", months, cap=None)
    rests = ("layer_service_months",) if facts.probation.is_required is not True else ()
    return has, _employed(facts, "E9"), served._replace(rests_on=rests)


def _catastrophic(facts: OtherPlanFacts, policy: LeavePolicy) -> tuple[Judgement, ...]:
    """N13: once in a life, own condition, for the units that the employer names."""
    units = policy.catastrophic_units if policy.catastrophic_weeks else ()
    named = facts.bargaining_unit in units if facts.bargaining_unit is not None or not units else None
    rests = ("catastrophic_units", "catastrophic_weeks")
    own = None if facts.reason is None else facts.reason is LeaveReason.OWN_CONDITION
    first = None if facts.catastrophic_used is None else not facts.catastrophic_used
    return (
        _tri(
            PlanTest.GIVEN_BY_EMPLOYER,
            "N13",
            named,
            ("the unit has this leave", "no such leave is given to the employee's unit", "the unit is not known"),
            _UNIT,
        )._replace(rests_on=rests),
        _employed(facts, "N13"),
        _tri(
            PlanTest.OWN_CONDITION,
            "N13",
            own,
            ("it is for an own condition", "it is for an own condition alone", "the reason is not known"),
            _OWN,
        ),
        _tri(
            PlanTest.ONCE_IN_LIFE,
            "N13",
            first,
            ("it was never used", "it is given once in a life, and was used", "earlier use is not known"),
            _NEVER_USED,
        ),
    )


def _parental(facts: OtherPlanFacts, policy: LeavePolicy) -> tuple[Judgement, ...]:
    """1.14: full time, after a probation of at most three months, or, without one, three months of service."""
    months = policy.statutes.parental_probation_months
    full_time = _tri(
        PlanTest.FULL_TIME,
        "1.14-PLA",
        facts.full_time,
        ("the employee works full time", "the employee does not work full time", "full time is not known"),
        _FULL_TIME,
    )
    return _employed(facts, "1.14-PLA"), full_time, _probation_or_service(facts, "1.14-PLA", months, cap=months)


def _abuse(facts: OtherPlanFacts, policy: LeavePolicy) -> tuple[Judgement, ...]:
    """1.14: no test of service; accrued leave is used first, unless the employer waives it."""
    left, waived = facts.accrued_leave_left, facts.accrued_leave_waived
    free = True if left is False or waived else False if left and waived is False else None
    says = ("no accrued leave stands before it", "accrued leave is used first", "accrued leave is not known")
    return _employed(facts, "1.14-DV"), _tri(PlanTest.ACCRUED_LEAVE_FIRST, "1.14-DV", free, says, _ACCRUED)


def _employed(facts: OtherPlanFacts, rule: str) -> Judgement:
    stretches = facts.service.stretches
    surely = any(s.has(facts.starts_on) for s in stretches if counts(s.at, Doubt.AGAINST))
    maybe = not stretches or any(s.has(facts.starts_on) for s in stretches if counts(s.at, Doubt.FOR))
    says = (
        "the employee is employed on that day",
        "the employee is not employed on that day",
        "employment is not known",
    )
    return _tri(PlanTest.EMPLOYED, rule, True if surely else None if maybe else False, says, _EMPLOYED)


def _probation_or_service(facts: OtherPlanFacts, rule: str, months: int, *, cap: int | None) -> Judgement:
    """`cap`: a probation counts for no more than so many months. Where nobody knows whether there is a probation, both
    ways must agree."""
    required = facts.probation.is_required
    if required is None:
        with_one, without = _probation(facts, rule, cap), _service(facts, rule, months)
        if with_one.outcome is without.outcome is Outcome.MET:
            return without
        says = "it is not known whether there is a probation"
        return Judgement(PlanTest.PROBATION_OR_SERVICE, rule, Outcome.UNKNOWN, says, gap=_PROBATION)
    return _probation(facts, rule, cap) if required else _service(facts, rule, months)


def _probation(facts: OtherPlanFacts, rule: str, cap: int | None) -> Judgement:
    present = _present_stretch(facts)
    capped_on = anniversary(present.first_on, cap) if cap is not None and present is not None else None
    after_on = days_after(facts.probation.ends_on, 1) if facts.probation.ends_on is not None else None
    days = [on for on in (capped_on, after_on) if on is not None]
    met_on = min(days) if days else None
    inputs = {"probation_ends_on": str(facts.probation.ends_on or "unknown"), "starts_on": str(facts.starts_on)}
    test = Judgement(PlanTest.PROBATION_OR_SERVICE, rule, Outcome.MET, "probation is completed", inputs)
    if met_on is not None and met_on <= facts.starts_on:
        return test
    if after_on is None:
        when = MetWhen.AT_THE_LATEST if met_on is not None else None
        says = "the end of probation is not known"
        return test._replace(outcome=Outcome.UNKNOWN, says=says, gap=_PROBATION, met_on=met_on, met_when=when)
    says = "probation is not completed"
    return test._replace(outcome=Outcome.UNMET, says=says, met_on=met_on, met_when=MetWhen.ON)


def _service(facts: OtherPlanFacts, rule: str, months: int) -> Judgement:
    """Consecutive months: the stretch that the day lies in, and no other."""
    present = _present_stretch(facts)
    inputs = {"months": str(months), "starts_on": str(facts.starts_on)}
    says = f"there is no probation, and service is {months} consecutive months"
    test = Judgement(PlanTest.PROBATION_OR_SERVICE, rule, Outcome.MET, says, inputs)
    if present is None:
        says = "consecutive service is not known"
        return test._replace(outcome=Outcome.UNKNOWN, says=says, gap=_PROBATION)
    met_on = anniversary(present.first_on, months)
    if met_on <= facts.starts_on:
        return test
    if not facts.service.earlier_service_known:
        says, when = "it is not known whether there was service just before", MetWhen.AT_THE_LATEST
        return test._replace(outcome=Outcome.UNKNOWN, says=says, gap=_PROBATION, met_on=met_on, met_when=when)
    says = f"service is less than {months} consecutive months"
    return test._replace(outcome=Outcome.UNMET, says=says, met_on=met_on, met_when=MetWhen.ON)


def _present_stretch(facts: OtherPlanFacts) -> Span | None:
    own = merged(tuple(s for s in facts.service.stretches if counts(s.at, Doubt.AGAINST)))
    return next((s for s in own if s.has(facts.starts_on)), None)


def _tri(test: PlanTest, rule: str, fact: bool | None, says: tuple[str, str, str], gap: Gap) -> Judgement:
    """A test that is a fact itself: in words if it is met, if not, if nobody knows."""
    if fact is None:
        return Judgement(test, rule, Outcome.UNKNOWN, says[2], gap=gap)
    return Judgement(test, rule, Outcome.MET if fact else Outcome.UNMET, says[0] if fact else says[1])
