"""How many minutes an employee's workweek has on a day, and by which rule: the base of every fraction of a week.

Knows: which assignment counts when schedules change, rotate or cannot be told. Never knows: leave taken, balances.
29 CFR 825.205(b)-(c), 825.204 (law.md C1, C4, C5, C6, C7, C12).
"""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning
from workflows.rules.choices import OccasionalOvertime, RotationWeek
from workflows.rules.policy import LeavePolicy
from workflows.rules.roster import around, roster_fault
from workflows.rules.schedule import Assignment, Cause, Schedule, ScheduleKind, is_lasting
from workflows.rules.shifts import Overtime
from workflows.rules.variable_week import Averaged, averaged
from workflows.rules.week_facts import (
    MOST_OPEN,
    NO_BEGINNING,
    NO_SCHEDULE,
    WeekFacts,
    counting,
    no_history,
    open_in_base,
)
from workflows.rules.wording import time_of
from workflows.rules.workweek import (
    clock_change,
    of_this_week,
    required_now_and_then,
    rotates,
    week_minutes,
    weeks_around,
)
from workflows.values import Frozen


class WeekBaseFacts(WeekFacts):
    """The day whose workweek is asked for."""

    on: date = Field(description="The day.")

    @model_validator(mode="after")
    def _can_be_told(self) -> "WeekBaseFacts":
        fault = roster_fault(self.schedule, around((self.on,)))
        if fault is not None:
            raise fault
        return self

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "on": "2026-03-09",
                    "schedule": {
                        "assignments": [
                            {
                                "from_on": "2024-01-01",
                                "anchor_on": "2024-01-01",
                                "cycle_days": 14,
                                "works_holidays": True,
                                "shifts": [
                                    {"position": position, "starts": "07:00", "ends": "19:00"}
                                    for position in (1, 2, 5, 6, 7, 10, 11)
                                ],
                            }
                        ]
                    },
                    "notice_on": "2026-02-20",
                }
            ]
        }
    )


class WeekBase(Frozen):
    """The workweek: its minutes, exactly, the rule they come from, and what the whole entitlement is in minutes."""

    minutes: Fraction
    rule: str
    entitlement_minutes: Fraction


class Based(NamedTuple):
    """A base that is found: minutes of the week, its rule, and why in a sentence. `clock_change`: how many of them a
    change of clocks in this very week gave, `of_this_week`: by how many it differs from the usual one (C1)."""

    minutes: Fraction
    rule: str
    says: str
    average: Averaged | None = None
    choices: tuple[str, ...] = ()
    clock_change: int = 0
    of_this_week: Fraction = Fraction(0)


def week_base(facts: WeekBaseFacts, *, policy: LeavePolicy) -> Answer[WeekBase]:
    """What the workweek is on a day. A missing fact that matters makes it conditional."""
    why = Reasoning(policy)
    open_facts = open_in_base(facts, facts.on, policy=policy)
    if len(open_facts) > MOST_OPEN:
        return why.not_answerable("too much is not known", *(o.gap for o in open_facts))
    if open_facts:
        gap, cases = open_facts[0]
        answers = [(label, week_base(facts.model_copy(update=case), policy=policy)) for label, case in cases]
        return why.depends(gap, answers)
    found = base_on(facts, facts.on, policy=policy)
    if isinstance(found, Gap):
        return why.not_answerable("the workweek cannot be told", found)
    say_base(why, found, policy=policy)
    _say_position(why, facts)
    entitlement = (found.minutes - found.clock_change - found.of_this_week) * policy.entitlement_weeks
    why.step("C4", "What the weeks come to in hours follows from the employee's own week.", minutes=entitlement)
    result = WeekBase(minutes=found.minutes, rule=found.rule, entitlement_minutes=entitlement)
    return why.settled(result, f"the workweek has {in_hours(found.minutes)}")


def _say_position(why: Reasoning, facts: WeekBaseFacts) -> None:
    for assignment in facts.schedule.in_force(facts.on):
        if assignment.cause is Cause.ALTERNATIVE_POSITION:
            why.step("C12", _EQUAL[assignment.equal_terms], equal_terms=assignment.equal_terms)


_EQUAL = {
    True: "The alternative position has equal pay and benefits.",
    False: "An alternative position must have equal pay and benefits; this one has not.",
    None: "An alternative position must have equal pay and benefits; whether it has is not told.",
}


def in_hours(minutes: Fraction) -> str:
    """As people say it, cut down to whole minutes for display alone: `37 hours 30 minutes`."""
    return time_of(int(minutes))


def base_on(facts: WeekFacts, on: date, *, policy: LeavePolicy) -> Based | Gap:
    """The base of the week of a day, where all that matters is known; otherwise what is missing."""
    counts = counting(facts)
    usual = facts.schedule.usual(on, counts)
    if not usual and not facts.schedule.posted_on(on):
        return NO_SCHEDULE
    if any(a.kind is ScheduleKind.VARIABLE for a in usual):
        return _variable(facts, on, usual, policy)
    minutes = week_minutes(facts.schedule, on, policy=policy, counts=counts)
    if minutes is None:
        return _posted_alone(facts.schedule, on, policy)
    found = _of_cycle(facts, on, minutes, policy)
    change = clock_change(facts.schedule, on, policy=policy)
    differs = of_this_week(facts.schedule, on, policy=policy, counts=counts)
    if required_now_and_then(facts.schedule, on, policy=policy):
        found = found._replace(choices=(*found.choices, "occasional_overtime"))
    return found._replace(minutes=minutes + change, clock_change=change, of_this_week=differs)


