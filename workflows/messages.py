"""The words on the wire: what enters a leave case and what stands in for a message that nobody can read.

Knows: workflow ids, task queues, the opening of a run. Never knows: who may say what, or what follows from it.
The messages themselves are values of the case: `workflows.case.said`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import Field, model_validator

from workflows.case.asked import Reopening
from workflows.case.case import EDITION, LeaveCase
from workflows.case.duties import Duty
from workflows.case.said import SCHEMA_NO, LeaveRequest
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen

TASK_QUEUE = "leeway"
"""Where the worker of this release listens."""


def workflow_id(reference: str) -> str:
    """The id of a leave case's workflow."""
    return f"leave-case/{reference}"


class Unreadable(Frozen):
    """Stands in for a message that cannot be read: nothing of it is kept but the number of its schema."""

    schema_no: int | None = None

    @model_validator(mode="before")
    @classmethod
    def _keep_the_number_alone(cls, said: Any) -> dict[str, int]:
        number = said.get("schema_no") if isinstance(said, Mapping) else None
        return {"schema_no": number} if isinstance(number, int) and not isinstance(number, bool) else {}

    @property
    def is_newer(self) -> bool:
        """Whether a newer release said it, so that a newer worker will be able to read it."""
        return self.schema_no is not None and self.schema_no > SCHEMA_NO


class OpenCase(Frozen):
    """How a run begins: a new case, the next run of one, a reopened one and a migrated one enter by this door.

    `edition` is the behaviour of the pure case for this run; it rises only at continue-as-new.
    """

    schema_no: int = Field(SCHEMA_NO, ge=1, le=SCHEMA_NO)
    edition: int = EDITION
    case: LeaveCase
    outbox: tuple[Duty, ...] = ()
    recorded_version: int = 0

    @classmethod
    def requested(cls, reference: str, request: LeaveRequest, policy: LeavePolicy) -> "OpenCase":
        """A new case. The policy is kept by value: it stays the case's own until a dated change applies."""
        step = LeaveCase.requested(reference, request, policy)
        return cls(case=step.case, outbox=step.duties)

    @classmethod
    def resuming(cls, case: LeaveCase, outbox: tuple[Duty, ...], recorded_version: int) -> "OpenCase":
        """The next run of a case, with the duties that are not done yet."""
        newest = case.model_copy(update={"edition": EDITION})
        return cls(case=newest, outbox=outbox, recorded_version=recorded_version)

    @classmethod
    def reopened(cls, case: LeaveCase, request: Reopening) -> "OpenCase":
        """A closed case from its snapshot. Ask `case.may(request)` first."""
        step = case.model_copy(update={"edition": EDITION}).grant(request)
        return cls(case=step.case, outbox=step.duties, recorded_version=case.version)


class ClosedCase(Frozen):
    """What is left of a run when a case is closed and nothing is owed."""

    reference: str
    version: int
    ground: str
    closed_at: datetime
