"""By when somebody owes something under paid family and medical leave (PFML), and when a claim can be filed.

Knows: the clocks of the state program. Never knows: what DFML, the state department, decides. Its own clocks are shown
and never enforced, and job protection never depends on filing. M.G.L. c.175M; 458 CMR 2.08, 2.10, 2.11, 2.14
(law.md D8, D9, F5, F7, L8).
"""

from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Due, Gap, Reasoning, Teller, contradiction, due
from workflows.rules.calendar import days_after
from workflows.rules.clocks import ClockKind, Deadline, before, counted
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen


class DfmlClock(Frozen):
    """What started a clock under paid family and medical leave."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "dfml_change_by_employer", "from_on": "2026-03-12"}]}
    )

    kind: Literal[
        ClockKind.DFML_ANSWER,
        ClockKind.FUNCTIONS_LIST,
        ClockKind.DFML_CHANGE_BY_EMPLOYER,
        ClockKind.DFML_CHANGE_BY_EMPLOYEE,
        ClockKind.DFML_EXTENSION,
        ClockKind.DFML_APPEAL,
    ] = Field(description="Which clock.")
    from_on: date | None = Field(
        None,
        description="dfml_answer: the employer received DFML's request; functions_list: the employer received its "
        "approval notice; dfml_change_by_...: the change itself; dfml_extension: the last approved day; "
        "dfml_appeal: the person received the decision. None: not known.",
    )
    earliest_on: date | None = Field(None, description="The earliest day that it can have been.")

    @model_validator(mode="after")
    def _known_or_not(self) -> "DfmlClock":
        if self.from_on is not None and self.earliest_on is not None and self.from_on < self.earliest_on:
            raise contradiction("before_the_earliest", "the day is before the earliest day that it can have been")
        return self


class PfmlFilingFacts(Frozen):
    """When a claim can be filed and the employer told, before paid family and medical leave."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"starts_on": "2026-07-06", "on": "2026-05-04", "told_employer_on": "2026-05-04"}]
        }
    )

    starts_on: date = Field(description="First day of the leave.")
    on: date = Field(description="The day on which it is asked whether a claim can be filed.")
    told_employer_on: date | None = Field(None, description="When the employer was told. None: not known.")
    beyond_control: bool | None = Field(None, description="Whether earlier notice was beyond the employee's control.")


class PfmlFiling(Frozen):
    """`first_on` to `last_on`: the days on which DFML takes a claim. `told_in_time` is about notice to the employer.
    Nothing here takes away job protection."""

    can_file: bool
    first_on: date
    last_on: date
    notice_due: Due
    told_in_time: bool


class _Clock(NamedTuple):
    counts: Callable[..., Due]
    says: str
    asks: str
    teller: Teller


def dfml_answer_due(received_on: date, *, policy: LeavePolicy) -> Due:
    """D9: business days from the receipt of DFML's request for information on a claim."""
    return due("D9", received_on, policy.statutes.pfml_answer_days, policy=policy, business=True)


def functions_list_due(approved_on: date, *, policy: LeavePolicy) -> Due:
    """D8: business days from the receipt of DFML's approval notice, to ask for clearance against job functions."""
    return due("D8", approved_on, policy.statutes.pfml_functions_days, policy=policy, business=True)


def dfml_change_due(changed_on: date, *, policy: LeavePolicy) -> Due:
    """F7: calendar days from the change itself, whenever it was learned of (458 CMR 2.10(2))."""
    return due("F7", changed_on, policy.statutes.pfml_change_days, policy=policy)


def dfml_extension_due(last_on: date, *, policy: LeavePolicy) -> Due:
    """F7: calendar days before the last approved day; later with good cause (458 CMR 2.10(4))."""
    days = policy.statutes.pfml_extension_days
    return before(due("F7", last_on, -days, policy=policy), days)


def dfml_appeal_due(received_on: date, *, policy: LeavePolicy) -> Due:
    """L8: calendar days from the person's receipt of the decision. DFML's clock: shown, never enforced."""
    return due("L8", received_on, policy.statutes.pfml_appeal_days, policy=policy)


_CLOCKS: dict[ClockKind, _Clock] = {
    ClockKind.DFML_ANSWER: _Clock(
        dfml_answer_due,
        "Without an answer from the employer in these business days DFML decides without it.",
        "when did the employer receive DFML's request?",
        Teller.AGENCY,
    ),
    ClockKind.FUNCTIONS_LIST: _Clock(
        functions_list_due,
        "To ask for clearance against job functions, their list is given within these business days.",
        "when did the employer receive DFML's approval notice?",
        Teller.AGENCY,
    ),
    ClockKind.DFML_CHANGE_BY_EMPLOYER: _Clock(
        dfml_change_due,
        "The employer tells DFML of a change; the days run from the change itself.",
        "on which day did it change?",
        Teller.EMPLOYEE,
    ),
    ClockKind.DFML_CHANGE_BY_EMPLOYEE: _Clock(
        dfml_change_due,
        "The employee tells DFML of a change too; the days run from the change itself.",
        "on which day did it change?",
        Teller.EMPLOYEE,
    ),
    ClockKind.DFML_EXTENSION: _Clock(
        dfml_extension_due,
        "DFML is asked for more leave before the approved leave ends; later with good cause.",
        "what is the last approved day?",
        Teller.DFML,
    ),
    ClockKind.DFML_APPEAL: _Clock(
        dfml_appeal_due,
        "A clock of DFML's, from receipt of its decision; DFML may allow a late appeal.",
        "when did the employee receive the decision?",
        Teller.EMPLOYEE,
    ),
}


