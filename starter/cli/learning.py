"""What others decided or said, told to the case: DFML, opinions, light duty, pay, a question for the amount.

Knows: what each of these consists of. Never knows: what follows from it: the case asks the rules.
"""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from starter.cli import connection, typed
from starter.cli.options import Agent, AsJson, Door, Reference, one_of, yes_or_no
from starter.cli.telling import Fact, Told, not_ahead, tell
from starter.cli.trouble import BadInput
from starter.cli.typed import YesNo, so
from workflows.case.said import Channel, Opinion
from workflows.rules.concurrency import PfmlClaim
from workflows.rules.end_of_need import EndKind
from workflows.rules.light_duty import LightDutyAnswer
from workflows.rules.spans import Days
from workflows.rules.substitution import Benefit

if TYPE_CHECKING:
    from starter.voice import Voice
    from workflows.view import CaseView

How = Annotated[EndKind, typer.Option("--how", metavar="HOW", help=one_of(EndKind, "What ended the need."))]
LastDayOfNeed = Annotated[
    date | None, typer.Option("--last-day", parser=typed.day, metavar="DAY", help="The last day of the need, if known.")
]
Unequivocal = Annotated[YesNo | None, yes_or_no("unequivocal", "The words about not returning leave no doubt.")]
Claim = Annotated[
    PfmlClaim, typer.Option("--claim", metavar="STATE", help=one_of(PfmlClaim, "How the claim stands with DFML."))
]
Years = Annotated[
    list[Days] | None,
    typer.Option("--year", parser=typed.days, metavar="DAYS", help="A benefit year as DFML told it: FROM..TO."),
]
ApprovedDays = Annotated[
    list[Days] | None, typer.Option("--approved", parser=typed.days, metavar="DAYS", help="Days it approved: FROM..TO.")
]
Waiting = Annotated[
    Days | None, typer.Option("--waiting", parser=typed.days, metavar="DAYS", help="Its waiting period: FROM..TO.")
]
ReceivedOn = Annotated[
    date | None,
    typer.Option("--received-on", parser=typed.day, metavar="DAY", help="When the employee had the decision."),
]
Which = Annotated[Opinion, typer.Argument(metavar="WHICH", help=one_of(Opinion, "Which opinion."))]
Certifies = Annotated[bool, typer.Option("--certifies/--does-not-certify", help="Whether it certifies the need.")]
AskedOrGiven = Annotated[bool, typer.Option("--asked/--given", help="Copies were asked for, or are handed over.")]
FromDay = Annotated[
    date, typer.Option("--from", parser=typed.day, metavar="DAY", help="From which day light duty is offered.")
]
Answer = Annotated[
    LightDutyAnswer,
    typer.Option("--answer", metavar="WHAT", help=one_of(LightDutyAnswer, "What the employee answered.")),
]
Restrictions = Annotated[YesNo | None, yes_or_no("within-restrictions", "The offer keeps to what the provider allows.")]
Stopped = Annotated[
    date | None,
    typer.Option("--compensation-stopped", parser=typed.day, metavar="DAY", help="Last day of compensation."),
]
Paid = Annotated[
    list[str] | None,
    typer.Option("--benefit", metavar="PAID", help=one_of(Benefit, "What is paid when, like compensation:FROM..TO.")),
]
NoBenefit = Annotated[bool, typer.Option("--no-benefit", metavar="", help="No benefit is paid for these days.")]
Usable = Annotated[YesNo | None, yes_or_no("usable", "Accrued leave is left, and its terms are met.")]
Elects = Annotated[YesNo | None, yes_or_no("elects", "The employee elects accrued leave for unpaid days.")]
Agreed = Annotated[YesNo | None, yes_or_no("agreed-top-up", "Both sides agreed to add accrued leave to a benefit.")]
TopUp = Annotated[YesNo | None, yes_or_no("pfml-top-up", "The employee adds accrued leave to PFML.")]


def need_ended(
    reference: Reference,
    how: How,
    last_on: LastDayOfNeed = None,
    unequivocal: Unequivocal = None,
    channel: Door = Channel.DESK,
    agent: Agent = None,
    as_json: AsJson = False,
) -> None:
    """Record that the need ended: recovery, a placement or deployment, the job.

    After a death use family-member-died. Words about not returning end
    nothing unless they leave no doubt.
    """
    if how in (EndKind.DEATH, EndKind.WITHDRAWAL):
        command = "family-member-died" if how is EndKind.DEATH else "withdraw"
        raise BadInput(f"For that there is a command of its own: leeway case {command}.")
    if unequivocal is not None and how is not EndKind.NOT_RETURNING:
        raise BadInput("--unequivocal speaks of words about not returning alone. Leave it out.")

    async def say(voice: "Voice", _: "CaseView | None") -> Told:
        await voice.need_ended(reference, how=how, last_day_of_need=last_on, unequivocal=so(unequivocal))
        return Told("It is recorded how the need ended.")

    connection.run(tell(Fact(reference, channel, agent, as_json), say))


