"""`leeway explain`: ask the rules a question about facts in a file, or about a stored case.

Knows: the file, the ways to ask. Never knows: the law. Needs no server, but for a stored case the database.
"""

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from starter.cli import answers, connection, typed
from starter.cli.options import AsJson
from starter.cli.reading import content_of
from starter.cli.trouble import BadInput, Exit
from starter.wall_clock import spelled

if TYPE_CHECKING:
    from starter.explain.facts_file import Asked
    from starter.explain.known import Known
    from workflows.view import CaseView

About = Annotated[
    str | None, typer.Argument(metavar="FILE", help="A facts file, - for standard input, or the word case.")
]
OfCase = Annotated[
    str | None, typer.Argument(parser=typed.reference, metavar="REFERENCE", help="Which case, after the word case.")
]
Schema = Annotated[bool, typer.Option("--schema", metavar="", help="Print the JSON schema of facts files.")]
Example = Annotated[
    str | None, typer.Option("--example", metavar="QUESTION", help="Print a facts file that asks this.")
]
OnlyFor = Annotated[str | None, typer.Option("--question", metavar="QUESTION", help="With --schema: of this one only.")]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        parser=typed.instant,
        metavar="TIME",
        help='With case: as it was recorded by then, like "2026-03-04 09:00".',
    ),
]

On = Annotated[
    date | None,
    typer.Option("--on", parser=typed.day, metavar="DAY", help="With case: as it is on this day, like 2026-03-04."),
]
Facts = Annotated[
    str | None,
    typer.Option("--facts", metavar="NAME", help="With case: print the facts file of one of its questions."),
]


class Wanted(NamedTuple):
    """What is asked of a stored case: of which day, as recorded by when, and whether only facts are wanted."""

    reference: str | None
    on: date | None
    as_of: datetime | None
    facts: str | None


def explain(
    about: About = None,
    reference: OfCase = None,
    is_schema: Schema = False,
    question: OnlyFor = None,
    example: Example = None,
    on: On = None,
    as_of: AsOf = None,
    facts: Facts = None,
    as_json: AsJson = False,
) -> int:
    """Ask the rules a question: the answer with every step, its citation, and what it rests on.

    Without a file it lists the questions. What is not known makes the answer
    conditional, and who can tell is named. Start with --example.
    Of a stored case it tells the clocks, eligibility, what was charged for
    each absence, what is left, whether papers may be asked for again, which
    days a late one leaves unprotected, and whether the return may be held;
    --facts prints what is on record.
    """
    if about != "case" and (on, as_of, facts) != (None, None, None):
        raise BadInput("--on, --as-of and --facts are about a stored case: leeway explain case LV-7K4Q-92XH.")
    if is_schema or example is not None:
        return _describe(question, example)
    if about is None:
        return _list_questions(as_json=as_json)
    if about == "case":
        return _case(Wanted(reference, on, as_of, facts), as_json=as_json)
    asked = _asked(_content(about))
    answer, note = asked.answer(), asked.note()
    recorded_by = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if as_json:
        told = {"question": asked.question.name, "recorded_by": recorded_by}
        answers.give(told | {"answer": answer.model_dump(mode="json")} | ({"note": note} if note else {}))
    else:
        from starter.explain.page import page

        answers.say(page(answer, recorded_by="this facts file"), *([note] if note else []))
    return Exit.DONE


def _describe(question: str | None, example: str | None) -> int:
    from starter.explain import facts_file

    _must_be_known(question)
    _must_be_known(example)
    answers.give(facts_file.example(example) if example else facts_file.schema(question))
    return Exit.DONE


def _must_be_known(question: str | None) -> None:
    from starter.explain.questions import QUESTIONS
    from starter.explain.wrong import no_such_question

    if question is not None and question not in QUESTIONS:
        raise BadInput(f"T{no_such_question(question, QUESTIONS)[1:]}.", code="unknown_question")


