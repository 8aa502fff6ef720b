"""Letters about certifications and opinions as data: their fields are all that their templates may say of the case.

Knows: what each letter must contain, and its citation. Never knows: the case, words, or what a paper says.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from workflows.case.told import Span
from workflows.rules.reasons import LeaveReason
from workflows.rules.sufficiency import CertificationItem, Defect
from workflows.values import Frozen

WhichPaper = Annotated[
    LeaveReason | None,
    Field(description="By the reason it is known who fills the paper in (825.305, 825.309). None: not told."),
]


class CertificationReminder(Frozen):
    """The certification has not come and its due day is near."""

    kind: Literal["certification_reminder"] = "certification_reminder"
    due_on: date
    reason: WhichPaper = None


class CertificationOverdue(Frozen):
    """The due day is over and nothing came: what that means and what can still be done. It is not a denial."""

    kind: Literal["certification_overdue"] = "certification_overdue"
    due_on: date


class CertificationExtended(Frozen):
    """More time for an employee who tried (29 CFR 825.305(b))."""

    kind: Literal["certification_extended"] = "certification_extended"
    due_on: date


class RecertificationAsked(Frozen):
    """29 CFR 825.308: a new certification is asked for in writing, with the days allowed, counted from receipt."""

    kind: Literal["recertification_asked"] = "recertification_asked"
    certification_days: int


class DocumentReceipt(Frozen):
    """A paper arrived, when, and of which kind. Nobody has judged it yet."""

    kind: Literal["document_receipt"] = "document_receipt"
    document: str
    document_kind: str
    received_at: datetime


class DeficiencyNotice(Frozen):
    """29 CFR 825.305(c): what is missing, in writing, and the days to cure it, counted from receipt."""

    kind: Literal["deficiency_notice"] = "deficiency_notice"
    defect: Defect
    items: tuple[CertificationItem, ...]
    cure_days: int
    reason: WhichPaper = None


class DaysUnprotected(Frozen):
    """29 CFR 825.313: a certification came late, and these days are not protected. The leave itself is not denied."""

    kind: Literal["days_unprotected"] = "days_unprotected"
    spans: tuple[Span, ...]


class OpinionOrdered(Frozen):
    """29 CFR 825.307(b), (c): another opinion is asked for; the employer pays, and leave stays protected meanwhile."""

    kind: Literal["opinion_ordered"] = "opinion_ordered"
    which: str


class OpinionsSettled(Frozen):
    """29 CFR 825.307(b), (c): which opinion holds, and whether the need is certified by it."""

    kind: Literal["opinions_settled"] = "opinions_settled"
    binding: str
    certified: bool
