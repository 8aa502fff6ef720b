"""Whether a return to work may be held until a fitness-for-duty certification is in hand.

Knows: what must have been announced, and how often clearance may be asked. Never knows: what a certificate says, or why
somebody was away beyond the reason's code. What was not announced holds nobody. 29 CFR 825.312, 825.313(d)
(law.md J1-J6).
"""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.calendar import days_after
from workflows.rules.choices import FitnessPapersTo, FitnessRepeatOn
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.wording import number_of
from workflows.values import Frozen

_PREVAILING = Gap(fact="prevailing", asks="what do contract or other law say of the return?", teller=Teller.AGENCY)


class PrevailingTerms(StrEnum):
    """What a contract or another law says of the return to work; it prevails (825.312(g))."""

    NONE = "none"
    ASKS_CLEARANCE = "asks_clearance"
    RETURNS_WITHOUT = "returns_without"


_TERMS_SAY = {
    PrevailingTerms.NONE: "nothing",
    PrevailingTerms.ASKS_CLEARANCE: "that clearance is asked",
    PrevailingTerms.RETURNS_WITHOUT: "that one returns without",
}


class Certificate(Frozen):
    """A fitness-for-duty certification in hand for this return."""

    received_on: date = Field(description="When it was in hand.")
    about_condition: bool | None = Field(None, description="About the condition that caused the leave. None: unclear.")
    answers_functions: bool | None = Field(None, description="Whether it addresses the listed essential functions.")
    clarification_runs: bool = Field(False, description="The provider was asked what it means, and has not answered.")


class SafetyConcern(Frozen):
    """A reasonable belief of significant risk of harm, for one intermittent return."""

    found_by: str | None = Field(None, description="Reference of who recorded it. None: nobody has.")
    on: date | None = Field(None, description="The day on which it was recorded.")


class ReturnFacts(Frozen):
    """One return to work, and what was announced about clearance."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "reason": "own_condition",
                    "shape": "intermittent",
                    "returns_on": "2026-05-20",
                    "announced": True,
                    "functions_listed": True,
                    "practice": True,
                    "prevailing": "none",
                    "last_certificate_on": "2026-05-04",
                    "concern": None,
                }
            ]
        }
    )

    reason: LeaveReason = Field(description="The reason of the leave, as a code.")
    shape: LeaveShape = Field(description="How the leave was taken.")
    returns_on: date = Field(description="The day on which the employee returns, or wants to.")
    announced: bool | None = Field(
        None,
        description="Whether the designation notice stated it; for intermittent leave, that it is asked at intervals.",
    )
    functions_listed: bool | None = Field(None, description="Whether the list of essential functions came with it.")
    practice: bool | None = Field(None, description="Whether the agency asks it of everybody in such a job.")
    workdays_out: int | None = Field(None, ge=0, description="Consecutive workdays out. None: not known.")
    prevailing: PrevailingTerms | None = Field(None, description="Terms of a contract or another law. None: unknown.")
    certificate: Certificate | None = Field(None, description="For this return. None: there is none.")
    last_certificate_on: date | None = Field(None, description="Intermittent: the last one submitted. None: none was.")
    interval_days: int | None = Field(None, ge=1, description="Another regular interval that was set in advance.")
    concern: SafetyConcern | None = Field(None, description="Intermittent: recorded for this return.")

    @model_validator(mode="after")
    def _in_order(self) -> "ReturnFacts":
        if self.last_certificate_on is not None and self.last_certificate_on > self.returns_on:
            raise contradiction("certificate_after_return", "the last certificate was submitted after this return")
        if self.concern is not None and self.concern.on is not None and self.concern.on > self.returns_on:
            raise contradiction("concern_after_return", "the concern was recorded after this return")
        return self


class ReturnGround(StrEnum):
    """Why the return is held, or why it may not be."""

    NOT_OWN_CONDITION = "not_own_condition"
    NOT_ANNOUNCED = "not_announced"
    CONTRACT_RETURNS = "contract_returns"
    NO_PRACTICE = "no_practice"
    TOO_SHORT = "too_short"
    CERTIFIED = "certified"
    CLARIFYING = "clarifying"
    NOT_PER_ABSENCE = "not_per_absence"
    NO_CONCERN = "no_concern"
    NO_CERTIFICATE = "no_certificate"
    OTHER_CONDITION = "other_condition"
    FUNCTIONS_OPEN = "functions_open"


class ReturnHeld(Frozen):
    """Whether the return may be held. `earliest_on`: intermittent leave: the first day on which clearance may be asked,
    given a recorded safety concern; None: on no day. `must_show`: what is not shown yet and would have to be."""

    held: bool
    ground: ReturnGround
    earliest_on: date | None = None
    must_show: tuple[str, ...] = ()


def return_held(facts: ReturnFacts, *, policy: LeavePolicy) -> Answer[ReturnHeld]:
    """Whether the agency may hold a return. Own condition only, only if it was announced with the designation, and for
    intermittent leave not for each absence (825.312). Nobody's employment ends while a certificate is awaited."""
    why = Reasoning(policy)
    if facts.reason is not LeaveReason.OWN_CONDITION:
        why.step("J1", "Clearance is asked only after leave for an own condition.", reason=facts.reason)
        return _free(why, ReturnGround.NOT_OWN_CONDITION, "the return may not be held: it was not for an own condition")
    if not facts.announced:
        in_doubt = facts.announced is None
        why.step("J3", "What was not announced with the designation holds no return.", by_law=in_doubt)
        shown = ("that the designation notice stated the requirement",) if in_doubt else ()
        return _free(why, ReturnGround.NOT_ANNOUNCED, "the return may not be held: it was not announced", shown=shown)
    earliest_on = None if facts.shape is LeaveShape.CONTINUOUS else _next_on(why, facts, policy=policy)
    free = _surely_free(why, facts, earliest_on)
    if free is not None:
        return free
    if facts.prevailing is not None:
        return _under(why, facts, facts.prevailing, earliest_on, policy=policy)
    cases = [
        (_TERMS_SAY[terms], _under(Reasoning(policy), facts, terms, earliest_on, policy=policy))
        for terms in PrevailingTerms
    ]
    return why.depends(_PREVAILING, cases)


