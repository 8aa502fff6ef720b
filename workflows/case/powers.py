"""Who may act on a case at all: the present custodian's people, never the employee, and only while it is open.

Knows: custody and persons, as opaque references. Never knows: roles, names, or how somebody signed in.
"""

from typing import TYPE_CHECKING

from workflows.case.asked import Request
from workflows.case.refusals import Refusal, RefusalCode

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase


def may_act(case: "LeaveCase", request: Request) -> Refusal | None:
    """The checks that every request shares."""
    if case.closure.is_closed:
        return Refusal(code=RefusalCode.CASE_CLOSED)
    return is_in_custody(case, request)


def is_in_custody(case: "LeaveCase", request: Request) -> Refusal | None:
    """Whether the person acts for the present custodian, on somebody else's case."""
    if request.custodian is not case.custodian:
        return Refusal(code=RefusalCode.NOT_CUSTODIAN)
    if request.by == "employee" or request.actor_employee == case.employee:
        return Refusal(code=RefusalCode.OWN_CASE)
    return None