def dfml_deadline(facts: DfmlClock, *, policy: LeavePolicy) -> Answer[Deadline]:
    """By when the employer or the employee owes DFML something. Is the day unknown, the earliest possible is shown."""
    clock = _CLOCKS[facts.kind]
    return counted(
        facts.kind,
        facts.from_on,
        facts.earliest_on,
        Gap(fact="from_on", asks=clock.asks, teller=clock.teller),
        counts=lambda on: clock.counts(on, policy=policy),
        policy=policy,
        says=clock.says,
    )


_TOLD = Gap(fact="told_employer_on", asks="when was the employer told?", teller=Teller.AGENCY)
_CONTROL = Gap(fact="beyond_control", asks="was earlier notice beyond the employee's control?", teller=Teller.EMPLOYEE)


def pfml_filing(facts: PfmlFilingFacts, *, policy: LeavePolicy) -> Answer[PfmlFiling]:
    """F5: a claim can be filed from 60 days before the leave to 90 days after it began; the employer is told 30 days
    ahead, and before filing. Filing late or early costs no job protection (458 CMR 2.08)."""
    why = Reasoning(policy)
    days = policy.statutes.pfml_notice_days
    notice = before(due("F5", facts.starts_on, -days, policy=policy), days)
    if facts.told_employer_on is None:
        return _told_or_not(why, facts, notice, policy=policy)
    why.step("F5", "The employer is told 30 days ahead, or as soon as practicable.", told_on=facts.told_employer_on)
    if facts.told_employer_on <= notice.due_on:
        return _filing(why, facts, notice, in_time=True, policy=policy)
    if facts.beyond_control is not None:
        return _filing(why, facts, notice, in_time=facts.beyond_control, policy=policy)
    in_time = _filing(Reasoning(policy), facts, notice, in_time=True, policy=policy)
    late = _filing(Reasoning(policy), facts, notice, in_time=False, policy=policy)
    return why.depends(_CONTROL, (("yes", in_time), ("no", late)))


def _told_or_not(why: Reasoning, facts: PfmlFilingFacts, notice: Due, *, policy: LeavePolicy) -> Answer[PfmlFiling]:
    """Not known when the employer was told: the days on which a claim is taken turn on the leave alone."""
    why.step("F5", "The employer is told before a claim is filed.")
    in_time_on = min(notice.due_on, facts.on)
    told = {f"by {in_time_on}": in_time_on} | ({f"later, by {facts.on}": facts.on} if in_time_on < facts.on else {})
    cases = [
        (label, pfml_filing(facts.model_copy(update={"told_employer_on": on}), policy=policy))
        for label, on in told.items()
    ]
    first_on, last_on = _taken(facts, policy=policy)
    says = (
        f"a claim cannot be filed on {facts.on}: the employer is told first; DFML takes it from {first_on} to {last_on}"
    )
    not_yet: Answer[PfmlFiling] = Reasoning(policy).not_answerable(says, _TOLD)
    return why.depends(_TOLD, [*cases, (f"not by {facts.on}", not_yet)])


def _taken(facts: PfmlFilingFacts, *, policy: LeavePolicy) -> tuple[date, date]:
    """The first and the last day on which DFML takes a claim."""
    first_on = days_after(facts.starts_on, -policy.statutes.pfml_file_ahead_days)
    return first_on, days_after(facts.starts_on, policy.statutes.pfml_file_after_days)


def _filing(
    why: Reasoning, facts: PfmlFilingFacts, notice: Due, *, in_time: bool, policy: LeavePolicy
) -> Answer[PfmlFiling]:
    first_on, last_on = _taken(facts, policy=policy)
    why.step("F5", "Job protection does not depend on filing a claim.", first_on=first_on, last_on=last_on)
    told = facts.told_employer_on is not None and facts.told_employer_on <= facts.on
    can_file = told and first_on <= facts.on <= last_on
    filing = PfmlFiling(can_file=can_file, first_on=first_on, last_on=last_on, notice_due=notice, told_in_time=in_time)
    now = "can" if can_file else "cannot"
    first = "" if told else " before the employer is told"
    ahead = "in time" if in_time else "late"
    says = f"a claim {now} be filed on {facts.on}{first}; DFML takes it from {first_on} to {last_on}"
    return why.settled(filing, f"{says}; the employer {'was' if told else 'is'} told {ahead}")
