"""A stored case, explained: what the rules answer about it from what was recorded by an instant.

Knows: which questions a case raises, and how an answer goes back to a facts file. Never knows: the law, or where
anything is kept. What nobody has recorded is a gap, with who can tell it; nothing is guessed.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from infra import policies
from starter.explain import stored_job, stored_papers, stored_pay, stored_service
from starter.explain.known import Known
from starter.explain.questions import QUESTIONS
from workflows.rules.answers import Answer, Gap
from workflows.rules.balance_lines import Balances
from workflows.rules.balances import balance
from workflows.rules.eligibility import eligibility
from workflows.rules.plan_tests import PLAN_WORDS
from workflows.rules.plans import NAMES, Plan
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.values import Frozen

if TYPE_CHECKING:
    from workflows.view import PeriodView

_FOUND_BY_CASE = (Plan.FMLA, Plan.CAREGIVER)
"""Plans with the same tests, which the case itself has found on."""


class Raised(NamedTuple):
    """A question that the case raises, with the facts that are on record."""

    heading: str
    question: str
    facts: Frozen


class Explained(NamedTuple):
    """A question that the case raises, and its answer. `name` tells it from others of its kind."""

    name: str
    raised: Raised
    answer: Answer[Any]
    policy: str
    unit: str | None

    def file(self) -> dict[str, Any]:
        """The facts file that asks the same without the case: facts that nobody has told stay in it, to be filled in;
        further down only what was told."""
        facts = self.raised.facts
        every, told = facts.model_dump(mode="json"), facts.model_dump(mode="json", exclude_defaults=True)
        lean = {name: told.get(name, value) for name, value in every.items()}
        unit = {"unit": self.unit} if self.unit else {}
        return {"question": self.raised.question, "policy": self.policy, **unit, "facts": lean}


def explained(known: Known) -> tuple[Explained, ...]:
    """What the rules say of the case."""
    policy = policy_of(known)
    found: list[Explained] = []
    for raised in _raised(known, policy):
        before = sum(each.raised.question == raised.question for each in found)
        called = f"{raised.question}-{before + 1}" if before else raised.question
        found.append(answered(known, called, raised, policy))
    return tuple(found)


def answered(known: Known, name: str, raised: Raised, policy: LeavePolicy) -> Explained:
    """One question with its answer."""
    answer = QUESTIONS[raised.question].answer(raised.facts, policy=policy)
    return Explained(name, raised, answer, policy_name(known)[0], policy.unit)


def balance_of(known: Known) -> Answer[Balances]:
    """What is left in each bank that the employee has used, on the day asked about and over the year after it; of a
    plan whose eligibility is not known as if the employee were eligible: see `eligibility_missing`."""
    return balance(stored_service.balance_facts(known), policy=policy_of(known))


def policy_of(known: Known) -> LeavePolicy:
    """The policy that the case follows, as it is on file."""
    return LeavePolicy.of_file(policies.read(*policy_name(known)))


def policy_name(known: Known) -> tuple[str, str | None]:
    """The policy that the case follows, by its name (of a version that is no longer on file, the newest one), and the
    bargaining unit of the day on which the case began."""
    return known.view.policy.rpartition(" ")[0], known.told.unit_on(known.opened_on) if known.told else None


def _raised(known: Known, policy: LeavePolicy) -> Iterator[Raised]:
    for plan in _plans(known):
        tested = stored_service.eligibility_facts(known, plan, _bonding(known) if plan is Plan.PARENTAL else None)
        yield Raised(f"Eligibility for {PLAN_WORDS[plan]}", "eligibility", tested)
    yield from _later_needs(known)
    yield from _balances(known, policy)
    for number, paid in stored_pay.pay_facts(known):
        yield Raised(f"Does accrued leave run with the leave (period {number})?", "substitution", paid)
    for paper in stored_papers.papers(known):
        asked = paper.named
        if paper.certified_on is not None:
            may = f"May {asked} be asked for anew on {known.on}?"
            yield Raised(may, "recertification", stored_papers.recertification_facts(known, paper))
        unprotected = stored_papers.unprotected_facts(known, paper)
        if unprotected is not None:
            yield Raised(f"Days that {asked}, if late, leaves unprotected", "unprotected_days", unprotected)
    for number, facts in stored_papers.returns(known):
        heading = f"May the return on {facts.returns_on} be held (period {number})?"
        yield Raised(heading, "return_held", facts)
    refused = stored_job.restoration_facts(known)
    if refused is not None:
        yield Raised("Is the job owed on return, though a refusal was announced?", "restoration", refused)


def _bonding(known: Known) -> "PeriodView | None":
    """Parental leave begins with the bonding, not with a pregnancy before it."""
    return next((need for need in known.needs if need.reason == LeaveReason.BONDING), None)


def _later_needs(known: Known) -> Iterator[Raised]:
    """Each other need is tested on the day on which its own leave begins (E8): bonding after a pregnancy too."""
    for need in known.needs[1:]:
        is_care = need.reason == LeaveReason.MILITARY_CAREGIVER
        plan = Plan.CAREGIVER if is_care else Plan.FMLA
        named = f"{need.reason.replace('_', ' ')} from {need.first_on}"
        tested = stored_service.eligibility_facts(known, plan, need)
        yield Raised(f"Eligibility for {PLAN_WORDS[plan]}: {named}", "eligibility", tested)


def _balances(known: Known, policy: LeavePolicy) -> Iterator[Raised]:
    """One for all plans whose eligibility is settled; one for each other, which stands on what nobody has told."""
    facts = stored_service.balance_facts(known)
    plans = dict.fromkeys(bank.plan for bank in facts.banks)
    refused = [plan for plan in plans if _is_refused(known, plan, policy)]
    missing = {plan: eligibility_missing(known, plan, policy) for plan in plans if plan not in refused}
    sure = tuple(bank for bank in facts.banks if not missing.get(bank.plan, bank.plan in refused))
    if sure:
        settled = facts.model_copy(update={"banks": sure})
        yield Raised(f"What is left on {known.on}, and what comes back", "balance", settled)
    turning = {plan: {"eligibility_missing": gaps} for plan, gaps in missing.items() if gaps}
    for plan, told in (turning | {plan: {"not_eligible": True} for plan in refused}).items():
        banks = tuple(bank for bank in facts.banks if bank.plan is plan)
        depends = facts.model_copy(update={"banks": banks} | told)
        yield Raised(f"What is left of {NAMES[plan]} on {known.on}", "balance", depends)


def _is_refused(known: Known, plan: Plan, policy: LeavePolicy) -> bool:
    """Whether it is settled that the employee is not eligible for a plan, and for no later day of this leave."""
    if plan in _FOUND_BY_CASE and known.view.eligible:
        return False
    found = eligibility(stored_service.eligibility_facts(known, plan), policy=policy).result
    if found is None:
        return plan in _FOUND_BY_CASE and known.view.eligible is False
    return not found.eligible and found.begins_on is None


def eligibility_missing(known: Known, plan: Plan, policy: LeavePolicy) -> tuple[Gap, ...]:
    """What nobody has told of whether the employee is eligible for a plan. What the case found for FMLA holds."""
    if plan in _FOUND_BY_CASE and known.view.eligible is not None:
        return ()
    return eligibility(stored_service.eligibility_facts(known, plan), policy=policy).gaps


def _plans(known: Known) -> list[Plan]:
    """The plans that may cover the case, by its reasons."""
    reasons = [LeaveReason(need.reason) for need in known.needs]
    own = Plan.CAREGIVER if reasons[0] is LeaveReason.MILITARY_CAREGIVER else Plan.FMLA
    parental = [Plan.PARENTAL] if LeaveReason.BONDING in reasons else []
    return [own, Plan.PFML, Plan.COMMONWEALTH, *parental]
