"""By when notices, papers and reports to the state program are due, and from which day each clock runs.

29 CFR 825.300, 825.305, 825.307(d), 825.308(d), 825.311(c); 458 CMR 2.08, 2.10, 2.11 (law.md D1-D4, D8, D9, D11, F5-F7,
G2, G3, G7, H4, L8).
"""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from infra import policies
from tests.rules.arbitrary import DAYS
from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY, day, policy
from workflows.rules.answers import Answer, Due, Standing, Teller
from workflows.rules.certification_clocks import (
    CopiesClock,
    PapersClock,
    certification_due,
    copies_due,
    cure_due,
    recertification_due,
    reminder_due,
)
from workflows.rules.clocks import ClockKind, Deadline
from workflows.rules.deadlines import DeadlineFacts, deadline
from workflows.rules.dfml_clocks import (
    DfmlClock,
    PfmlFiling,
    PfmlFilingFacts,
    dfml_answer_due,
    dfml_appeal_due,
    dfml_change_due,
    dfml_extension_due,
    functions_list_due,
    pfml_filing,
)
from workflows.rules.employee_notices import ChangeClock, change_notice_due
from workflows.rules.employer_notices import (
    AmountClock,
    NoticeClock,
    amount_due,
    designation_due,
    eligibility_notice_due,
    intake_contact_due,
    rights_notice_due,
)
from workflows.rules.policy import LeavePolicy

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))


def ask(clock: dict[str, Any], using: LeavePolicy = POLICY) -> Answer[Deadline]:
    return deadline(DeadlineFacts.model_validate({"clock": clock}), policy=using)


def found(answer: Answer[Deadline]) -> Due:
    assert answer.result is not None
    assert answer.result.due is not None
    return answer.result.due


def due_on(clock: dict[str, Any], using: LeavePolicy = POLICY) -> str:
    return str(found(ask(clock, using)).due_on)


def knew(on: str, by: str = "supervisor", shown: bool | None = True) -> dict[str, Any]:
    return {"on": on, "by": by, "shown": shown}


@pytest.mark.parametrize(
    ("rule", "due", "expected", "count", "unit"),
    [
        ("D1", eligibility_notice_due(day("2026-02-06"), policy=POLICY), "2026-02-13", 5, "business days"),
        ("D2", rights_notice_due(day("2026-02-09"), policy=POLICY), "2026-02-17", 5, "business days"),
        ("D3", designation_due(day("2026-06-30"), policy=POLICY), "2026-07-07", 5, "business days"),
        ("D11", intake_contact_due(day("2026-06-18"), policy=POLICY), "2026-06-26", 5, "business days"),
        ("D4", amount_due(day("2026-06-20"), policy=POLICY), "2026-06-20", 0, "calendar days"),
        ("G2", certification_due(day("2026-02-13"), policy=POLICY), "2026-02-28", 15, "calendar days"),
        ("G2", certification_due(day("2026-03-26"), policy=POLICY), "2026-04-10", 15, "calendar days"),
        ("G2", certification_due(day("2026-03-02"), policy=POLICY), "2026-03-17", 15, "calendar days"),
        ("G2", reminder_due(day("2026-02-28"), policy=POLICY), "2026-02-23", 5, "calendar days before"),
        ("G3", cure_due(day("2026-03-03"), policy=POLICY), "2026-03-10", 7, "calendar days"),
        ("H4", recertification_due(day("2026-03-03"), policy=POLICY), "2026-03-18", 15, "calendar days"),
        ("G7", copies_due(day("2026-05-20"), policy=POLICY), "2026-05-28", 5, "business days"),
        ("F6", change_notice_due(day("2026-03-12"), policy=POLICY), "2026-03-16", 2, "business days"),
        ("F7", dfml_change_due(day("2026-03-12"), policy=POLICY), "2026-03-19", 7, "calendar days"),
        ("F7", dfml_extension_due(day("2026-04-24"), policy=POLICY), "2026-04-10", 14, "calendar days before"),
        ("D9", dfml_answer_due(day("2026-04-10"), policy=POLICY), "2026-04-27", 10, "business days"),
        ("D8", functions_list_due(day("2026-04-10"), policy=POLICY), "2026-04-27", 10, "business days"),
        ("L8", dfml_appeal_due(day("2026-04-10"), policy=POLICY), "2026-04-20", 10, "calendar days"),
    ],
)
def test_a_legal_date_is_counted_from_its_trigger_day(
    rule: str, due: Due, expected: str, count: int, unit: str
) -> None:
    assert (due.rule, str(due.due_on), due.count, due.unit) == (rule, expected, count, unit)
    assert due.citation == POLICY.citation(rule) != rule


