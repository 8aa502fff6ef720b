"""Which test makes a condition a serious health condition: inpatient care, or a kind of continuing treatment.

Knows: days, treatments and what a provider certified, as codes. Never knows: a diagnosis, a provider, a person. Any one
test is enough; a test that surely fails leaves the others open. 29 CFR 825.113-115 (law.md 1.2).
"""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.calendar import days_after
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen


class ConditionTest(StrEnum):
    """A test of 825.114 or 825.115; each alone is enough."""

    INPATIENT = "inpatient"
    INCAPACITY_TWO_TREATMENTS = "incapacity_two_treatments"
    INCAPACITY_REGIMEN = "incapacity_regimen"
    PREGNANCY = "pregnancy"
    CHRONIC = "chronic"
    PERMANENT = "permanent"
    MULTIPLE_TREATMENTS = "multiple_treatments"


_WORDS = {
    ConditionTest.INPATIENT: "an overnight stay in a facility",
    ConditionTest.INCAPACITY_TWO_TREATMENTS: "a longer incapacity with two treatments",
    ConditionTest.INCAPACITY_REGIMEN: "a longer incapacity with a treatment and a regimen",
    ConditionTest.PREGNANCY: "pregnancy or prenatal care",
    ConditionTest.CHRONIC: "a chronic condition",
    ConditionTest.PERMANENT: "permanent or long incapacity under supervision",
    ConditionTest.MULTIPLE_TREATMENTS: "several treatments",
}


class Incapacity(Frozen):
    """A period in which the person could not work, attend school or do what is done every day."""

    first_on: date = Field(description="The first day of incapacity, even if only a part of it.")
    full_days: int | None = Field(None, ge=0, description="Consecutive full calendar days; none: not told.")
    treated_on: tuple[date, ...] = Field((), description="Days of treatment in person, by a provider or on referral.")
    treatments_complete: bool | None = Field(None, description="Whether every treatment in the first days is listed.")
    extenuating: bool | None = Field(
        None, description="Whether what nobody could help kept the second treatment from its time, as a person found."
    )
    regimen: bool | None = Field(
        None, description="Whether a treatment led to a regimen under a provider; rest and over-the-counter do not."
    )


