"""What follows when the need for leave ends, changes, or when somebody says that they will not return.

Knows: what ended and on which day, what is charged, what still waits. Never knows: who died, who recovered, from
what. Leave is charged to the last day of need, that day included; a later day is un-charged and coded anew by the
agency. Bereavement is the agency's and never FMLA. 29 CFR 825.124, 825.311; 458 CMR 2.10(2) (law.md 1.12, F6-F8).
"""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Due, Gap, Reasoning, Teller, contradiction, due
from workflows.rules.calendar import days_after
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import CARE, LeaveReason
from workflows.rules.spans import Days
from workflows.rules.wording import number_of
from workflows.values import Frozen


class EndKind(StrEnum):
    """What ended the need."""

    RECOVERY = "recovery"
    DEATH = "death"
    FAILED_PLACEMENT = "failed_placement"
    END_OF_DEPLOYMENT = "end_of_deployment"
    WITHDRAWAL = "withdrawal"
    NOT_RETURNING = "not_returning"
    EMPLOYMENT_ENDED = "employment_ended"


class PendingStep(StrEnum):
    """What may still wait in a case. `reminders`: those of the steps cancelled here."""

    CERTIFICATION = "certification"
    RECERTIFICATION = "recertification"
    REMINDERS = "reminders"
    FITNESS_FOR_DUTY = "fitness_for_duty"


_BELONGS: dict[EndKind, tuple[LeaveReason, ...]] = {
    EndKind.RECOVERY: (LeaveReason.OWN_CONDITION, *CARE),
    EndKind.DEATH: (*CARE, LeaveReason.BONDING, LeaveReason.EXIGENCY),
    EndKind.FAILED_PLACEMENT: (LeaveReason.BONDING,),
    EndKind.END_OF_DEPLOYMENT: (LeaveReason.EXIGENCY,),
}

_LEAVES = (EndKind.NOT_RETURNING, EndKind.EMPLOYMENT_ENDED)


