"""The fitness-for-duty track: whether the agency asks for clearance before the return, and whether it came.

Knows: announced, asked, received, held. Never knows: the paper's content, or whether a return may be held.
29 CFR 825.312.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import Field

from workflows.case.designation import Period
from workflows.rules.reasons import LeaveReason
from workflows.values import Frozen

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase


class ClearanceState(StrEnum):
    """Where the clearance stands."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    RECEIVED = "received"


class FitnessForDuty(Frozen):
    """Clearance before a return, asked for by the designation notice or not at all (825.312(d))."""

    state: ClearanceState = ClearanceState.NOT_ASKED
    document: str | None = None
    received_at: datetime | None = None
    announced: bool = Field(False, description="Whether a designation notice said that it is asked for.")
    held_by: str | None = Field(None, description="Who holds the return; None: nobody does.")
    held_at: datetime | None = None
    held_return_on: date | None = Field(None, description="The day of the return that is held, as it was expected.")


def asks_clearance(case: "LeaveCase", periods: Iterable[Period]) -> bool:
    """Whether the agency asks for clearance after this leave: own condition alone (825.312(a)), and of leave that is
    taken now and then not for each return (825.312(f))."""
    whole = [p for p in periods if not p.is_intermittent]
    is_own = case.edition < 3 or any(p.reason is LeaveReason.OWN_CONDITION for p in whole)
    return case.clearance_asked and bool(whole) and is_own
