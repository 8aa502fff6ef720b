"""Which plans approved leave counts against: several at once, never added, FMLA from the day that it can begin."""

from datetime import date
from typing import Any

import pytest

from tests.case.telling import POLICY, Telling, at, period
from workflows.case import asked, said
from workflows.case.duties import ChargePeriod, PlanShare
from workflows.rules.choices import LayerEligibility, UnfiledWeeks
from workflows.rules.eligible import Span
from workflows.rules.plans import Plan
from workflows.rules.reasons import LeaveReason

FMLA, PFML, LAYER = PlanShare(plan=Plan.FMLA), PlanShare(plan=Plan.PFML), PlanShare(plan=Plan.COMMONWEALTH)


def approved(program: asked.Program, policy: dict[str, Any] | None = None, **record: Any) -> Telling:
    """Bonding leave, which needs no certification, approved under a program."""
    case = Telling(at("2026-02-23"), period("2026-03-02", "2026-03-20", reason=LeaveReason.BONDING))
    if policy:
        case.case = case.case.model_copy(update={"policy": POLICY.model_copy(update=policy)})
    case.found(at("2026-02-23", "09:01"), **record)
    assert case.ask(asked.Approval, at("2026-02-24"), program=program) is None
    return case


@pytest.mark.parametrize(
    ("program", "policy", "plans"),
    [
        (asked.Program.FMLA, None, (FMLA, PFML, LAYER)),
        (asked.Program.PFML, None, (FMLA, PFML, LAYER)),
        (asked.Program.COMMONWEALTH, None, (PFML, LAYER)),
        (asked.Program.FMLA, {"unfiled_weeks": UnfiledWeeks.NOT_COUNTED}, (FMLA, LAYER)),
        (asked.Program.PFML, {"unfiled_weeks": UnfiledWeeks.NOT_COUNTED}, (FMLA, PFML, LAYER)),
        (asked.Program.FMLA, {"layer_eligibility": LayerEligibility.NOBODY}, (FMLA, PFML)),
        (asked.Program.FMLA, {"layer_weeks": 0}, (FMLA, PFML)),
        (asked.Program.COMMONWEALTH, {"layer_weeks": 0}, (PFML, LAYER)),
    ],
)
def test_175m_2_h_plans_run_at_the_same_time(
    program: asked.Program, policy: dict[str, Any] | None, plans: tuple[PlanShare, ...]
) -> None:
    assert approved(program, policy).charges()[-1].plans == plans


def test_whoever_is_not_eligible_for_fmla_is_charged_under_other_plans_alone() -> None:
    case = approved(asked.Program.PFML, worksite_fifty=False)
    assert case.charges()[-1].plans == (PFML, LAYER)


def test_825_110_d_leave_under_way_is_charged_anew_from_the_day_on_which_it_is_fmla_leave() -> None:
    hired = (Span(first_on=date(2025, 3, 10)),)
    case = approved(asked.Program.PFML, stretches=hired)
    assert case.charges()[-1].plans == (PFML, LAYER)
    case.until(at("2026-03-10", "00:00"))
    case.found(at("2026-03-10", "00:01"), stretches=hired)
    last = case.charges()[-1]
    begins = PlanShare(plan=Plan.FMLA, from_on=date(2026, 3, 10))
    assert last.plans == (begins, PFML, LAYER)
    assert last.charge == ChargePeriod(first_on=date(2026, 3, 2), last_on=date(2026, 3, 20))
    assert last.sequence == case.charges()[0].sequence


def test_care_of_a_servicemember_has_its_own_bank() -> None:
    period_of_care = period("2026-03-02", "2026-03-20", reason=LeaveReason.MILITARY_CAREGIVER)
    case = Telling(at("2026-02-23"), period_of_care)
    case.found(at("2026-02-23", "09:01"))
    case.say(
        said.DocumentReceived,
        at("2026-02-24"),
        document="D-1",
        document_kind=said.DocumentKind.CERTIFICATION,
    )
    case.ask(asked.CertificationFinding, at("2026-02-24"))
    case.ask(asked.Approval, at("2026-02-24"))
    assert case.charges()[-1].plans[0] == PlanShare(plan=Plan.CAREGIVER)


def test_a_case_of_an_earlier_edition_is_charged_as_it_was() -> None:
    case = Telling(at("2026-02-23"), period("2026-03-02", "2026-03-20", reason=LeaveReason.BONDING))
    case.case = case.case.model_copy(update={"edition": 1})
    case.found(at("2026-02-23", "09:01"))
    case.ask(asked.Approval, at("2026-02-24"))
    assert case.charges()[-1].plans == (FMLA,)
