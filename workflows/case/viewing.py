"""The view of a case: what its register row, its pages and its coordinators see.

Knows: which fields of the case are shown. Never knows: who looks.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from workflows.case.deadlines import Deadline
from workflows.case.designation import Period
from workflows.case.job_refusal import JobRefusal
from workflows.case.opinions import stage_of
from workflows.case.pay import Pay
from workflows.case.standing import standing_of
from workflows.case.status import status_of
from workflows.rules.calendar import day_of
from workflows.view import (
    AbsenceView,
    BenefitView,
    CaseView,
    CertificationView,
    DeadlineView,
    JobRefusalView,
    PayView,
    PeriodView,
    SpanView,
)

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase


def view_of(case: "LeaveCase") -> CaseView:
    """Everything others may see, with the status in plain words."""
    words, waiting_on = standing_of(case)
    finding = case.eligibility.finding
    ahead = case.next_deadline
    return CaseView(
        reference=case.reference,
        version=case.version,
        employee=case.employee,
        agency=case.agency,
        custodian=case.custodian.value,
        coordinator=case.coordinator,
        status=status_of(case).value,
        status_words=words,
        waiting_on=waiting_on,
        opened_at=case.opened_at,
        changed_at=case.changed_at,
        closed_at=case.closure.closed_at,
        policy=f"{case.policy.id} {case.policy.version}",
        calendar=case.policy.calendar.version,
        eligible=finding.eligible if finding else None,
        unmet_tests=tuple(u.code.value for u in finding.unmet) if finding else (),
        periods=tuple(_period(p) for p in case.periods),
        certifications=_certifications(case),
        absences=tuple(
            AbsenceView(absence_id=a.absence_id, starts_at=a.starts_at, ends_at=a.ends_at, state=a.state.value)
            for a in case.absences.told
        ),
        deadlines=tuple(_deadline(d) for d in case.deadlines),
        next_deadline_at=ahead.due_at if ahead else None,
        next_deadline_kind=ahead.kind.value if ahead else None,
        clearance=case.fitness.state.value,
        consented_at=case.consent.given_at if case.consent else None,
        last_alert_at=case.last_alert_at,
        return_held_by=case.fitness.held_by,
        clearance_announced=case.fitness.announced,
        pfml_claim=case.pfml.claim.value if case.pfml.claim else None,
        pfml_years=tuple(SpanView(first_on=year.first_on, last_on=year.last_on) for year in case.pfml.years),
        pay=_pay(case),
        job_refusal=_job_refusal(case.job_refusal),
    )


def _job_refusal(job: JobRefusal) -> JobRefusalView | None:
    if job.announced_at is None:
        return None
    return JobRefusalView(
        announced_on=day_of(job.announced_at),
        return_by=job.return_by,
        served_on=job.announcement.on if job.announcement else None,
        asked_again_on=day_of(job.asked_again_at) if job.asked_again_at else None,
        answer=job.answer.value if job.answer else None,
        denial_served_on=job.denial.on if job.denial else None,
    )


def _pay(case: "LeaveCase") -> PayView | None:
    """None: nobody has told anything, and DFML has told of no waiting period."""
    pay, waiting = case.pay, case.pfml.waiting
    if pay == Pay() and waiting is None:
        return None
    benefits = None if pay.benefits is None else tuple(BenefitView(**dict(benefit)) for benefit in pay.benefits)
    told = dict(pay) | {"benefits": benefits}
    return PayView(waiting=SpanView(**dict(waiting)) if waiting else None, **told)


def _period(period: Period) -> PeriodView:
    return PeriodView(
        number=period.number,
        reason=period.reason.value,
        shape=period.shape.value,
        first_on=period.asked.first_on,
        last_on=period.asked.last_on,
        decided_first_on=period.decided.first_on if period.decided else None,
        decided_last_on=period.decided.last_on if period.decided else None,
        awaits_decision=period.awaits_decision,
        decision=period.decision.value,
        program=period.program.value if period.program else None,
        decided_by=period.decided_by,
        decided_at=period.decided_at,
        confirmed_by=period.confirmed_by,
        ground=period.ground.value if period.ground else None,
        returned_on=period.returned_on,
        counted_from=period.counted_from,
        protected_from=period.protected_from,
        asked_on=period.asked_on,
    )


def _certifications(case: "LeaveCase") -> tuple[CertificationView, ...]:
    views = []
    for certification in case.certifications:
        opinions = stage_of(certification, policy=case.policy)
        clock = case.deadline(certification.cure_key) or case.deadline(certification.due_key)
        views.append(
            CertificationView(
                number=certification.number,
                reason=certification.reason.value,
                state=certification.state.value,
                due_on=_last_day(clock) if clock else None,
                items_missing=tuple(item.value for item in certification.items),
                document=certification.document,
                opinions=opinions.stage.value if opinions else None,
                opinions_certify=opinions.certified if opinions else None,
                extent=certification.extent.value if certification.extent else None,
                minimum_last_on=certification.minimum_last_on,
            )
        )
    return tuple(views)


def _deadline(deadline: Deadline) -> DeadlineView:
    return DeadlineView(
        key=deadline.key,
        kind=deadline.kind.value,
        rule=deadline.rule,
        citation=deadline.citation,
        started_at=deadline.started_at,
        due_at=deadline.due_at,
        due_on=_last_day(deadline),
        state=deadline.state.value,
        settled_at=deadline.settled_at,
        extended=len(deadline.extensions),
        policy=deadline.policy,
        calendar=deadline.calendar,
        inputs=deadline.inputs,
    )


def _last_day(deadline: Deadline) -> date:
    return day_of(deadline.due_at - timedelta(microseconds=1))
