"""One leave typed from the first command to the last, on real servers."""

from pathlib import Path

import pytest

from tests.starter.conftest import a_paper
from tests.starter.terminal import Terminal, ahead


async def test_own_surgery_from_request_to_closing_and_open_again(terminal: Terminal, tmp_path: Path) -> None:
    first, last = ahead(-30), ahead(-2)
    reference = await terminal.open(1001, "--matter", "own_condition", "--from", first, "--to", last)
    await terminal.asked(reference)

    scan = a_paper(tmp_path / "first scan.pdf")
    receipt = await terminal.done("case", "upload", reference, scan, "--kind", "certification")
    assert receipt["paper"]["size"] == scan.stat().st_size
    assert receipt["case"]["status"] == "certification_in_review"
    lacking = ("--deficient", "incomplete", "--missing", "duration,signature_date")
    answer = await terminal.done("case", "certification", reference, "--by", "C-1", *lacking)
    assert answer["case"]["status"] == "certification_deficient"
    await terminal.until(reference, lambda file: "cure_due" in kinds(file))

    await terminal.done("case", "upload", reference, a_paper(tmp_path / "second.pdf"), "--kind", "certification")
    assert await terminal.refused("case", "approve", reference, "--by", "C-1") == "certification_not_sufficient"
    await terminal.done("case", "certification", reference, "--by", "C-1", "--sufficient")
    answer = await terminal.done("case", "approve", reference, "--by", "c-1", "--program", "fmla")
    assert answer["case"]["periods"][0]["decided_by"] == "coordinator/C-1"
    assert await terminal.refused("case", "approve", reference, "--by", "C-1") == "already_decided"

    answer = await terminal.done("case", "change", reference, "--period", 1, "--to", ahead(-3))
    assert answer["case"]["periods"][0]["decided_last_on"] == str(ahead(-3))
    answer = await terminal.done("case", "returned", reference, "--on", ahead(-2))
    assert answer["case"]["periods"][0]["returned_on"] == str(ahead(-2))
    assert await terminal.refused("case", "close", reference, "--by", "C-1") == "clearance_open"
    await terminal.done("case", "upload", reference, a_paper(tmp_path / "fit.pdf"), "--kind", "clearance")
    answer = await terminal.done("case", "close", reference, "--by", "C-1")
    assert answer["case"]["status"] == "closed"

    file = await terminal.until(reference, lambda file: "leave_ended" in [m["kind"] for m in file["mails"]])
    assert {line["what"] for line in file["history"]} >= {"request_received", "approved", "returned_to_work", "closed"}
    alerted = {mail["role"] for mail in file["mails"] if mail["kind"] == "supervisor_alert"}
    assert alerted == {"supervisor", "next_level"}
    assert all(mail["message_id"].endswith("@example.org>") for mail in file["mails"] if mail["state"] == "accepted")
    assert [paper["kind"] for paper in file["papers"]] == ["certification", "certification", "clearance"]

    told = await terminal.done("case", "withdraw", reference, "--all")
    assert told["is_closed"] is True
    assert "its coordinator sees whether to reopen" in told["told"]
    assert await terminal.refused("case", "approve", reference, "--by", "C-1") == "case_closed"
    answer = await terminal.done("case", "reopen", reference, "--by", "C-1")
    assert answer["case"]["closed_at"] is None
    assert await terminal.refused("case", "reopen", reference, "--by", "C-1") == "case_open"
    await terminal.done("case", "close", reference, "--by", "C-1", "--as-signal")
    await terminal.until(reference, lambda file: file["case"]["status"] == "closed")


async def test_the_screen_fits_the_terminal_and_tells_it_all(
    terminal: Terminal, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = await terminal.open(1003, "own_condition", "continuous", ahead(31), ahead(45))
    await terminal.certified(reference, paper, by="C-2")
    await terminal.done("case", "approve", reference, "--by", "C-2")
    await terminal.until(reference, lambda file: file["case"]["last_alert_at"] is not None)
    for columns in (80, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        ended = await terminal.type("case", "show", reference)
        assert max(len(line.rstrip()) for line in ended.out.splitlines()) <= columns
        told = " ".join(ended.out.split())
        for words in ("Periods", "Certifications", "Clocks", "Papers", "Mails", "History", "29 CFR 825.305(b)"):
            assert words in told
        assert f"The leave is approved. Nobody has to do anything now. Next: return to work, {ahead(46):%a}" in told
        assert "_" not in told.replace(paper.name, "")


async def test_a_paper_handed_in_twice_is_one(terminal: Terminal, paper: Path) -> None:
    reference = await terminal.open(1003, "own_condition", "continuous", ahead(32), ahead(45))
    await terminal.asked(reference)
    first = await terminal.done("case", "upload", reference, paper, "--kind", "certification", "--channel", "portal")
    again = await terminal.done("case", "upload", reference, paper, "--kind", "certification", "--channel", "paper")
    assert first["paper"]["document_id"] == again["paper"]["document_id"]
    assert (first["paper"]["is_new"], again["paper"]["is_new"]) == (True, False)
    assert again["case"]["status"] == "certification_in_review"


async def test_a_paper_is_in_time_by_when_somebody_first_held_it(terminal: Terminal, paper: Path) -> None:
    reference = await terminal.open(1003, "own_condition", "continuous", ahead(34), ahead(45))
    await terminal.asked(reference)
    held = f"{ahead(-1)} 16:30"
    answer = await terminal.done("case", "upload", reference, paper, "--kind", "certification", "--held-since", held)
    assert answer["paper"]["received_at"].startswith(str(ahead(-1)))
    again = await terminal.done("case", "upload", reference, paper, "--kind", "certification", "--held-since", held)
    assert again["paper"]["is_new"] is False


async def test_an_earlier_time_of_a_paper_on_record_is_not_lost_unsaid(terminal: Terminal, paper: Path) -> None:
    reference = await terminal.open(1003, "own_condition", "continuous", ahead(35), ahead(46))
    await terminal.asked(reference)
    await terminal.done("case", "upload", reference, paper, "--kind", "certification")
    words = ("case", "upload", reference, paper, "--kind", "certification", "--held-since", f"{ahead(-1)} 16:30")
    ended = await terminal.type(*words)
    assert (ended.code, ended.out) == (2, "")
    assert "This paper is on record already, received " in ended.error
    assert "--held-since was not recorded. Scan the paper anew" in ended.error
    assert (await terminal.type(*words, "--json")).json()["error"]["code"] == "on_record_already"
    assert len((await terminal.done("case", "show", reference))["papers"]) == 1


async def test_without_consent_no_medical_paper_is_kept(terminal: Terminal, paper: Path) -> None:
    days = ("--from", ahead(36), "--to", "open")
    opened = await terminal.done("case", "open", "--employee", 1003, "--matter", "own_condition", *days)
    reference = opened["reference"]
    await terminal.asked(reference)
    before = terminal.rows("document")
    assert await terminal.refused("case", "upload", reference, paper, "--kind", "certification") == "no_consent"
    assert terminal.rows("document") == before
    answer = await terminal.done("case", "consent", reference, "--channel", "portal")
    assert answer["case"]["consented_at"] is not None
    await terminal.done("case", "upload", reference, paper, "--kind", "certification")
    assert terminal.rows("document") == before + 1


def kinds(file: dict[str, dict[str, list[dict[str, str]]]]) -> set[str]:
    """What clocks a case has."""
    return {deadline["kind"] for deadline in file["case"]["deadlines"]}
