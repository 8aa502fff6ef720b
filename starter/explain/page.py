"""An answer as people read it: the sentence first, then the result, what it turns on, why, and what it rests on.

Knows: how values are written (hours from minutes, weeks to four decimals beside the exact fraction). Never knows: what
they mean. Nothing is rounded up: a balance is never shown above the truth.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from fractions import Fraction
from typing import Any

from pydantic import BaseModel
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from workflows.rules.answers import Answer, Branch, Due, Gap, Standing, Step
from workflows.rules.calendar import NEW_YORK

STANDS = {
    Standing.SETTLED: ("Settled.", "green"),
    Standing.SETTLED_BY_LAW: ("Settled by law: a fact is in doubt, and law says who bears the doubt.", "green"),
    Standing.CONDITIONAL: ("It depends on what is not known yet.", "yellow"),
    Standing.NOT_ANSWERABLE: ("This cannot be answered yet.", "yellow"),
}

_TEN_THOUSANDTH = 10_000

BAR = 24
"""Width of the picture of a whole entitlement."""


def page(answer: Answer[Any], *, recorded_by: str) -> Group:
    """All of it."""
    words, colour = STANDS[answer.standing]
    parts: list[RenderableType] = [Text(_sentence(answer.says), style="bold"), Text(words, style=colour)]
    if answer.result is not None:
        parts += ["", *_value(answer.result)]
    parts += _section("It depends", map(_branch, answer.branches))
    parts += _section("What is missing", map(_gap, answer.gaps))
    parts += _section("Why", (_step(n, step) for n, step in enumerate(answer.steps, start=1)))
    parts += ["", _rests_on(answer, recorded_by)]
    return Group(*parts)


def written(name: str, value: Any) -> str:
    """One value, as it is written for people. `name` tells what it is counted in."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return weeks(value)
    if isinstance(value, int) and name.endswith("minutes"):
        return hours(value)
    if isinstance(value, datetime):
        return f"{value.astimezone(NEW_YORK):%Y-%m-%d %H:%M %Z}"
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    if isinstance(value, tuple):
        return ", ".join(written(name, each) for each in value) or "none"
    if isinstance(value, Due):
        return f"{value.due_on}, {value.count} {value.unit} after {value.counted_from}"
    if isinstance(value, BaseModel):
        return _span(value) or ", ".join(f"{_words(n)} {written(n, v)}" for n, v in value)
    return str(value)


def _span(value: BaseModel) -> str | None:
    """Days from one to another, as people write them. None: it is something else, or more."""
    if set(type(value).model_fields) != {"first_on", "last_on"}:
        return None
    first, last = getattr(value, "first_on"), getattr(value, "last_on")  # noqa: B009 - the fields are known by name alone
    return str(first) if first == last else f"{first} to {last or 'open'}"


def hours(minutes: int) -> str:
    """Minutes as hours: 8 h, 2 h 30 min, 45 min."""
    sign, whole = ("-" if minutes < 0 else ""), abs(minutes)
    parts = [f"{whole // 60} h"] if whole >= 60 or whole == 0 else []
    parts += [f"{whole % 60} min"] if whole % 60 else []
    return sign + " ".join(parts)


def weeks(exact: Fraction) -> str:
    """To four decimals, cut down, with the exact fraction where the decimals leave something out."""
    cut = Fraction(int(exact * _TEN_THOUSANDTH), _TEN_THOUSANDTH)
    shown = f"{cut.numerator / cut.denominator:.4f}".rstrip("0").rstrip(".")
    return shown if cut == exact else f"{shown} ({exact})"


def _value(result: Any) -> list[RenderableType]:
    """A result: its plain fields as a list, its rows as tables; rows that have rows of their own, one after another."""
    if not isinstance(result, BaseModel):
        return [Text(written("", result))]
    fields = [(name, getattr(result, name)) for name in type(result).model_fields]
    nested = [name for name, value in fields if isinstance(value, BaseModel) and any(_is_rows(v) for _, v in value)]
    plain = [(n, value) for n, value in fields if n not in nested and not _is_rows(value) and value not in (None, ())]
    parts: list[RenderableType] = [_list(plain)] if plain else []
    most = getattr(result, "entitlement", None)
    for name, value in fields:
        if name in nested:
            parts += ["", Text(_words(name).capitalize(), style="bold"), Padding(Group(*_value(value)), (0, 0, 0, 2))]
        if not _is_rows(value):
            continue
        if any(_is_rows(inner) for row in value for _, inner in row):
            for row in value:
                parts += ["", Padding(Group(*_value(row)), (0, 0, 0, 2))]
        else:
            parts += ["", Text(_words(name).capitalize(), style="bold"), _rows(value, most)]
    return parts


def _is_rows(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], BaseModel) and _span(value[0]) is None


def _list(fields: Iterable[tuple[str, Any]]) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, value in fields:
        table.add_row(Text(_words(name), style="dim"), Text(written(name, value)))
    return table


def _rows(values: tuple[BaseModel, ...], most: int | None = None) -> Table:
    """A row for each; what is left of an entitlement is drawn too."""
    names = [n for n in type(values[0]).model_fields if any(getattr(v, n, None) not in (None, ()) for v in values)]
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in names:
        table.add_column(_words(name), justify="right" if name.endswith(("minutes", "weeks")) else "left")
    for value in values:
        row = [Text(written(name, getattr(value, name, None))) for name in names]
        amount = getattr(value, "amount", None)
        if most and isinstance(amount, Fraction):
            row.append(Text("█" * int(amount * BAR / most), style="green"))
        table.add_row(*row)
    return table


def _section(heading: str, lines: Iterable[RenderableType]) -> list[RenderableType]:
    made = list(lines)
    return ["", Text(heading, style="bold"), *(Padding(line, (0, 0, 0, 2)) for line in made)] if made else []


def _hanging(number: str, *parts: RenderableType) -> Table:
    """A number, and beside it text that stays beside it however often it wraps."""
    table = Table.grid(padding=(0, 1))
    table.add_row(number, Group(*parts))
    return table


def _branch(branch: Branch[Any]) -> RenderableType:
    return Text.assemble((f"{'; '.join(branch.given)}\n", "dim"), f"  {_sentence(branch.says)}")


def _gap(gap: Gap) -> RenderableType:
    return Text.assemble(_sentence(gap.asks), (f"  {gap.teller} can tell ({gap.fact})", "dim"))


def _step(number: int, step: Step) -> RenderableType:
    inputs = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in step.inputs.items())
    says = Text.assemble(_sentence(step.says), (f"  {step.rule}, {step.citation}", "dim"))
    return _hanging(f"{number}.", says, *([Text(inputs, style="dim")] if inputs else []))


def _rests_on(answer: Answer[Any], recorded_by: str) -> Text:
    told = f"Policy {answer.policy} {answer.policy_version}; calendar {answer.calendar}; as recorded by {recorded_by}."
    if answer.unconfirmed:
        told += f"\nIt rests on values that are not confirmed yet: {', '.join(answer.unconfirmed)}."
    return Text(told, style="dim")


def _sentence(text: str) -> str:
    whole = text[:1].upper() + text[1:]
    return whole if whole.endswith((".", "?", "!")) else f"{whole}."


def _words(name: str) -> str:
    return name.replace("_", " ")
