"""Letters about the job of a key employee as data: their fields are all that their templates may say of the case.

Knows: what each letter must contain, and its citation. Never knows: the case, words, or how it is served.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from workflows.rules.key_employees import Injury
from workflows.values import Frozen


class JobRefusalAnnounced(Frozen):
    """29 CFR 825.219(b): the job will be refused at the end of leave, on what basis; leave itself is not. `return_by`:
    until when the employee may come back to it; None: leave has not begun."""

    kind: Literal["job_refusal_announced"] = "job_refusal_announced"
    basis: tuple[Injury, ...]
    return_by: date | None


class JobDecided(Frozen):
    """29 CFR 825.219(d): the job was asked for again at the end of leave, or the employer gives it back all the same.
    `basis`: what was found anew, where it is refused."""

    kind: Literal["job_decided"] = "job_decided"
    is_refused: bool
    basis: tuple[Injury, ...] = Field(())