def dfml_decided(
    reference: Reference,
    claim: Claim,
    years: Years = None,
    approved: ApprovedDays = None,
    waiting: Waiting = None,
    received_on: ReceivedOn = None,
    channel: Door = Channel.DESK,
    agent: Agent = None,
    as_json: AsJson = False,
) -> None:
    """Record what DFML decided of a PFML claim. Its dates hold from then on."""
    typed.in_sequence(tuple(years or ()))
    dates = {"years": tuple(years or ()), "approved": tuple(approved or ()), "waiting": waiting}

    async def say(voice: "Voice", _: "CaseView | None") -> Told:
        await not_ahead(voice, reference, received_on, "Record it when the employee has the decision.")
        await voice.dfml_decided(reference, claim=claim, received_on=received_on, **dates)
        return Told(f"It is recorded that the claim is {claim.value.replace('_', ' ')}.")

    connection.run(tell(Fact(reference, channel, agent, as_json), say))


def opinion(
    reference: Reference,
    which: Which,
    certifies: Certifies,
    channel: Door = Channel.DESK,
    agent: Agent = None,
    as_json: AsJson = False,
) -> None:
    """Record that a second or third opinion is in, and what it says."""

    async def say(voice: "Voice", _: "CaseView | None") -> Told:
        await voice.opinion_received(reference, which=which, certifies=certifies)
        return Told(f"The {which} opinion is recorded.")

    connection.run(tell(Fact(reference, channel, agent, as_json), say))


def opinion_copies(
    reference: Reference,
    asked: AskedOrGiven,
    channel: Door = Channel.DESK,
    agent: Agent = None,
    as_json: AsJson = False,
) -> None:
    """Record that copies of the opinions are asked for, or were given."""

    async def say(voice: "Voice", _: "CaseView | None") -> Told:
        await voice.opinion_copies(reference, given=not asked)
        return Told("The copies are due; a coordinator is asked." if asked else "The copies are given.")

    connection.run(tell(Fact(reference, channel, agent, as_json), say))


def light_duty(
    reference: Reference,
    from_on: FromDay,
    answer: Answer,
    within_restrictions: Restrictions = None,
    stopped_on: Stopped = None,
    channel: Door = Channel.DESK,
    agent: Agent = None,
    as_json: AsJson = False,
) -> None:
    """Record an answer to light duty after an injury at work.

    It may be refused, and the leave goes on; accepted, it is never leave.
    """

    async def say(voice: "Voice", _: "CaseView | None") -> Told:
        await voice.light_duty_answered(
            reference,
            from_on=from_on,
            answer=answer,
            within_restrictions=so(within_restrictions),
            compensation_stopped_on=stopped_on,
        )
        return Told(f"It is recorded that light duty is {answer.value}.")

    connection.run(tell(Fact(reference, channel, agent, as_json), say))


def pay(
    reference: Reference,
    benefits: Paid = None,
    no_benefit: NoBenefit = False,
    usable: Usable = None,
    elects: Elects = None,
    agreed_top_up: Agreed = None,
    elects_pfml_top_up: TopUp = None,
    channel: Door = Channel.DESK,
    agent: Agent = None,
    as_json: AsJson = False,
) -> None:
    """Record what is paid during the leave and what the employee elected.

    What is left out stays as it was told before.
    """
    if no_benefit and benefits:
        raise BadInput("--no-benefit stands alone: say which benefit is paid, or that none is.")
    told = {"usable": so(usable), "elects": so(elects), "agreed_top_up": so(agreed_top_up)}
    told["elects_pfml_top_up"] = so(elects_pfml_top_up)
    paid = tuple(typed.benefit(each) for each in benefits) if benefits else () if no_benefit else None
    if paid is None and all(value is None for value in told.values()):
        raise BadInput("Say what is paid with --benefit or --no-benefit, or what was elected. See --help.")

    async def say(voice: "Voice", _: "CaseView | None") -> Told:
        await voice.pay_told(reference, benefits=paid, **told)
        return Told("What is paid is recorded.")

    connection.run(tell(Fact(reference, channel, agent, as_json), say))


def amount_asked(
    reference: Reference,
    channel: Door = Channel.DESK,
    agent: Agent = None,
    as_json: AsJson = False,
) -> None:
    """Record that the employee asks how much leave was counted."""

    async def say(voice: "Voice", _: "CaseView | None") -> Told:
        await voice.amount_asked(reference)
        return Told("A coordinator is asked to tell the amount.")

    connection.run(tell(Fact(reference, channel, agent, as_json), say))
