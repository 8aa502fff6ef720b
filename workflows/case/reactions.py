"""What may be said to a case, and which track answers: one line for each fact and each request.

Knows: the whole vocabulary of `said`. Never knows: what an answer is made of. A fact cannot be refused: its reaction is
total. A request has a question that comes first (`may_…`) and a reaction that never refuses.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from workflows.case import (
    absence_reports,
    amounts,
    approving,
    asked,
    certifying,
    changing_dates,
    contacting,
    denying,
    ending,
    intake,
    late_notice,
    late_paper,
    mirror,
    need_ends,
    opinions,
    paying,
    policy_changes,
    recertifying,
    records_corrected,
    refusing_job,
    returning,
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
    said.DatesChanged: changing_dates.dates_changed,
    said.PeriodAdded: intake.period_added,
    said.FamilyMemberDied: ending.family_member_died,
    said.NeedEnded: need_ends.need_ended,
    said.RequestWithdrawn: ending.request_withdrawn,
    said.ReturnedToWork: returning.returned_to_work,
    said.LightDutyAnswered: returning.light_duty_answered,
    said.DfmlTold: mirror.dfml_told,
    said.DfmlDecided: mirror.dfml_decided,
    said.OpinionReceived: opinions.received,
    said.OpinionCopiesAsked: opinions.copies_asked,
    said.OpinionCopiesGiven: opinions.copies_given,
    said.JobLetterServed: refusing_job.letter_served,
    said.JobAskedAgain: refusing_job.asked_again,
    said.RecordsCorrected: records_corrected.records_corrected,
    said.PayTold: paying.pay_told,
    said.AmountAsked: amounts.amount_asked,
}

REQUESTS: dict[type[asked.Request], Granting] = {
    asked.Approval: Granting(approving.may_approve, approving.approve),
    asked.DenialProposal: Granting(denying.may_propose_denial, denying.propose_denial),
    asked.DenialConfirmation: Granting(denying.may_confirm_denial, denying.confirm_denial),
    asked.DeficiencyFinding: Granting(certifying.may_find_deficient, certifying.find_deficient),
    asked.CertificationFinding: Granting(certifying.may_find_sufficient, certifying.find_sufficient),
    asked.CertificationExtension: Granting(certifying.may_extend, certifying.extend),
    asked.RecertificationRequest: Granting(recertifying.may_ask, recertifying.ask),
    asked.NoticeJudgement: Granting(late_notice.may_judge, late_notice.judge),
    asked.LatePaperJudgement: Granting(late_paper.may_judge, late_paper.judge),
    asked.OpinionOrder: Granting(opinions.may_order, opinions.order),
    asked.FirstOpinionAcceptance: Granting(opinions.may_accept_first, opinions.accept_first),
    asked.ProviderContact: Granting(contacting.may_contact, contacting.contact),
    asked.ReturnHold: Granting(returning.may_hold, returning.hold),
    asked.JobRefusalAnnouncement: Granting(refusing_job.may_announce, refusing_job.announce),
    asked.JobDecision: Granting(refusing_job.may_decide, refusing_job.decide),
    asked.AmountTelling: Granting(amounts.may_tell, amounts.tell),
    asked.PolicyApplication: Granting(policy_changes.may_apply, policy_changes.apply),
    asked.Closing: Granting(ending.may_close, ending.close),
    asked.Reopening: Granting(ending.may_reopen, ending.reopen),
    asked.CustodianChange: Granting(ending.may_change_custodian, ending.change_custodian),
}
