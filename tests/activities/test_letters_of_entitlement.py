"""Letters of what an employee is entitled to: they fit the reason, the policy and what is left, and name the day."""

from datetime import date, timedelta
from typing import Any

import pytest

from activities.rendering import render
from infra import policies
from tests.activities.samples import letterhead
from tests.case.telling import POLICY, Telling, at, period
from workflows.case import asked, said
from workflows.case.certification_letters import CertificationReminder, DeficiencyNotice
from workflows.case.duties import SendNotice
from workflows.case.entitlement_letters import EntitlementUsedUp
from workflows.case.rights_notice import RightsNotice
from workflows.rules.choices import LeaveYearMethod
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason
from workflows.rules.sufficiency import CertificationItem, Defect

OPENED = at("2026-02-09")
HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))


def letters(*reasons: LeaveReason, policy: LeavePolicy = POLICY, later: LeaveReason | None = None) -> list[str]:
    """What the employee reads, of a case under a policy."""
    case = Telling(OPENED, *(period("2026-03-02", "2026-03-27", reason) for reason in reasons))
    case.case = case.case.model_copy(update={"policy": policy.kept_by_case(date(2026, 1, 1))})
    case.found(OPENED + timedelta(minutes=1))
    if later is not None:
        case.say(said.PeriodAdded, at("2026-03-04"), period=period("2026-06-08", "2026-06-19", later))
    notices = [duty.notice for duty in case.of(SendNotice) if isinstance(duty.notice, RightsNotice)]
    return [render(notice, letterhead()).plain for notice in notices]


def test_825_309_exigency_needs_orders_and_a_statement_and_no_provider() -> None:
    (letter,) = letters(LeaveReason.EXIGENCY)
    assert "WH-384" in letter
    assert "active-duty orders" in letter
    assert "no health care provider is needed" in letter
    for said_of_providers in ("Please have a health care provider", "GINA", "You pay what the provider"):
        assert said_of_providers not in letter
    assert "up to 12 weeks" in letter


@pytest.mark.parametrize(
    ("reason", "says", "never"),
    [
        (LeaveReason.OWN_CONDITION, ("have your provider complete it", "with your provider"), ("sign this paper",)),
        (LeaveReason.FAMILY_CARE, ("have the provider complete it", "genetic"), ("your provider",)),
        (LeaveReason.MILITARY_CAREGIVER, ("have the provider complete it",), ("your provider",)),
        (
            LeaveReason.EXIGENCY,
            ("Please complete it yourself within 7 calendar days", "No health care provider is needed"),
            ("your provider", "the provider", "genetic"),
        ),
    ],
)
def test_825_305_c_what_a_paper_lacks_is_asked_of_whoever_fills_it_in(
    reason: LeaveReason, says: tuple[str, ...], never: tuple[str, ...]
) -> None:
    case = Telling(OPENED, period("2026-03-30", "2026-05-29", reason))
    case.found(OPENED + timedelta(minutes=1))
    paper = {"document": "D-1", "document_kind": said.DocumentKind.CERTIFICATION}
    case.say(said.DocumentReceived, at("2026-03-02"), **paper)
    missing: dict[str, Any] = {"defect": Defect.INCOMPLETE, "items": (CertificationItem.SIGNATURE_DATE,)}
    assert case.ask(asked.DeficiencyFinding, at("2026-03-03"), **missing) is None
    letter = render(case.of(SendNotice)[-1].notice, letterhead()).plain
    assert [words for words in says if words not in letter] == []
    assert [words for words in never if words in letter] == []


OF_US = "Please complete it yourself, or with the servicemember, within 7 calendar days"
OF_BOTH = "have the provider complete what is about health and the provider. Complete the rest yourself"


@pytest.mark.parametrize(
    ("missing", "says", "never"),
    [
        (("relationship",), ("- What the servicemember is to you", OF_US, "If you need more time"), ("the provider",)),
        (("line_of_duty",), ("- Whether it comes from active duty", "have the provider complete it within"), (OF_US,)),
        (
            ("discharge", "beginning"),
            ("- For a veteran, the day", OF_BOTH, "If the provider needs more time"),
            (OF_US,),
        ),
    ],
)
def test_825_310_c_what_the_family_of_a_servicemember_fills_in_is_asked_of_no_provider(
    missing: tuple[str, ...], says: tuple[str, ...], never: tuple[str, ...]
) -> None:
    items = tuple(CertificationItem(code) for code in missing)
    lacking = DeficiencyNotice(
        defect=Defect.INCOMPLETE, items=items, cure_days=7, reason=LeaveReason.MILITARY_CAREGIVER
    )
    letter = render(lacking, letterhead()).plain
    assert [words for words in says if words not in letter] == []
    assert [words for words in never if words in letter] == []


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        (LeaveReason.OWN_CONDITION, "If you or your provider need more time"),
        (LeaveReason.FAMILY_CARE, "If you or the provider need more time"),
        (LeaveReason.EXIGENCY, "If you need more time"),
    ],
)
def test_a_reminder_speaks_of_a_provider_only_where_there_is_one(reason: LeaveReason, says: str) -> None:
    case = Telling(OPENED, period("2026-03-30", "2026-05-29", reason))
    case.found(OPENED + timedelta(minutes=1))
    case.until(at("2026-03-08"))
    (letter,) = [d.notice for d in case.of(SendNotice) if isinstance(d.notice, CertificationReminder)]
    assert says in render(letter, letterhead()).plain


