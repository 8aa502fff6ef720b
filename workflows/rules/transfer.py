"""What is left of the entitlement after a change of the workweek: fractions used stay, the rest is of the new week.

Knows: use in fractions of the week of its day, and the week after the change. Never knows: windows, which entries
count. Nothing old is priced again. 29 CFR 825.205(b) (law.md C4, C5, N1).
"""

from datetime import date
from fractions import Fraction

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.policy import LeavePolicy
from workflows.rules.roster import around, roster_fault
from workflows.rules.schedule import Schedule
from workflows.rules.time_in_days import WEEK_MINUTES
from workflows.rules.week_base import in_hours
from workflows.rules.week_facts import NO_SCHEDULE
from workflows.rules.workweek import charged_by, week_minutes
from workflows.values import Frozen


class UsedBefore(Frozen):
    """Use of the entitlement on one day that still counts: in weeks as it was charged, or in minutes alone where that
    is all that was handed over."""

    on: date = Field(description="The day of the use.")
    weeks: Fraction | None = Field(None, ge=0, description="Fraction of the week of that day; None: not told.")
    minutes: int | None = Field(None, ge=0, description="Minutes; they lose the week once the schedule changes.")

    @model_validator(mode="after")
    def _fit(self) -> "UsedBefore":
        if self.weeks is not None and (self.minutes or 0) > self.weeks * WEEK_MINUTES:
            raise contradiction("week_too_long", "use has more minutes than so many weeks can have")
        return self


class TransferFacts(Frozen):
    """A change of the workweek, and what was used before it."""

    on: date = Field(description="The day from which the new week holds.")
    schedule: Schedule = Field(description="The schedules before and after the change; from the directory.")
    used: tuple[UsedBefore, ...] = Field((), max_length=5000, description="Use that still counts on that day.")

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "on": "2026-06-01",
                    "schedule": {
                        "assignments": [
                            {
                                "from_on": "2024-01-01",
                                "to_on": "2026-05-31",
                                "anchor_on": "2024-01-01",
                                "cycle_days": 7,
                                "shifts": [
                                    {"position": n, "starts": "09:00", "ends": "17:00"} for n in (1, 2, 3, 4, 5)
                                ],
                            },
                            {
                                "from_on": "2026-06-01",
                                "anchor_on": "2026-06-01",
                                "cycle_days": 7,
                                "shifts": [{"position": n, "starts": "08:00", "ends": "18:00"} for n in (1, 3, 5)],
                            },
                        ]
                    },
                    "used": [
                        {"on": "2026-03-02", "weeks": "1/5", "minutes": 480},
                        {"on": "2026-03-03", "minutes": 480},
                    ],
                }
            ]
        }
    )

    @model_validator(mode="after")
    def _can_be_true(self) -> "TransferFacts":
        fault = roster_fault(self.schedule, around((self.on,)))
        if fault is not None:
            raise fault
        return self


class Converted(Frozen):
    """What is used and left in weeks, exactly, and what is left in minutes of the new week, cut down."""

    used_weeks: Fraction
    left_weeks: Fraction
    week_minutes: Fraction
    left_minutes: int


def converted_after_transfer(facts: TransferFacts, *, policy: LeavePolicy) -> Answer[Converted]:
    """What is left when the week changes. An entry in minutes alone is taken by the schedule in force on its day."""
    why = Reasoning(policy)
    new_week = week_minutes(facts.schedule, facts.on, policy=policy)
    if new_week is None:
        return why.not_answerable("the new workweek is not known", NO_SCHEDULE)
    used = Fraction(0)
    for entry in facts.used:
        weeks = _weeks(entry, facts.schedule, policy)
        if weeks is None:
            return why.not_answerable("an entry cannot be told in weeks", _no_week(entry.on))
        used += weeks
    _say(why, facts)
    left = max(Fraction(0), policy.entitlement_weeks - used)
    minutes = int(left * new_week)
    why.step("C4", "What is left, as a fraction, is of the new week.", left_weeks=left, week_minutes=new_week)
    result = Converted(used_weeks=used, left_weeks=left, week_minutes=new_week, left_minutes=minutes)
    return why.settled(result, f"{in_hours(Fraction(minutes))} of the new week are left")


def _weeks(entry: UsedBefore, schedule: Schedule, policy: LeavePolicy) -> Fraction | None:
    if entry.weeks is not None:
        return entry.weeks
    base = charged_by(schedule, entry.on, policy=policy)
    if entry.minutes is None or base is None:
        return None
    return entry.minutes / base


def _say(why: Reasoning, facts: TransferFacts) -> None:
    why.step(
        "C5", "What was used stays the fraction that it was: nothing old is priced again.", entries=len(facts.used)
    )
    in_minutes = [entry for entry in facts.used if entry.weeks is None]
    if in_minutes:
        why.step("C4", "Entries in hours alone are converted by the schedule of their day.", entries=len(in_minutes))


def _no_week(on: date) -> Gap:
    return Gap(fact="used", asks=f"what part of a week was used on {on}?", teller=Teller.AGENCY)
