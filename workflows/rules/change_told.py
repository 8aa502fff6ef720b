"""Whether the employee told a change of circumstances in time.

Knows: the day of the change and the day of the news. Never knows: what changed. Telling late costs no protection.
29 CFR 825.311(a), (c) (law.md F6).
"""

from datetime import date

from pydantic import ConfigDict, Field

from workflows.rules.answers import Answer, Due, Gap, Reasoning, Teller, due
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen


class ChangeNoticeFacts(Frozen):
    """What must be known to say whether a change of circumstances was told late."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"learned_on": "2026-03-12", "told_on": "2026-03-16", "foreseeable": None, "asked": True}]
        }
    )

    learned_on: date = Field(description="The day of the change, or the later one on which the employee learned of it.")
    told_on: date | None = Field(None, description="The day on which the employee told it; none: not yet.")
    foreseeable: bool | None = Field(None, description="Whether the change could be foreseen; the coordinator finds.")
    asked: bool | None = Field(None, description="Whether the employer asks for such notice of everybody.")


class ChangeNotice(Frozen):
    """`in_time_until`: whoever tells by this day is never late. `is_late`: told after it although it could be
    foreseen; no protection is lost by it."""

    in_time_until: Due
    is_late: bool


def change_notice(facts: ChangeNoticeFacts, *, policy: LeavePolicy) -> Answer[ChangeNotice]:
    """Whether the employee told a change in time (law.md F6; 29 CFR 825.311(a), (c))."""
    why = Reasoning(policy)
    until = due("F6", facts.learned_on, policy.change_notice_days, policy=policy, business=True)
    why.step(
        "F6", "The employer may ask for notice of a foreseeable change.", until=until.due_on, told_on=facts.told_on
    )
    why.rests_on("change_notice_days")
    never_late = ChangeNotice(in_time_until=until, is_late=False)
    if facts.told_on is not None and facts.told_on <= until.due_on:
        return why.settled(never_late, "It was told in time.")
    if facts.foreseeable is False or facts.asked is False:
        return why.settled(never_late, "It is not late: such a change is told as soon as that can be done.")
    if facts.told_on is None:
        gap = Gap(fact="told_on", asks="on which day was the change told?", teller=Teller.EMPLOYEE)
        return why.not_answerable(f"It is in time to {until.due_on}; it has not been told yet.", gap)
    late = f"It was told after {until.due_on}; that is noted, and no protection is lost by it."
    for gap in _NOTICE:
        if getattr(facts, gap.fact) is None:
            updates = ((label, {gap.fact: is_so}) for label, is_so in (("yes", True), ("no", False)))
            cases = ((label, change_notice(facts.model_copy(update=u), policy=policy)) for label, u in updates)
            return why.depends(gap, tuple(cases))
    return why.settled(ChangeNotice(in_time_until=until, is_late=True), late)


_NOTICE = (
    Gap(fact="foreseeable", asks="could the change be foreseen?", teller=Teller.COORDINATOR),
    Gap(fact="asked", asks="does the employer ask for such notice of everybody?", teller=Teller.HRD),
)
