"""What follows where the employer was late: a sign not referred, a notice that was missed, designation backward.

Knows: the employer's duty to look closer, to give notice, and to designate. Never knows: what was said, or who failed.
The responsibility is the employer's and never the employee's. 29 CFR 825.300(d)-(e), 825.301, 825.701(a); 825.220(c)
(law.md D5-D7, D10, L6).
"""

from datetime import date

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Branch, Due, Gap, Reasoning, Teller, contradiction
from workflows.rules.clocks import Deadline
from workflows.rules.employer_notices import NoticeClock, eligibility_notice_due, notice_deadline
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen

_HARM = Gap(fact="harm", asks="would it harm the employee?", teller=Teller.COORDINATOR)
_AGREED = Gap(fact="agreed", asks="do employer and employee agree?", teller=Teller.EMPLOYEE)
_NOTICE = Gap(fact="notice_given", asks="was the employee told in writing?", teller=Teller.COORDINATOR)
_DAYS = Gap(fact="sick_workdays", asks="how many workdays in a row was the employee out sick?", teller=Teller.AGENCY)


class SignFacts(Frozen):
    """Somebody is out sick day after day."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"first_on": "2026-02-02", "known_on": "2026-02-06", "sick_workdays": 5}]}
    )

    first_on: date = Field(description="First sick day of the row.")
    known_on: date = Field(description="The day on which a supervisor or an office knew of so many.")
    sick_workdays: int | None = Field(None, ge=0, description="Workdays in a row out sick. None: not known.")

    @model_validator(mode="after")
    def _in_order(self) -> "SignFacts":
        if self.known_on < self.first_on:
            raise contradiction("known_before_sick", "it was known before the first sick day")
        return self


class Sign(Frozen):
    """`look_closer`: refer it. It is a sign and no test: whoever is out less may be entitled, and more may not.
    `notice_due`: the eligibility notice, if the absence may qualify."""

    look_closer: bool
    notice_due: Due | None


class MissedFacts(Frozen):
    """A notice of the employer, and whether it was given."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "notice": {
                        "kind": "eligibility_notice",
                        "known": [{"on": "2026-02-06", "by": "supervisor", "shown": True}],
                    },
                    "given_on": None,
                    "as_of": "2026-03-02",
                }
            ]
        }
    )

    notice: NoticeClock
    given_on: date | None = Field(None, description="When it was given. None: it was not, up to the day asked about.")
    as_of: date = Field(description="The day asked about.")


class Missed(Frozen):
    """`is_breach`: not given in time, or not yet. It stays on record when the notice is given late."""

    is_breach: bool
    due: Due | None
    days_late: int


