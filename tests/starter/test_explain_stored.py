"""What a stored case raises and is told of it, from the rows that a case leaves behind: no server is needed."""

import json
import re
from datetime import date, datetime, timedelta
from fractions import Fraction
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from infra.directory_desk import FoundBefore, Personnel
from infra.tables import HistoryLine, LedgerEntry, Task
from starter.cli import case_screen
from starter.cli.case_file import CasePeople
from starter.explain import facts_file
from starter.explain.case_page import as_json, case_page
from starter.explain.charge_lines import ChargeLines, charge_lines
from starter.explain.known import Known, known
from starter.explain.stored import Explained, explained, policy_of
from starter.explain.uncounted import uncounted
from tests.case.telling import Telling, at, period
from workflows.case import asked, said
from workflows.case.duties import AskPerson, Note, TaskKind
from workflows.rules.answers import Answer, Standing, Teller
from workflows.rules.balance_lines import Balances
from workflows.rules.concurrency import PfmlClaim
from workflows.rules.fitness_for_duty import ReturnGround, ReturnHeld
from workflows.rules.late_certification import Unprotected
from workflows.rules.plans import Plan
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.recertification import MayRecertify, RecertificationGround
from workflows.rules.spans import Days
from workflows.rules.substitution import Benefit, BenefitPaid
from workflows.rules.sufficiency import CertificationItem, Defect

OPENED = at("2026-03-02")
SHIFTS = [{"position": n, "starts": "09:00", "ends": "17:00"} for n in range(1, 6)]
CYCLE = {"from_on": "2015-03-02", "anchor_on": "2015-03-02", "cycle_days": 7, "works_holidays": False, "shifts": SHIFTS}
RECORD: dict[str, Any] = {
    "hired_on": date(2015, 3, 2),
    "worked": [{"first_on": "2025-03-02", "last_on": "2026-03-01", "minutes": 108_000}],
    "hours_complete": True,
    "exempt": False,
    "worksite_fifty": True,
    "schedule": {"assignments": [CYCLE]},
}


def surgery(shape: LeaveShape = LeaveShape.CONTINUOUS, **record: Any) -> Telling:
    """Leave for an operation, whose record is found and whose certification is asked for on 2 March."""
    told = Telling(OPENED, period("2026-03-09", "2026-04-17", shape=shape))
    told.found(OPENED, clearance_asked=True, **record)
    return told


def brought(told: Telling, when: datetime, kind: said.DocumentKind = said.DocumentKind.CERTIFICATION) -> None:
    """A paper comes."""
    told.say(said.DocumentReceived, when, document=f"D-{told.count}", document_kind=kind)


def certified(told: Telling, when: datetime) -> Telling:
    """A certification comes and is found sufficient, and the leave approved."""
    brought(told, when)
    assert told.ask(asked.CertificationFinding, when) is None
    assert told.ask(asked.Approval, when) is None
    told.accepted(when + timedelta(minutes=1))
    return told


def rows(told: Telling, by: datetime, on: str | None = None, **changes: Any) -> Known:
    """The rows of a case as somebody finds them later."""
    told.until(by)
    view = told.case.view()
    notes = told.of(Note)
    about: dict[str, Any] = {
        "personnel": Personnel("E-ROWAN", "A-1", RECORD["hired_on"], clearance_asked=True, record=RECORD),
        "earlier": (),
        "entries": [],
    }
    return known(
        view,
        history=[
            HistoryLine(key=n.key, reference=view.reference, at=n.at, by=n.by, what=n.what, facts=json.dumps(n.facts))
            for n in notes
        ],
        tasks=[
            Task(key=t.key, reference=view.reference, kind=t.kind, role=t.role, opened_at=t.at, facts="{}")
            for t in told.of(AskPerson)
        ],
        on=date.fromisoformat(on) if on else None,
        **about | {"recorded_by": by} | changes,
    )


def one(found: tuple[Explained, ...], name: str) -> Explained:
    """One answer by its name."""
    (answer,) = [each for each in found if each.name == name]
    return answer


def days_of(answer: Answer[Unprotected]) -> list[tuple[str, str]]:
    """The unprotected days of a settled answer."""
    assert answer.result is not None
    return [(str(span.first_on), str(span.last_on)) for span in answer.result.spans]


def printed(found: Known) -> str:
    """The page, as it is read at 100 columns."""
    out = StringIO()
    Console(file=out, width=100).print(
        case_page(found, explained(found), charge_lines(found, policy_of(found)), is_as_of=False)
    )
    return " ".join(out.getvalue().split())