def test_825_127_e_a_military_caregiver_has_26_weeks_in_one_year_that_runs_forward() -> None:
    (letter,) = letters(LeaveReason.MILITARY_CAREGIVER)
    assert "up to 26 weeks" in letter
    assert "runs forward" in letter
    assert "counted back" not in letter
    assert "up to 12 weeks" not in letter
    assert "WH-385" in letter
    assert "ITO or ITA" in letter


def test_825_122_k_bonding_needs_no_paper_of_a_provider() -> None:
    (letter,) = letters(LeaveReason.BONDING)
    assert "need no paper from a health care provider" in letter
    assert "calendar days after you get this letter" not in letter
    assert "GINA" not in letter


def test_a_later_letter_asks_for_the_paper_that_is_new_in_it() -> None:
    first, second = letters(LeaveReason.OWN_CONDITION, later=LeaveReason.EXIGENCY)
    assert "Please have a health care provider fill in a certification" in first
    assert "WH-384" in second
    assert "Please have a health care provider" not in second


def test_825_200_b_the_year_is_that_of_the_policy() -> None:
    (ours,), (harbor,) = letters(LeaveReason.OWN_CONDITION), letters(LeaveReason.OWN_CONDITION, policy=HARBOR)
    assert "in 12 months, counted back from each day you use." in ours
    assert "in 12 months, which begin each year on July 1." in harbor
    assert "20 calendar days" in harbor
    assert "Your employer asks that you use paid time" in harbor
    assert "You may use paid time" in ours


def test_825_200_e_where_no_year_was_chosen_the_best_one_holds() -> None:
    (letter,) = letters(LeaveReason.OWN_CONDITION, policy=HARBOR.model_copy(update={"leave_year_chosen": False}))
    assert "the best way for you holds" in letter


@pytest.mark.parametrize("reason", LeaveReason)
def test_825_300_c_every_letter_tells_of_premiums_and_that_time_is_counted(reason: LeaveReason) -> None:
    policy = HARBOR.model_copy(update={"premium_grace_days": 45, "premium_warning_days": 20})
    (letter,) = letters(reason, policy=policy)
    assert "more than 45 days late, your insurance may end" in letter
    assert "at least 20 days before" in letter
    assert "you may have to pay back what your employer paid" in letter
    assert "the time you take is counted against these weeks" in letter


def test_a_letter_that_an_earlier_release_owed_still_has_its_words() -> None:
    kept = {"starts_on": "2026-03-12", "certification_asked": True, "certification_days": 15, "clearance_asked": False}
    notice = RightsNotice.model_validate(kept)
    assert notice.leave_year == (LeaveYearMethod.ROLLING_BACKWARD,)
    letter = render(notice, letterhead()).plain
    assert "Please have a health care provider fill in a certification" in letter
    assert "up to 12 weeks of protected leave in 12 months, counted back" in letter


def test_825_300_d_a_letter_of_leave_used_up_names_the_first_day_that_is_not_covered() -> None:
    case = Telling(OPENED, period("2026-03-02", "2026-03-27", LeaveReason.BONDING))
    case.found(OPENED + timedelta(minutes=1))
    days: dict[str, Any] = {"beyond_from": date(2026, 3, 20), "uncovered_from": date(2026, 3, 23)}
    case.keep(case.case.charge_posted("c", 960, True, at=at("2026-02-24"), minutes_uncovered=480, **days))
    (notice,) = [duty.notice for duty in case.of(SendNotice) if isinstance(duty.notice, EntitlementUsedUp)]
    letter = render(notice, letterhead()).plain
    assert "16 hours of your work time in this leave. The first day" in letter
    assert "does not cover in full is Friday, March 20, 2026." in letter
    assert "8 hours are covered by no leave that we know of, from Monday, March 23, 2026 on." in letter
