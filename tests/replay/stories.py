"""Stories whose histories are kept: together they reach every handler and every kind of duty."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from temporalio import activity
from temporalio.client import WorkflowUpdateFailedError
from temporalio.worker import Worker

from tests.case import telling
from tests.workflows.conftest import Case, Stage, ahead, intermittent
from workflows import signatures
from workflows.case import asked, said
from workflows.leave_case import LeaveCaseWorkflow as Leave
from workflows.migration import Migration, MigrationWorkflow, migration_id
from workflows.rules.calendar import NEW_YORK, months_after
from workflows.rules.choices import LateNotice
from workflows.rules.concurrency import PfmlClaim
from workflows.rules.eligible import Span
from workflows.rules.end_of_need import EndKind
from workflows.rules.fitness_for_duty import PrevailingTerms
from workflows.rules.key_employees import Injury
from workflows.rules.light_duty import LightDutyAnswer
from workflows.rules.plans import Plan
from workflows.rules.provider_contacts import ContactingRole, ContactPurpose
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.recertification import CertifiedExtent
from workflows.rules.substitution import Benefit, BenefitPaid
from workflows.rules.sufficiency import CertificationItem, Defect


def today() -> datetime:
    """Now in New York, for dates of the stories."""
    return datetime.now(NEW_YORK)


async def own_surgery(stage: Stage) -> Case:
    """Deficient, cured, approved, changed, returned, cleared, closed."""
    async with stage.working():
        case = await stage.open(ahead(-3, 20))
        await case.until(lambda: "rights_notice" in stage.deeds.notices(case.reference))
        paper = {"document_kind": said.DocumentKind.CERTIFICATION}
        await case.say(Leave.document_received, said.DocumentReceived, document="D-1", **paper)
        missing: dict[str, Any] = {"defect": Defect.INCOMPLETE, "items": (next(iter(CertificationItem)),)}
        await case.ask(Leave.find_deficient, asked.DeficiencyFinding, **missing)
        await case.until(lambda: "deficiency_notice" in stage.deeds.notices(case.reference))
        more: dict[str, Any] = {
            "due_on": (today() + timedelta(days=20)).date(),
            "ground": asked.ExtensionGround.PROVIDER_AWAY,
        }
        await case.until(lambda: _has(stage, case, "cure_due"))
        await case.ask(Leave.extend_certification, asked.CertificationExtension, **more)
        await case.say(Leave.document_received, said.DocumentReceived, document="D-2", **paper)
        await case.ask(Leave.find_sufficient, asked.CertificationFinding)
        await case.ask(Leave.approve, asked.Approval)
        await case.say(
            Leave.dates_changed,
            said.DatesChanged,
            period=1,
            first_on=(today() - timedelta(days=3)).date(),
            last_on=(today() + timedelta(days=9)).date(),
        )
        await case.say(Leave.returned_to_work, said.ReturnedToWork, returned_on=today().date())
        clearance = {"document_kind": said.DocumentKind.CLEARANCE}
        await case.say(Leave.document_received, said.DocumentReceived, document="D-3", **clearance)
        await case.until(lambda: "returned_to_work" in stage.deeds.history(case.reference))
        await case.ask(Leave.close, asked.Closing)
        await case.latest.result()
        return case


async def chronic(stage: Stage) -> Case:
    """Many absences over several runs, one cancelled, nonsense, an unknown name, a cancellation, a hand-over."""
    async with stage.working():
        case = await stage.open(intermittent(), custodian=said.Custodian.VENDOR)
        vendor = {"custodian": said.Custodian.VENDOR}
        await case.until(lambda: "rights_notice" in stage.deeds.notices(case.reference))
        await case.say(
            Leave.document_received,
            said.DocumentReceived,
            document="D-1",
            document_kind=said.DocumentKind.CERTIFICATION,
        )
        await case.ask(Leave.find_sufficient, asked.CertificationFinding, **vendor)
        await case.say("approve", asked.Approval, by="coordinator/V-1", **vendor)
        for n in range(24):
            await case.absent(f"A-{n}", days=n + 1, hours=4)
        await case.say(Leave.absence_cancelled, said.AbsenceCancelled, absence_id="A-23")
        await case.latest.signal("absence_reported", {"nonsense": 1})
        await case.latest.signal("nobody_knows_this")
        await case.latest.cancel()
        handing = {"to": said.Custodian.COMMONWEALTH, "coordinator": "C-9", "batch": "M-1"}
        await case.ask(Leave.change_custodian, asked.CustodianChange, **(vendor | handing))
        await case.until(lambda: "custodian_changed" in stage.deeds.notices(case.reference))
        await case.until(lambda: len(stage.deeds.alerts(case.reference)) == 25)
        await case.until(lambda: "cancellation_asked" in stage.deeds.tasks(case.reference))
        return case


async def never_certified(stage: Stage) -> Case:
    """Reminder, overdue, a refusal, a denial by two people; then the mail is down at the closing."""
    async with stage.working():
        case = await stage.open(ahead(40))
        await case.until(lambda: _has(stage, case, "certification_reminder"))
        await case.jump(17)
        await case.until(lambda: "certification_overdue" in stage.deeds.notices(case.reference))
        denial: dict[str, Any] = {"period": 1, "ground": asked.DenialGround.CERTIFICATION_NOT_PROVIDED}
        await case.ask(Leave.propose_denial, asked.DenialProposal, **denial)
        with pytest.raises(WorkflowUpdateFailedError):
            await case.ask(Leave.confirm_denial, asked.DenialConfirmation, period=1)
        await case.ask(Leave.confirm_denial, asked.DenialConfirmation, by="coordinator/C-2", period=1)
        stage.deeds.mail_works.clear()
        await case.say("close", asked.Closing, by="coordinator/C-1", custodian=said.Custodian.COMMONWEALTH)
        await case.until(lambda: "closed" in stage.deeds.history(case.reference))
        stage.deeds.mail_works.set()
        await case.latest.result()
        return case


async def a_death(stage: Stage) -> Case:
    """Care ends; the date follows; what lies ahead is un-charged. A period was added before, one withdrawn."""
    async with stage.working():
        care = {"reason": LeaveReason.FAMILY_CARE, "shape": LeaveShape.INTERMITTENT}
        case = await stage.open(ahead(-10, 90, **care))
        await case.certified()
        await case.ask(Leave.approve, asked.Approval)
        await case.say(Leave.period_added, said.PeriodAdded, period=ahead(30, 40, reason=LeaveReason.BONDING))
        await case.say(Leave.request_withdrawn, said.RequestWithdrawn, period=2)
        await case.absent("A-1", days=2)
        await case.absent("A-2", days=9)
        await case.say(Leave.family_member_died, said.FamilyMemberDied)
        await case.say(Leave.family_member_died, said.FamilyMemberDied, died_on=today().date())
        await case.until(lambda: "bereavement_review" in stage.deeds.notices(case.reference))
        return case


async def under_way(stage: Stage) -> Case:
    """Eligible in the middle of a leave without a known end, charged by the week; recertified under a newer policy."""
    in_ten_days = (today() + timedelta(days=10)).date()
    stage.deeds.employment = telling.record(stretches=(Span(first_on=months_after(in_ten_days, -12)),))
    async with stage.working():
        case = await stage.open(ahead(3, None))
        await case.until(lambda: _has(stage, case, "eligible_later"))
        await case.jump(11)
        await case.certified()
        await case.ask(Leave.approve, asked.Approval)
        await case.until(lambda: _has(stage, case, "open_leave_charged"))
        await case.jump(9)
        await case.until(lambda: sum(len(owed.charges) for owed in stage.deeds.owed[case.reference]) > 1)
        newer = telling.POLICY.model_copy(update={"version": "3"})
        await case.ask(Leave.apply_policy, asked.PolicyApplication, policy=newer, applies_from=today().date())
        # The case's clock ran ahead of the door's: what is received later than now counts as now.
        anew: dict[str, Any] = {"extent": CertifiedExtent.LIFETIME, "extension_asked": True}
        anew["received_at"] = today() + timedelta(days=60)
        await case.ask(Leave.ask_recertification, asked.RecertificationRequest, **anew)
        await case.until(lambda: "recertification_asked" in stage.deeds.notices(case.reference))
        await case.say(Leave.dfml_told, said.DfmlTold, told_on=today().date(), has_claim=True)
        await case.until(lambda: "dfml_told" in stage.deeds.history(case.reference))
        stage.deeds.employment = telling.record()
        return case


async def tested_again(stage: Stage) -> Case:
    """Too few hours, and tested again at later absences: too few still, and then enough; more leave is asked for."""
    few = tuple(m.model_copy(update={"minutes": 60}) for m in telling.record().minutes_worked)
    stage.deeds.employment = telling.record(minutes_worked=few)
    async with stage.working():
        case = await stage.open(intermittent())
        await case.until(lambda: "eligibility_notice" in stage.deeds.notices(case.reference))
        for days in (2, 4):
            await case.jump(2)
            await case.absent(f"A-{days}", days=days, hours=4, received_at=today() + timedelta(days=days))
            tests = days // 2 + 1
            await case.until(lambda n=tests: stage.deeds.history(case.reference).count("eligibility_found") == n)  # type: ignore[misc]
            stage.deeds.employment = telling.record()
        await case.certified()
        await case.ask(Leave.approve, asked.Approval)
        await case.say(Leave.period_added, said.PeriodAdded, period=ahead(30, 40))
        await case.until(lambda: "period_added" in stage.deeds.history(case.reference))
        return case


async def as_law_allows(stage: Stage) -> Case:
    """Late notice, other opinions, a provider, pay, DFML, amounts, light duty, a held return, a job that is to be
    refused and is not; the need ends."""
    stage.deeds.employment = telling.record(clearance_asked=True, key_employee=True)
    async with stage.working():
        case = await stage.open(ahead(-3, 40))
        await case.certified()
        found: dict[str, Any] = {"foreseeable": True, "posted": True, "distributed": True, "excused": False}
        found |= {"choice": LateNotice.DELAY, "learned_on": (today() - timedelta(days=60)).date()}
        await case.ask(Leave.judge_late_notice, asked.NoticeJudgement, period=1, **found)
        await case.ask(
            Leave.contact_provider,
            asked.ProviderContact,
            purpose=ContactPurpose.CLARIFY,
            role=ContactingRole.HUMAN_RESOURCES,
            is_direct_supervisor=False,
            authorised=True,
        )
        with pytest.raises(WorkflowUpdateFailedError):
            await case.ask(Leave.order_opinion, asked.OpinionOrder, which=said.Opinion.THIRD)
        await case.ask(Leave.order_opinion, asked.OpinionOrder, which=said.Opinion.SECOND, regularly_used=False)
        await case.ask(Leave.approve, asked.Approval)
        await case.say(Leave.opinion_received, said.OpinionReceived, which=said.Opinion.SECOND, certifies=False)
        await case.say(Leave.opinion_copies_asked, said.OpinionCopiesAsked)
        await case.say(Leave.opinion_copies_given, said.OpinionCopiesGiven)
        await case.ask(Leave.accept_first_opinion, asked.FirstOpinionAcceptance)
        paid = BenefitPaid(kind=Benefit.COMPENSATION, first_on=today().date(), last_on=None)
        await case.say(Leave.pay_told, said.PayTold, benefits=(paid,), usable=True, elects=True)
        await case.say(Leave.dfml_decided, said.DfmlDecided, claim=PfmlClaim.APPROVED)
        await case.say(Leave.amount_asked, said.AmountAsked)
        amounts = (asked.PlanAmount(plan=Plan.FMLA, minutes=1440, weeks="0.60"),)
        await case.ask(Leave.tell_amount, asked.AmountTelling, as_of=today().date(), amounts=amounts)
        refused: dict[str, Any] = {"from_on": today().date(), "answer": LightDutyAnswer.REFUSED}
        await case.say(Leave.light_duty_answered, said.LightDutyAnswered, **refused)
        injury: dict[str, Any] = {"basis": (Injury.LONG_TERM,)}
        later, served = (today() + timedelta(days=14)).date(), said.Serving.IN_PERSON
        shown: dict[str, Any] = {"practice": True, "workdays_out": 9, "prevailing": PrevailingTerms.NONE}
        await case.ask(Leave.hold_return, asked.ReturnHold, returns_on=today().date(), **shown)
        await case.ask(Leave.announce_job_refusal, asked.JobRefusalAnnouncement, **injury, return_by=later)
        await case.say(Leave.job_letter_served, said.JobLetterServed, served_on=today().date(), how=served)
        await case.say(Leave.job_asked_again, said.JobAskedAgain)
        with pytest.raises(WorkflowUpdateFailedError):
            await case.ask(Leave.decide_on_job, asked.JobDecision, answer=asked.JobAnswer.REFUSED, **injury)
        await case.ask(Leave.decide_on_job, asked.JobDecision, answer=asked.JobAnswer.GIVEN_BACK)
        with pytest.raises(WorkflowUpdateFailedError):
            await case.ask(Leave.judge_late_paper, asked.LatePaperJudgement, period=1, choice=LateNotice.WAIVE)
        over: dict[str, Any] = {"how": EndKind.EMPLOYMENT_ENDED, "last_day_of_need": today().date()}
        await case.say(Leave.need_ended, said.NeedEnded, **over)
        await case.until(lambda: "leave_ends_sooner" in stage.deeds.notices(case.reference))
        stage.deeds.employment = telling.record()
        return case


async def hand_over(stage: Stage) -> Case:
    """Two pages, then the summaries."""
    pages = iter((True, False))

    @activity.defn(name="hand_over_page")
    async def page(order: signatures.HandOverOrder) -> signatures.HandOverPage:
        is_last = not next(pages)
        return signatures.HandOverPage(last="LV-9", is_last=is_last, moved=25, already=0, refused=0, unequal=0)

    @activity.defn(name="send_summaries")
    async def summaries(order: signatures.SummaryOrder) -> int:
        return 3

    batch = Migration(batch="M-1", source=said.Custodian.VENDOR, to=said.Custodian.COMMONWEALTH, by="coordinator/C-1")
    async with Worker(
        stage.client, task_queue=stage.queue, workflows=[MigrationWorkflow], activities=[page, summaries]
    ):
        handle = await stage.client.start_workflow(
            MigrationWorkflow.run, batch, id=migration_id(batch.batch), task_queue=stage.queue
        )
        assert (await handle.result()).moved == 50
        return Case(stage, batch.batch, handle)


def _has(stage: Stage, case: Case, kind: str) -> bool:
    owed = stage.deeds.owed.get(case.reference, [])
    return bool(owed) and any(d.kind == kind for d in owed[-1].view.deadlines)


STORIES: dict[str, Callable[[Stage], Awaitable[Case]]] = {
    "own_surgery": own_surgery,
    "chronic": chronic,
    "never_certified": never_certified,
    "a_death": a_death,
    "under_way": under_way,
    "tested_again": tested_again,
    "as_law_allows": as_law_allows,
    "hand_over": hand_over,
}