def test_a_case_raises_what_its_reasons_and_papers_raise() -> None:
    names = [each.name for each in explained(rows(surgery(), at("2026-03-03")))]
    eligibility = ["eligibility", "eligibility-2", "eligibility-3"]
    assert names == [*eligibility, "balance", "balance-2", "balance-3", "unprotected_days", "return_held"]
    certain = certified(surgery(), at("2026-03-10"))
    assert "recertification" in [each.name for each in explained(rows(certain, at("2026-03-11")))]


def test_bonding_needs_no_certification_and_raises_parental_leave() -> None:
    told = Telling(OPENED, period("2026-03-09", "2026-04-17", LeaveReason.BONDING))
    told.found(OPENED)
    found = explained(rows(told, at("2026-03-03")))
    headings = [each.raised.heading for each in found]
    assert "Eligibility for parental leave" in headings
    assert "recertification" not in [each.raised.question for each in found]


def test_a_page_says_what_else_is_to_be_asked() -> None:
    found = rows(surgery(), at("2026-03-03"), personnel=None)
    page = printed(found)
    assert "more to ask" not in page
    assert re.search(r"Also to ask: \w.*\?", page)


@pytest.mark.parametrize("shape", [LeaveShape.CONTINUOUS, LeaveShape.INTERMITTENT])
def test_every_facts_file_asks_the_same_without_the_case(shape: LeaveShape) -> None:
    told = certified(surgery(shape), at("2026-03-20"))
    entry = LedgerEntry(
        entry_id="1",
        employee="E-ROWAN",
        bank="fmla",
        cause="c",
        sequence=1,
        happened_on=date(2026, 3, 9),
        minutes=480,
        weeks="1/5",
        base_minutes="2400",
        reason="own_condition",
        rules="C1",
        policy="p 1",
        calendar="1",
        known_at=OPENED,
        recorded_at=OPENED,
    )
    found = explained(rows(told, at("2026-03-21"), entries=[entry]))
    for each in found:
        again = facts_file.read(json.dumps(each.file()).encode())
        assert again.facts == each.raised.facts
        assert again.answer() == each.answer
    assert (
        as_json(rows(told, at("2026-03-21")), found, ChargeLines((), 0))["answers"][0]["facts"]["question"]
        == "eligibility"
    )


def test_a_recertification_turns_on_what_was_certified_and_a_coordinator_can_tell() -> None:
    told = certified(surgery(), at("2026-03-10"))
    branches = one(explained(rows(told, at("2026-03-27"))), "recertification").answer.branches
    too_early = MayRecertify(may_ask=False, ground=RecertificationGround.TOO_EARLY, earliest_on=date(2026, 4, 9))
    assert branches[1].result == too_early
    later = one(explained(rows(told, at("2026-04-13"))), "recertification").answer
    assert later.standing is Standing.CONDITIONAL
    assert {gap.fact for gap in later.gaps} == {"extension_asked", "extent", "minimum"}


def test_a_late_certification_leaves_days_unprotected_by_whether_the_leave_was_foreseeable() -> None:
    told = surgery()
    waiting = one(explained(rows(told, at("2026-03-20"))), "unprotected_days").answer
    assert days_of(waiting) == [("2026-03-18", "2026-03-20")]
    assert waiting.result is not None
    assert waiting.result.is_open
    late = one(explained(rows(certified(told, at("2026-03-25")), at("2026-03-26"))), "unprotected_days").answer
    assert days_of(late) == [("2026-03-18", "2026-03-24")]


def test_more_time_and_a_completed_paper_are_told_as_they_were() -> None:
    told = surgery()
    more_time: dict[str, Any] = {"due_on": date(2026, 3, 24), "ground": asked.ExtensionGround.PROVIDER_AWAY}
    assert told.ask(asked.CertificationExtension, at("2026-03-12"), **more_time) is None
    brought(told, at("2026-03-23"))
    items = (CertificationItem.PROVIDER_SIGNATURE,)
    lacking: dict[str, Any] = {"defect": Defect.INCOMPLETE, "items": items}
    assert told.ask(asked.DeficiencyFinding, at("2026-03-24"), **lacking) is None
    told.accepted(at("2026-03-24", "12:00"))
    facts = one(explained(rows(told, at("2026-04-02"))), "unprotected_days")
    on_record = facts.file()["facts"]
    assert on_record["effort"] == {"due_on": "2026-03-24", "diligent": True, "found_by": "coordinator/C-1"}
    assert on_record["deficiency"]["first_in_hand_on"] == "2026-03-23"
    assert on_record["deficiency"]["notice_received_on"] == "2026-03-24"
    assert days_of(facts.answer) == [("2026-04-01", "2026-04-02")]


