"""An answer as people read it: the sentence first, then the result, what it turns on, why, and what it rests on.

Knows: in which order an answer is read. Never knows: what a value means; how one is written, `written` knows.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from pydantic import BaseModel
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from starter.explain.written import given, label, plain, span, written
from workflows.rules.answers import Answer, Branch, Gap, Standing, Step, Teller

STANDS = {
    Standing.SETTLED: ("Settled.", "green"),
    Standing.SETTLED_BY_LAW: ("Settled by law: a fact is in doubt, and law says who bears the doubt.", "green"),
    Standing.CONDITIONAL: ("It depends on what is not known yet.", "yellow"),
    Standing.NOT_ANSWERABLE: ("This cannot be answered yet.", "yellow"),
}

TELLERS = {
    Teller.EMPLOYEE: "The employee",
    Teller.AGENCY: "The agency",
    Teller.DIRECTORY: "The personnel directory",
    Teller.HRD: "The Human Resources Division",
    Teller.COORDINATOR: "A coordinator",
    Teller.PROVIDER: "The health care provider",
    Teller.DFML: "DFML",
    Teller.DOOR: "The record of what came in",
}

BAR = 24
"""Width of the picture of a whole entitlement."""


def page(answer: Answer[Any], *, recorded_by: str | None) -> Group:
    """All of it. Without `recorded_by` versions and instant are left out: somebody tells them for several answers."""
    words, colour = STANDS[answer.standing]
    depends = answer.standing is Standing.CONDITIONAL  # its own sentence is the question, which is listed
    parts: list[RenderableType] = [] if depends else [Text(sentence(answer.says), style="bold")]
    parts.append(Text(words, style=colour))
    if answer.result is not None:
        value = _value(answer.result)
        parts += value if value[:1] == [""] else ["", *value]
    parts += _section("What is missing", map(_gap, answer.gaps))
    parts += _section("The answer in each case", _cases(answer.branches))
    why = "Why, all cases together" if depends else "Why"
    parts += _section(why, (_step(n, step) for n, step in enumerate(answer.steps, start=1)))
    rests_on = _rests_on(answer, recorded_by)
    parts += ["", rests_on] if rests_on else []
    return Group(*parts)


def told(teller: Teller) -> str:
    """Who can tell what is missing, at the beginning of a sentence."""
    return TELLERS[teller]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _value(result: Any, *, rows_alone: bool = False) -> list[RenderableType]:
    """A result: its plain fields as a list, its rows as tables; rows that have rows of their own, one after another.
    `rows_alone`: a sentence has told the plain fields."""
    if not isinstance(result, BaseModel):
        return [Text(written("", result))]
    fields = [(name, getattr(result, name)) for name in type(result).model_fields]
    nested = [name for name, value in fields if isinstance(value, BaseModel) and any(_is_rows(v) for _, v in value)]
    listed = [(n, value) for n, value in fields if n not in nested and not _is_rows(value) and value not in (None, ())]
    listed = [(n, value) for n, value in listed if n != "bank" or value != getattr(result, "plan", None)]
    listed = [(n, value) for n, value in listed if n != "at_most" or value]  # what is not told matters only then
    parts: list[RenderableType] = [_list(listed)] if listed and not rows_alone else []
    most = getattr(result, "entitlement", None)
    for name, value in fields:
        if name in nested:
            parts += ["", Text(_capital(label(name)), style="bold"), Padding(Group(*_value(value)), (0, 0, 0, 2))]
        if not _is_rows(value):
            continue
        if any(_is_rows(inner) for row in value for _, inner in row):
            for row in value:
                parts += ["", Padding(Group(*_value(row)), (0, 0, 0, 2))]
        else:
            parts += ["", Text(_capital(label(name)), style="bold"), _rows(value, most)]
    return parts


def _is_rows(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], BaseModel) and span(value[0]) is None


def _list(fields: Iterable[tuple[str, Any]]) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, value in fields:
        table.add_row(Text(label(name), style="dim"), Text(written(name, value)))
    return table


def _rows(values: tuple[BaseModel, ...], most: int | None = None) -> Table:
    """A row for each; what is left of an entitlement is drawn too."""
    names = [n for n in type(values[0]).model_fields if any(getattr(v, n, None) not in (None, ()) for v in values)]
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in names:
        table.add_column(label(name), justify="right" if name.endswith(("minutes", "weeks")) else "left")
    for value in values:
        row = [Text(_cell(name, getattr(value, name, None))) for name in names]
        amount = getattr(value, "amount", None)
        if most and isinstance(amount, Fraction):
            row.append(Text("█" * min(BAR, int(amount * BAR / most)), style="green"))
        table.add_row(*row)
    return table


def _cell(name: str, value: Any) -> str:
    """In a table what does not apply to a row is left empty."""
    return "" if value is None or value == () else written(name, value)


def _section(heading: str, lines: Iterable[RenderableType]) -> list[RenderableType]:
    made = list(lines)
    return ["", Text(heading, style="bold"), *(Padding(line, (0, 0, 0, 2)) for line in made)] if made else []


def _hanging(number: str, *parts: RenderableType) -> Table:
    """A number, and beside it text that stays beside it however often it wraps."""
    table = Table.grid(padding=(0, 1))
    table.add_row(number, Group(*parts))
    return table


def _by_sentence(branches: Iterable[Branch[Any]]) -> dict[str, list[Branch[Any]]]:
    """Branches that come to the same, together: nobody reads one sentence three times to see that it is the same."""
    cases: dict[str, list[Branch[Any]]] = {}
    for branch in branches:
        cases.setdefault(branch.says, []).append(branch)
    return cases


def _cases(branches: Iterable[Branch[Any]]) -> Iterable[RenderableType]:
    """One after another, and apart from each other where they have tables."""
    apart = any(_has_rows(branch.result) for branch in branches)
    for number, case in enumerate(_by_sentence(branches).items()):
        yield Group("", _case(*case)) if apart and number else _case(*case)


def _case(says: str, branches: list[Branch[Any]]) -> RenderableType:
    """Its sentence, which tells all that is short, and the tables that a settled answer would show."""
    ways = "\nOr: ".join(" ".join(map(_given, branch.given)) for branch in branches)
    result = branches[0].result
    tables = _value(result, rows_alone=True) if _has_rows(result) else []
    return Group(Text(ways, style="dim"), Padding(Group(Text(sentence(says)), *tables), (0, 0, 0, 2)))


def _has_rows(result: Any) -> bool:
    return isinstance(result, BaseModel) and any(_is_rows(v) or _has_rows(v) for _, v in result)


def _given(said: str) -> str:
    """A question with its answer: `was it told? yes` as `Was it told? Yes.`"""
    asked, mark, answer = said.partition("? ")
    return sentence(asked) if not mark else f"{asked[:1].upper()}{asked[1:]}? {sentence(answer)}"


def _gap(gap: Gap) -> RenderableType:
    return Text.assemble(sentence(gap.asks), (f"  {told(gap.teller)} can tell: {gap.fact}", "dim"))


def _step(number: int, step: Step) -> RenderableType:
    inputs = ", ".join(given(name, value) for name, value in step.inputs.items() if name != "outcome")
    says = Text.assemble(sentence(step.says), (f"  {step.rule}, {step.citation}", "dim"))
    return _hanging(f"{number}.", says, *([Text(inputs, style="dim")] if inputs else []))


def _rests_on(answer: Answer[Any], recorded_by: str | None) -> Text | None:
    lines = [versions(answer, recorded_by)] if recorded_by else []
    if answer.unconfirmed:
        choices = ", ".join(map(plain, answer.unconfirmed))
        lines.append(f"It rests on choices of the employer that are not confirmed yet: {choices}.")
    return Text("\n".join(lines), style="dim") if lines else None


def versions(answer: Answer[Any], recorded_by: str) -> str:
    """With which versions, and as recorded by when."""
    return f"Policy {answer.policy} {answer.policy_version}; calendar {answer.calendar}; as recorded by {recorded_by}."


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    whole = text[:1].upper() + text[1:]
    return whole if whole.endswith((".", "?", "!")) else f"{whole}."
