"""Whether a certification may be asked for, which one, by when, and what the request must say.

Knows: which paper law allows for each reason. Never knows: a condition, a relation, or what a paper says. Nothing
beyond the form may be asked. 29 CFR 825.305, 825.306, 825.309, 825.310, 825.122(k); 29 CFR 1635.8 (law.md G1, G8-G11).
"""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Due, Gap, Reasoning, Teller, contradiction, due
from workflows.rules.choices import Use
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.rules.sufficiency import CertificationItem, items_of
from workflows.values import Frozen

_FORESEEABLE = Gap(fact="foreseeable", asks="was the need foreseeable?", teller=Teller.COORDINATOR)
_CERTIFIED = Gap(fact="certified", asks="is there a certification for this need?", teller=Teller.COORDINATOR)
_NEW_YEAR = Gap(fact="new_leave_year", asks="has a new leave year begun since?", teller=Teller.COORDINATOR)
_ORDERS = Gap(fact="orders_seen", asks="were the orders of this deployment seen?", teller=Teller.COORDINATOR)
_TRAVEL = Gap(fact="travel_orders", asks="are there travel orders?", teller=Teller.EMPLOYEE)


class Paper(StrEnum):
    """What may be asked for."""

    MEDICAL_CERTIFICATION = "medical_certification"
    PROOF_OF_RELATION = "proof_of_relation"
    ORDERS_AND_EXIGENCY = "orders_and_exigency"
    EXIGENCY = "exigency"
    SERVICEMEMBER_CERTIFICATION = "servicemember_certification"
    TRAVEL_ORDERS = "travel_orders"


class NeededFacts(Frozen):
    """One need, and what is in hand for it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "reason": "own_condition",
                    "on": "2026-02-10",
                    "known_on": "2026-02-06",
                    "foreseeable": True,
                    "starts_on": "2026-03-02",
                    "certified": False,
                }
            ]
        }
    )

    reason: LeaveReason = Field(description="The reason of the leave, as a code.")
    on: date = Field(description="The day on which it is to be asked for.")
    known_on: date = Field(description="The day on which the employer had notice of the need.")
    starts_on: date = Field(description="First day of the leave.")
    foreseeable: bool | None = Field(None, description="Whether the need was foreseeable. None: not found.")
    certified: bool | None = Field(None, description="Whether a sufficient certification for this need is in hand.")
    new_leave_year: bool | None = Field(None, description="Whether a new leave year has begun since it was given.")
    doubt_found_by: str | None = Field(
        None, description="Who found reason to question appropriateness or duration of the leave. None: nobody."
    )
    orders_seen: bool | None = Field(None, description="Exigency: the active-duty orders of this deployment were seen.")
    travel_orders: bool | None = Field(None, description="Caregiver: invitational travel orders were handed in.")

    @model_validator(mode="after")
    def _in_order(self) -> "NeededFacts":
        if self.on < self.known_on:
            raise contradiction("asked_before_known", "a paper is asked for before the need was known")
        return self


class Needed(Frozen):
    """`may_ask`: whether, on the day asked about. `ask_by`: the clock for asking; later only where the leave itself is
    questioned. `items`: the only entries that may be asked for. `is_new_year`: second opinions are possible again."""

    may_ask: bool
    paper: Paper | None
    ask_by: Due | None
    items: tuple[CertificationItem, ...]
    is_new_year: bool = False


REQUEST_SAYS = (
    "the request is in writing, with the notice of rights",
    "it says what follows if the paper does not come",
    "it says that no genetic information is wanted",
    "it asks for nothing that the form does not ask",
)
"""What a request for a medical certification must do (825.300(c), 825.305(d), 825.306; 29 CFR 1635.8(b)(1)(i)(B))."""


def ask_by(known_on: date, *, policy: LeavePolicy) -> Due:
    """G1: at notice or within business days of it; for unforeseen leave, of its start (825.305(b))."""
    return due("G1", known_on, policy.notice_days, policy=policy, business=True)


def certification_needed(facts: NeededFacts, *, policy: LeavePolicy) -> Answer[Needed]:
    """Which paper may be asked for on a day. Bonding needs none but proof of the relation; orders are asked for once a
    deployment; travel orders do for a servicemember's certification."""
    why = Reasoning(policy)
    if facts.reason is LeaveReason.BONDING:
        why.step("G11", "Bonding needs no medical certification; reasonable proof of the relation may be asked for.")
        return _asked(why, facts, Paper.PROOF_OF_RELATION, policy=policy)
    if facts.reason is LeaveReason.EXIGENCY:
        return _exigency(why, facts, policy=policy)
    if facts.reason is LeaveReason.MILITARY_CAREGIVER:
        return _caregiver(why, facts, policy=policy)
    return _medical(why, facts, policy=policy)


def _exigency(why: Reasoning, facts: NeededFacts, *, policy: LeavePolicy) -> Answer[Needed]:
    why.step("G9", "Active-duty orders are asked for once a deployment; each exigency may be certified.")
    if facts.orders_seen is not None:
        paper = Paper.EXIGENCY if facts.orders_seen else Paper.ORDERS_AND_EXIGENCY
        return _asked(why, facts, paper, policy=policy)
    seen = _asked(Reasoning(policy), facts, Paper.EXIGENCY, policy=policy)
    unseen = _asked(Reasoning(policy), facts, Paper.ORDERS_AND_EXIGENCY, policy=policy)
    return why.depends(_ORDERS, (("yes", seen), ("no", unseen)))


