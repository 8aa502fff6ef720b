"""What others may see of a leave case: the only shape in which a case leaves its workflow.

Knows: plain values and codes. Never knows: a rule, a clock, medical words, names of people, addresses.
Instants are aware and in UTC; days are days in America/New_York.
"""

from datetime import date, datetime

from workflows.values import Frozen


class DeadlineView(Frozen):
    """One clock of the case: the rule that sets it, where the rule stands, when it ends, how it stands."""

    key: str
    kind: str
    rule: str
    citation: str
    started_at: datetime
    due_at: datetime
    due_on: date
    state: str
    settled_at: datetime | None
    extended: int
    policy: str = ""
    calendar: str = ""
    inputs: dict[str, str] = {}


class SpanView(Frozen):
    """Days from one to another, both included; an open end is not known yet."""

    first_on: date
    last_on: date | None

    def has(self, on: date) -> bool:
        """Whether a day is one of them."""
        return self.first_on <= on and (self.last_on is None or on <= self.last_on)


class PeriodView(Frozen):
    """One period of leave, with its own dates and decision."""

    number: int
    reason: str
    shape: str
    first_on: date
    last_on: date | None
    decided_first_on: date | None
    decided_last_on: date | None
    awaits_decision: bool
    decision: str
    program: str | None
    decided_by: str | None
    decided_at: datetime | None
    confirmed_by: str | None
    ground: str | None
    returned_on: date | None
    counted_from: date | None = None
    protected_from: date | None = None
    asked_on: date | None = None

    @property
    def days(self) -> SpanView:
        """As they were decided; before any decision as they were asked for."""
        if self.decided_first_on is not None:
            return SpanView(first_on=self.decided_first_on, last_on=self.decided_last_on)
        return SpanView(first_on=self.first_on, last_on=self.last_on)


class CertificationView(Frozen):
    """One certification the case waits for or has."""

    number: int
    reason: str
    state: str
    due_on: date | None
    items_missing: tuple[str, ...]
    document: str | None
    opinions: str | None = None
    opinions_certify: bool | None = None
    extent: str | None = None
    minimum_last_on: date | None = None


class AbsenceView(Frozen):
    """One absence as last reported."""

    absence_id: str
    starts_at: datetime
    ends_at: datetime
    state: str


class BenefitView(Frozen):
    """Days for which a benefit is paid, as told; an open end: it is still paid."""

    kind: str
    first_on: date
    last_on: date | None
    stop_told_on: date | None


class PayView(Frozen):
    """What was told of pay during the leave; None: nobody has told."""

    benefits: tuple[BenefitView, ...] | None = None
    usable: bool | None = None
    elects: bool | None = None
    agreed_top_up: bool | None = None
    elects_pfml_top_up: bool | None = None
    waiting: SpanView | None = None


class JobRefusalView(Frozen):
    """That the job of a key employee is to be refused, and how far it came. None: not yet."""

    announced_on: date
    return_by: date | None
    served_on: date | None
    asked_again_on: date | None
    answer: str | None
    denial_served_on: date | None


class CaseView(Frozen):
    """A leave case as its register row and its pages show it. `version` rises with every change."""

    reference: str
    version: int
    employee: str
    agency: str | None
    custodian: str
    coordinator: str | None
    status: str
    status_words: str
    waiting_on: str
    opened_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    policy: str
    calendar: str
    eligible: bool | None
    unmet_tests: tuple[str, ...]
    periods: tuple[PeriodView, ...]
    certifications: tuple[CertificationView, ...]
    absences: tuple[AbsenceView, ...]
    deadlines: tuple[DeadlineView, ...]
    next_deadline_at: datetime | None
    next_deadline_kind: str | None
    clearance: str
    consented_at: datetime | None
    last_alert_at: datetime | None
    return_held_by: str | None = None
    clearance_announced: bool | None = None
    pfml_claim: str | None = None
    pfml_years: tuple[SpanView, ...] = ()
    pay: PayView | None = None
    job_refusal: JobRefusalView | None = None

    @property
    def approved(self) -> tuple[tuple[date, date | None], ...]:
        """The days of each period that are approved, both ends included; None: no end is known."""
        return tuple(
            (period.decided_first_on, period.decided_last_on)
            for period in self.periods
            if period.decision == "approved" and period.decided_first_on is not None
        )
