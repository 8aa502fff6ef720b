"""LeavePolicy: the shape of every number that law or employer sets.

Knows: which numbers and choices there are, and which of them are lawful. Never knows: their values (infra/policies
has them as data), where they are read from, agencies, bargaining units, a case.
A case keeps the policy it began with by value; fields are only ever added, with defaults. 29 CFR part 825.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field, model_validator

from workflows.rules.calendar import BusinessCalendar, years_after, years_before
from workflows.values import Frozen

# How much of the calendar a case carries: leave may be designated backward, and a case may stay open for years.
_YEARS_BACK = 1
_YEARS_AHEAD = 4


class LeaveYearMethod(StrEnum):
    """How the 12 months are measured (825.200(b)). The three others come with their calculators."""

    ROLLING_BACKWARD = "rolling_backward"


class LeapDayReturn(StrEnum):
    """When leave taken on 29 February comes back, where the next year has no such day (N4; law is silent)."""

    FEBRUARY_28 = "february_28"
    MARCH_1 = "march_1"


class EdgeHoliday(StrEnum):
    """A holiday beside a leave that takes every scheduled workday of its week (C8; law is silent)."""

    WHOLE_WEEK = "whole_week"
    NOT_CHARGED = "not_charged"


class ReasonPeriod(StrEnum):
    """How long one finding of eligibility serves for a reason (E8)."""

    TWELVE_MONTHS_FROM_FIRST_ABSENCE = "twelve_months_from_first_absence"


class LateNotice(StrEnum):
    """What the employer does about late notice of foreseeable leave (F4): delay is its right, never its duty."""

    WAIVE = "waive"
    DELAY = "delay"


class FitnessPapersTo(StrEnum):
    """Where a fitness-for-duty certification goes (J6)."""

    BY_AGENCY = "by_agency"
    LIAISON = "liaison"


class LeavePolicy(Frozen):
    """What one employer's leave rests on from `effective_from` on. Days are calendar days unless the name of the
    field's rule says otherwise: `notice_days` and `intake_contact_days` and `change_notice_days` are business days,
    `fitness_after_workdays` and `sick_days_sign` are days the employee was scheduled to work."""

    id: str = Field(min_length=1)
    version: str = Field(min_length=1)
    effective_from: date
    employer_name: str = Field(min_length=1)
    calendar: BusinessCalendar

    # Numbers of law: dated and cited, moved by a change of law alone.
    entitlement_weeks: int = 12
    eligibility_months: int = 12
    eligibility_hours: int = 1250
    eligibility_break_years: int = 7

    # What law leaves to the employer, within limits.
    leave_year: LeaveYearMethod = LeaveYearMethod.ROLLING_BACKWARD
    leap_day_return: LeapDayReturn = LeapDayReturn.MARCH_1
    edge_holiday: EdgeHoliday = EdgeHoliday.WHOLE_WEEK
    reason_period: ReasonPeriod = ReasonPeriod.TWELVE_MONTHS_FROM_FIRST_ABSENCE
    late_notice: LateNotice = LateNotice.WAIVE
    fitness_papers_to: FitnessPapersTo = FitnessPapersTo.BY_AGENCY
    notice_days: int = 5
    certification_days: int = 15
    cure_days: int = 7
    recertification_days: int = 15
    employee_notice_days: int = 30
    change_notice_days: int = 2
    increment_minutes: int = 15

    # Service goals and signs: they move no legal clock and limit no leave.
    intake_contact_days: int = 5
    plan_ahead_days: int = 60
    supervisors_told_minutes: int = 1
    reminder_days_before: int = 5
    fitness_after_workdays: int = 5
    sick_days_sign: int = 5

    citations: dict[str, str] = Field(description="Rule of law.md, such as G2, to the text it rests on.")
    unconfirmed: tuple[str, ...] = Field((), description="Fields whose value the employer has not confirmed yet.")

    @model_validator(mode="after")
    def _is_lawful(self) -> "LeavePolicy":
        broken = [limit.sentence() for limit in LIMITS if not limit.allows(self)]
        if broken:
            raise ValueError("; ".join(broken))
        return self

    def citation(self, rule: str) -> str:
        """Where a rule stands, such as `29 CFR 825.305(b), 825.313(b)`; an unknown rule is its own citation."""
        return self.citations.get(rule, rule)

    def kept_by_case(self, opened_on: date) -> "LeavePolicy":
        """The same policy with so much of the calendar as a case opened on this day will need."""
        cut = self.calendar.slice(years_before(opened_on, _YEARS_BACK), years_after(opened_on, _YEARS_AHEAD))
        return self.model_copy(update={"calendar": cut})


class Limit(NamedTuple):
    """What law requires of a number of the policy."""

    rule: str
    citation: str
    words: str
    allows: Callable[[LeavePolicy], bool]

    def sentence(self) -> str:
        """Which rule a policy breaks, in words."""
        return f"{self.words} ({self.rule}: {self.citation})"


LIMITS: tuple[Limit, ...] = (
    Limit("N1", "29 CFR 825.200(a)", "entitlement_weeks is 12", lambda p: p.entitlement_weeks == 12),
    Limit("E4", "29 CFR 825.110(a)(1)", "eligibility_months is 12", lambda p: p.eligibility_months == 12),
    Limit("E4", "29 CFR 825.110(b)(1)", "eligibility_break_years is 7", lambda p: p.eligibility_break_years == 7),
    Limit("E5", "29 CFR 825.110(a)(2)", "eligibility_hours is 1250", lambda p: p.eligibility_hours == 1250),
    Limit("D1", "29 CFR 825.300(b)-(d)", "notice_days is 1 to 5 business days", lambda p: 1 <= p.notice_days <= 5),
    Limit("G2", "29 CFR 825.305(b)", "certification_days is at least 15", lambda p: p.certification_days >= 15),
    Limit("G3", "29 CFR 825.305(c)", "cure_days is at least 7", lambda p: p.cure_days >= 7),
    Limit("H4", "29 CFR 825.308(d)", "recertification_days is at least 15", lambda p: p.recertification_days >= 15),
    Limit("F1", "29 CFR 825.302(a)", "employee_notice_days is 0 to 30", lambda p: 0 <= p.employee_notice_days <= 30),
    Limit("F6", "29 CFR 825.311(c)", "change_notice_days is at least 2", lambda p: p.change_notice_days >= 2),
    Limit("C2", "29 CFR 825.205(a)(1)", "increment_minutes is 1 to 60", lambda p: 1 <= p.increment_minutes <= 60),
    Limit("D11", "service goal", "intake_contact_days is at least 1", lambda p: p.intake_contact_days >= 1),
    Limit("F9", "service goal", "plan_ahead_days is at least 1", lambda p: p.plan_ahead_days >= 1),
    Limit("F9", "service goal", "supervisors_told_minutes is at least 1", lambda p: p.supervisors_told_minutes >= 1),
    Limit(
        "G2",
        "service goal",
        "reminder_days_before is at least 1 and less than certification_days",
        lambda p: 1 <= p.reminder_days_before < p.certification_days,
    ),
    Limit("J6", "agency practice", "fitness_after_workdays is at least 1", lambda p: p.fitness_after_workdays >= 1),
    Limit("D10", "agency practice", "sick_days_sign is at least 1", lambda p: p.sick_days_sign >= 1),
)
