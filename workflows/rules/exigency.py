"""Which days a qualifying exigency can cover, each kind by its own rule.

Knows: the member's notice, deployment, rest leave, end of duty and death, as days. Never knows: who the member is, why
an errand was needed, weeks left. Notice of exigency leave has no 30-day rule. 29 CFR 825.126 (law.md 1.2, F1).
"""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.calendar import days_after
from workflows.rules.policy import LeavePolicy
from workflows.rules.spans import Days
from workflows.values import Frozen


class ExigencyKind(StrEnum):
    """The kinds of 825.126(b)."""

    SHORT_NOTICE = "short_notice"
    MILITARY_EVENT = "military_event"
    CHILDCARE_OR_SCHOOL = "childcare_or_school"
    FINANCIAL_OR_LEGAL = "financial_or_legal"
    COUNSELLING = "counselling"
    REST = "rest"
    POST_DEPLOYMENT = "post_deployment"
    PARENTAL_CARE = "parental_care"
    OTHER_AGREED = "other_agreed"


class ExigencyFacts(Frozen):
    """What must be known to say which days an exigency can cover."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "short_notice",
                    "asked": {"first_on": "2026-03-02", "last_on": "2026-03-13"},
                    "foreign_deployment": True,
                    "notified_on": "2026-03-02",
                    "duty_begins_on": "2026-03-09",
                },
                {
                    "kind": "rest",
                    "asked": {"first_on": "2026-06-01", "last_on": "2026-06-19"},
                    "foreign_deployment": True,
                    "rest": {"first_on": "2026-06-01", "last_on": "2026-06-12"},
                },
            ]
        }
    )

    kind: ExigencyKind = Field(description="The kind of exigency; the employee tells, a coordinator confirms.")
    asked: Days = Field(description="The days asked for; without a last day: open.")
    foreign_deployment: bool | None = Field(
        None,
        description="Whether it is covered active duty: deployment with the Armed Forces to a foreign country, for a "
        "reservist under a federal call in support of a contingency operation. From the orders.",
    )
    notified_on: date | None = Field(None, description="The day on which the member was notified of the call.")
    duty_begins_on: date | None = Field(None, description="The day on which deployment begins.")
    duty_ended_on: date | None = Field(None, description="The last day of covered active duty; none: not told of one.")
    acts_before_agency: bool | None = Field(
        None, description="For financial or legal matters: whether the employee acts for the member before an agency."
    )
    rest: Days | None = Field(None, description="The member's own rest leave, one instance of it.")
    member_died_on: date | None = Field(None, description="The day on which the member died on covered active duty.")
    agreed: bool | None = Field(None, description="For other activities: whether employer and employee agreed to it.")
    agreed_days: Days | None = Field(None, description="The days that they agreed on.")

    @model_validator(mode="after")
    def _fit(self) -> "ExigencyFacts":
        begins, ended = self.duty_begins_on, self.duty_ended_on
        if begins is not None and ended is not None and ended < begins:
            raise contradiction("duty_ends_before_it_begins", "active duty ends before it begins")
        if self.notified_on is not None and ended is not None and ended < self.notified_on:
            raise contradiction("notified_after_duty", "the member was notified after the duty ended")
        if self.notified_on is not None and begins is not None and begins < self.notified_on:
            raise contradiction("notified_after_deployment", "the member was notified after deployment began")
        if self.agreed is False and self.agreed_days is not None:
            raise contradiction("days_without_agreement", "days were agreed on without an agreement")
        return self


class ExigencyDays(Frozen):
    """`covered`: the days of those asked for that this exigency can cover; None: none of them. `possible`: all days
    that it could cover at all; None: there are none."""

    covered: Days | None
    possible: Days | None


_FOREIGN = Gap(fact="foreign_deployment", asks="is it deployment to a foreign country?", teller=Teller.EMPLOYEE)
_NOTIFIED = Gap(fact="notified_on", asks="on which day was the member notified?", teller=Teller.EMPLOYEE)
_BEGINS = Gap(fact="duty_begins_on", asks="when does deployment begin?", teller=Teller.EMPLOYEE)
_ENDED = Gap(fact="duty_ended_on", asks="on which day did active duty end?", teller=Teller.EMPLOYEE)
_ACTS = Gap(
    fact="acts_before_agency", asks="does the employee act for the member before an agency?", teller=Teller.EMPLOYEE
)
_REST = Gap(fact="rest", asks="from when to when is the member's rest leave?", teller=Teller.EMPLOYEE)
_AGREED = Gap(fact="agreed", asks="did employer and employee agree that it qualifies?", teller=Teller.AGENCY)
_AGREED_DAYS = Gap(fact="agreed_days", asks="on which days did they agree?", teller=Teller.AGENCY)


def exigency_leave(facts: ExigencyFacts, *, policy: LeavePolicy) -> Answer[ExigencyDays]:
    """Which of the days asked for the exigency can cover (law.md 1.2; 29 CFR 825.126)."""
    if facts.foreign_deployment is None:
        return _either(facts, _FOREIGN, policy)
    if not facts.foreign_deployment:
        why = Reasoning(policy)
        why.step("1.2-EXIG", "Covered active duty is deployment to a foreign country.", stands="29 CFR 825.126(a)")
        return _none(why, "there is no exigency leave without deployment to a foreign country")
    if facts.kind is ExigencyKind.SHORT_NOTICE:
        return _short_notice(facts, policy)
    if facts.kind is ExigencyKind.REST:
        return _rest(facts, policy)
    if facts.kind is ExigencyKind.POST_DEPLOYMENT:
        return _post_deployment(facts, policy)
    if facts.kind is ExigencyKind.OTHER_AGREED:
        return _other(facts, policy)
    return _during_duty(facts, policy)


def _short_notice(facts: ExigencyFacts, policy: LeavePolicy) -> Answer[ExigencyDays]:
    """Notified so few days ahead; usable from the day of notification, which is day 1."""
    days = policy.statutes.short_notice_days
    why = Reasoning(policy)
    stands = "29 CFR 825.126(b)(1)"
    why.step("1.2-EXIG", f"Notified {days} days or less ahead, usable for {days} days from then on.", stands=stands)
    if facts.notified_on is None:
        return why.not_answerable("it is not known when the member was notified", _NOTIFIED)
    first_on = facts.notified_on
    short = _within(why, facts, Days(first_on=first_on, last_on=days_after(first_on, days - 1)))
    if facts.duty_begins_on is None:
        gap = _BEGINS.model_copy(update={"asks": f"does deployment begin by {days_after(first_on, days)}?"})
        return Reasoning(policy).depends(gap, (("yes", short), ("no", _long_notice(policy))))
    return short if (facts.duty_begins_on - first_on).days <= days else _long_notice(policy)


def _long_notice(policy: LeavePolicy) -> Answer[ExigencyDays]:
    why = Reasoning(policy)
    days = policy.statutes.short_notice_days
    why.step("1.2-EXIG", f"Notice more than {days} days ahead is no short notice.", stands="29 CFR 825.126(b)(1)(i)")
    return _none(why, f"the member was notified more than {days} days ahead: that is no short notice")


def _rest(facts: ExigencyFacts, policy: LeavePolicy) -> Answer[ExigencyDays]:
    """So many days for each instance, its first day being day 1, and never beyond the member's own leave."""
    why = Reasoning(policy)
    days = policy.statutes.rest_days
    why.step("1.2-EXIG", f"At most {days} days, within the member's own rest leave.", stands="29 CFR 825.126(b)(6)")
    if facts.rest is None:
        return why.not_answerable("the member's rest leave is not known", _REST)
    first_on = facts.rest.first_on
    at_most = days_after(first_on, days - 1)
    if facts.rest.last_on is None:
        whole = _within(why, facts, Days(first_on=first_on, last_on=at_most))
        if whole.result is not None and whole.result.covered is None:
            return whole
        unknown: Answer[ExigencyDays] = Reasoning(policy).not_answerable(f"at most to {at_most}", _REST)
        return Reasoning(policy).depends(_REST, ((f"to {at_most} or later", whole), ("to an earlier day", unknown)))
    return _within(why, facts, Days(first_on=first_on, last_on=min(facts.rest.last_on, at_most)))


