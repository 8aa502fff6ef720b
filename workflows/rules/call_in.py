"""Whether a report of an absence was notice enough, and in the usual way.

Knows: what must be shown, and that usual call-in rules bind unless circumstances were unusual. Never knows: the words
that were said. Nobody is refused here: a person decides. 29 CFR 825.302(d), 825.303(b)-(c) (law.md F2, F3).
"""

from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen

_SHOWN = Gap(fact="need_shown", asks="was enough said to see that the leave may qualify?", teller=Teller.COORDINATOR)
_ABLE = Gap(fact="employee_able", asks="could the employee have called in person?", teller=Teller.EMPLOYEE)
_NAMED = Gap(fact="reason_named", asks="was the approved reason named?", teller=Teller.EMPLOYEE)
_FOLLOWED = Gap(fact="followed", asks="was everybody called who must be, in time?", teller=Teller.AGENCY)
_UNUSUAL = Gap(fact="unusual", asks="were the circumstances unusual?", teller=Teller.COORDINATOR)


class CallInFacts(Frozen):
    """One report of an absence that could not be foreseen."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "is_repeat": True,
                    "reason_named": True,
                    "rule_told": True,
                    "followed": False,
                    "unusual": None,
                    "by_employee": True,
                }
            ]
        }
    )

    is_repeat: bool = Field(description="Whether leave for this reason was approved before.")
    need_shown: bool | None = Field(None, description="First report: enough to see a need; `sick` alone is not.")
    reason_named: bool | None = Field(
        None, description="Repeat: the approved reason, or the need for leave, was named."
    )
    rule_told: bool | None = Field(None, description="Proof that the person was told whom to call and how early.")
    followed: bool | None = Field(
        None, description="Whether everybody was called who must be (employer and administrator), in time."
    )
    unusual: bool | None = Field(None, description="Unusual circumstances, found by a coordinator, such as no phone.")
    by_employee: bool | None = Field(None, description="The employee called, not a spokesperson.")
    employee_able: bool | None = Field(None, description="Whether the employee could have called.")

    @model_validator(mode="after")
    def _one_kind(self) -> "CallInFacts":
        if self.by_employee and self.employee_able is False:
            raise contradiction("called_though_unable", "the employee called and could not call")
        return self


class CallInStatus(StrEnum):
    """What the report comes to."""

    NOTICE = "notice"
    ASK_MORE = "ask_more"
    RULE_NOT_FOLLOWED = "rule_not_followed"


class CallIn(Frozen):
    """`may_delay`: a named coordinator may delay protection, because a rule that was told was not followed."""

    status: CallInStatus
    may_delay: bool


def call_in(facts: CallInFacts, *, policy: LeavePolicy) -> Answer[CallIn]:
    """Whether a report is notice. What is not enough opens a question to the employee (825.303(b)); the usual rule
    binds only who was told of it, and not in unusual circumstances (825.303(c))."""
    why = Reasoning(policy)
    enough = facts.reason_named if facts.is_repeat else facts.need_shown
    if enough is None:
        more = _ask_more(Reasoning(policy), facts)
        told = _as_usual(Reasoning(policy), facts, policy=policy)
        return why.depends(_NAMED if facts.is_repeat else _SHOWN, (("yes", told), ("no", more)))
    return _as_usual(why, facts, policy=policy) if enough else _ask_more(why, facts)


def _ask_more(why: Reasoning, facts: CallInFacts) -> Answer[CallIn]:
    if facts.is_repeat:
        why.step("F2", "A repeat absence names the approved reason or the need for leave.", reason_named="no")
    else:
        why.step("F2", "Saying `sick` alone is not enough; nobody need say `FMLA`.", need_shown="no")
    return _ask(why)


def _ask(why: Reasoning) -> Answer[CallIn]:
    return why.settled(CallIn(status=CallInStatus.ASK_MORE, may_delay=False), "it is not notice yet: ask the employee")


def _as_usual(why: Reasoning, facts: CallInFacts, *, policy: LeavePolicy) -> Answer[CallIn]:
    if facts.by_employee is False and facts.employee_able is None:
        either = tuple(
            (label, _as_usual(Reasoning(policy), facts.model_copy(update={"employee_able": able}), policy=policy))
            for label, able in (("yes", True), ("no", False))
        )
        return why.depends(_ABLE, either)
    if facts.by_employee is False and facts.employee_able:
        why.step("F2", "Another person calls for an employee who cannot: one who can tells it in person.", able="yes")
        return _ask(why)
    if facts.by_employee is False and facts.employee_able is False:
        why.step("F2", "A family member or other responsible person may call for an employee who cannot.")
    if facts.followed:
        why.step("F3", "The usual way was followed.", followed="yes")
        return _notice(why)
    if not facts.rule_told:
        why.step("F3", "It is not shown that the person was told of the usual way: it cannot count against them.")
        return _notice(why)
    if facts.unusual:
        why.step("F3", "Unusual circumstances excuse from the usual way.", unusual="yes")
        return _notice(why)
    if facts.followed is None:
        cases = (("yes", _notice(Reasoning(policy))), ("no", _not_followed(Reasoning(policy), facts, policy=policy)))
        return why.depends(_FOLLOWED, cases)
    return _not_followed(why, facts, policy=policy)


def _not_followed(why: Reasoning, facts: CallInFacts, *, policy: LeavePolicy) -> Answer[CallIn]:
    if facts.unusual is None:
        cases = (("yes", _notice(Reasoning(policy))), ("no", _may_delay(Reasoning(policy))))
        return why.depends(_UNUSUAL, cases)
    return _may_delay(why)


def _may_delay(why: Reasoning) -> Answer[CallIn]:
    why.step("F3", "The usual way binds who was told of it, unless circumstances were unusual.")
    return why.settled(
        CallIn(status=CallInStatus.RULE_NOT_FOLLOWED, may_delay=True),
        "the usual way was not followed: a named coordinator may delay protection",
    )


def _notice(why: Reasoning) -> Answer[CallIn]:
    return why.settled(CallIn(status=CallInStatus.NOTICE, may_delay=False), "it is notice, in the usual way or excused")
