"""Which plans run at the same time on which days of a leave, and what is paid meanwhile.

Knows: the days that each plan covers, what DFML decided, what is paid. Never knows: balances, conditions, claim files.
Plans never add up: each counts the same day for itself. Compensation and benefits are pay, never protection.
29 CFR 825.207(d)-(e), 825.701(a), 825.702(d); M.G.L. c.175M s.2(h); 458 CMR 2.12 (law.md K4-K6, K2, D5).
"""

from datetime import date
from enum import StrEnum
from itertools import groupby

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.choices import UnfiledWeeks
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.rules.spans import Days, any_has, cut
from workflows.rules.substitution import Benefit, BenefitPaid
from workflows.values import Frozen


class RunningPlan(StrEnum):
    """A plan that can run with others: FMLA, state PFML, and leave under the Commonwealth layer or a contract."""

    FMLA = "fmla"
    PFML = "pfml"
    COMMONWEALTH = "commonwealth"


class PfmlClaim(StrEnum):
    """How far a claim to DFML has come. Not filed is not denied."""

    NOT_FILED = "not_filed"
    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"


class EmployerLeave(StrEnum):
    """What of the employer's own is used for the same reason: each starts PFML too (458 CMR 2.12(6))."""

    DISABILITY_PLAN = "disability_plan"
    PAID_LEAVE = "paid_leave"
    ILLNESS_BANK = "illness_bank"


class EmployerLeaveUsed(Days):
    """Days on which the employer's own leave is used for the same reason."""

    kind: EmployerLeave = Field(description="A disability plan, a paid-leave policy, or the illness leave bank.")


