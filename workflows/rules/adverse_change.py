"""What may not be held against an employee: attendance points for protected days, and adverse changes around a leave.

Knows: days, points, the kind of a change, the end of a leave. Never knows: motives; a presumption is no finding.
29 CFR 825.220; M.G.L. c.175M s.9; 458 CMR 2.16 (law.md L6, L7, D7).
"""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.calendar import months_after
from workflows.rules.policy import LeavePolicy
from workflows.rules.spans import Days, any_has
from workflows.rules.wording import number_of
from workflows.values import Frozen


class AttendancePointsFacts(Frozen):
    """What must be known to say which attendance points stand."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "points_on": ["2026-01-20", "2026-02-04", "2026-03-20"],
                    "protected": [{"first_on": "2026-02-02", "last_on": "2026-03-13"}],
                    "undecided": [{"first_on": "2026-03-16"}],
                }
            ]
        }
    )

    points_on: tuple[date, ...] = Field(description="The absent days for which points were given; the agency tells.")
    protected: tuple[Days, ...] = Field(description="Days that are FMLA leave, or were designated backward.")
    undecided: tuple[Days, ...] = Field(
        (), description="Days whose protection is not decided yet, such as while a certification is awaited."
    )


class AttendancePoints(Frozen):
    """Days whose points are `voided`; days whose points are `held`, as nobody may use them before the decision; days
    whose points this leave does not touch."""

    voided: tuple[date, ...]
    held: tuple[date, ...]
    untouched: tuple[date, ...]


class AdverseKind(StrEnum):
    """What was changed for the worse."""

    DISCHARGE = "discharge"
    DEMOTION = "demotion"
    PAY = "pay"
    HOURS = "hours"
    BENEFITS = "benefits"
    SENIORITY = "seniority"
    DISCIPLINE = "discipline"
    OTHER_TERMS = "other_terms"


class AdverseChangeFacts(Frozen):
    """What must be known to say whether a change is presumed to be retaliation."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "demotion",
                    "changed_on": "2026-08-31",
                    "pfml_leave": True,
                    "leave_first_on": "2026-01-05",
                    "leave_ended": True,
                    "leave_last_on": "2026-02-27",
                    "restored_on": "2026-03-02",
                }
            ]
        }
    )

    kind: AdverseKind = Field(description="What was changed; the agency or the employee tells.")
    changed_on: date = Field(description="The day on which the change was made.")
    pfml_leave: bool | None = Field(None, description="Whether the leave was taken under the PFML law.")
    leave_first_on: date = Field(description="The first day of the leave.")
    leave_ended: bool | None = Field(None, description="Whether the leave has ended.")
    leave_last_on: date | None = Field(None, description="The last day of the leave, where it has ended.")
    restored_on: date | None = Field(None, description="The day on which the employee was restored to the job.")
    proceedings_ended_on: date | None = Field(
        None, description="The last day of proceedings under the PFML law in which the employee took part."
    )

    @model_validator(mode="after")
    def _in_order(self) -> "AdverseChangeFacts":
        if self.leave_last_on is not None and self.leave_last_on < self.leave_first_on:
            raise contradiction("ends_before_it_begins", "the leave ends before it begins")
        if self.leave_ended is False and (self.leave_last_on or self.restored_on) is not None:
            raise contradiction("goes_on_and_ended", "a leave that goes on has no last day and no restoration")
        if self.restored_on is not None and self.restored_on < self.leave_first_on:
            raise contradiction("restored_before_leave", "the employee is restored before the leave begins")
        return self


class AdverseChange(Frozen):
    """`presumed`: the change is presumed to be retaliation, and clear and convincing evidence alone rebuts that.
    Retaliation stays forbidden where nothing is presumed (825.220)."""

    presumed: bool


