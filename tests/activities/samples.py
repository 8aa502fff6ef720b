"""Every notice there is, with the values that people get and those at the edge: each code, open ends, one and many."""

from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

from activities import words
from activities.rendering import Letterhead
from tests.rules.facts import at
from workflows.case.asked import ClosingGround, DenialGround, Program
from workflows.case.certification_letters import (
    CertificationExtended,
    CertificationOverdue,
    CertificationReminder,
    DaysUnprotected,
    DeficiencyNotice,
    DocumentReceipt,
    OpinionOrdered,
    OpinionsSettled,
    RecertificationAsked,
)
from workflows.case.deadlines import DeadlineKind
from workflows.case.entitlement_letters import (
    AmountCounted,
    AmountOfPeriod,
    CountedUnder,
    DenialNotice,
    DesignationNotice,
    EligibilityNotice,
    EntitlementUsedUp,
    PaidDays,
    ProtectionDelayed,
    RequestReceived,
    UnmetReason,
)
from workflows.case.job_letters import JobDecided, JobRefusalAnnounced
from workflows.case.notices import (
    AlertSubject,
    CustodianChanged,
    DueOn,
    HandedCase,
    HandOverSummary,
    PostVacant,
    SupervisorAlert,
    Written,
)
from workflows.case.return_letters import (
    BereavementReview,
    LeaveEnded,
    LeaveEndsSooner,
    LightDuty,
    NeedEnded,
    ReturnHeld,
)
from workflows.case.rights_notice import RightsNotice
from workflows.case.said import DocumentKind, Opinion
from workflows.case.told import Interval, Span
from workflows.rules.choices import LeaveYearMethod
from workflows.rules.eligible import UnmetTest
from workflows.rules.key_employees import Injury
from workflows.rules.light_duty import LightDutyAnswer
from workflows.rules.plans import PFML_KINDS, Plan
from workflows.rules.policy import FixedYear
from workflows.rules.reasons import LeaveReason
from workflows.rules.substitution import Accrued
from workflows.rules.sufficiency import CertificationItem, Defect

ON = date(2026, 3, 12)
WEEKS = Span(first_on=date(2026, 3, 9), last_on=date(2026, 3, 20))
ONE_DAY = Span(first_on=ON, last_on=ON)
OPEN = Span(first_on=date(2026, 4, 6), last_on=None)
TOLD_TO_EMPLOYEES = (DeadlineKind.CERTIFICATION, DeadlineKind.CURE)


def hours(day: str, starts: str, ends: str, *, later: int = 0) -> Interval:
    """Some hours by the clock in New York; the end so many days later."""
    starts_at: datetime = at(f"{day}T{starts}")
    return Interval(starts_at=starts_at, ends_at=at(f"{day}T{ends}") + timedelta(days=later))


MORNING = hours("2026-03-12", "09:00", "12:30")
NIGHT = hours("2026-03-12", "19:00", "07:00", later=1)
WHOLE_DAY = hours("2026-03-12", "00:00", "00:00", later=1)


def letterhead(**changes: Any) -> Letterhead:
    """Who writes."""
    fields: dict[str, Any] = {
        "reference": "LV-7K4Q-92XH",
        "employer_name": "Commonwealth of Massachusetts",
        "office_name": "Leave Office",
        "office_phone": "1-800-555-0134",
        "papers_to": "the case page, or fax 1-800-555-0135",
        "coordinator_name": "Iris Example",
        "coordinator_phone": "1-800-555-0161",
        "employee_name": "Rowan Sample",
    }
    return Letterhead(**(fields | changes))


def alerts() -> list[SupervisorAlert]:
    """Every shape of an alert, for each thing that a supervisor is told about."""
    shapes: list[dict[str, Any]] = [
        {"spans": (WEEKS,)},
        {"spans": (ONE_DAY,)},
        {"spans": (OPEN,)},
        {"spans": (WEEKS,), "spans_before": (OPEN,)},
        {"spans": (OPEN,), "spans_before": (WEEKS,)},
        {"intervals": (MORNING,)},
        {"intervals": (NIGHT,)},
        {"intervals": (WHOLE_DAY,)},
        {"intervals": (NIGHT,), "intervals_before": (MORNING,)},
        {},
    ]
    return [
        SupervisorAlert(subject=subject, thread="absence/A-1", sequence=n, **shape)
        for subject, (n, shape) in product(AlertSubject, enumerate(shapes))
    ]