def test_a_return_is_held_only_where_clearance_was_announced() -> None:
    told = certified(surgery(), at("2026-03-10"))
    facts = one(explained(rows(told, at("2026-03-11"))), "return_held").file()["facts"]
    assert (facts["announced"], facts["practice"], facts["returns_on"]) == (True, True, "2026-04-18")
    assert facts["workdays_out"] == 30
    brought(told, at("2026-04-16"), said.DocumentKind.CLEARANCE)
    answer = one(explained(rows(told, at("2026-04-17"))), "return_held")
    assert answer.file()["facts"]["certificate"] == {"received_on": "2026-04-16"}
    in_parts = certified(surgery(LeaveShape.INTERMITTENT), at("2026-03-10"))
    held = one(explained(rows(in_parts, at("2026-03-20"), on="2026-03-23")), "return_held").answer
    assert held.result == ReturnHeld(held=False, ground=ReturnGround.NOT_ANNOUNCED)


def balances(found: Known) -> dict[str, Answer[Balances]]:
    """What is said of what is left, by the question as it is headed."""
    return {e.raised.heading.partition(" on ")[0]: e.answer for e in explained(found) if e.raised.question == "balance"}


def test_a_balance_that_stands_on_unknown_eligibility_is_not_settled_and_says_who_can_tell() -> None:
    told = balances(rows(certified(surgery(), at("2026-03-10")), at("2026-03-11")))
    fmla, pfml, layer = told.values()
    assert list(told) == ["What is left", "What is left of state PFML", "What is left of the Commonwealth layer"]
    assert fmla.standing is Standing.SETTLED
    assert fmla.result is not None
    assert [bank.plan for bank in fmla.result.banks] == [Plan.FMLA]
    for answer, fact, teller in ((pfml, "dfml_eligible", Teller.DFML), (layer, "probation", Teller.DIRECTORY)):
        assert answer.standing is Standing.CONDITIONAL
        assert {(gap.fact, gap.teller) for gap in answer.gaps} == {(fact, teller)}
        eligible, not_eligible = (branch.result for branch in answer.branches)
        assert eligible is not None
        assert len(eligible.banks) == 1
        assert not_eligible == Balances(banks=())
    page = printed(rows(certified(surgery(), at("2026-03-10")), at("2026-03-11")))
    assert "It depends: is the employee eligible for state PFML? DFML can tell." in page
    assert "The personnel directory can tell: probation" in page


def test_once_the_facts_are_told_every_balance_is_settled() -> None:
    told = certified(surgery(), at("2026-03-10"))
    told.say(said.DfmlDecided, at("2026-03-10", "12:00"), claim=PfmlClaim.APPROVED)
    appointment = {"first_on": "2015-03-02", "probation": {"required": False}}
    no_probation = RECORD | {"appointments": [appointment], "earlier_service_known": True}
    personnel = Personnel("E-ROWAN", "A-1", RECORD["hired_on"], clearance_asked=True, record=no_probation)
    (answer,) = balances(rows(told, at("2026-03-11"), personnel=personnel)).values()
    assert answer.result is not None
    assert [bank.plan for bank in answer.result.banks] == [Plan.FMLA, Plan.PFML, Plan.COMMONWEALTH]


def pfml(found: Known) -> Answer[Any]:
    """What is said of eligibility for state PFML."""
    return one(explained(found), "eligibility-2").answer


def test_a_claim_that_dfml_decided_is_told_as_far_as_it_was_told() -> None:
    told = certified(surgery(), at("2026-03-10"))
    year = Days(first_on=date(2026, 3, 8), last_on=date(2027, 3, 6))
    told.say(said.DfmlDecided, at("2026-03-16"), claim=PfmlClaim.DENIED)
    denied = pfml(rows(told, at("2026-03-17")))
    assert denied.standing is Standing.NOT_ANSWERABLE
    assert denied.says == "DFML denied the claim, and has not told why"
    told.say(said.DfmlDecided, at("2026-03-20"), claim=PfmlClaim.APPROVED, years=(year,))
    found = one(explained(rows(told, at("2026-03-23"))), "eligibility-2")
    assert found.file()["facts"]["dfml_eligible"] is True
    assert found.answer.result is not None
    assert found.answer.result.eligible
    assert "has not told" not in found.answer.says


