"""Papers at the terminal: one handed in, and what a coordinator finds in a certification.

Knows: files, and the forms of a finding. Never knows: what is on a paper, or what follows from it.
"""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from starter.cli import connection, deciding, known, people, telling, typed
from starter.cli.options import Agent, AsJson, By, Door, Reason, Reference, one_of
from starter.cli.reading import content_of
from starter.cli.telling import Fact, Told
from starter.cli.trouble import BadInput
from starter.wall_clock import spelled
from workflows.case.asked import ExtensionGround
from workflows.case.said import Channel, DocumentKind
from workflows.rules.reasons import LeaveReason
from workflows.rules.recertification import CertifiedExtent, GroundKind
from workflows.rules.sufficiency import CertificationItem, Defect

if TYPE_CHECKING:
    from infra.papers import Paper
    from starter.voice import Voice
    from workflows.view import CaseView

TOO_LARGE = 64 * 1024 * 1024
"""Not even read: what is smaller and still too large is told so by the check of papers."""

File = Annotated[Path, typer.Argument(metavar="FILE", help="A PDF, or a photo of a page (JPEG, PNG).")]
Kind = Annotated[DocumentKind, typer.Option("--kind", metavar="KIND", help=one_of(DocumentKind, "Which paper it is."))]
HeldSince = Annotated[
    str | None,
    typer.Option("--held-since", metavar="TIME", help="When anyone acting for the employer first held it."),
]
Sufficient = Annotated[bool, typer.Option("--sufficient", metavar="", help="It is complete and says enough.")]
Deficient = Annotated[
    Defect | None, typer.Option("--deficient", metavar="HOW", help=one_of(Defect, "It lacks something."))
]
Missing = Annotated[
    str | None,
    typer.Option("--missing", metavar="ITEMS", help=one_of(CertificationItem, "What it lacks, parted by commas.")),
]
Until = Annotated[date, typer.Option("--until", parser=typed.day, metavar="DAY", help="The new due day.")]
Extent = Annotated[
    CertifiedExtent | None,
    typer.Option("--extent", metavar="WHAT", help=one_of(CertifiedExtent, "What the paper says of the duration.")),
]
Minimum = Annotated[
    date | None, typer.Option("--until", parser=typed.day, metavar="DAY", help="Last day of a certified minimum.")
]
OfAbsence = Annotated[
    str | None, typer.Option("--absence", parser=typed.opaque, metavar="ID", help="The absence with which it is asked.")
]
MoreAsked = Annotated[bool, typer.Option("--extension-asked", metavar="", help="The employee asked for more leave.")]
Found = Annotated[
    GroundKind | None, typer.Option("--ground", metavar="WHY", help=one_of(GroundKind, "What you have found."))
]
Ground = Annotated[
    ExtensionGround, typer.Option("--ground", metavar="WHY", help=one_of(ExtensionGround, "Why there is more time."))
]


class HandedIn(NamedTuple):
    """A file as typed."""

    file: Path
    kind: DocumentKind
    reason: LeaveReason | None
    held_since: str | None


def upload(
    reference: Reference,
    file: File,
    kind: Kind,
    reason: Reason = None,
    held_since: HeldSince = None,
    channel: Door = Channel.DESK,
    agent: Agent = None,
    as_json: AsJson = False,
) -> None:
    """Hand in a paper. It is examined, sealed and kept; then the case hears of it.

    In time is what was in anyone's hands in time: say so with --held-since.
    The same paper twice is one.
    """
    connection.run(_upload(Fact(reference, channel, agent, as_json), HandedIn(file, kind, reason, held_since)))


async def _upload(fact: Fact, handed_in: HandedIn) -> None:
    content = _read(handed_in.file)
    held_since = typed.instant(handed_in.held_since) if handed_in.held_since else None
    async with connection.office() as opened:
        before = await known.before(opened, fact.reference)
        if held_since is not None and held_since > await opened.cases.now(fact.reference):
            raise BadInput("--held-since is still to come. Give the time at which somebody had it.")
        voice = people.speaker(opened, fact.channel, fact.agent)
        paper = await voice.hand_in(
            fact.reference,
            kind=handed_in.kind,
            name=handed_in.file.name,
            content=content,
            reason=handed_in.reason,
            held_since=held_since,
        )
        _says_when(paper, held_since)
        receipt = _receipt(paper)
        told = Told(receipt, is_repeat=not paper.is_new, receipt=receipt)
        await telling.show_after(opened, fact, voice, before, told, paper=paper.model_dump(mode="json"))


