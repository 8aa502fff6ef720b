"""A case and a newer policy: it keeps the one that it began with until somebody applies a dated change.

Knows: which policies may follow which, and that no running clock moves. Never knows: where policies come from.
"""

from typing import TYPE_CHECKING

from workflows.case.asked import PolicyApplication
from workflows.case.powers import may_act
from workflows.case.refusals import Refusal, RefusalCode
from workflows.rules.policy import PolicyChange

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn


def may_apply(case: "LeaveCase", request: PolicyApplication) -> Refusal | None:
    """The same employer's, in force on the day it is to apply, and not the one there is or an older one."""
    refusal = may_act(case, request)
    if refusal is not None:
        return refusal
    if request.policy.employer_name != case.policy.employer_name:
        return Refusal(code=RefusalCode.ANOTHER_EMPLOYER)
    if not _is_newer(case, request):
        return Refusal(code=RefusalCode.POLICY_NOT_NEWER)
    return None


def apply(turn: "Turn", request: PolicyApplication) -> None:
    """What is begun from now on follows it. Clocks that run keep the date and the policy that they were set with."""
    case = turn.case
    change = PolicyChange(
        applies_from=request.applies_from,
        before=f"{case.policy.id} {case.policy.version}",
        after=f"{request.policy.id} {request.policy.version}",
    )
    turn.change(policy=request.policy.kept_by_case(request.applies_from), policy_changes=(*case.policy_changes, change))
    turn.note("policy_applied", applies_from=change.applies_from, before=change.before, after=change.after)


def _is_newer(case: "LeaveCase", request: PolicyApplication) -> bool:
    before, after = case.policy, request.policy
    if after.effective_from > request.applies_from or after.effective_from < before.effective_from:
        return False
    return (after.id, after.version) != (before.id, before.version)
