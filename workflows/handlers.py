"""The messages of a leave case as Temporal knows them: facts are signals, requests are updates.

Knows: the name of each message on the wire, and what becomes of one that cannot be read or granted. Never knows: what a
message means, when anything is done. Facts cannot be refused; requests are refused by their validator alone. A handler
takes what the case made of a message and returns; the loop does what is owed.
"""

from collections.abc import Sequence
from typing import TypeVar

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from workflows.case import asked, said
    from workflows.case.turn import Step
    from workflows.messages import Unreadable
    from workflows.owing import Owing
    from workflows.view import CaseView

S = TypeVar("S", bound=said.Message)


class Handling(Owing):
    """Every signal and every update of a leave case. The workflow is one of these."""

    @workflow.signal
    def consent_given(self, fact: said.ConsentGiven | Unreadable) -> None:
        """Medical words may be kept."""
        self._hear("consent_given", fact)

    @workflow.signal
    def absence_reported(self, fact: said.ReportedAbsence | Unreadable) -> None:
        """An absence, taken or planned."""
        self._hear("absence_reported", fact)

    @workflow.signal
    def absence_cancelled(self, fact: said.AbsenceCancelled | Unreadable) -> None:
        """A reported absence that is not taken."""
        self._hear("absence_cancelled", fact)

    @workflow.signal
    def document_received(self, fact: said.DocumentReceived | Unreadable) -> None:
        """A paper is in the store."""
        self._hear("document_received", fact)

    @workflow.signal
    def dates_changed(self, fact: said.DatesChanged | Unreadable) -> None:
        """The employee needs other dates."""
        self._hear("dates_changed", fact)

    @workflow.signal
    def period_added(self, fact: said.PeriodAdded | Unreadable) -> None:
        """The need goes on for another reason or in another shape."""
        self._hear("period_added", fact)

    @workflow.signal
    def family_member_died(self, fact: said.FamilyMemberDied | Unreadable) -> None:
        """The person cared for has died."""
        self._hear("family_member_died", fact)

    @workflow.signal
    def need_ended(self, fact: said.NeedEnded | Unreadable) -> None:
        """The need ended otherwise than by a death."""
        self._hear("need_ended", fact)

    @workflow.signal
    def request_withdrawn(self, fact: said.RequestWithdrawn | Unreadable) -> None:
        """The employee withdraws a period, or all."""
        self._hear("request_withdrawn", fact)

    @workflow.signal
    def returned_to_work(self, fact: said.ReturnedToWork | Unreadable) -> None:
        """The employee is back at work."""
        self._hear("returned_to_work", fact)

    @workflow.signal
    def dfml_told(self, fact: said.DfmlTold | Unreadable) -> None:
        """The state department knows of a change."""
        self._hear("dfml_told", fact)

    @workflow.signal
    def light_duty_answered(self, fact: said.LightDutyAnswered | Unreadable) -> None:
        """Light duty was offered, and the employee answered."""
        self._hear("light_duty_answered", fact)

    @workflow.signal
    def dfml_decided(self, fact: said.DfmlDecided | Unreadable) -> None:
        """The state department decided on a claim."""
        self._hear("dfml_decided", fact)

    @workflow.signal
    def opinion_received(self, fact: said.OpinionReceived | Unreadable) -> None:
        """A second or third opinion is in."""
        self._hear("opinion_received", fact)

    @workflow.signal
    def opinion_copies_asked(self, fact: said.OpinionCopiesAsked | Unreadable) -> None:
        """The employee asks for copies of the opinions."""
        self._hear("opinion_copies_asked", fact)

    @workflow.signal
    def opinion_copies_given(self, fact: said.OpinionCopiesGiven | Unreadable) -> None:
        """The copies are in the employee's hands."""
        self._hear("opinion_copies_given", fact)

    @workflow.signal
    def job_letter_served(self, fact: said.JobLetterServed | Unreadable) -> None:
        """A letter about the job of a key employee was served."""
        self._hear("job_letter_served", fact)

    @workflow.signal
    def job_asked_again(self, fact: said.JobAskedAgain | Unreadable) -> None:
        """The employee asks for the job at the end of leave, though it is to be refused."""
        self._hear("job_asked_again", fact)

    @workflow.signal
    def records_corrected(self, fact: said.RecordsCorrected | Unreadable) -> None:
        """The personnel records were corrected."""
        self._hear("records_corrected", fact)

    @workflow.signal
    def pay_told(self, fact: said.PayTold | Unreadable) -> None:
        """What is paid during the leave, and what the employee elected."""
        self._hear("pay_told", fact)

    @workflow.signal
    def amount_asked(self, fact: said.AmountAsked | Unreadable) -> None:
        """The employee asks how much was counted."""
        self._hear("amount_asked", fact)

    @workflow.signal(dynamic=True)
    def unknown_message(self, name: str, args: Sequence[RawValue]) -> None:
        """A name that no release knows. Nothing of it is kept: it may be anything."""
        self.messages += 1
        self._take(self.case.message_unknown(at=workflow.now()))

    @workflow.update
    def approve(self, request: asked.Approval) -> CaseView:
        """Approve periods."""
        return self._grant(request)

    @approve.validator
    def _may_approve(self, request: asked.Approval) -> None:
        self._validate(request)

    @workflow.signal(name="approve")
    def approve_by_signal(self, request: asked.Approval | Unreadable) -> None:
        """The same, from a batch or another system: a refusal is recorded and put on the worklist."""
        self._hear("approve", request)

    @workflow.update
    def propose_denial(self, request: asked.DenialProposal) -> CaseView:
        """Propose to deny a period."""
        return self._grant(request)

    @propose_denial.validator
    def _may_propose_denial(self, request: asked.DenialProposal) -> None:
        self._validate(request)

    @workflow.update
    def confirm_denial(self, request: asked.DenialConfirmation) -> CaseView:
        """Confirm, as a second person, a denial."""
        return self._grant(request)

    @confirm_denial.validator
    def _may_confirm_denial(self, request: asked.DenialConfirmation) -> None:
        self._validate(request)

    @workflow.update
    def find_deficient(self, request: asked.DeficiencyFinding) -> CaseView:
        """Name what a certification lacks."""
        return self._grant(request)

    @find_deficient.validator
    def _may_find_deficient(self, request: asked.DeficiencyFinding) -> None:
        self._validate(request)

    @workflow.update
    def find_sufficient(self, request: asked.CertificationFinding) -> CaseView:
        """Find a certification complete and sufficient."""
        return self._grant(request)

    @find_sufficient.validator
    def _may_find_sufficient(self, request: asked.CertificationFinding) -> None:
        self._validate(request)

    @workflow.update
    def extend_certification(self, request: asked.CertificationExtension) -> CaseView:
        """Give more time for a certification."""
        return self._grant(request)

    @extend_certification.validator
    def _may_extend_certification(self, request: asked.CertificationExtension) -> None:
        self._validate(request)

    @workflow.update
    def ask_recertification(self, request: asked.RecertificationRequest) -> CaseView:
        """Ask for a new certification."""
        return self._grant(request)

    @ask_recertification.validator
    def _may_ask_recertification(self, request: asked.RecertificationRequest) -> None:
        self._validate(request)

    @workflow.update
    def judge_late_notice(self, request: asked.NoticeJudgement) -> CaseView:
        """Waive notice that was late, or delay protection."""
        return self._grant(request)

    @judge_late_notice.validator
    def _may_judge_late_notice(self, request: asked.NoticeJudgement) -> None:
        self._validate(request)

    @workflow.update
    def judge_late_paper(self, request: asked.LatePaperJudgement) -> CaseView:
        """Waive that a certification was late, or leave the days between unprotected."""
        return self._grant(request)

    @judge_late_paper.validator
    def _may_judge_late_paper(self, request: asked.LatePaperJudgement) -> None:
        self._validate(request)

    @workflow.update
    def order_opinion(self, request: asked.OpinionOrder) -> CaseView:
        """Order a second or third opinion."""
        return self._grant(request)

    @order_opinion.validator
    def _may_order_opinion(self, request: asked.OpinionOrder) -> None:
        self._validate(request)

    @workflow.update
    def accept_first_opinion(self, request: asked.FirstOpinionAcceptance) -> CaseView:
        """Accept the first opinion, though the second differs."""
        return self._grant(request)

    @accept_first_opinion.validator
    def _may_accept_first_opinion(self, request: asked.FirstOpinionAcceptance) -> None:
        self._validate(request)

    @workflow.update
    def contact_provider(self, request: asked.ProviderContact) -> CaseView:
        """Ask a provider whether it wrote a certification, or what it means."""
        return self._grant(request)

    @contact_provider.validator
    def _may_contact_provider(self, request: asked.ProviderContact) -> None:
        self._validate(request)

    @workflow.update
    def hold_return(self, request: asked.ReturnHold) -> CaseView:
        """Hold a return until clearance is in hand."""
        return self._grant(request)

    @hold_return.validator
    def _may_hold_return(self, request: asked.ReturnHold) -> None:
        self._validate(request)

    @workflow.update
    def announce_job_refusal(self, request: asked.JobRefusalAnnouncement) -> CaseView:
        """Say that the job of a key employee will be refused."""
        return self._grant(request)

    @announce_job_refusal.validator
    def _may_announce_job_refusal(self, request: asked.JobRefusalAnnouncement) -> None:
        self._validate(request)

    @workflow.update
    def decide_on_job(self, request: asked.JobDecision) -> CaseView:
        """Refuse the job of a key employee for good, or give it back."""
        return self._grant(request)

    @decide_on_job.validator
    def _may_decide_on_job(self, request: asked.JobDecision) -> None:
        self._validate(request)

    @workflow.update
    def tell_amount(self, request: asked.AmountTelling) -> CaseView:
        """Tell the employee how much was counted."""
        return self._grant(request)

    @tell_amount.validator
    def _may_tell_amount(self, request: asked.AmountTelling) -> None:
        self._validate(request)

    @workflow.update
    def apply_policy(self, request: asked.PolicyApplication) -> CaseView:
        """Follow a newer policy from a day on."""
        return self._grant(request)

    @apply_policy.validator
    def _may_apply_policy(self, request: asked.PolicyApplication) -> None:
        self._validate(request)

    @workflow.update
    def close(self, request: asked.Closing) -> CaseView:
        """Close the case."""
        return self._grant(request)

    @close.validator
    def _may_close(self, request: asked.Closing) -> None:
        self._validate(request)

    @workflow.signal(name="close")
    def close_by_signal(self, request: asked.Closing | Unreadable) -> None:
        """The same, from a batch or another system: a refusal is recorded and put on the worklist."""
        self._hear("close", request)

    @workflow.update
    def reopen(self, request: asked.Reopening) -> CaseView:
        """Open again a case that is closed and still owes something."""
        return self._grant(request)

    @reopen.validator
    def _may_reopen(self, request: asked.Reopening) -> None:
        self._validate(request)

    @workflow.update
    def change_custodian(self, request: asked.CustodianChange) -> CaseView:
        """Hand the case to another custodian's coordinator."""
        return self._grant(request)

    @change_custodian.validator
    def _may_change_custodian(self, request: asked.CustodianChange) -> None:
        self._validate(request)

    def _hear(self, name: str, message: said.Message | Unreadable) -> None:
        """Take a message; what cannot be read becomes a task, unless a newer worker will be able to read it."""
        if isinstance(message, Unreadable) and message.is_newer:
            raise RuntimeError("a message of a newer release: this case waits for a newer worker")
        self.messages += 1
        if isinstance(message, Unreadable):
            self._take(self.case.message_unreadable(name, at=workflow.now()))
        elif isinstance(message, asked.Request):
            self._take(self._granted_or_recorded(name, self._dated(message)))
        else:
            self._take(self.case.hear(self._dated(message)))

    def _granted_or_recorded(self, name: str, request: asked.Request) -> Step:
        refusal = self.case.may(request)
        return self.case.request_refused(name, request, refusal) if refusal else self.case.grant(request)

    def _grant(self, request: asked.Request) -> CaseView:
        self.messages += 1
        self._take(self.case.grant(self._dated(request)))
        return self.case.view()

    def _validate(self, request: asked.Request) -> None:
        refusal = self.case.may(self._dated(request))
        if refusal is not None:
            raise ApplicationError(refusal.sentence, refusal.code.value, refusal.because, type="Refusal")

    def _dated(self, message: S) -> S:
        """A door's clock may run ahead of the case's: what was received later than now counts as now."""
        now = workflow.now()
        return message if message.received_at <= now else message.model_copy(update={"received_at": now})
