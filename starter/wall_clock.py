"""Times as people say them: the wall clock of New York, as an instant.

Knows: the two nights of a year on which a wall clock skips an hour or shows one twice. Never knows: what a time is for.
A guess would move an absence by an hour, so what can be read in two ways, or in none, is not read at all.
"""

import contextlib
from datetime import UTC, date, datetime
from enum import Enum

from workflows.rules.calendar import NEW_YORK

_FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")


class Which(Enum):
    """Of two same times in the night in which clocks are set back."""

    EARLIER = 0
    LATER = 1


class NotATime(ValueError):
    """What was said is no time; the sentence says why."""


class TwiceThatNight(NotATime):
    """The clock shows this time twice, and nobody said which is meant."""


def instant(said: str, *, which: Which | None = None) -> datetime:
    """`2026-03-04 09:00` in New York, in UTC. Raises NotATime and TwiceThatNight."""
    wall = _read(said)
    earlier, later = (wall.replace(tzinfo=NEW_YORK, fold=each.value) for each in Which)
    if earlier.utcoffset() == later.utcoffset():
        return earlier.astimezone(UTC)
    if earlier.astimezone(UTC).astimezone(NEW_YORK).replace(tzinfo=None) != wall:
        raise NotATime(
            f"{said.strip()} does not exist in New York: the clock is set forward that night. "
            "Give the time that the clock really showed."
        )
    if which is None:
        raise TwiceThatNight(
            f"{said.strip()} comes twice in New York: the clock is set back that night. Say which one is meant."
        )
    return (earlier if which is Which.EARLIER else later).astimezone(UTC)


def day(said: str) -> date:
    """`2026-03-04`. Raises NotATime."""
    try:
        return datetime.strptime(said.strip(), "%Y-%m-%d").replace(tzinfo=NEW_YORK).date()
    except ValueError:
        raise NotATime(f"{said.strip()} is not a day. Write year, month and day, like 2026-03-04.") from None


def spelled(at: datetime) -> str:
    """An instant as the wall clock shows it; in the night that has it twice, with the name of the hour."""
    local = at.astimezone(NEW_YORK)
    is_twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return f"{local:%Y-%m-%d %H:%M}{f' {local:%Z}' if is_twice else ''}"


def _read(said: str) -> datetime:
    for form in _FORMATS:
        with contextlib.suppress(ValueError):
            wall = datetime.strptime(said.strip(), form)  # noqa: DTZ007 - a wall clock; the caller makes it New York's
            if date.min < wall.date() < date.max:
                return wall
    raise NotATime(f"{said.strip()} is not a time. Write day and time, like 2026-03-04 09:00.")
