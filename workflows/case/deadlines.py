"""Promises in time: each an absolute instant with its rule, its start and its history.

Knows: how a deadline runs, is met, missed, moved and stopped. Never knows: what follows from it, or the present time.
A missed deadline stays visible for ever; only an earlier fact, learned later, undoes it (design: two times).
"""

from datetime import datetime
from enum import StrEnum

from workflows.values import Frozen


class DeadlineKind(StrEnum):
    """What is due."""

    ELIGIBILITY_NOTICE = "eligibility_notice_due"
    RIGHTS_NOTICE = "rights_notice_due"
    CERTIFICATION = "certification_due"
    CERTIFICATION_REMINDER = "certification_reminder"
    CURE = "cure_due"
    DESIGNATION_NOTICE = "designation_notice_due"
    RETURN = "return_expected"
    ELIGIBLE_LATER = "eligible_later"
    DFML_TOLD = "dfml_told_due"
    OPEN_LEAVE_CHARGED = "open_leave_charged"
    OPINION_COPIES = "opinion_copies_due"
    AMOUNT_TOLD = "amount_told_due"
    RESTORATION_HELD = "restoration_held"
    DFML_APPEAL = "dfml_appeal_ends"


class DeadlineState(StrEnum):
    """How a deadline stands."""

    RUNNING = "running"
    MET = "met"
    MISSED = "missed"
    STOPPED = "stopped"


class Extension(Frozen):
    """A due instant moved later, by whom, when, and on what ground."""

    was_due_at: datetime
    ground: str
    by: str
    at: datetime


class Deadline(Frozen):
    """`due_at` is the first instant after the time allowed (UTC): a fact received before it is in time. `policy` and
    `calendar` are versions, `inputs` what the rule counted from; a clock set by an older release has neither."""

    key: str
    kind: DeadlineKind
    rule: str
    citation: str
    calendar: str
    started_at: datetime
    due_at: datetime
    state: DeadlineState = DeadlineState.RUNNING
    settled_at: datetime | None = None
    extensions: tuple[Extension, ...] = ()
    policy: str = ""
    inputs: dict[str, str] = {}

    @property
    def is_running(self) -> bool:
        """Whether the clock still runs."""
        return self.state is DeadlineState.RUNNING

    def satisfied(self, *, at: datetime) -> "Deadline":
        """What was due was done `at`. In time it is met, also when it was thought missed; late, it stays missed."""
        if self.state is DeadlineState.STOPPED or self.state is DeadlineState.MET:
            return self
        if at < self.due_at:
            return self.model_copy(update={"state": DeadlineState.MET, "settled_at": at})
        return self.model_copy(update={"state": DeadlineState.MISSED, "settled_at": at})

    def passed(self) -> "Deadline":
        """The due instant is over and nothing came."""
        return self.model_copy(update={"state": DeadlineState.MISSED}) if self.is_running else self

    def stopped(self, *, at: datetime) -> "Deadline":
        """Nothing is due any more: the need ended, or the case closed."""
        return self.model_copy(update={"state": DeadlineState.STOPPED, "settled_at": at}) if self.is_running else self

    def extended(self, *, due_at: datetime, ground: str, by: str, at: datetime) -> "Deadline":
        """Moved later; runs again even if it had passed. The former instant is kept."""
        extension = Extension(was_due_at=self.due_at, ground=ground, by=by, at=at)
        return self.model_copy(
            update={
                "due_at": due_at,
                "state": DeadlineState.RUNNING,
                "settled_at": None,
                "extensions": (*self.extensions, extension),
            }
        )
