"""Personnel records become the record of service of a day (29 CFR 825.108(c)(1), 825.110; law.md E3-E8)."""

from typing import Any

import pytest

from tests.rules.facts import POLICY, day, record
from workflows.rules.choices import SameReason
from workflows.rules.eligible import UnmetTest, fmla_eligibility
from workflows.rules.personnel import PersonnelRecord, service_on, spouse_of
from workflows.rules.reasons import LeaveReason

HIRED = "2026-01-05"
FULL_YEAR = {"first_on": "2025-03-02", "last_on": "2026-03-01", "minutes": 1600 * 60}
WEEK = [{"position": n, "starts": "09:00", "ends": "17:00"} for n in range(1, 6)]
CYCLE = {"from_on": "2010-01-04", "anchor_on": "2010-01-04", "cycle_days": 7, "shifts": WEEK}
CASUAL = [{"first_on": "2020-01-01", "kind": "occasional"}]
ON = "2026-03-02"


def told(**changes: Any) -> PersonnelRecord:
    """Somebody who was hired a little before the leave."""
    fields: dict[str, Any] = {"hired_on": HIRED, "worked": [FULL_YEAR], "hours_complete": True, "worksite_fifty": True}
    return PersonnelRecord.model_validate(fields | changes)


def unmet(personnel: PersonnelRecord, on: str = ON) -> list[str]:
    """What is not met, or not known, for leave that begins on a day."""
    finding = fmla_eligibility(service_on(personnel, day(on)), starts_on=day(on), policy=POLICY)
    return [u.code.value for u in finding.unmet]


def served(first: str, last: str, **more: Any) -> dict[str, Any]:
    """An earlier stretch."""
    return {"first_on": first, "last_on": last, **more}


def listed(same: bool | None, from_on: str = "0001-01-01") -> dict[str, Any]:
    """What the employer's list says of a body from a day on."""
    return {"body": "LIGHTS", "from_on": from_on, "same_employer": same}


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        ("uniformed_service", []),
        ("rehire_agreement", []),
        ("other", ["twelve_months"]),
        (None, ["unknown_break"]),
    ],
)
def test_a_break_of_over_seven_years_counts_by_its_cause(cause: str | None, expected: list[str]) -> None:
    """825.110(b)(2): what lies before counts if uniformed service or a written agreement to rehire caused it."""
    assert unmet(told(earlier=[served("2010-01-04", "2017-12-29")], break_cause=cause)) == expected


def test_uniformed_service_counts_as_service_and_its_usual_weeks_as_worked() -> None:
    """825.110(c)(2): where nobody counted the hours, the schedule before it tells them."""
    away = {"first_on": "2018-01-01", "last_on": "2026-01-04"}
    personnel = told(earlier=[served("2010-01-04", "2017-12-31")], uniformed=[away], worked=[])
    assert unmet(personnel) == ["unknown_hours"]
    assert unmet(personnel.model_copy(update={"schedule": told(schedule={"assignments": [CYCLE]}).schedule})) == []


@pytest.mark.parametrize(("same", "expected"), [(True, []), (False, ["twelve_months"]), (None, ["unknown_employment"])])
def test_service_at_a_body_counts_if_the_list_has_it(same: bool | None, expected: list[str]) -> None:
    """E3: the employer's list says it; nobody infers it."""
    earlier = [served("2020-01-06", "2026-01-02", body="LIGHTS")]
    assert unmet(told(earlier=earlier, bodies=[listed(same)])) == expected


def test_service_at_a_body_is_cut_where_the_list_changes() -> None:
    bodies = [listed(False), listed(True, "2025-09-01")]
    earlier = [served("2020-01-06", "2025-12-31", body="LIGHTS")]
    stretches = service_on(told(earlier=earlier, bodies=bodies), day(ON)).stretches
    spans = [(str(s.first_on), str(s.last_on), s.at.same_employer if s.at else None) for s in stretches]
    assert spans == [
        ("2020-01-06", "2025-08-31", False),
        ("2025-09-01", "2025-12-31", True),
        (HIRED, "None", None),
    ]


def test_service_at_a_body_that_goes_on_has_no_end() -> None:
    earlier = [{"first_on": "2020-01-06", "body": "LIGHTS"}]
    assert service_on(told(earlier=earlier), day(ON)).stretches[0].last_on is None


def test_hours_across_a_change_of_the_list_may_or_may_not_count() -> None:
    worked = [FULL_YEAR | {"body": "LIGHTS"}]
    bodies = [listed(False), listed(True, "2025-09-01")]
    minutes = service_on(told(worked=worked, bodies=bodies), day(ON)).minutes_worked
    assert minutes[0].at is not None
    assert minutes[0].at.same_employer is None
    assert service_on(told(worked=worked, bodies=bodies[:1]), day(ON)).minutes_worked[0].at.same_employer is False  # type: ignore[union-attr]


def test_of_casual_employment_only_the_weeks_on_payroll_count() -> None:
    """825.110(b)(3): 52 weeks with any part on the payroll, and not the years between them."""
    weeks = [{"first_on": f"{year}-06-01", "last_on": f"{year}-09-06"} for year in (2023, 2024, 2025)]
    casual = {"hired_on": "2020-01-01", "appointments": CASUAL, "payroll": weeks}
    assert unmet(told(**casual)) == ["twelve_months"]
    assert unmet(told(**casual | {"payroll": [*weeks, {"first_on": "2022-01-03", "last_on": "2022-06-05"}]})) == []
    assert unmet(told(**casual | {"payroll": []})) == ["unknown_employment"]
    assert unmet(told(**casual | {"left_on": "2025-12-31"})) == ["not_employed"]


