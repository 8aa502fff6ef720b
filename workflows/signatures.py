"""The deeds that the workflows may call: names, arguments and answers. `activities/` does what is promised here.

Knows: what goes in and what comes back. Never knows: a server, an address, a template, SQL.
Each deed may be run again at any time and must then do nothing twice. What fails for good is a value in the answer;
what may succeed later is an exception, and is asked again.
"""

from datetime import date, datetime
from enum import StrEnum

from temporalio import activity

from workflows.case.case import LeaveCase
from workflows.case.duties import AlertSupervisors, AskPerson, Note, PostCharge, SendNotice, Withdraw
from workflows.case.told import Role
from workflows.rules.eligible import EmploymentRecord
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.rules.schedule_changes import ScheduleChange
from workflows.rules.spans import Days
from workflows.values import Frozen
from workflows.view import CaseView


class EmploymentQuestion(Frozen):
    """Whose record, for a leave that begins on that day, and who has custody (for the choice of a coordinator).
    `reason`: why the leave begins, so that earlier findings for it can be told."""

    reference: str
    employee: str
    starts_on: date
    custodian: str
    reason: LeaveReason | None = None


class EmploymentAnswer(Frozen):
    """The record as known on the day asked, and the coordinator for that agency. None: nobody knows this employee."""

    record: EmploymentRecord | None
    coordinator: str | None


class Owed(Frozen):
    """Everything one wake owes to the database, in one transaction. `snapshot` only at closing and between runs."""

    view: CaseView
    policy: LeavePolicy | None
    snapshot: LeaveCase | None
    notes: tuple[Note, ...]
    tasks: tuple[AskPerson, ...]
    charges: tuple[PostCharge, ...]
    withdrawals: tuple[Withdraw, ...]


class ChargeReceipt(Frozen):
    """What stands in the ledger for a cause, in the bank of its first plan: minutes charged, and minutes for which no
    entitlement was left there. `minutes_uncovered`: those that no plan covers. `uncounted`: days that are not counted
    yet: no schedule is stored for them, the table of holidays does not reach them, or it is not known whether holidays
    are worked. `beyond_from`, `uncovered_from`: the first day with such minutes; None: there is none, or the answer was
    given by a release that kept no days. `not_employed`: days that are not counted, since there is no employment on
    them. `schedule_changes`: those since the leave began, up to the last day that was charged."""

    key: str
    cause: str
    minutes: int
    minutes_beyond: int
    schedule_known: bool
    minutes_uncovered: int = 0
    uncounted: tuple[Days, ...] = ()
    beyond_from: date | None = None
    uncovered_from: date | None = None
    not_employed: tuple[Days, ...] = ()
    schedule_changes: tuple[ScheduleChange, ...] = ()


class Recorded(Frozen):
    """The version that the register holds now (never lower than the one handed in), and the ledger's receipts."""

    version: int
    receipts: tuple[ChargeReceipt, ...]


class Post(Frozen):
    """The mails one wake owes. `coordinator` signs them; its address and telephone come from the directory. `policy`
    and `notice_on`, of the need: for a letter that tells how much will be counted."""

    reference: str
    employee: str
    custodian: str
    coordinator: str | None
    notices: tuple[SendNotice, ...]
    alerts: tuple[AlertSupervisors, ...]
    policy: LeavePolicy | None = None
    notice_on: date | None = None


class OutcomeKind(StrEnum):
    """How a mail ended."""

    ACCEPTED = "accepted"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    NOT_ADDRESSED = "not_addressed"


class Outcome(Frozen):
    """How one mail to one role ended; `at` in the case's own time, `failure` an SMTP code or a code of ours."""

    key: str
    role: Role
    kind: OutcomeKind
    at: datetime
    failure: str | None = None


class Posted(Frozen):
    """One outcome for each mail of the post."""

    outcomes: tuple[Outcome, ...]


class Papers(Frozen):
    """Papers of a case that wait in the inbox, by reference of the document."""

    reference: str
    documents: tuple[str, ...]


@activity.defn(name="look_up_employment")
async def look_up_employment(question: EmploymentQuestion) -> EmploymentAnswer:
    """The employment record from the directory. Reads only."""
    raise NotImplementedError


@activity.defn(name="record")
async def record(owed: Owed) -> Recorded:
    """Register, history, tasks, ledger and withdrawals in one transaction; a repeat returns the first receipts."""
    raise NotImplementedError


@activity.defn(name="deliver")
async def deliver(post: Post) -> Posted:
    """Every mail at least once, and no second copy after a known acceptance. Raises while any may still be accepted."""
    raise NotImplementedError


@activity.defn(name="file_documents")
async def file_documents(papers: Papers) -> None:
    """Every paper in the store, read back and compared, before the inbox lets go of it. A filed one is left alone."""
    raise NotImplementedError


class HandOverOrder(Frozen):
    """Which page of a hand-over: open cases of one custodian, by reference, after the last one done."""

    batch: str
    source: str
    to: str
    by: str
    after: str | None
    limit: int


class HandOverPage(Frozen):
    """What became of a page. `unequal` counts cases whose deadlines differ before and after: it must stay 0."""

    last: str | None
    is_last: bool
    moved: int
    already: int
    refused: int
    unequal: int


class SummaryOrder(Frozen):
    """One summary to each coordinator who got cases in a hand-over."""

    batch: str
    to: str


@activity.defn(name="hand_over_page")
async def hand_over_page(order: HandOverOrder) -> HandOverPage:
    """Hand over a page of cases, one by one, by compare-and-set. Heartbeats after each; a repeat resumes there."""
    raise NotImplementedError


@activity.defn(name="send_summaries")
async def send_summaries(order: SummaryOrder) -> int:
    """One mail to each coordinator with the cases that are theirs now; the number of coordinators."""
    raise NotImplementedError
