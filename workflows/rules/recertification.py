"""Whether a recertification may be asked for on a day, and from which day on.

Knows: the intervals, and the grounds that shorten them. Never knows: what a paper says, or whether a change is
significant; a named person finds that. 29 CFR 825.308, 825.309(b), 825.310; 458 CMR 2.10(4) (law.md H1-H5).
"""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.calendar import days_after, months_after
from workflows.rules.choices import RecertifyFrom
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.spans import Days
from workflows.values import Frozen

_MINIMUM = Gap(fact="minimum", asks="on which day does the certified minimum end?", teller=Teller.COORDINATOR)
_EXTENT = Gap(fact="extent", asks="what does the last paper say of the duration?", teller=Teller.COORDINATOR)
_LINKED = Gap(fact="absence_linked", asks="was there an absence for this need?", teller=Teller.AGENCY)
_EXTENSION = Gap(fact="extension_asked", asks="did the employee ask for more leave?", teller=Teller.EMPLOYEE)
_LAST = Gap(fact="last_certified_on", asks="when was the last certification in hand?", teller=Teller.COORDINATOR)
_ASKED = Gap(fact="last_asked_on", asks="when was one last asked for?", teller=Teller.COORDINATOR)
_BEGAN = Gap(fact="leave_began_on", asks="when did the leave begin?", teller=Teller.AGENCY)


class CertifiedExtent(StrEnum):
    """What the last certification says of how long it lasts."""

    MINIMUM = "minimum"
    LIFETIME = "lifetime"
    NOT_STATED = "not_stated"


class GroundKind(StrEnum):
    """What may shorten the interval (825.308(c))."""

    CHANGED_CIRCUMSTANCES = "changed_circumstances"
    DOUBT = "doubt"


class Ground(Frozen):
    """A ground for asking sooner. Without a named finder it does not count."""

    kind: GroundKind = Field(description="Changed circumstances, or doubt; the coordinator tells.")
    found_by: str | None = Field(None, description="Reference of who found it. None: nobody has.")


class RecertifyPlan(StrEnum):
    """Under which plan it is asked."""

    FMLA = "fmla"
    PFML = "pfml"


