"""The fitness-for-duty track: whether the agency asks for clearance before the return, and whether it came.

Knows: asked, received. Never knows: the paper's content, or who may hold a return. 29 CFR 825.312.
"""

from datetime import datetime
from enum import StrEnum

from workflows.values import Frozen


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
