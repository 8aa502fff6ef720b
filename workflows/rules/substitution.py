"""Whether accrued paid leave runs with a day of leave, and by whose will.

Knows: days on which a benefit is paid, elections and agreements. Never knows: balances of accrued leave, amounts, why
a benefit stopped, a claim file. While a benefit is paid the leave is not unpaid, and neither side can force accrued
leave onto it. 29 CFR 825.207, 825.702(d); FMLA2025-01-A; M.G.L. c.175M s.3 (law.md K1-K3, N11).
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from itertools import groupby

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.calendar import days_after
from workflows.rules.choices import Substitution
from workflows.rules.policy import LeavePolicy
from workflows.rules.spans import Days, any_has, cut
from workflows.values import Frozen


class Benefit(StrEnum):
    """What may be paid during leave, apart from the employee's own accrued leave."""

    COMPENSATION = "compensation"
    DISABILITY = "disability"
    PFML = "pfml"


class BenefitPaid(Days):
    """Days for which a benefit is paid. `last_on` None: it is still paid, as far as anybody told."""

    kind: Benefit = Field(description="Workers' compensation, a disability plan, or state PFML.")
    stop_told_on: date | None = Field(
        None, description="The day on which the employer learned that it stopped; none: at once."
    )

    @model_validator(mode="after")
    def _stopped(self) -> "BenefitPaid":
        if self.stop_told_on is not None and self.last_on is None:
            raise contradiction("stop_told_of_what_goes_on", "a benefit that is still paid has no stop to be told of")
        return self


