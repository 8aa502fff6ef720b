"""The job of a key employee at the end of leave: that it will be refused, that it was asked for again, what came of it.

Knows: who said what on which day, and which letter was served how. Never knows: pay, or what the injury is made of.
29 CFR 825.217-219 (law.md J7).
"""

from datetime import date, datetime

from pydantic import Field

from workflows.case.asked import JobAnswer
from workflows.case.said import Serving
from workflows.rules.key_employees import Injury
from workflows.values import Frozen

KEY_EMPLOYEE = "key_employee"
"""What a notice of rights is about that tells somebody of being a key employee (825.219(a))."""


class Served(Frozen):
    """A letter that was handed over in person or sent by certified mail: on which day, and how."""

    on: date
    how: Serving


class JobRefusal(Frozen):
    """Nothing in it: nobody has said that the job will be refused. A named person says so, and a named person decides
    when the employee asks again."""

    announced_at: datetime | None = None
    announced_by: str | None = None
    basis: tuple[Injury, ...] = ()
    return_by: date | None = Field(None, description="Until when the employee may come back to it; None: not begun.")
    announcement: Served | None = Field(None, description="How the first letter was served; None: it was not yet.")
    asked_again_at: datetime | None = None
    answer: JobAnswer | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    denial: Served | None = Field(None, description="How the last letter was served, where the answer is no.")

    @property
    def is_announced(self) -> bool:
        """Whether it was said, and nothing has come of it yet."""
        return self.announced_at is not None and self.answer is None

    @property
    def is_denied(self) -> bool:
        """Whether the job is refused for good."""
        return self.answer is JobAnswer.REFUSED

    @property
    def awaits_serving(self) -> bool:
        """Whether a letter is still to be served."""
        return (self.is_announced and self.announcement is None) or (self.is_denied and self.denial is None)

    @property
    def is_owed_an_answer(self) -> bool:
        """Whether the employee waits: for the decision, or for the letter that tells it (825.219(d))."""
        return (self.is_announced and self.asked_again_at is not None) or (self.is_denied and self.denial is None)
