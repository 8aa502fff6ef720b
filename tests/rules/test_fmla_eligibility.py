"""Who is eligible, when, and what cannot be told. 29 CFR 825.110, 825.111 (law.md E2, E4, E5, E7)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.rules.facts import POLICY, day, record, stretch, worked
from workflows.rules.eligible import (
    EligibilityFinding,
    EmploymentRecord,
    Outcome,
    Span,
    Unmet,
    UnmetTest,
    WorkedMinutes,
    fmla_eligibility,
)

MONTHS = "29 CFR 825.110(b)"
HOURS = "29 CFR 825.110(c)"
WORKSITE = "29 CFR 825.110(a)(3)"


def found(starts: str, **changes: Any) -> EligibilityFinding:
    """The finding for a leave that starts on a day."""
    return fmla_eligibility(record(**changes), starts_on=day(starts), policy=POLICY)


def codes(finding: EligibilityFinding) -> list[str]:
    """The tests that are not met, or not known."""
    return [unmet.code.value for unmet in finding.unmet]


def test_somebody_who_meets_every_test() -> None:
    finding = found("2026-03-02")
    assert finding.eligible is True
    assert finding.unmet == ()
    assert [step.rule for step in finding.steps] == ["E4", "E5", "E2"]
    assert {step.outcome for step in finding.steps} == {Outcome.MET}
    assert [step.citation for step in finding.steps] == [MONTHS, HOURS, WORKSITE]


def test_825_110_d_eligible_mid_leave() -> None:
    """Hired 2025-03-10, leave from 2026-03-02, 1,300 hours: protected from the anniversary, not from 52 weeks on."""
    facts: dict[str, Any] = {
        "stretches": (stretch("2025-03-10"),),
        "minutes_worked": (worked("2025-03-10", "2026-03-01", 1300),),
    }
    first = found("2026-03-02", **facts)
    assert first.eligible is False
    assert first.unmet == (Unmet(code=UnmetTest.TWELVE_MONTHS, citation=MONTHS, met_on=day("2026-03-10")),)
    assert found("2026-03-09", **facts).eligible is False
    assert found("2026-03-10", **facts).eligible is True


@pytest.mark.parametrize(
    ("stretches", "starts", "eligible", "met_on"),
    [
        ([("2025-03-02", None)], "2026-03-02", True, None),
        ([("2025-03-03", None)], "2026-03-02", False, "2026-03-03"),
        ([("2024-02-29", None)], "2025-02-28", False, "2025-03-01"),
        ([("2024-02-29", None)], "2025-03-01", True, None),
        # half a year, a break, and then the other half
        ([("2023-01-01", "2023-06-30"), ("2025-09-01", None)], "2026-02-28", False, "2026-03-01"),
        ([("2023-01-01", "2023-06-30"), ("2025-09-01", None)], "2026-03-01", True, None),
        ([("2023-01-01", "2023-06-15"), ("2025-09-01", None)], "2026-03-02", False, "2026-03-17"),
        # appointments that touch or overlap are one stretch
        ([("2025-01-01", "2025-06-30"), ("2025-07-01", None)], "2026-01-01", True, None),
        ([("2025-01-01", "2025-08-31"), ("2025-06-01", None)], "2026-01-01", True, None),
        ([("2025-01-01", None), ("2025-06-01", "2025-07-31")], "2026-01-01", True, None),
        # the day of the leave is the last day of employment
        ([("2024-01-01", "2026-03-02")], "2026-03-02", True, None),
        # already twelve months when hired again
        ([("2020-01-01", "2021-12-31"), ("2026-02-01", None)], "2026-02-02", True, None),
        # seven years less a day is no long break
        ([("2017-01-01", "2018-12-31"), ("2025-12-31", None)], "2026-01-05", True, None),
    ],
)
def test_825_110_b_twelve_months(
    stretches: list[tuple[str, str | None]], starts: str, eligible: bool, met_on: str | None
) -> None:
    spans = tuple(stretch(first, last) for first, last in stretches)
    finding = found(starts, stretches=spans, hours_records_complete=False)
    assert finding.eligible is eligible
    assert [unmet.met_on for unmet in finding.unmet] == ([day(met_on)] if met_on else [])


def test_825_110_b_1_service_before_seven_years_away_is_unknown_where_it_would_decide() -> None:
    spans = (stretch("2016-01-01", "2018-12-31"), stretch("2026-01-01"))
    finding = found("2026-03-02", stretches=spans)
    assert finding.eligible is None
    assert finding.unmet == (Unmet(code=UnmetTest.UNKNOWN_BREAK, citation=MONTHS, met_on=day("2027-01-01")),)
    short = (stretch("2016-01-01", "2016-03-31"), stretch("2026-01-01"))
    assert codes(found("2026-03-02", stretches=short)) == ["twelve_months"]
    enough = (stretch("2016-01-01", "2018-12-31"), stretch("2025-01-01"))
    assert found("2026-03-02", stretches=enough).eligible is True


@pytest.mark.parametrize(
    ("spans", "code"),
    [
        ((), "unknown_employment"),
        ((stretch("2026-04-01"),), "not_employed"),
        ((stretch("2020-01-01", "2026-03-01"),), "not_employed"),
    ],
)
def test_a_leave_outside_employment(spans: tuple[Span, ...], code: str) -> None:
    finding = found("2026-03-02", stretches=spans)
    assert codes(finding) == [code]
    assert finding.eligible is (None if code.startswith("unknown") else False)


@pytest.mark.parametrize(
    ("entries", "complete", "expected"),
    [
        ([("2025-03-02", "2026-03-01", 1250, 0)], True, True),
        ([("2025-03-02", "2026-03-01", 1249, 59)], True, False),
        ([("2025-03-02", "2026-03-01", 1250, 0)], None, True),
        ([("2025-03-02", "2026-03-01", 1249, 59)], None, None),  # nobody knows whether there was more
        ([("2025-03-02", "2026-03-01", 1249, 59)], False, True),  # the employer bears the doubt
        # an hour of the day before the window does not count, nor does the day of the leave
        ([("2025-03-02", "2026-03-01", 1249, 0), ("2025-03-01", "2025-03-01", 8, 0)], True, False),
        ([("2025-03-02", "2026-03-01", 1249, 0), ("2026-03-02", "2026-03-02", 8, 0)], True, False),
        # an entry over the edge counts for certain by what cannot lie outside
        ([("2025-02-26", "2026-03-01", 1346, 0)], True, True),
        ([("2025-02-26", "2026-03-01", 1345, 0)], True, None),
        ([("2025-02-26", "2026-03-01", 1249, 0)], True, False),
        # records that end before the leave: what is still to come may be enough, or not
        ([("2025-03-02", "2026-02-01", 1400, 0)], True, True),
        ([("2025-03-02", "2026-02-01", 1200, 0)], True, None),
        ([("2025-03-02", "2026-02-27", 1200, 0)], True, False),
        ([("2024-03-02", "2024-12-31", 1400, 0)], True, None),
        ([], True, None),
        ([], None, None),
        ([], False, True),
    ],
)
def test_825_110_c_1250_hours_actually_worked(
    entries: list[tuple[str, str, int, int]], complete: bool | None, expected: bool | None
) -> None:
    spans = tuple(worked(*entry) for entry in entries)
    finding = found("2026-03-02", minutes_worked=spans, hours_records_complete=complete)
    assert finding.eligible is expected
    assert codes(finding) == {True: [], False: ["hours_worked"], None: ["unknown_hours"]}[expected]


@pytest.mark.parametrize(
    ("exempt", "hired", "entries", "expected"),
    [
        (True, "2020-01-01", (), True),
        (True, "2025-09-01", (), False),  # the presumption is for those with 12 months
        (None, "2020-01-01", (), None),
        (False, "2020-01-01", (), None),
        (True, "2020-01-01", (worked("2025-03-02", "2026-03-01", 900),), None),
    ],
)
def test_825_110_c_3_exempt_with_twelve_months_and_no_records(
    exempt: bool | None, hired: str, entries: tuple[WorkedMinutes, ...], expected: bool | None
) -> None:
    facts: dict[str, Any] = {"stretches": (stretch(hired),), "minutes_worked": entries, "exempt": exempt}
    finding = found("2026-03-02", hours_records_complete=None, **facts)
    assert finding.eligible is expected
    presumed = [step.inputs.get("presumed") for step in finding.steps if step.rule == "E5"]
    assert bool(presumed[0]) is (expected is True)


@pytest.mark.parametrize(("fifty", "eligible"), [(True, True), (False, False), (None, None)])
def test_825_110_a_3_worksite(fifty: bool | None, eligible: bool | None) -> None:
    finding = found("2026-03-02", worksite_fifty=fifty)
    assert finding.eligible is eligible
    assert all(unmet.citation == WORKSITE for unmet in finding.unmet)


def test_what_failed_is_named_before_what_is_unknown() -> None:
    finding = found(
        "2026-03-02", stretches=(stretch("2025-09-01"),), hours_records_complete=None, minutes_worked=(),
        worksite_fifty=False,
    )  # fmt: skip
    assert finding.eligible is False
    assert codes(finding) == ["twelve_months", "worksite", "unknown_hours"]
    assert [unmet.code.is_unknown for unmet in finding.unmet] == [False, False, True]


def test_the_window_is_the_year_before_the_first_day() -> None:
    (hours,) = [step for step in found("2024-02-29").steps if step.rule == "E5"]
    assert (hours.inputs["first_on"], hours.inputs["last_on"]) == ("2023-02-28", "2024-02-28")
    (hours,) = [step for step in found("2025-03-01").steps if step.rule == "E5"]
    assert (hours.inputs["first_on"], hours.inputs["last_on"]) == ("2024-03-01", "2025-02-28")


def test_a_finding_comes_back_from_json() -> None:
    finding = found("2026-03-02", stretches=(stretch("2025-03-10"),))
    assert EligibilityFinding.model_validate_json(finding.model_dump_json()) == finding
    assert EmploymentRecord.model_validate_json(record().model_dump_json()) == record()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Span(first_on=day("2026-03-02"), last_on=day("2026-03-01")),
        lambda: worked("2026-03-02", "2026-03-01", 8),
        lambda: worked("2026-03-02", "2026-03-02", -1),
    ],
)
def test_facts_that_contradict_themselves_are_refused(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        wrong()


def in_order(two: tuple[date, date]) -> tuple[date, date]:
    """The earlier day first."""
    return min(two), max(two)


PAIRS = st.tuples(st.dates(), st.dates()).map(in_order)
SPANS = PAIRS.flatmap(lambda p: st.sampled_from([Span(first_on=p[0], last_on=p[1]), Span(first_on=p[0])]))
WORK = st.builds(lambda p, n: WorkedMinutes(first_on=p[0], last_on=p[1], minutes=n), PAIRS, st.integers(0, 24 * 60))
TRI = st.sampled_from([True, False, None])


def fitting(**told: Any) -> EmploymentRecord | None:
    """A record; None: what was drawn contradicts itself."""
    try:
        return record(**told)
    except ValidationError:
        return None


RECORDS = st.builds(
    fitting,
    stretches=st.lists(SPANS, max_size=4).map(tuple),
    minutes_worked=st.lists(WORK, max_size=4).map(tuple),
    hours_records_complete=TRI,
    exempt=TRI,
    worksite_fifty=TRI,
).filter(lambda told: told is not None)


@given(RECORDS, st.dates())
def test_the_tests_never_raise_and_never_guess(facts: EmploymentRecord, starts_on: date) -> None:
    finding = fmla_eligibility(facts, starts_on=starts_on, policy=POLICY)
    failed = [u for u in finding.unmet if not u.code.is_unknown]
    assert finding.eligible == (False if failed else None if finding.unmet else True)
    assert all(u.met_on is None or u.met_on > starts_on for u in finding.unmet)
    assert len(finding.steps) == 3


@given(
    st.lists(st.dates(date(2015, 1, 1), date(2026, 1, 1)), min_size=2, max_size=6, unique=True).map(sorted),
    st.dates(date(2026, 1, 1), date(2030, 1, 1)),
)
def test_the_day_on_which_the_months_are_complete_is_the_day_on_which_they_are(
    days: list[date], starts_on: date
) -> None:
    """Asked again on `met_on`, the test is met; asked on the day before, it is not."""
    closed = tuple(Span(first_on=a, last_on=b) for a, b in zip(days[:-1:2], days[1:-1:2], strict=False) if a < b)
    facts = record(stretches=(*closed, Span(first_on=days[-1])), hours_records_complete=False)
    for unmet in fmla_eligibility(facts, starts_on=starts_on, policy=POLICY).unmet:
        assert unmet.met_on is not None
        assert fmla_eligibility(facts, starts_on=unmet.met_on, policy=POLICY).eligible is True
        eve = date.fromordinal(unmet.met_on.toordinal() - 1)
        assert fmla_eligibility(facts, starts_on=eve, policy=POLICY).eligible is not True
