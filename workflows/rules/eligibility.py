"""Whether an employee is eligible under a plan on the day leave is to start, test by test, and when it would be so.

Knows: which tests each plan has, earlier findings, leave that goes on while a test comes to be met. Never knows: what
a condition or a relation is, balances, a case. A number of employees is never foretold; hours of a future day only as
what working on schedule would give. 29 CFR 825.104(a), 825.108, 825.110, 825.300(b); c.175M (law.md E1-E10, N13, 1.14).
"""

from datetime import date

from workflows.rules.answers import Answer, Gap, Reasoning, Teller
from workflows.rules.eligibility_facts import EligibilityFacts
from workflows.rules.eligible import Outcome, ServiceRecord
from workflows.rules.fmla_tests import fmla_judged
from workflows.rules.other_plan_tests import OtherPlanFacts, other_judged
from workflows.rules.plan_tests import (
    PLAN_WORDS,
    Beginning,
    Eligibility,
    Judgement,
    MarkPassed,
    MetWhen,
    PlanTest,
    not_met,
    say_known,
    settle,
)
from workflows.rules.plans import TERMS, Plan
from workflows.rules.policy import LeavePolicy
from workflows.rules.reason_years import Retest, RetestFacts, retest
from workflows.rules.spans import Days
from workflows.rules.unknown_service import turns_on

__all__ = ["FMLA_TESTED", "EligibilityFacts", "eligibility"]

FMLA_TESTED = (Plan.FMLA, Plan.CAREGIVER, Plan.SMALL_NECESSITIES)
"""Plans with FMLA's own tests (825.110, 825.127; M.G.L. c.149 s.52D)."""

_FOR_ONE_REASON = {Plan.CAREGIVER: "1.2-MILC", Plan.PARENTAL: "1.14-PLA"}
"""Plans that cover one reason alone; that of catastrophic leave is a test of its own."""

_DFML = Gap(fact="dfml_eligible", asks="what did DFML decide?", teller=Teller.DFML)
_WHY_DENIED = Gap(
    fact="dfml_eligible", asks="did DFML deny the claim because the person is not eligible?", teller=Teller.DFML
)
_IN_ONE_PIECE = Gap(
    fact="in_one_piece", asks="is the employee away all the time from the start on?", teller=Teller.EMPLOYEE
)
_REASON = Gap(fact="reason", asks="what is the reason of the leave?", teller=Teller.COORDINATOR)


def eligibility(facts: EligibilityFacts, *, policy: LeavePolicy) -> Answer[Eligibility]:
    """Every test of a plan as of the day leave is to start (E1-E10). DFML alone decides about state PFML."""
    if facts.plan is Plan.PFML:
        return _pfml(facts, policy)
    elsewhere = _for_another_reason(facts)
    if elsewhere is not None:
        return settle(facts.plan, facts.starts_on, (elsewhere,), (elsewhere.outcome,), begins=None, policy=policy)
    if facts.plan in FMLA_TESTED:
        return _fmla(facts, policy)
    other = OtherPlanFacts(
        plan=facts.plan,
        starts_on=facts.starts_on,
        service=facts.service,
        reason=facts.reason,
        probation=facts.probation,
        full_time=facts.full_time,
        bargaining_unit=facts.bargaining_unit or policy.unit,
        catastrophic_used=facts.catastrophic_used,
        accrued_leave_left=facts.accrued_leave_left,
        accrued_leave_waived=facts.accrued_leave_waived,
    )
    judged = other_judged(other, policy)
    return _resolved(facts, judged, tuple(j.outcome for j in judged), policy)


def _for_another_reason(facts: EligibilityFacts) -> Judgement | None:
    """A plan for one reason covers no other, whoever is eligible (825.127; M.G.L. c.149 s.105D)."""
    rule = _FOR_ONE_REASON.get(facts.plan)
    if rule is None or facts.reason is None or facts.reason in TERMS[Plan(facts.plan.value)].reasons:
        return None
    says = f"{PLAN_WORDS[facts.plan]} is not for this reason"
    return Judgement(PlanTest.REASON_COVERED, rule, Outcome.UNMET, says, {"reason": facts.reason.value})


def _pfml(facts: EligibilityFacts, policy: LeavePolicy) -> Answer[Eligibility]:
    if facts.dfml_eligible is None:
        why = Reasoning(policy)
        why.step("E10", "There is no test of service; earnings and amount are DFML's to decide.")
        if facts.claim_denied:
            return why.not_answerable("DFML denied the claim, and has not told why", _WHY_DENIED)
        return why.not_answerable("DFML decides about state paid leave, and has not told", _DFML)
    outcome = Outcome.MET if facts.dfml_eligible else Outcome.UNMET
    says = "DFML found the person eligible" if facts.dfml_eligible else "DFML found the person not eligible"
    told = Judgement(PlanTest.DFML_DECISION, "E10", outcome, says)
    return settle(facts.plan, facts.starts_on, (told,), (outcome,), begins=None, policy=policy)


