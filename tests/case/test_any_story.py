"""Whatever is said to a case, in any order and at any time, it keeps its promises (a stateful property test)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.case.telling import POLICY, record
from workflows.case import asked, said
from workflows.case.case import LeaveCase
from workflows.case.designation import Decision
from workflows.case.duties import AlertSupervisors, Duty, SendNotice
from workflows.case.told import Role
from workflows.case.turn import Step
from workflows.messages import OpenCase
from workflows.rules.choices import LateNotice
from workflows.rules.concurrency import PfmlClaim
from workflows.rules.end_of_need import EndKind
from workflows.rules.fitness_for_duty import PrevailingTerms
from workflows.rules.key_employees import Injury
from workflows.rules.light_duty import LightDutyAnswer
from workflows.rules.plans import Plan
from workflows.rules.provider_contacts import ContactingRole, ContactPurpose
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.spans import Days
from workflows.rules.substitution import Benefit, BenefitPaid
from workflows.rules.sufficiency import CertificationItem, Defect

BEGIN = datetime(2026, 2, 2, 14, tzinfo=UTC)
DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 30))
PEOPLE = st.sampled_from(("coordinator/C-1", "coordinator/C-2"))
CUSTODIANS = st.sampled_from(said.Custodian)
MAYBE = st.sampled_from((True, False, None))


class AnyStory(RuleBasedStateMachine):
    """One case; each rule says something to it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGIN
        self.count = 0
        self.keys: list[str] = []
        self.owed: list[Duty] = []
        self.confirmed: list[tuple[str | None, str]] = []

    @initialize(
        reasons=st.lists(st.sampled_from(LeaveReason), min_size=1, max_size=3),
        shape=st.sampled_from(LeaveShape),
        first=DAYS,
        length=st.one_of(st.none(), st.integers(0, 200)),
    )
    def open(self, reasons: list[LeaveReason], shape: LeaveShape, first: date, length: int | None) -> None:
        last = None if length is None else first + timedelta(days=length)
        periods = tuple(said.RequestedPeriod(reason=r, shape=shape, first_on=first, last_on=last) for r in reasons)
        request = said.LeaveRequest(**self.message("employee"), employee="E-ROWAN", periods=periods)
        self.keep(LeaveCase.requested("LV-7K4Q-92XH", request, POLICY.kept_by_case(BEGIN.date())))

    def message(self, by: str) -> dict[str, Any]:
        self.count += 1
        return {
            "message_id": f"message-{self.count:05d}",
            "received_at": self.now,
            "channel": said.Channel.DESK,
            "by": by,
        }

    def keep(self, step: Step) -> None:
        self.case = step.case
        self.keys += [duty.key for duty in step.duties]
        self.owed += step.duties

    def tell(self, kind: type[said.Message], **fields: Any) -> None:
        fact = kind(**self.message("employee"), **fields)
        self.keep(self.case.hear(fact))
        again = self.case.hear(fact)
        assert again == Step(self.case, ())

    def ask(self, kind: type[asked.Request], by: str, **fields: Any) -> bool:
        request = kind(**self.message(by), **({"custodian": self.case.custodian} | fields))
        if self.case.may(request) is not None:
            return False
        self.keep(self.case.grant(request))
        assert self.case.may(request) is None
        assert self.case.grant(request) == Step(self.case, ())
        return True

    @rule(hours=st.integers(0, 24 * 40))
    def time_passes(self, hours: int) -> None:
        until = self.now + timedelta(hours=hours)
        while (ahead := self.case.next_deadline) is not None and ahead.due_at <= until:
            self.now = max(self.now, ahead.due_at)
            self.keep(self.case.time_passed(now=self.now))
        self.now = until

    @rule(known=st.booleans(), worksite=st.sampled_from((True, False, None)), key=MAYBE)
    def record_found(self, known: bool, worksite: bool | None, key: bool | None) -> None:
        answer = record(worksite_fifty=worksite, key_employee=key) if known else None
        self.keep(self.case.employment_found(answer, "C-1", at=self.now))

    @rule()
    def records_corrected(self) -> None:
        self.tell(said.RecordsCorrected)
        if self.case.eligibility.finding is not None and self.case.eligibility.finding.eligible:
            assert not self.case.awaits_employment_record or self.case.eligibility.asked_too_early

    @rule(works=st.booleans())
    def mails_end(self, works: bool) -> None:
        for awaited in self.case.awaited:
            if works:
                self.keep(self.case.notice_accepted(awaited.key, Role.EMPLOYEE, at=self.now))
            else:
                self.keep(self.case.notice_failed(awaited.key, Role.EMPLOYEE, "550", at=self.now))

    @rule(day=DAYS, hours=st.integers(-2, 12), number=st.integers(1, 6), corrects=st.integers(0, 6))
    def absent(self, day: date, hours: int, number: int, corrects: int) -> None:
        start = datetime.combine(day, BEGIN.timetz())
        self.tell(
            said.ReportedAbsence,
            absence_id=f"A-{number}",
            starts_at=start,
            ends_at=start + timedelta(hours=hours),
            corrects=f"A-{corrects}" if corrects else None,
        )

    @rule(number=st.integers(1, 6))
    def not_absent(self, number: int) -> None:
        self.tell(said.AbsenceCancelled, absence_id=f"A-{number}")

    @rule(kind=st.sampled_from(said.DocumentKind), reason=st.one_of(st.none(), st.sampled_from(LeaveReason)))
    def paper(self, kind: said.DocumentKind, reason: LeaveReason | None) -> None:
        self.tell(said.DocumentReceived, document="D-1", document_kind=kind, reason=reason)

    @rule(number=st.integers(1, 4), first=DAYS, length=st.integers(-5, 100))
    def other_dates(self, number: int, first: date, length: int) -> None:
        last = first + timedelta(days=length)
        self.tell(said.DatesChanged, period=number, first_on=first, last_on=last)

    @rule(reason=st.sampled_from(LeaveReason), shape=st.sampled_from(LeaveShape), first=DAYS)
    def one_more(self, reason: LeaveReason, shape: LeaveShape, first: date) -> None:
        period = said.RequestedPeriod(reason=reason, shape=shape, first_on=first, last_on=first)
        self.tell(said.PeriodAdded, period=period)

    @rule(day=st.one_of(st.none(), DAYS))
    def died(self, day: date | None) -> None:
        self.tell(said.FamilyMemberDied, died_on=day)

    @rule(number=st.one_of(st.none(), st.integers(1, 4)))
    def withdrawn(self, number: int | None) -> None:
        self.tell(said.RequestWithdrawn, period=number)

    @rule(day=DAYS)
    def back(self, day: date) -> None:
        self.tell(said.ReturnedToWork, returned_on=day)

    @rule(
        by=PEOPLE,
        periods=st.lists(st.integers(1, 4), max_size=2),
        program=st.sampled_from(asked.Program),
        found=st.tuples(MAYBE, MAYBE),
    )
    def approve(
        self, by: str, periods: list[int], program: asked.Program, found: tuple[bool | None, bool | None]
    ) -> None:
        late = {"delay_harmed": found[0], "agreed_backward": found[1]}
        self.ask(asked.Approval, by, periods=tuple(periods), program=program, **late)

    @rule(by=PEOPLE, period=st.integers(1, 4), ground=st.sampled_from(asked.DenialGround))
    def propose(self, by: str, period: int, ground: asked.DenialGround) -> None:
        self.ask(asked.DenialProposal, by, period=period, ground=ground)

    @rule(by=PEOPLE, which=st.sampled_from(said.Opinion), facts=st.tuples(MAYBE, MAYBE, MAYBE, MAYBE, MAYBE))
    def another_opinion(self, by: str, which: said.Opinion, facts: tuple[bool | None, ...]) -> None:
        names = ("regularly_used", "limited_access", "jointly_chosen", "employer_good_faith", "employee_good_faith")
        self.ask(asked.OpinionOrder, by, which=which, **dict(zip(names, facts, strict=True)))

    @rule(which=st.sampled_from(said.Opinion), certifies=st.booleans())
    def opinion_is_in(self, which: said.Opinion, certifies: bool) -> None:
        self.tell(said.OpinionReceived, which=which, certifies=certifies)

    @rule(by=PEOPLE, kind=st.sampled_from((said.OpinionCopiesAsked, said.OpinionCopiesGiven, said.AmountAsked)))
    def copies_or_amounts(self, by: str, kind: type[said.Message]) -> None:
        self.tell(kind)
        self.ask(asked.FirstOpinionAcceptance, by)
        amounts = (asked.PlanAmount(plan=Plan.FMLA, minutes=60, weeks="0.03"),)
        self.ask(asked.AmountTelling, by, as_of=self.now.date(), amounts=amounts)

    @rule(
        by=PEOPLE,
        number=st.integers(1, 4),
        choice=st.sampled_from(LateNotice),
        learned=DAYS,
        facts=st.tuples(MAYBE, MAYBE, MAYBE),
    )
    def late_notice(
        self, by: str, number: int, choice: LateNotice, learned: date, facts: tuple[bool | None, ...]
    ) -> None:
        found = {"foreseeable": facts[0], "posted": facts[1], "distributed": facts[2], "learned_on": learned}
        self.ask(asked.NoticeJudgement, by, period=number, choice=choice, **found)

    @rule(by=PEOPLE, number=st.integers(1, 4), choice=st.sampled_from(LateNotice), foreseeable=MAYBE)
    def late_paper(self, by: str, number: int, choice: LateNotice, foreseeable: bool | None) -> None:
        self.ask(asked.LatePaperJudgement, by, period=number, choice=choice, foreseeable=foreseeable)

    @rule(by=PEOPLE, day=DAYS, practice=MAYBE, out=st.integers(0, 9), concern=st.booleans())
    def hold_return(self, by: str, day: date, practice: bool | None, out: int, concern: bool) -> None:
        shown = {"practice": practice, "workdays_out": out, "safety_concern": concern}
        self.ask(asked.ReturnHold, by, returns_on=day, prevailing=PrevailingTerms.NONE, **shown)

    @rule(day=DAYS, answer=st.sampled_from(LightDutyAnswer))
    def light_duty(self, day: date, answer: LightDutyAnswer) -> None:
        self.tell(said.LightDutyAnswered, from_on=day, answer=answer)

    @rule(by=PEOPLE, day=st.one_of(st.none(), DAYS), answer=st.sampled_from(asked.JobAnswer), asks=st.booleans())
    def job_refused(self, by: str, day: date | None, answer: asked.JobAnswer, asks: bool) -> None:
        self.ask(asked.JobRefusalAnnouncement, by, basis=(Injury.LONG_TERM,), return_by=day)
        self.tell(said.JobLetterServed, served_on=self.now.date(), how=said.Serving.IN_PERSON)
        if asks:
            self.tell(said.JobAskedAgain)
        self.ask(asked.JobDecision, by, answer=answer, basis=(Injury.LONG_TERM,))

    @rule(kind=st.sampled_from(Benefit), first=DAYS, length=st.integers(0, 90), facts=st.tuples(MAYBE, MAYBE, MAYBE))
    def paid(self, kind: Benefit, first: date, length: int, facts: tuple[bool | None, ...]) -> None:
        benefit = BenefitPaid(kind=kind, first_on=first, last_on=first + timedelta(days=length))
        told = dict(zip(("usable", "elects", "elects_pfml_top_up"), facts, strict=True))
        self.tell(said.PayTold, benefits=(benefit,), **told)

    @rule(how=st.sampled_from(EndKind), day=st.one_of(st.none(), DAYS), unequivocal=MAYBE)
    def otherwise(self, how: EndKind, day: date | None, unequivocal: bool | None) -> None:
        self.tell(said.NeedEnded, how=how, last_day_of_need=day, unequivocal=unequivocal)

    @rule(claim=st.sampled_from(PfmlClaim), first=DAYS, received=st.one_of(st.none(), DAYS))
    def decided_by_dfml(self, claim: PfmlClaim, first: date, received: date | None) -> None:
        year = Days(first_on=first, last_on=first + timedelta(days=363))
        waiting = Days(first_on=first, last_on=first + timedelta(days=6))
        self.tell(said.DfmlDecided, claim=claim, years=(year,), waiting=waiting, received_on=received)

    @rule(by=PEOPLE, role=st.sampled_from(ContactingRole), supervisor=st.booleans(), authorised=MAYBE)
    def provider(self, by: str, role: ContactingRole, supervisor: bool, authorised: bool | None) -> None:
        contact = {"role": role, "is_direct_supervisor": supervisor, "authorised": authorised}
        self.ask(asked.ProviderContact, by, purpose=ContactPurpose.AUTHENTICATE, **contact)

    @rule(by=PEOPLE, period=st.integers(1, 4))
    def confirm(self, by: str, period: int) -> None:
        proposed = self.case.period(period)
        if self.ask(asked.DenialConfirmation, by, period=period) and proposed is not None:
            self.confirmed.append((proposed.proposed_by, by))

    @rule(by=PEOPLE, items=st.lists(st.sampled_from(CertificationItem), max_size=2))
    def deficient(self, by: str, items: list[CertificationItem]) -> None:
        self.ask(asked.DeficiencyFinding, by, defect=Defect.INCOMPLETE, items=tuple(items))

    @rule(by=PEOPLE)
    def sufficient(self, by: str) -> None:
        self.ask(asked.CertificationFinding, by)

    @rule(by=PEOPLE, day=DAYS)
    def extend(self, by: str, day: date) -> None:
        ground = asked.ExtensionGround.DILIGENT_EFFORT
        self.ask(asked.CertificationExtension, by, due_on=day, ground=ground)

    @rule(by=PEOPLE)
    def close(self, by: str) -> None:
        self.ask(asked.Closing, by)

    @rule(by=PEOPLE)
    def reopen(self, by: str) -> None:
        self.ask(asked.Reopening, by)

    @rule(by=PEOPLE, believed=CUSTODIANS, to=CUSTODIANS)
    def hand_over(self, by: str, believed: said.Custodian, to: said.Custodian) -> None:
        before = self.case.deadlines
        change = {"custodian": believed, "to": to, "coordinator": "C-9", "batch": "M-1"}
        if self.ask(asked.CustodianChange, by, **change):
            assert [(d.key, d.rule, d.due_at) for d in self.case.deadlines] == [
                (d.key, d.rule, d.due_at) for d in before
            ]

    @invariant()
    def a_closed_case_has_no_running_deadline(self) -> None:
        if self.case.closure.is_closed:
            assert self.case.next_deadline is None

    @invariant()
    def each_duty_is_owed_once(self) -> None:
        assert len(self.keys) == len(set(self.keys))

    @invariant()
    def a_denial_names_two_people(self) -> None:
        assert all(first is not None and first != second for first, second in self.confirmed)
        for period in self.case.periods:
            if period.decision is Decision.DENIED:
                assert period.decided_by != period.confirmed_by

    @invariant()
    def no_job_is_refused_but_a_key_employee_s_who_was_told_and_asked_again(self) -> None:
        job = self.case.job_refusal
        if job.is_denied:
            assert self.case.key_employee_told
            assert job.announcement is not None
            assert job.asked_again_at is not None

    @invariant()
    def an_approval_names_one_person(self) -> None:
        for period in self.case.periods:
            if period.decision is Decision.APPROVED:
                assert period.decided_by is not None

    @invariant()
    def the_snapshot_survives_the_wire_and_the_view_can_be_made(self) -> None:
        opening = OpenCase.resuming(self.case, tuple(self.owed[-10:]), 0)
        assert OpenCase.model_validate_json(opening.model_dump_json()) == opening
        assert self.case.view().status == self.case.status.value

    @invariant()
    def supervisors_are_told_dates_and_nothing_else(self) -> None:
        for duty in self.owed:
            if isinstance(duty, AlertSupervisors):
                assert duty.alert.kind == "supervisor_alert"
            if isinstance(duty, SendNotice):
                assert duty.role in (Role.EMPLOYEE, Role.LIAISON)


AnyStory.TestCase.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
test_any_story = AnyStory.TestCase
