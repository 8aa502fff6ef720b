"""What law lets people do beyond a decision, typed: opinions, late notice, a held return, pay, DFML, amounts."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from starter.cli import case_screen
from starter.cli.case_file import CasePeople
from tests.case.test_refusing_job import announced, asked_again, refuse, serve
from tests.starter.terminal import Terminal, ahead

BY = ("--by", "C-1")


async def certified(terminal: Terminal, paper: Path, employee: int, first: int, last: int) -> str:
    """A leave for an own condition whose certification is sufficient."""
    reference = await terminal.open(employee, "own_condition", "continuous", ahead(first), ahead(last))
    await terminal.asked(reference)
    await terminal.done("case", "upload", reference, paper, "--kind", "certification")
    await terminal.done("case", "certification", reference, *BY, "--sufficient")
    return reference


def mails(file: dict[str, Any]) -> list[str]:
    return [mail["kind"] for mail in file["mails"]]


async def test_opinions_are_ordered_received_and_accepted(terminal: Terminal, paper: Path) -> None:
    reference = await certified(terminal, paper, 1001, 62, 80)
    order = ("case", "order-opinion", reference, "second", *BY)
    assert await terminal.refused(*order) == "opinion_not_shown"
    assert (
        await terminal.refused(*order, "--regularly-used", "yes", "--limited-access", "no")
        == "opinion_provider_regular"
    )
    await terminal.done(*order, "--regularly-used", "no")
    contact = ("case", "contact-provider", reference, *BY, "--purpose", "clarify", "--role", "leave_administrator")
    assert await terminal.refused(*contact, "--authorised", "yes", "--direct-supervisor") == "contact_by_supervisor"
    await terminal.done(*contact, "--authorised", "yes")
    await terminal.done("case", "opinion", reference, "second", "--does-not-certify")
    await terminal.done("case", "opinion-copies", reference, "--asked", "--channel", "portal")
    await terminal.done("case", "opinion-copies", reference, "--given")
    await terminal.done("case", "accept-first-opinion", reference, *BY)
    file = await terminal.until(reference, lambda file: "opinions_settled" in mails(file))
    assert "opinion_ordered" in mails(file)
    told = [line["what"] for line in file["history"]]
    assert told.index("opinion_ordered") < told.index("opinion_received") < told.index("first_opinion_accepted")


async def test_a_leave_is_paid_held_and_its_amount_told(terminal: Terminal, paper: Path) -> None:
    reference = await certified(terminal, paper, 1003, -12, 12)
    await terminal.done("case", "approve", reference, *BY, "--harmed", "no")
    # A return in the middle of the leave: the agency did not announce that it asks for clearance.
    words = ("--on", ahead(1), "--practice", "yes", "--workdays-out", 9, "--terms", "none")
    assert await terminal.refused("case", "hold-return", reference, *BY, *words) == "return_not_announced"
    benefit = f"compensation:{ahead(-12)}..{ahead(-3)}"
    await terminal.done(
        "case", "pay", reference, "--benefit", benefit, "--usable", "yes", "--elects", "yes", "--agreed-top-up", "no"
    )
    sunday = -12 - ahead(-12).isoweekday() % 7
    year = f"{ahead(sunday)}..{ahead(sunday + 363)}"
    await terminal.done("case", "dfml-decided", reference, "--claim", "approved", "--year", year)
    await terminal.done("case", "amount-asked", reference, "--channel", "hotline", "--agent", "A7")
    await terminal.settled()
    await terminal.done("case", "tell-amount", reference, *BY)
    await terminal.done("case", "light-duty", reference, "--from", ahead(2), "--answer", "refused")
    file = await terminal.until(reference, lambda file: "light_duty" in mails(file))
    assert "amount_counted" in mails(file)
    assert mails(file).count("designation_notice") == 2
    assert {"tell_payroll"} <= {task["kind"] for task in file["tasks"]}


async def test_late_notice_is_judged(terminal: Terminal) -> None:
    reference = await terminal.open(1003, "bonding", "continuous", ahead(5), ahead(61))
    await terminal.until(reference, lambda file: "rights_notice" in mails(file))
    words = ("case", "late-notice", reference, *BY, "--period", 1, "--choice", "delay", "--foreseeable", "yes")
    assert await terminal.refused(*words, "--learned-on", ahead(-60)) == "notice_delays_nothing"
    shown = ("--learned-on", ahead(-60), "--posted", "yes", "--excused", "no")
    assert await terminal.refused(*words, *shown) == "notice_delays_nothing"
    await terminal.done(*words, *shown, "--distributed", "yes")
    file = await terminal.until(reference, lambda file: "protection_delayed" in mails(file))
    line = next(line for line in file["history"] if line["what"] == "late_notice_judged")
    assert line["facts"]["protected_from"] == str(ahead(30))


async def test_the_job_is_refused_to_key_employees_alone(terminal: Terminal) -> None:
    reference = await terminal.open(1003, "bonding", "continuous", ahead(7), ahead(63))
    await terminal.until(reference, lambda file: "rights_notice" in mails(file))
    announce = ("case", "announce-job-refusal", reference, *BY, "--basis", "long_term", "--basis", "replaced")
    assert await terminal.refused(*announce) == "job_not_key_employee"
    assert await terminal.refused("case", "decide-on-job", reference, *BY, "--answer", "given_back") == (
        "job_refusal_not_announced"
    )
    served = await terminal.done("case", "job-letter-served", reference, "--on", ahead(-1), "--how", "in_person")
    asked = await terminal.done("case", "job-asked-again", reference, "--channel", "hotline", "--agent", "A7")
    assert (served["does_not_fit"], asked["does_not_fit"]) == (True, True)


@pytest.mark.parametrize(
    ("served", "says"),
    [
        (
            False,
            "to be refused, said on 2026-04-07, with time to return until 2026-04-27; the letter not served yet",
        ),
        (True, "asked for again on 2026-05-14; refused for good, and that letter served on 2026-05-18"),
    ],
)
def test_the_screen_says_how_far_a_refusal_of_the_job_came(served: bool, says: str) -> None:
    told = asked_again() if served else announced()
    if served:
        assert refuse(told) is None
        serve(told, "2026-05-18")
    shown = Console(file=(out := StringIO()), width=200)
    shown.print(case_screen.brief(told.case.view(), CasePeople("1", "Rowan", "A", "C")))
    assert says in " ".join(out.getvalue().split())
