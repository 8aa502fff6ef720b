"""Whether the job may be refused to a key employee at the return: among the highest paid, and told in time.

Knows: what a refusal on this ground needs, and which notice loses it. Never knows: pay, who ranks where, what injury
there is: the employer finds that, and must show it. Leave itself and health cover are never refused on this ground.
29 CFR 825.217-219 (law.md J7, D2).
"""

from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from workflows.rules.answers import Gap, Reasoning, Teller
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen


class Injury(StrEnum):
    """What grievous economic injury may be (825.218(c)): a threat to the employer's being there at all, or lasting and
    substantial; and what may count toward it (825.218(b)): that a successor for good could not be avoided. Minor cost
    and inconvenience are none."""

    VIABILITY = "viability"
    LONG_TERM = "long_term"
    REPLACED = "replaced"


class KeyEmployee(Frozen):
    """A refusal of the job to a key employee. None: nobody told."""

    found: bool | None = Field(
        None,
        description="Found when notice of the need was given: salaried, FMLA-eligible, and among the highest paid "
        "near the worksite, by the share and the distance that the answer names. None: not told.",
    )
    told_with_rights: bool | None = Field(
        None,
        description="Written notice of it with the notice of rights, or as soon as it could be found: a key employee, "
        "and what that may mean for the job and for health cover. Without it the right to refuse is lost.",
    )
    injury_told: bool | None = Field(
        None,
        description="Written notice, in person or by certified mail, that restoration (not the absence) would cause "
        "substantial and grievous economic injury, on what basis, and that the job will be refused and leave not.",
    )
    time_to_return: bool | None = Field(
        None, description="After that notice a reasonable time to return; yes as well if leave had not begun."
    )
    asked_again: bool | None = Field(
        None, description="Whether the employee asked for the job again at the end of leave."
    )
    denied_again: bool | None = Field(
        None, description="If asked again: injury was found anew on the facts of that time, and told in writing."
    )


class Need(NamedTuple):
    """What a refusal needs: the fact that shows it, what to ask, what follows without it, and where that stands."""

    fact: str
    asks: str
    without: str
    stands: str


_NEEDS = (
    Need(
        "found",
        "is this a key employee: salaried, eligible, among the highest paid near the worksite?",
        "The job is refused on this ground to key employees alone.",
        "29 CFR 825.217(a)",
    ),
    Need(
        "told_with_rights",
        "was written notice of being a key employee given with the notice of rights?",
        "Without written notice at the start the right to refuse is lost, whatever injury there is.",
        "29 CFR 825.219(a)",
    ),
    Need(
        "injury_told",
        "was the finding of grievous economic injury told in writing, with its basis?",
        "Only injury that was found and told in writing, with its basis, lets the job be refused.",
        "29 CFR 825.219(b)",
    ),
    Need(
        "time_to_return",
        "was there a reasonable time to return after that?",
        "Whoever is on leave must have a reasonable time to return before the job is refused.",
        "29 CFR 825.219(b)",
    ),
)
_AGAIN = Need(
    "denied_again",
    "was grievous economic injury found anew then, and told in writing?",
    "Asked for again at the end of leave, the job is refused only if injury is found anew.",
    "29 CFR 825.219(d)",
)
_ASKED = "did the employee ask for the job again at the end of leave?"


def open_gaps(told: KeyEmployee) -> tuple[Gap, ...]:
    """The facts of a refusal that are missing and may decide, in the order of the rules. Empty: it is decided."""
    if failing(told) is not None:
        return ()
    open_needs = [need for need in _NEEDS if getattr(told, need.fact) is None]
    gaps = [_gap(need.fact, need.asks, Teller.AGENCY) for need in open_needs]
    if told.asked_again is None and not told.denied_again:
        gaps.append(_gap("asked_again", _ASKED, Teller.COORDINATOR))
    if told.asked_again is not False and told.denied_again is None:
        gaps.append(_gap(_AGAIN.fact, _AGAIN.asks, Teller.AGENCY))
    return tuple(gaps)


def may_be_refused(why: Reasoning, told: KeyEmployee, *, policy: LeavePolicy) -> bool:
    """Whether the job may be refused, with the steps; no fact that may decide is missing (`open_gaps`)."""
    why.step(
        "J7",
        "A key employee is salaried, eligible, and among the highest paid near the worksite.",
        stands="29 CFR 825.217(a)",
        found=told.found,
        percent=policy.statutes.key_employee_percent,
        miles=policy.statutes.key_employee_miles,
    )
    why.step("J7", "Leave and health cover are never refused on this ground.", stands="29 CFR 825.219(c)")
    need = failing(told)
    if need is not None:
        why.step("J7", need.without, stands=need.stands)
        return False
    says = "After the notice the employee may still ask for the job at the end of leave; then it is judged anew."
    why.step("J7", says, stands=_AGAIN.stands, asked_again=told.asked_again, denied_again=told.denied_again)
    return True


def _needs(told: KeyEmployee) -> tuple[Need, ...]:
    return (*_NEEDS, _AGAIN) if told.asked_again else _NEEDS


def failing(told: KeyEmployee) -> Need | None:
    """The first need of a refusal that is surely not met; None: nothing that was told stands in its way."""
    return next((need for need in _needs(told) if getattr(told, need.fact) is False), None)


def _gap(fact: str, asks: str, teller: Teller) -> Gap:
    return Gap(fact=f"key_employee.{fact}", asks=asks, teller=teller)
