"""The designation track: the periods of a need, each with its own reason, shape, dates and decision.

Knows: what was asked, what was decided, and by whom. Never knows: whether a decision is allowed (`requests.py`).
Asked dates and decided dates are kept apart: a change that asks for more waits for a person, one that gives time
back holds at once. 29 CFR 825.300(d), 825.301.
"""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from workflows.case.asked import DenialGround, Program
from workflows.case.said import RequestedPeriod
from workflows.case.told import Span
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.spans import Days
from workflows.values import Frozen


class Decision(StrEnum):
    """What was decided of a period, always by people."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIAL_PROPOSED = "denial_proposed"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


class Period(Frozen):
    """One period of leave. `decided` is the span that a coordinator approved; `asked` what the employee needs now."""

    number: int
    reason: LeaveReason
    shape: LeaveShape
    asked: Span
    decided: Span | None = None
    decision: Decision = Decision.PENDING
    program: Program | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    proposed_by: str | None = None
    ground: DenialGround | None = None
    confirmed_by: str | None = None
    returned_on: date | None = None
    sequence: int = 0
    asked_on: date | None = Field(None, description="The day on which it was asked for; None: with the request.")
    counted_from: date | None = Field(
        None, description="A first day that is counted, where late designation did harm (825.301(d), (e))."
    )
    unprotected: tuple[Days, ...] = Field(
        (), description="Days that are not protected, since a certification came late (825.313)."
    )
    protected_from: date | None = Field(
        None, description="A first protected day, where notice was late and somebody chose to delay (825.304)."
    )

    let_go: bool = Field(
        False, description="Taken back after it was denied: nothing of it ever waits for a decision again."
    )

    @classmethod
    def requested(cls, number: int, period: RequestedPeriod, *, asked_on: date | None = None) -> "Period":
        """As asked for; nobody has decided."""
        span = Span(first_on=period.first_on, last_on=period.last_on)
        return cls(number=number, reason=period.reason, shape=period.shape, asked=span, asked_on=asked_on)

    @property
    def is_intermittent(self) -> bool:
        """Whether absences are reported one by one."""
        return self.shape is LeaveShape.INTERMITTENT

    @property
    def is_gone(self) -> bool:
        """Whether nothing of it is leave any more: denied by people, or taken back."""
        return self.decision in (Decision.DENIED, Decision.WITHDRAWN)

    @property
    def awaits_decision(self) -> bool:
        """Whether a person has to decide: nothing was decided, or more is asked than was."""
        if self.decision in (Decision.PENDING, Decision.DENIAL_PROPOSED):
            return True
        return self.decision is Decision.APPROVED and self.asked != self.decided

    @property
    def denial_is_proposed(self) -> bool:
        """Whether one person proposed to deny it: what waited for a decision, or what is approved provisionally."""
        return self.decision is Decision.DENIAL_PROPOSED or (self.is_approved and self.ground is not None)

    @property
    def is_approved(self) -> bool:
        """Whether some span of it is protected."""
        return self.decision is Decision.APPROVED and self.decided is not None

    def covers(self, on: date) -> bool:
        """Whether a day lies in the approved span."""
        return self.is_approved and self.decided is not None and within(on, self.decided)

    def approved(self, *, by: str, at: datetime, program: Program) -> "Period":
        """What is asked is now decided."""
        return self.model_copy(
            update={
                "decision": Decision.APPROVED,
                "decided": self.asked,
                "decided_by": by,
                "decided_at": at,
                "program": program,
                "proposed_by": None,
                "ground": None,
                "sequence": self.sequence + 1,
            }
        )

    def denial_proposed(self, ground: DenialGround, *, by: str) -> "Period":
        """One person proposes; nothing is denied, and what is approved provisionally stays so."""
        proposed = {"ground": ground, "proposed_by": by}
        return self.model_copy(
            update=proposed if self.is_approved else proposed | {"decision": Decision.DENIAL_PROPOSED}
        )

    def denied(self, *, by: str, at: datetime) -> "Period":
        """A second person confirms."""
        return self.model_copy(
            update={
                "decision": Decision.DENIED,
                "decided_by": self.proposed_by,
                "confirmed_by": by,
                "decided_at": at,
            }
        )

    def with_dates(self, span: Span) -> "Period":
        """Other dates. Inside the approved span they hold at once; beyond it they are asked and wait."""
        change: dict[str, object] = {"asked": span}
        if self.decided is not None and is_inside(span, self.decided):
            change |= {"decided": span, "sequence": self.sequence + 1}
        return self.model_copy(update=change)

    def ended_on(self, last_on: date) -> "Period":
        """No leave after this day. A period that would begin later is withdrawn."""
        if self.asked.first_on > last_on:
            return self.withdrawn()
        return self.with_dates(shortened(self.asked, last_on))

    def withdrawn(self) -> "Period":
        """The employee, or the end of the need, took it back before it began."""
        return self.model_copy(update={"decision": Decision.WITHDRAWN, "sequence": self.sequence + 1})


def within(on: date, span: Span) -> bool:
    """Whether a day lies in a span."""
    return span.first_on <= on and (span.last_on is None or on <= span.last_on)


def is_inside(inner: Span, outer: Span) -> bool:
    """Whether every day of one span lies in another."""
    if inner.first_on < outer.first_on:
        return False
    return outer.last_on is None or (inner.last_on is not None and inner.last_on <= outer.last_on)


def shortened(span: Span, last_on: date) -> Span:
    """The span up to a day, never longer than it was."""
    if span.last_on is not None and span.last_on <= last_on:
        return span
    return Span(first_on=span.first_on, last_on=last_on)
