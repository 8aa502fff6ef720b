"""That personnel records were corrected, told at the terminal: by a coordinator, or by the agency that keeps them.

Knows: who may tell it. Never knows: what was corrected: the case reads that in the directory.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from starter.cli import connection, known, people
from starter.cli.options import Agent, AsJson, Reference
from starter.cli.telling import Fact, Told, show_after
from starter.cli.trouble import BadInput
from workflows.case.said import Channel

if TYPE_CHECKING:
    from starter.office import Office
    from starter.voice import Voice

SomeBy = Annotated[
    str | None, typer.Option("--by", metavar="C-1", help="Who tells it: a coordinator of the directory.")
]
FromAgency = Annotated[bool, typer.Option("--agency", metavar="", help="The agency tells it, or its Liaison.")]


def records_corrected(
    reference: Reference,
    by: SomeBy = None,
    from_agency: FromAgency = False,
    agent: Agent = None,
    as_json: AsJson = False,
) -> None:
    """Record that the employment record, or what it lacked, is in the directory.

    The case looks it up again. Leave that could not be counted for want of a
    schedule is counted again.
    """
    if from_agency == (by is not None):
        raise BadInput("Say who tells it: a coordinator with --by, or the agency with --agency.")
    if agent is not None and by is not None:
        raise BadInput("A coordinator tells it in person. Leave out --agent.")
    channel = Channel.AGENCY if from_agency else Channel.DESK
    connection.run(_tell(Fact(reference, channel, agent, as_json), by))


async def _tell(fact: Fact, by: str | None) -> None:
    async with connection.office() as opened:
        before = await known.before(opened, fact.reference)
        voice = await _voice(opened, fact, by)
        await voice.records_corrected(fact.reference)
        told = Told("It is recorded. Where eligibility was not found, the record is looked up again.")
        await show_after(opened, fact, voice, before, told)


async def _voice(opened: "Office", fact: Fact, by: str | None) -> "Voice":
    return people.speaker(opened, fact.channel, fact.agent) if by is None else await people.coordinator(opened, by)
