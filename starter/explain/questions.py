"""The questions that can be asked, each with its facts and the rule that answers it.

Knows: names and one sentence on each. Never knows: what a rule answers. The order is that of a leave.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from workflows.rules.absence_counting import count_absence
from workflows.rules.absence_facts import AbsenceCountedFacts
from workflows.rules.absence_lines import JudgeFacts
from workflows.rules.adverse_change import AdverseChangeFacts, AttendancePointsFacts, adverse_change, attendance_points
from workflows.rules.agency_transfer import AgencyTransferFacts, agency_transfer
from workflows.rules.answers import Answer
from workflows.rules.balances import BalanceFacts, balance
from workflows.rules.benefit_years import BenefitYearsFacts, benefit_years
from workflows.rules.bonding import (
    BondingPartsFacts,
    BondingWindowFacts,
    ChildbirthFacts,
    after_childbirth,
    bonding_in_parts,
    bonding_window,
)
from workflows.rules.call_in import CallInFacts, call_in
from workflows.rules.caregiver import CaregiverFacts, caregiver_leave
from workflows.rules.certification_needed import NeededFacts, certification_needed
from workflows.rules.change_told import ChangeNoticeFacts, change_notice
from workflows.rules.charging import ChargeFacts, charge_by_plan
from workflows.rules.concurrency import ConcurrencyFacts, concurrent_plans
from workflows.rules.conditions import ConditionFacts, qualifying_condition
from workflows.rules.deadlines import DeadlineFacts, deadline
from workflows.rules.dfml_clocks import PfmlFilingFacts, pfml_filing
from workflows.rules.eligibility import EligibilityFacts, eligibility
from workflows.rules.employee_notices import ShortNoticeFacts, short_notice
from workflows.rules.end_of_need import NeedEndedFacts, cancelled_with_need, need_ended
from workflows.rules.exigency import ExigencyFacts, exigency_leave
from workflows.rules.family import FamilyFacts, family_scope
from workflows.rules.fitness_for_duty import ReturnFacts, return_held
from workflows.rules.illness_bank import IllnessBankFacts, illness_bank
from workflows.rules.judging import judge_absence
from workflows.rules.late_certification import UnprotectedFacts, unprotected_days
from workflows.rules.light_duty import LightDutyFacts, light_duty
from workflows.rules.next_of_kin import NextOfKinFacts, next_of_kin
from workflows.rules.opinions import OpinionFacts, second_opinion
from workflows.rules.pfml_pay import PfmlPayFacts, pfml_pay
from workflows.rules.premiums import PremiumFacts, coverage_may_end
from workflows.rules.provider_contacts import ContactFacts, provider_contact
from workflows.rules.reason_years import RetestFacts, retest
from workflows.rules.recertification import RecertificationFacts, recertification
from workflows.rules.restoration import RestorationFacts, restoration
from workflows.rules.retroactive import (
    MissedNoticeFacts,
    PostponementFacts,
    RetroactiveFacts,
    missed_notice,
    postponement,
    retroactive_designation,
)
from workflows.rules.servicemember import CaregiverStandingFacts, caregiver_standing
from workflows.rules.sick_days import SignFacts, sign_of_need
from workflows.rules.spouses import SpousesFacts, spouses_share
from workflows.rules.state_leaves import StateLeaveFacts, state_leave_notice
from workflows.rules.substitution import SubstitutionFacts, substitution
from workflows.rules.top_up import TopUpFacts, top_up_cap
from workflows.rules.transfer import TransferFacts, converted_after_transfer
from workflows.rules.week_base import WeekBaseFacts, week_base
from workflows.values import Frozen


class Question(NamedTuple):
    """One question: what it asks, in a sentence, the facts it needs, and the rule that answers."""

    name: str
    asks: str
    facts: type[Frozen]
    answer: Callable[..., Answer[Any]]


_ALL: tuple[Question, ...] = (
    Question(
        "eligibility",
        "Is this person eligible under a plan on the day the leave is to start, and if not, when?",
        EligibilityFacts,
        eligibility,
    ),
    Question(
        "qualifying_condition",
        "Is this a serious health condition, and by which test?",
        ConditionFacts,
        qualifying_condition,
    ),
    Question("family_scope", "Does this family member count, and under which plans?", FamilyFacts, family_scope),
    Question("exigency_leave", "Which days can a qualifying exigency cover?", ExigencyFacts, exigency_leave),
    Question(
        "caregiver_standing",
        "Is this servicemember or veteran one whose care gives leave?",
        CaregiverStandingFacts,
        caregiver_standing,
    ),
    Question("next_of_kin", "Who is next of kin of a servicemember?", NextOfKinFacts, next_of_kin),
    Question(
        "retest", "Is eligibility tested anew for this absence, or does an earlier finding serve?", RetestFacts, retest
    ),
    Question("week_base", "What is the employee's workweek on a day, and by which rule?", WeekBaseFacts, week_base),
    Question(
        "count_absence", "What is an absence counted as, day by day, and what not?", AbsenceCountedFacts, count_absence
    ),
    Question("judge_absence", "What is an absence charged under each plan, and why?", JudgeFacts, judge_absence),
    Question(
        "charge_by_plan",
        "What is an absence charged under each plan, from shift to balance?",
        ChargeFacts,
        charge_by_plan,
    ),
    Question(
        "balance",
        "What is left of each plan on a day or over a range, and when does each hour come back?",
        BalanceFacts,
        balance,
    ),
    Question(
        "caregiver_leave",
        "Does care of a servicemember count as caregiver leave, and in which single year?",
        CaregiverFacts,
        caregiver_leave,
    ),
    Question(
        "spouses_share",
        "Do spouses at one employer share their weeks, and what is left to whom?",
        SpousesFacts,
        spouses_share,
    ),
    Question(
        "benefit_years",
        "Which PFML benefit years does a leave touch, where is it split, what is the waiting period?",
        BenefitYearsFacts,
        benefit_years,
    ),
    Question(
        "pfml_pay",
        "From when does DFML pay for leave now and then, and for how many minutes?",
        PfmlPayFacts,
        pfml_pay,
    ),
    Question(
        "agency_transfer",
        "What goes with an employee from one agency to another?",
        AgencyTransferFacts,
        agency_transfer,
    ),
    Question(
        "converted_after_transfer",
        "What becomes of weeks used and left when the workweek changes?",
        TransferFacts,
        converted_after_transfer,
    ),
    Question("deadline", "By when is a notice, a paper or an answer due?", DeadlineFacts, deadline),
    Question(
        "short_notice",
        "Was the employee's notice late, and may coverage be delayed for it?",
        ShortNoticeFacts,
        short_notice,
    ),
    Question("call_in", "Was the usual call-in procedure followed, and must it have been?", CallInFacts, call_in),
    Question("pfml_filing", "When may a PFML claim be filed?", PfmlFilingFacts, pfml_filing),
    Question(
        "certification_needed",
        "May a certification be asked for, and what may it ask?",
        NeededFacts,
        certification_needed,
    ),
    Question(
        "unprotected_days", "Which days of a late-certified leave are unprotected?", UnprotectedFacts, unprotected_days
    ),
    Question(
        "provider_contact", "May this person contact the provider, and about what?", ContactFacts, provider_contact
    ),
    Question(
        "second_opinion",
        "May a second or third opinion be asked for, and which one binds?",
        OpinionFacts,
        second_opinion,
    ),
    Question(
        "recertification", "May a recertification be asked for on this day?", RecertificationFacts, recertification
    ),
    Question("return_held", "May the return be held for a fitness-for-duty certification?", ReturnFacts, return_held),
    Question("restoration", "Which job is the employee owed on return?", RestorationFacts, restoration),
    Question(
        "coverage_may_end",
        "May group health coverage end for a premium that is not paid?",
        PremiumFacts,
        coverage_may_end,
    ),
    Question("bonding_window", "Until when may bonding leave be taken?", BondingWindowFacts, bonding_window),
    Question("bonding_in_parts", "May bonding leave be taken in parts?", BondingPartsFacts, bonding_in_parts),
    Question(
        "after_childbirth",
        "Which part of the time after a birth is recovery, and which is bonding?",
        ChildbirthFacts,
        after_childbirth,
    ),
    Question("substitution", "May accrued paid leave run with the leave, day by day?", SubstitutionFacts, substitution),
    Question("top_up_cap", "Up to what may accrued leave top up PFML benefits?", TopUpFacts, top_up_cap),
    Question("concurrent_plans", "Which plans run at the same time on which days?", ConcurrencyFacts, concurrent_plans),
    Question("light_duty", "What follows from an offer of light duty?", LightDutyFacts, light_duty),
    Question(
        "illness_bank", "May an employee draw on the extended illness leave bank?", IllnessBankFacts, illness_bank
    ),
    Question(
        "change_notice",
        "By when must the employee tell of a change, and was it late?",
        ChangeNoticeFacts,
        change_notice,
    ),
    Question(
        "need_ended", "Which is the last day of leave when the need ends, and what stops?", NeedEndedFacts, need_ended
    ),
    Question(
        "cancelled_with_need",
        "What that is pending is cancelled when the need ends?",
        NeedEndedFacts,
        cancelled_with_need,
    ),
    Question("sign_of_need", "Are these sick days a sign that leave may be needed?", SignFacts, sign_of_need),
    Question("missed_notice", "When was a notice due that the employer missed?", MissedNoticeFacts, missed_notice),
    Question("retroactive_designation", "May past days be designated?", RetroactiveFacts, retroactive_designation),
    Question("postponement", "May designation be put off to save leave for later?", PostponementFacts, postponement),
    Question("attendance_points", "Which attendance points are void?", AttendancePointsFacts, attendance_points),
    Question("adverse_change", "Is an adverse change presumed to be retaliation?", AdverseChangeFacts, adverse_change),
    Question(
        "state_leave_notice",
        "What notice and papers do the other Massachusetts leaves take?",
        StateLeaveFacts,
        state_leave_notice,
    ),
)

QUESTIONS: dict[str, Question] = {question.name: question for question in _ALL}
"""By name."""
