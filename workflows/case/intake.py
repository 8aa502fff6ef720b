"""How a case begins and grows: the request, more leave, and the notices and papers that are owed because of them.

Knows: what the first days of a case owe (29 CFR 825.300(b), (c), 825.305). Never knows: a directory, a clock.
"""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from workflows.case.certification import Certification, CertificationState, needed_for
from workflows.case.deadlines import DeadlineKind
from workflows.case.designation import Period
from workflows.case.duties import TaskKind
from workflows.case.eligibility import EligibilityState
from workflows.case.entitlement_letters import RequestReceived
from workflows.case.finding_eligibility import days_reach_further, send_rights, test_again
from workflows.case.said import Channel, ConsentGiven, LeaveRequest, PeriodAdded
from workflows.case.told import Role
from workflows.rules.calendar import NEW_YORK, day_of
from workflows.rules.certification_clocks import certification_due, recertification_due
from workflows.rules.employer_notices import eligibility_notice_due, rights_notice_due

if TYPE_CHECKING:
    from workflows.case.turn import Turn

# A reminder is a courtesy: it goes out in the morning, not at the midnight in which a legal day ends.
MORNING = time(9)


def certifications_for(request: LeaveRequest) -> tuple[Certification, ...]:
    """One for each reason asked for that needs one."""
    return needed_for(tuple(period.reason for period in request.periods))


def requested(turn: "Turn", request: LeaveRequest) -> None:
    """The employer's clocks begin when it first knew, whoever knew it, not when the request came."""
    case = turn.case
    knew_at = min(request.known_at or request.received_at, request.received_at)
    told = eligibility_notice_due(day_of(knew_at), policy=case.policy)
    turn.start_deadline(DeadlineKind.ELIGIBILITY_NOTICE, "eligibility_notice", told, started_at=knew_at)
    rights = rights_notice_due(day_of(knew_at), policy=case.policy)
    turn.start_deadline(DeadlineKind.RIGHTS_NOTICE, "rights_notice", rights, started_at=knew_at)
    turn.note(
        "request_received",
        rule="D1",
        channel=request.channel.value,
        periods=len(request.periods),
        consent=request.consent.text_version if request.consent else None,
        known_on=day_of(knew_at) if request.known_at else None,
    )
    receipt = RequestReceived(
        received_on=day_of(request.received_at),
        periods=tuple(p.asked for p in case.periods),
        notice_due_on=told.due_on,
        told_by_agency=request.channel is Channel.AGENCY,
    )
    turn.send(Role.EMPLOYEE, receipt)


def consent_given(turn: "Turn", told: ConsentGiven) -> None:
    """The first consent stands; another one is a line of the history."""
    turn.note("consent_given", text=told.consent.text_version, channel=told.consent.channel.value)
    if turn.case.consent is None:
        turn.change(consent=told.consent)


def last_day_before(due_at: datetime) -> date:
    """The last New York day that is in time for a due instant."""
    return day_of(due_at - timedelta(microseconds=1))


def period_added(turn: "Turn", told: PeriodAdded) -> None:
    """One more period of the same need; a reason that is new to the case may need its own certification."""
    case = turn.case
    number = len(case.periods) + 1
    asked_on = day_of(told.received_at)
    turn.change(periods=(*case.periods, Period.requested(number, told.period, asked_on=asked_on)))
    turn.note("period_added", rule="D1", period=number, shape=told.period.shape.value)
    days_reach_further(turn)
    test_again(turn, told.period.first_on)
    new = needed_for((told.period.reason,))
    if new and all(c.reason is not told.period.reason for c in case.certifications):
        fresh = new[0].model_copy(update={"number": len(case.certifications) + 1})
        turn.change(certifications=(*case.certifications, fresh))
        _ask_again(turn, told.period.first_on)
    else:
        turn.ask(TaskKind.DECIDE, about=f"period/{number}")


def _ask_again(turn: "Turn", starts_on: date) -> None:
    if turn.case.eligibility.state is EligibilityState.AWAITED or turn.case.eligibility.is_refused:
        return  # the first rights notice is still to come, or a person decides already
    due_again = rights_notice_due(day_of(turn.at), policy=turn.case.policy)
    turn.start_deadline(DeadlineKind.RIGHTS_NOTICE, "rights_notice", due_again, started_at=turn.at)
    send_rights(turn, starts_on)


def certifications_asked(turn: "Turn", *, at: datetime) -> None:
    """The written request reached the employee: 15 calendar days begin, the day of receipt not counted (G2)."""
    asked = []
    for certification in turn.case.certifications:
        if certification.state is not CertificationState.NOT_ASKED:
            asked.append(certification)
            continue
        papers_due = recertification_due if certification.again else certification_due
        wanted = papers_due(day_of(at), policy=turn.case.policy)
        turn.start_deadline(DeadlineKind.CERTIFICATION, certification.due_key, wanted, started_at=at)
        start_reminder(turn, certification, wanted.due_on, at=at)
        asked.append(certification.asked(at=at))
    turn.change(certifications=tuple(asked))


def start_reminder(turn: "Turn", certification: Certification, due_on: date, *, at: datetime) -> None:
    """A reminder some days before the due day, where there is still time for one."""
    remind_on = due_on - timedelta(days=turn.case.policy.reminder_days_before)
    remind_at = datetime.combine(remind_on, MORNING, NEW_YORK).astimezone(at.tzinfo)
    if remind_at > at:
        turn.start_clock(
            DeadlineKind.CERTIFICATION_REMINDER,
            certification.reminder_key,
            rule="G2",
            started_at=at,
            due_at=remind_at,
            inputs={"due_on": str(due_on), "days_before": str(turn.case.policy.reminder_days_before)},
        )
