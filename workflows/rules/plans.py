"""The plans that one hour of absence is held against: each with its own entitlement, unit, window and bank.

Knows: what each plan gives, in what unit, over what window, for which reasons, and what tells its banks apart. Never
knows: who is eligible, what was used, a person. Nothing is ever added across plans.
29 CFR 825.200, 825.127; M.G.L. c.175M; c.149 s.52D, s.52E, s.105D; Red Book 5.01 (law.md N1-N8, N13, 1.14).
"""

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from pydantic import Field, model_validator

from workflows.rules.answers import contradiction
from workflows.rules.entitlement import Entry
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.rules.time_in_days import SHIFTS_OF_A_DAY, WEEK_MINUTES

_HOUR_MINUTES = 60


class Plan(StrEnum):
    """A plan. `commonwealth` is the layer of union contracts and the Red Book."""

    FMLA = "fmla"
    CAREGIVER = "caregiver"
    PFML = "pfml"
    COMMONWEALTH = "commonwealth"
    CATASTROPHIC = "catastrophic"
    SMALL_NECESSITIES = "small_necessities"
    PARENTAL = "parental"
    ABUSE = "abuse"

    @classmethod
    def _missing_(cls, value: object) -> "Plan | None":
        """What facts files called the Commonwealth layer before."""
        return cls.COMMONWEALTH if value == "layer" else None


class PlanUnit(StrEnum):
    """In what a plan counts."""

    WORKWEEKS = "workweeks"
    HOURS = "hours"
    WORKDAYS = "workdays"
    WEEKS_BY_CHILD = "weeks_by_child"

    @property
    def is_weeks(self) -> bool:
        """Whether it is a fraction of the employee's workweek."""
        return self in (PlanUnit.WORKWEEKS, PlanUnit.WEEKS_BY_CHILD)


class PlanWindow(StrEnum):
    """Over what a plan counts."""

    LEAVE_YEAR = "leave_year"
    SINGLE_YEAR = "single_year"
    BENEFIT_YEAR = "benefit_year"
    LAYER_YEAR = "layer_year"
    LIFETIME = "lifetime"
    CHILD = "child"


class BankPart(StrEnum):
    """What tells the banks of a plan apart."""

    PERSON = "person"
    COUPLE = "couple"
    SERVICEMEMBER = "servicemember"
    INJURY = "injury"
    CHILD = "child"
    BENEFIT_YEAR = "benefit_year"


class Mark(StrEnum):
    """What an entry counts towards beside its bank. `pool`: bonding or care of a parent, which spouses may share
    (N7). `family`, `medical`, `caregiver`: the kind of PFML leave (N8). `unfiled`: nobody applied to DFML (K4)."""

    POOL = "pool"
    FAMILY = "family"
    MEDICAL = "medical"
    CAREGIVER = "caregiver"
    UNFILED = "unfiled"


PFML_KINDS = (Mark.FAMILY, Mark.MEDICAL, Mark.CAREGIVER)
"""Each kind of PFML leave has a limit of its own within the limit of all (N8)."""


class PlanTerms(NamedTuple):
    """What a plan is. `choices`: the fields of the policy that the entitlement or the window rests on."""

    unit: PlanUnit
    window: PlanWindow
    bank: tuple[BankPart, ...]
    reasons: tuple[LeaveReason, ...]
    rules: tuple[str, ...]
    choices: tuple[str, ...] = ()


_PERSON = (BankPart.PERSON,)
_WEEKS = PlanUnit.WORKWEEKS
_TWELVE = (LeaveReason.OWN_CONDITION, LeaveReason.FAMILY_CARE, LeaveReason.BONDING, LeaveReason.EXIGENCY)

TERMS: dict[Plan, PlanTerms] = {
    Plan.FMLA: PlanTerms(_WEEKS, PlanWindow.LEAVE_YEAR, _PERSON, _TWELVE, ("N1", "N2"), ("leave_year",)),
    Plan.CAREGIVER: PlanTerms(
        _WEEKS,
        PlanWindow.SINGLE_YEAR,
        (BankPart.PERSON, BankPart.SERVICEMEMBER, BankPart.INJURY),
        (LeaveReason.MILITARY_CAREGIVER,),
        ("N6",),
    ),
    Plan.PFML: PlanTerms(
        _WEEKS,
        PlanWindow.BENEFIT_YEAR,
        (BankPart.PERSON, BankPart.BENEFIT_YEAR),
        tuple(LeaveReason),
        ("N8", "N9"),
    ),
    Plan.COMMONWEALTH: PlanTerms(
        _WEEKS, PlanWindow.LAYER_YEAR, _PERSON, tuple(LeaveReason), ("N5",), ("layer_weeks", "layer_window")
    ),
    Plan.CATASTROPHIC: PlanTerms(
        _WEEKS,
        PlanWindow.LIFETIME,
        _PERSON,
        (LeaveReason.OWN_CONDITION,),
        ("N13",),
        ("catastrophic_weeks", "catastrophic_units"),
    ),
    Plan.SMALL_NECESSITIES: PlanTerms(
        PlanUnit.HOURS, PlanWindow.LEAVE_YEAR, _PERSON, (), ("1.14-SNLA", "N2"), ("leave_year",)
    ),
    Plan.PARENTAL: PlanTerms(
        PlanUnit.WEEKS_BY_CHILD,
        PlanWindow.CHILD,
        (BankPart.COUPLE, BankPart.CHILD),
        (LeaveReason.BONDING,),
        ("1.14-PLA",),
    ),
    Plan.ABUSE: PlanTerms(PlanUnit.WORKDAYS, PlanWindow.LEAVE_YEAR, _PERSON, (), ("1.14-DV", "N2"), ("leave_year",)),
}
"""The plans. Small necessities and abuse have reasons of their own, outside those of FMLA."""

