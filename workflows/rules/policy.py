"""LeavePolicy: the shape of every number that law or employer sets.

Knows: which numbers and choices there are, and by `lawful` which of them law allows. Never knows: their values
(infra/policies has them as data), where they are read from, agencies, a case.
A case keeps the policy it began with by value; fields are only ever added, with the default that held before. A file
has no defaults: what it leaves out is refused. 29 CFR part 825.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field, ValidationInfo, model_validator

from workflows.rules.calendar import BusinessCalendar, years_after, years_before
from workflows.rules.choices import (
    BondingInParts,
    ChildAgeRead,
    Closure,
    EdgeHoliday,
    FitnessPapersTo,
    FitnessRepeatOn,
    IncrementSurplus,
    LateNotice,
    LayerEligibility,
    LayerWindow,
    LeapDayReturn,
    LeaveYearMethod,
    OccasionalOvertime,
    ReasonPeriod,
    RecertifyFrom,
    RotationWeek,
    SameReason,
    ShortHistory,
    SpouseLimit,
    Substitution,
    UnfiledWeeks,
    Use,
    VariableDivisor,
    WorkweekBegins,
)
from workflows.rules.lawful import broken
from workflows.rules.policy_values import missing
from workflows.rules.statutes import Statutes
from workflows.values import Frozen

# How much of the calendar a case carries: leave may be designated backward, and a case may stay open for years.
_YEARS_BACK = 1
_YEARS_AHEAD = 4

_OF_FILE = {"read_from": "file"}


class FixedYear(Frozen):
    """The day on which a fixed leave year begins for everybody, such as 1 July."""

    month: int = Field(1, ge=1, le=12)
    day: int = Field(1, ge=1, le=28)


class LeaveYearChange(Frozen):
    """From one leave-year method to another (N3): announced to all, effective, and the last day on which the
    employee keeps whichever method is better."""

    before: LeaveYearMethod
    announced_on: date
    effective_on: date
    transition_ends_on: date


class PolicyChange(Frozen):
    """A change of the policy that a case took over: from which day, from which version, to which."""

    applies_from: date
    before: str
    after: str


class LeavePolicy(Frozen):
    """What one employer's leave rests on from `effective_from` on, for one bargaining unit where choices differ by
    unit. Days are calendar days unless said otherwise: `notice_days`, `intake_contact_days` and `change_notice_days`
    are business days, `fitness_after_workdays` and `sick_days_sign` days the employee was scheduled to work."""

    id: str = Field(min_length=1)
    version: str = Field(min_length=1)
    effective_from: date
    employer_name: str = Field(min_length=1)
    calendar: BusinessCalendar
    is_state: bool = Field(True, description="Whether the employer is part of the one State employer (E3).")
    unit: str | None = Field(None, description="The bargaining unit whose choices these are; None: the general ones.")

    # Numbers of law: dated and cited, moved by a change of law alone. `statutes` has the others.
    entitlement_weeks: int = 12
    eligibility_months: int = 12
    eligibility_hours: int = 1250
    eligibility_break_years: int = 7
    statutes: Statutes = Statutes()

    # What law leaves to the employer, within limits.
    leave_year: LeaveYearMethod = LeaveYearMethod.ROLLING_BACKWARD
    leave_year_chosen: bool = Field(True, description="Whether the method was chosen; if not, the best one holds (N3).")
    leave_year_begins: FixedYear = FixedYear()
    leave_year_change: LeaveYearChange | None = None
    leap_day_return: LeapDayReturn = LeapDayReturn.MARCH_1
    edge_holiday: EdgeHoliday = EdgeHoliday.WHOLE_WEEK
    reason_period: ReasonPeriod = ReasonPeriod.TWELVE_MONTHS_FROM_FIRST_ABSENCE
    same_reason: SameReason = SameReason.NEED
    child_age_read: ChildAgeRead = ChildAgeRead.LEAVE_BEGINS
    late_notice: LateNotice = LateNotice.WAIVE
    fitness_papers_to: FitnessPapersTo = FitnessPapersTo.BY_AGENCY
    fitness_repeat_days: int = 30
    fitness_repeat_on: FitnessRepeatOn = FitnessRepeatOn.ON_THE_DAY
    variable_divisor: VariableDivisor = VariableDivisor.WEEKS_52
    short_history: ShortHistory = ShortHistory.WHAT_THERE_IS
    workweek_begins: WorkweekBegins = WorkweekBegins.SUNDAY
    rotation_week: RotationWeek = RotationWeek.AVERAGE
    occasional_overtime: OccasionalOvertime = OccasionalOvertime.NOT_IN_BASE
    special_closure: Closure = Closure.BUSINESS_DAY
    overlay_days: tuple[date, ...] = Field((), description="Free days of the unit: they move schedules, no clock.")
    spouse_limit: SpouseLimit = SpouseLimit.UNSTATED
    substitution: Substitution = Substitution.EMPLOYEE_ELECTS
    bonding_in_parts_fmla: BondingInParts = BondingInParts.BY_AGREEMENT
    bonding_in_parts_pfml: BondingInParts = BondingInParts.BY_AGREEMENT
    second_opinions: Use = Use.ALLOWED
    new_year_certification: Use = Use.ALLOWED
    unfiled_weeks: UnfiledWeeks = UnfiledWeeks.COUNTED
    notice_days: int = 5
    certification_days: int = 15
    cure_days: int = 7
    recertification_days: int = 15
    recertify_every_days: int = 30
    recertify_long_months: int = 6
    recertify_from: RecertifyFrom = RecertifyFrom.LAST_CERTIFICATION
    employee_notice_days: int = 30
    change_notice_days: int = 2
    increment_minutes: int = 15
    increments_of_other_leave: tuple[int, ...] = Field((), description="Minutes, for every other kind of leave.")
    increment_surplus: IncrementSurplus = IncrementSurplus.EXACT
    premium_grace_days: int = 30
    premium_warning_days: int = 15

    # What contracts and the employer give beyond the statutes.
    layer_eligibility: LayerEligibility = LayerEligibility.PROBATION_OR_SERVICE
    layer_service_months: int = 3
    layer_weeks: int = 26
    layer_window: LayerWindow = LayerWindow.BACKWARD_FROM_COMMENCEMENT
    catastrophic_weeks: int = 26
    catastrophic_units: tuple[str, ...] = ()
    paid_family_days: int = 10
    sick_days_for_family: int = 30
    organ_days: int = 30
    marrow_days: int = 5
    blood_hours: int = 4
    blood_times: int = 5

    # Service goals and signs: they move no legal clock and limit no leave.
    intake_contact_days: int = 5
    plan_ahead_days: int = 60
    supervisors_told_minutes: int = 1
    reminder_days_before: int = 5
    fitness_after_workdays: int = 5
    sick_days_sign: int = 5

    citations: dict[str, str] = Field(description="Rule of law.md, such as G2, to the text it rests on.")
    unconfirmed: tuple[str, ...] = Field((), description="Fields whose value the employer has not confirmed yet.")

    @classmethod
    def of_file(cls, written: Mapping[str, Any]) -> "LeavePolicy":
        """A policy as it was read from its file. ValidationError for what law forbids, and for every value that the
        file leaves out: the defaults are for what a case kept before a value was added."""
        return cls.model_validate(written, context=_OF_FILE)

    @model_validator(mode="before")
    @classmethod
    def _leaves_nothing_out(cls, written: Any, info: ValidationInfo) -> Any:
        sentences = missing(written) if info.context is _OF_FILE else ()
        if sentences:
            raise ValueError("; ".join(sentences))
        return written

    @model_validator(mode="after")
    def _is_lawful(self) -> "LeavePolicy":
        sentences = broken(self)
        if sentences:
            raise ValueError("; ".join(sentences))
        return self

    def citation(self, rule: str) -> str:
        """Where a rule stands, such as `29 CFR 825.305(b), 825.313(b)`; an unknown rule is its own citation. A
        policy kept from before a rule was divided has the citation of the whole."""
        whole = rule.partition("-")[0]
        return self.citations.get(rule) or self.citations.get(whole, rule)

    def kept_by_case(self, opened_on: date) -> "LeavePolicy":
        """The same policy with so much of the calendar as a case opened on this day will need."""
        cut = self.calendar.slice(years_before(opened_on, _YEARS_BACK), years_after(opened_on, _YEARS_AHEAD))
        return self.model_copy(update={"calendar": cut})
