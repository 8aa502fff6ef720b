"""The decisions of a case as they stood at an instant, told by when each was made and by the lines of its history.

Knows: which line says that a period was asked for, approved, proposed to be denied, or taken back, and what DFML had
decided. Never knows: law.
Dates are told as they stand now: what they were between two decisions nobody kept.
"""

from datetime import date
from typing import TYPE_CHECKING

from workflows.view import SpanView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starter.explain.known import Line
    from workflows.view import CaseView, PeriodView

ENDS = ("request_withdrawn", "need_ended")
"""Lines after which a period may be withdrawn."""


class Told:
    """The lines of a case's history that were recorded by an instant."""

    def __init__(self, lines: "Iterable[Line]") -> None:
        self._lines = tuple(lines)

    def lines(self, what: str) -> "tuple[Line, ...]":
        """Those of one kind."""
        return tuple(line for line in self._lines if line.what == what)

    def has(self, what: str, period: int) -> bool:
        """Whether a line of this kind is about a period, or about all of them."""
        return any(line.what == what and line.facts.get("period", str(period)) == str(period) for line in self._lines)

    def was_asked(self, period: int) -> bool:
        """Whether a period was asked for: with the request, or added. Without the request's own line all were."""
        first = next((line for line in self._lines if line.what == "request_received"), None)
        return first is None or period <= int(first.facts["periods"]) or self.has("period_added", period)


def as_decided(view: "CaseView", lines: "tuple[Line, ...]", later: "Iterable[Line]") -> "CaseView":
    """The view with every decision as the lines by then tell it; `later`: the lines since."""
    told, since = Told(lines), Told(later)
    periods = tuple(_then(period, told, since) for period in view.periods if told.was_asked(period.number))
    return view.model_copy(update={"periods": periods} | _claim(told, since) | _pay(view, since))


def _pay(view: "CaseView", since: Told) -> dict[str, object]:
    """What was told of pay before somebody told something else is not kept."""
    if since.lines("pay_told"):
        return {"pay": None}
    if view.pay is not None and since.lines("dfml_decided"):
        return {"pay": view.pay.model_copy(update={"waiting": None})}
    return {}


def _claim(told: Told, since: Told) -> dict[str, object]:
    """What DFML had decided by then, where it has decided since; else what the view says."""
    if not since.lines("dfml_decided"):
        return {}
    then = next(reversed(told.lines("dfml_decided")), None)
    years = then.facts.get("years", "") if then else ""
    spans = (span.split(" to ") for span in years.split(", ") if span)
    return {
        "pfml_claim": then.facts["claim"] if then else None,
        "pfml_years": tuple(SpanView(first_on=date.fromisoformat(a), last_on=_day(b)) for a, b in spans),
    }


def _day(written: str) -> date | None:
    return None if written == "open" else date.fromisoformat(written)


def _then(period: "PeriodView", told: Told, since: Told) -> "PeriodView":
    number = period.number
    if not told.has("returned_to_work", number):
        period = period.model_copy(update={"returned_on": None})
    decided = {"approved": ("approved",), "denied": ("denied",), "withdrawn": ENDS}.get(period.decision, ())
    if not any(since.has(what, number) for what in decided) or any(told.has(what, number) for what in decided):
        return period
    proposed = told.has("denial_proposed", number)
    ground = period.ground if proposed else None
    if told.has("approved", number):
        before = {"decision": "approved", "awaits_decision": False, "confirmed_by": None, "ground": ground}
        return period.model_copy(update=before)
    waiting = {"decision": "denial_proposed" if proposed else "pending", "ground": ground}
    return period.model_copy(update=_UNDECIDED | waiting)


_UNDECIDED: dict[str, object] = {
    "decided_first_on": None,
    "decided_last_on": None,
    "awaits_decision": True,
    "program": None,
    "decided_by": None,
    "decided_at": None,
    "confirmed_by": None,
    "counted_from": None,
    "protected_from": None,
}
