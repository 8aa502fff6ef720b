"""One absence against every plan. 29 CFR 825.127(e)(4), 825.200(a), 825.205; c.175M s.2(h) (law.md N1, N6-N8, K4)."""

# mypy: disable-error-code="comparison-overlap"

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from infra import policies
from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import OFFICE, POLICY, day, policy, workdays
from workflows.rules.absence_lines import AbsenceJudged, DayLine, JudgeFacts, NotUsed, PlanLine, WhyNot
from workflows.rules.answers import Answer, Standing, Teller
from workflows.rules.counting import charge_period
from workflows.rules.judging import judge_absence
from workflows.rules.plans import Mark, Plan, PlanEntry, PlanUnit
from workflows.rules.policy import LeavePolicy

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))
YES = {"eligible": True, "reason_covered": True}
FMLA = {"plan": "fmla", "bank": "fmla", **YES}
POOLED = {**FMLA, "mark": "pool"}
PFML = {"plan": "pfml", "bank": "pfml", "mark": "medical", **YES}
LAYER = {"plan": "commonwealth", "bank": "layer", **YES}
CARE = {"plan": "caregiver", "bank": "member-1/injury-1", **YES}
SMALL = {"plan": "small_necessities", "bank": "small", **YES}
ABUSE = {"plan": "abuse", "bank": "abuse", **YES}
ALONE = {"married": False}


def used(on: str, weeks: str, plan: str = "fmla", bank: str = "fmla", marks: tuple[str, ...] = ()) -> PlanEntry:
    amount = Fraction(weeks)
    return PlanEntry.model_validate(
        {"on": on, "weeks": amount, "minutes": int(amount * 2400), "plan": plan, "bank": bank, "marks": marks}
    )


def taken(first: str, weeks: str, **bank: Any) -> tuple[PlanEntry, ...]:
    """So many weeks from a day on, day by day."""
    whole, rest = divmod(Fraction(weeks) * 5, 1)
    *days, last_on = workdays(first, whole + 1)
    parts = [(on, "1/5") for on in days] + ([(last_on, str(rest / 5))] if rest else [])
    return tuple(used(str(on), part, **bank) for on, part in parts)


def ask(
    *plans: dict[str, Any],
    first: str = "2026-04-14",
    last: str | None = None,
    by: LeavePolicy = POLICY,
    **more: Any,
) -> Answer[AbsenceJudged]:
    charges = charge_period(day(first), day(last or first), schedule=OFFICE, policy=POLICY)
    return judge_absence(JudgeFacts.model_validate({"charges": charges, "plans": plans, **more}), policy=by)


def judged(answer: Answer[AbsenceJudged]) -> AbsenceJudged:
    assert answer.result is not None
    return answer.result


def line(answer: Answer[AbsenceJudged], index: int = 0) -> PlanLine:
    return judged(answer).lines[index]


def left(one: PlanLine) -> list[Any]:
    """What is left before and after."""
    return [one.left_before, one.left_after]


def test_825_200_a_a_line_for_each_plan_in_its_own_unit() -> None:
    answer = ask(FMLA, PFML, LAYER, entries=taken("2026-01-05", "9"))
    found = judged(answer)
    assert [one.plan for one in found.lines] == [Plan.FMLA, Plan.PFML, Plan.COMMONWEALTH]
    assert [(one.covered_minutes, one.charged) for one in found.lines] == [(480, Fraction(1, 5))] * 3
    assert [left(one) for one in found.lines] == [[3, Fraction(14, 5)], [20, Fraction(99, 5)], [26, Fraction(129, 5)]]
    assert (found.minutes, found.protected, found.protected_minutes, found.unprotected_minutes) == (480, True, 480, 0)
    assert [(one.rule, one.citation) for one in found.lines] == [
        (rule, POLICY.citation(rule)) for rule in ("N1", "N8", "N5")
    ]
    assert answer.says == "The absence is protected by FMLA and state PFML and the Commonwealth layer."
    assert found.lines[0].days == (DayLine(on=day("2026-04-14"), covered_minutes=480, charged_minutes=480),)
    assert (found.lines[0].not_charged, found.lines[0].at_most, found.lines[0].unit) == ((), False, PlanUnit.WORKWEEKS)
    assert (found.lines[1].mark, found.lines[1].bank) == (Mark.MEDICAL, "pfml")


