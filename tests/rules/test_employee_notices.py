"""Whether an employee's notice was in time, and what may follow where it was not.

29 CFR 825.302-304 (law.md F1-F4).
"""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from infra import policies
from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY, day, policy
from workflows.rules.answers import Answer, Standing
from workflows.rules.call_in import CallIn, CallInFacts, CallInStatus, call_in
from workflows.rules.employee_notices import NoticeStatus, ShortNotice, ShortNoticeFacts, short_notice
from workflows.rules.policy import LeavePolicy

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))

SURGERY = {
    "reason": "own_condition",
    "starts_on": "2026-05-11",
    "told_on": "2026-05-01",
    "learned_on": "2026-03-16",
    "foreseeable": True,
    "excused": False,
    "posted": True,
    "distributed": True,
}
DELAY = {"choice": "delay", "chosen_by": "C-7"}
WAIVE = {"choice": "waive", "chosen_by": "C-7"}


def ask(using: LeavePolicy = POLICY, **changes: Any) -> Answer[ShortNotice]:
    return short_notice(ShortNoticeFacts.model_validate({**SURGERY, **changes}), policy=using)


def found(using: LeavePolicy = POLICY, **changes: Any) -> ShortNotice:
    result = ask(using, **changes).result
    assert result is not None
    return result


def test_825_304_b_short_notice_for_planned_surgery() -> None:
    answer = ask()
    assert answer.result == ShortNotice(
        status=NoticeStatus.CHOICE_OPEN,
        owed_on=day("2026-04-11"),
        late_days=20,
        protected_from=day("2026-05-11"),
        delay_to=day("2026-05-31"),
    )
    assert answer.standing is Standing.SETTLED
    assert answer.unconfirmed == ("late_notice",)
    assert "usually waived" in answer.says
    assert "2026-05-31" in answer.says
    assert [step.rule for step in answer.steps] == ["F1", "F4"]
    assert answer.steps[0].inputs == {"days": "30", "owed_on": "2026-04-11"}


def test_825_304_b_a_coordinator_chooses_delay_and_it_is_no_denial() -> None:
    answer = ask(chosen=DELAY)
    assert answer.result is not None
    assert answer.result.status is NoticeStatus.DELAYED
    assert answer.result.protected_from == day("2026-05-31")
    assert answer.says == "protection is delayed to 2026-05-31; it is not denied"
    assert answer.unconfirmed == ()
    assert "denied" not in list(NoticeStatus)


def test_825_304_e_a_coordinator_waives() -> None:
    answer = ask(chosen=WAIVE)
    assert answer.result is not None
    assert answer.result.status is NoticeStatus.WAIVED
    assert answer.result.protected_from == day("2026-05-11")
    assert "waived" in answer.says


@pytest.mark.parametrize("posted", [None, False, True])
@pytest.mark.parametrize("distributed", [None, False, True])
def test_825_304_a_without_proof_of_both_nothing_is_delayed(posted: bool | None, distributed: bool | None) -> None:
    if posted and distributed:
        return
    answer = ask(posted=posted, distributed=distributed, chosen=DELAY)
    assert answer.result == ShortNotice(
        status=NoticeStatus.NOT_DELAYED,
        owed_on=None,
        late_days=None,
        protected_from=day("2026-05-11"),
        delay_to=None,
    )
    in_doubt = False not in (posted, distributed)
    assert answer.standing is (Standing.SETTLED_BY_LAW if in_doubt else Standing.SETTLED)
    assert [(step.rule, step.by_law) for step in answer.steps] == [("F4", in_doubt)]
    assert "no proof" in answer.says


@pytest.mark.parametrize("unknown", ["learned_on", "foreseeable", "excused"])
def test_825_304_a_no_proof_settles_whatever_else_is_unknown(unknown: str) -> None:
    changes: dict[str, Any] = {"posted": None, "distributed": None, unknown: None}
    assert found(**changes).status is NoticeStatus.NOT_DELAYED


