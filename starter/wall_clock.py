"""Times as people say them: the wall clock of New York, as an instant.

Knows: the two nights of a year on which a wall clock skips an hour or shows one twice. Never knows: what a time is for.
A guess would move an absence by an hour, so what can be read in two ways, or in none, is not read at all.
"""

import contextlib
from datetime import UTC, date, datetime

from workflows.rules.calendar import NEW_YORK

_FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f")
_HOURS = ("EDT", "EST")


class NotATime(ValueError):
    """What was said is no time; the sentence says why."""


class TwiceThatNight(NotATime):
    """The clock shows this time twice, and nobody said which is meant."""


def instant(said: str) -> datetime:
    """`2026-03-04 09:00` in New York, in UTC; `2026-11-01 01:30 EST` in the night that has the hour twice, and wherever
    somebody names it. Raises NotATime and TwiceThatNight."""
    wall, hour = _read(said)
    both = [wall.replace(tzinfo=NEW_YORK, fold=fold) for fold in (0, 1)]
    if both[0].astimezone(UTC).astimezone(NEW_YORK).replace(tzinfo=None) != wall:
        raise NotATime(
            f"{said.strip()} does not exist in New York: the clock is set forward that night. "
            "Give the time that the clock really showed."
        )
    meant = {at.astimezone(UTC) for at in both if hour is None or at.tzname() == hour}
    if not meant:
        raise NotATime(f"{said.strip()} does not exist: on that day New York has {both[0]:%Z}. Leave out {hour}.")
    if len(meant) > 1:
        raise TwiceThatNight(
            f"{said.strip()} comes twice in New York: the clock is set back that night. "
            f"Write {wall:%H:%M} {both[0]:%Z} for the first, {wall:%H:%M} {both[1]:%Z} an hour later."
        )
    return meant.pop()


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


def _read(said: str) -> tuple[datetime, str | None]:
    """The wall clock, and which hour it is by name, where that is told."""
    told, _, last = said.strip().rpartition(" ")
    hour = last.upper() if last.upper() in _HOURS else None
    for form in _FORMATS:
        with contextlib.suppress(ValueError):
            wall = datetime.strptime(told.strip() if hour else said.strip(), form)  # noqa: DTZ007 - made New York's above
            if date.min < wall.date() < date.max:
                return wall, hour
    raise NotATime(f"{said.strip()} is not a time. Write day and time, like 2026-03-04 09:00.")
