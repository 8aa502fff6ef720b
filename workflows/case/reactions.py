"""What may be said to a case, and which track answers: one line for each fact and each request.

Knows: the whole vocabulary of `said`. Never knows: what an answer is made of. A fact cannot be refused: its reaction is
total. A request has a question that comes first (`may_…`) and a reaction that never refuses.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from workflows.case import (
    absence_reports,
    certifying,
    deciding,
    ending,
    intake,
    mirror,
    policy_changes,
    recertifying,
    said,
)
from workflows.case.refusals import Refusal

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn


class Granting(NamedTuple):
    """Why a request cannot be granted, or None; and what granting it does."""

    may: "Callable[[LeaveCase, Any], Refusal | None]"
    grant: "Callable[[Turn, Any], None]"


FACTS: "dict[type[said.Message], Callable[[Turn, Any], None]]" = {
    said.ConsentGiven: intake.consent_given,
    said.ReportedAbsence: absence_reports.reported,
    said.AbsenceCancelled: absence_reports.cancelled,
    said.DocumentReceived: certifying.paper_received,
    said.DatesChanged: deciding.dates_changed,
    said.PeriodAdded: intake.period_added,
    said.FamilyMemberDied: ending.family_member_died,
    said.RequestWithdrawn: ending.request_withdrawn,
    said.ReturnedToWork: ending.returned_to_work,
    said.DfmlTold: mirror.dfml_told,
}

REQUESTS: dict[type[said.Request], Granting] = {
    said.Approval: Granting(deciding.may_approve, deciding.approve),
    said.DenialProposal: Granting(deciding.may_propose_denial, deciding.propose_denial),
    said.DenialConfirmation: Granting(deciding.may_confirm_denial, deciding.confirm_denial),
    said.DeficiencyFinding: Granting(certifying.may_find_deficient, certifying.find_deficient),
    said.CertificationFinding: Granting(certifying.may_find_sufficient, certifying.find_sufficient),
    said.CertificationExtension: Granting(certifying.may_extend, certifying.extend),
    said.RecertificationRequest: Granting(recertifying.may_ask, recertifying.ask),
    said.PolicyApplication: Granting(policy_changes.may_apply, policy_changes.apply),
    said.Closing: Granting(ending.may_close, ending.close),
    said.Reopening: Granting(ending.may_reopen, ending.reopen),
    said.CustodianChange: Granting(ending.may_change_custodian, ending.change_custodian),
}