class SubstitutionFacts(Frozen):
    """What must be known to say whether accrued paid leave runs on the days of a leave."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "first_on": "2026-04-07",
                    "last_on": "2026-06-29",
                    "benefits": [{"kind": "compensation", "first_on": "2026-04-07", "last_on": "2026-05-17"}],
                    "waiting": None,
                    "usable": True,
                    "elects": True,
                    "agreed_top_up": False,
                    "elects_pfml_top_up": False,
                }
            ]
        }
    )

    first_on: date = Field(description="The first day asked about.")
    last_on: date = Field(description="The last day asked about, included.")
    benefits: tuple[BenefitPaid, ...] | None = Field(
        None, description="Every benefit paid for these days; empty: none is paid; none: nobody has told."
    )
    waiting: Days | None = Field(
        None, description="The PFML waiting period, as DFML told it or as it is expected; none: there is none."
    )
    usable: bool | None = Field(
        None, description="Whether accrued leave is left and the normal terms of its policy are met."
    )
    elects: bool | None = Field(None, description="Whether the employee elects accrued leave for unpaid days.")
    agreed_top_up: bool | None = Field(
        None, description="Whether both sides agreed to add accrued leave to compensation or disability pay, lawfully."
    )
    elects_pfml_top_up: bool | None = Field(
        None, description="Whether the employee elects to add accrued leave to PFML benefits."
    )

    @model_validator(mode="after")
    def _fit(self) -> "SubstitutionFacts":
        if self.last_on < self.first_on:
            raise contradiction("ends_before_it_begins", "the leave ends before it begins")
        paid = [benefit for benefit in self.benefits or () if benefit.kind is Benefit.PFML]
        if self.waiting is not None and any(_meet(self.waiting, benefit) for benefit in paid):
            raise contradiction("paid_while_waiting", "PFML pays nothing during its waiting period")
        return self


class Accrued(StrEnum):
    """What becomes of accrued paid leave on a day of leave."""

    RUNS_BY_ELECTION = "runs_by_election"
    RUNS_BY_REQUIREMENT = "runs_by_requirement"
    NOT_USED = "not_used"
    OFF = "off"
    ADDED_BY_AGREEMENT = "added_by_agreement"
    ADDED_BY_ELECTION = "added_by_election"


class AccruedDays(Frozen):
    """Days on which the same holds, both ends included, and the rule that says so. `may_require`: the employer may
    require accrued leave on these days; `may_elect`: the employee may have it by own choice alone."""

    first_on: date
    last_on: date
    outcome: Accrued
    rule: str
    may_require: bool
    may_elect: bool


class SubstitutionDays(Frozen):
    """All days asked about, in order."""

    days: tuple[AccruedDays, ...]


def substitution(facts: SubstitutionFacts, *, policy: LeavePolicy) -> Answer[SubstitutionDays]:
    """On which days accrued paid leave runs, and by whose will (law.md K1-K3, N11; 29 CFR 825.207)."""
    if facts.benefits is None:
        gap = Gap(fact="benefits", asks="is compensation, disability pay or PFML paid?", teller=Teller.AGENCY)
        unpaid = substitution(facts.model_copy(update={"benefits": ()}), policy=policy)
        unknown: Answer[SubstitutionDays] = Reasoning(policy).not_answerable("It turns on the days that are paid.", gap)
        return Reasoning(policy).depends(gap, (("no", unpaid), ("yes", unknown)))
    for gap in _GAPS:
        if getattr(facts, gap.fact) is None and _matters(gap.fact, facts, facts.benefits, policy):
            cases = ((label, _with(facts, gap.fact, is_so, policy)) for label, is_so in (("yes", True), ("no", False)))
            return Reasoning(policy).depends(gap, tuple(cases))
    return _known(facts, facts.benefits, policy)


_GAPS = (
    Gap(fact="usable", asks="is accrued leave left, and are its terms met?", teller=Teller.AGENCY),
    Gap(fact="elects", asks="does the employee elect accrued leave?", teller=Teller.EMPLOYEE),
    Gap(fact="agreed_top_up", asks="did both sides agree to add accrued leave?", teller=Teller.AGENCY),
    Gap(fact="elects_pfml_top_up", asks="does the employee add accrued leave to PFML?", teller=Teller.EMPLOYEE),
)

_BY_BOTH = (Benefit.COMPENSATION, Benefit.DISABILITY)


def _with(facts: SubstitutionFacts, fact: str, is_so: bool, policy: LeavePolicy) -> Answer[SubstitutionDays]:
    return substitution(facts.model_copy(update={fact: is_so}), policy=policy)


def _matters(fact: str, facts: SubstitutionFacts, benefits: tuple[BenefitPaid, ...], policy: LeavePolicy) -> bool:
    """Whether the answer would differ at all: an election for paid days alone asks for nothing."""
    with_yes, with_no = (
        _days(facts.model_copy(update={**_ALL_YES, **_known_facts(facts), fact: is_so}), benefits, policy)
        for is_so in (True, False)
    )
    return with_yes != with_no


_ALL_YES = {gap.fact: True for gap in _GAPS}


def _known_facts(facts: SubstitutionFacts) -> dict[str, bool]:
    told = {gap.fact: getattr(facts, gap.fact) for gap in _GAPS}
    return {fact: is_so for fact, is_so in told.items() if is_so is not None}


def _known(
    facts: SubstitutionFacts, benefits: tuple[BenefitPaid, ...], policy: LeavePolicy
) -> Answer[SubstitutionDays]:
    why = Reasoning(policy)
    days = _days(facts, benefits, policy)
    for rule in dict.fromkeys(piece.rule for piece in days):
        why.step(rule, _RULES[rule], choice=policy.substitution.value)
    if any(benefit.stop_told_on is not None for benefit in benefits):
        why.step("K2", "Accrued leave is never required for days before it was told that a benefit had stopped.")
    if any(piece.rule == "K1" for piece in days):
        why.rests_on("substitution")
    says = "; ".join(f"{piece.first_on} to {piece.last_on}: {_piece_says(piece)}" for piece in days)
    return why.settled(SubstitutionDays(days=days), says)


def _days(facts: SubstitutionFacts, benefits: tuple[BenefitPaid, ...], policy: LeavePolicy) -> tuple[AccruedDays, ...]:
    waiting = () if facts.waiting is None else (facts.waiting,)
    untold = tuple(
        Days(first_on=b.last_on, last_on=max(b.last_on, days_after(b.stop_told_on, -1)))
        for b in benefits
        if b.last_on is not None and b.stop_told_on is not None
    )
    pieces = cut(facts.first_on, facts.last_on, (*benefits, *waiting, *untold))

    def outcome(on: date) -> tuple[Accrued, str, bool, bool]:
        kinds = tuple(benefit.kind for benefit in benefits if benefit.has(on))
        if any(kind in _BY_BOTH for kind in kinds):
            added = facts.usable and facts.agreed_top_up
            return (Accrued.ADDED_BY_AGREEMENT if added else Accrued.OFF, "K2", False, False)
        if kinds:
            added = facts.usable and facts.elects_pfml_top_up
            return (Accrued.ADDED_BY_ELECTION if added else Accrued.OFF, "K3", False, bool(facts.usable))
        if any_has(waiting, on):
            return _unpaid(facts, "N11", may_require=False)
        required = policy.substitution is Substitution.EMPLOYER_REQUIRES and not any_has(untold, on)
        return _unpaid(facts, "K1", may_require=required)

    return _joined(pieces, outcome)


def _unpaid(facts: SubstitutionFacts, rule: str, *, may_require: bool) -> tuple[Accrued, str, bool, bool]:
    if not facts.usable:
        return Accrued.NOT_USED, rule, False, False
    if facts.elects:
        return Accrued.RUNS_BY_ELECTION, rule, may_require, True
    return Accrued.RUNS_BY_REQUIREMENT if may_require else Accrued.NOT_USED, rule, may_require, True


def _joined(
    pieces: tuple[tuple[date, date], ...], outcome: Callable[[date], tuple[Accrued, str, bool, bool]]
) -> tuple[AccruedDays, ...]:
    joined = []
    for found, same in groupby(pieces, key=lambda piece: outcome(piece[0])):
        run = tuple(same)
        accrued, rule, may_require, may_elect = found
        joined.append(
            AccruedDays(
                first_on=run[0][0],
                last_on=run[-1][1],
                outcome=accrued,
                rule=rule,
                may_require=may_require,
                may_elect=may_elect,
            )
        )
    return tuple(joined)


_RULES = {
    "K1": "Unpaid leave: the employee may elect accrued leave, or the employer may require it if it chose to.",
    "K2": "While compensation or disability pay is paid neither side can force accrued leave; both may agree to it.",
    "K3": "While PFML pays, adding accrued leave is the employee's choice alone.",
    "N11": "PFML pays nothing in the waiting period: the employee may use accrued leave and never must.",
}

_SAYS = {
    Accrued.RUNS_BY_ELECTION: "accrued leave runs, as the employee elected",
    Accrued.RUNS_BY_REQUIREMENT: "accrued leave runs, as the employer requires",
    Accrued.NOT_USED: "no accrued leave runs",
    Accrued.OFF: "a benefit is paid and no accrued leave runs",
    Accrued.ADDED_BY_AGREEMENT: "accrued leave is added, as both sides agreed",
    Accrued.ADDED_BY_ELECTION: "accrued leave is added, as the employee elected",
}


def _piece_says(piece: AccruedDays) -> str:
    """Where none runs: whether that is the employee's choice, or there is none to run."""
    if piece.outcome is Accrued.NOT_USED:
        why = "the employee does not elect it" if piece.may_elect else "none is left, or its terms are not met"
        return f"{_SAYS[piece.outcome]}: {why}"
    still = ", though the employee may add it" if piece.outcome is Accrued.OFF and piece.may_elect else ""
    return f"{_SAYS[piece.outcome]}{still}"


def _meet(one: Days, other: Days) -> bool:
    return one.has(other.first_on) or other.has(one.first_on)
