"""Shifts as a people file writes them: `09:00-17:30/30@12:00`, in a cycle, on one day, or as overtime.

Knows: wall times, unpaid minutes and where the break lies, positions of a cycle, marks of overtime. Never knows: days,
lines, whether the clocks show a time on some night. What comes of it has the shape of the rules' shifts, as JSON.
"""

import json
import re
from collections.abc import Iterator
from datetime import time
from itertools import pairwise
from typing import Any

LONGEST_CYCLE = 366
_NONE = ["none"]
_DAY_MINUTES = 24 * 60
_WALL_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_MARKS = ("mandatory", "voluntary", "unknown")


def of_cycle(said: Any) -> Any:
    """`1-5 09:00-17:30/30` or `1 07:00-19:00; 2 07:00-19:00/45@12:00`: positions of the cycle, hours, unpaid minutes
    and, where it is told, when that break begins."""
    if not isinstance(said, str):
        return said
    try:
        return json.dumps([shift for part in _parts(said) for shift in _in_cycle(part)])
    except ValueError:
        raise ValueError("shifts are written like `1-5 09:00-17:30/30`, parted by semicolons") from None


def of_day(said: Any) -> Any:
    """`07:00-15:00/30@12:00; 19:00-23:00`: all shifts of one day. `none`: a day off."""
    if not isinstance(said, str):
        return said
    try:
        return json.dumps([_shift(part) for part in _listed(said)])
    except ValueError:
        raise ValueError("shifts are written like `09:00-17:30/30`, parted by semicolons, or `none`") from None


def of_overtime(said: Any) -> Any:
    """`17:30-21:30 mandatory; 06:00-08:00 voluntary`: all overtime of one day. `none`: there is none after all."""
    if not isinstance(said, str):
        return said
    try:
        return json.dumps([_marked(part) for part in _listed(said)])
    except ValueError:
        raise ValueError(
            "overtime is written like `17:30-21:30 mandatory`, or voluntary or unknown, parted by semicolons, or `none`"
        ) from None


def apart(shifts: str) -> str:
    """The same. Refuses two shifts of one day that lie on the same time."""
    spans = sorted(_span(shift) for shift in json.loads(shifts))
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise ValueError("two shifts lie on the same time")
    return shifts


def _parts(said: str) -> Iterator[str]:
    return filter(None, (part.strip() for part in said.split(";")))


def _listed(said: str) -> list[str]:
    """At least one, or the word for none."""
    parts = list(_parts(said))
    if not parts:
        raise ValueError("nothing is said")
    return [] if [part.lower() for part in parts] == _NONE else parts


def _in_cycle(part: str) -> list[dict[str, Any]]:
    where, hours = part.split(maxsplit=1)
    starts, _, ends = where.partition("-")
    first = _whole(starts, 1, LONGEST_CYCLE)
    last = _whole(ends or starts, first, LONGEST_CYCLE)
    return [{"position": n, **_shift(hours)} for n in range(first, last + 1)]


def _marked(part: str) -> dict[str, Any]:
    hours, _, mark = part.partition(" ")
    mark = mark.strip().lower() or "unknown"
    if mark not in _MARKS:
        raise ValueError("no such mark")
    return _shift(hours) | {"overtime": mark}


def _shift(said: str) -> dict[str, Any]:
    hours, _, rest = said.partition("/")
    starts, _, ends = hours.partition("-")
    unpaid, _, begins = rest.partition("@")
    told: dict[str, Any] = {"starts": _wall_time(starts), "ends": _wall_time(ends)}
    minutes = _whole(unpaid or "0", 0, _DAY_MINUTES - 1)
    if not begins:
        return told | {"unpaid_break_minutes": minutes}
    told["breaks"] = [{"starts": _wall_time(begins), "minutes": minutes}]
    if not minutes or _minutes_from(told["starts"], _wall_time(begins)) + minutes > _length(told):
        raise ValueError("a break lies in its shift")
    return told


def _length(shift: dict[str, Any]) -> int:
    return _minutes_from(shift["starts"], shift["ends"]) or _DAY_MINUTES


def _span(shift: dict[str, Any]) -> tuple[int, int]:
    begins = _minutes_from("00:00", shift["starts"])
    return begins, begins + _length(shift)


def _minutes_from(first: str, then: str) -> int:
    """Minutes by the clock from one wall time to another, over midnight if need be."""
    a, b = (time.fromisoformat(wall) for wall in (first, then))
    return ((b.hour - a.hour) * 60 + b.minute - a.minute) % _DAY_MINUTES


def _wall_time(said: str) -> str:
    if not _WALL_TIME.fullmatch(said.strip()):
        raise ValueError("no wall time")
    return time.fromisoformat(said.strip()).isoformat()


def _whole(said: str, least: int, most: int) -> int:
    number = int(said)
    if not least <= number <= most:
        raise ValueError("out of bounds")
    return number
