"""One absence against every plan: what each covers, what it is charged there, and whether it is protected.

Knows: that plans are independent, that leave which fits a servicemember's care counts so first, and that parts of an
absence may end differently. Never knows: eligibility or family itself (these are told), how minutes were counted.
29 CFR 825.127(e)(4), 825.200(a), 825.205; M.G.L. c.175M s.2(h) (law.md N1, N6-N8, C13, K4, F5).
"""

from collections.abc import Sequence
from fractions import Fraction

from workflows.rules.absence_lines import AbsenceJudged, DayLine, JudgeFacts, NotUsed, PlanAsked, PlanLine, WhyNot
from workflows.rules.absence_offers import Offers, offer_of, offers_for
from workflows.rules.answers import Answer, Gap, Reasoning, Teller
from workflows.rules.banks import hire_gap
from workflows.rules.choices import UnfiledWeeks
from workflows.rules.counting_weeks import DayCharge
from workflows.rules.entitlement import Allotted
from workflows.rules.plan_steps import explain
from workflows.rules.plans import NAMES, TERMS, Plan, amount_in, at_head, unit_of
from workflows.rules.policy import LeavePolicy
from workflows.rules.spouses import cases, shares
from workflows.rules.week_facts import MOST_OPEN
from workflows.rules.wording import exactly, time_of


def judge_absence(facts: JudgeFacts, *, policy: LeavePolicy) -> Answer[AbsenceJudged]:
    """Which plans cover an absence, and what each is charged (law.md N1, N6-N8, K4, C13). Each plan in its own unit;
    the absence is protected as soon as one covers it."""
    asked = [plan for plan in facts.plans if not plan.is_refused]
    for plan in asked:
        gap = hire_gap(plan, facts, policy=policy)
        if gap is not None:
            says = "The leave year runs from the day of hire, which is not known."
            return Reasoning(policy).not_answerable(says, gap)
    found = shares(facts.spouse, policy=policy) if any(plan.is_pooled for plan in asked) else False
    if isinstance(found, Gap):
        return _either_pool(facts, found, policy)
    return _judge(facts, policy, shared=found)


def _judge(facts: JudgeFacts, policy: LeavePolicy, *, shared: bool) -> Answer[AbsenceJudged]:
    why = Reasoning(policy)
    offers = offers_for(facts, policy, shared=shared)
    days = sorted(charge.on for charge in facts.charges)
    for plan in facts.plans:
        if not plan.is_refused and days:
            explain(why, plan, facts, days[0], days[-1], shared=shared, policy=policy)
    gaps = _gaps(facts.plans, offers, policy)
    if len(gaps) > MOST_OPEN:
        return why.not_answerable(_too_much(facts.plans, offers), *(gap for _, gap in gaps))
    if gaps:
        return _turns_on(why, gaps[0][1], _cases(facts, offers, policy))
    return _settled(why, facts, offers, policy)


def _cases(facts: JudgeFacts, offers: Offers, policy: LeavePolicy) -> tuple[tuple[str, Answer[AbsenceJudged]], ...]:
    """A branch for each value of the first fact that is missing; the offers stay what they are."""
    index, gap = _gaps(facts.plans, offers, policy)[0]
    either = []
    for label, is_so in (("yes", True), ("no", False)):
        plan = facts.plans[index].model_copy(update={gap.fact.removeprefix("plans."): is_so})
        plans = (*facts.plans[:index], plan, *facts.plans[index + 1 :])
        told = facts.model_copy(update={"plans": plans})
        rest = _gaps(plans, offers, policy)
        if rest:
            either.append((label, _turns_on(Reasoning(policy), rest[0][1], _cases(told, offers, policy))))
        else:
            either.append((label, _settled(Reasoning(policy), told, offers, policy)))
    return tuple(either)


def _gaps(plans: tuple[PlanAsked, ...], offers: Offers, policy: LeavePolicy) -> list[tuple[int, Gap]]:
    """What is missing and matters: nothing does where a plan is refused or has nothing left."""
    gaps: list[tuple[int, Gap]] = []
    for index, plan in enumerate(plans):
        if plan.is_refused or not offer_of(index, plans, offers).minutes:
            continue
        name = _name(plan, plans)
        if plan.eligible is None:
            asks = f"is the employee eligible for {name}?"
            gaps.append((index, Gap(fact="plans.eligible", asks=asks, teller=Teller.COORDINATOR)))
        if plan.reason_covered is None:
            asks = f"does {name} cover the reason?"
            gaps.append((index, Gap(fact="plans.reason_covered", asks=asks, teller=Teller.COORDINATOR)))
        if plan.filed is None and _turns_on_filing(plan, policy):
            asks = "has anybody applied to DFML for this leave?"
            gaps.append((index, Gap(fact="plans.filed", asks=asks, teller=Teller.DFML)))
    return gaps


