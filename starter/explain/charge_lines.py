"""What was charged for each cause of a stored case, beside what the rules say of it: a line for each, with the reason.

Knows: how a reason of the rules is told in a line, and where the ledger has something else. Never knows: the law; the
rules answer.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from starter.explain.charged import Cause, causes, standing
from starter.explain.known import Known
from starter.explain.page import sentence
from starter.explain.stored import Explained, Raised, answered
from starter.explain.stored_charges import charge_facts, first_shift_on
from starter.explain.uncounted import uncounted
from starter.explain.written import hours
from workflows.rules.absence_lines import WhyNot
from workflows.rules.charging import Charged, ChargeFacts
from workflows.rules.plans import NAMES, Plan

if TYPE_CHECKING:
    from workflows.rules.absence_lines import PlanLine
    from workflows.rules.policy import LeavePolicy

NEWEST = 10
"""Lines that are told unless one is asked for by its name: leave now and then has hundreds."""


OVERTIME_MARK = "absence.schedule.overtime"
"""The fact that is missing where nobody told whether overtime was mandatory."""


class ChargeLine(NamedTuple):
    """One of them. `asked`: the question with the facts on record; None: they contradict each other."""

    cause: Cause
    asked: Explained | None
    why: tuple[str, ...]

    @property
    def plans(self) -> tuple[str, ...]:
        """The banks that it is held against."""
        facts = self.asked.raised.facts if self.asked else None
        return tuple(plan.bank for plan in facts.plans) if isinstance(facts, ChargeFacts) else ()


class ChargeLines(NamedTuple):
    """The newest of them, and how many there are."""

    newest: tuple[ChargeLine, ...]
    of: int


def charge_lines(known: Known, policy: "LeavePolicy") -> ChargeLines:
    """The newest, each with its reason."""
    every = causes(known)
    return ChargeLines(tuple(_line(known, cause, policy) for cause in every[:NEWEST]), len(every))


def charge_named(known: Known, name: str, policy: "LeavePolicy") -> Explained | None:
    """The question about one cause, however old it is. None: there is none of that name."""
    cause = next((cause for cause in causes(known) if cause.name == name), None)
    return _asked(known, cause, policy) if cause is not None else None


def heading(cause: Cause) -> str:
    """What is asked about one cause."""
    days = f"{cause.first_on} to {cause.last_on}"
    return f"What the {'absence' if cause.hours else 'leave'} of {cause.first_on if cause.hours else days} is charged"


def _line(known: Known, cause: Cause, policy: "LeavePolicy") -> ChargeLine:
    asked = _asked(known, cause, policy)
    if asked is None:
        return ChargeLine(cause, None, ("What is on record contradicts itself: it cannot be counted.",))
    return ChargeLine(cause, asked, tuple(sentence(why) for why in _why(known, cause, asked)))


def _asked(known: Known, cause: Cause, policy: "LeavePolicy") -> Explained | None:
    try:
        facts = charge_facts(known, cause, policy=policy)
    except ValidationError:
        return None
    return answered(known, cause.name, Raised(heading(cause), "charge_by_plan", facts), policy)


def _why(known: Known, cause: Cause, asked: Explained) -> Iterator[str]:
    """Why it is not charged whole everywhere, in order: no leave, not counted, no leave left."""
    if cause.period is None:
        yield "it lies in no period of this leave: nothing is charged"
        return
    charged = _first_result(asked)
    if charged is None:
        yield asked.answer.says
        return
    marks = [gap.asks for gap in asked.answer.gaps if gap.fact == OVERTIME_MARK]
    if marks and cause.is_decided:
        yield f"not counted: {' '.join(marks)} Store it, then tell the case of this time once more"
        return
    if _is_uncounted(known, cause):
        yield "not counted yet: store the schedule, then tell the case of this time once more"
        return
    counted = charged.counted
    if not counted.charges and not counted.not_charged:
        yield "no work was scheduled then"
    if not cause.is_decided:
        yield f"not decided yet: {hours(counted.minutes)} would be charged"
    yield from _not_charged(charged, _elsewhere(known, cause))
    if cause.is_decided:
        for line in charged.judged.lines:
            yield from _of_plan(cause, line)


def _is_uncounted(known: Known, cause: Cause) -> bool:
    spans = ((days.first_on, days.last_on or days.first_on) for days in uncounted(known))
    return cause.is_decided and any(first <= cause.last_on and cause.first_on <= last for first, last in spans)


def _first_result(asked: Explained) -> Charged | None:
    """The answer; where it depends on what is not told yet, as if the first of it were so, as the ledger does: it
    charges a plan until somebody says that the employee is not eligible."""
    answer = asked.answer
    results: list[Any] = [answer.result, *(branch.result for branch in answer.branches)]
    return next((found for found in results if isinstance(found, Charged)), None)


def _elsewhere(known: Known, cause: Cause) -> str:
    """The other cases that have something on the same days."""
    since = first_shift_on(known, cause)
    days = [e for e in standing(known.entries) if since <= e.happened_on <= cause.last_on]
    cases = dict.fromkeys(e.cause.partition("/")[0] for e in days)
    return "".join(f", {case}" for case in cases if case != known.view.reference)


def _not_charged(charged: Charged, elsewhere: str) -> Iterator[str]:
    """Time that the rules leave out for every plan: holidays, overtime, hours that another case is charged for."""
    reasons: dict[tuple[str, str], int] = {}
    for part in charged.counted.not_charged:
        reasons[part.rule, part.why] = reasons.get((part.rule, part.why), 0) + part.minutes
    for (rule, why), minutes in reasons.items():
        yield f"{hours(minutes)}: {why.rstrip('.')} ({rule}{elsewhere if rule == 'C13' else ''})"


def _of_plan(cause: Cause, line: "PlanLine") -> Iterator[str]:
    """What one plan does not cover, and where the ledger has something else than the rules would say now."""
    beyond = sum(part.minutes for part in line.not_charged if part.why is WhyNot.NOTHING_LEFT)
    if beyond:
        yield f"{hours(beyond)} beyond what is left of {NAMES[line.plan]} ({line.rule})"
    posted = cause.minutes.get(line.bank, 0)
    refused = any(part.why is WhyNot.NOT_ELIGIBLE for part in line.not_charged)
    if refused:
        yield f"not eligible for {NAMES[line.plan]}"
    if posted != line.charged_minutes:
        yield _differs(cause, line, posted)


def _differs(cause: Cause, line: "PlanLine", posted: int) -> str:
    """Days may be left out for what no question about an absence asks: a notice or a paper that came late."""
    period = cause.period
    days = (period.counted_from, period.protected_from) if period else ()
    since = max((on for on in days if on is not None), default=None)
    has = f"the ledger has {hours(posted)} under {NAMES[line.plan]}"
    if line.plan in (Plan.FMLA, Plan.CAREGIVER) and since is not None and cause.first_on < since:
        return f"{has}, since leave counts from {since} on"
    return (
        f"{has}, where these facts come to {hours(line.charged_minutes)}: days may be left out, or facts have changed"
    )
