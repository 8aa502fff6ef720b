"""What was told and does not fit: the task names the code, the rule and a sentence, and repeats nothing of it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.case.telling import POLICY, Telling, at, period
from workflows.case import asked, said
from workflows.case.contradictions import SENTENCES, Contradiction
from workflows.case.duties import AskPerson, TaskKind
from workflows.rules.end_of_need import EndKind
from workflows.rules.light_duty import LightDutyAnswer
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.spans import Days

NOW = at("2026-03-03")
MARCH_4, MARCH_9 = date(2026, 3, 4), date(2026, 3, 9)
HOURS = {"starts_at": at("2026-03-11", "12:00"), "ends_at": at("2026-03-11", "09:00")}
PLACES = {"first_on": MARCH_9, "last_on": MARCH_4}


def bonding() -> Telling:
    """Leave that needs no paper, asked for and not decided."""
    told = Telling(at("2026-03-02"), period("2026-03-09", "2026-04-17", LeaveReason.BONDING, LeaveShape.INTERMITTENT))
    told.found(at("2026-03-02", "09:01"))
    return told


def approved() -> Telling:
    told = bonding()
    assert told.ask(asked.Approval, NOW) is None
    return told


def withdrawn() -> Telling:
    told = bonding()
    told.say(said.RequestWithdrawn, NOW, period=1)
    return told


def cancelled() -> Telling:
    told = bonding()
    told.say(said.ReportedAbsence, NOW, absence_id="A-1", **HOURS | {"ends_at": at("2026-03-11", "15:00")})
    told.say(said.AbsenceCancelled, NOW, absence_id="A-1")
    return told


def bereaved() -> Telling:
    told = Telling(
        at("2026-03-02"), period("2026-03-02", "2026-04-17", LeaveReason.FAMILY_CARE, LeaveShape.INTERMITTENT)
    )
    told.found(at("2026-03-02", "09:01"))
    told.say(said.FamilyMemberDied, NOW, died_on=date(2026, 3, 3))
    return told


def paper(kind: said.DocumentKind) -> dict[str, Any]:
    return {"document": "D-1", "document_kind": kind}


STORIES: list[tuple[Contradiction, Callable[[], Telling], type[said.Message], dict[str, Any]]] = [
    (Contradiction.ABSENCE_ENDS_BEFORE_IT_BEGINS, bonding, said.ReportedAbsence, {"absence_id": "A-1", **HOURS}),
    (Contradiction.ABSENCE_NEVER_TOLD, bonding, said.AbsenceCancelled, {"absence_id": "A-1"}),
    (Contradiction.ABSENCE_STANDS_NO_LONGER, cancelled, said.AbsenceCancelled, {"absence_id": "A-1"}),
    (
        Contradiction.ABSENCE_AFTER_THE_NEED,
        bereaved,
        said.ReportedAbsence,
        {"absence_id": "A-1", **HOURS, "ends_at": at("2026-03-11", "15:00")},
    ),
    (
        Contradiction.ABSENCE_IN_NO_PERIOD,
        bonding,
        said.ReportedAbsence,
        {"absence_id": "A-1", "starts_at": at("2026-06-01"), "ends_at": at("2026-06-01", "12:00")},
    ),
    (
        Contradiction.ABSENCE_BEYOND_THE_LEAVE,
        approved,
        said.ReportedAbsence,
        {"absence_id": "A-1", "starts_at": at("2026-04-16"), "ends_at": at("2026-04-20")},
    ),
    (Contradiction.NO_SUCH_PERIOD, bonding, said.DatesChanged, {"period": 7, "first_on": MARCH_4, "last_on": MARCH_9}),
    (
        Contradiction.PERIOD_SETTLED_FOR_GOOD,
        withdrawn,
        said.DatesChanged,
        {"period": 1, "first_on": MARCH_9, "last_on": None},
    ),
    (Contradiction.DATES_END_BEFORE_THEY_BEGIN, bonding, said.DatesChanged, {"period": 1, **PLACES}),
    (Contradiction.NOTHING_TO_WITHDRAW, bonding, said.RequestWithdrawn, {"period": 7}),
    (Contradiction.NO_NEED_THAT_ENDS_SO, bonding, said.FamilyMemberDied, {"died_on": MARCH_4}),
    (
        Contradiction.NO_NEED_THAT_ENDS_SO,
        bonding,
        said.NeedEnded,
        {"how": EndKind.RECOVERY, "last_day_of_need": MARCH_4},
    ),
    (Contradiction.NO_LEAVE_TO_RETURN_FROM, bonding, said.ReturnedToWork, {"returned_on": MARCH_4}),
    (
        Contradiction.NO_LEAVE_FOR_LIGHT_DUTY,
        bonding,
        said.LightDutyAnswered,
        {"from_on": MARCH_4, "answer": LightDutyAnswer.ACCEPTED},
    ),
    (Contradiction.CLEARANCE_WITHOUT_LEAVE, bonding, said.DocumentReceived, paper(said.DocumentKind.CLEARANCE)),
    (Contradiction.CERTIFICATION_NOT_ASKED, bonding, said.DocumentReceived, paper(said.DocumentKind.CERTIFICATION)),
    (
        Contradiction.OPINION_NOT_ORDERED,
        bonding,
        said.OpinionReceived,
        {"which": said.Opinion.SECOND, "certifies": True},
    ),
    (Contradiction.OPINION_NOT_ORDERED, bonding, said.OpinionCopiesAsked, {}),
    (
        Contradiction.NO_JOB_LETTER_TO_SERVE,
        approved,
        said.JobLetterServed,
        {"served_on": MARCH_4, "how": said.Serving.IN_PERSON},
    ),
    (Contradiction.NO_JOB_REFUSED, approved, said.JobAskedAgain, {}),
    (
        Contradiction.YEAR_NOT_IN_WEEKS,
        bonding,
        said.DfmlDecided,
        {"claim": "approved", "years": (Days(first_on=MARCH_4, last_on=date(2027, 3, 4)),)},
    ),
]


@pytest.mark.parametrize(("what", "case", "fact", "fields"), STORIES)
def test_the_task_says_what_did_not_fit(
    what: Contradiction, case: Callable[[], Telling], fact: type[said.Message], fields: dict[str, Any]
) -> None:
    told = case()
    duties = told.say(fact, NOW, **fields)
    (task,) = [d for d in duties if isinstance(d, AskPerson) and "code" in d.facts]
    rule, says = SENTENCES[what]
    assert (task.facts["code"], task.facts["says"], task.facts.get("rule")) == (what.value, says, rule)
    assert task.facts.get("citation") == (POLICY.citation(rule) if rule else None)
    assert task.kind in (TaskKind.FACT_CONTRADICTS, TaskKind.ABSENCE_OUTSIDE_LEAVE)
    assert task.facts["message"] == f"message-{told.count:04d}"


def test_every_contradiction_has_its_words_and_its_story() -> None:
    elsewhere = {Contradiction.OPINION_NOT_AWAITED, Contradiction.NOT_EMPLOYED_THEN}
    elsewhere |= {Contradiction.BACK_BEFORE_THE_HELD_DAY, Contradiction.JOB_LETTER_TOO_LATE}
    elsewhere |= {Contradiction.JOB_LETTER_BEFORE_IT_WAS_WRITTEN}
    elsewhere |= {Contradiction.APPROVED_AND_NOT_ELIGIBLE}
    assert {what for what, *_ in STORIES} | elsewhere == set(Contradiction) == set(SENTENCES)


def test_no_sentence_repeats_a_day_an_hour_or_a_name() -> None:
    said_of_it = [says for _, says in SENTENCES.values()]
    assert [says for says in said_of_it if re.search(r"\d|[{}]|LV-", says)] == []
    assert len(dict.fromkeys(said_of_it)) == len(said_of_it)


def test_a_decision_still_names_its_code_alone() -> None:
    told = bonding()
    assert told.ask(asked.Approval, NOW, periods=(7,)) == "no_such_period"
