"""Word of what is paid during the leave: kept as told, passed on to payroll, and said in the designation.

Knows: who is told what. Never knows: amounts, or on which days accrued leave runs: that is `pay.py`.
29 CFR 825.207, 825.300(d) (law.md K1-K3).
"""

from typing import TYPE_CHECKING

from workflows.case.deciding import designate
from workflows.case.duties import TaskKind
from workflows.case.pay import Pay, paid_leave_of
from workflows.case.said import PayTold
from workflows.case.told import Role

if TYPE_CHECKING:
    from workflows.case.turn import Turn


def pay_told(turn: "Turn", told: PayTold) -> None:
    """What is told takes the place of what was. Payroll is told, and whoever has a designation gets it anew where it
    says something else now."""
    before = turn.case
    news = {name: getattr(told, name) for name in Pay.model_fields if getattr(told, name) is not None}
    turn.note("pay_told", rule="K1", **{name: value for name, value in news.items() if name != "benefits"})
    after = before.pay.model_copy(update=news)
    if after == before.pay:
        return
    turn.change(pay=after)
    turn.ask(TaskKind.TELL_PAYROLL, Role.LIAISON, about="pay")
    approved = [p for p in before.periods if p.is_approved]
    differs = [p for p in approved if paid_leave_of(turn.case, p) != paid_leave_of(before, p)]
    if differs:
        designate(turn, differs, changed=True)
