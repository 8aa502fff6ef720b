"""Decisions at the terminal: approve, deny by two people, close, reopen.

Knows: who decides and what a decision names. Never knows: whether it is granted: the case says so, with a code and a
sentence. As a signal a decision is not answered, and a refusal becomes a line of the history and a task.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from infra import policies
from starter import lawful_policy
from starter.cli import answers, connection, known, people, telling, typed
from starter.cli.options import AsJson, AsSignal, By, PeriodNumber, Reference, one_of, yes_or_no
from starter.cli.trouble import BadInput
from starter.cli.typed import YesNo, so
from workflows.case.asked import ClosingGround, DenialGround, Program
from workflows.case.said import Channel

if TYPE_CHECKING:
    from starter.voice import Voice
    from workflows.rules.policy import LeavePolicy
    from workflows.view import CaseView


Periods = Annotated[
    list[int] | None, typer.Option("--period", min=1, metavar="N", help="Which; once for each. None: all that wait.")
]
DelayHarmed = Annotated[YesNo | None, yes_or_no("harmed", "A late notice of ours did harm the employee.")]
AgreedBackward = Annotated[YesNo | None, yes_or_no("agreed", "Both sides agree to designate backward.")]
Under = Annotated[Program, typer.Option("--program", metavar="LAW", help=one_of(Program, "The law that protects it."))]
Because = Annotated[
    DenialGround, typer.Option("--ground", metavar="WHY", help=one_of(DenialGround, "Why; the letter says it."))
]
Ending = Annotated[
    ClosingGround | None,
    typer.Option("--ground", metavar="HOW", help=one_of(ClosingGround, "How it ends; without it, as the case shows.")),
]

NewPolicy = Annotated[
    str,
    typer.Option(
        "--policy",
        metavar="NAME",
        help="A newer policy of the case's own employer. There are, of "
        + "; of ".join(f"{employer}: {', '.join(names)}" for employer, names in policies.employers().items())
        + ".",
    ),
]
AppliesFrom = Annotated[
    date, typer.Option("--from", parser=typed.day, metavar="DAY", help="From which day, like 2026-07-01.")
]

Request = Callable[["Voice", "CaseView | None"], Awaitable["CaseView"]]
AS_SIGNAL = "The decision is sent. If the case refuses it, its history says why and a coordinator gets a task."


async def ask(reference: str, by: str, request: Request, told: str, *, as_json: bool) -> None:
    """Make a request in the name of a coordinator and show the case as it is then. Raises Refused."""
    async with connection.office() as opened:
        before = await known.case(opened, reference)
        voice = await people.coordinator(opened, by)
        after = await request(voice, before)
        # The answer is newer than the register; whoever looks next should find it there.
        await answers.seen(lambda: opened.register.get(reference), lambda view: view.version >= after.version)
        await answers.tell_case(connection.books_of(opened), after, told, as_json=as_json, reference=reference)


async def send(reference: str, by: str, signal: Callable[["Voice"], Awaitable[bool]], *, as_json: bool) -> None:
    """Say a decision as a fact, as a batch does."""
    async with connection.office() as opened:
        before = await known.before(opened, reference)
        voice = await people.coordinator(opened, by)
        await signal(voice)
        fact = telling.Fact(reference, Channel.DESK, None, as_json)
        await telling.show_after(opened, fact, voice, before, telling.Told(AS_SIGNAL))


def approve(
    reference: Reference,
    by: By,
    periods: Periods = None,
    program: Under = Program.FMLA,
    delay_harmed: DelayHarmed = None,
    agreed_backward: AgreedBackward = None,
    as_signal: AsSignal = False,
    as_json: AsJson = False,
) -> None:
    """Approve periods. The employee and both supervisors are written to.

    Where a notice of ours was late and leave has begun, say whether that did
    harm: only then is it known from when on the leave counts.
    """
    chosen = tuple(periods or ())
    if as_signal:
        connection.run(
            send(
                reference,
                by,
                lambda v: v.approve_by_signal(reference, periods=chosen, program=program),
                as_json=as_json,
            )
        )
        return

    async def request(voice: "Voice", _: "CaseView | None") -> "CaseView":
        return await voice.approve(
            reference,
            periods=chosen,
            program=program,
            delay_harmed=so(delay_harmed),
            agreed_backward=so(agreed_backward),
        )

    connection.run(ask(reference, by, request, "Approved.", as_json=as_json))


def propose_denial(
    reference: Reference, by: By, period: PeriodNumber, ground: Because, as_json: AsJson = False
) -> None:
    """Propose to deny a period. Nothing is denied: a second person must confirm it."""

    async def request(voice: "Voice", _: "CaseView | None") -> "CaseView":
        return await voice.propose_denial(reference, period=period, ground=ground)

    told = "The denial is proposed. Somebody else looks at it and confirms it, or approves the period."
    connection.run(ask(reference, by, request, told, as_json=as_json))


def confirm_denial(reference: Reference, by: By, period: PeriodNumber, as_json: AsJson = False) -> None:
    """Confirm, as a second person, a denial that another one proposed."""

    async def request(voice: "Voice", _: "CaseView | None") -> "CaseView":
        return await voice.confirm_denial(reference, period=period)

    told = "The period is denied. The letter says why, and what the employee can do now."
    connection.run(ask(reference, by, request, told, as_json=as_json))


def apply_policy(
    reference: Reference, by: By, policy: NewPolicy, applies_from: AppliesFrom, as_json: AsJson = False
) -> None:
    """Let a case follow a newer policy from a day on. Clocks that run keep their dates."""
    _lawful(policy, None)

    async def request(voice: "Voice", view: "CaseView | None") -> "CaseView":
        unit = await voice.cases.bargaining_unit(view.employee) if view else None
        return await voice.apply_policy(reference, policy=_lawful(policy, unit), applies_from=applies_from)

    connection.run(ask(reference, by, request, f"The case follows {policy} from {applies_from} on.", as_json=as_json))


def _lawful(policy: str, unit: str | None) -> "LeavePolicy":
    """The policy, with what the contract of a unit has otherwise."""
    try:
        return lawful_policy.read(policy, unit)
    except policies.UnknownPolicy as unknown:
        raise BadInput(f"{str(unknown).capitalize()}.", code="unknown_policy") from None
    except lawful_policy.Unlawful as unlawful:
        raise BadInput(f"No case can follow that policy: {unlawful}.", code="unlawful_policy") from None


def close(
    reference: Reference,
    by: By,
    ground: Ending = None,
    as_signal: AsSignal = False,
    as_json: AsJson = False,
) -> None:
    """Close a case in which nothing is open. Everything in it is kept."""
    if as_signal:
        connection.run(send(reference, by, lambda v: v.close_by_signal(reference, ground=ground), as_json=as_json))
        return

    async def request(voice: "Voice", _: "CaseView | None") -> "CaseView":
        return await voice.close(reference, ground=ground)

    connection.run(ask(reference, by, request, "Closed.", as_json=as_json))


def reopen(reference: Reference, by: By, as_json: AsJson = False) -> None:
    """Open a closed case again, as it was."""

    async def request(voice: "Voice", _: "CaseView | None") -> "CaseView":
        return await voice.reopen(reference)

    connection.run(ask(reference, by, request, "The case is open again.", as_json=as_json))