def test_825_200_a_weeks_that_run_out_in_the_middle_part_an_absence() -> None:
    answer = ask(FMLA, last="2026-04-15", entries=taken("2026-01-05", "47/4"))
    found = judged(answer)
    assert [(d.covered_minutes, d.charged_minutes) for d in found.lines[0].days] == [(480, 480), (120, 120)]
    assert found.lines[0].not_charged == (NotUsed(minutes=360, why=WhyNot.NOTHING_LEFT),)
    assert left(found.lines[0]) == [Fraction(1, 4), 0]
    assert (found.protected, found.protected_minutes, found.unprotected_minutes) == (True, 600, 360)
    assert answer.says == "The absence is partly protected by FMLA; no plan covers 6 hours of it."
    assert answer.steps[-1].says == "FMLA covers 10 hours; 6 hours are not charged: nothing more is left."


def test_an_absence_is_never_unprotected_while_a_plan_covers_it() -> None:
    full = taken("2026-01-05", "12")
    answer = ask(FMLA, LAYER, entries=full)
    assert [one.covered for one in judged(answer).lines] == [False, True]
    assert (judged(answer).protected, judged(answer).unprotected_minutes) == (True, 0)
    alone = ask(FMLA, entries=full)
    assert (judged(alone).protected, judged(alone).unprotected_minutes) == (False, 480)
    assert alone.says == "No plan covers the absence."
    assert line(alone).left_before == line(alone).left_after == 0


def test_an_hour_that_comes_back_covers_one_day_of_a_period() -> None:
    entries = tuple(
        used(str(on), "1/5") for first in ("2025-02-03", "2025-06-02", "2025-12-01") for on in workdays(first, 20)
    )
    found = line(ask(FMLA, first="2026-02-02", last="2026-02-04", entries=entries))
    assert [d.covered_minutes for d in found.days] == [0, 480, 480]


@pytest.mark.parametrize(
    ("plan", "fact", "why", "rule"),
    [
        (FMLA, "eligible", WhyNot.NOT_ELIGIBLE, "E7"),
        (FMLA, "reason_covered", WhyNot.REASON_NOT_COVERED, "1.2"),
        (CARE, "eligible", WhyNot.NOT_ELIGIBLE, "E7"),
        (CARE, "reason_covered", WhyNot.REASON_NOT_COVERED, "1.2-MILC"),
        (PFML, "eligible", WhyNot.NOT_ELIGIBLE, "E10"),
        (PFML, "reason_covered", WhyNot.REASON_NOT_COVERED, "1.2-PFML"),
        (LAYER, "eligible", WhyNot.NOT_ELIGIBLE, "E9"),
        (LAYER, "reason_covered", WhyNot.REASON_NOT_COVERED, "N5"),
        (SMALL, "eligible", WhyNot.NOT_ELIGIBLE, "1.14-SNLA"),
        (SMALL, "reason_covered", WhyNot.REASON_NOT_COVERED, "1.14-SNLA"),
    ],
)
def test_a_test_that_surely_fails_settles_a_no(plan: dict[str, Any], fact: str, why: WhyNot, rule: str) -> None:
    other = "reason_covered" if fact == "eligible" else "eligible"
    answer = ask({**plan, fact: False, other: None})
    assert answer.standing is Standing.SETTLED
    found = line(answer)
    assert (found.covered, found.charged_minutes, found.not_charged) == (False, 0, (NotUsed(minutes=480, why=why),))
    assert (found.rule, found.citation) == (rule, POLICY.citation(rule))
    assert left(found) == [None, None]
    assert (found.days, found.charged.numerator) == ((), 0)
    assert [step.rule for step in answer.steps] == [rule]


@pytest.mark.parametrize("fact", ["eligible", "reason_covered"])
def test_what_is_unknown_has_both_branches_with_what_it_would_be_charged(fact: str) -> None:
    answer = ask({**FMLA, fact: None}, LAYER)
    assert answer.standing is Standing.CONDITIONAL
    assert [(g.fact, g.teller) for g in answer.gaps] == [(f"plans.{fact}", Teller.COORDINATOR)]
    yes, no = (b.result for b in answer.branches)
    assert yes is not None
    assert no is not None
    assert [one.charged_minutes for one in yes.lines] == [480, 480]
    assert [one.charged_minutes for one in no.lines] == [0, 480]
    assert yes.protected
    assert no.protected
    assert answer.branches[0].given[0].endswith("yes")
    assert "FMLA" in answer.gaps[0].asks