def attendance_points(facts: AttendancePointsFacts, *, policy: LeavePolicy) -> Answer[AttendancePoints]:
    """Which attendance points are void (law.md L6; 29 CFR 825.220(c))."""
    why = Reasoning(policy)
    days = tuple(sorted(dict.fromkeys(facts.points_on)))
    voided = tuple(on for on in days if any_has(facts.protected, on))
    open_days = tuple(on for on in days if not any_has(facts.protected, on))
    held = tuple(on for on in open_days if any_has(facts.undecided, on))
    untouched = tuple(on for on in open_days if not any_has(facts.undecided, on))
    if voided:
        why.step("L6", "Protected days count in no attendance rule: their points are void.", days=len(voided))
    if held:
        why.step("L6", "Points of days that may still be protected are not used before the decision.", days=len(held))
    if untouched:
        why.step("L6", "These days are no part of the leave.", days=len(untouched))
    result = AttendancePoints(voided=voided, held=held, untouched=untouched)
    void = number_of(len(voided), "point")
    says = f"{void} void; {len(held)} held until the decision; {len(untouched)} outside the leave."
    return why.settled(result, says)


def adverse_change(facts: AdverseChangeFacts, *, policy: LeavePolicy) -> Answer[AdverseChange]:
    """Whether an adverse change is presumed to be retaliation (law.md L7, L6; M.G.L. c.175M s.9(c))."""
    why = Reasoning(policy)
    ended_on = facts.proceedings_ended_on
    if ended_on is not None and ended_on < facts.changed_on <= _until(ended_on, policy):
        why.step("L7", "The change came soon after proceedings under the law.", until=_until(ended_on, policy))
        return _presumed(why)
    if facts.changed_on < facts.leave_first_on:
        why.step("L7", "The change came before the leave began.", changed_on=facts.changed_on)
        return _not_presumed(why)
    if facts.pfml_leave is None:
        return _ask(_PFML, "pfml_leave", facts, policy)
    if not facts.pfml_leave:
        why.step("L7", "The presumption protects leave under the PFML law alone.")
        return _not_presumed(why)
    return _around_leave(facts, why, policy)


_PFML = Gap(fact="pfml_leave", asks="was the leave taken under the PFML law?", teller=Teller.DFML)
_ENDED = Gap(fact="leave_ended", asks="has the leave ended?", teller=Teller.AGENCY)
_LAST = Gap(fact="leave_last_on", asks="what was the last day of the leave?", teller=Teller.AGENCY)


def _ask(gap: Gap, fact: str, facts: AdverseChangeFacts, policy: LeavePolicy) -> Answer[AdverseChange]:
    cases = (
        (label, adverse_change(facts.model_copy(update={fact: is_so}), policy=policy))
        for label, is_so in (("yes", True), ("no", False))
    )
    return Reasoning(policy).depends(gap, tuple(cases))


def _around_leave(facts: AdverseChangeFacts, why: Reasoning, policy: LeavePolicy) -> Answer[AdverseChange]:
    ends = tuple(on for on in (facts.leave_last_on, facts.restored_on) if on is not None)
    if not ends and facts.leave_ended is None:
        return _ask(_ENDED, "leave_ended", facts, policy)
    if not ends and facts.leave_ended:
        return _last_day_unknown(facts, why, policy)
    until = _until(max(ends), policy) if ends else None
    if until is None:
        why.step("L7", "The change came during the leave.")
        return _presumed(why)
    why.step("L7", "The presumption lasts for months after the leave or the restoration, the later.", until=until)
    return _presumed(why) if facts.changed_on <= until else _not_presumed(why)


def _last_day_unknown(facts: AdverseChangeFacts, why: Reasoning, policy: LeavePolicy) -> Answer[AdverseChange]:
    """Soon after the first day it is certain, whatever the last day was."""
    if facts.changed_on <= _until(facts.leave_first_on, policy):
        why.step("L7", "The change came during the leave or soon after it, whenever that ended.")
        return _presumed(why)
    why.step("L7", "The presumption lasts for months after the leave.", changed_on=facts.changed_on)
    return why.not_answerable("It turns on the last day of the leave.", _LAST)


def _until(ended_on: date, policy: LeavePolicy) -> date:
    """The last day of the months that follow a day; of 31 August, 28 or 29 February."""
    return months_after(ended_on, policy.statutes.retaliation_months)


def _presumed(why: Reasoning) -> Answer[AdverseChange]:
    says = "The change is presumed to be retaliation; clear and convincing evidence alone rebuts that."
    return why.settled(AdverseChange(presumed=True), says)


def _not_presumed(why: Reasoning) -> Answer[AdverseChange]:
    why.step("L6", "Retaliation for leave is forbidden at any time, though nothing is presumed.")
    return why.settled(AdverseChange(presumed=False), "Nothing is presumed; retaliation is forbidden all the same.")
