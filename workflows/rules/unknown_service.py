"""A fact of service that is not known and decides more than one test, with what is so in each case.

Knows: whether a body is part of the same employer, and whether hours are recorded accurately. Never knows: how a test
is computed. Hours at a body count where its months do; without accurate records law presumes the hours.
29 CFR 825.108(c)(1), 825.110(c) (law.md E3, E5).
"""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from workflows.rules.answers import Gap, Teller
from workflows.rules.eligible import Outcome, ServiceRecord
from workflows.rules.fmla_tests import BODY
from workflows.rules.hours import WorkedMinutes
from workflows.rules.service import OtherBody, Span

Placed = TypeVar("Placed", Span, WorkedMinutes)
Outcomes = tuple[Outcome, ...]

_RECORDS = Gap(
    fact="service.hours_records_complete",
    asks="is all time worked up to the last entry recorded, and accurately?",
    teller=Teller.AGENCY,
)


class Missing(NamedTuple):
    """A fact that is missing, and the record as it may be, by the answer."""

    gap: Gap
    cases: tuple[tuple[str, ServiceRecord], ...]


def turns_on(service: ServiceRecord, outcomes: Outcomes, judged: Callable[[ServiceRecord], Outcomes]) -> Missing | None:
    """The fact that must be asked first, where no test surely fails. None: each unknown test stands by itself."""
    if Outcome.UNMET in outcomes or Outcome.UNKNOWN not in outcomes:
        return None
    for body in _unlisted(service):
        yes, no = (_listed(service, body, same=same) for same in (True, False))
        if judged(yes) != judged(no):
            return Missing(_of_body(service, body), (("yes", yes), ("no", no)))
    if service.hours_records_complete is not None or not service.minutes_worked:
        return None
    yes, no = (service.model_copy(update={"hours_records_complete": is_so}) for is_so in (True, False))
    return Missing(_RECORDS, (("yes", yes), ("no", no))) if judged(no) != outcomes else None


def _unlisted(service: ServiceRecord) -> tuple[str, ...]:
    """The bodies of which nobody knows whether they belong to the same employer, in the order of the record."""
    return tuple(dict.fromkeys(at.body for at in _places(service) if at.same_employer is None))


def _places(service: ServiceRecord) -> list[OtherBody]:
    places = (*(s.at for s in service.stretches), *(w.at for w in service.minutes_worked))
    return [at for at in places if at is not None]


def _listed(service: ServiceRecord, body: str, *, same: bool) -> ServiceRecord:
    """The record as it is if the body is part of the same employer, or is not."""
    stretches = tuple(_placed(each, body, same=same) for each in service.stretches)
    worked = tuple(_placed(each, body, same=same) for each in service.minutes_worked)
    return service.model_copy(update={"stretches": stretches, "minutes_worked": worked})


def _placed(each: Placed, body: str, *, same: bool) -> Placed:
    if each.at is None or each.at.body != body or each.at.same_employer is not None:
        return each
    return each.model_copy(update={"at": each.at.model_copy(update={"same_employer": same})})


def _of_body(service: ServiceRecord, body: str) -> Gap:
    """The question, by the name of the body where there are several."""
    served = any(each.at is not None and each.at.body == body for each in service.stretches)
    fact = BODY.fact if served else "service.minutes_worked.at.same_employer"
    asks = (
        BODY.asks
        if len(dict.fromkeys(at.body for at in _places(service))) == 1
        else f"is the body {body} part of the same employer?"
    )
    return BODY.model_copy(update={"fact": fact, "asks": asks})