class RecertificationFacts(Frozen):
    """One certified need, and the day on which somebody wants a recertification."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "plan": "fmla",
                    "reason": "own_condition",
                    "shape": "intermittent",
                    "on": "2026-07-15",
                    "last_certified_on": "2026-01-15",
                    "last_asked_on": "2026-01-05",
                    "extent": "lifetime",
                    "absence_linked": True,
                    "extension_asked": False,
                }
            ]
        }
    )

    plan: RecertifyPlan = Field(RecertifyPlan.FMLA, description="Under which plan it would be asked for.")
    reason: LeaveReason = Field(description="The reason of the leave, as a code.")
    shape: LeaveShape = Field(description="How the leave is taken.")
    on: date = Field(description="The day on which it would be asked for.")
    last_certified_on: date | None = Field(None, description="When the last certification was in hand. None: unknown.")
    last_asked_on: date | None = Field(
        None, description="When the last one was asked for; after the last certification: not answered. None: unknown."
    )
    extent: CertifiedExtent | None = Field(None, description="What was certified of the duration. None: not read yet.")
    minimum: Days | None = Field(None, description="The certified minimum duration of the need, where there is one.")
    absence_linked: bool | None = Field(None, description="Whether the request is made in connection with an absence.")
    extension_asked: bool | None = Field(None, description="Whether the employee asked for more leave.")
    grounds: tuple[Ground, ...] = Field((), max_length=20, description="Grounds for asking sooner, and who found them.")
    leave_began_on: date | None = Field(None, description="First day of the leave; for the state plan.")

    @model_validator(mode="after")
    def _in_order(self) -> "RecertificationFacts":
        if (self.extent is CertifiedExtent.MINIMUM) != (self.minimum is not None):
            raise contradiction(
                "extent_and_minimum_differ", "a minimum duration goes with that extent, and with no other"
            )
        if any(last is not None and self.on < last for last in (self.last_asked_on, self.last_certified_on)):
            raise contradiction("asked_before_the_last", "it is asked for before the last one")
        return self


class RecertificationGround(StrEnum):
    """On what it may be asked, or why not."""

    NEVER_FOR_REASON = "never_for_reason"
    NO_ABSENCE = "no_absence"
    TOO_EARLY = "too_early"
    NOT_THIS_LEAVE = "not_this_leave"
    INTERVAL = "interval"
    EXTENSION = "extension"
    CHANGED_CIRCUMSTANCES = "changed_circumstances"
    DOUBT = "doubt"
    LONG_LEAVE = "long_leave"


class MayRecertify(Frozen):
    """`earliest_on`: the first day on which it may be asked, as things stand; None: there is none. The employee bears
    the cost, and there is no second opinion."""

    may_ask: bool
    ground: RecertificationGround
    earliest_on: date | None


_NONE = (LeaveReason.EXIGENCY, LeaveReason.MILITARY_CAREGIVER, LeaveReason.BONDING)


def recertification(facts: RecertificationFacts, *, policy: LeavePolicy) -> Answer[MayRecertify]:
    """Whether it may be asked on a day: in connection with an absence and not too often, unless the employee asked for
    more leave or a named person found a ground. Never for exigency, caregiver or bonding leave."""
    why = Reasoning(policy)
    if facts.reason in _NONE:
        why.step("G11" if facts.reason is LeaveReason.BONDING else "G9", "Leave for this reason is never recertified.")
        return _no(why, RecertificationGround.NEVER_FOR_REASON, None, "it is never asked for with such a reason")
    if facts.extension_asked:
        why.step(_rule(facts, "H3"), "The employee asked for more leave.", extension_asked="yes")
        return _yes(why, facts, RecertificationGround.EXTENSION, facts.on)
    usual = _pfml if facts.plan is RecertifyPlan.PFML else _fmla
    if facts.extension_asked is False:
        return usual(why, facts, policy=policy)
    asked = Reasoning(policy)
    asked.step(_rule(facts, "H3"), "The employee asked for more leave.", extension_asked="yes")
    yes = _yes(asked, facts, RecertificationGround.EXTENSION, facts.on)
    return _unless(why, _EXTENSION, yes, usual(Reasoning(policy), facts, policy=policy))


def _unless(why: Reasoning, gap: Gap, yes: Answer[MayRecertify], no: Answer[MayRecertify]) -> Answer[MayRecertify]:
    """What may be asked anyway does not turn on a further ground for asking."""
    if no.result is not None and no.result.may_ask:
        return no
    return why.depends(gap, (("yes", yes), ("no", no)))


def _pfml(why: Reasoning, facts: RecertificationFacts, *, policy: LeavePolicy) -> Answer[MayRecertify]:
    """H5: on an extension, and for intermittent medical leave that lasts longer than 6 months."""
    if facts.reason is not LeaveReason.OWN_CONDITION or facts.shape is not LeaveShape.INTERMITTENT:
        why.step("H5", "Without an extension, only intermittent medical leave of more than 6 months is recertified.")
        return _no(why, RecertificationGround.NOT_THIS_LEAVE, None, "it may not be asked for with such leave")
    if facts.leave_began_on is None:
        return why.not_answerable("it is not known when the leave began", _BEGAN)
    from_on = days_after(months_after(facts.leave_began_on, policy.statutes.pfml_long_months), 1)
    why.step("H5", "Intermittent medical leave of more than 6 months.", began_on=facts.leave_began_on, from_on=from_on)
    if facts.on >= from_on:
        return _yes(why, facts, RecertificationGround.LONG_LEAVE, from_on)
    return _no(why, RecertificationGround.TOO_EARLY, from_on, f"it may not be asked for before {from_on}")


def _fmla(why: Reasoning, facts: RecertificationFacts, *, policy: LeavePolicy) -> Answer[MayRecertify]:
    """H1: only in connection with an absence."""
    if facts.absence_linked is None:
        linked = _linked(Reasoning(policy), facts, policy=policy)
        return why.depends(_LINKED, (("yes", linked), ("no", _no_absence(Reasoning(policy)))))
    return _linked(why, facts, policy=policy) if facts.absence_linked else _no_absence(why)


def _no_absence(why: Reasoning) -> Answer[MayRecertify]:
    why.step("H1", "It is asked for only in connection with an absence.", absence_linked="no")
    return _no(why, RecertificationGround.NO_ABSENCE, None, "it may not be asked for without an absence for this need")


def _linked(why: Reasoning, facts: RecertificationFacts, *, policy: LeavePolicy) -> Answer[MayRecertify]:
    for ground in facts.grounds:
        if ground.found_by:
            why.step("H3", "A named person found a ground to ask sooner.", ground=ground.kind)
            return _yes(why, facts, RecertificationGround(ground.kind.value), facts.on)
        why.step("H3", "A ground that no named person has found does not count.", ground=ground.kind)
    base = facts.last_certified_on
    gap = _LAST
    if policy.recertify_from is RecertifyFrom.LAST_REQUEST:
        base, gap = facts.last_asked_on, _ASKED
    if base is None:
        return why.not_answerable("it is not known from which day the interval runs", gap)
    open_since = facts.last_asked_on
    if open_since is not None and facts.last_certified_on is not None and facts.last_certified_on < open_since:
        says = "One was asked for that nobody has answered: it counts, and to ask again before its time is more often."
        why.step("H1", says, last_asked_on=open_since, last_certified_on=facts.last_certified_on)
        return _interval(why, facts, open_since, policy=policy)
    why.rests_on("recertify_from")
    return _interval(why, facts, base, policy=policy)


def _interval(why: Reasoning, facts: RecertificationFacts, base: date, *, policy: LeavePolicy) -> Answer[MayRecertify]:
    every_on = days_after(base, policy.recertify_every_days)
    long_on = max(every_on, months_after(base, policy.recertify_long_months))
    if facts.extent is None:
        return _of_unknown_extent(why, facts, every_on, long_on, policy=policy)
    if facts.extent is CertifiedExtent.LIFETIME:
        return _on(why, facts, long_on, "H2", policy)
    if facts.minimum is None:
        return _on(why, facts, every_on, "H1", policy)
    if facts.minimum.last_on is None:
        return _on(why, facts, long_on, "H2", policy)
    length = (facts.minimum.last_on - facts.minimum.first_on).days + 1
    if length <= policy.statutes.recertify_wait_days:
        return _on(why, facts, every_on, "H1", policy)
    after = max(every_on, days_after(facts.minimum.last_on, 1))
    ends_on = facts.minimum.last_on
    says = "A minimum duration of more than 30 days is certified: wait until it ends."
    why.step("H2", says, days=length, ends_on=ends_on)
    return _on(why, facts, after, _AFTER, policy) if after < long_on else _on(why, facts, long_on, "H2", policy)


def _of_unknown_extent(
    why: Reasoning, facts: RecertificationFacts, every_on: date, long_on: date, *, policy: LeavePolicy
) -> Answer[MayRecertify]:
    """Too early, or long enough, in every case; between the two it turns on what was certified."""
    if facts.on < every_on:
        return _on(why, facts, every_on, "H1", policy)
    if facts.on >= long_on:
        return _on(why, facts, long_on, "H2", policy)
    short, long = (
        _on(Reasoning(policy), facts, every_on, "H1", policy),
        _on(Reasoning(policy), facts, long_on, "H2", policy),
    )
    minimum: Answer[MayRecertify] = Reasoning(policy).not_answerable(
        f"it may be asked for from the day after that minimum ends, and from {long_on} on in any case", _MINIMUM
    )
    cases = (("30 days or less, or nothing", short), ("a minimum of more than 30 days", minimum), ("for life", long))
    return why.depends(_EXTENT, cases)


_AFTER = "after the minimum"
_INTERVALS = {
    _AFTER: "In connection with an absence, from the day after the minimum ends.",
    "H1": "In connection with an absence, and not more often than every {days} days.",
    "H2": "In connection with an absence, in all cases after {months} months.",
}


def _on(
    why: Reasoning, facts: RecertificationFacts, from_on: date, rule: str, policy: LeavePolicy
) -> Answer[MayRecertify]:
    """Not before a day."""
    why.rests_on("recertify_long_months" if rule == "H2" else "recertify_every_days")
    says = _INTERVALS[rule].format(days=policy.recertify_every_days, months=policy.recertify_long_months)
    why.step("H1" if rule == "H1" else "H2", says, from_on=from_on, on=facts.on)
    if facts.on >= from_on:
        return _yes(why, facts, RecertificationGround.INTERVAL, from_on)
    return _no(why, RecertificationGround.TOO_EARLY, from_on, f"it may not be asked for before {from_on}")


def _yes(
    why: Reasoning, facts: RecertificationFacts, ground: RecertificationGround, from_on: date
) -> Answer[MayRecertify]:
    result = MayRecertify(may_ask=True, ground=ground, earliest_on=from_on)
    return why.settled(result, f"it may be asked for on {facts.on}, {_BECAUSE[ground]}; the employee bears the cost")


_BECAUSE = {
    RecertificationGround.INTERVAL: "since enough time has passed",
    RecertificationGround.EXTENSION: "since the employee asked for more leave",
    RecertificationGround.CHANGED_CIRCUMSTANCES: "since circumstances changed",
    RecertificationGround.DOUBT: "since there is reason for doubt",
    RecertificationGround.LONG_LEAVE: "since the leave goes on for so long",
}


def _no(why: Reasoning, ground: RecertificationGround, from_on: date | None, says: str) -> Answer[MayRecertify]:
    return why.settled(MayRecertify(may_ask=False, ground=ground, earliest_on=from_on), says)


def _rule(facts: RecertificationFacts, fmla: str) -> str:
    return "H5" if facts.plan is RecertifyPlan.PFML else fmla
