"""One absence and every plan it is held against: what must be told, and a line for each plan.

Knows: the shape of the question and of its lines. Never knows: how a plan's balance is found, who is eligible, what
the absence was for. 29 CFR 825.200, 825.205; M.G.L. c.175M s.2(h) (law.md N1, C13, K4).
"""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import contradiction, told_again
from workflows.rules.banks import Bank, Ledger
from workflows.rules.counting_weeks import DayCharge
from workflows.rules.plans import Mark, Plan, PlanUnit, unit_of
from workflows.rules.time_in_days import LONGEST_WEEK, SHIFTS_OF_A_DAY
from workflows.values import Frozen


class PlanAsked(Bank):
    """A plan, and whether it is open to this employee for this reason."""

    eligible: bool | None = Field(
        None, description="Whether the employee meets the plan's own tests for this need; the coordinator finds."
    )
    reason_covered: bool | None = Field(
        None, description="Whether the plan covers the reason and the family member; the coordinator finds."
    )
    filed: bool | None = Field(None, description="For PFML: whether anybody applied to DFML for this leave.")

    @property
    def is_refused(self) -> bool:
        """Whether a test surely fails."""
        return False in (self.eligible, self.reason_covered)


class Workday(Frozen):
    """How long a scheduled day is, for plans that count workdays."""

    on: date = Field(description="The day.")
    minutes: int = Field(gt=0, le=SHIFTS_OF_A_DAY, description="Its scheduled, paid minutes.")


class PlansAsked(Ledger):
    """The plans that an absence is held against, with the ledger."""

    plans: tuple[PlanAsked, ...] = Field(
        min_length=1, max_length=12, description="The plans it is held against, each bank once."
    )

    @model_validator(mode="after")
    def _each_once(self) -> "PlansAsked":
        # One hour is care for one servicemember.
        banks = [(p.plan, "" if p.plan is Plan.CAREGIVER else p.bank) for p in self.plans]
        again = told_again(banks)
        if again is not None:
            raise contradiction("bank_asked_twice", "a bank is asked about twice", at=("plans", again))
        return self


class JudgeFacts(PlansAsked):
    """What must be known to say which plans cover an absence."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "charges": [
                        {"on": "2026-04-14", "minutes": 480, "weeks": "1/5", "base_minutes": "2400", "rules": ["C1"]}
                    ],
                    "plans": [
                        {"plan": "fmla", "bank": "fmla", "eligible": True, "reason_covered": True},
                        {
                            "plan": "pfml",
                            "bank": "pfml",
                            "mark": "medical",
                            "eligible": None,
                            "reason_covered": True,
                            "filed": False,
                        },
                        {"plan": "commonwealth", "bank": "layer", "eligible": True, "reason_covered": True},
                    ],
                    "entries": [
                        {"on": f"2026-03-0{n}", "weeks": "1/5", "minutes": 480, "plan": "fmla", "bank": "fmla"}
                        for n in range(2, 7)
                    ],
                }
            ]
        }
    )

    charges: tuple[DayCharge, ...] = Field(
        description="The counted minutes of the absence, day by day, without hours that are charged already."
    )
    workdays: tuple[Workday, ...] = Field(
        (), description="How long each of the days is; needed for leave that is counted in workdays."
    )

    @model_validator(mode="after")
    def _fit(self) -> "JudgeFacts":
        days = [charge.on for charge in self.charges]
        told = [workday.on for workday in self.workdays]
        for number, charge in enumerate(self.charges):
            _must_fit(charge, number)
        for listed, on in (("charges", days), ("workdays", told)):
            again = told_again(on)
            if again is not None:
                says = "a day is charged twice, or has two lengths"
                raise contradiction("day_told_twice", says, at=(listed, again), on=on[again])
        in_workdays = any(unit_of(plan.plan) is PlanUnit.WORKDAYS for plan in self.plans)
        without = next((number for number, on in enumerate(days) if on not in told), None)
        if in_workdays and without is not None:
            says = "leave in workdays needs to know how long each day is"
            raise contradiction("workday_of_no_length", says, at=("charges", without))
        return self

    @property
    def minutes(self) -> int:
        """All minutes of the absence."""
        return sum(charge.minutes for charge in self.charges)


def _must_fit(charge: DayCharge, number: int) -> None:
    """Refuse minutes that the day or the workweek cannot have, and a part of the week that they are not (C1)."""
    at = ("charges", number)
    if charge.base_minutes <= 0:
        raise contradiction("week_of_no_minutes", "a workweek has no minutes", at=at)
    if charge.base_minutes > LONGEST_WEEK:
        raise contradiction("week_too_long", "a workweek has more minutes than seven days", at=at)
    if charge.minutes > SHIFTS_OF_A_DAY:
        raise contradiction("more_than_the_days_have", "more time is told than the days have", at=at)
    if charge.weeks * charge.base_minutes != charge.minutes:
        says = "the minutes of a day are not that part of its workweek"
        raise contradiction("weeks_do_not_fit_minutes", says, at=at)


class WhyNot(StrEnum):
    """Why minutes use nothing of a plan."""

    NOT_ELIGIBLE = "not_eligible"
    REASON_NOT_COVERED = "reason_not_covered"
    NOTHING_LEFT = "nothing_left"
    AS_CAREGIVER = "as_caregiver"
    NOT_FILED = "not_filed"


class NotUsed(Frozen):
    """Minutes that use nothing of a plan, and why."""

    minutes: int
    why: WhyNot


class DayLine(Frozen):
    """One day under one plan."""

    on: date
    covered_minutes: int
    charged_minutes: int


class PlanLine(Frozen):
    """An absence under one plan. `covered`: the plan covers some of it, or all. `charged` is in the plan's own unit, as
    is what is left on the first day before it and on the last day after it. Covered minutes that are not charged
    (nobody applied to DFML) are protected all the same. `at_most`: a spouse's use is not told."""

    plan: Plan
    bank: str
    mark: Mark | None
    unit: PlanUnit
    covered: bool
    covered_minutes: int
    charged_minutes: int
    charged: Fraction
    not_charged: tuple[NotUsed, ...]
    left_before: Fraction | None
    left_after: Fraction | None
    at_most: bool
    days: tuple[DayLine, ...]
    rule: str
    citation: str


class AbsenceJudged(Frozen):
    """An absence under every plan, side by side. `protected`: some plan covers some of it; `in_part`: not all of
    it. An hour is protected if any
    plan covers it: each plan covers the first hours of a day first."""

    minutes: int
    protected: bool
    in_part: bool
    protected_minutes: int
    unprotected_minutes: int
    lines: tuple[PlanLine, ...]
