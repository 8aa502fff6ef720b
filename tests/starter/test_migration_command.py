"""`leeway migration run`: looks before it does, does it once, and says how it went."""

from tests.starter.terminal import Terminal, ahead, today

RUN = ("migration", "run")


async def test_a_hand_over_is_looked_at_and_then_done_once(terminal: Terminal) -> None:
    first = await terminal.open(1001, "own_condition", "continuous", ahead(25), ahead(45), *VENDOR)
    other = await terminal.open(1003, "family_care", "continuous", ahead(25), ahead(45), *VENDOR)
    for reference in (first, other):
        await terminal.asked(reference)
    before = await terminal.settled()
    looked = await terminal.done(*RUN, "--batch", "spring-1")
    assert (looked["dry_run"], looked["open_cases"]) == (True, 2)
    assert looked["by_coordinator"] == {"C-1": 1, "C-2": 1}
    told = await terminal.type(*RUN, "--batch", "spring-1")
    assert "Nothing is changed. 2 open cases are in the hands of vendor." in told.out
    assert "leeway migration run --batch spring-1 --by C-1 --yes" in told.out
    assert terminal.content() == before

    did = await terminal.done(*RUN, "--batch", "spring-1", "--by", "C-1", "--yes")
    assert did["is_new"] is True
    assert did["report"] == {
        "batch": "spring-1",
        **{"moved": 2, "already": 0, "refused": 0, "unequal": 0, "coordinators": 2},
    }
    file = await terminal.until(first, lambda file: file["case"]["custodian"] == "commonwealth")
    assert file["case"]["coordinator"] == "C-1"

    again = await terminal.type(*RUN, "--batch", "spring-1", "--by", "C-1", "--yes")
    assert again.code == 0
    assert "This batch was begun before" in again.out
    assert "2 handed over, 0 were there before, 0 refused." in again.out
    assert (await terminal.done(*RUN, "--batch", "spring-2"))["open_cases"] == 0


async def test_a_batch_that_is_over_is_not_given_what_came_later(terminal: Terminal) -> None:
    first = await terminal.open(1003, "bonding", "continuous", ahead(61), ahead(70), *VENDOR)
    await terminal.shows(first)
    name = (await terminal.done(*RUN))["batch"]
    assert name == f"handover-{today()}"
    did = await terminal.done(*RUN, "--by", "C-1", "--yes")
    assert (did["report"]["batch"], did["report"]["moved"], did["not_in_this_batch"]) == (name, 1, 0)
    await terminal.until(first, lambda file: file["case"]["custodian"] == "commonwealth")

    late = await terminal.open(1003, "bonding", "continuous", ahead(71), ahead(80), *VENDOR)
    await terminal.shows(late)
    for words in ((), ("--by", "C-1", "--yes")):
        ended = await terminal.type(*RUN, "--batch", name, *words)
        assert (ended.code, ended.out) == (2, "")
        assert f"{name} is over and takes nothing more: 1 open case of vendor would be left out." in ended.error
        assert f"--batch {name}-2." in ended.error
    assert (await terminal.done(*RUN))["batch"] == f"{name}-2"
    did = await terminal.done(*RUN, "--by", "C-1", "--yes")
    assert (did["report"]["batch"], did["report"]["moved"]) == (f"{name}-2", 1)
    await terminal.until(late, lambda file: file["case"]["custodian"] == "commonwealth")


async def test_only_cases_in_these_hands_are_listed(terminal: Terminal) -> None:
    reference = await terminal.open(1003, "bonding", "continuous", ahead(26), ahead(45), *VENDOR)
    await terminal.shows(reference)
    found = (await terminal.done("case", "list", "--custodian", "vendor"))["cases"]
    assert [case["reference"] for case in found] == [reference]
    assert all(case["coordinator"] == "C-1" for case in (await of(terminal, "--coordinator", "c-1")))
    person = {case["employee"] for case in await of(terminal, "--employee", 1003, "--all")}
    assert len(person) == 1
    listed = await terminal.type("case", "list", "--limit", 1)
    assert "1 of them are shown; --limit shows more." in listed.out


async def of(terminal: Terminal, *words: object) -> list[dict[str, object]]:
    """Cases that are listed."""
    found: list[dict[str, object]] = (await terminal.done("case", "list", *words))["cases"]
    assert found
    return found


VENDOR = ("--custodian", "vendor")
