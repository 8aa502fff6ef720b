"""What a coordinator may do only where law allows it: late notice, other opinions, a provider, a held return, amounts.

Knows: what each of these names. Never knows: whether it is granted: the case asks the rules, and refuses
with a code and a sentence.
"""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from starter.cli import connection, deciding, typed
from starter.cli.options import AsJson, By, PeriodNumber, Reason, Reference, one_of, yes_or_no
from starter.cli.typed import YesNo, so
from workflows.case.refusals import Refusal, RefusalCode
from workflows.case.said import Opinion
from workflows.rules.calendar import day_of
from workflows.rules.choices import LateNotice
from workflows.rules.fitness_for_duty import PrevailingTerms
from workflows.rules.provider_contacts import ContactingRole, ContactPurpose

if TYPE_CHECKING:
    from starter.voice import Voice
    from workflows.view import CaseView

Choice = Annotated[
    LateNotice, typer.Option("--choice", metavar="WHAT", help=one_of(LateNotice, "What is done about it."))
]
Which = Annotated[Opinion, typer.Argument(metavar="WHICH", help=one_of(Opinion, "Which opinion."))]
Purpose = Annotated[
    ContactPurpose, typer.Option("--purpose", metavar="WHY", help=one_of(ContactPurpose, "What is to be asked."))
]
InRole = Annotated[
    ContactingRole, typer.Option("--role", metavar="ROLE", help=one_of(ContactingRole, "Who asks, in which role."))
]
Supervises = Annotated[
    bool, typer.Option("--direct-supervisor", metavar="", help="Whoever asks is the direct supervisor.")
]
Terms = Annotated[
    PrevailingTerms | None,
    typer.Option("--terms", metavar="WHAT", help=one_of(PrevailingTerms, "What a contract says of the return.")),
]
DaysOut = Annotated[
    int | None, typer.Option("--workdays-out", min=0, metavar="N", help="Consecutive workdays out, if known.")
]
Concern = Annotated[
    bool, typer.Option("--safety-concern", metavar="", help="Leave in parts: you find a significant risk of harm.")
]
Learned = Annotated[
    date | None, typer.Option("--learned-on", parser=typed.day, metavar="DAY", help="When the employee learned of it.")
]
Practicable = Annotated[
    date | None, typer.Option("--practicable-on", parser=typed.day, metavar="DAY", help="When notice was practicable.")
]
ReturnsOn = Annotated[date, typer.Option("--on", parser=typed.day, metavar="DAY", help="The day of the return.")]
OnDay = Annotated[
    date | None, typer.Option("--on", parser=typed.day, metavar="DAY", help="As of which day; without it, today.")
]

Foreseeable = Annotated[YesNo | None, yes_or_no("foreseeable", "The need could be foreseen.")]
Excused = Annotated[YesNo | None, yes_or_no("excused", "There was a reasonable excuse.")]
Posted = Annotated[YesNo | None, yes_or_no("posted", "It is proved that the rule was posted at the worksite.")]
Distributed = Annotated[YesNo | None, yes_or_no("distributed", "It is proved that the employee was given the rule.")]
RegularlyUsed = Annotated[YesNo | None, yes_or_no("regularly-used", "Second: the provider is regularly used.")]
LimitedAccess = Annotated[YesNo | None, yes_or_no("limited-access", "Second: care is hard to reach there.")]
MilitaryProvider = Annotated[YesNo | None, yes_or_no("military-provider", "Caregiver's paper: a military provider.")]
JointlyChosen = Annotated[YesNo | None, yes_or_no("jointly-chosen", "Third: both agreed on the provider.")]
EmployerGoodFaith = Annotated[YesNo | None, yes_or_no("employer-good-faith", "Third: the employer tried to agree.")]
EmployeeGoodFaith = Annotated[YesNo | None, yes_or_no("employee-good-faith", "Third: the employee tried to agree.")]
Authorised = Annotated[YesNo | None, yes_or_no("authorised", "The employee authorised it.")]
Practice = Annotated[YesNo | None, yes_or_no("practice", "The agency asks it of everybody in such a job.")]
FunctionsListed = Annotated[YesNo | None, yes_or_no("functions-listed", "The list of essential functions was sent.")]


def late_notice(
    reference: Reference,
    by: By,
    period: PeriodNumber,
    choice: Choice,
    foreseeable: Foreseeable = None,
    learned_on: Learned = None,
    practicable_on: Practicable = None,
    excused: Excused = None,
    posted: Posted = None,
    distributed: Distributed = None,
    as_json: AsJson = False,
) -> None:
    """Waive notice that came late, or delay protection. It never denies.

    A delay needs proof that the employee was told of the rule (29 CFR 825.304).
    """

    async def request(voice: "Voice", _: "CaseView | None") -> "CaseView":
        return await voice.judge_late_notice(
            reference,
            period=period,
            choice=choice,
            foreseeable=so(foreseeable),
            learned_on=learned_on,
            practicable_on=practicable_on,
            excused=so(excused),
            posted=so(posted),
            distributed=so(distributed),
        )

    told = "Protection begins later; the employee is written to." if choice is LateNotice.DELAY else "It is waived."
    connection.run(deciding.ask(reference, by, request, told, as_json=as_json))


