"""A stored case, explained: what the rules answer about it from what was recorded by an instant.

Knows: which questions a case raises, and how an answer goes back to a facts file. Never knows: the law, or where
anything is kept. What nobody has recorded is a gap, with who can tell it; nothing is guessed.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from infra import policies
from starter.explain import stored_papers, stored_service
from starter.explain.known import Known
from starter.explain.questions import QUESTIONS
from workflows.rules.answers import Answer
from workflows.rules.balances import Balances, balance
from workflows.rules.plan_tests import PLAN_WORDS, LeavePlan
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.values import Frozen


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
    name, unit = policy_name(known)
    policy = LeavePolicy.model_validate(policies.read(name, unit))
    found: list[Explained] = []
    for raised in _raised(known, policy):
        before = sum(each.raised.question == raised.question for each in found)
        called = f"{raised.question}-{before + 1}" if before else raised.question
        answer = QUESTIONS[raised.question].answer(raised.facts, policy=policy)
        found.append(Explained(called, raised, answer, name, policy.unit))
    return tuple(found)


def balance_of(known: Known) -> Answer[Balances]:
    """What is left in each bank that the employee has used, on the day asked about and over the year after it."""
    policy = LeavePolicy.model_validate(policies.read(*policy_name(known)))
    return balance(stored_service.balance_facts(known), policy=policy)


def policy_name(known: Known) -> tuple[str, str | None]:
    """The policy that the case follows, by its name (of a version that is no longer on file, the newest one), and the
    bargaining unit of the day on which the case began."""
    return known.view.policy.rpartition(" ")[0], known.told.unit_on(known.opened_on) if known.told else None


def _raised(known: Known, policy: LeavePolicy) -> Iterator[Raised]:
    for plan in _plans(known):
        tested = stored_service.eligibility_facts(known, plan)
        yield Raised(f"Eligibility for {PLAN_WORDS[plan]}", "eligibility", tested)
    balance = stored_service.balance_facts(known)
    yield Raised(f"What is left on {known.on}, and what comes back", "balance", balance)
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


def _plans(known: Known) -> list[LeavePlan]:
    """The plans that may cover the case, by its reasons."""
    reasons = [LeaveReason(period.reason) for period in known.periods]
    own = LeavePlan.CAREGIVER if reasons == [LeaveReason.MILITARY_CAREGIVER] else LeavePlan.FMLA
    parental = [LeavePlan.PARENTAL] if LeaveReason.BONDING in reasons else []
    return [own, LeavePlan.PFML, LeavePlan.COMMONWEALTH, *parental]
