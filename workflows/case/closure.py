"""The closure track: the end of the need and the end of the case.

Knows: when the need ended and when, how and by whom the case was closed. Never knows: what must be settled first.
Law part 1.12; 29 CFR 825.124, 825.311.
"""

from datetime import date, datetime

from workflows.case.asked import ClosingGround
from workflows.values import Frozen


class Closure(Frozen):
    """`need_ended_on` may follow `need_ended_at`: that a person died is told before the date sometimes."""

    need_ended_at: datetime | None = None
    need_ended_on: date | None = None
    closed_at: datetime | None = None
    ground: ClosingGround | None = None
    closed_by: str | None = None

    @property
    def is_closed(self) -> bool:
        """Whether the case is closed."""
        return self.closed_at is not None

    @property
    def need_is_over(self) -> bool:
        """Whether the need has ended."""
        return self.need_ended_at is not None
