"""`leeway case open`: the same request is one case, and what is not ours leaves nothing behind."""

import asyncio
import contextlib
import sqlite3
from datetime import datetime
from typing import Any

import pytest

from tests.starter.terminal import Terminal, ahead, today
from workflows.rules.calendar import start_of_day
from workflows.rules.triage import Matter, Redirection, triage

NOT_OURS = [matter for matter in Matter if isinstance(triage(matter, insists=False), Redirection)]


async def test_a_case_is_shown_once_it_is_opened(terminal: Terminal) -> None:
    words = ("--matter", "own_condition", "--from", ahead(40), "--to", ahead(60))
    ended = await terminal.type("case", "open", "--employee", 1001, *words, "--channel", "hotline", "--agent", "A7")
    assert ended.code == 0
    assert "is open." in ended.out
    assert "It is the employee's turn." in ended.out
    assert "Rowan Sample, 1001, Example Department of Parks" in ended.out
    assert "none: no medical paper can be kept yet" in ended.out


async def test_the_very_same_command_again_finds_the_first_case(terminal: Terminal) -> None:
    words = (
        "case",
        "open",
        "--employee",
        1001,
        "--matter",
        "pregnancy",
        "--from",
        ahead(70),
        "--to",
        "open",
        "--consent",
    )
    first = await terminal.done(*words)
    before = terminal.counts()["reservation"]
    again = await terminal.type(*words)
    assert "was made before: it is case " + first["reference"] in again.out
    second = await terminal.done(*words)
    assert (second["reference"], second["is_new"], first["is_new"]) == (first["reference"], False, True)
    assert terminal.counts()["reservation"] == before


async def test_other_days_are_another_request(terminal: Terminal) -> None:
    one = await terminal.open(1001, "--matter", "family_care", "--from", ahead(5), "--to", "open")
    other = await terminal.open(1001, "--matter", "family_care", "--from", ahead(6), "--to", "open")
    assert one != other


async def test_a_key_finds_its_request_and_serves_no_other(terminal: Terminal) -> None:
    care = ("--matter", "family_care", "--request-key", "portal-0007", "--to", ahead(20))
    first = await terminal.open(1001, *care, "--from", ahead(5))
    assert await terminal.open(1001, *care, "--from", ahead(5)) == first
    assert await terminal.open(1003, *care, "--from", ahead(6)) != first, "another person's keys are their own"
    before = terminal.counts()["reservation"]
    words = ("case", "open", "--employee", 1001, *care, "--from", ahead(6))
    ended = await terminal.type(*words)
    assert (ended.code, ended.out) == (2, "")
    there = f"case {first}, family care, continuous, from {ahead(5)} to {ahead(20)}. Nothing was opened."
    assert f"This key was used for another request: {there}" in ended.error
    assert (await terminal.type(*words, "--json")).json()["error"]["code"] == "key_used"
    assert terminal.counts()["reservation"] == before


async def test_a_key_finds_its_request_also_when_its_days_were_changed(terminal: Terminal) -> None:
    words = ("--matter", "bonding", "--from", ahead(5), "--to", ahead(20), "--request-key", "portal-0008")
    first = await terminal.open(1003, *words)
    await terminal.done("case", "change", first, "--period", 1, "--to", ahead(15))
    again = await terminal.type("case", "open", "--employee", 1003, *words)
    assert again.code == 0
    told = " ".join(again.out.split())
    assert f"It asks for: bonding, continuous, from {ahead(5)} to {ahead(15)}." in told


async def test_the_same_request_from_two_processes_is_one_case(terminal: Terminal) -> None:
    words = ("case", "open", "--employee", 1003, "--matter", "bonding", "--from", ahead(33), "--to", "open", "--json")
    before = terminal.counts()
    both = await asyncio.gather(terminal.program(*words), terminal.program(*words))
    answers = [ended.json() for ended in both]
    assert len({answer["reference"] for answer in answers}) == 1
    assert sorted(answer["is_new"] for answer in answers) == [False, True]
    assert terminal.counts()["reservation"] == before["reservation"] + 1
    assert terminal.counts()["register"] == before["register"] + 1