def _turns_on_filing(plan: PlanAsked, policy: LeavePolicy) -> bool:
    return plan.plan is Plan.PFML and policy.unfiled_weeks is UnfiledWeeks.NOT_COUNTED


def _settled(why: Reasoning, facts: JudgeFacts, offers: Offers, policy: LeavePolicy) -> Answer[AbsenceJudged]:
    lines = tuple(_line(index, facts, offers, policy) for index in range(len(facts.plans)))
    for line in lines:
        why.step(line.rule, _line_says(line), minutes=line.covered_minutes)
    for plan, line in zip(facts.plans, lines, strict=True):
        if plan.plan is Plan.PFML and plan.filed is not True and line.covered:
            counted = policy.unfiled_weeks is UnfiledWeeks.COUNTED
            says = "it uses weeks of PFML all the same" if counted else "it uses no weeks of PFML"
            why.step("K4", f"Where nobody applied to DFML, {says}.", filed=plan.filed)
            why.step("F5", "Protection under PFML does not depend on an application.")
            why.rests_on("unfiled_weeks")
    by_day = [[day.covered_minutes for line in lines for day in line.days if day.on == c.on] for c in facts.charges]
    protected = sum(max(minutes, default=0) for minutes in by_day)
    result = AbsenceJudged(
        minutes=facts.minutes,
        protected=protected > 0,
        in_part=0 < protected < facts.minutes,
        protected_minutes=protected,
        unprotected_minutes=facts.minutes - protected,
        lines=lines,
    )
    return why.settled(result, _says(result))


def _line(index: int, facts: JudgeFacts, offers: Offers, policy: LeavePolicy) -> PlanLine:
    plan = facts.plans[index]
    if plan.is_refused:
        return _refused(plan, facts, policy)
    offer = offer_of(index, facts.plans, offers)
    charges = plan.filed is not False or not _turns_on_filing(plan, policy)
    days = tuple(_day(day, charges=charges) for day in offer.days)
    covered, charged = sum(d.covered_minutes for d in days), sum(d.charged_minutes for d in days)
    elsewhere = facts.minutes - sum(d.covered_minutes + a.beyond_minutes for d, a in zip(days, offer.days, strict=True))
    not_charged = (
        NotUsed(minutes=elsewhere, why=WhyNot.AS_CAREGIVER),
        NotUsed(minutes=covered - charged, why=WhyNot.NOT_FILED),
        NotUsed(minutes=sum(day.beyond_minutes for day in offer.days), why=WhyNot.NOTHING_LEFT),
    )
    amount = sum((_amount(plan, day.charge, facts) for day in offer.days if day.charge and charges), Fraction(0))
    rule = "N6" if elsewhere else TERMS[plan.plan].rules[0] if charges else "K4"
    return PlanLine(
        plan=plan.plan,
        bank=plan.bank,
        mark=plan.mark,
        unit=unit_of(plan.plan),
        covered=covered > 0,
        covered_minutes=covered,
        charged_minutes=charged,
        charged=amount,
        not_charged=tuple(one for one in not_charged if one.minutes),
        left_before=offer.left_before,
        left_after=offer.left_after if charges else offer.left_before,
        at_most=_is_at_most(plan, facts, offers) and offer.left_after is not None,
        days=days,
        rule=rule,
        citation=policy.citation(rule),
    )


def _is_at_most(plan: PlanAsked, facts: JudgeFacts, offers: Offers) -> bool:
    """Whether a spouse may have used some of what is left, and nobody told."""
    return offers.shared and plan.is_pooled and (facts.spouse is None or facts.spouse.entries is None)


def _refused(plan: PlanAsked, facts: JudgeFacts, policy: LeavePolicy) -> PlanLine:
    why = WhyNot.NOT_ELIGIBLE if plan.eligible is False else WhyNot.REASON_NOT_COVERED
    rule = (_ELIGIBLE if plan.eligible is False else _COVERS).get(plan.plan, TERMS[plan.plan].rules[0])
    return PlanLine(
        plan=plan.plan,
        bank=plan.bank,
        mark=plan.mark,
        unit=unit_of(plan.plan),
        covered=False,
        covered_minutes=0,
        charged_minutes=0,
        charged=Fraction(0),
        not_charged=(NotUsed(minutes=facts.minutes, why=why),) if facts.minutes else (),
        left_before=None,
        left_after=None,
        at_most=False,
        days=(),
        rule=rule,
        citation=policy.citation(rule),
    )


