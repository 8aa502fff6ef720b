"""A stored case, explained: what the rules answer about it from what was recorded by an instant.

Knows: the register, the directory, the ledger, and which questions a case raises. Never knows: the law. What nobody has
recorded is a gap, with the open task that asks for it; nothing is guessed.
"""

from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from infra import policies
from starter.explain.questions import QUESTIONS
from workflows.rules.answers import Answer
from workflows.rules.balances import BalanceFacts
from workflows.rules.banks import Bank
from workflows.rules.calendar import day_of, days_after, months_after
from workflows.rules.eligibility import EligibilityFacts
from workflows.rules.eligible import ServiceRecord
from workflows.rules.ledger_entries import used
from workflows.rules.personnel import PersonnelRecord, service_on
from workflows.rules.plan_tests import LeavePlan
from workflows.rules.plans import Mark, Plan, PlanEntry
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.rules.spans import Days

if TYPE_CHECKING:
    from infra.directory_desk import Personnel
    from infra.tables import LedgerEntry, Task
    from workflows.view import CaseView


class Explained(NamedTuple):
    """One question that the case raises, and its answer."""

    heading: str
    question: str
    answer: Answer[Any]


class Known(NamedTuple):
    """What was recorded of a case by an instant."""

    view: "CaseView"
    tasks: "list[Task]"
    personnel: "Personnel | None"
    entries: "list[LedgerEntry]"
    recorded_by: datetime
    cases: "tuple[CaseView, ...]" = ()
    """All cases of the employee: their leaves are what the layer's window is measured from."""


def explained(known: Known) -> tuple[Explained, ...]:
    """What the rules say of the case."""
    policy = policy_of(known.view)
    today = day_of(known.recorded_by)
    answers = [Explained("Eligibility under FMLA", "eligibility", _eligibility(known, policy))]
    answers.append(
        Explained(f"What is left on {today}, and what comes back", "balance", balance_of(known, today, policy))
    )
    return tuple(answers)


def policy_of(view: "CaseView") -> LeavePolicy:
    """The policy that the case follows, by its name; of a version that is no longer on file, the newest one."""
    return LeavePolicy.model_validate(policies.read(view.policy.rpartition(" ")[0]))


def _eligibility(known: Known, policy: LeavePolicy) -> Answer[Any]:
    view = known.view
    first = min(view.periods, key=lambda period: period.first_on)
    lasts = [period.last_on for period in view.periods]
    facts = EligibilityFacts(
        plan=LeavePlan.FMLA,
        starts_on=first.first_on,
        last_on=None if None in lasts else max(last for last in lasts if last is not None),
        in_one_piece=first.shape == "continuous",
        notice_on=day_of(view.opened_at),
        reason=LeaveReason(first.reason),
        need=view.reference,
        service=_service(known.personnel, first.first_on),
    )
    return QUESTIONS["eligibility"].answer(facts, policy=policy)


def _service(personnel: "Personnel | None", starts_on: date) -> ServiceRecord:
    return service_on(told_of(personnel), starts_on) if personnel else ServiceRecord()


def told_of(personnel: "Personnel") -> PersonnelRecord:
    """What personnel records say, as the rules want it."""
    return PersonnelRecord.model_validate(personnel.record)


def week_of(personnel: "Personnel", on: date) -> int | None:
    """Paid minutes of the workweek scheduled on a day; None: no schedule is known."""
    return told_of(personnel).week_minutes_on(on)


def balance_of(known: Known, today: date, policy: LeavePolicy) -> Answer[Any]:
    """What is left in each bank that the employee has used, on a day and over the year after it."""
    entries = tuple(_told(entry) for entry in known.entries)
    banks = dict.fromkeys((entry.plan, entry.bank, *_kind(entry)) for entry in entries)
    banks.setdefault((Plan.FMLA, Plan.FMLA.value, None))
    week = week_of(known.personnel, today) if known.personnel else None
    facts = BalanceFacts(
        banks=tuple(Bank(plan=plan, bank=bank, mark=mark) for plan, bank, mark in sorted(banks, key=_order)),
        first_on=today,
        last_on=days_after(months_after(today, 12), -1),
        week_minutes=Fraction(week) if week else None,
        entries=entries,
        layer_leaves=tuple(Days(first_on=a, last_on=b) for case in known.cases for a, b in case.approved),
        hired_on=known.personnel.hired_on if known.personnel else None,
    )
    return QUESTIONS["balance"].answer(facts, policy=policy)


def _order(bank: tuple[Plan, str, Mark | None]) -> tuple[int, str, str]:
    plan, key, mark = bank
    return list(Plan).index(plan), key, mark or ""


def _kind(entry: PlanEntry) -> tuple[Mark | None]:
    return (entry.marks[0] if entry.marks else None,)


def _told(e: "LedgerEntry") -> PlanEntry:
    return used(e.bank, e.reason, e.cause, e.happened_on, e.minutes, e.weeks, e.starts_at, e.ends_at).told()