async def test_one_need_has_several_periods(terminal: Terminal) -> None:
    recovery = f"own_condition continuous {ahead(10)} {ahead(51)}"
    bonding = f"bonding reduced {ahead(52)} open"
    answer = await terminal.done(
        *("case", "open", "--employee", 1003, "--matter", "pregnancy", "--period", recovery, "--period", bonding)
    )
    told = [(p["reason"], p["shape"], p["first_on"], p["last_on"]) for p in answer["case"]["periods"]]
    assert told == [
        ("own_condition", "continuous", str(ahead(10)), str(ahead(51))),
        ("bonding", "reduced", str(ahead(52)), None),
    ]


async def test_what_an_agency_tells_late_keeps_the_day_on_which_it_knew(terminal: Terminal) -> None:
    knew = ahead(-21)
    answer = await terminal.done(
        *("case", "open", "--employee", 1001, "--matter", "own_condition", "--from", knew, "--to", "open"),
        *("--channel", "agency", "--agent", "HR", "--known-on", knew),
    )
    file = await terminal.until(answer["reference"], lambda file: bool(clock_of(file)["settled_at"]))
    clock = clock_of(file)
    assert datetime.fromisoformat(clock["started_at"]) == start_of_day(knew)
    assert clock["due_on"] < str(today())
    told = " ".join((await terminal.type("case", "show", answer["reference"])).out.split())
    assert f"{clock['due_on']} eligibility notice late {today()}" in told


def clock_of(file: dict[str, Any]) -> dict[str, str]:
    """The clock of the eligibility notice."""
    found: dict[str, str] = next(d for d in file["case"]["deadlines"] if d["kind"] == "eligibility_notice_due")
    return found


async def test_an_injury_at_work_is_a_case_and_the_adjuster_is_named(terminal: Terminal) -> None:
    days = ("--from", ahead(-2), "--to", "open")
    answer = await terminal.done("case", "open", "--employee", 1003, "--matter", "work_injury", *days)
    assert answer["case"]["periods"][0]["reason"] == "own_condition"
    assert answer["also"]["email"] == "adjuster@harbor.example.org"


@pytest.mark.parametrize("matter", NOT_OURS)
async def test_what_is_not_ours_is_sent_on_and_leaves_only_that(terminal: Terminal, matter: Matter) -> None:
    await terminal.settled()
    before = terminal.counts()
    ended = await terminal.type("case", "open", "--employee", 1001, "--matter", matter.value)
    assert ended.code == 0
    assert "1-800-555-011" in ended.out
    assert "@parks.example.org" in ended.out
    assert "No case was opened" in ended.out
    after = terminal.counts()
    assert after == before | {"redirected": before["redirected"] + 1}


async def test_a_redirection_keeps_the_contact_and_the_day_and_no_person(terminal: Terminal) -> None:
    answer = await terminal.done("case", "open", "--employee", 1003, "--matter", "accommodation")
    assert answer["redirected"]["contact"] == "ada_coordinator"
    assert answer["redirected"]["phone"] == "1-800-555-0123"
    with contextlib.closing(sqlite3.connect(terminal.home / "leeway.db")) as database:
        rows = database.execute("SELECT * FROM redirected ORDER BY rowid").fetchall()
    _, at, contact = rows[-1]
    assert contact == "ada_coordinator"
    assert datetime.fromisoformat(at).replace(tzinfo=None) == start_of_day(today()).replace(tzinfo=None)


async def test_whoever_insists_gets_a_case(terminal: Terminal) -> None:
    words = ("case", "open", "--employee", 1003, "--matter", "short_illness", "--from", ahead(-1), "--to", ahead(1))
    assert "redirected" in await terminal.done(*words)
    answer = await terminal.done(*words, "--insist")
    assert answer["is_new"] is True
    assert (await terminal.done("case", "show", answer["reference"]))["case"]["periods"][0]["decision"] == "pending"


async def test_whoever_insists_on_what_has_no_reason_says_it(terminal: Terminal) -> None:
    words = ("case", "open", "--employee", 1003, "--matter", "bereavement", "--insist")
    assert (await terminal.type(*words, "--from", ahead(0))).code == 2
    answer = await terminal.done(*words, "--period", f"family_care continuous {ahead(0)} {ahead(3)}")
    assert answer["is_new"] is True
