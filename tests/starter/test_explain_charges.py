"""What a stored case has charged, absence by absence: the ledger's hours beside what the rules say of them."""

import json
from datetime import date, datetime, timedelta
from fractions import Fraction
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from activities.banks import bank_of
from infra.directory_desk import Personnel
from infra.tables import LedgerEntry
from starter.explain import facts_file
from starter.explain.case_page import as_json, case_page
from starter.explain.charge_lines import NEWEST, ChargeLine, charge_lines, charge_named
from starter.explain.charged import causes
from starter.explain.known import Known
from starter.explain.stored import explained, policy_of
from starter.explain.stored_charges import charge_facts
from starter.explain.stored_service import notice_on
from tests.case.telling import POLICY, Telling, at, period
from tests.starter.test_explain_stored import OPENED, RECORD, certified, rows, surgery
from workflows.case import said
from workflows.case.duties import ChargeAbsence
from workflows.rules.answers import Standing
from workflows.rules.banks import Stands
from workflows.rules.ledger_entries import used
from workflows.rules.policy import LeavePolicy
from workflows.rules.posting import Told, compute, count
from workflows.rules.reasons import LeaveShape
from workflows.rules.schedule import Schedule

APPROVED = at("2026-03-10")
NO_PROBATION = RECORD | {
    "appointments": [{"first_on": "2015-03-02", "probation": {"required": False}}],
    "earlier_service_known": True,
}


def in_parts() -> Telling:
    """Leave now and then, approved."""
    told = Telling(OPENED, period("2026-03-09", "2026-04-24", shape=LeaveShape.INTERMITTENT))
    told.found(OPENED)
    return certified(told, APPROVED)


def away(told: Telling, name: str, day: str, first: str, last: str, **more: Any) -> None:
    """An absence is reported on its day."""
    hours = {"starts_at": at(day, first), "ends_at": at(day, last)}
    told.say(said.ReportedAbsence, at(day, first), absence_id=name, **hours, **more)


def posted(told: Telling, before: tuple[LedgerEntry, ...] = ()) -> list[LedgerEntry]:
    """The rows that the ledger makes of the charges of a case, each posted once and in order."""
    schedule, policy = Schedule.model_validate(RECORD["schedule"]), LeavePolicy.model_validate(POLICY)
    made = list(before)
    for duty in told.charges():
        counted = count(duty.charge, schedule=schedule, policy=policy)
        hours = (duty.charge.starts_at, duty.charge.ends_at) if isinstance(duty.charge, ChargeAbsence) else (None, None)
        others = [e for e in made if e.cause != duty.cause]
        stands = Stands(entries=tuple(_used(e) for e in others))
        made = others
        for share in duty.plans:
            bank = bank_of(share, duty)
            asked = [Told(duty.cause, counted, bank)]
            found = compute(asked, stands, schedule=schedule, policy=policy)[duty.cause]
            made += [_entry(bank.bank, duty.cause, c.on, c.minutes, duty.at, hours) for c in found.charges]
    return made


def _used(e: LedgerEntry) -> Any:
    return used(e.bank, e.reason, e.cause, e.happened_on, e.minutes, e.weeks, e.starts_at, e.ends_at)


def _entry(
    bank: str,
    cause: str,
    on: date,
    minutes: int,
    when: datetime,
    hours: tuple[datetime | None, datetime | None] = (None, None),
) -> LedgerEntry:
    return LedgerEntry(
        entry_id=f"{when.isoformat()}/{bank}/{cause}/{on}",
        employee="E-ROWAN",
        bank=bank,
        cause=cause,
        sequence=0,
        happened_on=on,
        minutes=minutes,
        weeks=str(Fraction(minutes, 2400)),
        base_minutes="2400",
        starts_at=hours[0],
        ends_at=hours[1],
        reason="own_condition",
        rules="C1",
        policy="p 1",
        calendar="1",
        known_at=when,
        recorded_at=when,
    )


