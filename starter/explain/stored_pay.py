"""Facts of a stored case about pay: which benefit is paid, what was elected, on which days of which period.

Knows: which words of agency and employee are which facts. Never knows: amounts, or on which days accrued leave runs.
What was told since the instant asked about takes the place of what was told before: then nothing is known of pay.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import ValidationError

from starter.explain.known import Known
from workflows.rules.spans import Days
from workflows.rules.substitution import BenefitPaid, SubstitutionFacts

if TYPE_CHECKING:
    from workflows.view import PeriodView

_NOT_TAKEN = ("denied", "withdrawn")


def pay_facts(known: Known) -> Iterator[tuple[int, SubstitutionFacts]]:
    """For each period that is or may be taken, where anything was told of pay. Of one without an end, the days up to
    the one asked about."""
    for period in known.view.periods:
        if known.view.pay is None or period.decision in _NOT_TAKEN:
            continue
        facts = _facts(known, period)
        if facts is not None:
            yield period.number, facts


def _facts(known: Known, period: "PeriodView") -> SubstitutionFacts | None:
    """None: it has not begun by the day asked about, or what was told contradicts itself."""
    pay = known.view.pay
    if pay is None:
        return None
    told = {name: getattr(pay, name) for name in ("usable", "elects", "agreed_top_up", "elects_pfml_top_up")}
    benefits = pay.benefits
    try:
        return SubstitutionFacts(
            first_on=period.days.first_on,
            last_on=period.days.last_on or known.on,
            benefits=None if benefits is None else tuple(BenefitPaid(**dict(each)) for each in benefits),
            waiting=Days(**dict(pay.waiting)) if pay.waiting else None,
            **told,
        )
    except ValidationError:
        return None