def test_nothing_is_asked_about_a_plan_with_nothing_left() -> None:
    answer = ask({"plan": "fmla", "bank": "fmla"}, entries=taken("2026-01-05", "12"))
    assert answer.standing is Standing.SETTLED
    assert line(answer).not_charged == (NotUsed(minutes=480, why=WhyNot.NOTHING_LEFT),)


def test_too_much_unknown_names_every_gap_and_the_plan_that_surely_covers() -> None:
    unknown = [{**plan, "eligible": None, "reason_covered": None} for plan in (FMLA, LAYER, SMALL)]
    answer = ask(*unknown, PFML)
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert len(answer.gaps) == 6
    assert answer.says == "Too much is not known; state PFML covers it."
    assert ask(*unknown).says == "Too much is not known."
    assert len(ask(*unknown[:2], PFML).branches) == 9


def test_825_127_e_4_care_for_a_servicemember_counts_so_first_and_never_as_both() -> None:
    answer = ask(FMLA, CARE, spouse=ALONE)
    fmla, care = judged(answer).lines
    assert (care.charged_minutes, care.rule) == (480, "N6")
    assert left(care) == [26, Fraction(129, 5)]
    assert (fmla.covered, fmla.charged_minutes, fmla.rule) == (False, 0, "N6")
    assert fmla.not_charged == (NotUsed(minutes=480, why=WhyNot.AS_CAREGIVER),)
    assert (
        answer.steps[-2].says == "FMLA covers nothing; 8 hours are not charged: it counts as care for a servicemember."
    )


def test_825_127_e_4_what_finds_no_caregiver_weeks_may_be_other_fmla_leave() -> None:
    lost = taken("2025-02-03", "6", plan="caregiver", bank=CARE["bank"])
    answer = ask(CARE, FMLA, entries=lost, spouse=ALONE)
    care, fmla = judged(answer).lines
    assert (care.covered, fmla.covered, fmla.charged_minutes) == (False, True, 480)
    part = taken("2025-10-06", "103/4", plan="caregiver", bank=CARE["bank"])
    care, fmla = judged(ask(CARE, FMLA, entries=part, last="2026-04-15", spouse=ALONE)).lines
    assert care.charged_minutes == 600
    assert (fmla.charged_minutes, fmla.not_charged) == (
        0,  # all FMLA leave of the single period has had its 26 weeks
        (NotUsed(minutes=600, why=WhyNot.AS_CAREGIVER), NotUsed(minutes=360, why=WhyNot.NOTHING_LEFT)),
    )


def test_825_127_e_4_an_open_caregiver_question_decides_other_fmla_leave_too() -> None:
    answer = ask({**CARE, "reason_covered": None}, FMLA, spouse=ALONE)
    assert [[one.charged_minutes for one in b.result.lines] for b in answer.branches if b.result] == [
        [480, 0],
        [0, 480],
    ]


def test_825_120_a_3_a_shared_limit_cuts_the_pooled_reason() -> None:
    spouse = {"married": True, "same_employer": True, "both_eligible": True}
    entries = [one.model_dump() for one in taken("2026-01-05", "239/20", marks=("pool",))]
    applied = policy(spouse_limit="applied")
    found = line(ask(POOLED, by=applied, spouse={**spouse, "entries": entries}))
    assert found.charged_minutes == 120
    assert left(found) == [Fraction(1, 20), 0]
    assert found.at_most is False
    assert line(ask(POOLED, by=applied, spouse=spouse)).at_most is True
    assert line(ask(FMLA, by=applied, spouse=spouse)).at_most is False
    unstated = ask(POOLED, spouse={**spouse, "entries": entries})
    assert [g.fact for g in unstated.gaps] == ["policy"]
    assert [b.result.lines[0].charged_minutes for b in unstated.branches if b.result] == [120, 480]
    assert ask({**POOLED, "eligible": False}).standing is Standing.SETTLED


