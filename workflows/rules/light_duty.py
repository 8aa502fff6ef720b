"""What an offer of light duty does to a leave for an injury at work.

Knows: the offer, the answer, the weeks that are left, the end of the leave year. Never knows: restrictions, the
claim, what compensation decides. Light duty is never FMLA leave; it may be refused, and the right to return is held.
29 CFR 825.207(e), 825.220(d), 825.702(d)(2) (law.md K5, K2, J7).
"""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.calendar import days_after, years_after, years_before
from workflows.rules.caps import Window
from workflows.rules.choices import LeaveYearMethod
from workflows.rules.counting import charge_period
from workflows.rules.leave_years import anniversary, methods_on, needs_hire_day, window_of
from workflows.rules.policy import LeavePolicy
from workflows.rules.roster import around, roster_fault
from workflows.rules.schedule import Schedule
from workflows.values import Frozen


class LightDutyAnswer(StrEnum):
    """What the employee said to the offer."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class LightDutyFacts(Frozen):
    """What must be known to say what becomes of the leave."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "leave_first_on": "2026-04-07",
                    "light_duty_from_on": "2026-05-18",
                    "answer": "refused",
                    "within_restrictions": True,
                    "compensation_stopped_on": "2026-05-17",
                    "weeks_left": "12",
                    "schedule": {
                        "assignments": [
                            {
                                "from_on": "2020-01-01",
                                "anchor_on": "2024-01-01",
                                "cycle_days": 7,
                                "shifts": [
                                    {"position": n, "starts": "09:00", "ends": "17:30", "unpaid_break_minutes": 30}
                                    for n in (1, 2, 3, 4, 5)
                                ],
                            }
                        ]
                    },
                }
            ]
        }
    )

    leave_first_on: date = Field(description="The first day of FMLA leave for the injury.")
    light_duty_from_on: date = Field(description="The day from which light duty is offered; the agency tells.")
    answer: LightDutyAnswer | None = Field(None, description="The employee's answer; none: not given yet.")
    within_restrictions: bool | None = Field(
        None, description="Whether the offer keeps to what the provider allows; it matters to compensation alone."
    )
    light_duty_last_on: date | None = Field(
        None, description="The last day of light duty that was worked; none: it goes on, or has not begun."
    )
    compensation_stopped_on: date | None = Field(
        None, description="The last day for which compensation was paid; none: it is still paid."
    )
    weeks_left: Fraction | None = Field(
        None, ge=0, description="Workweeks of FMLA left on the first day, with those that return while it lasts."
    )
    schedule: Schedule | None = Field(None, description="The employee's schedule; none: weeks are not counted.")
    first_used_on: date | None = Field(
        None, description="The first day of any FMLA use in a leave year that is measured forward."
    )
    hired_on: date | None = Field(None, description="The day of hire, for a leave year of anniversaries.")

    @model_validator(mode="after")
    def _in_order(self) -> "LightDutyFacts":
        if self.light_duty_from_on < self.leave_first_on:
            raise contradiction("light_duty_before_leave", "light duty begins before the leave")
        fault = roster_fault(self.schedule, around((self.light_duty_from_on,))) if self.schedule else None
        if fault is not None:
            raise fault
        if self.compensation_stopped_on is not None and self.compensation_stopped_on < self.leave_first_on:
            raise contradiction("stopped_before_leave", "compensation was paid for no day of this leave")
        last_on = self.light_duty_last_on
        if last_on is not None and last_on < self.light_duty_from_on:
            raise contradiction("ends_before_it_begins", "light duty ends before it begins")
        if last_on is not None and self.answer is LightDutyAnswer.REFUSED:
            raise contradiction("refused_and_worked", "light duty that was refused was not worked")
        return self


class LightDuty(Frozen):
    """What becomes of the leave. `last_charged_on`: the last day that FMLA is charged; None: not yet known.
    `charged_weeks`: what the leave comes to by then; None: no schedule. `compensation_may_stop`: a refusal may end
    it, which others decide. `substitution_reopens_on`: from this day accrued leave may run again. `restored_until`:
    the last day on which the right to the same or an equivalent job is held. `may_resume_on`: the first day on which
    FMLA may run again, after light duty."""

    answer: LightDutyAnswer
    last_charged_on: date | None
    charged_weeks: Fraction | None
    compensation_may_stop: bool | None
    substitution_reopens_on: date | None
    restored_until: date | None
    may_resume_on: date | None


def light_duty(facts: LightDutyFacts, *, policy: LeavePolicy) -> Answer[LightDuty]:
    """What light duty offered, refused or accepted does to the leave (law.md K5; 29 CFR 825.220(d), 825.702(d)(2))."""
    if facts.answer is LightDutyAnswer.ACCEPTED:
        return _accepted(facts, policy)
    if facts.answer is LightDutyAnswer.REFUSED:
        return _refused(facts, policy)
    gap = Gap(fact="answer", asks="what did the employee answer?", teller=Teller.EMPLOYEE)
    cases = (("accepted", _accepted(facts, policy)), ("refused", _refused(facts, policy)))
    return Reasoning(policy).depends(gap, cases)


def restoration_year_ends_on(facts: LightDutyFacts, *, policy: LeavePolicy) -> date | None:
    """The last day of the leave year in which light duty begins: until then the right to return is held (K5). None:
    the day from which the year is measured is not known. For a rolling year, which has no end, it is 12 months from
    the first day of this leave: our convention. Where two methods hold, the later end (N3)."""
    methods = methods_on(facts.light_duty_from_on, policy=policy)
    ends = tuple(_year_ends_on(method, facts, policy) for method in methods)
    known = tuple(on for on in ends if on is not None)
    return max(known) if known and len(known) == len(ends) else None


