"""Absences that the tests of counting are told about. People are fictional; days are real."""

from typing import Any

from tests.rules.facts import POLICY, at, day
from workflows.rules.absence_counting import count_absence
from workflows.rules.absence_facts import AbsenceCounted, AbsenceCountedFacts
from workflows.rules.answers import Answer
from workflows.rules.policy import LeavePolicy
from workflows.rules.schedule import Schedule

Pair = tuple[str, str]


def interval(starts: str, ends: str, **more: Any) -> dict[str, Any]:
    """2026-04-14T09:00 to 2026-04-14T12:00, by the clock in New York."""
    return {"starts_at": at(starts), "ends_at": at(ends), **more}


def days(first: str, last: str | None = None) -> dict[str, Any]:
    """Whole days of leave."""
    return {"first_on": day(first), "last_on": day(last or first)}


def facts(schedule: Schedule, *away: Pair, **more: Any) -> AbsenceCountedFacts:
    """An absence of a decided period in a week that is over."""
    told: dict[str, Any] = {
        "schedule": schedule,
        "away": [interval(*pair) for pair in away],
        "notice_on": day("2026-01-05"),
        "known_to": day("2027-12-31"),
        "period_decided": True,
    }
    return AbsenceCountedFacts.model_validate({**told, **more})


def ask(schedule: Schedule, *away: Pair, by: LeavePolicy = POLICY, **more: Any) -> Answer[AbsenceCounted]:
    """What the rules say of it."""
    return count_absence(facts(schedule, *away, **more), policy=by)


def counted(schedule: Schedule, *away: Pair, by: LeavePolicy = POLICY, **more: Any) -> AbsenceCounted:
    """The one result."""
    answer = ask(schedule, *away, by=by, **more)
    assert answer.result is not None, answer.says
    return answer.result


def left_out(result: AbsenceCounted) -> list[tuple[str, int, str]]:
    """What is not charged: day, minutes, rule."""
    return [(str(n.on), n.minutes, n.rule) for n in result.not_charged]


def branch_minutes(answer: Answer[AbsenceCounted]) -> list[int | None]:
    """Minutes charged in each branch."""
    return [b.result.minutes if b.result else None for b in answer.branches]


def rules_of(answer: Answer[AbsenceCounted]) -> list[str]:
    """The rules of its steps, in order."""
    return [step.rule for step in answer.steps]


def says(answer: Answer[AbsenceCounted], rule: str) -> str:
    """What the steps of a rule say, in one line."""
    return " ".join(step.says for step in answer.steps if step.rule == rule)