def _fmla(facts: EligibilityFacts, policy: LeavePolicy) -> Answer[Eligibility]:
    judged = _first_day(facts, policy)
    fresh = _tested(facts, judged, policy)
    employed = all(j.test is not PlanTest.EMPLOYED for j in judged)
    if not facts.earlier or not employed or facts.plan is Plan.SMALL_NECESSITIES:
        return fresh
    if facts.reason is None:
        return _unless_eligible(fresh, "the reason decides whether an earlier finding serves", (_REASON,), policy)
    again = retest(
        RetestFacts(
            on=facts.starts_on,
            need=facts.need,
            reason=facts.reason,
            earlier=facts.earlier,
            year_began_on=facts.year_began_on,
        ),
        policy=policy,
    )
    return _after_retest(facts, again, fresh, policy)


def _tested(facts: EligibilityFacts, judged: tuple[Judgement, ...], policy: LeavePolicy) -> Answer[Eligibility]:
    """The tests of the day. One fact may be missing in several of them: then they are asked again as it may be, for
    what it makes of one test it makes of all."""
    outcomes = tuple(j.outcome for j in judged)
    missing = turns_on(facts.service, outcomes, lambda service: _outcomes(facts, service, policy))
    if missing is None:
        return _resolved(facts, judged, outcomes, policy)
    cases = []
    for label, service in missing.cases:
        told = facts.model_copy(update={"service": service})
        cases.append((label, _tested(told, _first_day(told, policy), policy)))
    why = Reasoning(policy)
    say_known(why, judged)
    return why.depends(missing.gap, cases)


def _outcomes(facts: EligibilityFacts, service: ServiceRecord, policy: LeavePolicy) -> tuple[Outcome, ...]:
    told = facts.model_copy(update={"service": service})
    return tuple(j.outcome for j in _first_day(told, policy))


def _first_day(facts: EligibilityFacts, policy: LeavePolicy) -> tuple[Judgement, ...]:
    """The tests of the day on which leave is to start. Who is away in one piece from then on works no hours."""
    return _fmla_on(facts, facts.starts_on, policy, facts.starts_on if facts.in_one_piece else None)


def _fmla_on(
    facts: EligibilityFacts, on: date, policy: LeavePolicy, away_from: date | None = None
) -> tuple[Judgement, ...]:
    """E1 goes before every test: it is about the employer and never about the employee."""
    covered = Judgement(PlanTest.COVERED, "E1", Outcome.MET, "a public agency is covered whatever its size")
    if facts.plan is Plan.SMALL_NECESSITIES:
        covered = covered._replace(
            because=(("1.14-SNLA", "who is eligible for FMLA leave is eligible for this leave"),)
        )
    away = None if away_from is None else Days(first_on=away_from, last_on=facts.last_on)
    tests = fmla_judged(facts.service, on=on, notice_on=facts.notice_on, away=away, policy=policy)
    return covered, *tests


def _after_retest(
    facts: EligibilityFacts, again: Answer[Retest], fresh: Answer[Eligibility], policy: LeavePolicy
) -> Answer[Eligibility]:
    """An earlier finding serves for its reason's period (E8); otherwise the tests of the day hold."""
    if again.result is not None:
        return _after(again, _with_retest(facts, again.result, fresh, policy))
    if not again.branches:
        return _after(again, _unless_eligible(fresh, again.says, again.gaps, policy))
    gap, *others = again.gaps
    why = Reasoning(policy)
    cases = []
    for branch in again.branches:
        label = "; ".join(branch.given).removeprefix(f"{gap.asks} ")
        unknown = _unless_eligible(fresh, branch.says, tuple(others) or (gap,), policy)
        known = _with_retest(facts, branch.result, fresh, policy) if branch.result else unknown
        cases.append((label, known))
    return _after(again, why.depends(gap, cases))


def _with_retest(
    facts: EligibilityFacts, again: Retest, fresh: Answer[Eligibility], policy: LeavePolicy
) -> Answer[Eligibility]:
    if again.needed:
        return fresh
    says = f"eligibility found on {again.first_on} serves for this reason until {again.serves_until}"
    found = Judgement(PlanTest.FOUND_BEFORE, "E8", Outcome.MET, says)
    settled = settle(facts.plan, facts.starts_on, (found,), (Outcome.MET,), begins=None, policy=policy)
    return settled.model_copy(update={"says": f"{settled.says}, by the finding of {again.first_on}"})


def _after(first: Answer[Retest], then: Answer[Eligibility]) -> Answer[Eligibility]:
    """The answer with the steps that led to its question."""
    unconfirmed = tuple(dict.fromkeys((*first.unconfirmed, *then.unconfirmed)))
    steps = (*first.steps, *(step for step in then.steps if step not in first.steps))
    return then.model_copy(update={"steps": steps, "unconfirmed": unconfirmed})


def _unless_eligible(
    fresh: Answer[Eligibility], says: str, gaps: tuple[Gap, ...], policy: LeavePolicy
) -> Answer[Eligibility]:
    """Who meets every test on the day is eligible, whatever was found before."""
    if fresh.result is not None and fresh.result.eligible:
        return fresh
    why = Reasoning(policy)
    why.include(fresh)
    return why.not_answerable(says, *gaps)


