"""Facts typed: other days, another period, a death, a withdrawal, a return; and a worker that is not there."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from starter.cli import known, telling
from tests.starter.terminal import Terminal, ahead


async def test_days_left_out_stay_as_they_are(terminal: Terminal) -> None:
    reference = await terminal.open(1003, "bonding", "continuous", ahead(10), ahead(30))
    answer = await terminal.done("case", "change", reference, "--period", 1, "--to", ahead(37))
    assert days(answer) == [(str(ahead(10)), str(ahead(37)))]
    answer = await terminal.done("case", "change", reference, "--period", 1, "--from", ahead(12), "--to", "open")
    assert days(answer) == [(str(ahead(12)), None)]


async def test_a_period_is_added_to_the_same_need(terminal: Terminal) -> None:
    reference = await terminal.open(1003, "bonding", "continuous", ahead(11), ahead(30))
    more = f"bonding reduced {ahead(31)} {ahead(50)}"
    answer = await terminal.done("case", "change", reference, "--add-period", more, "--channel", "hotline")
    assert days(answer) == [(str(ahead(11)), str(ahead(30))), (str(ahead(31)), str(ahead(50)))]


async def test_one_period_is_taken_back_and_then_the_rest(terminal: Terminal) -> None:
    one, other = f"bonding continuous {ahead(13)} {ahead(20)}", f"bonding continuous {ahead(40)} {ahead(50)}"
    reference = await terminal.open(1003, "--period", one, "--period", other)
    answer = await terminal.done("case", "withdraw", reference, "--period", 2)
    assert [p["decision"] for p in answer["case"]["periods"]] == ["pending", "withdrawn"]
    answer = await terminal.done("case", "withdraw", reference, "--all")
    assert answer["case"]["status"] == "withdrawn"


async def test_after_a_death_nothing_is_asked(terminal: Terminal) -> None:
    reference = await terminal.open(1001, "family_care", "continuous", ahead(-5), ahead(30))
    await terminal.asked(reference)
    answer = await terminal.done("case", "family-member-died", reference)
    assert answer["case"]["status"] == "need_ended"
    running = [d["kind"] for d in answer["case"]["deadlines"] if d["state"] == "running"]
    assert running == ["dfml_told_due"]  # a clock of the office, and nothing that the employee is asked for
    answer = await terminal.done("case", "family-member-died", reference, "--on", ahead(-1), "--channel", "portal")
    file = await terminal.until(reference, lambda file: "bereavement_review" in [m["kind"] for m in file["mails"]])
    assert [t["role"] for t in file["tasks"] if t["kind"] == "bereavement_review"] == ["liaison"]
    assert "need_ended" in [m["kind"] for m in file["mails"]]


async def test_what_is_said_while_no_worker_runs_is_kept(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("starter.cli.answers.SECONDS", 0.5)
    await terminal.worker_of_its_own().kill()
    try:
        words = ("--employee", 1003, "--matter", "bonding", "--from", ahead(15), "--to", "open")
        opened = await terminal.done("case", "open", *words)
        reference = opened["reference"]
        assert (opened["is_new"], opened["case"]) == (True, None)
        told = await terminal.type("case", "withdraw", reference, "--all")
        assert "The register does not show it yet. It is kept" in " ".join(told.out.split())
        told = await terminal.type("case", "change", reference, "--period", 1, "--to", ahead(40))
        assert (told.code, "does not show this case yet" in told.error) == (2, True)
        told = await terminal.type("case", "show", reference)
        assert (told.code, "is opened and waits for its worker" in told.error) == (1, True)
    finally:
        await terminal.worker_of_its_own().start()
    await terminal.shows(reference)
    await terminal.until(reference, lambda file: file["case"]["status"] == "withdrawn")


def days(answer: dict[str, dict[str, list[dict[str, str | None]]]]) -> list[tuple[str | None, str | None]]:
    """The days of each period, as asked for."""
    return [(p["first_on"], p["last_on"]) for p in answer["case"]["periods"]]


async def test_a_correction_of_the_records_is_told_by_a_coordinator_or_the_agency(terminal: Terminal) -> None:
    reference = await terminal.open(1003, "bonding", "continuous", ahead(7), ahead(30))
    await terminal.until(reference, lambda file: "rights_notice" in [m["kind"] for m in file["mails"]])
    for words, by in ((("--by", "C-1"), "coordinator/C-1"), (("--agency", "--agent", "HR"), "agency/HR")):
        answer = await terminal.done("case", "records-corrected", reference, *words)
        assert (answer["does_not_fit"], answer["case"]["eligible"]) == (False, True)
        file = await terminal.done("case", "show", reference)
        assert [line["by"] for line in file["history"] if line["what"] == "records_corrected"][-1] == by


async def test_a_paper_or_a_batch_is_not_blamed_for_what_did_not_fit_before(terminal: Terminal, paper: Path) -> None:
    reference = await terminal.open(1003, "own_condition", "continuous", ahead(34), ahead(46))
    await terminal.asked(reference)
    assert (await terminal.done("case", "returned", reference, "--on", ahead(-1)))["does_not_fit"] is True
    answer = await terminal.done("case", "upload", reference, paper, "--kind", "certification")
    assert answer["does_not_fit"] is False
    answer = await terminal.done("case", "approve", reference, "--by", "C-1", "--as-signal")
    assert answer["does_not_fit"] is False


async def test_what_does_not_fit_the_case_is_told_to_whoever_said_it(terminal: Terminal) -> None:
    reference = await terminal.open(1003, "own_condition", "continuous", ahead(33), ahead(45))
    await terminal.asked(reference)
    answer = await terminal.done("case", "returned", reference, "--on", ahead(-1))
    assert answer["does_not_fit"] is True
    assert answer["told"] == telling.DOUBTED
    hours = ("--from", f"{ahead(2)} 09:00", "--to", f"{ahead(2)} 12:00")
    answer = await terminal.done("case", "report-absence", reference, *hours)
    assert answer["does_not_fit"] is True
    assert answer["told"].startswith(f"Absence {answer['absence_id']}")  # it stands all the same
    assert answer["told"].endswith(telling.DOUBTED)


async def test_a_year_that_cannot_be_is_not_said_to_be_recorded(terminal: Terminal) -> None:
    reference = await terminal.open(1003, "bonding", "continuous", ahead(32), ahead(44))
    await terminal.shows(reference)
    year = f"{ahead(33)}..{ahead(40)}"
    answer = await terminal.done("case", "dfml-decided", reference, "--claim", "approved", "--year", year)
    assert (answer["does_not_fit"], answer["told"]) == (True, telling.DOUBTED)
    assert answer["case"]["pfml_claim"] is None


async def test_no_decision_of_dfml_was_received_on_a_day_to_come(terminal: Terminal) -> None:
    """The days of an appeal run from it."""
    reference = await terminal.open(1003, "bonding", "continuous", ahead(31), ahead(43))
    await terminal.shows(reference)
    told = ("--claim", "denied", "--received-on", ahead(2), "--json")
    ended = await terminal.type("case", "dfml-decided", reference, *told)
    assert (ended.code, ended.json()["error"]["code"]) == (2, "still_to_come")


async def test_of_two_messages_at_one_moment_each_finds_its_own_answer() -> None:
    told = [
        ("T-1", "absence_outside_leave", {"message": "m-1"}),
        ("T-2", "fact_contradicts", {}),
        ("T-3", "decide", {}),
    ]
    tasks = [SimpleNamespace(key=key, kind=kind, facts=json.dumps(facts)) for key, kind, facts in told]

    async def open_tasks(*, reference: str) -> list[SimpleNamespace]:
        return tasks

    office: Any = SimpleNamespace(register=SimpleNamespace(tasks=open_tasks))
    assert (await known.doubts(office, "LV-1")).keys() == {"T-1", "T-2"}
    assert (await known.doubts(office, "LV-1", said="m-1")).keys() == {"T-1", "T-2"}
    # What names no message was asked for by an older release, or by the ledger.
    assert await known.doubts(office, "LV-1", said="m-2") == {"T-2": "fact_contradicts"}