@pytest.mark.parametrize(
    ("told_on", "status"),
    [
        ("2026-04-10", NoticeStatus.IN_TIME),
        ("2026-04-11", NoticeStatus.IN_TIME),
        ("2026-04-12", NoticeStatus.CHOICE_OPEN),
    ],
)
def test_825_302_a_thirty_days_ahead_is_in_time(told_on: str, status: NoticeStatus) -> None:
    result = found(told_on=told_on)
    assert result.status is status
    assert result.owed_on == day("2026-04-11")
    assert result.late_days == (1 if status is NoticeStatus.CHOICE_OPEN else 0)
    assert result.delay_to == (day("2026-05-12") if status is NoticeStatus.CHOICE_OPEN else None)


def test_825_302_a_thirty_days_ahead_is_in_time_whatever_is_unknown() -> None:
    nothing: dict[str, Any] = dict.fromkeys(("learned_on", "foreseeable", "excused", "posted", "distributed"))
    answer = ask(told_on="2026-04-11", **nothing)
    assert answer.result is not None
    assert answer.result.status is NoticeStatus.IN_TIME
    assert answer.says == "notice was in time"


def test_825_302_a_another_employer_asks_for_less() -> None:
    assert found(HARBOR, told_on="2026-04-27").status is NoticeStatus.IN_TIME
    late = found(HARBOR, told_on="2026-04-28")
    assert (late.owed_on, late.late_days, late.delay_to) == (day("2026-04-27"), 1, day("2026-05-12"))
    assert "ground for delay" in ask(HARBOR).says
    assert ask(HARBOR).unconfirmed == ()
    assert found(HARBOR).status is NoticeStatus.CHOICE_OPEN


def test_825_302_a_an_exigency_is_never_delayed() -> None:
    answer = ask(reason="exigency", chosen=DELAY, posted=True)
    assert answer.result is not None
    assert answer.result.status is NoticeStatus.NOT_DELAYED
    assert [step.rule for step in answer.steps] == ["F1"]
    assert "never delayed" in answer.says


def test_825_304_b_a_reasonable_excuse_delays_nothing() -> None:
    answer = ask(excused=True, chosen=DELAY)
    assert answer.result is not None
    assert answer.result.status is NoticeStatus.NOT_DELAYED
    assert "excuse" in answer.says
    unknown = ask(excused=None)
    assert [b.result.status for b in unknown.branches if b.result] == [
        NoticeStatus.NOT_DELAYED,
        NoticeStatus.CHOICE_OPEN,
    ]
    assert [gap.fact for gap in unknown.gaps] == ["excused"]


# Foreseeable, but not so long ahead; or not foreseeable


@pytest.mark.parametrize(
    ("learned_on", "told_on", "late_days", "delay_to"),
    [
        ("2026-04-27", "2026-04-27", 0, None),
        ("2026-04-27", "2026-04-28", 0, None),
        ("2026-04-27", "2026-04-29", 1, "2026-05-12"),
        ("2026-04-24", "2026-04-27", 0, None),
        ("2026-04-24", "2026-05-04", 7, "2026-05-18"),
        ("2026-04-12", "2026-04-13", 0, None),
    ],
)
def test_825_304_c_later_known_is_told_the_same_or_the_next_business_day(
    learned_on: str, told_on: str, late_days: int, delay_to: str | None
) -> None:
    result = found(learned_on=learned_on, told_on=told_on)
    assert result.late_days == late_days
    assert result.delay_to == (day(delay_to) if delay_to else None)
    assert result.protected_from == day("2026-05-11")


def test_825_304_d_unforeseeable_leave_is_delayed_by_the_days_of_lateness() -> None:
    answer = ask(foreseeable=False, starts_on="2026-05-04", learned_on="2026-05-04", told_on="2026-05-07", chosen=DELAY)
    assert answer.result is not None
    assert answer.result.protected_from == day("2026-05-06")
    assert [step.rule for step in answer.steps] == ["F2", "F4"]
    assert ask(learned_on="2026-04-27", told_on="2026-05-01").steps[0].rule == "F1"