class BackwardFacts(Frozen):
    """A designation that reaches back to earlier days."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "back_to": "2026-02-02",
                    "decided_on": "2026-03-18",
                    "harm": False,
                    "harm_found_by": "C-7",
                    "notice_given": True,
                }
            ]
        }
    )

    back_to: date = Field(description="First day that is to be designated.")
    decided_on: date
    harm: bool | None = Field(None, description="Whether it would harm the employee. None: not found.")
    harm_found_by: str | None = Field(None, description="Who found that. Without a name it does not count.")
    agreed: bool | None = Field(None, description="Whether employer and employee agree on it.")
    notice_given: bool | None = Field(None, description="Whether the employee was told in writing.")

    @model_validator(mode="after")
    def _in_order(self) -> "BackwardFacts":
        if self.decided_on < self.back_to:
            raise contradiction("not_backward", "the designation does not reach back")
        return self


class Backward(Frozen):
    """`may_designate` from `from_on`. `void_attendance_points`: protected days count in no attendance plan (L6).
    A dispute is talked over and put on record."""

    may_designate: bool
    from_on: date
    void_attendance_points: bool


def sign_of_need(facts: SignFacts, *, policy: LeavePolicy) -> Answer[Sign]:
    """D10: so many sick workdays in a row are a sign to refer. The agency does, not the employee."""
    why = Reasoning(policy)
    if facts.sick_workdays is None:
        return why.not_answerable("it is not known how many workdays it was", _DAYS)
    why.rests_on("sick_days_sign")
    why.step("D10", "A sign to look closer, and no test.", workdays=facts.sick_workdays, sign=policy.sick_days_sign)
    if facts.sick_workdays < policy.sick_days_sign:
        return why.settled(Sign(look_closer=False, notice_due=None), "no sign by number of days; other signs may be")
    found = eligibility_notice_due(facts.known_on, policy=policy)
    why.step("D1", "If it may qualify, the notice runs from that knowledge.", known_on=facts.known_on)
    return why.settled(Sign(look_closer=True, notice_due=found), f"refer it; a notice is due on {found.due_on}")


def missed_notice(facts: MissedFacts, *, policy: LeavePolicy) -> Answer[Missed]:
    """D7: a notice that was not given in time is a breach, whenever it is found. With knowledge in doubt, for each
    credible day."""
    deadline = notice_deadline(facts.notice, policy=policy)
    why = Reasoning(policy)
    why.include(deadline)
    if deadline.result is not None:
        return _missed(why, facts, deadline.result.due)
    if not deadline.branches:
        return why.not_answerable(deadline.says, *deadline.gaps)
    gap = deadline.gaps[0]
    cases = [
        (", ".join(branch.given).removeprefix(gap.asks).lstrip(), _of_branch(facts, branch, deadline, policy=policy))
        for branch in deadline.branches
    ]
    answer = why.depends(gap, cases)
    return answer if answer.is_settled else answer.model_copy(update={"gaps": deadline.gaps})


def _of_branch(
    facts: MissedFacts, branch: Branch[Deadline], deadline: Answer[Deadline], *, policy: LeavePolicy
) -> Answer[Missed]:
    why = Reasoning(policy)
    if branch.result is None:
        return why.not_answerable(branch.says, *deadline.gaps)
    return _missed(why, facts, branch.result.due)


def _missed(why: Reasoning, facts: MissedFacts, due: Due | None) -> Answer[Missed]:
    if due is None:
        return why.settled(Missed(is_breach=False, due=None, days_late=0), "nothing was due")
    done_on = facts.as_of if facts.given_on is None else facts.given_on
    days_late = max(0, (done_on - due.due_on).days)
    result = Missed(is_breach=days_late > 0, due=due, days_late=days_late)
    if not days_late:
        says = "in time so far" if facts.given_on is None else "given in time"
        return why.settled(result, f"{says}: due on {due.due_on}")
    why.step("D7", "Not giving a notice in time interferes with the employee's rights.", days_late=days_late)
    return why.settled(result, f"a breach: it was due on {due.due_on}; give it now, and keep the breach on record")


def retroactive_designation(facts: BackwardFacts, *, policy: LeavePolicy) -> Answer[Backward]:
    """D6: backward with written notice, if a named person found that it harms nobody, or by agreement (825.301(d)).
    D5: nobody may put a designation off to save leave for later."""
    why = Reasoning(policy)
    why.step("D5", "Neither side may put off a designation to save leave for later.")
    if facts.notice_given is False:
        why.step("D6", "Without written notice nothing is designated backward.", notice_given="no")
        return _backward(why, facts, may=False)
    if facts.notice_given is None:
        given = _harmless(Reasoning(policy), facts, policy=policy)
        return why.depends(_NOTICE, (("yes", given), ("no", _backward(Reasoning(policy), facts, may=False))))
    return _harmless(why, facts, policy=policy)


def _harmless(why: Reasoning, facts: BackwardFacts, *, policy: LeavePolicy) -> Answer[Backward]:
    harm = facts.harm if facts.harm_found_by else None
    if facts.agreed or harm is False:
        ground = "Employer and employee agree." if facts.agreed else "A named person found that it harms nobody."
        why.step("D6", ground, back_to=facts.back_to)
        return _backward(why, facts, may=True)
    why.step("D6", "Backward only by agreement, or where a named person found that it harms nobody.", harm=harm)
    if harm is None:
        harmed = _agreed(Reasoning(policy), facts, policy=policy)
        return why.depends(_HARM, (("yes", harmed), ("no", _backward(Reasoning(policy), facts, may=True))))
    return _agreed(why, facts, policy=policy)


def _agreed(why: Reasoning, facts: BackwardFacts, *, policy: LeavePolicy) -> Answer[Backward]:
    """It would harm the employee: only by agreement."""
    if facts.agreed is None:
        yes, no = (_backward(Reasoning(policy), facts, may=may) for may in (True, False))
        return why.depends(_AGREED, (("yes", yes), ("no", no)))
    return _backward(why, facts, may=False)


def _backward(why: Reasoning, facts: BackwardFacts, *, may: bool) -> Answer[Backward]:
    if not may:
        result = Backward(may_designate=False, from_on=facts.decided_on, void_attendance_points=False)
        return why.settled(result, f"not backward: from {facts.decided_on} on")
    why.step("L6", "Protected days count in no attendance plan.")
    result = Backward(may_designate=True, from_on=facts.back_to, void_attendance_points=True)
    return why.settled(result, f"may be designated from {facts.back_to} on")