def test_another_employer_has_other_days() -> None:
    assert eligibility_notice_due(day("2026-02-06"), policy=HARBOR).due_on == day("2026-02-11")
    assert certification_due(day("2026-02-13"), policy=HARBOR).due_on == day("2026-03-05")
    assert cure_due(day("2026-03-03"), policy=HARBOR).due_on == day("2026-03-13")
    assert recertification_due(day("2026-03-03"), policy=HARBOR).due_on == day("2026-03-23")
    assert intake_contact_due(day("2026-06-18"), policy=HARBOR).due_on == day("2026-06-23")


def test_825_305_c_a_cure_ends_with_its_day_in_new_york_through_the_change_of_clocks() -> None:
    assert cure_due(day("2026-03-03"), policy=POLICY).due_at.isoformat() == "2026-03-11T04:00:00+00:00"


# Who knew when


def test_825_300_b_the_clock_runs_from_the_supervisor_and_not_from_the_office() -> None:
    answer = ask({"kind": "eligibility_notice", "known": [knew("2026-03-02", "leave_office"), knew("2026-02-06")]})
    assert answer.standing is Standing.SETTLED
    assert answer.says == "due on 2026-02-13, counted from 2026-02-06"
    assert found(answer).counted_from == day("2026-02-06")
    assert [step.rule for step in answer.steps] == ["D1"]
    assert answer.steps[0].inputs == {"known_on": "2026-02-06", "days": "5"}


@pytest.mark.parametrize("by", ["supervisor", "agency_office", "liaison", "leave_office", "administrator"])
def test_825_300_b_whoever_represents_the_employer_starts_the_clock(by: str) -> None:
    assert due_on({"kind": "eligibility_notice", "known": [knew("2026-02-06", by)]}) == "2026-02-13"


def test_825_300_b_a_co_worker_does_not_represent_the_employer() -> None:
    answer = ask({"kind": "eligibility_notice", "known": [knew("2026-02-06", "co_worker")]})
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert answer.gaps[0].fact == "clock.known"
    assert answer.gaps[0].teller is Teller.AGENCY
    assert "co-worker" in answer.steps[0].says
    assert (
        due_on({"kind": "eligibility_notice", "known": [knew("2026-02-02", "co_worker"), knew("2026-02-06")]})
        == "2026-02-13"
    )


def test_825_300_b_what_was_disproved_starts_no_clock() -> None:
    known = [knew("2026-02-06", shown=False), knew("2026-03-02", "leave_office")]
    assert due_on({"kind": "eligibility_notice", "known": known}) == "2026-03-09"
    answer = ask({"kind": "eligibility_notice", "known": known[:1]})
    assert answer.standing is Standing.NOT_ANSWERABLE


def test_825_300_b_knowledge_in_doubt_has_a_branch_for_each_credible_day_the_earliest_first() -> None:
    known = [
        knew("2026-03-02", "leave_office"),
        knew("2026-02-17", "liaison", None),
        knew("2026-02-06", "supervisor", None),
        knew("2026-02-06", "agency_office", None),
        knew("2026-03-03", "supervisor", None),
    ]
    answer = ask({"kind": "eligibility_notice", "known": known})
    assert answer.standing is Standing.CONDITIONAL
    days = [branch.result.due.due_on for branch in answer.branches if branch.result and branch.result.due]
    assert days == [day("2026-02-13"), day("2026-02-24"), day("2026-03-09")]
    assert answer.branches[0].given == ("was it known on 2026-02-06? yes",)
    assert answer.branches[1].given == ("was it known on 2026-02-06? no", "was it known on 2026-02-17? yes")
    assert "earliest credible day" in answer.steps[0].says
    assert answer.steps[0].inputs == {"earliest": "2026-02-06"}