def _surely_free(why: Reasoning, facts: ReturnFacts, earliest_on: date | None) -> Answer[ReturnHeld] | None:
    """What lets the employee return whatever practice and contract say: too soon for another clearance, no safety
    concern, or a certificate in hand."""
    if earliest_on is not None:
        free = _in_parts(why, facts, earliest_on)
        if free is not None:
            return free
    certificate = facts.certificate
    if certificate is None or _fault(facts, certificate) is not None:
        return None
    functions_open = facts.functions_listed and certificate.answers_functions is None
    if certificate.clarification_runs or certificate.about_condition is None or functions_open:
        why.step("J2", "The provider may be asked what it means, and the return does not wait for the answer.")
        waits = (
            "while the provider is asked"
            if certificate.clarification_runs
            else "for what is unclear in the certificate"
        )
        says = f"the return may not be held {waits}"
        return _free(why, ReturnGround.CLARIFYING, says, earliest_on=earliest_on)
    why.step("J3", "The certificate is in hand.", received_on=certificate.received_on)
    return _free(why, ReturnGround.CERTIFIED, "the return may not be held: it is certified", earliest_on=earliest_on)


def _in_parts(why: Reasoning, facts: ReturnFacts, earliest_on: date) -> Answer[ReturnHeld] | None:
    """J4: not for each absence; at most once in so many days from the last certificate, and only with a reasonable
    safety concern recorded for this return."""
    if facts.returns_on < earliest_on:
        why.step(
            "J4",
            "Not for each absence: once in an interval, which runs from the last certificate.",
            earliest_on=earliest_on,
        )
        says = f"the return may not be held; clearance may be asked from {earliest_on} on, if safety is in doubt"
        return _free(why, ReturnGround.NOT_PER_ABSENCE, says, earliest_on=earliest_on)
    if facts.concern is None or not facts.concern.found_by:
        why.step("J4", "Clearance needs a reasonable safety concern, recorded by a named person.")
        shown = ("a reasonable safety concern, recorded by a named person",)
        return _free(why, ReturnGround.NO_CONCERN, "not now: no safety concern is recorded", shown, earliest_on)
    why.step("J4", "A named person recorded a reasonable safety concern.", earliest_on=earliest_on)
    return None


def _next_on(why: Reasoning, facts: ReturnFacts, *, policy: LeavePolicy) -> date:
    """The first day on which clearance may be asked again. An interval set in advance may be longer, never shorter."""
    if facts.last_certificate_on is None:
        return facts.returns_on
    why.rests_on("fitness_repeat_days", "fitness_repeat_on")
    days = max(policy.fitness_repeat_days, facts.interval_days or 0)
    if facts.interval_days is not None and facts.interval_days < days:
        why.step("J4", "An interval set in advance is never shorter than this.", set=facts.interval_days, days=days)
    if policy.fitness_repeat_on is FitnessRepeatOn.THE_DAY_AFTER:
        days += 1
    return days_after(facts.last_certificate_on, days)


