"""By when is it due: every clock of leave, by its kind, as one question.

Knows: which module answers for which clock. Never knows: a number of days, or any rule. 29 CFR 825.300-308;
M.G.L. c.175M; 458 CMR 2.10-2.14.
"""

from typing import Annotated

from pydantic import ConfigDict, Field

from workflows.rules.answers import Answer
from workflows.rules.certification_clocks import CopiesClock, PapersClock, copies_deadline, papers_deadline
from workflows.rules.clocks import Deadline
from workflows.rules.dfml_clocks import DfmlClock, dfml_deadline
from workflows.rules.employee_notices import ChangeClock, change_deadline
from workflows.rules.employer_notices import AmountClock, NoticeClock, amount_deadline, notice_deadline
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen

Clock = Annotated[
    NoticeClock | AmountClock | PapersClock | CopiesClock | ChangeClock | DfmlClock, Field(discriminator="kind")
]
"""One clock, and what happened when."""


class DeadlineFacts(Frozen):
    """One clock, by its kind, and what started it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"clock": {"kind": "certification", "received_on": "2026-02-13"}},
                {
                    "clock": {
                        "kind": "eligibility_notice",
                        "known": [
                            {"on": "2026-02-06", "by": "supervisor", "shown": None},
                            {"on": "2026-03-02", "by": "leave_office", "shown": True},
                        ],
                    }
                },
                {"clock": {"kind": "dfml_change_by_employer", "from_on": "2026-03-12"}},
            ]
        }
    )

    clock: Clock = Field(description="Which clock it is, and what happened when.")


def deadline(facts: DeadlineFacts, *, policy: LeavePolicy) -> Answer[Deadline]:
    """By when it is due, with the legal date and all that it was counted from."""
    return _of(facts.clock, policy).within("clock")


def _of(clock: Clock, policy: LeavePolicy) -> Answer[Deadline]:
    if isinstance(clock, NoticeClock):
        return notice_deadline(clock, policy=policy)
    if isinstance(clock, AmountClock):
        return amount_deadline(clock, policy=policy)
    if isinstance(clock, PapersClock):
        return papers_deadline(clock, policy=policy)
    if isinstance(clock, CopiesClock):
        return copies_deadline(clock, policy=policy)
    if isinstance(clock, ChangeClock):
        return change_deadline(clock, policy=policy)
    return dfml_deadline(clock, policy=policy)