_ELIGIBLE = {Plan.FMLA: "E7", Plan.CAREGIVER: "E7", Plan.PFML: "E10", Plan.COMMONWEALTH: "E9"}
_COVERS = {Plan.FMLA: "1.2", Plan.CAREGIVER: "1.2-MILC", Plan.PFML: "1.2-PFML"}


def _day(day: Allotted, *, charges: bool) -> DayLine:
    covered = day.charge.minutes if day.charge is not None else 0
    return DayLine(on=day.on, covered_minutes=covered, charged_minutes=covered if charges else 0)


def _amount(plan: PlanAsked, charge: DayCharge, facts: JudgeFacts) -> Fraction:
    length = next((workday.minutes for workday in facts.workdays if workday.on == charge.on), None)
    return amount_in(plan.plan, charge.weeks, charge.minutes, length)


def _either_pool(facts: JudgeFacts, gap: Gap, policy: LeavePolicy) -> Answer[AbsenceJudged]:
    answers = (
        (label, judge_absence(facts.model_copy(update={"spouse": spouse}), policy=by))
        for label, spouse, by in cases(facts.spouse, gap, policy=policy)
    )
    return _turns_on(Reasoning(policy), gap, tuple(answers))


def _turns_on(why: Reasoning, gap: Gap, cases: tuple[tuple[str, Answer[AbsenceJudged]], ...]) -> Answer[AbsenceJudged]:
    """Each case tells every plan by itself: what tells two cases apart may be what is left of one plan alone."""
    answer = why.depends(gap, tuple((label, _at_length(case)) for label, case in cases))
    return answer if answer.result is None else answer.model_copy(update={"says": _says(answer.result)})


def _at_length(answer: Answer[AbsenceJudged]) -> Answer[AbsenceJudged]:
    if answer.result is None:
        return answer
    lines = "; ".join(_brief(line, _name(line, answer.result.lines)) for line in answer.result.lines)
    return answer.model_copy(update={"says": f"{_says(answer.result)} {lines[:1].upper()}{lines[1:]}."})


def _too_much(plans: tuple[PlanAsked, ...], offers: Offers) -> str:
    """A plan that surely covers the absence is named all the same: it is never shown as unprotected."""
    sure = [
        NAMES[plan.plan]
        for index, plan in enumerate(plans)
        if plan.eligible and plan.reason_covered and offer_of(index, plans, offers).minutes
    ]
    return f"Too much is not known; {' and '.join(sure)} covers it." if sure else "Too much is not known."


_WHY_NOT = {
    WhyNot.NOT_ELIGIBLE: "the employee is not eligible",
    WhyNot.REASON_NOT_COVERED: "it does not cover the reason",
    WhyNot.NOTHING_LEFT: "nothing more is left",
    WhyNot.AS_CAREGIVER: "it counts as care for a servicemember",
    WhyNot.NOT_FILED: "nobody applied",
}


def _line_says(line: PlanLine) -> str:
    why = ", ".join(f"{time_of(one.minutes)} are not charged: {_WHY_NOT[one.why]}" for one in line.not_charged)
    covers = f"covers {time_of(line.covered_minutes)}" if line.covered else "covers nothing"
    return f"{at_head(line.plan)} {covers}{'; ' if why else ''}{why}."


def _name(one: PlanAsked | PlanLine, among: Sequence[PlanAsked | PlanLine]) -> str:
    """The plan, with its bank where the plan has several: which child, which servicemember."""
    several = sum(other.plan is one.plan for other in among) > 1
    return f"{NAMES[one.plan]} ({one.bank})" if several else NAMES[one.plan]


def _brief(line: PlanLine, name: str) -> str:
    """`FMLA covers 8 hours, 11.8 workweeks left`, `state PFML covers nothing, as the employee is not eligible`."""
    said = [f"{name} covers {time_of(line.covered_minutes) if line.covered else 'nothing'}"]
    if line.covered:
        said += [f"{time_of(one.minutes)} not charged as {_WHY_NOT[one.why]}" for one in line.not_charged]
    elif line.not_charged:
        said.append(f"as {' and '.join(_WHY_NOT[one.why] for one in line.not_charged)}")
    if line.left_after is not None:
        most = "at most " if line.at_most else ""
        said.append(f"{most}{exactly(line.left_after)} {line.unit.value.replace('_', ' ')} left")
    return ", ".join(said)


def _says(result: AbsenceJudged) -> str:
    if not result.protected:
        return "No plan covers the absence."
    covering = " and ".join(dict.fromkeys(NAMES[line.plan] for line in result.lines if line.covered))
    rest = f"; no plan covers {time_of(result.unprotected_minutes)} of it" if result.unprotected_minutes else ""
    partly = "partly " if rest else ""
    return f"The absence is {partly}protected by {covering}{rest}."
