"""The count of those who were told whom to ask instead: a contact and a day, and nothing of the person.

Knows: the one row that a redirection leaves. Never knows: who called, from which agency, or about what.
"""

import secrets
from datetime import datetime

from infra.database import Database
from infra.tables import Redirected


async def keep(database: Database, *, contact: str, at: datetime) -> None:
    """One more. `at` is the beginning of the day: an hour could tell who it was."""
    async with database.writing() as session:
        session.add(Redirected(id=secrets.token_hex(8), at=at, contact=contact))
