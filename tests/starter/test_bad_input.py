"""Bad input to any command: a sentence that says what is wrong and what to do, exit code 2, nothing written or sent."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.starter.terminal import Terminal, ahead

REFERENCE, CLOSED, PAPER = "<reference>", "<closed>", "<paper>"
"""Stand for the cases and the file of the fixtures."""

UNKNOWN = "LV-7K4Q-92XH"
OPEN = ("case", "open", "--employee", "1001")
FROM = ("--from", ahead(1), "--to", "open")
ABSENCE = ("case", "report-absence", REFERENCE)
UPLOAD = ("case", "upload", REFERENCE)
JUDGE = ("case", "certification", REFERENCE, "--by", "C-1")
EXTEND = ("case", "extend", REFERENCE, "--by", "C-1")
DENY = ("case", "propose-denial", REFERENCE, "--by", "C-1", "--period", "1")

OF_A_CASE: dict[str, tuple[object, ...]] = {
    "show": (),
    "consent": (),
    "report-absence": ("--from", f"{ahead(1)} 09:00", "--to", f"{ahead(1)} 12:00"),
    "change": ("--period", "1", "--to", ahead(30)),
    "upload": (PAPER, "--kind", "certification"),
    "certification": ("--by", "C-1", "--sufficient"),
    "extend": ("--by", "C-1", "--until", ahead(40), "--ground", "diligent_effort"),
    "approve": ("--by", "C-1"),
    "propose-denial": ("--by", "C-1", "--period", "1", "--ground", "reason_not_covered"),
    "confirm-denial": ("--by", "C-1", "--period", "1"),
    "close": ("--by", "C-1"),
    "reopen": ("--by", "C-1"),
    "family-member-died": (),
    "withdraw": ("--all",),
    "returned": ("--on", ahead(-1)),
    "dfml-told": ("--on", ahead(-1)),
    "recertify": ("--by", "C-1", "--extent", "lifetime", "--extension-asked"),
    "records-corrected": ("--by", "C-1"),
    "need-ended": ("--how", "recovery", "--last-day", ahead(-1)),
    "dfml-decided": ("--claim", "pending"),
    "opinion": ("second", "--certifies"),
    "opinion-copies": ("--asked",),
    "light-duty": ("--from", ahead(1), "--answer", "refused"),
    "pay": ("--no-benefit",),
    "amount-asked": (),
    "late-notice": ("--by", "C-1", "--period", "1", "--choice", "waive"),
    "late-paper": ("--by", "C-1", "--period", "1", "--choice", "waive"),
    "order-opinion": ("second", "--by", "C-1", "--regularly-used", "no"),
    "accept-first-opinion": ("--by", "C-1"),
    "contact-provider": ("--by", "C-1", "--purpose", "clarify", "--role", "human_resources"),
    "hold-return": ("--by", "C-1", "--on", ahead(1)),
    "tell-amount": ("--by", "C-1"),
    "announce-job-refusal": ("--by", "C-1", "--basis", "long_term"),
    "job-letter-served": ("--on", ahead(-1), "--how", "in_person"),
    "job-asked-again": (),
    "decide-on-job": ("--by", "C-1", "--answer", "given_back"),
    "apply-policy": ("--by", "C-1", "--policy", "massachusetts-executive-2026", "--from", ahead(1)),
}
"""Every command that names a case, with words that would do if the case were there."""

BY_A_COORDINATOR = [name for name, words in OF_A_CASE.items() if "--by" in words]

SLIPS: list[tuple[tuple[object, ...], str]] = [
    (OPEN, "Say what it is about"),
    ((*OPEN, "--matter", "toothache", "--from", ahead(1)), "not one of 'own_condition'"),
    ((*OPEN, "--matter", "own_condition"), "Say from which day"),
    ((*OPEN, "--matter", "own_condition", "--from", ahead(1)), "Say until which day with --to"),
    ((*OPEN, "--period", f"own_condition continuous {ahead(1)}"), "(or the word open)"),
    ((*OPEN, "--matter", "own_condition", "--from", "30.3.2026"), "is not a day"),
    (
        (
            *(*OPEN, "--period", f"own_condition continuous {ahead(1)} {ahead(9)}"),
            *("--period", f"bonding continuous {ahead(9)} {ahead(20)}"),
        ),
        "Two periods share",
    ),
    ((*OPEN, "--matter", "own_condition", "--from", "2062-03-30"), "Check the year"),
    ((*OPEN, "--matter", "own_condition", "--from", ahead(5), "--to", ahead(4)), "is before the first"),
    (
        (*OPEN, "--matter", "own_condition", "--from", ahead(5), "--to", "open", "--shape", "round"),
        "not one of 'continuous'",
    ),
    ((*OPEN, "--period", "own_condition continuous"), "is not a period"),
    ((*OPEN, "--period", f"surgery continuous {ahead(1)} open"), "is not known. It is one of: own_condition"),
    ((*OPEN, "--period", f"bonding whole {ahead(1)} open"), "is not known. It is one of: continuous"),
    ((*OPEN, "--period", f"bonding reduced {ahead(2)} {ahead(1)}"), "is before the first"),
    ((*OPEN, "--period", f"bonding reduced {ahead(1)}", "--from", ahead(1)), "not with both"),
    ((*OPEN, "--matter", "bonding", *FROM, "--channel", "fax"), "not one of 'portal'"),
    ((*OPEN, "--matter", "bonding", *FROM, "--channel", "portal", "--agent", "A7"), "Leave out --agent"),
    ((*OPEN, "--matter", "bonding", *FROM, "--agent", "A 7"), "is not a sign"),
    ((*OPEN, "--matter", "bonding", *FROM, "--request-key", "x"), "is not a key"),
    ((*OPEN, "--matter", "bonding", *FROM, "--known-on", ahead(-1)), "Add --channel agency"),
    (
        (*OPEN, "--matter", "bonding", *FROM, "--known-on", ahead(2), "--channel", "agency"),
        "is not over yet",
    ),
    ((*OPEN, "--matter", "bonding", *FROM, "--consent", "--channel", "agency"), "cannot consent"),
    ((*OPEN, "--matter", "bonding", *FROM, "--custodian", "mint"), "not one of 'vendor'"),
    ((*OPEN, "--matter", "time_codes", "--insist", "--from", ahead(1)), "does not tell the reason"),
    (("case", "open", "--employee", "9999", "--matter", "bonding", *FROM), "There is no employee 9999"),
    (("case", "open", "--employee", "9999", "--matter", "time_codes"), "There is no employee 9999"),
    (("case", "open", "--matter", "bonding"), "Missing option '--employee'"),
    (("case", "consent", REFERENCE, "--channel", "agency"), "cannot consent"),
    (("case", "dfml-told", REFERENCE, "--on", ahead(2)), "still to come"),
    (("case", "records-corrected", REFERENCE), "Say who tells it"),
    (("case", "records-corrected", REFERENCE, "--by", "C-1", "--agency"), "Say who tells it"),
    (("case", "records-corrected", REFERENCE, "--by", "C-1", "--agent", "A7"), "Leave out --agent"),
    (("case", "recertify", REFERENCE, "--by", "C-1", "--extent", "for ever"), "not one of 'minimum'"),
    (
        ("case", "apply-policy", REFERENCE, "--by", "C-1", "--policy", "nobody-2026", "--from", ahead(1)),
        "No leave policy is called so",
    ),
    (("case", "need-ended", REFERENCE, "--how", "death"), "family-member-died"),
    (("case", "need-ended", REFERENCE, "--how", "recovery", "--unequivocal", "yes"), "not returning alone"),
    (("case", "dfml-decided", REFERENCE, "--claim", "lost"), "not one of 'not_filed'"),
    (("case", "dfml-decided", REFERENCE, "--claim", "approved", "--year", "2026"), "is not a span of days"),
    (
        ("case", "dfml-decided", REFERENCE, "--claim", "approved", "--year", "2026-05-01..2026-04-01"),
        "before the first",
    ),
    (("case", "dfml-decided", REFERENCE, "--claim", "approved", "--year", "2026-05-01..open"), "has a last day"),
    (("case", "opinion", REFERENCE, "fourth", "--certifies"), "not one of 'second'"),
    (("case", "opinion", REFERENCE, "second"), "Missing option"),
    (("case", "opinion-copies", REFERENCE), "Missing option"),
    (("case", "light-duty", REFERENCE, "--from", ahead(1), "--answer", "perhaps"), "not one of 'accepted'"),
    (("case", "pay", REFERENCE), "Say what is paid"),
    (("case", "pay", REFERENCE, "--benefit", f"lottery:{ahead(1)}..{ahead(2)}"), "is not known"),
    (("case", "pay", REFERENCE, "--benefit", "compensation"), "is not a span of days"),
    (("case", "pay", REFERENCE, "--no-benefit", "--benefit", f"pfml:{ahead(1)}..{ahead(2)}"), "stands alone"),
    (("case", "amount-asked", REFERENCE, "--channel", "fax"), "not one of 'portal'"),
    (("case", "late-notice", REFERENCE, "--by", "C-1", "--period", "1", "--choice", "deny"), "not one of 'waive'"),
    (("case", "late-paper", REFERENCE, "--by", "C-1", "--period", "1"), "Missing option '--choice'"),
    (("case", "order-opinion", REFERENCE, "first", "--by", "C-1"), "not one of 'second'"),
    (("case", "accept-first-opinion", REFERENCE), "Missing option '--by'"),
    (
        ("case", "contact-provider", REFERENCE, "--by", "C-1", "--purpose", "chat", "--role", "other"),
        "not one of 'authenticate'",
    ),
    (("case", "hold-return", REFERENCE, "--by", "C-1"), "Missing option '--on'"),
    (("case", "hold-return", REFERENCE, "--by", "C-1", "--on", ahead(1), "--workdays-out", "-1"), "--workdays-out"),
    (("case", "tell-amount", REFERENCE, "--by", "C-1", "--on", "soon"), "is not a day"),
    (("case", "announce-job-refusal", REFERENCE, "--by", "C-1"), "Missing option '--basis'"),
    (("case", "announce-job-refusal", REFERENCE, "--by", "C-1", "--basis", "cost"), "not one of 'viability'"),
    (("case", "decide-on-job", REFERENCE, "--by", "C-1", "--answer", "perhaps"), "not one of 'refused'"),
    (("case", "job-asked-again", REFERENCE, "--channel", "fax"), "not one of 'portal'"),
    (("case", "job-letter-served", REFERENCE, "--on", ahead(2), "--how", "in_person"), "still to come"),
    (("case", "job-letter-served", REFERENCE, "--on", ahead(-1), "--how", "email"), "not one of 'in_person'"),
    (ABSENCE, "Say when it begins and ends"),
    ((*ABSENCE, "--from", f"{ahead(1)} 09:00"), "Say when it begins and ends"),
    ((*ABSENCE, "--from", "9 o'clock", "--to", f"{ahead(1)} 12:00"), "is not a time"),
    ((*ABSENCE, "--from", f"{ahead(1)} 12:00", "--to", f"{ahead(1)} 09:00"), "must end after it begins"),
    ((*ABSENCE, "--from", f"{ahead(61)} 09:00", "--to", f"{ahead(61)} 12:00"), "more than 60 days ahead"),
    ((*ABSENCE, "--from", f"{ahead(1)} 09:00", "--to", f"{ahead(1)} 12:00", "--corrects", "A-1"), "no absence A-1"),
    ((*ABSENCE, "--cancel", "A-1"), "no absence A-1"),
    ((*ABSENCE, "--cancel", "A-1", "--from", f"{ahead(1)} 09:00"), "--cancel stands alone"),
    (
        (*ABSENCE, "--from", f"{ahead(1)} 09:00", "--to", f"{ahead(1)} 12:00", "--attested", f"{ahead(1)} 09:00"),
        "is still to come",
    ),
    ((*ABSENCE, "--from", f"{ahead(1)} 09:00", "--to", f"{ahead(1)} 12:00", "--message-id", "?"), "is not a key"),
    (("case", "change", REFERENCE), "Say which period"),
    (("case", "change", REFERENCE, "--period", 1), "Say which period"),
    (("case", "change", REFERENCE, "--period", 0, "--to", ahead(9)), "--period"),
    (("case", "change", REFERENCE, "--period", 7, "--to", ahead(9)), "has no period 7. It has: 1"),
    (("case", "change", REFERENCE, "--period", 1, "--from", ahead(90)), "is before the first"),
    (("case", "change", REFERENCE, "--add-period", "more"), "is not a period"),
    (("case", "change", REFERENCE, "--add-period", f"bonding reduced {ahead(1)}", "--period", 1), "stands alone"),
    ((*UPLOAD, "no-such.pdf", "--kind", "certification"), "no-such.pdf cannot be read"),
    ((*UPLOAD, "/", "--kind", "certification"), "/ cannot be read"),
    ((*UPLOAD, "/dev/zero", "--kind", "certification"), "/dev/zero cannot be read (it is not a file)"),
    ((*UPLOAD, "docs/people-example.csv", "--kind", "certification"), "We can take PDF files and photos"),
    ((*UPLOAD, PAPER), "Missing option '--kind'"),
    ((*UPLOAD, PAPER, "--kind", "x-ray"), "not one of 'certification'"),
    ((*UPLOAD, PAPER, "--kind", "certification", "--held-since", f"{ahead(1)} 09:00"), "is still to come"),
    ((*UPLOAD, PAPER, "--kind", "certification", "--held-since", "monday"), "is not a time"),
    (JUDGE, "Say either --sufficient, or --deficient"),
    ((*JUDGE, "--sufficient", "--deficient", "incomplete", "--missing", "duration"), "Say either --sufficient"),
    ((*JUDGE, "--sufficient", "--missing", "duration"), "lacks nothing"),
    ((*JUDGE, "--deficient", "incomplete"), "Name what it lacks with --missing, from: provider_contact"),
    ((*JUDGE, "--deficient", "incomplete", "--missing", "duration,spelling"), "“spelling” is not known"),
    ((*JUDGE, "--deficient", "incomplete", "--missing", "care_needed"), "has no entry care_needed"),
    ((*JUDGE, "--deficient", "bad", "--missing", "duration"), "not one of 'incomplete'"),
    ((*EXTEND, "--until", ahead(40), "--ground", "kindness"), "not one of 'diligent_effort'"),
    ((*EXTEND, "--ground", "diligent_effort"), "Missing option '--until'"),
    (("case", "approve", REFERENCE), "Missing option '--by'"),
    (("case", "approve", REFERENCE, "--by", "C-1", "--program", "ada"), "not one of 'fmla'"),
    (("case", "approve", REFERENCE, "--by", "C-1", "--period", "first"), "--period"),
    ((*DENY, "--ground", "dislike"), "not one of 'not_eligible'"),
    (("case", "close", REFERENCE, "--by", "C-1", "--ground", "tired"), "not one of 'leave_over'"),
    (("case", "family-member-died", REFERENCE), "Nobody is cared for under this case"),
    (("case", "family-member-died", REFERENCE, "--on", ahead(1)), "is still to come"),
    (("case", "withdraw", REFERENCE), "Say which period"),
    (("case", "withdraw", REFERENCE, "--all", "--period", 1), "Say which period"),
    (("case", "withdraw", REFERENCE, "--period", 7), "has no period 7"),
    (("case", "returned", REFERENCE, "--on", ahead(1)), "is still to come"),
    (("case", "returned", REFERENCE), "Missing option '--on'"),
    (("case", "list", "--status", "fine"), "not one of 'closed'"),
    (("case", "list", "--employee", "9999"), "There is no employee 9999"),
    (("case", "list", "--limit", "0"), "--limit"),
    (("directory", "import", "no-such.csv"), "no-such.csv cannot be read"),
    (("directory", "import", "."), ". cannot be read"),
    (("directory", "import", PAPER), "Nothing is imported"),
    (("directory", "import", "/dev/zero"), "/dev/zero cannot be read (it is not a file)"),
    (("migration", "run", "--batch", "a b"), "is not a sign"),
    (("migration", "run", "--batch", "b-1", "--yes"), "with --by"),
    (("migration", "run", "--batch", "b-1", "--yes", "--by", "X-9"), "X-9 is not a coordinator"),
    (("migration", "run", "--batch", "b-1", "--from", "vendor", "--to", "vendor"), "Name two custodians"),
    (("case", "aprove", REFERENCE), "No such command"),
    (("case", "show", REFERENCE, "--verbose"), "No such option"),
]


class Things(dict[str, str]):
    """What stands behind the stand-ins."""

    def typed(self, words: tuple[object, ...]) -> list[str]:
        """The words with what they stand for."""
        return [self.get(str(word), str(word)) for word in words]


@pytest.fixture(scope="module")
async def things(terminal: Terminal, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Things]:
    """A case with a certification in hand, which has heard nothing more when all is over."""
    from tests.starter.conftest import a_paper

    folder = tmp_path_factory.mktemp("papers")
    reference = await terminal.open(1001, "own_condition", "continuous", ahead(20), ahead(60))
    await terminal.asked(reference)
    handed_in = a_paper(folder / "first.pdf")
    await terminal.done("case", "upload", reference, handed_in, "--kind", "certification")
    await terminal.settled()
    yield Things({REFERENCE: reference, PAPER: str(a_paper(folder / "second.pdf"))})
    file = await terminal.done("case", "show", reference)
    assert [line["what"] for line in file["history"]] == ["request_received", "eligibility_found", "document_received"]


async def slips(terminal: Terminal, words: list[str]) -> str:
    """A command that must end with 2, in one sentence, and change nothing; the sentence."""
    before = terminal.content()
    ended = await terminal.type(*words)
    assert (ended.code, ended.out) == (2, ""), ended.out + ended.error
    assert ended.error.count("\n") == 1
    assert re.search(r"[.?]\n$", ended.error) or "like: own_condition" in ended.error
    assert not re.search(r"Traceback|Error:|Value error|Usage:", ended.error)
    as_json = await terminal.type(*words, "--json")
    assert (as_json.code, as_json.error) == (2, "")
    assert as_json.json()["error"]["sentence"] == ended.error.removesuffix("\n") or "--json" in ended.error
    assert terminal.content() == before
    return ended.error


@pytest.mark.parametrize(("words", "sentence"), SLIPS, ids=[" ".join(map(str, words))[:70] for words, _ in SLIPS])
async def test_a_slip_is_told_in_a_sentence_and_changes_nothing(
    terminal: Terminal, things: Things, words: tuple[object, ...], sentence: str
) -> None:
    assert sentence in await slips(terminal, things.typed(words))


@pytest.mark.parametrize("command", OF_A_CASE)
async def test_a_case_that_there_is_not_is_said_not_to_be(terminal: Terminal, things: Things, command: str) -> None:
    words = things.typed(OF_A_CASE[command])
    assert f"There is no case {UNKNOWN}" in await slips(terminal, ["case", command, UNKNOWN, *words])


@pytest.mark.parametrize("command", OF_A_CASE)
async def test_a_mistyped_reference_is_noticed_before_anything_is_asked(
    terminal: Terminal, things: Things, command: str
) -> None:
    words = things.typed(OF_A_CASE[command])
    for said in ("LV-7K4Q-92XJ", "LV-7K4Q-92X", "7K4Q", "Rowan", ""):
        ended = await terminal.type("case", command, said, *words, "--json")
        assert ended.code == 2
        assert ended.json()["error"]["code"] == "bad_reference"
        assert "check the last character" in ended.json()["error"]["sentence"]


async def test_a_reference_may_be_typed_in_any_way(terminal: Terminal, things: Things) -> None:
    reference = things[REFERENCE]
    for said in (reference.lower(), reference.replace("-", ""), reference.removeprefix("LV-"), f" {reference} "):
        assert (await terminal.done("case", "show", said))["reference"] == reference


@pytest.mark.parametrize("command", BY_A_COORDINATOR)
async def test_whoever_is_no_coordinator_decides_nothing(terminal: Terminal, things: Things, command: str) -> None:
    words = ["X-9" if word == "C-1" else word for word in things.typed(OF_A_CASE[command])]
    assert "X-9 is not a coordinator in the directory" in await slips(
        terminal, ["case", command, things[REFERENCE], *words]
    )


async def test_a_paper_far_too_large_is_not_even_read(terminal: Terminal, things: Things, tmp_path: Path) -> None:
    file = tmp_path / "film.pdf"
    with file.open("wb") as out:
        out.truncate(80 * 1024 * 1024)
    words = ["case", "upload", things[REFERENCE], str(file), "--kind", "certification"]
    assert "far larger than a paper" in await slips(terminal, words)


def test_every_command_of_a_case_is_in_the_table() -> None:
    from starter import cli

    typed: dict[str, Any] = {name: command for commands in cli.CASE.values() for name, command in commands.items()}
    assert set(OF_A_CASE) == set(typed) - {"open", "list"}
    slipped = {words[1] for words, _ in SLIPS if words[0] == "case"}
    assert slipped >= set(typed) - {"confirm-denial", "reopen"}
