"""Whether a recertification may be asked for. 29 CFR 825.308-310; 458 CMR 2.10(4) (law.md H1-H5)."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from infra import policies
from tests.rules.arbitrary import facts as facts_of
from tests.rules.facts import POLICY, day, policy
from workflows.rules.answers import Answer, Standing
from workflows.rules.policy import LeavePolicy
from workflows.rules.recertification import (
    MayRecertify,
    RecertificationFacts,
    RecertificationGround,
    recertification,
)

HARBOR = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))

USUAL = {
    "reason": "own_condition",
    "shape": "intermittent",
    "on": "2026-03-03",
    "last_certified_on": "2026-02-01",
    "last_asked_on": "2026-01-12",
    "extent": "not_stated",
    "absence_linked": True,
    "extension_asked": False,
}


def ask(using: LeavePolicy = POLICY, **changes: Any) -> Answer[MayRecertify]:
    return recertification(RecertificationFacts.model_validate({**USUAL, **changes}), policy=using)


def found(using: LeavePolicy = POLICY, **changes: Any) -> MayRecertify:
    result = ask(using, **changes).result
    assert result is not None
    return result


@pytest.mark.parametrize(("reason", "rule"), [("exigency", "G9"), ("military_caregiver", "G9"), ("bonding", "G11")])
@pytest.mark.parametrize("extension_asked", [True, False, None])
def test_825_309_never_for_these_reasons(reason: str, rule: str, extension_asked: bool | None) -> None:
    answer = ask(reason=reason, extension_asked=extension_asked, absence_linked=None, extent=None)
    assert answer.result == MayRecertify(may_ask=False, ground=RecertificationGround.NEVER_FOR_REASON, earliest_on=None)
    assert answer.standing is Standing.SETTLED
    assert [step.rule for step in answer.steps] == [rule]


@pytest.mark.parametrize(("on", "may_ask"), [("2026-03-02", False), ("2026-03-03", True), ("2026-03-04", True)])
def test_825_308_a_not_more_often_than_every_30_days(on: str, may_ask: bool) -> None:
    answer = ask(on=on)
    ground = RecertificationGround.INTERVAL if may_ask else RecertificationGround.TOO_EARLY
    assert answer.result == MayRecertify(may_ask=may_ask, ground=ground, earliest_on=day("2026-03-03"))
    assert answer.unconfirmed == ("recertify_from",)
    assert answer.steps[0].rule == "H1"
    assert answer.steps[0].inputs == {"from_on": "2026-03-03", "on": on}
    assert ("asked for before 2026-03-03" in answer.says) is not may_ask


def test_825_308_a_from_the_last_certification_or_from_the_last_request() -> None:
    from_request = policy(recertify_from="last_request")
    assert found(from_request, on="2026-02-11").earliest_on == day("2026-02-11")
    assert found(on="2026-02-11").earliest_on == day("2026-03-03")
    for using, missing in ((POLICY, "last_certified_on"), (from_request, "last_asked_on")):
        answer = ask(using, **{missing: None})
        assert answer.standing is Standing.NOT_ANSWERABLE
        assert answer.gaps[0].fact == missing
    assert found(HARBOR, on="2026-03-13").may_ask
    assert not found(HARBOR, on="2026-03-12").may_ask


@pytest.mark.parametrize(
    ("extent", "certified", "asked", "earliest"),
    [
        ("not_stated", "2026-01-15", "2026-03-01", "2026-03-31"),
        ("lifetime", "2026-01-14", "2026-07-14", "2027-01-14"),
        (None, "2026-01-15", "2026-03-01", "2026-03-31"),
    ],
)
@pytest.mark.parametrize("recertify_from", ["last_certification", "last_request"])
def test_825_308_a_a_request_that_is_not_answered_counts_like_an_answered_one(
    extent: str | None, certified: str, asked: str, earliest: str, recertify_from: str
) -> None:
    using = policy(recertify_from=recertify_from)
    told: dict[str, Any] = {"extent": extent, "last_certified_on": certified, "last_asked_on": asked}
    for days in (0, 1, 2, 15, 29):
        again = ask(using, **told, on=str(day(asked) + timedelta(days)))
        assert again.result == MayRecertify(
            may_ask=False, ground=RecertificationGround.TOO_EARLY, earliest_on=day(earliest)
        )
        assert again.steps[0].rule == "H1"
        assert again.steps[0].inputs["last_asked_on"] == asked
        assert "recertify_from" not in again.unconfirmed
    assert found(using, **told, on=str(day(asked) + timedelta(1)), extension_asked=True).may_ask
    if extent is not None:
        assert found(using, **told, on=earliest).may_ask


def test_825_308_a_an_answered_request_counts_from_its_answer() -> None:
    answer = ask(last_certified_on="2026-02-01", last_asked_on="2026-02-01")
    assert answer.result is not None
    assert answer.result.may_ask
    assert [step.rule for step in answer.steps] == ["H1"]


def test_825_308_a_only_in_connection_with_an_absence() -> None:
    answer = ask(absence_linked=False, grounds=({"kind": "doubt", "found_by": "C-7"},))
    assert answer.result == MayRecertify(may_ask=False, ground=RecertificationGround.NO_ABSENCE, earliest_on=None)
    assert "absence" in answer.says
    unknown = ask(absence_linked=None)
    assert [b.result.may_ask for b in unknown.branches if b.result] == [True, False]
    assert unknown.gaps[0].fact == "absence_linked"


def test_825_308_c_1_an_extension_opens_it_at_any_time_without_an_absence() -> None:
    answer = ask(extension_asked=True, absence_linked=False, on="2026-02-02")
    assert answer.result == MayRecertify(
        may_ask=True, ground=RecertificationGround.EXTENSION, earliest_on=day("2026-02-02")
    )
    assert [step.rule for step in answer.steps] == ["H3"]
    unknown = ask(extension_asked=None, absence_linked=False)
    assert [b.result.ground for b in unknown.branches if b.result] == [
        RecertificationGround.EXTENSION,
        RecertificationGround.NO_ABSENCE,
    ]
    assert unknown.gaps[0].fact == "extension_asked"
    assert found(extension_asked=None) == found()


@pytest.mark.parametrize("kind", ["changed_circumstances", "doubt"])
def test_825_308_c_a_ground_counts_if_a_named_person_found_it(kind: str) -> None:
    answer = ask(on="2026-02-02", grounds=({"kind": kind, "found_by": "C-7"},))
    assert answer.result == MayRecertify(
        may_ask=True, ground=RecertificationGround(kind), earliest_on=day("2026-02-02")
    )
    for nobody in (None, ""):
        unfound = ask(on="2026-02-02", grounds=({"kind": kind, "found_by": nobody},))
        assert unfound.result is not None
        assert unfound.result.ground is RecertificationGround.TOO_EARLY
        assert "does not count" in unfound.steps[0].says
    second = ask(on="2026-02-02", grounds=({"kind": "doubt"}, {"kind": kind, "found_by": "C-7"})).result
    assert second is not None
    assert second.may_ask


@pytest.mark.parametrize(
    ("first_on", "last_on", "earliest"),
    [
        ("2026-02-01", "2026-03-02", "2026-03-03"),
        ("2026-02-01", "2026-03-03", "2026-03-04"),
        ("2026-02-01", "2026-05-10", "2026-05-11"),
        ("2026-02-01", "2026-07-30", "2026-07-31"),
        ("2026-02-01", "2026-07-31", "2026-08-01"),
        ("2026-02-01", "2026-08-01", "2026-08-01"),
        ("2026-02-01", "2027-02-01", "2026-08-01"),
        ("2026-02-01", None, "2026-08-01"),
        ("2025-12-01", "2026-02-10", "2026-03-03"),
        ("2026-04-01", "2026-04-20", "2026-03-03"),
    ],
)
def test_825_308_b_a_long_minimum_duration_is_waited_for_but_not_beyond_six_months(
    first_on: str, last_on: str | None, earliest: str
) -> None:
    changes: dict[str, Any] = {"extent": "minimum", "minimum": {"first_on": first_on, "last_on": last_on}}
    assert found(**changes, on="2026-02-02").earliest_on == day(earliest)
    assert found(**changes, on=earliest).may_ask
    assert not found(**changes, on=str(day(earliest).fromordinal(day(earliest).toordinal() - 1))).may_ask


def test_825_308_b_the_step_says_which_interval_it_is() -> None:
    long = ask(extent="minimum", minimum={"first_on": "2026-02-01", "last_on": "2026-05-10"})
    assert [step.rule for step in long.steps] == ["H2", "H2"]
    assert long.steps[0].inputs == {"days": "99", "ends_on": "2026-05-10"}
    short = ask(extent="minimum", minimum={"first_on": "2026-02-01", "last_on": "2026-03-02"})
    assert [step.rule for step in short.steps] == ["H1"]
    lifetime = ask(extent="lifetime")
    assert (lifetime.steps[0].rule, lifetime.says) == ("H2", "it may not be asked for before 2026-08-01")
    assert ask(extent="lifetime", on="2026-08-01").says.startswith(
        "it may be asked for on 2026-08-01, since enough time has passed"
    )
    assert ask().steps[0].says != lifetime.steps[0].says


@pytest.mark.parametrize(
    ("on", "standing", "answers"),
    [
        ("2026-03-02", Standing.SETTLED, [False]),
        ("2026-03-03", Standing.CONDITIONAL, [True, False]),
        ("2026-07-31", Standing.CONDITIONAL, [True, False]),
        ("2026-08-01", Standing.SETTLED, [True]),
    ],
)
def test_825_308_b_an_extent_not_read_yet(on: str, standing: Standing, answers: list[bool]) -> None:
    answer = ask(extent=None, on=on)
    assert answer.standing is standing
    results = [answer.result] if answer.result else [b.result for b in answer.branches]
    assert [r.may_ask for r in results if r] == answers
    if standing is Standing.CONDITIONAL:
        assert answer.gaps[0].fact == "extent"


def test_another_employer_waits_longer() -> None:
    assert found(HARBOR, extent="lifetime").earliest_on == day("2027-01-12")


# The state program


@pytest.mark.parametrize(
    ("changes", "ground", "may_ask"),
    [
        ({"on": "2026-07-12"}, RecertificationGround.TOO_EARLY, False),
        ({"on": "2026-07-13"}, RecertificationGround.LONG_LEAVE, True),
        ({"shape": "continuous", "on": "2026-09-01"}, RecertificationGround.NOT_THIS_LEAVE, False),
        ({"shape": "reduced", "on": "2026-09-01"}, RecertificationGround.NOT_THIS_LEAVE, False),
        ({"reason": "family_care", "on": "2026-09-01"}, RecertificationGround.NOT_THIS_LEAVE, False),
        ({"extension_asked": True, "shape": "continuous"}, RecertificationGround.EXTENSION, True),
    ],
)
def test_458_cmr_2_10_4_j_on_an_extension_or_for_long_intermittent_medical_leave(
    changes: dict[str, Any], ground: RecertificationGround, may_ask: bool
) -> None:
    answer = ask(**{"plan": "pfml", "leave_began_on": "2026-01-12", "absence_linked": None, **changes})
    assert answer.result is not None
    assert (answer.result.ground, answer.result.may_ask) == (ground, may_ask)
    assert [step.rule for step in answer.steps] == ["H5"]
    if ground in (RecertificationGround.TOO_EARLY, RecertificationGround.LONG_LEAVE):
        assert answer.result.earliest_on == day("2026-07-13")


def test_458_cmr_2_10_4_j_what_is_not_known() -> None:
    answer = ask(plan="pfml")
    assert answer.standing is Standing.NOT_ANSWERABLE
    assert answer.gaps[0].fact == "leave_began_on"
    extension = ask(plan="pfml", leave_began_on="2026-01-12", extension_asked=None)
    assert [b.result.may_ask for b in extension.branches if b.result] == [True, False]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"extent": "minimum"}, "extent_and_minimum_differ"),
        ({"minimum": {"first_on": "2026-02-01"}}, "extent_and_minimum_differ"),
        ({"on": "2026-01-31"}, "asked_before_the_last"),
        ({"on": "2026-01-11", "last_certified_on": None}, "asked_before_the_last"),
    ],
)
def test_facts_that_contradict_each_other_are_refused_by_name(changes: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ask(**changes)
    assert refused.value.errors()[0]["type"] == name
    assert not found(on="2026-02-01").may_ask


@given(facts_of(RecertificationFacts))
def test_it_answers_whatever_it_is_told(facts: RecertificationFacts) -> None:
    for using in (POLICY, HARBOR):
        answer = recertification(facts, policy=using)
        for result in [answer.result, *(b.result for b in answer.branches)]:
            if result is not None and result.may_ask:
                assert result.earliest_on is not None
                assert result.earliest_on <= facts.on


def test_examples_are_facts() -> None:
    for example in RecertificationFacts.model_json_schema()["examples"]:
        RecertificationFacts.model_validate(example)
