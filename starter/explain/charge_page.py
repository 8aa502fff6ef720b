"""What was charged, as a table for people and as rows for programs: a line for each absence, a column for each plan.

Knows: how it is laid out, and how to ask about one line. Never knows: why a line says what it says.
"""

from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from starter.explain.charge_lines import ChargeLine, ChargeLines
from starter.explain.written import hours
from starter.wall_clock import spelled
from workflows.rules.plans import Plan

if TYPE_CHECKING:
    from starter.explain.charged import Cause

_COLUMNS = {Plan.FMLA: "FMLA", Plan.CAREGIVER: "caregiver", Plan.PFML: "PFML", Plan.COMMONWEALTH: "layer"}
"""A bank's plan, in a word; other plans by their own name."""


def charge_table(lines: ChargeLines, reference: str) -> list[RenderableType]:
    """Nothing, where nothing was taken yet."""
    if not lines.newest:
        return []
    banks = _banks(lines)
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("when, and why not all of it")
    for bank in banks:
        table.add_column(_column(bank), justify="right")
    table.add_column("facts", no_wrap=True)
    for line in lines.newest:
        posted = line.cause.minutes
        table.add_row(_what(line), *(Text(hours(posted.get(bank, 0))) for bank in banks), Text(line.cause.name))
    many = f", the newest {len(lines.newest)} of {lines.of}" if lines.of > len(lines.newest) else ""
    return ["", Text(f"What was charged{many}", style="bold"), table, Text(_ask(lines, reference), style="dim")]


def as_rows(lines: ChargeLines) -> dict[str, Any]:
    """The same for a program; each names the facts file that asks about it."""
    return {"of": lines.of, "newest": [_row(line) for line in lines.newest]}


def _row(line: ChargeLine) -> dict[str, Any]:
    cause = line.cause
    answer = line.asked.answer if line.asked else None
    return {
        "name": cause.name,
        "period": cause.period.number if cause.period else None,
        "first_on": cause.first_on.isoformat(),
        "last_on": cause.last_on.isoformat(),
        "starts_at": cause.hours[0].isoformat() if cause.hours else None,
        "ends_at": cause.hours[1].isoformat() if cause.hours else None,
        "minutes": cause.minutes,
        "weeks": {bank: str(weeks) for bank, weeks in cause.weeks.items()},
        "why": list(line.why),
        "says": answer.says if answer else None,
        "standing": answer.standing.value if answer else None,
    }


def _banks(lines: ChargeLines) -> list[str]:
    """Those that the case uses, and those it was asked about, in the order of the plans."""
    used = dict.fromkeys(bank for line in lines.newest for bank in (*line.cause.minutes, *line.plans))
    return sorted(used, key=lambda bank: (list(Plan).index(_plan(bank)), bank))


def _plan(bank: str) -> Plan:
    return Plan(bank.partition("/")[0])


def _column(bank: str) -> str:
    return _COLUMNS.get(_plan(bank), _plan(bank).value)


def _what(line: ChargeLine) -> Text:
    return Text.assemble(_when(line.cause), *((f"\n  {why}", "dim") for why in line.why))


def _when(cause: "Cause") -> str:
    if cause.hours is None:
        return f"{cause.first_on} to {cause.last_on} (period {cause.period.number if cause.period else '?'})"
    starts, ends = map(spelled, cause.hours)
    return f"{starts} to {ends.removeprefix(str(cause.first_on)).strip()}"


def _ask(lines: ChargeLines, reference: str) -> str:
    one = lines.newest[0].cause.name
    return f"How one was counted: leeway explain case {reference} --facts {one} | leeway explain -"