def test_825_300_b_in_doubt_is_never_not_due() -> None:
    answer = ask({"kind": "eligibility_notice", "known": [knew("2026-02-06", shown=None)]})
    assert answer.standing is Standing.CONDITIONAL
    yes, no = answer.branches
    assert yes.result is not None
    assert yes.result.owed
    assert no.result is None
    assert "never the same as not due" in no.says


# Once a reason and 12 months


def before(**more: Any) -> dict[str, Any]:
    return {"given_on": "2026-01-14", "period_first_on": "2026-01-12", "changed": False, **more}


@pytest.mark.parametrize(
    ("known_on", "owed"), [("2026-06-15", False), ("2027-01-11", False), ("2027-01-12", True), ("2027-01-13", True)]
)
@pytest.mark.parametrize("kind", ["eligibility_notice", "rights_notice"])
def test_825_300_b_1_one_notice_a_reason_and_twelve_months(kind: str, known_on: str, owed: bool) -> None:
    answer = ask({"kind": kind, "known": [knew(known_on)], "before": before()})
    assert answer.result is not None
    assert answer.result.owed is owed
    assert (answer.result.due is not None) is owed
    assert (answer.result.first_due_on is not None) is owed
    assert answer.unconfirmed == ("reason_period",)
    assert answer.steps[0].rule == ("E8" if owed else {"eligibility_notice": "D1", "rights_notice": "D2"}[kind])
    assert ("stands" in answer.says) is not owed


def test_825_300_b_3_a_change_brings_a_second_notice() -> None:
    clock = {"kind": "eligibility_notice", "known": [knew("2026-06-15")]}
    assert due_on({**clock, "before": before(changed=True)}) == "2026-06-23"
    unknown = ask({**clock, "before": before(changed=None)})
    assert unknown.standing is Standing.CONDITIONAL
    assert [b.result.owed for b in unknown.branches if b.result] == [True, False]
    assert [gap.fact for gap in unknown.gaps] == ["clock.before.changed"]
    assert unknown.branches[0].given == ("has it changed since that notice? yes",)


def test_825_300_b_1_whether_the_period_still_runs_may_be_unknown() -> None:
    clock = {"kind": "eligibility_notice", "known": [knew("2026-06-15")], "before": before(period_first_on=None)}
    answer = ask(clock)
    assert [b.result.owed for b in answer.branches if b.result] == [False, True]
    assert answer.gaps[0].fact == "clock.before.period_first_on"


@pytest.mark.parametrize("kind", ["designation_notice", "intake_contact"])
def test_a_designation_is_owed_whatever_went_before(kind: str) -> None:
    answer = ask({"kind": kind, "known": [knew("2026-06-15")], "before": before()})
    assert found(answer).due_on == day("2026-06-23")
    assert answer.result is not None
    assert answer.unconfirmed == (("intake_contact_days",) if kind == "intake_contact" else ())


def test_extenuating_circumstances_count_when_a_named_person_found_them() -> None:
    clock = {"kind": "eligibility_notice", "known": [knew("2026-02-06")]}
    later = ask({**clock, "extension": {"due_on": "2026-02-20", "found_by": "C-7"}})
    assert later.result is not None
    assert found(later).due_on == day("2026-02-20")
    assert later.result.first_due_on == day("2026-02-13")
    assert (found(later).count, found(later).unit) == (14, "calendar days")
    assert later.says == "due on 2026-02-20, counted from 2026-02-06"
    assert later.steps[-1].says == "A named person found good reason for more time."
    for nobody in (None, ""):
        unfound = ask({**clock, "extension": {"due_on": "2026-02-20", "found_by": nobody}})
        assert found(unfound).due_on == day("2026-02-13")
        assert "does not count yet" in unfound.steps[-1].says
    earlier = ask({**clock, "extension": {"due_on": "2026-02-13", "found_by": "C-7"}})
    assert found(earlier) == eligibility_notice_due(day("2026-02-06"), policy=POLICY)
    assert "not beyond" in earlier.steps[-1].says


@pytest.mark.parametrize("notice", [eligibility_notice_due, rights_notice_due])
def test_a_closure_that_is_no_business_day_moves_each_notice_of_the_employer(notice: Any) -> None:
    shut, free = (day("2026-02-11"),), policy(special_closure="no_business_day")
    assert notice(day("2026-02-06"), policy=free, closures=shut).due_on == day("2026-02-17")
    assert notice(day("2026-02-06"), policy=free).due_on == day("2026-02-13")


