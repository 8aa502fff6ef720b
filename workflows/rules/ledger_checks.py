"""What entries of a ledger cannot be: more than a day, weeks that are not their minutes, two banks where there is one.

Knows: how long a day and a week can be, and which plans have one bank for each person. Never knows: limits, balances.
A lump on one day would come back on one day, which the rolling year forbids. 29 CFR 825.200(a), (c), 825.205(b)
(law.md N1, N4, C1).
"""

from collections.abc import Iterable
from typing import Protocol

from workflows.rules.answers import Place, contradiction
from workflows.rules.entitlement import Entry
from workflows.rules.plans import TERMS, BankPart, Plan
from workflows.rules.time_in_days import DAY_MINUTES, WEEK_MINUTES

_HOUR_MINUTES = 60
_LONGEST_DAY = DAY_MINUTES + _HOUR_MINUTES
_LONGEST_WEEK = WEEK_MINUTES + _HOUR_MINUTES
"""In the autumn a day and its week have an hour more."""

ONE_BANK = tuple(plan for plan, terms in TERMS.items() if terms.bank == (BankPart.PERSON,))
"""Plans of which a person has one bank and no other."""


class OfBank(Protocol):
    """Anything that names a plan and the key of its bank."""

    @property
    def plan(self) -> Plan:
        """The plan."""

    @property
    def bank(self) -> str:
        """The key of its bank."""


def must_be_days(entries: Iterable[Entry], *listed: str) -> None:
    """Refuse an entry of more than one day, and weeks that no workweek makes of its minutes. `listed`: the names that
    lead to the list."""
    for number, entry in enumerate(entries):
        at: Place = (*listed, number)
        if abs(entry.minutes) > _LONGEST_DAY:
            says = "an entry holds more than a day: each day of leave has its own entry"
            raise contradiction("more_than_a_day", says, at=at, on=entry.on)
        if not _fit(entry):
            says = "the weeks of an entry cannot be its minutes in any workweek"
            raise contradiction("weeks_do_not_fit_minutes", says, at=at, on=entry.on)


def must_have_one_bank(**lists: Iterable[OfBank]) -> None:
    """Refuse a second bank of a plan that has one for each person: what stands in it would be passed over. Each list
    by the name that it has in the facts."""
    found: dict[Plan, str] = {}
    for listed, keys in lists.items():
        for number, key in enumerate(keys):
            if key.plan in ONE_BANK and found.setdefault(key.plan, key.bank) != key.bank:
                says = f"{key.plan.value} has one bank for each person, not two"
                raise contradiction("second_bank_of_a_person", says, at=(listed, number))


def _fit(entry: Entry) -> bool:
    """Both of one sign, and the week that they make no longer than a week."""
    if entry.weeks == 0 or entry.minutes == 0:
        return entry.weeks == entry.minutes
    return 0 < entry.minutes / entry.weeks <= _LONGEST_WEEK
