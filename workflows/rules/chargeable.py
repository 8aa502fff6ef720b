"""What the ledger may be asked to count for one cause: the days of a period, the hours of an absence, or nothing.

Knows: days and instants. Never knows: why, for whom, or against which plan. 29 CFR 825.205 (law.md C1).
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from workflows.values import Frozen


class ChargePeriod(Frozen):
    """All scheduled time of these days."""

    of: Literal["period"] = "period"
    first_on: date
    last_on: date


class ChargeAbsence(Frozen):
    """The scheduled time inside this interval."""

    of: Literal["absence"] = "absence"
    starts_at: datetime
    ends_at: datetime


class ChargeNothing(Frozen):
    """Nothing: whatever was charged for the cause is reversed."""

    of: Literal["nothing"] = "nothing"


Chargeable = Annotated[ChargePeriod | ChargeAbsence | ChargeNothing, Field(discriminator="of")]
