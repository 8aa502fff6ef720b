"""What was told and does not fit the case: a code for programs and a sentence for the person who clears it up.

Knows: the words of every contradiction, and the rule beside which it stands. Never knows: what was told: a sentence
repeats no day, no hour and no name of it. A fact cannot be refused, so it becomes a task, and nothing else changes.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from workflows.case.duties import TaskKind

if TYPE_CHECKING:
    from workflows.case.turn import Turn


class Contradiction(StrEnum):
    """Stable codes; worklists and scripts may rely on them."""

    ABSENCE_ENDS_BEFORE_IT_BEGINS = "absence_ends_before_it_begins"
    ABSENCE_NEVER_TOLD = "absence_never_told"
    ABSENCE_STANDS_NO_LONGER = "absence_stands_no_longer"
    ABSENCE_AFTER_THE_NEED = "absence_after_the_need"
    ABSENCE_IN_NO_PERIOD = "absence_in_no_period"
    ABSENCE_BEYOND_THE_LEAVE = "absence_beyond_the_leave"
    NOT_EMPLOYED_THEN = "not_employed_then"
    NO_SUCH_PERIOD = "no_such_period"
    PERIOD_SETTLED_FOR_GOOD = "period_settled_for_good"
    DATES_END_BEFORE_THEY_BEGIN = "dates_end_before_they_begin"
    NOTHING_TO_WITHDRAW = "nothing_to_withdraw"
    NO_NEED_THAT_ENDS_SO = "no_need_that_ends_so"
    NO_LEAVE_TO_RETURN_FROM = "no_leave_to_return_from"
    BACK_BEFORE_THE_HELD_DAY = "back_before_the_held_day"
    NO_LEAVE_FOR_LIGHT_DUTY = "no_leave_for_light_duty"
    CLEARANCE_WITHOUT_LEAVE = "clearance_without_leave"
    CERTIFICATION_NOT_ASKED = "certification_not_asked"
    OPINION_NOT_ORDERED = "opinion_not_ordered"
    OPINION_NOT_AWAITED = "opinion_not_awaited"
    YEAR_NOT_IN_WEEKS = "year_not_in_weeks"
    NO_JOB_LETTER_TO_SERVE = "no_job_letter_to_serve"
    JOB_LETTER_TOO_LATE = "job_letter_too_late"
    JOB_LETTER_BEFORE_IT_WAS_WRITTEN = "job_letter_before_it_was_written"
    NO_JOB_REFUSED = "no_job_refused"
    APPROVED_AND_NOT_ELIGIBLE = "approved_and_not_eligible"


SENTENCES: dict[Contradiction, tuple[str | None, str]] = {
    Contradiction.ABSENCE_ENDS_BEFORE_IT_BEGINS: ("F2", "An absence ends at or before the moment at which it begins."),
    Contradiction.ABSENCE_NEVER_TOLD: ("F2", "An absence was cancelled that was never told to this case."),
    Contradiction.ABSENCE_STANDS_NO_LONGER: ("F2", "An absence was cancelled that is cancelled or replaced already."),
    Contradiction.ABSENCE_AFTER_THE_NEED: ("F6", "An absence begins after the day on which the need ended."),
    Contradiction.ABSENCE_IN_NO_PERIOD: ("F2", "An absence lies in no period that counts absence by absence."),
    Contradiction.ABSENCE_BEYOND_THE_LEAVE: (
        "F6",
        "An absence reaches beyond the days of the leave. What lies outside them is not counted.",
    ),
    Contradiction.NOT_EMPLOYED_THEN: (
        "C1",
        "Leave lies on days for which the directory has no employment: before it began, or after it ended.",
    ),
    Contradiction.NO_SUCH_PERIOD: ("F6", "New dates are for a period that the case does not have."),
    Contradiction.PERIOD_SETTLED_FOR_GOOD: ("F6", "New dates are for a period that is denied, withdrawn or over."),
    Contradiction.DATES_END_BEFORE_THEY_BEGIN: ("F6", "New dates end before they begin."),
    Contradiction.NOTHING_TO_WITHDRAW: (None, "A period was withdrawn that the case does not have."),
    Contradiction.NO_NEED_THAT_ENDS_SO: ("F6", "No need of this case can end as it was told, or it has ended already."),
    Contradiction.NO_LEAVE_TO_RETURN_FROM: (
        "J7",
        "A return was told for a day at which no approved leave runs.",
    ),
    Contradiction.BACK_BEFORE_THE_HELD_DAY: (
        "J3",
        "A return was told for a day before the one on which it was held. The hold has ended.",
    ),
    Contradiction.NO_LEAVE_FOR_LIGHT_DUTY: ("K5", "Light duty was answered for a day on which no such leave runs."),
    Contradiction.CLEARANCE_WITHOUT_LEAVE: ("J3", "A fitness-for-duty paper came, and no leave is approved."),
    Contradiction.CERTIFICATION_NOT_ASKED: ("G2", "A certification came, and the case asks for none."),
    Contradiction.OPINION_NOT_ORDERED: ("G7", "An opinion or its copies were told of, and none was ordered."),
    Contradiction.OPINION_NOT_AWAITED: ("G7", "An opinion came that is not awaited, or is in already."),
    Contradiction.YEAR_NOT_IN_WEEKS: (
        "N9",
        "A benefit year does not run for fifty-two weeks from a Sunday to a Saturday.",
    ),
    Contradiction.NO_JOB_LETTER_TO_SERVE: ("J7", "A letter about the job was served, and none waits to be served."),
    Contradiction.JOB_LETTER_TOO_LATE: (
        "J7",
        "A letter about the job was served too late: it leaves no time to return. The job is not refused by it.",
    ),
    Contradiction.JOB_LETTER_BEFORE_IT_WAS_WRITTEN: (
        "J7",
        "A letter about the job was served on a day before it was written. It still waits to be served.",
    ),
    Contradiction.NO_JOB_REFUSED: ("J7", "A job was asked for again that nobody refuses, or that is decided on."),
    Contradiction.APPROVED_AND_NOT_ELIGIBLE: (
        "E7",
        "FMLA leave is approved, and by the corrected records the employee is not eligible. It counts no longer.",
    ),
}
"""The rule, and what did not fit."""


def contradicts(
    turn: "Turn", what: Contradiction, *, about: str, kind: TaskKind = TaskKind.FACT_CONTRADICTS, **facts: str
) -> None:
    """A person is asked to clear it up, and is told what does not fit and by which rule; the door by which it came
    finds its own message again."""
    rule, says = SENTENCES[what]
    citation = turn.case.policy.citation(rule) if rule else None
    told = {"message": turn.message_id, "code": what.value, "rule": rule, "citation": citation, "says": says}
    turn.ask(kind, about=about, **facts, **told)