def test_175m_2_h_where_nobody_applied_pfml_protects_all_the_same() -> None:
    counted = ask({**PFML, "filed": False})
    assert (line(counted).charged_minutes, line(counted).rule) == (480, "N8")
    assert counted.unconfirmed == ("unfiled_weeks",)
    assert [step.rule for step in counted.steps[-2:]] == ["K4", "F5"]
    assert "all the same" in counted.steps[-2].says
    other = ask({**PFML, "filed": False}, by=HARBOR)
    assert (line(other).covered, line(other).covered_minutes, line(other).charged_minutes) == (True, 480, 0)
    assert line(other).not_charged == (NotUsed(minutes=480, why=WhyNot.NOT_FILED),)
    assert [*left(line(other)), line(other).charged] == [20, 20, 0]
    assert (line(other).rule, judged(other).protected) == ("K4", True)
    assert "no weeks" in other.steps[-2].says
    assert ask({**PFML, "filed": True}).unconfirmed == ()
    unknown = ask(PFML, by=HARBOR)
    assert [(g.fact, g.teller) for g in unknown.gaps] == [("plans.filed", Teller.DFML)]
    assert [b.result.lines[0].charged_minutes for b in unknown.branches if b.result] == [480, 0]


def test_149_52d_and_52e_count_hours_and_workdays() -> None:
    lengths = [{"on": "2026-04-14", "minutes": 480}, {"on": "2026-04-15", "minutes": 480}]
    answer = ask(
        SMALL,
        ABUSE,
        last="2026-04-15",
        workdays=lengths,
        entries=(used("2026-03-02", "1/2", "small_necessities", "small"),),
    )
    small, abuse = judged(answer).lines
    assert [small.charged_minutes, small.charged, *left(small)] == [240, 4, 4, 0]
    assert [abuse.charged_minutes, abuse.charged, *left(abuse)] == [960, 2, 15, 13]
    assert (small.unit, abuse.unit) == (PlanUnit.HOURS, PlanUnit.WORKDAYS)


def test_an_absence_of_no_minutes_is_covered_by_nothing() -> None:
    facts = JudgeFacts.model_validate(
        {"charges": (), "plans": (FMLA, CARE, {**LAYER, "eligible": False}), "spouse": ALONE}
    )
    found = judged(judge_absence(facts, policy=POLICY))
    assert (found.minutes, found.protected, found.unprotected_minutes) == (0, False, 0)
    assert [one.not_charged for one in found.lines] == [(), (), ()]


def test_a_leave_year_from_the_day_of_hire_needs_it() -> None:
    by = policy(leave_year="anniversary")
    assert [g.fact for g in ask(FMLA, by=by).gaps] == ["hired_on"]
    assert ask({**FMLA, "eligible": False}, by=by).standing is Standing.SETTLED
    assert line(ask(FMLA, by=by, hired_on="2019-03-10")).covered


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"plans": [ABUSE]}, "workday_of_no_length"),
        ({"plans": [FMLA, FMLA]}, "bank_asked_twice"),
        ({"plans": [CARE, {**CARE, "bank": "member-2"}]}, "bank_asked_twice"),
        ({"workdays": [{"on": "2026-04-14", "minutes": 480}] * 2}, "day_told_twice"),
        (
            {"charges": [{"on": "2026-04-14", "minutes": 1, "weeks": "1", "base_minutes": "0", "rules": []}]},
            "week_of_no_minutes",
        ),
        (
            {"charges": [{"on": "2026-04-14", "minutes": 1, "weeks": "1", "base_minutes": "1", "rules": []}] * 2},
            "day_told_twice",
        ),
    ],
)
def test_contradictions_are_refused_by_name(told: dict[str, Any], code: str) -> None:
    charges = charge_period(day("2026-04-14"), day("2026-04-14"), schedule=OFFICE, policy=POLICY)
    with pytest.raises(ValidationError) as refused:
        JudgeFacts.model_validate({"charges": charges, "plans": [FMLA], **told})
    assert refused.value.errors()[0]["type"] == code


