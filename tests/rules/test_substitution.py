"""Accrued leave beside unpaid and paid days, and the cap of what is added. 29 CFR 825.207; c.175M s.3 (K1-K3)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from infra import policies
from tests.rules.facts import POLICY, day, policy
from workflows.rules.answers import Answer, Standing, Teller
from workflows.rules.policy import LeavePolicy
from workflows.rules.substitution import Accrued, BenefitPaid, SubstitutionDays, SubstitutionFacts, substitution
from workflows.rules.top_up import TopUp, TopUpFacts, top_up_cap

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))
TOLD: dict[str, Any] = {
    "first_on": "2026-04-07",
    "last_on": "2026-06-29",
    "benefits": [],
    "usable": True,
    "elects": True,
    "agreed_top_up": False,
    "elects_pfml_top_up": False,
}

Row = tuple[str, str, str]


def asked(by: LeavePolicy = POLICY, **facts: Any) -> Answer[SubstitutionDays]:
    """The answer about twelve weeks, everything told but what is changed."""
    return substitution(SubstitutionFacts.model_validate({**TOLD, **facts}), policy=by)


def rows(answer: Answer[SubstitutionDays]) -> list[Row]:
    """The days with what holds on them."""
    assert answer.result is not None
    return [(str(d.first_on), str(d.last_on), d.outcome.value) for d in answer.result.days]


def whole(outcome: str) -> list[Row]:
    """All days alike."""
    return [("2026-04-07", "2026-06-29", outcome)]


def paid(kind: str, first: str = "2026-04-07", last: str | None = None, **more: Any) -> list[dict[str, Any]]:
    """One benefit."""
    return [{"kind": kind, "first_on": first, "last_on": last, **more}]


UNPAID = [
    (POLICY, True, True, "runs_by_election", False, True),
    (POLICY, True, False, "not_used", False, True),
    (POLICY, False, True, "not_used", False, False),
    (HARBOR, True, True, "runs_by_election", True, True),
    (HARBOR, True, False, "runs_by_requirement", True, True),
    (HARBOR, False, False, "not_used", False, False),
]


@pytest.mark.parametrize(("by", "usable", "elects", "outcome", "may_require", "may_elect"), UNPAID)
def test_825_207_a_on_unpaid_days_the_employee_elects_or_the_employer_requires(
    by: LeavePolicy, usable: bool, elects: bool, outcome: str, may_require: bool, may_elect: bool
) -> None:
    answer = asked(by, usable=usable, elects=elects)
    assert rows(answer) == whole(outcome)
    assert answer.result is not None
    found = answer.result.days[0]
    assert (found.rule, found.may_require, found.may_elect) == ("K1", may_require, may_elect)
    assert [(step.rule, step.inputs) for step in answer.steps] == [("K1", {"choice": by.substitution.value})]
    assert answer.unconfirmed == (("substitution",) if by is POLICY else ())


@pytest.mark.parametrize("by", [POLICY, HARBOR], ids=["elects", "requires"])
@pytest.mark.parametrize("kind", ["compensation", "disability"])
@pytest.mark.parametrize(
    ("agreed", "usable", "outcome"),
    [(False, True, "off"), (True, True, "added_by_agreement"), (True, False, "off")],
)
def test_825_207_d_neither_side_forces_leave_while_a_benefit_is_paid_and_both_may_agree(
    by: LeavePolicy, kind: str, agreed: bool, usable: bool, outcome: str
) -> None:
    answer = asked(by, benefits=paid(kind), agreed_top_up=agreed, usable=usable, elects_pfml_top_up=True)
    assert rows(answer) == whole(outcome)
    assert answer.result is not None
    found = answer.result.days[0]
    assert (found.rule, found.may_require, found.may_elect) == ("K2", False, False)
    assert [step.rule for step in answer.steps] == ["K2"]
    assert answer.unconfirmed == ()


@pytest.mark.parametrize("by", [POLICY, HARBOR], ids=["elects", "requires"])
@pytest.mark.parametrize(
    ("elects", "usable", "outcome", "may_elect"),
    [(False, True, "off", True), (True, True, "added_by_election", True), (True, False, "off", False)],
)
def test_175m_3_adding_to_pfml_is_the_employees_choice_alone(
    by: LeavePolicy, elects: bool, usable: bool, outcome: str, may_elect: bool
) -> None:
    answer = asked(by, benefits=paid("pfml"), elects_pfml_top_up=elects, usable=usable, agreed_top_up=True)
    assert rows(answer) == whole(outcome)
    assert answer.result is not None
    found = answer.result.days[0]
    assert (found.rule, found.may_require, found.may_elect) == ("K3", False, may_elect)


def test_825_207_e_it_reopens_when_compensation_stops() -> None:
    answer = asked(benefits=paid("compensation", last="2026-05-17"))
    assert rows(answer) == [
        ("2026-04-07", "2026-05-17", "off"),
        ("2026-05-18", "2026-06-29", "runs_by_election"),
    ]
    assert answer.says == (
        "2026-04-07 to 2026-05-17: a benefit is paid and no accrued leave runs; "
        "2026-05-18 to 2026-06-29: accrued leave runs, as the employee elected"
    )
    assert [step.rule for step in answer.steps] == ["K2", "K1"]


def test_a_stop_that_is_known_late_lets_nothing_be_required_backward() -> None:
    stopped = paid("compensation", last="2026-05-17", stop_told_on="2026-06-05")
    answer = asked(HARBOR, benefits=stopped, elects=False)
    assert rows(answer) == [
        ("2026-04-07", "2026-05-17", "off"),
        ("2026-05-18", "2026-06-04", "not_used"),
        ("2026-06-05", "2026-06-29", "runs_by_requirement"),
    ]
    assert "never required for days before it was told" in answer.steps[-1].says
    assert rows(asked(HARBOR, benefits=stopped, elects=True))[1:] == [
        ("2026-05-18", "2026-06-04", "runs_by_election"),
        ("2026-06-05", "2026-06-29", "runs_by_election"),
    ]


@pytest.mark.parametrize("told", ["2026-05-10", "2026-05-17", "2026-05-18"])
def test_a_stop_that_is_told_at_once_protects_no_further_day(told: str) -> None:
    answer = asked(HARBOR, benefits=paid("compensation", last="2026-05-17", stop_told_on=told), elects=False)
    assert rows(answer)[1:] == [("2026-05-18", "2026-06-29", "runs_by_requirement")]


def test_175m_3_a_accrued_leave_may_fill_the_waiting_period_and_never_must() -> None:
    facts: dict[str, Any] = {
        "waiting": {"first_on": "2026-04-07", "last_on": "2026-04-13"},
        "benefits": paid("pfml", "2026-04-14"),
    }
    elected = asked(HARBOR, **facts)
    assert rows(elected) == [("2026-04-07", "2026-04-13", "runs_by_election"), ("2026-04-14", "2026-06-29", "off")]
    assert elected.result is not None
    assert (elected.result.days[0].rule, elected.result.days[0].may_require) == ("N11", False)
    declined = asked(HARBOR, **facts, elects=False)
    assert rows(declined)[0] == ("2026-04-07", "2026-04-13", "not_used")


def test_compensation_prevails_over_pfml_and_the_waiting_period() -> None:
    both = [*paid("compensation"), *paid("pfml", "2026-04-14")]
    answer = asked(benefits=both, waiting={"first_on": "2026-04-07", "last_on": "2026-04-13"}, elects_pfml_top_up=True)
    assert rows(answer) == whole("off")


def test_benefits_that_nobody_told_are_asked_for() -> None:
    answer = asked(benefits=None)
    assert answer.standing is Standing.CONDITIONAL
    assert [b.given for b in answer.branches] == [
        ("is compensation, disability pay or PFML paid? no",),
        ("is compensation, disability pay or PFML paid? yes",),
    ]
    assert answer.branches[0].result is not None
    assert answer.branches[0].result.days[0].outcome is Accrued.RUNS_BY_ELECTION
    assert answer.branches[1].result is None
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [("benefits", Teller.AGENCY)]


UNKNOWN = [
    ("usable", [], "is accrued leave left, and are its terms met?", Teller.AGENCY, "runs_by_election", "not_used"),
    ("elects", [], "does the employee elect accrued leave?", Teller.EMPLOYEE, "runs_by_election", "not_used"),
    (
        "agreed_top_up",
        paid("compensation"),
        "did both sides agree to add accrued leave?",
        Teller.AGENCY,
        "added_by_agreement",
        "off",
    ),
    (
        "elects_pfml_top_up",
        paid("pfml"),
        "does the employee add accrued leave to PFML?",
        Teller.EMPLOYEE,
        "added_by_election",
        "off",
    ),
]


@pytest.mark.parametrize(("fact", "benefits", "asks", "teller", "if_yes", "if_no"), UNKNOWN)
def test_a_will_that_is_not_known_is_asked_where_it_matters(
    fact: str, benefits: list[Any], asks: str, teller: Teller, if_yes: str, if_no: str
) -> None:
    untold: dict[str, Any] = {fact: None}
    answer = asked(benefits=benefits, **untold)
    assert [(b.given, b.result.days[0].outcome.value if b.result else None) for b in answer.branches] == [
        ((f"{asks} yes",), if_yes),
        ((f"{asks} no",), if_no),
    ]
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [(fact, teller)]


@pytest.mark.parametrize(
    ("kind", "will", "added"),
    [
        ("compensation", "agreed_top_up", "added_by_agreement"),
        ("disability", "agreed_top_up", "added_by_agreement"),
        ("pfml", "elects_pfml_top_up", "added_by_election"),
    ],
)
def test_two_things_that_are_not_known_are_asked_one_after_the_other(kind: str, will: str, added: str) -> None:
    untold: dict[str, Any] = {"usable": None, will: None}
    answer = asked(benefits=paid(kind), **untold)
    outcomes = [b.result.days[0].outcome.value if b.result else None for b in answer.branches]
    assert outcomes == [added, "off", "off"]
    assert [gap.fact for gap in answer.gaps] == ["usable", will]


@pytest.mark.parametrize(
    ("benefits", "unknown", "outcome"),
    [
        ([], ("agreed_top_up", "elects_pfml_top_up"), "runs_by_election"),
        (paid("compensation"), ("elects", "elects_pfml_top_up", "usable"), "off"),
        (paid("pfml"), ("elects", "agreed_top_up"), "off"),
    ],
)
def test_a_will_that_changes_nothing_is_not_asked(benefits: list[Any], unknown: tuple[str, ...], outcome: str) -> None:
    untold: dict[str, Any] = dict.fromkeys(unknown)
    answer = asked(benefits=benefits, **untold)
    assert answer.standing is Standing.SETTLED
    assert rows(answer) == whole(outcome)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"last_on": "2026-04-06"}, "ends_before_it_begins"),
        (
            {"waiting": {"first_on": "2026-04-07", "last_on": "2026-04-13"}, "benefits": paid("pfml", "2026-04-13")},
            "paid_while_waiting",
        ),
        (
            {"waiting": {"first_on": "2026-04-13", "last_on": "2026-04-20"}, "benefits": paid("pfml")},
            "paid_while_waiting",
        ),
        ({"benefits": paid("pfml", stop_told_on="2026-05-01")}, "stop_told_of_what_goes_on"),
        ({"benefits": paid("pfml", last="2026-04-06")}, "ends_before_it_begins"),
    ],
)
def test_days_that_contradict_each_other_are_refused(facts: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        SubstitutionFacts.model_validate({**TOLD, **facts})
    assert refused.value.errors()[0]["type"] == name


@given(st.data())
def test_every_day_is_answered_once_and_paid_days_are_never_required(data: st.DataObject) -> None:
    lasts = st.none() | st.dates(day("2026-05-01"), day("2026-07-31"))
    firsts = st.dates(day("2026-03-01"), day("2026-05-01"))
    benefits = data.draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "kind": st.sampled_from(("compensation", "disability", "pfml")),
                    "first_on": firsts,
                    "last_on": lasts,
                }
            ),
            max_size=4,
        )
    )
    result = asked(HARBOR, benefits=benefits, elects=data.draw(st.booleans())).result
    assert result is not None
    assert (result.days[0].first_on, result.days[-1].last_on) == (day("2026-04-07"), day("2026-06-29"))
    assert [(b.first_on - a.last_on).days for a, b in zip(result.days, result.days[1:], strict=False)] == [1] * (
        len(result.days) - 1
    )
    for found in result.days:
        is_paid = any(BenefitPaid.model_validate(benefit).has(found.first_on) for benefit in benefits)
        assert is_paid == (found.outcome is Accrued.OFF)
        assert found.may_require is not is_paid


MONEY: dict[str, Any] = {
    "filed_on": "2026-03-02",
    "average_weekly_wage_cents": 180000,
    "weekly_benefit_cents": 117064,
    "other_pay_cents": 0,
}


@pytest.mark.parametrize(
    ("changes", "cents", "minutes"),
    [
        ({}, 62936, None),
        ({"hourly_cents": 4500}, 62936, 839),
        ({"hourly_cents": 62936}, 62936, 60),
        ({"hourly_cents": 62937}, 62936, 59),
        ({"other_pay_cents": 62935}, 1, None),
        ({"other_pay_cents": 62936}, 0, None),
        ({"other_pay_cents": 62937, "hourly_cents": 4500}, 0, 0),
        ({"weekly_benefit_cents": 180000}, 0, None),
        ({"weekly_benefit_cents": 200000}, 0, None),
        ({"filed_on": "2023-11-01"}, 62936, None),
        ({"filed_on": "2023-10-31"}, 0, None),
        ({"filed_on": "2023-10-31", "average_weekly_wage_cents": None}, 0, None),
        ({"weekly_benefit_cents": 180000, "other_pay_cents": None, "filed_on": None}, 0, None),
    ],
)
def test_175m_3_c_all_pay_together_never_exceeds_the_average_weekly_wage(
    changes: dict[str, Any], cents: int, minutes: int | None
) -> None:
    answer = top_up_cap(TopUpFacts.model_validate({**MONEY, **changes}), policy=POLICY)
    assert answer.result == TopUp(cents=cents, minutes=minutes)
    assert [step.rule for step in answer.steps] == ["K3"]
    assert answer.steps[0].citation == "M.G.L. c.175M s.3(c)"
    assert ("Nothing may be added" in answer.says) is (cents == 0)


def test_why_nothing_may_be_added_is_told_apart() -> None:
    def says(**changes: Any) -> tuple[str, str]:
        answer = top_up_cap(TopUpFacts.model_validate({**MONEY, **changes}), policy=POLICY)
        return answer.says, answer.steps[0].says

    early, reached, allowed = says(filed_on="2023-10-31"), says(weekly_benefit_cents=180000), says()
    assert "too early" in early[0]
    assert "reached" in reached[0]
    assert "up to $629.36" in allowed[0]
    assert len({early[1], reached[1], allowed[1]}) == 3


@pytest.mark.parametrize(
    ("fact", "teller"),
    [
        ("filed_on", Teller.DFML),
        ("average_weekly_wage_cents", Teller.DFML),
        ("weekly_benefit_cents", Teller.DFML),
        ("other_pay_cents", Teller.AGENCY),
    ],
)
def test_an_amount_that_is_missing_is_named(fact: str, teller: Teller) -> None:
    answer = top_up_cap(TopUpFacts.model_validate({**MONEY, fact: None}), policy=POLICY)
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert [step.rule for step in answer.steps] == ["K3"]
    assert answer.says == "The cap cannot be computed yet."
    assert [(gap.fact, gap.teller) for gap in answer.gaps] == [(fact, teller)]


AMOUNTS = st.integers(0, 10**7)


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.integers(1, 10**5))
def test_the_cap_is_exact_and_minutes_never_cost_more(wage: int, benefit: int, other: int, hourly: int) -> None:
    facts = TopUpFacts(
        filed_on=day("2026-03-02"),
        average_weekly_wage_cents=wage,
        weekly_benefit_cents=benefit,
        other_pay_cents=other,
        hourly_cents=hourly,
    )
    result = top_up_cap(facts, policy=POLICY).result
    assert result is not None
    assert result.minutes is not None
    assert result.cents == max(0, wage - benefit - other)
    assert result.minutes * hourly <= result.cents * 60 < (result.minutes + 1) * hourly


def test_an_unconfirmed_choice_is_named_for_unpaid_days_alone() -> None:
    by = policy(substitution="employer_requires")
    assert asked(by).unconfirmed == ("substitution",)
    assert asked(by, benefits=paid("pfml")).unconfirmed == ()
