"""How a row of the directory read before: kept when it is changed, and found again by an instant.

Knows: from when to when a row read so. Never knows: what a row means, or why it was changed. Balances rest on schedules
and service: an answer of before can be had again only with what the directory said then.
"""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TypeVar

from pydantic_core import to_json
from sqlalchemy import inspect
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from infra.directory_tables import DirectoryPast, Recorded

Row = TypeVar("Row", bound=Recorded)


def before(row: Recorded, *, until: datetime) -> DirectoryPast:
    """A row as it reads, which from an instant on reads otherwise."""
    names = [column.name for column in inspect(type(row)).primary_key]
    return DirectoryPast(
        kind=str(type(row).__tablename__),
        key=to_json([getattr(row, name) for name in names]).decode(),
        until_at=until,
        from_at=row.recorded_at,
        about=_about(row),
        said=row.model_dump_json(),
    )


def _about(row: Recorded) -> str:
    """Whose row it is: the employee's number, or the reference of an agency or a body."""
    return next(str(getattr(row, name)) for name in ("employee_number", "number", "ref") if hasattr(row, name))


async def row_then(session: AsyncSession, row: Row | None, at: datetime | None) -> Row | None:
    """One row as it read at an instant; None: there was none. Rows are never deleted: what is not there never was."""
    if row is None:
        return None
    return next(iter(await then(session, type(row), [row], at, about={_about(row)})), None)


async def then(
    session: AsyncSession, kind: type[Row], rows: Iterable[Row], at: datetime | None, *, about: Collection[str]
) -> list[Row]:
    """The rows about these employees, agencies or bodies as they read at an instant; None: as they read. `rows`: all of
    them as they read."""
    if at is None or not about:
        return list(rows)
    held = or_(col(DirectoryPast.from_at).is_(None), col(DirectoryPast.from_at) <= at)
    query = select(DirectoryPast).where(
        DirectoryPast.kind == str(kind.__tablename__), held, DirectoryPast.until_at > at
    )
    past = await session.exec(query.where(col(DirectoryPast.about).in_(sorted(about))))
    held_since = (row for row in rows if row.recorded_at is None or row.recorded_at <= at)
    return [*held_since, *(kind.model_validate(json.loads(each.said)) for each in past)]