class ConcurrencyFacts(Frozen):
    """What must be known to say which plans run on which days."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "reason": "own_condition",
                    "first_on": "2026-04-07",
                    "last_on": "2026-06-29",
                    "fmla": [{"first_on": "2026-04-07"}],
                    "pfml": [{"first_on": "2026-04-07"}],
                    "layer": [{"first_on": "2026-04-07"}],
                    "claim": "not_filed",
                    "employer_leave": [],
                    "work_injury": True,
                    "benefits": [{"kind": "compensation", "first_on": "2026-04-07"}],
                }
            ]
        }
    )

    reason: LeaveReason = Field(description="Why the employee is away; the coordinator confirms.")
    first_on: date = Field(description="The first day asked about.")
    last_on: date = Field(description="The last day asked about, included.")
    fmla: tuple[Days, ...] | None = Field(
        None,
        description="Days on which the employee is eligible, the reason qualifies and weeks are left; empty: none.",
    )
    pfml: tuple[Days, ...] | None = Field(
        None, description="Days on which the reason qualifies for PFML and weeks of it are left; empty: none."
    )
    layer: tuple[Days, ...] | None = Field(
        None, description="Days that the Commonwealth layer or a contract covers; empty: none."
    )
    claim: PfmlClaim | None = Field(None, description="The state of the claim to DFML; none: nobody has told.")
    employer_leave: tuple[EmployerLeaveUsed, ...] = Field(
        (), description="The employer's own paid leave used for the same reason."
    )
    work_injury: bool | None = Field(None, description="Whether the absence is because of an injury at work.")
    benefits: tuple[BenefitPaid, ...] = Field((), description="Benefits known to be paid for these days.")

    @model_validator(mode="after")
    def _fit(self) -> "ConcurrencyFacts":
        if self.last_on < self.first_on:
            raise contradiction("ends_before_it_begins", "the leave ends before it begins")
        if self.work_injury and self.reason is not LeaveReason.OWN_CONDITION:
            raise contradiction("injury_of_another", "the employee's injury at work is an own condition")
        paid = tuple(benefit.kind for benefit in self.benefits)
        if Benefit.COMPENSATION in paid and self.work_injury is False:
            raise contradiction("compensated_without_injury", "compensation is paid for an injury at work alone")
        if Benefit.PFML in paid and self.claim in (PfmlClaim.NOT_FILED, PfmlClaim.DENIED):
            raise contradiction("paid_without_approval", "DFML pays nothing without a claim that it approved")
        return self


class ConcurrentDays(Frozen):
    """Days with the plans that run on them and the benefits paid, both ends included."""

    first_on: date
    last_on: date
    plans: tuple[RunningPlan, ...]
    paid: tuple[Benefit, ...]


class Concurrency(Frozen):
    """All days asked about, in order. `designate_fmla`: FMLA must be designated for the days on which it runs, and
    nobody may postpone it. `certification_asked`: the papers for the reason are asked as for any leave, though a
    benefit is paid."""

    days: tuple[ConcurrentDays, ...]
    designate_fmla: bool
    certification_asked: bool


def concurrent_plans(facts: ConcurrencyFacts, *, policy: LeavePolicy) -> Answer[Concurrency]:
    """Which plans run at the same time on which days (law.md K4-K6)."""
    for gap in _PLANS:
        if getattr(facts, gap.fact) is None:
            everything = (Days(first_on=facts.first_on, last_on=facts.last_on),)
            cases = ((label, _with(facts, gap.fact, to, policy)) for label, to in (("yes", everything), ("no", ())))
            return Reasoning(policy).depends(gap, tuple(cases))
    if facts.claim is None:
        cases = ((claim.value.replace("_", " "), _with(facts, "claim", claim, policy)) for claim in PfmlClaim)
        return Reasoning(policy).depends(_CLAIM, tuple(cases))
    if facts.claim is PfmlClaim.PENDING:
        decided = (("yes", PfmlClaim.APPROVED), ("no", PfmlClaim.DENIED))
        cases = ((label, _with(facts, "claim", claim, policy)) for label, claim in decided)
        return Reasoning(policy).depends(_DECISION, tuple(cases))
    return _known(facts, policy)


_PLANS = (
    Gap(fact="fmla", asks="does FMLA cover these days?", teller=Teller.COORDINATOR),
    Gap(fact="pfml", asks="does the reason qualify for PFML on these days?", teller=Teller.COORDINATOR),
    Gap(fact="layer", asks="does the Commonwealth layer cover these days?", teller=Teller.COORDINATOR),
)
_CLAIM = Gap(fact="claim", asks="how far has the claim to DFML come?", teller=Teller.DFML)
_DECISION = Gap(fact="claim", asks="does DFML approve the claim?", teller=Teller.DFML)


def _with(facts: ConcurrencyFacts, fact: str, value: object, policy: LeavePolicy) -> Answer[Concurrency]:
    return concurrent_plans(facts.model_copy(update={fact: value}), policy=policy)


def _known(facts: ConcurrencyFacts, policy: LeavePolicy) -> Answer[Concurrency]:
    why = Reasoning(policy)
    days = _days(facts, policy)
    plans = tuple(dict.fromkeys(plan for piece in days for plan in piece.plans))
    _pfml_steps(why, facts, plans, policy)
    if RunningPlan.FMLA in plans:
        why.step("D5", "Leave that qualifies is designated FMLA now: neither side may save it for later.")
    if facts.work_injury:
        why.step("K5", "An injury at work that is a serious condition runs as FMLA at the same time.")
    if facts.work_injury or facts.benefits:
        why.step("K6", "Pay is no job protection: the certification is still asked, and no claim file is copied.")
    result = Concurrency(
        days=days,
        designate_fmla=RunningPlan.FMLA in plans,
        certification_asked=facts.reason is not LeaveReason.BONDING,
    )
    return why.settled(result, "; ".join(_says(piece) for piece in days))


def _pfml_steps(why: Reasoning, facts: ConcurrencyFacts, plans: tuple[RunningPlan, ...], policy: LeavePolicy) -> None:
    if not facts.pfml:
        why.step("K4", "The reason does not qualify for PFML on these days.")
        return
    if facts.claim is PfmlClaim.DENIED:
        why.step("E10", "DFML denied the claim: PFML does not run.")
        return
    if facts.claim is PfmlClaim.APPROVED:
        why.step("K2", "PFML that also qualifies for FMLA must be designated FMLA: both run together.")
        return
    why.rests_on("unfiled_weeks")
    if policy.unfiled_weeks is UnfiledWeeks.NOT_COUNTED:
        why.step("K4", "Nobody filed, and the employer counts no PFML weeks without a claim.")
    elif RunningPlan.PFML in plans:
        why.step("K4", "PFML runs with FMLA and with the employer's leave for the same reason, though nobody filed.")
    else:
        why.step("K4", "Nobody filed, and no other leave for the reason runs that PFML could run with.")


def _days(facts: ConcurrencyFacts, policy: LeavePolicy) -> tuple[ConcurrentDays, ...]:
    spans = (*(facts.fmla or ()), *(facts.pfml or ()), *(facts.layer or ()), *facts.employer_leave, *facts.benefits)

    def runs(piece: tuple[date, date]) -> tuple[tuple[RunningPlan, ...], tuple[Benefit, ...]]:
        on = piece[0]
        paid = tuple(kind for kind in Benefit if any(b.has(on) for b in facts.benefits if b.kind is kind))
        return _plans_on(on, facts, policy), paid

    joined = []
    for (plans, paid), same in groupby(cut(facts.first_on, facts.last_on, spans), key=runs):
        run = tuple(same)
        joined.append(ConcurrentDays(first_on=run[0][0], last_on=run[-1][1], plans=plans, paid=paid))
    return tuple(joined)


def _plans_on(on: date, facts: ConcurrencyFacts, policy: LeavePolicy) -> tuple[RunningPlan, ...]:
    fmla, layer = any_has(facts.fmla or (), on), any_has(facts.layer or (), on)
    pfml = any_has(facts.pfml or (), on) and facts.claim is not PfmlClaim.DENIED
    if facts.claim is PfmlClaim.NOT_FILED:
        with_other = fmla or layer or any_has(facts.employer_leave, on)
        pfml = pfml and with_other and policy.unfiled_weeks is UnfiledWeeks.COUNTED
    running = ((RunningPlan.FMLA, fmla), (RunningPlan.PFML, pfml), (RunningPlan.COMMONWEALTH, layer))
    return tuple(plan for plan, is_running in running if is_running)


_NAMES = {RunningPlan.FMLA: "FMLA", RunningPlan.PFML: "PFML", RunningPlan.COMMONWEALTH: "the Commonwealth layer"}


def _says(piece: ConcurrentDays) -> str:
    plans = " and ".join(_NAMES[plan] for plan in piece.plans) or "no plan"
    return f"{piece.first_on} to {piece.last_on}: {plans}"
