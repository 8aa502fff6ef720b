"""A request that finds a case which is there already: whether it is the very same, and what that case asks for.

Knows: periods as typed and as a case shows them, and which lines of history change days. Never knows: how a request is
kept, or what becomes of it. The request itself is not kept once its case has begun; the case tells what it asked for.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from starter.cli import words
from starter.cli.trouble import BadInput

if TYPE_CHECKING:
    from workflows.case.said import RequestedPeriod
    from workflows.view import CaseView, PeriodView

CHANGES_DAYS = frozenset({"dates_changed", "period_added", "request_withdrawn", "need_ended", "returned_to_work"})
"""Lines of history after which the days of a case may be others than those of its request."""


def must_be_same(view: "CaseView", asked: "Iterable[RequestedPeriod]", happened: Iterable[str]) -> None:
    """Raises BadInput where the case cannot come from this request: other reasons, or days that nobody changed."""
    wanted = [(p.reason.value, p.shape.value, p.first_on, p.last_on) for p in asked]
    there = [(p.reason, p.shape, p.first_on, p.last_on) for p in view.periods]
    if CHANGES_DAYS.isdisjoint(happened):
        is_same = wanted == there
    else:
        is_same = [each[:2] for each in wanted] == [each[:2] for each in there[: len(wanted)]]
    if not is_same:
        raise BadInput(
            f"This key was used for another request: case {view.reference}, {days_of(view)}. Nothing was opened. "
            "Give this request a --request-key of its own.",
            code="key_used",
        )


def days_of(view: "CaseView") -> str:
    """What a case asks for, in words."""
    return "; ".join(_days(period) for period in view.periods)


def _days(period: "PeriodView") -> str:
    end = f"to {period.last_on}" if period.last_on else "with an open end"
    return f"{words.plain(period.reason)}, {words.plain(period.shape)}, from {period.first_on} {end}"
