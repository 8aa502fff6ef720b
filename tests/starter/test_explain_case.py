"""`leeway explain case`: a stored case told by its rules, now and as it was recorded before."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from starter.wall_clock import spelled
from tests.starter.terminal import Terminal, ahead
from workflows.rules.calendar import NEW_YORK


def balance(told: dict[str, Any]) -> dict[str, Any]:
    """Each bank by its key, from the answers; where eligibility is not known, as if the employee were eligible."""
    answers = [each["answer"] for each in told["answers"] if each["question"] == "balance"]
    results = [found["result"] or found["branches"][0]["result"] for found in answers]
    return {bank["bank"]: bank for result in results for bank in result["banks"]}


async def test_a_stored_case_says_what_stands_in_every_bank_and_when_it_comes_back(
    terminal: Terminal, paper: Path
) -> None:
    first, last = ahead(-20), ahead(-14)
    reference = await terminal.open(1003, "own_condition", "continuous", first, last)
    await terminal.certified(reference, paper, by="C-2")
    before = datetime.now(UTC)
    await terminal.done("case", "approve", reference, "--by", "C-2")
    await terminal.until(reference, lambda file: "approved" in [line["what"] for line in file["history"]])

    told = (await terminal.type("explain", "case", reference, "--json")).json()
    assert [each["name"] for each in told["answers"]] == [
        *("eligibility", "eligibility-2", "eligibility-3", "balance", "balance-2", "balance-3"),
        *("recertification", "unprotected_days", "return_held"),
    ]
    banks = balance(told)
    assert set(banks) >= {"fmla", "pfml", "commonwealth"}
    used = {bank: 12 - Fraction(banks[bank]["days"][0]["amount"]) for bank in ("fmla",)}
    assert used["fmla"] > 0
    assert banks["fmla"]["returning"]
    assert {d["rule"] for d in told["deadlines"]} >= {"D1", "D2", "D3", "G2"}
    assert all(d["policy"] and d["calendar"] and d["citation"] for d in told["deadlines"])

    (line,) = told["charged"]["newest"]
    assert (line["name"], line["why"]) == ("charge-period-1", [])
    assert Fraction(line["weeks"]["fmla"]) == used["fmla"]
    file = (await terminal.type("explain", "case", reference, "--facts", "charge-period-1")).json()
    assert file["question"] == "charge_by_plan"

    as_then = (await terminal.type("explain", "case", reference, "--json", "--as-of", _exactly(before))).json()
    assert [each["decision"] for each in told["decisions"]] == ["approved"]
    assert [each["decision"] for each in as_then["decisions"]] == ["pending"]
    assert balance(as_then)["fmla"]["days"][0]["amount"] != banks["fmla"]["days"][0]["amount"]

    earlier = spelled(before - timedelta(days=1))
    assert (as_then["status"], told["status"]) == ("ready_to_decide", "approved")
    refused = await terminal.type("explain", "case", reference, "--json", "--as-of", earlier)
    assert (refused.code, refused.json()["error"]["code"]) == (2, "no_case_then")

    refused = await terminal.type("explain", "case", reference, "--json", "--as-of", f"{ahead(400)} 09:00")
    assert (refused.code, refused.json()["error"]["code"]) == (2, "still_to_come")

    read = await terminal.type("explain", "case", reference)
    words = " ".join(read.out.split())
    expected = (reference, "Clocks, each with its rule", "825.305(b)", "Eligibility for FMLA leave", "In short")
    assert [each for each in expected if each not in words] == []
    assert read.code == 0


def _exactly(at: datetime) -> str:
    """As it is typed by a program, that knows it exactly."""
    return f"{at.astimezone(NEW_YORK):%Y-%m-%d %H:%M:%S.%f}"


async def test_the_facts_of_a_case_are_printed_to_be_changed_and_asked_again(
    terminal: Terminal, tmp_path: Path
) -> None:
    reference = await terminal.open(1002, "own_condition", "intermittent", ahead(10), ahead(40))
    on = ahead(20)
    told = (await terminal.type("explain", "case", reference, "--on", on, "--json")).json()
    for each in told["answers"]:
        printed = await terminal.type("explain", "case", reference, "--on", on, "--facts", each["name"])
        file = tmp_path / "facts.json"
        file.write_text(printed.out, encoding="utf-8")
        again = (await terminal.type("explain", file, "--json")).json()
        assert again["answer"] == each["answer"]
    assert told["on"] == str(on)
    wrong = await terminal.type("explain", "case", reference, "--facts", "spouses_share", "--json")
    assert (wrong.code, wrong.json()["error"]["code"]) == (2, "unknown_question")
    assert (await terminal.type("explain", "--on", on)).code == 2


async def test_a_case_that_is_not_there_is_said_and_so_is_a_missing_reference(terminal: Terminal) -> None:
    assert (await terminal.type("explain", "case", "LV-7K4Q-92XH", "--json")).json()["error"]["code"] == "unknown_case"
    assert (await terminal.type("explain", "case")).code == 2
