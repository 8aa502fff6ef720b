"""The job of a key employee at the terminal: that it will be refused, the letter served, asked for again, decided.

Knows: what each of these names, and what can only be a slip. Never knows: whether it is granted: the case asks the
rules, and refuses with a code and a sentence. 29 CFR 825.217-219.
"""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from starter.cli import connection, deciding, typed
from starter.cli.options import Agent, AsJson, By, Door, Reference, one_of
from starter.cli.telling import Fact, OnDay, Told, not_ahead, tell
from workflows.case.asked import JobAnswer
from workflows.case.said import Channel, Serving
from workflows.rules.key_employees import Injury

if TYPE_CHECKING:
    from starter.voice import Voice
    from workflows.view import CaseView

Basis = Annotated[
    list[Injury], typer.Option("--basis", metavar="INJURY", help=one_of(Injury, "What was found; once for each."))
]
SomeBasis = Annotated[
    list[Injury] | None,
    typer.Option("--basis", metavar="INJURY", help=one_of(Injury, "Refused: what was found anew; once for each.")),
]
ReturnBy = Annotated[
    date | None,
    typer.Option("--return-by", parser=typed.day, metavar="DAY", help="Leave has begun: until when to come back."),
]
Answer = Annotated[
    JobAnswer, typer.Option("--answer", metavar="WHAT", help=one_of(JobAnswer, "What becomes of the job."))
]
How = Annotated[Serving, typer.Option("--how", metavar="HOW", help=one_of(Serving, "How it was served."))]


def announce(reference: Reference, by: By, basis: Basis, return_by: ReturnBy = None, as_json: AsJson = False) -> None:
    """Say that the job of a key employee will be refused after the leave.

    Only for substantial and grievous economic injury (29 CFR 825.218). Leave
    and health cover go on. The letter is then served by a person.
    """

    async def request(voice: "Voice", _: "CaseView | None") -> "CaseView":
        return await voice.announce_job_refusal(reference, basis=tuple(basis), return_by=return_by)

    told = "The employee is written to. Serve the letter in person or by certified mail, then record that."
    connection.run(deciding.ask(reference, by, request, told, as_json=as_json))


def letter_served(
    reference: Reference,
    on: OnDay,
    how: How,
    channel: Door = Channel.DESK,
    agent: Agent = None,
    as_json: AsJson = False,
) -> None:
    """Record that a letter about the job of a key employee was served."""

    async def say(voice: "Voice", _: "CaseView | None") -> Told:
        await not_ahead(voice, reference, on, "Record it when it is done.")
        await voice.job_letter_served(reference, served_on=on, how=how)
        return Told(f"It is recorded that the letter was served on {on}.")

    connection.run(tell(Fact(reference, channel, agent, as_json), say))


def asked_again(
    reference: Reference, channel: Door = Channel.DESK, agent: Agent = None, as_json: AsJson = False
) -> None:
    """Record that a key employee asks for the job at the end of leave."""

    async def say(voice: "Voice", _: "CaseView | None") -> Told:
        await voice.job_asked_again(reference)
        return Told("A coordinator is asked to find anew whether the job can be refused.")

    connection.run(tell(Fact(reference, channel, agent, as_json), say))


def decide(reference: Reference, by: By, answer: Answer, basis: SomeBasis = None, as_json: AsJson = False) -> None:
    """Refuse the job of a key employee for good, or give it back.

    It is refused only at the end of leave, if the employee asks for it and
    grievous injury is found anew (29 CFR 825.219(d)).
    """

    async def request(voice: "Voice", _: "CaseView | None") -> "CaseView":
        return await voice.decide_on_job(reference, answer=answer, basis=tuple(basis or ()))

    refused = "The job is refused. Serve the letter in person or by certified mail, then record that."
    told = refused if answer is JobAnswer.REFUSED else "The employee has the job, and is written to."
    connection.run(deciding.ask(reference, by, request, told, as_json=as_json))
