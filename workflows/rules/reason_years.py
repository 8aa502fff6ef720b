"""For how long one finding of eligibility serves for a reason, and which absence is tested afresh.

Knows: absences that were tested before, and the reason's own 12 months. Never knows: how a test went into a finding.
Eligibility is found at the first absence for each reason and does not change in that reason's period; a finding of
'not eligible' is never frozen, and another reason is tested afresh. 29 CFR 825.300(b)(1), (3) (law.md E8).
"""

from datetime import date

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.calendar import days_after, years_after
from workflows.rules.choices import LeaveYearMethod, ReasonPeriod, SameReason
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.rules.service import anniversary
from workflows.values import Frozen

_WAS_ELIGIBLE = Gap(
    fact="earlier.eligible", asks="was the employee found eligible at the earlier absence?", teller=Teller.COORDINATOR
)
_SAME_NEED = Gap(fact="need", asks="is it for the same need as the earlier absence?", teller=Teller.COORDINATOR)
_YEAR_BEGAN = Gap(fact="year_began_on", asks="when did the employee's own leave year begin?", teller=Teller.AGENCY)


class EarlierAbsence(Frozen):
    """An absence for which eligibility was tested, or would have been."""

    on: date = Field(description="The first day of that absence.")
    need: str = Field(description="Opaque reference of the need: the same person and the same condition or occasion.")
    reason: LeaveReason = Field(description="Its reason, as a code; the coordinator confirms it.")
    eligible: bool | None = Field(None, description="Whether the employee was found eligible then; None: not known.")


