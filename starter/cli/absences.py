"""`leeway case report-absence`: an absence reported, corrected or cancelled, in the words of a wall clock.

Knows: what an absence consists of, how far ahead is a plan. Never knows: whether it is covered or charged,
or who supervises.
"""

import secrets
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from starter.cli import connection, known, people, telling, typed
from starter.cli.options import Agent, AsJson, Door, Reference
from starter.cli.telling import Fact, Told
from starter.cli.trouble import BadInput
from starter.scheduled import has_work
from starter.wall_clock import spelled
from workflows.case.said import Channel

if TYPE_CHECKING:
    from starter.voice import Voice
    from workflows.view import CaseView


Starts = Annotated[str | None, typer.Option("--from", metavar="TIME", help='When it begins, like "2026-03-04 09:00".')]
Ends = Annotated[str | None, typer.Option("--to", metavar="TIME", help="When it ends.")]
Corrects = Annotated[
    str | None, typer.Option("--corrects", parser=typed.opaque, metavar="A-ID", help="The absence that it replaces.")
]
Cancels = Annotated[
    str | None, typer.Option("--cancel", parser=typed.opaque, metavar="A-ID", help="The absence that is not taken.")
]
Attested = Annotated[
    str | None, typer.Option("--attested", metavar="TIME", help="When it was first told, if that was on paper.")
]
MessageId = Annotated[
    str | None, typer.Option("--message-id", parser=typed.key, metavar="ID", help="The same id twice counts once.")
]


NO_WORK = (
    "No work is scheduled in these hours, so nothing is counted. Check the day; if the stored schedule is wrong, the "
    "agency corrects it."
)


class Reported(NamedTuple):
    """An absence as typed, read."""

    starts_at: datetime
    ends_at: datetime
    corrects: str | None
    attested_at: datetime | None
    message_id: str | None


def report_absence(
    reference: Reference,
    starts: Starts = None,
    ends: Ends = None,
    corrects: Corrects = None,
    cancels: Cancels = None,
    attested: Attested = None,
    channel: Door = Channel.DESK,
    agent: Agent = None,
    message_id: MessageId = None,
    as_json: AsJson = False,
) -> None:
    """Report an absence under a case, correct one, or cancel one.

    Times are those of New York's wall clock; in the night that has an hour
    twice, add EDT for the first and EST for the second. The supervisor and the next
    level are told when, and nothing else.
    """
    fact = Fact(reference, channel, agent, as_json)
    if cancels is not None:
        if any(each is not None for each in (starts, ends, corrects, attested)):
            raise BadInput("--cancel stands alone. Leave out the times, or use --corrects to give other ones.")
        connection.run(_cancel(fact, cancels))
        return
    if starts is None or ends is None:
        raise BadInput('Say when it begins and ends, like --from "2026-03-04 09:00" --to "2026-03-04 12:00".')
    at = typed.instant(attested) if attested else None
    told = Reported(typed.instant(starts), typed.instant(ends), corrects, at, message_id)
    if told.ends_at <= told.starts_at:
        raise BadInput(
            f"The absence must end after it begins, and {ends} is not after {starts}. Check both.",
            code="times_in_disorder",
        )
    connection.run(_report(fact, told))


async def _report(fact: Fact, told: Reported) -> None:
    async with connection.office() as opened:
        before = await known.before(opened, fact.reference)
        now = await opened.cases.now(fact.reference)
        known.is_near(opened.settings.employer, told.starts_at, now=now)
        record = await known.personnel(opened, before.view)
        known.is_employed(record, told.starts_at, told.ends_at)
        if told.attested_at is not None and told.attested_at > now:
            raise BadInput("--attested is still to come. Give the time that stands on the paper.", code="still_to_come")
        absence_id = _id_of(fact.reference, told.message_id)
        same = _told_so(before.view, told, absence_id)
        if told.corrects is not None and same is None:
            known.absence(before.view, told.corrects)
        if same is None and told.corrects is None:
            same = _same(before.view, told)
        voice = people.speaker(opened, fact.channel, fact.agent)
        await voice.report_absence(fact.reference, absence_id=absence_id, **told._asdict())
        works = has_work(record.schedule, told.starts_at, told.ends_at) if record is not None else None
        says = _sentence(absence_id, told, same) + (f" {NO_WORK}" if works is False else "")
        sentence = Told(says, is_repeat=same is not None or told.message_id is not None)
        shown = {"absence_id": same or absence_id, "is_repeated": same is not None, "work_was_scheduled": works}
        await telling.show_after(opened, fact, voice, before, sentence, **shown)


async def _cancel(fact: Fact, absence_id: str) -> None:
    async def say(voice: "Voice", view: "CaseView | None") -> Told:
        absence = known.absence(view, absence_id)
        await voice.cancel_absence(fact.reference, absence_id)
        return Told(f"Absence {absence_id}, {spelled(absence.starts_at)}, is cancelled. The supervisors are told.")

    await telling.tell(fact, say)


def _id_of(reference: str, message_id: str | None) -> str:
    """Of a message with an id always the same one, so that whoever says it again hears of the same absence."""
    if message_id is None:
        return f"A-{secrets.token_hex(4).upper()}"
    return f"A-{sha256(f'{reference}/{message_id}'.encode()).hexdigest()[:8].upper()}"


def _told_so(view: "CaseView | None", told: Reported, absence_id: str) -> str | None:
    """The absence of the very same message. The case hears an id once: other hours under it would be lost."""
    before = next((a for a in view.absences if a.absence_id == absence_id), None) if view else None
    if before is None:
        return None
    if (before.starts_at, before.ends_at) != (told.starts_at, told.ends_at):
        raise BadInput(
            f"{told.message_id} was the id of {absence_id}, {spelled(before.starts_at)} to {spelled(before.ends_at)}. "
            "Nothing is changed. Give this message an id of its own, or use --corrects.",
            code="message_id_used",
        )
    return absence_id


def _same(view: "CaseView | None", told: Reported) -> str | None:
    """An absence of the same hours, reported before through whichever door."""
    standing = [a for a in view.absences if a.state == "reported"] if view else []
    return next((a.absence_id for a in standing if (a.starts_at, a.ends_at) == (told.starts_at, told.ends_at)), None)


def _sentence(absence_id: str, told: Reported, same: str | None) -> str:
    times = f"{spelled(told.starts_at)} to {spelled(told.ends_at)}"
    if same is not None:
        return f"These hours were reported before, as {same}; they count once. {times}."
    does = f"replaces {told.corrects}" if told.corrects else "is reported"
    return f"Absence {absence_id}, {times}, {does}. The supervisors are told."
