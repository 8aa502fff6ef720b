"""What the employer owes to the state department that decides PFML claims (DFML), as far as a case knows of it.

Knows: that a change of the leave is told within the days of the law. Never knows: a claim, its reason, its decision:
DFML decides these, and its own dates prevail. 458 CMR 2.10(2); M.G.L. c.175M.
"""

from datetime import date
from typing import TYPE_CHECKING

from workflows.case.deadlines import DeadlineKind
from workflows.case.duties import TaskKind
from workflows.case.said import DfmlTold
from workflows.rules.dfml_clocks import dfml_change_due

if TYPE_CHECKING:
    from workflows.case.turn import Turn

KEY = "dfml_told"


def owe_word_of_a_change(turn: "Turn", changed_on: date) -> None:
    """Both sides tell DFML within seven calendar days of the change; a person sees to the employer's part. A later
    word on the same change moves the clock to the day that is known now."""
    if turn.case.edition < 2:
        return
    told_by = dfml_change_due(changed_on, policy=turn.case.policy)
    turn.start_deadline(DeadlineKind.DFML_TOLD, KEY, told_by, started_at=turn.at)
    turn.ask(TaskKind.TELL_DFML, about=KEY, due_on=told_by.due_on, rule="F7")


def dfml_told(turn: "Turn", told: DfmlTold) -> None:
    """Done, late or in time; a clock that was missed stays so."""
    turn.note("dfml_told", rule="F7", told_on=told.told_on, has_claim=told.has_claim)
    deadline = turn.case.deadline(KEY)
    if deadline is not None and not told.has_claim:
        turn.set_deadline(deadline.stopped(at=turn.at))
    turn.satisfy(KEY, at=told.received_at)
    turn.tasks_done(TaskKind.TELL_DFML)