class RetestFacts(Frozen):
    """An absence, and those before it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "on": "2026-06-15",
                    "need": "N-1",
                    "reason": "own_condition",
                    "earlier": [{"on": "2026-01-12", "need": "N-1", "reason": "own_condition", "eligible": True}],
                }
            ]
        }
    )

    on: date = Field(description="The day on which the absence begins.")
    need: str | None = Field(None, description="Opaque reference of the need; the coordinator says. None: not yet.")
    reason: LeaveReason = Field(description="The reason of the absence; the coordinator confirms it.")
    earlier: tuple[EarlierAbsence, ...] = Field((), description="Earlier absences with what was found at each.")
    year_began_on: date | None = Field(
        None, description="The first day of the employee's own leave year, where the method makes it a personal one."
    )

    @model_validator(mode="after")
    def _in_order(self) -> "RetestFacts":
        if self.year_began_on is not None and self.year_began_on > self.on:
            raise contradiction("year_not_begun", "the leave year begins after the absence")
        return self


class Retest(Frozen):
    """`needed`: months and hours are tested on the day. If not, the finding of the first absence on `first_on` serves
    to `serves_until`, and the first absence on or after `again_from` is tested again."""

    needed: bool
    first_on: date | None = None
    serves_until: date | None = None
    again_from: date | None = None


def retest(facts: RetestFacts, *, policy: LeavePolicy) -> Answer[Retest]:
    """Whether eligibility is tested at an absence, or an earlier finding for the same reason serves (E8)."""
    before = tuple(sorted((e for e in facts.earlier if e.on <= facts.on), key=lambda e: e.on))
    if facts.need is None and policy.same_reason is SameReason.NEED:
        before = tuple(e for e in before if e.reason is facts.reason)
        if before:
            return _need_unknown(facts, before, policy)
    why = Reasoning(policy)
    same = tuple(e for e in before if _is_same(e, facts, policy))
    if len(same) != len(before) or any(e.reason is facts.reason and e.need != facts.need for e in before):
        _which_is_the_same(why, facts, before, policy)
    if not same:
        why.step("E8", "No earlier absence was for this reason: it is tested afresh.", on=facts.on)
        return why.settled(Retest(needed=True), "eligibility is tested on this day: it is the first absence")
    return _walk(why, facts, same, policy)


def _need_unknown(facts: RetestFacts, before: tuple[EarlierAbsence, ...], policy: LeavePolicy) -> Answer[Retest]:
    """The same need as the last one for this reason, or a new one."""
    as_before = facts.model_copy(update={"need": before[-1].need})
    as_new = facts.model_copy(update={"need": "", "earlier": ()})
    cases = (("yes", retest(as_before, policy=policy)), ("no", retest(as_new, policy=policy)))
    why = Reasoning(policy)
    why.rests_on("same_reason")
    return why.depends(_SAME_NEED, cases)


def _walk(why: Reasoning, facts: RetestFacts, same: tuple[EarlierAbsence, ...], policy: LeavePolicy) -> Answer[Retest]:
    """Each eligible first absence opens a period; absences in it are one leave with it."""
    why.step("E8", "Absences for one reason are one leave in the reason's period.", absences=len(same))
    doubtful = tuple(e for e in same if e.eligible is None and _may_matter(e, same, facts, policy))
    if len(doubtful) > 1:
        return why.not_answerable("it is not known what was found at earlier absences for this reason", _WAS_ELIGIBLE)
    if doubtful:
        return why.depends(_WAS_ELIGIBLE, _either(facts, doubtful[0], policy))
    opened: tuple[date, date] | None = None
    for absence in same:
        if not absence.eligible or (opened is not None and absence.on <= opened[1]):
            continue
        last_on = _last_of_period(absence.on, facts, policy)
        if last_on is None and facts.on < anniversary(absence.on, 12):
            return why.not_answerable("the employee's own leave year is not known", _YEAR_BEGAN)
        opened = (absence.on, last_on or days_after(anniversary(absence.on, 12), -1))
    return _found(why, facts, opened, policy)


def _may_matter(
    absence: EarlierAbsence, same: tuple[EarlierAbsence, ...], facts: RetestFacts, policy: LeavePolicy
) -> bool:
    """Its own period would serve still, or would take in a later first absence."""
    last_on = _last_of_period(absence.on, facts, policy) or days_after(anniversary(absence.on, 12), -1)
    return facts.on <= last_on or any(absence.on < e.on <= last_on and e.eligible is not False for e in same)


def _found(why: Reasoning, facts: RetestFacts, opened: tuple[date, date] | None, policy: LeavePolicy) -> Answer[Retest]:
    if opened is None:
        why.step("E8", "A finding of 'not eligible' is never frozen: it is tested again.", on=facts.on)
        return why.settled(Retest(needed=True), "eligibility is tested again: nothing found before serves")
    first_on, last_on = opened
    why.rests_on("reason_period")
    if policy.reason_period is ReasonPeriod.LEAVE_YEAR:
        why.rests_on("leave_year")
    if facts.on > last_on:
        why.step("E8", "The reason's 12-month period is over: it is tested again.", first_on=first_on, until=last_on)
        return why.settled(Retest(needed=True), f"eligibility is tested again: the period ended on {last_on}")
    why.step("E8", "Eligibility was found at the first absence for this reason.", first_on=first_on, until=last_on)
    kept = Retest(needed=False, first_on=first_on, serves_until=last_on, again_from=days_after(last_on, 1))
    return why.settled(kept, f"eligibility found on {first_on} serves until {last_on}; it is not tested again")


def _either(
    facts: RetestFacts, doubtful: EarlierAbsence, policy: LeavePolicy
) -> tuple[tuple[str, Answer[Retest]], ...]:
    def told(eligible: bool) -> Answer[Retest]:
        known = doubtful.model_copy(update={"eligible": eligible})
        earlier = tuple(known if e == doubtful else e for e in facts.earlier)
        return retest(facts.model_copy(update={"earlier": earlier}), policy=policy)

    return ("yes", told(True)), ("no", told(False))


def _which_is_the_same(
    why: Reasoning, facts: RetestFacts, before: tuple[EarlierAbsence, ...], policy: LeavePolicy
) -> None:
    """The choice matters where an earlier absence is of the same code and of another need."""
    if any(e.reason is facts.reason and e.need != facts.need for e in before):
        why.rests_on("same_reason")
    why.step("E8", "Another reason is tested for itself.", same_reason=policy.same_reason.value)


def _is_same(absence: EarlierAbsence, facts: RetestFacts, policy: LeavePolicy) -> bool:
    if policy.same_reason is SameReason.CODE:
        return absence.reason is facts.reason
    return absence.need == facts.need


def _last_of_period(first_on: date, facts: RetestFacts, policy: LeavePolicy) -> date | None:
    """Twelve months from the first absence; or to the end of the leave year that it lies in, where years are fixed or
    run forward. A rolling year has no end of its own, so there too it is twelve months."""
    of_year = policy.reason_period is ReasonPeriod.LEAVE_YEAR
    if not of_year or policy.leave_year is LeaveYearMethod.ROLLING_BACKWARD:
        return days_after(anniversary(first_on, 12), -1)
    if policy.leave_year in (LeaveYearMethod.CALENDAR, LeaveYearMethod.FIXED):
        begins = policy.leave_year_begins if policy.leave_year is LeaveYearMethod.FIXED else None
        month, day = (begins.month, begins.day) if begins else (1, 1)
        this_year = date(first_on.year, month, day)
        next_on = this_year if this_year > first_on else years_after(this_year, 1)
        return date.max if next_on <= first_on else days_after(next_on, -1)
    return _last_of_own_year(first_on, facts, policy)


def _last_of_own_year(first_on: date, facts: RetestFacts, policy: LeavePolicy) -> date | None:
    """An anniversary or forward year: the one in which the first absence lies. A year that began after that absence
    has ended it; a forward year is followed by one that begins with the next use, which nobody told."""
    began_on = facts.year_began_on
    if began_on is None:
        return None
    if began_on > first_on:
        return days_after(began_on, -1)
    years = first_on.year - began_on.year
    if anniversary(began_on, 12 * years) <= first_on:
        years += 1
    if years > 1 and policy.leave_year is LeaveYearMethod.FORWARD:
        return None
    return days_after(anniversary(began_on, 12 * years), -1)