NAMES: dict[Plan, str] = {
    Plan.FMLA: "FMLA",
    Plan.CAREGIVER: "FMLA for the care of a servicemember",
    Plan.PFML: "state PFML",
    Plan.COMMONWEALTH: "the Commonwealth layer",
    Plan.CATASTROPHIC: "catastrophic leave",
    Plan.SMALL_NECESSITIES: "small necessities leave",
    Plan.PARENTAL: "parental leave",
    Plan.ABUSE: "leave from abuse",
}
"""As people say it."""


class PlanEntry(Entry):
    """An entry of the ledger as the rules see it: use of one plan's bank on one day, or its reversal, with negative
    weeks and minutes. `bank` is an opaque key that tells the banks of a plan apart."""

    plan: Plan = Field(description="The plan whose bank it uses.")
    bank: str = Field(min_length=1, description="The bank: opaque, the same for all entries that share a limit.")
    marks: tuple[Mark, ...] = Field((), description="What it counts towards beside its bank: pool, kind of PFML leave.")
    workday_minutes: int | None = Field(
        None,
        gt=0,
        le=SHIFTS_OF_A_DAY,
        description="For a plan in workdays: the scheduled minutes of that day, of which this is a part.",
    )

    @model_validator(mode="after")
    def _fit(self) -> "PlanEntry":
        if unit_of(self.plan) is PlanUnit.WORKDAYS and self.workday_minutes is None:
            raise contradiction("workday_of_no_length", "an entry in workdays does not say how long that day is")
        if abs(self.minutes) > abs(self.weeks) * WEEK_MINUTES:
            raise contradiction("week_too_long", "an entry has more minutes than so many weeks can have")
        return self

    @property
    def amount(self) -> Fraction:
        """Use in the plan's own unit."""
        return amount_in(self.plan, self.weeks, self.minutes, self.workday_minutes)


KIND_NAMES: dict[Mark, str] = {
    Mark.FAMILY: "family leave",
    Mark.MEDICAL: "medical leave",
    Mark.CAREGIVER: "care of a servicemember",
}
"""Kinds of PFML leave in words: each has weeks of its own (N8)."""


def name_of(plan: Plan, kind: Mark | None) -> str:
    """A plan's name, with the kind of leave where each kind has weeks of its own: `state PFML (family leave)`."""
    return f"{NAMES[plan]} ({KIND_NAMES[kind]})" if kind in KIND_NAMES else NAMES[plan]


def at_head(plan: Plan) -> str:
    """The name of a plan at the head of a sentence."""
    return NAMES[plan][0].upper() + NAMES[plan][1:]


def mark_of(plan: Plan, reason: str) -> Mark | None:
    """What leave for a reason counts towards beside its bank, as far as the reason tells: the kind of PFML leave."""
    if plan is not Plan.PFML:
        return None
    kinds = {LeaveReason.OWN_CONDITION.value: Mark.MEDICAL, LeaveReason.MILITARY_CAREGIVER.value: Mark.CAREGIVER}
    return kinds.get(reason, Mark.FAMILY)


def unit_of(plan: Plan) -> PlanUnit:
    """In what a plan counts."""
    return TERMS[plan].unit


def amount_in(plan: Plan, weeks: Fraction, minutes: int, workday_minutes: int | None) -> Fraction:
    """Use of a day in a plan's own unit, exactly."""
    match unit_of(plan):
        case PlanUnit.HOURS:
            return Fraction(minutes, _HOUR_MINUTES)
        case PlanUnit.WORKDAYS:
            return Fraction(minutes, workday_minutes or 1)
        case _:
            return weeks


def minutes_in(plan: Plan, amount: Fraction, base_minutes: Fraction | None, workday_minutes: int | None) -> int | None:
    """An amount in minutes, cut down to the minute. None: the week or the day has no known length."""
    match unit_of(plan):
        case PlanUnit.HOURS:
            return _whole(amount, _HOUR_MINUTES)
        case PlanUnit.WORKDAYS:
            return None if workday_minutes is None else _whole(amount, workday_minutes)
        case _:
            return None if base_minutes is None else _whole(amount, base_minutes)


def entitlement(plan: Plan, *, policy: LeavePolicy, kind: Mark | None = None) -> int:
    """What a plan gives in one window, in its own unit; for PFML of one kind, or of all kinds together (N8)."""
    law = policy.statutes
    match plan:
        case Plan.FMLA:
            return policy.entitlement_weeks
        case Plan.CAREGIVER:
            return law.caregiver_weeks
        case Plan.PFML:
            return _pfml_weeks(kind, policy)
        case Plan.COMMONWEALTH:
            return policy.layer_weeks
        case Plan.CATASTROPHIC:
            return policy.catastrophic_weeks if policy.unit in policy.catastrophic_units else 0
        case Plan.SMALL_NECESSITIES:
            return law.small_necessities_hours
        case Plan.PARENTAL:
            return law.parental_weeks
        case Plan.ABUSE:
            return law.abuse_days


def _whole(amount: Fraction, length: Fraction | int) -> int:
    """`int(amount * length)`, without a fraction made only to be cut."""
    whole, length_parts = amount.numerator * length.numerator, amount.denominator * length.denominator
    return whole // length_parts if whole >= 0 else -(-whole // length_parts)


def _pfml_weeks(kind: Mark | None, policy: LeavePolicy) -> int:
    law = policy.statutes
    match kind:
        case Mark.FAMILY:
            return law.pfml_family_weeks
        case Mark.MEDICAL:
            return law.pfml_medical_weeks
        case Mark.CAREGIVER:
            return law.pfml_caregiver_weeks
        case _:
            return law.pfml_all_weeks
