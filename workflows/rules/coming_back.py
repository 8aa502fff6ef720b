"""Which use comes back on which day, and under which limit, so that every rise of what is left is explained.

Knows: the limits of a bank on the days asked about. Never knows: how a limit came to be, a person. All days are told
as if nothing more were taken. 29 CFR 825.200(c), 825.127(e) (law.md N4, N6-N8).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from workflows.rules import caps
from workflows.rules.calendar import days_after
from workflows.rules.caps import Cap, Limit
from workflows.rules.plans import Plan, minutes_in
from workflows.values import Frozen


class Comes(Frozen):
    """Use of one day that comes back on a later one, if nothing more is taken: exactly in the plan's own unit, and in
    minutes, cut down. `under`: the limit that it counted against beside the plan's own; None: the plan's own."""

    on: date
    used_on: date
    amount: Fraction
    minutes: int | None
    under: Limit | None = None


class Swept(NamedTuple):
    """From this day on so much is left."""

    on: date
    left: Fraction


class Back(NamedTuple):
    """The same as `Comes`, without its minutes."""

    on: date
    used_on: date
    amount: Fraction
    under: Limit | None = None


def coming_back(
    plan: Plan, limits: tuple[Cap, ...], swept: Sequence[Swept], last_on: date, week_minutes: Fraction | None
) -> tuple[Comes, ...]:
    """What counts on one of the days asked about and comes back after the first of them, in order. Use that counts
    against another limit is named where it is that limit's coming back that leaves more (N6-N8)."""
    backs = _of_own(limits[0], swept[0].on, last_on)
    for earlier, later in pairwise(swept):
        came = sum((back.amount for back in backs if back.on == later.on), caps.NOTHING)
        if came < later.left - earlier.left:
            backs += _of_others(limits, days_after(later.on, -1), later.on, backs)
    if limits[0].left_on(last_on) != swept[-1].left:
        backs += _of_others(limits, last_on, None, backs)
    minutes: dict[Fraction, int | None] = {}  # many days are equally long, and a fraction is dear
    for amount in dict.fromkeys(back.amount for back in backs):
        minutes[amount] = minutes_in(plan, amount, week_minutes, None)
    ordered = sorted(backs, key=lambda back: (back.on, back.used_on, back.under or ""))
    return tuple(
        Comes(on=b.on, used_on=b.used_on, amount=b.amount, minutes=minutes[b.amount], under=b.under) for b in ordered
    )


def _of_own(cap: Cap, first_on: date, last_on: date) -> list[Back]:
    backs: list[Back] = []
    amounts: dict[int, Fraction] = {}
    for index in cap.counted_between(first_on, last_on):
        used_on, parts = cap.use.days[index], cap.use.parts_on(index)
        if parts not in amounts:
            amounts[parts] = cap.use.on(index)
        backs += [Back(on, used_on, amounts[parts]) for on in cap.stops_on(used_on, after=first_on)]
    return backs


def _of_others(limits: tuple[Cap, ...], before_on: date, on: date | None, told: Sequence[Back]) -> list[Back]:
    """What counts on a day against the limits that leave the least then, and comes back on another one (None: at any
    time after it), as far as it is not told yet."""
    least = caps.left_on(limits, before_on)
    found: list[Back] = []
    for cap in limits[1:]:
        left = cap.left_on(before_on)
        if left is None or max(left, caps.NOTHING) > least:
            continue
        for index in cap.counted_on(before_on):
            used_on = cap.use.days[index]
            days = [day for day in cap.stops_on(used_on, after=before_on) if on in (None, day)]
            backs = (Back(day, used_on, _untold(cap.use.on(index), day, used_on, (*told, *found))) for day in days)
            found += [back._replace(under=cap.limit) for back in backs if back.amount]
    return found


def _untold(amount: Fraction, on: date, used_on: date, told: Iterable[Back]) -> Fraction:
    """Use of a day less what of it is told already to come back on the same day."""
    known = sum((back.amount for back in told if (back.on, back.used_on) == (on, used_on)), caps.NOTHING)
    return max(caps.NOTHING, amount - known)