def test_a_plan_without_eligibility_does_not_apply_and_has_nothing_left() -> None:
    told = certified(surgery(), at("2026-03-10"))
    on_probation = {"first_on": "2026-02-02", "probation": {"required": True, "ends_on": "2026-08-02"}}
    record = RECORD | {"appointments": [on_probation]}
    personnel = Personnel("E-ROWAN", "A-1", RECORD["hired_on"], clearance_asked=True, record=record)
    known_then = rows(told, at("2026-03-11"), personnel=personnel)
    layer = balances(known_then)["What is left of the Commonwealth layer"]
    assert layer.standing is Standing.SETTLED
    assert layer.result == Balances(banks=())
    assert "it does not apply" in layer.says
    settled = balances(known_then)["What is left"].result
    assert settled is not None
    assert [bank.plan for bank in settled.banks] == [Plan.FMLA]


def test_care_of_a_servicemember_has_its_own_26_weeks_before_anything_is_charged() -> None:
    told = Telling(OPENED, period("2026-03-09", "2026-04-17", LeaveReason.MILITARY_CAREGIVER))
    told.found(OPENED)
    single = RECORD | {"spouse_same_employer": False}
    personnel = Personnel("E-ROWAN", "A-1", RECORD["hired_on"], clearance_asked=True, record=single)
    answer = balances(rows(told, at("2026-03-03"), personnel=personnel))["What is left"]
    assert answer.result is not None
    found = {bank.plan: (bank.bank, bank.days[0].amount) for bank in answer.result.banks}
    assert found == {Plan.CAREGIVER: ("caregiver/LV-7K4Q-92XH", Fraction(26))}
    assert "FMLA for the care of a servicemember: 26 workweeks left" in answer.says


def test_each_need_is_tested_on_the_day_on_which_its_own_leave_begins() -> None:
    told = Telling(
        OPENED,
        period("2026-03-09", "2026-04-17"),
        period("2026-04-20", "2026-05-29", LeaveReason.BONDING),
        period("2026-06-01", "2026-06-05", LeaveReason.BONDING),
    )
    told.found(OPENED)
    tests = [e for e in explained(rows(told, at("2026-03-03"))) if e.raised.question == "eligibility"]
    assert [e.raised.heading for e in tests] == [
        "Eligibility for FMLA leave",
        "Eligibility for state paid family and medical leave",
        "Eligibility for leave under the Commonwealth layer",
        "Eligibility for parental leave",
        "Eligibility for FMLA leave: bonding from 2026-04-20",
    ]
    assert tests[3].file()["facts"]["starts_on"] == "2026-04-20"
    first, later = (tests[n].file()["facts"] for n in (0, 4))
    assert (first["starts_on"], later["starts_on"], later["last_on"]) == ("2026-03-09", "2026-04-20", "2026-06-05")
    assert (first["reason"], later["reason"]) == ("own_condition", "bonding")
    assert first["need"] != later["need"]
    # Hours of a day to come are foretold on condition alone, never for certain.
    assert tests[4].answer.standing is not Standing.SETTLED


def test_what_is_paid_is_shown_and_substitution_is_off_while_it_is() -> None:
    told = certified(surgery(), at("2026-03-10"))
    assert "substitution" not in [e.raised.question for e in explained(rows(told, at("2026-03-11")))]
    paid = BenefitPaid(kind=Benefit.COMPENSATION, first_on=date(2026, 3, 9), last_on=date(2026, 3, 29))
    told.say(said.PayTold, at("2026-03-12"), benefits=(paid,), usable=True, elects=True, agreed_top_up=False)
    found = rows(told, at("2026-03-13"))
    answer = one(explained(found), "substitution").answer
    assert answer.result is not None
    assert [(str(d.first_on), d.outcome.value, d.rule) for d in answer.result.days] == [
        ("2026-03-09", "off", "K2"),
        ("2026-03-30", "runs_by_election", "K1"),
    ]
    assert "Does accrued leave run with the leave (period 1)?" in printed(found)
    brief = Console(file=(out := StringIO()), width=100)
    brief.print(case_screen.brief(found.view, CasePeople("1", "Rowan", "A", "C")))
    assert "Paid workers' compensation 2026-03-09 to 2026-03-29" in " ".join(out.getvalue().split())