def found(told: Telling, by: str, entries: list[LedgerEntry] | None = None, **changes: Any) -> Known:
    """The rows of a case whose employee has no probation, so that the layer is settled."""
    personnel = Personnel("E-ROWAN", "A-1", RECORD["hired_on"], clearance_asked=True, record=NO_PROBATION)
    entries = posted(told) if entries is None else entries
    return rows(told, at(by), personnel=personnel, **{"entries": entries} | changes)


def lines(known: Known) -> dict[str, ChargeLine]:
    """Each line by its name."""
    return {line.cause.name: line for line in charge_lines(known, policy_of(known)).newest}


def page(known: Known) -> str:
    """The page, as it is read at 100 columns."""
    out = StringIO()
    told = case_page(known, explained(known), charge_lines(known, policy_of(known)), is_as_of=False)
    Console(file=out, width=100).print(told)
    return " ".join(out.getvalue().split())


def test_each_absence_is_listed_with_its_hours_in_each_plan() -> None:
    told = in_parts()
    away(told, "A-1", "2026-03-11", "09:00", "12:00")
    away(told, "A-2", "2026-03-12", "07:00", "10:30")
    known = found(told, "2026-03-13")
    assert {name: line.cause.minutes for name, line in lines(known).items()} == {
        "charge-A-2": {"fmla": 90, "pfml": 90, "commonwealth": 90},
        "charge-A-1": {"fmla": 180, "pfml": 180, "commonwealth": 180},
    }
    assert [line.why for line in lines(known).values()] == [(), ()]
    words = page(known)
    assert "What was charged when, and why not all of it FMLA PFML layer facts" in words
    assert "2026-03-11 09:00 to 12:00 3 h 3 h 3 h charge-A-1" in words
    assert "--facts charge-A-2 | leeway explain -" in words
    row = as_json(known, explained(known), charge_lines(known, policy_of(known)))["charged"]["newest"][1]
    assert (row["name"], row["minutes"]["fmla"], row["weeks"]["fmla"]) == ("charge-A-1", 180, "3/40")


def test_a_period_in_one_piece_is_one_line_and_one_question() -> None:
    known = found(certified(surgery(), APPROVED), "2026-04-20")
    (line,) = lines(known).values()
    assert line.cause.name == "charge-period-1"
    assert line.cause.minutes == {"fmla": 30 * 480, "pfml": 30 * 480, "commonwealth": 30 * 480}
    assert line.why == ()
    assert "2026-03-09 to 2026-04-17 (period 1)" in page(known)


def test_c5_each_period_is_explained_by_the_day_on_which_it_was_asked_for() -> None:
    told = certified(surgery(), APPROVED)
    told.say(said.PeriodAdded, at("2026-05-11"), period=period("2026-06-01", "2026-06-12"))
    known = found(certified(told, at("2026-05-12")), "2026-06-15")
    by_name = {cause.name: charge_facts(known, cause, policy=policy_of(known)) for cause in causes(known)}
    asked_on = {name: facts.absence.notice_on for name, facts in by_name.items()}
    assert asked_on == {"charge-period-1": date(2026, 3, 2), "charge-period-2": date(2026, 5, 11)}
    # Of cases that were recorded before they told that day, the history tells it.
    older = tuple(p.model_copy(update={"asked_on": None}) for p in known.view.periods)
    assert notice_on(known, older[1]) == date(2026, 5, 11)


def test_the_reason_of_a_zero_is_told() -> None:
    told = in_parts()
    away(told, "A-SUNDAY", "2026-03-15", "09:00", "12:00")
    away(told, "A-HOLIDAY", "2026-04-20", "09:00", "17:00")
    away(told, "A-LATER", "2026-05-04", "09:00", "11:00")
    why = {name: " ".join(line.why) for name, line in lines(found(told, "2026-05-05")).items()}
    assert why["charge-A-SUNDAY"] == "No work was scheduled then."
    assert "A holiday in a week that leave does not fill is not charged (C8)." in why["charge-A-HOLIDAY"]
    assert "It lies in no period of this leave: nothing is charged." in why["charge-A-LATER"]