def _year_ends_on(method: LeaveYearMethod, facts: LightDutyFacts, policy: LeavePolicy) -> date | None:
    if method is LeaveYearMethod.ROLLING_BACKWARD:
        window: Window | None = anniversary(facts.leave_first_on, policy=policy)
    elif method is LeaveYearMethod.FORWARD and facts.first_used_on is None:
        window = None
    else:
        taken = sorted(on for on in (facts.first_used_on, facts.leave_first_on) if on is not None)
        window = window_of(method, taken, facts.hired_on, policy=policy)
    return None if window is None else days_after(window.back(facts.light_duty_from_on), -1)


def _accepted(facts: LightDutyFacts, policy: LeavePolicy) -> Answer[LightDuty]:
    why = Reasoning(policy)
    eve_on = days_after(facts.light_duty_from_on, -1)
    runs_out_on, weeks = _until(facts, eve_on, policy)
    last_on = runs_out_on or _last_scheduled(facts, eve_on, policy)
    why.step("K5", "Time on light duty is never FMLA leave: charging stops the day before.", last_on=last_on)
    restored_until = restoration_year_ends_on(facts, policy=policy)
    why.step("K5", "The right to the former job is held until the leave year ends.", until=restored_until)
    why.rests_on("leave_year")
    resumes_on = None if facts.light_duty_last_on is None else days_after(facts.light_duty_last_on, 1)
    result = LightDuty(
        answer=LightDutyAnswer.ACCEPTED,
        last_charged_on=last_on,
        charged_weeks=weeks,
        compensation_may_stop=False,
        substitution_reopens_on=None,
        restored_until=restored_until,
        may_resume_on=resumes_on,
    )
    if restored_until is None:
        gap = _HIRED if facts.hired_on is None and needs_hire_day(policy) else _FIRST_USED
        return why.not_answerable(f"FMLA is charged to {last_on}; the leave year's end is not known.", gap)
    return why.settled(result, f"FMLA is charged to {last_on}; the right to return is held until {restored_until}.")


_HIRED = Gap(fact="hired_on", asks="when was the employee hired?", teller=Teller.DIRECTORY)
_FIRST_USED = Gap(fact="first_used_on", asks="when was FMLA first used in this leave year?", teller=Teller.COORDINATOR)


def _refused(facts: LightDutyFacts, policy: LeavePolicy) -> Answer[LightDuty]:
    if facts.within_restrictions is None:
        gap = Gap(
            fact="within_restrictions", asks="does the offer keep to what the provider allows?", teller=Teller.AGENCY
        )
        cases = ((label, _refusal(facts, is_so, policy)) for label, is_so in (("yes", True), ("no", False)))
        return Reasoning(policy).depends(gap, tuple(cases))
    return _refusal(facts, facts.within_restrictions, policy)


def _refusal(facts: LightDutyFacts, within_restrictions: bool, policy: LeavePolicy) -> Answer[LightDuty]:
    why = Reasoning(policy)
    why.step("K5", "Light duty may be refused: FMLA leave goes on while need and weeks last.")
    if within_restrictions:
        why.step("K5", "Compensation may stop when suitable light duty is refused; its insurer decides.")
    else:
        why.step("K5", "An offer beyond the restrictions is no ground for compensation to stop.")
    stopped_on = facts.compensation_stopped_on
    reopens_on = None if stopped_on is None else days_after(stopped_on, 1)
    why.step("K2", "Accrued leave may run again from the day after compensation stops.", stopped_on=stopped_on)
    last_on, weeks = _until(facts, None, policy)
    why.step("J7", "The right to return lasts as long as the leave.", last_on=last_on)
    result = LightDuty(
        answer=LightDutyAnswer.REFUSED,
        last_charged_on=last_on,
        charged_weeks=weeks,
        compensation_may_stop=within_restrictions,
        substitution_reopens_on=reopens_on,
        restored_until=last_on,
        may_resume_on=None,
    )
    until = f"to {last_on} at the latest" if last_on else "until its weeks are used"
    stops = "may stop for the refusal" if within_restrictions else "does not stop for the refusal"
    return why.settled(result, f"FMLA leave goes on {until}, if the need lasts; compensation {stops}.")


def _last_scheduled(facts: LightDutyFacts, eve_on: date, policy: LeavePolicy) -> date:
    """The last day with scheduled hours before light duty; without a schedule, or with none in a year, its eve."""
    if facts.schedule is None:
        return eve_on
    first_on = max(facts.leave_first_on, years_before(eve_on, 1) if eve_on.year > date.min.year else date.min)
    charges = charge_period(first_on, eve_on, schedule=facts.schedule, policy=policy)
    return max((charge.on for charge in charges), default=eve_on)


def _until(facts: LightDutyFacts, last_on: date | None, policy: LeavePolicy) -> tuple[date | None, Fraction | None]:
    """The last day that the weeks left reach, looking no further than a given day and a year, and what is charged by
    then. None: there is no schedule, or they reach further than a year."""
    a_year_on = years_after(facts.leave_first_on, 1)
    horizon = a_year_on if last_on is None else min(last_on, a_year_on)
    if facts.schedule is None:
        return None, None
    charged, reached = Fraction(0), days_after(facts.leave_first_on, -1)
    for charge in charge_period(facts.leave_first_on, horizon, schedule=facts.schedule, policy=policy):
        left = None if facts.weeks_left is None else facts.weeks_left - charged
        if left is not None and charge.weeks >= left:
            return (charge.on if left > 0 else reached), charged + left
        charged, reached = charged + charge.weeks, charge.on
    return None, charged if horizon == last_on else None
