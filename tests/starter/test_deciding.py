"""Decisions typed: granted or refused by the case, with a code for programs and a sentence for people."""

from pathlib import Path

import pytest

from tests.starter.terminal import Terminal, ahead


@pytest.fixture(scope="module")
async def asked(terminal: Terminal) -> str:
    """A leave of employee 1004, whose certification is asked for and who is coordinator C-2 herself."""
    reference = await terminal.open(1004, "own_condition", "continuous", ahead(20), ahead(40))
    await terminal.asked(reference)
    return reference


async def test_a_refusal_is_told_to_people_as_one_sentence(terminal: Terminal, asked: str) -> None:
    ended = await terminal.type("case", "close", asked, "--by", "C-1")
    assert (ended.code, ended.out) == (3, "")
    assert ended.error == "A period is still undecided. It is decided or withdrawn before the case closes.\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("approve", "--by", "C-2"), "own_case"),
        (("approve", "--by", "V-1"), "not_custodian"),
        (("approve", "--by", "C-1"), "certification_not_sufficient"),
        (("approve", "--by", "C-1", "--period", 7), "no_such_period"),
        (("close", "--by", "C-1"), "decision_open"),
        (("reopen", "--by", "C-1"), "case_open"),
        (("certification", "--by", "C-1", "--sufficient"), "no_certification_in_hand"),
        (("certification", "--by", "C-1", "--deficient", "insufficient", "--missing", "duration"), None),
        (("extend", "--by", "C-1", "--until", ahead(1), "--ground", "diligent_effort"), "earlier_than_due"),
        (("propose-denial", "--by", "C-1", "--period", 1, "--ground", "certification_not_provided"), "still_in_time"),
        (("confirm-denial", "--by", "C-1", "--period", 1), "no_denial_proposed"),
    ],
)
async def test_what_the_case_refuses_has_a_code(
    terminal: Terminal, asked: str, words: tuple[object, ...], code: str | None
) -> None:
    command, *options = words
    before = await terminal.settled()
    refused = await terminal.refused("case", command, asked, *options)
    assert refused == code or (code is None and refused == "no_certification_in_hand")
    assert terminal.content() == before


async def test_more_time_for_a_certification(terminal: Terminal) -> None:
    reference = await terminal.open(1004, "own_condition", "continuous", ahead(21), ahead(40))
    await terminal.asked(reference)
    words = ("--until", ahead(30), "--ground", "provider_away")
    answer = await terminal.done("case", "extend", reference, "--by", "C-1", *words)
    clock = next(d for d in answer["case"]["deadlines"] if d["kind"] == "certification_due")
    assert (clock["due_on"], clock["extended"]) == (str(ahead(30)), 1)
    assert "extended 1x" in (await terminal.type("case", "show", reference)).out


async def test_a_denial_needs_two_people(terminal: Terminal) -> None:
    reference = await terminal.open(1003, "family_care", "continuous", ahead(20), ahead(40))
    await terminal.asked(reference)
    propose = ("--period", 1, "--ground", "reason_not_covered")
    answer = await terminal.done("case", "propose-denial", reference, "--by", "C-1", *propose)
    assert answer["case"]["status"] == "denial_proposed"
    assert await terminal.refused("case", "confirm-denial", reference, "--by", "C-1", "--period", 1) == "same_person"
    answer = await terminal.done("case", "confirm-denial", reference, "--by", "C-2", "--period", 1)
    period = answer["case"]["periods"][0]
    assert (period["decision"], period["decided_by"], period["confirmed_by"]) == (
        *("denied", "coordinator/C-1"),
        "coordinator/C-2",
    )
    told = " ".join((await terminal.type("case", "show", reference)).out.split())
    assert "denied by coordinator C-1 and coordinator C-2: reason not covered" in told


async def test_one_period_is_approved_while_another_waits(terminal: Terminal, paper: Path) -> None:
    recovery, bonding = (
        f"own_condition continuous {ahead(5)} {ahead(47)}",
        f"bonding continuous {ahead(48)} {ahead(70)}",
    )
    reference = await terminal.open(1003, "--period", recovery, "--period", bonding)
    await terminal.asked(reference)
    answer = await terminal.done("case", "approve", reference, "--by", "C-1", "--period", 2)
    assert [p["decision"] for p in answer["case"]["periods"]] == ["pending", "approved"]
    await terminal.certified(reference, paper)
    answer = await terminal.done("case", "approve", reference, "--by", "C-1", "--program", "commonwealth")
    assert [p["program"] for p in answer["case"]["periods"]] == ["commonwealth", "fmla"]


async def test_as_a_signal_a_refusal_becomes_a_line_and_a_task(terminal: Terminal) -> None:
    reference = await terminal.open(1003, "family_care", "continuous", ahead(22), ahead(40))
    await terminal.asked(reference)
    for command in ("approve", "close"):
        answer = await terminal.done("case", command, reference, "--by", "C-1", "--as-signal")
        assert "a coordinator gets a task" in answer["told"]
    file = await terminal.until(
        reference, lambda file: [t["kind"] for t in file["tasks"]].count("request_refused") >= 1
    )
    refused = [line["facts"] for line in file["history"] if line["what"] == "request_refused"]
    assert len(refused) == 2
    assert "was refused" in (await terminal.type("case", "show", reference)).out


async def test_as_a_signal_an_approval_names_its_law(terminal: Terminal) -> None:
    reference = await terminal.open(1003, "bonding", "continuous", ahead(23), ahead(40))
    await terminal.until(reference, lambda file: file["case"]["status"] == "ready_to_decide")
    await terminal.done("case", "approve", reference, "--by", "C-1", "--as-signal", "--program", "pfml")
    file = await terminal.until(reference, lambda file: file["case"]["status"] == "approved")
    assert file["case"]["periods"][0]["program"] == "pfml"