def test_825_304_d_lateness_never_delays_longer_than_for_leave_that_was_foreseeable() -> None:
    answer = ask(foreseeable=False, chosen=DELAY)
    assert answer.result is not None
    assert (answer.result.late_days, answer.result.protected_from) == (45, day("2026-05-31"))
    assert answer.steps[1].says == "A delay is at most 30 days, and ends 30 days after the notice."
    assert answer.steps[1].inputs == {"ends_on": "2026-05-31"}
    after_it_began = found(foreseeable=False, learned_on="2026-05-11", told_on="2026-06-25")
    assert (after_it_began.late_days, after_it_began.delay_to) == (44, day("2026-06-10"))
    just = found(foreseeable=False, learned_on="2026-05-11", told_on="2026-06-11")
    assert (just.late_days, just.delay_to) == (30, day("2026-06-10"))


def test_825_302_b_a_finding_of_when_it_was_practicable_goes_first() -> None:
    result = found(practicable_on="2026-04-29", excused=None)
    assert (result.owed_on, result.late_days, result.delay_to) == (day("2026-04-29"), 2, day("2026-05-13"))
    on_time = found(practicable_on="2026-05-01", excused=None)
    assert (on_time.status, on_time.owed_on) == (NoticeStatus.IN_TIME, day("2026-05-01"))
    early = found(practicable_on="2026-04-11", learned_on=None)
    assert (early.owed_on, early.delay_to) == (day("2026-04-11"), day("2026-05-31"))


def test_825_302_whether_it_was_foreseeable_may_be_unknown() -> None:
    answer = ask(foreseeable=None)
    assert answer.standing is Standing.CONDITIONAL
    assert [b.result.delay_to for b in answer.branches if b.result] == [day("2026-05-31"), day("2026-05-31")]
    assert answer.gaps[0].fact == "foreseeable"