def _read(file: Path) -> bytes:
    says = f"{file} is far larger than a paper. Check which file it is."
    return content_of(file, most_bytes=TOO_LARGE, too_large=says, code="not_a_paper")


def _says_when(paper: "Paper", held_since: datetime | None) -> None:
    """The first word of when a paper came stays; whoever says another hears that. Raises BadInput."""
    if held_since is None or paper.is_new or paper.received_at == held_since:
        return
    raise BadInput(
        f"This paper is on record already, received {spelled(paper.received_at)}; --held-since was not recorded. "
        "Scan the paper anew and hand that file in with --held-since, or tell the coordinator when it came.",
        code="on_record_already",
    )


def _receipt(paper: "Paper") -> str:
    was = "is received" if paper.is_new else "was received before and is kept once"
    return f"Paper {paper.document_id} {was}: {paper.size:,} bytes, {spelled(paper.received_at)}. sha256 {paper.sha256}"


def certification(
    reference: Reference,
    by: By,
    sufficient: Sufficient = False,
    deficient: Deficient = None,
    missing: Missing = None,
    extent: Extent = None,
    until: Minimum = None,
    reason: Reason = None,
    as_json: AsJson = False,
) -> None:
    """Record what a certification in hand says: enough, or what it lacks.

    A deficiency names every entry that is missing; the employee is written to
    and has seven days to complete it. Of a sufficient one, note with --extent
    what it says of the duration: a recertification turns on it.
    """
    if deficient is not None and (extent is not None or until is not None):
        raise BadInput("What a paper says of the duration is noted when it is sufficient. Leave out --extent, --until.")
    if sufficient == (deficient is not None):
        raise BadInput("Say either --sufficient, or --deficient with what is --missing.")
    items = typed.items(missing) if missing else ()
    if sufficient and items:
        raise BadInput("What is sufficient lacks nothing. Leave out --missing, or say --deficient.")
    if deficient is not None and not items:
        raise BadInput(f"Name what it lacks with --missing, from: {', '.join(CertificationItem)}.")

    async def request(voice: "Voice", view: "CaseView | None") -> "CaseView":
        if deficient is None:
            return await voice.find_sufficient(reference, reason=reason, extent=extent, minimum_last_on=until)
        known.items_fit(view, reason, items)
        return await voice.find_deficient(reference, defect=deficient, items=items, reason=reason)

    told = "The certification is sufficient." if deficient is None else "The employee is told what it lacks."
    connection.run(deciding.ask(reference, by, request, told, as_json=as_json))


def recertify(
    reference: Reference,
    by: By,
    extent: Extent = None,
    until: Minimum = None,
    absence: OfAbsence = None,
    extension_asked: MoreAsked = False,
    ground: Found = None,
    reason: Reason = None,
    as_json: AsJson = False,
) -> None:
    """Ask for a new certification, where the law allows it on this day.

    It is asked in connection with an absence, or because the employee asked
    for more leave. A ground that you found lets you ask sooner, still with an
    absence. The employee has fifteen days.
    """

    async def request(voice: "Voice", _: "CaseView | None") -> "CaseView":
        return await voice.ask_recertification(
            reference,
            extent=extent,
            minimum_last_on=until,
            absence_id=absence,
            extension_asked=extension_asked,
            ground=ground,
            reason=reason,
        )

    connection.run(deciding.ask(reference, by, request, "A new certification is asked for.", as_json=as_json))


def extend(
    reference: Reference, by: By, until: Until, ground: Ground, reason: Reason = None, as_json: AsJson = False
) -> None:
    """Give more time for a certification, or for completing one."""

    async def request(voice: "Voice", _: "CaseView | None") -> "CaseView":
        return await voice.extend(reference, due_on=until, ground=ground, reason=reason)

    connection.run(deciding.ask(reference, by, request, f"It is due on {until} now.", as_json=as_json))
