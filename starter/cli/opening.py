"""`leeway case open`: a request becomes a case; what is not ours is sent to exactly who answers it.

Knows: what a request at the terminal consists of. Never knows: whose matter it is (triage), or what follows (the case).
"""

import hashlib
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from starter.cli import answers, connection, people, repeated, typed
from starter.cli.options import Agent, AsJson, Door, FirstDay, LastDay, one_of
from starter.cli.trouble import BadInput
from workflows.case.said import Channel, Custodian, RequestedPeriod
from workflows.rules.calendar import day_of, start_of_day
from workflows.rules.reasons import LeaveShape
from workflows.rules.triage import Matter, Ours, Redirection, Triage, triage

if TYPE_CHECKING:
    from starter.cases import Opened
    from starter.office import Office
    from starter.redirecting import WhomToAsk
    from workflows.view import CaseView


class Asked(NamedTuple):
    """A request as typed, read and found complete."""

    employee: str
    periods: tuple[RequestedPeriod, ...]
    channel: Channel
    agent: str | None
    request_key: str | None
    consents: bool
    custodian: Custodian
    known_at: datetime | None
    ours: Ours | None


Employee = Annotated[str, typer.Option("--employee", metavar="NUMBER", help="Personnel number, as in the directory.")]
About = Annotated[Matter | None, typer.Option("--matter", metavar="MATTER", help=one_of(Matter, "What it is about."))]
Shape = Annotated[
    LeaveShape, typer.Option("--shape", metavar="SHAPE", help=one_of(LeaveShape, "How the time is taken."))
]
Several = Annotated[
    list[str] | None,
    typer.Option("--period", metavar="PERIOD", help='"REASON SHAPE FROM TO", once for each; TO may be the word open.'),
]
Consents = Annotated[
    bool, typer.Option("--consent/--no-consent", metavar="", help="Whether medical papers may be kept.")
]
Insists = Annotated[
    bool, typer.Option("--insist", metavar="", help="A case, although it is not ours: a person decides.")
]
KnownOn = Annotated[
    date | None,
    typer.Option("--known-on", parser=typed.day, metavar="DAY", help="Of an agency: since when it has known."),
]
Taker = Annotated[
    Custodian, typer.Option("--custodian", metavar="WHO", help=one_of(Custodian, "Whose coordinators take it."))
]
RequestKey = Annotated[
    str | None,
    typer.Option(
        "--request-key", parser=typed.key, metavar="KEY", help="The same key of the same request finds its case."
    ),
]


def open_case(
    employee: Employee,
    matter: About = None,
    shape: Shape = LeaveShape.CONTINUOUS,
    first_on: FirstDay = None,
    last: LastDay = None,
    several: Several = None,
    channel: Door = Channel.DESK,
    agent: Agent = None,
    consent: Consents = False,
    insist: Insists = False,
    known_on: KnownOn = None,
    custodian: Taker = Custodian.COMMONWEALTH,
    request_key: RequestKey = None,
    as_json: AsJson = False,
) -> None:
    """Open a leave case, or learn whom to ask instead.

    The very same command again finds the case that the first one opened.
    What is not a matter for the leave office is answered with the contact of
    the employee's agency; whoever insists gets a case all the same.
    """
    found = triage(matter, insists=insist) if matter else None
    if isinstance(found, Redirection):
        connection.run(_redirect(employee, found, as_json=as_json))
        return
    asked = Asked(
        employee=employee,
        periods=_periods(found, shape, first_on, last, several or []),
        channel=channel,
        agent=agent,
        request_key=request_key,
        consents=_consent(consent, channel),
        custodian=custodian,
        known_at=_known_at(known_on, channel),
        ours=found,
    )
    connection.run(_open(asked, as_json=as_json))


def _periods(
    found: Triage | None, shape: LeaveShape, first_on: date | None, last: typed.LastDay | None, several: list[str]
) -> tuple[RequestedPeriod, ...]:
    if several:
        if first_on is not None or last is not None:
            raise BadInput("Say the days either with --from and --to or with --period, not with both.")
        return _apart(tuple(map(typed.period, several)))
    if not isinstance(found, Ours):
        raise BadInput("Say what it is about with --matter, or the periods themselves with --period.")
    if found.reason is None:
        raise BadInput(
            f"{found.matter.value} does not tell the reason. Say whose condition it is, in a period: "
            '--period "own_condition intermittent 2026-03-30 open", or family_care for somebody of the family.'
        )
    if first_on is None:
        raise BadInput("Say from which day with --from, like --from 2026-03-30.")
    if last is None:
        raise BadInput("Say until which day with --to, like --to 2026-04-24, or --to open where nobody knows it yet.")
    return (typed.made(found.reason, shape, first_on, last),)


