"""The tests of a plan for leave, each met, not met or unknown by itself, and what they come to together.

Knows: how tests are judged together, and when each would be met. Never knows: which tests a plan has, or any number of
law. A test that surely fails settles a no; where one is unknown, each branch is told (law.md 1.1).
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from workflows.rules.answers import Answer, Gap, Reasoning
from workflows.rules.calendar import days_after
from workflows.rules.eligible import Outcome
from workflows.rules.plans import Plan
from workflows.rules.policy import LeavePolicy
from workflows.rules.spans import Days
from workflows.values import Frozen

PLAN_WORDS: dict[Plan, str] = {
    Plan.FMLA: "FMLA leave",
    Plan.CAREGIVER: "military caregiver leave",
    Plan.SMALL_NECESSITIES: "small necessities leave",
    Plan.PFML: "state paid family and medical leave",
    Plan.COMMONWEALTH: "leave under the Commonwealth layer",
    Plan.CATASTROPHIC: "catastrophic leave",
    Plan.PARENTAL: "parental leave",
    Plan.ABUSE: "leave because of abuse",
}


class PlanTest(StrEnum):
    """A test of a plan."""

    COVERED = "covered"
    EMPLOYED = "employed"
    TWELVE_MONTHS = "twelve_months"
    HOURS_WORKED = "hours_worked"
    WORKSITE = "worksite"
    FOUND_BEFORE = "found_before"
    DFML_DECISION = "dfml_decision"
    GIVEN_BY_EMPLOYER = "given_by_employer"
    PROBATION_OR_SERVICE = "probation_or_service"
    FULL_TIME = "full_time"
    OWN_CONDITION = "own_condition"
    REASON_COVERED = "reason_covered"
    ONCE_IN_LIFE = "once_in_life"
    ACCRUED_LEAVE_FIRST = "accrued_leave_first"


class MetWhen(StrEnum):
    """How sure the day is on which a test is met: on that day, then or earlier, or if the employee goes on working as
    scheduled; evenly: and if hours that leave the 12 months by then fell evenly on the days of their entry."""

    ON = "on"
    AT_THE_LATEST = "at_the_latest"
    IF_WORKED_AS_SCHEDULED = "if_worked_as_scheduled"
    IF_WORKED_EVENLY = "if_worked_as_scheduled_and_evenly_before"


class PlanTestStanding(Frozen):
    """Where one test stands on the day. `met_on`: the first day on which it would be met, where that can be told; a
    number of employees is never foretold."""

    test: PlanTest
    citation: str
    outcome: Outcome
    met_on: date | None = None
    met_when: MetWhen | None = None


class Eligibility(Frozen):
    """`eligible` on the day asked about. `begins_on`: the first day from which the plan covers the leave, that day or,
    for a leave that goes on, a later one (825.110(d)); `uncharged`: the days before it, which are not charged."""

    plan: Plan
    on: date
    eligible: bool
    tests: tuple[PlanTestStanding, ...]
    begins_on: date | None = Field(None, description="None: no day can be told on which it begins.")
    uncharged: Days | None = None


class Judgement(NamedTuple):
    """A test as judged: in words, with what went in, the fact that is missing, what of the policy it rests on, and the
    rules that come before it, each with its sentence."""

    test: PlanTest
    rule: str
    outcome: Outcome
    says: str
    inputs: dict[str, str] = {}
    gap: Gap | None = None
    met_on: date | None = None
    met_when: MetWhen | None = None
    by_law: bool = False
    rests_on: tuple[str, ...] = ()
    because: tuple[tuple[str, str], ...] = ()


class Beginning(NamedTuple):
    """When a leave that goes on is covered after all: the first day, and the reason in words. `fails`: the tests that
    are not met on that day either, so that nothing begins. `covers`: what begins then, in words."""

    on: date
    says: str
    fails: tuple[str, ...] = ()
    covers: str = "the leave is covered"


class MarkPassed(NamedTuple):
    """The day on which the months come to be complete while the leave goes on, and how sure it is."""

    on: date
    says: str


def settle(
    plan: Plan,
    on: date,
    judged: tuple[Judgement, ...],
    assumed: tuple[Outcome, ...],
    *,
    begins: Beginning | None,
    policy: LeavePolicy,
) -> Answer[Eligibility]:
    """The answer where every test is met or not, some perhaps by assumption. The steps tell what is known."""
    why = Reasoning(policy)
    say_known(why, judged)
    failed = [j for j, outcome in zip(judged, assumed, strict=True) if outcome is Outcome.UNMET]
    tests = tuple(_standing(j, outcome, policy) for j, outcome in zip(judged, assumed, strict=True))
    words = PLAN_WORDS[plan]
    if not failed:
        result = Eligibility(plan=plan, on=on, eligible=True, tests=tests, begins_on=on)
        return why.settled(result, f"eligible for {words} on {on}")
    says = f"not eligible for {words} on {on}: {_failing(failed)}"
    if begins is None:
        return why.settled(Eligibility(plan=plan, on=on, eligible=False, tests=tests), says)
    if begins.fails:
        why.step("E7", f"{begins.says}, but not all is met: {'; '.join(begins.fails)}", complete_on=begins.on)
        return why.settled(Eligibility(plan=plan, on=on, eligible=False, tests=tests), says)
    why.step("E7", begins.says, begins_on=begins.on)
    before = Days(first_on=on, last_on=days_after(begins.on, -1))
    result = Eligibility(plan=plan, on=on, eligible=False, tests=tests, begins_on=begins.on, uncharged=before)
    return why.settled(result, f"{says}; from {begins.on} on {begins.covers}, and the days before are not charged")


def say_known(why: Reasoning, judged: tuple[Judgement, ...]) -> None:
    """What is known of each test, as steps."""
    surely_not = any(j.outcome is Outcome.UNMET for j in judged)
    for j in judged:
        for rule, says in j.because:
            why.step(rule, says)
        why.step(j.rule, j.says, by_law=j.by_law and not surely_not, outcome=j.outcome.value, **j.inputs)
        why.rests_on(*j.rests_on)


def _standing(judged: Judgement, outcome: Outcome, policy: LeavePolicy) -> PlanTestStanding:
    is_met = outcome is Outcome.MET
    return PlanTestStanding(
        test=judged.test,
        citation=policy.citation(judged.rule),
        outcome=outcome,
        met_on=None if is_met else judged.met_on,
        met_when=None if is_met else judged.met_when,
    )


def _failing(failed: list[Judgement]) -> str:
    """What failed; a test that fails only by assumption is told by its name."""
    return "; ".join(j.says if j.outcome is Outcome.UNMET else f"{not_met(j)}{_met_later(j)}" for j in failed)


def _met_later(judged: Judgement) -> str:
    """When it would be met all the same, where that is sure."""
    if judged.met_on is None or judged.met_when not in (MetWhen.ON, MetWhen.AT_THE_LATEST):
        return ""
    latest = " at the latest" if judged.met_when is MetWhen.AT_THE_LATEST else ""
    return f", but will be on {judged.met_on}{latest}"


def not_met(judged: Judgement) -> str:
    """A test that fails by assumption alone."""
    return f"{judged.test.value.replace('_', ' ')} is not met"
