"""The eligibility track: is the employment record in hand, and what was found.

Knows: the finding and where it came from. Never knows: how eligibility is computed (`rules.eligible`), or the time.
29 CFR 825.110, 825.300(b).
"""

from enum import StrEnum

from workflows.rules.eligible import EligibilityFinding
from workflows.values import Frozen


class EligibilityState(StrEnum):
    """How far the question is."""

    AWAITED = "awaited"
    FOUND = "found"
    NO_RECORD = "no_record"


class Eligibility(Frozen):
    """Whether the employee meets the tests, and which are not met."""

    state: EligibilityState = EligibilityState.AWAITED
    finding: EligibilityFinding | None = None

    @property
    def is_refused(self) -> bool:
        """Whether a test surely fails. Unknown is not no."""
        return self.finding is not None and self.finding.eligible is False