@pytest.mark.parametrize("plan", Plan)
@pytest.mark.parametrize("fact", ["eligible", "reason_covered"])
def test_a_plan_that_is_refused_says_where_that_stands(plan: Plan, fact: str) -> None:
    asked = {"plan": plan, "bank": "b", "eligible": True, "reason_covered": True, fact: False}
    told = {"charges": [DAY], "plans": [asked], "workdays": [{"on": "2026-04-14", "minutes": 600}]}
    found = line(judge_absence(JudgeFacts.model_validate(told), policy=POLICY))
    assert found.citation != found.rule
    assert any(word in found.citation for word in ("CFR", "M.G.L.", "Red Book", "guide")), found.citation


DAY = {"on": "2026-04-14", "minutes": 600, "weeks": "1/3", "base_minutes": "1800", "rules": ["C1"]}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"weeks": "7"}, "weeks_do_not_fit_minutes"),
        ({"weeks": "3333/10000"}, "weeks_do_not_fit_minutes"),  # a third is no decimal
        ({"minutes": 2881, "weeks": "2881/1800"}, "more_than_the_days_have"),
        ({"weeks": "600/10141", "base_minutes": "10141"}, "week_too_long"),  # 169 hours, where the clocks go back
    ],
)
def test_825_205_b_weeks_that_do_not_fit_the_minutes_are_refused_by_name(told: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        JudgeFacts.model_validate({"charges": [{**DAY, **told}], "plans": [FMLA]})
    assert refused.value.errors()[0]["type"] == code
    facts = JudgeFacts.model_validate({"charges": [DAY], "plans": [FMLA]})
    assert line(judge_absence(facts, policy=POLICY)).charged == Fraction(1, 3)


@pytest.mark.parametrize(("minutes", "weeks"), [(10081, "1"), (-10081, "-1"), (1, "0")])
def test_825_200_a_an_entry_has_no_more_minutes_than_its_weeks(minutes: int, weeks: str) -> None:
    entry = {"on": "2026-03-02", "weeks": weeks, "minutes": minutes, "plan": "fmla", "bank": "fmla"}
    with pytest.raises(ValidationError) as refused:
        JudgeFacts.model_validate({"charges": [DAY], "plans": [FMLA], "entries": [entry]})
    assert refused.value.errors()[0]["type"] == "week_too_long"


def test_825_200_c_each_day_of_leave_has_its_own_entry_as_in_a_balance() -> None:
    entry = used("2026-03-02", "1")
    with pytest.raises(ValidationError, match="on 2026-03-02 an entry holds more than a day") as refused:
        JudgeFacts.model_validate({"charges": [DAY], "plans": [FMLA], "entries": [entry, entry]})
    assert refused.value.errors()[0]["ctx"] == {"at": ("entries", 0)}
    assert JudgeFacts.model_validate({"charges": [DAY], "plans": [FMLA], "entries": taken("2026-03-02", "1")}).entries


def test_a_workday_of_two_shifts_may_be_longer_than_a_day() -> None:
    """From midnight to four in the afternoon and again from ten: all of it begins on one day."""
    long = {"on": "2026-04-14", "minutes": 1800}
    told = {"charges": [{**DAY, "base_minutes": "1800"}], "plans": [ABUSE], "workdays": [long]}
    assert line(judge_absence(JudgeFacts.model_validate(told), policy=POLICY), 0).charged == Fraction(1, 3)
    with pytest.raises(ValidationError):
        JudgeFacts.model_validate({**told, "workdays": [{**long, "minutes": 2881}]})


@given(st.data(), st.sampled_from([POLICY, HARBOR, policy(spouse_limit="applied", leave_year="forward")]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_any_facts_are_judged_and_lines_add_up(data: st.DataObject, by: LeavePolicy) -> None:
    facts = data.draw(facts_of(JudgeFacts))
    answer = judge_absence(facts, policy=by)
    assert answer.says
    assert all(step.citation != step.rule for step in answer.steps)
    for result in (answer.result, *(branch.result for branch in answer.branches)):
        if result is None:
            continue
        assert result.protected == any(one.covered for one in result.lines)
        assert result.protected_minutes + result.unprotected_minutes == result.minutes == facts.minutes
        for one in result.lines:
            assert one.charged_minutes + sum(n.minutes for n in one.not_charged) == facts.minutes
            assert 0 <= one.charged_minutes <= one.covered_minutes <= result.protected_minutes
            assert one.left_after is None or one.left_before is None or one.left_after >= 0