def _resolved(
    facts: EligibilityFacts, judged: tuple[Judgement, ...], assumed: tuple[Outcome, ...], policy: LeavePolicy
) -> Answer[Eligibility]:
    """A test that surely fails settles a no, whatever is unknown; else each unknown test is assumed met, and not."""
    if Outcome.UNMET in assumed or Outcome.UNKNOWN not in assumed:
        return _from_the_mark(facts, judged, assumed, policy)
    n = assumed.index(Outcome.UNKNOWN)
    cases = (
        (label, _resolved(facts, judged, (*assumed[:n], outcome, *assumed[n + 1 :]), policy))
        for label, outcome in (("yes", Outcome.MET), ("no", Outcome.UNMET))
    )
    gap = judged[n].gap or _REASON
    return Reasoning(policy).depends(gap, tuple(cases))


def _mark(judged: tuple[Judgement, ...], assumed: tuple[Outcome, ...], last_on: date | None) -> MarkPassed | None:
    """825.110(d): when the 12 months are complete while the leave goes on, if nothing but them was missing."""
    failed = [j for j, outcome in zip(judged, assumed, strict=True) if outcome is Outcome.UNMET]
    on = failed[0].met_on if len(failed) == 1 and failed[0].test is PlanTest.TWELVE_MONTHS else None
    if on is None or (last_on is not None and last_on < on):
        return None
    at_the_latest = failed[0].met_when is MetWhen.AT_THE_LATEST
    return MarkPassed(on, "at the latest then the months are complete" if at_the_latest else "the months are complete")


def _from_the_mark(
    facts: EligibilityFacts, judged: tuple[Judgement, ...], assumed: tuple[Outcome, ...], policy: LeavePolicy
) -> Answer[Eligibility]:
    """For somebody out on leave when the months are complete, the part from then on is FMLA leave. All tests are asked
    again of that day: whether hours can still be worked until then turns on whether the employee is away throughout."""
    mark = _mark(judged, assumed, facts.last_on)
    if mark is None:
        return settle(facts.plan, facts.starts_on, judged, assumed, begins=None, policy=policy)
    at_work = _fmla_on(facts, mark.on, policy)
    away = _fmla_on(facts, mark.on, policy, facts.starts_on)

    def given(later: tuple[Judgement, ...]) -> Answer[Eligibility]:
        return _if_met_then(facts, (judged, assumed), mark, later, policy)

    if facts.in_one_piece is not None:
        return given(away if facts.in_one_piece else at_work)
    if [j.outcome for j in away] == [j.outcome for j in at_work]:
        return given(at_work)
    return Reasoning(policy).depends(_IN_ONE_PIECE, (("yes", given(away)), ("no", given(at_work))))


_Tests = tuple[tuple[Judgement, ...], tuple[Outcome, ...]]
"""Tests as judged, and how each is taken to have ended."""


def _if_met_then(
    facts: EligibilityFacts,
    first: _Tests,
    mark: MarkPassed,
    later: tuple[Judgement, ...],
    policy: LeavePolicy,
) -> Answer[Eligibility]:
    """A test that surely fails on that day settles that nothing begins; each unknown one is assumed met, and not."""
    n = next((n for n, j in enumerate(later) if j.outcome is Outcome.UNKNOWN), None)
    failed = tuple(j.says for j in later if j.outcome is Outcome.UNMET)
    if failed or n is None:
        begins = Beginning(mark.on, mark.says, failed, _COVERS[facts.in_one_piece])
        return settle(facts.plan, facts.starts_on, *first, begins=begins, policy=policy)
    j = later[n]
    cases = (
        (label, _if_met_then(facts, _as_told(first, assumed), mark, (*later[:n], assumed, *later[n + 1 :]), policy))
        for label, assumed in (
            ("yes", j._replace(outcome=Outcome.MET)),
            ("no", j._replace(outcome=Outcome.UNMET, says=not_met(j))),
        )
    )
    return Reasoning(policy).depends(_of_that_day(j, mark.on), tuple(cases))


def _as_told(first: _Tests, told: Judgement) -> _Tests:
    """The tests of the first day: the worksite is counted for the day of notice, once for both days."""
    judged, assumed = first
    if told.test is not PlanTest.WORKSITE:
        return first
    return judged, tuple(told.outcome if j.test is told.test else was for j, was in zip(judged, assumed, strict=True))


_COVERS: dict[bool | None, str] = {
    True: "the leave is covered",
    False: "an absence can be covered, each tested on its own day",
    None: "the leave is covered if it goes on in one piece, or else each absence is tested on its own day",
}
"""Who is away all the time is tested once more, on the day of the mark; whoever works in between, at each absence, as
hours leave the 12 months (E8)."""


def _of_that_day(judged: Judgement, on: date) -> Gap:
    """The question that the test asks, of the later day."""
    gap = judged.gap or _REASON
    return gap.model_copy(update={"asks": gap.asks.replace("12 months before?", f"12 months before {on}?")})