def test_a_special_closure_counts_until_the_employer_says_otherwise() -> None:
    clock = {"kind": "eligibility_notice", "known": [knew("2026-02-06")], "closures": ["2026-02-10"]}
    counted = ask(clock)
    assert found(counted).due_on == day("2026-02-13")
    assert counted.unconfirmed == ("special_closure",)
    assert counted.steps[-1].rule == "1.5"
    assert counted.steps[-1].says == "A day of special closure counts as a business day."
    free = ask(clock, policy(special_closure="no_business_day"))
    assert found(free).due_on == day("2026-02-17")
    assert "A day of special closure does not count as a business day." in [step.says for step in free.steps]


@pytest.mark.parametrize("closed", ["2026-02-06", "2026-02-07", "2026-02-16", "2026-02-17"])
def test_a_closure_outside_the_days_or_on_a_free_day_changes_nothing(closed: str) -> None:
    answer = ask({"kind": "eligibility_notice", "known": [knew("2026-02-06")], "closures": [closed]})
    assert (found(answer).due_on, answer.unconfirmed) == (day("2026-02-13"), ())


def test_a_day_beyond_the_table_of_holidays_says_so() -> None:
    answer = ask({"kind": "eligibility_notice", "known": [knew("2090-02-06")]})
    assert answer.steps[-1].rule == "1.5"
    assert "table of holidays" in answer.steps[-1].says
    assert answer.result is None
    assert "at the earliest" in answer.says
    assert [gap.teller.value for gap in answer.gaps] == ["hrd"]
    assert "1.5" not in [s.rule for s in ask({"kind": "eligibility_notice", "known": [knew("2026-02-25")]}).steps]


def test_the_holidays_that_were_left_out_are_named() -> None:
    answer = ask({"kind": "eligibility_notice", "known": [knew("2026-11-20")]})
    assert found(answer).due_on == day("2026-11-30")
    assert answer.steps[-1].inputs["left_out"] == "2026-11-26"


def test_facts_that_contradict_each_other_are_refused_by_name() -> None:
    clocks: list[tuple[str, dict[str, Any]]] = [
        (
            "notice_before_knowledge",
            {"kind": "eligibility_notice", "known": [knew("2026-01-13")], "before": before()},
        ),
        ("told_after_asked", {"kind": "amount_told", "asked_on": "2026-05-04", "last_told_on": "2026-05-05"}),
        (
            "receipt_shown_and_in_doubt",
            {"kind": "cure", "received_on": "2026-03-03", "may_be_received_on": ["2026-03-04"]},
        ),
        (
            "extended_before_receipt",
            {"kind": "cure", "received_on": "2026-03-03", "extension": {"due_on": "2026-03-02"}},
        ),
        (
            "extended_before_receipt",
            {"kind": "cure", "may_be_received_on": ["2026-03-01", "2026-03-03"], "extension": {"due_on": "2026-03-02"}},
        ),
        ("before_the_earliest", {"kind": "dfml_answer", "from_on": "2026-03-03", "earliest_on": "2026-03-04"}),
    ]
    for name, clock in clocks:
        with pytest.raises(ValidationError) as refused:
            ask(clock)
        assert [error["type"] for error in refused.value.errors()] == [name]


# The amount counted


@pytest.mark.parametrize(
    ("last_told_on", "taken", "owed"),
    [
        (None, True, True),
        (None, False, False),
        ("2026-04-04", True, True),
        ("2026-04-05", True, False),
        ("2026-04-04", False, False),
    ],
)
def test_825_300_d_6_the_amount_is_told_once_in_30_days_and_if_leave_was_taken(
    last_told_on: str | None, taken: bool, owed: bool
) -> None:
    clock = {"kind": "amount_told", "asked_on": "2026-05-04", "last_told_on": last_told_on, "leave_taken": taken}
    answer = ask(clock)
    assert answer.result is not None
    assert answer.result.owed is owed
    assert [step.rule for step in answer.steps] == ["D4"]
    if owed:
        assert (found(answer).due_on, answer.says) == (day("2026-05-04"), "due on request, on 2026-05-04")