def _apart(periods: tuple[RequestedPeriod, ...]) -> tuple[RequestedPeriod, ...]:
    """One after the other: a day belongs to one period of a need."""
    in_order = sorted(periods, key=lambda period: period.first_on)
    for earlier, later in pairwise(in_order):
        if earlier.last_on is None or later.first_on <= earlier.last_on:
            raise BadInput(
                f"Two periods share {later.first_on}. Each day belongs to one period of a need: change the days, "
                "or open a case of its own for another need.",
                code="overlapping_periods",
            )
    return periods


def _consent(consents: bool, channel: Channel) -> bool:
    if consents and channel is Channel.AGENCY:
        raise BadInput("An agency cannot consent for an employee. Leave out --consent; it can be recorded later.")
    return consents


def _known_at(known_on: date | None, channel: Channel) -> datetime | None:
    if known_on is None:
        return None
    if channel is not Channel.AGENCY:
        raise BadInput("--known-on is for what an agency tells. Add --channel agency, or leave it out.")
    if known_on > day_of(datetime.now(UTC)):
        raise BadInput(f"{known_on} is not over yet. Give the day on which the agency came to know of the need.")
    return start_of_day(known_on)


async def _open(asked: Asked, *, as_json: bool) -> None:
    from starter import redirecting

    async with connection.office() as opened:
        person = await people.employee(opened.database, asked.employee)
        found = await people.speaker(opened, asked.channel, asked.agent).open(
            person.ref,
            asked.periods,
            request_key=asked.request_key or _key_of(person.ref, asked),
            consents=asked.consents,
            custodian=asked.custodian,
            work_injury=asked.ours is not None and asked.ours.matter is Matter.WORK_INJURY,
            insisted=asked.ours is not None and asked.ours.insisted,
            known_at=asked.known_at,
        )
        view = await answers.seen(lambda: opened.register.get(found.reference), lambda v: v.status != "record_awaited")
        also = asked.ours.also if asked.ours else None
        whom = await redirecting.whom_to_ask(opened.database, also, agency=person.agency) if also else None
        told = await _told(opened, asked, found, view)
        fields = {"reference": found.reference, "is_new": found.is_new, "also": _as_json(whom) if whom else None}
        await answers.tell_case(connection.books_of(opened), view, told, as_json=as_json, **fields)
        if whom is not None and not as_json:
            answers.say("", *_sentences(whom))


async def _told(opened: "Office", asked: Asked, found: "Opened", view: "CaseView | None") -> str:
    """What became of a request. Raises BadInput where its key was used for another one."""
    if found.is_new:
        return f"Case {found.reference} is open."
    told = f"This very request was made before: it is case {found.reference}. Nothing new was opened."
    if view is None:
        return told
    history = await opened.register.history(found.reference)
    repeated.must_be_same(view, asked.periods, [line.what for line in history])
    return f"{told} It asks for: {repeated.days_of(view)}."


def _key_of(employee: str, asked: Asked) -> str:
    """Of what is asked for: so the very same command again is the same request, and a changed one is another."""
    said = "|".join([employee, *(period.model_dump_json() for period in asked.periods)])
    return f"typed-{hashlib.sha256(said.encode()).hexdigest()[:24]}"


async def _redirect(number: str, redirection: Redirection, *, as_json: bool) -> None:
    from starter import redirecting

    async with connection.books() as books:
        person = await people.employee(books.database, number)
        whom = await redirecting.redirect(books.database, redirection, agency=person.agency)
    if as_json:
        answers.give({"redirected": _as_json(whom)})
        return
    kept = "No case was opened, and of the call nothing is kept. Whoever wants a decision gets one: add --insist."
    answers.say(*_sentences(whom), "", kept)


def _sentences(whom: "WhomToAsk") -> list[str]:
    told = f"{whom.redirection.sentence} ({whom.redirection.citation})"
    if whom.contact is None:
        return [told, f"{whom.agency} has named nobody for this in the directory; its main number will know."]
    reached = ", ".join(part for part in (whom.contact.name, whom.contact.phone, whom.contact.email) if part)
    return [told, f"{whom.agency}: {reached}"]


def _as_json(whom: "WhomToAsk") -> dict[str, object]:
    contact = whom.contact
    return {
        "matter": whom.redirection.matter.value,
        "contact": whom.redirection.contact.value,
        "sentence": whom.redirection.sentence,
        "citation": whom.redirection.citation,
        "agency": whom.agency,
        "name": contact.name if contact else "",
        "phone": contact.phone if contact else "",
        "email": contact.email if contact else "",
    }