def notices() -> list[Written]:
    """All of them."""
    return [
        *(
            RequestReceived(received_on=ON, periods=periods, notice_due_on=due_on, told_by_agency=by_agency)
            for periods in ((WEEKS,), (WEEKS, ONE_DAY, OPEN))
            for due_on in (date(2026, 3, 19), ON, date(2026, 3, 11))
            for by_agency in (False, True)
        ),
        *_eligibility(),
        *(
            RightsNotice(
                starts_on=ON,
                certification_asked=asked,
                certification_days=15,
                clearance_asked=clearance,
                key_employee=key,
            )
            for asked, clearance, key in product((True, False), repeat=3)
        ),
        *_rights_by_reason(),
        *(CertificationReminder(due_on=ON, reason=reason) for reason in (None, *LeaveReason)),
        CertificationOverdue(due_on=ON),
        CertificationExtended(due_on=ON),
        RecertificationAsked(certification_days=15),
        *(
            DocumentReceipt(document="D-7K4Q", document_kind=kind.value, received_at=at("2026-03-12T23:59"))
            for kind in DocumentKind
        ),
        *(
            DeficiencyNotice(defect=defect, items=items, cure_days=7, reason=reason)
            for defect in Defect
            for items in (*((item,) for item in CertificationItem), tuple(CertificationItem))
            for reason in (None, *LeaveReason)
        ),
        *(
            DesignationNotice(
                periods=periods, intermittent=parts, program=program.value, clearance_asked=clearance, changed=changed
            )
            for program in Program
            for periods in ((WEEKS,), (WEEKS, OPEN))
            for parts, clearance, changed in product((True, False), repeat=3)
        ),
        *_what_law_allows(),
        *(
            DenialNotice(periods=periods, ground=ground.value, decided_on=ON)
            for ground in DenialGround
            for periods in ((OPEN,), (WEEKS, ONE_DAY))
        ),
        *(kind(ended_on=on) for kind in (NeedEnded, BereavementReview) for on in (ON, None)),
        *(PostVacant.model_validate({"vacant": which}) for which in ("supervisor", "next_level", "both")),
        *(LeaveEnded(closed_on=ON, ground=ground.value) for ground in ClosingGround),
        *(
            CustodianChanged(changed_on=ON, deadlines=deadlines, approved=approved)
            for deadlines in ((), tuple(DueOn(kind=kind.value, due_on=ON) for kind in TOLD_TO_EMPLOYEES))
            for approved in ((), (WEEKS,), (WEEKS, OPEN))
        ),
        *_summaries(),
        *alerts(),
    ]


def _rights_by_reason() -> list[RightsNotice]:
    """Each reason alone and all together, by every way to count a year, with and without a choice of the employer."""
    told = {"starts_on": ON, "certification_days": 20, "clearance_asked": True}
    of_reasons = (*((reason,) for reason in LeaveReason), tuple(LeaveReason))
    years = (*((method,) for method in LeaveYearMethod), tuple(LeaveYearMethod)[:2], tuple(LeaveYearMethod))
    return [
        RightsNotice.model_validate(
            told
            | {
                "certification_asked": reasons != (LeaveReason.BONDING,),
                "reasons": reasons,
                "papers_for": tuple(reason for reason in reasons if reason is not LeaveReason.BONDING),
                "leave_year": year,
                "leave_year_begins": FixedYear(month=7),
                "paid_time_required": required,
            }
        )
        for reasons, year, required in product(of_reasons, years, (True, False))
    ]