def late_paper(
    reference: Reference,
    by: By,
    period: PeriodNumber,
    choice: Choice,
    foreseeable: Foreseeable = None,
    as_json: AsJson = False,
) -> None:
    """Waive that a certification came late, or leave days unprotected.

    Of foreseeable leave these are the days from the due day until it came
    (29 CFR 825.313). The leave itself is not denied by it.
    """

    async def request(voice: "Voice", _: "CaseView | None") -> "CaseView":
        return await voice.judge_late_paper(reference, period=period, choice=choice, foreseeable=so(foreseeable))

    told = "The days are not protected; the employee is told." if choice is LateNotice.DELAY else "It is waived."
    connection.run(deciding.ask(reference, by, request, told, as_json=as_json))


def order_opinion(
    reference: Reference,
    which: Which,
    by: By,
    regularly_used: RegularlyUsed = None,
    limited_access: LimitedAccess = None,
    military: MilitaryProvider = None,
    joint: JointlyChosen = None,
    employer_faith: EmployerGoodFaith = None,
    employee_faith: EmployeeGoodFaith = None,
    reason: Reason = None,
    as_json: AsJson = False,
) -> None:
    """Order a second opinion on a certification you doubt, or a third one.

    The employer pays, travel included; the leave stays protected meanwhile.
    """

    async def request(voice: "Voice", _: "CaseView | None") -> "CaseView":
        return await voice.order_opinion(
            reference,
            which=which,
            reason=reason,
            regularly_used=so(regularly_used),
            limited_access=so(limited_access),
            military_provider=so(military),
            jointly_chosen=so(joint),
            employer_good_faith=so(employer_faith),
            employee_good_faith=so(employee_faith),
        )

    connection.run(deciding.ask(reference, by, request, f"A {which} opinion is ordered.", as_json=as_json))


def accept_first_opinion(reference: Reference, by: By, as_json: AsJson = False) -> None:
    """Accept the first opinion, though the second differs. The need is certified."""

    async def request(voice: "Voice", _: "CaseView | None") -> "CaseView":
        return await voice.accept_first_opinion(reference)

    connection.run(deciding.ask(reference, by, request, "The first opinion holds.", as_json=as_json))


def contact_provider(
    reference: Reference,
    by: By,
    purpose: Purpose,
    role: InRole,
    direct_supervisor: Supervises = False,
    authorised: Authorised = None,
    reason: Reason = None,
    as_json: AsJson = False,
) -> None:
    """Record that a provider is asked about a certification, before asking.

    Only whether it wrote it and what it means, and never by the supervisor.
    """

    async def request(voice: "Voice", _: "CaseView | None") -> "CaseView":
        return await voice.contact_provider(
            reference,
            purpose=purpose,
            role=role,
            is_direct_supervisor=direct_supervisor,
            authorised=so(authorised),
            reason=reason,
        )

    connection.run(deciding.ask(reference, by, request, "The provider may be asked.", as_json=as_json))


def hold_return(
    reference: Reference,
    by: By,
    returns_on: ReturnsOn,
    practice: Practice = None,
    workdays_out: DaysOut = None,
    terms: Terms = None,
    functions_listed: FunctionsListed = None,
    safety_concern: Concern = False,
    as_json: AsJson = False,
) -> None:
    """Hold a return until a fitness-for-duty certification is in hand.

    Only after leave for an own condition, and only if it was announced with
    the designation (29 CFR 825.312).
    """

    async def request(voice: "Voice", _: "CaseView | None") -> "CaseView":
        return await voice.hold_return(
            reference,
            returns_on=returns_on,
            practice=so(practice),
            workdays_out=workdays_out,
            prevailing=terms,
            functions_listed=so(functions_listed),
            safety_concern=safety_concern,
        )

    told = "The return waits for the paper; the employee is written to."
    connection.run(deciding.ask(reference, by, request, told, as_json=as_json))


def tell_amount(reference: Reference, by: By, on: OnDay = None, as_json: AsJson = False) -> None:
    """Write to the employee how much leave was counted, as the ledger has it."""

    async def request(voice: "Voice", _: "CaseView | None") -> "CaseView":
        from starter.amounts import counted
        from starter.cases import Refused

        async with connection.books() as books:
            as_of = on or day_of(datetime.now(UTC))
            amounts = await counted(books.database, books.register, reference, as_of)
        if not amounts:
            raise Refused(Refusal(code=RefusalCode.NOTHING_COUNTED))
        return await voice.tell_amount(reference, as_of=as_of, amounts=amounts)

    told = "The employee is told how much was counted."
    connection.run(deciding.ask(reference, by, request, told, as_json=as_json))
