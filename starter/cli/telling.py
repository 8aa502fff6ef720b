"""Facts at the terminal: consent, an absence, other dates, a death, a withdrawal, a return.

Knows: what each fact consists of, and what can only be a slip. Never knows: what follows from a fact: the case says so.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from starter.cli import answers, connection, known, people, typed
from starter.cli.options import Agent, AsJson, Door, FirstDay, LastDay, Reference
from starter.cli.trouble import BadInput
from workflows.case.duties import TaskKind
from workflows.case.said import Channel
from workflows.rules.calendar import day_of

if TYPE_CHECKING:
    from starter.office import Office
    from starter.voice import Voice
    from workflows.view import CaseView

OnDay = Annotated[date, typer.Option("--on", parser=typed.day, metavar="DAY", help="The day, like 2026-03-30.")]
DiedOn = Annotated[
    date | None,
    typer.Option("--on", parser=typed.day, metavar="DAY", help="The day, if it is known; it may follow later."),
]
SomePeriod = Annotated[int | None, typer.Option("--period", min=1, metavar="N", help="Which period.")]
AllOfIt = Annotated[bool, typer.Option("--all", metavar="", help="The whole request.")]
NoClaim = Annotated[bool, typer.Option("--no-claim", metavar="", help="There is no PFML claim that it could concern.")]
Added = Annotated[str | None, typer.Option("--add-period", metavar="PERIOD", help='One more: "REASON SHAPE FROM TO".')]


class Fact(NamedTuple):
    """Something told through a door, about a case."""

    reference: str
    channel: Channel
    agent: str | None
    as_json: bool


class Told(NamedTuple):
    """What was said, as a sentence. A repeat may change nothing; a receipt holds also where the case is closed, or has
    no place for it."""

    sentence: str
    is_repeat: bool = False
    receipt: str = ""


Say = Callable[["Voice", "CaseView | None"], Awaitable[Told]]
"""Checks what only the case can tell, says it, and returns what was said."""

CLOSED = "The case is closed. What was said is kept as a task: its coordinator sees whether to reopen the case."
SECONDS_FOR_A_REPEAT = 1.0
DOUBTED = "It does not fit what the case knows, so its coordinator was asked to look at it."


async def tell(fact: Fact, say: Say) -> None:
    """Say a fact and show where the case stands then."""
    async with connection.office() as opened:
        before = await known.before(opened, fact.reference)
        voice = people.speaker(opened, fact.channel, fact.agent)
        told = await say(voice, before.view)
        await show_after(opened, fact, voice, before, told)


async def show_after(
    opened: "Office", fact: Fact, voice: "Voice", before: known.Before, told: Told, **fields: object
) -> None:
    """Where the case stands once it has heard. A closed case hears nothing: a person is asked to look at it. So is a
    person where what was said does not fit the case; whoever said it hears that too."""
    is_closed = before.view is not None and before.view.closed_at is not None
    after = before.view if is_closed else await _heard(opened, fact.reference, voice.by, before, told)
    doubts = {} if is_closed else await known.doubts(opened, fact.reference, said=voice.said)
    kinds = [kind for key, kind in doubts.items() if key not in before.doubts]
    sentence = f"{told.receipt} {CLOSED}".strip() if is_closed else _doubted(told, kinds) if kinds else told.sentence
    fields = {"reference": fact.reference, "is_closed": is_closed, "does_not_fit": bool(kinds)} | fields
    await answers.tell_case(connection.books_of(opened), after, sentence, as_json=fact.as_json, **fields)


def _doubted(told: Told, kinds: Sequence[str]) -> str:
    """An absence outside the leave stands all the same; of what contradicts the case nothing was done."""
    done = told.receipt if TaskKind.FACT_CONTRADICTS in kinds else told.sentence
    return f"{done} {DOUBTED}".strip()


async def _heard(opened: "Office", reference: str, by: str, before: known.Before, told: Told) -> "CaseView | None":
    """The view once the case has heard; of a repeat the present one in the end, since it may leave no trace."""
    seconds = SECONDS_FOR_A_REPEAT if told.is_repeat else answers.SECONDS
    after = await answers.seen(lambda: known.case_since(opened, reference, before, by=by), lambda _: True, seconds)
    return await opened.register.get(reference) if after is None and told.is_repeat else after


def consent(reference: Reference, channel: Door = Channel.DESK, agent: Agent = None, as_json: AsJson = False) -> None:
    """Record that the employee lets medical papers be kept."""
    if channel is Channel.AGENCY:
        raise BadInput("An agency cannot consent for an employee. Ask the employee, and name another --channel.")

    async def say(voice: "Voice", _: "CaseView | None") -> Told:
        await voice.consent(reference)
        return Told("The consent is recorded.")

    connection.run(tell(Fact(reference, channel, agent, as_json), say))


def change(
    reference: Reference,
    period: SomePeriod = None,
    first_on: FirstDay = None,
    last: LastDay = None,
    added: Added = None,
    channel: Door = Channel.DESK,
    agent: Agent = None,
    as_json: AsJson = False,
) -> None:
    """Change the days of a period, or add a period to the same need.

    Fewer days than approved hold at once; more wait for a coordinator.
    What is left out of --from and --to stays as it is.
    """
    fact = Fact(reference, channel, agent, as_json)
    if added is not None:
        if period is not None or first_on is not None or last is not None:
            raise BadInput("--add-period stands alone. Change another period with a command of its own.")
        connection.run(_add(fact, added))
        return
    if period is None or (first_on is None and last is None):
        raise BadInput("Say which period with --period, and its new days with --from, --to or both.")
    connection.run(_change(fact, period, first_on, last))


async def _add(fact: Fact, added: str) -> None:
    period = typed.period(added)

    async def say(voice: "Voice", _: "CaseView | None") -> Told:
        await voice.add_period(fact.reference, period)
        return Told("The period is added.")

    await tell(fact, say)


async def _change(fact: Fact, number: int, first_on: date | None, last: typed.LastDay | None) -> None:
    async def say(voice: "Voice", view: "CaseView | None") -> Told:
        present = known.period(view, number)
        first, last_on = first_on or present.first_on, last.on if last else present.last_on
        typed.in_order(first, last_on)
        await voice.change_dates(fact.reference, period=number, first_on=first, last_on=last_on)
        return Told(f"Period {number} is asked for from {first} to {last_on or 'an open end'}.")

    await tell(fact, say)


def family_member_died(
    reference: Reference,
    died_on: DiedOn = None,
    channel: Door = Channel.DESK,
    agent: Agent = None,
    as_json: AsJson = False,
) -> None:
    """Record that the person cared for has died. Nothing more is asked of the employee."""

    async def say(voice: "Voice", view: "CaseView | None") -> Told:
        await not_ahead(voice, reference, died_on, "Give the day without guessing, or leave --on out for now.")
        known.has_care(view)
        await voice.family_member_died(reference, died_on=died_on)
        is_known = view is not None and view.status == "need_ended"
        return Told("It is recorded. Nothing more is asked of the employee.", is_repeat=is_known)

    connection.run(tell(Fact(reference, channel, agent, as_json), say))


def withdraw(
    reference: Reference,
    period: SomePeriod = None,
    everything: AllOfIt = False,
    channel: Door = Channel.DESK,
    agent: Agent = None,
    as_json: AsJson = False,
) -> None:
    """Take back a period, or the whole request. Days already taken stay."""
    if everything == (period is not None):
        raise BadInput("Say which period is taken back with --period, or the whole request with --all.")

    async def say(voice: "Voice", view: "CaseView | None") -> Told:
        if period is not None and view is not None:
            known.period(view, period)
        await voice.withdraw(reference, period=period)
        return Told("The whole request is taken back." if period is None else f"Period {period} is taken back.")

    connection.run(tell(Fact(reference, channel, agent, as_json), say))


def returned(
    reference: Reference,
    returned_on: OnDay,
    channel: Door = Channel.DESK,
    agent: Agent = None,
    as_json: AsJson = False,
) -> None:
    """Report that the employee is back at work."""

    async def say(voice: "Voice", _: "CaseView | None") -> Told:
        await not_ahead(voice, reference, returned_on, "For a return still to come, `leeway case change` the days.")
        await voice.returned(reference, returned_on=returned_on)
        return Told(f"Back at work on {returned_on}.")

    connection.run(tell(Fact(reference, channel, agent, as_json), say))


def dfml_told(
    reference: Reference,
    told_on: OnDay,
    no_claim: NoClaim = False,
    channel: Door = Channel.DESK,
    agent: Agent = None,
    as_json: AsJson = False,
) -> None:
    """Report that DFML was told of a change, or that there is no PFML claim."""

    async def say(voice: "Voice", _: "CaseView | None") -> Told:
        await not_ahead(voice, reference, told_on, "Report it when it is done.")
        await voice.dfml_told(reference, told_on=told_on, has_claim=not no_claim)
        return Told("No PFML claim is concerned." if no_claim else f"DFML was told on {told_on}.")

    connection.run(tell(Fact(reference, channel, agent, as_json), say))


async def not_ahead(voice: "Voice", reference: str, on: date | None, what_to_do: str) -> None:
    """A fact lies in the past, by the case's own clock."""
    if on is not None and on > day_of(await voice.cases.now(reference)):
        raise BadInput(f"{on} is still to come. {what_to_do}", code="still_to_come")