def test_825_205_c_missed_overtime_of_which_nobody_told_the_kind_is_asked_for() -> None:
    told = in_parts()
    away(told, "A-1", "2026-03-11", "17:30", "21:30")
    overtime = {"overtime": [{"on": "2026-03-11", "starts": "17:30", "ends": "21:30"}]}
    record = NO_PROBATION | {"schedule": RECORD["schedule"] | overtime}
    personnel = Personnel("E-ROWAN", "A-1", RECORD["hired_on"], clearance_asked=True, record=record)
    known = rows(told, at("2026-03-13"), personnel=personnel, entries=[])
    asked = "Not counted: is the overtime of 2026-03-11 mandatory? Store it, then tell the case of this time once more."
    assert lines(known)["charge-A-1"].why == (asked,)


def test_hours_that_another_case_has_already_are_not_charged_again() -> None:
    told = in_parts()
    away(told, "A-1", "2026-03-11", "09:00", "12:00")
    hours = (at("2026-03-11", "08:00"), at("2026-03-11", "13:00"))
    first = tuple(
        _entry(bank, "LV-OTHER/absence/A-9", date(2026, 3, 11), 240, APPROVED, hours)
        for bank in ("fmla", "pfml", "commonwealth")
    )
    line = lines(found(told, "2026-03-13", posted(told, first)))["charge-A-1"]
    assert not any(line.cause.minutes.values())
    assert "3 h: These minutes are charged elsewhere already; no hour is charged twice (C13, LV-OTHER)." in line.why
    # The leave that begins first keeps the hour, whatever was told first.
    hours = (at("2026-03-11", "10:00"), at("2026-03-11", "13:00"))
    earlier = [_entry("fmla", "LV-OTHER/absence/A-9", date(2026, 3, 11), 60, APPROVED, hours)]
    assert lines(found(told, "2026-03-13", [*posted(told), *earlier]))["charge-A-1"].why == ()


def test_hours_after_midnight_that_another_absence_has_already_are_not_charged_again() -> None:
    """They belong to the shift that began the evening before, and so does the entry that has them."""
    nights = [{"position": n, "starts": "22:00", "ends": "06:00"} for n in range(1, 8)]
    schedule = {"assignments": [RECORD["schedule"]["assignments"][0] | {"shifts": nights, "works_holidays": True}]}
    personnel = Personnel(
        "E-ROWAN", "A-1", RECORD["hired_on"], clearance_asked=True, record=NO_PROBATION | {"schedule": schedule}
    )
    told = in_parts()
    whole = {"starts_at": at("2026-03-11", "22:00"), "ends_at": at("2026-03-12", "06:00")}
    told.say(said.ReportedAbsence, at("2026-03-11", "22:00"), absence_id="A-1", **whole)
    away(told, "A-2", "2026-03-12", "01:00", "03:00")
    hours = (whole["starts_at"], whole["ends_at"])
    banks = ("fmla", "pfml", "commonwealth")
    of_first = [_entry(bank, "LV-7K4Q-92XH/absence/A-1", date(2026, 3, 11), 480, APPROVED, hours) for bank in banks]
    known = rows(told, at("2026-03-13"), personnel=personnel, entries=of_first)
    why = lines(known)["charge-A-2"].why
    assert why == ("2 h: These minutes are charged elsewhere already; no hour is charged twice (C13).",)