def _post_deployment(facts: ExigencyFacts, policy: LeavePolicy) -> Answer[ExigencyDays]:
    """So many days after active duty; what arises from the member's death has no end in law."""
    why = Reasoning(policy)
    days = policy.statutes.after_duty_days
    if facts.member_died_on is not None:
        why.step("1.2-EXIG", "Issues from the member's death on active duty.", stands="29 CFR 825.126(b)(7)(ii)")
        return _within(why, facts, Days(first_on=facts.member_died_on))
    why.step("1.2-EXIG", f"Within {days} days after active duty ended.", stands="29 CFR 825.126(b)(7)(i)")
    if facts.duty_ended_on is None:
        return why.not_answerable("it is not known when active duty ended", _ENDED)
    first_on = days_after(facts.duty_ended_on, 1)
    return _within(why, facts, Days(first_on=first_on, last_on=days_after(facts.duty_ended_on, days)))


def _other(facts: ExigencyFacts, policy: LeavePolicy) -> Answer[ExigencyDays]:
    """Employer and employee agree that it qualifies, and on its days."""
    if facts.agreed is None and facts.agreed_days is None:
        return _either(facts, _AGREED, policy)
    why = Reasoning(policy)
    why.step("1.2-EXIG", "Other activities count as both sides agreed.", stands="29 CFR 825.126(b)(9)")
    if facts.agreed is False:
        return _none(why, "there was no agreement that it qualifies")
    if facts.agreed_days is None:
        return why.not_answerable("it is not known on which days they agreed", _AGREED_DAYS)
    return _within(why, facts, facts.agreed_days)