def say_base(why: Reasoning, found: Based, *, policy: LeavePolicy) -> None:
    """The step on the base, with the choices it rests on."""
    average = found.average
    if average is None:
        why.step(found.rule, found.says, week_minutes=found.minutes)
    else:
        over = f"{average.first_on} to {average.last_on}"
        why.step(found.rule, found.says, week_minutes=found.minutes, over=over, weeks=average.weeks)
    why.rests_on(*found.choices)
    if found.of_this_week and "occasional_overtime" not in found.choices:
        says = "This very week differs from the usual one: what it has is its base, so that a full week is one week."
        why.step("C1", says, usual_week_minutes=found.minutes - found.clock_change - found.of_this_week)
    if "occasional_overtime" in found.choices and policy.occasional_overtime is OccasionalOvertime.NOT_IN_BASE:
        says = "Overtime required now and then is not in the base, by the employer's choice: a full week may be more."
        why.step("C7", says, occasional_overtime=policy.occasional_overtime.value)
    if found.clock_change:
        says = "The clocks change in this week: its base is what it really has, so that a full week is one week."
        why.step("C1", says, usual_week_minutes=found.minutes - found.clock_change)
    if found.average is None:
        return
    if found.average.has_part:
        why.step("C6", "A week over the edge of the 12 months counts by its days: a convention, law is silent.")
    if found.average.is_whole_year:
        why.rests_on("variable_divisor")
        return
    why.rests_on("short_history")
    why.step(
        "C6",
        "Less than 12 months are known: how they are averaged is a convention, law is silent.",
        first_on=found.average.first_on,
        weeks=found.average.weeks,
    )


def _of_cycle(facts: WeekFacts, on: date, minutes: Fraction, policy: LeavePolicy) -> Based:
    in_force = facts.schedule.in_force(on)
    usual = facts.schedule.usual(on, counting(facts))
    if any(a.cause is Cause.ALTERNATIVE_POSITION for a in in_force if a not in usual):
        return Based(minutes, "C12", "A temporary alternative position does not change the week: the usual one counts.")
    if any(a not in usual for a in in_force):
        return Based(minutes, "C5", _why_not(facts, tuple(a for a in in_force if a not in usual)))
    if any(facts.schedule.before(a, a.from_on) for a in usual):
        return Based(minutes, "C5", "The schedule was changed before the notice of need: the new week counts.")
    if any(s.overtime is Overtime.MANDATORY for a in usual for s in a.shifts):
        return Based(minutes, "C7", "Overtime that is required again and again is part of the week.")
    if required_now_and_then(facts.schedule, on, policy=policy) and (
        policy.occasional_overtime is OccasionalOvertime.IN_BASE
    ):
        return Based(minutes, "C7", "Overtime required in this week is part of it.", choices=("occasional_overtime",))
    if rotates(facts.schedule, on, counting(facts)):
        is_average = policy.rotation_week is RotationWeek.AVERAGE
        says = (
            "The average over the whole rotation is the week."
            if is_average
            else "Each week of the rotation is its own."
        )
        return Based(minutes, "C7", says, choices=("rotation_week",))
    return Based(minutes, "C1", "The employee's actual workweek.")


def _why_not(facts: WeekFacts, left_out: tuple[Assignment, ...]) -> str:
    if any(a.cause is Cause.THE_LEAVE for a in left_out):
        return "The leave's own reduced hours are not the week: the usual one counts."
    if any(not is_lasting(a) for a in left_out):
        return "A temporary change does not make the week: the lasting schedule counts."
    return "The change was not decided before the notice of need, or not for another reason: the earlier week counts."


def _variable(facts: WeekFacts, on: date, usual: tuple[Assignment, ...], policy: LeavePolicy) -> Based | Gap:
    if facts.roster_certain:
        return _posted_alone(facts.schedule, on, policy)
    if facts.leave_began_on is None:
        return NO_BEGINNING
    average = averaged(facts.scheduled_before, began_on=facts.leave_began_on, policy=policy)
    if average is None:
        return no_history(facts, facts.leave_began_on)
    patterned = sum((a.week_minutes for a in usual if a.kind is ScheduleKind.CYCLE), Fraction(0))
    says = "The hours vary too much to be told: the weekly average of what was scheduled before the leave is the week."
    return Based(average.minutes + patterned, "C6", says, average)


def _posted_alone(schedule: Schedule, on: date, policy: LeavePolicy) -> Based | Gap:
    """A week that is certain because it was posted: what is scheduled in it."""
    first_on, last_on = weeks_around(on, on, policy=policy)
    shifts = schedule.shifts_between(first_on, last_on)
    minutes = sum(s.minutes for s in shifts if s.overtime is None)
    if minutes == 0:
        return NO_SCHEDULE
    return Based(Fraction(minutes), "C1", "The hours were posted and certain: what was posted for the week counts.")
