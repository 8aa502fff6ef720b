"""Other Massachusetts leaves: the notice that the employee owes, the papers that may be asked, the limit, the silence.

Knows: small necessities, parental, abuse, donors. Never knows: who is eligible, balances, what happened to anybody.
M.G.L. c.149 s.52D, s.52E, s.105D; policies of the Human Resources Division (law.md 1.14).
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Due, Gap, Reasoning, Teller, contradiction, due
from workflows.rules.clocks import before
from workflows.rules.policy import LeavePolicy
from workflows.rules.wording import number_of
from workflows.values import Frozen


class StateLeave(StrEnum):
    """A leave of state law or of the employer that is none of the large ones."""

    SMALL_NECESSITIES = "small_necessities"
    PARENTAL = "parental"
    ABUSE = "abuse"
    ORGAN = "organ"
    MARROW = "marrow"
    BLOOD = "blood"


DONORS = (StateLeave.ORGAN, StateLeave.MARROW, StateLeave.BLOOD)
"""Leaves of donors: pay by the employer's policy alone."""


class StateLeaveFacts(Frozen):
    """What must be known to say what notice and papers a leave takes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"leave": "small_necessities", "first_on": "2026-06-10", "told_on": "2026-06-03", "foreseeable": True},
                {
                    "leave": "parental",
                    "first_on": "2026-06-10",
                    "told_on": "2026-05-20",
                    "foreseeable": True,
                    "children": 1,
                },
                {
                    "leave": "abuse",
                    "first_on": "2026-06-10",
                    "told_on": "2026-06-12",
                    "imminent_danger": True,
                    "scheduled": False,
                    "waived": False,
                },
            ]
        }
    )

    leave: StateLeave = Field(description="Which leave; the employee says.")
    first_on: date = Field(description="The first day away.")
    told_on: date | None = Field(None, description="The day on which the employer was told; none: not yet.")
    foreseeable: bool | None = Field(
        None, description="Whether the day could be foreseen, or for parental leave the usual notice could be kept."
    )
    children: int | None = Field(None, ge=1, description="For parental leave: how many children; the employee tells.")
    imminent_danger: bool | None = Field(None, description="For leave from abuse: whether danger was imminent.")
    scheduled: bool | None = Field(None, description="For leave from abuse: whether the absence was told ahead.")
    waived: bool | None = Field(
        None, description="For leave from abuse: whether the employer waives that accrued leave is used first."
    )

    @model_validator(mode="after")
    def _fit(self) -> "StateLeaveFacts":
        of_abuse = (self.imminent_danger, self.scheduled, self.waived)
        if self.leave is not StateLeave.ABUSE and any(fact is not None for fact in of_abuse):
            raise contradiction("fact_of_another_leave", "danger, schedule and waiver belong to leave from abuse")
        if self.leave is not StateLeave.PARENTAL and self.children is not None:
            raise contradiction("fact_of_another_leave", "a number of children belongs to parental leave")
        if self.scheduled and self.imminent_danger:
            raise contradiction("scheduled_and_in_danger", "an absence in imminent danger was not told ahead")
        if self.scheduled and self.told_on is not None and self.told_on > self.first_on:
            raise contradiction("scheduled_and_told_after", "an absence that was told ahead was told after it began")
        return self


class Paper(StrEnum):
    """What may be asked for, if anything: one of the papers is enough, and a sworn statement always is."""

    CERTIFICATION = "certification"
    PROTECTIVE_ORDER = "protective_order"
    COURT_PAPER = "court_paper"
    POLICE_REPORT = "police_report"
    MEDICAL_STATEMENT = "medical_statement"
    ADVOCATE_STATEMENT = "advocate_statement"
    SWORN_STATEMENT = "sworn_statement"


ABUSE_PAPERS = tuple(paper for paper in Paper if paper is not Paper.CERTIFICATION)
"""Any one of these (M.G.L. c.149 s.52E(f))."""


class Confidentiality(StrEnum):
    """Who may know."""

    APART = "apart"
    AS_ANY_LEAVE = "as_any_leave"


class Unit(StrEnum):
    """In what a limit is counted."""

    HOURS_IN_12_MONTHS = "hours_in_12_months"
    WEEKS = "weeks"
    WORKDAYS_IN_12_MONTHS = "workdays_in_12_months"
    PAID_WORKDAYS = "paid_workdays"
    HOURS_A_TIME = "hours_a_time"


class Limit(Frozen):
    """The most of a leave. `times`: how often a year, where it is limited so."""

    amount: int
    unit: Unit
    times: int | None = None


class StateLeaveTerms(Frozen):
    """`tell_by`: the last day on which notice is in time; None: as soon as it can be given. `is_late`: told after it;
    None: no day is set, or not told yet. `papers`: one of these may be asked, by `papers_due` where a day is set.
    `accrued_first`: accrued leave is used first; None: this leave has no such rule."""

    tell_by: Due | None
    is_late: bool | None
    papers: tuple[Paper, ...]
    papers_due: Due | None
    limit: Limit | None
    confidentiality: Confidentiality
    accrued_first: bool | None


def state_leave_notice(facts: StateLeaveFacts, *, policy: LeavePolicy) -> Answer[StateLeaveTerms]:
    """What notice and papers another Massachusetts leave takes, its limit, and who may know (law.md 1.14)."""
    for gap in _ASKED.get(facts.leave, ()):
        if getattr(facts, gap.fact) is None and _matters(gap, facts):
            cases = (
                (label, state_leave_notice(facts.model_copy(update={gap.fact: is_so}), policy=policy))
                for label, is_so in (("yes", True), ("no", False))
            )
            return Reasoning(policy).depends(gap, tuple(cases))
    return _TERMS[facts.leave](facts, policy)


_FORESEEABLE = Gap(fact="foreseeable", asks="could the usual notice be kept?", teller=Teller.COORDINATOR)
_ASKED: dict[StateLeave, tuple[Gap, ...]] = {
    StateLeave.SMALL_NECESSITIES: (_FORESEEABLE,),
    StateLeave.PARENTAL: (_FORESEEABLE,),
    StateLeave.ABUSE: (
        Gap(fact="scheduled", asks="was the absence told ahead?", teller=Teller.AGENCY),
        Gap(fact="imminent_danger", asks="was danger imminent?", teller=Teller.EMPLOYEE),
        Gap(fact="waived", asks="does the employer waive that accrued leave is used first?", teller=Teller.HRD),
    ),
}


def _matters(gap: Gap, facts: StateLeaveFacts) -> bool:
    """Who told ahead is not asked about danger."""
    return not (gap.fact == "imminent_danger" and facts.scheduled)


def _small_necessities(facts: StateLeaveFacts, policy: LeavePolicy) -> Answer[StateLeaveTerms]:
    law = policy.statutes
    limit = Limit(amount=law.small_necessities_hours, unit=Unit.HOURS_IN_12_MONTHS)
    days = law.small_necessities_notice_days
    return _ahead(facts, days, limit, (Paper.CERTIFICATION,), Reasoning(policy), policy)


def _parental(facts: StateLeaveFacts, policy: LeavePolicy) -> Answer[StateLeaveTerms]:
    why = Reasoning(policy)
    law = policy.statutes
    limit = None if facts.children is None else Limit(amount=law.parental_weeks * facts.children, unit=Unit.WEEKS)
    why.step("1.14-PLA", "Each child gives its weeks; two parents at one employer share them.", children=facts.children)
    return _ahead(facts, law.parental_notice_days, limit, (), why, policy)


def _ahead(
    facts: StateLeaveFacts,
    days: int,
    limit: Limit | None,
    papers: tuple[Paper, ...],
    why: Reasoning,
    policy: LeavePolicy,
) -> Answer[StateLeaveTerms]:
    rule = "1.14-PLA" if facts.leave is StateLeave.PARENTAL else "1.14-SNLA"
    if not facts.foreseeable:
        why.step(rule, "What could not be foreseen is told as soon as that can be done.")
        terms = _terms(facts, None, papers=papers, limit=limit)
        return why.settled(terms, "The employer is told as soon as that can be done.")
    tell_by = before(due(rule, facts.first_on, -days, policy=policy), days)
    why.step(rule, f"Notice is given {number_of(days, 'day')} ahead.", days=days, tell_by=tell_by.due_on)
    terms = _terms(facts, tell_by, papers=papers, limit=limit)
    late = f"; it was told on {facts.told_on}, which is late" if terms.is_late else ""
    return why.settled(terms, f"The employer is told by {tell_by.due_on}{late}.")


def _abuse(facts: StateLeaveFacts, policy: LeavePolicy) -> Answer[StateLeaveTerms]:
    why = Reasoning(policy)
    law = policy.statutes
    tell_by = papers_due = None
    if facts.imminent_danger:
        tell_by = due("1.14-DV", facts.first_on, law.abuse_told_days, policy=policy, business=True)
        within = number_of(law.abuse_told_days, "workday")
        why.step("1.14-DV", f"In imminent danger the employer is told within {within}.", tell_by=tell_by.due_on)
    else:
        why.step("1.14-DV", "Without imminent danger the employer is told ahead, as its policy says.")
    if not facts.scheduled:
        papers_due = due("1.14-DV", facts.first_on, law.abuse_papers_days, policy=policy)
        why.step("1.14-DV", "After an absence not told ahead one paper is enough.", papers_due=papers_due.due_on)
    why.step("1.14-DV", "All of it is kept apart and confidential; nothing of it reaches a supervisor.")
    accrued_first = not facts.waived
    if accrued_first:
        why.step("1.14-DV", "Accrued leave is used first, as the employer does not waive it.")
    limit = Limit(amount=law.abuse_days, unit=Unit.WORKDAYS_IN_12_MONTHS)
    terms = _terms(facts, tell_by, papers=ABUSE_PAPERS, limit=limit)
    terms = terms.model_copy(
        update={
            "papers_due": papers_due,
            "confidentiality": Confidentiality.APART,
            "accrued_first": accrued_first,
        }
    )
    return why.settled(terms, _abuse_says(facts, terms))


def _abuse_says(facts: StateLeaveFacts, terms: StateLeaveTerms) -> str:
    told = f"is told by {terms.tell_by.due_on}" if terms.tell_by else "is told ahead"
    told += f", and was told on {facts.told_on}, which is late" if terms.is_late else ""
    papers = f"one paper may be asked for, by {terms.papers_due.due_on}; " if terms.papers_due else ""
    accrued = "accrued leave is used first" if terms.accrued_first else "accrued leave need not be used first"
    return f"The employer {told}; {papers}{accrued}; everything is kept apart and confidential."


def _donor(facts: StateLeaveFacts, policy: LeavePolicy) -> Answer[StateLeaveTerms]:
    why = Reasoning(policy)
    limits = {
        StateLeave.ORGAN: Limit(amount=policy.organ_days, unit=Unit.PAID_WORKDAYS),
        StateLeave.MARROW: Limit(amount=policy.marrow_days, unit=Unit.PAID_WORKDAYS),
        StateLeave.BLOOD: Limit(amount=policy.blood_hours, unit=Unit.HOURS_A_TIME, times=policy.blood_times),
    }
    why.step("1.14-DONOR", "Donors are paid by the employer's policy; it sets no day for notice and asks for no paper.")
    why.rests_on(*_DONOR_FIELDS[facts.leave])
    terms = _terms(facts, None, papers=(), limit=limits[facts.leave])
    says = _donor_days(limits[facts.leave])
    return why.settled(terms, f"{says}; the agency is told ahead, and no day for that is set.")


def _donor_days(limit: Limit) -> str:
    if not limit.amount or limit.times == 0:
        return "The employer pays for no leave of this donor"
    if limit.times is None:
        return f"The employer pays for at most {number_of(limit.amount, 'workday')}"
    hours, times = number_of(limit.amount, "hour"), number_of(limit.times, "time")
    return f"The employer pays for at most {hours} a time, {times} a year"


_DONOR_FIELDS = {
    StateLeave.ORGAN: ("organ_days",),
    StateLeave.MARROW: ("marrow_days",),
    StateLeave.BLOOD: ("blood_hours", "blood_times"),
}


_TERMS: dict[StateLeave, Callable[[StateLeaveFacts, LeavePolicy], Answer[StateLeaveTerms]]] = {
    StateLeave.SMALL_NECESSITIES: _small_necessities,
    StateLeave.PARENTAL: _parental,
    StateLeave.ABUSE: _abuse,
    **dict.fromkeys(DONORS, _donor),
}


def _terms(
    facts: StateLeaveFacts, tell_by: Due | None, *, papers: tuple[Paper, ...], limit: Limit | None
) -> StateLeaveTerms:
    told_on = facts.told_on
    return StateLeaveTerms(
        tell_by=tell_by,
        is_late=None if tell_by is None or told_on is None else told_on > tell_by.due_on,
        papers=papers,
        papers_due=None,
        limit=limit,
        confidentiality=Confidentiality.AS_ANY_LEAVE,
        accrued_first=None,
    )
