"""What of a count lies outside somebody's employment: nobody is on leave from work that nobody has.

Knows: the days of a count, and on which of them the directory knows of employment. Never knows: the ledger, a case.
29 CFR 825.205(b)(1), 825.216(a)(1) (law.md C1).
"""

from workflows.rules.personnel import PersonnelRecord
from workflows.rules.posting import Counted
from workflows.rules.spans import Days, runs_of


def not_employed(counted: Counted, told: PersonnelRecord | None) -> tuple[Days, ...]:
    """The days, of those that would be charged or cannot be counted, on which there is no employment."""
    days = (*(charge.on for charge in counted.charges), *counted.unknown)
    return runs_of(on for on in days if told is not None and not told.is_employed_on(on))


def in_employment(counted: Counted, told: PersonnelRecord | None) -> Counted:
    """The count without them."""
    if told is None:
        return counted
    return counted._replace(
        charges=tuple(charge for charge in counted.charges if told.is_employed_on(charge.on)),
        holidays=tuple(on for on in counted.holidays if told.is_employed_on(on)),
        unknown=tuple(on for on in counted.unknown if told.is_employed_on(on)),
    )