def test_whoever_has_one_lasting_appointment_is_employed_all_the_time() -> None:
    both = [*CASUAL, {"first_on": "2024-01-01", "kind": "regular", "appointment": "2"}]
    assert unmet(told(hired_on="2020-01-01", appointments=both)) == []


def test_the_appointment_of_the_day_tells_unit_full_time_and_probation() -> None:
    first = {"first_on": "2020-01-01", "last_on": "2025-12-31", "bargaining_unit": "U-1", "full_time": False}
    second = {"first_on": "2026-01-01", "full_time": True, "probation": {"ends_on": "2026-06-30"}}
    personnel = told(appointments=[first, second], bargaining_unit="U-9")
    assert (personnel.unit_on(day("2025-01-01")), personnel.full_time_on(day("2025-01-01"))) == ("U-1", False)
    assert (personnel.unit_on(day(ON)), personnel.full_time_on(day(ON))) == ("U-9", True)
    assert personnel.probation_on(day(ON)).ends_on == day("2026-06-30")
    assert personnel.full_time_on(day("2019-01-01")) is None
    assert personnel.probation_on(day("2019-01-01")).is_required is None


@pytest.mark.parametrize(("here", "married"), [(True, True), (False, None)])
def test_of_a_spouse_nothing_is_told_but_the_employer(here: bool, married: bool | None) -> None:
    spouse = spouse_of(told(spouse_same_employer=here))
    assert spouse is not None
    assert (spouse.same_employer, spouse.married, spouse.both_eligible, spouse.entries) == (here, married, None, None)
    assert spouse_of(told()) is None


def earlier(eligible: bool | None, on: str = "2025-08-04") -> dict[str, Any]:
    """A finding at earlier leave for the employee's own condition."""
    own = LeaveReason.OWN_CONDITION
    return {"reason": own, "earlier": ({"on": day(on), "need": "LV-1", "reason": own, "eligible": eligible},)}


def test_a_finding_for_the_same_reason_serves_though_the_hours_would_fail_now() -> None:
    """E8 (29 CFR 825.300(b)(1)): eligibility is found once for a reason in its period."""
    by_code = POLICY.model_copy(update={"same_reason": SameReason.CODE})
    few = {"minutes_worked": ()} | earlier(True)
    finding = fmla_eligibility(record(**few, exempt=False), starts_on=day(ON), policy=by_code)
    assert (finding.eligible, finding.unmet, finding.steps[-1].rule) == (True, (), "E8")
    assert finding.steps[-1].inputs["serves_until"] == "2026-08-03"


def test_where_the_need_decides_a_person_says_whether_it_is_the_same() -> None:
    short = record(stretches=({"first_on": day("2026-01-05")},), **earlier(True))
    finding = fmla_eligibility(short, starts_on=day(ON), policy=POLICY)
    assert (finding.eligible, [u.code for u in finding.unmet]) == (None, [UnmetTest.UNKNOWN_EARLIER])
    assert finding.unmet[0].citation == POLICY.citation("E8")


@pytest.mark.parametrize("changes", [earlier(False), earlier(True, "2024-08-05"), {"earlier": (), "reason": None}])
def test_what_was_not_found_or_is_over_serves_nothing(changes: dict[str, Any]) -> None:
    short = record(stretches=({"first_on": day("2026-01-05")},), **changes)
    finding = fmla_eligibility(short, starts_on=day(ON), policy=POLICY)
    assert [u.code for u in finding.unmet] == [UnmetTest.TWELVE_MONTHS]


def test_nobody_is_found_eligible_who_is_not_employed() -> None:
    gone = record(stretches=({"first_on": day("2020-01-05"), "last_on": day("2025-12-31")},), **earlier(True))
    finding = fmla_eligibility(gone, starts_on=day(ON), policy=POLICY)
    assert [u.code for u in finding.unmet] == [UnmetTest.NOT_EMPLOYED]


def test_who_meets_every_test_needs_no_earlier_finding() -> None:
    finding = fmla_eligibility(record(**earlier(None)), starts_on=day(ON), policy=POLICY)
    assert (finding.eligible, [s.rule for s in finding.steps]) == (True, ["E4", "E5", "E2"])


def test_a_record_of_service_keeps_what_personnel_records_say() -> None:
    away = {"first_on": "2018-01-01", "last_on": "2018-03-31", "minutes": 600}
    said = {"schedule": {"assignments": [CYCLE]}, "exempt": True, "earlier_service_known": False}
    found = service_on(told(uniformed=[away], worksite_fifty=False, **said), day(ON))
    assert found.uniformed_service[0].minutes == 600
    assert found.uniformed_service[0].week_minutes is None, "what was counted is not told a second time by the schedule"
    assert (found.exempt, found.worksite_fifty, found.hours_records_complete) == (True, False, True)
    assert (found.week_minutes, found.earlier_service_known) == (5 * 480, False)
