"""How long the rules take to say what is left: the same question many times, on one core.

Knows: the questions, and how each is timed. Never knows: rules, limits, databases. Facts are values that are there
already. Time of the processor is taken beside time of the clock: on a machine that others use too, the first is ours.
"""

import statistics
from collections.abc import Callable
from datetime import timedelta
from time import perf_counter_ns, thread_time_ns
from typing import NamedTuple

from starter.bench import three_years
from starter.bench.three_years import ENDS_ON, EVERY, FMLA
from workflows.rules import caps
from workflows.rules.balances import balance
from workflows.rules.banks import caps_of
from workflows.rules.entitlement import rolling_balance

YEAR = timedelta(days=364)
WARM_UP = 5


class Asked(NamedTuple):
    """A question, and what answers it. `limit_ms`: what it may take; None: shown beside the others."""

    name: str
    says: str
    limit_ms: float | None
    answer: Callable[[], object]


class Timed(NamedTuple):
    """What one question took, in milliseconds: medians of so many times."""

    name: str
    says: str
    limit_ms: float | None
    times: int
    processor_ms: float
    clock_ms: float


def questions() -> tuple[Asked, ...]:
    """Every question that is timed, the two with a limit first."""
    policy, year_on = three_years.policy(), ENDS_ON + YEAR
    one, range_, every, every_range = (
        three_years.facts(banks, ENDS_ON, last_on)
        for banks, last_on in (((FMLA,), None), ((FMLA,), year_on), (EVERY, None), (EVERY, year_on))
    )

    def left() -> object:
        return caps.left_on(caps_of(FMLA, one, policy=policy, asked_from=ENDS_ON), ENDS_ON)

    return (
        Asked("one_date", "FMLA, what is left on one date", 1.0, left),
        Asked("year", "FMLA, a year of dates, all days that come back", 50.0, lambda: balance(range_, policy=policy)),
        Asked("one_answer", "FMLA, one date, with days and reasons", None, lambda: balance(one, policy=policy)),
        Asked("sum", "FMLA, one date, one sum", None, lambda: rolling_balance(one.entries, on=ENDS_ON, policy=policy)),
        Asked("every_plan", "three plans, one date, with reasons", None, lambda: balance(every, policy=policy)),
        Asked("every_plan_year", "three plans, a year of dates", None, lambda: balance(every_range, policy=policy)),
    )


def timed(asked: Asked, times: int) -> Timed:
    """Ask so often, after a warm-up that is not counted."""
    taken = [_taken(asked.answer) for _ in range(WARM_UP + times)][WARM_UP:]
    processor, clock = (statistics.median(each) / 1_000_000 for each in zip(*taken, strict=True))
    return Timed(asked.name, asked.says, asked.limit_ms, times, processor, clock)


def _taken(answer: Callable[[], object]) -> tuple[int, int]:
    processor, clock = thread_time_ns(), perf_counter_ns()
    answer()
    return thread_time_ns() - processor, perf_counter_ns() - clock