def _during_duty(facts: ExigencyFacts, policy: LeavePolicy) -> Answer[ExigencyDays]:
    """From the notice of the call to the end of active duty; acting before an agency also some days longer."""
    first_on = facts.notified_on or facts.duty_begins_on
    why = Reasoning(policy)
    why.step("1.2-EXIG", "From notice of the call to the end of active duty.", stands="29 CFR 825.126(b)")
    if first_on is None:
        return why.not_answerable("it is not known when the member was notified", _NOTIFIED)
    last_on = facts.duty_ended_on
    if facts.kind is ExigencyKind.FINANCIAL_OR_LEGAL and last_on is not None:
        if facts.acts_before_agency is None:
            return _either(facts, _ACTS, policy)
        if facts.acts_before_agency:
            days = policy.statutes.after_duty_days
            last_on = days_after(last_on, days)
            why.step("1.2-EXIG", f"Acting before an agency: {days} days longer.", stands="29 CFR 825.126(b)(4)(ii)")
    return _within(why, facts, Days(first_on=min(first_on, last_on or first_on), last_on=last_on))


def _within(why: Reasoning, facts: ExigencyFacts, possible: Days) -> Answer[ExigencyDays]:
    """The days asked for that are among the possible ones."""
    asked = facts.asked
    first_on = max(asked.first_on, possible.first_on)
    ends = [on for on in (asked.last_on, possible.last_on) if on is not None]
    last_on = min(ends) if ends else None
    if last_on is not None and last_on < first_on:
        until = possible.last_on or "an open end"
        says = f"no day that was asked for: it can cover {possible.first_on} to {until}"
        return why.settled(ExigencyDays(covered=None, possible=possible), says)
    covered = Days(first_on=first_on, last_on=last_on)
    says = f"it can cover {first_on} to {last_on or 'an open end'}"
    if covered != possible:
        says = f"{says}, of all days from {possible.first_on} to {possible.last_on or 'an open end'}"
    return why.settled(ExigencyDays(covered=covered, possible=possible), says)


def _none(why: Reasoning, says: str) -> Answer[ExigencyDays]:
    return why.settled(ExigencyDays(covered=None, possible=None), says)


def _either(facts: ExigencyFacts, gap: Gap, policy: LeavePolicy) -> Answer[ExigencyDays]:
    cases = (
        (label, exigency_leave(facts.model_copy(update={gap.fact: is_so}), policy=policy))
        for label, is_so in (("yes", True), ("no", False))
    )
    return Reasoning(policy).depends(gap, tuple(cases))