def _list_questions(*, as_json: bool) -> int:
    from rich.table import Table

    from starter.explain.questions import QUESTIONS

    if as_json:
        answers.give({"questions": {q.name: q.asks for q in QUESTIONS.values()}})
        return Exit.DONE
    table = Table(box=None, pad_edge=False, show_header=False)
    for question in QUESTIONS.values():
        table.add_row(question.name, question.asks)
    first = next(iter(QUESTIONS), "")
    answers.say(table, "", f"Begin with: leeway explain --example {first} > facts.json && leeway explain facts.json")
    return Exit.DONE


def _content(about: str) -> bytes:
    if about == "-":
        return sys.stdin.buffer.read()
    from starter.explain.facts_file import MOST_BYTES

    if not Path(about).exists():
        raise BadInput(f"There is no file {about}. Make one with --example QUESTION.", code="no_file")
    return content_of(Path(about), most_bytes=MOST_BYTES, too_large=f"{about} is too large.", code="too_large")


def _asked(content: bytes) -> "Asked":
    from starter.explain import facts_file

    try:
        return facts_file.read(content)
    except facts_file.BadFacts as refused:
        lines = [f"{fault.where or 'the file'}: {fault.says} ({fault.name})" for fault in refused.faults]
        first = refused.faults[0].name if len(refused.faults) == 1 else "bad_facts"
        raise BadInput("\n".join(["These facts cannot be answered:", *lines]), code=first) from None


def _case(wanted: Wanted, *, as_json: bool) -> int:
    if wanted.reference is None:
        raise BadInput("Say which case: leeway explain case LV-7K4Q-92XH.")
    connection.run(_explain_case(wanted.reference, wanted, as_json=as_json))
    return Exit.DONE


async def _explain_case(reference: str, wanted: Wanted, *, as_json: bool) -> None:
    from starter.explain import case_page
    from starter.explain.charge_lines import charge_lines
    from starter.explain.stored import explained, policy_of

    known = await _known(reference, wanted)
    if wanted.facts is not None:
        answers.give(_facts_named(known, wanted.facts))
        return
    found, charged = explained(known), charge_lines(known, policy_of(known))
    if as_json:
        answers.give(case_page.as_json(known, found, charged))
    else:
        answers.say(case_page.case_page(known, found, charged, is_as_of=wanted.as_of is not None))


def _facts_named(known: "Known", name: str) -> dict[str, Any]:
    """The facts file of one question, by its name; of an absence too that the page does not list any more."""
    from starter.explain.charge_lines import charge_lines, charge_named
    from starter.explain.stored import explained, policy_of

    policy, raised = policy_of(known), explained(known)
    found = next((each for each in raised if each.name == name), None) or charge_named(known, name, policy)
    if found is not None:
        return found.file()
    names = [each.name for each in raised] + [line.cause.name for line in charge_lines(known, policy).newest]
    says = f"This case does not raise that question. It raises: {', '.join(names)}."
    raise BadInput(says, code="unknown_question")


async def _known(reference: str, wanted: Wanted) -> "Known":
    from starter.cli import case_file
    from starter.explain.known import gathered

    async with connection.books() as books:
        view = await case_file.view_of(books, reference)
        if wanted.as_of is None:
            recorded_by, cases = datetime.now(UTC), None
        else:
            _has_been(wanted.as_of, max(datetime.now(UTC), view.changed_at))
            recorded_by = _whole_minute(wanted.as_of)
            cases = tuple(await books.register.cases_then(view.employee, recorded_by))
            view = _then(view, cases)
        return await gathered(books.database, books.register, view, recorded_by=recorded_by, on=wanted.on, cases=cases)


def _has_been(at: datetime, now: datetime) -> None:
    """Nobody knows what will be recorded by a moment that is still to come."""
    if at > now:
        says = f"{spelled(at)} is still to come: what is recorded by then nobody knows. For a day to come use --on."
        raise BadInput(says, code="still_to_come")


def _whole_minute(at: datetime) -> datetime:
    """A time typed without seconds means all of its minute."""
    return at if at.second or at.microsecond else at + timedelta(minutes=1) - timedelta.resolution


def _then(now: "CaseView", cases: "tuple[CaseView, ...]") -> "CaseView":
    then = next((view for view in cases if view.reference == now.reference), None)
    if then is None:
        says = f"Nothing is recorded of this case at that time. It was opened at {spelled(now.opened_at)}."
        raise BadInput(says, code="no_case_then")
    return then