def test_825_300_d_6_why_the_amount_is_not_told() -> None:
    soon = ask({"kind": "amount_told", "asked_on": "2026-05-04", "last_told_on": "2026-04-05"})
    assert soon.says == "nothing is due; it can be asked again on 2026-05-05"
    none = ask({"kind": "amount_told", "asked_on": "2026-05-04", "leave_taken": False})
    assert "no leave was taken" in none.says
    unknown = ask({"kind": "amount_told", "asked_on": "2026-05-04"})
    assert [b.result.owed for b in unknown.branches if b.result] == [True, False]
    assert unknown.gaps[0].fact == "clock.leave_taken"


# What the employee owes


def test_825_305_b_an_extension_by_a_named_person_moves_the_due_day() -> None:
    answer = ask(
        {
            "kind": "certification",
            "received_on": "2026-03-26",
            "extension": {"due_on": "2026-04-21", "found_by": "C-7"},
        }
    )
    assert answer.result is not None
    assert answer.result.first_due_on == day("2026-04-10")
    assert (found(answer).due_on, found(answer).count) == (day("2026-04-21"), 26)
    assert answer.says == "due by the end of 2026-04-21, extended from 2026-04-10"
    assert [step.rule for step in answer.steps] == ["G2", "G2"]


def test_825_305_b_days_of_receipt_are_told_apart_though_an_extension_ends_on_one_day() -> None:
    extension = {"due_on": "2026-04-21", "found_by": "C-7"}
    may_be = ["2026-03-25", "2026-03-26"]
    answer = ask({"kind": "certification", "may_be_received_on": may_be, "extension": extension})
    assert [branch.says for branch in answer.branches[:2]] == [
        f"due by the end of 2026-04-21, extended from {first_on}" for first_on in ("2026-04-09", "2026-04-10")
    ]


def test_825_313_b_receipt_that_is_not_shown_counts_on_no_day() -> None:
    answer = ask({"kind": "certification"})
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert answer.gaps[0].fact == "clock.received_on"
    assert "nothing counts against the employee" in answer.steps[0].says


def test_825_313_b_receipt_in_doubt_has_a_branch_for_each_day() -> None:
    answer = ask({"kind": "cure", "may_be_received_on": ["2026-03-05", "2026-03-03", "2026-03-05"]})
    assert answer.standing is Standing.CONDITIONAL
    results = [branch.result and str(branch.result.first_due_on) for branch in answer.branches]
    assert results == ["2026-03-10", "2026-03-12", None]
    assert answer.branches[0].given == ("when did the employee receive it? on 2026-03-03",)
    assert answer.branches[-1].given == ("when did the employee receive it? on another day, or never",)
    assert answer.steps[0].rule == "G3"


def test_one_credible_day_of_receipt_does_not_make_it_certain() -> None:
    assert ask({"kind": "recertification", "may_be_received_on": ["2026-03-05"]}).standing is Standing.CONDITIONAL


def test_a_reminder_is_a_service_some_days_before() -> None:
    answer = ask({"kind": "reminder", "received_on": "2026-02-13"})
    assert answer.result is not None
    assert (str(found(answer).due_on), answer.result.is_ours) == ("2026-02-23", True)
    assert answer.unconfirmed == ("reminder_days_before",)
    assert answer.says == "a reminder is sent on 2026-02-23"
    later = {"kind": "reminder", "received_on": "2026-02-13", "extension": {"due_on": "2026-03-10", "found_by": "C-7"}}
    assert due_on(later) == "2026-03-05"


def test_papers_have_days_of_their_own() -> None:
    assert due_on({"kind": "cure", "received_on": "2026-03-03"}) == "2026-03-10"
    assert due_on({"kind": "recertification", "received_on": "2026-03-03"}) == "2026-03-18"
    assert due_on({"kind": "opinion_copies", "asked_on": "2026-05-20"}) == "2026-05-28"
    assert due_on({"kind": "change_notice", "learned_on": "2026-03-12"}) == "2026-03-16"
    assert ask({"kind": "cure", "received_on": "2026-03-03"}).unconfirmed == ()