@pytest.mark.parametrize(("foreseeable", "fact"), [(True, "learned_on"), (False, "practicable_on")])
def test_825_302_nothing_is_late_before_it_is_known_when_the_need_was(foreseeable: bool, fact: str) -> None:
    answer = ask(foreseeable=foreseeable, learned_on=None)
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert answer.gaps[0].fact == fact
    assert "nothing is late yet" in answer.says


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"learned_on": "2026-05-02"}, "told_before_learned"),
        ({"practicable_on": "2026-03-15"}, "practicable_before_learned"),
    ],
)
def test_facts_that_contradict_each_other_are_refused_by_name(changes: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ask(**changes)
    assert refused.value.errors()[0]["type"] == name
    assert found(learned_on="2026-05-01").status is NoticeStatus.IN_TIME
    assert found(practicable_on="2026-03-16").status is NoticeStatus.CHOICE_OPEN


@given(facts_of(ShortNoticeFacts))
def test_late_notice_is_judged_whatever_is_told_and_never_denied(facts: ShortNoticeFacts) -> None:
    answer = short_notice(facts, policy=POLICY)
    results = [answer.result, *(branch.result for branch in answer.branches)]
    for result in results:
        if result is not None and result.status is NoticeStatus.DELAYED:
            assert facts.chosen is not None
            assert (facts.posted, facts.distributed) == (True, True)
            assert facts.reason != "exigency"
        if result is not None and result.delay_to is not None:
            assert (result.delay_to - max(facts.starts_on, facts.told_on)).days <= 30
        if result is not None and result.status is not NoticeStatus.DELAYED:
            assert result.protected_from == facts.starts_on


# Calling in

CALL = {"is_repeat": False, "need_shown": True, "rule_told": True, "followed": False, "unusual": False}


def call(**changes: Any) -> Answer[CallIn]:
    return call_in(CallInFacts.model_validate({**CALL, **changes}), policy=POLICY)


@pytest.mark.parametrize(
    ("changes", "status", "rule"),
    [
        ({}, CallInStatus.RULE_NOT_FOLLOWED, "F3"),
        ({"followed": True}, CallInStatus.NOTICE, "F3"),
        ({"unusual": True}, CallInStatus.NOTICE, "F3"),
        ({"rule_told": False}, CallInStatus.NOTICE, "F3"),
        ({"rule_told": None}, CallInStatus.NOTICE, "F3"),
        ({"need_shown": False}, CallInStatus.ASK_MORE, "F2"),
        ({"need_shown": False, "followed": True}, CallInStatus.ASK_MORE, "F2"),
        ({"is_repeat": True, "need_shown": None, "reason_named": True, "followed": True}, CallInStatus.NOTICE, "F3"),
        ({"is_repeat": True, "reason_named": False}, CallInStatus.ASK_MORE, "F2"),
    ],
)
def test_825_303_c_the_usual_way_binds_who_was_told_of_it(
    changes: dict[str, Any], status: CallInStatus, rule: str
) -> None:
    answer = call(**changes)
    assert answer.result == CallIn(status=status, may_delay=status is CallInStatus.RULE_NOT_FOLLOWED)
    assert [step.rule for step in answer.steps] == [rule]


def test_825_303_b_sick_alone_is_not_enough_and_repeats_name_the_reason() -> None:
    assert "sick" in call(need_shown=False).steps[0].says
    assert "approved reason" in call(is_repeat=True, reason_named=False).steps[0].says
    assert "ask the employee" in call(need_shown=False).says


@pytest.mark.parametrize(
    ("changes", "fact", "statuses"),
    [
        ({"need_shown": None}, "need_shown", [CallInStatus.RULE_NOT_FOLLOWED, CallInStatus.ASK_MORE]),
        (
            {"is_repeat": True, "followed": True},
            "reason_named",
            [CallInStatus.NOTICE, CallInStatus.ASK_MORE],
        ),
        ({"followed": None}, "followed", [CallInStatus.NOTICE, CallInStatus.RULE_NOT_FOLLOWED]),
        ({"unusual": None}, "unusual", [CallInStatus.NOTICE, CallInStatus.RULE_NOT_FOLLOWED]),
    ],
)
def test_825_303_what_is_not_known_of_a_call(changes: dict[str, Any], fact: str, statuses: list[CallInStatus]) -> None:
    answer = call(**changes)
    assert answer.standing is Standing.CONDITIONAL
    assert [b.result.status for b in answer.branches if b.result] == statuses
    assert answer.gaps[0].fact == fact


def test_825_303_a_somebody_may_call_for_an_employee_who_cannot() -> None:
    answer = call(by_employee=False, employee_able=False, followed=True)
    assert "responsible person" in answer.steps[0].says
    assert [step.rule for step in answer.steps] == ["F2", "F3"]
    able = call(by_employee=False, employee_able=True, followed=True)
    assert able.result == CallIn(status=CallInStatus.ASK_MORE, may_delay=False)
    assert "for an employee who cannot" in able.steps[-1].says
    unknown = call(by_employee=False, followed=True)
    assert [(g.fact, g.teller) for g in unknown.gaps] == [("employee_able", "employee")]
    assert [b.result.status for b in unknown.branches if b.result] == [CallInStatus.ASK_MORE, CallInStatus.NOTICE]
    with pytest.raises(ValidationError, match="called and could not"):
        call(by_employee=True, employee_able=False)


@given(facts_of(CallInFacts))
def test_a_call_is_judged_whatever_is_told(facts: CallInFacts) -> None:
    answer = call_in(facts, policy=policy())
    for result in [answer.result, *(b.result for b in answer.branches)]:
        if result is not None and result.may_delay:
            assert facts.rule_told


@pytest.mark.parametrize("model", [ShortNoticeFacts, CallInFacts])
def test_examples_are_facts(model: Any) -> None:
    for example in model.model_json_schema()["examples"]:
        model.model_validate(example)
