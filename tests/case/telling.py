"""A small way to tell a case its story in tests: times are New York wall clock, duties are gathered as they come."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from infra import policies
from workflows.case import asked, said
from workflows.case.case import LeaveCase
from workflows.case.duties import AlertSupervisors, AskPerson, Duty, Note, PostCharge, SendNotice
from workflows.case.status import CaseStatus
from workflows.case.told import Role
from workflows.case.turn import Step
from workflows.rules.calendar import NEW_YORK, days_after, months_after
from workflows.rules.eligible import EmploymentRecord, Span, WorkedMinutes
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason, LeaveShape

POLICY = LeavePolicy.model_validate(policies.read("massachusetts-executive-2026"))
REFERENCE = "LV-7K4Q-92XH"
D = TypeVar("D")


def at(day: str, hour: str = "09:00") -> datetime:
    """An instant by the clock in New York."""
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=NEW_YORK).astimezone(UTC)


def month(year: int, number: int) -> WorkedMinutes:
    """A month of full-time work."""
    first_on = date(year, number, 1)
    return WorkedMinutes(first_on=first_on, last_on=days_after(months_after(first_on, 1), -1), minutes=160 * 60)


def record(**changes: Any) -> EmploymentRecord:
    """Somebody who meets every test."""
    fields: dict[str, Any] = {
        "employee": "E-ROWAN",
        "agency": "A-1",
        "stretches": (Span(first_on=date(2015, 3, 2)),),
        "minutes_worked": tuple(month(year, n) for year in (2024, 2025, 2026) for n in range(1, 13)),
        "hours_records_complete": True,
        "exempt": False,
        "worksite_fifty": True,
        "week_minutes": 2400,
        "clearance_asked": False,
        "bargaining_unit": None,
    }
    return EmploymentRecord(**(fields | changes))


def period(
    first: str,
    last: str | None,
    reason: LeaveReason = LeaveReason.OWN_CONDITION,
    shape: LeaveShape = LeaveShape.CONTINUOUS,
) -> said.RequestedPeriod:
    """A period asked for."""
    return said.RequestedPeriod(
        reason=reason,
        shape=shape,
        first_on=date.fromisoformat(first),
        last_on=date.fromisoformat(last) if last else None,
    )


class Telling:
    """A case, what was said to it, and what it owes."""

    def __init__(self, opened: datetime, *periods: said.RequestedPeriod, **fields: Any) -> None:
        self.count = 0
        self.duties: list[Duty] = []
        request = said.LeaveRequest(**self.message(opened, "employee"), employee="E-ROWAN", periods=periods, **fields)
        step = LeaveCase.requested(REFERENCE, request, POLICY.kept_by_case(date(2026, 1, 1)))
        self.case: LeaveCase = step.case
        self.keep(step)

    def message(self, when: datetime, by: str) -> dict[str, Any]:
        """What every message carries."""
        self.count += 1
        return {
            "message_id": f"message-{self.count:04d}",
            "received_at": when,
            "channel": said.Channel.DESK if by.startswith("coordinator") else said.Channel.PORTAL,
            "by": by,
        }

    def keep(self, step: Step) -> Sequence[Duty]:
        """Take a step."""
        self.case = step.case
        self.duties += step.duties
        return step.duties

    def say(self, kind: type[said.Message], when: datetime, **fields: Any) -> Sequence[Duty]:
        """A fact."""
        return self.keep(self.case.hear(kind(**self.message(when, "employee"), **fields)))

    def ask(self, kind: type[asked.Request], when: datetime, *, by: str = "C-1", **fields: Any) -> str | None:
        """A request, granted or refused: the code of the refusal."""
        fields = {"custodian": said.Custodian.COMMONWEALTH} | fields
        request = kind(**self.message(when, f"coordinator/{by}"), **fields)
        before = self.case
        refusal = self.case.may(request)
        if refusal is not None:
            assert self.case == before
            return str(refusal.code.value)
        self.keep(self.case.grant(request))
        return None

    def found(self, when: datetime, **changes: Any) -> None:
        """The employment record comes, and every notice that is out is accepted a minute later."""
        self.keep(self.case.employment_found(record(**changes), "C-1", at=when))
        self.accepted(when + timedelta(minutes=1))

    def accepted(self, when: datetime) -> None:
        """Every notice still awaited is accepted now."""
        for awaited in self.case.awaited:
            self.keep(self.case.notice_accepted(awaited.key, Role.EMPLOYEE, at=when))

    def until(self, now: datetime) -> Sequence[Duty]:
        """Time passes, deadline by deadline, as the workflow's timer would let it."""
        seen: list[Duty] = []
        while (ahead := self.case.next_deadline) is not None and ahead.due_at <= now:
            seen += self.keep(self.case.time_passed(now=ahead.due_at))
        return seen

    def of(self, kind: type[D]) -> list[D]:
        """Duties of one kind, in order."""
        return [duty for duty in self.duties if isinstance(duty, kind)]

    def notices(self) -> list[str]:
        """Kinds of the notices owed so far."""
        return [duty.notice.kind for duty in self.of(SendNotice)]

    def granted(self, paper: str, read: str, approved: str) -> "Telling":
        """The certification comes, where one is asked for, is found sufficient, and the leave is approved: on these
        days."""
        if self.case.certifications:
            sent = {"document": "D-1", "document_kind": said.DocumentKind.CERTIFICATION}
            self.say(said.DocumentReceived, at(paper), **sent)
            assert self.ask(asked.CertificationFinding, at(read)) is None
        assert self.ask(asked.Approval, at(approved)) is None
        self.accepted(at(approved, "10:00"))
        return self

    def tasks(self) -> list[str]:
        """Kinds of the tasks that are still open."""
        return [task.kind.value for task in self.case.open_tasks]

    def alerts(self) -> list[str]:
        """Subjects of the alerts owed so far."""
        return [duty.alert.subject.value for duty in self.of(AlertSupervisors)]  # type: ignore[union-attr]

    def charges(self) -> list[PostCharge]:
        """Charges owed so far."""
        return self.of(PostCharge)

    def history(self) -> list[str]:
        """What the history says."""
        return [note.what for note in self.of(Note)]

    def asked(self) -> list[str]:
        """Kinds of all tasks ever asked for."""
        return [task.kind.value for task in self.of(AskPerson)]

    def status(self) -> CaseStatus:
        """Where the case stands now."""
        return self.case.status

    def due(self, key: str) -> datetime:
        """When a deadline ends."""
        deadline = self.case.deadline(key)
        assert deadline is not None, key
        return deadline.due_at
