"""The tables of cases: reservations, register, history, tasks, mails, papers, ledger, hand-overs, audit.

Knows: columns and keys. Never knows: what follows from a row. Instants are aware and in UTC. Every row that a deed
writes has a key that makes a second writing of it nothing.
"""

from datetime import date, datetime

from sqlalchemy import Column, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


class Reservation(SQLModel, table=True):
    """A reference kept for one request of one employee; the sealed request until its workflow is started."""

    __tablename__ = "reservation"
    __table_args__ = (UniqueConstraint("employee", "request_key"),)

    reference: str = Field(primary_key=True)
    employee: str
    request_key: str
    sealed_request: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    reserved_at: datetime
    started_at: datetime | None = Field(default=None, index=True)


class RegisterRow(SQLModel, table=True):
    """A case as pages see it, by case version: a late writer loses."""

    __tablename__ = "register"

    reference: str = Field(primary_key=True)
    version: int
    employee: str = Field(index=True)
    agency: str | None = Field(default=None, index=True)
    custodian: str = Field(index=True)
    coordinator: str | None = Field(default=None, index=True)
    status: str = Field(index=True)
    is_open: bool = Field(index=True)
    next_deadline_at: datetime | None = Field(default=None, index=True)
    next_deadline_kind: str | None = None
    opened_at: datetime
    changed_at: datetime
    view: str = Field(sa_column=Column(Text, nullable=False))


class RegisterVersion(SQLModel, table=True):
    """A case as pages saw it from an instant on. Written once and never changed, so that what was known at any moment
    can be told again."""

    __tablename__ = "register_version"
    __table_args__ = (Index("register_version_by_employee", "employee", "changed_at"),)

    reference: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    employee: str
    changed_at: datetime
    view: str = Field(sa_column=Column(Text, nullable=False))


class HistoryLine(SQLModel, table=True):
    """A line of a case's history."""

    __tablename__ = "history_line"

    key: str = Field(primary_key=True)
    reference: str = Field(index=True)
    at: datetime
    by: str
    what: str
    rule: str | None = None
    citation: str | None = None
    facts: str = Field(sa_column=Column(Text, nullable=False))


class Task(SQLModel, table=True):
    """Something that a person is asked to do."""

    __tablename__ = "task"
    __table_args__ = (Index("task_open", "role", "closed_at"),)

    key: str = Field(primary_key=True)
    reference: str = Field(index=True)
    kind: str
    role: str
    opened_at: datetime
    closed_at: datetime | None = None
    facts: str = Field(sa_column=Column(Text, nullable=False))


class Delivery(SQLModel, table=True):
    """A mail to one role under one key: claimed with a lease, then accepted, failed or withdrawn, once and for all."""

    __tablename__ = "delivery"

    key: str = Field(primary_key=True)
    reference: str = Field(index=True)
    kind: str
    role: str
    state: str
    lease_until: datetime | None = None
    attempts: int = 0
    caused_at: datetime
    ended_at: datetime | None = None
    accepted_real_at: datetime | None = None
    message_id: str | None = None
    failure: str | None = None


class Snapshot(SQLModel, table=True):
    """A whole case, sealed: at the end of a run and at the closing."""

    __tablename__ = "snapshot"

    reference: str = Field(primary_key=True)
    version: int
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class DocumentRow(SQLModel, table=True):
    """A paper: sealed here until it is filed, then in the store under `object_key`. What has a row is not lost."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("reference", "kind", "sha256"),)

    document_id: str = Field(primary_key=True)
    reference: str = Field(index=True)
    kind: str
    sha256: str
    size: int
    media_type: str
    pages: int
    received_at: datetime
    sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    object_key: str | None = None
    filed_at: datetime | None = None


class LedgerEntry(SQLModel, table=True):
    """Use of an entitlement on one day, or the reversal of an entry. Never changed, never deleted.

    `weeks` is an exact fraction of the employee's workweek; happened, known and recorded are three times.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (Index("ledger_by_employee", "employee", "bank", "happened_on"),)

    entry_id: str = Field(primary_key=True)
    employee: str
    bank: str
    cause: str = Field(index=True)
    sequence: int
    happened_on: date
    minutes: int
    weeks: str
    base_minutes: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    reverses: str | None = Field(default=None, unique=True)
    reason: str
    rules: str
    policy: str
    calendar: str
    known_at: datetime
    recorded_at: datetime


class ChargeReceiptRow(SQLModel, table=True):
    """The answer that the ledger gave under a key: given again to whoever asks again. With it what was told, if it
    asked for any day, so that it can be counted again when another cause on these days changes."""

    __tablename__ = "charge_receipt"
    __table_args__ = (Index("receipt_by_employee", "employee", "last_on"),)

    key: str = Field(primary_key=True)
    cause: str = Field(index=True)
    sequence: int
    minutes: int
    minutes_beyond: int
    minutes_uncovered: int = 0
    schedule_known: bool
    beyond_from: date | None = None
    uncovered_from: date | None = None
    employee: str = ""
    told_at: datetime | None = None
    first_on: date | None = None
    last_on: date | None = None
    told: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))


class HandOver(SQLModel, table=True):
    """One case in one hand-over: its custody and its deadlines before and after."""

    __tablename__ = "hand_over"

    batch: str = Field(primary_key=True)
    reference: str = Field(primary_key=True)
    state: str
    coordinator_before: str | None = None
    coordinator_after: str | None = None
    deadlines_before: str = Field(sa_column=Column(Text, nullable=False))
    deadlines_after: str | None = Field(default=None, sa_column=Column(Text))
    moved_at: datetime | None = None


class Redirected(SQLModel, table=True):
    """That somebody was told whom to ask: the contact and the day, and nothing of the person."""

    __tablename__ = "redirected"

    id: str = Field(primary_key=True)
    at: datetime
    contact: str
