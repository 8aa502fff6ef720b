"""One message's turn at a case: what changes and what is owed, gathered until the turn is done.

Knows: keys, versions, and how duties, tasks and deadlines are kept together. Never knows: what a message means.
A turn is local to one method of the case and never outlives it; what comes out is a `Step` of frozen values.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from workflows.case.deadlines import Deadline, DeadlineKind
from workflows.case.duties import (
    AlertSupervisors,
    AskPerson,
    Chargeable,
    ChargeNothing,
    Duty,
    FileDocument,
    Note,
    PlanShare,
    PostCharge,
    SendNotice,
    TaskKind,
    Withdraw,
)
from workflows.case.notices import Notice, SupervisorAlert
from workflows.case.told import Role
from workflows.rules.answers import Due
from workflows.rules.calendar import day_of
from workflows.rules.plans import Plan
from workflows.rules.reasons import LeaveReason
from workflows.values import Frozen

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.certification import Certification
    from workflows.case.designation import Period

# Messages may come twice from any door; further back than this nobody repeats one.
REMEMBERED = 64


class OpenTask(Frozen):
    """A task that the case asked for and still wants done."""

    key: str
    kind: TaskKind
    about: str
    role: Role | None = None


class Awaited(Frozen):
    """A notice that the case asked for and whose outcome it has not heard."""

    key: str
    kind: str
    about: str


class Step(NamedTuple):
    """What a message made of a case, and what is owed because of it."""

    case: "LeaveCase"
    duties: tuple[Duty, ...]


class Turn:
    """Begin with a case, change it, owe things, and end with `done()`. `at` is an aware instant in UTC."""

    def __init__(self, case: "LeaveCase", *, at: datetime, by: str, message_id: str | None = None) -> None:
        self.case = case
        self.at = at
        self.by = by
        self.message_id = message_id
        self._version = case.version + 1
        self._duties: list[Duty] = []
        self._gone_notices: list[str] = []
        self._gone_tasks: list[str] = []
        self._keys: set[str] = set()  # asked, never iterated
        self._is_visible = False

    def change(self, **fields: object) -> None:
        """Set fields of the case that its view shows."""
        self._is_visible = True
        self.case = self.case.model_copy(update=fields)

    def replace_periods(self, *changed: "Period") -> None:
        """These periods as they are now, each in its place."""
        by_number = {period.number: period for period in changed}
        self.change(periods=tuple(by_number.get(p.number, p) for p in self.case.periods))

    def replace_certifications(self, *changed: "Certification") -> None:
        """These certifications as they are now, each in its place."""
        by_number = {certification.number: certification for certification in changed}
        self.change(certifications=tuple(by_number.get(c.number, c) for c in self.case.certifications))

    def change_quietly(self, **fields: object) -> None:
        """Set fields for which the register need not be written again now."""
        self.case = self.case.model_copy(update=fields)

    def note(self, what: str, /, *, rule: str | None = None, **facts: object) -> None:
        """A line of the case history."""
        citation = self.case.policy.citation(rule) if rule else None
        told = {name: str(value) for name, value in facts.items() if value is not None}
        note = Note(key=self._key("note"), at=self.at, by=self.by, what=what, rule=rule, citation=citation, facts=told)
        self._duties.append(note)

    def ask(self, kind: TaskKind, role: Role = Role.COORDINATOR, /, *, about: str = "", **facts: object) -> None:
        """A task for a person, once for each kind and matter."""
        if any(task.kind is kind and task.about == about for task in self.case.open_tasks):
            return
        key = self._key(f"task/{kind.value}")
        told = {name: str(value) for name, value in facts.items() if value is not None}
        task = AskPerson(key=key, at=self.at, kind=kind, role=role, facts=told)
        self._duties.append(task)
        self.change(open_tasks=(*self.case.open_tasks, OpenTask(key=key, kind=kind, about=about, role=role)))

    def tasks_done(self, *kinds: TaskKind, about: str | None = None) -> None:
        """What these tasks asked for is done, or nobody needs it any more. `about` None: whatever they are about."""
        gone = [t for t in self.case.open_tasks if t.kind in kinds and about in (None, t.about)]
        if gone:
            self._gone_tasks += [task.key for task in gone]
            self.change(open_tasks=tuple(t for t in self.case.open_tasks if t not in gone))

    def send(self, role: Role, notice: Notice, *, about: str = "") -> None:
        """A notice to a role."""
        key = self._key(notice.kind)
        self._duties.append(SendNotice(key=key, at=self.at, role=role, notice=notice))
        awaited = Awaited(key=key, kind=notice.kind, about=about)
        self.change_quietly(awaited=(*self.case.awaited, awaited))

    def withdraw_notices(self, *kinds: str) -> None:
        """Do not send these any more, where they are not out yet."""
        gone = [a for a in self.case.awaited if a.kind in kinds]
        self._gone_notices += [a.key for a in gone]
        self.change_quietly(awaited=tuple(a for a in self.case.awaited if a not in gone))

    def alert(self, alert: SupervisorAlert, *, on: date) -> None:
        """An alert to whoever supervises on that day."""
        key = self._key("supervisor_alert")
        self._duties.append(AlertSupervisors(key=key, at=self.at, on=on, alert=alert))

    def file(self, document: str) -> None:
        """A paper goes from the inbox to the store."""
        self._duties.append(FileDocument(key=self._key("file"), at=self.at, document=document))

    def charge(
        self,
        about: str,
        sequence: int,
        reason: LeaveReason,
        charge: Chargeable,
        *,
        known_at: datetime,
        plans: tuple[PlanShare, ...] = (PlanShare(plan=Plan.FMLA),),
        leave_from: date | None = None,
        notice_on: date | None = None,
    ) -> None:
        """Make the ledger's standing entries of a cause equal to this, in the bank of each plan. `leave_from`: the
        first day of the leave, where leave is charged; `notice_on`: when its need was told, if not with the request.
        What no plan covers is charged nowhere."""
        self._duties.append(
            PostCharge(
                key=self._key(f"charge/{about}"),
                cause=f"{self.case.reference}/{about}",
                sequence=sequence,
                at=self.at,
                known_at=known_at,
                reason=reason.value,
                charge=charge if plans else ChargeNothing(),
                plans=plans or (PlanShare(plan=Plan.FMLA),),
                told_years=self.case.pfml.years,
                leave_from=leave_from,
                notice_on=notice_on or day_of(self.case.opened_at),
            )
        )

    def start_deadline(self, kind: DeadlineKind, key: str, due: Due, *, started_at: datetime) -> None:
        """A legal clock begins and runs to the end of its day in New York. One under the same key makes way."""
        counted = {"counted_from": str(due.counted_from), "count": str(due.count), "unit": due.unit}
        self.start_clock(kind, key, rule=due.rule, started_at=started_at, due_at=due.due_at, inputs=counted)

    def start_clock(
        self,
        kind: DeadlineKind,
        key: str,
        *,
        rule: str,
        started_at: datetime,
        due_at: datetime,
        inputs: dict[str, str],
    ) -> None:
        """A clock of ours that ends at an instant: a reminder, a return that is expected."""
        deadline = Deadline(
            key=key,
            kind=kind,
            rule=rule,
            citation=self.case.policy.citation(rule),
            calendar=self.case.policy.calendar.version,
            policy=f"{self.case.policy.id} {self.case.policy.version}",
            inputs=inputs,
            started_at=started_at,
            due_at=due_at,
        )
        others = tuple(d for d in self.case.deadlines if d.key != key)
        self.change(deadlines=(*others, deadline))

    def set_deadline(self, changed: Deadline) -> None:
        """A clock in another state."""
        if changed not in self.case.deadlines:
            self.change(deadlines=tuple(changed if d.key == changed.key else d for d in self.case.deadlines))

    def satisfy(self, key: str, *, at: datetime) -> None:
        """What that clock waited for was done."""
        deadline = self.case.deadline(key)
        if deadline is not None:
            self.set_deadline(deadline.satisfied(at=at))

    def stop(self, key: str) -> None:
        """That clock runs no longer, if there is one."""
        deadline = self.case.deadline(key)
        if deadline is not None:
            self.set_deadline(deadline.stopped(at=self.at))

    def stop_deadlines(self, *kinds: DeadlineKind) -> None:
        """Clocks of these kinds run no longer."""
        for deadline in self.case.deadlines:
            if deadline.kind in kinds:
                self.set_deadline(deadline.stopped(at=self.at))

    def done(self) -> Step:
        """The case after the turn, and the duties. The version rises where there is something to see."""
        if self._gone_notices or self._gone_tasks:
            gone = Withdraw(
                key=self._key("withdraw"),
                at=self.at,
                notices=tuple(self._gone_notices),
                tasks=tuple(self._gone_tasks),
            )
            self._duties.append(gone)
        fields: dict[str, object] = {}
        if self.message_id is not None:
            fields["heard"] = (*self.case.heard, self.message_id)[-REMEMBERED:]
        if self._is_visible or self._duties:
            fields |= {"version": self._version, "changed_at": max(self.at, self.case.changed_at)}
        return Step(self.case.model_copy(update=fields), tuple(self._duties))

    def _key(self, label: str) -> str:
        """Unique for ever: the version rises with each turn that owes anything."""
        stem = f"{self.case.reference}/{label}/{self._version}"
        key, n = stem, 1
        while key in self._keys:
            n += 1
            key = f"{stem}.{n}"
        self._keys.add(key)
        return key
