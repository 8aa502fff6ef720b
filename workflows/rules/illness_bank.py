"""Who may draw on the extended illness leave bank, and how many days are left.

Knows: the bank's tests. Never knows: what the illness is, how many days the bank holds, who gave them.
M.G.L. c.7 s.4P (law.md K7).
"""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.calendar import months_after
from workflows.rules.policy import LeavePolicy
from workflows.rules.wording import number_of
from workflows.values import Frozen


class IllnessBankFacts(Frozen):
    """What must be known to say whether the bank is open to an employee on a day."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "on": "2026-05-04",
                    "service_since": "2019-09-03",
                    "donated_days": 1,
                    "accruals_exhausted": True,
                    "own_illness": True,
                    "workdays_on_leave": 20,
                    "compensation_or_disability": False,
                    "bank_days_used": 0,
                }
            ]
        }
    )

    on: date = Field(description="The day asked about.")
    service_since: date | None = Field(None, description="The first day of service; the personnel records tell.")
    donated_days: int | None = Field(None, ge=0, description="Days given to the bank for this year; the agency tells.")
    accruals_exhausted: bool | None = Field(None, description="Whether all accrued leave of every kind is used up.")
    own_illness: bool | None = Field(None, description="Whether it is the employee's own extended illness.")
    workdays_on_leave: int | None = Field(None, ge=0, description="Consecutive workdays on leave up to this day.")
    compensation_or_disability: bool | None = Field(
        None, description="Whether workers' compensation or disability pay is received."
    )
    bank_days_used: int | None = Field(
        None, ge=0, description="Days drawn from the bank in the two years that end on this day."
    )

    @model_validator(mode="after")
    def _in_order(self) -> "IllnessBankFacts":
        if self.service_since is not None and self.on < self.service_since:
            raise contradiction("asked_before_service", "the day asked about is before the service began")
        return self


class IllnessBankTest(StrEnum):
    """A test of the bank."""

    OWN_ILLNESS = "own_illness"
    SERVICE = "service"
    DONATION = "donation"
    ACCRUALS = "accruals"
    WORKDAYS = "workdays"
    NO_OTHER_PAY = "no_other_pay"
    DAYS_LEFT = "days_left"


class IllnessBank(Frozen):
    """Whether the bank is open on this day. `unmet` names the tests that surely fail. `days_left`: at most so many
    days may still be drawn; None: not told how many were used, or not open."""

    open: bool
    unmet: tuple[IllnessBankTest, ...]
    days_left: int | None


def illness_bank(facts: IllnessBankFacts, *, policy: LeavePolicy) -> Answer[IllnessBank]:
    """Whether an employee may draw on the extended illness leave bank on a day (law.md K7). A test that surely fails
    settles a no, whatever else is unknown."""
    why = Reasoning(policy)
    outcomes = _outcomes(facts, policy)
    for test, is_met in outcomes.items():
        why.step("K7", _needs(test, policy), met=None if is_met is None else "yes" if is_met else "no")
    failed = tuple(test for test, is_met in outcomes.items() if is_met is False)
    if failed:
        return why.settled(IllnessBank(open=False, unmet=failed, days_left=None), _no(failed))
    unknown = tuple(test for test, is_met in outcomes.items() if is_met is None)
    return _unless(unknown, facts, why, policy)


def _outcomes(facts: IllnessBankFacts, policy: LeavePolicy) -> dict[IllnessBankTest, bool | None]:
    law = policy.statutes
    since = facts.service_since
    paid = facts.compensation_or_disability
    return {
        IllnessBankTest.OWN_ILLNESS: facts.own_illness,
        IllnessBankTest.SERVICE: None if since is None else months_after(since, law.illness_bank_months) <= facts.on,
        IllnessBankTest.DONATION: _at_least(facts.donated_days, law.illness_bank_donation),
        IllnessBankTest.ACCRUALS: facts.accruals_exhausted,
        IllnessBankTest.WORKDAYS: _at_least(facts.workdays_on_leave, law.illness_bank_workdays),
        IllnessBankTest.NO_OTHER_PAY: None if paid is None else not paid,
        IllnessBankTest.DAYS_LEFT: None if facts.bank_days_used is None else _left(facts, policy) != 0,
    }


def _at_least(number: int | None, least: int) -> bool | None:
    return None if number is None else number >= least


def _left(facts: IllnessBankFacts, policy: LeavePolicy) -> int | None:
    return None if facts.bank_days_used is None else max(0, policy.statutes.illness_bank_days - facts.bank_days_used)


def _unless(
    unknown: tuple[IllnessBankTest, ...], facts: IllnessBankFacts, why: Reasoning, policy: LeavePolicy
) -> Answer[IllnessBank]:
    """One branch for each test that is unknown, where it fails; the last, where all are met."""
    if not unknown:
        left = _left(facts, policy)
        days = "" if left is None else f", for at most {number_of(left, 'day')}"
        return why.settled(IllnessBank(open=True, unmet=(), days_left=left), f"The bank is open{days}.")
    first, rest = unknown[0], unknown[1:]
    failed = IllnessBank(open=False, unmet=(first,), days_left=None)
    cases = (
        ("yes", _unless(rest, facts, Reasoning(policy), policy)),
        ("no", Reasoning(policy).settled(failed, _no((first,)))),
    )
    return why.depends(_GAPS[first], cases)


_GAPS = {
    IllnessBankTest.OWN_ILLNESS: Gap(
        fact="own_illness", asks="is it the employee's own extended illness?", teller=Teller.EMPLOYEE
    ),
    IllnessBankTest.SERVICE: Gap(fact="service_since", asks="is a year of service complete?", teller=Teller.DIRECTORY),
    IllnessBankTest.DONATION: Gap(fact="donated_days", asks="was the yearly donation given?", teller=Teller.AGENCY),
    IllnessBankTest.ACCRUALS: Gap(
        fact="accruals_exhausted", asks="is all accrued leave used up?", teller=Teller.AGENCY
    ),
    IllnessBankTest.WORKDAYS: Gap(
        fact="workdays_on_leave", asks="has the leave lasted long enough?", teller=Teller.AGENCY
    ),
    IllnessBankTest.NO_OTHER_PAY: Gap(
        fact="compensation_or_disability", asks="is there no compensation or disability pay?", teller=Teller.AGENCY
    ),
    IllnessBankTest.DAYS_LEFT: Gap(
        fact="bank_days_used", asks="are days of the bank left to the employee?", teller=Teller.AGENCY
    ),
}


def _needs(test: IllnessBankTest, policy: LeavePolicy) -> str:
    law = policy.statutes
    return {
        IllnessBankTest.OWN_ILLNESS: "The bank is for the employee's own extended illness.",
        IllnessBankTest.SERVICE: f"It takes {law.illness_bank_months} months of service.",
        IllnessBankTest.DONATION: f"It takes a donation of at least {law.illness_bank_donation} day a year.",
        IllnessBankTest.ACCRUALS: "All accrued leave must be used up.",
        IllnessBankTest.WORKDAYS: f"The leave must have lasted {law.illness_bank_workdays} consecutive workdays.",
        IllnessBankTest.NO_OTHER_PAY: "Nobody draws on it with compensation or disability pay.",
        IllnessBankTest.DAYS_LEFT: f"At most {law.illness_bank_days} days in {law.illness_bank_years} years.",
    }[test]


def _no(failed: tuple[IllnessBankTest, ...]) -> str:
    return f"The bank is not open: {', '.join(_WORDS[test] for test in failed)}."


_WORDS = {
    IllnessBankTest.OWN_ILLNESS: "it is not the employee's own extended illness",
    IllnessBankTest.SERVICE: "the service is too short",
    IllnessBankTest.DONATION: "the yearly donation is missing",
    IllnessBankTest.ACCRUALS: "accrued leave is left",
    IllnessBankTest.WORKDAYS: "the leave is too short so far",
    IllnessBankTest.NO_OTHER_PAY: "compensation or disability pay is received",
    IllnessBankTest.DAYS_LEFT: "all days that the employee may draw are used",
}