def test_what_is_beyond_the_entitlement_is_told_by_plan() -> None:
    told = in_parts()
    away(told, "A-1", "2026-03-11", "09:00", "12:00")
    used_up = tuple(
        _entry("fmla", "LV-OTHER/period/1", date(2025, 9, 1) + timedelta(n), 480, APPROVED) for n in range(60)
    )
    line = lines(found(told, "2026-03-13", posted(told, used_up)))["charge-A-1"]
    assert line.cause.minutes == {"pfml": 180, "commonwealth": 180}
    assert line.why == ("3 h beyond what is left of FMLA (N1).",)


def test_leave_that_waits_for_its_decision_says_what_it_would_be_charged() -> None:
    told = surgery(LeaveShape.INTERMITTENT)
    away(told, "A-1", "2026-03-11", "09:00", "12:00")
    line = lines(found(told, "2026-03-13"))["charge-A-1"]
    assert line.cause.minutes == {}
    assert line.why == ("Not decided yet: 3 h would be charged.",)
    assert line.asked is not None
    assert "would be charged" in line.asked.answer.says or line.asked.answer.standing is Standing.CONDITIONAL


def test_an_absence_is_charged_under_the_first_of_its_corrections_while_it_stands() -> None:
    told = in_parts()
    away(told, "A-1", "2026-03-11", "09:00", "12:00")
    assert list(lines(found(told, "2026-03-12", []))) == ["charge-A-1"]
    told.say(
        said.ReportedAbsence,
        at("2026-03-12"),
        absence_id="A-2",
        corrects="A-1",
        starts_at=at("2026-03-11"),
        ends_at=at("2026-03-11", "10:00"),
    )
    (corrected,) = lines(found(told, "2026-03-12")).values()
    assert (corrected.cause.name, corrected.cause.key) == ("charge-A-2", "LV-7K4Q-92XH/absence/A-1")
    told.say(said.AbsenceCancelled, at("2026-03-13"), absence_id="A-2")
    assert list(lines(found(told, "2026-03-13", []))) == []


def test_of_many_absences_the_newest_are_listed_and_each_can_be_asked_about() -> None:
    told = in_parts()
    for n in range(NEWEST + 4):
        away(told, f"A-{n:02}", str(date(2026, 3, 11) + timedelta(n)), "09:00", "10:00")
    known = found(told, "2026-04-10")
    many = charge_lines(known, policy_of(known))
    assert (len(many.newest), many.of) == (NEWEST, NEWEST + 4)
    assert f"What was charged, the newest {NEWEST} of {NEWEST + 4}" in page(known)
    oldest = charge_named(known, "charge-A-00", policy_of(known))
    assert oldest is not None
    assert charge_named(known, "charge-A-99", policy_of(known)) is None


def test_an_absence_that_the_case_carries_no_longer_is_told_from_the_ledger() -> None:
    told = in_parts()
    hours = (at("2026-03-11"), at("2026-03-11", "12:00"))
    kept = [_entry("fmla", "LV-7K4Q-92XH/absence/A-OLD", date(2026, 3, 11), 180, at("2026-03-11"), hours)]
    line = lines(found(told, "2026-03-13", kept))["charge-A-OLD"]
    assert line.cause.minutes == {"fmla": 180}


@pytest.mark.parametrize("shape", [LeaveShape.CONTINUOUS, LeaveShape.INTERMITTENT])
def test_the_facts_file_of_a_line_asks_the_same_without_the_case(shape: LeaveShape) -> None:
    told = certified(surgery(shape), APPROVED)
    told.say(said.DfmlDecided, at("2026-03-10", "12:00"), claim="approved")
    away(told, "A-1", "2026-03-11", "09:00", "12:00")
    known = found(told, "2026-03-13")
    (line,) = [line for line in lines(known).values() if line.cause.minutes]
    assert line.asked is not None
    again = facts_file.read(json.dumps(line.asked.file()).encode())
    assert again.answer() == line.asked.answer
    assert line.asked.answer.standing is Standing.SETTLED
    assert line.asked.answer.result is not None
    assert {each.bank: each.charged_minutes for each in line.asked.answer.result.judged.lines} == line.cause.minutes