def _what_law_allows() -> list[Written]:
    designation = {"periods": (WEEKS,), "intermittent": False, "program": "fmla", "clearance_asked": False}
    paid = tuple(PaidDays(first_on=ON, last_on=ON, outcome=outcome.value) for outcome in Accrued)
    amounts = tuple(
        AmountOfPeriod(span=span, plan=plan.value, in_one_piece=whole, minutes=minutes, weeks=weeks)
        for plan, whole in product(Plan, (True, False))
        for span, minutes, weeks in ((WEEKS, 4800, "2"), (WEEKS, None, None), (OPEN, None, None))
    )
    counted = tuple(
        CountedUnder(plan=plan.value, minutes=minutes, weeks="3.40")
        for plan in Plan
        for minutes in (0, 1, 60, 8160, 8175, None)
    ) + tuple(CountedUnder(plan="pfml", minutes=2940, weeks="1.225", pfml_kind=kind.value) for kind in PFML_KINDS)
    return [
        DesignationNotice(**designation, changed=False, provisional=True),
        DesignationNotice(**designation, changed=True, counted_from=ON, protected_from=ON, paid_leave=paid),
        DesignationNotice(**designation, changed=False, amounts=amounts[:1], amount_told_every_days=30),
        DesignationNotice(**designation, changed=False, amounts=amounts),
        DesignationNotice(**designation, changed=True, amounts=amounts, amount_told_every_days=30),
        *(
            ProtectionDelayed(first_on=ON, protected_from=date(2026, 3, 20), last_on=last_on)
            for last_on in (None, ON, date(2026, 5, 1))
        ),
        *(DaysUnprotected(spans=spans) for spans in ((WEEKS,), (ONE_DAY, WEEKS))),
        *(OpinionOrdered(which=which.value) for which in Opinion),
        *(OpinionsSettled(binding=stage, certified=yes) for stage in words.BINDING for yes in (True, False)),
        *(ReturnHeld(returns_on=ON, functions=listed) for listed in (True, False)),
        *(
            LightDuty(from_on=ON, answer=answer.value, right_until=until, beyond_restrictions=beyond)
            for answer in LightDutyAnswer
            for until in (ON, None)
            for beyond in (True, False)
        ),
        *(
            JobRefusalAnnounced(basis=basis, return_by=return_by)
            for basis in (*((one,) for one in Injury), tuple(Injury))
            for return_by in (ON, None)
        ),
        JobDecided(is_refused=False),
        *(JobDecided(is_refused=True, basis=basis) for basis in ((Injury.LONG_TERM,), tuple(Injury))),
        *(
            LeaveEndsSooner(how=how, last_on=ON, right_ends=ends)
            for how in words.ENDS_OF_NEED
            for ends in (True, False)
        ),
        *(
            EntitlementUsedUp(minutes_beyond=4800, minutes_uncovered=n, beyond_from=on, uncovered_from=no_plan)
            for n, no_plan in ((0, None), (60, date(2026, 4, 6)), (4800, ON))
            for on in (ON, None)
        ),
        AmountCounted(as_of=ON, counted=counted[:1]),
        AmountCounted(as_of=ON, counted=counted),
        AmountCounted(as_of=ON, counted=tuple(one.model_copy(update={"eligible_known": False}) for one in counted)),
    ]


def _eligibility() -> list[EligibilityNotice]:
    failed = [UnmetReason(test=t.value, citation="29 CFR 825.110", met_on=ON) for t in UnmetTest if not t.is_unknown]
    unknown = [UnmetReason(test=t.value, citation="29 CFR 825.110", met_on=None) for t in UnmetTest if t.is_unknown]
    told: list[tuple[bool | None, tuple[UnmetReason, ...]]] = [
        (True, ()),
        *((False, (one,)) for one in failed),
        (False, (failed[0].model_copy(update={"met_on": None}),)),
        (False, (*failed, *unknown)),
        *((None, (one,)) for one in unknown),
        (None, tuple(unknown)),
    ]
    again = [(eligible, unmet, (ONE_DAY, OPEN)) for eligible, unmet in told if eligible is not False]
    return [
        EligibilityNotice(starts_on=ON, eligible=eligible, unmet=unmet, waits_again=spans)
        for eligible, unmet, spans in (*((*one, ()) for one in told), *again)
    ]


def _summaries() -> list[HandOverSummary]:
    dated = [
        HandedCase(reference="LV-7K4Q-92XH", due=DueOn(kind=kind.value, due_on=ON), is_overdue=is_overdue)
        for kind in DeadlineKind
        for is_overdue in (True, False)
    ]
    quiet = HandedCase(reference="LV-0000-0001", due=None, is_overdue=False)
    return [HandOverSummary(handed_on=ON, cases=cases) for cases in ((quiet,), tuple(dated[:1]), (*dated, quiet))]