WHOSE: dict[str, tuple[dict[str, Any], bool]] = {
    "eligibility_notice": ({"known": [knew("2026-02-06")]}, True),
    "rights_notice": ({"known": [knew("2026-02-06")]}, True),
    "designation_notice": ({"known": [knew("2026-02-06")]}, True),
    "intake_contact": ({"known": [knew("2026-02-06")]}, True),
    "amount_told": ({"asked_on": "2026-06-20", "leave_taken": True}, True),
    "certification": ({"received_on": "2026-02-13"}, False),
    "reminder": ({"received_on": "2026-02-13"}, True),
    "cure": ({"received_on": "2026-03-03"}, False),
    "recertification": ({"received_on": "2026-03-03"}, False),
    "opinion_copies": ({"asked_on": "2026-05-20"}, True),
    "change_notice": ({"learned_on": "2026-03-12"}, False),
    "dfml_answer": ({"from_on": "2026-04-10"}, True),
    "functions_list": ({"from_on": "2026-04-10"}, True),
    "dfml_change_by_employer": ({"from_on": "2026-03-12"}, True),
    "dfml_change_by_employee": ({"from_on": "2026-03-12"}, False),
    "dfml_extension": ({"from_on": "2026-04-24"}, False),
    "dfml_appeal": ({"from_on": "2026-04-10"}, False),
}


@pytest.mark.parametrize("kind", ClockKind)
def test_825_305_b_papers_are_for_the_employee_and_notices_for_the_employer(kind: ClockKind) -> None:
    facts, is_ours = WHOSE[kind]
    answer = ask({"kind": kind, **facts})
    assert answer.result is not None
    assert answer.result.is_ours is is_ours


# The state program


@pytest.mark.parametrize(
    ("kind", "from_on", "expected", "is_ours"),
    [
        ("dfml_answer", "2026-04-10", "2026-04-27", True),
        ("functions_list", "2026-04-10", "2026-04-27", True),
        ("dfml_change_by_employer", "2026-03-12", "2026-03-19", True),
        ("dfml_change_by_employee", "2026-03-12", "2026-03-19", False),
        ("dfml_extension", "2026-04-24", "2026-04-10", False),
        ("dfml_appeal", "2026-04-10", "2026-04-20", False),
    ],
)
def test_458_cmr_2_10_clocks_of_the_state_program(kind: str, from_on: str, expected: str, is_ours: bool) -> None:
    answer = ask({"kind": kind, "from_on": from_on})
    assert answer.result is not None
    assert (str(found(answer).due_on), answer.result.is_ours) == (expected, is_ours)
    assert answer.result.kind is ClockKind(kind)
    assert answer.says == f"due on {expected}, counted from {from_on}"


@pytest.mark.parametrize(
    ("clock", "fact", "earliest"),
    [
        ({"kind": "dfml_answer", "earliest_on": "2026-04-10"}, "from_on", "2026-04-27"),
        ({"kind": "opinion_copies", "earliest_on": "2026-05-20"}, "asked_on", "2026-05-28"),
        ({"kind": "dfml_change_by_employer", "earliest_on": "2026-03-12"}, "from_on", "2026-03-19"),
        ({"kind": "change_notice", "earliest_on": "2026-03-12"}, "learned_on", "2026-03-16"),
    ],
)
def test_a_day_that_is_unknown_gives_no_answer_but_the_earliest_it_can_be(
    clock: dict[str, Any], fact: str, earliest: str
) -> None:
    answer = ask(clock)
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert answer.gaps[0].fact == f"clock.{fact}"
    assert answer.steps[0].inputs["due_on"] == earliest
    assert earliest in answer.says
    silent = ask({"kind": clock["kind"]})
    assert (silent.standing, silent.steps) == (Standing.NOT_ANSWERABLE, ())


def test_whom_to_ask_for_a_day_of_the_state_program() -> None:
    asked = {kind: ask({"kind": kind}).gaps[0] for kind in ("dfml_answer", "dfml_extension", "dfml_appeal")}
    assert [gap.teller for gap in asked.values()] == [Teller.AGENCY, Teller.DFML, Teller.EMPLOYEE]
    assert len({gap.asks for gap in asked.values()}) == 3


# Filing with the state


def filing(**more: Any) -> Answer[PfmlFiling]:
    given = {"starts_on": "2026-07-06", "on": "2026-06-01", "told_employer_on": "2026-05-04", **more}
    return pfml_filing(PfmlFilingFacts.model_validate(given), policy=POLICY)


