"""Other dates: inside the approved days they hold at once, beyond them a person decides again.

Knows: which dates fit a period, and who is told of them. Never knows: who decides, hours, or any timer.
29 CFR 825.302(d), 825.311.
"""

from typing import TYPE_CHECKING

from workflows.case.absence_reports import follow
from workflows.case.alerting import tell_dates
from workflows.case.charging import charge_period, is_uncounted
from workflows.case.contradictions import Contradiction, contradicts
from workflows.case.deciding import designate, expect_return
from workflows.case.designation import Decision, Period
from workflows.case.duties import TaskKind
from workflows.case.finding_eligibility import days_reach_further
from workflows.case.said import DatesChanged
from workflows.case.told import Span
from workflows.rules.reasons import CARE

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn


def dates_changed(turn: "Turn", told: DatesChanged) -> None:
    """Inside the approved days a change holds at once; beyond them a person decides again."""
    period = turn.case.period(told.period)
    odd = _oddity(turn.case, period, told)
    if period is None or odd is not None:
        turn.note("dates_contradict", period=told.period)
        contradicts(turn, odd or Contradiction.NO_SUCH_PERIOD, about=told.message_id, fact="dates_changed")
        return
    changed = period.with_dates(Span(first_on=told.first_on, last_on=told.last_on))
    turn.replace_periods(changed)
    turn.note("dates_changed", rule="F6", period=period.number, awaits_decision=changed.awaits_decision)
    days_reach_further(turn)
    if changed.decided != period.decided:
        dates_hold(turn, period, changed)
    elif is_uncounted(turn, f"period/{period.number}"):
        charge_period(turn, changed)
    if changed.awaits_decision:
        turn.ask(TaskKind.DECIDE, about=f"period/{period.number}")


def _oddity(case: "LeaveCase", period: Period | None, told: DatesChanged) -> Contradiction | None:
    if period is not None and _is_settled_for_good(case, period):
        return Contradiction.PERIOD_SETTLED_FOR_GOOD
    if told.last_on is not None and told.last_on < told.first_on:
        return Contradiction.DATES_END_BEFORE_THEY_BEGIN
    return None


def _is_settled_for_good(case: "LeaveCase", period: Period) -> bool:
    """What was withdrawn or denied keeps the days that the letter named, and care for somebody who died is over: new
    days need a new period."""
    if case.edition < 2:
        return period.decision is Decision.WITHDRAWN
    is_over = case.closure.need_is_over and period.reason in CARE
    return period.decision in (Decision.WITHDRAWN, Decision.DENIED) or is_over


def dates_hold(turn: "Turn", before: Period, after: Period) -> None:
    """New decided dates: everybody who was told the old ones is told the new, old beside new."""
    tell_dates(turn, before.decided, after)
    charge_period(turn, after)
    follow(turn, before, after)
    expect_return(turn, after)
    designate(turn, [after], changed=True)
