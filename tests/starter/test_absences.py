"""`leeway case report-absence`: reported, repeated, corrected and cancelled, in the words of a wall clock."""

import csv
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.starter.terminal import EXAMPLE, Terminal, ahead


@pytest.fixture(scope="module")
async def case(terminal: Terminal) -> str:
    """An intermittent leave of a year."""
    reference = await terminal.open(1001, "own_condition", "intermittent", ahead(-40), ahead(300))
    await terminal.asked(reference)
    return reference


def report(case: str, days: int, starts: str, ends: str, *more: str) -> tuple[str, ...]:
    """The words of a report."""
    times = ("--from", f"{ahead(days)} {starts}", "--to", f"{ahead(days)} {ends}")
    return ("case", "report-absence", case, *times, *more)


async def test_an_absence_is_reported_and_both_supervisors_are_told(terminal: Terminal, case: str) -> None:
    answer = await terminal.done(*report(case, 0, "09:00", "12:00", "--channel", "hotline", "--agent", "A7"))
    absence = next(a for a in answer["case"]["absences"] if a["absence_id"] == answer["absence_id"])
    assert absence["state"] == "reported"
    file = await terminal.until(case, lambda file: len([m for m in file["mails"] if m["state"] == "accepted"]) >= 5)
    assert {m["role"] for m in file["mails"] if m["kind"] == "supervisor_alert"} == {"supervisor", "next_level"}


async def test_who_reports_hours_without_work_hears_that_nothing_is_counted(terminal: Terminal, case: str) -> None:
    """29 CFR 825.205(b): leave is counted of the hours that would have been worked. It is told, and not refused."""
    sunday = next(n for n in range(1, 8) if ahead(n).isoweekday() == 7)
    answer = await terminal.done(*report(case, sunday, "09:00", "10:00"))
    assert "No work is scheduled in these hours" in answer["told"]
    assert answer["work_was_scheduled"] is False
    monday = await terminal.done(*report(case, sunday + 1, "09:00", "10:00"))
    assert "No work is scheduled" not in monday["told"]
    assert monday["work_was_scheduled"] is True


async def test_the_same_hours_through_another_door_count_once(terminal: Terminal, case: str) -> None:
    first = await terminal.done(*report(case, 1, "09:00", "12:00"))
    again = await terminal.done(
        *report(case, 1, "09:00", "12:00", "--channel", "paper", "--attested", f"{ahead(-1)} 07:45")
    )
    assert (first["is_repeated"], again["is_repeated"]) == (False, True)
    assert again["absence_id"] == first["absence_id"]
    assert "count once" in again["told"]
    told = again["case"]["absences"]
    ours = next(a for a in told if a["absence_id"] == first["absence_id"])
    stands = [a for a in told if (a["starts_at"], a["ends_at"]) == (ours["starts_at"], ours["ends_at"])]
    assert len(stands) == 1


async def test_the_same_message_twice_is_one(terminal: Terminal, case: str) -> None:
    words = report(case, 2, "09:00", "12:00", "--message-id", "queue-000042")
    first = await terminal.done(*words)
    again = await terminal.done(*words)
    assert len(again["case"]["absences"]) == len(first["case"]["absences"])
    assert (again["absence_id"], again["is_repeated"]) == (first["absence_id"], True)


async def test_an_id_of_before_with_other_hours_is_refused_by_name(terminal: Terminal, case: str) -> None:
    """The case hears an id once, so these hours would be lost without a word."""
    more = ("--message-id", "queue-000043")
    first = await terminal.done(*report(case, 3, "09:00", "12:00", *more))
    ended = await terminal.type(*report(case, 3, "09:00", "11:00", *more), "--json")
    error = ended.json()["error"]
    assert (ended.code, error["code"]) == (2, "message_id_used")
    assert first["absence_id"] in error["sentence"]
    corrected = report(case, 3, "09:00", "11:00", "--corrects", first["absence_id"], "--message-id", "queue-000044")
    once, again = await terminal.done(*corrected), await terminal.done(*corrected)
    assert (again["absence_id"], again["is_repeated"]) == (once["absence_id"], True)


async def test_an_absence_is_corrected_and_then_cancelled(terminal: Terminal, case: str) -> None:
    first = (await terminal.done(*report(case, 3, "09:00", "12:00")))["absence_id"]
    answer = await terminal.done(*report(case, 3, "13:00", "17:00", "--corrects", first))
    second = answer["absence_id"]
    assert states(answer, first, second) == ["replaced", "reported"]
    ended = await terminal.type(*report(case, 3, "08:00", "12:00", "--corrects", first))
    assert ended.code == 2
    assert f"no absence {first} that stands" in ended.error
    answer = await terminal.done("case", "report-absence", case, "--cancel", second)
    assert states(answer, first, second) == ["replaced", "cancelled"]