@pytest.mark.parametrize(
    ("on", "can"),
    [("2026-05-06", False), ("2026-05-07", True), ("2026-10-04", True), ("2026-10-05", False)],
)
def test_458_cmr_2_08_a_claim_can_be_filed_60_days_ahead_to_90_days_after(on: str, can: bool) -> None:
    answer = filing(on=on)
    assert answer.result is not None
    assert answer.result.can_file is can
    assert (str(answer.result.first_on), str(answer.result.last_on)) == ("2026-05-07", "2026-10-04")
    assert answer.steps[-1].says == "Job protection does not depend on filing a claim."
    assert (" can be filed" in answer.says) is can


def test_458_cmr_2_08_the_employer_is_told_30_days_ahead_and_before_the_claim() -> None:
    in_time = filing(told_employer_on="2026-06-06", on="2026-06-06").result
    assert in_time is not None
    assert (in_time.told_in_time, in_time.can_file, str(in_time.notice_due.due_on)) == (True, True, "2026-06-06")
    assert in_time.notice_due.unit == "calendar days before"
    not_before = filing(told_employer_on="2026-06-06", on="2026-06-05").result
    assert not_before is not None
    assert not not_before.can_file
    late = filing(told_employer_on="2026-06-07", beyond_control=False)
    assert late.result is not None
    assert not late.result.told_in_time
    assert "told late" in late.says
    excused = filing(told_employer_on="2026-06-07", beyond_control=True).result
    assert excused is not None
    assert excused.told_in_time
    unknown = filing(told_employer_on="2026-06-07")
    assert [b.result.told_in_time for b in unknown.branches if b.result] == [True, False]
    assert unknown.gaps[0].fact == "beyond_control"


def test_458_cmr_2_08_when_a_claim_is_taken_turns_on_the_leave_alone() -> None:
    answer = filing(told_employer_on=None, on="2026-06-20")
    assert answer.standing is Standing.CONDITIONAL
    assert [gap.fact for gap in answer.gaps] == ["told_employer_on", "beyond_control"]
    assert [b.result and (b.result.can_file, b.result.told_in_time) for b in answer.branches] == [
        (True, True),
        (True, True),
        (True, False),
        None,
    ]
    assert answer.branches[-1].given == ("when was the employer told? not by 2026-06-20",)
    assert all("from 2026-05-07 to 2026-10-04" in branch.says for branch in answer.branches)
    assert [b.result and b.result.can_file for b in filing(told_employer_on=None).branches] == [True, None]


def test_458_cmr_2_08_the_sentence_says_why_a_claim_cannot_be_filed() -> None:
    window = "DFML takes it from 2026-05-07 to 2026-10-04"
    assert filing().says == f"a claim can be filed on 2026-06-01; {window}; the employer was told in time"
    too_late = filing(on="2026-10-05").says
    assert too_late == f"a claim cannot be filed on 2026-10-05; {window}; the employer was told in time"
    not_told = filing(told_employer_on="2026-06-06", on="2026-06-05").says
    assert (
        not_told
        == f"a claim cannot be filed on 2026-06-05 before the employer is told; {window}; the employer is told in time"
    )


@given(facts_of(DeadlineFacts))
def test_every_clock_answers_whatever_it_is_told(facts: DeadlineFacts) -> None:
    answer = deadline(facts, policy=POLICY)
    assert answer.says
    if answer.result is not None and answer.result.due is not None:
        assert answer.result.owed
        assert answer.result.due.due_on >= (answer.result.first_due_on or answer.result.due.due_on)
    deadline(facts, policy=HARBOR)


@given(facts_of(PfmlFilingFacts))
def test_filing_answers_whatever_it_is_told(facts: PfmlFilingFacts) -> None:
    answer = pfml_filing(facts, policy=POLICY)
    assert answer.result is None or answer.result.first_on <= answer.result.last_on


@given(DAYS)
def test_a_later_trigger_is_never_due_earlier(on: Any) -> None:
    assert certification_due(on, policy=POLICY).due_on >= on
    assert eligibility_notice_due(on, policy=POLICY).due_on >= on


@pytest.mark.parametrize(
    "model",
    [DeadlineFacts, NoticeClock, AmountClock, PapersClock, CopiesClock, ChangeClock, DfmlClock, PfmlFilingFacts],
)
def test_examples_are_facts(model: Any) -> None:
    examples = model.model_json_schema()["examples"]
    assert examples
    for example in examples:
        model.model_validate(example)
