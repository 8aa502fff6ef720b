"""Stretches of time: what two have in common, what is left of one, how many minutes they are.

Knows: aware instants in UTC, an end that is excluded. Never knows: shifts, leave, why anybody asks. Time is exact;
only `whole_minutes` cuts it down, never up.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from workflows.rules.answers import contradiction
from workflows.values import Frozen

MINUTE = timedelta(minutes=1)
NOTHING = timedelta(0)

Stretch = tuple[datetime, datetime]
"""From an instant to another one, the second excluded."""


def in_utc(at: datetime) -> datetime:
    """The same instant in UTC. The first and the last hours that a datetime can name stay within what there is."""
    try:
        return at.astimezone(UTC)
    except OverflowError:
        return at.replace(tzinfo=UTC)


Instant = Annotated[AwareDatetime, AfterValidator(in_utc)]
"""An aware instant, kept in UTC, such as 2026-04-14T09:00:00-04:00."""


class Interval(Frozen):
    """A stretch of time as a fact."""

    starts_at: Instant = Field(description="When it begins, with its offset from UTC.")
    ends_at: Instant = Field(description="When it ends, with its offset from UTC; this instant is not in it any more.")

    @model_validator(mode="after")
    def _in_order(self) -> "Interval":
        if self.ends_at < self.starts_at:
            raise contradiction("end_before_start", "a stretch of time ends before it starts")
        return self

    @property
    def stretch(self) -> Stretch:
        """As the arithmetic wants it."""
        return self.starts_at, self.ends_at


def merged(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """In order, one where they touch or overlap, and none that is empty."""
    found = [s for s in stretches if s[0] < s[1]]
    if len(found) < 2:
        return tuple(found)
    joined: list[Stretch] = []
    for starts_at, ends_at in sorted(found):
        if joined and starts_at <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends_at))
        else:
            joined.append((starts_at, ends_at))
    return tuple(joined)


def shared(some: Iterable[Stretch], others: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The time that is in both."""
    right = merged(others)
    both = ((max(a, c), min(b, d)) for a, b in merged(some) for c, d in right)
    return merged(both)


def without(some: Iterable[Stretch], taken: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """What is left when other time is taken out."""
    left: list[Stretch] = []
    gone = merged(taken)
    for starts_at, ends_at in merged(some):
        begins_at = starts_at
        for gone_from, gone_to in gone:
            if begins_at < gone_from and gone_from < ends_at:
                left.append((begins_at, gone_from))
            begins_at = max(begins_at, min(gone_to, ends_at)) if gone_from < ends_at else begins_at
        left.append((begins_at, ends_at))
    return merged(left)


def length(stretches: Iterable[Stretch]) -> timedelta:
    """How long they are together, each moment once."""
    return sum((b - a for a, b in merged(stretches)), NOTHING)


def whole_minutes(time: timedelta) -> int:
    """Cut down to whole minutes."""
    return max(NOTHING, time) // MINUTE


def first_of(stretches: Iterable[Stretch], time: timedelta) -> tuple[Stretch, ...]:
    """The first so much of them."""
    kept: list[Stretch] = []
    left = time
    for starts_at, ends_at in merged(stretches):
        if left <= NOTHING:
            break
        kept.append((starts_at, min(ends_at, starts_at + min(left, ends_at - starts_at))))
        left -= ends_at - starts_at
    return tuple(kept)