def since(first_on: str) -> Personnel:
    """Records whose schedule begins on a day; of the days before nobody knows anything."""
    cycle = CYCLE | {"from_on": first_on, "anchor_on": "2026-03-02"}
    record = RECORD | {"schedule": {"assignments": [cycle]}}
    return Personnel("E-ROWAN", "A-1", RECORD["hired_on"], clearance_asked=True, record=record)


def test_days_without_a_stored_schedule_are_listed_as_not_counted_with_what_to_do() -> None:
    told = certified(surgery(), at("2026-03-10"))
    found = rows(told, at("2026-03-20"), personnel=since("2026-03-16"))
    answer = balances(found)["What is left"]
    assert answer.result is not None
    assert [(str(d.first_on), str(d.last_on)) for d in answer.result.uncounted] == [("2026-03-09", "2026-03-15")]
    assert [bank.at_most for bank in answer.result.banks] == [True]
    assert "at most" in answer.says
    page = printed(found)
    assert "not counted yet, since it is not known what was to be worked: 2026-03-09 to 2026-03-15" in page
    assert "store the schedule, then tell the case of these days once more" in page
    everything = rows(told, at("2026-03-20"))
    assert "not counted yet" not in printed(everything)


def test_a_task_says_what_did_not_fit_and_by_which_rule() -> None:
    told = surgery()
    told.say(said.AbsenceCancelled, at("2026-03-03"), absence_id="A-1")
    (odd,) = [t for t in told.of(AskPerson) if t.kind is TaskKind.FACT_CONTRADICTS]
    facts = json.dumps(odd.facts)
    task = Task(key="t", reference="r", kind=odd.kind, role=odd.role, opened_at=OPENED, facts=facts)
    assert case_screen.asked(task, "") == (
        "Something was said that does not fit the case: clear it up. An absence was cancelled that was never told to "
        "this case. [F2: 29 CFR 825.303(a)-(b)]"
    )


def test_a_single_absence_without_a_schedule_is_listed_until_the_ledger_has_it() -> None:
    told = certified(surgery(LeaveShape.INTERMITTENT), at("2026-03-10"))
    hours = {"starts_at": at("2026-03-11"), "ends_at": at("2026-03-11", "12:00")}
    told.say(said.ReportedAbsence, at("2026-03-11"), absence_id="A-1", **hours)
    (days,) = uncounted(rows(told, at("2026-03-20"), personnel=None))
    assert (str(days.first_on), str(days.last_on)) == ("2026-03-11", "2026-03-11")
    assert uncounted(rows(told, at("2026-03-20"))) == ()
    # The schedule is stored now, and nobody has told the case of the hours again.
    cause = told.charges()[-1].cause
    late = Task(key="t", reference="r", kind="charge_not_possible", role="coordinator", opened_at=OPENED, facts="")
    late.facts = json.dumps({"cause": cause})
    assert uncounted(rows(told, at("2026-03-20"))._replace(tasks=[late])) == (days,)


def test_an_earlier_leave_for_the_same_reason_leaves_the_need_to_a_person() -> None:
    before = (FoundBefore("LV-1", date(2025, 9, 1), "own_condition", eligible=True),)
    short = Personnel(
        "E-ROWAN", "A-1", RECORD["hired_on"], clearance_asked=False, record=RECORD | {"worked": [], "exempt": False}
    )
    found = one(explained(rows(surgery(), at("2026-03-03"), earlier=before, personnel=short)), "eligibility")
    assert found.file()["facts"]["need"] is None
    assert "need" in [gap.fact for gap in found.answer.gaps]


def test_what_the_directory_does_not_know_is_asked_for_and_not_guessed() -> None:
    found = rows(surgery(), at("2026-03-03"), personnel=None)
    answer = one(explained(found), "eligibility").answer
    assert answer.standing is Standing.CONDITIONAL
    assert "service.stretches" in [gap.fact for gap in answer.gaps]


def test_the_page_says_it_in_short_then_each_clock_then_each_reason() -> None:
    told = certified(surgery(), at("2026-03-20"))
    page = printed(rows(told, at("2026-03-27")))
    in_order = [
        "In short",
        "Eligibility for FMLA leave: Eligible for FMLA leave on 2026-03-09.",
        "Clocks, each with its rule",
        "825.305(b)",
        "done late on",
        "Counted with policy",
        "The agency can tell: prevailing",
        "--facts return_held",
        "Open tasks",
        "All answers: Policy",
    ]
    places = [page.find(words) for words in in_order]
    assert -1 not in places, in_order[places.index(-1)]
    assert places == sorted(places)