def _caregiver(why: Reasoning, facts: NeededFacts, *, policy: LeavePolicy) -> Answer[Needed]:
    why.step("G9", "Travel orders for the servicemember's bedside do for a certification while they last.")
    if facts.travel_orders is not None:
        return _travel(why, facts, given=facts.travel_orders, policy=policy)
    given, missing = (_travel(Reasoning(policy), facts, given=given, policy=policy) for given in (True, False))
    return why.depends(_TRAVEL, (("yes", given), ("no", missing)))


def _travel(why: Reasoning, facts: NeededFacts, *, given: bool, policy: LeavePolicy) -> Answer[Needed]:
    if given:
        nothing = Needed(may_ask=False, paper=Paper.TRAVEL_ORDERS, ask_by=None, items=())
        return why.settled(nothing, "nothing more may be asked for: travel orders are accepted")
    return _first(why, facts, Paper.SERVICEMEMBER_CERTIFICATION, policy=policy)


def _first(why: Reasoning, facts: NeededFacts, paper: Paper, *, policy: LeavePolicy) -> Answer[Needed]:
    """A paper that is asked for once: not again while it is in hand."""
    if facts.certified is None:
        in_hand = _in_hand(Reasoning(policy), facts, policy=policy)
        return why.depends(
            _CERTIFIED, (("yes", in_hand), ("no", _asked(Reasoning(policy), facts, paper, policy=policy)))
        )
    return _in_hand(why, facts, policy=policy) if facts.certified else _asked(why, facts, paper, policy=policy)


def _medical(why: Reasoning, facts: NeededFacts, *, policy: LeavePolicy) -> Answer[Needed]:
    for says in REQUEST_SAYS:
        why.step("G10", says)
    return _first(why, facts, Paper.MEDICAL_CERTIFICATION, policy=policy)


def _in_hand(why: Reasoning, facts: NeededFacts, *, policy: LeavePolicy) -> Answer[Needed]:
    """A sufficient certification is in hand: a new one only in a new leave year, for a condition and not for orders."""
    is_condition = facts.reason in (LeaveReason.OWN_CONDITION, LeaveReason.FAMILY_CARE)
    if is_condition:
        why.rests_on("new_year_certification")
    if not is_condition or policy.new_year_certification is Use.NOT_USED:
        why.step("G8", "A certification is in hand, and no new one is asked for each leave year.")
        return _not_now(why)
    if facts.new_leave_year is None:
        cases = (("yes", _new_year(Reasoning(policy), facts)), ("no", _same_year(Reasoning(policy))))
        return why.depends(_NEW_YEAR, cases)
    return _new_year(why, facts) if facts.new_leave_year else _same_year(why)


def _same_year(why: Reasoning) -> Answer[Needed]:
    why.step("G8", "A certification of this leave year is in hand; what may be asked for is a recertification.")
    return _not_now(why)


def _new_year(why: Reasoning, facts: NeededFacts) -> Answer[Needed]:
    why.step("G8", "A need that lasts into a new leave year may be certified anew; second opinions are possible again.")
    result = Needed(
        may_ask=True,
        paper=Paper.MEDICAL_CERTIFICATION,
        ask_by=None,
        items=items_of(facts.reason),
        is_new_year=True,
    )
    return why.settled(result, "a new certification may be asked for, for the new leave year")


def _not_now(why: Reasoning) -> Answer[Needed]:
    return why.settled(
        Needed(may_ask=False, paper=None, ask_by=None, items=()), "no new certification may be asked for"
    )


def _asked(why: Reasoning, facts: NeededFacts, paper: Paper, *, policy: LeavePolicy) -> Answer[Needed]:
    """When it may be asked for: unforeseen leave has its days from the start of the leave, if that is later."""
    at_notice = ask_by(facts.known_on, policy=policy)
    at_start = ask_by(max(facts.known_on, facts.starts_on), policy=policy)
    if facts.foreseeable is not None:
        return _asked_by(why, facts, paper, at_notice if facts.foreseeable else at_start)
    yes, no = (_asked_by(Reasoning(policy), facts, paper, by) for by in (at_notice, at_start))
    return why.depends(_FORESEEABLE, (("yes", yes), ("no", no)))


def _asked_by(why: Reasoning, facts: NeededFacts, paper: Paper, by: Due) -> Answer[Needed]:
    """At notice or within business days; later only where a named person questions the leave itself."""
    why.rests_on("notice_days")
    why.step("G1", "It is asked for at notice or within business days.", by=by.due_on, on=facts.on)
    is_late = facts.on > by.due_on
    if is_late and facts.doubt_found_by:
        why.step("G1", "Later, because a named person questions whether the leave is appropriate, or so long.")
    may_ask = not is_late or bool(facts.doubt_found_by)
    result = Needed(may_ask=may_ask, paper=paper, ask_by=by, items=_items(facts.reason, paper) if may_ask else ())
    words = paper.value.replace("_", " ")
    if may_ask:
        until = f"though {by.due_on} is over" if is_late else f"by {by.due_on}"
        return why.settled(result, f"this may be asked for: {words}, {until}")
    return why.settled(result, f"too late to ask without a reason: {words} was to be asked for by {by.due_on}")


def _items(reason: LeaveReason, paper: Paper) -> tuple[CertificationItem, ...]:
    """G9: orders that were seen are not asked for again (825.309(a))."""
    items = items_of(reason)
    return tuple(i for i in items if paper is not Paper.EXIGENCY or i is not CertificationItem.ACTIVE_DUTY_ORDERS)
