"""What an employer may choose where law leaves it open, each choice by name.

Knows: the lawful answers to each question. Never knows: which one an employer gave; that is policy data.
"""

from enum import StrEnum


class LeaveYearMethod(StrEnum):
    """How the 12 months are measured (825.200(b), law.md N2)."""

    CALENDAR = "calendar"
    FIXED = "fixed"
    ANNIVERSARY = "anniversary"
    FORWARD = "forward"
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
    LEAVE_YEAR = "leave_year"


class SameReason(StrEnum):
    """What makes two absences ones for the same reason (E8; law is silent)."""

    NEED = "need"
    CODE = "code"


class ChildAgeRead(StrEnum):
    """On which day a child's age is read (825.122(d)); law is silent on leave in parts that goes on for long."""

    LEAVE_BEGINS = "leave_begins"
    EACH_ABSENCE = "each_absence"


class LateNotice(StrEnum):
    """What the employer does about late notice of foreseeable leave (F4): delay is its right, never its duty."""

    WAIVE = "waive"
    DELAY = "delay"


class FitnessPapersTo(StrEnum):
    """Where a fitness-for-duty certification goes (J6)."""

    BY_AGENCY = "by_agency"
    AGENCY_OFFICE = "agency_office"
    LIAISON = "liaison"


class FitnessRepeatOn(StrEnum):
    """Which day is the first on which clearance may be asked for again (J4)."""

    ON_THE_DAY = "on_the_day"
    THE_DAY_AFTER = "the_day_after"


class RecertifyFrom(StrEnum):
    """From what the days and months before a recertification run (H1, H2; law is silent)."""

    LAST_CERTIFICATION = "last_certification"
    LAST_REQUEST = "last_request"


class LayerEligibility(StrEnum):
    """Who has the Commonwealth layer (E9)."""

    PROBATION_OR_SERVICE = "probation_or_service"
    EVERYBODY = "everybody"
    NOBODY = "nobody"


class LayerWindow(StrEnum):
    """How the layer's 12 months are measured (N5)."""

    BACKWARD_FROM_COMMENCEMENT = "backward_from_commencement"
    DAILY = "daily"
    FORWARD = "forward"


class VariableDivisor(StrEnum):
    """By what 12 months of scheduled hours are divided for a week (C6)."""

    WEEKS_52 = "weeks_52"
    DAYS_BY_7 = "days_by_7"


class ShortHistory(StrEnum):
    """Over what the weekly average goes where less than 12 months of scheduled hours are known (C6; law is silent)."""

    WHAT_THERE_IS = "what_there_is"
    WHOLE_YEAR = "whole_year"


class WorkweekBegins(StrEnum):
    """On which day a workweek begins (C8; law is silent)."""

    SUNDAY = "sunday"
    MONDAY = "monday"


class RotationWeek(StrEnum):
    """The base of a rotation: the average of its cycle, or what each week itself has (C1, C7; law is silent)."""

    AVERAGE = "average"
    OWN_WEEK = "own_week"


class OccasionalOvertime(StrEnum):
    """Whether overtime that is required now and then is in the base of its week: 825.205(c) has it so by an example, in
    which who misses 8 of 48 hours has used 8 of 48 (C7)."""

    NOT_IN_BASE = "not_in_base"
    IN_BASE = "in_base"


class IncrementSurplus(StrEnum):
    """What becomes of minutes that fill no increment. Never up: a charge is never above the time away (C2)."""

    EXACT = "exact"
    DOWN = "down"


class SpouseLimit(StrEnum):
    """Whether spouses at one employer share their weeks (N7): the employer may apply the limit."""

    UNSTATED = "unstated"
    APPLIED = "applied"
    NOT_APPLIED = "not_applied"


class Substitution(StrEnum):
    """Who says that accrued paid leave runs with unpaid leave (K1)."""

    EMPLOYEE_ELECTS = "employee_elects"
    EMPLOYER_REQUIRES = "employer_requires"


class BondingInParts(StrEnum):
    """Whether bonding leave may be taken in parts (825.120(b); 458 CMR 2.13)."""

    BY_AGREEMENT = "by_agreement"
    ALWAYS = "always"


class Use(StrEnum):
    """Whether the employer makes use of a right (G7, G8)."""

    ALLOWED = "allowed"
    NOT_USED = "not_used"


class Closure(StrEnum):
    """Whether a day on which the employer's offices are closed by special order is a business day."""

    BUSINESS_DAY = "business_day"
    NO_BUSINESS_DAY = "no_business_day"


class UnfiledWeeks(StrEnum):
    """Whether leave for which nobody applied to DFML uses weeks of the mirror (K4)."""

    COUNTED = "counted"
    NOT_COUNTED = "not_counted"
