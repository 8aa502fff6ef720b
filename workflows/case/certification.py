"""The certification track: one for each reason that needs one.

Knows: how a certification is asked for, received, found deficient, cured and found sufficient. Never knows: its
content, the provider, or when its time is over: that is a deadline. 29 CFR 825.305-307, 825.313.
"""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from workflows.rules.opinions import OpinionFacts
from workflows.rules.reasons import LeaveReason
from workflows.rules.recertification import CertifiedExtent
from workflows.rules.sufficiency import CertificationItem, Defect
from workflows.values import Frozen

# 825.122(k): bonding with a healthy child needs no medical certification.
NEEDS_NONE = (LeaveReason.BONDING,)


class CertificationState(StrEnum):
    """Where a certification stands."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    RECEIVED = "received"
    DEFICIENT = "deficient"
    SUFFICIENT = "sufficient"
    NO_LONGER_NEEDED = "no_longer_needed"


class Certification(Frozen):
    """The certification of one reason. `asked_at` is when the written request reached the employee."""

    number: int
    reason: LeaveReason
    state: CertificationState = CertificationState.NOT_ASKED
    asked_at: datetime | None = None
    received_at: datetime | None = None
    document: str | None = None
    defect: Defect | None = None
    items: tuple[CertificationItem, ...] = ()
    again: int = Field(0, description="How often it was asked for anew: a recertification (825.308).")
    certified_at: datetime | None = Field(None, description="When the last sufficient one was in hand.")
    extent: CertifiedExtent | None = Field(None, description="What the last sufficient one says of the duration.")
    minimum_last_on: date | None = Field(None, description="The last day of a minimum duration that it names.")
    opinion: OpinionFacts | None = Field(None, description="Second and third opinions on it; None: none was ordered.")

    @property
    def due_key(self) -> str:
        """Key of its deadline."""
        return f"certification/{self._label}"

    @property
    def reminder_key(self) -> str:
        """Key of its reminder."""
        return f"reminder/{self._label}"

    @property
    def cure_key(self) -> str:
        """Key of its cure."""
        return f"cure/{self._label}"

    @property
    def _label(self) -> str:
        return f"{self.number}.{self.again}" if self.again else str(self.number)

    @property
    def is_waited_for(self) -> bool:
        """Whether the employee still has to hand something in."""
        return self.state in (CertificationState.ASKED, CertificationState.DEFICIENT)

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is needed before a decision."""
        return self.state in (CertificationState.SUFFICIENT, CertificationState.NO_LONGER_NEEDED)

    def asked(self, *, at: datetime) -> "Certification":
        """The written request reached the employee."""
        return self.model_copy(update={"state": CertificationState.ASKED, "asked_at": at})

    def received(self, document: str, *, at: datetime) -> "Certification":
        """A paper came; nobody has judged it."""
        return self.model_copy(update={"state": CertificationState.RECEIVED, "document": document, "received_at": at})

    def found_deficient(self, defect: Defect, items: tuple[CertificationItem, ...]) -> "Certification":
        """A coordinator named what is missing."""
        return self.model_copy(update={"state": CertificationState.DEFICIENT, "defect": defect, "items": items})

    def found_sufficient(self, extent: CertifiedExtent | None, minimum_last_on: date | None) -> "Certification":
        """A coordinator found it complete and sufficient, and may have noted the duration that it names."""
        found = {"state": CertificationState.SUFFICIENT, "defect": None, "items": (), "certified_at": self.received_at}
        return self.model_copy(update=found | {"extent": extent, "minimum_last_on": minimum_last_on})

    def wanted_again(self) -> "Certification":
        """A recertification is owed to be asked for; its clocks are its own."""
        anew: dict[str, object] = {"state": CertificationState.NOT_ASKED, "again": self.again + 1}
        return self.model_copy(update=anew | dict.fromkeys(("document", "received_at", "opinion")))

    def let_go(self) -> "Certification":
        """The need ended: nothing is asked any more."""
        return self.model_copy(update={"state": CertificationState.NO_LONGER_NEEDED})


def meant(
    certifications: tuple[Certification, ...], reason: LeaveReason | None, *states: CertificationState
) -> Certification | None:
    """The certification a message speaks of: of that reason where it names one, else the first in such a state."""
    in_state = (c for c in certifications if c.state in states)
    return next((c for c in in_state if reason in (None, c.reason)), None)


def needed_for(reasons: tuple[LeaveReason, ...]) -> tuple[Certification, ...]:
    """One certification for each reason that needs one, in the order of the request."""
    once = dict.fromkeys(reason for reason in reasons if reason not in NEEDS_NONE)
    return tuple(Certification(number=n, reason=reason) for n, reason in enumerate(once, start=1))
