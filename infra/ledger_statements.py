"""The ledger's statements, each built once: whoever posts a charge holds its employee locked, and building one takes
longer than asking it.

Knows: tables, and what the databases are good at. Never knows: what a charge is. Each is given its values by name.
"""

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    DateTime,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    select,
    true,
    tuple_,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from infra.directory_tables import Employee
from infra.tables import ChargeReceiptRow, LedgerEntry

_entry, _receipt, _employee = (
    SQLModel.metadata.tables[str(row.__tablename__)] for row in (LedgerEntry, ChargeReceiptRow, Employee)
)


def stands() -> ColumnElement[bool]:
    """Whether an entry of `:employee` is a charge that no reversal has undone. Reversals are told by their minutes and
    looked for among those of the same employee: by what they reverse, PostgreSQL would go through everybody's."""
    undoing = _entry.alias("undoing")
    undone = select(undoing.c.reverses).where(undoing.c.employee == bindparam("employee"), undoing.c.minutes < 0)
    mine = _entry.c.employee == bindparam("employee")
    return and_(mine, _entry.c.minutes > 0, _entry.c.entry_id.not_in(undone))


_AWARE = DateTime(timezone=True).with_variant(UTCDateTime(), "sqlite")
"""PostgreSQL's instants are aware by themselves; asking each of them again takes as long as the whole reading."""


def _near(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column of entries between `:first_on` and `:last_on`: most lie far away, and instants are dear to read."""
    return case((_entry.c.happened_on.between(bindparam("first_on"), bindparam("last_on")), column))


LOCK = select(_employee.c.ref).where(_employee.c.ref == bindparam("employee")).with_for_update()
"""Nobody else posts for `:employee` until the transaction ends."""

_later = _receipt.alias("later")
_others = _receipt.alias("others")
_MEETING = and_(
    _others.c.employee == bindparam("employee"),
    _others.c.last_on >= bindparam("days_from"),
    _others.c.first_on <= bindparam("days_to"),
    _others.c.cause != bindparam("cause"),
    ~exists().where(
        _later.c.cause == _others.c.cause,
        tuple_(_later.c.sequence, _later.c.told_at) > tuple_(_others.c.sequence, _others.c.told_at),
    ),
)
"""What was told last of another cause, if it asked for a day between `:days_from` and `:days_to`."""

TOLD = select(_others.c.told).where(_MEETING)
"""The words of all these."""

_MEETS = exists().where(_MEETING).label("meets")
_ANSWERED = exists().where(_receipt.c.cause == bindparam("cause")).label("answered")
_ALWAYS = select(literal(1).label("one")).subquery("always")

_alike = (
    select(
        _entry.c.bank,
        _entry.c.reason,
        _near(_entry.c.cause).label("cause"),
        _entry.c.happened_on,
        _entry.c.minutes,
        _entry.c.weeks,
        type_coerce(_near(_entry.c.starts_at), _AWARE).label("starts_at"),
        type_coerce(_near(_entry.c.ends_at), _AWARE).label("ends_at"),
    )
    .where(stands(), _entry.c.cause != bindparam("cause"))
    .subquery("alike")
)
_by = [column for column in _alike.columns if column.name != "happened_on"]


def _seen(days: ColumnElement[Any]) -> Select[Any]:
    return select(_ANSWERED, _MEETS, days, *_by).select_from(_ALWAYS.outerjoin(_alike, true()))


SEEN = {
    "postgresql": _seen(func.array_agg(_alike.c.happened_on)).group_by(*_by),
    "sqlite": _seen(_alike.c.happened_on),
}
"""What stands for every cause but `:cause`, and in each row whether that was answered before, and whether another asked
for one of its days; where nothing stands, one row with nothing but this. PostgreSQL tells the days of entries that are
alike in one row: years of leave have a few lengths, and reading row by row takes longer than finding them."""

POST = insert(_entry)
"""Entries."""

KEEP = {
    "postgresql": postgresql.insert(_receipt).on_conflict_do_nothing(),
    "sqlite": sqlite.insert(_receipt).on_conflict_do_nothing(),
}
"""The answer to a charge; the first one under a key stays."""

_kept: dict[Any, BindParameter[Any]] = {column: bindparam(f"receipt_{column.name}") for column in _receipt.columns}

POST_AND_KEEP = insert(_entry).add_cte(postgresql.insert(_receipt).values(_kept).on_conflict_do_nothing().cte("kept"))
"""Both at once, where the database can: one wait less for whoever waits for the employee. Each entry comes with the
same answer, whose columns are called `receipt_...` here."""
