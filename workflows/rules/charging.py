"""The charge for an absence, by plan: what it is counted as, and what every plan has for that.

Knows: that counting comes first and the plans after it. Never knows: a rule of either.
29 CFR 825.205, 825.200(a); M.G.L. c.175M s.2(h) (law.md C1-C13, N1, N6-N8, K4).
"""

from pydantic import ConfigDict, Field

from workflows.rules.absence_counting import count_absence
from workflows.rules.absence_facts import AbsenceCounted, AbsenceCountedFacts
from workflows.rules.absence_lines import AbsenceJudged, JudgeFacts, PlansAsked, Workday
from workflows.rules.absence_shifts import weeks_of
from workflows.rules.absence_unknowns import open_facts
from workflows.rules.answers import Answer, Branch, Reasoning, Standing
from workflows.rules.judging import judge_absence
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen

_ABSENCE = AbsenceCountedFacts.model_json_schema()["examples"][0]


class ChargeFacts(PlansAsked):
    """What must be known to say what an absence is charged in each plan."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "absence": _ABSENCE,
                    "plans": [
                        {"plan": "fmla", "bank": "fmla", "eligible": True, "reason_covered": True},
                        {
                            "plan": "pfml",
                            "bank": "pfml",
                            "mark": "medical",
                            "eligible": True,
                            "reason_covered": True,
                            "filed": True,
                        },
                    ],
                }
            ]
        }
    )

    absence: AbsenceCountedFacts = Field(description="The absence, the shifts it falls on, and the week around it.")


class Charged(Frozen):
    """What the absence is counted as, and its line in every plan."""

    counted: AbsenceCounted
    judged: AbsenceJudged


def charge_by_plan(facts: ChargeFacts, *, policy: LeavePolicy) -> Answer[Charged]:
    """What an absence is charged in every plan (law.md C1-C13, N1). What is missing in the count comes first."""
    count = count_absence(facts.absence, policy=policy)
    if count.result is not None:
        return _by_plan(facts, count, count.result, policy)
    why = Reasoning(policy)
    if count.standing is Standing.NOT_ANSWERABLE:
        why.include(count)
        return why.not_answerable(count.says, *count.within("absence").gaps)
    missing = open_facts(facts.absence, weeks_of(facts.absence, policy=policy), policy=policy)[0]
    cases = ((label, facts.absence.model_copy(update=case)) for label, case in missing.cases)
    answers = (
        (label, charge_by_plan(facts.model_copy(update={"absence": told}), policy=policy)) for label, told in cases
    )
    return why.depends(missing.gap.within("absence"), tuple(answers))


def _by_plan(
    facts: ChargeFacts, count: Answer[AbsenceCounted], counted: AbsenceCounted, policy: LeavePolicy
) -> Answer[Charged]:
    given = {name: getattr(facts, name) for name in PlansAsked.model_fields}
    # Counted by a rule, not told: nothing of it is refused here.
    asked = JudgeFacts.model_construct(**given, charges=counted.charges, workdays=_workdays(facts, counted))
    judge = judge_absence(asked, policy=policy)
    why = Reasoning(policy)
    why.include(count)
    why.include(judge)
    if judge.result is not None:
        return why.settled(Charged(counted=counted, judged=judge.result), f"{count.says}. {judge.says}")
    if not judge.branches:
        return why.not_answerable(judge.says, *judge.gaps)
    open_yet: Answer[Charged] = why.not_answerable(judge.says, *judge.gaps)
    branches = tuple(
        Branch[Charged](
            given=branch.given,
            says=branch.says,
            result=None if branch.result is None else Charged(counted=counted, judged=branch.result),
        )
        for branch in judge.branches
    )
    return open_yet.model_copy(update={"standing": Standing.CONDITIONAL, "branches": branches})


def _workdays(facts: ChargeFacts, counted: AbsenceCounted) -> tuple[Workday, ...]:
    """How long each day is by the schedule, and never shorter than its charge: overtime may stand beside it."""
    schedule = facts.absence.schedule
    lengths = ((c.on, sum(shift.minutes for shift in schedule.shifts_on(c.on)), c.minutes) for c in counted.charges)
    return tuple(Workday(on=on, minutes=max(scheduled, charged)) for on, scheduled, charged in lengths)
