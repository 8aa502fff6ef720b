"""The eligibility track: is the employment record in hand, and what was found.

Knows: the finding and where it came from. Never knows: how eligibility is computed (`rules.eligible`), or the time.
29 CFR 825.110, 825.300(b).
"""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from workflows.rules.eligible import EligibilityFinding, UnmetTest
from workflows.values import Frozen


class EligibilityState(StrEnum):
    """How far the question is."""

    AWAITED = "awaited"
    FOUND = "found"
    NO_RECORD = "no_record"


class Eligibility(Frozen):
    """Whether the employee meets the tests, and which are not met."""

    state: EligibilityState = EligibilityState.AWAITED
    finding: EligibilityFinding | None = Field(
        None, description="What was found last; where the record is asked anew, it holds until the new answer is in."
    )
    asked_for: date | None = Field(
        None, description="A day after the first one of the leave, where eligibility begins."
    )

    tested_on: date | None = Field(None, description="The day on which it was found; None: before that was kept.")
    failed_before: tuple[UnmetTest, ...] = Field(
        (), description="What failed when it was tested last, where it is tested again at a later absence (E8)."
    )

    corrected_at: datetime | None = Field(
        None, description="When the records were said to be corrected, where they are asked anew because of it."
    )
    asking: tuple[date, ...] = Field(
        (), description="Where they are: the days asked about one after the other, until the tests are met on one."
    )
    asked_too_early: bool = Field(
        False, description="Whether the answer that is awaited may be from before the records were corrected."
    )

    @property
    def failed(self) -> tuple[UnmetTest, ...]:
        """The tests that surely fail."""
        return tuple(u.code for u in self.finding.unmet if not u.code.is_unknown) if self.finding else ()

    @property
    def is_unchanged(self) -> bool:
        """Whether it is tested again, and fails as before: no other notice is owed then (825.300(b)(3))."""
        return self.is_refused and bool(self.failed_before) and self.failed == self.failed_before

    @property
    def is_refused(self) -> bool:
        """Whether a test surely fails. Unknown is not no."""
        return self.finding is not None and self.finding.eligible is False

    @property
    def begins_on(self) -> date | None:
        """The first day of the leave that is protected, where it began before the tests were met (825.110(d))."""
        return self.asked_for if self.finding is not None and self.finding.eligible else None
