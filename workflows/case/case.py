"""The leave case as a value: what it is, what may be said to it, and what it then owes.

Knows: its tracks, its derived status, and three roads in: a fact is heard, a request is granted where it may be, an
outcome comes back. Never knows: a clock (time is an argument), Temporal, addresses, words, or who is logged in. What
each message does is one line of `reactions.py`.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from workflows.case import asked, intake, outcomes, records_corrected, said
from workflows.case.absences import Absences
from workflows.case.certification import Certification
from workflows.case.closure import Closure
from workflows.case.deadlines import Deadline
from workflows.case.designation import Period
from workflows.case.duties import TaskKind
from workflows.case.eligibility import Eligibility, EligibilityState
from workflows.case.entitlement_letters import EntitlementUsedUp
from workflows.case.fitness import FitnessForDuty
from workflows.case.job_refusal import JobRefusal
from workflows.case.mirror import PfmlMirror
from workflows.case.pay import Pay
from workflows.case.reactions import FACTS, REQUESTS
from workflows.case.refusals import Refusal
from workflows.case.status import CaseStatus, status_of
from workflows.case.told import Role
from workflows.case.turn import Awaited, OpenTask, Step, Turn
from workflows.case.viewing import view_of
from workflows.rules.eligible import EmploymentRecord
from workflows.rules.policy import LeavePolicy, PolicyChange
from workflows.rules.reasons import CARE
from workflows.rules.schedule_changes import ScheduleChange
from workflows.rules.spans import Days
from workflows.values import Frozen
from workflows.view import CaseView

EDITION = 5
"""The newest behaviour of the case. A run keeps the edition it began with; continue-as-new takes the newest."""

VERSIONS_LEFT_OUT = 1000
"""When a case is restored: more than one that was lost can have reached since it was last recorded."""

SYSTEM = "system"
"""The actor of what no person did: a deadline that passed, a mail that was accepted."""


class LeaveCase(Frozen):
    """One need of one employee, from the request to the closure. Only ever grows fields, with defaults."""

    schema_no: Literal[1] = 1
    edition: int = Field(1, description="The behaviour of this run; what a run began with, it ends with.")
    reference: str
    version: int = 1
    employee: str
    custodian: said.Custodian
    coordinator: str | None = None
    agency: str | None = None
    opened_at: datetime
    changed_at: datetime
    policy: LeavePolicy
    policy_changes: tuple[PolicyChange, ...] = ()
    work_injury: bool = False
    insisted: bool = False
    consent: said.Consent | None = None
    clearance_asked: bool = False
    key_employee: bool | None = Field(None, description="As the employment record has it (825.217). None: not told.")
    key_employee_told: bool = Field(False, description="Whether a notice of rights that arrived said so (825.219(a)).")
    eligibility: Eligibility = Eligibility()
    periods: tuple[Period, ...]
    certifications: tuple[Certification, ...]
    absences: Absences = Absences()
    fitness: FitnessForDuty = FitnessForDuty()
    job_refusal: JobRefusal = JobRefusal()
    closure: Closure = Closure()
    deadlines: tuple[Deadline, ...] = ()
    open_tasks: tuple[OpenTask, ...] = ()
    awaited: tuple[Awaited, ...] = ()
    heard: tuple[str, ...] = ()
    last_alert_at: datetime | None = None
    pay: Pay = Pay()
    pfml: PfmlMirror = PfmlMirror()
    amount_told_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return not self.closure.is_closed

    @property
    def need_is_over(self) -> bool:
        """Whether the need has ended and no other leave of the case goes on: a birth may leave a recovery behind."""
        others = any(p.reason not in CARE and not p.is_gone for p in self.periods)
        return self.closure.need_is_over and not others

    @property
    def awaits_employment_record(self) -> bool:
        """Whether eligibility waits for the employment record."""
        return self.is_open and self.eligibility.state is EligibilityState.AWAITED

    @property
    def eligibility_asked_for(self) -> date:
        """The day for which eligibility is asked: the first day of leave, or a later one on which it can begin."""
        if self.eligibility.asking:
            return self.eligibility.asking[0]
        return self.eligibility.asked_for or min(p.asked.first_on for p in self.periods)

    @property
    def next_deadline(self) -> Deadline | None:
        """The running deadline that ends first."""
        running = [d for d in self.deadlines if d.is_running]
        return min(running, key=lambda d: (d.due_at, d.key), default=None)

    @property
    def status(self) -> CaseStatus:
        """Where it stands, derived."""
        return status_of(self)

    def view(self) -> CaseView:
        """What others may see."""
        return view_of(self)

    def deadline(self, key: str) -> Deadline | None:
        """A deadline by its key."""
        return next((d for d in self.deadlines if d.key == key), None)

    def period(self, number: int) -> Period | None:
        """A period by its number."""
        return next((p for p in self.periods if p.number == number), None)

    def has_heard(self, message: said.Message) -> bool:
        """Whether this very message came before."""
        return message.message_id in self.heard

    @classmethod
    def requested(cls, reference: str, request: said.LeaveRequest, policy: LeavePolicy) -> Step:
        """A new case. The employer's clocks run from when it first knew (29 CFR 825.300(b), (c))."""
        case = cls(
            edition=EDITION,
            reference=reference,
            employee=request.employee,
            custodian=request.custodian,
            opened_at=request.received_at,
            changed_at=request.received_at,
            policy=policy,
            work_injury=request.work_injury,
            insisted=request.insisted,
            consent=request.consent,
            periods=tuple(Period.requested(n, p) for n, p in enumerate(request.periods, start=1)),
            certifications=intake.certifications_for(request),
        )
        turn = case._turn(request)
        intake.requested(turn, request)
        return turn.done()

    def employment_found(self, record: EmploymentRecord | None, coordinator: str | None, *, at: datetime) -> Step:
        """The answer to the question that `awaits_employment_record`."""
        turn = Turn(self, at=at, by=SYSTEM)
        if self.awaits_employment_record:
            records_corrected.answered(turn, record, coordinator)
        return turn.done()

    def hear(self, fact: said.Message) -> Step:
        """A fact. The same fact twice is one fact. For a closed case it becomes a task, and changes nothing."""
        if self.has_heard(fact):
            return Step(self, ())
        if self.closure.is_closed:
            # Not remembered as heard: should the case be opened again, the same fact may still be told to it.
            turn = Turn(self, at=fact.received_at, by=fact.by)
            turn.ask(TaskKind.FACT_FOR_CLOSED_CASE, about=fact.message_id, fact=type(fact).__name__)
        else:
            turn = self._turn(fact)
            FACTS[type(fact)](turn, fact)
        return turn.done()

    def may(self, request: asked.Request) -> Refusal | None:
        """Why a request cannot be granted, or None."""
        return None if self.has_heard(request) else REQUESTS[type(request)].may(self, request)

    def grant(self, request: asked.Request) -> Step:
        """What was asked for is done; ask `may` first. Granted before under its id: answered again, not done again."""
        if self.has_heard(request):
            return Step(self, ())
        turn = self._turn(request)
        REQUESTS[type(request)].grant(turn, request)
        return turn.done()

    def message_unreadable(self, name: str, *, at: datetime) -> Step:
        """Something was said that nobody can read: a person must find out what it was."""
        turn = Turn(self, at=at, by=SYSTEM)
        turn.note("message_unreadable", name=name)
        turn.ask(TaskKind.UNREADABLE_MESSAGE, about=name, name=name)
        return turn.done()

    def message_unknown(self, *, at: datetime) -> Step:
        """Something was said under a name that no release knows. The name itself is not kept: it may be anything."""
        turn = Turn(self, at=at, by=SYSTEM)
        turn.note("message_unknown")
        turn.ask(TaskKind.UNKNOWN_MESSAGE)
        return turn.done()

    def cancellation_asked(self, *, at: datetime) -> Step:
        """Somebody asked for a cancellation in the Temporal web UI: that never ends a leave."""
        turn = Turn(self, at=at, by=SYSTEM)
        turn.note("cancellation_asked")
        turn.ask(TaskKind.CANCELLATION_ASKED)
        return turn.done()

    def restored(self, known_version: int, *, at: datetime) -> Step:
        """Its history was lost: it goes on from this older state, and a person compares it with what others know.

        Versions go on beyond any that may have been seen, so that no key of before is used a second time.
        """
        ahead = self.model_copy(update={"version": max(self.version, known_version) + VERSIONS_LEFT_OUT})
        turn = Turn(ahead, at=at, by=SYSTEM)
        turn.note("restored", from_version=self.version, known_version=known_version)
        turn.ask(TaskKind.CASE_RESTORED)
        return turn.done()

    def request_refused(self, name: str, request: said.Message, refusal: Refusal) -> Step:
        """A request that came as a signal and cannot be granted: a line of the history and a task."""
        turn = self._turn(request)
        turn.note("request_refused", request=name, code=refusal.code.value)
        turn.ask(TaskKind.REQUEST_REFUSED, about=name, request=name, code=refusal.code.value)
        return turn.done()

    def notice_accepted(self, key: str, role: Role, *, at: datetime) -> Step:
        """A mail server took a notice: clocks that run from its receipt start now."""
        turn = Turn(self, at=at, by=SYSTEM)
        outcomes.notice_accepted(turn, key, role)
        return turn.done()

    def notice_failed(self, key: str, role: Role, failure: str, *, at: datetime) -> Step:
        """A notice cannot be delivered: the Liaison is asked to see to it."""
        turn = Turn(self, at=at, by=SYSTEM)
        outcomes.notice_failed(turn, key, role, failure)
        return turn.done()

    def charge_posted(
        self,
        cause: str,
        minutes_beyond: int,
        schedule_known: bool,
        *,
        at: datetime,
        minutes_uncovered: int = 0,
        uncounted: tuple[Days, ...] = (),
        beyond_from: date | None = None,
        uncovered_from: date | None = None,
        not_employed: tuple[Days, ...] = (),
        schedule_changes: tuple[ScheduleChange, ...] = (),
    ) -> Step:
        """The ledger answered. A person is asked only if it could not charge all."""
        turn = Turn(self, at=at, by=SYSTEM)
        outcomes.days_counted(turn, cause, uncounted, schedule_known=schedule_known)
        outcomes.days_not_employed(turn, cause, not_employed)
        outcomes.schedule_changed(turn, schedule_changes)
        lacking = EntitlementUsedUp(
            minutes_beyond=minutes_beyond,
            minutes_uncovered=minutes_uncovered,
            beyond_from=beyond_from,
            uncovered_from=uncovered_from,
        )
        outcomes.charge_posted(turn, cause, lacking)
        return turn.done()

    def time_passed(self, *, now: datetime) -> Step:
        """Deadlines that ended by now are overdue and become tasks. Nothing is approved or denied by it."""
        turn = Turn(self, at=now, by=SYSTEM)
        outcomes.time_passed(turn)
        return turn.done()

    def _turn(self, message: said.Message) -> Turn:
        return Turn(self, at=message.received_at, by=message.by, message_id=message.message_id)
