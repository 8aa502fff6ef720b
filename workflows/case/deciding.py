"""What every decision on a period owes, whoever made it: the designation, the return, the end of its tasks.

Knows: what 825.300(d) wants said of a period, and which clocks run with it. Never knows: whether a decision is allowed
(`approving`, `denying`), or who holds which office. 29 CFR 825.205(b)(1), 825.300(d).
"""

from datetime import date
from typing import TYPE_CHECKING

from workflows.case.amounts import amount_of
from workflows.case.asked import Program
from workflows.case.certification import Certification
from workflows.case.deadlines import DeadlineKind
from workflows.case.designation import Period
from workflows.case.duties import TaskKind
from workflows.case.entitlement_letters import DesignationNotice
from workflows.case.fitness import asks_clearance
from workflows.case.opinions import is_provisional, says_no
from workflows.case.pay import paid_leave_of
from workflows.case.told import Role
from workflows.rules.calendar import day_of, days_after, end_of_day
from workflows.rules.reasons import LeaveShape

DAYS_OF_A_WEEK = 7

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn


def designate(turn: "Turn", periods: list[Period], *, changed: bool) -> None:
    """The designation notice, with all that 825.300(d) wants said of these periods."""
    case = turn.case
    announced = asks_clearance(case, periods)
    if announced and not case.fitness.announced:
        turn.change(fitness=case.fitness.model_copy(update={"announced": True}))
    notice = DesignationNotice(
        periods=tuple(p.decided for p in periods if p.decided is not None),
        intermittent=any(p.is_intermittent for p in periods),
        program=(periods[0].program or Program.FMLA).value,
        clearance_asked=announced,
        changed=changed,
        provisional=any(is_provisional(case, p.reason) for p in periods),
        counted_from=max((p.counted_from for p in periods if p.counted_from), default=None),
        protected_from=max((p.protected_from for p in periods if p.protected_from), default=None),
        paid_leave=tuple(days for p in periods for days in paid_leave_of(case, p)),
        amounts=tuple(amount for p in periods if (amount := amount_of(case, p)) is not None),
        amount_told_every_days=case.policy.statutes.amount_told_every_days,
    )
    turn.send(Role.EMPLOYEE, notice, about="designation_notice")


def expect_return(turn: "Turn", period: Period) -> None:
    """Of leave in one piece: a return after its last day; without one, a charge each week."""
    if period.is_intermittent or period.decided is None:
        return
    if period.decided.last_on is None:
        charge_again_later(turn, period)
        return
    turn.stop(f"open_leave/{period.number}")
    if period.returned_on is not None:
        return
    key = f"return/{period.number}"
    # The day after the last one is the first on which a return can be reported.
    due_on: date = days_after(period.decided.last_on, 1)
    last_on = {"last_day_of_leave": str(period.decided.last_on)}
    turn.start_clock(DeadlineKind.RETURN, key, rule="J7", started_at=turn.at, due_at=end_of_day(due_on), inputs=last_on)


def charge_again_later(turn: "Turn", period: Period) -> None:
    """Leave whose end nobody knows is charged week by week, as it is taken (825.205(b)(1))."""
    if turn.case.edition < 2 or period.decided is None or period.shape is not LeaveShape.CONTINUOUS:
        return
    starts_on = max(day_of(turn.at), period.decided.first_on)
    turn.start_clock(
        DeadlineKind.OPEN_LEAVE_CHARGED,
        f"open_leave/{period.number}",
        rule="C1",
        started_at=turn.at,
        due_at=end_of_day(days_after(starts_on, DAYS_OF_A_WEEK)),
        inputs={"first_day_of_leave": str(period.decided.first_on)},
    )


def all_decided(turn: "Turn") -> None:
    """Nobody is asked to decide any more, once nothing waits for a decision."""
    if not any(p.awaits_decision for p in turn.case.periods):
        turn.tasks_done(TaskKind.DECIDE, TaskKind.JUDGE_ELIGIBILITY)
        if turn.case.edition >= 4:
            if not any(p.is_approved and says_no(turn.case, p.reason) for p in turn.case.periods):
                turn.tasks_done(TaskKind.OPINION_AGAINST)
            _late_notices_seen(turn)


def _late_notices_seen(turn: "Turn") -> None:
    """Whoever decides has seen which notice went out late, and of late designation what harm it did (825.300(e))."""
    for task in turn.case.open_tasks:
        clock = turn.case.deadline(task.about) if task.kind is TaskKind.NOTICE_MISSED else None
        if clock is not None and (clock.settled_at is not None or clock.kind is DeadlineKind.DESIGNATION_NOTICE):
            turn.tasks_done(TaskKind.NOTICE_MISSED, about=task.about)


def certification_of(case: "LeaveCase", period: Period) -> Certification | None:
    """The paper for the reason of a period, if it needs one."""
    return next((c for c in case.certifications if c.reason is period.reason), None)