def _under(
    why: Reasoning, facts: ReturnFacts, terms: PrevailingTerms, earliest_on: date | None, *, policy: LeavePolicy
) -> Answer[ReturnHeld]:
    """J5: terms of a contract or another law prevail over the agency's practice."""
    if terms is PrevailingTerms.RETURNS_WITHOUT:
        why.step("J5", "A contract or another law lets the employee return without clearance.")
        return _free(why, ReturnGround.CONTRACT_RETURNS, "the return may not be held: contract or other law prevails")
    if terms is PrevailingTerms.ASKS_CLEARANCE:
        why.step("J5", "A contract or another law asks for clearance, whatever the agency's practice.")
        return _held(why, facts, earliest_on, policy=policy)
    if not facts.practice:
        why.step("J1", "Clearance rests on a practice for everybody in such a job.", practice=facts.practice)
        shown = ("that the agency asks it of everybody in such a job",) if facts.practice is None else ()
        return _free(why, ReturnGround.NO_PRACTICE, "not now: no such practice is shown", shown, earliest_on)
    if facts.shape is LeaveShape.CONTINUOUS:
        short = _too_short(why, facts, policy=policy)
        if short is not None:
            return short
    return _held(why, facts, earliest_on, policy=policy)


def _too_short(why: Reasoning, facts: ReturnFacts, *, policy: LeavePolicy) -> Answer[ReturnHeld] | None:
    """J6: by practice only after so many consecutive workdays out."""
    why.rests_on("fitness_after_workdays")
    needed = policy.fitness_after_workdays
    why.step(
        "J6", f"Papers are asked for after {number_of(needed, 'workday')} out.", out=facts.workdays_out, needed=needed
    )
    if facts.workdays_out is None:
        shown = (f"that the employee was out for {needed} consecutive workdays",)
        return _free(why, ReturnGround.TOO_SHORT, "not now: it is not shown how long the employee was out", shown)
    if facts.workdays_out < needed:
        return _free(why, ReturnGround.TOO_SHORT, f"the return may not be held: out for less than {needed} workdays")
    return None


_HELD = {
    ReturnGround.NO_CERTIFICATE: ("J3", "the return may be held until the certificate is in hand"),
    ReturnGround.OTHER_CONDITION: ("J1", "the return may be held: the certificate is about another condition"),
    ReturnGround.FUNCTIONS_OPEN: ("J1", "the return may be held until the certificate addresses the listed functions"),
}


_GOES_TO = {
    FitnessPapersTo.BY_AGENCY: "The paper goes to the agency's HR office or its Liaison, by that agency's practice.",
    FitnessPapersTo.AGENCY_OFFICE: "The paper goes to the agency's HR office.",
    FitnessPapersTo.LIAISON: "The paper goes to the agency's Liaison.",
}


def _held(why: Reasoning, facts: ReturnFacts, earliest_on: date | None, *, policy: LeavePolicy) -> Answer[ReturnHeld]:
    """Announced, and nothing in hand that would let the employee return (J1, J3); where to bring it (J6)."""
    fault = _fault(facts, facts.certificate) or ReturnGround.NO_CERTIFICATE
    why.rests_on("fitness_papers_to")
    why.step("J6", _GOES_TO[policy.fitness_papers_to])
    rule, says = _HELD[fault]
    why.step(rule, "It was announced, and a sufficient certificate is not in hand.", ground=fault)
    return why.settled(ReturnHeld(held=True, ground=fault, earliest_on=earliest_on), says)


def _fault(facts: ReturnFacts, certificate: Certificate | None) -> ReturnGround | None:
    """What is surely wrong with the certificate; what is only unclear is none."""
    if certificate is None or certificate.received_on > facts.returns_on:
        return ReturnGround.NO_CERTIFICATE
    if certificate.about_condition is False:
        return ReturnGround.OTHER_CONDITION
    if facts.functions_listed and certificate.answers_functions is False:
        return ReturnGround.FUNCTIONS_OPEN
    return None


def _free(
    why: Reasoning,
    ground: ReturnGround,
    says: str,
    shown: tuple[str, ...] = (),
    earliest_on: date | None = None,
) -> Answer[ReturnHeld]:
    return why.settled(ReturnHeld(held=False, ground=ground, earliest_on=earliest_on, must_show=shown), says)
