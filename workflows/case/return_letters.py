"""Letters about the end of a leave as data: the return, light duty, a need that ended, the closing.

Knows: what each letter must contain, and its citation. Never knows: the case, words, or the relation to who has died.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from workflows.values import Frozen


class ReturnHeld(Frozen):
    """29 CFR 825.312(e): the return waits for a fitness-for-duty certification; the job stays the employee's."""

    kind: Literal["return_held"] = "return_held"
    returns_on: date
    functions: bool


class LightDuty(Frozen):
    """29 CFR 825.220(d): what an answer to light duty does to the leave. `right_until`: the last day on which the right
    to the former job is held; None: it is being found out, or the leave goes on."""

    kind: Literal["light_duty"] = "light_duty"
    from_on: date
    answer: str
    right_until: date | None
    beyond_restrictions: bool = Field(False, description="The offer went beyond what the provider allows.")


class NeedEnded(Frozen):
    """To the employee, after a death in the family, in kind words: nothing more is asked, and where help is."""

    kind: Literal["need_ended"] = "need_ended"
    ended_on: date | None
    other_leave: bool = False


class LeaveEndsSooner(Frozen):
    """29 CFR 825.311: the need for leave ended, how and on which day; whether the right to return ended with it."""

    kind: Literal["leave_ends_sooner"] = "leave_ends_sooner"
    how: str
    last_on: date
    right_ends: bool


class BereavementReview(Frozen):
    """To the Liaison: the day from which bereavement leave may be looked at. Nothing of the relation."""

    kind: Literal["bereavement_review"] = "bereavement_review"
    ended_on: date | None


class LeaveEnded(Frozen):
    """To the employee: the case is closed, on which day and how, and how it is opened again."""

    kind: Literal["leave_ended"] = "leave_ended"
    closed_on: date
    ground: str
