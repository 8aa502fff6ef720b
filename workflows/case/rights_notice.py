"""The letter about rights as data: its fields are all that its template may say of the case.

Knows: what the letter must contain, and its citation. Never knows: the case, words, or when it is due.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from workflows.rules.choices import LeaveYearMethod
from workflows.rules.policy import FixedYear
from workflows.rules.reasons import LeaveReason
from workflows.values import Frozen


class RightsNotice(Frozen):
    """29 CFR 825.300(c): rights and responsibilities, with the written request for a certification (825.305). A key
    employee is told so here, or the job can never be refused on that ground (825.219(a)). Each reason has a paper and
    weeks of its own (825.309, 825.310, 825.127(e)). Defaults are what letters of earlier releases said."""

    kind: Literal["rights_notice"] = "rights_notice"
    starts_on: date
    certification_asked: bool
    certification_days: int
    clearance_asked: bool
    key_employee: bool = False
    reasons: tuple[LeaveReason, ...] = Field((), description="What the leave is for; empty: not told.")
    papers_for: tuple[LeaveReason, ...] = Field((), description="The reasons for which a certification is asked now.")
    weeks: int = 12
    caregiver_weeks: int = 26
    leave_year: tuple[LeaveYearMethod, ...] = Field(
        (LeaveYearMethod.ROLLING_BACKWARD,), description="How the 12 months are counted: the best of these holds (N3)."
    )
    leave_year_begins: FixedYear = FixedYear()
    premium_grace_days: int = 30
    premium_warning_days: int = 15
    paid_time_required: bool = Field(False, description="The employer requires that paid time runs with it (K1).")