class NeedEndedFacts(Frozen):
    """What must be known to say what the end of a need changes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "reason": "family_care",
                    "kind": "death",
                    "last_day_of_need": "2026-03-12",
                    "told_on": "2026-03-16",
                    "charged_on": ["2026-03-11", "2026-03-12", "2026-03-13", "2026-03-16"],
                    "pfml_claim": True,
                },
                {"reason": "own_condition", "kind": "recovery", "told_on": "2026-03-16"},
            ]
        }
    )

    reason: LeaveReason = Field(description="The reason of the leave; the coordinator confirmed it.")
    kind: EndKind = Field(description="What ended the need; the employee or the agency tells.")
    last_day_of_need: date | None = Field(
        None,
        description="The last day of the need: of death, of recovery, the eve of a withdrawal, the day of the words "
        "about not returning, the last day employed. None: the end is known and the day is not told yet.",
    )
    told_on: date | None = Field(None, description="The day on which the employer was told of the end.")
    charged_on: tuple[date, ...] = Field((), description="Days charged to the leave, or planned to be charged.")
    pfml_claim: bool | None = Field(None, description="Whether a PFML claim for this leave is with DFML.")
    unequivocal: bool | None = Field(
        None, description="Whether words about not returning leave no doubt, as a coordinator found; of them alone."
    )

    @model_validator(mode="after")
    def _fit(self) -> "NeedEndedFacts":
        if self.reason not in _BELONGS.get(self.kind, tuple(LeaveReason)):
            raise contradiction("ended_otherwise", "a need for this reason does not end in this way")
        if self.unequivocal is not None and self.kind is not EndKind.NOT_RETURNING:
            raise contradiction("words_of_another_kind", "only words about not returning are found to be unequivocal")
        return self


class NeedEnded(Frozen):
    """What the end changes. `last_charged_on` None: nothing ended. `uncharged`: days to be taken back. `recounted`:
    the rest of the workweek of the end, whose holidays are judged again, as it is no full week any more (C8).
    `dfml_due`: employee and employer each tell DFML. `liaison_told`: after a death, all that the Liaison is told.
    `bereavement`: the agency may give leave of its own. `restoration_ends`: so do benefits, COBRA aside.
    `further_need_until`: the last day on which a new need after the deployment may arise."""

    last_charged_on: date | None
    uncharged: tuple[date, ...]
    recounted: Days | None
    cancelled: tuple[PendingStep, ...]
    dfml_due: Due | None
    liaison_told: date | None
    bereavement: bool
    restoration_ends: bool
    further_need_until: date | None


class Cancelled(Frozen):
    """What is cancelled. No letter speaks of the person cared for any more, whatever is left."""

    steps: tuple[PendingStep, ...]


def need_ended(facts: NeedEndedFacts, *, policy: LeavePolicy) -> Answer[NeedEnded]:
    """What is charged, un-charged, cancelled and told when a need ends (law.md 1.12, F6-F8; 29 CFR 825.124, 825.311,
    458 CMR 2.10(2))."""
    if facts.kind is EndKind.NOT_RETURNING and facts.unequivocal is None:
        cases = ((label, _with(facts, "unequivocal", is_so, policy)) for label, is_so in (("yes", True), ("no", False)))
        return Reasoning(policy).depends(_UNEQUIVOCAL, tuple(cases))
    if facts.kind is EndKind.NOT_RETURNING and not facts.unequivocal:
        return _goes_on(policy)
    if facts.last_day_of_need is None:
        return _day_unknown(facts, policy)
    if facts.pfml_claim is None:
        cases = ((label, _with(facts, "pfml_claim", is_so, policy)) for label, is_so in (("yes", True), ("no", False)))
        return Reasoning(policy).depends(_CLAIM, tuple(cases))
    return _ended(facts, facts.last_day_of_need, policy)


def cancelled_with_need(facts: NeedEndedFacts, *, policy: LeavePolicy) -> Answer[Cancelled]:
    """What no longer waits, though the day of the end may not be told yet (law.md 1.12)."""
    why = Reasoning(policy)
    if facts.kind is EndKind.NOT_RETURNING and facts.unequivocal is None:
        steps = Cancelled(steps=_cancelled(facts))
        cases = (
            ("yes", Reasoning(policy).settled(steps, "Nothing waits for a return any more.")),
            ("no", Reasoning(policy).settled(Cancelled(steps=()), "Nothing is cancelled: the leave goes on.")),
        )
        return why.depends(_UNEQUIVOCAL, cases)
    if facts.unequivocal is False:
        why.step("F8", "Words such as `may not be able to return` end nothing.")
        return why.settled(Cancelled(steps=()), "Nothing is cancelled: the leave goes on.")
    steps = Cancelled(steps=_cancelled(facts))
    why.step("1.12", "What waited for the need to go on is cancelled.", kind=facts.kind.value)
    return why.settled(steps, f"Cancelled: {_list(steps.steps)}.")


_UNEQUIVOCAL = Gap(
    fact="unequivocal", asks="do the words leave no doubt about not returning?", teller=Teller.COORDINATOR
)
_CLAIM = Gap(fact="pfml_claim", asks="is a PFML claim for this leave with DFML?", teller=Teller.DFML)


def _with(facts: NeedEndedFacts, fact: str, is_so: bool, policy: LeavePolicy) -> Answer[NeedEnded]:
    return need_ended(facts.model_copy(update={fact: is_so}), policy=policy)


def _goes_on(policy: LeavePolicy) -> Answer[NeedEnded]:
    why = Reasoning(policy)
    why.step("F8", "Words such as `may not be able to return` end neither the right to return nor benefits.")
    result = NeedEnded(
        last_charged_on=None,
        uncharged=(),
        recounted=None,
        cancelled=(),
        dfml_due=None,
        liaison_told=None,
        bereavement=False,
        restoration_ends=False,
        further_need_until=None,
    )
    return why.settled(result, "Nothing has ended: the leave goes on.")


def _day_unknown(facts: NeedEndedFacts, policy: LeavePolicy) -> Answer[NeedEnded]:
    """The end is known and the day is not: no later than the day of the news, where the news came afterwards."""
    asks = "what was the last day of the need?"
    gap = Gap(fact="last_day_of_need", asks=asks, teller=Teller.EMPLOYEE)
    why = Reasoning(policy)
    why.step("1.12", "Until the day is told nothing is un-charged, and nothing more is asked for.")
    unknown: Answer[NeedEnded] = why.not_answerable("The day of the end has not been told yet.", gap)
    if facts.told_on is None:
        return unknown
    latest = need_ended(facts.model_copy(update={"last_day_of_need": facts.told_on}), policy=policy)
    return Reasoning(policy).depends(gap, (("the day it was told", latest), ("another day", unknown)))


def _ended(facts: NeedEndedFacts, last_on: date, policy: LeavePolicy) -> Answer[NeedEnded]:
    why = Reasoning(policy)
    why.step("1.12", "Leave is charged to the last day of need, that day included.", last_on=last_on)
    uncharged = tuple(sorted(dict.fromkeys(on for on in facts.charged_on if on > last_on)))
    recounted = _rest_of_week(last_on)
    if recounted is not None and uncharged:
        why.step("C8", "The week of the end may be no full week any more: its holidays are judged again.")
    dfml_due = None
    if facts.pfml_claim:
        dfml_due = due("F7", last_on, policy.statutes.pfml_change_days, policy=policy)
        why.step("F7", "Employee and employer each tell DFML.", due_on=dfml_due.due_on)
    bereavement = facts.kind is EndKind.DEATH
    if bereavement:
        why.step("1.12", "There is no FMLA leave for bereavement: the agency has leave of its own.")
        why.step("L2", "The Liaison is told the day alone, so that bereavement leave can be looked at.")
    if facts.reason in CARE:
        why.step("L2", "No letter speaks of the person cared for.")
    if facts.kind in _LEAVES:
        why.step("F8", "The right to return and benefits end, COBRA aside.")
    further = _further_need_until(facts, last_on, why, policy)
    result = NeedEnded(
        last_charged_on=last_on,
        uncharged=uncharged,
        recounted=recounted if uncharged else None,
        cancelled=_cancelled(facts),
        dfml_due=dfml_due,
        liaison_told=last_on if bereavement else None,
        bereavement=bereavement,
        restoration_ends=facts.kind in _LEAVES,
        further_need_until=further,
    )
    told = "" if dfml_due is None else f"; DFML is told by {dfml_due.due_on}"
    return why.settled(result, f"The last day charged is {last_on}; {_taken_back(len(uncharged))} taken back{told}.")


def _taken_back(days: int) -> str:
    return f"{number_of(days, 'later day')} {'are' if days > 1 else 'is'}"


def _further_need_until(facts: NeedEndedFacts, last_on: date, why: Reasoning, policy: LeavePolicy) -> date | None:
    if facts.reason is not LeaveReason.EXIGENCY:
        return None
    if facts.kind is EndKind.DEATH:
        why.step("1.2-EXIG", "What arises from the member's death may be a need of its own.")
    if facts.kind is not EndKind.END_OF_DEPLOYMENT:
        return None
    until = days_after(last_on, policy.statutes.after_duty_days)
    why.step("1.2-EXIG", "Activities after the deployment may be a need of their own.", until=until)
    return until


def _cancelled(facts: NeedEndedFacts) -> tuple[PendingStep, ...]:
    """Days already taken still rest on the certification, unless somebody died or no day was taken."""
    last_on = facts.last_day_of_need
    taken = any(last_on is None or on <= last_on for on in facts.charged_on)
    needless = facts.kind is EndKind.DEATH or (facts.kind is EndKind.WITHDRAWAL and not taken)
    certification = (PendingStep.CERTIFICATION,) if needless else ()
    fitness = (PendingStep.FITNESS_FOR_DUTY,) if facts.kind in _LEAVES else ()
    return (*certification, PendingStep.RECERTIFICATION, PendingStep.REMINDERS, *fitness)


def _rest_of_week(last_on: date) -> Days | None:
    """From the Sunday of the workweek of a day to that day; None for a Saturday, whose week is over."""
    since_sunday = (last_on.weekday() + 1) % 7
    if since_sunday == 6:
        return None
    return Days(first_on=days_after(last_on, -since_sunday), last_on=last_on)


def _list(steps: tuple[PendingStep, ...]) -> str:
    return ", ".join(step.value.replace("_", " ") for step in steps)
