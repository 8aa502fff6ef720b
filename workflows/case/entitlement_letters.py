"""Letters about what an employee is entitled to as data, from the receipt of a request to its designation or denial.

Knows: what each letter must contain, and its citation. Never knows: the case, words, or hours: whoever sends a letter
counts them.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from workflows.case.told import Span
from workflows.rules.spans import Days
from workflows.values import Frozen


class RequestReceived(Frozen):
    """Receipt for a leave request, or for what the agency told: it arrived, its reference, what happens next."""

    kind: Literal["request_received"] = "request_received"
    received_on: date
    periods: tuple[Span, ...]
    notice_due_on: date
    told_by_agency: bool = False


class UnmetReason(Frozen):
    """A test of eligibility that is not met, and the first day on which it would be, where that can be told."""

    test: str
    citation: str
    met_on: date | None


class EligibilityNotice(Frozen):
    """29 CFR 825.300(b): eligible, or at least one reason why not. `eligible` is None while a fact is missing."""

    kind: Literal["eligibility_notice"] = "eligibility_notice"
    starts_on: date
    eligible: bool | None
    unmet: tuple[UnmetReason, ...]
    waits_again: tuple[Span, ...] = Field((), description="Days that were denied and wait for a decision again.")


class PaidDays(Frozen):
    """Days of leave on which the same becomes of accrued paid leave."""

    first_on: date
    last_on: date
    outcome: str


class AmountOfPeriod(Frozen):
    """How much of an approved period will be counted against a plan, as far as that can be known up front. The case
    knows no hours: whoever sends the letter counts them. `minutes` None: not counted, since it cannot be known."""

    span: Span
    plan: str
    in_one_piece: bool
    from_on: date | None = None
    except_for: tuple[Days, ...] = ()
    minutes: int | None = None
    weeks: str | None = None
    notice_on: date | None = Field(None, description="The day of the notice of need (C5); None: that of the request.")


class DesignationNotice(Frozen):
    """29 CFR 825.300(d): which periods are protected, whether clearance is asked before the return."""

    kind: Literal["designation_notice"] = "designation_notice"
    periods: tuple[Span, ...]
    intermittent: bool
    program: str
    clearance_asked: bool
    changed: bool
    provisional: bool = Field(False, description="A second or third opinion is awaited (825.307(b)).")
    counted_from: date | None = Field(None, description="Designated late: days before are not counted (825.301(e)).")
    protected_from: date | None = Field(None, description="Notice was late: protected from this day (825.304).")
    paid_leave: tuple[PaidDays, ...] = ()
    amounts: tuple[AmountOfPeriod, ...] = Field((), description="The amount counted, where known (825.300(d)(6)).")
    amount_told_every_days: int | None = Field(None, description="How often the amount counted may be asked for.")

    @property
    def has_unknown_amount(self) -> bool:
        """Whether of some period nobody can tell up front how much will be counted."""
        return any(amount.minutes is None for amount in self.amounts)


class ProtectionDelayed(Frozen):
    """29 CFR 825.304: notice was late, and a named person delays protection. It is not a denial."""

    kind: Literal["protection_delayed"] = "protection_delayed"
    first_on: date
    protected_from: date
    last_on: date | None = None


class CountedUnder(Frozen):
    """What was counted under one plan: minutes, and workweeks as a decimal. `eligible_known`: whether it is settled
    that the employee is eligible for the plan."""

    plan: str
    minutes: int | None
    weeks: str
    eligible_known: bool = True
    pfml_kind: str | None = Field(None, description="Of state PFML: the kind of leave, which has weeks of its own.")


class AmountCounted(Frozen):
    """29 CFR 825.300(d)(6): how much leave was counted as of a day, plan by plan, in writing."""

    kind: Literal["amount_counted"] = "amount_counted"
    as_of: date
    counted: tuple[CountedUnder, ...]


class EntitlementUsedUp(Frozen):
    """29 CFR 825.200(a), 825.300(d): part of an approved leave is longer than what is left; minutes of scheduled time.
    `minutes_uncovered` are in no plan at all. The first day of each, where it is known."""

    kind: Literal["entitlement_used_up"] = "entitlement_used_up"
    minutes_beyond: int
    minutes_uncovered: int
    beyond_from: date | None = None
    uncovered_from: date | None = None


class DenialNotice(Frozen):
    """A denial by two named people: the ground, the dates, and what the employee can do now."""

    kind: Literal["denial_notice"] = "denial_notice"
    periods: tuple[Span, ...]
    ground: str
    decided_on: date