async def test_a_vacant_post_is_said_to_the_liaison(terminal: Terminal) -> None:
    reference = await terminal.open(1002, "own_condition", "intermittent", ahead(-1), ahead(90))
    await terminal.asked(reference)
    await terminal.done(*report(reference, 0, "09:00", "12:00"))
    file = await terminal.until(reference, lambda file: "post_vacant" in [m["kind"] for m in file["mails"]])
    assert {m["role"] for m in file["mails"] if m["kind"] == "supervisor_alert"} == {"next_level", "liaison"}


@pytest.mark.parametrize(("days", "code"), [(60, 0), (61, 2), (400, 2)])
async def test_plans_are_taken_sixty_days_ahead(terminal: Terminal, case: str, days: int, code: int) -> None:
    ended = await terminal.type(*report(case, days, "13:00", "15:00", "--json"))
    assert ended.code == code
    if code:
        assert ended.json()["error"]["code"] == "too_far_ahead"
        assert str(ahead(60)) in ended.json()["error"]["sentence"]


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [
        ("2027-03-14 02:30", "2027-03-14 09:00", "bad_time"),
        ("2026-03-08 02:00", "2026-03-08 09:00", "bad_time"),
        ("2026-11-01 01:30", "2026-11-01 09:00", "time_comes_twice"),
        ("2026-11-01 00:30", "2026-11-01 01:30", "time_comes_twice"),
        ("2026-11-01 09:00", "2026-11-01 09:00", "times_in_disorder"),
        ("2026-11-02 09:00", "2026-11-01 17:00", "times_in_disorder"),
        ("tomorrow", "2026-11-01 17:00", "bad_time"),
    ],
)
async def test_a_doubtful_time_is_refused_by_name(
    terminal: Terminal, case: str, starts: str, ends: str, code: str
) -> None:
    ended = await terminal.type("case", "report-absence", case, "--from", starts, "--to", ends, "--json")
    assert ended.code == 2
    assert ended.json()["error"]["code"] == code


async def test_an_hour_that_comes_twice_is_taken_when_it_is_said_which(terminal: Terminal, case: str) -> None:
    words = ("case", "report-absence", case, "--from", "2025-11-02 01:15 EDT", "--to")
    one, two = await terminal.done(*words, "2025-11-02 01:45 EDT"), await terminal.done(*words, "2025-11-02 01:45 EST")
    ends = [
        next(a["ends_at"] for a in each["case"]["absences"] if a["absence_id"] == each["absence_id"])
        for each in (one, two)
    ]
    assert ends == ["2025-11-02T05:45:00Z", "2025-11-02T06:45:00Z"]


def states(answer: dict[str, dict[str, list[dict[str, str]]]], *absences: str) -> list[str]:
    """How these absences stand."""
    found = {a["absence_id"]: a["state"] for a in answer["case"]["absences"]}
    return [found[absence] for absence in absences]


@pytest.fixture
async def fern(terminal: Terminal, tmp_path: Path) -> AsyncIterator[int]:
    """Somebody who left three days ago, in the directory while the test runs."""
    with EXAMPLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    gone = {"record": "employee", "number": "1999", "name": "Fern Sample", "email": "n1999@staff.example.org"}
    gone |= {"agency": "PARKS", "hired_on": "2020-01-06", "left_on": str(ahead(-3))}
    people = tmp_path / "people.csv"
    with people.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys([*rows[0], *gone])))
        writer.writeheader()
        writer.writerows([*rows, gone])
    await terminal.done("directory", "import", people)
    yield 1999
    await terminal.done("directory", "import", EXAMPLE)


async def test_an_absence_outside_employment_is_refused_by_name(terminal: Terminal, fern: int) -> None:
    theirs = await terminal.open(fern, "own_condition", "intermittent", ahead(-40), ahead(300))
    await terminal.shows(theirs)
    ended = await terminal.type(*report(theirs, -1, "09:00", "12:00"), "--json")
    assert ended.code == 2
    assert ended.json()["error"]["code"] == "not_employed"
    assert f"ended on {ahead(-3)}" in ended.json()["error"]["sentence"]
    night = ("--from", f"{ahead(-3)} 22:00", "--to", f"{ahead(-2)} 06:00")
    assert (await terminal.done("case", "report-absence", theirs, *night))["absence_id"]