class ConditionFacts(Frozen):
    """What a provider certified, as far as the tests ask for it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "incapacity": {
                        "first_on": "2026-03-02",
                        "full_days": 4,
                        "treated_on": ["2026-03-04", "2026-03-20"],
                        "treatments_complete": True,
                    },
                    "inpatient": False,
                    "pregnancy": False,
                    "long_term": False,
                    "multiple_treatments": False,
                },
                {"long_term": True, "visits_a_year": 2},
            ]
        }
    )

    inpatient: bool | None = Field(None, description="Whether there was an overnight stay in a facility; provider.")
    incapacity: Incapacity | None = Field(None, description="A period of incapacity; none: nothing was told of one.")
    pregnancy: bool | None = Field(
        None, description="Whether it is incapacity by pregnancy, or prenatal care; provider."
    )
    long_term: bool | None = Field(None, description="Whether the condition goes on over an extended time; provider.")
    visits_a_year: int | None = Field(None, ge=0, description="Visits for treatment that it needs in a year; provider.")
    permanent: bool | None = Field(
        None, description="Whether incapacity is permanent or long, treatment may not help, and a provider supervises."
    )
    multiple_treatments: bool | None = Field(
        None,
        description="Whether treatments restore after an injury, or without them more than three full days of "
        "incapacity would be likely; provider.",
    )

    @model_validator(mode="after")
    def _fit(self) -> "ConditionFacts":
        if self.long_term is False and self.permanent:
            raise contradiction("permanent_and_short", "what is permanent goes on over an extended time")
        return self


class Condition(Frozen):
    """`serious`: whether some test is met; `tests`: all that are, in the order of the regulation."""

    serious: bool
    tests: tuple[ConditionTest, ...]


class _Judged(Frozen):
    """A test: met, not met, or None for unknown; where it stands in the regulation; the fact it turns on, and what
    would have to be known of it."""

    test: ConditionTest
    is_met: bool | None
    cited: str
    fact: str
    asks: str


def qualifying_condition(facts: ConditionFacts, *, policy: LeavePolicy) -> Answer[Condition]:
    """Which tests make it a serious health condition (law.md 1.2; 29 CFR 825.113-115)."""
    return _resolved(_judged(facts, policy), (), policy)


def _resolved(
    judged: tuple[_Judged, ...], assumed: tuple[tuple[ConditionTest, bool], ...], policy: LeavePolicy
) -> Answer[Condition]:
    """One test that is met settles a yes; where none surely is, each unknown one is assumed met, and not."""
    why = Reasoning(policy)
    for j in judged:
        outcome = "unknown" if j.is_met is None else "met" if j.is_met else "not met"
        why.step("1.2-OWN", f"{_WORDS[j.test]}: {outcome}", stands=j.cited)
    given = dict(assumed)
    outcomes = [(j, j.is_met if j.is_met is not None else given.get(j.test)) for j in judged]
    met = tuple(j.test for j, is_met in outcomes if is_met)
    if met:
        says = f"it is a serious health condition: {'; '.join(_WORDS[test] for test in met)}"
        return why.settled(Condition(serious=True, tests=met), says)
    unknown = next((j for j, is_met in outcomes if is_met is None), None)
    if unknown is None:
        return why.settled(Condition(serious=False, tests=()), "it is no serious health condition: no test is met")
    gap = Gap(fact=unknown.fact, asks=unknown.asks, teller=Teller.PROVIDER)
    cases = (
        (label, _resolved(judged, (*assumed, (unknown.test, is_met)), policy))
        for label, is_met in (("yes", True), ("no", False))
    )
    return Reasoning(policy).depends(gap, tuple(cases))


_Row = tuple[ConditionTest, bool | None, str, str, str]
"""A test: whether it is met, where it stands, the fact that is missing if it is not known, and how to ask for it."""


def _judged(facts: ConditionFacts, policy: LeavePolicy) -> tuple[_Judged, ...]:
    law = policy.statutes
    visits = None if facts.visits_a_year is None else facts.visits_a_year >= law.chronic_visits
    rows: tuple[_Row, ...] = (
        (ConditionTest.INPATIENT, facts.inpatient, "114", "inpatient", "was there an overnight stay in a facility?"),
        *_of_incapacity(facts, policy),
        (
            ConditionTest.PREGNANCY,
            facts.pregnancy,
            "115(b)",
            "pregnancy",
            "is it because of pregnancy, or prenatal care?",
        ),
        (
            ConditionTest.CHRONIC,
            _all(facts.long_term, visits),
            "115(c)",
            "long_term" if facts.long_term is None else "visits_a_year",
            f"does it go on for long and need {law.chronic_visits} visits a year?",
        ),
        (
            ConditionTest.PERMANENT,
            facts.permanent,
            "115(d)",
            "permanent",
            "is incapacity permanent or long, and supervised?",
        ),
        (
            ConditionTest.MULTIPLE_TREATMENTS,
            facts.multiple_treatments,
            "115(e)",
            "multiple_treatments",
            "do several treatments restore after an injury, or keep off a longer incapacity?",
        ),
    )
    return tuple(_Judged(test=t, is_met=m, cited=f"29 CFR 825.{p}", fact=f, asks=asks) for t, m, p, f, asks in rows)


def _of_incapacity(facts: ConditionFacts, policy: LeavePolicy) -> tuple[_Row, ...]:
    law, long = policy.statutes, _long_asked(policy)
    begun, second = _long_and_treated(facts, policy), _second_in_time(facts, policy)
    regimen = facts.incapacity.regimen if facts.incapacity else None
    return (
        (
            ConditionTest.INCAPACITY_TWO_TREATMENTS,
            _all(*begun, second),
            "115(a)(1)",
            *(
                ("incapacity.extenuating", "was the second treatment late for a reason that nobody could help?")
                if _all(*begun) and _is_late_unless_excused(facts.incapacity)
                else ("incapacity", f"{long}another within {law.second_treatment_days}, {_EXTENUATING}?")
            ),
        ),
        (
            ConditionTest.INCAPACITY_REGIMEN,
            _all(*begun, regimen),
            "115(a)(2)",
            *(
                ("incapacity.regimen", "did a treatment lead to a regimen of continuing treatment?")
                if _all(*begun)
                else ("incapacity", f"{long}a regimen of continuing treatment?")
            ),
        ),
    )


_EXTENUATING = "unless circumstances were extenuating"


def _is_late_unless_excused(incapacity: Incapacity | None) -> bool:
    """Whether nothing is unknown of the second treatment but why it came late, or did not."""
    return incapacity is not None and bool(incapacity.treatments_complete) and incapacity.extenuating is None


def _long_asked(policy: LeavePolicy) -> str:
    """How the question for the whole test of a long incapacity begins."""
    law = policy.statutes
    first = f"was incapacity more than {law.incapacity_days} full days, with a first treatment within "
    return f"{first}{law.first_treatment_days} days and "


def _long_and_treated(facts: ConditionFacts, policy: LeavePolicy) -> tuple[bool | None, bool | None]:
    """More than three full days, and a first treatment within seven days of the first day, which is not counted."""
    incapacity = facts.incapacity
    if incapacity is None:
        return None, None
    full_days = incapacity.full_days
    is_long = None if full_days is None else full_days > policy.statutes.incapacity_days
    if _treatments(incapacity, policy.statutes.first_treatment_days):
        return is_long, True
    return is_long, False if incapacity.treatments_complete else None


def _second_in_time(facts: ConditionFacts, policy: LeavePolicy) -> bool | None:
    incapacity = facts.incapacity
    if incapacity is None:
        return None
    in_time = _treatments(incapacity, policy.statutes.second_treatment_days)
    if in_time >= policy.statutes.treatments or incapacity.extenuating:
        return True
    return False if incapacity.treatments_complete and incapacity.extenuating is False else None


def _treatments(incapacity: Incapacity, days: int) -> int:
    until = days_after(incapacity.first_on, days)
    return sum(incapacity.first_on <= on <= until for on in incapacity.treated_on)


def _all(*parts: bool | None) -> bool | None:
    """All of them: one that fails is enough for no, whatever is unknown."""
    if False in parts:
        return False
    return None if None in parts else True
