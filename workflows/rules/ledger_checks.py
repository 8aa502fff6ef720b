"""What entries of a ledger cannot be: more than a day, and weeks that are not their minutes.

Knows: how long a day and a week can be. Never knows: limits, balances.
A lump on one day would come back on one day, which the rolling year forbids. 29 CFR 825.200(a), (c), 825.205(b)
(law.md N1, N4, C1).
"""

from collections.abc import Iterable

from workflows.rules.answers import contradiction
from workflows.rules.entitlement import Entry
from workflows.rules.time_in_days import DAY_MINUTES, WEEK_MINUTES

_HOUR_MINUTES = 60
_LONGEST_DAY = DAY_MINUTES + _HOUR_MINUTES
_LONGEST_WEEK = WEEK_MINUTES + _HOUR_MINUTES
"""In the autumn a day and its week have an hour more."""


def must_be_days(entries: Iterable[Entry]) -> None:
    """Refuse an entry of more than one day, and weeks that no workweek makes of its minutes."""
    for entry in entries:
        if abs(entry.minutes) > _LONGEST_DAY:
            raise contradiction(
                "more_than_a_day", "an entry holds more than a day: each day of leave has its own entry"
            )
        if not _fit(entry):
            raise contradiction(
                "weeks_do_not_fit_minutes", "the weeks of an entry cannot be its minutes in any workweek"
            )


def _fit(entry: Entry) -> bool:
    """Both of one sign, and the week that they make no longer than a week."""
    if entry.weeks == 0 or entry.minutes == 0:
        return entry.weeks == entry.minutes
    return 0 < entry.minutes / entry.weeks <= _LONGEST_WEEK
